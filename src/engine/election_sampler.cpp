#include "engine/election_sampler.h"

#include <algorithm>
#include <limits>

namespace jonbar::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFarthestTilt = 30;
constexpr double kFromEverywhere = 0.05;  // of the swings
constexpr std::uint32_t kFirstWord = 8;

}  // namespace

ElectionSampler::ElectionSampler(const ElectionForm& form, const program::ElectionLayout& at)
    : form_(form), at_(at), width_(at.slots + 1) {
    exps_.resize(at.voters * width_);
    swings_.resize(width_);
    swing_places_.resize(width_);
    means_.resize(width_);
    odds_.resize(width_);
    for (std::vector<double>& counts : counts_) {
        counts.resize(at.voters * width_);
    }
    first_.votes.resize(at.slots);
    second_.votes.resize(at.slots);
}

void ElectionSampler::aim_freely(const ElectionTask& task, std::size_t wanted) {
    task_ = task;
    wanted_ = wanted;
    elected_ = true;
    free_ = true;
    std::fill(swings_.begin(), swings_.end(), 1.0);
    for (std::size_t i = 0; i < task.electors.size(); ++i) {
        const Elector& elector = task.electors[i];
        double highest = form_.abstain ? elector.abstain_worth : -kInfinity;
        for (const std::size_t slot : task.there) {
            highest = math::max(highest, elector.worths[slot]);
        }
        for (const std::size_t slot : task.there) {
            exps_[i * width_ + slot] = math::exp(elector.worths[slot] - highest);
        }
        exps_[i * width_ + at_.slots] =
            form_.abstain ? math::exp(elector.abstain_worth - highest) : 0;
    }
}

void ElectionSampler::aim(const ElectionTask& task, std::size_t wanted, bool elected) {
    aim_freely(task, wanted);
    free_ = wanted == kNoSlot;
    elected_ = elected;
    if (!free_ && task.swing.exists) {
        find_swing_edge();
    }
}

/// Finds the place of its swing at which the wanted one leads on average, others' swings in their
/// middle, and goes back a little.
void ElectionSampler::find_swing_edge() {
    constexpr double kBack = 1.5;  // in logits
    for (const std::size_t slot : task_.there) {
        swings_[slot] = math::exp(task_.swing.at(0.5));
    }
    double low = -16;
    double high = 16;
    for (int i = 0; i < 8; ++i) {
        const double middle = (low + high) / 2;
        swings_[wanted_] = math::exp(task_.swing.at(math::logistic(middle)));
        (lead(task_.there, false, 0) < 0 ? low : high) = middle;
    }
    const double edge = (low + high) / 2 + (elected_ ? -kBack : kBack);
    edge_ = math::logistic(edge);
}

double ElectionSampler::draw(const SiteLane& lane, std::uint32_t number) {
    const std::uint32_t word = kFirstWord + 4 * number;
    log_weight_ = 0;
    had_second_ = false;
    if (task_.swing.exists) {
        draw_swings(lane, word);
    }
    poll(lane, word, false, first_);
    result_ = decide_election(first_, task_.bar, form_,
                              [&](std::size_t one, std::size_t other) -> const Poll& {
                                  had_second_ = true;
                                  two_[0] = std::min(one, other);
                                  two_[1] = std::max(one, other);
                                  poll(lane, word, true, second_);
                                  return second_;
                              });
    const bool came = wanted_ != kNoSlot && result_.elected == wanted_;
    return came == elected_ && log_weight_ == log_weight_ ? log_weight_ : -kInfinity;
}

void ElectionSampler::draw_swings(const SiteLane& lane, std::uint32_t word) {
    for (const std::size_t slot : task_.there) {
        double place = lane.uniform(slot, word);
        if (slot == wanted_ && !free_) {
            const double mass = elected_ ? 1 - edge_ : edge_;  // on the side that is wanted
            if (lane.uniform(slot, word + 2) >= kFromEverywhere) {
                place = elected_ ? 1 - mass * (1 - place) : mass * place;
                place = math::min(math::max(place, 0x1p-65), 1 - 0x1p-53);
            }
            const bool beyond = elected_ ? place >= edge_ : place <= edge_;
            log_weight_ -= math::log(kFromEverywhere + (beyond ? (1 - kFromEverywhere) / mass : 0));
        }
        swing_places_[slot] = place;
        swings_[slot] = math::exp(task_.swing.at(place));
    }
}

/// Returns what an elector's chance of a slot is proportional to.
double ElectionSampler::share_weight(std::size_t index, std::size_t slot) const {
    const double own = exps_[index * width_ + slot];
    return slot == at_.slots ? own : own * swings_[slot];
}

/// Returns by how much the wanted one is ahead, on average, of what stands between it and its
/// election, its worth raised by `tilt`.
double ElectionSampler::lead(std::span<const std::size_t> candidates, bool second, double tilt) {
    const double raised = math::exp(tilt);
    std::fill(means_.begin(), means_.end(), 0.0);
    double all = 0;
    for (std::size_t i = 0; i < task_.electors.size(); ++i) {
        const Elector& elector = task_.electors[i];
        const double votes = elector.weight * elector.size;
        double sum = share_weight(i, at_.slots);
        for (const std::size_t slot : candidates) {
            sum += share_weight(i, slot) * (slot == wanted_ ? raised : 1);
        }
        for (const std::size_t slot : candidates) {
            means_[slot] += votes * share_weight(i, slot) * (slot == wanted_ ? raised : 1) / sum;
        }
        means_[at_.slots] += votes * share_weight(i, at_.slots) / sum;
        all += votes;
    }
    double best = 0;
    double next = 0;  // among the others
    for (const std::size_t slot : candidates) {
        if (slot != wanted_) {
            next = math::max(next, math::min(best, means_[slot]));
            best = math::max(best, means_[slot]);
        }
    }
    const double own = means_[wanted_];
    if (second || form_.most) {
        return own - best;
    }
    if (form_.run_off) {  // it is enough to come second
        return own - next;
    }
    const double counted = form_.of_cast ? all - means_[at_.slots] : all;
    return math::min(own - task_.bar * counted, own - best);
}

/// Returns by how much the worth of the wanted one is raised in a round.
double ElectionSampler::tilt_for(std::span<const std::size_t> candidates, bool second) {
    const bool is_in = std::find(candidates.begin(), candidates.end(), wanted_) != candidates.end();
    if (free_ || !is_in || (!elected_ && !second && form_.run_off)) {
        return 0;
    }
    const bool leads = lead(candidates, second, 0) >= 0;
    if (leads == elected_) {
        return 0;
    }
    double low = elected_ ? 0 : -kFarthestTilt;
    double high = elected_ ? kFarthestTilt : 0;
    for (int i = 0; i < 10; ++i) {
        const double middle = (low + high) / 2;
        (lead(candidates, second, middle) < 0 ? low : high) = middle;
    }
    return (low + high) / 2;
}

void ElectionSampler::poll(const SiteLane& lane, std::uint32_t word, bool second, Poll& poll) {
    const std::span<const std::size_t> candidates = this->candidates(second);
    const double tilt = tilt_for(candidates, second);
    const double raised = math::exp(tilt);
    std::vector<double>& counts = counts_[second ? 1 : 0];
    std::fill(poll.votes.begin(), poll.votes.end(), 0.0);
    poll.abstained = 0;
    poll.all = 0;
    for (std::size_t i = 0; i < task_.electors.size(); ++i) {
        const Elector& elector = task_.electors[i];
        double plain = share_weight(i, at_.slots);
        odds_[at_.slots] = plain;
        double sum = plain;
        for (const std::size_t slot : candidates) {
            const double share = share_weight(i, slot);
            odds_[slot] = slot == wanted_ ? share * raised : share;
            plain += share;
            sum += odds_[slot];
        }
        std::fill_n(counts.begin() + static_cast<std::ptrdiff_t>(i * width_), width_, 0.0);
        if (candidates.empty() && !form_.abstain) {
            counts[i * width_ + at_.slots] = elector.size;
        } else {
            divide(lane, word, second, i, candidates);
        }
        if (tilt != 0) {
            log_weight_ +=
                elector.size * math::log(sum / plain) - tilt * counts[i * width_ + wanted_];
        }
        for (const std::size_t slot : candidates) {
            poll.votes[slot] += elector.weight * counts[i * width_ + slot];
        }
        poll.abstained += elector.weight * counts[i * width_ + at_.slots];
        poll.all += elector.weight * elector.size;
    }
    poll.find_best(candidates);
}

/// Draws what an elector's people do, one candidate after the other, with odds `odds_`.
void ElectionSampler::divide(const SiteLane& lane, std::uint32_t word, bool second,
                             std::size_t index, std::span<const std::size_t> candidates) {
    const Elector& elector = task_.electors[index];
    double* const counts = counts_[second ? 1 : 0].data() + index * width_;
    double tail = odds_[at_.slots];
    for (std::size_t i = candidates.size(); i-- > 0;) {
        tail = odds_[candidates[i]] + tail;
        means_[i] = tail;  // of this candidate and those after it
    }
    double left = elector.size;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::size_t slot = candidates[i];
        const bool last = i + 1 == candidates.size() && !form_.abstain;
        double taken = left;
        if (!last && left > 0) {
            const double share = math::min(odds_[slot] / means_[i], 1.0);
            const double u = lane.uniform(key(second, elector.number, slot), word);
            taken = task_.sized ? math::binomial_quantile(u, left, share) : u < share ? 1 : 0;
        }
        counts[slot] = taken;
        left -= taken;
    }
    counts[at_.slots] = left;
}

std::size_t ElectionSampler::key(bool second, std::size_t voter, std::size_t slot) const {
    return at_.votes(second) + voter * at_.slots + slot;
}

}  // namespace jonbar::engine
