// Declarations, but for tables and evidence (parse_record.cpp) and what happens
// (parse_happening.cpp).
#include <fmt/format.h>

#include <utility>

#include "base/nearest.h"
#include "language/parser_state.h"

namespace jonbar::ast {

void Parser::read_history() {
    const Token keyword = take();
    History history;
    history.title = read_text("the title of the history, a text");
    expect(Keyword::From, "and the first date", "as in: from 1922-04 to 1930-01 by month");
    history.from = read_date("the first date");
    expect(Keyword::To, "and the last date", "as in: from 1922-04 to 1930-01 by month");
    history.to = read_date("the last date");
    expect(Keyword::By, "and the length of a step", "as in: by month");
    history.by = read_calendar_unit("the length of a step");
    if (panicking_) return;
    history.span = span_from(keyword.begin);
    tree_.history = std::move(history);
}

DeclId Parser::read_declaration() {
    const std::uint32_t begin = peek().begin;
    Decl decl;
    decl.replace = accept(Keyword::Replace);
    if (decl.replace) {
        const bool replaceable = at(Keyword::Let) || at(Keyword::Param) || at(Keyword::Strength) ||
                                 at(Keyword::Vote) || at(Keyword::Event) || at(Keyword::Decision) ||
                                 at(Keyword::Rule);
        if (!replaceable) {
            fail(1029, span_of(peek()), fmt::format("'{}' cannot be replaced", text_of(peek())),
                 "replace let, param, strength, rule, event, decision or vote");
            return {};
        }
    }
    std::optional<Decl::Node> node = read_declaration_node(decl.evidence);
    if (!node || panicking_) return {};
    decl.node = std::move(*node);
    read_evidence(decl.evidence);
    decl.span = span_from(begin);
    if (panicking_) return {};
    tree_.decls.push_back(std::move(decl));
    return DeclId(tree_.decls.size() - 1);
}

std::optional<Decl::Node> Parser::read_declaration_node(Evidence& evidence) {
    const Token token = peek();
    if (token.kind == TokenKind::Name) return read_named_declaration();
    if (token.kind == TokenKind::Keyword) {
        switch (token.keyword) {
            case Keyword::Use:
                return read_use();
            case Keyword::Kind:
            case Keyword::Extend:
                return read_kind();
            case Keyword::Relation:
                return read_relation();
            case Keyword::Enum:
                return read_enum();
            case Keyword::Var:
                return read_var();
            case Keyword::Let:
                return read_let();
            case Keyword::For:
                return Decl::Node(InitialDecl{read_for()});
            case Keyword::If:
                return Decl::Node(InitialDecl{read_if_statement()});
            case Keyword::Param:
            case Keyword::Strength:
                return read_param();
            case Keyword::Scale:
                return read_scale();
            case Keyword::Table:
                return read_table();
            case Keyword::Source:
                return read_source();
            case Keyword::Claim:
                return read_claim();
            case Keyword::Rule:
                return read_rule(evidence);
            case Keyword::Event:
                return read_event(evidence);
            case Keyword::Decision:
                return read_decision(evidence);
            case Keyword::Vote:
                return read_vote(evidence);
            case Keyword::Race:
                return read_race();
            case Keyword::Outcome:
                return read_outcome();
            case Keyword::Observe:
                return read_observe(evidence);
            case Keyword::Whatif:
                return read_whatif();
            case Keyword::Cause:
                return read_cause();
            case Keyword::Coupling:
                return Decl::Node(CouplingDecl{read_coupling()});
            case Keyword::Series:
                return read_series();
            case Keyword::Continue:
                return read_continue();
            default:
                break;
        }
    }
    fail(1012, span_of(token), fmt::format("no declaration begins with {}", describe(token)),
         "a declaration begins with a keyword such as kind, event or outcome, with a kind and the "
         "name "
         "of an entity, or is an assignment");
    return std::nullopt;
}

// `person trotsky …` or `trotsky.tact = low`: told apart by the token after the first name.
std::optional<Decl::Node> Parser::read_named_declaration() {
    std::size_t ahead = 1;
    while (peek(ahead).kind == TokenKind::Dot && peek(ahead + 1).kind == TokenKind::Name)
        ahead += 2;
    if (peek(ahead).kind == TokenKind::Name) return read_entities();
    const TokenKind next = peek(ahead).kind;
    if (next == TokenKind::Keyword || next == TokenKind::Text || next == TokenKind::LeftBrace) {
        const Token token = peek();
        std::string hint = "an entity is declared by its kind and its name: person lenin";
        const std::string_view nearest = nearest_name(text_of(token), std::span(kKeywords));
        if (!nearest.empty()) hint = fmt::format("the nearest keyword is '{}'", nearest);
        fail(1012, span_of(token), fmt::format("no declaration begins with {}", describe(token)),
             std::move(hint));
        return std::nullopt;
    }
    const StmtId statement = read_assignment();
    if (!statement.valid()) return std::nullopt;
    return Decl::Node(InitialDecl{statement});
}

Decl::Node Parser::read_use() {
    take();
    UseDecl use;
    use.path = read_path("the name of a module after 'use'");
    if (accept(Keyword::As)) use.alias = read_name("a name after 'as'");
    return use;
}

Decl::Node Parser::read_kind() {
    KindDecl kind;
    kind.extend = accept(Keyword::Extend);
    expect(Keyword::Kind, "after 'extend'",
           "as in: extend kind person { novels: real in 0..1 ~ middle }");
    if (kind.extend) {
        kind.name = read_path("the name of a kind");
    } else {
        const Name name = read_name("the name of a kind");
        kind.name = {{name}, name.span};
    }
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and the attributes of the kind",
                "as in: kind person { alive: bool = yes }")) {
        return kind;
    }
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        const std::uint32_t begin = peek().begin;
        Attribute attribute;
        attribute.name = read_name("the name of an attribute");
        expect(TokenKind::Colon, "':' and a type", "as in: alive: bool = yes");
        attribute.type = read_value_type();
        attribute.initial = read_initial();
        read_evidence(attribute.evidence);
        attribute.span = span_from(begin);
        if (panicking_) {
            recover_to_item(depth, before);
        } else {
            kind.attributes.push_back(std::move(attribute));
        }
    }
    kind.body = span_from(open.begin);
    return kind;
}

Decl::Node Parser::read_entities() {
    const Token first = peek();
    EntityDecl decl;
    decl.kind = read_path("a kind");
    do decl.entities.push_back(read_entity());
    while (accept(TokenKind::Comma));
    // `evnt stroke hazard …` looks like an entity of the kind evnt; what follows tells.
    const Token& next = peek();
    const bool begins = next.kind == TokenKind::End || next.kind == TokenKind::Name ||
                        next.kind == TokenKind::RightBrace || begins_declaration(next) ||
                        at(Keyword::If) || at(Keyword::Cites) || at(Keyword::Assumed) ||
                        at(Keyword::Hindsight) || at(Keyword::Exception);
    if (!begins) {
        const std::string_view nearest = nearest_name(text_of(first), std::span(kKeywords));
        if (nearest.empty()) {
            fail_expected("the next declaration");
        } else {
            fail(1012, span_of(first),
                 fmt::format("no declaration begins with {}", describe(first)),
                 fmt::format("the nearest keyword is '{}'", nearest));
        }
    }
    return decl;
}

Entity Parser::read_entity() {
    Entity entity;
    const std::uint32_t begin = peek().begin;
    entity.name = read_name("the name of an entity");
    entity.label = read_optional_text();
    if (at(TokenKind::LeftBrace)) {
        const Token open = take();
        const int depth = braces_;
        while (list_goes_on(open)) {
            const std::size_t before = at_;
            const std::uint32_t value_begin = peek().begin;
            AttributeValue value;
            value.name = read_name("the name of an attribute");
            value.initial = read_initial();
            if (value.initial.absent())
                fail_expected("'=' and a value, or '~' and a distribution",
                              "as in: tact = very_low");
            read_evidence(value.evidence);
            value.span = span_from(value_begin);
            if (panicking_) {
                recover_to_item(depth, before);
            } else {
                entity.values.push_back(std::move(value));
            }
        }
        entity.body = span_from(open.begin);
    }
    entity.span = span_from(begin);
    return entity;
}

Decl::Node Parser::read_relation() {
    take();
    RelationDecl relation;
    relation.name = read_name("the name of a relation");
    if (!at(TokenKind::LeftParen)) {
        fail_expected("'(' and the indices of the relation",
                      "as in: relation tie(a, b: person): real = 0");
    }
    relation.parameters = read_parameters(true);
    expect(TokenKind::Colon, "':' and a type", "as in: relation tie(a, b: person): real = 0");
    relation.type = read_value_type();
    relation.initial = read_initial();
    relation.symmetric = accept(Keyword::Symmetric);
    return relation;
}

Decl::Node Parser::read_enum() {
    take();
    EnumDecl decl;
    decl.name = read_name("the name of an enum");
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and the values", "as in: enum line { left, right }"))
        return decl;
    do {
        EnumValue value;
        value.name = read_name("a value of the enum");
        value.label = read_optional_text();
        decl.values.push_back(std::move(value));
    } while (accept_comma(decl.values.size(), "values of an enum"));
    expect_close(TokenKind::RightBrace, open);
    return decl;
}

Decl::Node Parser::read_var() {
    take();
    VarDecl var;
    var.name = read_name("the name of a var");
    expect(TokenKind::Colon, "':' and a type", "as in: var guardianship: person? = none");
    var.type = read_value_type();
    var.initial = read_initial();
    return var;
}

Decl::Node Parser::read_let() {
    take();
    LetDecl let;
    let.name = read_name("a name after 'let'");
    let.parameters = read_parameters(false);
    if (accept(TokenKind::Colon)) let.type = read_value_type();
    expect(TokenKind::Assign, "'=' and a value",
           "as in: let alive_members(b: body) = {p in members(b) where p.alive}");
    let.value = read_expr();
    return let;
}

Decl::Node Parser::read_param() {
    const Token keyword = take();
    ParamDecl param;
    param.strength = keyword.keyword == Keyword::Strength;
    param.name = read_name(fmt::format("a name after '{}'", text_of(keyword)));
    param.parameters = read_parameters(false);
    expect(TokenKind::Colon, "':' and a type", "as in: param patronage: real ~ beta(2, 5)");
    param.type = read_value_type();
    param.initial = read_initial();
    if (param.initial.absent()) {
        fail_expected(fmt::format("'~' and a distribution for the {}", text_of(keyword)),
                      "as in: param patronage: real ~ beta(2, 5)");
    }
    return param;
}

Decl::Node Parser::read_scale() {
    take();
    ScaleDecl scale;
    scale.name = read_name("the name of a scale");
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and the words of the scale",
                "as in: scale degree { low ~ beta(3, 7)  high ~ beta(7, 3) }")) {
        return scale;
    }
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        ScaleWord word;
        word.name = read_name("a word of the scale");
        expect(TokenKind::Tilde, "'~' and a distribution", "as in: low ~ beta(3, 7)");
        word.distribution = read_distribution();
        if (panicking_) {
            recover_to_item(depth, before);
        } else {
            scale.words.push_back(std::move(word));
        }
    }
    scale.body = span_from(open.begin);
    return scale;
}

Decl::Node Parser::read_series() {
    constexpr std::string_view kForm =
        "as in: series cinc(country): real by year from \"cinc.csv\"";
    take();
    SeriesDecl series;
    series.name = read_name("the name of a series");
    series.parameters = read_parameters(true);
    expect(TokenKind::Colon, "':' and a type", kForm);
    series.type = read_value_type();
    expect(Keyword::By, "and how far its dates are apart", kForm);
    series.period = read_calendar_unit("how far its dates are apart");
    expect(Keyword::From, "and the name of a file", kForm);
    series.file = read_text("the name of a file, a text, after 'from'");
    return series;
}

Decl::Node Parser::read_outcome() {
    take();
    OutcomeDecl outcome;
    outcome.name = read_name("the name of an outcome");
    expect(TokenKind::Assign, "'=' and what is asked", "as in: outcome leads = leader at end");
    in_outcome_ = true;
    outcome.value = read_expr();
    if (at(Keyword::At)) outcome.value = read_moment(outcome.value);
    in_outcome_ = false;
    if (accept(Keyword::None)) outcome.none_label = read_text("the text for none");
    return outcome;
}

// The whole file is an expression.
Tree Parser::run_quantity(const std::string& name) {
    OutcomeDecl outcome;
    const Span whole{file_, 0, static_cast<std::uint32_t>(text_.size())};
    outcome.name = {name, whole};
    outcome.value = read_expr();
    if (!panicking_ && !at_end())
        fail_expected("nothing more", "an expression, as in: count(p in person where p.alive)");
    if (panicking_) return std::move(tree_);
    Decl decl;
    decl.span = whole;
    decl.node = std::move(outcome);
    tree_.decls.push_back(std::move(decl));
    tree_.top.push_back(DeclId(0));
    return std::move(tree_);
}

}  // namespace jonbar::ast
