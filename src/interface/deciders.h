// Who decides in a scenario, and what.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"

namespace jonbar {

/// An entity that may make decisions.
struct Decider {
    DomainId domain;
    std::uint32_t member = 0;
    std::uint64_t count = 0;             // instances of decisions
    std::vector<std::string> decisions;  // their declarations, as the model orders them
};

/// Lists them as the model orders them. What is decided `by` an expression may be any entity's of
/// its kind.
std::vector<Decider> deciders(const Model& model);

}  // namespace jonbar
