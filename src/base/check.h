// Checks of our own mistakes.
//
// CHECK stays on in release and ends the program with the place and the condition; DCHECK does so
// only where NDEBUG is not defined, and is meant for loops over lanes. No input of a user may reach
// either: a wrong scenario is a Diagnostic, a failing disk an IoError.
#pragma once

#include <string_view>

namespace jonbar {

/// Writes the place and the condition to standard error and ends the program.
[[noreturn]] void check_failed(std::string_view condition, std::string_view file,
                               int line) noexcept;

}  // namespace jonbar

#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::jonbar::check_failed(#condition, __FILE__, __LINE__))

#ifdef NDEBUG
#define DCHECK(condition) static_cast<void>(0)
#else
#define DCHECK(condition) CHECK(condition)
#endif
