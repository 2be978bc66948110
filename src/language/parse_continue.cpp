// The scenario that is continued, and what crosses from it.
#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

constexpr std::string_view kForm =
    "continue \"before.jon\" at 1924 given record { leader = leader }";

}  // namespace

// `unconditioned`, `alone`, `as whatif N`, `given record`, `given C`.
void Parser::read_continue_as(ContinueDecl& decl) {
    if (accept_word("unconditioned")) return;
    if (accept_word("alone")) {
        decl.as = ContinueDecl::As::Alone;
        return;
    }
    if (accept(Keyword::As)) {
        decl.as = ContinueDecl::As::WhatIf;
        expect(Keyword::Whatif, "after 'as'", kForm);
        decl.what_if = read_name("the name of a what-if");
        return;
    }
    if (!accept_word("given")) {
        fail_expected("'unconditioned', 'given', 'as whatif' or 'alone'", kForm);
        return;
    }
    if (at_word("record") &&
        (peek(1).kind == TokenKind::LeftBrace || peek(1).kind == TokenKind::End)) {
        take();
        decl.as = ContinueDecl::As::Record;
        return;
    }
    decl.as = ContinueDecl::As::Condition;
    decl.condition = read_expr();
}

// `at DATE` and which histories.
void Parser::read_continue_from(ContinueDecl& decl) {
    if (accept(Keyword::At)) decl.date = read_date("a date");
    const std::uint32_t begin = peek().begin;
    read_continue_as(decl);
    decl.as_span = span_from(begin);
}

Decl::Node Parser::read_continue() {
    take();
    ContinueDecl decl;
    decl.file = read_text("the file of a scenario, a text, after 'continue'");
    read_continue_from(decl);
    decl.body = read_block("'{' and what crosses");
    return decl;
}

// The whole file is what stands between the file and the braces of a `continue`.
Tree Parser::run_continuation() {
    ContinueDecl continued;
    read_continue_from(continued);
    if (!panicking_ && !at_end()) fail_expected("nothing more", kForm);
    if (panicking_) return std::move(tree_);
    Decl decl;
    decl.span = Span{file_, 0, static_cast<std::uint32_t>(text_.size())};
    decl.node = std::move(continued);
    tree_.decls.push_back(std::move(decl));
    tree_.top.push_back(DeclId(0));
    return std::move(tree_);
}

}  // namespace jonbar::ast
