// Forecasts of a fact and their scores.
//
// A forecast is a probability for each value that a fact might have had. The Brier score is Brier's
// own (1950, Monthly Weather Review 78:1–3): the sum over all values of (probability − came)², from
// 0 to 2. The log score is −log of the probability of what came. Both are proper: who reports what
// he believes does best.

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "jonbar/backtest.h"

namespace jonbar {

/// Returns the forecast of `effective` histories that had the values in these shares: (n·share + ½)
/// ÷ (n + K/2), K the number of values. So nothing is held for impossible because it was not seen.
/// Requires: shares of sum 1.
std::vector<double> smoothed(std::span<const double> shares, double effective);

/// Scores a forecast of which value `truth` came. Requires: a value; its probability is above 0.
ForecastScore score_of(std::span<const double> forecast, std::size_t truth);

/// Scores the forecast of `count` values that gives the one named the probability `named` and the
/// others the same share each of what is left. Requires: count > 1, 0 < named < 1.
ForecastScore point_score(std::size_t count, double named, bool came);

/// Sorts forecasts of single values into bins by their size: up to 2, 5, 10, 20, 30, 50, 70, 90 and
/// 100 %. Shares with Wilson's interval.
class Calibration {
  public:
    Calibration();
    void add(double forecast, bool came);
    /// Returns the bins that have something.
    [[nodiscard]] std::vector<CalibrationBin> bins() const;

  private:
    std::vector<CalibrationBin> bins_;
};

}  // namespace jonbar
