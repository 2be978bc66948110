// How much a scenario with its modules may declare.

#pragma once

#include <cstddef>
#include <cstdint>

#include "model/context.h"

namespace jonbar {

/// Declarations in all, what-ifs and causes together, observations, outcomes: each is compared with
/// others of its sort.
inline constexpr std::size_t kDeclarationsMax = 100'000;
inline constexpr std::size_t kQuestionsMax = 1000;
inline constexpr std::size_t kObservationsMax = 5000;
inline constexpr std::size_t kOutcomesMax = 5000;
/// Declarations with `every` or `at`, times steps: each has a calendar of its own.
inline constexpr std::uint64_t kDatedStepsMax = 50'000'000;

/// Complains of what is too much; tells whether the scenario may be checked further. Requires: the
/// model's calendar.
bool check_counts(Context& context);

}  // namespace jonbar
