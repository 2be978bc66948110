// What `whatif` answers: plain data, ready to print or to store.
//
// A history is run in its actual world and in each altered one, on the same noise, so differences
// are per history. Intervals are 95 % intervals: of a conditioned answer from the spread between
// islands, else from the differences of single histories.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jonbar/answers.h"

namespace jonbar {

/// One value of an outcome in both worlds.
struct ValueShift {
    std::string value, label;  // as of ValueShare
    Estimate actual, altered;  // shares of histories
    Estimate difference;       // altered less actual
};

/// What became of one outcome.
struct OutcomeShift {
    std::string name, label, unit;
    AnswerKind kind = AnswerKind::Truth;
    Estimate changed;  // share of histories in which it is another
    /// Truth, Choice: as of OutcomeAnswer. Date: one, "ever": that it has a date.
    std::vector<ValueShift> values;
    /// Truth, Choice: the share of histories with each value in the actual world (first index) and
    /// in the altered one.
    std::vector<std::vector<double>> flow;
    Estimate actual_mean, altered_mean, mean_difference;  // Number
    std::string actual_median, altered_median;            // Date: of the histories that have one
    double sooner = 0, later = 0, gained = 0, lost = 0;   // Date; Number: less, greater, 0, 0
};

/// An event, a choice or a vote that first comes at another time, or comes in one world alone.
struct TimingShift {
    std::string name;  // "dies(lenin)", "testament(trotsky): speak", "expel(trotsky) carried"
    Estimate changed;  // share of histories; the four parts of it:
    double sooner = 0, later = 0, gained = 0, lost = 0;  // gained: in the altered world only
    std::string median;  // of the dates from which the worlds differ in it
};

/// One altered world beside the actual one.
struct WhatIfAnswer {
    std::string name, label;
    std::vector<std::string> interventions;  // as written
    Estimate unchanged;      // share of histories in which it changes nothing at all
    bool chooses = false;    // it has a `choose`, whose option
    Estimate never_offered;  // was never offered in this share of histories
    std::vector<OutcomeShift> outcomes;
    std::vector<TimingShift> timings;  // by median
};

struct WhatIfAnswers {
    std::string scenario, title, from, to, by;
    std::uint64_t seed = 0, histories = 0, requested = 0;
    std::uint64_t islands = 0;    // 0: not conditioned on the record
    bool interventional = false;  // later chance is new in both worlds
    bool partial = false;
    std::vector<WhatIfAnswer> what_ifs;
    double steps_saved = 0;  // share of the steps that needed no computing
    double seconds = 0;
    int threads = 0;
    std::vector<std::string> settings;
};

}  // namespace jonbar
