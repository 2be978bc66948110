// A program as text, for people: `jonbar dump --stage program` and the tests of the lowering.

#pragma once

#include <string>

#include "program/program.h"

namespace jonbar::program {

/// Prints tables and instructions of a program, loops and skips indented.
std::string dump_program(const Program& program);

/// Prints one instruction on a line, without a line break.
std::string dump_instruction(const Program& program, const Instruction& instruction);

}  // namespace jonbar::program
