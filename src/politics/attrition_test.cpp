#include "politics/attrition.h"

#include <gtest/gtest.h>

#include <cmath>

namespace jonbar::politics {
namespace {

constexpr AttritionLaw kLaws[] = {AttritionLaw::Square, AttritionLaw::Linear, AttritionLaw::Mixed};

TEST(AttritionTest, ClosedSolutionsEqualTheIntegral) {
    const Forces starts[] = {{100, 80}, {30, 80}, {50, 50}, {1, 1000}};
    const Effectiveness rates[] = {{.05, .05}, {.02, .07}, {.01, 0}, {0, .03}, {.001, .002}};
    for (const AttritionLaw law : kLaws) {
        for (const Forces start : starts) {
            for (const Effectiveness rate : rates) {
                for (const double time : {0.0, .5, 3.0, 12.0}) {
                    const Forces closed = lanchester(law, start, rate, time);
                    const Forces course =
                        osipov(GeneralAttrition::of(law, rate), start, time, 4000).left;
                    EXPECT_NEAR(closed.x, course.x, 1e-8 * start.x + 1e-9)
                        << static_cast<int>(law) << ' ' << start.x << ' ' << rate.a << ' ' << time;
                    EXPECT_NEAR(closed.y, course.y, 1e-8 * start.y + 1e-9)
                        << static_cast<int>(law) << ' ' << start.x << ' ' << rate.a << ' ' << time;
                }
            }
        }
    }
}

TEST(AttritionTest, EndsWhereTheCourseEnds) {
    const Forces starts[] = {{100, 80}, {30, 80}, {10, 900}, {900, 10}};
    const Effectiveness rates[] = {{.05, .05}, {.02, .07}, {.01, 0}, {0, .03}};
    for (const AttritionLaw law : kLaws) {
        for (const Forces start : starts) {
            for (const Effectiveness rate : rates) {
                const AttritionEnd end = lanchester_end(law, start, rate);
                const bool finite = end.time < std::numeric_limits<double>::infinity();
                const Forces late = lanchester(law, start, rate, finite ? end.time * 1.0001 : 1e7);
                EXPECT_NEAR(late.x, end.left.x, 1e-4 * start.x) << static_cast<int>(law);
                EXPECT_NEAR(late.y, end.left.y, 1e-4 * start.y) << static_cast<int>(law);
                if (finite) {
                    const Forces before = lanchester(law, start, rate, end.time * .999);
                    EXPECT_GT(before.x, 0);
                    EXPECT_GT(before.y, 0);
                    EXPECT_EQ(lanchester(law, start, rate, end.time * 1.001).x *
                                  lanchester(law, start, rate, end.time * 1.001).y,
                              0);
                }
            }
        }
    }
}

TEST(AttritionTest, KeepsLanchestersInvariants) {
    const Forces start{40, 70};
    const double a = .03;
    const double b = .01;
    for (const double time : {1.0, 5.0, 20.0}) {
        const auto [x, y] = lanchester_square(start.x, start.y, a, b, time);
        EXPECT_NEAR(a * x * x - b * y * y, a * 1600 - b * 4900, 1e-10);
        const auto [p, q] = lanchester_linear(start.x, start.y, a, b, time);
        EXPECT_NEAR(a * p - b * q, a * 40 - b * 70, 1e-12);
        const auto [u, v] = lanchester_mixed(start.x, start.y, a, b, time / 100);
        EXPECT_NEAR(b * v * v / 2 - a * u, b * 4900 / 2 - a * 40, 1e-10);
    }
}

TEST(AttritionTest, BeatsADividedEnemyInDetail) {
    const Effectiveness equal{.05, .05};
    const auto left = [&](double x, double y) {
        return lanchester_end(AttritionLaw::Square, {x, y}, equal).left.x;
    };
    EXPECT_NEAR(left(1000, 500), 866.03, .005);
    EXPECT_NEAR(left(left(1000, 500), 500), 707.11, .005);
    // 13 against 3, then with 14 more against 17, then against 13.
    EXPECT_NEAR(left(13, 3), 12.6491, 5e-5);
    EXPECT_NEAR(left(left(13, 3) + 14, 17), 20.5226, 5e-5);
    EXPECT_NEAR(left(left(left(13, 3) + 14, 17), 13), 15.8800, 5e-5);
    EXPECT_NEAR(lanchester_end(AttritionLaw::Square, {27, 33}, equal).left.y, 18.974, 5e-4);
}

TEST(AttritionTest, FollowsIwoJima) {
    // Engel 1954: x the Americans, who come in three landings, y the Japanese, who get nobody.
    const Effectiveness effectiveness{.0106, .0544};
    const double landings[] = {54000, 0, 6000, 0, 0, 13000};
    Forces at{0, 21500};
    std::vector<Forces> days = {at};
    for (int day = 0; day < 36; ++day) {
        const Forces landing{day < 6 ? landings[day] : 0, 0};
        at = osipov(GeneralAttrition::of(AttritionLaw::Square, effectiveness, landing), at, 1, 1000)
                 .left;
        days.push_back(at);
    }
    const struct {
        std::size_t day;
        Forces left;
    } checkpoints[] = {{1, {52835.5, 21220.0}}, {2, {51696.2, 20666.0}}, {3, {56587.4, 20092.1}},
                       {5, {54465.8, 18915.2}}, {6, {66453.7, 18274.3}}, {10, {62777.8, 15536.7}},
                       {20, {56063.1, 9268.3}}, {28, {53042.4, 4656.4}}, {36, {51985.2, 216.8}}};
    for (const auto& [day, left] : checkpoints) {
        EXPECT_NEAR(days[day].x, left.x, .06) << day;
        EXPECT_NEAR(days[day].y, left.y, .06) << day;
    }
    // All at once, to the finish.
    const AttritionEnd end = lanchester_end(AttritionLaw::Square, {54000, 21500}, effectiveness);
    EXPECT_NEAR(end.left.x, 23317.34, .005);
    EXPECT_NEAR(end.time, 61.744, .0005);
}

TEST(AttritionTest, EndsAnOsipovFightInsideAStep) {
    GeneralAttrition attrition{.effectiveness = {.05, .05}};
    for (const int steps : {3, 10, 1000}) {
        const AttritionCourse course = osipov(attrition, {13, 3}, 20, steps);
        EXPECT_TRUE(course.ended);
        EXPECT_NEAR(course.left.x, 12.6491, steps < 1000 ? .2 : 1e-4) << steps;
        EXPECT_EQ(course.left.y, 0) << steps;
    }
    const double time = lanchester_end(AttritionLaw::Square, {13, 3}, {.05, .05}).time;
    EXPECT_NEAR(osipov(attrition, {13, 3}, 20, 1000).time, time, 1e-9);
    attrition.enemy_x = attrition.enemy_y = .5;  // x^(3/2) - y^(3/2) keeps its value
    const AttritionCourse course = osipov(attrition, {9, 4}, 1000, 20000);
    EXPECT_NEAR(course.left.x, std::pow(27 - 8, 2.0 / 3), 1e-4);
}

TEST(AttritionTest, NobodyFightsWhomNobodyMeets) {
    EXPECT_EQ(lanchester_square(5, 0, 1, 1, 9), (Forces{5, 0}));
    EXPECT_EQ(lanchester_linear(0, 7, 1, 1, 9), (Forces{0, 7}));
    EXPECT_EQ(lanchester_mixed(0, 7, 1, 1, 9), (Forces{0, 7}));
    EXPECT_EQ(lanchester_square(5, 3, 0, 0, 9), (Forces{5, 3}));
    EXPECT_EQ(lanchester_linear(5, 3, 0, 0, 9), (Forces{5, 3}));
    EXPECT_EQ(lanchester_mixed(5, 3, 0, 0, 9), (Forces{5, 3}));
    const AttritionCourse course =
        osipov({.effectiveness = {1, 1}, .reinforcements = {2, 0}}, {5, 0}, 3, 10);
    EXPECT_EQ(course.left, (Forces{11, 0}));
    EXPECT_TRUE(course.ended);
}

TEST(AttritionTest, ManyReinforcementsOutliveAnEmptyBeach) {
    // Nobody is ashore at first: the side that gets men is not gone.
    const AttritionCourse course =
        osipov({.effectiveness = {.1, .1}, .reinforcements = {100, 0}}, {0, 10}, 5, 1000);
    EXPECT_TRUE(course.ended);
    EXPECT_EQ(course.left.y, 0);
    EXPECT_GT(course.left.x, 0);
}

TEST(AttritionTest, RandomFightsHaveTheExactChances) {
    constexpr int kFights = 20000;
    for (const AttritionLaw law : kLaws) {
        const Forces start{12, 9};
        const Effectiveness effectiveness =
            law == AttritionLaw::Mixed ? Effectiveness{.05, .01} : Effectiveness{.03, .05};
        const auto exact = stochastic_end(law, start, effectiveness);
        ASSERT_TRUE(exact);
        int wins = 0;
        Forces left;
        for (std::uint64_t history = 0; history < kFights; ++history) {
            const AttritionCourse course = stochastic_attrition(law, start, effectiveness, 1e9,
                                                                {0x6174747269746e, 0, 0}, history);
            ASSERT_TRUE(course.ended);
            wins += course.left.x > 0 ? 1 : 0;
            left.x += course.left.x / kFights;
            left.y += course.left.y / kFights;
        }
        // Four standard errors: a false alarm in 1 of 5,000 seeds.
        EXPECT_NEAR(static_cast<double>(wins) / kFights, exact->win_x, .0142);
        EXPECT_NEAR(left.x, exact->mean_left.x, .1);
        EXPECT_NEAR(left.y, exact->mean_left.y, .1);
    }
}

TEST(AttritionTest, LinearLawWithWholeMenIsASequenceOfDuels) {
    // Each duel is won by x with probability a / (a + b): 1 against 2 wins with (2/3)^2.
    const auto end = stochastic_end(AttritionLaw::Linear, {1, 2}, {2, 1});
    ASSERT_TRUE(end);
    EXPECT_NEAR(end->win_x, 4.0 / 9, 1e-15);
    EXPECT_NEAR(end->mean_left.x, 4.0 / 9, 1e-15);
    EXPECT_NEAR(end->mean_left.y, 2.0 / 3 * 1.0 / 3 * 1 + 1.0 / 3 * 2, 1e-15);
    EXPECT_FALSE(stochastic_end(AttritionLaw::Linear, {1, 2}, {0, 0}));
    EXPECT_EQ(stochastic_end(AttritionLaw::Square, {3, 0}, {1, 1})->mean_left, (Forces{3, 0}));
}

TEST(AttritionTest, RandomFightsStopAtTheirTime) {
    const AttritionCourse none =
        stochastic_attrition(AttritionLaw::Square, {5, 5}, {.1, .1}, 0, {1, 2, 3}, 4);
    EXPECT_EQ(none.left, (Forces{5, 5}));
    EXPECT_FALSE(none.ended);
    const AttritionCourse idle =
        stochastic_attrition(AttritionLaw::Square, {5, 5}, {0, 0}, 7, {1, 2, 3}, 4);
    EXPECT_EQ(idle.left, (Forces{5, 5}));
    EXPECT_EQ(idle.time, 7);
}

}  // namespace
}  // namespace jonbar::politics
