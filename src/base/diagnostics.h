// Errors and warnings of a scenario, and how they are printed.
//
// Every stage adds to one Diagnostics and goes on, so that a user sees all errors of a pass. What
// is printed is sorted by file and position. A line is shown through a window of its own, so that
// the length of a line does not matter; tabs and control characters take one column in print.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/source.h"

namespace jonbar {

enum class Severity { Error, Warning };

struct Diagnostic {
    Severity severity = Severity::Error;
    int code = 0;
    Span span;
    std::string message;
    std::string hint;  // one or more lines; empty when there is nothing to add
};

class Diagnostics {
  public:
    /// Errors beyond this many are counted, not kept.
    static constexpr std::size_t kKeptMax = 1000;

    void error(int code, Span span, std::string message, std::string hint = {});
    void warning(int code, Span span, std::string message, std::string hint = {});
    void add(Diagnostic diagnostic);

    [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
    [[nodiscard]] std::size_t error_count() const { return error_count_; }
    [[nodiscard]] std::size_t warning_count() const { return warning_count_; }

    /// Returns what was kept, in the order in which it was found.
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return kept_; }

    /// Returns what was kept, by file and position; what has one place keeps the order found.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

  private:
    std::vector<Diagnostic> kept_;
    std::size_t error_count_ = 0;
    std::size_t warning_count_ = 0;
};

/// Renders one diagnostic: place, severity, code and message; the line; the caret; the hint.
/// Ends with a line break. The column of a diagnostic without a file is left out.
std::string render(const SourceSet& sources, const Diagnostic& diagnostic);

/// Renders all, sorted, at most `printed_max` of them, and the count of the rest.
std::string render(const SourceSet& sources, const Diagnostics& diagnostics,
                   std::size_t printed_max = 100);

}  // namespace jonbar
