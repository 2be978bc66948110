// The distribution of an outcome over islands (OutcomeFold::answer_of_islands).

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "query/outcome_fold.h"
#include "query/spread.h"

namespace jonbar {

namespace {

/// Some of the histories of an island: those whose numbers lie from `least` to `most`, evenly.
struct Stretch {
    double least = 0, most = 0;
    double share = 0;  // of the island's histories
};

/// Returns the share of what lies at or below x, taking a stretch to be spread evenly.
double share_below(const std::vector<Stretch>& stretches, double x) {
    double sum = 0;
    for (const Stretch& stretch : stretches) {
        if (stretch.most <= x) {
            sum += stretch.share;
        } else if (stretch.least <= x) {
            sum += stretch.share * (x - stretch.least) / (stretch.most - stretch.least);
        }
    }
    return sum;
}

/// Returns the least x with at least `share` at or below it. Requires: some stretch, in ascending
/// order.
double quantile_of(const std::vector<Stretch>& stretches, double share) {
    double before = 0;
    for (const Stretch& stretch : stretches) {
        if (before + stretch.share >= share && stretch.share > 0) {
            const double part = std::clamp((share - before) / stretch.share, 0.0, 1.0);
            return stretch.least + (stretch.most - stretch.least) * part;
        }
        before += stretch.share;
    }
    return stretches.back().most;
}

}  // namespace

class IslandAnswer {
  public:
    IslandAnswer(std::span<const OutcomeFold> islands, std::span<const double> weights,
                 double independent)
        : islands_(islands), weights_(weights), independent_(independent) {
        for (const OutcomeFold& island : islands) {
            all_ += static_cast<double>(island.total_);
            present_.push_back(share(island, island.total_ - island.none_));
        }
    }

    OutcomeAnswer make() {
        const OutcomeFold& first = islands_.front();
        answer_ = first.empty_answer();
        answer_.present = count_of(spread_mean(weights_, present_).value);
        switch (answer_.kind) {
            case AnswerKind::Truth:
                add_value("yes", "yes", [](const OutcomeFold& fold) { return fold.counts_[1]; });
                add_value("no", "no", [](const OutcomeFold& fold) { return fold.counts_[0]; });
                break;
            case AnswerKind::Choice:
                for (std::size_t i = 0; i < first.members_.size(); ++i) {
                    add_value(first.members_[i].name, first.members_[i].label,
                              [i](const OutcomeFold& fold) { return fold.counts_[i]; });
                }
                if (first.optional_) add_none(first.none_text_);
                break;
            case AnswerKind::Date:
                date_answer();
                break;
            case AnswerKind::Number:
                number_answer();
                break;
        }
        return std::move(answer_);
    }

  private:
    using Count = std::function<std::uint64_t(const OutcomeFold&)>;

    /// Of an island that met nothing of the record, which weighs nothing, 0.
    static double share(const OutcomeFold& island, std::uint64_t count) {
        if (island.total_ == 0) return 0;
        return static_cast<double>(count) / static_cast<double>(island.total_);
    }
    std::uint64_t count_of(double share_of_all) const {
        return static_cast<std::uint64_t>(std::llround(share_of_all * all_));
    }

    void add_value(const std::string& value, const std::string& label, const Count& count) {
        std::vector<double> shares;
        for (const OutcomeFold& island : islands_) shares.push_back(share(island, count(island)));
        const Estimate estimate = as_share(spread_mean(weights_, shares), independent_);
        answer_.values.push_back({value, label, count_of(estimate.value), estimate});
    }

    void add_none(const std::string& text) {
        add_value(text, text, [](const OutcomeFold& fold) { return fold.none_; });
    }

    void number_answer() {
        std::vector<double> means, squares;
        std::map<std::uint32_t, Stretch> merged;
        for (std::size_t i = 0; i < islands_.size(); ++i) {
            const OutcomeFold& island = islands_[i];
            const auto n = static_cast<double>(std::max<std::uint64_t>(island.total_, 1));
            means.push_back(island.sum_.value() / n);
            squares.push_back(island.sum_of_squares_.value() / n);
            std::vector<Stretch>& stretches = stretches_.emplace_back();
            for (const auto& [key, bin] : island.bins_.bins()) {
                stretches.push_back({bin.least, bin.most, share(island, bin.count)});
                if (weights_[i] == 0) continue;
                const auto [at, is_new] = merged.try_emplace(key, Stretch{bin.least, bin.most, 0});
                at->second.least = std::min(at->second.least, bin.least);
                at->second.most = std::max(at->second.most, bin.most);
                at->second.share += weights_[i] * stretches.back().share;
            }
        }
        answer_.mean = spread_mean(weights_, means);
        const double square = spread_mean(weights_, squares).value;
        const double mean = answer_.mean.value;
        answer_.sd = std::sqrt(std::max(0.0, square - mean * mean));
        std::vector<Stretch> all;
        for (const auto& [key, stretch] : merged) all.push_back(stretch);
        quantiles(all);
    }

    void date_answer() {
        std::map<std::int64_t, double> merged;
        for (std::size_t i = 0; i < islands_.size(); ++i) {
            std::vector<Stretch>& stretches = stretches_.emplace_back();
            for (const auto& [tick, count] : islands_[i].dates_) {
                const auto at = static_cast<double>(tick);
                stretches.push_back({at, at, share(islands_[i], count)});
                if (weights_[i] > 0) merged[tick] += weights_[i] * stretches.back().share;
            }
        }
        const Calendar& calendar = islands_.front().calendar_;
        std::map<std::string, std::vector<std::int64_t>> ticks_of;
        std::vector<std::string> dates;
        for (const auto& [tick, weight] : merged) {
            const std::string date = calendar.format(tick);
            if (ticks_of[date].empty()) dates.push_back(date);
            ticks_of[date].push_back(tick);
        }
        for (const std::string& date : dates) {
            add_value(date, date, [&](const OutcomeFold& fold) {
                std::uint64_t count = 0;
                for (const std::int64_t tick : ticks_of[date]) {
                    const auto found = fold.dates_.find(tick);
                    count += found == fold.dates_.end() ? 0 : found->second;
                }
                return count;
            });
        }
        add_none("never");
        std::map<std::int64_t, std::uint64_t> counts;
        for (const auto& [tick, weight] : merged) counts[tick] = count_of(weight);
        islands_.front().add_bins(answer_, counts);
        if (merged.empty()) return;
        std::vector<Stretch> all;
        double has_one = 0, sum = 0;
        for (const auto& [tick, weight] : merged) {
            const auto at = static_cast<double>(tick);
            all.push_back({at, at, weight});
            has_one += weight;
            sum += weight * at;
        }
        answer_.mean.value = sum / has_one;
        for (Stretch& stretch : all) stretch.share /= has_one;
        quantiles(all);
        for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
            answer_.quantile_dates[i] =
                calendar.format(static_cast<std::int64_t>(answer_.quantiles[i].value));
        }
    }

    /// Fills least, greatest and the quantiles, with Woodruff's (1952) intervals: those of the
    /// share below a quantile, as quantiles. `all` is of the histories that have a value.
    void quantiles(const std::vector<Stretch>& all) {
        answer_.least = all.front().least;
        answer_.greatest = all.back().most;
        for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
            const double value = quantile_of(all, kQuantiles[i]);
            std::vector<double> below;
            for (const std::vector<Stretch>& stretches : stretches_)
                below.push_back(share_below(stretches, value));
            const Estimate share = spread_ratio(weights_, below, present_);
            const double half = share.high - share.value;
            answer_.quantiles[i] = {value, quantile_of(all, std::max(kQuantiles[i] - half, 0.0)),
                                    quantile_of(all, std::min(kQuantiles[i] + half, 1.0))};
        }
    }

    std::span<const OutcomeFold> islands_;
    std::span<const double> weights_;
    double independent_ = 0, all_ = 0;
    std::vector<double> present_;                  // by island: share with a value
    std::vector<std::vector<Stretch>> stretches_;  // by island
    OutcomeAnswer answer_;
};

OutcomeAnswer OutcomeFold::answer_of_islands(std::span<const OutcomeFold> islands,
                                             std::span<const double> weights, double independent) {
    return IslandAnswer(islands, weights, independent).make();
}

}  // namespace jonbar
