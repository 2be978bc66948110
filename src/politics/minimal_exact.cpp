// Minimal winning coalitions, counted.
//
// Let voters join from the heaviest on. A winning coalition is minimal exactly if it loses without
// its lightest, the last to join; so the last lifts it from below the quota to or above it. Counts
// forward tell how many coalitions of the first k voters lose with weight w, counts backward in how
// many ways the voters behind complete such a coalition to a minimal winning one. A voter's
// memberships are the coalitions before him times the ways behind him, summed over w.
#include <algorithm>
#include <functional>
#include <map>

#include "politics/count_rows.h"
#include "politics/count_table.h"
#include "politics/power_exact.h"
#include "politics/residues.h"

namespace jonbar::politics {
namespace {

using Residues = std::vector<std::uint32_t>;

/// The voters that count, the heaviest first, and the quota.
JoiningOrder heaviest_first(const WeightedVote& vote) {
    std::vector<std::size_t> weights;
    for (const std::int64_t weight : vote.weights) {
        if (weight > 0) weights.push_back(static_cast<std::size_t>(weight));
    }
    std::sort(weights.begin(), weights.end(), std::greater<>());
    return JoiningOrder(std::move(weights), static_cast<std::size_t>(vote.quota));
}

bool is_first_of_its_weight(const JoiningOrder& order, std::size_t voter) {
    return voter == 0 || order.weight(voter - 1) != order.weight(voter);
}

std::uint32_t sum_of(std::span<const std::uint32_t> counts, std::uint32_t prime) {
    std::uint64_t sum = 0;
    for (const std::uint32_t count : counts) sum += count;
    return static_cast<std::uint32_t>(sum % prime);
}

/// Counts of one prime by weight alone, what `minimal_winning` needs.
class Lines {
  public:
    Lines(const JoiningOrder& order, std::uint32_t prime)
        : order_(order),
          prime_(prime),
          before_(order.limit(), 0),
          behind_(order.limit(), 0),
          held_(order.limit(), 0) {}

    /// Returns the memberships of each voter that is the first of his weight, else 0, and at the
    /// end the number of all minimal winning coalitions.
    Residues run() {
        before_[0] = 1;
        for (std::size_t voter = 0; voter < order_.voters(); ++voter) join(voter);
        Residues memberships(order_.voters() + 1, 0);
        for (std::size_t voter = order_.voters(); voter-- > 0;) {
            leave(voter);
            if (is_first_of_its_weight(order_, voter)) memberships[voter] = through(voter);
            complete(voter);
        }
        memberships.back() = behind_[0];
        return memberships;
    }

  private:
    [[nodiscard]] std::size_t weight(std::size_t voter) const {
        return std::min(order_.weight(voter), order_.limit());
    }
    void join(std::size_t voter) {
        held_ = before_;
        count_rows().add(before_.data() + weight(voter), held_.data(),
                         order_.limit() - weight(voter), prime_);
    }
    void leave(std::size_t voter) {
        for (std::size_t i = weight(voter); i < order_.limit(); ++i)
            before_[i] = minus(before_[i], before_[i - weight(voter)], prime_);
    }
    [[nodiscard]] std::uint32_t through(std::size_t voter) const {
        const std::size_t open = order_.limit() - weight(voter);
        const std::uint32_t on =
            count_rows().dot(before_.data(), behind_.data() + weight(voter), open, prime_);
        return plus(on, sum_of(std::span(before_).subspan(open), prime_), prime_);
    }
    /// Lets `behind` speak of this voter too.
    void complete(std::size_t voter) {
        const std::size_t open = order_.limit() - weight(voter);
        held_ = behind_;
        count_rows().add(behind_.data(), held_.data() + weight(voter), open, prime_);
        for (std::size_t i = open; i < order_.limit(); ++i)
            behind_[i] = plus(behind_[i], 1, prime_);
    }

    const JoiningOrder& order_;
    std::uint32_t prime_;
    Residues before_, behind_, held_;
};

/// Counts of one prime by size and weight, a completed coalition of s counting as `prizes[s]`.
class Tables {
  public:
    explicit Tables(const JoiningOrder& order)
        : order_(order), before_(order), behind_((order.size_max() + 2) * order.limit(), 0) {}

    /// Returns what the coalitions of each voter count that is the first of his weight.
    Residues run(const Residues& prizes, std::uint32_t prime) {
        std::fill(behind_.begin(), behind_.end(), 0U);
        before_.count_all(prime);
        Residues shares(order_.voters(), 0);
        for (std::size_t voter = order_.voters(); voter-- > 0;) {
            before_.leave(voter, prime);
            const bool wanted = is_first_of_its_weight(order_, voter);
            for (std::size_t size = 0; size <= std::min(voter, order_.size_max()); ++size) {
                if (wanted) {
                    shares[voter] =
                        plus(shares[voter], through(voter, size, prizes[size + 1], prime), prime);
                }
                complete(voter, size, prizes[size + 1], prime);
            }
        }
        return shares;
    }

  private:
    std::span<std::uint32_t> behind(std::size_t size) {
        return std::span(behind_).subspan(size * order_.limit(), order_.limit());
    }
    /// Where in the window a coalition of `size` before the voter first wins with him.
    [[nodiscard]] std::size_t turn(std::size_t voter, const Window& window) const {
        const std::size_t open = order_.limit() - std::min(order_.limit(), order_.weight(voter));
        return std::clamp(open, window.low, std::max(window.low, window.high));
    }
    std::uint32_t through(std::size_t voter, std::size_t size, std::uint32_t prize,
                          std::uint32_t prime) {
        const Window window = order_.window(voter, size);
        if (window.count() == 0) return 0;
        const std::size_t open = turn(voter, window);
        const auto before = before_.row(size);
        std::uint32_t sum = 0;
        if (open > window.low) {
            sum = count_rows().dot(before.data() + window.low,
                                   behind(size + 1).data() + window.low + order_.weight(voter),
                                   open - window.low, prime);
        }
        const std::uint32_t won = sum_of(before.subspan(open, window.high - open), prime);
        return plus(sum, times(won, prize, prime), prime);
    }
    /// Lets row `size` of `behind` speak of this voter too; that of size + 1 does not yet.
    void complete(std::size_t voter, std::size_t size, std::uint32_t prize, std::uint32_t prime) {
        const Window window = order_.window(voter, size);
        if (window.count() == 0) return;
        const std::size_t open = turn(voter, window);
        const auto row = behind(size);
        if (open > window.low) {
            count_rows().add(row.data() + window.low,
                             behind(size + 1).data() + window.low + order_.weight(voter),
                             open - window.low, prime);
        }
        for (std::size_t i = open; i < window.high; ++i) row[i] = plus(row[i], prize, prime);
    }

    const JoiningOrder& order_;
    CountTable before_;
    Residues behind_;
};

/// Puts residues of the first voters of each weight together, for all voters of the vote.
std::vector<Natural> put_together(const WeightedVote& vote, const JoiningOrder& order,
                                  const std::vector<std::uint32_t>& primes,
                                  const std::vector<Residues>& residues) {
    std::map<std::size_t, Natural> known;
    for (std::size_t voter = 0; voter < order.voters(); ++voter) {
        if (!is_first_of_its_weight(order, voter)) continue;
        Residues own;
        for (const Residues& of_prime : residues) own.push_back(of_prime[voter]);
        known[order.weight(voter)] = from_remainders(primes, own);
    }
    std::vector<Natural> out;
    for (const std::int64_t weight : vote.weights)
        out.push_back(weight > 0 ? known[static_cast<std::size_t>(weight)] : Natural());
    return out;
}

std::size_t prize_bits(std::size_t voters) { return voters + multiple_of_all(voters).bits() + 1; }

}  // namespace

CountingCost holler_cost(const WeightedVote& vote) {
    const JoiningOrder order = heaviest_first(vote);
    const auto voters = static_cast<double>(order.voters());
    const auto cells = static_cast<double>(order.limit());
    return {3 * cells, 4 * voters * cells * (voters / 31 + 1)};
}

CountingCost deegan_packel_cost(const WeightedVote& vote) {
    const JoiningOrder order = heaviest_first(vote);
    const auto primes = static_cast<double>(prize_bits(order.voters()) / 31 + 1);
    return {2 * static_cast<double>(order.size_max() + 1) * static_cast<double>(order.limit()),
            4 * order.steps() * primes};
}

MinimalWinning minimal_winning(const WeightedVote& vote) {
    const JoiningOrder order = heaviest_first(vote);
    const std::vector<std::uint32_t> primes = primes_for(order.voters() + 1);
    std::vector<Residues> residues;
    Residues all;
    for (const std::uint32_t prime : primes) {
        residues.push_back(Lines(order, prime).run());
        all.push_back(residues.back().back());
    }
    return {from_remainders(primes, all), put_together(vote, order, primes, residues)};
}

std::vector<Ratio> deegan_packel(const WeightedVote& vote) {
    const JoiningOrder order = heaviest_first(vote);
    const Natural multiple = multiple_of_all(order.voters());
    const std::vector<std::uint32_t> primes = primes_for(prize_bits(order.voters()));
    Tables tables(order);
    std::vector<Residues> residues;
    for (const std::uint32_t prime : primes) {
        Residues prizes = {0};
        for (std::uint32_t size = 1; size <= order.voters() + 1; ++size) {
            Natural prize = multiple;
            prize.divide(size);
            prizes.push_back(prize.remainder(prime));
        }
        residues.push_back(tables.run(prizes, prime));
    }
    const Natural whole = product(minimal_winning(vote).coalitions, multiple);
    std::vector<Ratio> out;
    for (const Natural& share : put_together(vote, order, primes, residues))
        out.push_back(ratio(share, whole));
    return out;
}

}  // namespace jonbar::politics
