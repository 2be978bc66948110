#include "math/angles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace jonbar::math {
namespace {

double error_ulp(double value, long double exact) {
    const double size = std::fabs(static_cast<double>(exact));
    const double ulp = std::nextafter(size, 9.0) - size;
    return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) / ulp);
}

TEST(AnglesTest, StayWithinTheirStatedError) {
    std::mt19937_64 random(9);
    double worst = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const double x = (static_cast<double>(random() >> 11U) * 0x1p-53 - 0.5) * 200;
        // x87's long double keeps 64 bits of pi, so it is asked only for small angles; near a
        // multiple of pi/2 its own error shows.
        const long double s = std::sin(static_cast<long double>(x));
        const long double c = std::cos(static_cast<long double>(x));
        if (std::fabs(s) > 1e-3L && std::fabs(c) > 1e-3L) {
            worst = std::fmax(worst, std::fmax(error_ulp(sin(x), s), error_ulp(cos(x), c)));
        }
    }
    EXPECT_LT(worst, 0.9);
    RecordProperty("worst_error_ulp", std::to_string(worst));
}

TEST(AnglesTest, HardAndHugeAnglesAgreeWithValuesInManyDigits) {
    struct Known {
        double x, sine, cosine;
    };
    constexpr Known kKnown[] = {
        {0.5, 0.479425538604203, 0.8775825618903728},
        {0.75, 0.6816387600233341, 0.7316888688738209},
        {0.7500001, 0.6816388331922176, 0.7316888007099412},
        {1.0, 0.8414709848078965, 0.5403023058681398},
        {1.5707963267948966, 1.0, 6.123233995736766e-17},
        {3.141592653589793, 1.2246467991473532e-16, -1.0},
        {4.71238898038469, -1.0, -1.8369701987210297e-16},
        {6.283185307179586, -2.4492935982947064e-16, 1.0},
        {100.0, -0.5063656411097588, 0.8623188722876839},
        {100000.0, 0.03574879797201651, -0.9993608074382124},
        {1000000000000000.0, 0.8582727931702359, -0.5131937377869703},
        {1.152921504606847e+18, -0.8306492176372546, -0.5567960822766417},
        {1e+22, -0.8522008497671888, 0.523214785395139},
        {5.319372648326541e+255, 1.0, -4.687165924254628e-19},
        {1.7976931348623157e+308, 0.004961954789184062, -0.9999876894265599},
        {1.0715086071862673e+301, -0.15920170308624243, 0.9872460775989135},
    };
    for (const auto& [x, sine, cosine] : kKnown) {
        EXPECT_NEAR(sin(x), sine, 0x1p-52 * std::fabs(sine)) << x;
        EXPECT_NEAR(cos(x), cosine, 0x1p-52 * std::fabs(cosine)) << x;
        EXPECT_EQ(sin(-x), -sin(x));
        EXPECT_EQ(cos(-x), cos(x));
    }
}

TEST(AnglesTest, KnowTheirEdges) {
    EXPECT_TRUE(std::signbit(sin(-0.0)));
    EXPECT_EQ(cos(0.0), 1);
    EXPECT_EQ(sin(0x1p-1074), 0x1p-1074);
    for (const double x : {std::numeric_limits<double>::infinity(), std::nan("")}) {
        EXPECT_TRUE(std::isnan(sin(x)));
        EXPECT_TRUE(std::isnan(cos(-x)));
    }
}

}  // namespace
}  // namespace jonbar::math
