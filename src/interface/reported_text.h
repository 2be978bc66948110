// What a report says in words: the record, what the scenario rests on, and its text.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interface/parts.h"
#include "jonbar/full_report.h"

namespace jonbar {

struct Evidenced {
    EvidenceAnswer answer;  // the overview, claims used or contradicting these, and all grounds
    std::vector<SourceText> texts;  // of all files but those that hold claims and nothing else
};

/// Says all that a scenario rests on; with a folder of documents, in their words. Throws what
/// `evidence` throws, and IoError if `documents` is no folder.
Evidenced evidence_in_full(const std::string& path, const CompileOptions& compile,
                           const std::optional<std::string>& documents);

/// Returns the observations, in the order written, without probabilities.
std::vector<RecordItem> record_items(const Scenario::Parts& parts);

/// Fills in the probabilities of the observations that `given` followed.
void add_probabilities(const Scenario::Parts& parts, const Answers& given,
                       std::vector<RecordItem>& items);

}  // namespace jonbar
