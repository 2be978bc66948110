// All diagnostic codes, in one table.
//
// The first digit is the stage that finds the error: 1 text, 2 names, 3 types, 4 time and draws,
// 5 evidence. Each code has a section in docs/errors.md and a wrong scenario in
// tests/scenarios/errors/. A code once given away keeps its meaning.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace jonbar {

struct CodeInfo {
    int number;
    std::string_view title;
};

// clang-format off
inline constexpr std::array kCodes = {
    // 1: text
    CodeInfo{1001, "the text is not UTF-8"},
    CodeInfo{1002, "the file is too large"},
    CodeInfo{1003, "a character that has no meaning here"},
    CodeInfo{1004, "a text that does not end on its line"},
    CodeInfo{1005, "a number that cannot be read"},
    CodeInfo{1006, "a date that does not exist"},
    CodeInfo{1007, "an escape that is not known"},
    CodeInfo{1010, "something else was expected here"},
    CodeInfo{1011, "a keyword used as a name"},
    CodeInfo{1012, "no declaration begins like this"},
    CodeInfo{1013, "no statement begins like this"},
    CodeInfo{1014, "a bracket is not closed"},
    CodeInfo{1015, "a bracket that nothing opened"},
    CodeInfo{1016, "brackets nested too deep"},
    CodeInfo{1017, "an expression that is too long"},
    CodeInfo{1018, "comparisons in a chain"},
    CodeInfo{1019, "a scenario begins with its history"},
    CodeInfo{1020, "a clause given twice"},
    CodeInfo{1021, "a clause that does not belong here"},
    CodeInfo{1022, "a clause is missing"},
    CodeInfo{1023, "a table row of the wrong length"},
    CodeInfo{1024, "a wrong place in braces in a text"},
    CodeInfo{1025, "a wrong call of an aggregate"},
    CodeInfo{1026, "only a declaration with a name can be called"},
    CodeInfo{1027, "this cannot be assigned to"},
    CodeInfo{1028, "an index without a type"},
    CodeInfo{1029, "this declaration cannot be replaced"},
    CodeInfo{1030, "history stands once, at the top of a scenario"},
    CodeInfo{1090, "not in this version"},
};
// clang-format on

static_assert(std::is_sorted(kCodes.begin(), kCodes.end(),
                             [](CodeInfo a, CodeInfo b) { return a.number < b.number; }));

/// Returns the title of a code, or an empty text when there is no such code.
constexpr std::string_view code_title(int number) {
    for (const CodeInfo& info : kCodes) {
        if (info.number == number) return info.title;
    }
    return {};
}

}  // namespace jonbar
