// `check --evidence`: what a scenario says without saying what it rests on.
//
// A param, an initial value, a row of a table and an observation say what they rest on: `cites`, or
// `assumed` where only judgement stands behind them. Claims of one group contradict each other: who
// cites one cites the others too, or gives alternatives with weights, or says why in `assumed`.
// Claims that nothing uses are told of; of a module that holds claims and nothing else, how many.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/model.h"
#include "model/modules.h"
#include "model/notices.h"

namespace jonbar {

/// Tells whether a module holds sources and claims and nothing else.
bool is_ledger(const Module& module);

/// Adds what is wrong with the evidence of a scenario and its modules, which are otherwise right.
/// With a folder of documents, also what cited claims say of documents and lines that are not
/// there; `read` reads them.
void check_evidence(const SourceSet& sources, const std::vector<Module>& modules,
                    const Model& model, const std::optional<std::string>& documents,
                    const FileReader& read, Diagnostics& diagnostics);

/// Returns how many of the claims of each module that holds nothing else are used.
std::vector<Notice> told_of_claims(const SourceSet& sources, const std::vector<Module>& modules,
                                   const Model& model);

}  // namespace jonbar
