// Native functions over the members of a set.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "language/native_forms.h"
#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

std::string list_of(const NativeForm& form) {
    std::string list;
    for (const NativeWord& word : form.words) {
        if (word.word.empty()) continue;
        list += fmt::format("{}'{}'", list.empty() ? "" : ", ", word.word);
    }
    return list;
}

}  // namespace

// Whether what follows in parentheses runs over a set: an `in` or a colon stands in them, or two
// names before an `in`. A declaration of the scenario may have the name of a native function.
bool Parser::at_native_call() const {
    int depth = 0;
    for (std::size_t ahead = 0;; ++ahead) {
        const Token& token = peek(ahead);
        switch (token.kind) {
            case TokenKind::End:
                return false;
            case TokenKind::LeftParen:
            case TokenKind::LeftBrace:
            case TokenKind::LeftBracket:
                ++depth;
                break;
            case TokenKind::RightParen:
            case TokenKind::RightBrace:
            case TokenKind::RightBracket:
                if (--depth == 0) return false;
                break;
            case TokenKind::Colon:
                if (depth == 1) return true;
                break;
            case TokenKind::Keyword:
                if (depth == 1 && token.keyword == Keyword::In) return true;
                break;
            default:
                break;
        }
    }
}

ExprId Parser::read_native(NativeKind kind, const Name& name) {
    const NativeForm& form = form_of(kind);
    NativeExpr native;
    native.kind = kind;
    native.name_span = name.span;
    const Token open = take();
    const Brackets brackets(*this);
    const Nest nest(*this);
    if (kind == NativeKind::Component) {
        read_component(native, form);
    } else {
        read_native_head(native, form);
        if (expect(TokenKind::Colon, "':' and what is known of each member",
                   fmt::format("as in: {}", form.example))) {
            do read_native_clause(native, form);
            while (accept(TokenKind::Comma));
        }
        check_native(native, form);
    }
    expect_close(TokenKind::RightParen, open);
    std::vector<ExprId> children = {native.entity, native.set, native.where};
    for (const NativeClause& clause : native.clauses) children.push_back(clause.value);
    std::erase_if(children, [](ExprId id) { return !id.valid(); });
    return add_list(span_from(name.span), std::move(native), children);
}

// `p in S where C`, or `i, j in S where C` for a function of pairs.
void Parser::read_native_head(NativeExpr& native, const NativeForm& form) {
    const bool pairs =
        std::any_of(form.words.begin(), form.words.end(),
                    [](const NativeWord& word) { return word.scope == NativeScope::Pair; });
    const auto begins = [this](std::size_t ahead) {
        return peek(ahead).kind == TokenKind::Name && peek(ahead + 1).kind == TokenKind::Keyword &&
               peek(ahead + 1).keyword == Keyword::In;
    };
    const bool two = peek(0).kind == TokenKind::Name && peek(1).kind == TokenKind::Comma;
    if (pairs ? !two || !begins(2) : !begins(0)) {
        fail(1600, span_of(peek()),
             fmt::format("'{}' goes over {}: expected '{} in S', found {}", form.name,
                         pairs ? "the pairs of a set" : "a set", pairs ? "x, y" : "x",
                         describe(peek())),
             fmt::format("as in: {}", form.example));
        return;
    }
    if (pairs) {
        native.variables.push_back(read_name("a name for the member"));
        take();
    }
    Binder binder = read_binder();
    native.variables.push_back(std::move(binder.variable));
    native.set = binder.set;
    native.where = binder.where;
}

// `x in S via R`.
void Parser::read_component(NativeExpr& native, const NativeForm& form) {
    constexpr int kElseTightness = 5;
    constexpr int kSumTightness = 6;
    native.entity = read_binary(kElseTightness);
    const std::string example = fmt::format("as in: {}", form.example);
    expect(Keyword::In, "and the set", example);
    native.set = read_binary(kSumTightness);
    if (!panicking_ && !accept_word("via")) fail_expected("'via' and a relation", example);
    const std::uint32_t begin = peek().begin;
    const ExprId relation = read_site("a relation");
    native.clauses.push_back({"via", relation, span_from(begin)});
}

// `majority 2/3`, or a value without a word in the first place.
void Parser::read_native_clause(NativeExpr& native, const NativeForm& form) {
    if (panicking_) return;
    const Token first = peek();
    const std::string_view text = text_of(first);
    const bool plain = native.clauses.empty() && form.words.front().word.empty();
    if (plain) {
        const ExprId value = read_expr();
        native.clauses.push_back({"", value, span_from(first.begin)});
        return;
    }
    const bool known = std::any_of(form.words.begin(), form.words.end(), [&](const NativeWord& w) {
        return !w.word.empty() && w.word == text;
    });
    if (!known) {
        fail(1600, span_of(first),
             fmt::format("'{}' takes {}, found {}", form.name, list_of(form), describe(first)),
             fmt::format("as in: {}", form.example));
        return;
    }
    if (clause_of(native, text) != nullptr) {
        fail(1600, span_of(first), fmt::format("'{}' is given twice", text));
        return;
    }
    take();
    const ExprId value = read_expr();
    native.clauses.push_back({std::string(text), value, span_from(first.begin)});
}

void Parser::check_native(const NativeExpr& native, const NativeForm& form) {
    if (panicking_) return;
    for (const NativeWord& word : form.words) {
        if (!word.required || clause_of(native, word.word) != nullptr) continue;
        fail(1600, native.name_span, fmt::format("'{}' needs its '{}'", form.name, word.word),
             fmt::format("as in: {}", form.example));
        return;
    }
    const NativeClause* const quota = clause_of(native, "quota");
    if (quota != nullptr && clause_of(native, "majority") != nullptr) {
        fail(1600, quota->span, "a quota and a majority say the same thing twice",
             "a quota is a weight that suffices, a majority a share that must be exceeded");
    }
}

}  // namespace jonbar::ast
