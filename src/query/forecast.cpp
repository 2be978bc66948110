#include "query/forecast.h"

#include <array>
#include <cmath>

#include "base/check.h"
#include "math/functions_inl.h"
#include "query/intervals.h"

namespace jonbar {

std::vector<double> smoothed(std::span<const double> shares, double effective) {
    std::vector<double> forecast;
    const double all = effective + static_cast<double>(shares.size()) / 2;
    for (const double share : shares) forecast.push_back((effective * share + 0.5) / all);
    return forecast;
}

ForecastScore score_of(std::span<const double> forecast, std::size_t truth) {
    CHECK(truth < forecast.size());
    ForecastScore score;
    score.probability = forecast[truth];
    score.log_score = -math::log(score.probability);
    score.rank = 0;
    for (std::size_t i = 0; i < forecast.size(); ++i) {
        const double error = forecast[i] - (i == truth ? 1 : 0);
        score.brier += error * error;
        if (forecast[i] >= score.probability) ++score.rank;
    }
    return score;
}

ForecastScore point_score(std::size_t count, double named, bool came) {
    std::vector<double> forecast(count, (1 - named) / static_cast<double>(count - 1));
    forecast[0] = named;
    return score_of(forecast, came ? 0 : 1);
}

Calibration::Calibration() {
    constexpr std::array<double, 10> kBounds = {0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1};
    for (std::size_t i = 0; i + 1 < kBounds.size(); ++i) {
        CalibrationBin bin;
        bin.low = kBounds[i];
        bin.high = kBounds[i + 1];
        bins_.push_back(bin);
    }
}

void Calibration::add(double forecast, bool came) {
    std::size_t bin = 0;
    while (bin + 1 < bins_.size() && forecast > bins_[bin].high) ++bin;
    ++bins_[bin].count;
    bins_[bin].mean += forecast;  // the sum, until `bins` divides it
    if (came) ++bins_[bin].came;
}

std::vector<CalibrationBin> Calibration::bins() const {
    std::vector<CalibrationBin> found;
    for (CalibrationBin bin : bins_) {
        if (bin.count == 0) continue;
        bin.mean /= static_cast<double>(bin.count);
        bin.share = share_of(bin.came, bin.count);
        found.push_back(bin);
    }
    return found;
}

}  // namespace jonbar
