#include "language/format_clauses.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "language/words.h"

namespace jonbar::ast {
namespace {

std::vector<Doc> on_lines(std::vector<Doc> docs) {
    std::vector<Doc> parts;
    for (Doc& doc : docs) {
        parts.push_back(line());
        parts.push_back(std::move(doc));
    }
    return parts;
}

Doc every_doc(const ExprWriter& write, const EveryTiming& t) {
    std::vector<std::string> months;
    for (const ExprId id : t.months) months.push_back(flat(write.expr(id)));
    return text(fmt::format("every {}{}{}", unit_name(t.period), months.empty() ? "" : " in ",
                            fmt::join(months, ", ")));
}

Doc at_doc(const ExprWriter& write, const AtTiming& t) {
    std::vector<Doc> dates{text("at")};
    for (const ExprId id : t.dates) {
        dates.push_back(id == t.dates.back() ? write.expr(id)
                                             : concat({write.expr(id), text(",")}));
    }
    return nest({fill(std::move(dates))});
}

std::vector<Doc> hazard_docs(const ExprWriter& write, const HazardTiming& t) {
    std::vector<Doc> docs{concat(
        {text("hazard "), write.expr(t.rate), text(fmt::format(" per {}", unit_name(t.per)))})};
    for (const HazardFactor& f : t.factors) {
        docs.push_back(concat(
            {text("times "), write.expr(f.factor), text(" when "), write.expr(f.condition)}));
    }
    return docs;
}

std::vector<Doc> timing_docs(const ExprWriter& write, const Timing& timing) {
    if (const auto* every = std::get_if<EveryTiming>(&timing.node))
        return {every_doc(write, *every)};
    if (const auto* at = std::get_if<AtTiming>(&timing.node)) return {at_doc(write, *at)};
    if (const auto* hazard = std::get_if<HazardTiming>(&timing.node))
        return hazard_docs(write, *hazard);
    if (const auto* mean = std::get_if<MeanTimeTiming>(&timing.node)) {
        return {concat({text("mean time "), write.expr(mean->duration)})};
    }
    return {};
}

}  // namespace

Doc with_clauses(Doc head, std::vector<Doc> clauses) {
    if (clauses.empty()) return head;
    return group({std::move(head), nest(on_lines(std::move(clauses)))});
}

Doc with_head_clauses(Doc head, std::vector<Doc> clauses) {
    return group({std::move(head), nest({nest(on_lines(std::move(clauses)))})});
}

Doc heading(const ExprWriter& write, std::string_view keyword, const Decl& decl, const Heading& h,
            std::vector<Doc> before_when, std::vector<Doc> after_when) {
    std::vector<Doc> clauses;
    const auto add = [&clauses](std::vector<Doc> docs) {
        for (Doc& doc : docs) clauses.push_back(std::move(doc));
    };
    if (h.unordered) clauses.push_back(text("unordered"));
    add(timing_docs(write, h.timing));
    if (h.chance.valid()) clauses.push_back(concat({text("chance "), write.expr(h.chance)}));
    add(std::move(before_when));
    if (h.when.valid()) clauses.push_back(concat({text("when "), write.expr(h.when)}));
    add(std::move(after_when));
    if (h.repeatable) clauses.push_back(text("repeatable"));
    if (h.placement) {
        clauses.push_back(text(fmt::format("{} {}", h.placement->before ? "before" : "after",
                                           path_text(h.placement->target))));
    }
    add(write.evidence(decl.evidence));
    Doc head =
        concat({text(fmt::format("{} {}", keyword, h.name.text)), write.parameters(h.parameters)});
    return with_head_clauses(std::move(head), std::move(clauses));
}

}  // namespace jonbar::ast
