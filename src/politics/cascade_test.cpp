#include "politics/cascade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace jonbar::politics {
namespace {

TEST(CascadeTest, KuransSequencesTurnOnOnePerson) {
    // Shares of ten people in percent; the weight of each is 10.
    const std::vector<double> tens(10, 10);
    const auto end = [&](std::vector<double> thresholds) {
        return cascade_end({thresholds, tens});
    };
    EXPECT_EQ(end({0, 20, 20, 30, 40, 50, 60, 70, 80, 100}), 10);
    EXPECT_EQ(end({0, 10, 20, 30, 40, 50, 60, 70, 80, 100}), 90);
    EXPECT_EQ(end({0, 20, 30, 30, 40, 50, 60, 70, 80, 100}), 10);
    EXPECT_EQ(end({0, 10, 30, 30, 40, 50, 60, 70, 80, 100}), 20);
}

TEST(CascadeTest, TellsRoundsAndWhoJoinedWhen) {
    const std::vector<double> thresholds = {2, 0, 9, 1, 0};
    const Cascade result = cascade({thresholds, {}});
    EXPECT_EQ(result.joined, (std::vector<double>{0, 2, 4}));
    EXPECT_EQ(result.round_of, (std::vector<std::size_t>{2, 1, 0, 2, 1}));
    EXPECT_EQ(result.whole, 5);
}

TEST(CascadeTest, NobodyOrNobodyToStart) {
    EXPECT_EQ(cascade_end({{}, {}}), 0);
    const std::vector<double> cautious = {1, 1, 1};
    EXPECT_EQ(cascade_end({cautious, {}}), 0);
    const std::vector<double> light = {0, 1, 1};
    const std::vector<double> weights = {0, 5, 5};
    EXPECT_EQ(cascade_end({light, weights}), 0);
}

TEST(CascadeTest, EqualsTheStepByStepDefinition) {
    for (unsigned example = 0; example < 200; ++example) {
        std::vector<double> thresholds;
        unsigned state = example * 2654435761U + 1;
        for (int i = 0; i < 30; ++i) {
            state = state * 1664525U + 1013904223U;
            thresholds.push_back(static_cast<double>(state >> 16U) / 65536 * 32);
        }
        double joined = 0;
        for (;;) {
            const auto after = static_cast<double>(
                std::count_if(thresholds.begin(), thresholds.end(),
                              [&](double threshold) { return threshold <= joined; }));
            if (after == joined) break;
            joined = after;
        }
        EXPECT_EQ(cascade_end({thresholds, {}}), joined);
    }
}

TEST(CascadeTest, NormalThresholdsJumpAtACriticalSpread) {
    EXPECT_NEAR(normal_cascade(.25, .120), .04021, 5e-6);
    EXPECT_NEAR(normal_cascade(.25, .121), .04553, 5e-6);
    EXPECT_NEAR(normal_cascade(.25, .122), .05479, 5e-6);
    EXPECT_NEAR(normal_cascade(.25, .1225), 1, 1e-5);
    double low = .10;
    double high = .15;
    for (int step = 0; step < 50; ++step) {
        const double middle = (low + high) / 2;
        (normal_cascade(.25, middle) < .5 ? low : high) = middle;
    }
    EXPECT_NEAR(100 * low, 12.222087, 5e-7);
}

TEST(CascadeTest, NormalCascadesAreFixedPoints) {
    for (const double mean : {-.3, .0, .1, .25, .5, .9, 1.4}) {
        double last = 2;
        for (const double sd : {.02, .1, .2, .5, 2.0}) {
            const double r = normal_cascade(mean, sd);
            EXPECT_GE(r, 0);
            EXPECT_LE(r, 1);
            // No solution below it: from below the crowd grows.
            for (int i = 0; i < 100; ++i) {
                const double below = r * i / 100;
                EXPECT_LE(below, .5 * std::erfc((mean - below) / (sd * std::sqrt(2.0))) + 1e-12)
                    << mean << ' ' << sd;
            }
            EXPECT_NEAR(r, .5 * std::erfc((mean - r) / (sd * std::sqrt(2.0))), 1e-10);
            if (mean < 0) {
                EXPECT_LE(r, last);  // with more spread more hold back
            }
            last = r;
        }
    }
}

}  // namespace
}  // namespace jonbar::politics
