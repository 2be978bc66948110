// Pieces of JSON that all reports use.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "jonbar/answers.h"

namespace jonbar {

using Json = nlohmann::ordered_json;

/// JSON has no infinity and no NaN: what is not finite becomes null.
Json json_number(double value);

/// A value with its interval: {"p", "low", "high"}.
Json json_estimate(const Estimate& estimate);

/// Returns "truth", "number", "choice" or "date".
const char* kind_name(AnswerKind kind);

/// Prints an object as reports do: indented, one line end at its end.
std::string json_text(const Json& json);

}  // namespace jonbar
