#pragma once
// Kernels that write and add up where a mask is set, and those that count.

#include "engine/check_kernels_inl.h"
#include "engine/lane_loops_inl.h"
#include "engine/truth_kernels_inl.h"

namespace jonbar::engine {

/// out = f(out, a) where the mask is set
template <class F>
static inline void update_where(const Operands& o, F f) {
    double* out = number_out(o);
    const Word* const where = mask(o);
    with_number(o, 0, [&](auto a) {
        for_each_vector(o, [=](std::size_t lane) {
            const auto old = load<WideLane>(out + lane);
            store(select_bits(bits_of(where, lane), f(old, a.wide(lane)), old), out + lane);
        });
    });
}

static inline void add_where(const Operands& o) noexcept {
    update_where(o, [](auto old, auto a) { return old + a; });
}
static inline void store_number(const Operands& o) noexcept {
    update_where(o, [](auto, auto a) { return a; });
}

/// (out, out2) = (a, b) where the mask is set and nothing stands yet or `better(out, a)`
template <class F>
static inline void keep_best(const Operands& o, F better) {
    const NumberIn a(o, 0);
    const NumberIn b(o, 1);
    double* best = number_out(o);
    double* place = number_out2(o);
    const Word* const where = mask(o);
    for_each_vector(o, [=](std::size_t lane) {
        const auto old = load<WideLane>(best + lane);
        const auto old_place = load<WideLane>(place + lane);
        const auto value = a.wide(lane);
        const auto take =
            lanes_of(where, lane) & ((old_place == splat<WideLane>(-1)) | better(old, value));
        store(select(take, value, old), best + lane);
        store(select(take, b.wide(lane), old_place), place + lane);
    });
}

static inline void keep_largest(const Operands& o) noexcept {
    keep_best(o, [](auto old, auto a) { return old < a; });
}
static inline void keep_smallest(const Operands& o) noexcept {
    keep_best(o, [](auto old, auto a) { return a < old; });
}

static inline bool bit_at(const Word* bits, std::size_t lane) {
    return ((bits[lane / kWordLanes] >> (lane % kWordLanes)) & 1U) != 0;
}

/// Returns the candidate that comes after candidate `last` in one lane by score and then place, the
/// first if `last` is `count`; `count` if there is none.
static inline std::size_t next_best(const Operands& o, std::size_t lane, std::size_t last) {
    const auto* scores = static_cast<const double*>(input(o, 0)) + (o.is_column[0] ? lane : 0);
    const std::size_t stride = o.is_column[1] ? o.words : kScalarLanes;
    std::size_t best = o.count;
    for (std::size_t i = 0; i < o.count; ++i) {
        const double score = scores[i * o.block_stride];
        const bool open = last == o.count || score < scores[last * o.block_stride] ||
                          (score == scores[last * o.block_stride] && i > last);
        const Word candidates = block_word(o, 1, i * stride, lane / kWordLanes);
        if (open && ((candidates >> (lane % kWordLanes)) & 1U) != 0 &&
            (best == o.count || scores[best * o.block_stride] < score)) {
            best = i;
        }
    }
    return best;
}

static inline void select_top(const Operands& o) noexcept {
    const NumberIn wanted(o, 2);
    Word* out = truth_out(o);
    const std::size_t words = o.count * o.words;
    for (std::size_t i = 0; i < words; ++i) {
        out[i] = 0;
    }
    for_each_lane(o.chunk->active, o.words, [&](std::size_t lane) {
        std::size_t last = o.count;
        for (double taken = 0; taken < wanted.at(lane); ++taken) {
            last = next_best(o, lane, last);
            if (last == o.count) {
                break;
            }
            out[last * o.words + lane / kWordLanes] |= Word{1} << (lane % kWordLanes);
        }
    });
}

static inline void store_truth(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    Word* out = truth_out(o);
    const Word* const where = mask(o);
    const std::size_t words = o.words;
    for (std::size_t word = 0; word < words; ++word) {
        out[word] = (out[word] & ~where[word]) | (a[word] & where[word]);
    }
}

static inline void scatter_number(const Operands& o) noexcept {
    const NumberIn a(o, 0);
    const NumberIn index(o, 1);
    double* out = number_out(o);
    for_each_masked(o, [&](std::size_t lane) {
        const std::size_t i = index_below(index.at(lane), o.count);
        if (i < o.count) {
            out[i * o.block_stride + lane] = a.at(lane);
        }
    });
}

static inline void scatter_truth(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const NumberIn index(o, 1);
    Word* out = truth_out(o);
    for_each_masked(o, [&](std::size_t lane) {
        const std::size_t i = index_below(index.at(lane), o.count);
        if (i < o.count) {
            Word& word = out[i * o.block_stride + lane / kWordLanes];
            const Word bit = Word{1} << (lane % kWordLanes);
            word = bit_at(a, lane) ? word | bit : word & ~bit;
        }
    });
}

static inline std::int64_t count_of(Word bits) { return __builtin_popcountll(bits); }

/// Calls `write(lane, value, saturated)` for each vector of lanes, and counts the lanes of the mask
/// in which the two differ.
template <class F>
static inline void saturate_lanes(const Operands& o, F write) {
    const Word* const where = mask(o);
    const Word* const active = o.chunk->active;
    std::int64_t changed = 0;
    with_number(o, 0, [&](auto a) {
        const NumberIn low(o, 1);
        const NumberIn high(o, 2);
        for_each_group(o, [&, a, low, high](std::size_t first) {
            const Word outside = gather_group(first, [&](std::size_t lane) {
                const WideLane value = a.wide(lane);
                const auto below = value < low.wide(lane);
                const auto above = high.wide(lane) < value;
                write(lane, value,
                      select(below, low.wide(lane), select(above, high.wide(lane), value)));
                return below | above;
            });
            changed += count_of(outside & group_of(where, first) & group_of(active, first));
        });
    });
    if (counter(o) != nullptr) {
        *counter(o) += changed;
    }
}

static inline void saturate(const Operands& o) noexcept {
    double* const out = number_out(o);
    saturate_lanes(o,
                   [=](std::size_t lane, auto, auto saturated) { store(saturated, out + lane); });
}

static inline void store_saturated(const Operands& o) noexcept {
    double* const out = number_out(o);
    const Word* const where = mask(o);
    const auto put = [=](std::size_t lane, auto saturated) {
        store(select_bits(bits_of(where, lane), saturated, load<WideLane>(out + lane)), out + lane);
    };
    if (o.stride == 0) {
        saturate_lanes(o, [=](std::size_t lane, auto, auto saturated) { put(lane, saturated); });
        return;
    }
    const Word* const active = o.chunk->active;
    saturate_lanes(o, [=, &o](std::size_t lane, auto value, auto saturated) {
        const Word bad =
            gather(!(value - value == 0.0)) & bits_of(where, lane) & bits_of(active, lane);
        if (bad != 0) {
            note_fault(o, lane / kWordLanes, bad << (lane % kWordLanes));
        }
        put(lane, saturated);
    });
}

static inline void tally(const Operands& o) noexcept {
    std::int64_t count = 0;
    for (std::size_t word = 0; word < o.words; ++word) {
        count += count_of(mask(o)[word] & o.chunk->active[word]);
    }
    *counter(o) += count;
}

static inline void tally_ever(const Operands& o) noexcept {
    Word* ever = truth_out(o);
    std::int64_t count = 0;
    for (std::size_t word = 0; word < o.words; ++word) {
        count += count_of(mask(o)[word] & o.chunk->active[word] & ~ever[word]);
        ever[word] |= mask(o)[word];
    }
    *counter(o) += count;
}

}  // namespace jonbar::engine
