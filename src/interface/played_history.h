// One history with a player in it, run from its start as often as he chooses anew.
//
// A history takes milliseconds, so nothing is kept between two choices but the choices: to go back
// is to run again with one less. For odds, the state at the beginning of the player's step is laid
// into many lanes. They run that step as it ran, up to the turn of his decision (or, of one that
// another statement fires, up to itself); from there on each lane has noise of its own.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/workspace.h"
#include "interface/parts.h"
#include "jonbar/play.h"
#include "query/outcome_fold.h"

namespace jonbar {

/// An option that is open.
struct OpenOption {
    double slot = 0;
    std::string name, label;
    double worth = 0;
};

/// A decision of the player's, as it stands open.
struct OpenDecision {
    std::int64_t step = 0;
    std::uint32_t place = 0;  // Program::pauses
    /// What was taken in those of his decisions that stood before it in this step.
    std::vector<double> earlier;
    std::vector<std::uint32_t> instance;
    std::string name;  // "offer(anna, boris)"
    std::vector<OpenOption> options;
    double own = 0;  // the slot that is taken without him

    /// Returns the option of a slot. Requires: it is open.
    [[nodiscard]] const OpenOption& at(double slot) const;
};

/// A history as far as it was run.
struct PlayedRun {
    std::vector<engine::TraceLine> lines;
    std::vector<OpenDecision> taken;             // those for which there was a choice
    std::optional<OpenDecision> open;            // the next one; none: the history is at its end
    std::vector<PlayKnown> known;                // where it is open
    std::optional<engine::StateColumns> before;  // the state at the beginning of its step
    std::vector<double> outcomes;                // at the end
    std::vector<char> missed;                    // by Program::facts
    std::optional<engine::HistoryFault> fault;
};

class PlayedHistory {
  public:
    /// Throws ScenarioError where a limit is exceeded. Requires: the parts outlive it.
    PlayedHistory(const Scenario::Parts& parts, program::Player player, std::uint64_t seed,
                  const std::atomic<bool>* stop);

    /// Which history the next runs are of.
    void set_history(std::uint64_t history) { history_ = history; }

    /// Runs the history with these slots chosen, up to the decision behind them, or to its end if
    /// the rest are left to the entity. Where one option alone is open there is nothing to decide.
    /// Throws StoppedError when it is stopped.
    PlayedRun run(std::span<const double> choices, bool to_end);

    /// Tells where the options lead from where a run stood open.
    PlayOdds odds(const PlayedRun& at, std::uint64_t histories, const PlayOptions& options) const;

    [[nodiscard]] const program::Program& program() const { return program_; }
    /// The chronicle of a run; bare: without the odds of what was chosen.
    [[nodiscard]] std::vector<PlayLine> chronicle(const std::vector<engine::TraceLine>& lines,
                                                  bool bare) const;
    /// Which of the model's facts Program::facts are.
    [[nodiscard]] const std::vector<std::size_t>& facts() const { return facts_; }

  private:
    OpenDecision open_decision(const engine::PauseNote& note) const;
    void run_odds(engine::Workspace& workspace, engine::StateColumns& state, const PlayedRun& at,
                  double slot, std::uint64_t first) const;

    const Scenario::Parts& parts_;
    program::Player player_;
    std::uint64_t seed_, history_ = 0;
    const std::atomic<bool>* stop_;
    std::vector<std::size_t> facts_;
    program::Program program_;
    engine::BoundProgram bound_;
    engine::Workspace workspace_;
    engine::StateColumns state_;
};

/// Tells what the player may know of a state: what is his, how he stands to others, who holds what,
/// and what is common to all. What nobody knows, and what others are like, is left out.
std::vector<PlayKnown> known_to(const Model& model, const program::Program& program,
                                program::Player player, const engine::StateColumns& state);

}  // namespace jonbar
