// The syntax tree's statements.
//
// See ast.h for the whole.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/source.h"
#include "language/ast_expr.h"

namespace jonbar::ast {

struct Block {
    std::vector<StmtId> statements;
    Span span;  // with its braces
};

enum class AssignOp { Set, Add, Subtract, Multiply, Draw };  // =  +=  -=  *=  ~
/// `place = value`; `place ~ distribution` only at top level.
struct AssignStmt {
    AssignOp op = AssignOp::Set;
    ExprId place;  // a NameExpr, FieldExpr or CallExpr
    ExprId value;
    DistId distribution;
};
/// `let x = e`.
struct LetStmt {
    Name name;
    ExprId value;
};
/// `draw NAME = DIST`: names the site and the local value.
struct DrawStmt {
    Name name;
    DistId distribution;
};
/// `else if` is an else block that holds one IfStmt.
struct IfStmt {
    ExprId condition;
    Block then_block;
    std::optional<Block> else_block;
};
struct ForStmt {
    Binder binder;
    bool together = false;
    Block body;
};
struct TogetherStmt {
    Block body;
};
/// A piece of a `say` text: literal, or an expression with a format such as ".1f" (may be empty).
struct SayPart {
    std::string literal;
    ExprId value;  // not valid for a literal
    std::string format;
};
struct SayStmt {
    std::vector<SayPart> parts;
};
/// `fire NAME(args)`: a NameExpr, FieldExpr or CallExpr.
struct FireStmt {
    ExprId target;
};
struct EndHistoryStmt {};

struct Stmt {
    using Node = std::variant<AssignStmt, LetStmt, DrawStmt, IfStmt, ForStmt, TogetherStmt, SayStmt,
                              FireStmt, EndHistoryStmt>;
    Span span;
    Node node;
    Evidence evidence;
};

}  // namespace jonbar::ast
