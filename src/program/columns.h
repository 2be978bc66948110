// What passes ask of columns: which stand alone, who writes them.
//
// A block that some operand walks by a register, a gather, a scatter or a selection is one thing;
// the columns of other blocks are things of their own.

#pragma once

#include <cstdint>
#include <vector>

#include "program/draft.h"

namespace jonbar::program {

inline bool is_scratch(const Operand& operand) {
    return operand.place == Place::Number || operand.place == Place::Truth;
}
inline bool is_state(const Operand& operand) {
    return operand.place == Place::StateNumber || operand.place == Place::StateTruth;
}
inline bool is_column(const Operand& operand) { return is_scratch(operand) || is_state(operand); }

/// Calls visit(operand, instruction) for each operand of a code, bodies included.
template <class Nodes, class Visit>
void for_all(Nodes& code, const Visit& visit) {
    for (auto& node : code) {
        auto& i = node.instruction;
        for (auto* operand : {&i.out, &i.out2, &i.a, &i.b, &i.c, &i.d, &i.mask}) {
            if (operand->exists()) {
                visit(*operand, i);
            }
        }
        for_all(node.body, visit);
    }
}

/// Tells whether an instruction reaches further columns of a block than an operand names.
inline bool reaches_block(const Operand& operand, const Instruction& i) {
    if (operand.shape != 0) {
        return true;
    }
    switch (i.op) {
        case Op::Gather:
        case Op::GatherTruth:
            return &operand == &i.a;
        case Op::Scatter:
        case Op::ScatterTruth:
            return &operand == &i.out;
        case Op::SelectTop:
            return &operand == &i.a || &operand == &i.b || &operand == &i.out;
        case Op::VoteOdds:
            return &operand == &i.a;
        case Op::NativeSet:
        case Op::NativeNumbers:
            return &operand == &i.a || &operand == &i.b || &operand == &i.out;
        case Op::Impose:
            return &operand == &i.a || &operand == &i.out || &operand == &i.out2;
        default:
            return false;
    }
}

inline bool is_output(const Operand& operand, const Instruction& i) {
    return &operand == &i.out || &operand == &i.out2;
}

/// Calls visit(operand) for each column that the tables of a program name for its readers and that
/// must therefore be right; of a block for each of its columns.
template <class Visit>
void for_all_roots(Program& program, const Visit& visit) {
    for (StartDraw& draw : program.start_draws) {
        visit(draw.column);
    }
    for (OutcomeColumn& outcome : program.outcomes) {
        visit(outcome.column);
    }
    for (FirstDate& first : program.first_dates) {
        visit(first.column);
    }
    for (SwitchColumns& made : program.switches) {
        for (Operand* const column : {&made.on, &made.touched, &made.offered}) {
            if (column->exists()) {
                visit(*column);
            }
        }
    }
    for (FactColumns& fact : program.facts) {
        Operand log_look_ahead = fact.log_factor;
        ++log_look_ahead.base;
        visit(log_look_ahead);
        visit(fact.log_factor);
        if (fact.happened_on.exists()) {
            visit(fact.happened_on);
        }
    }
}

/// Numbers the things of a draft: columns, or blocks taken as one.
class Things {
  public:
    explicit Things(const Draft& draft);

    /// Returns the number of the thing that a column is or belongs to.
    [[nodiscard]] std::uint32_t of(const Operand& column) const {
        return thing_[place_index(column.place)][column.base];
    }
    /// Tells whether the thing is a single column.
    [[nodiscard]] bool alone(const Operand& column) const { return alone_[of(column)] != 0; }
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(alone_.size()); }

  private:
    static std::size_t place_index(Place place) {
        return static_cast<std::size_t>(place) - static_cast<std::size_t>(Place::Number);
    }
    std::vector<std::uint32_t> thing_[4];
    std::vector<char> alone_;
};

/// Counts how often each thing is written by a code.
std::vector<std::uint32_t> count_writes(const Code& code, const Things& things);

}  // namespace jonbar::program
