#pragma once
// The functions of this folder over whole arrays, one set for each instruction set.
//
// The engine's kernels use the templates themselves (`*_inl.h`, philox.h); this table serves who
// wants an array transformed, and the tests that hold the instruction sets to the same bits.

#include <cstddef>
#include <cstdint>

#include "math/cpu.h"

namespace jonbar::math {

struct NoiseAddress;
struct QuantileCurve;

/// Writes a function of `count` doubles to `out`, which may be `in`.
using BatchFunction = void (*)(const double* in, std::size_t count, double* out);

/// A set of functions over arrays.
struct Batch {
    void (*fill_words)(NoiseAddress address, std::uint64_t first_history, std::size_t count,
                       std::uint32_t* out);
    void (*fill_uniforms)(NoiseAddress address, std::uint64_t first_history, std::size_t count,
                          double* out);
    BatchFunction exp;
    BatchFunction expm1;
    BatchFunction log;
    BatchFunction log1p;
    BatchFunction logistic;
    BatchFunction logit;
    BatchFunction tanh;
    BatchFunction sqrt;
    BatchFunction floor;
    BatchFunction ceil;
    BatchFunction round;
    BatchFunction normal_cdf;
    BatchFunction normal_quantile;
    void (*pow)(const double* base, const double* power, std::size_t count, double* out);
    void (*tabled_quantile)(const QuantileCurve& curve, const double* in, std::size_t count,
                            double* out);
};

/// Returns the functions for an instruction set.
/// Requires: the processor runs it (`best_instruction_set`).
[[nodiscard]] const Batch& batch_for(InstructionSet set) noexcept;

}  // namespace jonbar::math
