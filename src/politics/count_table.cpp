#include "politics/count_table.h"

#include "politics/count_rows.h"

namespace jonbar::politics {

JoiningOrder::JoiningOrder(std::vector<std::size_t> weights, std::size_t limit)
    : weights_(std::move(weights)), sums_{0}, limit_(limit) {
    for (const std::size_t weight : weights_) sums_.push_back(sums_.back() + weight);
    while (size_max_ < voters() && window(voters(), size_max_ + 1).count() > 0) ++size_max_;
}

double JoiningOrder::steps() const {
    double steps = 0;
    for (std::size_t joined = 0; joined < voters(); ++joined) {
        for (std::size_t size = 0; size < size_max_ && size <= joined; ++size)
            steps += static_cast<double>(window(joined, size).count());
    }
    return steps;
}

void CountTable::count_all(std::uint32_t prime) {
    std::fill(counts_.begin(), counts_.end(), 0U);
    row(0)[0] = 1;
    for (std::size_t voter = 0; voter < order_.voters(); ++voter) join(voter, prime);
}

void CountTable::join(std::size_t voter, std::uint32_t prime) {
    const std::size_t weight = order_.weight(voter);
    for (std::size_t size = std::min(voter + 1, order_.size_max()); size > 0; --size) {
        Window window = order_.window(voter, size - 1);
        window.high = std::min(window.high, order_.limit() - std::min(order_.limit(), weight));
        if (window.count() == 0) continue;
        count_rows().add(row(size).data() + window.low + weight, row(size - 1).data() + window.low,
                         window.count(), prime);
    }
}

void CountTable::leave(std::size_t voter, std::uint32_t prime) {
    const std::size_t weight = order_.weight(voter);
    for (std::size_t size = 1; size <= std::min(voter + 1, order_.size_max()); ++size) {
        Window window = order_.window(voter, size - 1);
        window.high = std::min(window.high, order_.limit() - std::min(order_.limit(), weight));
        if (window.count() == 0) continue;
        count_rows().subtract(row(size).data() + window.low + weight,
                              row(size - 1).data() + window.low, window.count(), prime);
    }
}

}  // namespace jonbar::politics
