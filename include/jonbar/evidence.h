// What a scenario rests on, and what becomes of its answers where a source is not believed or one
// side of a contradiction is certain: plain data, ready to print or to store. docs/evidence.md
// tells what each question means.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/questions.h"
#include "jonbar/report.h"
#include "jonbar/scenario.h"
#include "jonbar/what_if.h"

namespace jonbar {

/// Returns what the file at `path`, a scenario or a module, says without saying what it rests on,
/// which contradictions it passes over in silence and, with a folder of documents, which cited
/// documents and lines are not there; then, as notes, how many claims it uses of each module that
/// holds nothing else. Empty where the file is wrong otherwise: see `check_file`. Throws
/// std::runtime_error if it cannot be read, or if `documents` is no folder.
std::vector<Finding> check_evidence_of(const std::string& path, const CompileOptions& options,
                                       const std::optional<std::string>& documents);

/// Where a claim stands.
struct ClaimPlace {
    std::string source, title, language;  // "d003", "Life of Leon Trotsky", "fa"
    std::vector<int> lines;
    std::vector<std::string> quotes;  // of the lines, where the documents were given
};

struct ClaimAnswer {
    std::string name, text, kind, strength, when, group;
    std::vector<ClaimPlace> places;
    bool used = false;
};

/// What a part of a scenario rests on, or that it rests on something that was asked for.
struct GroundAnswer {
    std::string kind;         // "param", "value", "row", "let", "happening", "observation" …
    std::string what, place;  // "param frailty", "two-heirs.jon:12"
    std::vector<std::string> cites;
    std::string assumed;  // the reason, or empty
    bool hindsight = false;
    struct Alternative {
        std::string text, weight;  // as written
        std::vector<std::string> cites;
    };
    std::vector<Alternative> alternatives;
    std::vector<std::string> readers;  // of a param or let: what reads it, itself or through lets
};

struct SourceAnswer {
    std::string name, title, language, kind, file;
    std::size_t claims = 0, used = 0;
};

/// What is done with a group of claims that contradict each other.
enum class GroupState {
    Unused,     // none is cited
    Weighed,    // alternatives with weights cite several
    Cited,      // all are cited
    Explained,  // who cites one says in `assumed` why not the others
    Silent,     // one side is taken
};

struct GroupAnswer {
    std::string name;
    std::vector<std::string> claims;
    GroupState state = GroupState::Unused;
};

/// What becomes of one outcome between two readings of a scenario.
struct OutcomeMove {
    OutcomeShift prior;  // paired by history
    /// Given the record: shares, means and medians of two runs, their difference as if the runs
    /// were independent; `changed`, `flow` and the parts of a change are not known.
    std::optional<OutcomeShift> given;
};

/// One thing that a reading of the scenario has otherwise.
struct ChangeAnswer {
    std::string change;  // "alternative", "equal", "default", "vague", "left out", "kept"
    std::string what, detail, place;
};

/// A scenario read in another way, beside the scenario as it stands.
struct ReadingAnswer {
    std::vector<ChangeAnswer> changes;
    std::vector<OutcomeMove> outcomes;  // empty where nothing that matters changes
};

/// One claim of a group, as if it were certain.
struct SideAnswer {
    std::string claim;
    ReadingAnswer reading;
};

/// How readings are run.
struct ReadingOptions {
    std::uint64_t histories = 20'000;
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one per core. The answer does not depend on it
    std::optional<ConditioningOptions> given{};
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const std::string& what, std::uint64_t done, std::uint64_t all)> progress{};
};

struct EvidenceAnswer {
    std::string scenario, title, asked;  // asked: the name, or empty for the overview
    // The overview.
    std::vector<SourceAnswer> sources;
    std::vector<GroupAnswer> groups;
    std::size_t claims = 0, used = 0;
    std::size_t params = 0, params_cited = 0, params_assumed = 0;
    std::size_t observations = 0, observations_cited = 0;
    // What was asked for: what the name means, one or more of these.
    std::optional<SourceAnswer> source;
    std::vector<ClaimAnswer> claim_answers;  // the claim, those of the source, those that support
    std::vector<GroundAnswer> rests;         // on the claim or source
    std::vector<GroundAnswer> supported;     // what is called so, with what it rests on
    std::vector<GroupAnswer> conflicts;      // in which its claims stand
    std::optional<GroupAnswer> group;
    std::vector<SideAnswer> sides;  // of the group
    std::uint64_t seed = 0, histories = 0;
    bool given = false;  // sides are also run given the record
    double seconds = 0;
    int threads = 0;
};

struct WithoutAnswer {
    std::string scenario, title;
    std::vector<std::string> sources, claims;  // that are not believed
    std::size_t fallen = 0;                    // claims that nothing else supports
    ReadingAnswer reading;
    std::uint64_t seed = 0, histories = 0;
    bool given = false;
    double seconds = 0;
    int threads = 0;
};

/// Says what a scenario rests on; with a name – of a claim, a source, a group, or of what has
/// grounds – what rests on it or what it rests on. Throws ScenarioError, std::runtime_error if the
/// file cannot be read, QuestionError where nothing has the name, and what a run throws.
EvidenceAnswer evidence(const std::string& path, const std::string& name,
                        const CompileOptions& compile, const ReadingOptions& options);

/// Says what becomes of the answers where sources and claims are not believed. Throws as above, and
/// QuestionError where none is named.
WithoutAnswer without(const std::string& path, const std::vector<std::string>& sources,
                      const std::vector<std::string>& claims, const CompileOptions& compile,
                      const ReadingOptions& options);

/// Answers as text for a terminal and as JSON (docs/json.md).
std::string to_text(const EvidenceAnswer& answer, const TextOptions& options);
std::string to_json(const EvidenceAnswer& answer);
std::string to_text(const WithoutAnswer& answer, const TextOptions& options);
std::string to_json(const WithoutAnswer& answer);

}  // namespace jonbar
