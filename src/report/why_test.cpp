#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jonbar/report.h"

namespace jonbar {
namespace {

WhyAnswer sample() {
    WhyAnswer answer;
    answer.scenario = "small.jon";
    answer.title = "A small history";
    answer.outcome = "leads";
    answer.value = "anna";
    answer.seed = 7;
    answer.histories = 1280;
    answer.islands = 16;
    answer.conditioned = true;
    answer.with_all = {0.8, 0.75, 0.85};
    answer.without_any = {0.3, 0.25, 0.35};
    answer.prior = Estimate{0.4, 0.39, 0.41};
    answer.prior_without_strengths = Estimate{0.25, 0.24, 0.26};
    answer.first_stays_first = 0.64;
    CauseAnswer office;
    office.name = "office";
    office.label = "She held the office";
    office.group = "machine";
    office.absence = "set office.holder = boris at 1923-01";
    office.present = 1;
    office.has_necessity = office.has_sufficiency = true;
    office.necessity = {0.43, 0.39, 0.47};
    office.sufficiency = {0.12, 0.08, 0.16};
    office.shapley = {0.3, 0.27, 0.33};
    office.owen = {0.31, 0.28, 0.34};
    office.param_share = 0.42;
    CauseAnswer voice = office;
    voice.name = "voice";
    voice.label = "";
    voice.group = "character";
    voice.absence = "redraw anna.voice";
    voice.shapley = {0.2, 0.1, 0.3};
    voice.has_sufficiency = false;
    voice.param_share = 0.07;
    voice.tied = true;
    answer.causes = {office, voice};
    answer.groups = {{"machine", {0.31, 0.28, 0.34}, 2}, {"character", {0.19, 0.1, 0.28}, 1}};
    answer.interactions = {{"office", "voice", {0.05, 0.01, 0.09}}};
    answer.worlds = 3840;
    answer.lane_steps_saved = 0.25;
    return answer;
}

TEST(WhyReportTest, PrintsEverySection) {
    EXPECT_EQ(to_text(sample()), R"(Why leads = anna?  A small history
1,280 histories from 16 islands, given the record   seed 7   0.0 s
It holds in 80 % (75–85); with every cause absent in 30 % (25–35).
Before any record: in 40 % (39–41); with all strengths at zero in 25 % (24–26).
Under these structures and priors; what absence means stands below.

    Cause              Shapley, points       Necessity, %  Sufficiency, %  Present
 1= She held the offi… 30.0 (27.0 to 33.0)   43 (39–47)    12 (8–16)       100 %
 1= voice              20.0 (10.0 to 30.0)   43 (39–47)    –               100 %
The first stays first in 64 % of draws of the params from their priors; = marks
those whose order with the first of their rank turns in more than a third.
Of the variance of the first 2 effects between histories 42 and 7 % is of what nobody knows.
Shapley values from two orders of the causes a history.

Groups (Owen values, points)
  machine                    31.0 (28.0 to 34.0)      2 causes
  character                  19.0 (10.0 to 28.0)      1 cause

Strongest interactions (points; above 0: each needs the other)
  office × voice                               5.0 (1.0 to 9.0)

What absence means
  office               set office.holder = boris at 1923-01
  voice                redraw anna.voice

3,840 altered worlds; 25 % of their steps were shared
)");
}

TEST(WhyReportTest, PrintsTheSameAsJson) {
    const auto json = nlohmann::json::parse(to_json(sample()));
    EXPECT_EQ(json["causes"][0]["name"], "office");
    EXPECT_EQ(json["causes"][0]["necessity"]["p"], 0.43);
    EXPECT_TRUE(json["causes"][1]["sufficiency"].is_null());
    EXPECT_EQ(json["groups"][1]["name"], "character");
    EXPECT_EQ(json["interactions"][0]["value"]["low"], 0.01);
    EXPECT_EQ(json["prior_without_strengths"]["p"], 0.25);
}

TEST(SensitivityReportTest, TellsParamsFromOtherDraws) {
    SensitivityAnswer answer;
    answer.title = "A small history";
    answer.outcome = "size";
    answer.seed = 7;
    answer.histories = 1000;
    answer.islands = 16;
    answer.conditioned = true;
    answer.mean = {3, 2.5, 3.5};
    answer.explained = {0.5, 0.4, 0.6};
    answer.indices = {{"growth", true, {0.3, 0.2, 0.4}, {0.4, 0.3, 0.5}},
                      {"person.voice(anna)", false, {0.1, 0, 0.2}, {0.1, 0, 0.2}},
                      {"decay", true, {0, 0, 0.01}, {0, 0, 0.01}}};
    EXPECT_EQ(to_text(answer), R"(What size depends on  A small history
1,000 histories from 16 islands, given the record   seed 7   0.0 s
Its mean is 3 (2.5–3.5). What was drawn at step 0 explains 50.0 % of its
variance (40.0–60.0); the rest is chance.

  Params                     first order          total
  growth                     0.300 (0.200–0.400)  0.400 (0.300–0.500)  ███▋
  1 more: less, or nothing that could be told

  Other draws of step 0      first order          total
  person.voice(anna)         0.100 (0.000–0.200)  0.100 (0.000–0.200)  ▉
)");
    EXPECT_EQ(nlohmann::json::parse(to_json(answer))["indices"][0]["total"]["p"], 0.4);
}

}  // namespace
}  // namespace jonbar
