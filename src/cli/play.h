// `jonbar play`: asks for a choice, prints what came of it, and keeps the game.

#pragma once

#include <functional>
#include <string>

#include "cli/commands.h"
#include "jonbar/jonbar.h"

namespace jonbar {

/// Plays a history until its end or the end of the input, and prints to `print`. Throws what
/// carry_out throws, and SavedPlayError.
Status play(const Request& request, CompileOptions compile, const TextOptions& text,
            const std::function<void(const std::string&)>& print);

/// Returns what stands between commas, but for those in parentheses, without the blanks around it.
std::vector<std::string> split_choices(const std::string& list);

}  // namespace jonbar
