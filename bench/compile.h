#pragma once
// A scenario file made into a program, for benchmarks and tests that time or inspect the engine
// itself.

#include <string>

#include "program/lower.h"
#include "program/program.h"

namespace jonbar::bench {

/// Compiles the scenario at `path`, its modules from `library`.
/// Throws std::runtime_error with all that is wrong with it.
program::Program compile(const std::string& path, const std::string& library,
                         const program::LowerOptions& options = {});

}  // namespace jonbar::bench
