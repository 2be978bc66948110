#include "politics/spatial.h"

#include <algorithm>

#include "base/check.h"
#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar::politics {
namespace {

constexpr double kLeastContribution = 1e-10;
constexpr double kLeastGain = 1e-5;     // what makes a challenge worth while
constexpr double kLeastWeight = 1e-6;   // of a side in a proposal
constexpr double kSamePosition = 1e-3;  // positions as near count as one in `chances`
constexpr double kLeastMove = 1e-4;     // of the first turn, so that its share has a meaning

/// A proposal in the making: where both would stand.
struct Draft {
    std::size_t initiator;
    std::size_t receiver;
    double win;
    double gain;
    std::vector<double> initiator_to;
    std::vector<double> receiver_to;
};

/// A challenge of one by another as somebody sees it.
struct Challenge {
    double win;
    double gain;
};

class SpatialRun {
  public:
    SpatialRun(const SpatialActors& actors, const SpatialOptions& options, std::uint64_t history)
        : n_(actors.influences.size()),
          dimensions_(actors.dimensions),
          options_(options),
          history_(history),
          influences_(actors.influences),
          saliences_(actors.saliences),
          positions_(actors.positions.begin(), actors.positions.end()) {
        CHECK(n_ > 0 && dimensions_ > 0 && saliences_.size() == n_ * dimensions_ &&
              positions_.size() == n_ * dimensions_);
        for (std::size_t i = 0; i < n_; ++i) {
            double sum = 0;
            for (const double salience : salience(i)) sum += salience;
            whole_saliences_.push_back(sum);
        }
    }

    std::vector<SpatialTurn> run();

  private:
    [[nodiscard]] std::span<const double> salience(std::size_t i) const {
        return saliences_.subspan(i * dimensions_, dimensions_);
    }
    [[nodiscard]] std::span<const double> position(std::size_t i) const {
        return std::span(positions_).subspan(i * dimensions_, dimensions_);
    }
    /// i's distance from its position to another, in the dimensions that matter to it.
    [[nodiscard]] double distance(std::size_t i, std::span<const double> to) const;
    /// What h thinks of i's attitude to risk.
    [[nodiscard]] double risk_seen(std::size_t h, std::size_t i) const;

    void find_distances();
    void find_risks();
    [[nodiscard]] std::vector<double> chances() const;
    /// How i's challenge to j looks to h, and what h thinks i gains.
    [[nodiscard]] Challenge challenge(std::size_t h, std::size_t i, std::size_t j) const;
    [[nodiscard]] std::vector<Draft> drafts() const;
    [[nodiscard]] Draft draft(std::size_t i, std::size_t j, Challenge seen, double win) const;
    /// [actor][draft]: the mean utility to the actor of all positions if a draft is carried out;
    /// the last draft is to leave all as it is.
    [[nodiscard]] std::vector<double> utilities_of(const std::vector<Draft>& drafts) const;
    void resolve(int turn, const std::vector<Draft>& drafts, SpatialTurn& told);

    std::size_t n_;
    std::size_t dimensions_;
    const SpatialOptions& options_;
    std::uint64_t history_;
    std::span<const double> influences_;
    std::span<const double> saliences_;
    std::vector<double> whole_saliences_;
    std::vector<double> positions_;
    std::vector<double> distances_;  // [i][j]
    std::vector<double> risks_;
};

double SpatialRun::distance(std::size_t i, std::span<const double> to) const {
    const auto from = position(i);
    const auto care = salience(i);
    double square = 0;
    double whole = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
        const double part = (from[d] - to[d]) * care[d];
        square += part * part;
        whole += care[d] * care[d];
    }
    return math::sqrt(square / whole);
}

double SpatialRun::risk_seen(std::size_t h, std::size_t i) const {
    switch (options_.insight) {
        case RiskInsight::None:
            return risks_[h];
        case RiskInsight::Third:
            return (2 * risks_[h] + risks_[i]) / 3;
        case RiskInsight::Half:
            return (risks_[h] + risks_[i]) / 2;
        case RiskInsight::TwoThirds:
            return (risks_[h] + 2 * risks_[i]) / 3;
        case RiskInsight::Full:
            return risks_[i];
    }
    CHECK(false);
}

void SpatialRun::find_distances() {
    distances_.resize(n_ * n_);
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t j = 0; j < n_; ++j) distances_[i * n_ + j] = distance(i, position(j));
    }
}

/// The likelier one's position, with nobody minding risk, the less one has to gain by risks.
void SpatialRun::find_risks() {
    std::vector<double> utilities(n_ * n_);
    for (std::size_t at = 0; at < n_ * n_; ++at) utilities[at] = spatial_utility(distances_[at], 0);
    const std::vector<double> chances = election_probabilities(
        options_.election, options_.victory,
        coalition_strengths(options_.voting, influences_, utilities, n_), n_);
    const auto [least, most] = std::minmax_element(chances.begin(), chances.end());
    risks_.assign(n_, 0);
    if (*least == *most) return;
    const double width = *most - *least;
    for (std::size_t i = 0; i < n_; ++i) {
        const double share = (chances[i] - *least) / width;
        switch (options_.risk_range) {
            case RiskRange::Low:
                risks_[i] = share;
                break;
            case RiskRange::Middle:
                risks_[i] = 1.5 * share - 0.5;
                break;
            case RiskRange::High:
                risks_[i] = 2 * share - 1;
                break;
        }
    }
}

/// The probability of each one's position in an election of all different positions, everybody's
/// utilities with his own attitude to risk.
std::vector<double> SpatialRun::chances() const {
    std::vector<std::size_t> option_of(n_);
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < n_; ++i) {
        std::size_t option = 0;
        for (; option < first.size(); ++option) {
            double square = 0;
            for (std::size_t d = 0; d < dimensions_; ++d) {
                const double part = position(i)[d] - position(first[option])[d];
                square += part * part;
            }
            if (math::sqrt(square) < kSamePosition) break;
        }
        if (option == first.size()) first.push_back(i);
        option_of[i] = option;
    }
    const std::size_t options = first.size();
    std::vector<double> utilities(n_ * options);
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t option = 0; option < options; ++option) {
            utilities[i * options + option] =
                spatial_utility(distances_[i * n_ + first[option]], risks_[i]);
        }
    }
    const std::vector<double> of_options = election_probabilities(
        options_.election, options_.victory,
        coalition_strengths(options_.voting, influences_, utilities, options), options);
    std::vector<double> chances(n_);
    for (std::size_t i = 0; i < n_; ++i) chances[i] = of_options[option_of[i]];
    return chances;
}

Challenge SpatialRun::challenge(std::size_t h, std::size_t i, std::size_t j) const {
    const auto utility = [&](std::size_t of, std::size_t at) {
        return spatial_utility(distances_[of * n_ + at], risk_seen(h, of));
    };
    const auto weight = [&](std::size_t of) { return whole_saliences_[of] * influences_[of]; };
    const VotingRule rule = options_.voting;
    const double lost_i = utility(i, j);
    double for_i = kLeastContribution + spatial_vote(rule, weight(i), 1 - lost_i);
    double for_j = kLeastContribution + spatial_vote(rule, weight(j), 1 - utility(j, i));
    if (options_.third_parties) {
        const double alone_i = for_i;
        const double alone_j = for_j;
        for (std::size_t k = 0; k < n_; ++k) {
            if (k == i || k == j) continue;
            // A contest of three, k on the side it likes better, tells k its chances. On a side
            // that wins k keeps its position, on one that loses it takes the victor's.
            const double at_i = utility(k, i);
            const double at_j = utility(k, j);
            const double first = spatial_vote(rule, weight(k), at_i - at_j);
            const double with_i = alone_i + (first > 0 ? first : 0);
            const double with_j = alone_j - (first < 0 ? first : 0);
            const double win = with_i / (with_i + with_j);
            const double gain = win * (1 - at_i) - (1 - win) * (1 - at_j);
            const double vote = spatial_vote(rule, weight(k), gain);
            for_i += vote > 0 ? vote : 0;
            for_j -= vote < 0 ? vote : 0;
        }
    }
    const double win = for_i / (for_i + for_j);
    // Where the target does not care the challenger has it for nothing.
    const double care = whole_saliences_[j];
    const double victory = 2;
    const double contest = win * victory + (1 - win) * (2 * lost_i);
    const double status_quo = 1 + lost_i;
    return {win, (1 - care) * victory + care * contest - status_quo};
}

/// One coordinate of a proposal, for both sides.
struct Meeting {
    double i;
    double j;
};

/// Rounds to four decimals, so that rounding errors make no differences of opinion.
double to_four_decimals(double x) { return math::floor(0.5 + x * 10000) / 10000; }

Meeting meet(Interpolation rule, Meeting at, Meeting salience, double win) {
    if (rule == Interpolation::Surplus) {
        const double yields_i = math::max(0.0, 1 - 2 * win);
        const double yields_j = math::max(0.0, 2 * win - 1);
        const double square_i = salience.i * salience.i;
        const double square_j = salience.j * salience.j;
        const double share_i =
            yields_i * square_j / (yields_i * square_j + kLeastWeight + (1 - yields_i) * square_i);
        const double share_j =
            yields_j * square_i / (yields_j * square_i + kLeastWeight + (1 - yields_j) * square_j);
        return {at.i + share_i * (at.j - at.i), at.j + share_j * (at.i - at.j)};
    }
    double weight_i = salience.i * win;
    double weight_j = salience.j * (1 - win);
    if (rule == Interpolation::Squared) {
        weight_i *= weight_i;
        weight_j *= weight_j;
    }
    // Where neither cares or neither can win, each stays.
    const double whole = weight_i + kLeastWeight + weight_j;
    return {to_four_decimals(((weight_i + kLeastWeight) * at.i + weight_j * at.j) / whole),
            to_four_decimals((weight_i * at.i + (kLeastWeight + weight_j) * at.j) / whole)};
}

Draft SpatialRun::draft(std::size_t i, std::size_t j, Challenge seen, double win) const {
    Draft draft{i, j, seen.win, seen.gain, {}, {}};
    for (std::size_t d = 0; d < dimensions_; ++d) {
        const Meeting point = meet(options_.interpolation, {position(i)[d], position(j)[d]},
                                   {salience(i)[d], salience(j)[d]}, win);
        draft.initiator_to.push_back(point.i);
        draft.receiver_to.push_back(point.j);
    }
    return draft;
}

std::vector<Draft> SpatialRun::drafts() const {
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < n_; ++i) {
        std::size_t target = n_;
        Challenge best{0, kLeastGain};
        for (std::size_t j = 0; j < n_; ++j) {
            if (j == i) continue;
            const Challenge seen = challenge(i, i, j);
            if (seen.gain > best.gain) {
                best = seen;
                target = j;
            }
        }
        if (target == n_) continue;
        Draft own = draft(i, target, best, best.win);
        if (options_.proposer != Proposer::Initiator) {
            const Draft theirs = draft(i, target, best, challenge(target, i, target).win);
            if (options_.proposer == Proposer::Both) {
                drafts.push_back(std::move(own));
                own = theirs;
            } else {
                const double weight_i = influences_[i] * whole_saliences_[i];
                const double weight_j = influences_[target] * whole_saliences_[target];
                const auto mix = [&](std::vector<double>& ours, const std::vector<double>& other) {
                    for (std::size_t d = 0; d < dimensions_; ++d) {
                        ours[d] =
                            (weight_i * ours[d] + weight_j * other[d]) / (weight_i + weight_j);
                    }
                };
                mix(own.initiator_to, theirs.initiator_to);
                mix(own.receiver_to, theirs.receiver_to);
            }
        }
        drafts.push_back(std::move(own));
    }
    return drafts;
}

std::vector<double> SpatialRun::utilities_of(const std::vector<Draft>& drafts) const {
    const std::size_t count = drafts.size() + 1;
    std::vector<double> utilities(n_ * count);
    for (std::size_t a = 0; a < n_; ++a) {
        double whole = 0;
        for (std::size_t k = 0; k < n_; ++k) {
            whole += spatial_utility(distances_[a * n_ + k], risks_[a]);
        }
        double* row = &utilities[a * count];
        const auto n = static_cast<double>(n_);
        for (std::size_t m = 0; m < drafts.size(); ++m) {
            const Draft& draft = drafts[m];
            const double before = spatial_utility(distances_[a * n_ + draft.initiator], risks_[a]) +
                                  spatial_utility(distances_[a * n_ + draft.receiver], risks_[a]);
            const double after = spatial_utility(distance(a, draft.initiator_to), risks_[a]) +
                                 spatial_utility(distance(a, draft.receiver_to), risks_[a]);
            row[m] = (whole - before + after) / n;
        }
        row[drafts.size()] = whole / n;
    }
    return utilities;
}

/// Everybody chooses from what concerns him; all move at once.
void SpatialRun::resolve(int turn, const std::vector<Draft>& drafts, SpatialTurn& told) {
    const std::size_t count = drafts.size() + 1;
    const std::vector<double> utilities = utilities_of(drafts);
    std::vector<double> next = positions_;
    for (const Draft& draft : drafts) {
        told.proposals.push_back({draft.initiator, draft.receiver, draft.win, draft.gain,
                                  draft.initiator_to, draft.receiver_to, false, false});
    }
    std::vector<std::size_t> queue;
    std::vector<double> of_queue;
    for (std::size_t k = 0; k < n_; ++k) {
        queue.assign(1, drafts.size());  // to stay comes first
        for (std::size_t m = 0; m < drafts.size(); ++m) {
            if (drafts[m].initiator == k || drafts[m].receiver == k) queue.push_back(m);
        }
        if (queue.size() == 1) continue;
        of_queue.clear();
        for (std::size_t a = 0; a < n_; ++a) {
            for (const std::size_t m : queue) of_queue.push_back(utilities[a * count + m]);
        }
        const std::vector<double> chances = election_probabilities(
            options_.election, options_.victory,
            coalition_strengths(options_.voting, influences_, of_queue, queue.size()),
            queue.size());
        std::size_t chosen = 0;
        if (options_.resolution == Resolution::MostLikely) {
            chosen = static_cast<std::size_t>(std::max_element(chances.begin(), chances.end()) -
                                              chances.begin());
        } else {
            double rest = math::noise_uniform({options_.seed, static_cast<std::uint32_t>(turn),
                                               static_cast<std::uint32_t>(2 * k)},
                                              history_);
            while (chosen + 1 < queue.size() && rest >= chances[chosen]) rest -= chances[chosen++];
        }
        if (chosen == 0) continue;
        const std::size_t m = queue[chosen];
        const bool initiates = drafts[m].initiator == k;
        const auto& to = initiates ? drafts[m].initiator_to : drafts[m].receiver_to;
        std::copy(to.begin(), to.end(),
                  next.begin() + static_cast<std::ptrdiff_t>(k * dimensions_));
        (initiates ? told.proposals[m].by_initiator : told.proposals[m].by_receiver) = true;
    }
    positions_ = std::move(next);
}

std::vector<SpatialTurn> SpatialRun::run() {
    std::vector<SpatialTurn> turns;
    double first_move = 0;
    for (int turn = 0;; ++turn) {
        find_distances();
        find_risks();
        turns.push_back({positions_, risks_, chances(), {}});
        if (turn > 0) {
            double move = 0;
            const std::vector<double>& before = turns[turns.size() - 2].positions;
            for (std::size_t i = 0; i < n_; ++i) {
                double square = 0;
                for (std::size_t at = i * dimensions_; at < (i + 1) * dimensions_; ++at) {
                    const double part = positions_[at] - before[at];
                    square += part * part;
                }
                move += math::sqrt(square);
            }
            if (turn == 1) first_move = move + kLeastMove;
            const bool quiet = move / first_move < options_.quiet;
            if (turn >= options_.least_turns && quiet) return turns;
        }
        if (turn >= options_.most_turns) return turns;
        resolve(turn, drafts(), turns.back());
    }
}

}  // namespace

std::vector<SpatialTurn> spatial_model(const SpatialActors& actors, const SpatialOptions& options,
                                       std::uint64_t history) {
    return SpatialRun(actors, options, history).run();
}

}  // namespace jonbar::politics
