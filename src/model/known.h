// Places and instances that a fact or an intervention names, all of whose entities are known.

#pragma once

#include <optional>
#include <vector>

#include "model/context.h"
#include "model/expressions.h"
#include "model/instances.h"

namespace jonbar {

/// A cell of a state.
struct KnownCell {
    StateId state;
    std::uint32_t cell = 0;
};

/// Returns the cell that an expression reads, where it is known before the run.
std::optional<KnownCell> known_cell(const Model& model, const Expression& load);

/// Returns the entities that arguments name. Nothing, after an error, where one is not known.
std::optional<Tuple> known_members(Context& context, const std::vector<ExpressionId>& args);

/// Returns the entities of an instance, a pair of an unordered family in order. Nothing, after an
/// error, where one is not known or there is no such instance.
std::optional<Tuple> known_instance(Context& context, DeclarationId declaration,
                                    const std::vector<ExpressionId>& args, Span span);

}  // namespace jonbar
