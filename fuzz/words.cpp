// Prints the words and signs of the language as a dictionary of libFuzzer.

#include <cstdio>
#include <string_view>

#include "language/keywords.h"

int main() {
    for (const std::string_view word : jonbar::kKeywords)
        std::printf("\"%.*s\"\n", static_cast<int>(word.size()), word.data());
    for (const char* const sign :
         {"..",      "==",      "!=",     "<=",        ">=",     "+=",      "-=",         "*=",
          "{",       "}",       "(",      ")",         "[",      "]",       "|",          "&",
          "~",       "?",       "normal", "lognormal", "beta",   "uniform", "binomial",   "poisson",
          "real",    "int",     "bool",   "date",      "set of", "someone", "first date", "block",
          "force",   "choose",  "hold",   "redraw",    "absent", "present", "never",      "ending",
          "1922-04", "1922-Q2", "SH",     "OS"})
        std::printf("\"%s\"\n", sign);
    std::printf("\"\\x0A#### \"\n");
}
