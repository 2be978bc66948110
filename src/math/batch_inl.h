#pragma once
// The table of batch.h for the instruction set that the including file is built for.

#include "math/batch.h"
#include "math/functions_inl.h"
#include "math/lanes.h"
#include "math/philox.h"
#include "math/quantile_table_inl.h"

namespace jonbar::math {

/// Applies a function of lanes to an array, the last few elements one by one.
template <class Function>
static inline void apply(Function function, const double* in, std::size_t count, double* out) {
    constexpr std::size_t kWidth = Lane<WideLane>::kWidth;
    std::size_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store(function(load<WideLane>(in + i)), out + i);
    }
    for (; i < count; ++i) {
        out[i] = function(in[i]);
    }
}

/// Writes the powers of an array's elements to those of another.
static inline void apply_pow(const double* base, const double* power, std::size_t count,
                             double* out) {
    constexpr std::size_t kWidth = Lane<WideLane>::kWidth;
    std::size_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store(pow(load<WideLane>(base + i), load<WideLane>(power + i)), out + i);
    }
    for (; i < count; ++i) {
        out[i] = pow(base[i], power[i]);
    }
}

/// Writes a tabled distribution's quantiles at an array's elements.
static inline void apply_tabled_quantile(const QuantileCurve& curve, const double* in,
                                         std::size_t count, double* out) {
    constexpr std::size_t kWidth = Lane<WideLane>::kWidth;
    std::size_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store(tabled_quantile(curve, load<WideLane>(in + i)), out + i);
    }
    for (; i < count; ++i) {
        out[i] = tabled_quantile(curve, in[i]);
    }
}

/// Returns the array function of a function of lanes, which has no state.
template <class Function>
static constexpr BatchFunction batch_of(Function) {
    return
        [](const double* in, std::size_t count, double* out) { apply(Function{}, in, count, out); };
}

static constexpr Batch kBatchHere = {
    .fill_words = fill_words<WideLane>,
    .fill_uniforms = fill_uniforms<WideLane>,
    .exp = batch_of([](auto x) { return math::exp(x); }),
    .expm1 = batch_of([](auto x) { return math::expm1(x); }),
    .log = batch_of([](auto x) { return math::log(x); }),
    .log1p = batch_of([](auto x) { return math::log1p(x); }),
    .logistic = batch_of([](auto x) { return math::logistic(x); }),
    .logit = batch_of([](auto x) { return math::logit(x); }),
    .tanh = batch_of([](auto x) { return math::tanh(x); }),
    .sqrt = batch_of([](auto x) { return math::sqrt(x); }),
    .floor = batch_of([](auto x) { return math::floor(x); }),
    .ceil = batch_of([](auto x) { return math::ceil(x); }),
    .round = batch_of([](auto x) { return math::round(x); }),
    .normal_cdf = batch_of([](auto x) { return math::normal_cdf(x); }),
    .normal_quantile = batch_of([](auto x) { return math::normal_quantile(x); }),
    .pow = apply_pow,
    .tabled_quantile = apply_tabled_quantile,
};

}  // namespace jonbar::math
