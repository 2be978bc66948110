#include "politics/coalition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
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

}  // namespace
}  // namespace jonbar::politics
