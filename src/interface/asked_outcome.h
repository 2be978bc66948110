// An outcome that a question names, and when it holds.

#pragma once

#include <span>
#include <string>

#include "model/model.h"

namespace jonbar {

struct AskedOutcome {
    std::size_t index = 0;    // Model::outcomes, and so Program::outcomes
    std::string name, value;  // value: as the user writes it; empty for a number
    double wanted = 0;        // of its column
    bool at_all = false;      // a date: holds where there is one
    bool number = false;      // it is no truth: its value counts
    bool open = false;        // which value is asked about is still to be settled

    /// 1 where the outcome holds, else 0; the value itself of a number. Requires: not open.
    [[nodiscard]] double of(double column_value) const;
};

/// Finds an outcome by name, and its value by the name of a member, "yes", "no", the text for none,
/// or "never" of a date. Without a value: yes, that it came at all, or, of a choice, it stays open.
/// A number takes no value. Throws QuestionError, with the names there are.
AskedOutcome find_outcome(const Model& model, const std::string& name, const std::string& value);

/// Asks about the value that most of `column_values` have.
void settle(AskedOutcome& asked, const Model& model, std::span<const double> column_values);

}  // namespace jonbar
