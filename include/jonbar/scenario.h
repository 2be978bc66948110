// Scenario in, answers out: the library's whole interface.
//
//     const auto scenario = jonbar::Scenario::load("succession.jon");
//     const auto answers = scenario.run({.histories = 100'000, .seed = 1});
//
// A scenario is compiled once and may be run from several threads at a time. Nothing here prints or
// reads the clock; a caller who wants progress passes a listener.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "jonbar/answers.h"
#include "jonbar/causes.h"
#include "jonbar/cost.h"
#include "jonbar/description.h"
#include "jonbar/questions.h"
#include "jonbar/what_if.h"

namespace jonbar {

/// One error or warning in a scenario's text, or a note: what it replaces of a module, what is
/// marked as an exception. Lines and columns count from 1, columns in code points.
struct Finding {
    enum class Severity { Error, Warning, Note };
    Severity severity = Severity::Error;
    int code = 0;  // 2004 prints as J2004; 0 for a note
    std::string file;
    int line = 0, column = 0, end_line = 0, end_column = 0;
    std::string message, hint;
    std::string rendered;  // message with place, line and caret, as `jonbar check` prints it
};

/// The scenario is wrong. Holds every finding of one pass, in the order of the text.
class ScenarioError : public std::runtime_error {
  public:
    explicit ScenarioError(std::string what, std::vector<Finding> found)
        : std::runtime_error(std::move(what)), findings(std::move(found)) {}
    std::vector<Finding> findings;
};

/// A history could not go on: a division by zero, a value that is no number.
class HistoryError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct CompileOptions {
    std::string library{};  // folder of the library's modules; empty: the installed one
    std::vector<std::string> settings{};       // "patronage=0.04": a param held at one value
    std::vector<std::string> interventions{};  // "block dies(lenin)": what-ifs "do 1", "do 2" …
    std::vector<std::string> quantities{};     // expressions that a report shows by date
    /// How a scenario goes on from the one it continues, in place of what it says itself; then how
    /// that one does from a third: "as whatif early", "at 1924-06 given record".
    std::vector<std::string> continue_as{};
    bool strict = false;  // bare decimals are errors
    /// Returns the text of the file at a path, or nothing where there is none; reads the scenario
    /// and all that it uses. Empty: from disk.
    std::function<std::optional<std::string>(const std::string& path)> read{};
};

struct RunOptions {
    std::uint64_t histories = 100'000;
    std::uint64_t seed = 1;
    int threads = 0;                // 0: one per core. The answer does not depend on it
    std::uint64_t chunk_lanes = 0;  // histories computed side by side; 0: the default. Nor on this
    bool optimise = true;           // nor on this
    const std::atomic<bool>* stop =
        nullptr;  // when true the run ends early and its answer is marked partial
    std::function<void(std::uint64_t done, std::uint64_t requested)> progress{};
    /// Follow the record; `histories` is then how many tell the prior.
    std::optional<ConditioningOptions> given{};
    /// How a scenario that this one continues is conditioned, where `given` does not say so.
    ConditioningOptions continuing{};
    /// Receives what the histories done so far say, marked partial and with outcomes alone: each
    /// time that they are twice as many, or a tenth of all more; given the record, after each
    /// island from the second. One call at a time; the last is of all, unless the run is stopped.
    std::function<void(const Answers&)> partial{};
    SampleStore* store = nullptr;  // given the record: also keeps a sample for later questions
    /// Takes finished work from there, and keeps it there; not where `row` wants each history.
    Journal* journal = nullptr;
    /// Receives each history's outcomes in the order of history numbers: one text per outcome.
    std::function<void(std::uint64_t history, const std::vector<std::string>& outcomes)> row{};
    ResultFile* file = nullptr;  // takes the histories
    std::uint64_t memory = 0;    // bytes that may be used; 0: what the machine has free
};

/// Returns everything wrong or doubtful in the file at `path`, a scenario or a module (a file
/// without `history`), in the order of the text, and behind it the notes of a file without errors;
/// empty if there is nothing to say. Throws std::runtime_error if it cannot be read.
std::vector<Finding> check_file(const std::string& path, const CompileOptions& options = {});

/// Returns `text`, a scenario or a module called `name` in messages, in the one canonical layout.
/// Comments stay. Throws ScenarioError if it cannot be parsed.
std::string format_text(const std::string& name, const std::string& text);

/// A compiled scenario.
class Scenario {
  public:
    /// Compiles the file at `path`.
    /// Throws ScenarioError with all findings if the text is wrong, std::runtime_error if a file
    /// cannot be read.
    static Scenario load(const std::string& path, const CompileOptions& options = {});

    /// Compiles `text` as if it stood in a file called `name`.
    static Scenario compile(const std::string& name, const std::string& text,
                            const CompileOptions& options = {});

    Scenario(Scenario&&) noexcept;
    Scenario& operator=(Scenario&&) noexcept;
    ~Scenario();

    /// The warnings found on the way.
    const std::vector<Finding>& warnings() const;

    /// Names of the outcomes, in the order written.
    std::vector<std::string> outcomes() const;

    /// Tells whether the scenario has a record to be given.
    bool has_record() const;

    /// Says what the scenario is made of.
    ScenarioDescription describe() const;

    /// What the scenario continues, the nearest first.
    std::vector<ContinuedScenario> continued() const;

    /// Runs histories 0 .. options.histories - 1, or, given the record, islands of particles.
    /// Throws HistoryError if one of them faults, RecordError if none meets the record,
    /// DegenerateError if too few do, QuestionError if `given` asks for a record that is not there,
    /// StoppedError if it was stopped before enough islands were done.
    Answers run(const RunOptions& options = {}) const;

    /// Names and labels of the what-ifs, in the order written.
    std::vector<std::pair<std::string, std::string>> what_ifs() const;

    /// Sets the actual histories and those of other worlds side by side. Throws QuestionError where
    /// a what-if is not the scenario's.
    WhatIfAnswers what_if(const WhatIfOptions& options) const;

    /// Tells one history of the sample in both worlds, side by side in `columns` cells from where
    /// they part; without a number, the first in which anything changes. Throws QuestionError.
    std::string tell_what_if(const WhatIfOptions& options, std::optional<std::uint64_t> history,
                             int columns) const;

    /// Says which of the scenario's causes an outcome came from. Throws QuestionError where the
    /// question does not fit the scenario.
    WhyAnswer why(const WhyOptions& options) const;

    /// Says how far an outcome depends on each thing that nobody knows. Throws QuestionError.
    SensitivityAnswer sensitivity(const SensitivityOptions& options) const;

    /// Tells one history: dated lines of what happened, what was chosen and with which odds, how
    /// votes fell.
    std::string tell(std::uint64_t history, std::uint64_t seed = 1) const;

    /// Says how large its program is, and how much memory questions to it take.
    CostAnswer cost(const CostOptions& options = {}) const;

    /// Prints a stage of the compilation: "tree", "model", "order" or "program".
    std::string dump(const std::string& stage) const;

    struct Parts;  // of the implementation

  private:
    friend class Play;
    explicit Scenario(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace jonbar
