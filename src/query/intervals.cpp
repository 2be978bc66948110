#include "query/intervals.h"

#include <algorithm>
#include <cmath>

namespace jonbar {

double student_975(double freedom) {
    const double x = kNormal975;
    const double x2 = x * x;
    const double g1 = x * (x2 + 1) / 4;
    const double g2 = x * ((5 * x2 + 16) * x2 + 3) / 96;
    const double g3 = x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / 384;
    return x + g1 / freedom + g2 / (freedom * freedom) + g3 / (freedom * freedom * freedom);
}

Estimate share_of(std::uint64_t count, std::uint64_t total) {
    if (total == 0) return {0, 0, 1};
    const auto n = static_cast<double>(total);
    const double p = static_cast<double>(count) / n;
    const double z2 = kNormal975 * kNormal975;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = kNormal975 / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {p, count == 0 ? 0 : std::max(0.0, centre - half),
            count == total ? 1 : std::min(1.0, centre + half)};
}

Estimate mean_of(double mean, double sd, std::uint64_t count) {
    if (count < 2) return {mean, mean, mean};
    const auto n = static_cast<double>(count);
    const double half = student_975(n - 1) * sd / std::sqrt(n);
    return {mean, mean - half, mean + half};
}

std::uint64_t quantile_rank(double q, std::uint64_t count) {
    const double rank = std::ceil(q * static_cast<double>(count)) - 1;
    return static_cast<std::uint64_t>(std::clamp(rank, 0.0, static_cast<double>(count - 1)));
}

std::pair<std::uint64_t, std::uint64_t> quantile_ranks(double q, std::uint64_t count) {
    const auto n = static_cast<double>(count);
    const double half = kNormal975 * std::sqrt(n * q * (1 - q));
    const double low = std::floor(n * q - half);
    const double high = std::ceil(n * q + half) - 1;
    return {static_cast<std::uint64_t>(std::clamp(low, 0.0, n - 1)),
            static_cast<std::uint64_t>(std::clamp(high, 0.0, n - 1))};
}

}  // namespace jonbar
