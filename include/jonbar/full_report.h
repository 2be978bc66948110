// Everything that a scenario answers, together: what `jonbar report` puts on its page.
//
// A report asks the questions of `run`, `whatif`, `why`, `sensitivity` and `evidence` at once, and
// besides these how quantities and relations go by date, in every world. The record is conditioned
// on once, and all questions are asked of the same histories, so the figures are those of the
// single commands with the same options. Nothing in it tells of the clock: one command gives one
// text. docs/report.md says what is in it.

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/evidence.h"
#include "jonbar/scenario.h"

namespace jonbar {

/// Why there is no answer given the record.
struct RecordRefusal {
    bool degenerate = false;  // too few histories met it; else none
    std::string message;      // with code and place
};

struct FullReportOptions {
    std::string command;  // the command line, as the page shows it
    /// The outcome that `why` and `sensitivity` are asked of. Empty: the first that is a truth or a
    /// choice, with the value that most histories have.
    std::string outcome{}, value{};
    std::uint64_t histories = 20'000;  // of the run without the record
    /// Of `what_if`, `why`, `sensitivity` and quantities; with `prior` no record is followed.
    SampleOptions sample{};
    /// What-ifs by name. Empty: the first kWhatIfsShown of the scenario.
    std::vector<std::string> what_ifs{};
    /// Expressions of `CompileOptions::quantities` are shown by date; without any, what
    /// docs/report.md says.
    std::vector<std::string> maps{};  // relations of two of a kind, or definitions like them
    /// The record was refused: a report with these options threw RecordError or DegenerateError.
    /// It comes then with what does not rest on the record.
    std::optional<RecordRefusal> refusal{};
    bool what_if = true, why = true, sensitivity = true;
    std::optional<std::string> documents{};  // folder of the sources' documents, to quote
};

/// So many what-ifs are shown where none is named.
constexpr std::size_t kWhatIfsShown = 4;

/// One number by date in one world.
struct DatedWorld {
    std::string name;     // "as it was", a what-if's label, "without the record"
    std::string what_if;  // its name
    std::vector<double> mean;
    std::array<std::vector<double>, 5> quantiles;  // kQuantiles
};

struct QuantityAnswer {
    std::string name, expression, unit;
    bool truth = false;  // the mean is the share of histories in which it holds
    std::vector<std::string> dates;
    std::vector<DatedWorld> worlds;  // the actual one first
};

/// A relation of each two of a kind, at the end of each year, in the actual world.
struct MapAnswer {
    std::string name, relation;
    std::vector<std::string> years, members;
    std::vector<std::vector<std::vector<double>>> together;  // [year][i][j]: share of histories
};

/// One observation of the record.
struct RecordItem {
    std::string first, last;  // dates; empty: the whole history
    std::string text, file;
    int line = 0;
    std::optional<double> probability;  // given the facts before it; none where it was not followed
    bool density = false, forced = false;
    std::vector<std::string> claims;
    std::string assumed;
};

struct SourceText {
    std::string path, text;
};

struct FullReport {
    std::string version, title, file, command;
    std::string unit, first, last;  // of the calendar
    SampleOptions sample;
    std::vector<std::string> settings;
    std::vector<Finding> warnings;
    Answers run;
    std::optional<Answers> given;
    std::optional<RecordRefusal> refusal;
    std::optional<WhatIfAnswers> what_if;
    std::optional<WhyAnswer> why;
    std::optional<SensitivityAnswer> sensitivity;
    EvidenceAnswer evidence;
    std::vector<QuantityAnswer> quantities;
    std::vector<MapAnswer> maps;
    std::vector<RecordItem> record;
    std::vector<SourceText> texts;  // the scenario first
};

/// Asks everything of the scenario at `path`. Throws ScenarioError, HistoryError, QuestionError,
/// StoppedError, RecordError and DegenerateError where the record cannot be followed,
/// std::runtime_error where a file cannot be read.
FullReport full_report(const std::string& path, const CompileOptions& compile,
                       const FullReportOptions& options);

/// The report as one JSON object (docs/report.md).
std::string to_json(const FullReport& report);

}  // namespace jonbar
