#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "math/batch.h"
#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::nan("");

/// The distance of `value` from `exact` in units of the last place of a double near `exact`.
double error_ulp(double value, long double exact) {
    if (std::isnan(value) || std::isnan(exact)) {
        return std::isnan(value) && std::isnan(exact) ? 0 : kInfinity;
    }
    const auto nearest = static_cast<double>(exact);
    if (std::isinf(nearest) || std::isinf(value)) {
        return nearest == value ? 0 : kInfinity;
    }
    const double size = std::fabs(nearest);
    const double ulp = std::nextafter(size, kInfinity) - size;
    return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) / ulp);
}

long double exact_logit(long double p) {
    return p >= 0.25L && p <= 0.75L ? 2 * std::atanh(2 * p - 1) : std::log(p) - std::log1p(-p);
}

long double exact_logistic(long double x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}

/// One Newton step in long double from our own value, which is near enough to make it exact.
long double exact_normal_quantile(long double p) {
    const auto x = static_cast<long double>(normal_quantile(static_cast<double>(p)));
    if (!(p > 0 && p < 1)) {
        return x;
    }
    const long double at = std::fabs(x);
    const long double root_half = std::sqrt(0.5L);
    const long double density = std::exp(-x * x / 2) * 0.398942280401432677939946L;
    const bool middle = p > 0.25L && p < 0.75L;
    const long double excess = middle ? std::erf(at * root_half) / 2 - std::fabs(p - 0.5L)
                                      : (p < 0.5L ? p : 1 - p) - std::erfc(at * root_half) / 2;
    return std::copysign(at - excess / density, x);
}

long double exact_normal_cdf(long double x) { return std::erfc(-x * std::sqrt(0.5L)) / 2; }

struct Case {
    std::string name;
    friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
    double (*ours)(double);
    long double (*exact)(long double);
    BatchFunction Batch::*batch;
    double low, high;
    double limit_ulp;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> kCases = {
        {"exp", exp<double>, std::exp, &Batch::exp, -745.2, 709.8, 0.7},
        {"expNear0", exp<double>, std::exp, &Batch::exp, -1.5, 1.5, 0.7},
        {"expm1", expm1<double>, std::expm1, &Batch::expm1, -40, 709.8, 0.9},
        {"expm1Near0", expm1<double>, std::expm1, &Batch::expm1, -1.5, 1.5, 0.9},
        {"log", log<double>, std::log, &Batch::log, 0, 1e6, 0.9},
        {"logNear1", log<double>, std::log, &Batch::log, 0.25, 4, 0.9},
        {"log1p", log1p<double>, std::log1p, &Batch::log1p, -1, 1e3, 0.9},
        {"log1pNear0", log1p<double>, std::log1p, &Batch::log1p, -0.75, 1, 0.9},
        {"logistic", logistic<double>, exact_logistic, &Batch::logistic, -708, 40, 0.7},
        {"logisticNear0", logistic<double>, exact_logistic, &Batch::logistic, -5, 5, 0.7},
        {"logit", logit<double>, exact_logit, &Batch::logit, 0, 1, 0.9},
        {"logitNearHalf", logit<double>, exact_logit, &Batch::logit, 0.499, 0.501, 0.9},
        {"tanh", tanh<double>, std::tanh, &Batch::tanh, -25, 25, 0.7},
        {"tanhNear0", tanh<double>, std::tanh, &Batch::tanh, -0.1, 0.1, 0.7},
        {"normalCdf", normal_cdf<double>, exact_normal_cdf, &Batch::normal_cdf, -37, 9, 6},
        {"normalQuantile", normal_quantile<double>, exact_normal_quantile, &Batch::normal_quantile,
         0, 1, 8},
        {"normalQuantileNearHalf", normal_quantile<double>, exact_normal_quantile,
         &Batch::normal_quantile, 0.49, 0.51, 8},
        {"sqrt", sqrt, std::sqrt, &Batch::sqrt, 0, 1e10, 0.5},
        {"floor", floor<double>, std::floor, &Batch::floor, -1e3, 1e3, 0},
        {"ceil", ceil<double>, std::ceil, &Batch::ceil, -1e3, 1e3, 0},
        {"round", round<double>, std::round, &Batch::round, -1e3, 1e3, 0},
    };
    return kCases;
}

/// Points of every kind: an even spread over the range, all magnitudes, edges, and neighbours.
std::vector<double> points(double low, double high) {
    std::mt19937_64 random(3);
    std::vector<double> at;
    constexpr int kCount = 400'000;
    for (int i = 0; i <= kCount; ++i) {
        at.push_back(low + (high - low) * (static_cast<double>(random() >> 11U) * 0x1p-53));
    }
    for (int exponent = -1074; exponent <= 1023; ++exponent) {
        for (int i = 0; i < 16; ++i) {
            const double x =
                std::ldexp(1 + static_cast<double>(random() >> 11U) * 0x1p-53, exponent);
            at.insert(at.end(), {x, -x, 1 - x, 0.5 + x});
        }
    }
    for (const double edge : {0.0,
                              -0.0,
                              0.5,
                              1.0,
                              1.5,
                              2.5,
                              3.0,
                              22.0,
                              36.75,
                              600.0,
                              700.0,
                              708.0,
                              709.782712893384,
                              709.8,
                              745.13321910194122,
                              745.2,
                              1e308,
                              0x1p52,
                              0x1p53,
                              0x1p-1022,
                              0x1p-1074,
                              0.49999999999999994,
                              0.425,
                              std::sqrt(2.0),
                              std::sqrt(0.5),
                              kInfinity,
                              kNaN}) {
        for (const double x : {edge, std::nextafter(edge, kInfinity), std::nextafter(edge, -9e9)}) {
            at.insert(at.end(), {x, -x});
        }
    }
    return at;
}

class FunctionTest : public testing::TestWithParam<Case> {};

TEST_P(FunctionTest, StaysWithinItsStatedError) {
    const Case& c = GetParam();
    double worst = 0;
    double worst_at = 0;
    for (const double x : points(c.low, c.high)) {
        const long double exact = c.exact(x);
        const bool subnormal = std::fabs(exact) < 0x1p-1021L && c.limit_ulp > 0.5;
        const double error = error_ulp(c.ours(x), exact) * (subnormal ? c.limit_ulp : 1.0);
        if (error > worst) {
            worst = error;
            worst_at = x;
        }
    }
    EXPECT_LE(worst, c.limit_ulp) << "at " << testing::PrintToString(worst_at);
    RecordProperty("worst_error_ulp", std::to_string(worst));
}

TEST_P(FunctionTest, GivesTheSameBitsInLanesAndAlone) {
    const Case& c = GetParam();
    std::vector<double> in = points(c.low, c.high);
    std::vector<InstructionSet> sets = {InstructionSet::Portable};
    for (const InstructionSet set : {InstructionSet::Avx2, InstructionSet::Avx512}) {
        if (runs(set)) {
            sets.push_back(set);
        }
    }
    for (const InstructionSet set : sets) {
        std::vector<double> out(in.size());
        (batch_for(set).*c.batch)(in.data(), in.size(), out.data());
        for (std::size_t i = 0; i < in.size(); ++i) {
            const double alone = c.ours(in[i]);
            if (std::isnan(alone)) {
                ASSERT_TRUE(std::isnan(out[i])) << in[i];
            } else {
                ASSERT_EQ(to_bits(out[i]), to_bits(alone)) << in[i];
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EachFunction, FunctionTest, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

TEST(FunctionsTest, KeepTheSignOfZero) {
    for (double (*f)(double) :
         {expm1<double>, log1p<double>, tanh<double>, floor<double>, ceil<double>, round<double>}) {
        EXPECT_TRUE(std::signbit(f(-0.0)));
        EXPECT_FALSE(std::signbit(f(0.0)));
    }
    EXPECT_TRUE(std::signbit(ceil(-0.5)));
}

TEST(FunctionsTest, SmallerAndLargerPassOnNaNAndPreferTheFirstOfEquals) {
    EXPECT_EQ(min(1.0, 2.0), 1);
    EXPECT_EQ(max(1.0, 2.0), 2);
    EXPECT_TRUE(std::signbit(min(-0.0, 0.0)));
    EXPECT_TRUE(std::signbit(max(-0.0, 0.0)));
    EXPECT_FALSE(std::signbit(min(0.0, -0.0)));
    for (const double other : {1.0, kNaN}) {
        EXPECT_TRUE(std::isnan(min(kNaN, other)));
        EXPECT_TRUE(std::isnan(min(other, kNaN)));
        EXPECT_TRUE(std::isnan(max(kNaN, other)));
        EXPECT_TRUE(std::isnan(max(other, kNaN)));
    }
}

TEST(FunctionsTest, ExponentialAndLogisticAreIncreasing) {
    double x = -50;
    for (int i = 0; i < 100'000; ++i) {
        const double next = x + 0.001;
        ASSERT_LT(exp(x), exp(next));
        ASSERT_LE(logistic(x), logistic(next));
        x = next;
    }
}

}  // namespace
}  // namespace jonbar::math
