#include "inference/island.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/siphash.h"
#include "engine/workspace_size.h"
#include "inference/weights.h"
#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar::inference {
namespace {

constexpr double kFew = 0.5;           // of the particles: resample below this effective size
constexpr double kFewDistinct = 0.25;  // of the particles: move below so many vectors
const double kLeastAhead = -math::log(1000.0);  // of the island's largest look-ahead

/// Draws `count` particles of island `number` by their weights.
std::vector<std::uint32_t> draw_ancestors(std::uint64_t resample_key, std::int64_t step,
                                          std::uint64_t number, std::span<const double> log_weights,
                                          std::size_t count) {
    const math::NoiseAddress address{resample_key, static_cast<std::uint32_t>(step + 1), 0};
    return systematic_sample(log_weights, math::noise_uniform(address, number), count);
}

/// Draws `count` particles of equal weight behind the last step; all where they are no fewer.
std::vector<std::uint32_t> sample_slots(std::uint64_t resample_key, std::int64_t steps,
                                        std::uint64_t number, std::size_t size, std::size_t count) {
    if (count < size) {
        return draw_ancestors(resample_key, steps + 1, number, std::vector<double>(size, 0.0),
                              count);
    }
    std::vector<std::uint32_t> all(size);
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

}  // namespace

Sample thinned(const Sample& whole, std::uint64_t seed, std::uint32_t steps, std::uint64_t number,
               std::size_t count) {
    const std::vector<std::uint32_t> slots =
        sample_slots(base::site_key(seed, "<resample"), steps, number, whole.count(), count);
    return some_of(whole, {slots.begin(), slots.end()});
}

Island::Island(const engine::BoundProgram& bound, std::uint64_t seed, const IslandOptions& options)
    : program_(bound.program()),
      options_(options),
      resample_key_(base::site_key(seed, "<resample")),
      workspace_(bound, options.chunk_lanes),
      particles_(bound.program(), options.size, options.chunk_lanes),
      mover_(bound, workspace_, seed, options.chunk_lanes) {}

std::uint64_t Island::memory(const program::Program& program, const IslandOptions& options) {
    const std::uint64_t chunks = (options.size + options.chunk_lanes - 1) / options.chunk_lanes;
    const std::uint64_t state = engine::state_size(program, options.chunk_lanes);
    const std::uint64_t lineage = options.size * 4 * (std::uint64_t{program.step_count} + 1);
    constexpr std::uint64_t kVectors = 13;  // of a double a particle
    return state * (chunks + 1) + engine::workspace_size(program, options.chunk_lanes) + lineage +
           options.size * 8 * kVectors;
}

bool Island::stopped() const {
    return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
}

IslandResult Island::run(std::uint64_t number) {
    number_ = number;
    start();
    if (log_scale_ == kLogZero) {  // nothing met the record of the scenario that is continued
        result_.log_evidence = kLogZero;
        result_.barren = true;
        return std::move(result_);
    }
    const auto steps = static_cast<std::int64_t>(program_.step_count);
    for (std::int64_t step = -1; step < steps; ++step) {
        result_.abandoned = result_.abandoned || stopped();
        if (result_.abandoned) {
            return std::move(result_);
        }
        advance(step);
        if (result_.fault) {
            return std::move(result_);
        }
        weigh(step);
        if (result_.death) {
            result_.log_evidence = kLogZero;
            return std::move(result_);
        }
        if (step + 1 < steps) {
            resample_if_few(step);
        }
        if (options_.progress) {
            options_.progress(options_.size);
        }
        if (result_.fault) {
            return std::move(result_);
        }
    }
    finish();
    return std::move(result_);
}

void Island::start() {
    result_ = {};
    result_.instead.resize(program_.facts.size());
    unfailed_.assign(program_.facts.size(), 1.0);
    carried_.start(options_.size);
    const program::ImportTable* const before = program_.imports.get();
    const bool weighed = before != nullptr && before->island_size != 0;
    log_scale_ = weighed ? before->island_log_weights[number_] : 0;
}

void Island::advance(std::int64_t step) {
    for (std::size_t chunk = 0; chunk < particles_.chunk_count(); ++chunk) {
        engine::StateColumns& state = particles_.chunk(chunk);
        if (step < 0) {
            state.clear(particles_.slots_of(chunk));
        }
        const std::uint64_t first = first_history() + particles_.first_slot(chunk);
        workspace_.attach(state);
        workspace_.set_histories(first);
        if (step < 0) {
            workspace_.draw_start();
            workspace_.run_init();
        } else {
            workspace_.run_step(static_cast<std::uint32_t>(step));
        }
        const engine::FaultNote& note = workspace_.fault();
        if (note.lane != engine::FaultNote::kNoLane) {
            result_.fault = {first + note.lane, note.step, note.fault};
            return;
        }
    }
}

void Island::weigh(std::int64_t step) {
    bool summed = false;
    WeightSum sum;
    for (std::uint32_t fact = 0; fact < program_.facts.size(); ++fact) {
        if (!weighs(program_.facts[fact], step)) {
            continue;
        }
        if (!summed) {
            sum = sum_weights(carried_.log_weights, scratch_);
            summed = true;
        }
        Weighing weighing;
        weighing.fact = fact;
        weighing.step = step;
        weighing.log_before = log_scale_ + sum.log_mean;
        factor_.assign(options_.size, 0.0);
        if (particles_.add_to(program_.facts[fact].log_factor, factor_)) {
            note_failures(fact, step);
            for (std::size_t slot = 0; slot < factor_.size(); ++slot) {
                carried_.log_weights[slot] += factor_[slot];
                carried_.log_totals[slot] += factor_[slot];
            }
            sum = sum_weights(carried_.log_weights, scratch_);
        }
        weighing.log_after = log_scale_ + sum.log_mean;
        weighing.effective = sum.effective;
        result_.weighings.push_back(weighing);
        if (sum.log_mean == kLogZero) {
            result_.death = weighing;
            return;
        }
    }
}

void Island::note_failures(std::uint32_t fact, std::int64_t step) {
    const program::FactColumns& columns = program_.facts[fact];
    if (std::none_of(factor_.begin(), factor_.end(), [](double f) { return f == kLogZero; })) {
        return;
    }
    scale_weights(carried_.log_weights, scratch_);
    double total = 0, failed = 0;
    std::map<double, double> when;
    const double otherwise =
        step < columns.last_step
            ? static_cast<double>(program_.calendar.tick_of_step(std::max<std::int64_t>(step, 0)))
            : kNoDate;
    for (std::size_t slot = 0; slot < factor_.size(); ++slot) {
        total += scratch_[slot];
        if (factor_[slot] != kLogZero || scratch_[slot] == 0) {
            continue;
        }
        failed += scratch_[slot];
        double date = kNoDate;
        if (columns.happened_on.exists()) {
            date = particles_.value(columns.happened_on, slot);
        }
        when[std::isfinite(date) && date != kNoDate ? std::floor(date) : otherwise] +=
            scratch_[slot];
    }
    for (const auto& [date, weight] : when) {
        result_.instead[fact][date] += unfailed_[fact] * (weight / total);
    }
    unfailed_[fact] *= 1 - failed / total;
}

double Island::look_ahead(std::int64_t step) {
    std::fill(carried_.ahead.begin(), carried_.ahead.end(), 0.0);
    bool any = false;
    for (const program::FactColumns& fact : program_.facts) {
        if (weighs(fact, step)) {
            any = particles_.add_to(ahead_column(fact), carried_.ahead) || any;
        }
    }
    if (!any) {
        return kLogZero;
    }
    double most = kLogZero;
    for (std::size_t slot = 0; slot < carried_.ahead.size(); ++slot) {
        if (carried_.log_weights[slot] != kLogZero) {
            most = std::max(most, carried_.ahead[slot]);
        }
    }
    // A history that can hardly meet a fact in this step may yet in the next.
    const double floor = most == kLogZero ? 0 : most + kLeastAhead;
    for (double& ahead : carried_.ahead) {
        ahead = std::max(ahead, floor);
    }
    return floor;
}

void Island::resample_if_few(std::int64_t step) {
    const double floor = look_ahead(step);
    std::vector<double> favoured = carried_.log_weights;
    for (std::size_t slot = 0; slot < favoured.size(); ++slot) {
        favoured[slot] += carried_.ahead[slot];
    }
    const WeightSum sum = sum_weights(favoured, scratch_);
    if (sum.effective >= kFew * static_cast<double>(options_.size)) {
        return;
    }
    const std::vector<std::uint32_t> from = ancestors(favoured, step, options_.size);
    particles_.permute(from);
    carried_.permute(from);
    log_scale_ += sum.log_mean;
    for (std::size_t slot = 0; slot < options_.size; ++slot) {
        carried_.log_weights[slot] = 0 - carried_.ahead[slot];
    }
    ++result_.resamplings;
    move(step, floor);
    carried_.open_epoch(step + 1);
}

std::vector<std::uint32_t> Island::ancestors(std::span<const double> log_weights, std::int64_t step,
                                             std::size_t count) const {
    return draw_ancestors(resample_key_, step, number_, log_weights, count);
}

void Island::move(std::int64_t step, double ahead_floor) {
    const auto drawn = [](const program::StartDraw& draw) {
        return draw.import == program::StartDraw::kNotImported;
    };
    if (std::none_of(program_.start_draws.begin(), program_.start_draws.end(), drawn)) {
        return;
    }
    const double few = kFewDistinct * static_cast<double>(options_.size);
    if (distinct_count(carried_.vectors) >= few) {
        return;
    }
    particles_.settle();
    for (std::size_t sweep = 0; sweep < options_.moves && !stopped(); ++sweep) {
        const MoveMoment moment{step, sweep, first_history(), ahead_floor};
        const MoveResult moved = mover_.sweep(moment, options_.stop, particles_, carried_);
        if (moved.fault) {
            result_.fault = moved.fault;
            return;
        }
        result_.moves_proposed += options_.size;
        result_.moves_accepted += moved.accepted;
    }
}

void Island::finish() {
    const std::vector<std::uint32_t> from =
        ancestors(carried_.log_weights, program_.step_count, options_.size);
    result_.log_evidence = log_scale_ + sum_weights(carried_.log_weights, scratch_).log_mean;
    particles_.permute(from);
    particles_.settle();
    carried_.permute(from);
    carried_.settle();
    std::fill(carried_.log_weights.begin(), carried_.log_weights.end(), 0.0);

    std::vector<std::uint32_t> by_epoch;
    for (const std::vector<std::uint32_t>& slots : carried_.lineage) {
        by_epoch.push_back(distinct_count(slots));
    }
    result_.distinct_vectors = distinct_count(carried_.vectors);
    result_.least_ancestors = *std::min_element(by_epoch.begin(), by_epoch.end());
    for (Weighing& weighing : result_.weighings) {
        weighing.ancestors = by_epoch[carried_.epoch_of(weighing.step)];
    }
    if (options_.sample_size > 0) {
        result_.sample = sample();
    }
}

Sample Island::sample() const {
    const std::vector<std::uint32_t> slots = sample_slots(
        resample_key_, program_.step_count, number_, options_.size, options_.sample_size);
    Sample sample;
    sample.log_evidence = result_.log_evidence;
    sample.epochs = carried_.epochs;
    for (const std::uint32_t slot : slots) {
        sample.numbers.push_back(number_ * options_.size + slot);
    }
    for (const std::vector<std::uint32_t>& lineage : carried_.lineage) {
        std::vector<std::uint64_t>& noise = sample.noise.emplace_back();
        for (const std::uint32_t slot : slots) {
            noise.push_back(number_ * options_.size + lineage[slot]);
        }
    }
    for (const program::StartDraw& draw : program_.start_draws) {
        std::vector<double>& uniforms = sample.start.emplace_back();
        for (const std::uint32_t slot : slots) {
            uniforms.push_back(particles_.value(draw.column, slot));
        }
    }
    return sample;
}

}  // namespace jonbar::inference
