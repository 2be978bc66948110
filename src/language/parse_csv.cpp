// Tables and series in files of comma-separated values.
//
// A cell holds what a cell between braces may hold, and is read by the same rules from tokens of
// its own. Only grounds are written more freely, as people write them in a file: claims without
// brackets, reasons without quotation marks of the language.
#include <fmt/format.h>

#include <utility>

#include "language/parser_state.h"

namespace jonbar::ast {
namespace {

bool is_empty(const CsvCell& cell) { return cell.span.begin == cell.span.end; }

std::string counted(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "cell" : "cells");
}

}  // namespace

TableDecl Parser::run_table(Tree& tree) {
    std::swap(tree_, tree);
    heights_.resize(tree_.exprs.size());
    in_file_cell_ = true;
    TableDecl table;
    const std::size_t errors_before = diagnostics_.error_count();
    const std::vector<CsvRecord> records = cut_csv(sources_, file_, diagnostics_);
    const bool well_cut = diagnostics_.error_count() == errors_before;
    if (records.empty()) {
        complain(1010, {file_, 0, 0}, "expected a first line with the names of the columns",
                 "person,tact,cites");
    } else if (well_cut) {
        read_csv_columns(records.front(), table);
        if (diagnostics_.error_count() > errors_before) {
            table.columns.clear();  // what the cells mean is not known
        } else {
            const std::size_t entities = records.front().size() - table.columns.size();
            for (std::size_t i = 1; i < records.size(); ++i)
                read_csv_row(records[i], entities, table);
        }
    }
    std::swap(tree_, tree);
    return table;
}

void Parser::read_csv_columns(const CsvRecord& head, TableDecl& table) {
    if (head.size() < 2) {
        complain(1010, head.front().span, "expected the names of at least two columns",
                 "commas stand between the cells: person,tact,cites");
        return;
    }
    if (head.size() > kListMax) {
        complain(1151, head[kListMax].span, fmt::format("at most {} columns", kListMax),
                 "a table of pairs has rows: from,to,value");
        return;
    }
    const bool of_relation = sources_.text(head.front().span) == "from";
    for (std::size_t i = of_relation ? 0 : 1; i < head.size(); ++i)
        read_within(head[i].span, [&] { table.columns.push_back(read_column()); });
}

// The first cells, one or none, are the entity's name.
void Parser::read_csv_row(const CsvRecord& record, std::size_t entities, TableDecl& table) {
    if (!has_width(record, table.columns.size() + entities)) return;
    TableRow row;
    row.span = join(record.front().span, record.back().span);
    bool right = true;
    if (entities > 0) {
        right = read_within(record.front().span,
                            [&] { row.entity = read_name("the name of an entity"); });
    }
    for (std::size_t i = entities; i < record.size(); ++i) {
        const ExprId cell = read_csv_cell(record[i], table.columns[i - entities].text);
        right = right && (cell.valid() || is_empty(record[i]));
        row.cells.push_back(cell);
    }
    if (right) table.rows.push_back(std::move(row));
}

bool Parser::has_width(const CsvRecord& record, std::size_t width) {
    if (record.size() == width) return true;
    complain(1023, join(record.front().span, record.back().span),
             fmt::format("this row has {}, the first line has {}", counted(record.size()), width),
             "an empty cell stands between commas too; a cell with a comma stands between "
             "quotation marks");
    return false;
}

void Parser::run_series(Tree& tree, SeriesDecl& series) {
    std::swap(tree_, tree);
    heights_.resize(tree_.exprs.size());
    in_file_cell_ = true;
    const std::size_t errors_before = diagnostics_.error_count();
    const std::vector<CsvRecord> records = cut_csv(sources_, file_, diagnostics_);
    const bool well_cut = diagnostics_.error_count() == errors_before;
    if (records.empty()) {
        complain(3640, {file_, 0, 0}, "expected a first line with the names of the columns",
                 "year,germany,france");
    } else if (well_cut) {
        read_series_columns(records.front(), series);
        const std::size_t errors = diagnostics_.error_count() - errors_before;
        if (records.size() == 1 && errors == 0) {
            complain(3640, join(records.front().front().span, records.front().back().span),
                     "nothing stands below the names of the columns",
                     "expected a row for each date");
        }
        for (std::size_t i = 1; i < records.size() && errors == 0; ++i)
            read_series_row(records[i], records.front().size(), series);
    }
    std::swap(tree_, tree);
}

// Of the first line: a date, then an entity a column; or a date, the indices and `value`.
void Parser::read_series_columns(const CsvRecord& head, SeriesDecl& series) {
    const std::size_t indices = series.parameters.size();
    const bool value_last = sources_.text(head.back().span) == "value";
    if (head.size() == indices + 2 && (indices == 0 || value_last)) return;
    if (indices == 1 && head.size() >= 2 && !value_last) {
        for (std::size_t i = 1; i < head.size(); ++i) {
            const std::string_view name = sources_.text(head[i].span);
            if (!name.empty() && name.front() >= '0' && name.front() <= '9') {
                complain(3640, head[i].span, "a column of a series stands for an entity",
                         "dates go down the first column: year,germany,france");
                return;
            }
            read_within(head[i].span,
                        [&] { series.columns.push_back(read_name("the name of an entity")); });
        }
        return;
    }
    const Span span = join(head.front().span, head.back().span);
    if (indices == 0) {
        complain(3640, span, "the file of a series without indices has two columns", "date,value");
    } else if (indices == 1) {
        complain(3640, span, "the file of this series has other columns",
                 "expected a date and a column for each entity, or date,entity,value");
    } else {
        complain(3640, span, fmt::format("the file of this series has {} columns", indices + 2),
                 "expected a date, one column for each index, and value");
    }
}

void Parser::read_series_row(const CsvRecord& record, std::size_t width, SeriesDecl& series) {
    if (!has_width(record, width)) return;
    SeriesRow row;
    row.span = join(record.front().span, record.back().span);
    bool right = read_within(record.front().span, [&] { row.date = read_date("a date"); });
    const std::size_t named = series.columns.empty() ? series.parameters.size() : 0;
    for (std::size_t i = 1; i <= named; ++i) {
        right &= read_within(record[i].span,
                             [&] { row.entities.push_back(read_name("the name of an entity")); });
    }
    for (std::size_t i = 1 + named; i < width; ++i) {
        row.figures.push_back(read_csv_cell(record[i], ""));
        right &= row.figures.back().valid() || is_empty(record[i]);
    }
    if (right) series.rows.push_back(std::move(row));
}

// Returns an id that is not valid where the cell is empty or, after an error, wrong.
ExprId Parser::read_csv_cell(const CsvCell& cell, std::string_view column) {
    ExprId value;
    if (is_empty(cell)) return value;
    if (column == "assumed" || column == "exception")
        return add(cell.span, TextExpr{csv_text(sources_, cell)});
    const bool right = read_within(
        cell.span, [&] { value = column == "cites" ? read_csv_claims() : read_cell(); });
    return right ? value : ExprId();
}

ExprId Parser::read_csv_claims() {
    if (at(TokenKind::LeftBracket)) return read_cell_list();
    const Token first = peek();
    ListExpr list;
    list.names = read_names("the name of a claim");
    return add(span_from(first.begin), std::move(list));
}

template <typename Read>
bool Parser::read_within(Span cell, Read read) {
    const std::size_t errors_before = diagnostics_.error_count();
    TokenList inner = lex(sources_, cell, diagnostics_);
    tokens_ = std::move(inner.tokens);
    at_ = 0;
    for (const Comment& comment : inner.comments) {
        complain(1003, {file_, comment.span.begin, comment.span.begin + 1},
                 "the character '#' has no meaning here", "a table in a file has no comments");
    }
    if (diagnostics_.error_count() == errors_before) {
        read();
        if (!panicking_ && !at_end()) {
            fail_expected("the end of the cell",
                          "an expression of several words stands in parentheses");
        }
    }
    panicking_ = false;
    given_up_ = false;
    braces_ = 0;
    return diagnostics_.error_count() == errors_before;
}

}  // namespace jonbar::ast
