#include "interface/sampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "interface/conditioning.h"
#include "interface/kept_islands.h"
#include "interface/sample_store.h"
#include "math/functions_inl.h"
#include "query/spread.h"

namespace jonbar {

namespace {

constexpr std::size_t kHistories = 20'480;  // 1,280 from each of 16 islands
constexpr std::size_t kPriorBlocks = 16;

/// Takes as many histories from each island of the scenario that is continued.
void draw_from_islands(const engine::BoundProgram& bound, std::size_t histories, Sampled& sampled) {
    const program::ImportTable& imports = *bound.program().imports;
    const std::size_t islands = imports.island_log_weights.size();
    const std::size_t each = std::min((histories + islands - 1) / islands, imports.island_size);
    const std::vector<double> weights = evidence_weights(imports.island_log_weights);
    for (std::size_t island = 0; island < islands; ++island) {
        if (weights[island] == 0) continue;
        std::vector<std::uint64_t> numbers;
        for (std::size_t i = 0; i < each; ++i)
            numbers.push_back(island * imports.island_size + i * imports.island_size / each);
        sampled.samples.push_back(inference::prior_sample(bound, std::move(numbers)));
        sampled.samples.back().log_evidence = imports.island_log_weights[island];
        sampled.weights.push_back(weights[island]);
    }
    const auto particles = static_cast<double>(islands * imports.island_size);
    const auto drawn = static_cast<double>(sampled.samples.size() * each);
    sampled.independent = std::min(1.0, imports.independent * particles / drawn);
    sampled.conditioned = true;
}

void draw_prior(const Scenario::Parts&, const SampleOptions& options, Sampled& sampled) {
    const std::size_t histories = asked_histories(options.histories);
    const engine::BoundProgram bound(sampled.program, options.seed);
    if (sampled.program.imports && sampled.program.imports->island_size != 0)
        return draw_from_islands(bound, histories, sampled);
    const std::size_t each = (histories + kPriorBlocks - 1) / kPriorBlocks;
    for (std::size_t block = 0; block < kPriorBlocks; ++block) {
        sampled.samples.push_back(inference::prior_sample(bound, block * each, each));
    }
    sampled.weights.assign(kPriorBlocks, 1.0 / kPriorBlocks);
}

void draw_posterior(const Scenario::Parts& parts, const SampleOptions& options, Sampled& sampled) {
    inference::ConditionOptions condition_as = condition_options(options.conditioning, options);
    keep_sample(condition_as, options.histories);
    KeptIslands kept(options.journal, parts, sampled.program, options.conditioning, condition_as);
    std::mutex one_at_a_time;
    std::uint64_t done = kept.taken();
    const auto listener = [&](std::size_t, std::uint64_t number, const inference::Island& island) {
        if (kept.has_journal()) kept.fold(number, island);
        const std::lock_guard lock(one_at_a_time);
        if (options.progress) {
            options.progress("islands under the record", ++done, condition_as.islands);
        }
    };
    Conditioned conditioned = condition(parts, sampled.program, condition_as, listener);
    take_sample(conditioned, condition_as, sampled);
}

/// Returns how many histories each island gives to a sample.
std::size_t island_sample_size(const SampleOptions& options) {
    inference::ConditionOptions condition_as = condition_options(options.conditioning, options);
    keep_sample(condition_as, options.histories);
    return condition_as.island.sample_size;
}

}  // namespace

void keep_sample(inference::ConditionOptions& condition_as, std::uint64_t histories) {
    histories = asked_histories(histories);
    condition_as.island.sample_size = std::min<std::size_t>(
        (histories + condition_as.islands - 1) / condition_as.islands, condition_as.island.size);
}

void take_sample(Conditioned& conditioned, const inference::ConditionOptions& condition_as,
                 Sampled& sampled) {
    for (std::size_t i = 0; i < conditioned.weights.size(); ++i) {
        if (conditioned.weights[i] == 0) continue;
        sampled.samples.push_back(std::move(conditioned.result.islands[i].sample));
        sampled.weights.push_back(conditioned.weights[i]);
    }
    std::size_t drawn = 0;
    for (const inference::Sample& sample : sampled.samples) drawn += sample.count();
    const auto particles = static_cast<double>(condition_as.islands * condition_as.island.size);
    sampled.independent =
        std::min(1.0, conditioned.independent * particles / static_cast<double>(drawn));
    sampled.conditioned = true;
    sampled.histories = drawn;
}

std::uint64_t asked_histories(std::uint64_t histories) {
    return histories == 0 ? kHistories : histories;
}

std::uint64_t sample_histories(const SampleOptions& options) {
    const std::uint64_t histories = asked_histories(options.histories);
    return (histories + kPriorBlocks - 1) / kPriorBlocks * kPriorBlocks;
}

Sampled draw_sample(const Scenario::Parts& parts, const SampleOptions& options) {
    Sampled sampled;
    if (!options.prior) sampled.facts = facts_of(parts, options.conditioning);
    if (std::find(sampled.facts.begin(), sampled.facts.end(), true) == sampled.facts.end()) {
        sampled.facts.clear();
    }
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = sampled.facts;
    const std::string key = options.store == nullptr ? ""
                                                     : sample_key(parts, options.conditioning,
                                                                  sampled.facts, options.seed);
    if (!key.empty()) {
        const auto kept = options.store->parts().find(key);
        if (kept && kept->samples.front().count() >= island_sample_size(options))
            return thinned(*kept, options);
    }
    sampled.program = parts.lower(lowered);
    if (sampled.facts.empty()) {
        draw_prior(parts, options, sampled);
    } else {
        draw_posterior(parts, options, sampled);
    }
    sampled.histories = 0;
    for (const inference::Sample& sample : sampled.samples) sampled.histories += sample.count();
    if (!key.empty()) options.store->parts().keep(key, sampled);
    return sampled;
}

std::vector<std::size_t> spread_numbers(std::size_t all, std::size_t count) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(i * all / count);
    return numbers;
}

Sampled thinned(const Sampled& sampled, const SampleOptions& options) {
    const std::size_t each = island_sample_size(options);
    if (each == sampled.samples.front().count()) return sampled;
    Sampled some;
    some.program = sampled.program;
    some.facts = sampled.facts;
    some.weights = sampled.weights;
    some.conditioned = sampled.conditioned;
    for (const inference::Sample& sample : sampled.samples) {
        some.samples.push_back(inference::some_of(sample, spread_numbers(sample.count(), each)));
        some.histories += each;
    }
    const auto all = static_cast<double>(sampled.histories);
    some.independent =
        std::min(1.0, sampled.independent * all / static_cast<double>(some.histories));
    return some;
}

std::vector<std::size_t> first_histories(const Sampled& sampled) {
    std::vector<std::size_t> first;
    std::size_t count = 0;
    for (const inference::Sample& sample : sampled.samples) {
        first.push_back(count);
        count += sample.count();
    }
    return first;
}

inference::WorldsOptions worlds_options(const SampleOptions& options, const std::string& what,
                                        std::uint64_t histories) {
    inference::WorldsOptions worlds;
    worlds.threads = static_cast<std::size_t>(options.threads);
    worlds.stop = options.stop;
    if (options.chunk_lanes > 0) {
        worlds.chunk_lanes = std::max<std::size_t>(options.chunk_lanes, 2);
    }
    if (options.progress) {
        worlds.progress = [tell = options.progress, what, histories](std::uint64_t done) {
            tell(what, done, histories);
        };
    }
    return worlds;
}

std::vector<double> actual_values(const Scenario::Parts& parts, const Sampled& sampled,
                                  const engine::BoundProgram& bound, std::size_t outcome,
                                  const SampleOptions& options) {
    std::vector<double> values(sampled.histories);
    const std::vector<std::size_t> first = first_histories(sampled);
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = sampled.program,
        .samples = sampled.samples,
        .columns = {bound.program().outcomes[outcome].column},
        .choose = [](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>&) {},
        .listen =
            [&](std::size_t, const inference::HistoryInWorlds& history) {
                values[first[history.sample] + history.particle] = history.actual[0];
            }};
    const inference::WorldsResult result = inference::run_worlds(
        request, worlds_options(options, "actual histories", sampled.histories));
    throw_if_stopped(parts, bound.program(), result, options.seed);
    return values;
}

Table scores_of(const Sampled& sampled) {
    Table table{sampled.histories, {}};
    for (std::size_t draw = 0; draw < sampled.program.start_draws.size(); ++draw) {
        table.columns.emplace_back();
        // What crossed from another scenario is no draw, and has no score.
        const bool imported =
            sampled.program.start_draws[draw].import != program::StartDraw::kNotImported;
        for (const inference::Sample& sample : sampled.samples) {
            for (const double u : sample.start[draw]) {
                table.columns.back().push_back(imported ? 0 : math::normal_quantile(u));
            }
        }
    }
    return table;
}

void throw_if_stopped(const Scenario::Parts& parts, const program::Program& program,
                      const inference::WorldsResult& result, std::uint64_t seed) {
    if (result.fault) {
        const engine::HistoryFault fault{result.fault->number, result.fault->step,
                                         result.fault->fault};
        std::string world;
        for (std::size_t i = 0; i < program.switches.size(); ++i) {
            if (((result.fault->world >> i) & 1U) != 0) {
                world += (world.empty() ? "" : ", ") + program.switches[i].name;
            }
        }
        parts.fail(program, fault,
                   fmt::format("history {} (seed {}){}", fault.history, seed,
                               world.empty() ? "" : " in the world of " + world),
                   "the actual history, or one altered by these, comes to this");
    }
    if (result.partial) throw StoppedError("stopped before the altered worlds were run");
}

}  // namespace jonbar
