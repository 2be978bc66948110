#pragma once
// The slow twin: what a checked model means, one history at a time.
//
// A tree-walking interpreter, written from docs/computation.md and from nothing else, as plain as
// can be: it has no idea of speed, and shares with the engine only the scalar functions of src/math
// and the names of sites. The engine is right when both give the same bits.

#include <cstdint>
#include <vector>

#include "model/model.h"
#include "tests/reference/history.h"

namespace jonbar::reference {

/// Runs histories of a model under one seed.
class Twin {
  public:
    /// Requires: the model outlives the twin.
    Twin(const Model& model, std::uint64_t seed) : model_(model), seed_(seed) {}

    /// Makes `run` list every use of noise.
    void list_uses() { lists_uses_ = true; }

    /// Makes `run` weigh the facts of the record, as conditions.
    void weigh_facts() { weighs_facts_ = true; }

    /// Runs a history in the actual world or in another. It goes on from the history of the same
    /// number of the scenario that the model continues, if any, whatever that one's record.
    History run(std::uint64_t number, const World& world = {});

    /// Returns what crosses to a history.
    std::vector<double> imports(std::uint64_t number) const;

  private:
    const Model& model_;
    std::uint64_t seed_;
    bool lists_uses_ = false;
    bool weighs_facts_ = false;
    Memo memo_;
};

}  // namespace jonbar::reference
