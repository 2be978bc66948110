// The record and the questions: observe, whatif, cause.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

// The words that begin an intervention besides `at` and `scale`, which are keywords.
constexpr std::array<std::string_view, 6> kInterventions = {"set",   "hold",   "block",
                                                            "force", "choose", "redraw"};

constexpr std::string_view kWindowExample =
    "a window is in 1926-07..1926-12, at 1929-12, by 1929-12 or from 1922-04 to 1924-10";

}  // namespace

// `never` before what is observed. A thing of that name stands before a window or parentheses.
bool Parser::at_never() const {
    if (!at_word("never")) return false;
    const Token& next = peek(1);
    const bool apart = next.kind == TokenKind::LeftParen && next.begin > peek().end;
    const bool record = next.kind == TokenKind::Keyword && peek(2).kind == TokenKind::LeftParen;
    return next.kind == TokenKind::Name || apart || record;
}

Decl::Node Parser::read_observe(Evidence& evidence) {
    take();
    ObserveDecl observe;
    if (at_never()) observe.never = span_of(take());
    if (at_window()) fail_expected("what is observed", "as in: observe dies(lenin) in 1924-01");
    in_ends_ = true;
    observe.subject = read_expr();
    in_ends_ = false;
    if (accept(TokenKind::Tilde)) observe.distribution = read_distribution();
    observe.window = read_window();
    while (!panicking_) {
        read_evidence(evidence);
        const Token token = peek();
        if (!accept_word("ending")) break;
        if (observe.ending) complain(1020, span_of(token), "'ending' is given twice");
        observe.ending = span_of(token);
    }
    if (at_window()) {
        if (observe.window.kind == WindowKind::None) {
            fail(1021, span_of(peek()), "the window stands before the evidence and 'ending'",
                 "as in: observe dies(lenin) in 1924-01 ending cites a");
        } else {
            fail(1020, span_of(peek()), "the window is given twice", std::string(kWindowExample));
        }
    }
    if (!panicking_) check_window(observe);
    return observe;
}

bool Parser::at_window() const {
    return at(Keyword::In) || at(Keyword::At) || at(Keyword::By) || at(Keyword::From);
}

// What happened, was chosen or carried may do without a window; a state or a measure may not.
void Parser::check_window(const ObserveDecl& observe) {
    const Expr& subject = tree_[observe.subject];
    const bool measured = observe.distribution.valid();
    if (measured && observe.never) {
        complain(1021, *observe.never, "'never' does not go with a measure",
                 "as in: observe followers ~ normal(8000, 2000) at 1927-10");
    }
    const bool happening = is_callable_place(observe.subject) ||
                           std::holds_alternative<CarriedExpr>(subject.node) ||
                           std::holds_alternative<ChoseExpr>(subject.node);
    if (observe.window.kind != WindowKind::None || (happening && !measured)) return;
    complain(1022, subject.span, "this observation does not say when it was made",
             std::string(kWindowExample));
}

Window Parser::read_window() {
    Window window;
    if (panicking_ || !at_window()) return window;
    const Token keyword = take();
    window.kind = keyword.keyword == Keyword::In   ? WindowKind::In
                  : keyword.keyword == Keyword::At ? WindowKind::At
                  : keyword.keyword == Keyword::By ? WindowKind::By
                                                   : WindowKind::FromTo;
    if (at(Keyword::Either) && window.kind == WindowKind::FromTo) {
        fail_expected("the first date", "'either' follows in, at and by");
    } else if (accept(Keyword::Either)) {
        window.either = true;
        read_ranges(window);
    } else {
        window.ranges.push_back(read_range(window.kind));
    }
    window.span = span_from(keyword.begin);
    return window;
}

// A date, `A..B` after `in`, `A to B` after `from`.
WindowRange Parser::read_range(WindowKind kind) {
    WindowRange range;
    const std::uint32_t begin = peek().begin;
    if (kind == WindowKind::FromTo) {
        range.from = read_date("the first date");
        expect(Keyword::To, "and the last date", "as in: from 1922-04 to 1924-10");
        range.to = read_date("the last date");
    } else {
        range.from = read_date("a date");
        if (kind == WindowKind::In && at(Keyword::To)) {
            fail_expected("'..' between the dates",
                          "in A..B: at some time of it; from A to B: at each");
        } else if (kind != WindowKind::In && at(TokenKind::DotDot)) {
            fail(1021, span_of(peek()), "'at' and 'by' are followed by one date",
                 "in A..B: at some time of it; from A to B: at each");
        } else if (accept(TokenKind::DotDot)) {
            range.to = read_date("the last date");
        }
    }
    range.span = span_from(begin);
    return range;
}

// `{ 1924-11: 1 cites a  1924-12..1925-01: 3 cites b }`.
void Parser::read_ranges(Window& window) {
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' after 'either'",
                "as in: in either { 1924-11: 1 cites a  1925-01: 3 cites b }")) {
        return;
    }
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        WindowRange range = read_range(window.kind);
        expect(TokenKind::Colon, "':' and the weight of this account", "as in: 1924-11: 1 cites a");
        range.weight = read_weight();
        read_evidence(range.evidence);
        range.span = span_from(range.span);
        if (panicking_) {
            recover_to_range(depth, before);
        } else {
            window.ranges.push_back(std::move(range));
        }
    }
    window.body = span_from(open.begin);
    if (window.ranges.empty() && !panicking_) {
        complain(1022, window.body, "'either' has no alternatives");
    }
}

Decl::Node Parser::read_whatif() {
    take();
    WhatIfDecl whatif;
    whatif.name = read_name("the name of a what-if");
    whatif.label = read_optional_text();
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and what is changed",
                "as in: whatif spared { block dies(lenin) }")) {
        return whatif;
    }
    const int depth = braces_;
    const std::size_t errors_before = diagnostics_.error_count();
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        Intervention intervention = read_intervention();
        if (panicking_) {
            recover_to_intervention(depth, before);
        } else {
            whatif.interventions.push_back(std::move(intervention));
        }
    }
    whatif.body = span_from(open.begin);
    if (whatif.interventions.empty() && diagnostics_.error_count() == errors_before) {
        complain(1022, whatif.name.span,
                 fmt::format("the what-if '{}' changes nothing", whatif.name.text),
                 "as in: whatif spared { block dies(lenin) }");
    }
    return whatif;
}

// The whole file is the inside of a what-if's braces.
Tree Parser::run_interventions(const std::string& name) {
    WhatIfDecl whatif;
    const Span whole{file_, 0, static_cast<std::uint32_t>(text_.size())};
    whatif.name = {name, whole};
    whatif.label = Text{std::string(text_), whole};
    whatif.body = whole;
    const std::size_t errors_before = diagnostics_.error_count();
    while (!at_end()) {
        const std::size_t before = at_;
        Intervention intervention = read_intervention();
        if (panicking_) {
            recover_to_intervention(0, before);
        } else {
            whatif.interventions.push_back(std::move(intervention));
        }
    }
    if (whatif.interventions.empty() && diagnostics_.error_count() == errors_before)
        complain(1022, whole, "this changes nothing", "as in: block dies(lenin)");
    Decl decl;
    decl.span = whole;
    decl.node = std::move(whatif);
    tree_.decls.push_back(std::move(decl));
    tree_.top.push_back(DeclId(0));
    return std::move(tree_);
}

Decl::Node Parser::read_cause() {
    take();
    CauseDecl cause;
    cause.name = read_name("the name of a cause");
    if (accept(Keyword::In)) cause.group = read_name("the name of a group after 'in'");
    cause.label = read_optional_text();
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and 'absent:'",
                "as in: cause illness { absent: block dies(lenin) }")) {
        return cause;
    }
    read_cause_body(cause);
    cause.body = span_from(open.begin);
    return cause;
}

void Parser::read_cause_body(CauseDecl& cause) {
    const Token open = tokens_[at_ - 1];
    const int depth = braces_;
    const std::size_t errors_before = diagnostics_.error_count();
    bool absent = false;
    bool present = false;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        const Token token = peek();
        if (at_word("absent") || at_word("present")) {
            bool& given = at_word("absent") ? absent : present;
            const Span word = span_of(take());
            if (given) complain(1020, word, fmt::format("'{}' is given twice", text_of(token)));
            if (&given == &absent && present && !given)
                complain(1021, word, "'absent' stands before 'present'");
            given = true;
            (&given == &present ? cause.present_span : cause.absent_span) = word;
            expect(TokenKind::Colon, fmt::format("':' after '{}'", text_of(token)));
        } else {
            std::vector<Intervention>& section = present ? cause.present : cause.absent;
            Intervention intervention = read_intervention();
            if (!panicking_) {
                if (!present && !absent) cause.absent_span = intervention.span;
                Span& span = present ? cause.present_span : cause.absent_span;
                span = join(span, intervention.span);
                section.push_back(std::move(intervention));
            }
        }
        if (panicking_) recover_to_intervention(depth, before);
    }
    if (diagnostics_.error_count() > errors_before) return;
    const auto missing = [&](std::string message) {
        complain(1022, cause.name.span, std::move(message),
                 "as in: cause illness { absent: block dies(lenin) }");
    };
    if (!absent) {
        missing(fmt::format("the cause '{}' does not say what its absence is", cause.name.text));
    } else if (cause.absent.empty() || (present && cause.present.empty())) {
        missing(fmt::format("nothing follows '{}:' in the cause '{}'",
                            cause.absent.empty() ? "absent" : "present", cause.name.text));
    }
}

bool Parser::begins_intervention() const {
    if (at(Keyword::Scale)) return true;
    if (at(Keyword::At)) return peek().first_on_line;
    const auto known = [this](std::string_view word) { return at_word(word); };
    if (std::any_of(kInterventions.begin(), kInterventions.end(), known))
        return peek().first_on_line || peek(1).kind == TokenKind::Name;
    const bool section = at_word("absent") || at_word("present");
    return section && peek(1).kind == TokenKind::Colon;
}

// `scale patronage by 2`, no declaration of a scale.
bool Parser::at_scaling() const {
    return at(Keyword::Scale) && peek(2).kind != TokenKind::LeftBrace;
}

Intervention Parser::read_intervention() {
    const std::uint32_t begin = peek().begin;
    Intervention intervention;
    if (auto node = read_intervention_node()) intervention.node = std::move(*node);
    intervention.span = span_from(begin);
    return intervention;
}

std::optional<Intervention::Node> Parser::read_intervention_node() {
    if (at(Keyword::At)) return read_at_intervention();
    if (at(Keyword::Scale)) return read_scaling();
    if (at_word("set")) return read_set();
    if (at_word("hold")) return read_hold();
    if (at_word("block")) return read_block_intervention();
    if (at_word("force")) return read_force();
    if (at_word("choose")) return read_choose();
    if (accept_word("redraw")) return RedrawIntervention{read_place("what is drawn anew")};
    fail_intervention();
    return std::nullopt;
}

void Parser::fail_intervention() {
    const Token token = peek();
    std::string hint =
        "an intervention begins with at, set, hold, block, force, choose, scale or "
        "redraw";
    const std::string_view nearest = nearest_name(text_of(token), std::span(kInterventions));
    if (!nearest.empty()) {
        hint = fmt::format("the nearest is '{}'", nearest);
    } else if (at(Keyword::Cites) || at(Keyword::Assumed) || at(Keyword::Hindsight)) {
        hint = "evidence stands behind the braces of the what-if or the cause";
    } else if (begins_statement()) {
        hint = "a statement stands within at DATE { … }; set X = v changes a value";
    }
    fail(1031, span_of(token), fmt::format("no intervention begins with {}", describe(token)),
         std::move(hint));
}

// An attribute, a relation's pair, a var or a param.
ExprId Parser::read_place(std::string_view what) {
    const Token token = peek();
    if (token.kind != TokenKind::Name) {
        fail_expected(what);
        return bad();
    }
    const ExprId place = read_postfix();
    if (!panicking_ && !is_callable_place(place)) {
        fail(1027, tree_[place].span, "this holds no value that could be changed",
             "what holds a value is an attribute, a relation's pair, a var or a param");
    }
    return place;
}

void Parser::read_span_of_time(ExprId& from, ExprId& to) {
    if (!accept(Keyword::From)) return;
    from = read_date("the first date");
    expect(Keyword::To, "and the last date", "as in: from 1923-09 to 1924-04");
    to = read_date("the last date");
}

AtIntervention Parser::read_at_intervention() {
    take();
    AtIntervention at_date;
    at_date.date = read_date("a date after 'at'");
    at_date.body = read_block("'{' and what is done at that date");
    return at_date;
}

SetIntervention Parser::read_set() {
    take();
    SetIntervention set;
    set.place = read_place("what is set");
    expect(TokenKind::Assign, "'=' and a value", "as in: set leader = none at 1923-05");
    set.value = read_expr();
    if (accept(Keyword::At)) set.date = read_date("a date after 'at'");
    return set;
}

HoldIntervention Parser::read_hold() {
    constexpr std::string_view kExample = "as in: hold lenin.health = 1 from 1922-04 to 1923-03";
    take();
    HoldIntervention hold;
    hold.place = read_place("what is held");
    expect(TokenKind::Assign, "'=' and a value", kExample);
    hold.value = read_expr();
    if (!at(Keyword::From)) fail_expected("'from' and the first date", kExample);
    read_span_of_time(hold.from, hold.to);
    return hold;
}

BlockIntervention Parser::read_block_intervention() {
    take();
    BlockIntervention block;
    block.target = read_site("the name of what is blocked");
    read_span_of_time(block.from, block.to);
    return block;
}

ForceIntervention Parser::read_force() {
    take();
    ForceIntervention force;
    force.target = read_site("the name of what is forced");
    expect(Keyword::At, "and the date", "as in: force dies(lenin) at 1923-03");
    force.date = read_date("a date after 'at'");
    return force;
}

ChooseIntervention Parser::read_choose() {
    take();
    ChooseIntervention choose;
    choose.target = read_site("the name of a decision");
    expect(TokenKind::Assign, "'=' and an option", "as in: choose testament(trotsky) = silence");
    choose.option = read_site("an option after '='");
    read_span_of_time(choose.from, choose.to);
    return choose;
}

ScaleIntervention Parser::read_scaling() {
    take();
    ScaleIntervention scaling;
    scaling.place = read_place("the param that is scaled");
    expect(Keyword::By, "and a factor", "as in: scale patronage by 0.5");
    scaling.factor = read_expr();
    return scaling;
}

}  // namespace jonbar::ast
