#include "inference/carried.h"

#include <algorithm>
#include <numeric>

namespace jonbar::inference {
namespace {

template <class T>
void gather(std::vector<T>& values, std::span<const std::uint32_t> from) {
    std::vector<T> gathered(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        gathered[i] = values[from[i]];
    }
    values = std::move(gathered);
}

}  // namespace

void Carried::start(std::size_t count) {
    log_weights.assign(count, 0.0);
    log_totals.assign(count, 0.0);
    ahead.assign(count, 0.0);
    epochs.clear();
    lineage.clear();
    settled = 0;
    open_epoch(-1);
    vectors.resize(count);
    std::iota(vectors.begin(), vectors.end(), 0U);
    next_vector = static_cast<std::uint32_t>(count);
}

void Carried::permute(std::span<const std::uint32_t> ancestors) {
    gather(log_weights, ancestors);
    gather(log_totals, ancestors);
    gather(ahead, ancestors);
    gather(vectors, ancestors);
    if (!fresh) {
        settle();
        for (std::vector<std::uint32_t>& slots : lineage) {
            gather(slots, ancestors);
        }
        return;
    }
    lineage.back().assign(ancestors.begin(), ancestors.end());
    settled = std::min(settled, lineage.size() - 1);
    fresh = false;
}

void Carried::settle() {
    if (settled == lineage.size()) {
        return;
    }
    for (std::size_t epoch = lineage.size() - 1; epoch-- > 0;) {
        // Before it is settled an epoch's permutation is that of the one behind it too.
        gather(lineage[epoch], lineage[std::max(epoch + 1, settled)]);
    }
    settled = lineage.size();
}

void Carried::open_epoch(std::int64_t step) {
    epochs.push_back(step);
    lineage.emplace_back(log_weights.size());
    std::iota(lineage.back().begin(), lineage.back().end(), 0U);
    fresh = true;
}

std::size_t Carried::epoch_of(std::int64_t step) const {
    const auto after = std::upper_bound(epochs.begin(), epochs.end(), step);
    return static_cast<std::size_t>(after - epochs.begin()) - 1;
}

std::vector<bool> columns_of_facts(const program::Program& program) {
    std::vector<bool> of_facts(program.state_number_count);
    for (const program::FactColumns& fact : program.facts) {
        of_facts[fact.log_factor.base] = of_facts[ahead_column(fact).base] = true;
    }
    return of_facts;
}

std::uint32_t distinct_count(std::span<const std::uint32_t> numbers) {
    std::vector<std::uint32_t> sorted(numbers.begin(), numbers.end());
    // Resampling keeps the order, so that they mostly are.
    if (!std::is_sorted(sorted.begin(), sorted.end())) std::sort(sorted.begin(), sorted.end());
    return static_cast<std::uint32_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
}

}  // namespace jonbar::inference
