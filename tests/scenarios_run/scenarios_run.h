// What every scenario of a system that the sources describe must do: compile strictly, run without
// a fault, and leave open before its record what the record will settle.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

#include "jonbar/jonbar.h"

namespace jonbar::scenarios_run {

inline CompileOptions with_library() {
    CompileOptions options;
    options.library = JONBAR_SOURCE_DIR "/library";
    options.strict = true;
    return options;
}

inline std::string file_of(const std::string& name) {
    return JONBAR_SOURCE_DIR "/scenarios/" + name + ".jon";
}

inline void expect_no_errors(const std::string& name) {
    for (const Finding& finding : check_file(file_of(name), with_library())) {
        EXPECT_NE(finding.severity, Finding::Severity::Error) << finding.rendered;
    }
}

inline Answers prior_of(const std::string& name, std::uint64_t histories) {
    RunOptions options;
    options.histories = histories;
    options.seed = 1940;
    return Scenario::load(file_of(name), with_library()).run(options);
}

/// The shares of an outcome's values; fails the test where there is no such outcome.
inline std::map<std::string, double> shares_of(const Answers& answers, const std::string& outcome) {
    std::map<std::string, double> shares;
    for (const OutcomeAnswer& answer : answers.outcomes) {
        if (answer.name != outcome) continue;
        for (const ValueShare& value : answer.values) shares[value.value] = value.share.value;
    }
    EXPECT_FALSE(shares.empty()) << outcome;
    return shares;
}

}  // namespace jonbar::scenarios_run
