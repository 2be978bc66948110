// What a report asks by date: quantities, and relations of each two of a kind.
//
// Each number at each date is an outcome of its own, added to the model behind the scenario's. So
// they run, are conditioned and are replayed as outcomes are, and change nothing else.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/source.h"
#include "jonbar/full_report.h"
#include "model/model.h"

namespace jonbar {

/// A quantity is asked for at so many dates at most, which lie evenly where there are more steps.
constexpr std::size_t kDatesMax = 120;
/// At most so many numbers are asked for of a history.
constexpr std::size_t kDatedNumbersMax = 50'000;

/// What is asked for: answers without worlds and shares, in the order of the columns. A quantity
/// has a column a date; a map one for each two members, first with second, third, …, a year.
struct Dated {
    std::vector<QuantityAnswer> quantities;
    std::vector<MapAnswer> maps;
    std::size_t columns = 0;
};

/// Adds the outcomes. Those of `model` behind the first `outcome_count` are the quantities that the
/// user named, and are taken away; without any, numbers of the scenario are chosen
/// (docs/report.md). Throws QuestionError where a map is asked of what is no relation, or for too
/// many numbers.
Dated add_dated(Model& model, const SourceSet& sources, std::size_t outcome_count,
                const std::vector<std::string>& maps);

}  // namespace jonbar
