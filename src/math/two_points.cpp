#include "math/two_points.h"

#include "math/beta.h"
#include "math/functions_inl.h"
#include "math/gamma.h"

namespace jonbar::math {
namespace {

constexpr double kScore95 = 0x1.a515209676abdp+0;   // normal_quantile(0.95)
constexpr double kScore975 = 0x1.f5c0331eeff85p+0;  // normal_quantile(0.975)
constexpr double kLog20 = 0x1.7f7427b73e391p+1;

/// Returns the x in (low, high) at which an increasing truth turns true, to the last bit or so.
template <class Truth>
double turning_point(double low, double high, Truth is_beyond) {
    for (int i = 0; i < 100; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        (is_beyond(middle) ? high : low) = middle;
    }
    return low + (high - low) / 2;
}

Fit failed(FitFailure failure) { return {{}, failure}; }

Fit fit_gamma(double low, double high) {
    const double wanted = log(high / low);
    const auto spread = [](double shape) {
        return log(gamma_quantile(shape, 0.95) / gamma_quantile(shape, 0.05));
    };
    constexpr double kLeastLogShape = -4;  // shape 0.018: the points are 10^70 apart
    constexpr double kMostLogShape = 23;   // shape 10^10: the points are 0.003 % apart
    if (!(wanted > spread(exp(kMostLogShape)))) {
        return failed(FitFailure::TooNarrow);
    }
    if (wanted >= spread(exp(kLeastLogShape))) {
        return failed(FitFailure::TooWide);
    }
    const double shape = exp(turning_point(kLeastLogShape, kMostLogShape, [&](double log_shape) {
        return spread(exp(log_shape)) < wanted;
    }));
    return {{shape, high / gamma_quantile(shape, 0.95), 0}, FitFailure::None};
}

Fit fit_beta(double low, double high) {
    // At a given concentration a + b the mean that puts 5 % below `low` is unique, and the share
    // that then lies above `high` falls as the concentration grows.
    const auto shapes = [low](double log_concentration) {
        const double concentration = exp(log_concentration);
        const double log_odds = turning_point(-40, 40, [&](double x) {
            const double a = concentration * logistic(x);
            return beta_tails(a, concentration * logistic(-x), low).lower < 0.05;
        });
        return Parameters{concentration * logistic(log_odds), concentration * logistic(-log_odds),
                          0};
    };
    const auto is_too_concentrated = [&](double log_concentration) {
        const auto [a, b, none] = shapes(log_concentration);
        return beta_tails(a, b, high).upper < 0.05;
    };
    constexpr double kLeast = -7;  // concentration 0.001: nearly all mass at the ends
    constexpr double kMost = 21;   // 10^9
    if (!is_too_concentrated(kMost)) {
        return failed(FitFailure::TooNarrow);
    }
    if (is_too_concentrated(kLeast)) {
        return failed(FitFailure::TooWide);
    }
    return {shapes(turning_point(kLeast, kMost, is_too_concentrated)), FitFailure::None};
}

FitFailure check_points(Family family, double low, double high) {
    const bool positive = family == Family::Lognormal || family == Family::Gamma;
    if (!(high - low < 1e308 && abs(low) < 1e308 && abs(high) < 1e308)) {
        return FitFailure::NotFinite;
    }
    if (positive && !(low > 0)) {
        return FitFailure::NotPositive;
    }
    if (family == Family::Beta && !(low > 0 && low < 1 && high > 0 && high < 1)) {
        return FitFailure::NotBetweenZeroAndOne;
    }
    return low < high ? FitFailure::None : FitFailure::NotIncreasing;
}

}  // namespace

bool has_two_point_form(Family family) noexcept {
    return family == Family::Uniform || family == Family::Normal || family == Family::Lognormal ||
           family == Family::Gamma || family == Family::Beta;
}

bool has_one_point_form(Family family) noexcept {
    return family == Family::Halfnormal || family == Family::Exponential;
}

Fit fit_two_points(Family family, double low, double high) noexcept {
    if (!has_two_point_form(family)) {
        return failed(FitFailure::NotAFamilyOfTwoPoints);
    }
    const FitFailure wrong = check_points(family, low, high);
    if (wrong != FitFailure::None) {
        return failed(wrong);
    }
    if (family == Family::Gamma) {
        return fit_gamma(low, high);
    }
    if (family == Family::Beta) {
        return fit_beta(low, high);
    }
    if (family == Family::Uniform) {
        const double margin = (high - low) / 18;
        return {{low - margin, high + margin, 0}, FitFailure::None};
    }
    const bool logarithmic = family == Family::Lognormal;
    const double from = logarithmic ? log(low) : low;
    const double to = logarithmic ? log(high) : high;
    return {{from + (to - from) / 2, (to - from) / (2 * kScore95), 0}, FitFailure::None};
}

Fit fit_one_point(Family family, double high) noexcept {
    if (!has_one_point_form(family)) {
        return failed(FitFailure::NotAFamilyOfTwoPoints);
    }
    if (!(high < 1e308)) {
        return failed(FitFailure::NotFinite);
    }
    if (!(high > 1e-300)) {
        return failed(FitFailure::NotPositive);
    }
    const double parameter = family == Family::Halfnormal ? high / kScore975 : kLog20 / high;
    return {{parameter, 0, 0}, FitFailure::None};
}

std::string_view describe(FitFailure failure) noexcept {
    switch (failure) {
        case FitFailure::None:
            return "";
        case FitFailure::NotFinite:
            return "the points must be finite";
        case FitFailure::NotIncreasing:
            return "the 95 % point must lie above the 5 % point";
        case FitFailure::NotPositive:
            return "the points must be above 0";
        case FitFailure::NotBetweenZeroAndOne:
            return "the points must lie between 0 and 1";
        case FitFailure::TooNarrow:
            return "the points are too close together";
        case FitFailure::TooWide:
            return "the points are too far apart";
        case FitFailure::NotAFamilyOfTwoPoints:
            return "this distribution is not given by its 5 % and 95 % points";
    }
    return "";
}

}  // namespace jonbar::math
