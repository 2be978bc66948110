// The majority that a question of `solve` names.

#pragma once

#include <string>

#include "politics/majority.h"

namespace jonbar {

/// Reads a majority. Throws QuestionError if it is none.
politics::Majority asked_majority(const std::string& text);

/// Prints it in lowest terms: "2/3".
std::string majority_text(const politics::Majority& majority);

}  // namespace jonbar
