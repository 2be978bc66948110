// Rules, events, decisions, votes and races.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/nearest.h"
#include "language/parser_state.h"

namespace jonbar::ast {

// A heading is a name, indices, and clauses in any order, each at most once. Of several `when` all
// must hold.
Heading Parser::read_heading(std::string_view what) {
    Heading heading;
    heading.name = read_name(what);
    heading.parameters = read_parameters(false);
    heading.timing.span = heading.name.span;
    return heading;
}

// Reads one clause that every heading may have; false where none stands.
bool Parser::read_clause(Heading& heading) {
    if (panicking_) return false;
    const Token token = peek();
    if (token.kind == TokenKind::Name) {
        if (!accept_word("unordered")) return false;
        if (heading.unordered) complain(1020, span_of(token), "'unordered' is given twice");
        heading.unordered = span_of(token);
        return true;
    }
    if (token.kind != TokenKind::Keyword) return false;
    switch (token.keyword) {
        case Keyword::Every:
        case Keyword::At:
        case Keyword::Hazard:
        case Keyword::Mean:
            read_timing(heading);
            return true;
        case Keyword::Chance:
            take();
            if (heading.chance.valid()) complain(1020, span_of(token), "'chance' is given twice");
            heading.chance = read_expr();
            return true;
        case Keyword::When:
            take();
            heading.when = join_conditions(heading.when, read_expr());
            return true;
        case Keyword::Repeatable:
            take();
            if (heading.repeatable) complain(1020, span_of(token), "'repeatable' is given twice");
            heading.repeatable = span_of(token);
            return true;
        case Keyword::Before:
        case Keyword::After: {
            take();
            if (heading.placement)
                complain(1020, span_of(token), "a place among the others is given twice");
            Placement placement;
            placement.before = token.keyword == Keyword::Before;
            placement.target = read_path("the name of a declaration");
            placement.span = span_from(token.begin);
            heading.placement = std::move(placement);
            return true;
        }
        case Keyword::Coupling:
            complain(1021, span_of(token), "'coupling' does not belong here",
                     "only a decision has 'coupling'");
            static_cast<void>(read_coupling());
            return true;
        case Keyword::By:
        case Keyword::Among:
        case Keyword::Swing: {
            // A decision and a vote have read their own before they came here.
            take();
            complain(1021, span_of(token), fmt::format("'{}' does not belong here", text_of(token)),
                     token.keyword == Keyword::By ? "only a decision has 'by'"
                                                  : "only a vote has 'among' and 'swing'");
            if (token.keyword == Keyword::Swing) {
                static_cast<void>(read_distribution());
            } else {
                static_cast<void>(read_expr());
            }
            return true;
        }
        default:
            return false;
    }
}

ExprId Parser::join_conditions(ExprId first, ExprId second) {
    if (!first.valid()) return second;
    const Span span = join(tree_[first].span, tree_[second].span);
    return add(span, BinaryExpr{BinaryOp::And, first, second, tree_[second].span}, {first, second});
}

void Parser::read_timing(Heading& heading) {
    const Token token = peek();
    if (!std::holds_alternative<NoTiming>(heading.timing.node)) {
        complain(1020, span_of(token), "when it happens is given twice",
                 "one of: every PERIOD, at DATE, hazard R per PERIOD, mean time D");
    }
    Timing timing;
    switch (token.keyword) {
        case Keyword::Every:
            timing.node = read_every();
            break;
        case Keyword::At:
            timing.node = read_at();
            break;
        case Keyword::Hazard:
            timing.node = read_hazard();
            break;
        default: {
            take();
            if (!accept_word("time"))
                fail_expected("'time' after 'mean'", "as in: mean time 18 months");
            timing.node = MeanTimeTiming{read_expr()};
            break;
        }
    }
    timing.span = span_from(token.begin);
    heading.timing = std::move(timing);
}

EveryTiming Parser::read_every() {
    take();
    EveryTiming every;
    every.period = read_calendar_unit("a period after 'every'");
    if (!accept(Keyword::In)) return every;
    const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
    do {
        if (!at(TokenKind::Number)) {
            fail_expected("the number of a month", "as in: every year in 05");
            break;
        }
        const ExprId month = read_number();
        const auto& number = std::get<NumberExpr>(tree_[month].node);
        if (!number.is_integer || number.value < 1 || number.value > 12) {
            complain(1006, tree_[month].span, fmt::format("there is no month {}", number.text),
                     "months are counted from 1 to 12");
        }
        every.months.push_back(month);
    } while (accept(TokenKind::Comma));
    suffix_ = suffix;
    return every;
}

AtTiming Parser::read_at() {
    take();
    AtTiming timing;
    do timing.dates.push_back(read_date("a date after 'at'"));
    while (accept_comma(timing.dates.size(), "dates"));
    return timing;
}

HazardTiming Parser::read_hazard() {
    take();
    HazardTiming hazard;
    const Suffix suffix = std::exchange(suffix_, Suffix::NoPer);
    hazard.rate = read_expr();
    suffix_ = suffix;
    expect(Keyword::Per, "and a period after the rate", "as in: hazard 0.02 per month");
    hazard.per = read_calendar_unit("a period after 'per'");
    while (accept(Keyword::Times)) {
        HazardFactor factor;
        factor.factor = read_expr();
        expect(Keyword::When, "after the factor",
               "as in: hazard 0.02 per month times 3 when at_war");
        factor.condition = read_expr();
        hazard.factors.push_back(factor);
    }
    return hazard;
}

Decl::Node Parser::read_rule(Evidence& evidence) {
    take();
    RuleDecl rule;
    rule.heading = read_heading("the name of a rule");
    while (read_clause(rule.heading)) {
    }
    read_evidence(evidence);
    rule.body = read_block("a clause, or '{' and what the rule does");
    return rule;
}

Decl::Node Parser::read_event(Evidence& evidence) {
    take();
    EventDecl event;
    event.heading = read_heading("the name of an event");
    while (read_clause(event.heading)) {
    }
    read_evidence(evidence);
    event.body = read_block("a clause, or '{' and what the event does");
    return event;
}

Decl::Node Parser::read_race() {
    take();
    RaceDecl race;
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and the events of the race",
                "as in: race { event a … event b … }"))
        return race;
    const int depth = braces_;
    while (!panicking_ && !accept(TokenKind::RightBrace)) {
        const std::size_t before = at_;
        if (at(Keyword::Event)) {
            if (const DeclId id = read_declaration(); id.valid()) race.events.push_back(id);
            if (panicking_ && !given_up_) recover_to_declaration(depth, before);
        } else if (at_end()) {
            expect_close(TokenKind::RightBrace, open);
            given_up_ = true;
        } else {
            fail_expected("an event of the race, or '}'");
        }
    }
    race.body = span_from(open.begin);
    return race;
}

Decl::Node Parser::read_decision(Evidence& evidence) {
    take();
    DecisionDecl decision;
    decision.heading = read_heading("the name of a decision");
    while (true) {
        const Token token = peek();
        if (accept(Keyword::By)) {
            if (decision.by.valid()) complain(1020, span_of(token), "'by' is given twice");
            decision.by = read_expr();
        } else if (at(Keyword::Coupling)) {
            if (decision.coupling) complain(1020, span_of(token), "'coupling' is given twice");
            decision.coupling = read_coupling();
        } else if (!read_clause(decision.heading)) {
            break;
        }
    }
    read_evidence(evidence);
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "a clause, or '{' and the options")) return decision;
    if (!decision.by.valid()) {
        complain(
            1022, decision.heading.name.span,
            fmt::format("the decision '{}' does not say who takes it", decision.heading.name.text),
            "as in: decision testament(p: person) when … by p { … }");
    }
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        if (at(Keyword::Option)) {
            if (has_room(decision.options.size(), "options of a decision"))
                decision.options.push_back(read_option());
        } else {
            fail_expected("an option of the decision, or '}'", "as in: option speak worth 1 { … }");
        }
        if (panicking_) recover_to_option(depth, before);
    }
    decision.body = span_from(open.begin);
    if (decision.options.empty() && !panicking_) {
        complain(1022, decision.heading.name.span,
                 fmt::format("the decision '{}' has no options", decision.heading.name.text));
    }
    return decision;
}

Coupling Parser::read_coupling() {
    constexpr std::array<std::string_view, 3> kWords = {"ordered", "gumbel", "independent"};
    Coupling coupling;
    const std::uint32_t begin = take().begin;
    if (accept_word("gumbel")) {
        coupling.kind = CouplingKind::Gumbel;
    } else if (accept_word("independent")) {
        coupling.kind = CouplingKind::Independent;
    } else if (!accept_word("ordered")) {
        const std::string_view nearest = nearest_name(text_of(peek()), std::span(kWords));
        fail_expected("'ordered', 'gumbel' or 'independent' after 'coupling'",
                      nearest.empty() ? "" : fmt::format("the nearest is '{}'", nearest));
    }
    coupling.span = span_from(begin);
    return coupling;
}

Option Parser::read_option() {
    const Token keyword = take();
    Option option;
    option.name = read_name("the name of an option");
    option.parameters = read_parameters(false);
    if (accept(Keyword::When)) option.when = read_expr();
    expect(Keyword::Worth, "and what the option is worth", "as in: option march worth 0 { … }");
    option.shared = accept_word("shared");
    const bool rate =
        at_word("rate") && (peek(1).kind == TokenKind::Number || peek(1).kind == TokenKind::Name ||
                            peek(1).kind == TokenKind::LeftParen);
    if (rate) {
        take();
        option.worth_kind = WorthKind::Rate;
    }
    option.worth = read_expr();
    read_evidence(option.evidence);
    option.body = read_block("'{' and what the option does");
    read_evidence(option.evidence);
    option.span = span_from(keyword.begin);
    return option;
}

Decl::Node Parser::read_vote(Evidence& evidence) {
    take();
    VoteDecl vote;
    vote.heading = read_heading("the name of a vote");
    while (true) {
        const Token token = peek();
        if (accept(Keyword::Among)) {
            if (vote.among.valid()) complain(1020, span_of(token), "'among' is given twice");
            vote.among = read_expr();
        } else if (accept(Keyword::Swing)) {
            if (vote.swing.valid()) complain(1020, span_of(token), "'swing' is given twice");
            vote.swing = read_distribution();
        } else if (!read_clause(vote.heading)) {
            break;
        }
    }
    read_evidence(evidence);
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "a clause, or '{' and 'for'")) return vote;
    if (!vote.among.valid()) {
        complain(1022, vote.heading.name.span,
                 fmt::format("the vote '{}' does not say who votes", vote.heading.name.text),
                 "as in: vote keep_stalin at 1924-05 among members(central_committee) { … }");
    }
    read_vote_body(vote);
    expect_close(TokenKind::RightBrace, open);
    vote.body = span_from(open.begin);
    return vote;
}

void Parser::read_vote_body(VoteDecl& vote) {
    const std::uint32_t begin = peek().begin;
    expect(Keyword::For, "and a name for the voter", "as in: for m: yes worth gain(m)");
    vote.voter = read_name("a name for the voter");
    while (!panicking_) {
        const Token token = peek();
        if (accept_word("size")) {
            if (vote.size.valid()) complain(1020, span_of(token), "'size' is given twice");
            vote.size = read_expr();
        } else if (accept_word("weight")) {
            if (vote.weight.valid()) complain(1020, span_of(token), "'weight' is given twice");
            vote.weight = read_expr();
        } else {
            break;
        }
    }
    expect(TokenKind::Colon, "':' and the worth of a yes", "as in: for m: yes worth gain(m)");
    carried_ends_ = true;
    if (at(Keyword::Option)) {
        vote.proposals = read_proposals();
    } else {
        expect(Keyword::Yes, "and its worth, or 'option'", "as in: for m: yes worth gain(m)");
        expect(Keyword::Worth, "of a yes", "as in: for m: yes worth gain(m)");
    }
    vote.yes_worth = read_expr();
    if (accept_word("abstain")) {
        expect(Keyword::Worth, "of an abstention");
        vote.abstain_worth = read_expr();
    }
    carried_ends_ = false;
    vote.voter_span = span_from(begin);
    if (vote.proposals) {
        read_election_result(vote);
    } else {
        read_vote_result(vote);
    }
}

void Parser::read_vote_result(VoteDecl& vote) {
    constexpr std::string_view kExample = "as in: carried by more than 1/2 of all { … }";
    const std::uint32_t begin = peek().begin;
    expect(Keyword::Carried, "and by how much", kExample);
    expect(Keyword::By, "after 'carried'", kExample);
    if (!accept_word("more")) fail_expected("'more than' and a share", kExample);
    if (!accept_word("than")) fail_expected("'than' and a share", kExample);
    vote.quota = read_expr();
    expect(Keyword::Of, "and 'all' or 'cast'", kExample);
    if (accept_word("cast")) {
        vote.base = VoteBase::Cast;
    } else {
        expect(Keyword::All, "or 'cast' after 'of'", kExample);
    }
    vote.carried = read_block("'{' and what happens when the vote carries");
    vote.carried_span = span_from(begin);
    read_lost(vote);
}

void Parser::read_lost(VoteDecl& vote) {
    const std::uint32_t lost_begin = peek().begin;
    if (accept_word("lost")) vote.lost = read_block("'{' and what happens when the vote is lost");
    vote.lost_span = span_from(lost_begin);
}

}  // namespace jonbar::ast
