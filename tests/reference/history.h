#pragma once
// What one history consists of while the twin runs it, and what it leaves behind.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"
#include "math/distributions.h"
#include "math/quantile_table.h"
#include "model/model.h"

namespace jonbar::reference {

/// The members of a set: one truth per member of its domain.
using Members = std::vector<bool>;

/// A value of any type: a number, a truth as 0 or 1, or a set.
struct Value {
    double number = 0;
    Members members;
    bool operator==(const Value&) const = default;
};

enum class FaultKind {
    DivisionByZero,
    OutsideDomain,  // of a function
    NotFinite,      // assigned, bound, or used to decide
    NegativeHazard,
    NoMeanTime,  // a mean time that is not above 0
    NotAChance,  // outside 0..1
    WrongParameter,
    WrongSize,       // of a voter
    NegativeWeight,  // of a candidate
    OfNothing,       // max, min or mean
    NoFigure,        // of a series
    AssignedTwice,   // in one `together`
    IntegerTooLarge,
    NativeArgument,  // nonsense told to a native function, or too many members
};

/// Why a history could not go on. `step` is -1 before the first step.
struct Fault {
    FaultKind kind = FaultKind::NotFinite;
    std::int64_t step = 0;
    Span span;
};

/// What is known of one instance of a declaration.
struct Record {
    bool ran = false;                     // happened, taken or held
    std::int64_t ran_step = -2;           // when last
    double on = kNoDate;                  // the last time it happened, was taken or carried
    std::uint64_t times = 0;              // how often it did
    double held = kNoDate;                // a vote's last sitting
    double margin = 0;                    // and its margin
    std::optional<std::uint32_t> option;  // what was chosen last
    double entity = kNobody;              // of an option over entities
    bool operator==(const Record&) const = default;
};

/// How often things occurred in one history. What never occurred has no entry.
struct Counters {
    struct Instance {
        std::uint32_t declaration = 0;
        std::size_t index = 0;  // row-major, of the instance's entities
        auto operator<=>(const Instance&) const = default;
    };
    struct Choice {
        Instance instance;
        std::uint32_t option = 0;
        int entity = -1;  // of an option over entities
        auto operator<=>(const Choice&) const = default;
    };
    struct Branch {
        std::uint32_t statement = 0;
        bool otherwise = false;
        auto operator<=>(const Branch&) const = default;
    };
    std::map<Instance, std::uint64_t> ran;      // events, rules; decisions taken; votes held
    std::map<Instance, std::uint64_t> carried;  // votes
    std::map<Choice, std::uint64_t> chosen;
    std::map<Branch, std::uint64_t> branches;
    std::map<std::uint32_t, std::uint64_t> saturations;  // by state
    /// Of a hold: which alteration of the world it belongs to, and which intervention it is there.
    struct Hold {
        std::size_t alteration = 0, intervention = 0;
        auto operator<=>(const Hold&) const = default;
    };
    std::map<Hold, std::uint64_t> undone;  // changes of what is held
    std::uint64_t fired_in_vain = 0;
    bool operator==(const Counters&) const = default;
};

/// A what-if's interventions, or a cause's: `on` in the world that is told, or only watched.
struct Alteration {
    const std::vector<Intervention>* interventions = nullptr;
    bool on = true;
};
using World = std::vector<Alteration>;  // the actual one has none on

/// What an alteration did.
struct Effect {
    /// The first step in which it changed a value or a result, -1 before the first. Of what is on.
    std::optional<std::int64_t> touched;
    bool offered = false;  // an option that it chooses was there, whether it is on or not
};

/// A line of the chronicle.
struct Line {
    std::int64_t step = 0;
    std::string text;
};

/// A use of noise.
struct Use {
    std::string site;
    std::uint32_t step = 0;  // as the noise counts it
    auto operator<=>(const Use&) const = default;
};

/// What histories of one seed have in common, found once.
struct Memo {
    std::map<std::string, std::uint64_t> keys;  // of sites, by name
    std::map<std::pair<math::Family, math::Parameters>, math::QuantileTable> tables;
};

/// One history from first to last. Where it has a fault, the rest is as it stood then.
struct History {
    std::optional<Fault> fault;
    std::vector<double> outcomes;           // in the order written; kNoDate or kNobody where none
    std::vector<std::vector<Value>> cells;  // of every state, when the history ended
    Counters counters;
    std::vector<Line> chronicle;
    std::vector<Use> uses;  // where asked for
    /// Of each fact the log of its factor before the first step and in each step, where asked for.
    std::vector<std::vector<double>> log_factors;
    std::vector<Effect> effects;  // of the world's alterations
};

}  // namespace jonbar::reference
