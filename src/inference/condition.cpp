#include "inference/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/chunk_queue.h"
#include "inference/memory.h"
#include "inference/weights.h"
#include "math/functions_inl.h"

namespace jonbar::inference {
namespace {

/// The log of Σ exp(terms) / count, where a missing term is minus infinity.
double log_mean_of(const std::vector<double>& terms, std::size_t count) {
    return log_sum_exp(terms) - math::log(static_cast<double>(count));
}

/// Returns 1 / Σ V² / n, V the islands' shares of the evidence, n their effective sizes.
double merged_effective(const std::vector<double>& log_evidence,
                        const std::vector<double>& effective) {
    std::vector<double> shares;
    if (scale_weights(log_evidence, shares) == kLogZero) {
        return 0;
    }
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        sum += shares[i];
        squares += shares[i] > 0 ? shares[i] * shares[i] / effective[i] : 0;
    }
    return sum * sum / squares;
}

}  // namespace

std::size_t island_workers(const program::Program& program, const ConditionOptions& options) {
    const std::uint64_t need = Island::memory(program, options.island);
    const std::uint64_t have = options.memory != 0 ? options.memory : available_memory();
    if (need > have) {
        throw MemoryError(fmt::format(
            "an island of {} particles takes {} MB of memory, {} MB are free; fewer particles an "
            "island (--island-size) take less",
            options.island.size, need >> 20U, have >> 20U));
    }
    const std::size_t threads = engine::worker_count({.threads = options.threads});
    return static_cast<std::size_t>(std::min(
        {std::uint64_t{threads}, have / need, std::max<std::uint64_t>(options.islands, 1)}));
}

ConditionResult run_islands(const program::Program& program, const ConditionOptions& options,
                            const IslandListener& listener) {
    const std::size_t workers = island_workers(program, options);
    const engine::BoundProgram bound(program, options.seed);
    IslandOptions island_options = options.island;
    island_options.stop = options.stop;
    std::vector<std::unique_ptr<Island>> islands(workers);
    std::vector<IslandResult> results(options.islands);
    std::mutex mutex;
    const std::uint64_t seed = program.imports ? program.imports->seed : options.seed;
    std::optional<std::uint64_t> faulty;
    const auto work = [&](std::size_t worker, std::uint64_t number) {
        if (options.recall) {
            if (std::optional<IslandResult> before = options.recall(number)) {
                results[number] = std::move(*before);
                return engine::Next::GoOn;
            }
        }
        if (!islands[worker]) {
            islands[worker] = std::make_unique<Island>(bound, seed, island_options);
        }
        IslandResult result = islands[worker]->run(number);
        if (result.fault) {
            const std::lock_guard lock(mutex);
            faulty = std::min(faulty.value_or(number), number);
        } else if (!result.abandoned) {
            const bool ended = result.death || result.barren;
            if (ended && options.ended) options.ended(number);
            if (!ended && listener) listener(worker, number, *islands[worker]);
        }
        const bool go_on = !result.fault && !result.abandoned;
        if (go_on && options.keep) {
            options.keep(number, result);
        }
        results[number] = std::move(result);
        return go_on ? engine::Next::GoOn : engine::Next::Stop;
    };
    const std::uint64_t begun = engine::run_chunks(options.islands, workers, options.stop, work);

    ConditionResult result;
    if (faulty) {
        result.fault = results[*faulty].fault;
        return result;
    }
    results.resize(begun);
    const auto abandoned = std::find_if(results.begin(), results.end(),
                                        [](const IslandResult& each) { return each.abandoned; });
    results.erase(abandoned, results.end());
    result.partial = results.size() < options.islands;
    result.islands = std::move(results);
    return result;
}

std::vector<FactSummary> summarise(const program::Program& program,
                                   const std::vector<IslandResult>& islands) {
    std::vector<FactSummary> summaries(program.facts.size());
    for (FactSummary& summary : summaries) {
        summary.effective = std::numeric_limits<double>::infinity();
    }
    std::size_t longest = 0;
    for (const IslandResult& island : islands) {
        longest = std::max(longest, island.weighings.size());
    }
    // Every island weighs in the same order; one that met a fact no more has no rows behind it.
    for (std::size_t row = 0; row < longest; ++row) {
        std::vector<double> before, after, effective;
        const Weighing* any = nullptr;
        std::uint64_t ancestors = 0;
        for (const IslandResult& island : islands) {
            if (row < island.weighings.size()) {
                any = &island.weighings[row];
                before.push_back(any->log_before);
                after.push_back(any->log_after);
                effective.push_back(any->effective);
                ancestors += any->ancestors;
            }
        }
        FactSummary& summary = summaries[any->fact];
        summary.log_probability +=
            log_mean_of(after, islands.size()) - log_mean_of(before, islands.size());
        summary.effective = std::min(summary.effective, merged_effective(after, effective));
        summary.ancestors = ancestors;
    }
    return summaries;
}

std::optional<Collapse> find_collapse(const program::Program& program,
                                      const std::vector<IslandResult>& islands) {
    std::vector<std::uint64_t> ended(program.facts.size(), 0);
    bool any = false;
    for (const IslandResult& island : islands) {
        if (island.barren) {
            continue;
        }
        if (!island.death) {
            return std::nullopt;
        }
        any = true;
        ++ended[island.death->fact];
    }
    if (!any) {
        return std::nullopt;
    }
    const auto most = std::max_element(ended.begin(), ended.end());
    Collapse collapse;
    collapse.fact = static_cast<std::uint32_t>(most - ended.begin());
    for (const IslandResult& island : islands) {
        if (!island.death || island.death->fact != collapse.fact) {
            continue;
        }
        collapse.step = std::max(collapse.step, island.death->step);
        for (const auto& [date, share] : island.instead[collapse.fact]) {
            collapse.instead[date] += share / static_cast<double>(*most);
        }
    }
    return collapse;
}

}  // namespace jonbar::inference
