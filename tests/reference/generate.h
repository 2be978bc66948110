#pragma once
// Random scenarios that are valid by construction: text, so that parser, checker and formatter are
// exercised with the engine.
//
// The things of every scenario are the same few (people, places, colours, relations, variables);
// what is random is what happens: declarations of every kind and timing, and the expressions in
// them. Values are kept small by construction, so that a history faults only where a scenario is
// meant to.

#include <cstdint>
#include <string>

namespace jonbar::reference {

struct Generated {
    std::string text;    // of the scenario
    std::string module;  // of the module `generated.manners` that it uses
};

struct GenerateOptions {
    bool risky = false;      // a division fails in some histories
    bool record = false;     // facts are observed
    bool questions = false;  // there are what-ifs and causes
    bool natives = false;    // native functions stand among the expressions
};

/// Returns a scenario, the same one for the same seed (and compiler: arguments are evaluated in its
/// order).
Generated generate(std::uint64_t seed, const GenerateOptions& options = {});

}  // namespace jonbar::reference
