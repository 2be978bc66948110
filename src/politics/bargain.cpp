#include "politics/bargain.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "math/functions_inl.h"

namespace jonbar::politics {
namespace {

/// What a round knows of its actors: the same words as in the formulas.
struct Round {
    std::size_t n;
    std::span<const double> x;
    std::span<const double> s;
    double range;
    double median;
    const BargainOptions& options;
    BargainScratch& scratch;

    [[nodiscard]] double distance(std::size_t i, std::size_t j) const {
        return math::abs(x[i] - x[j]) / range;
    }
};

/// Fills `win` by the program's formula: votes for i over all votes between all pairs, each voter
/// with his own exponent.
void win_by_program(Round& round) {
    const std::size_t n = round.n;
    double total = 0;
    std::fill(round.scratch.win.begin(), round.scratch.win.end(), 0.0);
    for (std::size_t k = 0; k < n; ++k) {
        const double* power = &round.scratch.power[k * n];
        const double weight = round.scratch.weights[k];
        double own_total = 0;
        for (std::size_t i = 0; i < n; ++i) {
            double* win = &round.scratch.win[i * n];
            for (std::size_t j = 0; j < n; ++j) {
                const double gain = weight * (power[j] - power[i]);
                win[j] += gain > 0 ? gain : 0;
                own_total += math::abs(gain);
            }
        }
        total += own_total;
    }
    for (double& win : round.scratch.win) {
        win = total > 0 ? win / total : 0;
    }
}

/// Fills `win` by equation (31). Positions that all find alike are won by half.
void win_as_printed(Round& round) {
    const std::size_t n = round.n;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            double votes = 0;
            double all = 0;
            for (std::size_t k = 0; k < n; ++k) {
                const double gain =
                    math::abs(round.x[k] - round.x[j]) - math::abs(round.x[k] - round.x[i]);
                const double vote = round.scratch.weights[k] * gain;
                votes += vote > 0 ? vote : 0;
                all += math::abs(vote);
            }
            round.scratch.win[i * n + j] = all > 0 ? votes / all : 0.5;
        }
    }
}

void find_win_probabilities(Round& round) {
    const std::size_t n = round.n;
    if (round.options.win == WinProbability::Printed) {
        win_as_printed(round);
        return;
    }
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t a = 0; a < n; ++a) {
            round.scratch.power[k * n + a] =
                math::pow(round.distance(k, a), round.scratch.exponents[k]);
        }
    }
    win_by_program(round);
}

/// Equation (25): what i's challenge to j is worth to i, valued with the exponent r.
double challenge(const Round& round, std::size_t i, std::size_t j, double r) {
    const double d = round.distance(i, j);
    const double success = 2 - 4 * math::pow(0.5 - 0.5 * d, r);  // (15)
    const double failure = 2 - 4 * math::pow(0.5 + 0.5 * d, r);  // (16)
    const double win = round.scratch.win[i * round.n + j];
    const double contest =
        round.s[j] * (win * success + (1 - win) * failure) + (1 - round.s[j]) * success;
    double status_quo = round.options.stay * (2 - 4 * math::pow(0.5, r));  // (24)
    if (round.options.stay < 1) {
        // Unchallenged, j drifts to the median: better for i if it is nearer to him, (22)-(23).
        const double away = math::abs(round.x[i] - round.median);
        const double drift = 0.25 * (away / round.range + d);
        const bool better = away < math::abs(round.x[i] - round.x[j]);
        const double base = better ? 0.5 - drift : 0.5 + drift;
        status_quo += (1 - round.options.stay) * (2 - 4 * math::pow(base, r));
    }
    return contest - status_quo;
}

/// Equations (33)-(34): the more the others expect from challenging him, the more averse to risk.
void find_exponents(Round& round) {
    const std::size_t n = round.n;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    std::vector<double>& security = round.scratch.next;
    for (std::size_t i = 0; i < n; ++i) {
        security[i] = 0;
        for (std::size_t j = 0; j < n; ++j) {
            if (j != i) security[i] += challenge(round, j, i, 1);
        }
        least = math::min(least, security[i]);
        most = math::max(most, security[i]);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const double risk = most > least ? (2 * security[i] - most - least) / (most - least) : 0;
        round.scratch.exponents[i] = (1 - risk / 3) / (1 + risk / 3);
    }
}

enum class Category : std::uint8_t { None, Capitulation, Compromise, Confrontation };

/// A proposal to one actor. Of two the higher category counts, then the lower rank.
struct Offer {
    Category category = Category::None;
    double position = 0;
    double rank = 0;
};

/// Figure 6: what i must make of j, who stands at y.
Offer offer_to(double x, double y, Stakes stakes, const BargainOptions& options) {
    const auto [own, other] = stakes;
    if (own > 0 && other > own) return {Category::Confrontation, y, math::abs(y - x)};
    if (own >= 0 || other <= 0) return {};
    const double loss = -own;
    if (other > loss) {
        const double position = x + (y - x) * (loss / other);  // (35)-(36)
        const double rank = options.compromise == CompromiseChoice::LeastMove
                                ? math::abs(position - x)
                                : (loss * x + other * y) / (loss + other);
        return {Category::Compromise, position, rank};
    }
    if (options.capitulation && loss > other) {
        return {Category::Capitulation, y, math::abs(y - x)};
    }
    return {};
}

void find_moves(Round& round) {
    const std::size_t n = round.n;
    for (std::size_t i = 0; i < n; ++i) {
        Offer best;
        for (std::size_t j = 0; j < n; ++j) {
            if (j == i) continue;
            const Offer offer =
                offer_to(round.x[i], round.x[j], round.scratch.stakes[i * n + j], round.options);
            if (offer.category > best.category ||
                (offer.category == best.category && offer.rank < best.rank)) {
                best = offer;
            }
        }
        round.scratch.next[i] = best.category == Category::None ? round.x[i] : best.position;
    }
}

}  // namespace

BargainOptions BargainOptions::printed() {
    return {.win = WinProbability::Printed,
            .range = PositionRange::Current,
            .compromise = CompromiseChoice::LeastMove,
            .capitulation = true};
}

double position_range(std::span<const double> positions) {
    if (positions.empty()) return 0;
    const auto [low, high] = std::minmax_element(positions.begin(), positions.end());
    return *high - *low;
}

void bargain_round(const BargainActors& actors, double range, const BargainOptions& options,
                   BargainScratch& scratch) {
    const std::size_t n = actors.positions.size();
    CHECK(actors.capabilities.size() == n && actors.saliences.size() == n);
    scratch.weights.resize(n);
    scratch.exponents.assign(n, 1.0);
    scratch.power.resize(n * n);
    scratch.win.resize(n * n);
    scratch.stakes.assign(n * n, Stakes{0, 0});
    scratch.next.assign(actors.positions.begin(), actors.positions.end());
    const double current = position_range(actors.positions);
    if (current == 0) return;
    for (std::size_t i = 0; i < n; ++i) {
        scratch.weights[i] = actors.capabilities[i] * actors.saliences[i];
    }
    const double median = options.stay < 1 ? condorcet_position(actors) : 0;
    Round round{n,
                actors.positions,
                actors.saliences,
                options.range == PositionRange::Current ? current : range,
                median,
                options,
                scratch};
    find_win_probabilities(round);
    if (options.risk_attitudes) {
        find_exponents(round);
        find_win_probabilities(round);
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j) continue;
            const double own_r = scratch.exponents[i];
            const double other_r = options.risk == RiskOf::Mover ? own_r : scratch.exponents[j];
            scratch.stakes[i * n + j] = {challenge(round, i, j, own_r),
                                         challenge(round, j, i, other_r)};
        }
    }
    find_moves(round);
}

double condorcet_position(const BargainActors& actors) {
    double best = std::numeric_limits<double>::quiet_NaN();
    double least = std::numeric_limits<double>::infinity();
    for (const double candidate : actors.positions) {
        double distance = 0;
        for (std::size_t i = 0; i < actors.positions.size(); ++i) {
            distance += actors.capabilities[i] * actors.saliences[i] *
                        math::abs(actors.positions[i] - candidate);
        }
        if (distance < least || (distance == least && candidate < best)) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

double weighted_mean(const BargainActors& actors) {
    double sum = 0;
    double weight = 0;
    for (std::size_t i = 0; i < actors.positions.size(); ++i) {
        const double own = actors.capabilities[i] * actors.saliences[i];
        sum += own * actors.positions[i];
        weight += own;
    }
    return sum / weight;
}

BargainTrace bargain(const BargainActors& actors, const BargainOptions& options,
                     std::size_t rounds) {
    BargainTrace trace;
    BargainScratch scratch;
    std::vector<double> positions(actors.positions.begin(), actors.positions.end());
    const double range = position_range(positions);
    for (std::size_t round = 0;; ++round) {
        const BargainActors now{positions, actors.capabilities, actors.saliences};
        trace.positions.push_back(positions);
        trace.medians.push_back(condorcet_position(now));
        trace.means.push_back(weighted_mean(now));
        if (round == rounds) break;
        bargain_round(now, range, options, scratch);
        if (round == 0) {
            trace.first_exponents = scratch.exponents;
            trace.first_stakes = scratch.stakes;
        }
        positions = scratch.next;
    }
    return trace;
}

}  // namespace jonbar::politics
