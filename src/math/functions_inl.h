#pragma once
// The functions of lanes: everything that may run for each history.
//
// rounding: abs copy_sign sqrt min max floor ceil round round_half_even
// exponentials: exp expm1 log log1p pow logistic logit tanh
// Include this in a file of kernels, portable or AVX2, and instantiate with `WideLane` or `double`.
// normal_cdf normal_quantile
// For NaN each gives NaN (but pow(NaN, 0)). What is not for lanes is in angles.h, gamma.h and
// beta.h.

#include "math/exp_inl.h"
#include "math/log_inl.h"
#include "math/logistic_inl.h"
#include "math/normal_inl.h"
#include "math/power_inl.h"
#include "math/rounding_inl.h"
