#include "politics/coalition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <compare>
#include <vector>

#include "math/philox.h"
#include "politics/coalition_lanes.h"

namespace jonbar::politics {
namespace {

using Mask = std::uint32_t;
using Powers = std::vector<double>;

std::vector<Mask> ruling(const Powers& powers, const char* majority) {
    return ruling_coalitions(powers, read_majority(majority).value());
}

Mask members(std::initializer_list<int> list) {
    Mask mask = 0;
    for (const int member : list) mask |= Mask{1} << static_cast<unsigned>(member);
    return mask;
}

TEST(CoalitionTest, AnswersTheWorkedExamples) {
    struct Example {
        Powers powers;
        const char* majority;
        std::vector<Mask> answers;
    };
    const std::vector<Example> examples = {
        {{3, 4, 5}, "1/2", {members({0, 1, 2})}},
        {{3, 4, 5, 10}, "1/2", {members({0, 1, 2})}},
        {{2, 4, 7, 10}, "1/2", {members({1, 2, 3})}},
        {{1, 3, 4, 5}, "1/2", {members({0, 1, 2})}},
        {{3, 4, 5, 6}, "1/2", {members({0, 1, 2})}},
        {{10, 20, 21, 30, 50}, "1/2", {members({1, 2, 3})}},
        {{1, 2, 4, 8}, "1/2", {members({3})}},
        {{3, 4, 8}, "1/2", {members({2})}},
        {{3, 4, 7}, "1/2", {members({0, 1, 2})}},
        {{7, 9, 15}, "1/2", {members({0, 1, 2})}},
        {{10, 10.5, 11, 11.5, 12, 12.5, 13}, "1/2", {members({0, 1, 2, 3, 4, 5, 6})}},
        {{3, 4, 5}, "3/5", {members({1, 2})}},
        {{3, 4, 5}, "2/3", {members({1, 2})}},
        {{3, 4, 5}, "3/4", {members({0, 1, 2})}},
        {{3, 4, 5, 10}, "3/5", {members({0, 1, 3})}},
        {{3, 4, 5, 10}, "2/3", {members({2, 3})}},
        {{3, 4, 5, 10}, "3/4", {members({0, 1, 2, 3})}},
        {{5, 5, 5}, "2/3", {members({0, 1, 2})}},
        {{5, 5, 5}, "3/5", {members({0, 1}), members({0, 2}), members({1, 2})}},
        {{3, 4, 5, 12.01}, "1/2", {members({3})}},
    };
    for (const Example& example : examples)
        EXPECT_EQ(ruling(example.powers, example.majority), example.answers)
            << testing::PrintToString(example.powers) << " " << example.majority;
}

/// A power of two parts, of which any of the first outweighs all of the second.
struct Parts {
    std::int64_t far = 0, near = 0;

    friend auto operator<=>(const Parts&, const Parts&) = default;
    friend Parts operator+(Parts left, Parts right) {
        return {left.far + right.far, left.near + right.near};
    }
    friend Parts operator*(Parts left, std::int64_t factor) {
        return {left.far * factor, left.near * factor};
    }
};

/// All answers straight from the inductive definition, by ever larger coalitions.
std::vector<Mask> by_definition(const std::vector<Parts>& powers, const Majority& majority) {
    const Mask everybody = (Mask{1} << powers.size()) - 1;
    std::vector<Parts> sums(everybody + 1);
    for (Mask mask = 1; mask <= everybody; ++mask) {
        for (std::size_t i = 0; i < powers.size(); ++i) {
            if (((mask >> i) & 1U) != 0) sums[mask] = sums[mask] + powers[i];
        }
    }
    const auto wins = [&](Mask inner, Mask outer) {
        return sums[inner] * majority.denominator > sums[outer] * majority.numerator;
    };
    std::vector<bool> stays(everybody + 1, false);
    std::vector<Mask> answers;
    for (Mask mask = 1; mask <= everybody; ++mask) {  // a part of a mask is a smaller number
        answers.clear();
        for (Mask part = (mask - 1) & mask; part != 0; part = (part - 1) & mask) {
            if (!stays[part] || !wins(part, mask)) continue;
            if (!answers.empty() && sums[part] < sums[answers.front()]) answers.clear();
            if (answers.empty() || sums[part] == sums[answers.front()]) answers.push_back(part);
        }
        stays[mask] = answers.empty();
        if (answers.empty()) answers = {mask};
    }
    std::sort(answers.begin(), answers.end(), stands_before);
    return answers;
}

std::vector<Mask> by_definition(const std::vector<std::int64_t>& powers, const Majority& majority) {
    std::vector<Parts> parts;
    for (const std::int64_t power : powers) parts.push_back({0, power});
    return by_definition(parts, majority);
}

struct Game {
    std::vector<std::int64_t> powers;
    Majority majority;
};

/// Random games: of wide and narrow powers, with many ties, with members without power.
std::vector<Game> games(std::size_t count, std::size_t members_max) {
    const std::vector<Majority> majorities = {{1, 2}, {3, 5}, {2, 3}, {3, 4}, {501, 1000}, {9, 10}};
    const std::vector<std::uint32_t> ranges = {2, 4, 12, 100, 100'000};
    std::vector<Game> games;
    for (std::uint32_t number = 0; number < count; ++number) {
        const auto word = [&](std::uint32_t index) {
            return math::noise_word({.key = 0x636f616c, .step = number, .word = index}, 0);
        };
        Game game{{}, majorities[word(0) % majorities.size()]};
        const std::uint32_t range = ranges[word(1) % ranges.size()];
        const std::uint32_t least = word(2) % 3 == 0 ? range : word(2) % 3 == 1 ? 1 : 0;
        const auto members = 1 + word(3) % static_cast<std::uint32_t>(members_max);
        for (std::uint32_t i = 0; i < members; ++i)
            game.powers.push_back(least + word(4 + i) % range);
        games.push_back(game);
    }
    return games;
}

bool has_power(const Game& game) {
    return std::any_of(game.powers.begin(), game.powers.end(),
                       [](std::int64_t power) { return power > 0; });
}

Powers scaled(const std::vector<std::int64_t>& powers, double unit) {
    Powers out;
    for (const std::int64_t power : powers) out.push_back(static_cast<double>(power) * unit);
    return out;
}

TEST(CoalitionTest, AgreesWithTheDefinition) {
    std::size_t ties = 0;
    for (const Game& game : games(3000, 9)) {
        if (!has_power(game)) continue;
        const std::vector<Mask> answers = by_definition(game.powers, game.majority);
        if (answers.size() > 1) ++ties;
        const auto trace = testing::PrintToString(game.powers) + " " +
                           std::to_string(game.majority.numerator) + "/" +
                           std::to_string(game.majority.denominator);
        EXPECT_EQ(ruling_coalitions(std::span<const std::int64_t>(game.powers), game.majority),
                  answers)
            << trace;
        for (const double unit : {1.0, 0x1p-30, 0x1p800})
            EXPECT_EQ(ruling_coalitions(scaled(game.powers, unit), game.majority), answers)
                << trace;
        EXPECT_EQ(ruling_coalition(scaled(game.powers, 0.25), game.majority), answers.front());
    }
    EXPECT_GT(ties, 300U);
}

TEST(CoalitionTest, ComparesExactlyWherePowersAreFarApart) {
    // Sums that 64, 128 and no bits hold: as doubles the near parts, which decide ties, are lost.
    for (const Game& game : games(1200, 9)) {
        if (!has_power(game)) continue;
        for (const double far : {0x1p40, 0x1p70, 0x1p850}) {
            Powers powers = scaled(game.powers, 1);
            std::vector<Parts> parts;
            for (std::size_t i = 0; i < powers.size(); ++i) {
                const bool is_far = i % 3 != 0;
                parts.push_back(is_far ? Parts{game.powers[i], 0} : Parts{0, game.powers[i]});
                if (is_far) powers[i] *= far;
            }
            EXPECT_EQ(ruling_coalitions(powers, game.majority), by_definition(parts, game.majority))
                << testing::PrintToString(powers);
        }
    }
}

TEST(CoalitionTest, AHairDecides) {
    // 7 is exactly half of 3 + 4 + 7; a bit more, and he needs nobody.
    EXPECT_EQ(ruling({3, 4, 7}, "1/2"), (std::vector<Mask>{members({0, 1, 2})}));
    EXPECT_EQ(ruling({3, 4, 7 + 0x1p-50}, "1/2"), (std::vector<Mask>{members({2})}));
    EXPECT_EQ(ruling({3e-250, 4e200, 4e200}, "1/2"),
              (std::vector<Mask>{members({1, 2})}));  // the third is a friend too many
    EXPECT_EQ(ruling({3e-250, 4e200, 4e200 * (1 + 0x1p-52)}, "1/2"),
              (std::vector<Mask>{members({2})}));
    // As doubles 0.1 + 0.2 exceeds 0.3 by a bit: nobody outweighs the two others.
    EXPECT_EQ(ruling({0.1, 0.2, 0.3}, "1/2"), (std::vector<Mask>{members({0, 1, 2})}));
}

TEST(CoalitionTest, MembersWithoutPowerStandAside) {
    EXPECT_EQ(ruling({0, 3, 4, 0, 5}, "1/2"), (std::vector<Mask>{members({1, 2, 4})}));
    EXPECT_EQ(ruling({0, 0}, "1/2"), (std::vector<Mask>{members({0, 1})}));
    EXPECT_EQ(ruling({}, "1/2"), (std::vector<Mask>{0}));
    EXPECT_EQ(ruling({7}, "1/2"), (std::vector<Mask>{1}));
}

TEST(CoalitionTest, SizesThatEnforceThemselvesUnderTwoThirds) {
    std::vector<std::size_t> sizes;
    std::vector<std::int64_t> powers;
    for (std::int64_t i = 0; i < 17; ++i) {
        powers.push_back(100'000 + 7 * i * i + i);
        const Mask all = (Mask{1} << powers.size()) - 1;
        if (ruling_coalition(std::span<const std::int64_t>(powers), {2, 3}) == all)
            sizes.push_back(powers.size());
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{1, 2, 4, 7, 11, 17}));
}

TEST(CoalitionTest, CountsEveryAnswerOfEqualMembers) {
    // Of equals coalitions of 1, 2, 4, 8 enforce themselves; 8 of 12 win.
    const std::vector<Mask> all = ruling(Powers(12, 5.0), "1/2");
    EXPECT_EQ(all.size(), 495U);
    EXPECT_EQ(all.front(), 0xffU);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), stands_before));
}

TEST(CoalitionTest, OrdersByMembers) {
    EXPECT_TRUE(stands_before(members({0, 3}), members({1, 2})));
    EXPECT_TRUE(stands_before(members({0}), members({0, 1})));
    EXPECT_FALSE(stands_before(members({0, 1}), members({0})));
    EXPECT_TRUE(stands_before(members({0, 1}), members({0, 2})));
    EXPECT_TRUE(stands_before(0, members({5})));
    EXPECT_FALSE(stands_before(members({2}), members({2})));
}

TEST(CoalitionLanesTest, EachLaneIsItsOwnGame) {
    constexpr std::size_t kLanes = 67, kMembers = 9;
    for (std::uint32_t round = 0; round < 12; ++round) {
        const std::vector<Game> lanes = games(kLanes * (round + 1), kMembers);
        Powers powers(kMembers * kLanes, 0.0);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const Game& game = lanes[kLanes * round + lane];
            // Every third lane in a unit of many bits, so that sums of doubles are rounded.
            const double unit = lane % 3 == 0 ? 0.1 : lane % 3 == 1 ? 1.0 : 0x1p-700;
            for (std::size_t i = 0; i < game.powers.size(); ++i)
                powers[i * kLanes + lane] = static_cast<double>(game.powers[i]) * unit;
        }
        const Majority majority = lanes[round].majority;
        std::vector<Mask> coalitions(kLanes);
        ruling_coalitions_by_lane(powers, majority, coalitions);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            Powers own;
            for (std::size_t i = 0; i < kMembers; ++i) own.push_back(powers[i * kLanes + lane]);
            EXPECT_EQ(coalitions[lane], ruling_coalition(own, majority))
                << testing::PrintToString(own);
        }
    }
}

TEST(CoalitionLanesTest, NobodyAndNoLanes) {
    std::vector<Mask> none;
    ruling_coalitions_by_lane({}, Majority{}, none);
    std::vector<Mask> lanes(3, 99);
    ruling_coalitions_by_lane({}, Majority{}, lanes);
    EXPECT_EQ(lanes, (std::vector<Mask>{0, 0, 0}));
    ruling_coalitions_by_lane(Powers(6, 0.0), Majority{}, lanes);
    EXPECT_EQ(lanes, (std::vector<Mask>{3, 3, 3}));
}

}  // namespace
}  // namespace jonbar::politics
