#pragma once
// The loops that kernels are made of. Everything is `static`; math/lanes.h says why.

#include "engine/bits.h"
#include "engine/kernels.h"
#include "math/lanes.h"

namespace jonbar::engine {

using math::load;
using math::select;
using math::splat;
using math::store;
using math::WideLane;
constexpr std::size_t kWidth = math::Lane<WideLane>::kWidth;

static inline void* place(const Operands& o, Slot slot) {
    return o.places[static_cast<std::size_t>(slot)];
}
/// Returns a, b, c or d by number.
static inline const void* input(const Operands& o, std::size_t index) {
    return o.places[static_cast<std::size_t>(Slot::A) + index];
}
static inline const Word* mask(const Operands& o) {
    return static_cast<const Word*>(place(o, Slot::Mask));
}
static inline std::int64_t* counter(const Operands& o) {
    return static_cast<std::int64_t*>(place(o, Slot::Counter));
}
static inline double* number_out(const Operands& o) {
    return static_cast<double*>(place(o, Slot::Out));
}
static inline double* number_out2(const Operands& o) {
    return static_cast<double*>(place(o, Slot::Out2));
}
static inline Word* truth_out(const Operands& o) { return static_cast<Word*>(place(o, Slot::Out)); }

/// A number operand: a column or a scalar. A template, so that each instruction set has its own.
template <class L>
class NumberInOf {
  public:
    NumberInOf(const Operands& o, std::size_t index)
        : from_(static_cast<const double*>(input(o, index))),
          lane_mask_(o.is_column[index] ? ~std::size_t{0} : 0) {}

    /// Returns the lanes from `lane` on.
    [[nodiscard]] L wide(std::size_t lane) const { return load<L>(from_ + (lane & lane_mask_)); }
    [[nodiscard]] double at(std::size_t lane) const { return from_[lane & lane_mask_]; }

  private:
    const double* from_;
    std::size_t lane_mask_;
};
using NumberIn = NumberInOf<WideLane>;

static inline const Word* truth_in(const Operands& o, std::size_t index) {
    return static_cast<const Word*>(input(o, index));
}

/// Returns the bits of the vector of lanes from `lane` on as the lowest of a word.
static inline Word bits_of(const Word* bits, std::size_t lane) {
    const auto* groups = reinterpret_cast<const unsigned char*>(bits);  // low lanes stand first
    return static_cast<Word>(groups[lane / 8]) >> (lane % 8);
}

/// Returns the vector of lanes from `lane` on that a column of bits has set.
static inline LaneMask<WideLane> lanes_of(const Word* bits, std::size_t lane) {
    return spread<WideLane>(bits_of(bits, lane));
}

/// A column of numbers, and a scalar that has been read; both have the `wide` of NumberIn. The
/// shortest kernels are built for each, so that their loops are but load, compute, store.
template <class L>
struct ColumnInOf {
    const double* from;
    [[nodiscard]] L wide(std::size_t lane) const { return load<L>(from + lane); }
};
template <class L>
struct ScalarInOf {
    L value;
    [[nodiscard]] L wide(std::size_t) const { return value; }
};

/// Calls `visit(x)` with number operand `index` as a column or as a scalar.
template <class Visit>
static inline void with_number(const Operands& o, std::size_t index, Visit visit) {
    const auto* from = static_cast<const double*>(input(o, index));
    if (o.is_column[index]) {
        visit(ColumnInOf<WideLane>{from});
    } else {
        visit(ScalarInOf<WideLane>{load<WideLane>(from)});
    }
}

/// Calls `visit(lane)` for the first lane of each group in use.
template <class Visit>
static inline void for_each_group(const Operands& o, Visit visit) {
    const std::uint32_t* const groups = o.chunk->groups;
    const std::size_t count = o.chunk->group_count;
    const std::size_t lanes = o.lanes;
    if (count * kGroupLanes == lanes) {
        for (std::size_t lane = 0; lane < lanes; lane += kGroupLanes) {
            visit(lane);
        }
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        visit(groups[i]);
    }
}

/// Calls `visit(lane)` for the first lane of each vector of the groups in use.
template <class Visit>
static inline void for_each_vector(const Operands& o, Visit visit) {
    for_each_group(o, [=](std::size_t lane) {
        for (std::size_t i = 0; i < kGroupLanes; i += kWidth) {
            visit(lane + i);
        }
    });
}

/// Calls `visit(i)` for the first bit of each group that has a bit.
template <class Visit>
static inline void for_each_group_of(Word bits, Visit visit) {
    while (bits != 0) {
        const auto first = static_cast<std::size_t>(__builtin_ctzll(bits)) & ~(kGroupLanes - 1);
        visit(first);
        bits &= ~(low_bits(kGroupLanes) << first);
    }
}

/// Returns the bits of the group of lanes from `lane` on.
static inline Word group_of(const Word* bits, std::size_t lane) {
    return reinterpret_cast<const unsigned char*>(bits)[lane / kGroupLanes];  // low lanes first
}

/// Returns the bits of a group, f giving a mask of the lanes from `lane` on.
template <class F>
static inline Word gather_group(std::size_t first_lane, F f) {
    Word bits = 0;
    for (std::size_t i = 0; i < kGroupLanes; i += kWidth) {
        bits |= gather(f(first_lane + i)) << i;
    }
    return bits;
}

/// out = f(a), f being short
template <class F>
static inline void map_short_one(const Operands& o, F f) {
    double* out = number_out(o);
    with_number(o, 0, [&](auto a) {
        for_each_vector(o, [=](std::size_t lane) { store(f(a.wide(lane)), out + lane); });
    });
}

/// out = f(a, b), f being short
template <class F>
static inline void map_short_two(const Operands& o, F f) {
    double* out = number_out(o);
    with_number(o, 0, [&](auto a) {
        with_number(o, 1, [&](auto b) {
            for_each_vector(
                o, [=](std::size_t lane) { store(f(a.wide(lane), b.wide(lane)), out + lane); });
        });
    });
}

/// out = f(a), f being long: vectors in pairs where all lanes are in use, so that the steps of one
/// fill the time that those of the other wait.
template <class F>
static inline void map_one(const Operands& o, F f) {
    const NumberIn a(o, 0);
    double* out = number_out(o);
    if (o.chunk->group_count * kGroupLanes == o.lanes) {
        for (std::size_t lane = 0; lane < o.lanes; lane += 2 * kWidth) {
            const auto first = f(a.wide(lane));
            const auto second = f(a.wide(lane + kWidth));
            store(first, out + lane);
            store(second, out + lane + kWidth);
        }
        return;
    }
    for_each_vector(o, [=](std::size_t lane) { store(f(a.wide(lane)), out + lane); });
}

/// out = f(a, b)
template <class F>
static inline void map_two(const Operands& o, F f) {
    const NumberIn a(o, 0);
    const NumberIn b(o, 1);
    double* out = number_out(o);
    for_each_vector(o, [=](std::size_t lane) { store(f(a.wide(lane), b.wide(lane)), out + lane); });
}

/// out = f(a), lane by lane
template <class F>
static inline void map_each(const Operands& o, F f) {
    const NumberIn a(o, 0);
    double* out = number_out(o);
    for_each_lane(o.chunk->active, o.words, [=](std::size_t lane) { out[lane] = f(a.at(lane)); });
}

/// Truth out = f(number of the word)
template <class F>
static inline void fill_truth(const Operands& o, F f) {
    Word* out = truth_out(o);
    const std::size_t words = o.words;
    for (std::size_t word = 0; word < words; ++word) {
        out[word] = f(word);
    }
}

/// Truth out = f(lane), f giving a mask of the lanes from `lane` on
template <class F>
static inline void compare_lanes(const Operands& o, F f) {
    Word* out = truth_out(o);
    const std::uint32_t* group = o.chunk->groups;
    const std::uint32_t* const end = group + o.chunk->group_count;
    const std::size_t words = o.words;
    if (o.chunk->group_count * kGroupLanes == o.lanes) {
        for (std::size_t word = 0; word < words; ++word) {
            Word bits = 0;
            for (std::size_t i = 0; i < kWordLanes; i += kGroupLanes) {
                bits |= gather_group(word * kWordLanes + i, f) << i;
            }
            out[word] = bits;
        }
        return;
    }
    for (std::size_t word = 0; word < words; ++word) {
        out[word] = 0;
    }
    auto* const groups_out = reinterpret_cast<unsigned char*>(out);  // low lanes stand first
    for (; group != end; ++group) {
        groups_out[*group / kGroupLanes] = static_cast<unsigned char>(gather_group(*group, f));
    }
}

/// Truth out = f(a, b)
template <class F>
static inline void compare(const Operands& o, F f) {
    if (!o.is_column[0] && !o.is_column[1]) {
        const bool holds = f(NumberIn(o, 0).at(0), NumberIn(o, 1).at(0));
        return fill_truth(o, [=](std::size_t) { return holds ? ~Word{0} : Word{0}; });
    }
    with_number(o, 0, [&](auto a) {
        with_number(o, 1, [&](auto b) {
            compare_lanes(o, [=](std::size_t lane) { return f(a.wide(lane), b.wide(lane)); });
        });
    });
}

/// Calls `visit(lane)` for each lane in use of the mask, from the lowest up.
template <class Visit>
static inline void for_each_masked(const Operands& o, Visit visit) {
    for (std::size_t word = 0; word < o.words; ++word) {
        for (Word bits = mask(o)[word] & o.chunk->active[word]; bits != 0; bits &= bits - 1) {
            visit(word * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bits)));
        }
    }
}

/// Returns `x` as an index below `count`, or `count` where it is none.
static inline std::size_t index_below(double x, std::uint32_t count) {
    if (!(x >= 0 && x < count)) {
        return count;
    }
    const auto index = static_cast<std::size_t>(x);
    return static_cast<double>(index) == x ? index : count;
}

}  // namespace jonbar::engine
