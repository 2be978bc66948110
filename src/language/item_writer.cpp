#include "language/item_writer.h"

#include <algorithm>
#include <utility>

namespace jonbar::ast {

std::string ItemWriter::finish(const std::vector<Item>& items) {
    print_items(items, static_cast<std::uint32_t>(source_.size()));
    return std::move(out_);
}

std::size_t ItemWriter::column() const {
    const std::size_t last_break = out_.rfind('\n');
    const std::size_t begin = last_break == std::string::npos ? 0 : last_break + 1;
    return width_of(std::string_view(out_).substr(begin));
}

void ItemWriter::put(const Doc& doc) { out_ += lay_out(doc, indent_, column()); }

void ItemWriter::reached(std::uint32_t end) { last_end_ = std::max(last_end_, end); }

// Begins a line, after a blank one if the source has one since the thing before.
void ItemWriter::begin_line(std::uint32_t begin) {
    if (begin > last_end_ && !block_begins_) {
        const std::string_view between = source_.substr(last_end_, begin - last_end_);
        if (std::count(between.begin(), between.end(), '\n') > 1 && !out_.empty()) out_ += '\n';
    }
    block_begins_ = false;
    out_ += margin();
}

// Prints the comments before `offset`; those within the next thing, which begins at `begin`, stand
// close before it.
void ItemWriter::print_comments_before(std::uint32_t offset, std::uint32_t begin) {
    for (; next_comment_ < comments_.size(); ++next_comment_) {
        const Comment& comment = comments_[next_comment_];
        if (comment.span.begin >= offset) return;
        begin_line(std::min(comment.span.begin, begin));
        out_ += comment.text + "\n";
        reached(comment.span.end);
    }
}

// Takes a comment that stands on the line on which an item ends, with nothing between.
void ItemWriter::print_comment_behind(std::uint32_t end, std::uint32_t next_begin) {
    if (next_comment_ < comments_.size()) {
        const Comment& comment = comments_[next_comment_];
        const bool behind =
            !comment.own_line && comment.span.begin >= end && comment.span.begin < next_begin &&
            source_.substr(end, comment.span.begin - end).find('\n') == std::string_view::npos;
        if (behind) {
            out_ += "  " + comment.text;
            reached(comment.span.end);
            ++next_comment_;
        }
    }
    out_ += '\n';
}

void ItemWriter::print_items(const std::vector<Item>& items, std::uint32_t end) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = items[i];
        print_comments_before(std::max(item.head_end, item.span.begin), item.span.begin);
        begin_line(item.span.begin);
        item.print();
        reached(item.span.end);
        print_comment_behind(item.span.end, i + 1 < items.size() ? items[i + 1].span.begin : end);
    }
    print_comments_before(end, end);
}

bool ItemWriter::has_comment(Span span) const {
    const auto found = std::lower_bound(
        comments_.begin(), comments_.end(), span.begin,
        [](const Comment& comment, std::uint32_t at) { return comment.span.begin < at; });
    return found != comments_.end() && found->span.begin < span.end;
}

// Whether the author wrote it on one line, with no comment inside.
bool ItemWriter::on_one_line(Span span) const {
    const std::string_view inside = source_.substr(span.begin, span.end - span.begin);
    return !has_comment(span) && inside.find('\n') == std::string_view::npos;
}

// The block on one line when every item can and the author wrote it so, else empty.
std::string ItemWriter::flat_block(Span braces, const std::vector<Item>& items) const {
    if (items.empty()) return has_comment(braces) ? "" : "{}";
    return on_one_line(braces) ? joined(items) : "";
}

std::string ItemWriter::joined(const std::vector<Item>& items) {
    const std::string inside = listed(items);
    return inside.empty() ? "" : "{ " + inside + " }";
}

// The items with two blanks between them, or nothing when one of them has to break.
std::string ItemWriter::listed(const std::vector<Item>& items) {
    std::string out;
    for (const Item& item : items) {
        if (item.flat.empty()) return {};
        out += item.flat + (&item == &items.back() ? "" : "  ");
    }
    return out;
}

void ItemWriter::put_with_block(Doc head, Span braces, const std::vector<Item>& items) {
    const std::string block = flat_block(braces, items);
    const std::size_t width = column() + width_of(flat(head)) + 1 + width_of(block);
    if (block == "{}" || (!block.empty() && width <= kLineWidth)) {
        put(concat({std::move(head), text(" " + block)}));
        return;
    }
    put(concat({std::move(head), text(" {")}));
    open_block(braces, items);
}

void ItemWriter::open_block(Span braces, const std::vector<Item>& items) {
    out_ += '\n';
    indent_ += kIndent;
    block_begins_ = true;
    print_items(items, braces.end - 1);
    indent_ -= kIndent;
    out_ += margin() + "}";
}

Item ItemWriter::block_item(Span span, Doc head, Span braces, std::vector<Item> items) {
    return {
        span, braces.begin, {}, [this, head = std::move(head), braces, items = std::move(items)] {
            put_with_block(head, braces, items);
        }};
}

Item ItemWriter::section_item(Span span, std::string word, std::vector<Item> items) {
    Item section{span, span.begin, {}, {}};
    if (const std::string inside = listed(items); !inside.empty())
        section.flat = word + " " + inside;
    if (items.size() == 1) {
        section.head_end = items.front().head_end;
        section.print = [this, word, print = std::move(items.front().print)] {
            put(text(word + " "));
            print();
        };
        return section;
    }
    section.print = [this, span, word, flat = section.flat, items = std::move(items)] {
        if (!flat.empty() && on_one_line(span) && column() + width_of(flat) <= kLineWidth)
            return put(text(flat));
        put(text(word + "\n"));
        indent_ += kIndent;
        block_begins_ = true;
        print_items(items, span.end);
        indent_ -= kIndent;
        out_.pop_back();  // the end of the last line belongs to the section
    };
    return section;
}

Item ItemWriter::simple_item(Span span, Doc doc) {
    std::string on_one = flat(doc);
    return {span, span.end, std::move(on_one), [this, doc = std::move(doc)] { put(doc); }};
}

}  // namespace jonbar::ast
