// Whether the sanitizers watch: tests that repeat themselves to measure a figure do so less there.

#pragma once

#include <cstddef>

namespace jonbar::base {

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// Returns how often a test that measures repeats itself: ten and twenty times slower under the
/// sanitizers, it does so less, where memory is what is looked at.
constexpr std::size_t repeats(std::size_t times, std::size_t sanitized) {
    return kSanitized ? sanitized : times;
}

}  // namespace jonbar::base
