// Where lines break.
//
// A Doc is text with places where it may break. Printing goes from the outside in: a group that
// fits into the rest of the line stays on it, else all its own breaks become new lines and its
// inner groups are asked in turn. A Fill breaks only where the next of its parts would not fit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jonbar::ast {

inline constexpr std::size_t kLineWidth = 100;
inline constexpr std::size_t kIndent = 4;

struct Doc {
    enum class Kind { Text, Line, Concat, Group, Nest, Fill };
    Kind kind = Kind::Concat;
    std::string text;        // Text; of a Line, what stands there when it is not broken
    std::vector<Doc> parts;  // the others
};

Doc text(std::string value);
/// A blank, or a new line in a broken group.
Doc line();
/// Two blanks, or a new line in a broken group.
Doc wide_line();
/// Nothing, or a new line in a broken group.
Doc soft_line();
Doc concat(std::vector<Doc> parts);
Doc group(std::vector<Doc> parts);
/// New lines inside are indented by four more.
Doc nest(std::vector<Doc> parts);
/// Parts with blanks between them, broken only where the next does not fit.
Doc fill(std::vector<Doc> parts);

/// Returns the Doc on one line.
std::string flat(const Doc& doc);

/// Returns the Doc laid out, its first line beginning at column `column`, new lines indented by
/// `indent`.
std::string lay_out(const Doc& doc, std::size_t indent, std::size_t column);

/// Returns how many terminal columns a text takes.
std::size_t width_of(std::string_view text);

}  // namespace jonbar::ast
