#include "model/known.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/fold.h"

namespace jonbar {

std::optional<KnownCell> known_cell(const Model& model, const Expression& load) {
    if (load.kind != ExpressionKind::Load) return std::nullopt;
    Tuple tuple;
    for (const ExpressionId argument : load.args) {
        const std::optional<double> member = fold(model, argument);
        if (!member || *member < 0) return std::nullopt;
        tuple.push_back(static_cast<std::uint32_t>(*member));
    }
    return KnownCell{load.state, cell_index(model, model.at(load.state), tuple)};
}

std::optional<Tuple> known_members(Context& context, const std::vector<ExpressionId>& args) {
    Tuple tuple;
    for (const ExpressionId argument : args) {
        const std::optional<double> member = fold(context.model, argument);
        if (!member || *member < 0) {
            context.error(kNotConstant, context.model.at(argument).span,
                          "of whom this speaks must be known before the run",
                          "expected the name of an entity");
            return std::nullopt;
        }
        tuple.push_back(static_cast<std::uint32_t>(*member));
    }
    return tuple;
}

std::optional<Tuple> known_instance(Context& context, DeclarationId id,
                                    const std::vector<ExpressionId>& args, Span span) {
    std::optional<Tuple> tuple = known_members(context, args);
    const Declaration& declaration = context.model.at(id);
    if (!tuple || !declaration.unordered) return tuple;
    if ((*tuple)[0] == (*tuple)[1]) {
        context.error(kWrongThing, span,
                      fmt::format("`{}` is between two that differ", declaration.name));
        return std::nullopt;
    }
    std::sort(tuple->begin(), tuple->begin() + 2);
    return tuple;
}

}  // namespace jonbar
