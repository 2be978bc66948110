// Facts that no history can meet, as far as dates alone tell.

#include <fmt/format.h>

#include <algorithm>

#include "model/facts.h"

namespace jonbar {
namespace {

bool is_disjoint(const Account& a, const Account& b) {
    return a.last_step < b.first_step || b.last_step < a.first_step;
}

bool is_inside(const Account& inner, const Account& outer) {
    return outer.first_step <= inner.first_step && inner.last_step <= outer.last_step;
}

/// Tells whether something holds of each account of one fact with each of another.
template <typename Holds>
bool all_pairs(const Fact& left, const Fact& right, const Holds& holds) {
    return std::all_of(left.accounts.begin(), left.accounts.end(), [&](const Account& a) {
        return std::all_of(right.accounts.begin(), right.accounts.end(),
                           [&](const Account& b) { return holds(a, b); });
    });
}

bool is_site(FactKind kind) {
    return kind == FactKind::Event || kind == FactKind::Choice || kind == FactKind::Vote;
}

bool same_option(const Fact& left, const Fact& right) {
    return left.option == right.option && left.option_entity == right.option_entity;
}

bool once(const Declaration& declaration) {
    return !declaration.repeatable && declaration.timing.kind != TimingKind::Procedure;
}

/// Whether one fact says that something comes, and the other that it cannot then.
bool forbids(const Fact& comes, const Fact& other) {
    if (comes.window != FactWindow::Within) return false;
    const bool forbidden =
        other.window == FactWindow::Never
            ? same_option(comes, other)
            : other.window == FactWindow::Throughout && !same_option(comes, other);
    return forbidden && all_pairs(comes, other, is_inside);
}

bool contradict(const Model& model, const Fact& left, const Fact& right) {
    if (left.kind != right.kind) return false;
    if (left.kind == FactKind::Draw) {
        return left.state == right.state && left.cell == right.cell && left.value != right.value &&
               all_pairs(left, right, [](const Account& a, const Account& b) {
                   return a.first_step == b.first_step;
               });
    }
    if (!is_site(left.kind) || left.declaration != right.declaration ||
        left.instance != right.instance)
        return false;
    if (forbids(left, right) || forbids(right, left)) return true;
    const bool both = left.window == FactWindow::Within && right.window == FactWindow::Within;
    if (!both || !once(model.at(left.declaration))) return false;
    return !same_option(left, right) || all_pairs(left, right, is_disjoint);
}

/// Tells whether a declaration's own dates leave no step of any account in which it is due.
bool is_never_due(const Declaration& declaration, const Fact& fact) {
    const Timing& timing = declaration.timing;
    const bool dated =
        timing.kind == TimingKind::Every || (timing.kind == TimingKind::At && timing.dates.empty());
    if (!dated || declaration.fired || fact.window != FactWindow::Within) return false;
    return std::all_of(fact.accounts.begin(), fact.accounts.end(), [&](const Account& account) {
        for (std::int64_t step = account.first_step; step <= account.last_step; ++step) {
            if (timing.due[static_cast<std::size_t>(step)]) return false;
        }
        return true;
    });
}

}  // namespace

void check_record(Context& context) {
    const std::vector<Fact>& facts = context.model.facts;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Fact& fact = facts[i];
        if (is_site(fact.kind) && is_never_due(context.model.at(fact.declaration), fact)) {
            context.error(kImpossibleFact, fact.span,
                          fmt::format("`{}` is not due in this window",
                                      context.model.at(fact.declaration).name),
                          "its own dates, at " +
                              context.place(context.model.at(fact.declaration).span) +
                              ", lie outside");
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (!contradict(context.model, facts[k], fact)) continue;
            context.error(
                kImpossibleFact, fact.span, "this and another fact cannot both hold",
                fmt::format("the other is at {}: {}", context.place(facts[k].span), facts[k].text));
            break;
        }
    }
}

}  // namespace jonbar
