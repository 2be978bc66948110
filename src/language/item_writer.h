// Items, lines and comments of a formatted text.
//
// An item is a thing that takes lines of its own: a declaration, statement, attribute, option, row.
// ItemWriter prints items in order and puts every comment back: before the item at which or in
// which it stood, or behind it. A list in braces stays on one line where the author wrote it so and
// it fits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "language/ast.h"
#include "language/layout.h"

namespace jonbar::ast {

/// Something with a place in the source, and how to print it at the current indentation.
struct Item {
    Span span;
    std::uint32_t head_end = 0;   // comments before this offset go before the item
    std::string flat;             // the same on one line, or empty when it has to break
    std::function<void()> print;  // called once
};

class ItemWriter {
  public:
    /// Requires: both outlive the writer.
    ItemWriter(std::string_view source, const std::vector<Comment>& comments)
        : source_(source), comments_(comments) {}

    /// Prints the items of the whole file and returns the text.
    std::string finish(const std::vector<Item>& items);

    /// Continues the line.
    void put(const Doc& doc);

    /// Continues the line with `head {` and the items, or all of it on this line.
    void put_with_block(Doc head, Span braces, const std::vector<Item>& items);

    /// Prints the items of a block whose opening brace has been put, and the closing brace.
    void open_block(Span braces, const std::vector<Item>& items);

    /// Notes how far in the source the printing has come.
    void reached(std::uint32_t end);

    /// An item that is one Doc, and one that ends with a list in braces.
    [[nodiscard]] Item simple_item(Span span, Doc doc);
    [[nodiscard]] Item block_item(Span span, Doc head, Span braces, std::vector<Item> items);

    /// Items under a word: `absent: a  b`, or each on a line of its own, further in. One item
    /// follows its word in any case. Requires: there is an item.
    [[nodiscard]] Item section_item(Span span, std::string word, std::vector<Item> items);

    [[nodiscard]] bool has_comment(Span span) const;
    [[nodiscard]] char byte_at(std::uint32_t offset) const { return source_[offset]; }

    /// `{ a  b }`, or nothing when an item has to break.
    [[nodiscard]] static std::string joined(const std::vector<Item>& items);

  private:
    [[nodiscard]] std::string margin() const { return std::string(indent_, ' '); }
    [[nodiscard]] std::size_t column() const;
    [[nodiscard]] bool on_one_line(Span span) const;
    [[nodiscard]] static std::string listed(const std::vector<Item>& items);
    [[nodiscard]] std::string flat_block(Span braces, const std::vector<Item>& items) const;
    void begin_line(std::uint32_t begin);
    void print_comments_before(std::uint32_t offset, std::uint32_t begin);
    void print_comment_behind(std::uint32_t end, std::uint32_t next_begin);
    void print_items(const std::vector<Item>& items, std::uint32_t end);

    std::string_view source_;
    const std::vector<Comment>& comments_;
    std::string out_;
    std::size_t indent_ = 0;
    std::size_t next_comment_ = 0;
    std::uint32_t last_end_ = 0;  // in the source, of what was printed last
    bool block_begins_ = false;
};

}  // namespace jonbar::ast
