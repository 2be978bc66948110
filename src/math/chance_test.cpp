#include "math/chance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace jonbar::math {
namespace {

const double kNaN = std::nan("");

TEST(FiringTest, CertainAndImpossibleEventsNeedNoSecondWord) {
    for (const double first : {0.0, 1.0, 4294967295.0}) {
        for (const double certain : {1.0, 1.5, std::numeric_limits<double>::infinity()}) {
            EXPECT_TRUE(fires_by_first(first, certain));
            EXPECT_FALSE(undecided_by_first(first, certain));
        }
        for (const double impossible : {0.0, -1.0, kNaN}) {
            EXPECT_FALSE(fires_by_first(first, impossible));
            EXPECT_FALSE(undecided_by_first(first, impossible));
        }
    }
}

TEST(FiringTest, FirstWordDecidesOutsideItsOwnInterval) {
    EXPECT_TRUE(fires_by_first(7.0, 8 * 0x1p-32));
    EXPECT_FALSE(undecided_by_first(7.0, 8 * 0x1p-32));
    EXPECT_FALSE(fires_by_first(7.0, 7 * 0x1p-32));
    EXPECT_FALSE(undecided_by_first(7.0, 7 * 0x1p-32));
    EXPECT_FALSE(fires_by_first(7.0, 7.5 * 0x1p-32));
    EXPECT_TRUE(undecided_by_first(7.0, 7.5 * 0x1p-32));
}

TEST(FiringTest, SecondWordSettlesATie) {
    const double probability = 7.5 * 0x1p-32;
    EXPECT_TRUE(fires_by_second(7.0, 0.0, probability));
    EXPECT_TRUE(fires_by_second(7.0, 0x1p31 - 1, probability));
    EXPECT_FALSE(fires_by_second(7.0, 0x1p31, probability));
    EXPECT_TRUE(fires_by_second(0.0, 0.0, 0x1p-64));
    EXPECT_FALSE(fires_by_second(0.0, 1.0, 0x1p-64));
}

TEST(FiringTest, AgreesWithTheUniformOfBothWords) {
    for (std::uint64_t history = 0; history < 50'000; ++history) {
        const NoiseAddress address{99, 23071, 0};
        const double u = noise_uniform(address, history);
        for (const double probability : {1e-3, 0.5, 0.9, u, u * (1 - 1e-12), u * (1 + 1e-12)}) {
            if (probability != u) {
                ASSERT_EQ(fires(address, history, probability), u < probability);
            }
        }
    }
}

TEST(FiringTest, SharesAreTheProbabilities) {
    // 10^6 trials: a deviation of 5 standard errors has a chance below 10^-6 for each.
    constexpr int kCount = 1'000'000;
    for (const double probability : {0.001, 0.3, 0.97}) {
        int fired = 0;
        for (std::uint64_t history = 0; history < kCount; ++history) {
            fired += fires({5, 100, 0}, history, probability) ? 1 : 0;
        }
        const double error = std::sqrt(probability * (1 - probability) / kCount);
        EXPECT_NEAR(fired / double{kCount}, probability, 5 * error);
    }
}

TEST(ChoiceTest, SharesAreInProportionToTheExponentialsOfTheWorths) {
    constexpr int kCount = 400'000;
    const std::array<double, 3> worths = {0.0, 1.0, -0.5};
    double total = 0;
    for (const double worth : worths) {
        total += std::exp(worth);
    }
    std::array<int, 3> chosen{};
    for (std::uint64_t history = 0; history < kCount; ++history) {
        std::size_t best = 0;
        double best_score = std::numeric_limits<double>::infinity();
        for (std::size_t option = 0; option < worths.size(); ++option) {
            const double u = uniform_of_word<double>(noise_word({option + 1, 7, 0}, history));
            const double score = choice_score(u, worths[option]);
            if (score < best_score) {
                best_score = score;
                best = option;
            }
        }
        ++chosen[best];
    }
    for (std::size_t option = 0; option < worths.size(); ++option) {
        const double share = std::exp(worths[option]) / total;
        const double error = std::sqrt(share * (1 - share) / kCount);
        EXPECT_NEAR(chosen[option] / double{kCount}, share, 5 * error);
    }
}

TEST(ChoiceTest, ScoresKeepTheirOrderForWorthsOfAnySize) {
    for (const double u : {0x1p-33, 0.5, 1 - 0x1p-33}) {
        EXPECT_TRUE(std::isfinite(choice_score(u, 1e6)));
        EXPECT_LT(choice_score(u, 1e6), choice_score(u, 1e6 - 1));
        EXPECT_LT(choice_score(u, -1e6), choice_score(u, -2e6));
        EXPECT_EQ(choice_score(u, -std::numeric_limits<double>::infinity()),
                  std::numeric_limits<double>::infinity());
    }
}

TEST(ChoiceTest, TheFirstOfTwoIsTakenWithTheLogisticOfTheDifference) {
    EXPECT_EQ(choice_probability(3.0, 3.0), 0.5);
    EXPECT_EQ(choice_probability(1000.0, -1000.0), 1.0);
    EXPECT_NEAR(choice_probability(1.0, 0.0), std::exp(1.0) / (std::exp(1.0) + 1), 1e-15);
}

TEST(WaitingTimeTest, IsExponential) {
    EXPECT_NEAR(waiting_time(0.5, 2.0), std::log(2.0) / 2, 1e-15);
    EXPECT_EQ(waiting_time(0.5, 0.0), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace jonbar::math
