// An outcome that a question names, and when it holds.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "program/program.h"

namespace jonbar {

struct AskedOutcome {
    std::size_t index = 0;  // Program::outcomes
    program::Operand column;
    std::string name, value;  // value: as the user writes it; empty for a number
    double wanted = 0;        // of the column
    bool at_all = false;      // a date: holds where there is one
    bool number = false;      // it is no truth: its value counts

    /// 1 where the outcome holds, else 0; the value itself of a number.
    [[nodiscard]] double of(double column_value) const;
};

/// Finds an outcome by name, and its value by the name of a member, "yes", "no", the text for none,
/// or "never" of a date. Without a value: yes, that it came at all, or the most frequent of
/// `column_values(column)`. A number takes no value. Throws QuestionError, with the names there
/// are.
AskedOutcome find_outcome(
    const program::Program& program, const std::string& name, const std::string& value,
    const std::function<std::vector<double>(const program::Operand&)>& column_values);

}  // namespace jonbar
