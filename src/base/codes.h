// All diagnostic codes, in one table.
//
// The first digit is the stage that finds the error: 1 text, 2 names, 3 types, 4 time and draws,
// 5 evidence, 6 reports and stores. Each code has a section in docs/errors.md and a wrong scenario
// in tests/scenarios/errors/. A code once given away keeps its meaning.
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
    CodeInfo{1031, "no intervention begins like this"},
    CodeInfo{1150, "a word that is too long"},
    CodeInfo{1151, "a list that is too long"},
    CodeInfo{1600, "a wrong call of a native function"},
    CodeInfo{1620, "a run-off of a vote by most"},
    CodeInfo{1670, "a year outside its calendar's rule"},
    CodeInfo{1671, "a character that shows a line other than it is read"},
    CodeInfo{1672, "a change of direction that is not closed"},
    // 2: names
    CodeInfo{2001, "a name that is not known"},
    CodeInfo{2002, "a name declared twice"},
    CodeInfo{2003, "a name with two meanings"},
    CodeInfo{2004, "a file that is not there"},
    CodeInfo{2005, "modules that use each other"},
    CodeInfo{2006, "a name of another kind of thing"},
    CodeInfo{2007, "an attribute that is not known"},
    CodeInfo{2008, "an option or value that is not known"},
    CodeInfo{2009, "nothing to replace"},
    CodeInfo{2010, "a replacement with other indices"},
    CodeInfo{2040, "a continuation that has no meaning"},
    CodeInfo{2041, "a name without a counterpart"},
    CodeInfo{2042, "scenarios that continue each other"},
    CodeInfo{2050, "declared and never used"},
    // 3: types
    CodeInfo{3001, "a value of another type"},
    CodeInfo{3002, "a value that may be none"},
    CodeInfo{3003, "a wrong number of arguments"},
    CodeInfo{3004, "units that do not fit"},
    CodeInfo{3005, "a rate without its time"},
    CodeInfo{3006, "none, or an empty set, without a type"},
    CodeInfo{3007, "a value that is not known before the run"},
    CodeInfo{3008, "an index that is no kind or enum"},
    CodeInfo{3009, "wrong bounds"},
    CodeInfo{3010, "too large"},
    CodeInfo{3011, "a definition in terms of itself"},
    CodeInfo{3012, "initial values in a circle"},
    CodeInfo{3013, "declarations that fire each other in a circle"},
    CodeInfo{3014, "something that has no meaning here"},
    CodeInfo{3015, "a comparison with none"},
    CodeInfo{3016, "a table that does not fit"},
    CodeInfo{3017, "an outcome that cannot be counted"},
    CodeInfo{3018, "nothing to draw anew from"},
    CodeInfo{3020, "a vote that asks for its own odds"},
    CodeInfo{3021, "a majority that is none"},
    CodeInfo{3022, "too many members for a native function"},
    CodeInfo{3050, "a value that may leave its range at the start"},
    CodeInfo{3051, "a bare number"},
    CodeInfo{3640, "a series whose file has other columns"},
    CodeInfo{3641, "a figure given twice"},
    CodeInfo{3642, "something that cannot cross"},
    CodeInfo{3950, "a step that takes too long"},
    CodeInfo{3951, "too many of one sort"},
    // 4: time and draws
    CodeInfo{4001, "a date outside the history"},
    CodeInfo{4002, "a period finer than the step"},
    CodeInfo{4003, "a draw where none may stand"},
    CodeInfo{4004, "a draw that needs a name"},
    CodeInfo{4005, "draws of one name through fire"},
    CodeInfo{4006, "two draws with one hash"},
    CodeInfo{4007, "declarations placed beside each other in a circle"},
    CodeInfo{4008, "a distribution that does not exist"},
    CodeInfo{4009, "a wrong lag"},
    CodeInfo{4010, "the past before the first step"},
    CodeInfo{4011, "clauses that do not go together"},
    CodeInfo{4012, "a window that ends before it begins"},
    CodeInfo{4013, "a window that does not fit"},
    CodeInfo{4014, "a param changed after the start"},
    CodeInfo{4050, "written against the order of dates"},
    CodeInfo{4051, "a date finer than the step"},
    CodeInfo{4640, "a date that does not fit its series"},
    CodeInfo{4641, "a series that says nothing of the history"},
    CodeInfo{4900, "a history that cannot go on"},
    // 5: evidence
    CodeInfo{5001, "a claim that is not known"},
    CodeInfo{5002, "a source that is not known"},
    CodeInfo{5003, "a field that is not known"},
    CodeInfo{5004, "a value that no single draw gives"},
    CodeInfo{5005, "a record that cannot be met"},
    CodeInfo{5006, "two causes that change the same thing"},
    CodeInfo{5050, "a fact that follows from something declared"},
    CodeInfo{5900, "a record that no history meets"},
    CodeInfo{5901, "too few histories that meet the record"},
    CodeInfo{5930, "a table without a column it needs"},
    CodeInfo{5931, "a row that does not fit its table"},
    CodeInfo{5932, "a number that the question cannot use"},
    CodeInfo{5933, "too few or too many rows"},
    CodeInfo{5970, "a value that rests on nothing"},
    CodeInfo{5971, "a claim that nothing uses"},
    CodeInfo{5972, "one side of a contradiction, taken silently"},
    CodeInfo{5973, "a document that is not there"},
    CodeInfo{5974, "a line that its document does not have"},
    // 6: reports
    CodeInfo{6001, "a quantity that is no number"},
    CodeInfo{6002, "a report without a page"},
    CodeInfo{6003, "a file that is no report"},
    CodeInfo{6010, "a store that cannot be used"},
    CodeInfo{6011, "a file that is no store"},
    CodeInfo{6012, "a store of another version"},
    CodeInfo{6013, "a damaged store"},
    CodeInfo{6014, "a store in use by another program"},
    // 603: files of results, and what they and their histories take
    CodeInfo{6030, "a question that does not fit into memory"},
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
