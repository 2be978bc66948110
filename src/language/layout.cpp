#include "language/layout.h"

#include <utility>

#include "base/source.h"

namespace jonbar::ast {
namespace {

class Layout {
  public:
    Layout(std::size_t indent, std::size_t column) : indent_(indent), column_(column) {}

    void print(const Doc& doc, bool broken) {
        switch (doc.kind) {
            case Doc::Kind::Text:
                out += doc.text;
                column_ += width_of(doc.text);
                return;
            case Doc::Kind::Line:
                if (broken) return new_line();
                out += doc.text;
                column_ += doc.text.size();
                return;
            case Doc::Kind::Concat:
                for (const Doc& part : doc.parts) print(part, broken);
                return;
            case Doc::Kind::Group: {
                const bool fits = column_ + flat_width(doc) <= kLineWidth;
                for (const Doc& part : doc.parts) print(part, !fits);
                return;
            }
            case Doc::Kind::Nest:
                indent_ += kIndent;
                for (const Doc& part : doc.parts) print(part, broken);
                indent_ -= kIndent;
                return;
            case Doc::Kind::Fill:
                return print_fill(doc);
        }
    }

    std::string out;

  private:
    static std::size_t flat_width(const Doc& doc) { return width_of(flat(doc)); }

    void new_line() {
        while (!out.empty() && out.back() == ' ') out.pop_back();
        out += '\n';
        out.append(indent_, ' ');
        column_ = indent_;
    }

    void print_fill(const Doc& doc) {
        bool first = true;
        for (const Doc& part : doc.parts) {
            const std::size_t width = flat_width(part);
            if (!first && column_ + 1 + width > kLineWidth) {
                new_line();
            } else if (!first) {
                out += ' ';
                ++column_;
            }
            first = false;
            print(part, false);
        }
    }

    std::size_t indent_;
    std::size_t column_;
};

void append_flat(const Doc& doc, std::string& out) {
    switch (doc.kind) {
        case Doc::Kind::Text:
        case Doc::Kind::Line:
            out += doc.text;
            return;
        case Doc::Kind::Concat:
        case Doc::Kind::Group:
        case Doc::Kind::Nest:
            for (const Doc& part : doc.parts) append_flat(part, out);
            return;
        case Doc::Kind::Fill:
            for (std::size_t i = 0; i < doc.parts.size(); ++i) {
                if (i > 0) out += ' ';
                append_flat(doc.parts[i], out);
            }
            return;
    }
}

}  // namespace

Doc text(std::string value) { return {Doc::Kind::Text, std::move(value), {}}; }
Doc line() { return {Doc::Kind::Line, " ", {}}; }
Doc wide_line() { return {Doc::Kind::Line, "  ", {}}; }
Doc soft_line() { return {Doc::Kind::Line, {}, {}}; }
Doc concat(std::vector<Doc> parts) { return {Doc::Kind::Concat, {}, std::move(parts)}; }
Doc group(std::vector<Doc> parts) { return {Doc::Kind::Group, {}, std::move(parts)}; }
Doc nest(std::vector<Doc> parts) { return {Doc::Kind::Nest, {}, std::move(parts)}; }
Doc fill(std::vector<Doc> parts) { return {Doc::Kind::Fill, {}, std::move(parts)}; }

std::string flat(const Doc& doc) {
    std::string out;
    append_flat(doc, out);
    return out;
}

std::string lay_out(const Doc& doc, std::size_t indent, std::size_t column) {
    Layout layout(indent, column);
    layout.print(doc, false);
    return std::move(layout.out);
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        if (point.size == 0) break;
        width += display_width(point.value);
        text.remove_prefix(point.size);
    }
    return width;
}

}  // namespace jonbar::ast
