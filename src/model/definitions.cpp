// Top-level `let`: checked when first used, so that the type of one may follow from another.

#include <fmt/format.h>

#include "model/expressions.h"

namespace jonbar {

void check_definition(Context& context, DefinitionId id) {
    DefinitionInfo& info = context.definitions[id.index];
    if (info.progress == Progress::Done || info.bad) return;
    const ast::LetDecl& let = *info.let;
    if (info.progress == Progress::Checking) {
        context.error(kDefinedByItself, let.name.span,
                      fmt::format("`{}` is defined by itself", let.name.text),
                      "definitions form no circle");
        info.bad = true;
        return;
    }
    info.progress = Progress::Checking;
    Scope scope;
    scope.home = info.home;
    scope.frame = context.model.at(id).frame;
    scope.purpose = Purpose::Definition;
    for (std::size_t i = 0; i < let.parameters.size(); ++i) {
        scope.locals.emplace_back(let.parameters[i].name.text, static_cast<LocalIndex>(i));
    }
    Expressions expressions(context, scope);
    Checked body;
    if (let.type) {
        const std::optional<Type> wanted = context.type_of(info.home, let.type->type);
        if (wanted) body = expressions.check_as(let.value, *wanted, "`" + let.name.text + "`");
        body.bad |= !wanted;
        if (wanted) body.type = *wanted;
        if (let.type->unit) body.units = units_of(*let.type->unit);
    } else {
        body = expressions.check(let.value);
        if (!body.bad && body.type.base == BaseType::Duration && body.type.optional) {
            context.error(kWrongType, context.tree(info.home)[let.value].span,
                          "what `since` gives may only be compared");
            body.bad = true;
        }
    }
    info.bad |= body.bad;
    if (!info.bad) {
        info.type = body.type;
        info.units = body.units;
        info.units.any = false;
        collect_reads(context, body.id, info.reads);
        context.model.definitions[id.index].body = body.id;
    }
    info.progress = Progress::Done;
}

}  // namespace jonbar
