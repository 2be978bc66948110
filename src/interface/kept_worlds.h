// The worlds of a question, kept in a journal block by block.

#pragma once

#include <string>

#include "inference/kept_worlds.h"
#include "inference/worlds.h"
#include "interface/parts.h"
#include "interface/sampling.h"
#include "jonbar/questions.h"

namespace jonbar {

/// Runs the histories of a sample in their worlds, those that are not in the journal of the
/// options, which may be null. `about` tells apart questions that the program does not: what is
/// asked for.
inference::WorldsResult run_kept_worlds(const Scenario::Parts& parts, const Sampled& sampled,
                                        const SampleOptions& options, const std::string& about,
                                        const inference::WorldsRequest& request,
                                        const inference::WorldsOptions& worlds);

}  // namespace jonbar
