// Calls, aggregates, and what the past tells of events, decisions and votes.
#include <fmt/format.h>

#include <optional>
#include <utility>

#include "language/parser_state.h"

namespace jonbar::ast {

std::optional<AggregateKind> aggregate_of(Keyword keyword) {
    switch (keyword) {
        case Keyword::Count:
            return AggregateKind::Count;
        case Keyword::Sum:
            return AggregateKind::Sum;
        case Keyword::Min:
            return AggregateKind::Min;
        case Keyword::Max:
            return AggregateKind::Max;
        case Keyword::Mean:
            return AggregateKind::Mean;
        case Keyword::Any:
            return AggregateKind::Any;
        case Keyword::All:
            return AggregateKind::All;
        case Keyword::Argmax:
            return AggregateKind::Argmax;
        case Keyword::Top:
            return AggregateKind::Top;
        case Keyword::Pick:
            return AggregateKind::Pick;
        default:
            return std::nullopt;
    }
}

std::optional<RecordKind> record_of(Keyword keyword) {
    switch (keyword) {
        case Keyword::Happened:
            return RecordKind::Happened;
        case Keyword::On:
            return RecordKind::On;
        case Keyword::Since:
            return RecordKind::Since;
        case Keyword::Times:
            return RecordKind::Times;
        case Keyword::Held:
            return RecordKind::Held;
        case Keyword::Margin:
            return RecordKind::Margin;
        case Keyword::Odds:
            return RecordKind::Odds;
        default:
            return std::nullopt;
    }
}

std::vector<ExprId> Parser::read_arguments() {
    const Token open = take();
    const Brackets brackets(*this);
    std::vector<ExprId> arguments;
    if (!at(TokenKind::RightParen)) {
        do arguments.push_back(read_expr());
        while (accept_comma(arguments.size(), "arguments"));
    }
    expect_close(TokenKind::RightParen, open);
    return arguments;
}

ExprId Parser::read_call(std::optional<Name> module, Name name) {
    const std::uint32_t begin = module ? module->span.begin : name.span.begin;
    std::vector<ExprId> arguments = read_arguments();
    return add_list(span_from(begin), CallExpr{std::move(module), std::move(name), arguments},
                    arguments);
}

ExprId Parser::read_aggregate(AggregateKind kind) {
    const std::uint32_t begin = peek().begin;
    const auto binder_at = [this](std::size_t ahead) {
        return peek(ahead).kind == TokenKind::Name && peek(ahead + 1).kind == TokenKind::Keyword &&
               peek(ahead + 1).keyword == Keyword::In;
    };
    const bool function =
        (kind == AggregateKind::Min || kind == AggregateKind::Max) && !binder_at(2);
    const Token keyword = take();
    if (function) return read_call(std::nullopt, name_of(keyword));

    const Token open = take();
    const Brackets brackets(*this);
    const Nest nest(*this);
    AggregateExpr aggregate{.kind = kind, .size = {}, .binder = {}, .value = {}};
    if (kind == AggregateKind::Count && !binder_at(0)) {
        aggregate.binder.set = read_expr();
    } else {
        if (kind == AggregateKind::Top || (kind == AggregateKind::Pick && !binder_at(0))) {
            aggregate.size = read_expr();
            expect(TokenKind::Comma, "',' after the number of those taken",
                   "as in: top(3, p in person: power(p))");
        }
        if (!panicking_ && !binder_at(0)) {
            fail(1025, span_of(peek()),
                 fmt::format("'{}' goes over a set: expected 'x in S', found {}", text_of(keyword),
                             describe(peek())),
                 fmt::format("as in: {}({}p in person where p.alive: power(p))", text_of(keyword),
                             kind == AggregateKind::Top ? "3, " : ""));
        }
        aggregate.binder = read_binder();
        if (accept(TokenKind::Colon)) aggregate.value = read_expr();
        check_aggregate(aggregate, keyword);
    }
    expect_close(TokenKind::RightParen, open);
    const AggregateExpr parts = aggregate;
    return add(span_from(begin), std::move(aggregate),
               {parts.size, parts.binder.set, parts.binder.where, parts.value});
}

// A count has no value, the others have one; any and all may have either a value or a `where`.
void Parser::check_aggregate(const AggregateExpr& aggregate, const Token& keyword) {
    if (panicking_) return;
    const bool has_value = aggregate.value.valid();
    if (aggregate.kind == AggregateKind::Count) {
        if (has_value) {
            fail(1025, tree_[aggregate.value].span, "'count' takes no value after a colon",
                 "count(x in S where C), or sum(x in S: e)");
        }
        return;
    }
    if (has_value || (aggregate.kind == AggregateKind::Any && aggregate.binder.where.valid()))
        return;
    fail(1025, span_of(peek()),
         fmt::format("'{}' needs a value: expected ':', found {}", text_of(keyword),
                     describe(peek())),
         fmt::format("as in: {}(p in person where p.alive: {})", text_of(keyword),
                     aggregate.kind == AggregateKind::Any || aggregate.kind == AggregateKind::All
                         ? "p.tact > 0.5"
                         : "power(p)"));
}

ExprId Parser::read_record(RecordKind kind) {
    const Token keyword = take();
    const Token open = take();
    const bool vote =
        kind == RecordKind::Held || kind == RecordKind::Margin || kind == RecordKind::Odds;
    const ExprId site =
        read_site(vote ? "the name of a vote" : "the name of an event, decision or vote");
    expect_close(TokenKind::RightParen, open);
    return add(span_from(keyword.begin), RecordExpr{kind, site}, {site});
}

ExprId Parser::read_past() {
    const Token keyword = take();
    const Token open = take();
    const Brackets brackets(*this);
    const ExprId value = read_expr();
    expect(TokenKind::Comma, "',' and how long ago", "as in: past(power(p), 2 months)");
    const ExprId lag = read_expr();
    expect_close(TokenKind::RightParen, open);
    return add(span_from(keyword.begin), PastExpr{value, lag}, {value, lag});
}

// A name, one of a module, or either with arguments, and nothing after it.
ExprId Parser::read_site(std::string_view what) {
    Name name = read_name(what);
    if (panicking_) return bad();
    const std::uint32_t begin = name.span.begin;
    if (at(TokenKind::Dot)) {
        take();
        Name member = read_name("a name after '.'");
        if (panicking_) return bad();
        if (at(TokenKind::LeftParen)) return read_call(std::move(name), std::move(member));
        const ExprId module = add(name.span, NameExpr{name});
        return add(span_from(begin), FieldExpr{module, std::move(member)}, {module});
    }
    if (at(TokenKind::LeftParen)) return read_call(std::nullopt, std::move(name));
    return add(name.span, NameExpr{name});
}

}  // namespace jonbar::ast
