#include "query/outcome_fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "query/intervals.h"

namespace jonbar {

namespace {

AnswerKind answer_kind(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::Truth:
            return AnswerKind::Truth;
        case OutcomeKind::Number:
            return AnswerKind::Number;
        case OutcomeKind::Choice:
            return AnswerKind::Choice;
        case OutcomeKind::Date:
            return AnswerKind::Date;
    }
    return AnswerKind::Truth;
}

/// The quarter in which a tick falls, counted from year 1: 4·(year − 1) + quarter − 1.
std::int64_t quarter_of(const Calendar& calendar, std::int64_t tick) {
    const Date date = calendar.date_of(tick);
    return (date.year - 1) * 4 + (date.month - 1) / 3;
}

/// Returns the key at `rank` of a sorted map of counts.
std::int64_t at_rank(const std::map<std::int64_t, std::uint64_t>& counts, std::uint64_t rank) {
    std::int64_t key = 0;
    for (const auto& [value, count] : counts) {
        key = value;
        if (rank < count) break;
        rank -= count;
    }
    return key;
}

}  // namespace

OutcomeFold::OutcomeFold(const program::Program& program, const program::OutcomeColumn& outcome)
    : name_(outcome.name),
      label_(outcome.label),
      unit_(outcome.unit),
      none_text_(outcome.none_text.empty() ? "nobody" : outcome.none_text),
      kind_(answer_kind(outcome.kind)),
      optional_(outcome.type.optional),
      duration_(outcome.type.base == BaseType::Duration),
      calendar_(program.calendar) {
    if (kind_ == AnswerKind::Truth) counts_.resize(2);
    if (kind_ == AnswerKind::Choice) {
        members_ = program.domains[outcome.type.domain.index].members;
        counts_.resize(members_.size());
    }
}

void OutcomeFold::add(double value) {
    ++total_;
    switch (kind_) {
        case AnswerKind::Truth:
            ++counts_[value != 0 ? 1 : 0];
            break;
        case AnswerKind::Choice:
            ++(value < 0 ? none_ : counts_[static_cast<std::size_t>(value)]);
            break;
        case AnswerKind::Date:
            ++(value == kNoDate ? none_ : dates_[static_cast<std::int64_t>(std::floor(value))]);
            break;
        case AnswerKind::Number:
            sum_.add(value);
            sum_of_squares_.add_square(value);
            bins_.add(value);
            break;
    }
}

void OutcomeFold::merge(const OutcomeFold& other) {
    total_ += other.total_;
    none_ += other.none_;
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    for (const auto& [tick, count] : other.dates_) dates_[tick] += count;
    sum_.merge(other.sum_);
    sum_of_squares_.merge(other.sum_of_squares_);
    bins_.merge(other.bins_);
}

void OutcomeFold::write(base::ByteWriter& out) const {
    out.number(static_cast<std::uint64_t>(kind_));
    out.number(total_);
    out.number(none_);
    out.number(counts_.size());
    for (const std::uint64_t count : counts_) out.number(count);
    if (kind_ == AnswerKind::Date) {
        out.number(dates_.size());
        for (const auto& [tick, count] : dates_) {
            out.signed_number(tick);
            out.number(count);
        }
    }
    if (kind_ == AnswerKind::Number) {
        sum_.write(out);
        sum_of_squares_.write(out);
        bins_.write(out);
    }
}

void OutcomeFold::read(base::ByteReader& in) {
    const std::uint64_t kind = in.number();
    total_ = in.number();
    none_ = in.number();
    const std::size_t counts = in.count();
    if (kind != static_cast<std::uint64_t>(kind_) || counts != counts_.size()) return in.refuse();
    std::uint64_t sum = none_;
    for (std::uint64_t& count : counts_) sum += count = in.number();
    dates_.clear();
    if (kind_ == AnswerKind::Date) {
        for (std::size_t left = in.count(2); left > 0; --left) {
            const std::int64_t tick = in.signed_number();
            sum += dates_[tick] = in.number();
        }
    }
    if (kind_ == AnswerKind::Number) {
        sum_.read(in);
        sum_of_squares_.read(in);
        bins_.read(in);
        sum += bins_.count();
    }
    if (sum != total_) in.refuse();
}

std::string OutcomeFold::text_of(double value) const {
    switch (kind_) {
        case AnswerKind::Truth:
            return value != 0 ? "yes" : "no";
        case AnswerKind::Choice:
            return value < 0 ? none_text_ : members_[static_cast<std::size_t>(value)].name;
        case AnswerKind::Date:
            return value == kNoDate
                       ? "never"
                       : calendar_.format(static_cast<std::int64_t>(std::floor(value)));
        case AnswerKind::Number:
            return fmt::format("{}", value);
    }
    return "";
}

OutcomeAnswer OutcomeFold::empty_answer() const {
    OutcomeAnswer answer;
    answer.name = name_;
    answer.label = label_;
    answer.unit = unit_;
    answer.kind = kind_;
    return answer;
}

OutcomeAnswer OutcomeFold::answer() const {
    OutcomeAnswer answer = empty_answer();
    answer.present = total_ - none_;
    switch (kind_) {
        case AnswerKind::Truth:
            answer.values.push_back({"yes", "yes", counts_[1], share_of(counts_[1], total_)});
            answer.values.push_back({"no", "no", counts_[0], share_of(counts_[0], total_)});
            break;
        case AnswerKind::Choice:
            for (std::size_t i = 0; i < members_.size(); ++i) {
                answer.values.push_back({members_[i].name, members_[i].label, counts_[i],
                                         share_of(counts_[i], total_)});
            }
            if (optional_)
                answer.values.push_back({none_text_, none_text_, none_, share_of(none_, total_)});
            break;
        case AnswerKind::Date:
            date_answer(answer);
            break;
        case AnswerKind::Number:
            number_answer(answer);
            break;
    }
    return answer;
}

void OutcomeFold::number_answer(OutcomeAnswer& answer) const {
    if (total_ == 0) return;
    const auto n = static_cast<double>(total_);
    const double sum = sum_.value();
    const double mean = sum / n;
    const double squares = sum_of_squares_.value() - sum * mean;
    answer.sd = total_ > 1 ? std::sqrt(std::max(0.0, squares / (n - 1))) : 0;
    answer.mean = mean_of(mean, answer.sd, total_);
    answer.least = bins_.bins().begin()->second.least;
    answer.greatest = bins_.bins().rbegin()->second.most;
    // The middle of a rank's stretch, so that rounding cannot reach the next one.
    const auto at_rank = [&](std::uint64_t rank) {
        return bins_.quantile((static_cast<double>(rank) + 0.5) / n);
    };
    for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
        const auto [low, high] = quantile_ranks(kQuantiles[i], total_);
        answer.quantiles[i] = {at_rank(quantile_rank(kQuantiles[i], total_)), at_rank(low),
                               at_rank(high)};
    }
}

void OutcomeFold::add_bins(OutcomeAnswer& answer,
                           const std::map<std::int64_t, std::uint64_t>& dates) const {
    std::map<std::int64_t, std::uint64_t> quarters;
    const std::int64_t last_step = std::max<std::int64_t>(calendar_.step_count - 1, 0);
    for (std::int64_t quarter = quarter_of(calendar_, calendar_.tick_of_step(0));
         quarter <= quarter_of(calendar_, calendar_.tick_of_step(last_step)); ++quarter) {
        quarters[quarter] = 0;
    }
    for (const auto& [tick, count] : dates) quarters[quarter_of(calendar_, tick)] += count;
    for (const auto& [quarter, count] : quarters) {
        const std::int64_t year = quarter >= 0 ? quarter / 4 : (quarter - 3) / 4;
        answer.bins.push_back(
            {static_cast<int>(year + 1), static_cast<int>(quarter - year * 4 + 1), count});
    }
}

void OutcomeFold::date_answer(OutcomeAnswer& answer) const {
    for (const auto& [tick, count] : dates_) {
        const std::string date = calendar_.format(tick);
        if (!answer.values.empty() && answer.values.back().value == date) {
            ValueShare& last = answer.values.back();
            last.count += count;
            last.share = share_of(last.count, total_);
        } else {
            answer.values.push_back({date, date, count, share_of(count, total_)});
        }
    }
    answer.values.push_back({"never", "never", none_, share_of(none_, total_)});
    add_bins(answer, dates_);
    if (answer.present == 0) return;
    double sum = 0;
    for (const auto& [tick, count] : dates_)
        sum += static_cast<double>(tick) * static_cast<double>(count);
    answer.mean.value = sum / static_cast<double>(answer.present);
    answer.least = static_cast<double>(dates_.begin()->first);
    answer.greatest = static_cast<double>(dates_.rbegin()->first);
    for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
        const auto [low, high] = quantile_ranks(kQuantiles[i], answer.present);
        const std::int64_t tick = at_rank(dates_, quantile_rank(kQuantiles[i], answer.present));
        answer.quantiles[i] = {static_cast<double>(tick), static_cast<double>(at_rank(dates_, low)),
                               static_cast<double>(at_rank(dates_, high))};
        answer.quantile_dates[i] = calendar_.format(tick);
    }
}

}  // namespace jonbar
