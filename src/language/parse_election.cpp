// Votes over several proposals.
#include "language/parser_state.h"

namespace jonbar::ast {

namespace {

constexpr std::string_view kProposal =
    "as in: for m: option c: person when c.alive worth regard(m, c)";
constexpr std::string_view kResult =
    "as in: elected by most { … }, elected by more than 1/2 run-off { … }";

}  // namespace

// `option c: person when C worth`, up to the worth itself.
Proposals Parser::read_proposals() {
    take();
    Proposals proposals;
    proposals.variable = read_name("a name for what is voted for");
    expect(TokenKind::Colon, "':' and a kind or an enum", kProposal);
    proposals.type = read_type();
    if (accept(Keyword::When)) proposals.when = read_expr();
    expect(Keyword::Worth, "and what it is worth to a voter", kProposal);
    return proposals;
}

bool Parser::accept_run_off() {
    if (!at_word("run") || peek(1).kind != TokenKind::Minus || peek(2).kind != TokenKind::Name ||
        text_of(peek(2)) != "off") {
        return false;
    }
    take();
    take();
    take();
    return true;
}

void Parser::read_election_result(VoteDecl& vote) {
    const std::uint32_t begin = peek().begin;
    expect(Keyword::Elected, "and by how much", kResult);
    expect(Keyword::By, "after 'elected'", kResult);
    if (accept_word("most")) {
        if (const Token token = peek(); accept_run_off()) {
            complain(1620, span_of(token), "'by most' needs no run-off",
                     "the one with the most votes is elected at once; a run-off is for more than a "
                     "share");
        }
    } else {
        if (!accept_word("more")) fail_expected("'most', or 'more than' and a share", kResult);
        if (!accept_word("than")) fail_expected("'than' and a share", kResult);
        vote.quota = read_expr();
        if (accept(Keyword::Of)) {
            if (accept_word("cast")) {
                vote.base = VoteBase::Cast;
            } else {
                expect(Keyword::All, "or 'cast' after 'of'", kResult);
            }
        }
        vote.proposals->run_off = accept_run_off();
    }
    vote.carried = read_block("'{' and what happens when one is elected");
    vote.carried_span = span_from(begin);
    read_lost(vote);
}

}  // namespace jonbar::ast
