#include "query/outcome_shift.h"

#include "model/model.h"
#include "query/outcome_fold.h"

namespace jonbar {

OutcomeShiftFold::OutcomeShiftFold(const program::Program& program,
                                   const program::OutcomeColumn& outcome, std::size_t group_count)
    : calendar_(program.calendar), groups_(group_count) {
    const OutcomeAnswer known = OutcomeFold(program, outcome).answer();
    empty_.name = known.name;
    empty_.label = known.label;
    empty_.unit = known.unit;
    empty_.kind = known.kind;
    if (known.kind == AnswerKind::Truth || known.kind == AnswerKind::Choice) {
        for (const ValueShare& value : known.values) {
            empty_.values.push_back({value.value, value.label, {}, {}, {}});
        }
        for (Cells& cells : groups_) cells.flow.resize(known.values.size() * known.values.size());
    }
}

/// Returns which of the values a value is: of a truth yes is the first, of a choice none the last.
std::size_t OutcomeShiftFold::slot(double value) const {
    if (empty_.kind == AnswerKind::Truth) return value != 0 ? 0 : 1;
    return value < 0 ? empty_.values.size() - 1 : static_cast<std::size_t>(value);
}

void OutcomeShiftFold::add(std::size_t group, std::uint64_t weight, double actual, double altered) {
    Cells& cells = groups_[group];
    switch (empty_.kind) {
        case AnswerKind::Truth:
        case AnswerKind::Choice:
            ++cells.flow[slot(actual) * empty_.values.size() + slot(altered)];
            break;
        case AnswerKind::Number:
            cells.moves.sooner += altered < actual ? 1U : 0U;
            cells.moves.later += actual < altered ? 1U : 0U;
            cells.actual.add(actual);
            cells.altered.add(altered);
            cells.difference.add(altered - actual);
            cells.actual_squares.add_square(actual);
            cells.altered_squares.add_square(altered);
            cells.difference_squares.add_square(altered - actual);
            break;
        case AnswerKind::Date:
            cells.moves.add(actual, altered);
            if (actual != kNoDate) {
                ++cells.actual_dated;
                actual_dates_.add(actual, weight);
            }
            if (altered != kNoDate) {
                ++cells.altered_dated;
                altered_dates_.add(altered, weight);
            }
            break;
    }
}

void OutcomeShiftFold::merge(const OutcomeShiftFold& other) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        Cells& cells = groups_[i];
        const Cells& more = other.groups_[i];
        for (std::size_t k = 0; k < cells.flow.size(); ++k) cells.flow[k] += more.flow[k];
        cells.moves.merge(more.moves);
        cells.actual_dated += more.actual_dated;
        cells.altered_dated += more.altered_dated;
        cells.actual.merge(more.actual);
        cells.altered.merge(more.altered);
        cells.difference.merge(more.difference);
        cells.actual_squares.merge(more.actual_squares);
        cells.altered_squares.merge(more.altered_squares);
        cells.difference_squares.merge(more.difference_squares);
    }
    actual_dates_.merge(other.actual_dates_);
    altered_dates_.merge(other.altered_dates_);
}

template <typename Of>
auto OutcomeShiftFold::by_group(Of of) const {
    std::vector<decltype(of(groups_.front()))> all;
    for (const Cells& cells : groups_) all.push_back(of(cells));
    return all;
}

OutcomeShift OutcomeShiftFold::answer(const HistoryGroups& groups) const {
    OutcomeShift shift = empty_;
    switch (shift.kind) {
        case AnswerKind::Truth:
        case AnswerKind::Choice:
            add_values(groups, shift);
            break;
        case AnswerKind::Number:
            add_means(groups, shift);
            break;
        case AnswerKind::Date:
            add_dates(groups, shift);
            break;
    }
    return shift;
}

void OutcomeShiftFold::add_values(const HistoryGroups& groups, OutcomeShift& shift) const {
    const std::size_t count = shift.values.size();
    /// The histories whose flow runs from and to these values.
    const auto flowing = [&](auto wanted) {
        return by_group([&](const Cells& cells) {
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < cells.flow.size(); ++i) {
                sum += wanted(i / count, i % count) ? cells.flow[i] : 0;
            }
            return sum;
        });
    };
    shift.changed = groups.share(flowing([](auto from, auto to) { return from != to; }));
    for (std::size_t k = 0; k < count; ++k) {
        ValueShift& value = shift.values[k];
        value.actual = groups.share(flowing([k](auto from, auto) { return from == k; }));
        value.altered = groups.share(flowing([k](auto, auto to) { return to == k; }));
        value.difference =
            groups.difference(flowing([k](auto from, auto to) { return from != k && to == k; }),
                              flowing([k](auto from, auto to) { return from == k && to != k; }));
        shift.flow.emplace_back();
        for (std::size_t to_slot = 0; to_slot < count; ++to_slot) {
            shift.flow.back().push_back(groups.weighted(
                flowing([&](auto from, auto to) { return from == k && to == to_slot; })));
        }
    }
}

void OutcomeShiftFold::add_means(const HistoryGroups& groups, OutcomeShift& shift) const {
    const auto mean = [&](auto sum, auto square) {
        math::ExactSum squares;
        for (const Cells& cells : groups_) squares.merge(cells.*square);
        return groups.mean(by_group([&](const Cells& cells) { return (cells.*sum).value(); }),
                           squares.value());
    };
    shift.actual_mean = mean(&Cells::actual, &Cells::actual_squares);
    shift.altered_mean = mean(&Cells::altered, &Cells::altered_squares);
    shift.mean_difference = mean(&Cells::difference, &Cells::difference_squares);
    shift.changed = groups.share(by_group([](const Cells& cells) { return cells.moves.all(); }));
    shift.sooner = groups.weighted(by_group([](const Cells& cells) { return cells.moves.sooner; }));
    shift.later = groups.weighted(by_group([](const Cells& cells) { return cells.moves.later; }));
}

void OutcomeShiftFold::add_dates(const HistoryGroups& groups, OutcomeShift& shift) const {
    const auto gained = by_group([](const Cells& cells) { return cells.moves.gained; });
    const auto lost = by_group([](const Cells& cells) { return cells.moves.lost; });
    const auto actual = by_group([](const Cells& cells) { return cells.actual_dated; });
    const auto altered = by_group([](const Cells& cells) { return cells.altered_dated; });
    shift.values = {{"ever", "ever", groups.share(actual), groups.share(altered),
                     groups.difference(gained, lost)}};
    shift.changed = groups.share(by_group([](const Cells& cells) { return cells.moves.all(); }));
    shift.sooner = groups.weighted(by_group([](const Cells& cells) { return cells.moves.sooner; }));
    shift.later = groups.weighted(by_group([](const Cells& cells) { return cells.moves.later; }));
    shift.gained = groups.weighted(gained);
    shift.lost = groups.weighted(lost);
    shift.actual_median = actual_dates_.median(calendar_);
    shift.altered_median = altered_dates_.median(calendar_);
}

}  // namespace jonbar
