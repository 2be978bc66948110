#pragma once
// The engine beside the slow twin: one scenario's outcomes, state, counters and fault, bit for bit.
//
// The twin's histories are told once; each setting of the engine is then held against them. What
// differs is returned as text, so that a test, or a program that compares by the thousand, can say
// it.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/workspace.h"
#include "math/cpu.h"
#include "program/program.h"
#include "tests/pipeline.h"
#include "tests/reference/history.h"
#include "tests/twin_counts.h"

namespace jonbar {

struct Setting {
    std::size_t lanes = 1;
    std::size_t threads = 1;
    bool optimise = true;
};

std::string describe(const Setting& setting);

/// Whether the twin says what the facts of the record weigh.
enum class Facts : std::uint8_t { Ignored, Weighed };

class Comparison {
  public:
    /// Tells `count` histories, or those up to the first that faults, and lowers the scenario; what
    /// is wrong with it goes to `errors` of the scene, and then nothing may be compared.
    Comparison(Scene& scene, std::size_t count, Facts facts = Facts::Ignored);

    /// Runs all histories on threads; returns how outcomes, counters or fault differ from the
    /// twin's, or nothing.
    [[nodiscard]] std::string difference(const Setting& setting) const;

    /// Runs one chunk with the kernels of an instruction set.
    [[nodiscard]] std::string difference(math::InstructionSet set, bool optimise) const;

    /// Runs one chunk with the facts of the record as conditions; returns how what they weigh, step
    /// by step, differs from what the twin says. Requires: facts are weighed.
    [[nodiscard]] std::string difference_of_facts(Scene& scene, bool optimise) const;

  private:
    [[nodiscard]] std::string of_chunk(const program::Program& program,
                                       engine::Workspace& chunk) const;
    [[nodiscard]] std::string of_state(const program::Program& program, engine::Workspace& chunk,
                                       std::size_t lane, const reference::History& history) const;
    [[nodiscard]] std::string of_counters(const program::Program& program,
                                          const std::vector<std::int64_t>& counters) const;

    const Model& model_;
    std::vector<reference::History> histories_;
    TwinCounts counts_;
    program::Program optimised_, plain_;
};

}  // namespace jonbar
