// The functions of lanes beside SLEEF's: two libraries that are each within 1 ulp are within 2 of
// one another. Their own tests hold ours to long double.
#include <gtest/gtest.h>
#include <sleef.h>

#include <cmath>
#include <random>

#include "math/angles.h"
#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

struct Rival {
    const char* name;
    double (*ours)(double);
    decltype(Sleef_exp_u10)* theirs;
    double low, high;
};

TEST(SleefTest, AgreesToTwoUlp) {
    const Rival rivals[] = {
        {"exp", exp<double>, Sleef_exp_u10, -700, 700},
        {"expm1", expm1<double>, Sleef_expm1_u10, -30, 30},
        {"log", log<double>, Sleef_log_u10, 0, 1e4},
        {"log1p", log1p<double>, Sleef_log1p_u10, -1, 10},
        {"tanh", tanh<double>, Sleef_tanh_u10, -20, 20},
        {"sin", sin, Sleef_sin_u10, -1000, 1000},
        {"cos", cos, Sleef_cos_u10, -1000, 1000},
    };
    std::mt19937_64 random(11);
    for (const auto& [name, ours, theirs, low, high] : rivals) {
        for (int i = 0; i < 100'000; ++i) {
            const double x = low + (high - low) * (static_cast<double>(random() >> 11U) * 0x1p-53);
            const double rival = theirs(x);
            const double ulp = std::nextafter(std::fabs(rival), INFINITY) - std::fabs(rival);
            ASSERT_LE(std::fabs(ours(x) - rival), 2 * ulp) << name << " at " << x;
        }
    }
}

TEST(SleefTest, PowersAgreeToTwoUlp) {
    std::mt19937_64 random(12);
    const auto uniform = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    for (int i = 0; i < 100'000; ++i) {
        const double base = uniform() * 10 + 0x1p-20;
        const double power = uniform() * 80 - 40;
        const double rival = Sleef_pow_u10(base, power);
        const double ulp = std::nextafter(rival, INFINITY) - rival;
        ASSERT_LE(std::fabs(pow(base, power) - rival), 2 * ulp) << base << ' ' << power;
    }
}

}  // namespace
}  // namespace jonbar::math
