#include "language/format_table.h"

#include <algorithm>
#include <string>
#include <utility>

namespace jonbar::ast {
namespace {

class RowWriter {
  public:
    RowWriter(const Tree& tree, const ExprWriter& write) : tree_(tree), write_(write) {}

    [[nodiscard]] std::vector<std::size_t> column_widths(const TableDecl& table) const {
        std::vector<std::size_t> widths;
        for (const TableRow& row : table.rows) {
            if (!is_aligned(row)) continue;
            const std::vector<std::string> words = row_words(row);
            widths.resize(std::max(widths.size(), words.size()));
            for (std::size_t i = 0; i + 1 < words.size(); ++i)
                widths[i] = std::max(widths[i], width_of(words[i]));
        }
        return widths;
    }

    [[nodiscard]] Doc row_doc(const TableRow& row, const std::vector<std::size_t>& widths) const {
        const std::vector<std::string> words = row_words(row);
        if (is_aligned(row)) {
            std::string aligned;
            for (std::size_t i = 0; i + 1 < words.size(); ++i) {
                aligned += words[i];
                aligned.append(widths[i] - width_of(words[i]) + 2, ' ');
            }
            if (kIndent + width_of(aligned) <= kLineWidth && !row.cells.empty()) {
                aligned.pop_back();  // fill puts one blank
                return nest({fill({text(aligned), write_.expr(row.cells.back())})});
            }
        }
        std::vector<Doc> parts;
        if (!row.entity.text.empty()) parts.push_back(text(row.entity.text));
        for (const ExprId cell : row.cells) parts.push_back(write_.expr(cell));
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            parts[i] = concat({std::move(parts[i]), text(" ")});
        }
        return nest({fill(std::move(parts))});
    }

  private:
    // The words of a row: its entity, if it has one, and its cells.
    [[nodiscard]] std::vector<std::string> row_words(const TableRow& row) const {
        std::vector<std::string> words;
        if (!row.entity.text.empty()) words.push_back(row.entity.text);
        for (const ExprId cell : row.cells) words.push_back(flat(write_.expr(cell)));
        return words;
    }

    [[nodiscard]] bool is_aligned(const TableRow& row) const {
        return std::none_of(row.cells.begin(), row.cells.end(), [this](ExprId cell) {
            return std::holds_alternative<EitherExpr>(tree_[cell].node);
        });
    }

    const Tree& tree_;
    const ExprWriter& write_;
};

}  // namespace

std::vector<Doc> table_rows(const Tree& tree, const ExprWriter& write, const TableDecl& table) {
    const RowWriter writer(tree, write);
    const std::vector<std::size_t> widths = writer.column_widths(table);
    std::vector<Doc> rows;
    for (const TableRow& row : table.rows) rows.push_back(writer.row_doc(row, widths));
    return rows;
}

}  // namespace jonbar::ast
