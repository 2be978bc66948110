#include "math/counts.h"

#include <gtest/gtest.h>

#include <cmath>

#include "math/beta.h"

namespace jonbar::math {
namespace {

/// P(X <= k) as a sum from the end that is nearer, in long double.
long double binomial_below(int k, int trials, double p) {
    long double sum = 0;
    for (int i = 0; i <= k; ++i) {
        sum += std::exp(std::lgamma(trials + 1.0L) - std::lgamma(i + 1.0L) -
                        std::lgamma(trials - i + 1.0L) + i * std::log(static_cast<long double>(p)) +
                        (trials - i) * std::log1p(-static_cast<long double>(p)));
    }
    return sum;
}

TEST(BinomialQuantileTest, IsTheSmallestCountThatReachesU) {
    for (const int trials : {1, 7, 60, 665, 3000}) {
        for (const double p : {0.004, 0.3, 0.55, 0.9, 0.999}) {
            for (const double u : {1e-9, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-9}) {
                const double k = binomial_quantile(u, trials, p);
                ASSERT_GE(k, 0);
                ASSERT_LE(k, trials);
                const int count = static_cast<int>(k);
                EXPECT_GE(binomial_below(count, trials, p), u * (1 - 1e-7L)) << trials << ' ' << p;
                EXPECT_LT(binomial_below(count - 1, trials, p), u * (1 + 1e-7L))
                    << trials << ' ' << p << ' ' << u;
            }
        }
    }
}

TEST(BinomialQuantileTest, KnowsItsEnds) {
    EXPECT_EQ(binomial_quantile(0.3, 0, 0.5), 0);
    EXPECT_EQ(binomial_quantile(0.3, 12, 0), 0);
    EXPECT_EQ(binomial_quantile(0.3, 12, 1), 12);
    EXPECT_EQ(binomial_quantile(0x1p-65, 12, 0.5), 0);
    EXPECT_EQ(binomial_quantile(1 - 0x1p-53, 12, 0.5), 12);
    EXPECT_EQ(binomial_quantile(0.49, 1, 0.5), 0);
    EXPECT_EQ(binomial_quantile(0.51, 1, 0.5), 1);
}

TEST(BinomialQuantileTest, IncreasesWithUAndWithTheProbability) {
    for (const double trials : {20.0, 200.0, 1e6}) {
        double last = 0;
        for (int i = 1; i < 1000; ++i) {
            const double k = binomial_quantile(i / 1000.0, trials, 0.37);
            ASSERT_GE(k, last);
            last = k;
        }
        last = 0;
        for (int i = 1; i < 1000; ++i) {
            const double k = binomial_quantile(0.4, trials, i / 1000.0);
            ASSERT_GE(k, last) << trials << ' ' << i;
            last = k;
        }
    }
}

TEST(BinomialQuantileTest, EndsForHugeTrials) {
    for (const double trials : {1e9, 1e15, 0x1p53}) {
        for (const double p : {1e-300, 1e-15, 1e-6, 0.5, 1 - 1e-6, 1 - 0x1p-53}) {
            double last = 0;
            for (const double u : {0x1p-65, 0.001, 0.5, 0.999, 1 - 0x1p-53}) {
                const double k = binomial_quantile(u, trials, p);
                EXPECT_GE(k, last);
                EXPECT_LE(k, trials);
                EXPECT_EQ(k, std::floor(k));
                last = k;
            }
            const double sd = std::sqrt(trials * p * (1 - p));
            EXPECT_NEAR(binomial_quantile(0.5, trials, p), trials * p, 1 + 1e-6 * sd);
        }
    }
}

TEST(PoissonQuantileTest, IsTheSmallestCountThatReachesU) {
    for (const double mean : {0.01, 0.7, 3.0, 39.0, 41.0, 800.0, 5e4}) {
        for (const double u : {1e-12, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-12}) {
            const double k = poisson_quantile(u, mean);
            ASSERT_GE(k, 0);
            const Tails at = gamma_tails(k + 1, mean);  // upper: at most k
            EXPECT_GE(at.upper, u * (1 - 1e-9));
            if (k > 0) {
                EXPECT_LT(gamma_tails(k, mean).upper, u * (1 + 1e-9)) << mean << ' ' << u;
            }
        }
    }
}

TEST(PoissonQuantileTest, EndsForAnyMean) {
    EXPECT_EQ(poisson_quantile(0.5, 0), 0);
    EXPECT_EQ(poisson_quantile(1 - 0x1p-53, 1e-300), 0);
    for (const double mean : {1e3, 1e6, 1e9, 1e15, 0x1p52}) {
        double last = 0;
        for (const double u : {0x1p-65, 0.001, 0.5, 0.999, 1 - 0x1p-53}) {
            const double k = poisson_quantile(u, mean);
            EXPECT_GE(k, last);
            EXPECT_EQ(k, std::floor(k));
            last = k;
        }
        EXPECT_NEAR(poisson_quantile(0.5, mean), mean, 1 + 1e-6 * std::sqrt(mean));
    }
}

}  // namespace
}  // namespace jonbar::math
