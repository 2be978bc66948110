// Dates.
//
// `SH` and `OS` are no keywords: they are the marks of a calendar only directly behind a date, or
// behind four digits, which they make one.
#include <fmt/format.h>

#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

constexpr std::string_view kDateHint = "a date is written 1922, 1922-Q2, 1922-04 or 1922-04-03";

}  // namespace

bool Parser::at_reckoning() const {
    return at_word(mark_of(Reckoning::Julian)) || at_word(mark_of(Reckoning::SolarHijri));
}

ExprId Parser::read_date_literal() {
    const Token token = take();
    const std::optional<Date> date = date_of_text(text_of(token));
    if (date) return read_date_marks(token, *date);
    if (at_reckoning()) take();
    accept(Keyword::Bc);
    return add(span_from(token.begin), DateExpr{});
}

// The marks behind a date that begins with `token`.
ExprId Parser::read_date_marks(const Token& token, const Date& written) {
    ReckonedDate date{written};
    for (const Reckoning reckoning : {Reckoning::Julian, Reckoning::SolarHijri}) {
        if (date.reckoning == Reckoning::Gregorian && accept_word(mark_of(reckoning))) {
            date.reckoning = reckoning;
        }
    }
    if (accept(Keyword::Bc)) date.written.year = 1 - date.written.year;
    if (const std::string why = why_no_date(date); !why.empty()) {
        const bool known = has_year(date.reckoning, date.written.year);
        complain(known ? 1006 : 1670, span_from(token.begin),
                 fmt::format("there is no date '{}'", to_string(date)), why);
        date.written.day = 28;
        if (!known) date.reckoning = Reckoning::Gregorian;
    }
    const ExprId id = add(span_from(token.begin), DateExpr{date});
    if (date.reckoning != Reckoning::Gregorian) tree_.reckoned.push_back(id);
    return id;
}

// A date where nothing but a date can stand: there a bare year is one.
ExprId Parser::read_date(std::string_view what) {
    if (panicking_) return bad();
    const Token token = peek();
    if (at_end() || begins_declaration(token) || at(TokenKind::RightBrace)) {
        fail_expected(what, kDateHint);
        return bad();
    }
    const ExprId id = read_expr();
    const auto* number = std::get_if<NumberExpr>(&tree_[id].node);
    if (number == nullptr || panicking_) return id;
    std::optional<Date> date;
    if (!number->duration && !number->unit) date = year_of_text(number->text);
    if (!date) {
        fail(1010, span_of(token), fmt::format("expected {}, found {}", what, describe(token)),
             std::string(kDateHint));
        return id;
    }
    if (accept(Keyword::Bc)) date->year = 1 - date->year;
    tree_.exprs[id.index()].node = DateExpr{{*date}};
    tree_.exprs[id.index()].span = span_from(token.begin);
    return id;
}

}  // namespace jonbar::ast
