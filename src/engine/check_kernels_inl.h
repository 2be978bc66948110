#pragma once
// Kernels that look for faults: lanes of the mask in which a condition does not hold.

#include "engine/lane_loops_inl.h"
#include "math/rounding_inl.h"

namespace jonbar::engine {

/// Notes the lowest of the lanes `bad`, unless a lower one had a fault before, or it had one
/// itself.
static inline void note_fault(const Operands& o, std::size_t word, Word bad) {
    if (bad == 0) {
        return;
    }
    const std::size_t lane = word * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bad));
    if (lane < o.chunk->fault.lane) {
        o.chunk->fault = {lane, o.chunk->step, o.detail};
    }
}

/// Returns whether `holds(lane)`, a mask of the lanes from there on, holds in all lanes, also those
/// that are not meant.
template <class F>
static inline bool all_hold(const Operands& o, F holds) {
    auto all = holds(0);
    for (std::size_t lane = kWidth; lane < o.lanes; lane += kWidth) {
        all &= holds(lane);
    }
    return gather(all) == low_bits(kWidth);
}

/// Faults in the lanes of the mask where `holds(lane)`, a mask of the lanes from there on, does not
/// hold.
template <class F>
static inline void check_lanes(const Operands& o, F holds) {
    const Word* const wanted = mask(o);
    const Word* const active = o.chunk->active;
    if (o.chunk->group_count * kGroupLanes == o.lanes && all_hold(o, holds)) {
        return;
    }
    for_each_group(o, [=, &o](std::size_t lane) {
        const Word bad =
            ~gather_group(lane, holds) & group_of(wanted, lane) & group_of(active, lane);
        if (bad != 0) {
            note_fault(o, lane / kWordLanes, bad << (lane % kWordLanes));
        }
    });
}

template <class F>
static inline void check(const Operands& o, F holds) {
    with_number(o, 0, [&](auto a) {
        check_lanes(o, [=](std::size_t lane) { return holds(a.wide(lane)); });
    });
}

static inline void check_finite(const Operands& o) noexcept {
    check(o, [](auto a) { return a - a == 0.0; });
}
static inline void check_number(const Operands& o) noexcept {
    check(o, [](auto a) { return a == a; });
}
static inline void check_non_zero(const Operands& o) noexcept {
    check(o, [](auto a) { return a != 0.0; });
}
static inline void check_positive(const Operands& o) noexcept {
    check(o, [](auto a) { return a > 0.0; });
}
static inline void check_not_negative(const Operands& o) noexcept {
    check(o, [](auto a) { return a >= 0.0; });
}
static inline void check_unit(const Operands& o) noexcept {
    check(o, [](auto a) { return (a >= 0.0) & (a <= 1.0); });
}
static inline void check_inside_unit(const Operands& o) noexcept {
    check(o, [](auto a) { return (a > 0.0) & (a < 1.0); });
}
static inline void check_count(const Operands& o) noexcept {
    check(o, [](auto a) { return (a >= 0.0) & (math::floor(a) == a); });
}
static inline void check_integer(const Operands& o) noexcept {
    check(o, [](auto a) { return (a >= -0x1p53) & (a <= 0x1p53); });
}

static inline void check_true(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    for (std::size_t word = 0; word < o.words; ++word) {
        note_fault(o, word, mask(o)[word] & o.chunk->active[word] & ~a[word]);
    }
}

}  // namespace jonbar::engine
