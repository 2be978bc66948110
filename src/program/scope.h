// What the lowering knows while it walks: values, scopes, addresses, records, plans.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/model.h"
#include "program/draft.h"
#include "program/lower.h"

namespace jonbar::program {

/// What an expression gives. A set is the first of `width` truths, one after the other.
struct Value {
    Operand operand;
    std::uint32_t width = 1;
};

/// What fired the procedure that is being lowered.
struct FireContext {
    DeclarationId declaration;
    const Statement* fire = nullptr;
    std::vector<Value> locals;
    const FireContext* outer = nullptr;
    FrameId frame = {};             // of the locals
    std::string intervention = {};  // instead of all this: Intervention::owner
};

/// A running body, condition or definition.
struct Scope {
    std::vector<Value> locals;
    FrameId frame;
    DeclarationId declaration;
    const FireContext* context = nullptr;
    Operand mask;  // of its statements
};

const Type kTruthType = {.base = BaseType::Truth, .domain = {}, .optional = false, .set = false};

/// Tells whether an aggregate of nothing is a fault.
inline bool needs_some(AggregateOp op) {
    return op == AggregateOp::Mean || op == AggregateOp::Max || op == AggregateOp::Min;
}

/// A cell among columns: known but for registers, or found by a column of indices.
struct Address {
    Operand base = {};
    Operand index = {};  // none: `base` is the cell
    std::uint32_t count = 0, stride = 0;
};

/// The noise of a site: see Op::DrawUniform.
struct Keys {
    Operand first;
    Operand index;
    std::uint32_t count = 0, stride = 0;
    std::uint32_t names = 0;  // in the table
};

/// Where a state of the model stands.
struct StateInfo {
    Operand columns;
    std::uint32_t width = 1;
    std::vector<std::optional<double>>
        known;                     // of a state that nothing writes: what folded, a column each
    std::optional<Operand> table;  // once all are known
    std::size_t left = 0;          // columns not yet known
    Operand saturations;           // Counter, or none
};

/// The figures of a series, a table of steps for each cell one after the other, and, where some are
/// missing, whether there is one: 1 or 0.
struct FigureTables {
    Operand figures;
    Operand known;  // none: there always is
};

/// What is kept and counted of the instances of a declaration: blocks, an instance after the other.
struct RecordInfo {
    Operand ran;        // ever; a vote: held
    Operand on, times;  // of a vote: when it carried
    Operand carried, held, margin;
    Operand first;       // the first time; of a decision by instance and slot. None if not asked
    Operand slot;        // decisions: the last choice
    Operand option_ran;  // by instance and slot
    Operand ran_histories, ran_times, carried_histories, carried_times;
    Operand option_histories, option_times;  // by instance and slot
    std::vector<std::uint32_t> slot_first;   // of each option; the last entry is the count of slots
};

/// The columns of `together`: what is to be written to a state at its end.
struct Pending {
    Operand assigned, value;  // whether, and what (value: width columns a cell)
    Operand touched, sum;     // whether something was added, and what
    Operand added, removed;   // of sets, width columns a cell
    Span span;
};

/// What an instance does in its turn: found in the first phase, done in the second.
struct Plan {
    Operand happens = {};
    Operand slot = {}, actor = {};                   // decisions
    Operand yes = {}, abstained = {}, counted = {};  // votes; of an election the best one's
    Operand next = {};                               // of an election
    Operand all = {}, bar = {}, carried = {}, margin = {};
};

/// A site of a table of names, with what it binds of its locals.
struct BoundSite {
    struct Bound {
        LocalIndex local = kNoLocal;
        double entity = kNobody;
    };
    const Site* site = nullptr;
    Bound first = {}, second = {};
};

/// A fact that weighs.
struct FactInfo {
    const Fact* fact = nullptr;
    std::uint32_t place = 0;        // in Program::facts
    std::vector<Operand> accounts;  // which is right: state truths; empty if there is only one
    Operand met;          // a state truth: it came in the window. None where the record tells
    bool forces = false;  // in some step
    std::vector<double> forces_in;  // by step: 1 where it is this fact that forces its site
};

/// A what-if or a cause whose interventions are lowered.
struct SwitchInfo {
    const Switch* made = nullptr;
    Operand on, touched, offered;  // see SwitchColumns
};

/// A cell that an intervention holds.
struct Hold {
    const Intervention* what = nullptr;
    std::size_t info = 0;  // whose switch
    Operand value;         // state columns, as wide as the cell
    Operand undone;        // Counter
};

/// An option that an intervention chooses, in a decision that is being lowered.
struct Chosen {
    const SwitchInfo* info = nullptr;
    const Intervention* what = nullptr;
    std::uint32_t slot = 0;
    Operand match;  // where this is the decision meant
    Operand there;  // where the option is there
};

/// In which steps facts force, by step.
struct ForcedSteps {
    bool any = false;
    std::vector<double> steps;
};

/// What a draw that is being lowered is assigned to.
struct Drawn {
    StateId state;
    std::vector<Value> at;
    std::vector<ExpressionId> args;  // the indices as written; of an initial cell none
};

/// Blocks of numbers: what goes into Impose, and what comes out.
struct Imposition {
    Operand in, out;
    std::uint32_t in_count = 0, out_count = 0;
};

/// A number that an account of a fact gives a step.
using AccountValue = std::function<double(const Account&, std::int64_t)>;

/// What statements write, or what nothing does.
struct Writes {
    std::set<std::uint32_t> states, declarations;
};

/// What an expression reads, and roughly how many operations it takes.
struct Reads {
    std::set<std::uint32_t> locals, states, declarations;
    bool draws = false;
    std::size_t cost = 0;
};

/// What a native function is told: blocks as native_layout.h has them.
struct NativeInputs {
    NativeCall call;
    Operand numbers, truths;      // none where there are none
    std::vector<Operand> wholes;  // the numbers that belong to the call as a whole
};

/// A loop that is being lowered. What it cannot change may be computed in `outer`, before it.
struct TableLoop {
    Code* outer = nullptr;
    std::uint32_t reg = 0;
    bool closed = false;  // nothing is taken out of it
    Writes writes;
    std::map<std::vector<std::uint64_t>, Operand> tables;
};

}  // namespace jonbar::program
