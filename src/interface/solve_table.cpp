#include "interface/solve_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/io_error.h"
#include "base/nearest.h"
#include "interface/findings.h"

namespace jonbar {
namespace {

constexpr int kNotUtf8 = 1001;
constexpr int kTooLarge = 1002;
constexpr int kDigitsMax = 18;
constexpr std::int64_t kWholeLimit = 1'000'000'000'000'000'000;  // of 18 digits

/// A decimal number as it is written: digits, of which the last `decimals` stand behind the point.
struct Decimal {
    std::int64_t digits = 0;
    int decimals = 0;
};

/// Reads digits with at most one point among them, at most 18 that count.
std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal out;
    int counted = 0;
    bool point = false, any = false;
    for (const char letter : text) {
        if (letter == '.' && !point) {
            point = true;
            continue;
        }
        if (letter < '0' || letter > '9') return std::nullopt;
        any = true;
        if (out.digits != 0 || letter != '0') ++counted;
        if (counted > kDigitsMax) return std::nullopt;
        out.digits = out.digits * 10 + (letter - '0');
        if (point) ++out.decimals;
    }
    while (out.decimals > 0 && out.digits % 10 == 0) {
        out.digits /= 10;
        --out.decimals;
    }
    if (!any) return std::nullopt;
    return out;
}

/// Multiplies by a power of ten; nothing beyond 18 digits.
std::optional<std::int64_t> shifted(std::int64_t value, int places) {
    for (; places > 0 && value != 0; --places) {
        if (value >= kWholeLimit / 10) return std::nullopt;
        value *= 10;
    }
    return value;
}

}  // namespace

void SolveTable::take_title() {
    const auto is_actor = [](std::string_view text) { return text == "Actor" || text == "actor"; };
    if (records_.size() < 2 || !is_actor(ast::csv_text(sources_, records_[1].front()))) return;
    for (const ast::CsvCell& cell : records_.front())
        title_.push_back(ast::csv_text(sources_, cell));
    records_.erase(records_.begin());
    for (ast::CsvRecord& record : records_) {
        const bool empty = !record.back().quoted && ast::csv_text(sources_, record.back()).empty();
        if (empty && record.size() > 1) record.pop_back();
    }
}

SolveTable::SolveTable(const std::string& path, const RowLimits& limits, TitleLine title) {
    const std::string bytes = read_file(path, kFileSizeMax);
    const bool too_large = bytes.size() > kFileSizeMax;
    file_ = sources_.add(path, too_large ? "" : bytes);
    if (too_large) {
        error(kTooLarge, fmt::format("the table has more than {} bytes", kFileSizeMax),
              "expected a smaller file");
        throw_if_wrong();
    }
    if (const auto wrong = find_invalid_utf8(bytes)) {
        const auto at = static_cast<std::uint32_t>(*wrong);
        diagnostics_.error(kNotUtf8, {file_, at, at + 1}, "the text is not UTF-8 from here on",
                           "save the file as UTF-8");
        throw_if_wrong();
    }
    records_ = ast::cut_csv(sources_, file_, diagnostics_);
    throw_if_wrong();
    if (records_.empty()) {
        error(kNoColumn, "the table is empty", "its first line names the columns");
        throw_if_wrong();
    }
    if (title == TitleLine::Possible) take_title();
    for (const ast::CsvCell& cell : records_.front())
        headings_.push_back(ast::csv_text(sources_, cell));
    for (std::size_t row = 1; row < records_.size(); ++row) {
        if (records_[row].size() == columns()) continue;
        diagnostics_.error(kWrongRow, join(records_[row].front().span, records_[row].back().span),
                           fmt::format("the row has {}, the first line {}",
                                       counted(records_[row].size(), "cell"), columns()),
                           "write a cell that holds a comma between quotation marks");
    }
    if (rows() < limits.least || rows() > limits.most) {
        error(kWrongSize,
              fmt::format("the table has {} below its first line", counted(rows(), "row")),
              fmt::format("expected from {} to {}", limits.least, limits.most));
    }
    throw_if_wrong();
}

bool SolveTable::has(std::string_view heading) const {
    return std::find(headings_.begin(), headings_.end(), heading) != headings_.end();
}

std::size_t SolveTable::column(std::string_view heading) {
    const auto found = std::find(headings_.begin(), headings_.end(), heading);
    const auto index = static_cast<std::size_t>(found - headings_.begin());
    if (found == headings_.end()) {
        std::string hint = "the first line names the columns, with commas between them";
        const std::string_view near = nearest_name(heading, headings_);
        if (!near.empty()) hint = fmt::format("did you mean {} by \"{}\"?", heading, near);
        const ast::CsvRecord& head = records_.front();
        diagnostics_.error(kNoColumn, join(head.front().span, head.back().span),
                           fmt::format("the table has no column `{}`", heading), hint);
        throw_if_wrong();
    }
    const auto twice = std::find(found + 1, headings_.end(), heading);
    if (twice != headings_.end()) {
        const auto second = static_cast<std::size_t>(twice - headings_.begin());
        diagnostics_.error(kNoColumn, records_.front()[second].span,
                           fmt::format("the column `{}` stands twice", heading),
                           "name one of them otherwise");
        throw_if_wrong();
    }
    return index;
}

std::string SolveTable::text(std::size_t row, std::size_t column) const {
    return ast::csv_text(sources_, records_[row + 1][column]);
}

std::vector<std::string> SolveTable::names(std::size_t column) {
    std::vector<std::string> names;
    std::map<std::string, std::size_t> seen;
    for (std::size_t row = 0; row < rows(); ++row) {
        names.push_back(text(row, column));
        if (names.back().empty()) {
            error(kWrongRow, row, column, "the row has no name", "each row needs one of its own");
            continue;
        }
        const auto [at, added] = seen.emplace(names.back(), row);
        if (added) continue;
        const std::size_t line = sources_.position(file_, span(at->second, column).begin).line;
        error(kWrongRow, row, column, fmt::format("the name {} stands twice", names.back()),
              fmt::format("first on line {}", line));
    }
    return names;
}

WholeColumn SolveTable::whole_numbers(std::size_t column) {
    std::vector<Decimal> numbers;
    WholeColumn out;
    for (std::size_t row = 0; row < rows(); ++row) {
        const std::string written = text(row, column);
        const auto number = read_decimal(written);
        if (!number) {
            error(kWrongNumber, row, column,
                  fmt::format("expected a number, found \"{}\"", written),
                  "a decimal number from 0 on, of at most 18 digits, with a point and without "
                  "exponent, as in 12.5");
        }
        numbers.push_back(number.value_or(Decimal{}));
        out.decimals = std::max(out.decimals, numbers.back().decimals);
    }
    for (std::size_t row = 0; row < rows(); ++row) {
        const auto value = shifted(numbers[row].digits, out.decimals - numbers[row].decimals);
        if (!value) {
            error(kWrongNumber, row, column,
                  fmt::format("with the {} decimals that the column needs, {} has more than 18 "
                              "digits",
                              out.decimals, text(row, column)),
                  "round the numbers of the column");
        }
        out.values.push_back(value.value_or(0));
        out.sum += out.values.back();
        if (out.sum < kWholeLimit) continue;
        error(kWrongNumber, row, column, "the numbers of the column make a sum of over 18 digits",
              "write them in a larger unit, or round them");
        return out;
    }
    return out;
}

double SolveTable::number(std::size_t row, std::size_t column, double least, double most) {
    const std::string written = text(row, column);
    double value = 0;
    const char* end = written.data() + written.size();
    const auto [stop, failure] = std::from_chars(written.data(), end, value);
    if (failure == std::errc{} && stop == end && value >= least && value <= most) return value;
    error(kWrongNumber, row, column, fmt::format("expected a number, found \"{}\"", written),
          fmt::format("a decimal number from {} to {}, with a point, as in 12.5", least, most));
    return least;
}

void SolveTable::error(int code, std::size_t row, std::size_t column, std::string message,
                       std::string hint) {
    diagnostics_.error(code, span(row, column), std::move(message), std::move(hint));
}

void SolveTable::error(int code, std::string message, std::string hint) {
    diagnostics_.error(code, {file_, 0, 0}, std::move(message), std::move(hint));
}

void SolveTable::throw_if_wrong() const { jonbar::throw_if_wrong(sources_, diagnostics_); }

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), what,
                       count == 1 ? "" : "s");
}

std::optional<std::int64_t> whole_number_up(std::string_view text, int decimals) {
    const auto number = read_decimal(text);
    if (!number) return std::nullopt;
    std::int64_t value = number->digits;
    bool rounded = false;
    for (int i = number->decimals; i > decimals; --i) {
        rounded = rounded || value % 10 != 0;
        value /= 10;
    }
    if (rounded) return value + 1;
    return shifted(value, decimals - std::min(number->decimals, decimals));
}

std::string decimal_text(std::int64_t value, int decimals) {
    std::string digits = std::to_string(value);
    if (decimals == 0) return digits;
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits;
}

}  // namespace jonbar
