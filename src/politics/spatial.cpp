#include "politics/spatial.h"

#include <algorithm>

#include "base/check.h"
#include "math/functions_inl.h"
#include "math/philox.h"
#include "politics/spatial_challenge.h"

namespace jonbar::politics {
namespace {

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

    void find_distances();
    void find_risks();
    [[nodiscard]] std::vector<double> chances() const;
    /// Everybody's attitude to risk as h thinks it is.
    [[nodiscard]] std::vector<double> risks_seen(std::size_t h) const;
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

std::vector<double> SpatialRun::risks_seen(std::size_t h) const {
    constexpr double kShares[] = {0, 1, 1.5, 2, 3};  // of another's true attitude, in thirds
    const double share = kShares[static_cast<std::size_t>(options_.insight)];
    std::vector<double> seen;
    for (const double risk : risks_) seen.push_back(((3 - share) * risks_[h] + share * risk) / 3);
    return seen;
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
    std::vector<double> by_position(n_ * n_);
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t j = 0; j < n_; ++j) by_position[j * n_ + i] = distances_[i * n_ + j];
    }
    ChallengeView view(options_, influences_, whole_saliences_, by_position);
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < n_; ++i) {
        view.look(risks_seen(i));
        std::size_t target = n_;
        Challenge best{0, kLeastGain};
        for (std::size_t j = 0; j < n_; ++j) {
            if (j == i) continue;
            const Challenge seen = view.challenge(i, j);
            if (seen.gain > best.gain) {
                best = seen;
                target = j;
            }
        }
        if (target == n_) continue;
        Draft own = draft(i, target, best, best.win);
        if (options_.proposer != Proposer::Initiator) {
            view.look(risks_seen(target));
            const Draft theirs = draft(i, target, best, view.challenge(i, target).win);
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
