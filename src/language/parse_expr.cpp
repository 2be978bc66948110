// Expressions.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

// How tightly operators bind; a higher number binds tighter. `not` stands between and and
// comparison, the minus sign above all.
constexpr int kOrTightness = 1;
constexpr int kNotTightness = 3;
constexpr int kComparisonTightness = 4;
constexpr int kElseTightness = 5;

struct Infix {
    BinaryOp op;
    int tightness;
};

std::optional<Infix> infix_of(const Token& token) {
    switch (token.kind) {
        case TokenKind::Equal:
            return Infix{BinaryOp::Equal, kComparisonTightness};
        case TokenKind::NotEqual:
            return Infix{BinaryOp::NotEqual, kComparisonTightness};
        case TokenKind::Less:
            return Infix{BinaryOp::Less, kComparisonTightness};
        case TokenKind::LessEqual:
            return Infix{BinaryOp::LessEqual, kComparisonTightness};
        case TokenKind::Greater:
            return Infix{BinaryOp::Greater, kComparisonTightness};
        case TokenKind::GreaterEqual:
            return Infix{BinaryOp::GreaterEqual, kComparisonTightness};
        case TokenKind::Plus:
            return Infix{BinaryOp::Add, 6};
        case TokenKind::Minus:
            return Infix{BinaryOp::Subtract, 6};
        case TokenKind::Bar:
            return Infix{BinaryOp::Union, 6};
        case TokenKind::Star:
            return Infix{BinaryOp::Multiply, 7};
        case TokenKind::Slash:
            return Infix{BinaryOp::Divide, 7};
        case TokenKind::Ampersand:
            return Infix{BinaryOp::Intersect, 7};
        case TokenKind::Keyword:
            break;
        default:
            return std::nullopt;
    }
    switch (token.keyword) {
        case Keyword::Or:
            return Infix{BinaryOp::Or, kOrTightness};
        case Keyword::And:
            return Infix{BinaryOp::And, 2};
        case Keyword::In:
            return Infix{BinaryOp::In, kComparisonTightness};
        case Keyword::Else:
            return Infix{BinaryOp::Else, kElseTightness};
        default:
            return std::nullopt;
    }
}

}  // namespace

ExprId Parser::add(Span span, Expr::Node node, std::initializer_list<ExprId> children) {
    std::uint16_t height = 0;
    for (const ExprId child : children) {
        if (child.valid()) height = std::max(height, heights_[child.index()]);
    }
    if (++height > kHeightMax) {
        fail(1017, span_of(tokens_[at_]),
             fmt::format("this expression is more than {} operations high", kHeightMax),
             "name a part of it by let, or use sum, any or all over a set");
        height = 1;
        node = BadExpr{};
    }
    tree_.exprs.push_back({span, std::move(node), false});
    heights_.push_back(height);
    return ExprId(tree_.exprs.size() - 1);
}

ExprId Parser::add_list(Span span, Expr::Node node, const std::vector<ExprId>& children) {
    ExprId highest;
    for (const ExprId child : children) {
        if (!highest.valid() || heights_[child.index()] > heights_[highest.index()])
            highest = child;
    }
    return add(span, std::move(node), {highest});
}

ExprId Parser::bad() { return add(span_of(tokens_[at_]), BadExpr{}); }

bool Parser::is_callable_place(ExprId id) const {
    const Expr::Node& node = tree_[id].node;
    return std::holds_alternative<NameExpr>(node) || std::holds_alternative<FieldExpr>(node) ||
           std::holds_alternative<CallExpr>(node);
}

ExprId Parser::read_expr() {
    const Nest nest(*this);
    return read_binary(kOrTightness);
}

ExprId Parser::read_binary(int tightness) {
    const std::uint32_t begin = peek().begin;
    ExprId left;
    if (at(Keyword::Not) && tightness <= kNotTightness) {
        const Nest nest(*this);
        take();
        const ExprId operand = read_binary(kNotTightness);
        left = add(span_from(begin), UnaryExpr{UnaryOp::Not, operand}, {operand});
    } else {
        left = read_unary();
    }
    bool compared = false;
    while (true) {
        if (at(Keyword::Is) && tightness <= kComparisonTightness) {
            take();
            if (!accept_word("someone")) {
                fail_expected("'someone' after 'is'",
                              at(Keyword::None) ? "that nobody is there is not (x is someone)"
                                                : "x is someone, not (x is someone)");
            }
            left = add(span_from(begin), IsSomeoneExpr{left}, {left});
            continue;
        }
        const std::optional<Infix> infix = infix_of(peek());
        if (!infix || infix->tightness < tightness) return left;
        if (infix->op == BinaryOp::Else && else_ends_) return left;
        if (infix->op == BinaryOp::In && in_ends_) return left;
        const bool comparison = infix->tightness == kComparisonTightness;
        const Span op_span = span_of(peek());
        if (comparison && compared) {
            fail(1018, op_span, "comparisons do not stand in a chain",
                 "write a < b and b < c, or parentheses where a truth is compared");
        }
        compared = comparison;
        take();
        if (at(TokenKind::Assign) && infix->op != BinaryOp::In) {
            fail_expected("a value");
        }
        const ExprId right = read_binary(infix->tightness + 1);
        left = add(span_from(begin), BinaryExpr{infix->op, left, right, op_span}, {left, right});
        if (panicking_) return left;
    }
}

ExprId Parser::read_unary() {
    if (!at(TokenKind::Minus)) return read_postfix();
    const Nest nest(*this);
    const std::uint32_t begin = take().begin;
    const ExprId operand = read_unary();
    return add(span_from(begin), UnaryExpr{UnaryOp::Minus, operand}, {operand});
}

// `carried by`, or `elected by`, after a worth belongs to the vote.
bool Parser::at_carried() const {
    if (!at(Keyword::Carried) && !at(Keyword::Elected)) return false;
    const Token& next = peek(1);
    return !(carried_ends_ && next.kind == TokenKind::Keyword && next.keyword == Keyword::By);
}

ExprId Parser::read_postfix() {
    const std::uint32_t begin = peek().begin;
    ExprId left = read_primary();
    while (!panicking_) {
        if (accept(TokenKind::Dot)) {
            Name name = read_name("a name after '.'");
            if (panicking_) break;
            if (at(TokenKind::LeftParen)) {
                const NameExpr* module = std::get_if<NameExpr>(&tree_[left].node);
                if (module == nullptr) {
                    fail(1026, name.span, "only a declaration, or one of a module, can be called",
                         "an attribute takes no arguments");
                    break;
                }
                left = read_call(module->name, std::move(name));
            } else {
                left = add(span_from(begin), FieldExpr{left, std::move(name)}, {left});
            }
        } else if (at_carried() || at(Keyword::Chose)) {
            if (!is_callable_place(left)) {
                fail(1010, tree_[left].span,
                     fmt::format("'{}' stands after the name of a {}", text_of(peek()),
                                 at(Keyword::Chose) ? "decision" : "vote"));
                break;
            }
            if (accept(Keyword::Carried)) {
                left = add(span_from(begin), CarriedExpr{left}, {left});
                continue;
            }
            const bool elected = accept(Keyword::Elected);
            if (!elected) take();
            const ExprId option =
                read_site(elected ? "who was elected" : "an option after 'chose'");
            left = add(span_from(begin), ChoseExpr{left, option, elected}, {left, option});
        } else if (at(TokenKind::LeftParen) && tree_[left].span.end == tokens_[at_ - 1].end &&
                   std::holds_alternative<FieldExpr>(tree_[left].node)) {
            fail(1026, span_of(peek()), "only a declaration, or one of a module, can be called");
        } else {
            break;
        }
    }
    return left;
}

ExprId Parser::read_primary() {
    const Token token = peek();
    switch (token.kind) {
        case TokenKind::Number:
            return read_number();
        case TokenKind::Date:
            return read_date_literal();
        case TokenKind::LeftParen:
            return read_parenthesised();
        case TokenKind::LeftBrace:
            return read_braced();
        case TokenKind::Keyword:
            return read_keyword_primary();
        case TokenKind::Name:
            break;
        case TokenKind::Ampersand:
            fail_expected("a value", "two truths are joined by and");
            return bad();
        case TokenKind::Bar:
            fail_expected("a value", "two truths are joined by or");
            return bad();
        default:
            fail_expected("a value");
            return bad();
    }
    if (at_word("first") && at_word("date", 1) && peek(2).kind == TokenKind::Keyword &&
        peek(2).keyword == Keyword::When) {
        take();
        take();
        take();
        const ExprId condition = read_expr();
        return add(span_from(token.begin), FirstDateExpr{condition}, {condition});
    }
    Name name = read_name("a name");
    if (!at(TokenKind::LeftParen)) return add(name.span, NameExpr{name});
    if (const auto native = native_of(name.text); native && at_native_call()) {
        return read_native(*native, name);
    }
    return read_call(std::nullopt, std::move(name));
}

ExprId Parser::read_keyword_primary() {
    const Token token = peek();
    const bool called = peek(1).kind == TokenKind::LeftParen;
    if (called && calendar_unit(token)) {  // year(d), month(d), …
        take();
        return read_call(std::nullopt, name_of(token));
    }
    if (const auto aggregate = aggregate_of(token.keyword); aggregate && called) {
        return read_aggregate(*aggregate);
    }
    if (const auto record = record_of(token.keyword); record && called) return read_record(*record);
    switch (token.keyword) {
        case Keyword::Yes:
        case Keyword::No:
            take();
            return add(span_of(token), TruthExpr{token.keyword == Keyword::Yes});
        case Keyword::None:
            take();
            return add(span_of(token), NoneExpr{});
        case Keyword::Now:
            take();
            return add(span_of(token), NowExpr{});
        case Keyword::If:
            return read_if();
        case Keyword::Not: {
            const Nest nest(*this);
            take();
            const ExprId operand = read_binary(kNotTightness);
            return add(span_from(token.begin), UnaryExpr{UnaryOp::Not, operand}, {operand});
        }
        case Keyword::Past:
            if (called) return read_past();
            break;
        case Keyword::Draw: {
            take();
            const DistId distribution = read_distribution();
            return add(span_from(token.begin), DrawExpr{distribution});
        }
        default:
            break;
    }
    if (aggregate_of(token.keyword) || record_of(token.keyword) || token.keyword == Keyword::Past) {
        fail(1011, span_of(token),
             fmt::format("'{}' is a keyword and no name; it is followed by parentheses",
                         text_of(token)));
    }
    fail_expected("a value");
    return bad();
}

// Steps over `( … )`, whatever is in it.
void Parser::skip_parentheses() {
    const Token open = peek();
    int depth = 0;
    do {
        if (at(TokenKind::LeftParen)) ++depth;
        if (at(TokenKind::RightParen)) --depth;
        if (at_end()) {
            expect_close(TokenKind::RightParen, open);
            return;
        }
        take();
    } while (depth > 0);
}

ExprId Parser::read_number() {
    const Token token = take();
    const std::string_view text = text_of(token);
    if (const std::optional<Date> year = year_of_text(text); year && at_reckoning()) {
        return read_date_marks(token, *year);
    }
    NumberExpr number;
    number.text = text;
    number.is_integer = text.find_first_of(".eE") == std::string_view::npos;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number.value);
    constexpr double kIntegerMax = 9007199254740992.0;  // 2^53
    if (result.ec != std::errc() || (number.is_integer && number.value > kIntegerMax)) {
        complain(1005, span_of(token), "this number is beyond what can be computed with",
                 "whole numbers reach to 2^53, others from 1e-307 to 1e308");
        number.value = 0;
    }
    if (suffix_ != Suffix::Nothing) {
        if (const auto unit = calendar_unit(peek()); unit && peek(1).kind != TokenKind::LeftParen) {
            take();
            number.duration = unit;
        } else if ((at(TokenKind::LeftBracket) && suffix_ != Suffix::Duration) ||
                   (at(Keyword::Per) && suffix_ == Suffix::All)) {
            number.unit = read_unit();
        }
    }
    return add(span_from(token.begin), std::move(number));
}

ExprId Parser::read_parenthesised() {
    const Token open = take();
    const Brackets brackets(*this);
    ExprId inside = read_expr();
    if (at(Keyword::At)) {
        if (!in_outcome_) {
            fail(1021, span_of(peek()), "'at' after a value belongs to outcomes",
                 "elsewhere past(e, 2 months) looks back");
        }
        inside = read_moment(inside);
    }
    expect_close(TokenKind::RightParen, open);
    tree_.exprs[inside.index()].parenthesised = true;
    return inside;
}

// `at end` or `at DATE` after a value in an outcome.
ExprId Parser::read_moment(ExprId value) {
    const std::uint32_t begin = tree_[value].span.begin;
    take();
    if (accept(Keyword::End)) return add(span_from(begin), AtExpr{value, ExprId()}, {value});
    const ExprId date = read_date("'end' or a date after 'at'");
    return add(span_from(begin), AtExpr{value, date}, {value, date});
}

ExprId Parser::read_if() {
    const Nest nest(*this);
    const std::uint32_t begin = take().begin;
    const bool else_ends = std::exchange(else_ends_, false);
    const ExprId condition = read_binary(kOrTightness);
    expect(Keyword::Then, "after the condition", "as in: if p.alive then 1 else 0");
    else_ends_ = true;
    const ExprId then_value = read_binary(kOrTightness);
    else_ends_ = else_ends;
    expect(Keyword::Else, "with the other value", "as in: if p.alive then 1 else 0");
    const ExprId else_value = read_binary(kOrTightness);
    return add(span_from(begin), IfExpr{condition, then_value, else_value},
               {condition, then_value, else_value});
}

// A set: `{a, b}` or `{p in person where C}`. Only an operand begins so; after one a brace opens a
// block.
ExprId Parser::read_braced() {
    const Token open = take();
    const Brackets brackets(*this);
    ExprId result;
    const bool comprehension =
        at(TokenKind::Name) && peek(1).kind == TokenKind::Keyword && peek(1).keyword == Keyword::In;
    if (comprehension) {
        const Nest nest(*this);
        Binder binder = read_binder();
        expect_close(TokenKind::RightBrace, open);
        const ExprId set = binder.set;
        const ExprId where = binder.where;
        result = add(span_from(open.begin), ComprehensionExpr{std::move(binder)}, {set, where});
    } else {
        std::vector<ExprId> elements;
        if (!at(TokenKind::RightBrace)) {
            do elements.push_back(read_expr());
            while (accept_comma(elements.size(), "members of a set"));
        }
        expect_close(TokenKind::RightBrace, open);
        result = add_list(span_from(open.begin), SetExpr{elements}, elements);
    }
    return result;
}

}  // namespace jonbar::ast
