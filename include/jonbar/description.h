// What a scenario is made of, as a program that asks it questions needs to know it: names to choose
// from, and where each stands in the text. Plain data, ready to print.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/answers.h"

namespace jonbar {

/// Where something stands: a file, and a line counted from 1.
struct TextPlace {
    std::string file;
    int line = 0;
};

struct DescribedOutcome {
    std::string name, label, unit;
    AnswerKind kind = AnswerKind::Truth;
    std::vector<std::string> values, labels;  // of a truth or a choice
    TextPlace place;
};

/// A param or strength, or one cell of a family of them.
struct DescribedParam {
    std::string name, module, type, unit;  // name as `settings` takes it
    bool strength = false;
    std::optional<double> low, high;                 // its bounds
    std::optional<double> value;                     // where it is not drawn
    std::optional<std::array<double, 5>> quantiles;  // kQuantiles, where it is drawn as it stands
    std::string prior;                               // as written
    std::vector<std::string> cites;
    std::string assumed;
    TextPlace place;
};

/// A cause or a what-if.
struct DescribedWorld {
    std::string name, label, group;          // group: of a cause
    std::vector<std::string> interventions;  // as written; of a cause, those of its absence
    TextPlace place;
};

/// One observation of the record.
struct DescribedFact {
    std::size_t number = 0;  // as ConditioningOptions::left_out takes it
    std::string text;
    std::string first, last;  // dates; of several accounts, from the first to the last
    std::size_t accounts = 1;
    bool ending = false;
    std::vector<std::string> cites;
    std::string assumed;
    TextPlace place;
};

/// A kind with its entities or an enum with its values.
struct DescribedDomain {
    std::string name;
    bool is_enum = false;
    std::vector<std::string> members, labels;
};

/// What can happen: blocked, forced or chosen by a what-if.
struct DescribedHappening {
    std::string kind;  // "rule", "event", "decision", "vote"
    std::string name, module;
    std::vector<std::string> indices;  // names of domains
    bool unordered = false;            // of a pair, either order is meant
    struct Option {
        std::string name, over;  // over: the domain of which it has an option each, or empty
    };
    std::vector<Option> options;  // of a decision, or of an election
    TextPlace place;
};

/// What a what-if can set or hold.
struct DescribedState {
    std::string kind;                        // "variable", "attribute", "relation"
    std::string name, module, type, domain;  // type as written; domain of a member
    std::string unit;
    std::vector<std::string> indices;
    std::optional<double> low, high;
    TextPlace place;
};

/// Who can be played, and what is then decided.
struct DescribedPlayer {
    std::string name, label, domain;
    std::uint64_t count = 0;             // instances of decisions
    std::vector<std::string> decisions;  // their names
};

struct ScenarioDescription {
    std::string scenario, title, from, to, by;
    std::vector<std::string> files;  // all that it is read from, itself first
    std::vector<ContinuedScenario> continues;
    std::vector<DescribedOutcome> outcomes;
    std::vector<DescribedParam> params;
    std::vector<DescribedWorld> causes, what_ifs;
    std::vector<DescribedFact> record;
    std::vector<DescribedDomain> domains;
    std::vector<DescribedHappening> happenings;
    std::vector<DescribedState> states;
    std::vector<DescribedPlayer> players;
};

/// The description as one JSON object (docs/serving.md).
std::string to_json(const ScenarioDescription& description);

}  // namespace jonbar
