#pragma once
// A program as a file, as far as the engine reads it: so that machines which cannot compile
// scenarios run the same one.

#include <string>

#include "program/program.h"

namespace jonbar::same {

/// Returns a program as bytes. Requires: no imports.
std::string save(const program::Program& program);

/// Returns the program that `save` made bytes of, without its texts.
/// Throws std::runtime_error for other bytes.
program::Program load(const std::string& bytes);

}  // namespace jonbar::same
