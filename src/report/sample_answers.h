// Answers with one of everything, made by hand, for the tests of what is printed.

#pragma once

#include "jonbar/answers.h"

namespace jonbar {

/// Returns a small set of answers that exercises every section of a report.
inline Answers sample_answers() {
    Answers answers;
    answers.scenario = "small.jon";
    answers.title = "A small history";
    answers.from = "1922-04";
    answers.to = "1924-12";
    answers.by = "month";
    answers.seed = 7;
    answers.histories = answers.requested = 1000;
    answers.seconds = 0.25;
    OutcomeAnswer leads;
    leads.name = "leads";
    leads.label = "Who leads";
    leads.kind = AnswerKind::Choice;
    leads.values.push_back({"anna", "Anna \"A\"", 750, {0.75, 0.722, 0.776}});
    leads.values.push_back({"none", "nobody", 250, {0.25, 0.224, 0.278}});
    leads.present = 1000;
    OutcomeAnswer size;
    size.name = "size";
    size.unit = "thousand men";
    size.kind = AnswerKind::Number;
    size.present = 1000;
    size.mean = {10.5, 10.25, 10.75};
    size.sd = 2;
    size.least = 4;
    size.greatest = 20;
    size.quantiles = {
        {{6, 5.5, 6.5}, {8, 7.5, 8.5}, {10, 9.5, 10.5}, {12, 11.5, 12.5}, {16, 15.5, 16.5}}};
    OutcomeAnswer left;
    left.name = "left";
    left.kind = AnswerKind::Date;
    left.values.push_back({"1923-02", "1923-02", 100, {0.1, 0.083, 0.12}});
    left.values.push_back({"1924-11", "1924-11", 300, {0.3, 0.272, 0.329}});
    left.values.push_back({"never", "never", 600, {0.6, 0.569, 0.63}});
    left.present = 400;
    left.quantile_dates = {"1923-02", "1923-02", "1924-11", "1924-11", "1924-11"};
    left.bins = {{1922, 2, 0}, {1922, 3, 0}, {1922, 4, 0},  {1923, 1, 100},
                 {1923, 2, 0}, {1923, 3, 0}, {1923, 4, 0},  {1924, 1, 0},
                 {1924, 2, 0}, {1924, 3, 0}, {1924, 4, 300}};
    answers.outcomes = {leads, size, left};
    answers.events.push_back({"dies(anna)", "dies", false, {0.25, 0.224, 0.278}, 0.25});
    DecisionAnswer side;
    side.name = side.family = "side";
    side.share = {0.5, 0.469, 0.531};
    side.mean_times = 1.5;
    side.options.push_back({"join(anna)", 0.8, {0.4, 0.37, 0.43}});
    side.options.push_back({"alone", 0.2, {0.1, 0.083, 0.12}});
    answers.decisions.push_back(side);
    answers.votes.push_back(
        {"expel", "expel", {0.5, 0.469, 0.531}, {0.1, 0.083, 0.12}, 0.6, 0.1667});
    answers.never = {"dies(boris)", "side: resign"};
    answers.saturations.push_back({"tie", 1234});
    answers.fired_in_vain = 3;
    return answers;
}

}  // namespace jonbar
