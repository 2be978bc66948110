#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/impose_bench.h"

namespace jonbar::engine {
namespace {

using program::Imposed;
using program::ImposedKind;

SiteBench draw(Distribution distribution, double value, const math::Parameters& parameters,
               bool altered = false) {
    Imposed imposed;
    imposed.kind = ImposedKind::Draw;
    imposed.distribution = distribution;
    SiteBench bench(imposed, 6, 1, kBenchHistories, altered);
    bench.set(0, 1);
    bench.set(2, value);
    for (std::size_t i = 0; i < 3; ++i) {
        bench.set(3 + i, parameters[i]);
    }
    return bench;
}

TEST(ImposeDrawTest, TakesTheValueAndWeighsItsDensity) {
    SiteBench bench = draw(Distribution::Normal, 1.25, {0.5, 2, 0}, true);
    bench.set_altered(3, 1.5);
    bench.set_altered(4, 4);
    bench.run();
    const double z = 0.375;
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(bench.result(i), 1.25);
        EXPECT_NEAR(bench.log_factor(i), -0.5 * z * z - std::log(2 * std::sqrt(2 * M_PI)), 1e-15);
        EXPECT_NEAR(bench.altered(i), 1.5 + 4 * z, 1e-13);
    }
    SiteBench outside = draw(Distribution::Exponential, -1, {2, 0, 0});
    outside.run();
    EXPECT_EQ(outside.log_factor(0), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(outside.result(0), -7);
}

TEST(ImposeDrawTest, SpreadsTheNoiseOfAWholeNumberOverItsMass) {
    SiteBench bench = draw(Distribution::Poisson, 4, {3, 0, 0}, true);
    bench.set_altered(3, 5.5);
    bench.run();
    const auto cumulative = [](int count, double mean) {
        double sum = 0;
        for (int k = 0; k <= count; ++k) {
            sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
        }
        return sum;
    };
    for (int count = 4; count < 12; ++count) {
        const double overlap = std::min(cumulative(4, 3), cumulative(count, 5.5)) -
                               std::max(cumulative(3, 3), cumulative(count - 1, 5.5));
        bench.expect_mean([&](std::size_t i) { return indicator(bench.altered(i) == count); },
                          std::max(overlap, 0.0), "count " + std::to_string(count));
    }
}

TEST(ImposeDrawTest, TakesTheActualValueWhereParametersAgree) {
    SiteBench bench = draw(Distribution::Gamma, 2.5, {3, 0.7, 9}, true);
    bench.set_altered(5, 11);    // no parameter of gamma
    bench.set_altered(2, -1e9);  // no record weighs on other worlds
    bench.run();
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(bench.altered(i), 2.5);
    }
}

}  // namespace
}  // namespace jonbar::engine
