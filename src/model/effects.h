// What the bodies of declarations may write, found in the tree before any body is checked.
//
// A fact shown by a condition holds until something writes the state it speaks of, so the checker
// asks what a loop's later turns, a fired procedure or another instance may write. Names are taken
// broadly: `x.holder = …` counts as a write to every attribute called `holder`.

#pragma once

#include <set>
#include <vector>

#include "model/context.h"

namespace jonbar {

class Effects {
  public:
    /// Looks at the bodies of all declarations, and reports circles of `fire`.
    explicit Effects(Context& context);

    /// Returns what a declaration may write, through all that it fires.
    const std::set<StateId>& writes(DeclarationId id) const { return closed_[id.index]; }

    /// Returns what these statements may write, through all that they fire.
    std::set<StateId> writes(ModuleIndex home, const ast::Block& block) const;

  private:
    struct Direct {
        std::set<StateId> states;
        std::set<DeclarationId> fires;
    };

    void look(ModuleIndex home, const ast::Block& block, Direct& found) const;
    void look(ModuleIndex home, const ast::Stmt& statement, Direct& found) const;
    std::set<StateId> closure(const Direct& from) const;
    /// Visits what is fired before what fires it, so that every set is made once.
    void close_all();

    Context& context_;
    std::vector<Direct> direct_;
    std::vector<std::set<StateId>> closed_;
};

}  // namespace jonbar
