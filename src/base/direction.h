// Text that is read from right to left, within lines that are read from left to right.
//
// A terminal that knows Persian and Arabic orders each line by the Unicode bidirectional algorithm
// (UAX 9). There a name from right to left draws the numbers and signs beside it into its own
// order, so that a line of a table or of a scenario is read wrongly. A name between U+2067 (right
// to left isolate) and U+2069 (pop directional isolate) orders itself alone. Both take no room.
//
// The same algorithm lets a hidden control in a text show something other than what is there
// ("Trojan Source"); which controls a scenario may hold is said in docs/language.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jonbar {

/// Whether a code point opens or closes an embedding, an override or an isolate (U+202A to U+202E,
/// U+2066 to U+2069).
bool is_direction_control(char32_t point);

/// Whether a code point begins a new line for some programs and not for the lexer (U+0085, U+2028,
/// U+2029).
bool is_hidden_line_end(char32_t point);

/// Where a text first closes what it did not open or opens what it does not close, or holds a
/// hidden end of line; nothing in a text that keeps its order to itself. Requires: UTF-8.
std::optional<std::size_t> find_unbalanced_direction(std::string_view text);

/// Tells whether a text has a letter or digit of a script that is read from right to left.
bool has_right_to_left(std::string_view text);

/// Returns a text between U+2068 and U+2069, in the direction of its first letter. Controls that
/// are not balanced are left out.
std::string set_apart(std::string_view text);

/// Returns a text that keeps its order to itself: set apart where anything in it is read from right
/// to left, but for what is isolated already, else as it is.
std::string isolate(std::string_view text);

/// Returns a text without the controls of isolates, U+2066 to U+2069.
std::string without_isolates(std::string_view text);

/// Returns lines, as of a report or a message, with each run of words from right to left isolated:
/// what stands between quotation marks on one line as a whole, else words with single blanks
/// between them; in the lines of a scenario that a message shows, each word. What is isolated
/// already stays as it is.
std::string isolate_lines(std::string_view text);

}  // namespace jonbar
