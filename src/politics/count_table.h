// Counts of coalitions by size and weight, modulo a prime.
//
// Voters join one by one, in a given order. Row s holds the coalitions of s voters by their weight,
// below a limit. Of the first k voters only weights from those of the s lightest to those of the s
// heaviest can occur: the loops walk this window alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace jonbar::politics {

/// The weights [low, high) that coalitions of one size among the first voters can have.
struct Window {
    std::size_t low = 0, high = 0;

    [[nodiscard]] std::size_t count() const { return high > low ? high - low : 0; }
};

/// Voters in the order in which they join, by weight.
class JoiningOrder {
  public:
    /// Requires: weights above 0, sorted up or down; a limit of at least 1.
    JoiningOrder(std::vector<std::size_t> weights, std::size_t limit);

    [[nodiscard]] std::size_t voters() const { return weights_.size(); }
    [[nodiscard]] std::size_t weight(std::size_t voter) const { return weights_[voter]; }
    [[nodiscard]] std::size_t limit() const { return limit_; }

    /// The greatest size of a coalition below the limit.
    [[nodiscard]] std::size_t size_max() const { return size_max_; }

    /// The window of coalitions of `size` among the first `joined`, below the limit.
    [[nodiscard]] Window window(std::size_t joined, std::size_t size) const {
        const std::size_t first = sums_[size];
        const std::size_t last = sums_[joined] - sums_[joined - size];
        return {std::min(first, last), std::min(std::max(first, last) + 1, limit_)};
    }

    /// How many counts change while all join.
    [[nodiscard]] double steps() const;

  private:
    std::vector<std::size_t> weights_, sums_;
    std::size_t limit_, size_max_ = 0;
};

class CountTable {
  public:
    CountTable(const JoiningOrder& order)
        : order_(order), counts_((order.size_max() + 1) * order.limit(), 0) {}

    [[nodiscard]] std::span<std::uint32_t> row(std::size_t size) {
        return std::span(counts_).subspan(size * order_.limit(), order_.limit());
    }

    /// Counts anew, all coalitions below the limit.
    void count_all(std::uint32_t prime);

    /// Lets the voter join, the first `voter` having joined; or leave again, who joined last.
    void join(std::size_t voter, std::uint32_t prime);
    void leave(std::size_t voter, std::uint32_t prime);

  private:
    const JoiningOrder& order_;
    std::vector<std::uint32_t> counts_;
};

}  // namespace jonbar::politics
