// The syntax tree's record and questions: observe, whatif and cause.
//
// See ast.h for the whole.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "base/source.h"
#include "language/ast_expr.h"
#include "language/ast_stmt.h"

namespace jonbar::ast {

enum class WindowKind { None, In, At, By, FromTo };  // in A..B, at D, by D, from A to B
/// `1924-12..1925-01`, `1924-11: 1 cites a`: a date, or a range with both ends included.
struct WindowRange {
    ExprId from;
    ExprId to;          // not valid for one date
    ExprId weight;      // only within `either`
    Evidence evidence;  // only within `either`
    Span span;
};
/// When an observation was: one range, or several that `either` weighs. None: no ranges.
struct Window {
    WindowKind kind = WindowKind::None;
    bool either = false;
    std::vector<WindowRange> ranges;
    Span body;  // the braces of `either`
    Span span;
};
/// `observe never SUBJECT WINDOW ending`; `V carried` and `D chose o` are subjects as expressions.
struct ObserveDecl {
    std::optional<Span> never;
    ExprId subject;
    DistId distribution;  // `SUBJECT ~ DIST`: a noisy measure
    Window window;
    std::optional<Span> ending;
};

// What a question changes. A place or target is a NameExpr, FieldExpr or CallExpr.

/// `at D { … }`.
struct AtIntervention {
    ExprId date;
    Block body;
};
/// `set PLACE = EXPR at D`.
struct SetIntervention {
    ExprId place;
    ExprId value;
    ExprId date;  // not valid when absent
};
/// `hold PLACE = EXPR from A to B`.
struct HoldIntervention {
    ExprId place;
    ExprId value;
    ExprId from;
    ExprId to;
};
/// `block TARGET from A to B`.
struct BlockIntervention {
    ExprId target;
    ExprId from;  // both valid or neither
    ExprId to;
};
/// `force TARGET at D`.
struct ForceIntervention {
    ExprId target;
    ExprId date;
};
/// `choose TARGET = OPTION from A to B`; the option is a NameExpr or a CallExpr.
struct ChooseIntervention {
    ExprId target;
    ExprId option;
    ExprId from;  // both valid or neither
    ExprId to;
};
/// `scale PLACE by EXPR`.
struct ScaleIntervention {
    ExprId place;
    ExprId factor;
};
/// `redraw PLACE`.
struct RedrawIntervention {
    ExprId place;
};
struct Intervention {
    using Node =
        std::variant<AtIntervention, SetIntervention, HoldIntervention, BlockIntervention,
                     ForceIntervention, ChooseIntervention, ScaleIntervention, RedrawIntervention>;
    Node node;
    Span span;
};

/// `continue "FILE" at DATE given record { … }`. Alone: it continues nothing unless a question says
/// so.
struct ContinueDecl {
    enum class As { Unconditioned, Record, Condition, WhatIf, Alone };
    Text file;
    ExprId date;  // not valid: its end
    As as = As::Unconditioned;
    ExprId condition;  // `given C`
    Name what_if;      // `as whatif N`
    Block body;        // assignments, and loops over kinds
    Span as_span;
};

/// `whatif NAME "label" { … }`.
struct WhatIfDecl {
    Name name;
    std::optional<Text> label;
    std::vector<Intervention> interventions;  // at least one
    Span body;
};
/// `cause NAME in GROUP "label" { absent: … present: … }`.
struct CauseDecl {
    Name name;
    std::optional<Name> group;
    std::optional<Text> label;
    std::vector<Intervention> absent;   // at least one
    std::vector<Intervention> present;  // empty when it is not written
    Span absent_span;                   // from the word to the last of its interventions
    Span present_span;
    Span body;
};

}  // namespace jonbar::ast
