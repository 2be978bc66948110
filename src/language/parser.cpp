#include "language/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "language/parser_state.h"

namespace jonbar::ast {

Parser::Nest::Nest(Parser& parser) : parser_(parser) {
    if (++parser.nesting_ <= kNestingMax || parser.panicking_) return;
    parser.fail(1016, parser.span_of(parser.peek()),
                fmt::format("this is nested more than {} deep", kNestingMax),
                "name a part of it by let, or write it flat");
    parser.given_up_ = true;
}

Parser::Parser(const SourceSet& sources, FileId file, TokenList tokens, Diagnostics& diagnostics,
               Spellings* spellings)
    : sources_(sources),
      file_(file),
      text_(sources.file(file).text),
      diagnostics_(diagnostics),
      spellings_(spellings),
      tokens_(std::move(tokens.tokens)) {
    tree_.file = file;
    tree_.comments = std::move(tokens.comments);
    stop_ = tokens_.back();
}

Tree Parser::run(FileRole role) {
    if (role == FileRole::Scenario && !at(Keyword::History)) {
        complain(1019, span_of(peek()), "a scenario begins with its history",
                 "history \"The succession to Lenin\" from 1922-04 to 1930-01 by month");
    }
    if (role == FileRole::Module && at(Keyword::History)) {
        complain(1030, span_of(peek()), "a module has no history of its own",
                 "only the scenario says from when to when it runs");
    }
    while (!at_end()) {
        const std::size_t before = at_;
        if (at(Keyword::History)) {
            if (role == FileRole::Scenario && (tree_.history || before > 0)) {
                complain(1030, span_of(peek()), "a scenario has one history, at its top");
            }
            read_history();
        } else if (at(TokenKind::RightBrace)) {
            fail(1015, span_of(peek()), "nothing was opened that this '}' could close");
        } else if (const DeclId id = read_declaration(); id.valid()) {
            tree_.top.push_back(id);
        }
        if (panicking_) recover_to_declaration(0, before);
    }
    return std::move(tree_);
}

const Token& Parser::peek(std::size_t ahead) const {
    if (panicking_) return stop_;
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token Parser::take() {
    if (panicking_) return stop_;
    const Token token = tokens_[at_];
    if (token.kind == TokenKind::LeftBrace) ++braces_;
    if (token.kind == TokenKind::RightBrace) --braces_;
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
}

bool Parser::at(Keyword keyword) const {
    const Token& token = peek();
    return token.kind == TokenKind::Keyword && token.keyword == keyword;
}

bool Parser::at_word(std::string_view word, std::size_t ahead) const {
    const Token& token = peek(ahead);
    return token.kind == TokenKind::Name && text_of(token) == word;
}

bool Parser::accept(TokenKind kind) {
    if (!at(kind)) return false;
    take();
    return true;
}

bool Parser::accept(Keyword keyword) {
    if (!at(keyword)) return false;
    take();
    return true;
}

bool Parser::accept_word(std::string_view word) {
    if (!at_word(word)) return false;
    take();
    return true;
}

bool Parser::expect(TokenKind kind, std::string_view what, std::string_view hint) {
    if (accept(kind)) return true;
    fail_expected(what, hint);
    return false;
}

bool Parser::expect(Keyword keyword, std::string_view where, std::string_view hint) {
    if (accept(keyword)) return true;
    fail_expected(fmt::format("'{}' {}", word_of(keyword), where), hint);
    return false;
}

bool Parser::expect_close(TokenKind kind, Token open) {
    if (accept(kind)) return true;
    if (panicking_) return false;
    const std::string_view sign = kind == TokenKind::RightParen     ? ")"
                                  : kind == TokenKind::RightBracket ? "]"
                                                                    : "}";
    const Position place = sources_.position(file_, open.begin);
    if (at_end()) {
        fail(1014, span_of(open), fmt::format("this '{}' is never closed", text_of(open)),
             fmt::format("expected '{}'", sign));
    } else {
        fail(1014, span_of(peek()), fmt::format("expected '{}', found {}", sign, describe(peek())),
             fmt::format("it closes the '{}' of line {}, column {}", text_of(open), place.line,
                         place.column));
    }
    return false;
}

std::string_view Parser::text_of(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
}

Span Parser::span_of(const Token& token) const { return {file_, token.begin, token.end}; }

Span Parser::span_from(std::uint32_t begin) const {
    const std::uint32_t end = at_ > 0 ? tokens_[at_ - 1].end : begin;
    return {file_, begin, std::max(begin, end)};
}

std::string Parser::describe(const Token& token) const {
    if (token.kind == TokenKind::End)
        return in_file_cell_ ? "the end of the cell" : "the end of the file";
    if (token.kind == TokenKind::Text) return "a text";
    constexpr std::size_t kShownMax = 40;
    std::string text(text_of(token));
    if (text.size() > kShownMax) {
        std::size_t cut = kShownMax;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
        text = text.substr(0, cut) + "…";
    }
    return token.kind == TokenKind::Keyword ? fmt::format("the keyword '{}'", text)
                                            : fmt::format("'{}'", text);
}

void Parser::fail(int code, Span span, std::string message, std::string hint) {
    if (panicking_) return;
    // What the lexer could not read has been told of.
    if (!at(TokenKind::Unknown)) complain(code, span, std::move(message), std::move(hint));
    panicking_ = true;
}

void Parser::complain(int code, Span span, std::string message, std::string hint) {
    diagnostics_.error(code, span, std::move(message), std::move(hint));
}

void Parser::fail_expected(std::string_view what, std::string_view hint) {
    Span place = span_of(peek());
    if (at_end() && at_ > 0) place = {file_, tokens_[at_ - 1].end, tokens_[at_ - 1].end};
    fail(1010, place, fmt::format("expected {}, found {}", what, describe(peek())),
         std::string(hint));
}

bool Parser::begins_declaration(const Token& token) const {
    constexpr std::array kBegins = {
        Keyword::History,  Keyword::Use,      Keyword::Kind,     Keyword::Extend, Keyword::Relation,
        Keyword::Enum,     Keyword::Var,      Keyword::Let,      Keyword::For,    Keyword::Param,
        Keyword::Strength, Keyword::Scale,    Keyword::Table,    Keyword::Source, Keyword::Claim,
        Keyword::Rule,     Keyword::Event,    Keyword::Decision, Keyword::Vote,   Keyword::Race,
        Keyword::Replace,  Keyword::Outcome,  Keyword::Observe,  Keyword::Whatif, Keyword::Cause,
        Keyword::Series,   Keyword::Coupling, Keyword::Continue};
    return token.kind == TokenKind::Keyword &&
           std::find(kBegins.begin(), kBegins.end(), token.keyword) != kBegins.end();
}

// At the left margin a word begins a declaration however many braces seem open: one of them was
// forgotten.
bool Parser::begins_at_margin(const Token& token) const {
    const bool margin = token.first_on_line && (token.begin == 0 || text_[token.begin - 1] == '\n');
    return margin && (begins_declaration(token) || token.kind == TokenKind::Name);
}

// Whether another item of a list in braces follows. Takes the closing brace. Where the brace is
// missing – at the end, or before a declaration at the left margin – says so once.
bool Parser::list_goes_on(Token open) {
    if (panicking_ || accept(TokenKind::RightBrace)) return false;
    const bool statement_too = at(Keyword::Let) || at(Keyword::For) || at_scaling();
    const bool forgotten = begins_at_margin(peek()) && begins_declaration(peek()) && !statement_too;
    if (!at_end() && !forgotten) return true;
    expect_close(TokenKind::RightBrace, open);
    given_up_ = true;
    return false;
}

bool Parser::has_room(std::size_t count, std::string_view parts, std::size_t count_max) {
    if (count < count_max) return true;
    fail(1151, span_of(peek()), fmt::format("at most {} {}", count_max, parts),
         "expected fewer; what is so many are entities of a kind");
    given_up_ = true;
    return false;
}

/// Goes on to another part of a list that has `count`.
bool Parser::accept_comma(std::size_t count, std::string_view parts, std::size_t count_max) {
    return !panicking_ && at(TokenKind::Comma) && has_room(count, parts, count_max) &&
           accept(TokenKind::Comma);
}

// Ends a panic. What began at token `before` and took nothing is stepped over, so that every
// recovery moves on.
void Parser::end_panic(std::size_t before) {
    panicking_ = false;
    if (at_ == before) take();
}

// Skips to the next declaration. `depth` is the number of braces open around its list.
void Parser::recover_to_declaration(int depth, std::size_t before) {
    given_up_ = false;
    end_panic(before);
    for (; !at_end(); take()) {
        braces_ = std::max(braces_, 0);
        const Token& token = peek();
        if (begins_at_margin(token)) {
            braces_ = depth;
            return;
        }
        if (braces_ > depth) continue;
        if (begins_declaration(token) || (depth > 0 && token.kind == TokenKind::RightBrace)) return;
    }
    braces_ = depth;
}

bool Parser::begins_statement() const {
    const Token& next = peek(1);
    if (peek().kind == TokenKind::Name) return peek().first_on_line;
    if (peek().kind != TokenKind::Keyword) return false;
    switch (peek().keyword) {
        case Keyword::Let:
        case Keyword::For:
        case Keyword::Together:
        case Keyword::Say:
        case Keyword::Fire:
            return true;
        case Keyword::If:
            return peek().first_on_line;
        case Keyword::Draw:
            return next.kind == TokenKind::Name && peek(2).kind == TokenKind::Assign;
        case Keyword::End:
            return next.kind == TokenKind::Keyword && next.keyword == Keyword::History;
        default:
            return false;
    }
}

// Skips to the next item of a list in braces: where `begins` says so, at the list's end, or at a
// declaration at the left margin.
template <typename Begins>
void Parser::recover_to(int depth, std::size_t before, Begins begins) {
    if (given_up_) return;
    end_panic(before);
    for (; !at_end(); take()) {
        if (braces_ < depth || (begins_at_margin(peek()) && begins_declaration(peek()))) return;
        if (braces_ > depth) continue;
        if (at(TokenKind::RightBrace) || begins()) return;
    }
}

void Parser::recover_to_statement(int depth, std::size_t before) {
    recover_to(depth, before, [this] { return begins_statement(); });
}

void Parser::recover_to_item(int depth, std::size_t before) {
    recover_to(depth, before, [this] { return at(TokenKind::Name) && peek().first_on_line; });
}

void Parser::recover_to_option(int depth, std::size_t before) {
    recover_to(depth, before, [this] { return at(Keyword::Option); });
}

void Parser::recover_to_range(int depth, std::size_t before) {
    recover_to(depth, before, [this] {
        return (at(TokenKind::Date) || at(TokenKind::Number)) && peek().first_on_line;
    });
}

void Parser::recover_to_intervention(int depth, std::size_t before) {
    recover_to(depth, before, [this] { return begins_intervention(); });
}

}  // namespace jonbar::ast

namespace jonbar {

namespace {

/// Returns what `run` makes of a file, or a tree of nothing where its text cannot be read.
template <typename Run>
ast::Tree parse_file(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                     Spellings* spellings, Run run) {
    ast::TokenList tokens = ast::lex(sources, file, diagnostics);
    if (!tokens.readable) {
        ast::Tree tree;
        tree.file = file;
        return tree;
    }
    return run(ast::Parser(sources, file, std::move(tokens), diagnostics, spellings));
}

}  // namespace

ast::Tree parse(const SourceSet& sources, FileId file, FileRole role, Diagnostics& diagnostics,
                Spellings* spellings) {
    return parse_file(sources, file, diagnostics, spellings,
                      [&](ast::Parser parser) { return parser.run(role); });
}

ast::Tree parse_interventions(const SourceSet& sources, FileId file, const std::string& name,
                              Diagnostics& diagnostics, Spellings* spellings) {
    return parse_file(sources, file, diagnostics, spellings,
                      [&](ast::Parser parser) { return parser.run_interventions(name); });
}

ast::Tree parse_quantity(const SourceSet& sources, FileId file, const std::string& name,
                         Diagnostics& diagnostics, Spellings* spellings) {
    return parse_file(sources, file, diagnostics, spellings,
                      [&](ast::Parser parser) { return parser.run_quantity(name); });
}

ast::Tree parse_continuation(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                             Spellings* spellings) {
    return parse_file(sources, file, diagnostics, spellings,
                      [](ast::Parser parser) { return parser.run_continuation(); });
}

ast::TableDecl parse_table(const SourceSet& sources, FileId file, ast::Tree& tree,
                           Diagnostics& diagnostics, Spellings* spellings) {
    if (!ast::is_readable(sources, file, diagnostics)) return {};
    ast::TokenList none;
    none.tokens.push_back({});
    return ast::Parser(sources, file, std::move(none), diagnostics, spellings).run_table(tree);
}

void parse_series(const SourceSet& sources, FileId file, ast::Tree& tree, ast::SeriesDecl& series,
                  Diagnostics& diagnostics, Spellings* spellings) {
    if (!ast::is_readable(sources, file, diagnostics)) return;
    ast::TokenList none;
    none.tokens.push_back({});
    ast::Parser(sources, file, std::move(none), diagnostics, spellings).run_series(tree, series);
}

}  // namespace jonbar
