#pragma once
// Kernels that make truths.

#include "engine/lane_loops_inl.h"

namespace jonbar::engine {

static inline void equal(const Operands& o) noexcept {
    compare(o, [](auto a, auto b) { return a == b; });
}
static inline void not_equal(const Operands& o) noexcept {
    compare(o, [](auto a, auto b) { return a != b; });
}
static inline void less(const Operands& o) noexcept {
    compare(o, [](auto a, auto b) { return a < b; });
}
static inline void less_equal(const Operands& o) noexcept {
    compare(o, [](auto a, auto b) { return a <= b; });
}

static inline void copy_truth(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    fill_truth(o, [=](std::size_t word) { return a[word]; });
}
static inline void negate_truth(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    fill_truth(o, [=](std::size_t word) { return ~a[word]; });
}
static inline void both(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const Word* b = truth_in(o, 1);
    fill_truth(o, [=](std::size_t word) { return a[word] & b[word]; });
}
static inline void either(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const Word* b = truth_in(o, 1);
    fill_truth(o, [=](std::size_t word) { return a[word] | b[word]; });
}
static inline void and_not(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const Word* b = truth_in(o, 1);
    fill_truth(o, [=](std::size_t word) { return a[word] & ~b[word]; });
}
static inline void differ(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const Word* b = truth_in(o, 1);
    fill_truth(o, [=](std::size_t word) { return a[word] ^ b[word]; });
}
static inline void select_truth(const Operands& o) noexcept {
    const Word* a = truth_in(o, 0);
    const Word* b = truth_in(o, 1);
    const Word* c = truth_in(o, 2);
    fill_truth(o, [=](std::size_t word) { return (a[word] & b[word]) | (~a[word] & c[word]); });
}

/// Returns word `word` of the truth that stands `offset` into a block: words, or scalars where the
/// block is a table.
static inline Word block_word(const Operands& o, std::size_t index, std::size_t offset,
                              std::size_t word) {
    if (o.is_column[index]) {
        return truth_in(o, index)[offset + word];
    }
    return static_cast<const double*>(input(o, index))[offset] != 0 ? ~Word{0} : Word{0};
}

static inline void gather_truth(const Operands& o) noexcept {
    const NumberIn index(o, 1);
    const Word* elsewhere = truth_in(o, 2);
    fill_truth(o, [&](std::size_t word) {
        Word bits = 0;
        for (Word left = o.chunk->active[word]; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::size_t>(__builtin_ctzll(left));
            const std::size_t i = index_below(index.at(word * kWordLanes + bit), o.count);
            const Word none = elsewhere != nullptr ? elsewhere[word] : 0;
            const Word from = i < o.count ? block_word(o, 0, i * o.block_stride, word) : none;
            bits |= from & (Word{1} << bit);
        }
        return bits;
    });
}

}  // namespace jonbar::engine
