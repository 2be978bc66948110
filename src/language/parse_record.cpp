// Tables, sources and claims.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "language/parser_state.h"

namespace jonbar::ast {

Decl::Node Parser::read_source() {
    take();
    SourceDecl source;
    source.name = read_name("the name of a source");
    source.title = read_optional_text();
    const Token open = peek();
    source.fields = read_fields();
    source.body = span_from(open.begin);
    return source;
}

Decl::Node Parser::read_claim() {
    take();
    ClaimDecl claim;
    claim.name = read_name("the name of a claim");
    while (at(Keyword::In)) {
        ClaimPlace place;
        const std::uint32_t begin = take().begin;
        place.source = read_name("the name of a source after 'in'");
        if (accept(Keyword::At)) {
            const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
            do {
                if (!at(TokenKind::Number) && !at(TokenKind::Text)) {
                    fail_expected("a line, or a page as a text, after 'at'",
                                  "as in: in d000 at 23, 25");
                    break;
                }
                place.places.push_back(read_field_value());
            } while (accept(TokenKind::Comma));
            suffix_ = suffix;
        }
        place.span = span_from(begin);
        claim.places.push_back(std::move(place));
    }
    claim.text = read_optional_text();
    if (!claim.text) {
        fail_expected("what the claim says, a text",
                      "as in: claim gentle in d000 at 23 \"He was gentle with comrades.\"");
    }
    const Token open = peek();
    claim.fields = read_fields();
    claim.body = span_from(open.begin);
    return claim;
}

// `{ language fa  kind encyclopedia  who trotsky, lenin }`, or nothing.
std::vector<Field> Parser::read_fields() {
    std::vector<Field> fields;
    if (!at(TokenKind::LeftBrace)) return fields;
    const Token open = take();
    const int depth = braces_;
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        Field field;
        field.name = read_word("the name of a field");
        do field.values.push_back(read_field_value());
        while (accept_comma(field.values.size(), "values of a field"));
        if (panicking_) {
            recover_to_item(depth, before);
        } else {
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

// A number, date, text or any word: in a field even a keyword is only a word.
ExprId Parser::read_field_value() {
    switch (peek().kind) {
        case TokenKind::Number: {
            const Suffix suffix = std::exchange(suffix_, Suffix::Nothing);
            const ExprId number = read_number();
            suffix_ = suffix;
            return number;
        }
        case TokenKind::Date:
            return read_date_literal();
        case TokenKind::Text: {
            Text text = read_text("a text");
            return add(text.span, TextExpr{std::move(text.value)});
        }
        case TokenKind::Name:
        case TokenKind::Keyword: {
            Name name = read_word("a value");
            return add(name.span, NameExpr{std::move(name)});
        }
        default:
            fail_expected("the value of the field: a word, number, date or text");
            return bad();
    }
}

Decl::Node Parser::read_table() {
    take();
    TableDecl table;
    table.target = read_path("the kind or relation that the table fills");
    if (accept(Keyword::From)) {
        table.file = read_text("the name of a file, a text, after 'from'");
        return table;
    }
    if (!at(TokenKind::LeftParen)) {
        fail_expected("'(' and the columns, or 'from' and a file",
                      "table person (tact, cites) { … }, table border from \"border.csv\"");
        return table;
    }
    table.columns = read_columns();
    const Token open = peek();
    read_rows(table);
    table.body = span_from(open.begin);
    return table;
}

std::vector<Name> Parser::read_columns() {
    std::vector<Name> columns;
    const Token open = take();
    do columns.push_back(read_column());
    while (accept_comma(columns.size(), "columns"));
    expect_close(TokenKind::RightParen, open);
    return columns;
}

Name Parser::read_column() {
    const bool word = at(Keyword::Cites) || at(Keyword::Assumed) || at(Keyword::Hindsight) ||
                      at(Keyword::Exception) || at(Keyword::From) || at(Keyword::To);
    return word ? name_of(take()) : read_name("the name of a column");
}

// Reads all cells, then cuts them into rows by count. Only when that fails are lines looked at, to
// say which row is the wrong one.
void Parser::read_rows(TableDecl& table) {
    const Token open = peek();
    if (!expect(TokenKind::LeftBrace, "'{' and the rows")) return;
    const int depth = braces_;
    std::vector<ExprId> cells;
    std::vector<bool> first_on_line;
    const std::size_t errors_before = diagnostics_.error_count();
    while (list_goes_on(open)) {
        const std::size_t before = at_;
        first_on_line.push_back(peek().first_on_line);
        cells.push_back(read_cell());
        if (panicking_) recover_to_item(depth, before);
    }
    if (panicking_ || diagnostics_.error_count() > errors_before) return;

    const bool of_relation = !table.columns.empty() && table.columns.front().text == "from";
    const std::size_t row_size = table.columns.size() + (of_relation ? 0 : 1);
    const auto begins_row = [&](std::size_t i) {
        return of_relation || std::holds_alternative<NameExpr>(tree_[cells[i]].node);
    };
    bool fits = cells.size() % row_size == 0;
    for (std::size_t i = 0; fits && i < cells.size(); i += row_size) fits = begins_row(i);
    if (!fits) return complain_of_rows(cells, first_on_line, row_size, of_relation);
    for (std::size_t i = 0; i < cells.size(); i += row_size) {
        TableRow row;
        if (!of_relation) row.entity = std::get<NameExpr>(tree_[cells[i]].node).name;
        for (std::size_t j = of_relation ? 0 : 1; j < row_size; ++j)
            row.cells.push_back(cells[i + j]);
        row.span = join(tree_[cells[i]].span, tree_[cells[i + row_size - 1]].span);
        table.rows.push_back(std::move(row));
    }
}

void Parser::complain_of_rows(const std::vector<ExprId>& cells,
                              const std::vector<bool>& first_on_line, std::size_t row_size,
                              bool of_relation) {
    std::size_t begin = 0;
    while (begin < cells.size()) {
        std::size_t end = begin + 1;
        while (end < cells.size() &&
               !(first_on_line[end] && std::holds_alternative<NameExpr>(tree_[cells[end]].node))) {
            ++end;
        }
        if (end - begin != row_size) break;
        begin = end;
    }
    std::size_t end = std::min(begin + 1, cells.size());
    while (end < cells.size() && !first_on_line[end]) ++end;
    if (begin >= cells.size()) begin = 0;
    const Span span = tree_[cells[begin]].span;
    const std::size_t columns = row_size - (of_relation ? 0 : 1);
    const std::size_t found = end - begin - (of_relation ? 0 : 1);
    complain(
        1023, span,
        fmt::format("this row has {} {}, the table has {} {}", found, found == 1 ? "cell" : "cells",
                    columns, columns == 1 ? "column" : "columns"),
        "each row is an entity and a cell for each column; a cell of several words stands in "
        "parentheses");
}

ExprId Parser::read_cell() {
    const Token token = peek();
    switch (token.kind) {
        case TokenKind::Number:
        case TokenKind::Minus:
            return read_cell_number();
        case TokenKind::Date:
            return read_date_literal();
        case TokenKind::Text: {
            Text text = read_text("a text");
            return add(text.span, TextExpr{std::move(text.value)});
        }
        case TokenKind::LeftParen:
            return read_parenthesised();
        case TokenKind::LeftBracket:
            return read_cell_list();
        case TokenKind::Name: {
            take();
            const Name name = name_of(token);
            ExprId cell = add(name.span, NameExpr{name});
            while (accept(TokenKind::Dot)) {
                Name member = read_name("a name after '.'");
                cell = add(span_from(token.begin), FieldExpr{cell, std::move(member)}, {cell});
            }
            return cell;
        }
        case TokenKind::Keyword:
            if (token.keyword == Keyword::Either) return read_either();
            if (token.keyword == Keyword::Yes || token.keyword == Keyword::No ||
                token.keyword == Keyword::None || token.keyword == Keyword::Now) {
                return read_keyword_primary();
            }
            break;
        default:
            break;
    }
    fail_expected("a value: a number, date, word, 'either', or an expression in parentheses");
    return bad();
}

// A number with its sign and, at most, a duration: `0.5 [a]` are two cells.
ExprId Parser::read_cell_number() {
    const std::uint32_t begin = peek().begin;
    const bool minus = accept(TokenKind::Minus);
    if (!at(TokenKind::Number)) {
        fail_expected("a number after '-'", "an expression stands in parentheses");
        return bad();
    }
    const Suffix suffix = std::exchange(suffix_, Suffix::Duration);
    const ExprId number = read_number();
    suffix_ = suffix;
    if (!minus) return number;
    return add(span_from(begin), UnaryExpr{UnaryOp::Minus, number}, {number});
}

ExprId Parser::read_cell_list() {
    const Token open = take();
    ListExpr list;
    if (!at(TokenKind::RightBracket)) list.names = read_names("the name of a claim");
    expect_close(TokenKind::RightBracket, open);
    return add(span_from(open.begin), std::move(list));
}

}  // namespace jonbar::ast
