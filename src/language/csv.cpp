#include "language/csv.h"

#include <algorithm>
#include <string_view>

#include "language/shown_order.h"

namespace jonbar::ast {
namespace {

class Cutter {
  public:
    Cutter(const SourceSet& sources, FileId file, Diagnostics& diagnostics)
        : text_(sources.file(file).text), file_(file), diagnostics_(diagnostics) {}

    std::vector<CsvRecord> run() {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
        while (at_ < text_.size()) read_record();
        return std::move(records_);
    }

  private:
    [[nodiscard]] bool at_line_end() const {
        return at_ >= text_.size() || text_[at_] == '\n' ||
               (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
    }
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

    void read_record() {
        CsvRecord record;
        bool more = true;
        while (more) {
            record.push_back(read_cell());
            const Span cell = record.back().span;
            check_shown_order(text_.substr(cell.begin, cell.end - cell.begin), cell, "cell",
                              diagnostics_);
            more = at_ < text_.size() && text_[at_] == ',';
            if (more) ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size()) ++at_;  // the line break
        const CsvCell& first = record.front();
        const bool empty =
            record.size() == 1 && !first.quoted && first.span.begin == first.span.end;
        if (!empty) records_.push_back(std::move(record));
    }

    CsvCell read_cell() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
        if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
        const std::size_t begin = at_;
        while (!at_line_end() && text_[at_] != ',') ++at_;
        return {trimmed(begin, at_), false};
    }

    CsvCell read_quoted() {
        const std::size_t begin = ++at_;
        while (at_ < text_.size()) {
            at_ = std::min(text_.find('"', at_), text_.size());
            if (text_.substr(at_, 2) != "\"\"") break;
            at_ += 2;
        }
        if (at_ >= text_.size()) {
            diagnostics_.error(1004, span(begin - 1, begin), "this quotation mark is not closed",
                               "a cell ends with \"; a quotation mark inside is written twice");
            return {trimmed(begin, text_.size()), true};
        }
        const CsvCell cell{trimmed(begin, at_), true};
        ++at_;
        const std::size_t behind = at_;
        while (!at_line_end() && text_[at_] != ',') ++at_;
        const Span rest = trimmed(behind, at_);
        if (rest.begin < rest.end) {
            diagnostics_.error(1010, rest, "expected ',' or the end of the line",
                               "the cell has ended; a quotation mark inside is written twice");
        }
        return cell;
    }

    [[nodiscard]] Span trimmed(std::size_t begin, std::size_t end) const {
        const auto blank = [&](std::size_t i) { return is_blank(text_[i]) || text_[i] == '\n'; };
        while (begin < end && blank(begin)) ++begin;
        while (end > begin && blank(end - 1)) --end;
        return span(begin, end);
    }

    std::string_view text_;
    FileId file_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::vector<CsvRecord> records_;
};

}  // namespace

std::vector<CsvRecord> cut_csv(const SourceSet& sources, FileId file, Diagnostics& diagnostics) {
    return Cutter(sources, file, diagnostics).run();
}

std::string csv_text(const SourceSet& sources, const CsvCell& cell) {
    std::string text(sources.text(cell.span));
    std::size_t at = 0;
    while (cell.quoted && (at = text.find("\"\"", at)) != std::string::npos) text.erase(at++, 1);
    return to_nfc(text);
}

}  // namespace jonbar::ast
