// The syntax tree's smaller half: names, expressions, distributions and types.
//
// See ast.h for the whole.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/dates.h"
#include "base/id.h"
#include "base/reckoning.h"
#include "base/source.h"

namespace jonbar::ast {

struct ExprTag {
    static constexpr char kPrefix = 'e';
};
struct StmtTag {
    static constexpr char kPrefix = 's';
};
struct DeclTag {
    static constexpr char kPrefix = 'd';
};
struct DistTag {
    static constexpr char kPrefix = 'u';
};
using ExprId = Id<ExprTag>;
using StmtId = Id<StmtTag>;
using DeclId = Id<DeclTag>;
using DistId = Id<DistTag>;

struct Name {
    std::string text;
    Span span;
};

/// A name that may be reached through a module or an instance of one: `contest.person`.
struct Path {
    std::vector<Name> names;  // at least one
    Span span;
};

/// A text in quotation marks, escapes resolved.
struct Text {
    std::string value;
    Span span;
};

/// `[thousand men]`, `[pood per head]`, `per month`, `months`: words above and below the line.
struct Unit {
    std::vector<Name> numerator;
    std::vector<Name> denominator;
    bool bracketed = false;
    Span span;
};

/// What may end any declaration or assignment: `cites a, b`, `assumed "…"`, `hindsight`,
/// `exception "…"`.
struct Evidence {
    std::vector<Name> cites;
    std::optional<Text> assumed;
    std::optional<Text> exception;
    std::optional<Span> hindsight;

    [[nodiscard]] bool empty() const {
        return cites.empty() && !assumed && !exception && !hindsight;
    }
};

/// `x in S where C`, the head of loops, comprehensions and aggregates.
struct Binder {
    Name variable;
    ExprId set;
    ExprId where;  // not valid when absent
};

/// `0.5`, `18 months`, `500 [thousand men]`, `0.3 per year`.
struct NumberExpr {
    double value = 0;
    std::string text;                      // as written, without unit
    bool is_integer = false;               // written without a point or exponent
    std::optional<CalendarUnit> duration;  // `18 months`
    std::optional<Unit> unit;              // brackets or `per`; absent for durations
};
struct TruthExpr {
    bool value = false;
};
struct NoneExpr {};
/// `1922-04`, `1922-04-03`, `1922-Q2`, `0044-03 bc`, `1303-10-05 SH`, `1917 OS`; a bare year only
/// where the grammar wants a date.
struct DateExpr {
    ReckonedDate date;
};
struct NowExpr {};
/// A text as a cell of a table or the value of a field.
struct TextExpr {
    std::string value;
};
struct NameExpr {
    Name name;
};
struct FieldExpr {
    ExprId object;
    Name name;
};
/// `f(a, b)`; `m.f(a, b)` with module m. Relations, definitions, instances, functions look alike.
struct CallExpr {
    std::optional<Name> module;
    Name name;
    std::vector<ExprId> arguments;
};

enum class UnaryOp { Minus, Not };
struct UnaryExpr {
    UnaryOp op = UnaryOp::Minus;
    ExprId operand;
};

enum class BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,    // x in S
    Else,  // x else y
    Add,
    Subtract,  // numbers and sets
    Union,     // |
    Multiply,
    Divide,
    Intersect  // &
};
struct BinaryExpr {
    BinaryOp op = BinaryOp::Or;
    ExprId left;
    ExprId right;
    Span op_span;
};

/// `x is someone`.
struct IsSomeoneExpr {
    ExprId operand;
};
/// `if C then a else b`.
struct IfExpr {
    ExprId condition;
    ExprId then_value;
    ExprId else_value;
};
/// `{a, b}`, also empty.
struct SetExpr {
    std::vector<ExprId> elements;
};
/// `{p in person where C}`.
struct ComprehensionExpr {
    Binder binder;
};

enum class AggregateKind { Count, Sum, Min, Max, Mean, Any, All, Argmax, Top, Pick };
/// `sum(x in S where C: e)`. `count(S)` has no variable: `binder.variable` is empty and
/// `binder.set` is S. `min(a, b)` and `max(a, b)` are Calls.
struct AggregateExpr {
    AggregateKind kind = AggregateKind::Count;
    ExprId size;  // the k of top(k, …) and pick(k, …); not valid when absent
    Binder binder;
    ExprId value;  // after the colon; not valid when absent
};

enum class NativeKind {
    RulingCoalition,
    Alignment,
    Component,
    Banzhaf,
    ShapleyShubik,
    DeeganPackel,
    Holler,
    Winning,
    MinimalWinning,
    WeightedMedian,
    Bargain,
    Degroot,
    FriedkinJohnsen,
    HegselmannKrause,
    Granovetter
};
/// `majority 2/3` within the parentheses of a native function; the first value has no word in some.
struct NativeClause {
    std::string word;
    ExprId value;
    Span span;  // with the word
};
/// `ruling_coalition(p in S where C: power(p), majority 2/3)`; `component(x in S via R)` has an
/// `entity` in place of variables. Clauses are those of native_forms.h, in the order written.
struct NativeExpr {
    NativeKind kind = NativeKind::RulingCoalition;
    std::vector<Name> variables;
    ExprId entity;  // of a component; not valid otherwise
    ExprId set;
    ExprId where;  // not valid when absent
    std::vector<NativeClause> clauses;
    Span name_span;
};

/// What the past tells of a site: an event's, vote's, decision's or rule's instance.
enum class RecordKind { Happened, On, Since, Times, Held, Margin, Odds };
/// `happened(E)`, `on(E)`, `since(E)`, `times(E)`, `held(V)`, `margin(V)`; `odds(V)`, which is told
/// of the present.
struct RecordExpr {
    RecordKind kind = RecordKind::Happened;
    ExprId site;  // a NameExpr, FieldExpr or CallExpr
};
/// `V carried`.
struct CarriedExpr {
    ExprId site;
};
/// `D chose o`, where the option is a NameExpr or a CallExpr; `V elected x`.
struct ChoseExpr {
    ExprId site;
    ExprId option;
    bool elected = false;
};
/// `past(e, 2 months)`.
struct PastExpr {
    ExprId value;
    ExprId lag;
};
/// `first date when C`.
struct FirstDateExpr {
    ExprId condition;
};
/// `e at end` (no date), `e at 1926-01`; only in outcomes.
struct AtExpr {
    ExprId value;
    ExprId date;  // not valid for `at end`
};
/// `draw DIST`.
struct DrawExpr {
    DistId distribution;
};

struct Alternative {
    ExprId value;
    ExprId weight;
    Evidence evidence;
    Span span;
};
/// `either { v: w cites a, b   v2: w2 }`; as a value of initial state, a cell, or a distribution.
struct EitherExpr {
    std::vector<Alternative> alternatives;
};
/// `[a, b]` as a cell of a table: names of claims.
struct ListExpr {
    std::vector<Name> names;
};
/// Stands where the text was wrong; an error has been given.
struct BadExpr {};

struct Expr {
    using Node = std::variant<NumberExpr, TruthExpr, NoneExpr, DateExpr, NowExpr, TextExpr,
                              NameExpr, FieldExpr, CallExpr, UnaryExpr, BinaryExpr, IsSomeoneExpr,
                              IfExpr, SetExpr, ComprehensionExpr, AggregateExpr, NativeExpr,
                              RecordExpr, CarriedExpr, ChoseExpr, PastExpr, FirstDateExpr, AtExpr,
                              DrawExpr, EitherExpr, ListExpr, BadExpr>;
    Span span;
    Node node;
    bool parenthesised = false;  // written in parentheses, which the formatter keeps
};

enum class DistForm {
    Word,       // a scale word: `middle`
    Arguments,  // `normal(0, 0.3)`
    Points,     // `lognormal 0.01 to 0.06`, `halfnormal to 1.4`: 5 % and 95 % points
    Either      // `either { … }`
};
struct Distribution {
    DistForm form = DistForm::Word;
    Name name;                      // of the word or family; empty for Either
    std::vector<ExprId> arguments;  // Arguments
    ExprId low;                     // Points; not valid for `to` alone
    ExprId high;                    // Points
    ExprId either;                  // Either
    std::optional<Unit> unit;       // `per month`, `months`, `[men]` after it
    Span span;
};

/// `real`, `person`, `person?`, `set of person`, `date?`.
struct TypeRef {
    Path path;
    bool optional = false;
    bool set = false;
    Span span;
};

/// A type with its unit and bounds: `real [thousand men] in 0..1`, `real per month`.
struct ValueType {
    TypeRef type;
    std::optional<Unit> unit;
    ExprId low;  // both valid or neither
    ExprId high;
};

/// `= value` or `~ distribution`; neither when absent.
struct Initial {
    ExprId value;
    DistId distribution;

    [[nodiscard]] bool absent() const { return !value.valid() && !distribution.valid(); }
};

/// An index of a family or relation, `a: person`. In a relation written without names the name is
/// empty.
struct Parameter {
    Name name;
    TypeRef type;
};

}  // namespace jonbar::ast
