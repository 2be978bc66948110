// The keywords, in one table. A keyword is no name.
//
// Words that are keywords only at one place of a clause, where nothing else could stand (`size`,
// `weight`, `rate`, `time`, `more`, …), are read by their text there and stay free as names; so are
// the names of distributions and types.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace jonbar {

// clang-format off
enum class Keyword {
    After, All, Among, And, Any, Argmax, As, Assumed, At, Bc, Before, By, Carried, Cause, Chance,
    Chose, Cites, Claim, Continue, Count, Coupling, Day, Days, Decision, Draw, Either, Elected,
    Else, End, Enum, Event, Every, Exception, Extend, Fire, For, From, Happened, Hazard, Held,
    Hindsight, History, If, In, Is, Kind, Let, Margin, Max, Mean, Min, Month, Months, No, None,
    Not, Now, Observe, Odds, Of, On, Option, Or, Outcome, Param, Past, Per, Pick, Quarter,
    Quarters, Race, Relation, Repeatable, Replace, Rule, Say, Scale, Series, Since, Source,
    Strength, Sum, Swing, Symmetric, Table, Then, Times, To, Together, Top, Use, Var, Vote, Week,
    Weeks, Whatif, When, Where, Worth, Year, Years, Yes
};

/// In the order of the enumerators, which is alphabetical.
inline constexpr std::array<std::string_view, 102> kKeywords = {
    "after", "all", "among", "and", "any", "argmax", "as", "assumed", "at", "bc", "before", "by",
    "carried", "cause", "chance", "chose", "cites", "claim", "continue", "count", "coupling", "day",
    "days", "decision", "draw", "either", "elected", "else", "end", "enum", "event", "every",
    "exception", "extend", "fire", "for", "from", "happened", "hazard", "held", "hindsight",
    "history", "if", "in", "is", "kind", "let", "margin", "max", "mean", "min", "month", "months",
    "no", "none", "not", "now", "observe", "odds", "of", "on", "option", "or", "outcome", "param",
    "past", "per", "pick", "quarter", "quarters", "race", "relation", "repeatable", "replace",
    "rule", "say", "scale", "series", "since", "source", "strength", "sum", "swing", "symmetric",
    "table", "then", "times", "to", "together", "top", "use", "var", "vote", "week", "weeks",
    "whatif", "when", "where", "worth", "year", "years", "yes"
};
// clang-format on

static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));

/// Returns the keyword that a word is, if any.
constexpr std::optional<Keyword> find_keyword(std::string_view word) {
    const auto* const found = std::lower_bound(kKeywords.begin(), kKeywords.end(), word);
    if (found == kKeywords.end() || *found != word) return std::nullopt;
    return static_cast<Keyword>(found - kKeywords.begin());
}

/// Returns the word of a keyword.
constexpr std::string_view word_of(Keyword keyword) {
    return kKeywords[static_cast<std::size_t>(keyword)];
}

}  // namespace jonbar
