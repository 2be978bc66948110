// Source text: files, places in them, and what a name may look like.
//
// A Span is a pair of byte offsets; lines and columns are worked out only when something is
// printed. Lines and columns count from 1 and columns count code points.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace jonbar {

struct FileTag {
    static constexpr char kPrefix = 'f';
};
using FileId = Id<FileTag>;

/// The bytes [begin, end) of a file.
struct Span {
    FileId file;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend auto operator<=>(const Span&, const Span&) = default;
};

/// Returns the smallest span over both. Requires: one file.
Span join(Span first, Span second);

struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend auto operator<=>(const Position&, const Position&) = default;
};

/// A file may hold at most this many bytes; the parser refuses a longer one.
inline constexpr std::size_t kFileSizeMax = 4U << 20U;

struct SourceFile {
    std::string path;
    std::string text;
    std::vector<std::uint32_t> line_starts;
};

/// All files of a compilation. Files are never removed, so an id stays good.
class SourceSet {
  public:
    /// Adds a text under the path that messages will show.
    FileId add(std::string path, std::string text);

    /// Reads a file from disk and adds it. Throws IoError.
    FileId load(const std::string& path);

    [[nodiscard]] const SourceFile& file(FileId id) const { return files_.at(id.index()); }
    [[nodiscard]] std::size_t count() const { return files_.size(); }

    /// Returns the bytes of a span.
    [[nodiscard]] std::string_view text(Span span) const;

    /// Returns line and column of a byte offset, both from 1; past the end it is the end.
    [[nodiscard]] Position position(FileId id, std::uint32_t offset) const;

    /// Returns the bytes of a line, counted from 1, without its line break.
    [[nodiscard]] std::string_view line(FileId id, std::size_t line) const;

  private:
    std::vector<SourceFile> files_;
};

/// Returns the offset of the first byte that is not UTF-8, or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// A code point and the bytes it took; `size` is 0 at the end of the text or on bytes that are no
/// UTF-8.
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;
};
CodePoint decode(std::string_view text);

/// Whether a code point may begin, or go on in, a name (Unicode XID).
bool is_name_start(char32_t point);
bool is_name_continue(char32_t point);

/// Returns the NFC form of a text. Requires: valid UTF-8.
std::string to_nfc(std::string_view text);

/// Returns how many terminal columns a code point takes (0, 1 or 2).
std::size_t display_width(char32_t point);

}  // namespace jonbar
