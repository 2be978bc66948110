// Expressions, distributions, types and evidence as text with places to break.
#pragma once

#include <string>
#include <vector>

#include "language/ast.h"
#include "language/layout.h"

namespace jonbar::ast {

/// Writes a part of the tree. Parentheses are those that the author wrote and those that the tree
/// needs.
class ExprWriter {
  public:
    explicit ExprWriter(const Tree& tree) : tree_(tree) {}

    [[nodiscard]] Doc expr(ExprId id) const { return operand(id, 0); }
    [[nodiscard]] Doc distribution(DistId id) const;
    [[nodiscard]] Doc binder(const Binder& binder) const;
    [[nodiscard]] Doc value_type(const ValueType& type) const;
    /// " = value", " ~ distribution", or nothing.
    [[nodiscard]] Doc initial(const Initial& initial) const;
    [[nodiscard]] Doc parameters(const std::vector<Parameter>& parameters) const;
    /// The clauses of the evidence, none with a blank before it.
    [[nodiscard]] std::vector<Doc> evidence(const Evidence& evidence) const;
    /// The text of a `say`, with its quotation marks.
    [[nodiscard]] Doc say(const SayStmt& say) const;

  private:
    [[nodiscard]] Doc operand(ExprId id, int tightness) const;
    [[nodiscard]] Doc bare(const Expr& expr) const;
    [[nodiscard]] Doc chain(const BinaryExpr& binary) const;
    [[nodiscard]] Doc arguments(std::string head, std::vector<Doc> arguments,
                                std::string tail) const;
    [[nodiscard]] std::vector<Doc> list(const std::vector<ExprId>& ids, int tightness) const;
    [[nodiscard]] Doc print(const NumberExpr& e) const;
    [[nodiscard]] Doc print(const TruthExpr& e) const;
    [[nodiscard]] Doc print(const NoneExpr& e) const;
    [[nodiscard]] Doc print(const DateExpr& e) const;
    [[nodiscard]] Doc print(const NowExpr& e) const;
    [[nodiscard]] Doc print(const TextExpr& e) const;
    [[nodiscard]] Doc print(const NameExpr& e) const;
    [[nodiscard]] Doc print(const FieldExpr& e) const;
    [[nodiscard]] Doc print(const CallExpr& e) const;
    [[nodiscard]] Doc print(const UnaryExpr& e) const;
    [[nodiscard]] Doc print(const BinaryExpr& e) const;
    [[nodiscard]] Doc print(const IsSomeoneExpr& e) const;
    [[nodiscard]] Doc print(const IfExpr& e) const;
    [[nodiscard]] Doc print(const SetExpr& e) const;
    [[nodiscard]] Doc print(const ComprehensionExpr& e) const;
    [[nodiscard]] Doc print(const AggregateExpr& e) const;
    [[nodiscard]] Doc print(const NativeExpr& e) const;
    [[nodiscard]] Doc print(const RecordExpr& e) const;
    [[nodiscard]] Doc print(const CarriedExpr& e) const;
    [[nodiscard]] Doc print(const ChoseExpr& e) const;
    [[nodiscard]] Doc print(const PastExpr& e) const;
    [[nodiscard]] Doc print(const FirstDateExpr& e) const;
    [[nodiscard]] Doc print(const AtExpr& e) const;
    [[nodiscard]] Doc print(const DrawExpr& e) const;
    [[nodiscard]] Doc print(const EitherExpr& e) const;
    [[nodiscard]] Doc print(const ListExpr& e) const;
    [[nodiscard]] Doc print(const BadExpr& e) const;

    const Tree& tree_;
    mutable bool else_ends_ = false;  // within `then`, an `else` operator needs parentheses
};

std::string unit_text(const Unit& unit);
std::string type_text(const TypeRef& type);

}  // namespace jonbar::ast
