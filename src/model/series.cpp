#include "model/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/expressions.h"
#include "model/fold.h"
#include "model/instances.h"

namespace jonbar {
namespace {

/// Cells times steps of a series, which a run looks up.
constexpr std::uint64_t kFigureStepsMax = 4'000'000;

bool is_finer(DatePrecision precision, CalendarUnit period) {
    switch (period) {
        case CalendarUnit::Year:
            return precision != DatePrecision::Year;
        case CalendarUnit::Quarter:
            return precision == DatePrecision::Month || precision == DatePrecision::Day;
        case CalendarUnit::Month:
            return precision == DatePrecision::Day;
        case CalendarUnit::Week:
        case CalendarUnit::Day:
            return false;
    }
    return false;
}

/// Tells whether some step of the history begins within one of the figures.
bool has_figure(const Calendar& calendar, const std::vector<Figure>& figures) {
    return std::any_of(figures.begin(), figures.end(), [&calendar](const Figure& figure) {
        std::int64_t step = std::max<std::int64_t>(calendar.step_of(figure.first_tick), 0);
        if (calendar.tick_of_step(step) < figure.first_tick) ++step;
        return step < calendar.step_count && calendar.tick_of_step(step) < figure.end_tick;
    });
}

class Series {
  public:
    Series(Context& context, ModuleIndex home, const ast::SeriesDecl& series, StateId id)
        : context_(context), home_(home), series_(series), id_(id) {}

    void set() {
        const State& state = context_.model.at(id_);
        if (!check_form(state) || series_.rows.empty()) return fail();  // a file that was wrong
        const std::uint64_t cells = tuple_count(context_.model, state.indices);
        const auto steps = static_cast<std::uint64_t>(context_.model.calendar.step_count);
        if (cells > kFigureStepsMax / steps) {
            context_.error(kTooLarge, state.span,
                           fmt::format("{} cells over {} steps are more than {}", cells, steps,
                                       kFigureStepsMax),
                           "expected fewer entities, or longer steps");
            return fail();
        }
        entries_.resize(cells);
        read_columns();
        for (const ast::SeriesRow& row : series_.rows) set_row(row);
        std::vector<std::vector<Figure>> figures;
        for (const auto& entries : entries_) figures.push_back(figures_of(entries));
        context_.model.states[id_.index].figures = std::move(figures);
        if (!wrong_) check_span();
        if (wrong_) fail();
    }

  private:
    /// What a file says of one cell from a date on; no value: that it knows none.
    struct Entry {
        std::int64_t end_tick = 0;  // if no other date follows
        std::optional<double> value;
        Span span;
    };

    void fail() { context_.states[id_.index].failed = true; }

    bool check_form(const State& state) {
        const Calendar& calendar = context_.model.calendar;
        if (state.type.set) {
            context_.error(kWrongType, series_.type.type.span, "a series has no sets",
                           "expected real, int, bool, date, an enum or a kind");
            return false;
        }
        const bool fine =
            series_.period == CalendarUnit::Day || series_.period == CalendarUnit::Week;
        if (fine && !calendar.counts_days()) {
            context_.error(kFinerThanStep, state.span,
                           fmt::format("a series by {} in a history by {}",
                                       unit_name(series_.period), unit_name(calendar.unit)),
                           "expected by month, quarter or year");
            return false;
        }
        return true;
    }

    std::optional<std::uint32_t> member(const ast::Name& name, DomainId domain) {
        const Domain& all = context_.model.at(domain);
        std::vector<std::string> candidates;
        for (std::uint32_t i = 0; i < all.members.size(); ++i) {
            if (all.members[i].name == name.text) return i;
            candidates.push_back(all.members[i].name);
        }
        context_.unknown(kUnknownName, name, all.name, candidates);
        wrong_ = true;
        return std::nullopt;
    }

    void read_columns() {
        std::map<std::uint32_t, Span> seen;
        for (const ast::Name& name : series_.columns) {
            columns_.push_back(member(name, context_.model.at(id_).indices.front()));
            if (!columns_.back() || seen.emplace(*columns_.back(), name.span).second) continue;
            context_.error(kDeclaredTwice, name.span,
                           fmt::format("the column `{}` stands twice", name.text));
            wrong_ = true;
            columns_.back().reset();
        }
    }

    void set_row(const ast::SeriesRow& row) {
        const ast::Tree& tree = context_.tree(home_);
        const auto* written = std::get_if<ast::DateExpr>(&tree[row.date].node);
        const Span date_span = tree[row.date].span;
        if (written == nullptr || is_finer(written->date.written.precision, series_.period)) {
            context_.error(
                kWrongDate, date_span,
                fmt::format("this is no date of a series by {}", unit_name(series_.period)),
                fmt::format("expected {}", example()));
            wrong_ = true;
            return;
        }
        const Calendar& calendar = context_.model.calendar;
        const std::int64_t tick = calendar.tick_of(first_of(written->date));
        const std::int64_t end = std::max(add_units(tick, 1, series_.period, calendar),
                                          calendar.tick_of(end_of(last_of(written->date))));
        const State& state = context_.model.at(id_);
        Tuple tuple;
        for (std::size_t i = 0; i < row.entities.size(); ++i) {
            const auto found = member(row.entities[i], state.indices[i]);
            if (!found) return;
            tuple.push_back(*found);
        }
        for (std::size_t i = 0; i < row.figures.size(); ++i) {
            if (!columns_.empty()) {
                if (!columns_[i]) continue;
                tuple = {*columns_[i]};
            }
            Entry entry;
            entry.end_tick = end;
            entry.span = date_span;
            if (row.figures[i].valid()) entry.value = value_of(row.figures[i]);
            add(cell_index(context_.model, context_.model.at(id_), tuple), tick, entry);
        }
    }

    void add(std::uint32_t cell, std::int64_t tick, const Entry& entry) {
        const auto [known, is_new] = entries_[cell].try_emplace(tick, entry);
        if (is_new) return;
        context_.error(
            kFigureTwice, entry.span,
            fmt::format("there is a figure for {} already", context_.model.calendar.format(tick)),
            "it is at " + context_.place(known->second.span));
        wrong_ = true;
    }

    std::optional<double> value_of(ast::ExprId id) {
        Scope scope;
        scope.home = home_;
        scope.frame = frame();
        const Type type = context_.model.at(id_).type;
        const Checked value = Expressions(context_, scope)
                                  .check_as(id, type, fmt::format("a figure of `{}`", name()));
        wrong_ |= value.bad;
        if (value.bad) return std::nullopt;
        const std::optional<double> known = fold(context_.model, value.id, {}, FoldState::No);
        const Span span = context_.tree(home_)[id].span;
        if (!known) {
            context_.error(kNotConstant, span, "a figure must be known before the run",
                           "expected a number, a word or a date");
            wrong_ = true;
            return std::nullopt;
        }
        const State& state = context_.model.at(id_);
        if ((state.low && *known < *state.low) || (state.high && *known > *state.high)) {
            context_.error(kWrongBounds, span, "this figure is outside the range of its series",
                           fmt::format("expected {} to {}", *state.low, *state.high));
            wrong_ = true;
        }
        return known;
    }

    static std::vector<Figure> figures_of(const std::map<std::int64_t, Entry>& entries) {
        std::vector<Figure> figures;
        for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
            const auto next = std::next(entry);
            const std::int64_t end = next == entries.end() ? entry->second.end_tick : next->first;
            if (entry->second.value) figures.push_back({entry->first, end, *entry->second.value});
        }
        return figures;
    }

    void check_span() {
        const State& state = context_.model.at(id_);
        const Calendar& calendar = context_.model.calendar;
        const bool any = std::any_of(
            state.figures.begin(), state.figures.end(),
            [&](const std::vector<Figure>& figures) { return has_figure(calendar, figures); });
        if (any) return;
        context_.error(kNoFigure, series_.file.span,
                       fmt::format("`{}` has no figure between {} and {}", name(),
                                   calendar.format(calendar.first_tick),
                                   calendar.format(calendar.tick_of_step(calendar.step_count - 1))),
                       "expected figures of the history's own time");
        wrong_ = true;
    }

    FrameId frame() {
        if (!frame_.exists()) frame_ = context_.add_frame();
        return frame_;
    }
    [[nodiscard]] const std::string& name() const { return series_.name.text; }

    [[nodiscard]] std::string_view example() const {
        switch (series_.period) {
            case CalendarUnit::Year:
                return "a year, as in 1936";
            case CalendarUnit::Quarter:
                return "a quarter or a year, as in 1936-Q2";
            case CalendarUnit::Month:
                return "a month, a quarter or a year, as in 1936-07";
            case CalendarUnit::Week:
            case CalendarUnit::Day:
                return "a date, as in 1936-07-18";
        }
        return "";
    }

    Context& context_;
    ModuleIndex home_;
    const ast::SeriesDecl& series_;
    StateId id_;
    FrameId frame_;
    std::vector<std::optional<std::uint32_t>> columns_;
    std::vector<std::map<std::int64_t, Entry>> entries_;  // by cell and tick
    bool wrong_ = false;
};

}  // namespace

void set_series(Context& context, ModuleIndex home, const ast::SeriesDecl& series) {
    const Symbol* symbol = context.find(home, series.name.text);
    if (symbol == nullptr || symbol->kind != Symbol::Kind::State ||
        symbol->span != series.name.span || context.states[symbol->index].bad)
        return;
    Series(context, home, series, StateId{symbol->index}).set();
}

void check_series_read(Context& context) {
    const Model& model = context.model;
    for (std::size_t i = 0; i < model.expressions.size(); ++i) {
        const Expression& read = model.expressions[i];
        if (read.kind != ExpressionKind::Load) continue;
        const State& state = model.at(read.state);
        if (state.role != StateRole::Series || context.states[read.state.index].failed) continue;
        Tuple tuple;
        for (const ExpressionId argument : read.args) {
            const Expression& member = model.at(argument);
            if (member.kind == ExpressionKind::Number && member.number >= 0)
                tuple.push_back(static_cast<std::uint32_t>(member.number));
        }
        if (tuple.size() != state.indices.size()) continue;
        if (has_figure(model.calendar, state.figures[cell_index(model, state, tuple)])) continue;
        context.error(kNoFigure, read.span,
                      fmt::format("`{}` has no figure of this in the whole history", state.name),
                      "expected a row or column of its file");
    }
}

std::optional<double> figure_at(const State& series, std::size_t cell, std::int64_t tick) {
    for (const Figure& figure : series.figures[cell]) {
        if (figure.first_tick <= tick && tick < figure.end_tick) return figure.value;
    }
    return std::nullopt;
}

}  // namespace jonbar
