// What the state is before the first step.
//
// Every cell of a state has one initial value: that of its declaration, unless an entity's body, a
// table or an assignment at top level says otherwise. What stands later, modules first, replaces
// what stands before, whole. Loops at top level are run here, so their sets and conditions must be
// known.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/expressions.h"

namespace jonbar {

struct Continued;  // model/continue.h

/// Gives all cells of all states their initial values; what crosses from another scenario
/// (nullptr: none) comes last.
void check_initial_state(Context& context, Continued* continued);

/// Puts the cells in an order in which each stands after those it reads; a circle is an error.
void order_initial_state(Context& context);

/// Writes the initial values of cells: the declaration's, then those that replace it.
class Cells {
  public:
    explicit Cells(Context& context) : context_(context) {}

    /// Gives every cell of a state the initial value of its declaration.
    void check_default(StateId state);

    /// Checks an initial value for one cell whose indices are known, and puts it there.
    void set(StateId state, ModuleIndex home, std::span<const std::uint32_t> tuple,
             const ast::Initial& initial, const Support& support, Span span);

    /// An initial value checked once for many cells: the frame holds the state's indices, then
    /// `loops`.
    struct Checked {
        ExpressionId value;
        FrameId frame;
        Support support;
    };
    std::optional<Checked> check(StateId state, ModuleIndex home, const Frame& loops,
                                 const ast::Initial& initial, Support support, Span span) {
        return check(state, home, loops, initial, std::move(support), span, "");
    }

    /// Checks the initial value of a state's declaration once more, its draws named apart from the
    /// first by the word `redraw`. Nothing where the declaration draws nothing.
    std::optional<Checked> check_redraw(StateId state);

    /// Puts a checked value in a cell. `bindings` are the values of the loops' locals.
    void put(StateId state, std::span<const std::uint32_t> tuple, const Checked& value,
             const std::vector<double>& bindings, Span span);

  private:
    std::optional<Checked> check(StateId state, ModuleIndex home, const Frame& loops,
                                 const ast::Initial& initial, Support support, Span span,
                                 const std::string& prefix);

    Context& context_;
};

}  // namespace jonbar
