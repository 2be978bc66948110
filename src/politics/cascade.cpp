#include "politics/cascade.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "math/functions_inl.h"

namespace jonbar::politics {
namespace {

double weight_of(const CascadeCrowd& crowd, std::size_t person) {
    return crowd.weights.empty() ? 1 : crowd.weights[person];
}

}  // namespace

Cascade cascade(const CascadeCrowd& crowd) {
    const std::size_t n = crowd.thresholds.size();
    CHECK(crowd.weights.empty() || crowd.weights.size() == n);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return crowd.thresholds[left] < crowd.thresholds[right];
    });
    Cascade result{.joined = {0}, .round_of = std::vector<std::size_t>(n)};
    for (std::size_t person = 0; person < n; ++person) result.whole += weight_of(crowd, person);
    std::size_t next = 0;
    for (std::size_t round = 1;; ++round) {
        const std::size_t first = next;
        double joined = result.joined.back();
        while (next < n && crowd.thresholds[order[next]] <= result.joined.back()) {
            joined += weight_of(crowd, order[next]);
            result.round_of[order[next]] = round;
            ++next;
        }
        if (next == first) return result;
        result.joined.push_back(joined);
    }
}

double cascade_end(const CascadeCrowd& crowd) { return cascade(crowd).joined.back(); }

double normal_cascade(double mean, double sd) {
    CHECK(sd > 0);
    constexpr double kRootTwoPi = 2.50662827463100050242;
    const auto share = [&](double r) { return math::normal_cdf((r - mean) / sd); };
    // Below the mean share(r) - r is convex and above 0 at the start, so Newton's method climbs to
    // the first solution without passing it; where the slope turns up there is none so low.
    double r = 0;
    for (int step = 0; step < 200 && r < mean; ++step) {
        const double z = (r - mean) / sd;
        const double slope = math::exp(-0.5 * z * z) / (sd * kRootTwoPi) - 1;
        const double gap = share(r) - r;
        if (gap <= 0) return r;
        if (slope >= 0) break;
        const double after = r - gap / slope;
        if (after - r <= 1e-13) return after;
        if (after >= mean) break;
        r = after;
    }
    // Above, share(r) - r is concave and positive up to the solution: halve.
    double low = math::max(r, math::min(mean, 1.0));
    double high = 1;
    for (int step = 0; step < 60; ++step) {
        const double middle = 0.5 * (low + high);
        (share(middle) > middle ? low : high) = middle;
    }
    return high;
}

}  // namespace jonbar::politics
