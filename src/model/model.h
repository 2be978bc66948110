// The checked model: what a scenario means, with every name resolved and every rule of the language
// kept.
//
// Families stay families and loops stay loops: an expression refers to entities through *locals*
// (the parameters of a family, loop variables, `let` names), and the two readers of a model – the
// vector lowering and the slow twin – bind them. All values are doubles or truths: an entity or an
// enum value is its index in its domain, none is -1; a date is in ticks of the calendar, none is
// kNoDate; a set is one truth per member of its domain. A model that exists is right: readers do
// not check again.
//
// It leaves out layout, evaluation order within an expression (there is none to see: expressions
// have no effects, and `and`, `or`, `if`, `else`, `where` guard what stands behind them) and
// everything that only a printer of the source needs.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/source.h"
#include "model/ids.h"
#include "model/parts.h"
#include "model/questions.h"

namespace jonbar {

/// The value of an absent entity or enum value, and of an absent date.
constexpr double kNobody = -1.0;
constexpr double kNoDate = -9007199254740992.0;  // -2^53

enum class BaseType {
    Real,
    Int,
    Truth,
    Date,      // ticks since 0001-01(-01)
    Duration,  // ticks
    Member,    // of `domain`: an entity of a kind or a value of an enum
};

struct Type {
    BaseType base = BaseType::Real;
    DomainId domain;        // of a Member
    bool optional = false;  // may be none: Member, Date; a Duration only as the value of `since`
    bool set = false;       // a set of Members
    bool operator==(const Type&) const = default;
};

/// A kind with its entities or an enum with its values, in declaration order.
struct Domain {
    struct Member {
        std::string name;   // NFC identifier
        std::string label;  // as printed: "Leon Trotsky", or the name
        Span span;
    };
    std::string name;
    bool is_enum = false;
    std::vector<Member> members;
    Span span;
};

/// The locals of one declaration, definition, initial cell, outcome or past expression.
struct Frame {
    struct Local {
        std::string name;
        Type type;
    };
    std::vector<Local> locals;
};

struct EvidenceSource {
    std::string name, title, language, kind, file;
    Span span;
};

struct Claim {
    struct Place {
        SourceId source;
        std::vector<int> lines;
    };
    std::string name, text, kind, strength, group, when;
    std::vector<std::string> who;
    std::vector<Place> places;
    Span span;
};

enum class SiteKind {
    Draw,    // numeric draw: two words
    Either,  // one word
    Event,   // one word (second on a tie)
    Race,    // two words, a time
    Choice,  // one word; of two plain options one site, else one per option instance
    Swing,   // two words
    Voter,   // one word for a voter of size 1 (two options: yes or no), else two words
    Pick,    // two words per candidate
};

/// A place where chance enters. Its name, and so its noise, is made of text and of entities (see
/// `model/site_name.h`): never of an ordinal or a line.
struct Site {
    SiteKind kind = SiteKind::Draw;
    DeclarationId declaration;         // none for a cell's initial draw
    std::string module;                // "" for the scenario itself
    std::string owner;                 // declaration or state: "stroke", "person.resolve", "tie"
    std::vector<LocalIndex> instance;  // locals of the owner's instance, in order
    bool sort_instance = false;        // an unordered pair: the two names in order
    std::string place;  // what in the owner: option, "swing", place assigned to, named draw
    std::vector<LocalIndex>
        loops;  // option's entity, voter, candidates, loops around, outermost first
    LocalIndex actor =
        kNoLocal;   // a decision's actor, where `by` is not one of the instance's locals
    FrameId frame;  // what the locals above belong to
    bool in_procedure = false;  // the name goes on with who fired it
    Span span;
};

enum class Operator {
    // args: a            (Number, Truth)
    Negate,
    Not,
    // args: a, b
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,  // b is evaluated only where a does not decide
    Union,
    Intersection,
    Difference,  // of sets
    In,          // member, set
};

enum class Function {
    Exp,
    Log,
    Log1p,
    Expm1,
    Sqrt,
    Abs,
    Floor,
    Ceil,
    Round,
    Sign,
    Sin,
    Cos,
    Tanh,
    Logistic,
    Logit,
    NormalCdf,
    Power,
    Min,
    Max,
    Clamp,  // Min, Max: two or more; Clamp: value, low, high
    YearOf,
    MonthOf,  // of a date: 1924; 1..12
};

enum class AggregateOp {
    Sum,
    Count,
    Mean,
    Max,
    Min,  // Mean, Max, Min of nothing: a fault
    Any,
    All,
    ArgMax,
    ArgMin,   // optional Member: the first of the best in declaration order, none of nothing
    Collect,  // {p in S where C}: a set
    Top,      // set of the k largest; ties to the earlier; fewer if S is smaller
    Pick,     // k drawn without replacement by weight (Gumbel top-k); see `pick_one`
};

enum class PastQuery {
    Happened,  // of an event, rule, procedure: ever ran; decision: ever taken; vote: ever carried
    On,        // optional Date of the last such time
    Since,     // Duration from then to now, compared only; none compares false
    Times,     // how often, Int
    Chose,     // decision: the last time it was taken it took `option` (with entity args.back() if
               // over one)
    Held,      // vote: optional Date of the last sitting
    Margin,    // vote: yes share minus the bar at the last sitting, 0 before any
};

enum class ExpressionKind {
    Number,     // number: a value of `type` (real, int, date, duration, member, none)
    Truth,      // number: 0 or 1
    EmptySet,   // of type.domain
    Local,      // local
    Load,       // state, args: one Member per index of the state
    Unary,      // op, args[0]
    Binary,     // op, args[0], args[1]. Equal and NotEqual of Members or Dates: none equals nothing
    Call,       // definition, args
    Apply,      // function, args
    If,         // args: condition, then, else
    Else,       // args: optional, replacement
    IsSomeone,  // args[0] (an optional Member or Date) is not none
    Now,        // first tick of the step
    Aggregate,  // see Expression::aggregate
    Native,     // see Expression::native; args: what belongs to the function as a whole
    SetLiteral,  // args: Members; none ones are left out
    History,     // query, declaration, option, args: one Member per index of the declaration (+
                 // option's entity)
    Past,        // past; args: values of past.locals. A none argument gives 0, no, or the empty set
    Draw,        // distribution, site, args: parameters
    Either,      // site, args: alternatives, weights: theirs (sum 1). Only in initial cells
    InitialTick,  // first tick of the history
    Odds,    // declaration, a vote; args: one Member per index of it. The probability that it would
             // carry if it were held now, whatever its gate; where an argument is none, 0
    Import,  // import: what crosses from the scenario that this one continues. Only in initial
             // cells
};

struct Aggregate {
    AggregateOp op = AggregateOp::Sum;
    LocalIndex local = kNoLocal;  // runs over the domain in declaration order
    DomainId domain;
    ExpressionId set;    // none: the whole domain. Evaluated once
    ExpressionId where;  // none: all
    ExpressionId body;   // Sum..ArgMin, Top (score), Pick (weight, >= 0); none for Count, Collect
    ExpressionId count;  // k of Top, Pick
    SiteId site;         // Pick: the candidate is the last of site.loops
    bool pick_one = false;  // Pick without k: an optional Member instead of a set
};

/// The native functions that engine and twin know; the others are made of aggregates.
enum class NativeFunction {
    RulingCoalition,  // columns: power. args: majority. A set
    Alignment,        // columns: size. pair: propensity. args: the member whose side is asked for,
                      // the set of those who start on the one side. A set
    Component,        // pair: a truth. args: the member whose component is asked for. A set
    // columns: weight. args: quota or majority (see `by_quota`), then the member whose index is
    // asked for, or the set of those who vote together. A real or a truth
    Banzhaf,
    ShapleyShubik,
    DeeganPackel,
    Holler,
    Winning,
    MinimalWinning,
    WeightedMedian,  // columns: position, weight. A real
    Bargain,         // columns: position, capability, salience. args: the member. A real
    // No members. args: own strength, the enemy's, what each of ours costs them, what each of
    // theirs costs us, time. A real: what is left of ours
    LanchesterSquare,
    LanchesterLinear,
    LanchesterMixed,
};

/// Returns the name by which a scenario calls it.
std::string_view name_of(NativeFunction function);

/// A function of the members of a set and of what is known of each and of each pair.
struct Native {
    NativeFunction function = NativeFunction::RulingCoalition;
    DomainId domain;
    LocalIndex first = kNoLocal;        // runs over the members, in declaration order
    LocalIndex second = kNoLocal;       // with `first`: over the pairs of two different ones
    ExpressionId set;                   // none: the whole domain. Evaluated once
    ExpressionId where;                 // over `first`; none: all
    std::vector<ExpressionId> columns;  // over `first`: numbers
    ExpressionId pair;                  // over both; none: nothing is asked of pairs
    bool by_quota = false;              // args[0] is a quota, not a majority
};

struct Expression {
    ExpressionKind kind = ExpressionKind::Number;
    Type type;
    Span span;
    double number = 0;
    LocalIndex local = kNoLocal;
    StateId state;
    DefinitionId definition;
    DeclarationId declaration;
    PastId past;
    SiteId site;
    Operator op = Operator::Add;
    Function function = Function::Exp;
    PastQuery query = PastQuery::Happened;
    Distribution distribution = Distribution::Uniform;
    std::uint32_t option = 0;  // of a Chose
    std::uint32_t import = 0;  // Continuation::crossings
    Aggregate aggregate;
    Native native;
    std::vector<ExpressionId> args;
    std::vector<double> weights;
};

/// `past(e, lag)`: e as it stood at the end of the step `lag_steps` (>= 1) earlier, for every tuple
/// of the locals it reads; before the start, as it stood after the initial state.
struct Past {
    FrameId frame;
    ExpressionId expression;
    std::vector<LocalIndex> locals;  // all Members; indices of the column, in order
    std::uint32_t lag_steps = 1;
    Span span;
};

/// `let f(a, b) = e`.
struct Definition {
    std::string module, name;
    FrameId frame;  // its first `parameter_count` locals are the parameters
    std::uint32_t parameter_count = 0;
    ExpressionId body;
    Span span;
};

enum class StateRole { Variable, Attribute, Relation, Param, Strength, Series };

/// What a series says of the ticks from one date until the next.
struct Figure {
    std::int64_t first_tick = 0;
    std::int64_t end_tick = 0;  // not included
    double value = 0;
};

/// An attribute of a kind, a relation, a global variable, a param or a strength: an array over 0 to
/// 3 domains, in row-major order of the indices. A series is one too, but no history changes it:
/// its cells have no initial value, and to read one is to look its figure up.
struct State {
    std::string module, name;  // "person.resolve", "tie", "party_line", "push"
    StateRole role = StateRole::Variable;
    Type type;
    std::string unit;  // as printed, or empty
    std::vector<DomainId> indices;
    bool symmetric = false;  // two equal indices: the cell of (a, b) is that of (min, max), others
                             // have no initial
    std::optional<double> low, high;
    std::vector<Cell> cells;
    std::vector<std::vector<Figure>> figures;  // of a Series: by cell, in order of time
    bool written = false;                      // by any statement or intervention
    bool in_together = false;                  // written inside a `together`
    Support support;
    Span span;
};

enum class AssignOp {
    Set,
    Add,
    Subtract,
    Multiply
};  // on sets: Set, Add (union), Subtract (difference);
    // Add and Subtract also take one Member

enum class StatementKind { Assign, Let, If, For, Together, Say, Fire, End };

/// A piece of a chronicle line: text, or an expression with its precision.
struct SayPiece {
    std::string text;
    ExpressionId expression;  // none: only text
    int decimals = -1;        // of a number; -1: as short as it is exact
    bool percent = false;
};

struct Statement {
    StatementKind kind = StatementKind::Assign;
    Span span;
    // Assign
    StateId state;
    std::vector<ExpressionId>
        args;  // indices of the state; Fire: one Member per index of the declaration
    AssignOp op = AssignOp::Set;
    ExpressionId value;  // Assign, Let; If: the condition
    // Let, For
    LocalIndex local = kNoLocal;
    // For: over the domain in declaration order; `set` is evaluated once before, `where` at each
    // turn
    DomainId domain;
    ExpressionId set, where;
    bool together = false;
    std::vector<StatementId> body, otherwise;  // If, For, Together
    std::vector<SayPiece> say;
    DeclarationId declaration;  // Fire
    std::vector<LocalIndex>
        loops;  // Fire: entities of the loops around it, part of the name of what is drawn
    Support support;
};

enum class DeclarationKind { Rule, Event, Decision, Vote };

enum class TimingKind {
    Every,      // the steps in `due`
    At,         // the steps in `due` (constant dates), and the steps that hold one of `dates`
    Hazard,     // rate per `rate_unit`, times each factor whose condition holds
    WhenOnly,   // the first step in which `when` holds; repeatable: each such step
    Procedure,  // only by fire
};

enum class RateUnit { Day, Week, Month, Quarter, Year };

struct HazardFactor {
    ExpressionId factor, condition;  // condition none: always
};

struct Timing {
    TimingKind kind = TimingKind::Procedure;
    std::vector<bool> due;            // one per step of the history: Every, At
    std::vector<ExpressionId> dates;  // At: optional Dates, not constant
    ExpressionId rate;                // Hazard; `mean time D` is rate 1/D with rate_ticks = 1
    RateUnit rate_unit = RateUnit::Month;
    bool mean_time = false;  // rate is a mean time in ticks: the hazard is 1/rate per tick
    std::vector<HazardFactor> factors;
    ExpressionId chance;  // At, Procedure; none: 1
};

enum class WorthKind {
    Plain,   // rationality * worth
    Shared,  // rationality * worth - log(number of entities for which the option is there)
    Rate,    // worth is a mean waiting time D in ticks: log((1 - r)/r), r = 1 -
             // exp(-ticks_per_step/D)
};

struct Option {
    std::string name;
    LocalIndex over = kNoLocal;  // an option for each entity of the local's domain
    ExpressionId when;           // none: always there
    WorthKind worth_kind = WorthKind::Plain;
    ExpressionId worth;
    std::vector<StatementId> body;
    SiteId site;  // none where the whole decision has one
    Span span;
};

struct Vote {
    ExpressionId among;  // a set of Members
    LocalIndex voter = kNoLocal;
    ExpressionId size;          // Int; none: 1
    ExpressionId weight;        // none: 1
    ExpressionId yes, abstain;  // worths; abstain none: not offered. Voting no is worth 0
    ExpressionId swing;         // a Draw added to every `yes`; none: no swing
    ExpressionId bar;           // carried when yes > bar * counted
    bool of_cast = false;       // counted: yes + no; else all
    SiteId voter_site;
    std::vector<StatementId> carried, lost;
    // Over several proposals, an election: the declaration has one option, over them, with the
    // condition under which a proposal is there and the body that runs where one is elected. `yes`
    // is what a proposal is worth to a voter; without a bar the one with most votes is elected.
    // `swing` is drawn for each proposal.
    bool run_off = false;  // where none exceeds the bar, between the two best
    SiteId abstain_site, runoff_site, runoff_abstain_site;
};

struct Declaration {
    DeclarationKind kind = DeclarationKind::Rule;
    std::string module, name;
    FrameId frame;  // its first `indices.size()` locals are the instance
    std::vector<DomainId> indices;
    bool unordered = false;  // two equal indices: one instance for a < b
    Timing timing;
    ExpressionId when;  // gate; none: open
    bool repeatable = false;
    SiteId site;                    // Event with a hazard or chance; Decision of two plain options
    std::vector<StatementId> body;  // Rule, Event
    // Decision
    ExpressionId by;  // optional Member or Member; none id: nobody is named and it is always taken
    LocalIndex actor = kNoLocal;  // holds the value of `by` inside worths and bodies
    std::vector<Option> options;
    ExpressionId rationality;  // Load of the param, or none: 1
    Coupling coupling = Coupling::Gumbel;
    // Vote
    Vote vote;
    bool fired = false;  // some statement or intervention fires it
    bool asked = false;  // a fact or an intervention speaks of it
    Support support;
    Span span;
};

/// Tells whether a declaration is a vote over several proposals.
inline bool is_election(const Declaration& declaration) {
    return declaration.kind == DeclarationKind::Vote && !declaration.options.empty();
}

/// One turn of a step: one declaration with all its instances, or the hazards that race.
struct Turn {
    std::vector<DeclarationId> declarations;
    bool race = false;
};

enum class OutcomeKind { Truth, Number, Choice, Date };
enum class OutcomeTime {
    End,        // after the last step
    At,         // at the end of step `step`
    FirstWhen,  // the first step at whose end `expression`, a truth, holds: a Date
};

struct Outcome {
    std::string name, label;
    OutcomeKind kind = OutcomeKind::Truth;
    OutcomeTime time = OutcomeTime::End;
    std::uint32_t step = 0;
    FrameId frame;
    std::vector<double> bindings;  // values of the frame's first locals
    ExpressionId expression;
    std::string none_text;  // how none prints
    std::string unit;
    Support support;
    Span span;
};

struct Continuation;  // model/continuation.h

struct Model {
    std::string title;
    Calendar calendar;
    std::vector<Domain> domains;
    std::vector<Frame> frames;
    std::vector<Expression> expressions;
    std::vector<Statement> statements;
    std::vector<Definition> definitions;
    std::vector<State> states;
    std::vector<Site> sites;
    std::vector<Past> pasts;
    std::vector<Declaration> declarations;
    std::vector<Outcome> outcomes;
    std::vector<EvidenceSource> sources;
    std::vector<Claim> claims;
    std::vector<Fact> facts;  // in the order written, modules first
    std::vector<WhatIf> what_ifs;
    std::vector<Cause> causes;
    /// The scenario from whose state this one goes on, or nullptr. Shared, for copies of a model
    /// ask different questions of one scenario, and it never changes.
    std::shared_ptr<const Continuation> continued;

    /// A cell of a state, in the order in which the initial state is computed: a cell stands after
    /// all it reads.
    struct CellRef {
        StateId state;
        std::uint32_t cell = 0;
    };
    std::vector<CellRef> initial_order;
    std::vector<Turn> order;  // what a step does, from first to last

    const Domain& at(DomainId id) const { return domains[id.index]; }
    const Frame& at(FrameId id) const { return frames[id.index]; }
    const Expression& at(ExpressionId id) const { return expressions[id.index]; }
    const Statement& at(StatementId id) const { return statements[id.index]; }
    const Definition& at(DefinitionId id) const { return definitions[id.index]; }
    const State& at(StateId id) const { return states[id.index]; }
    const Site& at(SiteId id) const { return sites[id.index]; }
    const Past& at(PastId id) const { return pasts[id.index]; }
    const Declaration& at(DeclarationId id) const { return declarations[id.index]; }
};

}  // namespace jonbar
