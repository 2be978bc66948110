#pragma once
// From noise to what happens: events, and choices among options.
//
// Everything is `static`; lanes.h says why.

#include "math/functions_inl.h"
#include "math/philox.h"

namespace jonbar::math {

/// Returns a mask of the lanes in which an event of probability `probability` fires by its first
/// word of noise alone: u < probability for every u = (first + x) / 2^32 with x in [0, 1).
/// A probability of 1 or more always fires, one of 0 or less never; a NaN does neither, and is not
/// undecided.
template <class L>
static inline auto fires_by_first(L first, L probability) {
    return first + 1.0 <= probability * 0x1p32;
}

/// Returns a mask of the lanes in which the first word of noise does not decide.
template <class L>
static inline auto undecided_by_first(L first, L probability) {
    const L scaled = probability * 0x1p32;
    return (first < scaled) & (scaled < first + 1.0);
}

/// Returns, for lanes that are undecided by their first word, whether u < probability with
/// u = (first * 2^32 + second + 1/2) / 2^64.
template <class L>
static inline auto fires_by_second(L first, L second, L probability) {
    // The difference is exact: both lie in [first, first + 1).
    return uniform_of_word(second) < probability * 0x1p32 - first;
}

/// Returns whether an event fires in one history; its words stand at `address` and the next.
static inline bool fires(NoiseAddress address, std::uint64_t history, double probability) {
    const double first = noise_word(address, history);
    if (!undecided_by_first(first, probability)) {
        return fires_by_first(first, probability);
    }
    const NoiseAddress next{address.key, address.step, address.word + 1};
    const double second = noise_word(next, history);
    return fires_by_second(first, second, probability);
}

/// Returns the score of an option; the smallest of a decision is chosen, each option with a share
/// in proportion to exp(worth). The score is the logarithm of -log(u) exp(-worth), so it neither
/// overflows nor loses its order for worths of any size: an option of worth -infinity is never
/// chosen before another. Of equal scores the engine takes the one whose second word scores less.
template <class L>
static inline L choice_score(L u, L worth) {
    return log(-log(u)) - worth;
}

/// Returns the probability that the first of two options, the one whose name sorts first, is taken.
template <class L>
static inline L choice_probability(L worth_first, L worth_second) {
    return logistic(worth_first - worth_second);
}

/// Returns the time at which an event with a constant rate fires: infinity for a rate of 0.
template <class L>
static inline L waiting_time(L u, L rate) {
    return -log(u) / rate;
}

}  // namespace jonbar::math
