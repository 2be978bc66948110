// Histories of a posterior or a prior, each told so that it can be run again, bit for bit.
//
// A history is a function of what was drawn at step 0 and of its noise. A particle of a filter
// carries the first as a vector of uniforms, by Program::start_draws; the second it has from its
// ancestors: time is cut into *epochs* at each resampling, and within one the particle has the
// noise of one history number. A history of the prior has its own noise throughout.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/workspace.h"

namespace jonbar::inference {

/// Particles of one island, of equal weight; they may share ancestors, and those of other samples
/// share none. Or histories of a prior.
struct Sample {
    double log_evidence = 0;  // of the island; of a prior 0
    /// Each particle's own number, island × island size + slot: what else is drawn for it is keyed
    /// by this number.
    std::vector<std::uint64_t> numbers;
    std::vector<std::int64_t> epochs;               // the first step of each, ascending, from -1
    std::vector<std::vector<std::uint64_t>> noise;  // [epoch][particle]: history number
    std::vector<std::vector<double>> start;  // [start draw][particle]: in (0, 1), or imported

    [[nodiscard]] std::size_t count() const { return numbers.size(); }
};

/// Returns the histories first .. first + count - 1 of the prior. Requires: a program lowered with
/// start draws.
Sample prior_sample(const engine::BoundProgram& bound, std::uint64_t first, std::size_t count);

/// Returns histories of the prior by their numbers.
Sample prior_sample(const engine::BoundProgram& bound, std::vector<std::uint64_t> numbers);

/// Returns some particles of a sample, by number, in that order.
Sample some_of(const Sample& sample, const std::vector<std::size_t>& particles);

}  // namespace jonbar::inference
