// Statements.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

std::optional<AssignOp> assign_op_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::Assign:
            return AssignOp::Set;
        case TokenKind::PlusAssign:
            return AssignOp::Add;
        case TokenKind::MinusAssign:
            return AssignOp::Subtract;
        case TokenKind::StarAssign:
            return AssignOp::Multiply;
        case TokenKind::Tilde:
            return AssignOp::Draw;
        default:
            return std::nullopt;
    }
}

// A format is a count of decimals, as a number or as a share: .1f, +.1f, .0%.
bool is_say_format(std::string_view format) {
    if (!format.empty() && format.front() == '+') format.remove_prefix(1);
    return format.size() == 3 && format[0] == '.' && format[1] >= '0' && format[1] <= '9' &&
           (format[2] == 'f' || format[2] == '%');
}

}  // namespace

StmtId Parser::add_stmt(std::uint32_t begin, Stmt::Node node) {
    Stmt statement{span_from(begin), std::move(node), {}};
    read_evidence(statement.evidence);
    statement.span = span_from(begin);
    tree_.stmts.push_back(std::move(statement));
    return StmtId(tree_.stmts.size() - 1);
}

Block Parser::read_block(std::string_view what) {
    const Nest nest(*this);
    Block block;
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, what)) return block;
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        const StmtId statement = read_statement();
        if (panicking_) {
            recover_to_statement(depth, before);
        } else {
            block.statements.push_back(statement);
        }
    }
    block.span = span_from(open.begin);
    return block;
}

StmtId Parser::read_statement() {
    const Token token = peek();
    if (token.kind == TokenKind::Name) return read_assignment();
    if (token.kind != TokenKind::Keyword) {
        fail_statement();
        return {};
    }
    switch (token.keyword) {
        case Keyword::Let: {
            take();
            Name name = read_name("a name after 'let'");
            expect(TokenKind::Assign, "'=' and a value", "as in: let g = guardianship");
            const ExprId value = read_expr();
            return add_stmt(token.begin, LetStmt{std::move(name), value});
        }
        case Keyword::Draw: {
            take();
            Name name = read_name("a name after 'draw'");
            expect(TokenKind::Assign, "'=' and a distribution",
                   "draw NAME = DIST names a draw; elsewhere: x = draw normal(0, 1)");
            const DistId distribution = read_distribution();
            return add_stmt(token.begin, DrawStmt{std::move(name), distribution});
        }
        case Keyword::If:
            return read_if_statement();
        case Keyword::For:
            return read_for();
        case Keyword::Together: {
            take();
            Block body = read_block("'{' after 'together'");
            return add_stmt(token.begin, TogetherStmt{std::move(body)});
        }
        case Keyword::Say:
            return read_say();
        case Keyword::Fire: {
            take();
            const ExprId target = read_site("the name of what is fired");
            return add_stmt(token.begin, FireStmt{target});
        }
        case Keyword::End:
            take();
            expect(Keyword::History, "after 'end'", "end history stops a history for good");
            return add_stmt(token.begin, EndHistoryStmt{});
        default:
            fail_statement();
            return {};
    }
}

void Parser::fail_statement() {
    const Token token = peek();
    const bool declares = begins_declaration(token);
    fail(1013, span_of(token), fmt::format("no statement begins with {}", describe(token)),
         declares ? "a declaration stands at the top of a file, not in a body"
                  : "a statement is an assignment, let, draw, if, for, together, say, fire or end "
                    "history");
}

StmtId Parser::read_assignment() {
    const Token token = peek();
    const ExprId place = read_postfix();
    if (panicking_) return {};
    const auto op = assign_op_of(peek().kind);
    if (!op) {
        constexpr std::array<std::string_view, 7> kBegins = {"let",      "draw", "if",  "for",
                                                             "together", "say",  "fire"};
        std::string hint = "as in: p.alive = no, tie(a, b) += 1";
        const std::string_view nearest = nearest_name(text_of(token), std::span(kBegins));
        if (at(TokenKind::Equal)) {
            hint = "a value is assigned with =; == compares";
        } else if (std::holds_alternative<CallExpr>(tree_[place].node)) {
            hint = "a procedure is run by fire: fire vacate(p)";
        } else if (!nearest.empty()) {
            hint = fmt::format("the nearest keyword is '{}'", nearest);
        }
        fail(1010, span_of(peek()),
             fmt::format("expected '=', '+=', '-=' or '*=', found {}", describe(peek())),
             std::move(hint));
        return {};
    }
    if (!is_callable_place(place)) {
        fail(1027, tree_[place].span, "nothing can be assigned to this",
             "what holds a value is an attribute, a relation's pair, or a var");
        return {};
    }
    take();
    AssignStmt assign{.op = *op, .place = place, .value = {}, .distribution = {}};
    if (*op == AssignOp::Draw) {
        assign.distribution = read_distribution();
    } else {
        assign.value = read_value();
    }
    return add_stmt(token.begin, assign);
}

StmtId Parser::read_for() {
    const std::uint32_t begin = take().begin;
    ForStmt loop;
    loop.binder = read_binder();
    loop.together = accept(Keyword::Together);
    loop.body = read_block("'{' and what is done for each");
    return add_stmt(begin, std::move(loop));
}

StmtId Parser::read_if_statement() {
    const Nest nest(*this);
    const std::uint32_t begin = take().begin;
    IfStmt branch;
    branch.condition = read_expr();
    branch.then_block = read_block("'{' and what is done then");
    if (accept(Keyword::Else)) {
        if (at(Keyword::If)) {
            const Token token = peek();
            const StmtId next = read_if_statement();
            branch.else_block = Block{{}, span_from(token.begin)};
            if (next.valid()) branch.else_block->statements.push_back(next);
        } else {
            branch.else_block = read_block("'{' and what is done otherwise");
        }
    }
    return add_stmt(begin, std::move(branch));
}

StmtId Parser::read_say() {
    const std::uint32_t begin = take().begin;
    if (!at(TokenKind::Text)) {
        fail_expected("a text after 'say'", "as in: say \"{p} dies.\"");
        return {};
    }
    SayStmt say{read_say_parts(take())};
    return add_stmt(begin, std::move(say));
}

// Cuts a text at its braces. `{{` and `}}` stand for the braces themselves.
std::vector<SayPart> Parser::read_say_parts(Token text) {
    std::vector<SayPart> parts;
    const bool closed = text.end - text.begin >= 2 && text_[text.end - 1] == '"';
    if (!closed) return parts;  // said by the lexer
    const std::uint32_t end = text.end - 1;
    const auto span = [this](std::size_t from, std::size_t to) {
        return Span{file_, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    };
    std::string literal;
    const auto finish_literal = [&] {
        if (!literal.empty()) parts.push_back({std::exchange(literal, {}), ExprId(), {}});
    };
    for (std::uint32_t i = text.begin + 1; i < end;) {
        // Not in the text behind: with a thousand texts, each would be searched to the file's end.
        const std::size_t brace =
            std::min<std::size_t>(text_.substr(0, end).find_first_of("{}", i), end);
        literal += unescape(span(i, brace));
        if (brace == end) break;
        i = static_cast<std::uint32_t>(brace);
        if (i + 1 < end && text_[i + 1] == text_[i]) {
            literal += text_[i];
            i += 2;
            continue;
        }
        if (text_[i] == '}') {
            complain(1024, span(i, i + 1), "this '}' closes nothing",
                     "a brace itself is written }}");
            ++i;
            continue;
        }
        std::uint32_t close = i + 1;
        for (int open = 1; close < end; ++close) {
            if (text_[close] == '{') ++open;
            if (text_[close] == '}' && --open == 0) break;
        }
        if (close == end) {
            complain(1024, span(i, i + 1), "this '{' is not closed in its text",
                     "a brace itself is written {{");
            break;
        }
        finish_literal();
        if (auto part = read_say_value(span(i + 1, close))) parts.push_back(std::move(*part));
        i = close + 1;
    }
    finish_literal();
    return parts;
}

// Puts comments from within a text among those around it.
void Parser::add_comments(std::vector<Comment> comments) {
    const auto later = [](std::uint32_t at, const Comment& c) { return at < c.span.begin; };
    for (Comment& comment : comments) {
        comment.own_line = false;
        const auto place = std::upper_bound(tree_.comments.begin(), tree_.comments.end(),
                                            comment.span.begin, later);
        tree_.comments.insert(place, std::move(comment));
    }
}

// Reads `expr` or `expr:format` with tokens of its own.
std::optional<SayPart> Parser::read_say_value(Span inside) {
    std::uint32_t colon = inside.begin;
    for (int open = 0; colon < inside.end; ++colon) {
        const char c = text_[colon];
        if (c == '(' || c == '[' || c == '{') ++open;
        if (c == ')' || c == ']' || c == '}') --open;
        if (c == ':' && open == 0) break;
    }
    SayPart part;
    if (colon < inside.end) {
        part.format = text_.substr(colon + 1, inside.end - colon - 1);
        if (!is_say_format(part.format)) {
            complain(1024, {file_, colon + 1, std::max(colon + 2, inside.end)},
                     fmt::format("'{}' is not a format", part.format),
                     "a format is .1f (one decimal), +.1f (with its sign) or .0% (a share)");
            part.format.clear();
        }
    }
    const std::size_t errors_before = diagnostics_.error_count();
    TokenList inner = lex(sources_, {file_, inside.begin, colon}, diagnostics_);
    add_comments(std::move(inner.comments));
    std::vector<Token> outer = std::exchange(tokens_, std::move(inner.tokens));
    const std::size_t outer_at = std::exchange(at_, 0);
    const int outer_braces = braces_;
    const bool empty = at_end();
    if (empty) {
        complain(1024, {file_, inside.begin - 1, inside.end + 1},
                 "nothing stands between these braces", "a brace itself is written {{");
    } else {
        part.value = read_expr();
        if (!at_end()) fail_expected("'}' or ':' and a format");
    }
    panicking_ = false;
    given_up_ = false;
    braces_ = outer_braces;
    tokens_ = std::move(outer);
    at_ = outer_at;
    if (empty || diagnostics_.error_count() > errors_before) return std::nullopt;
    return part;
}

}  // namespace jonbar::ast
