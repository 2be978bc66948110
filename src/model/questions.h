// What a scenario records and asks: facts, what-ifs and causes, checked.
//
// Facts are what `observe` says happened. A fact of a *site* (an event, a choice, a vote, a draw)
// can be forced by the engine; any other is a condition that a history meets or not. What-ifs and
// causes are lists of interventions, each with the steps in which it may act. Steps count from 0,
// -1 is before the first; windows include both ends. What they mean to the last bit stands in
// docs/computation.md.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/ids.h"
#include "model/parts.h"

namespace jonbar {

enum class FactKind {
    Event,      // an event or rule happens
    Choice,     // a decision chooses `option`
    Vote,       // a vote carries
    Draw,       // the one draw that assigns cell `cell` of `state` gives `value`
    Noisy,      // `expression`, at the end of the step, was measured: density `distribution` at it
    Condition,  // `expression`, a truth, holds at the end of the step
};

enum class FactWindow {
    Within,      // Event: its first time (of one that may run once) or one of its times is in the
                 // window. Choice, Vote: at least once. Condition: at the end of some step. Draw,
                 // Noisy: in the one step of the window (-1: before the first)
    Throughout,  // Choice: each time it is taken. Condition: at the end of each step
    Never,       // Event, Choice, Vote: not in the window. Condition: at the end of no step
};

/// One of the accounts of a fact, of which each history draws one; nearly always the only one.
struct Account {
    std::int64_t first_step = 0, last_step = 0;
    double weight = 1;  // weights of a fact sum to 1
    Support support;
};

struct Fact {
    FactKind kind = FactKind::Condition;
    FactWindow window = FactWindow::Within;
    bool ending = false;
    std::string text;  // as written, in one line, without its support
    std::vector<Account> accounts;
    SiteId account_site;                  // Either, over no locals; none if there is one account
    DeclarationId declaration;            // Event, Choice, Vote
    std::vector<std::uint32_t> instance;  // its entities
    std::uint32_t option = 0;             // Choice
    std::uint32_t option_entity = kNoEntity;
    StateId state;  // Draw
    std::uint32_t cell = 0;
    ExpressionId draw;        // Draw: the expression of kind Draw that assigns it
    FrameId frame;            // of `expression` and `arguments`
    ExpressionId expression;  // Noisy, Condition
    Distribution distribution = Distribution::Normal;  // Noisy
    std::vector<ExpressionId> arguments;               // Noisy: its parameters
    double value = 0;                                  // Draw
    Support support;
    Span span;

    static constexpr std::uint32_t kNoEntity = 0xFFFFFFFFU;
};

enum class InterventionKind {
    Statements,  // `at D { … }`: `body` runs before the first statement of step first_step
    Set,     // cell `cell` of `state` becomes `value`, there or, at step -1, as its initial value
    Hold,    // likewise, and other writes of it until last_step are discarded
    Block,   // the instances do not happen, are not taken, are not held, also when fired
    Force,   // the instance happens before the first statement of step first_step, its gate and
             // chance ignored
    Choose,  // the decision takes `option` wherever it is offered
    Scale,   // the cells, params, are `value` times what was drawn
    Redraw,  // the cells are drawn anew from their default prior, with noise of their own
};

struct Intervention {
    InterventionKind kind = InterventionKind::Statements;
    std::string text;  // as written, in one line
    /// "whatif NAME", "cause NAME/absent", "cause NAME/present": begins the names of what `body`
    /// draws, and is the context of what it or a Force fires.
    std::string owner;
    std::int64_t first_step = 0, last_step = 0;
    FrameId frame;                     // of `body` and `value`
    std::vector<StatementId> body;     // Statements
    StateId state;                     // Set, Hold, Scale, Redraw
    std::vector<std::uint32_t> cells;  // Set, Hold: one; of a symmetric relation that of (min, max)
    ExpressionId value;                // Set, Hold, Scale
    std::vector<Cell> redrawn;         // Redraw: by cell
    DeclarationId declaration;         // Block, Force, Choose
    /// The instances meant, each a tuple of entities; none stands for all.
    std::vector<std::vector<std::uint32_t>> instances;
    std::uint32_t option = 0;  // Choose
    std::uint32_t option_entity = Fact::kNoEntity;
    Span span;
};

struct WhatIf {
    std::string name, label;
    std::vector<Intervention> interventions;
    Support support;
    Span span;
};

struct Cause {
    std::string name, label, group;  // group: "" if none
    std::vector<Intervention> absent;
    std::vector<Intervention> present;  // in worlds that keep it, other than the actual one
    Support support;
    Span span;
};

/// How a choice in an altered world hangs together with the actual one. The actual histories are
/// the same under each.
enum class Coupling {
    Gumbel,       // each option keeps its noise
    Ordered,      // one uniform, options in the order written
    Independent,  // drawn anew where worths or offers differ
};

}  // namespace jonbar
