#include "query/date_moves.h"

#include <cmath>

#include "model/model.h"

namespace jonbar {

void DateMoves::add(double actual, double altered) {
    if (actual == altered) return;
    if (actual == kNoDate) {
        ++gained;
    } else if (altered == kNoDate) {
        ++lost;
    } else {
        ++(altered < actual ? sooner : later);
    }
}

void DateMoves::merge(const DateMoves& other) {
    sooner += other.sooner;
    later += other.later;
    gained += other.gained;
    lost += other.lost;
}

void WeighedDates::add(double tick, std::uint64_t weight) {
    weights_[static_cast<std::int64_t>(std::floor(tick))] += weight;
}

void WeighedDates::merge(const WeighedDates& other) {
    for (const auto& [tick, weight] : other.weights_) weights_[tick] += weight;
}

std::int64_t WeighedDates::median_tick() const {
    std::uint64_t sum = 0, below = 0;
    for (const auto& [tick, weight] : weights_) sum += weight;
    for (const auto& [tick, weight] : weights_) {
        below += weight;
        if (2 * below >= sum) return tick;
    }
    return 0;
}

std::string WeighedDates::median(const Calendar& calendar) const {
    return weights_.empty() ? "" : calendar.format(median_tick());
}

}  // namespace jonbar
