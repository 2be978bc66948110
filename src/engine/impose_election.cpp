// A vote over several proposals: held by its own noise, and imposed.

#include <algorithm>
#include <array>
#include <optional>

#include "engine/election.h"
#include "engine/election_sampler.h"
#include "engine/gumbels.h"
#include "engine/imposed_site.h"
#include "math/densities.h"
#include "math/uniform.h"

namespace jonbar::engine {
namespace {

using program::ElectionLayout;

class Election final : public ImposedSite {
  public:
    explicit Election(const program::Imposed& imposed)
        : ImposedSite(imposed, ElectionLayout::OutCount),
          slots_(imposed.slots),
          at_{imposed.voters, imposed.slots, imposed.abstain, imposed.run_off},
          form_{imposed.abstain, imposed.of_cast, imposed.most, imposed.run_off},
          sampler_(form_, at_),
          kept_swings_(slots_) {
        electors_.resize(imposed.voters);
        for (Elector& elector : electors_) {
            elector.worths.resize(slots_);
        }
        for (std::vector<double>& kept : kept_) {
            kept.resize(imposed.voters * (slots_ + 1));
        }
        first_.votes.resize(slots_);
        second_.votes.resize(slots_);
        there_.reserve(slots_);
        shares_.resize(slots_ + 1);
        tails_.resize(slots_ + 1);
    }

  private:
    /// Reads who votes, for what, and what it is worth without the swings; returns whether the
    /// numbers can be those of an election.
    bool read(const SiteLane& lane) {
        there_.clear();
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            if (lane[ElectionLayout::kThere + slot] != 0) {
                there_.push_back(slot);
            }
        }
        elector_count_ = 0;
        double check = lane[ElectionLayout::kBar];
        for (std::size_t number = 0; number < at_.voters; ++number) {
            if (lane[at_.is_voter() + number] == 0) {
                continue;
            }
            Elector& elector = electors_[elector_count_++];
            elector.number = number;
            elector.size = lane[at_.size() + number];
            elector.weight = lane[at_.weight() + number];
            elector.abstain_worth = at_.abstain ? lane[at_.abstain_worth() + number] : 0;
            for (const std::size_t slot : there_) {
                elector.worths[slot] = lane[at_.worth() + number * slots_ + slot];
                check += elector.worths[slot];
            }
            check += elector.weight + elector.abstain_worth;
            if (!(elector.size >= 0 && elector.size <= 0x1p53 &&
                  math::floor(elector.size) == elector.size)) {
                return false;
            }
        }
        return check - check == 0 && (!imposed().swing || math::is_valid(family(), swing_of(lane)));
    }

    [[nodiscard]] math::Family family() const {
        return static_cast<math::Family>(imposed().distribution);
    }
    [[nodiscard]] math::Parameters swing_of(const SiteLane& lane) const {
        math::Parameters parameters{};
        for (std::size_t i = 0; i < static_cast<std::size_t>(math::parameter_count(family()));
             ++i) {
            parameters[i] = lane[ElectionLayout::kSwing + i];
        }
        return parameters;
    }

    /// Adds a swing to what each proposal is worth to all: that at `u_of(slot)`.
    template <class UniformOf>
    void add_swings(const SiteLane& lane, UniformOf u_of) {
        if (!imposed().swing) {
            return;
        }
        for (const std::size_t slot : there_) {
            const double swing = math::quantile(family(), u_of(slot), swing_of(lane));
            for (std::size_t i = 0; i < elector_count_; ++i) {
                electors_[i].worths[slot] += swing;
            }
        }
    }

    /// Lets a person take one of the candidates, or abstain, by the highest of worth plus Gumbel.
    /// `gumbel_of(key, word)`. Returns the slot, `slots_` where he abstains.
    template <class Noise>
    std::size_t take(const Elector& elector, std::span<const std::size_t> candidates, bool second,
                     const Noise& noise) const {
        std::size_t taken = kNoSlot;
        double best = 0;
        const auto contend = [&](std::size_t slot, double worth) {
            const double score = worth + noise.gumbel(second, elector.number, slot);
            if (taken == kNoSlot || best < score ||
                (best == score && noise.tie(second, elector.number, taken) <
                                      noise.tie(second, elector.number, slot))) {
                taken = slot;
                best = score;
            }
        };
        for (const std::size_t slot : candidates) {
            contend(slot, elector.worths[slot]);
        }
        if (form_.abstain) {
            contend(slots_, elector.abstain_worth);
        }
        return taken;
    }

    /// Lets a group divide: binomials, one candidate after the other, those who abstain last.
    /// Calls count(slot, how many).
    template <class Noise, class Count>
    void divide(const Elector& elector, std::span<const std::size_t> candidates, bool second,
                const Noise& noise, Count count) {
        find_tails(elector, candidates);
        double left = elector.size;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const bool last = i + 1 == candidates.size() && !form_.abstain;
            double taken = left;
            if (!last) {
                const double share = math::min(shares_[i] / tails_[i], 1.0);
                const double u = noise.uniform(second, elector.number, candidates[i]);
                taken = math::binomial_quantile(u, left, share);
            }
            count(candidates[i], taken);
            left -= taken;
        }
        if (form_.abstain) {
            count(slots_, left);
        }
    }

    /// Finds exp(worth less the highest), and their sums from each on.
    void find_tails(const Elector& elector, std::span<const std::size_t> candidates) {
        const std::size_t count = candidates.size() + (form_.abstain ? 1 : 0);
        const auto worth_of = [&](std::size_t i) {
            return i < candidates.size() ? elector.worths[candidates[i]] : elector.abstain_worth;
        };
        double highest = count == 0 ? 0 : worth_of(0);
        for (std::size_t i = 1; i < count; ++i) {
            highest = math::max(highest, worth_of(i));
        }
        double tail = 0;
        for (std::size_t i = count; i-- > 0;) {
            shares_[i] = math::exp(worth_of(i) - highest);
            tail = shares_[i] + tail;
            tails_[i] = tail;
        }
    }

    /// Counts a round among the candidates, in the order of slots.
    template <class Noise>
    void poll(std::span<const std::size_t> candidates, bool second, const Noise& noise,
              Poll& poll) {
        std::fill(poll.votes.begin(), poll.votes.end(), 0.0);
        poll.abstained = 0;
        poll.all = 0;
        for (std::size_t i = 0; i < elector_count_; ++i) {
            const Elector& elector = electors_[i];
            const auto count = [&](std::size_t slot, double people) {
                (slot == slots_ ? poll.abstained : poll.votes[slot]) += elector.weight * people;
            };
            if (candidates.empty() && !form_.abstain) {
                poll.abstained += elector.weight * elector.size;  // there is nothing to vote for
            } else if (imposed().sized) {
                divide(elector, candidates, second, noise, count);
            } else {
                count(take(elector, candidates, second, noise), 1);
            }
            poll.all += elector.weight * elector.size;
        }
        poll.find_best(candidates);
    }

    template <class Noise>
    ElectionResult elect(double bar, const Noise& noise) {
        poll(there_, false, noise, first_);
        return decide_election(
            first_, bar, form_, [&](std::size_t one, std::size_t other) -> const Poll& {
                const std::array<std::size_t, 2> two = {std::min(one, other), std::max(one, other)};
                poll(two, true, noise, second_);
                return second_;
            });
    }

    void write(const ElectionResult& made) {
        result()[ElectionLayout::Slot] =
            made.elected == kNoSlot ? -1 : static_cast<double>(made.elected);
        result()[ElectionLayout::Best] = made.best;
        result()[ElectionLayout::Next] = made.next;
        result()[ElectionLayout::Abstained] = made.abstained;
        result()[ElectionLayout::Counted] = made.counted;
        result()[ElectionLayout::All] = made.all;
        result()[ElectionLayout::Margin] = made.margin;
    }

    /// The noise of the site's own keys.
    class OwnNoise {
      public:
        OwnNoise(const SiteLane& lane, const ElectionLayout& at) : lane_(lane), at_(at) {}
        [[nodiscard]] double gumbel(bool second, std::size_t voter, std::size_t slot) const {
            const double u = math::uniform_of_word(lane_.word(key(second, voter, slot), 0));
            return -math::log(-math::log(u));
        }
        [[nodiscard]] double tie(bool second, std::size_t voter, std::size_t slot) const {
            return lane_.word(key(second, voter, slot), 1);
        }
        [[nodiscard]] double uniform(bool second, std::size_t voter, std::size_t slot) const {
            return lane_.uniform(key(second, voter, slot), 0);
        }
        /// Of two words: what goes with a result that was drawn.
        [[nodiscard]] double fine_gumbel(bool second, std::size_t voter, std::size_t slot) const {
            return -math::log(-math::log(uniform(second, voter, slot)));
        }
        [[nodiscard]] double share(bool second, std::size_t voter, std::size_t slot) const {
            return lane_.uniform(key(second, voter, slot), 2);
        }

      private:
        [[nodiscard]] std::size_t key(bool second, std::size_t voter, std::size_t slot) const {
            return slot == at_.slots ? at_.abstentions(second) + voter
                                     : at_.votes(second) + voter * at_.slots + slot;
        }
        const SiteLane& lane_;
        const ElectionLayout& at_;
    };

    [[nodiscard]] bool holds() const override { return imposed().holds; }

    void hold(const SiteLane& lane) override {
        if (!read(lane)) {
            write({});
            return;
        }
        add_swings(lane, [&](std::size_t slot) { return lane.uniform(slot, 0); });
        write(elect(lane[ElectionLayout::kBar], OwnNoise(lane, at_)));
    }

    [[nodiscard]] bool is_there(std::size_t slot) const {
        return std::find(there_.begin(), there_.end(), slot) != there_.end();
    }

    std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) override {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        if (!read(lane)) {
            return std::nullopt;
        }
        const double wanted_number = lane[ElectionLayout::kWanted];
        std::size_t wanted = wanted_number >= 0 ? static_cast<std::size_t>(wanted_number) : kNoSlot;
        wanted = is_there(wanted) ? wanted : kNoSlot;
        const Swing swing{.exists = imposed().swing,
                          .family = family(),
                          .parameters = imposed().swing ? swing_of(lane) : math::Parameters{}};
        const ElectionTask task{.electors = {electors_.data(), elector_count_},
                                .there = there_,
                                .swing = swing,
                                .bar = lane[ElectionLayout::kBar],
                                .sized = imposed().sized};
        const double code = lane.code();
        const bool sure = code == 1 || code == -1;
        const double p = wanted == kNoSlot ? 0 : sure ? 0.5 : forecast(lane, task, wanted);
        const ForcedChance chance = forced_chance(code, p, 1 - p);
        const bool comes = lane.uniform(0, 4) < chance.comes;
        sampler_.aim(task, wanted, comes);
        double highest = -kInfinity;
        for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
            log_weights_[trial] = sampler_.draw(lane, trial);
            highest = math::max(highest, log_weights_[trial]);
        }
        SiteWeight weight{.log_factor = -kInfinity};
        if (!(highest > -kInfinity)) {
            return weight;
        }
        double sum = 0;
        for (double& log_weight : log_weights_) {
            log_weight = math::exp(log_weight - highest);
            sum += log_weight;
        }
        std::uint32_t taken = 0;
        const double place = lane.uniform(0, 6) * sum;
        for (double below = log_weights_[0]; taken + 1 < kTrials && !(below > place);) {
            below += log_weights_[++taken];
        }
        static_cast<void>(sampler_.draw(lane, taken));
        weight.log_factor =
            highest + math::log(sum / kTrials) - math::log(comes ? chance.comes : chance.stays);
        weight.look_ahead = look_ahead(code, p, 1 - p, comes);
        write(sampler_.result());
        if (use == NoiseUse::Keep) {
            keep_noise(lane, swing);
        }
        return weight;
    }

    /// Returns about the probability that a slot is elected: the share of trials of other words.
    double forecast(const SiteLane& lane, const ElectionTask& task, std::size_t wanted) {
        sampler_.aim_freely(task, wanted);
        double elected = 0.5;
        for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
            elected += sampler_.draw(lane, kTrials + trial) == 0 ? 1 : 0;
        }
        return elected / (kTrials + 1);
    }

    /// Keeps the noise that goes with what the sampler drew last.
    void keep_noise(const SiteLane& lane, const Swing& swing) {
        for (std::vector<double>& kept : kept_) {
            std::fill(kept.begin(), kept.end(), kNotKept);
        }
        std::fill(kept_swings_.begin(), kept_swings_.end(), kNotKept);
        for (const std::size_t slot : there_) {
            if (swing.exists) {
                kept_swings_[slot] = sampler_.swing_place(slot);
                for (std::size_t i = 0; i < elector_count_; ++i) {
                    electors_[i].worths[slot] += swing.at(sampler_.swing_place(slot));
                }
            }
        }
        keep_round(lane, false);
        if (sampler_.had_second()) {
            keep_round(lane, true);
        }
    }

    void keep_round(const SiteLane& lane, bool second) {
        const OwnNoise own(lane, at_);
        const std::span<const std::size_t> candidates = sampler_.candidates(second);
        if (candidates.empty()) {
            return;
        }
        for (std::size_t i = 0; i < elector_count_; ++i) {
            const Elector& elector = electors_[i];
            find_tails(elector, candidates);
            if (imposed().sized) {
                keep_group(own, second, i, candidates);
            } else {
                keep_person(own, second, i, candidates);
            }
        }
    }

    /// Of a group: of each binomial a uniform of which its count is the quantile.
    void keep_group(const OwnNoise& own, bool second, std::size_t index,
                    std::span<const std::size_t> candidates) {
        const std::size_t voter = electors_[index].number;
        double left = electors_[index].size;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const double count = sampler_.count(second, index, candidates[i]);
            const double share = math::min(shares_[i] / tails_[i], 1.0);
            kept(second, voter, candidates[i]) =
                math::uniform_at(math::Family::Binomial, count, {left, share, 0},
                                 own.share(second, voter, candidates[i]));
            left -= count;
        }
    }

    /// Of a person: Gumbels of which his own choice has the highest score.
    void keep_person(const OwnNoise& own, bool second, std::size_t index,
                     std::span<const std::size_t> candidates) {
        const std::size_t voter = electors_[index].number;
        const std::size_t count = candidates.size() + (form_.abstain ? 1 : 0);
        const auto slot_of = [&](std::size_t i) {
            return i < candidates.size() ? candidates[i] : slots_;
        };
        const auto wait_of = [&](std::size_t i) {
            return -own.fine_gumbel(second, voter, slot_of(i));
        };
        std::size_t chosen = 0;
        while (chosen + 1 < count && sampler_.count(second, index, slot_of(chosen)) == 0) {
            ++chosen;
        }
        const double top = -wait_of(chosen);
        for (std::size_t i = 0; i < count; ++i) {
            const double log_share = math::log(shares_[i] / tails_[0]);
            const double wait = wait_of(i);
            const bool likely = log_share > -std::numeric_limits<double>::infinity();
            const double score = i == chosen ? top : score_below(top, wait - log_share);
            kept(second, voter, slot_of(i)) = likely ? score - log_share : -wait;
        }
    }

    double& kept(bool second, std::size_t voter, std::size_t slot) {
        return kept_[second ? 1 : 0][voter * (slots_ + 1) + slot];
    }

    /// The noise kept, and the site's own where there is none.
    class KeptNoise {
      public:
        KeptNoise(const Election& site, const SiteLane& lane) : site_(site), own_(lane, site.at_) {}
        [[nodiscard]] double gumbel(bool second, std::size_t voter, std::size_t slot) const {
            const double kept = site_.kept_[second ? 1 : 0][voter * (site_.slots_ + 1) + slot];
            return kept == kNotKept ? own_.gumbel(second, voter, slot) : kept;
        }
        [[nodiscard]] double tie(bool /*second*/, std::size_t /*voter*/,
                                 std::size_t /*slot*/) const {
            return 0;
        }
        [[nodiscard]] double uniform(bool second, std::size_t voter, std::size_t slot) const {
            const double kept = site_.kept_[second ? 1 : 0][voter * (site_.slots_ + 1) + slot];
            return kept == kNotKept ? own_.uniform(second, voter, slot) : kept;
        }

      private:
        const Election& site_;
        OwnNoise own_;
    };

    [[nodiscard]] bool alike(const SiteLane& one, const SiteLane& other) const override {
        const auto same = [&](std::size_t input) { return same_bits(one[input], other[input]); };
        for (std::size_t input = ElectionLayout::kBar; input < at_.is_voter(); ++input) {
            if (!same(input)) {
                return false;
            }
        }
        for (std::size_t voter = 0; voter < at_.voters; ++voter) {
            const bool votes = one[at_.is_voter() + voter] != 0;
            if (votes != (other[at_.is_voter() + voter] != 0)) {
                return false;
            }
            bool as_before = !votes || (same(at_.size() + voter) && same(at_.weight() + voter) &&
                                        (!at_.abstain || same(at_.abstain_worth() + voter)));
            for (std::size_t slot = 0; votes && as_before && slot < slots_; ++slot) {
                as_before = one[ElectionLayout::kThere + slot] == 0 ||
                            same(at_.worth() + voter * slots_ + slot);
            }
            if (!as_before) {
                return false;
            }
        }
        return true;
    }

    void decide(const SiteLane& lane) override {
        if (!read(lane)) {
            return;
        }
        add_swings(lane, [&](std::size_t slot) {
            return kept_swings_[slot] == kNotKept ? lane.uniform(slot, 0) : kept_swings_[slot];
        });
        write(elect(lane[ElectionLayout::kBar], KeptNoise(*this, lane)));
    }

    static constexpr std::size_t kTrials = 32;
    static constexpr double kNotKept = -0x1p1000;  // neither a Gumbel nor a uniform

    const std::size_t slots_;
    const ElectionLayout at_;
    const ElectionForm form_;
    std::vector<std::size_t> there_;
    std::vector<Elector> electors_;
    std::size_t elector_count_ = 0;
    Poll first_, second_;
    std::vector<double> shares_, tails_;
    ElectionSampler sampler_;
    std::array<double, kTrials> log_weights_{};
    std::vector<double> kept_swings_;
    std::vector<double> kept_[2];  // of each voter's slots and abstention: Gumbels, or uniforms
};

}  // namespace

std::unique_ptr<ImposedSite> make_election(const program::Imposed& imposed) {
    return std::make_unique<Election>(imposed);
}

}  // namespace jonbar::engine
