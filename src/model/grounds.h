// What a text gives as ground for what it says: every place that cites claims, or should.
//
// Read from the trees, so that it sees all that is written: what replaces what and which cell a
// value ends in does not matter here. Text and places are kept, no trees.

#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/modules.h"

namespace jonbar {

enum class GroundKind {
    Param,        // a param or strength
    Value,        // what is so at the start: of a variable, an attribute, a relation
    Row,          // of a table, all its values
    Definition,   // let
    Happening,    // a rule, event, decision, vote, and what stands in it
    Observation,  // a fact of the record
    Outcome,
    Question,  // a whatif or cause
    Other,     // a kind, a relation, a scale …
};

struct GroundCite {
    std::string claim;
    Span span;
};

/// One of the values between which an `either` leaves open, or one account of an observation.
struct GroundAlternative {
    std::string text, weight;  // as written
    std::vector<GroundCite> cites;
    bool assumed = false;
};

struct Ground {
    GroundKind kind = GroundKind::Other;
    std::string what;  // as a reader calls it: "param weariness", "trotsky.resolve", "row anna"
    std::string name;  // without the word before it: "weariness"
    std::size_t module = 0;
    Span span;
    std::vector<GroundCite> cites;  // of the whole
    std::string assumed;            // the reason, or empty
    bool hindsight = false;
    std::vector<GroundAlternative> alternatives;
    std::vector<std::string> values;  // of a row: what it gives, "anna.nerve"
    /// It says something that could be otherwise, of something in particular, and so is to say
    /// what it rests on.
    bool owes = false;
};

/// Returns the grounds of all modules, module after module, each in the order of its text; those
/// of a file that is used twice once.
std::vector<Ground> grounds(const SourceSet& sources, const std::vector<Module>& modules);

/// Calls `visit` with each claim cited by a ground, in the whole or in an alternative.
template <typename Visit>
void for_each_cite(const Ground& ground, const Visit& visit) {
    for (const GroundCite& cite : ground.cites) visit(cite);
    for (const GroundAlternative& alternative : ground.alternatives) {
        for (const GroundCite& cite : alternative.cites) visit(cite);
    }
}

/// Tells whether it says what it rests on: as a whole, or for each alternative.
bool is_grounded(const Ground& ground);

/// What is done with claims that contradict each other.
enum class ConflictState {
    Unused,     // none is cited
    Weighed,    // some alternatives cite one, some another
    Cited,      // all are cited
    Explained,  // what cites one says in `assumed` why it does not cite the others
    Silent,     // one side is taken, and nothing is said of the others
};

/// Returns what the grounds make of `claims`.
ConflictState state_of_conflict(const std::vector<Ground>& grounds,
                                const std::set<std::string>& claims);

}  // namespace jonbar
