// A table that `jonbar solve` reads: comma-separated values whose first line names the columns.
//
// What is wrong is gathered with its place, so that a user sees all of it at once. Columns that a
// question does not know are left alone: one table may serve several.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "language/csv.h"

namespace jonbar {

// What is wrong with a table, by its number in docs/errors.md.
inline constexpr int kNoColumn = 5930;
inline constexpr int kWrongRow = 5931;
inline constexpr int kWrongNumber = 5932;
inline constexpr int kWrongSize = 5933;

/// How many rows, apart from the first line, a question can use.
struct RowLimits {
    std::size_t least = 1;
    std::size_t most = 1000;
};

/// Whether a line of what the scenario is may stand above the line of column names, as in the
/// scenarios of KTAB's spatial model. Such a table is known by a second line that begins with
/// "Actor"; commas at the ends of its lines mean nothing.
enum class TitleLine : std::uint8_t { Never, Possible };

/// Numbers of a column as integers in a common unit, a power of ten below 1.
struct WholeColumn {
    std::vector<std::int64_t> values;
    std::int64_t sum = 0;  // below 10^18
    int decimals = 0;      // the unit is 10 to the minus this
};

class SolveTable {
  public:
    /// Reads a file and checks that each row has as many cells as the first line. Throws IoError,
    /// ScenarioError.
    SolveTable(const std::string& path, const RowLimits& limits,
               TitleLine title = TitleLine::Never);

    /// Returns the cells of the line above the column names; none if there is none.
    [[nodiscard]] const std::vector<std::string>& title() const { return title_; }

    [[nodiscard]] std::size_t rows() const { return records_.size() - 1; }
    [[nodiscard]] std::size_t columns() const { return records_.front().size(); }
    [[nodiscard]] const std::string& heading(std::size_t column) const { return headings_[column]; }

    /// Tells whether there is a column of this name.
    [[nodiscard]] bool has(std::string_view heading) const;

    /// Returns the number of a column. Throws ScenarioError if there is none, or two.
    std::size_t column(std::string_view heading);

    [[nodiscard]] std::string text(std::size_t row, std::size_t column) const;

    /// Returns the texts of a column, each of which must be there and differ from the others.
    std::vector<std::string> names(std::size_t column);

    /// Returns the numbers of a column, read exactly: at least 0, with a sum of at most 18
    /// digits.
    WholeColumn whole_numbers(std::size_t column);

    /// Returns a number as the nearest double, and complains unless it is one from `least` to
    /// `most`.
    double number(std::size_t row, std::size_t column, double least, double most);

    /// Adds an error at a cell.
    void error(int code, std::size_t row, std::size_t column, std::string message,
               std::string hint);

    /// Adds an error that is about the whole table.
    void error(int code, std::string message, std::string hint);

    /// Tells whether no error has been found.
    [[nodiscard]] bool is_right() const { return !diagnostics_.has_errors(); }

    /// Throws ScenarioError with all errors found, if there are any.
    void throw_if_wrong() const;

  private:
    void take_title();

    [[nodiscard]] Span span(std::size_t row, std::size_t column) const {
        return records_[row + 1][column].span;
    }

    SourceSet sources_;
    FileId file_;
    Diagnostics diagnostics_;
    std::vector<ast::CsvRecord> records_;
    std::vector<std::string> headings_;
    std::vector<std::string> title_;
};

/// Reads a decimal number as an integer in units of 10 to the minus `decimals`, rounded up; nothing
/// if it is none or has more than 18 digits.
std::optional<std::int64_t> whole_number_up(std::string_view text, int decimals);

/// Prints a count with what it counts: "no rows", "1 row", "2 rows".
std::string counted(std::size_t count, const char* what);

/// Prints `value` in units of 10 to the minus `decimals`, without zeros at its end: "12.5".
std::string decimal_text(std::int64_t value, int decimals);

}  // namespace jonbar
