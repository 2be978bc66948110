#include "model/points.h"

#include <array>
#include <cmath>
#include <functional>

#include "math/functions_inl.h"

namespace jonbar {
namespace {

constexpr double kNormal95 = 1.6448536269514722;      // the normal's 95 % point
constexpr double kHalfNormal95 = 1.959963984540054;   // the half-normal's
constexpr double kExponential95 = 2.995732273553991;  // log(20)

struct Family {
    std::string_view name;
    Distribution distribution;
    std::size_t parameters;
};

constexpr std::array kFamilies = {
    Family{"uniform", Distribution::Uniform, 2},
    Family{"normal", Distribution::Normal, 2},
    Family{"lognormal", Distribution::LogNormal, 2},
    Family{"halfnormal", Distribution::HalfNormal, 1},
    Family{"beta", Distribution::Beta, 2},
    Family{"gamma", Distribution::Gamma, 2},
    Family{"exponential", Distribution::Exponential, 1},
    Family{"triangular", Distribution::Triangular, 3},
    Family{"bernoulli", Distribution::Bernoulli, 1},
    Family{"binomial", Distribution::Binomial, 2},
    Family{"poisson", Distribution::Poisson, 1},
};

}  // namespace

std::optional<Distribution> find_distribution(std::string_view name) {
    for (const Family& family : kFamilies) {
        if (family.name == name) return family.distribution;
    }
    return std::nullopt;
}

std::string_view distribution_name(Distribution distribution) {
    for (const Family& family : kFamilies) {
        if (family.distribution == distribution) return family.name;
    }
    return {};
}

std::size_t parameter_count(Distribution distribution) {
    for (const Family& family : kFamilies) {
        if (family.distribution == distribution) return family.parameters;
    }
    return 0;
}

std::optional<std::vector<double>> solve_points(Distribution family, double low, double high) {
    using Parameters = std::vector<double>;
    switch (family) {
        case Distribution::Uniform: {
            if (!(low < high)) return std::nullopt;
            const double margin = (high - low) / 18;  // 5 % of the whole is a 18th of the 90 %
            return Parameters{low - margin, high + margin};
        }
        case Distribution::Normal:
            if (!(low < high)) return std::nullopt;
            return Parameters{(low + high) / 2, (high - low) / (2 * kNormal95)};
        case Distribution::LogNormal: {
            if (!(0 < low && low < high)) return std::nullopt;
            const double log_low = math::log(low);
            const double log_high = math::log(high);
            return Parameters{(log_low + log_high) / 2, (log_high - log_low) / (2 * kNormal95)};
        }
        case Distribution::HalfNormal:
            if (!(high > 0)) return std::nullopt;
            return Parameters{high / kHalfNormal95};
        case Distribution::Exponential:
            if (!(high > 0)) return std::nullopt;
            return Parameters{kExponential95 / high};
        case Distribution::Gamma:
        case Distribution::Beta:
        case Distribution::Triangular:
        case Distribution::Bernoulli:
        case Distribution::Binomial:
        case Distribution::Poisson:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace jonbar
