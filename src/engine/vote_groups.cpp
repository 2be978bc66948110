// The tilted way of vote_sampler.h: groups of voters, whose counts are binomials.

#include <algorithm>
#include <limits>

#include "engine/vote_sampler.h"
#include "math/counts.h"
#include "math/densities.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Returns the mean of a standard normal number given that it is above -z.
double mean_above(double z) {
    constexpr double kRootTwoPi = 0x1.40d931ff62706p+1;
    return z < -30 ? -z : math::exp(-0.5 * z * z) / kRootTwoPi / math::normal_cdf(z);
}

}  // namespace

/// Puts those first whose counts vary least: the last ones make up for the rest.
void VoteSampler::order_by_spread(const VoteTask& task) {
    const std::size_t voters = task.voters.size();
    for (std::size_t i = 0; i < voters; ++i) {
        order_[i] = i;
        const Voter& voter = task.voters[i];
        variance_[i] = voter.size *
                       moments_of(task.chances[i], lift_of(voter.weight, task.bar, form_)).variance;
    }
    std::sort(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(voters),
              [this](std::size_t left, std::size_t right) {
                  return variance_[left] != variance_[right] ? variance_[left] < variance_[right]
                                                             : left < right;
              });
}

double VoteSampler::draw_groups(const VoteTask& task, const SiteLane& lane,
                                std::span<VoterAct> acts) {
    constexpr std::size_t kTilts = 32;  // found anew at most so often
    const std::size_t voters = task.voters.size();
    order_by_spread(task);
    mean_[voters] = 0;
    variance_[voters] = 0;
    Progress progress;
    for (std::size_t i = voters; i-- > 0;) {
        const Voter& voter = task.voters[order_[i]];
        const LiftMoments person =
            moments_of(task.chances[order_[i]], lift_of(voter.weight, task.bar, form_));
        mean_[i] = mean_[i + 1] + voter.size * person.mean;
        variance_[i] = variance_[i + 1] + voter.size * person.variance;
        progress.all += voter.weight * voter.size;
    }
    progress.rest = progress.all;
    double lift_so_far = -half_vote(task.voters, task.bar, form_);
    double log_factor = 0;
    double tilt = 0;
    for (std::size_t i = 0; i < voters && log_factor > -kInfinity; ++i) {
        const double spread = math::sqrt(variance_[i]);
        if (i % (voters / kTilts + 1) == 0 && spread > 0) {
            const double side = task.carried ? 1 : -1;
            const double z = side * (mean_[i] + lift_so_far) / spread;
            tilt = tilt_to(task, i, mean_[i] + side * spread * mean_above(z));
        }
        const std::size_t voter = order_[i];
        progress.rest -= task.voters[voter].weight * task.voters[voter].size;
        log_factor += draw_group(task, voter, tilt, lane, progress, acts[voter]);
        const Lift lift = lift_of(task.voters[voter].weight, task.bar, form_);
        const VoterAct& act = acts[voter];
        lift_so_far += lift.yes * act.yes + lift.abstain * act.abstained +
                       lift.no * (task.voters[voter].size - act.yes - act.abstained);
    }
    return log_factor;
}

/// Draws the counts of one group and returns the log of their probability over that with which they
/// were drawn; minus infinity if none can do.
double VoteSampler::draw_group(const VoteTask& task, std::size_t voter, double tilt,
                               const SiteLane& lane, Progress& progress, VoterAct& act) const {
    const double w = task.voters[voter].weight;
    const double n = task.voters[voter].size;
    const std::size_t key = 1 + task.voters[voter].slot;
    const VoterChance& chance = task.chances[voter];
    const VoterChance drawn = tilted(task, voter, tilt);
    const Progress before = progress;
    const CutCount yes =
        draw_cut(task.carried, n, drawn.yes, lane.uniform(key, 0), [&](double count) {
            Progress next = before;
            next.yes += w * count;
            next.cast += w * (task.carried ? count : n);  // the others abstain, or all say no
            return possible(task, next);
        });
    act = {yes.count, 0};
    progress.yes += w * yes.count;
    double log_factor = yes.log_mass + math::log_binomial_mass(yes.count, n, chance.yes) -
                        math::log_binomial_mass(yes.count, n, drawn.yes);
    if (form_.abstain) {
        const double rest = n - yes.count;
        const double share = abstaining_of_rest(drawn);
        const CutCount abstained =
            draw_cut(task.carried, rest, share, lane.uniform(key, 2), [&](double count) {
                Progress next = progress;
                next.cast += w * (n - count);
                return possible(task, next);
            });
        act.abstained = abstained.count;
        log_factor += abstained.log_mass +
                      math::log_binomial_mass(abstained.count, rest, abstaining_of_rest(chance)) -
                      math::log_binomial_mass(abstained.count, rest, share);
    }
    progress.cast += w * (n - act.abstained);
    return log_factor == log_factor ? log_factor : -kInfinity;
}

/// Draws a binomial count at a uniform, cut off to counts with which the result is possible. If
/// `at_least`, those are the counts from one on, else up to one.
template <class Possible>
VoteSampler::CutCount VoteSampler::draw_cut(bool at_least, double trials, double probability,
                                            double u, Possible possible_with) const {
    // In terms of misses, where the counts kept are the high ones: so their mass keeps its digits.
    const auto possible_at = [&](double kept) {
        return possible_with(at_least ? trials - kept : kept);
    };
    if (!possible_at(0)) {
        return {0, -kInfinity};
    }
    const double share = at_least ? 1 - probability : probability;
    double low = 0;  // possible
    double high = trials + 1;
    if (possible_at(trials)) {
        low = trials;
    }
    while (low < trials && high - low > 1) {
        const double middle = low + math::floor((high - low) / 2);
        (possible_at(middle) ? low : high) = middle;
    }
    if (low == trials) {
        const double count = math::binomial_quantile(u, trials, share);
        return {at_least ? trials - count : count, 0};
    }
    const double mass = math::binomial_tails(low, trials, share).lower;
    if (!(mass > 0)) {
        return {0, -kInfinity};
    }
    const double count =
        math::min(math::binomial_quantile(math::max(u * mass, 0x1p-1022), trials, share), low);
    return {at_least ? trials - count : count, math::log(mass)};
}

}  // namespace jonbar::engine
