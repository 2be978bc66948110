// The syntax tree: what a scenario's text says, before anything in it has a meaning.
//
// A tree is a few vectors linked by ids. The parser resolves nothing: `member(p, b)`,
// `dies(lenin)`, `power(p)` and `exp(x)` are all Calls, `p.alive` and `module.name` are both
// Fields. Every node has a span and every name keeps the place where it stands. Names are in NFC.
// Comments are kept apart, in order, for the formatter.
//
// All of it is in the namespace jonbar::ast, since a tree and a model have words in common (Option,
// Timing, Distribution); the sources of this folder write `using namespace ast;`.
//
// What could not be read leaves no node, or a BadExpr where an expression stood.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/dates.h"
#include "base/source.h"
#include "language/ast_expr.h"
#include "language/ast_question.h"
#include "language/ast_stmt.h"

namespace jonbar::ast {

/// `name: type = initial`, in a kind.
struct Attribute {
    Name name;
    ValueType type;
    Initial initial;
    Evidence evidence;
    Span span;
};

/// `use a.b as c`.
struct UseDecl {
    Path path;
    std::optional<Name> alias;
};
struct KindDecl {
    Path name;  // one name, unless `extend`
    bool extend = false;
    std::vector<Attribute> attributes;
    Span body;
};
/// `tact = very_low cites x`, in an entity.
struct AttributeValue {
    Name name;
    Initial initial;
    Evidence evidence;
    Span span;
};
struct Entity {
    Name name;
    std::optional<Text> label;
    std::vector<AttributeValue> values;
    Span body;  // its braces, if it has any
    Span span;
};
/// `person trotsky "Leon Trotsky" { … }`, `person lenin, stalin`.
struct EntityDecl {
    Path kind;
    std::vector<Entity> entities;
};
struct RelationDecl {
    Name name;
    std::vector<Parameter> parameters;
    ValueType type;
    Initial initial;
    bool symmetric = false;
};
struct EnumValue {
    Name name;
    std::optional<Text> label;
};
struct EnumDecl {
    Name name;
    std::vector<EnumValue> values;
};
struct VarDecl {
    Name name;
    ValueType type;
    Initial initial;
};
/// `let NAME(parameters): type = value`.
struct LetDecl {
    Name name;
    std::vector<Parameter> parameters;
    std::optional<ValueType> type;
    ExprId value;
};
/// `param` and `strength`.
struct ParamDecl {
    Name name;
    bool strength = false;
    std::vector<Parameter> parameters;
    ValueType type;
    Initial initial;
};
struct ScaleWord {
    Name name;
    DistId distribution;
};
struct ScaleDecl {
    Name name;
    std::vector<ScaleWord> words;
    Span body;  // its braces, as in the declarations below
};
/// A row of a table over a kind has its entity; a row of a relation's table (first column `from`)
/// has an empty entity and as many cells as there are columns.
struct TableRow {
    Name entity;
    std::vector<ExprId> cells;
    Span span;
};
/// Columns are names, or the words cites, assumed, hindsight, exception, from, to, value.
struct TableDecl {
    Path target;  // a kind or a relation
    std::vector<Name> columns;
    std::vector<TableRow> rows;
    std::optional<Text> file;  // `from "x.csv"`: no columns, no rows
    Span body;
};
/// A row of a series' file: a date and its figures, those that are not given not valid. Where each
/// row has one figure it names the entities it is of; else the columns do.
struct SeriesRow {
    ExprId date;
    std::vector<Name> entities;
    std::vector<ExprId> figures;
    Span span;
};
/// `series cinc(country): real by year from "cinc.csv"`: columns and rows are those of the file.
struct SeriesDecl {
    Name name;
    std::vector<Parameter> parameters;
    ValueType type;
    CalendarUnit period = CalendarUnit::Year;
    Text file;
    std::vector<Name> columns;  // entities, one a figure; none where the rows name them
    std::vector<SeriesRow> rows;
};
/// `kind encyclopedia`, `line 3, 5`: a word and its values, unresolved (names, numbers, dates,
/// texts).
struct Field {
    Name name;
    std::vector<ExprId> values;
};
struct SourceDecl {
    Name name;
    std::optional<Text> title;
    std::vector<Field> fields;
    Span body;
};
/// `in d000 at 23, 25`: a source and where in it (numbers or texts).
struct ClaimPlace {
    Name source;
    std::vector<ExprId> places;
    Span span;
};
struct ClaimDecl {
    Name name;
    std::vector<ClaimPlace> places;
    std::optional<Text> text;
    std::vector<Field> fields;
    Span body;
};

// TIMING. NoTiming with `when`: the first step in which it holds; without: only by `fire`.
struct NoTiming {};
/// `every year in 05, 11`.
struct EveryTiming {
    CalendarUnit period = CalendarUnit::Month;
    std::vector<ExprId> months;  // NumberExprs
};
/// `at DATE, DATE…`.
struct AtTiming {
    std::vector<ExprId> dates;
};
struct HazardFactor {
    ExprId factor;
    ExprId condition;
};
/// `hazard R per P [times F when C]…`.
struct HazardTiming {
    ExprId rate;
    CalendarUnit per = CalendarUnit::Month;
    std::vector<HazardFactor> factors;
};
/// `mean time D`.
struct MeanTimeTiming {
    ExprId duration;
};
struct Timing {
    using Node = std::variant<NoTiming, EveryTiming, AtTiming, HazardTiming, MeanTimeTiming>;
    Node node;
    Span span;
};

/// `before strike`, `after strike`.
struct Placement {
    bool before = false;
    Path target;
    Span span;
};

/// What rule, event, decision and vote share.
struct Heading {
    Name name;
    std::vector<Parameter> parameters;
    std::optional<Span> unordered;
    Timing timing;
    ExprId chance;  // `chance P`
    ExprId when;
    std::optional<Span> repeatable;
    std::optional<Placement> placement;
};

struct RuleDecl {
    Heading heading;
    Block body;
};
struct EventDecl {
    Heading heading;
    Block body;
};

enum class WorthKind { Plain, Rate };  // `worth U`, `worth rate D`
/// `option O(x: T) when C worth shared U { … }`.
struct Option {
    Name name;
    std::vector<Parameter> parameters;
    ExprId when;
    bool shared = false;
    WorthKind worth_kind = WorthKind::Plain;
    ExprId worth;
    Evidence evidence;
    Block body;
    Span span;
};
/// `coupling ordered`: how one decision, or all, keep their choices alike between worlds.
enum class CouplingKind { Ordered, Gumbel, Independent };
struct Coupling {
    CouplingKind kind = CouplingKind::Ordered;
    Span span;
};
struct DecisionDecl {
    Heading heading;
    ExprId by;
    std::optional<Coupling> coupling;
    std::vector<Option> options;
    Span body;
};

enum class VoteBase { All, Cast };  // of all, of cast
/// `option c: person [when C]`: a vote over several proposals, each an entity or enum value.
struct Proposals {
    Name variable;
    TypeRef type;
    ExprId when;
    bool run_off = false;
};
/// `for m [size n] [weight w]: yes worth U [abstain worth U]`, or `… option c: T worth U …`.
struct VoteDecl {
    Heading heading;
    ExprId among;
    DistId swing;
    Name voter;
    ExprId size;
    ExprId weight;
    std::optional<Proposals> proposals;
    ExprId yes_worth;  // or that of a proposal
    ExprId abstain_worth;
    ExprId quota;  // not valid in `elected by most`
    VoteBase base = VoteBase::All;
    Block carried;  // or elected
    std::optional<Block> lost;
    Span voter_span;    // from `for` to the last worth
    Span carried_span;  // from `carried` or `elected` to the end of its block
    Span lost_span;
    Span body;
};
struct RaceDecl {
    std::vector<DeclId> events;
    Span body;
};
/// `outcome NAME = value none "collective"`.
struct OutcomeDecl {
    Name name;
    ExprId value;
    std::optional<Text> none_label;
};
/// `coupling ordered` at the top of a file: for all decisions that state none.
struct CouplingDecl {
    Coupling coupling;
};
/// A top-level assignment, `for` or `if`: initial state.
struct InitialDecl {
    StmtId statement;
};

struct Decl {
    using Node =
        std::variant<UseDecl, KindDecl, EntityDecl, RelationDecl, EnumDecl, VarDecl, LetDecl,
                     ParamDecl, ScaleDecl, TableDecl, SeriesDecl, SourceDecl, ClaimDecl, RuleDecl,
                     EventDecl, DecisionDecl, VoteDecl, RaceDecl, OutcomeDecl, ObserveDecl,
                     ContinueDecl, WhatIfDecl, CauseDecl, CouplingDecl, InitialDecl>;
    Span span;
    Node node;
    bool replace = false;
    Evidence evidence;
};

/// `history "…" from 1922-04 to 1930-01 by month`.
struct History {
    Text title;
    ExprId from;  // DateExprs
    ExprId to;
    CalendarUnit by = CalendarUnit::Month;
    Span span;
};

/// From `#` to the end of its line, without the line break.
struct Comment {
    std::string text;
    Span span;
    bool own_line = false;  // nothing stands before it on its line
};

struct Tree {
    FileId file;
    std::optional<History> history;
    std::vector<DeclId> top;  // in the order of the text; members of a race are not in it
    std::vector<Expr> exprs;
    std::vector<ExprId> reckoned;  // dates of other calendars than the Gregorian
    std::vector<Stmt> stmts;
    std::vector<Decl> decls;
    std::vector<Distribution> distributions;
    std::vector<Comment> comments;

    [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id.index()]; }
    [[nodiscard]] const Stmt& operator[](StmtId id) const { return stmts[id.index()]; }
    [[nodiscard]] const Decl& operator[](DeclId id) const { return decls[id.index()]; }
    [[nodiscard]] const Distribution& operator[](DistId id) const {
        return distributions[id.index()];
    }
};

}  // namespace jonbar::ast
