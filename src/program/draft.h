// A program in the making: instructions as a tree, scratch columns without end.
//
// Loops and skips are nodes with a body, so that a pass walks and rewrites code without minding
// jumps. Scratch columns are *virtual*: each value has its own, in blocks of consecutive numbers,
// until `allocate` shares real ones. Loop registers are virtual too. `finish` turns a draft into a
// Program.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "program/program.h"

namespace jonbar::program {

/// An instruction; a Loop, SkipIfNone or SkipUnless has the instructions it governs as its body.
struct Node {
    Instruction instruction;
    std::vector<Node> body;
};
using Code = std::vector<Node>;

inline bool has_body(Op op) {
    return op == Op::Loop || op == Op::SkipIfNone || op == Op::SkipUnless;
}

/// Virtual scratch columns or state columns that belong together: an operand with a shape, and a
/// gather or scatter, stay within one block.
struct Block {
    std::uint32_t base = 0;
    std::uint32_t count = 0;
};

struct Draft {
    Program program;  // the tables; `init` and `step` are filled by `finish`
    Code init, step;
    std::vector<Block> numbers, truths;              // scratch, ascending
    std::vector<Block> state_numbers, state_truths;  // ascending
    std::vector<std::uint32_t> register_counts;      // of each register: it stays below this

    std::unordered_map<std::uint64_t, std::uint32_t> constant_index;  // by bits
    std::map<std::vector<std::pair<std::uint32_t, std::uint32_t>>, std::uint32_t> shape_index;

    /// Returns the operand of a constant.
    Operand constant(double value);
    /// Returns the operand of the first of a table of constants.
    Operand table(const std::vector<double>& values);
    /// Returns the constant that an operand is, if it is one.
    [[nodiscard]] std::optional<double> constant_of(const Operand& operand) const;

    /// Returns the shape with these terms, each register once, zero strides left out.
    std::uint32_t shape(const std::vector<Shape::Term>& terms);
    /// Returns an operand moved by stride * index. Requires: index is a Constant that is whole, or
    /// an Index.
    Operand moved(Operand operand, const Operand& index, std::uint32_t stride);
    /// Returns an operand with a register set to a value.
    Operand with_register(Operand operand, std::uint32_t reg, std::uint32_t value);

    /// Returns the first of `count` new columns. Requires: place is one for columns.
    Operand columns(Place place, std::uint32_t count);
    /// Returns the block that a column belongs to. Requires: place is one for columns.
    [[nodiscard]] const Block& block_of(const Operand& column) const;
    [[nodiscard]] const std::vector<Block>& blocks(Place place) const;

    /// Returns a new register for values below `count`.
    std::uint32_t new_register(std::uint32_t count);
};

/// The base of an `out` that is still to get a column.
constexpr std::uint32_t kNewColumn = 0xFFFFFFFFU;

/// Returns the operand of a register's value.
Operand index_operand(Draft& draft, std::uint32_t reg);

/// Counts the instructions of a code.
std::size_t count_nodes(const Code& code);

/// Calls visit(operand) for each operand that exists, outputs first, the mask last.
template <class Visit>
void for_each_operand(Instruction& instruction, Visit visit) {
    for (Operand* operand : {&instruction.out, &instruction.out2, &instruction.a, &instruction.b,
                             &instruction.c, &instruction.d, &instruction.mask}) {
        if (operand->exists()) {
            visit(*operand);
        }
    }
}

/// Lays a draft out: registers numbered by depth, jumps resolved. Requires: columns are allocated.
Program finish(Draft draft);

}  // namespace jonbar::program
