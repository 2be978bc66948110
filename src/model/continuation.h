// The scenario that another one continues, and what crosses from it.
//
// It is a checked model of its own. What crosses is read as outcomes that stand behind its own
// ones; each becomes the initial value of a cell here (ExpressionKind::Import). Entities and values
// of enums are matched by name.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/model.h"

namespace jonbar {

/// Which of the other scenario's histories go on.
enum class ContinueAs {
    Unconditioned,  // each
    Record,         // those of its posterior under its record
    Condition,      // those in which a truth holds at the date, `fact`
    WhatIf,         // those of its posterior, or of its prior where it has no record, in an altered
                    // world
};

struct Crossing {
    std::uint32_t outcome = 0;    // of the other model, what is read there
    Type type;                    // of that value
    std::vector<double> members;  // of a Member: its index here, by its index there; none: kNobody

    /// Returns a value of the other scenario as it is written in this one.
    [[nodiscard]] double value_here(double there, const Calendar& from, const Calendar& to) const;
};

struct Continuation {
    std::string path;  // of its file
    FileId file;
    Model model;
    ContinueAs as = ContinueAs::Unconditioned;
    std::uint32_t fact = 0;     // of the other model: Condition
    std::uint32_t what_if = 0;  // of the other model: WhatIf
    std::uint32_t step = 0;     // at whose end it is left
    std::string text;           // "given its record", "given leader == boris"
    std::vector<Crossing> crossings;
    Span span;
};

}  // namespace jonbar
