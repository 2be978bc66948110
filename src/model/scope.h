// Where an expression stands: its locals, what has been shown there, and whether it may draw.
//
// What is *shown* is that an optional – a local, a place of the state, a call – is someone. It is
// known by a text that is the same for the same place, holds from the condition that showed it to
// the next write that may touch it, and turns the optional's type into a plain one.

#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/context.h"

namespace jonbar {

struct ShownSome {
    std::string key;
    std::set<StateId> reads;  // a write to one of these ends it
};
using Shown = std::vector<ShownSome>;

/// An arm of an `if`, an option of a decision or an end of a vote: two sites in different arms of
/// one fork are never reached in the same step by the same instance.
struct Arm {
    std::size_t fork = 0;
    int arm = 0;
};

/// Tells whether two places are in different arms of one fork.
bool exclude(const std::vector<Arm>& left, const std::vector<Arm>& right);

/// A site already made in a declaration, and where it stands.
struct MadeSite {
    SiteId site;
    std::vector<Arm> arms;
};

/// What a draw needs to know of the declaration or cell in which it stands.
struct Drawing {
    Site base;                     // module, owner, instance, actor, frame; `loops` as they nest
    bool cell = false;             // an initial value: its draw needs no name
    std::string inside;            // option, `carried`, `lost`: stands before the place
    std::size_t option_loops = 0;  // how many of base.loops are an option's entity, no loop
    std::string place;             // of the assignment being checked; empty: a draw needs a name
    std::vector<Arm> arms;
    std::size_t* forks = nullptr;           // counts the forks of the declaration
    std::vector<MadeSite>* made = nullptr;  // of the declaration
    Support* support = nullptr;             // of the cell: what its alternatives cite
};

enum class Purpose {
    Definition,  // a top-level `let`
    Cell,        // what stands before the first step
    Body,        // a statement
    Condition,   // a gate, hazard, worth, date
    Outcome,
};

struct Scope {
    ModuleIndex home = 0;
    FrameId frame;
    Purpose purpose = Purpose::Condition;
    std::vector<std::pair<std::string, LocalIndex>> locals;  // visible, innermost last
    Shown known;
    bool in_past = false;        // optionals need not be met
    bool loose_dates = false;    // a date of a timing: none means not yet
    Drawing* drawing = nullptr;  // nullptr: no draw may stand here
    bool measured = false;       // a distribution is that of a measure: it draws nothing

    /// Returns the visible local of a name, or kNoLocal.
    LocalIndex find(const std::string& name) const;

    /// Forgets the known that a write to this state may end.
    void forget(StateId state);
    void forget(const std::set<StateId>& states);

    void learn(const Shown& more) { known.insert(known.end(), more.begin(), more.end()); }
};

/// Returns the text by which known about an expression are known; empty where none are kept.
std::string fact_key(const Model& model, ExpressionId id);

/// Adds the states that an expression reads, through definitions too, and whether it reads the
/// past.
void collect_reads(const Context& context, ExpressionId id, Reads& reads);

}  // namespace jonbar
