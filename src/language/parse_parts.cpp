// Names, texts, units, types, distributions and the evidence that may end a declaration.
#include <fmt/format.h>

#include <utility>

#include "language/parser_state.h"

namespace jonbar::ast {

Name Parser::name_of(const Token& token) const {
    std::string name = to_nfc(text_of(token));
    if (spellings_ != nullptr) name = spellings_->known_as(std::move(name));
    return {std::move(name), span_of(token)};
}

Name Parser::read_name(std::string_view what) {
    if (at(TokenKind::Name)) return name_of(take());
    if (at(TokenKind::Keyword)) {
        // Before such a sign a name was meant, and reading on finds more errors; else it is
        // missing.
        const TokenKind next = peek(1).kind;
        const bool meant = next == TokenKind::Colon || next == TokenKind::Assign ||
                           next == TokenKind::LeftParen || next == TokenKind::LeftBrace ||
                           next == TokenKind::Tilde || next == TokenKind::Comma ||
                           next == TokenKind::RightParen;
        complain(1011, span_of(peek()),
                 fmt::format("expected {}, found the keyword '{}'", what, text_of(peek())),
                 fmt::format("a keyword is no name; '{}_' would be one", text_of(peek())));
        if (meant) return name_of(take());
        panicking_ = true;
    }
    fail_expected(what);
    return {{}, span_of(tokens_[at_])};
}

// A word, be it a name or a keyword, where nothing but a word can stand.
Name Parser::read_word(std::string_view what) {
    if (at(TokenKind::Name) || at(TokenKind::Keyword)) return name_of(take());
    fail_expected(what);
    return {{}, span_of(tokens_[at_])};
}

Path Parser::read_path(std::string_view what) {
    Path path;
    path.names.push_back(read_name(what));
    const Span begin = path.names.front().span;
    while (accept(TokenKind::Dot)) path.names.push_back(read_name("a name after '.'"));
    path.span = panicking_ ? begin : join(begin, path.names.back().span);
    return path;
}

std::vector<Name> Parser::read_names(std::string_view what) {
    std::vector<Name> names;
    do names.push_back(read_name(what));
    while (accept_comma(names.size(), "names"));
    return names;
}

// Resolves the escapes of a text; `inside` is what stands between its quotation marks.
std::string Parser::unescape(Span inside) {
    const std::string_view raw = sources_.text(inside);
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            out += raw[i];
            continue;
        }
        const char next = i + 1 < raw.size() ? raw[i + 1] : '\0';
        if (next == '"' || next == '\\') {
            out += next;
            ++i;
            continue;
        }
        const std::uint32_t begin = inside.begin + static_cast<std::uint32_t>(i);
        complain(1007, {file_, begin, begin + 2}, "this escape is not known",
                 "a text knows \\\" and \\\\ only");
    }
    return to_nfc(out);
}

Text Parser::read_text(std::string_view what) {
    if (!at(TokenKind::Text)) {
        fail_expected(what);
        return {{}, span_of(tokens_[at_])};
    }
    const Token token = take();
    // A text that does not end has no closing mark; that has been said.
    const bool closed = token.end - token.begin >= 2 && text_[token.end - 1] == '"';
    return {unescape({file_, token.begin + 1, closed ? token.end - 1 : token.end}), span_of(token)};
}

std::optional<Text> Parser::read_optional_text() {
    if (!at(TokenKind::Text)) return std::nullopt;
    return read_text("a text");
}

std::optional<CalendarUnit> Parser::calendar_unit(const Token& token) const {
    if (token.kind != TokenKind::Keyword) return std::nullopt;
    switch (token.keyword) {
        case Keyword::Day:
        case Keyword::Days:
            return CalendarUnit::Day;
        case Keyword::Week:
        case Keyword::Weeks:
            return CalendarUnit::Week;
        case Keyword::Month:
        case Keyword::Months:
            return CalendarUnit::Month;
        case Keyword::Quarter:
        case Keyword::Quarters:
            return CalendarUnit::Quarter;
        case Keyword::Year:
        case Keyword::Years:
            return CalendarUnit::Year;
        default:
            return std::nullopt;
    }
}

CalendarUnit Parser::read_calendar_unit(std::string_view what) {
    const auto unit = calendar_unit(peek());
    if (!unit) {
        fail_expected(what, "day, week, month, quarter or year");
        return CalendarUnit::Month;
    }
    take();
    return *unit;
}

bool Parser::at_unit() const {
    return at(TokenKind::LeftBracket) || at(Keyword::Per) || calendar_unit(peek()).has_value();
}

std::vector<Name> Parser::read_unit_words() {
    std::vector<Name> words;
    while (at(TokenKind::Name) || calendar_unit(peek())) words.push_back(name_of(take()));
    if (words.empty())
        fail_expected("the word of a unit", "as in: [thousand men], [roubles per head]");
    return words;
}

// `[words per word…]`, `per word`, or a calendar word alone.
Unit Parser::read_unit() {
    Unit unit;
    const std::uint32_t begin = peek().begin;
    if (at(TokenKind::LeftBracket)) {
        const Token open = take();
        unit.bracketed = true;
        if (!at(Keyword::Per)) unit.numerator = read_unit_words();
        while (accept(Keyword::Per)) unit.denominator.push_back(read_word("a unit after 'per'"));
        expect_close(TokenKind::RightBracket, open);
    } else if (accept(Keyword::Per)) {
        unit.denominator.push_back(read_word("a unit after 'per'"));
    } else {
        unit.numerator.push_back(name_of(take()));
    }
    unit.span = span_from(begin);
    return unit;
}

void Parser::read_evidence(Evidence& evidence) {
    while (!panicking_) {
        const Token token = peek();
        if (accept(Keyword::Cites)) {
            for (Name& name : read_names("a claim after 'cites'")) {
                evidence.cites.push_back(std::move(name));
            }
        } else if (accept(Keyword::Assumed)) {
            if (evidence.assumed) complain(1020, span_of(token), "'assumed' is given twice");
            evidence.assumed = read_text("the reason, a text, after 'assumed'");
        } else if (accept(Keyword::Exception)) {
            if (evidence.exception) complain(1020, span_of(token), "'exception' is given twice");
            evidence.exception = read_text("the reason, a text, after 'exception'");
        } else if (accept(Keyword::Hindsight)) {
            if (evidence.hindsight) complain(1020, span_of(token), "'hindsight' is given twice");
            evidence.hindsight = span_of(token);
        } else {
            return;
        }
    }
}

TypeRef Parser::read_type() {
    TypeRef type;
    const std::uint32_t begin = peek().begin;
    const bool set =
        at_word("set") && peek(1).kind == TokenKind::Keyword && peek(1).keyword == Keyword::Of;
    if (set) {
        take();
        take();
        type.set = true;
    }
    type.path = read_path("a type");
    if (accept(TokenKind::Question)) type.optional = true;
    type.span = span_from(begin);
    return type;
}

ValueType Parser::read_value_type() {
    ValueType type;
    type.type = read_type();
    while (!panicking_) {
        if (!type.unit && (at(TokenKind::LeftBracket) || at(Keyword::Per))) {
            type.unit = read_unit();
        } else if (!type.low.valid() && accept(Keyword::In)) {
            constexpr int kSumTightness = 6;
            const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
            type.low = read_binary(kSumTightness);
            expect(TokenKind::DotDot, "'..' between the bounds", "as in: real in 0..1");
            type.high = read_binary(kSumTightness);
            suffix_ = suffix;
        } else {
            break;
        }
    }
    return type;
}

// `(a, b: person, c: body)`; with `may_leave_out_names` also `(region, line)`, which are types.
std::vector<Parameter> Parser::read_parameters(bool may_leave_out_names) {
    std::vector<Parameter> parameters;
    if (!at(TokenKind::LeftParen)) return parameters;
    const Token open = take();
    std::vector<Path> waiting;  // names whose type has not come yet
    do {
        waiting.push_back(read_path("an index"));
        if (!accept(TokenKind::Colon)) continue;
        const TypeRef type = read_type();
        for (Path& path : waiting) {
            if (path.names.size() > 1) {
                fail(1028, path.span, "the name of an index has no '.'", "as in: (a, b: person)");
            }
            parameters.push_back({std::move(path.names.front()), type});
        }
        waiting.clear();
    } while (accept_comma(parameters.size() + waiting.size(), "indices", kIndicesMax));
    if (!waiting.empty() && !panicking_) {
        if (may_leave_out_names && parameters.empty()) {
            for (Path& path : waiting) {
                const Span span = path.span;
                parameters.push_back(
                    {Name{{}, span}, TypeRef{std::move(path), false, false, span}});
            }
        } else {
            fail(1028, waiting.front().span,
                 fmt::format("the index '{}' has no type", waiting.front().names.front().text),
                 "as in: (p: person) or (a, b: person)");
        }
    }
    expect_close(TokenKind::RightParen, open);
    return parameters;
}

Initial Parser::read_initial() {
    Initial initial;
    if (accept(TokenKind::Assign)) {
        initial.value = read_value();
    } else if (accept(TokenKind::Tilde)) {
        initial.distribution = read_distribution();
    }
    return initial;
}

ExprId Parser::read_value() { return at(Keyword::Either) ? read_either() : read_expr(); }

ExprId Parser::read_either() {
    const Nest nest(*this);
    const std::uint32_t begin = take().begin;
    EitherExpr either;
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' after 'either'",
                "either { low: 2 cites a  high: 1 cites b }")) {
        return bad();
    }
    const int depth = braces_;
    std::vector<ExprId> children;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        Alternative alternative;
        alternative.value = read_cell();
        expect(TokenKind::Colon, "':' and the weight of this alternative", "as in: low: 2 cites a");
        alternative.weight = read_weight();
        read_evidence(alternative.evidence);
        if (panicking_) {
            recover_to_item(depth, before);
            continue;
        }
        alternative.span = span_from(tokens_[before].begin);
        children.push_back(alternative.value);
        children.push_back(alternative.weight);
        either.alternatives.push_back(std::move(alternative));
    }
    if (either.alternatives.empty() && !panicking_) {
        complain(1022, span_from(begin), "'either' has no alternatives");
    }
    return add_list(span_from(begin), std::move(either), children);
}

ExprId Parser::read_weight() {
    if (!panicking_ && !at(TokenKind::Number) && !at(TokenKind::LeftParen)) {
        fail_expected("a weight: a number, or an expression in parentheses");
    }
    const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
    const ExprId weight = at(TokenKind::Number) ? read_number() : read_primary();
    suffix_ = suffix;
    return weight;
}

DistId Parser::read_distribution() {
    Distribution distribution;
    const std::uint32_t begin = peek().begin;
    if (at(Keyword::Either)) {
        distribution.form = DistForm::Either;
        distribution.either = read_either();
        distribution.name.span = tree_[distribution.either].span;
    } else {
        distribution.name =
            read_name("a distribution, such as normal(0, 1), or the word of a scale");
        read_distribution_points(distribution);
        if (distribution.form != DistForm::Word && at_unit()) distribution.unit = read_unit();
    }
    distribution.span = span_from(begin);
    tree_.distributions.push_back(std::move(distribution));
    return DistId(tree_.distributions.size() - 1);
}

// What follows the name: `(a, b)`, `a to b`, `to b`, or nothing. Only a name that is followed by
// `to` is taken for a point: `~ middle novels: real` is a word of a scale and the next attribute.
void Parser::read_distribution_points(Distribution& distribution) {
    if (at(TokenKind::LeftParen)) {
        distribution.arguments = read_arguments();
        distribution.form = DistForm::Arguments;
        if (!at(Keyword::To) || distribution.arguments.size() != 1) return;
        distribution.low = distribution.arguments.front();
        tree_.exprs[distribution.low.index()].parenthesised = true;
        distribution.arguments.clear();
    }
    const bool name_point =
        at(TokenKind::Name) && peek(1).kind == TokenKind::Keyword && peek(1).keyword == Keyword::To;
    const bool has_low = at(TokenKind::Number) || at(TokenKind::Minus) || name_point;
    if (!has_low && !at(Keyword::To)) return;
    distribution.form = DistForm::Points;
    const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
    if (has_low) distribution.low = read_unary();
    expect(Keyword::To, "between the 5 % and the 95 % point", "as in: lognormal 0.01 to 0.06");
    distribution.high = read_unary();
    suffix_ = suffix;
}

// `x in S where C`.
Binder Parser::read_binder() {
    Binder binder;
    binder.variable = read_name("a name for the member");
    expect(Keyword::In, "after the name", "as in: p in person where p.alive");
    constexpr int kSumTightness = 6;
    binder.set = read_binary(kSumTightness);
    if (accept(Keyword::Where)) binder.where = read_binary(1);
    return binder;
}

}  // namespace jonbar::ast
