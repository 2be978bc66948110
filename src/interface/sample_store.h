// Samples of posteriors, kept by what they were drawn of.

#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "interface/sampling.h"
#include "jonbar/questions.h"

namespace jonbar {

struct SampleStore::Parts {
    explicit Parts(std::uint64_t most) : size_max(most) {}

    /// Returns what is kept under a key, or nothing.
    /// Shared: whoever found it still reads it when it is forgotten.
    std::shared_ptr<const Sampled> find(const std::string& key);
    /// Keeps a sample that is not larger than the whole store, and forgets others for it; not where
    /// one of as many histories is kept under its key.
    void keep(const std::string& key, const Sampled& sampled);

    struct Kept {
        std::string key;
        std::shared_ptr<const Sampled> sampled;  // as above
        std::uint64_t size = 0;
    };
    std::mutex mutex;
    std::uint64_t size_max = 0, size = 0;
    std::list<Kept> kept;  // the one asked for last first
};

/// Returns a key that is the same for samples that are the same but for how many histories they
/// have, whatever is asked of them; empty for those that are not worth keeping or depend on more:
/// of a prior, or where the scenario continues another. What-ifs given beside the text
/// (`CompileOptions::interventions`) do not change what is drawn.
std::string sample_key(const Scenario::Parts& parts, const ConditioningOptions& conditioning,
                       const std::vector<bool>& facts, std::uint64_t seed);

}  // namespace jonbar
