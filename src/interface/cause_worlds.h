// The worlds that differ by which causes are absent.
//
// Absence of cause i is switch i; the clause that brings a cause about, where it has one, is a
// switch behind all of these, on in altered worlds that keep the cause. What came of the worlds of
// a history is kept in the order of the sample, whichever thread ran it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/workspace.h"
#include "inference/worlds.h"
#include "interface/asked_outcome.h"
#include "interface/sampling.h"
#include "program/lower.h"
#include "query/attribution.h"

namespace jonbar {

struct CauseSwitches {
    explicit CauseSwitches(const Model& model);

    /// Returns the world in which these causes are absent.
    [[nodiscard]] inference::WorldSet world(CauseSet absent) const;

    std::vector<program::Switch> lowered;
    std::vector<std::pair<std::size_t, std::size_t>> present;  // a cause, and its other switch
};

/// What the worlds of one history came to.
struct HistoryTold {
    CauseSet present = 0;     // causes whose absence would change something
    bool actual = false;      // the outcome holds in the actual world
    std::vector<char> holds;  // by altered world asked for
};

class CauseWorlds {
  public:
    /// Requires: all that is passed outlives it; at most kSwitchCountMax switches.
    CauseWorlds(const Scenario::Parts& parts, const Sampled& sampled, const CauseSwitches& switches,
                const SampleOptions& options, std::optional<Coupling> coupling);

    [[nodiscard]] const engine::BoundProgram& bound() const { return bound_; }

    /// Runs the worlds that `sets(history number)` names; 0, the actual one, counts as run.
    /// `what` is told to who wants progress.
    void run(const AskedOutcome& asked, const std::string& what,
             const std::function<std::vector<CauseSet>(std::uint64_t)>& sets);

    /// What the last run told of a particle.
    [[nodiscard]] const HistoryTold& told(std::size_t sample, std::size_t particle) const {
        return told_[first_[sample] + particle];
    }
    /// The work of the last run.
    [[nodiscard]] const inference::WorldsResult& result() const { return result_; }

  private:
    const Scenario::Parts& parts_;
    const Sampled& sampled_;
    const CauseSwitches& switches_;
    const SampleOptions& options_;
    program::Program program_;
    engine::BoundProgram bound_;
    std::vector<std::size_t> first_;  // of each sample's histories
    std::vector<HistoryTold> told_;
    inference::WorldsResult result_;
};

}  // namespace jonbar
