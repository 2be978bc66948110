// M. Granovetter, "Threshold Models of Collective Behavior", American Journal of Sociology 83
// (1978), 1420-1443.

#include "politics/cascade.h"

#include <gtest/gtest.h>

namespace jonbar::politics {
namespace {

TEST(PublishedCascadeTest, reproduces_granovetter1978_hundred_or_one) {
    std::vector<double> thresholds;
    for (int person = 0; person < 100; ++person) thresholds.push_back(person);
    EXPECT_EQ(cascade_end({thresholds, {}}), 100);
    thresholds[1] = 2;
    EXPECT_EQ(cascade_end({thresholds, {}}), 1);
}

}  // namespace
}  // namespace jonbar::politics
