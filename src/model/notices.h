// What a reader of a scenario should know though nothing is wrong with it: definitions of modules
// that it replaces, and what is marked as an exception.

#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "model/modules.h"

namespace jonbar {

struct Notice {
    Span span;
    std::string message;  // "let acceptance replaces that of politics.contest (contest.jon:128)"
};

/// Returns the notices of modules without errors, in the order of modules and, within each, of the
/// text. A file used twice is told of once.
std::vector<Notice> notices(const SourceSet& sources, const std::vector<Module>& modules);

}  // namespace jonbar
