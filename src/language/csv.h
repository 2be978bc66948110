// Comma-separated values, RFC 4180: where the cells of a file stand.
//
// A cell between quotation marks may hold commas, line breaks and, doubled, quotation marks. Lines
// end in LF or CRLF, a mark of byte order is skipped, empty lines mean nothing. What a cell says is
// for others to read.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace jonbar::ast {

struct CsvCell {
    Span span;  // without quotation marks, and without blanks at its ends
    bool quoted = false;
};
using CsvRecord = std::vector<CsvCell>;  // at least one cell

/// Cuts a file into its lines and cells. What is wrong goes to `diagnostics`; a quotation mark that
/// is not closed ends the reading. Requires: UTF-8.
std::vector<CsvRecord> cut_csv(const SourceSet& sources, FileId file, Diagnostics& diagnostics);

/// Returns what a cell says, each doubled quotation mark as one.
std::string csv_text(const SourceSet& sources, const CsvCell& cell);

}  // namespace jonbar::ast
