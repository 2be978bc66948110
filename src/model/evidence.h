// Sources, claims, and what a statement rests on.

#pragma once

#include "model/context.h"

namespace jonbar {

/// Adds the sources and claims of all modules to the model.
void declare_evidence(Context& context);

/// Returns what an author gave as ground; a claim that is not known is an error.
Support support_of(Context& context, const ast::Evidence& evidence);

/// Adds the grounds of a part to those of the whole.
void add_support(Context& context, Support& support, const ast::Evidence& evidence);

}  // namespace jonbar
