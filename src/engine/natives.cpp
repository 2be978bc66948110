#include "engine/natives.h"

#include <algorithm>
#include <array>
#include <span>

#include "math/functions_inl.h"
#include "politics/alignment.h"
#include "politics/attrition.h"
#include "politics/coalition.h"
#include "politics/coalition_lanes.h"
#include "politics/median.h"
#include "politics/power.h"
#include "program/native_layout.h"

namespace jonbar::engine {
namespace {

using program::NativeCall;

/// What an instruction finds in memory.
struct Told {
    const Operands& o;
    const NativeCall& call;
    NativeScratch& scratch;
    const double* numbers;
    const Word* truths;

    [[nodiscard]] double number(std::uint32_t place, std::size_t lane) const {
        return numbers[place * o.lanes + lane];
    }
    [[nodiscard]] bool truth(std::uint32_t place, std::size_t lane) const {
        return ((truths[place * o.words + lane / kWordLanes] >> (lane % kWordLanes)) & 1U) != 0;
    }
};

Told told_by(const Operands& o) {
    return {o, o.chunk->natives[o.detail], *o.chunk->native_scratch,
            static_cast<const double*>(o.places[static_cast<std::size_t>(Slot::A)]),
            static_cast<const Word*>(o.places[static_cast<std::size_t>(Slot::B)])};
}

Word wanted(const Operands& o, std::size_t tile) {
    const auto* mask = static_cast<const Word*>(o.places[static_cast<std::size_t>(Slot::Mask)]);
    return mask[tile] & o.chunk->active[tile];
}

template <class Visit>
void for_each_lane(const Operands& o, Visit visit) {
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        for (Word bits = wanted(o, tile); bits != 0; bits &= bits - 1) {
            visit(tile * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bits)));
        }
    }
}

/// Tells whether a number may go to src/politics: it is no nonsense of a lane that has faulted.
bool is_sound(double number, bool positive) {
    return (positive ? number > 0 : number > -1e100) && number < 1e100;
}

/// Gathers who takes part in a lane and the columns of these; false where a number is unsound.
/// Numbers from `signed_columns` on are at least 0.
bool gather_members(const Told& told, std::size_t lane, std::uint32_t signed_columns) {
    NativeScratch& scratch = told.scratch;
    scratch.members.clear();
    for (std::uint32_t member = 0; member < told.call.members; ++member) {
        if (told.truth(member, lane)) scratch.members.push_back(member);
    }
    for (std::uint32_t column = 0; column < told.call.columns; ++column) {
        scratch.columns[column].clear();
        const std::uint32_t first = program::first_column(told.call, column);
        for (const std::uint32_t member : scratch.members) {
            const double number = told.number(first + member, lane);
            if (!is_sound(number, false) || (column >= signed_columns && number < 0)) return false;
            scratch.columns[column].push_back(number);
        }
    }
    return true;
}

/// Writes "no" for all members in the lanes wanted.
void clear_set(const Operands& o) {
    auto* out = static_cast<Word*>(o.places[static_cast<std::size_t>(Slot::Out)]);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word lanes = wanted(o, tile);
        for (std::size_t member = 0; lanes != 0 && member < o.count; ++member) {
            out[member * o.words + tile] &= ~lanes;
        }
    }
}

void put_member(const Operands& o, std::uint32_t member, std::size_t lane) {
    auto* out = static_cast<Word*>(o.places[static_cast<std::size_t>(Slot::Out)]);
    out[member * o.words + lane / kWordLanes] |= Word{1} << (lane % kWordLanes);
}

void put_number(const Operands& o, std::size_t place, std::size_t lane, double number) {
    static_cast<double*>(o.places[static_cast<std::size_t>(Slot::Out)])[place * o.lanes + lane] =
        number;
}

/// Lanes whose ruling coalitions are found together: those of few members and one majority.
class CoalitionBatch {
  public:
    explicit CoalitionBatch(const Told& told) : told_(told) {}

    void add(std::size_t lane) {
        const double share = told_.number(0, lane);
        if (share != share_) {
            flush();
            share_ = share;
            majority_ = politics::majority_of(share);
        }
        if (!majority_) return;
        std::size_t count = 0;
        const std::size_t slot = filled_;
        for (std::uint32_t member = 0; member < told_.call.members; ++member) {
            if (!told_.truth(member, lane)) continue;
            const double power = told_.number(told_.call.wholes + member, lane);
            if (!is_sound(power, true) || count == politics::kCoalitionMembersMax) return;
            members_[count][slot] = member;
            powers_[count * kBatchLanes + slot] = power;
            ++count;
        }
        if (count == 0) return;
        if (count > politics::kLaneMembersMax) {
            find_alone(lane, count);
            return;
        }
        for (std::size_t i = count; i < politics::kLaneMembersMax; ++i)
            powers_[i * kBatchLanes + slot] = 0;
        most_ = std::max(most_, count);
        lanes_[filled_++] = lane;
        if (filled_ == kBatchLanes) flush();
    }

    void flush() {
        if (filled_ == 0) return;
        // Lanes without a history repeat the last one.
        const std::size_t lanes = (filled_ + kGroupLanes - 1) / kGroupLanes * kGroupLanes;
        packed_.resize(most_ * lanes);
        for (std::size_t i = 0; i < most_; ++i) {
            for (std::size_t slot = 0; slot < lanes; ++slot)
                packed_[i * lanes + slot] = powers_[i * kBatchLanes + std::min(slot, filled_ - 1)];
        }
        std::array<std::uint32_t, kBatchLanes> coalitions{};
        politics::ruling_coalitions_by_lane(packed_, *majority_,
                                            std::span(coalitions).first(lanes));
        for (std::size_t slot = 0; slot < filled_; ++slot)
            put(slot, lanes_[slot], coalitions[slot]);
        filled_ = 0;
        most_ = 0;
    }

  private:
    static constexpr std::size_t kBatchLanes = 64;

    void find_alone(std::size_t lane, std::size_t count) {
        std::array<double, politics::kCoalitionMembersMax> powers{};
        for (std::size_t i = 0; i < count; ++i) powers[i] = powers_[i * kBatchLanes + filled_];
        put(filled_, lane, politics::ruling_coalition(std::span(powers).first(count), *majority_));
    }

    void put(std::size_t slot, std::size_t lane, std::uint32_t coalition) {
        for (std::size_t i = 0; coalition != 0; ++i, coalition >>= 1U) {
            if ((coalition & 1U) != 0) put_member(told_.o, members_[i][slot], lane);
        }
    }

    const Told& told_;
    double share_ = 0;
    std::optional<politics::Majority> majority_;
    std::size_t filled_ = 0;
    std::size_t most_ = 0;
    std::array<std::size_t, kBatchLanes> lanes_{};
    std::array<std::array<std::uint32_t, kBatchLanes>, politics::kCoalitionMembersMax> members_{};
    std::array<double, kBatchLanes * politics::kCoalitionMembersMax> powers_{};
    std::vector<double> packed_;
};

void find_coalitions(const Told& told) {
    CoalitionBatch batch(told);
    for_each_lane(told.o, [&](std::size_t lane) { batch.add(lane); });
    batch.flush();
}

/// Finds those joined to a member by chains of pairs, each taken either way.
void find_component(const Told& told) {
    const std::uint32_t members = told.call.members;
    const std::uint32_t pairs = program::first_other_truth(told.call);
    NativeScratch& scratch = told.scratch;
    for_each_lane(told.o, [&](std::size_t lane) {
        const double asked = told.number(0, lane);
        if (!(asked >= 0 && asked < members)) return;
        const auto start = static_cast<std::uint32_t>(asked);
        if (!told.truth(start, lane)) return;
        scratch.inside.assign(members, 0);
        scratch.inside[start] = 1;
        scratch.stack.assign(1, start);
        while (!scratch.stack.empty()) {
            const std::uint32_t one = scratch.stack.back();
            scratch.stack.pop_back();
            put_member(told.o, one, lane);
            for (std::uint32_t other = 0; other < members; ++other) {
                const bool joined = scratch.inside[other] == 0 && told.truth(other, lane) &&
                                    (told.truth(pairs + one * members + other, lane) ||
                                     told.truth(pairs + other * members + one, lane));
                if (!joined) continue;
                scratch.inside[other] = 1;
                scratch.stack.push_back(other);
            }
        }
    });
}

/// Finds the side of a member when a landscape has settled.
void find_alignment(const Told& told) {
    const std::uint32_t all = told.call.members;
    const std::uint32_t first_pair = program::first_pair_number(told.call);
    const std::uint32_t start_truth = program::first_other_truth(told.call);
    NativeScratch& scratch = told.scratch;
    for_each_lane(told.o, [&](std::size_t lane) {
        const std::vector<std::uint32_t>& members = scratch.members;
        if (!gather_members(told, lane, 0) || members.size() > politics::kMaxAligned) return;
        const auto asked = std::find_if(members.begin(), members.end(), [&](std::uint32_t member) {
            return member == told.number(0, lane);
        });
        if (asked == members.end()) return;
        scratch.pairs.clear();
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < members.size(); ++i) {
            start |= (told.truth(start_truth + members[i], lane) ? 1U : 0U) << i;
            for (const std::uint32_t other : members) {
                const double said = other == members[i]
                                        ? 0
                                        : told.number(first_pair + members[i] * all + other, lane);
                if (!is_sound(said, false)) return;
                scratch.pairs.push_back(said);
            }
        }
        const std::uint32_t side = politics::align({scratch.columns[0], scratch.pairs}, start);
        const auto side_of = [side](std::size_t i) { return (side >> i) & 1U; };
        const auto own = side_of(static_cast<std::size_t>(asked - members.begin()));
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (side_of(i) == own) put_member(told.o, members[i], lane);
        }
    });
}

/// Returns what a coalition's weight must do; nothing where the lane told nonsense.
std::optional<politics::WinningRule> rule_of(const Told& told, std::size_t lane) {
    const double bar = told.number(0, lane);
    politics::WinningRule rule;
    if (told.call.by_quota) {
        if (!is_sound(bar, true)) return std::nullopt;
        rule.quota = bar;
        return rule;
    }
    rule.majority = politics::majority_of(bar);
    if (!rule.majority) return std::nullopt;
    return rule;
}

politics::PowerIndex index_of(NativeFunction function) {
    switch (function) {
        case NativeFunction::ShapleyShubik:
            return politics::PowerIndex::ShapleyShubik;
        case NativeFunction::DeeganPackel:
            return politics::PowerIndex::DeeganPackel;
        case NativeFunction::Holler:
            return politics::PowerIndex::Holler;
        default:
            return politics::PowerIndex::Banzhaf;
    }
}

void find_power(const Told& told) {
    for_each_lane(told.o, [&](std::size_t lane) {
        for (std::uint32_t member = 0; member < told.call.members; ++member)
            put_number(told.o, member, lane, 0);
        const std::optional<politics::WinningRule> rule = rule_of(told, lane);
        if (!rule || !gather_members(told, lane, 0)) return;
        const std::optional<std::vector<double>> found =
            politics::power_index(index_of(told.call.function), told.scratch.columns[0], *rule);
        for (std::size_t i = 0; found && i < found->size(); ++i)
            put_number(told.o, told.scratch.members[i], lane, (*found)[i]);
    });
}

void find_winning(const Told& told) {
    const std::uint32_t together = program::first_other_truth(told.call);
    NativeScratch& scratch = told.scratch;
    for_each_lane(told.o, [&](std::size_t lane) {
        put_number(told.o, 0, lane, 0);
        const std::optional<politics::WinningRule> rule = rule_of(told, lane);
        if (!rule || !gather_members(told, lane, 0)) return;
        scratch.inside.clear();
        for (const std::uint32_t member : scratch.members)
            scratch.inside.push_back(told.truth(together + member, lane) ? 1 : 0);
        const auto wins = told.call.function == NativeFunction::Winning
                              ? politics::is_winning
                              : politics::is_minimal_winning;
        put_number(told.o, 0, lane, wins(scratch.columns[0], scratch.inside, *rule) ? 1 : 0);
    });
}

void find_median(const Told& told) {
    for_each_lane(told.o, [&](std::size_t lane) {
        const bool sound = gather_members(told, lane, 1) && !told.scratch.members.empty();
        put_number(told.o, 0, lane,
                   sound
                       ? politics::weighted_median(told.scratch.columns[0], told.scratch.columns[1])
                       : 0);
    });
}

/// Finds everybody's position after one round of bargaining.
void find_bargains(const Told& told) {
    NativeScratch& scratch = told.scratch;
    for_each_lane(told.o, [&](std::size_t lane) {
        for (std::uint32_t member = 0; member < told.call.members; ++member)
            put_number(told.o, member, lane, 0);
        if (!gather_members(told, lane, 1) || scratch.members.empty()) return;
        const politics::BargainActors actors{scratch.columns[0], scratch.columns[1],
                                             scratch.columns[2]};
        const double range = politics::position_range(actors.positions);
        if (range > 0) politics::bargain_round(actors, range, {}, scratch.bargain);
        const std::vector<double>& next = range > 0 ? scratch.bargain.next : scratch.columns[0];
        for (std::size_t i = 0; i < next.size(); ++i)
            put_number(told.o, scratch.members[i], lane, next[i]);
    });
}

void find_attrition(const Told& told) {
    for_each_lane(told.o, [&](std::size_t lane) {
        std::array<double, 5> said{};
        bool sound = true;
        for (std::uint32_t i = 0; i < said.size(); ++i) {
            said[i] = told.number(i, lane);
            sound = sound && said[i] >= 0 && is_sound(said[i], false);
        }
        const auto law =
            told.call.function == NativeFunction::LanchesterSquare   ? politics::lanchester_square
            : told.call.function == NativeFunction::LanchesterLinear ? politics::lanchester_linear
                                                                     : politics::lanchester_mixed;
        put_number(told.o, 0, lane, sound ? law(said[0], said[1], said[2], said[3], said[4]).x : 0);
    });
}

}  // namespace

void native_set(const Operands& o) noexcept {
    const Told told = told_by(o);
    clear_set(o);
    if (told.call.function == NativeFunction::Component) {
        find_component(told);
    } else if (told.call.function == NativeFunction::Alignment) {
        find_alignment(told);
    } else {
        find_coalitions(told);
    }
}

void native_numbers(const Operands& o) noexcept {
    const Told told = told_by(o);
    switch (told.call.function) {
        case NativeFunction::Banzhaf:
        case NativeFunction::ShapleyShubik:
        case NativeFunction::DeeganPackel:
        case NativeFunction::Holler:
            return find_power(told);
        case NativeFunction::Winning:
        case NativeFunction::MinimalWinning:
            return find_winning(told);
        case NativeFunction::WeightedMedian:
            return find_median(told);
        case NativeFunction::Bargain:
            return find_bargains(told);
        case NativeFunction::LanchesterSquare:
        case NativeFunction::LanchesterLinear:
        case NativeFunction::LanchesterMixed:
            return find_attrition(told);
        case NativeFunction::RulingCoalition:
        case NativeFunction::Alignment:
        case NativeFunction::Component:
            return;  // give sets
    }
}

}  // namespace jonbar::engine
