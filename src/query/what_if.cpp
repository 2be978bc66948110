#include "query/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "model/model.h"
#include "query/series_fold.h"

namespace jonbar {

namespace {

std::string date_name(const program::FirstDate& date) {
    if (!date.option.empty() && date.kind == DeclarationKind::Vote)
        return fmt::format("{} elected {}", date.name, date.option);
    if (!date.option.empty()) return fmt::format("{}: {}", date.name, date.option);
    return date.kind == DeclarationKind::Vote ? date.name + " carried" : date.name;
}

}  // namespace

std::vector<program::Operand> WhatIfFold::columns(const program::Program& program) {
    std::vector<program::Operand> columns;
    for (const auto& outcome : program.outcomes) columns.push_back(outcome.column);
    for (const auto& date : program.first_dates) columns.push_back(date.column);
    for (const auto& column : program.switches) {
        if (column.offered.exists()) columns.push_back(column.offered);
    }
    return columns;
}

std::vector<inference::WorldSet> WhatIfFold::worlds(const program::Program& program) {
    std::vector<inference::WorldSet> worlds;
    for (std::size_t i = 0; i < program.switches.size(); ++i) {
        worlds.push_back(inference::WorldSet{1} << i);
    }
    return worlds;
}

WhatIfFold::WhatIfFold(const program::Program& program, const HistoryGroups& groups)
    : groups_(groups), median_weights_(whole_weights(groups)), calendar_(program.calendar) {
    const std::size_t count = groups.weights.size();
    groups_.sizes.assign(count, 0);
    for (const program::FirstDate& date : program.first_dates) {
        date_names_.push_back(date_name(date));
    }
    std::size_t column = program.outcomes.size() + program.first_dates.size();
    for (const program::SwitchColumns& one : program.switches) {
        World world;
        world.name = one.name;
        if (one.offered.exists()) world.offered_column = column++;
        world.unchanged.resize(count);
        world.never_offered.resize(count);
        for (const program::OutcomeColumn& outcome : program.outcomes) {
            world.outcomes.emplace_back(program, outcome, count);
        }
        world.timings.resize(program.first_dates.size());
        for (Timing& timing : world.timings) timing.groups.resize(count);
        worlds_.push_back(std::move(world));
    }
}

void WhatIfFold::add(const inference::HistoryInWorlds& history) {
    const std::size_t group = groups_.islands ? history.sample : 0;
    const std::uint64_t weight = median_weights_[group];
    ++groups_.sizes[group];
    for (std::size_t i = 0; i < worlds_.size(); ++i) {
        World& world = worlds_[i];
        const auto altered = history.in_world(i);
        world.unchanged[group] += std::isinf(history.touched[i]) ? 1U : 0U;
        if (world.offered_column != kNoColumn) {
            world.never_offered[group] += altered[world.offered_column] == 0 ? 1U : 0U;
        }
        for (std::size_t k = 0; k < world.outcomes.size(); ++k) {
            world.outcomes[k].add(group, weight, history.actual[k], altered[k]);
        }
        for (std::size_t k = 0; k < world.timings.size(); ++k) {
            const double before = history.actual[world.outcomes.size() + k];
            const double after = altered[world.outcomes.size() + k];
            if (before == after) continue;
            world.timings[k].groups[group].add(before, after);
            const double first = before == kNoDate  ? after
                                 : after == kNoDate ? before
                                                    : std::min(before, after);
            world.timings[k].changes.add(first, weight);
        }
    }
}

void WhatIfFold::merge(const WhatIfFold& other) {
    for (std::size_t i = 0; i < groups_.sizes.size(); ++i) {
        groups_.sizes[i] += other.groups_.sizes[i];
    }
    for (std::size_t i = 0; i < worlds_.size(); ++i) {
        World& world = worlds_[i];
        const World& more = other.worlds_[i];
        for (std::size_t group = 0; group < groups_.sizes.size(); ++group) {
            world.unchanged[group] += more.unchanged[group];
            world.never_offered[group] += more.never_offered[group];
            for (std::size_t k = 0; k < world.timings.size(); ++k) {
                world.timings[k].groups[group].merge(more.timings[k].groups[group]);
            }
        }
        for (std::size_t k = 0; k < world.outcomes.size(); ++k) {
            world.outcomes[k].merge(more.outcomes[k]);
        }
        for (std::size_t k = 0; k < world.timings.size(); ++k) {
            world.timings[k].changes.merge(more.timings[k].changes);
        }
    }
}

std::vector<WhatIfAnswer> WhatIfFold::answer() const {
    std::vector<WhatIfAnswer> answers;
    for (const World& world : worlds_) {
        WhatIfAnswer answer;
        answer.name = world.name;
        answer.unchanged = groups_.share(world.unchanged);
        answer.chooses = world.offered_column != kNoColumn;
        if (answer.chooses) answer.never_offered = groups_.share(world.never_offered);
        for (const OutcomeShiftFold& outcome : world.outcomes) {
            answer.outcomes.push_back(outcome.answer(groups_));
        }
        answer.timings = timings(world);
        answers.push_back(std::move(answer));
    }
    return answers;
}

std::vector<TimingShift> WhatIfFold::timings(const World& world) const {
    std::vector<std::pair<std::int64_t, TimingShift>> dated;
    for (std::size_t k = 0; k < world.timings.size(); ++k) {
        const Timing& timing = world.timings[k];
        const auto counts = [&](auto of) {
            std::vector<std::uint64_t> all;
            for (const DateMoves& moves : timing.groups) all.push_back(of(moves));
            return all;
        };
        const auto changed = counts([](const DateMoves& moves) { return moves.all(); });
        if (std::all_of(changed.begin(), changed.end(), [](auto count) { return count == 0; })) {
            continue;
        }
        TimingShift shift;
        shift.name = date_names_[k];
        shift.changed = groups_.share(changed);
        shift.sooner = groups_.weighted(counts([](const DateMoves& m) { return m.sooner; }));
        shift.later = groups_.weighted(counts([](const DateMoves& m) { return m.later; }));
        shift.gained = groups_.weighted(counts([](const DateMoves& m) { return m.gained; }));
        shift.lost = groups_.weighted(counts([](const DateMoves& m) { return m.lost; }));
        shift.median = timing.changes.median(calendar_);
        dated.emplace_back(timing.changes.median_tick(), std::move(shift));
    }
    std::stable_sort(dated.begin(), dated.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<TimingShift> shifts;
    for (auto& [tick, shift] : dated) shifts.push_back(std::move(shift));
    return shifts;
}

}  // namespace jonbar
