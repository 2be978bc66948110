// Playing a history: the decisions of one entity are made by who asks, one after the other.
//
//     jonbar::Play play(scenario, {.person = "clara", .history = 3});
//     while (const jonbar::PlayStop* stop = play.stop()) play.choose(stop->options[0].name);
//     const jonbar::PlayEnd end = play.end();
//
// The history is that of `Scenario::tell`: same seed, same number, same chance. All others decide
// by their own noise, so who chooses what the entity would have chosen has that very history, and
// who chooses otherwise once has the same world otherwise. Nothing here prints; a Play is used by
// one thread at a time.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "jonbar/answers.h"
#include "jonbar/questions.h"

namespace jonbar {

class Scenario;

inline constexpr std::uint64_t kPlayHistoriesTried = 64;

struct PlayOptions {
    std::string person{};  // an entity, by name or label
    /// The one to play; none: the first in which the entity decides, if that is among the first
    /// kPlayHistoriesTried, else history 0.
    std::optional<std::uint64_t> history{};
    std::uint64_t seed = 1;
    int threads = 0;                     // for odds; 0: one per core. No answer depends on it
    ConditioningOptions conditioning{};  // of a scenario that this one continues
    /// True: odds that are being computed end early, and a history throws StoppedError.
    const std::atomic<bool>* stop = nullptr;
};

/// A line of the chronicle.
struct PlayLine {
    std::string date, text;
    bool operator==(const PlayLine&) const = default;
};

/// What the player knows: a value of the state, by its name in the scenario.
struct PlayKnown {
    enum class About { Self, Ties, Holders, World };
    About about = About::World;
    std::string name;   // "skill", "tie(boris)", "chair.holder", "leader"
    std::string value;  // as the chronicle prints it, with its unit
    /// Of a truth no, of a number 0, of a reference nobody: little to tell.
    bool empty = false;
    bool number = false;
    bool changed = true;  // since the stop before; at the first all is new
};

struct PlayOption {
    std::string name;   // "wait", "strike_at(stalin)"
    std::string label;  // of the entity it is about: "Joseph Stalin"; else empty
    double share = 0;   // how likely the entity is to choose it, by the scenario
};

/// What the record says of a decision: a fact, as written.
struct PlayAdvice {
    std::string text;
    std::string option;  // the one it names
    bool chosen = true;  // false: never this one
};

/// A decision of the player's: where at least two options are open.
struct PlayStop {
    std::size_t number = 0;  // from 1
    std::string date, decision;
    std::vector<PlayLine> told;  // since the stop before
    std::vector<PlayKnown> known;
    std::vector<PlayOption> options;  // as the scenario orders them; at least two
    std::vector<PlayAdvice> record;
};

/// A choice that was made.
struct PlayChoice {
    std::string date, decision, option;
    std::string own;  // what the entity would have chosen there
};

/// Where the options lead: the outcomes of histories that are the same to this point, each with
/// chance of its own from here on, in which the entity decides for itself later.
struct PlayOdds {
    std::uint64_t histories = 0;  // for each option
    bool partial = false;         // stopped; only the first options are told
    struct Option {
        std::string name;
        std::vector<OutcomeAnswer> outcomes;
    };
    std::vector<Option> options;
};

struct PlayOutcome {
    std::string name, label, unit;
    bool number = false;
    std::string played, own;  // own: as the history would have been
};

/// What became of a fact of the record. Nothing where it cannot be told: a measurement is neither
/// met nor missed, and what a draw gave was not drawn for it.
struct PlayFact {
    std::string text;
    std::optional<bool> played, own;
};

/// A history at its end, beside the one in which the entity decided for itself, and the record.
struct PlayEnd {
    std::vector<PlayLine> told;  // since the last stop
    std::vector<PlayChoice> choices;
    std::vector<PlayOutcome> outcomes;
    std::string parted;  // the first date on which the two chronicles differ; empty: never
    std::vector<PlayLine> only_played, only_own;
    std::vector<PlayFact> facts;
};

/// A game as it is kept: all that is needed to come to the same place again.
struct SavedPlay {
    std::string scenario;  // its file
    std::string hash;      // of the text, its modules and tables, and the settings
    std::vector<std::string> settings, continue_as;  // CompileOptions
    std::string person, title;
    std::uint64_t history = 0, seed = 1;
    ConditioningOptions conditioning{};
    struct Choice {
        std::string date, decision, option;
    };
    std::vector<Choice> choices;
};

/// A saved game that is damaged or is of another scenario. Says how, and what to do.
class SavedPlayError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Writes a saved game as JSON, and reads it. Reading throws SavedPlayError.
std::string to_json(const SavedPlay& saved);
SavedPlay saved_play(const std::string& json, const std::string& name);

class Play {
  public:
    /// Runs the history to the first decision. Throws QuestionError where the entity is not known
    /// or decides nothing, HistoryError, and StoppedError. Requires: the scenario outlives it.
    Play(const Scenario& scenario, const PlayOptions& options);

    /// Runs a saved game to where it was left. Of the options it takes threads and stop. Throws
    /// SavedPlayError where scenario and game do not fit. Requires: as above.
    static Play resume(const Scenario& scenario, const SavedPlay& saved,
                       const PlayOptions& options = {});

    Play(Play&&) noexcept;
    Play& operator=(Play&&) noexcept;
    ~Play();

    /// The name and the label of the entity.
    [[nodiscard]] const std::string& person() const;
    [[nodiscard]] const std::string& label() const;
    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::uint64_t history() const;
    /// Tells whether the history was looked for: the first in which there is a decision to make.
    [[nodiscard]] bool found_history() const;

    /// The decision that is to be made; nullptr at the end.
    [[nodiscard]] const PlayStop* stop() const;

    /// Makes it, and runs on to the next. Throws QuestionError where no such option is open,
    /// HistoryError and StoppedError, after which it stands where it stood.
    void choose(const std::string& option);
    /// Lets the entity choose. Returns what it chose.
    std::string choose_own();
    /// Goes back to the decision before; false at the first.
    bool undo();

    /// The choices that were made.
    [[nodiscard]] const std::vector<PlayChoice>& choices() const;

    /// Tells where each option leads. `until` ends it early in place of PlayOptions::stop.
    /// Requires: there is a stop.
    [[nodiscard]] PlayOdds odds(std::uint64_t histories = 512,
                                const std::atomic<bool>* until = nullptr) const;

    /// Sets the history beside what it would have been. Requires: there is no stop.
    [[nodiscard]] PlayEnd end() const;

    /// The whole chronicle to this point.
    [[nodiscard]] const std::vector<PlayLine>& chronicle() const;

    [[nodiscard]] SavedPlay saved() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace jonbar
