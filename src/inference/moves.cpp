#include "inference/moves.h"

#include <algorithm>
#include <array>

#include "base/siphash.h"
#include "inference/weights.h"
#include "math/batch.h"
#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar::inference {
namespace {

constexpr std::array<double, 4> kStepSizes = {0.8, 0.4, 0.2, 0.1};
constexpr double kLeastUniform = 0x1p-65, kMostUniform = 1 - 0x1p-53;

const math::Batch& batch() { return math::batch_for(math::best_instruction_set()); }

}  // namespace

Mover::Mover(const engine::BoundProgram& bound, engine::Workspace& workspace, std::uint64_t seed,
             std::size_t chunk_lanes)
    : program_(bound.program()),
      workspace_(workspace),
      key_(base::site_key(seed, "<move")),
      spare_(bound.program(), chunk_lanes),
      accepted_(spare_.words()) {}

MoveResult Mover::sweep(const MoveMoment& moment, const std::atomic<bool>* stop,
                        Particles& particles, Carried& carried) {
    carried.settle();
    MoveResult result;
    for (std::size_t chunk = 0; chunk < particles.chunk_count(); ++chunk) {
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) {
            return result;
        }
        const std::size_t first_slot = particles.first_slot(chunk);
        const std::uint64_t first_history = moment.island_first + first_slot;
        spare_.clear(particles.slots_of(chunk));
        workspace_.attach(spare_);
        propose(moment, first_history, particles.chunk(chunk));
        replay(moment, carried, first_slot);
        if (const engine::FaultNote& note = workspace_.fault();
            note.lane != engine::FaultNote::kNoLane) {
            result.fault = {first_history + note.lane, note.step, note.fault};
            return result;
        }
        result.accepted += accept(moment, first_slot, particles.chunk(chunk), carried);
    }
    return result;
}

void Mover::fill_noise(const MoveMoment& moment, std::size_t draw, std::uint64_t first_history,
                       std::vector<double>& out) const {
    // Behind the draws come the step size and whether to accept.
    const std::size_t place = moment.sweep * (program_.start_draws.size() + 2) + draw;
    const math::NoiseAddress address{key_, static_cast<std::uint32_t>(moment.step + 1),
                                     static_cast<std::uint32_t>(2 * place)};
    out.resize(spare_.history_count());
    batch().fill_uniforms(address, first_history, out.size(), out.data());
}

void Mover::propose(const MoveMoment& moment, std::uint64_t first_history,
                    const engine::StateColumns& from) {
    const std::size_t count = spare_.history_count();
    fill_noise(moment, program_.start_draws.size(), first_history, sizes_);
    for (double& size : sizes_) {
        size = kStepSizes[std::min(static_cast<std::size_t>(size * kStepSizes.size()),
                                   kStepSizes.size() - 1)];
    }
    for (std::size_t draw = 0; draw < program_.start_draws.size(); ++draw) {
        const std::uint32_t column = program_.start_draws[draw].column.base;
        if (program_.start_draws[draw].import != program::StartDraw::kNotImported) {
            std::copy_n(from.numbers(column).begin(), count, spare_.numbers(column).begin());
            continue;
        }
        fill_noise(moment, draw, first_history, noise_);
        batch().normal_quantile(noise_.data(), count, noise_.data());
        scores_.resize(count);
        batch().normal_quantile(from.numbers(column).data(), count, scores_.data());
        for (std::size_t lane = 0; lane < count; ++lane) {
            const double size = sizes_[lane];
            scores_[lane] = math::sqrt(1 - size * size) * scores_[lane] + size * noise_[lane];
        }
        const std::span<double> proposed = spare_.numbers(column);
        batch().normal_cdf(scores_.data(), count, proposed.data());
        for (double& u : proposed.first(count)) {
            u = std::clamp(u, kLeastUniform, kMostUniform);
        }
    }
}

void Mover::replay(const MoveMoment& moment, const Carried& carried, std::size_t first_slot) {
    const std::size_t count = spare_.history_count();
    totals_.assign(count, 0.0);
    histories_.resize(count);
    for (std::size_t epoch = 0; epoch < carried.epochs.size(); ++epoch) {
        for (std::size_t lane = 0; lane < count; ++lane) {
            histories_[lane] = moment.island_first + carried.lineage[epoch][first_slot + lane];
        }
        workspace_.set_histories(histories_);
        const bool last = epoch + 1 == carried.epochs.size();
        const std::int64_t end = last ? moment.step + 1 : carried.epochs[epoch + 1];
        for (std::int64_t step = carried.epochs[epoch]; step < end; ++step) {
            if (step < 0) {
                workspace_.run_init();
            } else {
                workspace_.run_step(static_cast<std::uint32_t>(step));
            }
            add_factors(step);
            const bool any = std::any_of(totals_.begin(), totals_.end(),
                                         [](double total) { return total > kLogZero; });
            if (!any || workspace_.fault().lane != engine::FaultNote::kNoLane) {
                return;  // no proposal can be accepted, or none counts
            }
        }
    }
    read_ahead(moment);
}

void Mover::add_factors(std::int64_t step) {
    for (const program::FactColumns& fact : program_.facts) {
        if (!weighs(fact, step)) {
            continue;
        }
        const std::span<const double> factors = workspace_.numbers(fact.log_factor);
        for (std::size_t lane = 0; lane < totals_.size(); ++lane) {
            totals_[lane] += factors[lane];
        }
    }
}

void Mover::read_ahead(const MoveMoment& moment) {
    ahead_.assign(totals_.size(), 0.0);
    for (const program::FactColumns& fact : program_.facts) {
        if (!weighs(fact, moment.step)) {
            continue;
        }
        const std::span<const double> ahead = workspace_.numbers(ahead_column(fact));
        for (std::size_t lane = 0; lane < ahead_.size(); ++lane) {
            ahead_[lane] += ahead[lane];
        }
    }
    for (double& ahead : ahead_) {
        ahead = std::max(ahead, moment.ahead_floor);
    }
}

std::uint64_t Mover::accept(const MoveMoment& moment, std::size_t first_slot,
                            engine::StateColumns& state, Carried& carried) {
    const std::size_t count = spare_.history_count();
    fill_noise(moment, program_.start_draws.size() + 1, moment.island_first + first_slot, noise_);
    batch().log(noise_.data(), count, noise_.data());
    std::fill(accepted_.begin(), accepted_.end(), engine::Word{0});
    std::uint64_t accepted = 0;
    for (std::size_t lane = 0; lane < count; ++lane) {
        const std::size_t slot = first_slot + lane;
        if (totals_[lane] == kLogZero) {
            continue;
        }
        const double stands = carried.log_totals[slot] + carried.ahead[slot];
        if (noise_[lane] < totals_[lane] + ahead_[lane] - stands) {
            carried.log_totals[slot] = totals_[lane];
            carried.ahead[slot] = ahead_[lane];
            carried.log_weights[slot] = -ahead_[lane];
            carried.vectors[slot] = carried.next_vector++;
            accepted_[lane / engine::kWordLanes] |= engine::Word{1} << (lane % engine::kWordLanes);
            ++accepted;
        }
    }
    copy_lanes(spare_, accepted_, state);
    return accepted;
}

}  // namespace jonbar::inference
