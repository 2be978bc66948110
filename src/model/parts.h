// Parts of a model that its facts and questions share with its declarations.

#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "model/ids.h"

namespace jonbar {

/// What an assignment, a param or a declaration rests on.
struct Support {
    std::vector<ClaimId> cites;
    std::string assumed;    // the reason given, or empty
    std::string exception;  // the reason for naming a person, or empty
    bool hindsight = false;
};

enum class Distribution {
    Uniform,      // low, high
    Normal,       // mean, sd
    LogNormal,    // mean and sd of the log
    HalfNormal,   // sd of the normal
    Beta,         // a, b
    Gamma,        // shape, scale
    Exponential,  // rate
    Triangular,   // low, mode, high
    Bernoulli,    // p
    Binomial,     // n, p
    Poisson,      // mean
};

/// Whether it gives whole numbers only, each with a probability of its own.
constexpr bool is_discrete(Distribution distribution) {
    return distribution == Distribution::Bernoulli || distribution == Distribution::Binomial ||
           distribution == Distribution::Poisson;
}

/// What a cell holds before the first step.
struct Cell {
    ExpressionId initial;  // over `frame`
    FrameId frame;
    std::vector<double> bindings;  // values of the frame's first locals
    Support support;
    Span span;
};

}  // namespace jonbar
