#include "language/format_question.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "language/words.h"

namespace jonbar::ast {
namespace {

// A range in the words of its window: a date, `A..B`, `A to B`.
Doc range_doc(const ExprWriter& write, const WindowRange& range, WindowKind kind) {
    if (!range.to.valid()) return write.expr(range.from);
    return concat({write.expr(range.from), text(kind == WindowKind::FromTo ? " to " : ".."),
                   write.expr(range.to)});
}

Doc window_doc(const ExprWriter& write, const Window& window) {
    Doc word = text(fmt::format("{} ", word_of(window.kind)));
    if (!window.either)
        return concat({std::move(word), range_doc(write, window.ranges.front(), window.kind)});
    std::vector<Doc> inside;
    for (const WindowRange& range : window.ranges) {
        std::vector<Doc> parts{range_doc(write, range, window.kind), text(": "),
                               write.expr(range.weight)};
        for (Doc& clause : write.evidence(range.evidence)) {
            parts.push_back(text(" "));
            parts.push_back(std::move(clause));
        }
        inside.push_back(inside.empty() ? line() : wide_line());
        inside.push_back(concat(std::move(parts)));
    }
    return group({std::move(word), text("either {"), nest(std::move(inside)), line(), text("}")});
}

class InterventionWriter {
  public:
    explicit InterventionWriter(const ExprWriter& write) : write_(write) {}

    Doc operator()(const AtIntervention& i) const {
        return concat({text("at "), write_.expr(i.date)});
    }
    Doc operator()(const SetIntervention& i) const {
        return with_clause(assigned("set ", i.place, i.value), at(i.date));
    }
    Doc operator()(const HoldIntervention& i) const {
        return with_clause(assigned("hold ", i.place, i.value), from_to(i.from, i.to));
    }
    Doc operator()(const BlockIntervention& i) const {
        return with_clause(concat({text("block "), write_.expr(i.target)}), from_to(i.from, i.to));
    }
    Doc operator()(const ForceIntervention& i) const {
        return with_clause(concat({text("force "), write_.expr(i.target)}), at(i.date));
    }
    Doc operator()(const ChooseIntervention& i) const {
        return with_clause(assigned("choose ", i.target, i.option), from_to(i.from, i.to));
    }
    Doc operator()(const ScaleIntervention& i) const {
        return concat({text("scale "), write_.expr(i.place), text(" by "), write_.expr(i.factor)});
    }
    Doc operator()(const RedrawIntervention& i) const {
        return concat({text("redraw "), write_.expr(i.place)});
    }

  private:
    [[nodiscard]] Doc assigned(std::string word, ExprId place, ExprId value) const {
        return group({text(std::move(word)), write_.expr(place), text(" ="),
                      nest({line(), write_.expr(value)})});
    }
    // The clauses, each with a place to break before it; nothing when there is none.
    [[nodiscard]] Doc at(ExprId date) const {
        if (!date.valid()) return {};
        return nest({line(), text("at "), write_.expr(date)});
    }
    [[nodiscard]] Doc from_to(ExprId from, ExprId to) const {
        if (!from.valid()) return {};
        return nest({line(), text("from "), write_.expr(from), text(" to "), write_.expr(to)});
    }
    [[nodiscard]] static Doc with_clause(Doc head, Doc clause) {
        return group({std::move(head), std::move(clause)});
    }

    const ExprWriter& write_;
};

}  // namespace

Doc observed(const ExprWriter& write, const ObserveDecl& observe) {
    return concat(
        {text(observe.never ? "observe never " : "observe "), write.expr(observe.subject)});
}

std::vector<Doc> observe_clauses(const ExprWriter& write, const ObserveDecl& observe) {
    std::vector<Doc> clauses;
    if (observe.distribution.valid())
        clauses.push_back(concat({text("~ "), write.distribution(observe.distribution)}));
    if (observe.window.kind != WindowKind::None)
        clauses.push_back(window_doc(write, observe.window));
    if (observe.ending) clauses.push_back(text("ending"));
    return clauses;
}

Doc intervention_doc(const ExprWriter& write, const Intervention& intervention) {
    return std::visit(InterventionWriter(write), intervention.node);
}

}  // namespace jonbar::ast
