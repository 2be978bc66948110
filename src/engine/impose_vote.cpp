// A vote whose result is imposed.
//
// In turn: the result, with the probability that a code asks for, computed from a forecast; the
// swing given the result (vote_forecast.h); what the voters do given both (vote_sampler.h). The log
// factor is that of the probability of all three over that with which they were drawn, so a rough
// forecast costs precision and never biases.

#include <algorithm>
#include <limits>

#include "engine/imposed_site.h"
#include "engine/vote_forecast.h"
#include "engine/vote_sampler.h"
#include "math/counts.h"
#include "math/densities.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

/// Returns the number a share of the way from `low` to `high`, below the latter.
double between(double low, double high, double share) {
    return low < high ? math::min(low + share * (high - low), just_below(high)) : low;
}

class ImposedVote final : public ImposedSite {
  public:
    explicit ImposedVote(const program::Imposed& imposed)
        : ImposedSite(imposed, 5),
          slots_(imposed.slots),
          form_{imposed.abstain, imposed.of_cast, imposed.sized},
          sampler_(form_, slots_),
          acts_(slots_),
          other_acts_(slots_),
          chances_(slots_),
          place_(slots_) {
        voters_.reserve(slots_);
        others_.reserve(slots_);
    }

  private:
    static constexpr std::size_t kBar = kFirstInput;
    static constexpr std::size_t kSwing = kFirstInput + 1;
    static constexpr std::size_t kVoters = kFirstInput + 4;
    enum Column : std::size_t { IsVoter, Yes, Abstain, Size, Weight };

    [[nodiscard]] double of_voter(const SiteLane& lane, std::size_t slot, Column column) const {
        return lane[kVoters + column * slots_ + slot];
    }

    /// Reads the voters of a lane; returns whether their numbers can be those of voters.
    bool read_voters(const SiteLane& lane, std::vector<Voter>& voters) const {
        voters.clear();
        double check = lane[kBar];
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (of_voter(lane, slot, IsVoter) == 0) {
                continue;
            }
            const Voter voter{.slot = slot,
                              .yes_worth = of_voter(lane, slot, Yes),
                              .abstain_worth = form_.abstain ? of_voter(lane, slot, Abstain) : 0,
                              .size = form_.sized ? of_voter(lane, slot, Size) : 1,
                              .weight = of_voter(lane, slot, Weight)};
            if (!(voter.size >= 0 && voter.size <= 0x1p53 &&
                  math::floor(voter.size) == voter.size)) {
                return false;
            }
            check += voter.yes_worth + voter.abstain_worth + voter.weight;
            voters.push_back(voter);
        }
        const math::Parameters parameters = swing_of(lane).parameters;
        return check - check == 0 &&
               (!imposed().swing || math::is_valid(swing_of(lane).family, parameters));
    }

    [[nodiscard]] Swing swing_of(const SiteLane& lane) const {
        Swing swing{.exists = imposed().swing,
                    .family = static_cast<math::Family>(imposed().distribution)};
        for (int i = 0; swing.exists && i < math::parameter_count(swing.family); ++i) {
            const auto at = static_cast<std::size_t>(i);
            swing.parameters[at] = lane[kSwing + at];
        }
        return swing;
    }

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        constexpr double kLeast = 0x1p-30;  // a forecast may be wrong
        if (!read_voters(lane, voters_)) {
            return std::nullopt;
        }
        const double bar = lane[kBar];
        const Swing swing = swing_of(lane);
        const VoteForecast forecast(voters_, bar, form_);
        const double code = lane.code();
        const bool sure = code == 1 || code == -1;
        const double p =
            sure ? 0.5 : math::min(math::max(forecast.over(swing), kLeast), 1 - kLeast);
        const ForcedChance chance = forced_chance(code, p, 1 - p);
        const bool carried = lane.uniform(0, 4) < chance.comes;
        const SwingDraw drawn =
            draw_swing(forecast, swing, carried, lane.uniform(0, 0), lane.uniform(0, 2));
        swing_noise_ = drawn.u;
        find_chances(swing.at(drawn.u));
        const VoteTask task{voters_, chances_, bar, carried};
        SiteWeight weight;
        weight.log_factor = drawn.log_factor + sampler_.draw(task, lane, acts_) -
                            math::log(carried ? chance.comes : chance.stays);
        weight.look_ahead = look_ahead(code, p, 1 - p, carried);
        if (weight.log_factor > -std::numeric_limits<double>::infinity()) {
            write_count(voters_, acts_, bar);
        }
        if (use == NoiseUse::Keep) {  // what voters did is kept anyway
            std::fill(place_.begin(), place_.end(), slots_);
            for (std::size_t i = 0; i < voters_.size(); ++i) {
                place_[voters_[i].slot] = i;
            }
        }
        return weight;
    }

    void find_chances(double swing) {
        for (std::size_t i = 0; i < voters_.size(); ++i) {
            chances_[i] = chance_of(voters_[i], swing, form_);
        }
    }

    void write_count(std::span<const Voter> voters, std::span<const VoterAct> acts, double bar) {
        const VoteCount sums = count_votes(voters, acts, form_);
        result()[0] = carries(sums.yes, sums.counted, bar) ? 1 : 0;
        result()[1] = sums.yes;
        result()[2] = sums.abstained;
        result()[3] = sums.counted;
        result()[4] = sums.all;
    }

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        const auto same = [&](std::size_t input) { return same_bits(one[input], other[input]); };
        if (!same(kBar) || swing_of(one).parameters != swing_of(other).parameters) {
            return false;
        }
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            const bool votes = of_voter(one, slot, IsVoter) != 0;
            const auto same_of = [&](Column column) {
                return same(kVoters + column * slots_ + slot);
            };
            if (votes != (of_voter(other, slot, IsVoter) != 0) ||
                (votes && !(same_of(Yes) && (!form_.abstain || same_of(Abstain)) &&
                            (!form_.sized || same_of(Size)) && same_of(Weight)))) {
                return false;
            }
        }
        return true;
    }

    void decide(const SiteLane& lane) override {
        if (!read_voters(lane, others_)) {
            return;
        }
        const double swing = swing_of(lane).at(swing_noise_);
        for (std::size_t i = 0; i < others_.size(); ++i) {
            const VoterChance chance = chance_of(others_[i], swing, form_);
            other_acts_[i] = form_.sized ? decide_group(lane, others_[i], chance)
                                         : decide_person(lane, others_[i], chance);
        }
        write_count(others_, other_acts_, lane[kBar]);
    }

    /// Decides what one person does by the noise that goes with what he did.
    [[nodiscard]] VoterAct decide_person(const SiteLane& lane, const Voter& voter,
                                         const VoterChance& chance) const {
        double noise = lane.uniform(1 + voter.slot, 0);
        if (const std::size_t i = place_[voter.slot]; i < slots_) {
            const VoterChance& was = chances_[i];
            const double share = lane.uniform(1 + voter.slot, 4);
            const double not_no = was.yes + was.abstain;
            noise = acts_[i].yes != 0         ? between(0, was.yes, share)
                    : acts_[i].abstained != 0 ? between(was.yes, not_no, share)
                                              : between(not_no, 1, share);
        }
        return noise < chance.yes                    ? VoterAct{1, 0}
               : noise < chance.yes + chance.abstain ? VoterAct{0, 1}
                                                     : VoterAct{0, 0};
    }

    [[nodiscard]] VoterAct decide_group(const SiteLane& lane, const Voter& voter,
                                        const VoterChance& chance) const {
        const std::size_t key = 1 + voter.slot;
        const auto noise_at = [&](double count, double trials, double p, std::uint32_t word) {
            return math::uniform_at(math::Family::Binomial, count, {trials, p, 0},
                                    lane.uniform(key, word));
        };
        const std::size_t i = place_[voter.slot];
        VoterAct act;
        const double yes_noise = i < slots_
                                     ? noise_at(acts_[i].yes, voters_[i].size, chances_[i].yes, 4)
                                     : lane.uniform(key, 0);
        act.yes = math::binomial_quantile(yes_noise, voter.size, chance.yes);
        if (form_.abstain) {
            const double abstain_noise =
                i < slots_ ? noise_at(acts_[i].abstained, voters_[i].size - acts_[i].yes,
                                      abstaining_of_rest(chances_[i]), 6)
                           : lane.uniform(key, 2);
            act.abstained = math::binomial_quantile(abstain_noise, voter.size - act.yes,
                                                    abstaining_of_rest(chance));
        }
        return act;
    }

    const std::size_t slots_;
    const VoteForm form_;
    VoteSampler sampler_;
    std::vector<Voter> voters_, others_;
    std::vector<VoterAct> acts_, other_acts_;
    std::vector<VoterChance> chances_;
    std::vector<std::size_t> place_;  // of a slot among the voters; `slots_`: he is none
    double swing_noise_ = 0.5;
};

}  // namespace

std::unique_ptr<ImposedSite> make_imposed_vote(const program::Imposed& imposed) {
    return std::make_unique<ImposedVote>(imposed);
}

}  // namespace jonbar::engine
