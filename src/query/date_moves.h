// Dates in the actual and in an altered world: whether they come sooner, later, or in one world
// alone.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/dates.h"

namespace jonbar {

struct DateMoves {
    std::uint64_t sooner = 0, later = 0;  // in the altered world
    std::uint64_t gained = 0, lost = 0;   // only there; only in the actual one

    /// Adds one history: ticks, kNoDate for never.
    void add(double actual, double altered);
    void merge(const DateMoves& other);
    [[nodiscard]] std::uint64_t all() const { return sooner + later + gained + lost; }
};

/// Dates of weighed histories, by tick.
class WeighedDates {
  public:
    void add(double tick, std::uint64_t weight);
    void merge(const WeighedDates& other);
    /// Returns the first date with at least half of the weight at or before it, "" of none.
    [[nodiscard]] std::string median(const Calendar& calendar) const;
    [[nodiscard]] std::int64_t median_tick() const;

  private:
    std::map<std::int64_t, std::uint64_t> weights_;
};

}  // namespace jonbar
