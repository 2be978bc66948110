// What a scenario says where some claims are not believed, or one side of a contradiction is
// certain.
//
// The trees of a scenario are changed before anything is checked, so that all that follows – types,
// priors, runs – knows nothing of belief. What rests on fallen claims alone gives way: an
// alternative to the others, a number to what its kind has by default or to a vague prior around
// it, an observation to nothing. What the world is made of – who held what, who belonged where, the
// dates, rules and choices – stays, and is told of. docs/evidence.md has the rules.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/modules.h"

namespace jonbar {

enum class BeliefChange {
    Alternative,  // some of its values are open no more
    Equal,        // all of them rested on what has fallen: each is as likely
    Default,      // its own value is gone: it has what its kind has
    Vague,        // its prior is wider
    LeftOut,      // an observation is no more part of the record
    Kept,         // it rests on fallen claims alone and stays
};

struct Changed {
    BeliefChange change = BeliefChange::Kept;
    std::string what;    // "param frailty", "trotsky.resolve"
    std::string detail;  // "high (weight 1) falls, low stays"
    Span span;
};

/// Changes the trees as if the claims in `fallen` had not been made. Returns what is otherwise, in
/// the order of modules and texts.
std::vector<Changed> disbelieve(const SourceSet& sources, std::vector<Module>& modules,
                                const std::set<std::string>& fallen);

/// Changes the trees as if of the claims of one group, `members`, that contradict each other,
/// `side` alone were true: of alternatives that cite members those that cite it stay, and where
/// none does, those that cite another fall.
std::vector<Changed> take_side(const SourceSet& sources, std::vector<Module>& modules,
                               const std::set<std::string>& members, const std::string& side);

}  // namespace jonbar
