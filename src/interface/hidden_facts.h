// The facts that a backtest hides: taken out of the record and asked as outcomes instead.
//
// Whatever may be observed can be asked. `X == v at D`, X an entity or an enum value, asks for X at
// D; `not (X is someone) at D` likewise, v being nobody. Any other fact asks for the first date at
// which what it says of its window is met, or broken; so facts of sites and of state are read
// alike.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "interface/parts.h"
#include "jonbar/backtest.h"

namespace jonbar {

struct HiddenFact {
    std::string text, place;
    FactGroup group = FactGroup::Other;
    std::string about;                        // the domain of its values
    std::vector<std::string> values, labels;  // of a domain and, last, nobody; or yes, no
    std::size_t truth = 0;
    /// One outcome where it asks for a value. Else one an account: the fact came where it has a
    /// date, or where it has none (`broken`).
    struct Asked {
        std::size_t outcome = 0;  // of the model
        double weight = 1;
    };
    std::vector<Asked> asked;
    bool broken = false;

    /// Tells whether its outcome is its value.
    [[nodiscard]] bool has_values() const { return group != FactGroup::Other; }
};

/// What is asked of a case once its end is hidden.
struct HiddenEnd {
    std::vector<HiddenFact> facts;
    std::vector<std::string> unscored;  // measures: they are neither right nor wrong
    /// Outcomes of the model that the baselines need.
    std::optional<std::size_t> contenders, lever, incumbent;
};

/// Takes the facts marked `ending` out of a model, and all outcomes but those of the baselines;
/// adds an outcome for each fact.
HiddenEnd hide_end(Scenario::Parts& parts);

}  // namespace jonbar
