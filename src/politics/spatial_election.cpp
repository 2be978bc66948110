// How votes become strengths, strengths victories, and victories the probability of each option.

#include <algorithm>
#include <array>

#include "base/check.h"
#include "math/functions_inl.h"
#include "politics/spatial_vote_inl.h"

namespace jonbar::politics {
namespace {

constexpr double kLeastStrength = 1e-8;

double power_of(VictoryRule rule, double strength) {
    switch (rule) {
        case VictoryRule::Linear:
            return strength;
        case VictoryRule::Square:
            return strength * strength;
        case VictoryRule::Quartic:
            return power_of(VictoryRule::Square, strength * strength);
        case VictoryRule::Octic:
            return power_of(VictoryRule::Quartic, strength * strength);
    }
    CHECK(false);
}

/// Returns [i][j], the probability that i defeats j; 1/2 against itself.
std::vector<double> victories(VictoryRule rule, std::span<const double> strengths,
                              std::size_t options) {
    std::vector<double> win(options * options, 0.5);
    for (std::size_t i = 0; i < options; ++i) {
        for (std::size_t j = 0; j < options; ++j) {
            if (i == j) continue;
            win[i * options + j] =
                victory_probability(rule, strengths[i * options + j], strengths[j * options + i]);
        }
    }
    return win;
}

/// The probability that each beats all others, given that one does. Products are kept as
/// mantissas and powers of 2^-512: those of many options underflow.
std::vector<double> conditional(const std::vector<double>& win, std::size_t options) {
    std::vector<double> chances(options, 1);
    std::vector<int> scales(options);
    for (std::size_t i = 0; i < options; ++i) {
        for (std::size_t j = 0; j < options; ++j) {
            chances[i] *= win[i * options + j];
            if (chances[i] < 0x1p-512) {
                chances[i] *= 0x1p512;
                ++scales[i];
            }
        }
    }
    const int least = *std::min_element(scales.begin(), scales.end());
    double sum = 0;
    for (std::size_t i = 0; i < options; ++i) {
        const int above = scales[i] - least;
        chances[i] *= above == 0 ? 1 : above == 1 ? 0x1p-512 : 0;
        sum += chances[i];
    }
    for (double& chance : chances) chance /= sum;
    return chances;
}

/// Returns [i][j], the probability that i is the next to challenge j.
std::vector<double> challenges(ElectionRule election, const std::vector<double>& win,
                               std::span<const double> strengths, std::size_t options) {
    if (election == ElectionRule::MarkovUniform) {
        return std::vector<double>(options * options, 1.0 / static_cast<double>(options));
    }
    constexpr double kOwnIncentive = 1e-10;  // nobody else may have any
    std::vector<double> challenge(options * options);
    for (std::size_t j = 0; j < options; ++j) {
        double sum = 0;
        for (std::size_t i = 0; i < options; ++i) {
            double& incentive = challenge[i * options + j];
            incentive = strengths[i * options + j] * win[i * options + j];
            if (i == j) incentive += kOwnIncentive;
            sum += incentive;
        }
        for (std::size_t i = 0; i < options; ++i) challenge[i * options + j] /= sum;
    }
    return challenge;
}

/// The limiting distribution of the champion, from all alike, each step halfway to the next.
std::vector<double> markov(ElectionRule election, const std::vector<double>& win,
                           std::span<const double> strengths, std::size_t options) {
    const std::vector<double> challenge = challenges(election, win, strengths, options);
    std::vector<double> chances(options, 1.0 / static_cast<double>(options));
    std::vector<double> next(options);
    constexpr int kMostSteps = 2000;
    for (int step = 0; step < kMostSteps; ++step) {
        double change = 0;
        for (std::size_t i = 0; i < options; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < options; ++j) {
                const double meet = chances[i] * challenge[j * options + i] +
                                    chances[j] * challenge[i * options + j];
                sum += win[i * options + j] * meet;
            }
            next[i] = sum;
            change = math::max(change, math::abs(sum - chances[i]));
        }
        for (std::size_t i = 0; i < options; ++i) chances[i] = 0.5 * (chances[i] + next[i]);
        if (change < 1e-10) break;
    }
    return chances;
}

/// Adds one voter's votes between all pairs to the strengths.
template <VotingRule kRule>
void add_votes(double weight, const double* utility, std::vector<double>& strengths,
               std::size_t options) {
    for (std::size_t i = 0; i < options; ++i) {
        double* row = &strengths[i * options];
        for (std::size_t j = 0; j < options; ++j) {
            const double vote = vote_by<kRule>(weight, utility[i] - utility[j]);
            row[j] += vote > 0 ? vote : 0;
        }
    }
}

}  // namespace

double spatial_utility(double distance, double risk) {
    // Rounding may carry a distance a little past 1.
    return distance <= 1 ? (1 - distance) * (1 + distance * risk) : (1 - distance) * (1 + risk);
}

double spatial_vote(VotingRule rule, double weight, double gain) {
    return with_rule(rule, [&]<VotingRule kRule>() { return vote_by<kRule>(weight, gain); });
}

double victory_probability(VictoryRule rule, double own, double other) {
    // Shares first: powers of small strengths underflow.
    const double whole = own + other;
    const double won = power_of(rule, own / whole);
    const double lost = power_of(rule, other / whole);
    return won / (won + lost);
}

std::vector<double> coalition_strengths(VotingRule rule, std::span<const double> weights,
                                        std::span<const double> utilities, std::size_t options) {
    CHECK(utilities.size() == weights.size() * options);
    std::vector<double> strengths(options * options, kLeastStrength);
    with_rule(rule, [&]<VotingRule kRule>() {
        for (std::size_t voter = 0; voter < weights.size(); ++voter) {
            add_votes<kRule>(weights[voter], &utilities[voter * options], strengths, options);
        }
    });
    return strengths;
}

std::vector<double> election_probabilities(ElectionRule election, VictoryRule victory,
                                           std::span<const double> strengths, std::size_t options) {
    CHECK(strengths.size() == options * options && options > 0);
    const std::vector<double> win = victories(victory, strengths, options);
    return election == ElectionRule::Conditional ? conditional(win, options)
                                                 : markov(election, win, strengths, options);
}

}  // namespace jonbar::politics
