// What the answers to questions of one outcome begin with: what was asked, of which histories.

#pragma once

#include <fmt/format.h>

#include <string>

#include "report/json_parts.h"
#include "report/layout.h"

namespace jonbar {

/// Prints the outcome asked about: "leads = stalin", or the name alone.
template <class Answer>
std::string asked_outcome(const Answer& answer) {
    return answer.value.empty() ? answer.outcome
                                : fmt::format("{} = {}", answer.outcome, answer.value);
}

/// Prints how many histories of what sort were asked, the seed and the time.
template <class Answer>
std::string asked_histories(const Answer& answer) {
    const std::string of = answer.conditioned
                               ? fmt::format(" from {} islands, given the record", answer.islands)
                               : ", no record";
    return fmt::format("{} histories{}   seed {}   {:.1f} s", grouped(answer.histories), of,
                       answer.seed, answer.seconds);
}

/// Returns an object with what was asked.
template <class Answer>
Json asked_json(const Answer& answer) {
    return {{"scenario", answer.scenario},
            {"title", answer.title},
            {"outcome", answer.outcome},
            {"value", answer.value},
            {"seed", answer.seed},
            {"histories", answer.histories},
            {"islands", answer.islands},
            {"conditioned", answer.conditioned},
            {"seconds", json_number(answer.seconds)}};
}

}  // namespace jonbar
