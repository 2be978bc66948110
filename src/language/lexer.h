// Text to tokens.
//
// A token is a kind and a place; its text is read from the source when it is needed. New lines are
// no tokens: that a token stands first on its line is noted only to find a good place to go on
// after an error. Comments are handed back beside the tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/diagnostics.h"
#include "base/source.h"
#include "language/ast.h"
#include "language/keywords.h"

namespace jonbar::ast {

enum class TokenKind : std::uint8_t {
    End,
    Name,
    Keyword,
    Number,
    Date,
    Text,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    Dot,
    DotDot,
    Question,
    Tilde,
    Assign,
    PlusAssign,
    MinusAssign,
    StarAssign,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Bar,
    Ampersand,
    Unknown  // has no meaning; that has been said
};

struct Token {
    TokenKind kind = TokenKind::End;
    Keyword keyword = Keyword::After;  // when kind is Keyword
    bool first_on_line = false;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct TokenList {
    std::vector<Token> tokens;  // the last one is End
    std::vector<Comment> comments;
    bool readable = true;  // false: too large or not UTF-8, said in the diagnostics; no tokens
};

/// Tells whether a file is UTF-8 and not too large; what is wrong goes to `diagnostics`.
bool is_readable(const SourceSet& sources, FileId file, Diagnostics& diagnostics);

/// Reads all tokens of a file. What is wrong goes to `diagnostics` and is skipped.
TokenList lex(const SourceSet& sources, FileId file, Diagnostics& diagnostics);

/// Reads the tokens of a part of a file, such as the braces in a `say` text. Requires: UTF-8.
TokenList lex(const SourceSet& sources, Span part, Diagnostics& diagnostics);

/// Returns the date of a Date token's text, or nothing when there is no such month, quarter or day.
/// A month is taken to have 31 days: which calendar the date is of, and so how many they are, only
/// what follows it tells.
std::optional<Date> date_of_text(std::string_view text);

/// Returns the year of four digits, or nothing when the text is anything else, or 0000.
std::optional<Date> year_of_text(std::string_view text);

}  // namespace jonbar::ast
