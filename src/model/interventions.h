// What-ifs and causes: how another world differs.
//
// Places, instances and dates are known before the run. What is set at a date, and what stands in
// `at D { … }`, may read the state; what is set from the start reads initial values.

#pragma once

#include <string>
#include <vector>

#include "model/statements.h"

namespace jonbar {

/// What a what-if, or one side of a cause, draws and fires.
struct QuestionChance {
    std::string owner;  // as in Intervention
    std::vector<MadeSite> made;
    std::vector<FirePlace> fires;
};

/// Checks the what-ifs and causes of all modules. Requires: all declarations have been checked.
std::vector<QuestionChance> check_questions(Context& context, Effects& effects);

/// Reports causes that change the same thing at the same time: which of them is present would not
/// say what it is.
void check_causes_apart(Context& context);

/// Sets the coupling of every decision: its own, or else what is stated for all.
void set_couplings(Context& context);

}  // namespace jonbar
