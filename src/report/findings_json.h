// Findings of the compiler as an editor wants them.

#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "jonbar/scenario.h"

namespace jonbar {

inline const char* name_of(Finding::Severity severity) {
    switch (severity) {
        case Finding::Severity::Error:
            return "error";
        case Finding::Severity::Warning:
            return "warning";
        case Finding::Severity::Note:
            break;
    }
    return "note";
}

/// One object of the list that `check --json` prints.
inline nlohmann::ordered_json finding_json(const Finding& finding) {
    const bool note = finding.severity == Finding::Severity::Note;
    return {{"severity", name_of(finding.severity)},
            {"code", note ? "" : fmt::format("J{:04}", finding.code)},
            {"file", finding.file},
            {"line", finding.line},
            {"column", finding.column},
            {"end_line", finding.end_line},
            {"end_column", finding.end_column},
            {"message", finding.message},
            {"hint", finding.hint}};
}

inline nlohmann::ordered_json findings_json(const std::vector<Finding>& findings) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Finding& finding : findings) all.push_back(finding_json(finding));
    return all;
}

}  // namespace jonbar
