// Expressions: from tree to model, with types, units and optionals.
//
// Each check returns what it made and what it learnt. A bad result has been reported; it fits
// everywhere. `expected` is the type that the place wants, by which none, the empty set, enum
// values and scale words get their meaning; the caller still has to see whether the result fits
// (`fitted`).

#pragma once

#include <string_view>

#include "model/scope.h"

namespace jonbar {

struct Checked {
    ExpressionId id;
    Type type;
    Units units;
    bool bad = false;
    Shown when_true, when_false;  // of a truth: what it shows
};

/// A place of the state: what can be assigned to.
struct Place {
    ExpressionId read;  // what reading it is
    StateId state;
    std::vector<ExpressionId> args;
    bool bad = false;
};

/// An instance of a declaration, as in `dies(lenin)`.
struct Instance {
    DeclarationId declaration;
    std::vector<ExpressionId> args;
    bool bad = false;
};

/// The name at the head of a place, an instance or a value, and what stands in parentheses behind
/// it.
struct Head {
    ast::Name name;  // empty where there is no name at the head
    std::vector<ast::ExprId> arguments;
    const Symbol* symbol = nullptr;  // nullptr where the name is not known
};

/// An option of a decision, as in `silence` or `strike_at(x)`.
struct ChosenOption {
    std::uint32_t option = 0;
    std::vector<ExpressionId> entity;  // of an option over entities
    bool bad = false;
};

/// Where a loop or an aggregate runs: over a domain, or over the members of a set.
struct Range {
    DomainId domain;
    ExpressionId set;  // none: the whole domain
    bool bad = false;
};

class NativeCheck;

class Expressions {
  public:
    Expressions(Context& context, Scope& scope) : context_(context), scope_(scope) {}

    Checked check(ast::ExprId id, const Type* expected = nullptr);

    /// Checks and fits to a type; what does not fit is an error that names `what`.
    Checked check_as(ast::ExprId id, const Type& wanted, std::string_view what);

    /// Checks a truth.
    Checked check_condition(ast::ExprId id, std::string_view what);

    /// Checks a real or int.
    Checked check_number(ast::ExprId id, std::string_view what);

    /// Checks a place to assign to.
    Place check_place(ast::ExprId id);

    /// Returns the name at the head of `a`, `a(x)`, `module.a` or `module.a(x)`; reports nothing.
    Head head(ast::ExprId id) const;

    /// Checks an instance of a declaration.
    Instance check_instance(ast::ExprId id);

    /// Checks an option of a decision.
    ChosenOption check_option(DeclarationId decision, ast::ExprId option);

    /// Checks where a binder runs.
    Range check_range(ast::ExprId set);

    /// Checks a distribution and makes its draw, named by the scope's drawing.
    Checked check_distribution(ast::DistId id, const Type* expected);

    /// Checks an initial value of a state: an expression, a scale word or `either`.
    Checked check_initial(ast::ExprId id, const Type& wanted, std::string_view what);

    /// Checks and folds a number that must be known before the run.
    std::optional<double> check_constant(ast::ExprId id, const Type* expected,
                                         std::string_view what);

    /// Makes `found` fit the type that is wanted, or reports that it does not.
    Checked fitted(Checked found, const Type& wanted, Span span, std::string_view what);

    /// Makes the site of a draw here; `name` is given by `draw NAME = …`, else the place is used.
    SiteId make_site(SiteKind kind, const std::string& name, Span span);

  private:
    Checked check_node(const ast::Expr& expr, const Type* expected);
    Checked check_plain(const ast::Expr& here, const Type* expected);

    // names.cpp
    Checked check_name(const ast::NameExpr& name, Span span, const Type* expected);
    Checked check_symbol(const Symbol& symbol, const ast::Name& name, Span span);
    Checked check_field(const ast::FieldExpr& field, Span span);
    Checked check_call(const ast::CallExpr& call, Span span);
    Checked check_function(const ast::CallExpr& call, Span span);
    std::vector<ExpressionId> check_indices(const std::vector<DomainId>& indices,
                                            const std::vector<ast::ExprId>& arguments, Span span,
                                            std::string_view what, bool& bad);
    Checked load(StateId state, std::vector<ExpressionId> args, Span span, bool bad);
    std::optional<Checked> enum_value(DomainId domain, const std::string& name, Span span);
    const Symbol* module_member(ast::ExprId object, const ast::Name& name, ModuleIndex& home) const;
    bool needs_type(ast::ExprId id) const;

    // operators.cpp
    Checked check_unary(const ast::UnaryExpr& unary, Span span);
    Checked check_binary(const ast::BinaryExpr& binary, Span span, const Type* expected);
    Checked check_logic(const ast::BinaryExpr& binary, Span span);
    Checked check_comparison(const ast::BinaryExpr& binary, Span span);
    Checked check_membership(const ast::BinaryExpr& binary, Span span);
    Checked check_sum(const ast::BinaryExpr& binary, Span span, const Type* expected);
    Checked check_product(const ast::BinaryExpr& binary, Span span);
    Checked check_else(const ast::BinaryExpr& binary, Span span, const Type* expected);
    Checked check_is_someone(const ast::IsSomeoneExpr& is, Span span);
    Checked check_if(const ast::IfExpr& branch, Span span, const Type* expected);
    Checked check_set(const ast::SetExpr& set, Span span, const Type* expected);
    bool check_units(const Checked& left, const Checked& right, Span span, std::string_view doing);
    std::optional<Checked> moved_date(const ast::BinaryExpr& binary, const Checked& left,
                                      Span span);
    Shown shown(const Checked& optional) const;

    // aggregates.cpp
    Checked check_comprehension(const ast::ComprehensionExpr& comprehension, Span span);
    Checked check_aggregate(const ast::AggregateExpr& aggregate, Span span);
    Checked check_aggregate_value(const ast::AggregateExpr& source, Aggregate& aggregate,
                                  Span span);

    // natives.cpp
    friend class NativeCheck;
    Checked check_native(const ast::NativeExpr& native, Span span);
    std::optional<Checked> check_lanchester(const ast::CallExpr& call, Span span);

    // records.cpp
    Checked check_record(const ast::RecordExpr& record, Span span);
    Checked check_carried(const ast::CarriedExpr& carried, Span span);
    Checked check_chose(const ast::ChoseExpr& chose, Span span);
    Checked check_past(const ast::PastExpr& past, Span span);
    Checked history(PastQuery query, const Instance& instance, const Type& type, Span span);

    // odds.cpp
    Checked odds(const Instance& instance, Span span);

    // chance.cpp
    Checked check_either(const ast::EitherExpr& either, const Type* expected, Span span);
    Checked check_arguments(const ast::Distribution& distribution);
    Checked check_points(const ast::Distribution& distribution);
    Checked drawn(Distribution family, std::vector<ExpressionId> args, Span span);
    Checked check_scale_word(const ScaleWordInfo& word, const ast::Name& name);

    std::string quoted(Span span) const;
    Checked bad(Span span, const Type* expected = nullptr);
    Checked make(Expression expression, Units units = {});
    Expression node(ExpressionKind kind, const Type& type, Span span) const;
    const ast::Expr& expr(ast::ExprId id) const { return context_.tree(scope_.home)[id]; }
    Span span_of(ast::ExprId id) const { return expr(id).span; }

    Context& context_;
    Scope& scope_;
};

/// Checks a definition on first use; one in terms of itself is an error.
void check_definition(Context& context, DefinitionId id);

}  // namespace jonbar
