#include "politics/coalition.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "politics/exact_weights.h"

namespace jonbar::politics {
namespace {

using Mask = std::uint32_t;

/// Sums of powers by mask, from two tables of half the members each.
template <class Number>
class Sums {
  public:
    explicit Sums(std::span<const Number> powers)
        : low_bits_(powers.size() / 2),
          low_(table(powers.first(low_bits_))),
          high_(table(powers.subspan(low_bits_))) {}

    [[nodiscard]] Number operator()(Mask mask) const {
        return low_[mask & ((Mask{1} << low_bits_) - 1)] + high_[mask >> low_bits_];
    }

  private:
    static std::vector<Number> table(std::span<const Number> powers) {
        std::vector<Number> sums(std::size_t{1} << powers.size(), Number{0});
        for (std::size_t mask = 1; mask < sums.size(); ++mask) {
            const auto member = static_cast<std::size_t>(std::countr_zero(mask));
            sums[mask] = sums[mask & (mask - 1)] + powers[member];
        }
        return sums;
    }

    std::size_t low_bits_;
    std::vector<Number> low_, high_;
};

/// Powers that are integers: a coalition is told by its power.
template <class Number>
class WholePowers {
  public:
    using Strength = Number;

    WholePowers(std::span<const Number> powers, const Majority& majority)
        : sums_(powers), numerator_(majority.numerator), denominator_(majority.denominator) {}

    [[nodiscard]] Strength strength(Mask mask) const { return sums_(mask); }
    static bool less(Strength left, Strength right) { return left < right; }
    [[nodiscard]] bool wins(Strength inner, Strength outer) const {
        return inner * denominator_ > outer * numerator_;
    }

  private:
    Sums<Number> sums_;
    Number numerator_, denominator_;
};

/// Powers too far apart for integers: a coalition is told by its mask, and compared by rounded
/// sums where they leave no doubt.
class FarPowers {
  public:
    using Strength = Mask;

    FarPowers(std::span<const double> powers, const Majority& majority)
        : powers_(powers),
          sums_(powers),
          majority_(majority),
          share_(static_cast<double>(majority.numerator) /
                 static_cast<double>(majority.denominator)) {}

    [[nodiscard]] static Strength strength(Mask mask) { return mask; }
    [[nodiscard]] bool less(Strength left, Strength right) const {
        const double first = sums_(left), second = sums_(right);
        if (is_sure(first, second)) return first < second;
        return sign(left, 1, right, 1) < 0;
    }
    [[nodiscard]] bool wins(Strength inner, Strength outer) const {
        const double first = sums_(inner), second = sums_(outer) * share_;
        if (is_sure(first, second)) return first > second;
        return sign(inner, majority_.denominator, outer, majority_.numerator) > 0;
    }

  private:
    /// Sums of at most 24 powers and their products are right to 2^-47.
    static bool is_sure(double first, double second) {
        return std::abs(first - second) > 0x1p-45 * std::max(first, second);
    }
    [[nodiscard]] int sign(Mask left, std::int64_t left_factor, Mask right,
                           std::int64_t right_factor) const {
        std::array<WeightTerm, kCoalitionMembersMax> terms{};
        for (std::size_t i = 0; i < powers_.size(); ++i) {
            const std::int64_t factor = ((left >> i) & 1U) * left_factor -
                                        static_cast<std::int64_t>((right >> i) & 1U) * right_factor;
            terms[i] = {powers_[i], factor};
        }
        return exact_sign(std::span(terms).first(powers_.size()));
    }

    std::span<const double> powers_;
    Sums<double> sums_;
    Majority majority_;
    double share_;
};

/// Calls `found(mask, clear)` for each winning self-enforcing coalition as light as any before it;
/// `clear` tells that it is lighter than those. Requires: at least one member.
template <class Powers, class Found>
void find(const Powers& powers, std::size_t members, const Found& found) {
    using Strength = typename Powers::Strength;
    const Mask everybody = static_cast<Mask>((std::uint64_t{1} << members) - 1);
    std::vector<Strength> best(std::size_t{1} << members, powers.strength(0));
    const Strength whole = powers.strength(everybody);
    Strength lightest = whole;
    bool any = false;
    for (Mask mask = 1; mask <= everybody; ++mask) {
        const Strength own = powers.strength(mask);
        Strength inner = best[mask & (mask - 1)];
        for (Mask rest = mask & (mask - 1); rest != 0; rest &= rest - 1) {
            const Strength other = best[mask ^ (rest & (~rest + 1))];
            if (powers.less(inner, other)) inner = other;
        }
        if (powers.wins(inner, own)) {
            best[mask] = inner;
            continue;
        }
        best[mask] = own;
        if (mask != everybody && !powers.wins(own, whole)) continue;
        if (any && powers.less(lightest, own)) continue;
        found(mask, !any || powers.less(own, lightest));
        lightest = own;
        any = true;
    }
}

/// The members that have power, and the masks of games among them alone.
template <class Number>
struct Strong {
    explicit Strong(std::span<const Number> all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i] == 0) continue;
            members.push_back(i);
            powers.push_back(all[i]);
        }
        everybody = static_cast<Mask>((std::uint64_t{1} << all.size()) - 1);
    }
    [[nodiscard]] Mask spread(Mask mask) const {
        Mask out = 0;
        for (Mask rest = mask; rest != 0; rest &= rest - 1)
            out |= Mask{1} << members[static_cast<std::size_t>(std::countr_zero(rest))];
        return out;
    }

    std::vector<std::size_t> members;
    std::vector<Number> powers;
    Mask everybody = 0;
};

template <class Found>
void find_among(std::span<const double> powers, const Majority& majority, const Found& found) {
    if (const auto whole = whole_weights(powers, majority.denominator)) {
        find(WholePowers<std::int64_t>(*whole, majority), powers.size(), found);
    } else if (const auto wide = wide_whole_weights(powers, majority.denominator)) {
        find(WholePowers<Int128>(*wide, majority), powers.size(), found);
    } else {
        find(FarPowers(powers, majority), powers.size(), found);
    }
}

template <class Found>
void find_among(std::span<const std::int64_t> powers, const Majority& majority,
                const Found& found) {
    Int128 sum = 0;
    for (const std::int64_t power : powers) sum += power;
    if (sum * majority.denominator < (Int128{1} << 62U)) {
        find(WholePowers<std::int64_t>(powers, majority), powers.size(), found);
    } else {
        const std::vector<Int128> wide(powers.begin(), powers.end());
        find(WholePowers<Int128>(wide, majority), powers.size(), found);
    }
}

template <class Number>
Mask first_of(std::span<const Number> powers, const Majority& majority) {
    const Strong<Number> strong(powers);
    if (strong.members.empty()) return strong.everybody;
    Mask first = 0;
    find_among(std::span<const Number>(strong.powers), majority, [&](Mask mask, bool clear) {
        if (clear || stands_before(mask, first)) first = mask;
    });
    return strong.spread(first);
}

template <class Number>
std::vector<Mask> all_of(std::span<const Number> powers, const Majority& majority) {
    const Strong<Number> strong(powers);
    if (strong.members.empty()) return {strong.everybody};
    std::vector<Mask> all;
    find_among(std::span<const Number>(strong.powers), majority, [&](Mask mask, bool clear) {
        if (clear) all.clear();
        all.push_back(mask);
    });
    for (Mask& mask : all) mask = strong.spread(mask);
    std::sort(all.begin(), all.end(), stands_before);
    return all;
}

}  // namespace

std::uint32_t ruling_coalition(std::span<const double> powers, const Majority& majority) {
    return first_of(powers, majority);
}

std::uint32_t ruling_coalition(std::span<const std::int64_t> powers, const Majority& majority) {
    return first_of(powers, majority);
}

std::vector<std::uint32_t> ruling_coalitions(std::span<const double> powers,
                                             const Majority& majority) {
    return all_of(powers, majority);
}

std::vector<std::uint32_t> ruling_coalitions(std::span<const std::int64_t> powers,
                                             const Majority& majority) {
    return all_of(powers, majority);
}

bool stands_before(std::uint32_t left, std::uint32_t right) {
    const std::uint32_t parted = left ^ right;
    if (parted == 0) return false;
    const std::uint32_t lowest = parted & (~parted + 1);
    // Where one has a member and the other none of it nor any behind, the shorter list is first.
    const bool left_has = (left & lowest) != 0;
    const std::uint32_t other = left_has ? right : left;
    const bool other_ends = other < lowest;
    return left_has != other_ends;
}

}  // namespace jonbar::politics
