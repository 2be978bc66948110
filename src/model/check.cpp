#include "model/check.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "model/continue.h"
#include "model/counts.h"
#include "model/declare.h"
#include "model/evidence.h"
#include "model/expressions.h"
#include "model/facts.h"
#include "model/happenings.h"
#include "model/initial.h"
#include "model/interventions.h"
#include "model/odds.h"
#include "model/outcomes.h"
#include "model/series.h"
#include "model/strict.h"
#include "model/warnings.h"

namespace jonbar {
namespace {

/// Reads title and calendar. A scenario without a readable history gets one of a single month.
void check_history(Context& context) {
    const ast::Tree& tree = scenario_of(context.modules).tree;
    context.model.calendar = Calendar{CalendarUnit::Month, 0, 1};
    if (!tree.history) return;
    const ast::History& history = *tree.history;
    context.model.title = history.title.value;
    context.model.calendar.unit = history.by;  // also where its dates are wrong
    if (!history.from.valid() || !history.to.valid()) return;
    const auto* from = std::get_if<ast::DateExpr>(&tree[history.from].node);
    const auto* to = std::get_if<ast::DateExpr>(&tree[history.to].node);
    if (from == nullptr || to == nullptr) return;
    const std::optional<Calendar> calendar =
        make_calendar(first_of(from->date), last_of(to->date), history.by);
    if (!calendar) {
        context.error(kOutsideHistory, tree[history.to].span, "the history ends before it begins",
                      "expected from EARLIER to LATER; `to` is included");
        return;
    }
    constexpr std::int64_t kStepsMax = 1'000'000;
    if (calendar->step_count > kStepsMax) {
        context.error(kTooLarge, history.span, "a history has at most 1000000 steps",
                      "expected longer steps or fewer years");
        return;
    }
    context.model.calendar = *calendar;
}

}  // namespace

Model check(const SourceSet& sources, const std::vector<Module>& modules, Diagnostics& diagnostics,
            NameHash hash, Chained chained) {
    Context context(sources, modules, diagnostics);
    check_history(context);
    if (!check_counts(context)) return std::move(context.model);
    declare_evidence(context);
    std::vector<WrittenTurn> written = declare_names(context);
    declare_types(context);
    for (std::uint32_t i = 0; i < context.model.definitions.size(); ++i)
        check_definition(context, DefinitionId{i});
    check_initial_state(context, chained.continued);
    Effects effects(context);
    std::vector<std::vector<FirePlace>> fires;
    for (std::uint32_t i = 0; i < context.model.declarations.size(); ++i) {
        fires.push_back(check_happening(context, effects, DeclarationId{i}));
    }
    check_odds(context);
    order_turns(context, std::move(written));
    check_outcomes(context);
    check_series_read(context);
    set_couplings(context);
    check_facts(context);
    const std::vector<QuestionChance> questions = check_questions(context, effects);
    if (chained.asked != nullptr) check_exports(context, *chained.asked);
    if (!diagnostics.has_errors()) {
        order_initial_state(context);
        check_names_of_chance(context, fires, questions, hash);
    }
    if (chained.continued != nullptr && !diagnostics.has_errors()) {
        context.model.continued =  // shared by copies of the model
            std::make_shared<const Continuation>(std::move(chained.continued->made));
    }
    return std::move(context.model);
}

Model load_and_check(SourceSet& sources, FileId file, const LoadOptions& options,
                     Diagnostics& diagnostics, std::vector<Notice>* told) {
    const std::vector<Module> modules = load_modules(sources, file, options, diagnostics);
    const std::unique_ptr<Continued> continued =
        load_continued(sources, modules, options, diagnostics);
    Model model = check(sources, modules, diagnostics, hash_of_name, {nullptr, continued.get()});
    if (options.strict) check_strict(modules, diagnostics);
    if (diagnostics.has_errors()) return model;
    warn(modules, model, diagnostics);
    if (told != nullptr) *told = notices(sources, modules);
    return model;
}

}  // namespace jonbar
