#pragma once
// Kernels that make numbers from numbers.

#include "engine/lane_loops_inl.h"
#include "math/angles.h"
#include "math/functions_inl.h"

namespace jonbar::engine {

static inline void copy(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return a; });
}
static inline void negate(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return -a; });
}
static inline void add(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return a + b; });
}
static inline void subtract(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return a - b; });
}
static inline void multiply(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return a * b; });
}
static inline void divide(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return a / b; });
}
static inline void modulo(const Operands& o) noexcept {
    map_two(o, [](auto a, auto b) { return a - b * math::floor(a / b); });
}
static inline void power(const Operands& o) noexcept {
    map_two(o, [](auto a, auto b) { return math::pow(a, b); });
}
static inline void min(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return math::min(a, b); });
}
static inline void max(const Operands& o) noexcept {
    map_short_two(o, [](auto a, auto b) { return math::max(a, b); });
}
static inline void exp(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::exp(a); });
}
static inline void log(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::log(a); });
}
static inline void log1p(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::log1p(a); });
}
static inline void expm1(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::expm1(a); });
}
static inline void sqrt(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return math::sqrt(a); });
}
static inline void abs(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return math::abs(a); });
}
static inline void floor(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return math::floor(a); });
}
static inline void ceil(const Operands& o) noexcept {
    map_short_one(o, [](auto a) { return math::ceil(a); });
}
static inline void round(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::round(a); });
}
static inline void sign(const Operands& o) noexcept {
    map_one(o, [](WideLane a) {
        const WideLane zero{};
        return select(a > zero, splat<WideLane>(1), select(a < zero, splat<WideLane>(-1), zero));
    });
}
static inline void sin(const Operands& o) noexcept { map_each(o, math::sin); }
static inline void cos(const Operands& o) noexcept { map_each(o, math::cos); }
static inline void tanh(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::tanh(a); });
}
static inline void logistic(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::logistic(a); });
}
static inline void logit(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::logit(a); });
}
static inline void normal_cdf(const Operands& o) noexcept {
    map_one(o, [](auto a) { return math::normal_cdf(a); });
}

/// Returns the date of a tick; of what is no date in a calendar's reach, that of tick 0.
static inline Date date_of_tick(const Calendar& calendar, double tick) {
    constexpr double kReach = 1e9;
    const double day = math::floor(tick);
    return calendar.date_of(day > -kReach && day < kReach ? static_cast<std::int64_t>(day) : 0);
}
static inline void year_of(const Operands& o) noexcept {
    const Calendar& calendar = *o.chunk->calendar;
    map_each(o, [&](double tick) { return date_of_tick(calendar, tick).year; });
}
static inline void month_of(const Operands& o) noexcept {
    const Calendar& calendar = *o.chunk->calendar;
    map_each(o, [&](double tick) { return date_of_tick(calendar, tick).month; });
}

static inline void hazard_chance(const Operands& o) noexcept {
    map_two(o, [](auto rate, auto length) { return -math::expm1(-(rate * length)); });
}
static inline void waiting_chance(const Operands& o) noexcept {
    map_two(o, [](auto ticks, auto mean) { return -math::expm1(-(ticks / mean)); });
}
static inline void rate_worth(const Operands& o) noexcept {
    map_two(o, [](auto ticks, auto mean) {
        const auto exponent = -(ticks / mean);
        return math::log(math::exp(exponent) / -math::expm1(exponent));
    });
}

static inline void select_number(const Operands& o) noexcept {
    const Word* condition = truth_in(o, 0);
    double* out = number_out(o);
    with_number(o, 1, [&](auto yes) {
        with_number(o, 2, [&](auto no) {
            for_each_vector(o, [=](std::size_t lane) {
                store(select_bits(bits_of(condition, lane), yes.wide(lane), no.wide(lane)),
                      out + lane);
            });
        });
    });
}
static inline void number_of(const Operands& o) noexcept {
    const Word* condition = truth_in(o, 0);
    double* out = number_out(o);
    for_each_vector(o, [=](std::size_t lane) {
        store(select_bits(bits_of(condition, lane), splat<WideLane>(1), WideLane{}), out + lane);
    });
}

/// Returns, lane by lane, the double at `stride * index + lane * lane_step` of `block`; where
/// `there` is not set, any of the block. Requires: indices and stride below 2^32.
static inline WideLane load_at(const double* block, std::size_t stride, std::size_t lane_step,
                               LaneMask<WideLane> there, WideLane index) {
    // A whole number below 2^32 stands in the low half of the sum with 2^52.
    const WideLane safe = select(there, index, WideLane{});
    auto offset =
        math::multiply_low_words(math::to_bits(safe + 0x1p52), static_cast<std::uint32_t>(stride));
    for (std::size_t i = 0; i < kWidth; ++i) {
        offset[i] += i * lane_step;
    }
#if defined(__AVX512DQ__)
    return __builtin_bit_cast(
        WideLane, _mm512_i64gather_pd(__builtin_bit_cast(__m512i, offset), block, sizeof(double)));
#elif defined(__AVX2__)
    return __builtin_bit_cast(
        WideLane, _mm256_i64gather_pd(block, __builtin_bit_cast(__m256i, offset), sizeof(double)));
#else
    WideLane found{};
    for (std::size_t i = 0; i < kWidth; ++i) {
        found[i] = block[offset[i]];
    }
    return found;
#endif
}

static inline void gather_number(const Operands& o) noexcept {
    const auto* block = static_cast<const double*>(input(o, 0));
    const std::size_t lane_step = o.is_column[0] ? 1 : 0;
    const NumberIn index(o, 1);
    const NumberIn elsewhere(o, 2);
    double* out = number_out(o);
    const WideLane count = splat<WideLane>(o.count);
    const std::size_t block_mask = o.is_column[0] ? ~std::size_t{0} : 0;
    const std::size_t block_stride = o.block_stride;
    for_each_vector(o, [=](std::size_t lane) {
        const WideLane i = index.wide(lane);
        const auto there = (i >= WideLane{}) & (i < count) & (math::floor(i) == i);
        const WideLane found =
            load_at(block + (lane & block_mask), block_stride, lane_step, there, i);
        store(select(there, found, elsewhere.wide(lane)), out + lane);
    });
}

}  // namespace jonbar::engine
