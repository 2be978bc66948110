// Questions to histories that are drawn already, so that several can be asked of one sample.

#pragma once

#include <cstddef>
#include <optional>

#include "interface/given.h"
#include "interface/sampling.h"
#include "jonbar/scenario.h"
#include "query/series_fold.h"

namespace jonbar {

/// Throws QuestionError where the scenario does not have what is asked for.
void check_question(const Scenario::Parts& parts, const WhatIfOptions& options);
void check_question(const Scenario::Parts& parts, const WhyOptions& options);
void check_question(const Scenario::Parts& parts, const SensitivityOptions& options);

/// Outcomes, the last of the model, that are no answers of their own but are folded by date: in the
/// actual world, then in that of each what-if. With them a question may name no what-if.
struct DatedColumns {
    std::size_t count = 0;
    std::optional<SeriesFold>* folded = nullptr;
};

/// As the question of Scenario, of histories that draw_sample drew with the same options. Throws
/// what that question throws.
WhatIfAnswers ask(const Scenario::Parts& parts, const WhatIfOptions& options,
                  const Sampled& sampled, const DatedColumns& dated = {});
WhyAnswer ask(const Scenario::Parts& parts, const WhyOptions& options, const Sampled& sampled);
SensitivityAnswer ask(const Scenario::Parts& parts, const SensitivityOptions& options,
                      const Sampled& sampled);

/// As Scenario::run that is not given the record. With `all`, it is filled in as well, unless
/// histories begin in islands.
Answers run_without_record(const Scenario::Parts& parts, const RunOptions& options,
                           PriorRun* all = nullptr);

}  // namespace jonbar
