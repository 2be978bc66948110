#include "language/lexer.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/direction.h"
#include "language/shown_order.h"

namespace jonbar::ast {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

struct Sign {
    std::string_view text;
    TokenKind kind;
};

// Longer signs stand before the shorter ones that begin them.
constexpr Sign kSigns[] = {
    {"..", TokenKind::DotDot},     {"+=", TokenKind::PlusAssign},   {"-=", TokenKind::MinusAssign},
    {"*=", TokenKind::StarAssign}, {"==", TokenKind::Equal},        {"!=", TokenKind::NotEqual},
    {"<=", TokenKind::LessEqual},  {">=", TokenKind::GreaterEqual}, {"{", TokenKind::LeftBrace},
    {"}", TokenKind::RightBrace},  {"(", TokenKind::LeftParen},     {")", TokenKind::RightParen},
    {"[", TokenKind::LeftBracket}, {"]", TokenKind::RightBracket},  {",", TokenKind::Comma},
    {":", TokenKind::Colon},       {".", TokenKind::Dot},           {"?", TokenKind::Question},
    {"~", TokenKind::Tilde},       {"=", TokenKind::Assign},        {"<", TokenKind::Less},
    {">", TokenKind::Greater},     {"+", TokenKind::Plus},          {"-", TokenKind::Minus},
    {"*", TokenKind::Star},        {"/", TokenKind::Slash},         {"|", TokenKind::Bar},
    {"&", TokenKind::Ampersand},
};

// What to write instead of a character that has no meaning.
std::string_view advice(char32_t point) {
    switch (point) {
        case U'“':
        case U'”':
        case U'„':
        case U'«':
        case U'»':
        case U'\'':
            return "a text stands between straight quotation marks: \"…\"";
        case U'–':
        case U'—':
        case U'−':
            return "a minus is written -";
        case U'×':
            return "a product is written *";
        case U'≤':
            return "write <=";
        case U'≥':
            return "write >=";
        case U'≠':
            return "write !=";
        case U'!':
            return "write not, or != for unequal";
        case U';':
            return "nothing stands between two statements; leave it out";
        case U'%':
            return "write a share as a number: 0.05 for 5 percent";
        case U'^':
            return "a power is written pow(x, y)";
        default:
            break;
    }
    if (utf8proc_category(static_cast<utf8proc_int32_t>(point)) == UTF8PROC_CATEGORY_ND) {
        return "numbers are written with the digits 0 to 9";
    }
    if (point == 0x200C) return "this joiner stands between two Arabic letters of a name only";
    if (point == 0x200D) return "names are written without this joiner; use _";
    return {};
}

// Bytes of a name, of a number and of a text between quotation marks.
constexpr std::size_t kNameSizeMax = 1000;
constexpr std::size_t kNumberSizeMax = 1000;
constexpr std::size_t kTextSizeMax = 100'000;

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

class Lexer {
  public:
    Lexer(const SourceSet& sources, Span part, Diagnostics& diagnostics)
        : text_(sources.file(part.file).text),
          part_(part),
          at_(part.begin),
          diagnostics_(diagnostics) {}

    TokenList run() {
        if (at_ == 0 && rest().substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
        while (skip_blank(), at_ < part_.end) read_token();
        push(TokenKind::End, part_.end);
        return std::move(result_);
    }

  private:
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_, part_.end - at_); }
    [[nodiscard]] char byte(std::size_t ahead) const {
        return at_ + ahead < part_.end ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
        return {part_.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    void push(TokenKind kind, std::size_t begin, Keyword keyword = Keyword::After) {
        result_.tokens.push_back({kind, keyword, first_on_line_, static_cast<std::uint32_t>(begin),
                                  static_cast<std::uint32_t>(at_)});
        first_on_line_ = false;
    }

    // The token stands all the same: what follows can be read.
    void check_size(std::size_t begin, std::size_t size_max, std::string_view what) {
        if (at_ - begin <= size_max) return;
        diagnostics_.error(1150, span(begin, begin + 1),
                           fmt::format("this {} has {} bytes, a {} may have {}", what, at_ - begin,
                                       what, size_max),
                           "expected a shorter one");
    }

    void skip_blank() {
        while (at_ < part_.end) {
            const char c = text_[at_];
            if (c == '\n') {
                first_on_line_ = true;
                ++at_;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                ++at_;
            } else if (c == '#') {
                read_comment();
            } else if (static_cast<unsigned char>(c) >= 0x80 && is_blank(decode(rest()).value)) {
                at_ += decode(rest()).size;
            } else {
                break;
            }
        }
    }

    static bool is_blank(char32_t point) {
        // Marks of direction have no meaning and are common in Persian text.
        return point == 0xFEFF || point == 0x200E || point == 0x200F || point == 0x061C ||
               utf8proc_category(static_cast<utf8proc_int32_t>(point)) == UTF8PROC_CATEGORY_ZS;
    }

    void read_comment() {
        const std::size_t begin = at_;
        at_ = std::min<std::size_t>(text_.find('\n', at_), part_.end);
        std::string_view comment = text_.substr(begin, at_ - begin);
        while (!comment.empty() &&
               (comment.back() == '\r' || comment.back() == ' ' || comment.back() == '\t')) {
            comment.remove_suffix(1);
        }
        result_.comments.push_back(
            {std::string(comment), span(begin, begin + comment.size()), first_on_line_});
        check_order(begin, begin + comment.size(), "comment");
    }

    void check_order(std::size_t begin, std::size_t end, std::string_view what) {
        check_shown_order(text_.substr(begin, end - begin), span(begin, end), what, diagnostics_);
    }

    void read_token() {
        const char c = text_[at_];
        if (is_digit(c)) return read_number();
        if (c == '"') return read_text();
        const CodePoint point = decode(rest());
        if (is_name_start(point.value)) return read_word();
        if (c == '.' && is_digit(byte(1)) && !follows_operand()) return read_bare_fraction();
        for (const Sign& sign : kSigns) {
            if (rest().substr(0, sign.text.size()) != sign.text) continue;
            const std::size_t begin = at_;
            at_ += sign.text.size();
            return push(sign.kind, begin);
        }
        read_unknown();
    }

    [[nodiscard]] bool follows_operand() const {
        if (result_.tokens.empty()) return false;
        const Token& last = result_.tokens.back();
        return last.end == at_ &&
               (last.kind == TokenKind::Name || last.kind == TokenKind::RightParen);
    }

    void read_word() {
        const std::size_t begin = at_;
        while (at_ < part_.end) {
            const CodePoint point = decode(rest());
            if (!is_name_continue(point.value) && !at_joiner(begin)) break;
            at_ += point.size;
        }
        check_size(begin, kNameSizeMax, "name");
        const std::optional<Keyword> keyword = find_keyword(text_.substr(begin, at_ - begin));
        keyword ? push(TokenKind::Keyword, begin, *keyword) : push(TokenKind::Name, begin);
    }

    // The joiner of no width (U+200C) within a Persian word.
    [[nodiscard]] bool at_joiner(std::size_t begin) const {
        constexpr std::string_view kJoiner = "\u200C";
        if (rest().substr(0, kJoiner.size()) != kJoiner || at_ < begin + 2) return false;
        return is_arabic(decode(text_.substr(at_ - 2)).value) &&
               is_arabic(decode(rest().substr(kJoiner.size())).value);
    }

    static bool is_arabic(char32_t point) {
        return point >= 0x0600 && point <= 0x077F && is_name_continue(point);
    }

    void skip_digits() {
        while (is_digit(byte(0))) ++at_;
    }

    // What runs into a number or date without a blank, as the "th" of 12th.
    [[nodiscard]] std::size_t tail_size() const {
        std::size_t size = 0;
        while (at_ + size < part_.end) {
            const CodePoint point = decode(rest().substr(size));
            if (!is_name_continue(point.value)) break;
            size += point.size;
        }
        return size;
    }

    void read_number() {
        const std::size_t begin = at_;
        skip_digits();
        if (at_ - begin == 4 && byte(0) == '-' && read_date(begin)) return;
        if (byte(0) == '.' && is_digit(byte(1))) {
            ++at_;
            skip_digits();
        }
        const bool sign = byte(1) == '+' || byte(1) == '-';
        if ((byte(0) == 'e' || byte(0) == 'E') && is_digit(byte(sign ? 2 : 1))) {
            at_ += sign ? 2 : 1;
            skip_digits();
        }
        if (const std::size_t tail = tail_size(); tail > 0) {
            diagnostics_.error(
                1005, span(begin, at_ + tail),
                fmt::format("'{}' is neither a number nor a name",
                            text_.substr(begin, at_ + tail - begin)),
                "a blank stands between a number and a word, and no name begins with a digit");
            push(TokenKind::Number, begin);
            at_ += tail;
            return;
        }
        check_size(begin, kNumberSizeMax, "number");
        push(TokenKind::Number, begin);
    }

    void read_bare_fraction() {
        const std::size_t begin = at_;
        ++at_;
        skip_digits();
        diagnostics_.error(1005, span(begin, at_), "a number cannot begin with a point",
                           fmt::format("write 0{}", text_.substr(begin, at_ - begin)));
        push(TokenKind::Number, begin);
    }

    // After the four digits of a year: -04, -04-03 or -Q2. Leaves a subtraction alone.
    bool read_date(std::size_t begin) {
        if (byte(1) == 'Q' && is_digit(byte(2))) {
            at_ += 3;
        } else if (is_digit(byte(1)) && is_digit(byte(2)) && !is_digit(byte(3))) {
            at_ += 3;
            if (byte(0) == '-' && is_digit(byte(1))) {
                ++at_;
                skip_digits();
            }
        } else {
            return false;
        }
        at_ += tail_size();
        const std::string_view text = text_.substr(begin, at_ - begin);
        if (!date_of_text(text)) {
            diagnostics_.error(
                1006, span(begin, at_), fmt::format("there is no date '{}'", text),
                "a date is written 1922-04, 1922-04-03 or 1922-Q2; a subtraction has "
                "blanks around its -");
        }
        push(TokenKind::Date, begin);
        return true;
    }

    void read_text() {
        const std::size_t begin = at_;
        ++at_;
        while (at_ < part_.end && text_[at_] != '"' && text_[at_] != '\n') {
            const bool escape = text_[at_] == '\\' && at_ + 1 < part_.end && byte(1) != '\n';
            at_ += escape ? 2U : 1U;
        }
        check_order(begin, at_, "text");
        if (byte(0) == '"') {
            ++at_;
            check_size(begin, kTextSizeMax, "text");
            return push(TokenKind::Text, begin);
        }
        diagnostics_.error(
            1004, span(begin, begin + 1), "this text does not end on its line",
            "a text ends with \" on the line where it began; a quotation mark inside is "
            "written \\\"");
        push(TokenKind::Text, begin);
    }

    // Says one thing of a whole run of characters that have no meaning, and makes one token of it.
    void read_unknown() {
        const std::size_t begin = at_;
        const CodePoint first = decode(rest());
        std::size_t count = 0;
        if (const std::size_t size = curly_text_size(first.value); size > 0) {
            at_ += size;
            count = 1;
        } else {
            do {
                at_ += decode(rest()).size;
                ++count;
            } while (at_ < part_.end && !has_meaning(decode(rest()).value));
        }
        const std::string_view text = text_.substr(begin, at_ - begin);
        if (is_direction_control(first.value) || is_hidden_line_end(first.value)) {
            diagnostics_.error(
                1671, span(begin, at_),
                fmt::format("the character U+{:04X} can show this line other than it is read",
                            static_cast<unsigned>(first.value)),
                is_hidden_line_end(first.value)
                    ? "leave it out"
                    : "leave it out; it may stand in a text or a comment, with its counterpart");
            return push(TokenKind::Unknown, begin);
        }
        const bool printable =
            first.value >= 0x20 && first.value != 0x7F && display_width(first.value) > 0;
        std::string message = fmt::format("these {} characters have no meaning here", count);
        if (count == 1 && printable) {
            message =
                fmt::format("the character '{}' has no meaning here", text.substr(0, first.size));
        } else if (count == 1) {
            message = fmt::format("the character U+{:04X} has no meaning here",
                                  static_cast<unsigned>(first.value));
        }
        diagnostics_.error(1003, span(begin, at_), std::move(message),
                           std::string(advice(first.value)));
        push(TokenKind::Unknown, begin);
    }

    // How far a text between curly quotation marks reaches on its line; 0 when there is none.
    [[nodiscard]] std::size_t curly_text_size(char32_t first) const {
        if (first != U'“' && first != U'„' && first != U'«') return 0;
        std::size_t size = decode(rest()).size;
        while (at_ + size < part_.end && text_[at_ + size] != '\n') {
            const CodePoint point = decode(rest().substr(size));
            size += point.size;
            if (point.value == U'”' || point.value == U'“' || point.value == U'»') return size;
        }
        return 0;
    }

    static bool has_meaning(char32_t point) {
        if (is_direction_control(point) || is_hidden_line_end(point)) return true;  // of its own
        if (point >= 0x80) return is_name_start(point) || is_blank(point);
        return point == '\n' || point == '\r' || point == '\t' || point == ' ' || point == '"' ||
               point == '#' || is_name_continue(point) || is_sign(static_cast<char>(point));
    }

    static bool is_sign(char c) {
        return std::any_of(std::begin(kSigns), std::end(kSigns), [c](const Sign& sign) {
            return sign.text[0] == c && sign.text.size() == 1;
        });
    }

    std::string_view text_;
    Span part_;
    std::size_t at_;
    Diagnostics& diagnostics_;
    TokenList result_;
    bool first_on_line_ = true;
};

TokenList unreadable(Span place) {
    TokenList result;
    result.tokens.push_back({TokenKind::End, Keyword::After, true, place.begin, place.begin});
    result.readable = false;
    return result;
}

}  // namespace

std::optional<Date> date_of_text(std::string_view text) {
    Date date{two_digits(text) * 100 + two_digits(text.substr(2)), 1, 1, DatePrecision::Quarter};
    if (date.year == 0) return std::nullopt;
    if (text[5] == 'Q') {
        if (text.size() != 7 || text[6] < '1' || text[6] > '4') return std::nullopt;
        date.month = (text[6] - '1') * 3 + 1;
        return date;
    }
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '-'; });
    if (!digits || (text.size() != 7 && text.size() != 10)) return std::nullopt;
    date.precision = DatePrecision::Month;
    date.month = two_digits(text.substr(5));
    if (date.month < 1 || date.month > 12) return std::nullopt;
    if (text.size() == 7) return date;
    date.precision = DatePrecision::Day;
    date.day = two_digits(text.substr(8));
    return date.day >= 1 && date.day <= 31 ? std::optional(date) : std::nullopt;
}

std::optional<Date> year_of_text(std::string_view text) {
    if (text.size() != 4 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    const int year = two_digits(text) * 100 + two_digits(text.substr(2));
    if (year == 0) return std::nullopt;
    return Date{year, 1, 1, DatePrecision::Year};
}

TokenList lex(const SourceSet& sources, Span part, Diagnostics& diagnostics) {
    return Lexer(sources, part, diagnostics).run();
}

bool is_readable(const SourceSet& sources, FileId file, Diagnostics& diagnostics) {
    const std::string& text = sources.file(file).text;
    if (text.size() > kFileSizeMax) {
        diagnostics.error(
            1002, Span{file, 0, 0},
            fmt::format("the file has {} bytes, a file may have {}", text.size(), kFileSizeMax),
            "put a part of it into a module, or its numbers into a table in CSV");
        return false;
    }
    if (const std::optional<std::size_t> bad = find_invalid_utf8(text)) {
        const auto begin = static_cast<std::uint32_t>(*bad);
        diagnostics.error(
            1001, Span{file, begin, begin + 1},
            fmt::format("byte {} of the file, {:#04x}, is not UTF-8", begin + 1,
                        static_cast<unsigned>(static_cast<unsigned char>(text[begin]))),
            "save the file as UTF-8");
        return false;
    }
    return true;
}

TokenList lex(const SourceSet& sources, FileId file, Diagnostics& diagnostics) {
    const std::string& text = sources.file(file).text;
    if (!is_readable(sources, file, diagnostics)) return unreadable(Span{file, 0, 0});
    return lex(sources, Span{file, 0, static_cast<std::uint32_t>(text.size())}, diagnostics);
}

}  // namespace jonbar::ast
