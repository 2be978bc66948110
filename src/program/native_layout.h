// How the inputs of a native function lie in its two blocks.
//
// Numbers: first those that belong to the call as a whole, then each column with a number for each
// member of the domain, then, for `alignment`, a number for each pair, rows first. Truths: which
// members take part; then, for `component`, a truth for each pair, rows first; for `alignment`
// those who start on the one side, for the two votes those who vote together. What is said of
// members who do not take part has no meaning.

#pragma once

#include "program/program.h"

namespace jonbar::program {

inline bool asks_numbers_of_pairs(NativeFunction function) {
    return function == NativeFunction::Alignment;
}
inline bool asks_truths_of_pairs(NativeFunction function) {
    return function == NativeFunction::Component;
}
inline bool asks_of_set(NativeFunction function) {
    return function == NativeFunction::Alignment || function == NativeFunction::Winning ||
           function == NativeFunction::MinimalWinning;
}
inline bool gives_set(NativeFunction function) {
    return function == NativeFunction::RulingCoalition || function == NativeFunction::Alignment ||
           function == NativeFunction::Component;
}
inline bool is_power_index(NativeFunction function) {
    return function == NativeFunction::Banzhaf || function == NativeFunction::ShapleyShubik ||
           function == NativeFunction::DeeganPackel || function == NativeFunction::Holler;
}
/// One that gives a number for each member, of which the scenario asks one.
inline bool gives_numbers(NativeFunction function) {
    return is_power_index(function) || function == NativeFunction::Bargain;
}

inline std::uint32_t first_column(const NativeCall& call, std::uint32_t column) {
    return call.wholes + column * call.members;
}
inline std::uint32_t first_pair_number(const NativeCall& call) {
    return first_column(call, call.columns);
}
inline std::uint32_t number_count(const NativeCall& call) {
    return first_pair_number(call) +
           (asks_numbers_of_pairs(call.function) ? call.members * call.members : 0);
}
/// Where truths begin that are not about taking part.
inline std::uint32_t first_other_truth(const NativeCall& call) { return call.members; }
inline std::uint32_t truth_count(const NativeCall& call) {
    return call.members + (asks_truths_of_pairs(call.function) ? call.members * call.members
                           : asks_of_set(call.function)        ? call.members
                                                               : 0);
}
/// How many truths or numbers it gives.
inline std::uint32_t result_count(const NativeCall& call) {
    return gives_set(call.function) || gives_numbers(call.function) ? call.members : 1;
}

}  // namespace jonbar::program
