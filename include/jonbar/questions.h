// How many histories a question is asked of, and which.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace jonbar {

class Journal;

/// The question asks for what the scenario does not have.
class QuestionError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// No history meets the record. Says at which fact, and what the histories did instead.
class RecordError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Too few histories carry what the record leaves: no answer would be worth its interval.
class DegenerateError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The user stopped the run before it had anything to answer with.
class StoppedError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class ResultFile;  // jonbar/result_file.h

/// How histories are made to follow the record (docs/computation.md, Conditioning).
struct ConditioningOptions {
    std::uint64_t particles = 131'072;  // made up to whole islands, at least 16
    std::uint64_t island_size = 8192;
    std::uint64_t moves = 2;  // sweeps of Metropolis moves behind a resampling that needs them
    std::string until{};      // a date: only facts whose window ends by then; empty: all
    std::vector<std::size_t> left_out{};  // facts not followed, numbered in the order written
    bool operator==(const ConditioningOptions&) const = default;
};

/// Histories under a record, kept for later questions to the same text about the same histories: to
/// draw them takes long, to ask them does not. Forgets what was not asked for longest. May be used
/// from several threads at a time.
class SampleStore {
  public:
    explicit SampleStore(std::uint64_t size_max);  // bytes, about
    SampleStore(const SampleStore&) = delete;
    SampleStore& operator=(const SampleStore&) = delete;
    ~SampleStore();

    struct Parts;  // of the implementation
    [[nodiscard]] Parts& parts() const { return *parts_; }

  private:
    std::unique_ptr<Parts> parts_;
};

/// The histories of `what_if`, `why` and `sensitivity`: drawn from the posterior under the
/// scenario's record, the same number from each island; from the prior if it has none.
struct SampleOptions {
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one per core. The answer does not depend on it
    ConditioningOptions conditioning{};
    std::uint64_t chunk_lanes = 0;  // as of a run: no answer depends on it
    bool prior = false;             // leave the record out
    std::uint64_t histories = 0;    // 0: 1,280 from each of 16 islands, the same from the prior
    const std::atomic<bool>* stop = nullptr;
    /// What is going on, and how far: done of all.
    std::function<void(const std::string& what, std::uint64_t done, std::uint64_t all)> progress{};
    SampleStore* store = nullptr;  // takes the sample from there, or puts it there
    Journal* journal = nullptr;    // takes finished work from there, and keeps it there
    ResultFile* file = nullptr;    // takes the sample's histories, in each world
    std::uint64_t memory = 0;      // bytes that may be used; 0: what the machine has free
};

struct WhatIfAnswers;

struct WhatIfOptions {
    SampleOptions sample{};
    std::vector<std::string> names{};  // of the scenario's what-ifs
    /// Causes of the scenario that are absent together, in one world more, "without A, B".
    std::vector<std::string> without{};
    /// Receives what the histories done so far say, marked partial: each time that they are twice
    /// as many. One call at a time; the last is of all, unless the question is stopped.
    std::function<void(const WhatIfAnswers&)> partial{};
    /// Later chance is new in both worlds, and no record is imposed; only what is drawn before the
    /// first step is the sample's.
    bool interventional = false;
};

struct WhyOptions {
    SampleOptions sample{};
    std::string outcome{};   // its name
    std::string value{};     // empty: yes, or the value that most histories have
    bool couplings = false;  // the range over the three couplings of choices
    bool bounds = false;     // Tian and Pearl's, under the record before each cause
};

struct SensitivityOptions {
    SampleOptions sample{};
    std::string outcome{}, value{};
};

}  // namespace jonbar
