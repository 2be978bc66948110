// Statements: bodies of rules, events, options and votes.

#pragma once

#include <vector>

#include "model/effects.h"
#include "model/expressions.h"

namespace jonbar {

/// A `fire` and where it stands, for the proof that no name is reached twice.
struct FirePlace {
    StatementId statement;
    std::vector<Arm> arms;
};

class Statements {
  public:
    Statements(Context& context, Effects& effects, Scope& scope, std::vector<FirePlace>& fires)
        : context_(context), effects_(effects), scope_(scope), fires_(fires) {}

    /// Checks a block; its local names end with it.
    std::vector<StatementId> check(const ast::Block& block);

  private:
    StatementId check(const ast::Stmt& stmt);
    void check_assign(const ast::AssignStmt& assign, Statement& statement);
    void check_let(const ast::LetStmt& let, Statement& statement);
    void check_draw(const ast::DrawStmt& draw, Statement& statement);
    void check_if(const ast::IfStmt& branch, Statement& statement);
    void check_for(const ast::ForStmt& loop, Statement& statement);
    void check_say(const ast::SayStmt& say, Statement& statement);
    void check_fire(const ast::FireStmt& fire, Statement& statement);
    std::vector<StatementId> check_together(const ast::Block& block);
    void bind(const ast::Name& name, const Checked& value, Statement& statement);
    void wrote(StateId state);

    Expressions expressions() { return {context_, scope_}; }

    Context& context_;
    Effects& effects_;
    Scope& scope_;
    std::vector<FirePlace>& fires_;
    int together_ = 0;
    std::set<StateId> written_together_;
};

}  // namespace jonbar
