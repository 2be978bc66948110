// Causes taken away together, as a what-if.

#pragma once

#include <optional>

#include "interface/parts.h"
#include "jonbar/questions.h"

namespace jonbar {

class AbsentCauses {
  public:
    /// Turns `options.without` into a what-if of a copy of the scenario, and adds its name to those
    /// asked for. Throws QuestionError where a cause is not the scenario's. Requires: `parts`
    /// outlives it.
    AbsentCauses(const Scenario::Parts& parts, WhatIfOptions& options);

    [[nodiscard]] const Scenario::Parts& parts() const { return altered_ ? *altered_ : parts_; }

  private:
    const Scenario::Parts& parts_;
    std::optional<Scenario::Parts> altered_;
};

}  // namespace jonbar
