#include "engine/vote_sampler.h"

#include <algorithm>
#include <limits>

#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kTable = std::size_t{1} << 15U;  // probabilities of the exact pass

/// Returns the option of three weights at a uniform.
VoterAct pick(double u, double yes, double abstain, double no) {
    const double place = u * ((yes + abstain) + no);
    if (yes > 0 && (place < yes || !(abstain > 0 || no > 0))) {
        return {1, 0};
    }
    if (abstain > 0 && (place < yes + abstain || !(no > 0))) {
        return {0, 1};
    }
    return {0, 0};
}

}  // namespace

VoteCount count_votes(std::span<const Voter> voters, std::span<const VoterAct> acts,
                      const VoteForm& form) noexcept {
    VoteCount sums;
    for (std::size_t i = 0; i < voters.size(); ++i) {
        sums.yes += voters[i].weight * acts[i].yes;
        sums.abstained += voters[i].weight * acts[i].abstained;
        sums.all += voters[i].weight * voters[i].size;
    }
    sums.counted = form.of_cast ? sums.all - sums.abstained : sums.all;
    return sums;
}

double abstaining_of_rest(const VoterChance& chance) noexcept {
    return chance.yes == 1 ? 0 : math::min(chance.abstain / (1 - chance.yes), 1.0);
}

VoteSampler::VoteSampler(const VoteForm& form, std::size_t most_voters)
    : form_(form),
      partial_(form.of_cast && form.abstain),
      table_(form.sized ? 0 : kTable),
      mean_(most_voters + 1),
      variance_(most_voters + 1),
      order_(most_voters) {}

double VoteSampler::draw(const VoteTask& task, const SiteLane& lane, std::span<VoterAct> acts) {
    double log_factor = 0;
    if (std::any_of(task.voters.begin(), task.voters.end(),
                    [](const Voter& voter) { return !(voter.weight >= 0); })) {
        draw_plainly(task, lane, acts);
    } else if (form_.sized) {
        log_factor = draw_groups(task, lane, acts);
    } else {
        const Lattice lattice = find_lattice(task);
        log_factor = lattice.count != 0 ? draw_exactly(task, lattice, lane, acts)
                                        : draw_guided(task, lane, acts);
    }
    const VoteCount sums = count_votes(task.voters, acts, form_);
    return carries(sums.yes, sums.counted, task.bar) == task.carried ? log_factor : -kInfinity;
}

void VoteSampler::draw_plainly(const VoteTask& task, const SiteLane& lane,
                               std::span<VoterAct> acts) const {
    for (std::size_t i = 0; i < task.voters.size(); ++i) {
        const VoterChance& chance = task.chances[i];
        const std::size_t key = 1 + task.voters[i].slot;
        const double size = task.voters[i].size;
        if (!form_.sized) {
            acts[i] = pick(lane.uniform(key, 0), chance.yes, chance.abstain, chance.no);
            continue;
        }
        const math::Family binomial = math::Family::Binomial;
        acts[i].yes = math::quantile(binomial, lane.uniform(key, 0), {size, chance.yes, 0});
        acts[i].abstained =
            form_.abstain ? math::quantile(binomial, lane.uniform(key, 2),
                                           {size - acts[i].yes, abstaining_of_rest(chance), 0})
                          : 0;
    }
}

VoteSampler::Lattice VoteSampler::find_lattice(const VoteTask& task) const {
    double total = 0;
    for (const Voter& voter : task.voters) {
        if (math::floor(voter.weight) != voter.weight) {
            return {};
        }
        total += voter.weight;
    }
    const double rows = static_cast<double>(task.voters.size() + 1);
    Lattice lattice;
    if (!partial_) {  // the count of yes alone decides
        if (!(rows * (total + 1) <= static_cast<double>(kTable))) {
            return {};
        }
        lattice.count = static_cast<std::size_t>(total) + 1;
        lattice.yes = 1;
        while (lattice.first_carried < lattice.count &&
               !carries(static_cast<double>(lattice.first_carried), total, task.bar)) {
            ++lattice.first_carried;
        }
        return lattice;
    }
    // yes > bar * counted is parts * yes > share * counted, where the bar is share / parts.
    for (std::size_t parts = 1; parts <= 16; ++parts) {
        const double scaled = task.bar * static_cast<double>(parts);
        const double share = math::round_half_even(scaled);
        if (!(share >= 0 && math::abs(scaled - share) < 1e-12 &&
              scaled <= static_cast<double>(parts))) {
            continue;
        }
        const double count = static_cast<double>(parts) * total + 1;
        if (!(rows * count <= static_cast<double>(kTable))) {
            return {};
        }
        const auto step = static_cast<double>(parts);
        for (double counted = step; counted <= total; counted += step) {
            if (carries(counted * share / step, counted, task.bar)) {
                return {};  // the product is rounded below a count that does not carry
            }
        }
        lattice.count = static_cast<std::size_t>(count);
        lattice.yes = parts;
        lattice.abstain = static_cast<std::size_t>(share);
        lattice.first_carried = static_cast<std::size_t>(share * total) + 1;
        return lattice;
    }
    return {};
}

/// Fills row i, for i voters done, with the probability of the wanted result at each count.
void VoteSampler::fill_table(const VoteTask& task, const Lattice& lattice) {
    const std::size_t voters = task.voters.size();
    std::size_t reached = 0;  // the highest count that the voters before can have
    for (const Voter& voter : task.voters) {
        reached += static_cast<std::size_t>(voter.weight) * lattice.yes;
    }
    double* row = table_.data() + voters * lattice.count;
    for (std::size_t count = 0; count <= reached; ++count) {
        row[count] = (count >= lattice.first_carried) == task.carried ? 1 : 0;
    }
    for (std::size_t i = voters; i-- > 0;) {
        const double* const next = row;
        row -= lattice.count;
        const auto weight = static_cast<std::size_t>(task.voters[i].weight);
        const VoterChance& chance = task.chances[i];
        reached -= weight * lattice.yes;
        for (std::size_t count = 0; count <= reached; ++count) {
            row[count] = chance.yes * next[count + weight * lattice.yes] +
                         chance.abstain * next[count + weight * lattice.abstain] +
                         chance.no * next[count];
        }
    }
}

double VoteSampler::draw_exactly(const VoteTask& task, const Lattice& lattice, const SiteLane& lane,
                                 std::span<VoterAct> acts) {
    fill_table(task, lattice);
    const double* row = table_.data();
    std::size_t count = 0;
    for (std::size_t i = 0; i < task.voters.size(); ++i) {
        row += lattice.count;
        const auto weight = static_cast<std::size_t>(task.voters[i].weight);
        const VoterChance& chance = task.chances[i];
        acts[i] =
            pick(lane.uniform(1 + task.voters[i].slot, 0),
                 chance.yes * row[count + weight * lattice.yes],
                 chance.abstain * row[count + weight * lattice.abstain], chance.no * row[count]);
        count += weight * (acts[i].yes != 0         ? lattice.yes
                           : acts[i].abstained != 0 ? lattice.abstain
                                                    : 0);
    }
    return math::log(table_[0]);
}

bool VoteSampler::possible(const VoteTask& task, const Progress& progress) const {
    // The rest all say yes, or all say no.
    const double counted = partial_ ? progress.cast + progress.rest : progress.all;
    const double yes = task.carried ? progress.yes + progress.rest : progress.yes;
    return carries(yes, counted, task.bar) == task.carried;
}

VoterChance VoteSampler::tilted(const VoteTask& task, std::size_t voter, double tilt) const {
    const Lift lift = lift_of(task.voters[voter].weight, task.bar, form_);
    const double highest = tilt > 0 ? lift.yes : lift.no;  // of tilt * lift
    const VoterChance& chance = task.chances[voter];
    const double yes = chance.yes * math::exp(tilt * (lift.yes - highest));
    const double abstain = chance.abstain * math::exp(tilt * (lift.abstain - highest));
    const double no = chance.no * math::exp(tilt * (lift.no - highest));
    const double sum = (yes + abstain) + no;
    return sum > 0 ? VoterChance{yes / sum, abstain / sum, no / sum} : chance;
}

/// Returns the tilt under which the voters of the order from `from` on have the lift `target` on
/// average, or near it.
double VoteSampler::tilt_to(const VoteTask& task, std::size_t from, double target) const {
    double heaviest = 0;
    for (std::size_t i = from; i < task.voters.size(); ++i) {
        heaviest = math::max(heaviest, task.voters[order_[i]].weight);
    }
    double tilt = 0;
    for (int turn = 0; turn < 20 && heaviest > 0; ++turn) {
        double mean = -target;
        double variance = 0;
        for (std::size_t i = from; i < task.voters.size(); ++i) {
            const Voter& voter = task.voters[order_[i]];
            const LiftMoments person =
                moments_of(tilted(task, order_[i], tilt), lift_of(voter.weight, task.bar, form_));
            mean += voter.size * person.mean;
            variance += voter.size * person.variance;
        }
        const double most = 2 / heaviest;
        const double step = variance > 0 ? math::min(math::max(-mean / variance, -most), most) : 0;
        tilt += step;
        if (math::abs(step) < 0.01 * most) {
            break;
        }
    }
    return tilt;
}

double VoteSampler::draw_guided(const VoteTask& task, const SiteLane& lane,
                                std::span<VoterAct> acts) {
    constexpr double kLeast = 1e-6;  // of the best option's guidance
    const std::size_t voters = task.voters.size();
    Progress progress;
    double mean = 0;
    for (std::size_t i = 0; i < voters; ++i) {
        order_[i] = i;
        progress.all += task.voters[i].weight;
        mean += moments_of(task.chances[i], lift_of(task.voters[i].weight, task.bar, form_)).mean;
    }
    progress.rest = progress.all;
    if (!possible(task, progress)) {
        return -kInfinity;
    }
    const double target = half_vote(task.voters, task.bar, form_);
    const double tilt = (mean > target) == task.carried ? 0 : tilt_to(task, 0, target);
    mean_[voters] = 0;
    variance_[voters] = 0;
    for (std::size_t i = voters; i-- > 0;) {
        const LiftMoments person =
            moments_of(tilted(task, i, tilt), lift_of(task.voters[i].weight, task.bar, form_));
        variance_[i] = variance_[i + 1] + person.variance;
        mean_[i] = mean_[i + 1] + (person.mean - tilt * person.variance);
    }
    double log_factor = 0;
    double lift_so_far = -target;
    for (std::size_t i = 0; i < voters; ++i) {
        const double weight = task.voters[i].weight;
        const Lift lift = lift_of(weight, task.bar, form_);
        const VoterChance& chance = task.chances[i];
        progress.rest -= weight;
        const double spread = math::sqrt(variance_[i + 1]);
        const auto guidance = [&](double added) {
            const double distance =
                (lift_so_far + added + mean_[i + 1]) * (task.carried ? 1.0 : -1.0);
            return spread > 0 ? math::normal_cdf(distance / spread) : distance > 0 ? 1.0 : 0.0;
        };
        const auto may = [&](double yes, double cast) {
            Progress next = progress;
            next.yes += yes;
            next.cast += cast;
            return possible(task, next);
        };
        Lift guide = {guidance(lift.yes), form_.abstain ? guidance(lift.abstain) : 0,
                      guidance(lift.no)};
        const double best = math::max(math::max(guide.yes, guide.abstain), guide.no);
        const double least = best > 0 ? kLeast * best : 1;  // too far out to tell: no guidance
        const auto weigh = [&](double guided, bool allowed) {
            return allowed ? math::max(guided, least) : 0;
        };
        guide = {weigh(guide.yes, may(weight, weight)), weigh(guide.abstain, may(0, 0)),
                 weigh(guide.no, may(0, weight))};
        const double yes = chance.yes * guide.yes;
        const double abstain = chance.abstain * guide.abstain;
        const double no = chance.no * guide.no;
        acts[i] = pick(lane.uniform(1 + task.voters[i].slot, 0), yes, abstain, no);
        const bool says_yes = acts[i].yes != 0;
        const bool abstains = acts[i].abstained != 0;
        log_factor += math::log((yes + abstain) + no) - math::log(says_yes   ? guide.yes
                                                                  : abstains ? guide.abstain
                                                                             : guide.no);
        lift_so_far += says_yes ? lift.yes : abstains ? lift.abstain : lift.no;
        progress.yes += says_yes ? weight : 0;
        progress.cast += abstains ? 0 : weight;
    }
    return log_factor == log_factor ? log_factor : -kInfinity;
}

}  // namespace jonbar::engine
