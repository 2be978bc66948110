#pragma once
// A bench for passes under test.

#include <string>

#include "program/draft.h"
#include "program/dump.h"

namespace jonbar::program {

/// A draft and the few instructions of a test.
struct Bench {
    Draft draft;

    Operand state_number(std::uint32_t count = 1) {
        return draft.columns(Place::StateNumber, count);
    }
    Operand state_truth(std::uint32_t count = 1) { return draft.columns(Place::StateTruth, count); }
    Operand number(std::uint32_t count = 1) { return draft.columns(Place::Number, count); }
    Operand truth(std::uint32_t count = 1) { return draft.columns(Place::Truth, count); }
    Operand constant(double value) { return draft.constant(value); }

    static Node node(Op op, Operand out, Operand a = {}, Operand b = {}, Operand mask = {}) {
        Node made;
        made.instruction.op = op;
        made.instruction.out = out;
        made.instruction.a = a;
        made.instruction.b = b;
        made.instruction.mask = mask;
        return made;
    }

    /// Makes a loop over `count` with a register of its own.
    Node loop(std::uint32_t count) {
        Node made;
        made.instruction.op = Op::Loop;
        made.instruction.count = count;
        made.instruction.detail = draft.new_register(count);
        return made;
    }

    void outcome(Operand column) {
        OutcomeColumn made;
        made.column = column;
        draft.program.outcomes.push_back(made);
    }

    /// Prints the step program.
    std::string text() const {
        Draft copy = draft;
        const Program program = finish(copy);
        std::string printed;
        for (const Instruction& i : program.step) {
            printed += dump_instruction(program, i) + "\n";
        }
        return printed;
    }
};

}  // namespace jonbar::program
