// What `why` adds to a result file: the actual histories, and the group `attribution`.

#pragma once

#include <functional>

#include "interface/asked_outcome.h"
#include "interface/cause_worlds.h"
#include "interface/sampling.h"
#include "jonbar/causes.h"
#include "query/attribution.h"
#include "query/regression.h"

namespace jonbar {

/// Writes the sample's actual histories. Throws as their run does.
void write_actual(ResultFile& file, const Scenario::Parts& parts, const Sampled& sampled,
                  const SampleOptions& options);

/// Writes in which worlds the outcome held, which causes were present, and what each contributed
/// (`contributions`, by cause, a row a history). `told` tells of the worlds that `attribution`
/// asks for.
void write_attribution(ResultFile& file, const Scenario::Parts& parts, const Sampled& sampled,
                       const AskedOutcome& asked, const CauseWorlds& told,
                       const Attribution& attribution, const Table& contributions);

}  // namespace jonbar
