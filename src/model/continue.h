// What a scenario takes from the one that it continues: read there, put into cells here.
//
// The right side of each assignment is checked among the names of the other scenario, its place
// among those of this one. The other scenario is loaded and checked first; it sees the declaration
// as it would see a question given beside it.

#pragma once

#include <memory>
#include <vector>

#include "model/continuation.h"
#include "model/initial.h"

namespace jonbar {

/// The right side of an assignment, as the other scenario understands it.
struct Export {
    std::vector<DomainId> loops;  // around it: the other's domains
    ExpressionId value;
    FrameId frame;  // its first locals are those of the loops
    Type type;
    Units units;
    bool bad = true;  // said already
};

struct Continued {
    const ast::ContinueDecl* decl = nullptr;
    ModuleIndex home = 0;  // where it stands
    bool instead = false;  // which histories go on, and from when, is said by another
    Span span;
    Continuation made;
    std::vector<Export> exports;  // of each assignment, in the order of the text
};

/// Loads and checks the scenario that the scenario among `modules` continues. Nothing where there
/// is none or, after errors, where it is wrong.
std::unique_ptr<Continued> load_continued(SourceSet& sources, const std::vector<Module>& modules,
                                          const LoadOptions& options, Diagnostics& diagnostics);

/// Checks, in the other scenario, what crosses and which histories do. Requires: the declaration
/// stands in the last module and, where `instead` is given, that in the last but one.
void check_exports(Context& context, Continued& asked);

/// Puts what crosses into its cells.
void import_state(Context& context, Cells& cells, Continued& continued);

}  // namespace jonbar
