// Answers as text for a terminal and as JSON.

#pragma once

#include <string>

#include "jonbar/answers.h"

namespace jonbar {

struct TextOptions {
    int columns = 80;     // width of the terminal
    bool colour = false;  // ANSI colours
    bool all = false;     // every event, option and vote, however rare
};

/// Renders answers as aligned text, UTF-8, at most `columns` wide where names allow.
std::string to_text(const Answers& answers, const TextOptions& options = {});

/// Renders answers as one JSON object; docs/json.md describes it.
std::string to_json(const Answers& answers);

}  // namespace jonbar
