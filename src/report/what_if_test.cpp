#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "jonbar/report.h"
#include "report/layout.h"
#include "report/side_by_side.h"

namespace jonbar {
namespace {

WhatIfAnswers sample() {
    WhatIfAnswers answers;
    answers.scenario = "small.jon";
    answers.title = "A small history";
    answers.from = "1922-04";
    answers.to = "1924-12";
    answers.by = "month";
    answers.seed = 7;
    answers.histories = answers.requested = 20480;
    answers.islands = 16;
    answers.seconds = 1.5;
    WhatIfAnswer spared;
    spared.name = "spared";
    spared.label = "Anna is spared";
    spared.interventions = {"block dies(anna)"};
    spared.unchanged = {0.25, 0.2, 0.3};
    spared.chooses = true;
    spared.never_offered = {0.1, 0.05, 0.15};
    OutcomeShift leads;
    leads.name = "leads";
    leads.label = "Who leads";
    leads.kind = AnswerKind::Choice;
    leads.changed = {0.4, 0.35, 0.45};
    leads.values = {{"anna", "Anna", {0.2, 0.1, 0.3}, {0.6, 0.5, 0.7}, {0.4, 0.35, 0.45}},
                    {"boris", "Boris", {0.8, 0.7, 0.9}, {0.4, 0.3, 0.5}, {-0.4, -0.45, -0.35}},
                    {"none", "nobody", {}, {}, {}}};
    leads.flow = {{0.2, 0, 0}, {0.4, 0.4, 0}, {0, 0, 0}};
    OutcomeShift size;
    size.name = "size";
    size.unit = "thousand men";
    size.kind = AnswerKind::Number;
    size.actual_mean = {10.5, 10, 11};
    size.altered_mean = {9.25, 9, 9.5};
    size.mean_difference = {-1.25, -1.5, -1};
    size.sooner = 0.5;
    size.later = 0.125;
    OutcomeShift left;
    left.name = "left";
    left.kind = AnswerKind::Date;
    left.changed = {0.3, 0.25, 0.35};
    left.values = {{"ever", "ever", {0.5, 0.4, 0.6}, {0.4, 0.3, 0.5}, {-0.1, -0.15, -0.05}}};
    left.actual_median = "1923-02";
    left.altered_median = "1923-08";
    left.later = 0.2;
    left.lost = 0.1;
    spared.outcomes = {leads, size, left};
    spared.timings = {{"dies(anna)", {0.75, 0.7, 0.8}, 0, 0, 0, 0.75, "1922-09"},
                      {"rises(boris)", {0.005, 0.004, 0.006}, 0.005, 0, 0, 0, "1923-01"}};
    answers.what_ifs = {spared};
    return answers;
}

TEST(WhatIfTextTest, ShowsBothWorldsTheFlowAndWhatMoves) {
    EXPECT_EQ(to_text(sample()),
              R"(A small history
1922-04 … 1924-12 by month   20,480 histories of the record (16 islands)   seed 7   1.50 s

spared  Anna is spared
  block dies(anna)
  changes nothing in 25.0 % of histories (20.0–30.0)
  what it chooses was never offered in 10.0 % of histories (5.0–15.0)

leads  Who leads
  Anna       20.0 % →   60.0 %   +40.0 (+35.0 … +45.0)
  Boris      80.0 % →   40.0 %   −40.0 (−45.0 … −35.0)
  where they went:
    Anna     →  Anna 100 %
    Boris    →  Anna 50.0 %  Boris 50.0 %

size
  mean 10.5 → 9.25 thousand men   −1.25 (−1.5 … −1)
  less in 50.0 % of histories, greater in 12.5 %

left
  ever       50.0 % →   40.0 %   −10.0 (−15.0 … −5.0)
  median 1923-02 → 1923-08
  sooner 0 %, later 20.0 %, only then 0 %, no more 10.0 %

  First changes  changed   sooner    later      new     gone  median
  dies(anna)      75.0 %      0 %      0 %      0 %   75.0 %  1922-09
  and 1 other
)");
}

TEST(WhatIfTextTest, SaysOfAnInterventionWithoutEffectThatItHasNone) {
    WhatIfAnswers answers = sample();
    answers.what_ifs[0].unchanged = {1, 0.99, 1};
    const std::string text = to_text(answers);
    EXPECT_NE(text.find("changes nothing in 100 % of histories"), std::string::npos);
    EXPECT_EQ(text.find("leads"), std::string::npos);
}

TEST(WhatIfTextTest, PrintsSeveralAsATableFirst) {
    WhatIfAnswers answers = sample();
    answers.what_ifs.push_back(answers.what_ifs[0]);
    answers.what_ifs[1].name = "late";
    answers.what_ifs[1].outcomes[0].values[0].altered.value = 0.3;
    const std::string text = to_text(answers);
    const std::string table = R"(
           as it was    spared      late
leads
  Anna        20.0 %    60.0 %    30.0 %
  Boris       80.0 %    40.0 %    40.0 %
size
  mean          10.5      9.25      9.25
left
  ever        50.0 %    40.0 %    40.0 %
  median     1923-02   1923-08   1923-08
)";
    EXPECT_NE(text.find(table), std::string::npos) << text;
    EXPECT_EQ(text.find("where they went"), std::string::npos);
    TextOptions narrow;
    narrow.columns = 40;
    for (std::size_t at = 0; at < to_text(answers, narrow).size();) {
        const std::string whole = to_text(answers, narrow);
        const std::size_t end = whole.find('\n', at);
        if (whole.substr(at, end - at).find("as it was") != std::string::npos) {
            EXPECT_LE(display_width(whole.substr(at, end - at)), 40);
        }
        at = end + 1;
    }
}

TEST(WhatIfJsonTest, HoldsEverything) {
    WhatIfAnswers answers = sample();
    answers.what_ifs[0].unchanged.high = std::numeric_limits<double>::infinity();
    const auto json = nlohmann::json::parse(to_json(answers));
    EXPECT_EQ(json["islands"], 16);
    const auto& spared = json["whatifs"]["spared"];
    EXPECT_EQ(spared["interventions"][0], "block dies(anna)");
    EXPECT_TRUE(spared["unchanged"]["high"].is_null());
    EXPECT_EQ(spared["never_offered"]["p"], 0.1);
    EXPECT_EQ(spared["outcomes"]["leads"]["values"]["anna"]["difference"]["p"], 0.4);
    EXPECT_EQ(spared["outcomes"]["leads"]["flow"]["boris"]["anna"], 0.4);
    EXPECT_EQ(spared["outcomes"]["size"]["mean"]["difference"]["low"], -1.5);
    EXPECT_EQ(spared["outcomes"]["left"]["median"]["altered"], "1923-08");
    EXPECT_EQ(spared["timings"][0]["lost"], 0.75);
}

Calendar months() {
    Calendar calendar;
    calendar.unit = CalendarUnit::Month;
    calendar.first_tick = month_number({1922, 1});
    calendar.step_count = 36;
    return calendar;
}

TEST(SideBySideTest, BeginsWhereTheChroniclesPart) {
    const ChronicleColumn was = {"As it was",
                                 {{0, "Anna rises."}, {4, "Boris falls ill."}, {9, "Boris dies."}}};
    const ChronicleColumn altered = {
        "spared",
        {{0, "Anna rises."}, {4, "Boris goes hunting, and comes home."}, {4, "He writes."}}};
    EXPECT_EQ(side_by_side(months(), was, altered, 50), R"(         As it was           │ spared
1922-05  Boris falls ill.    │ Boris goes hunting,
                             │   and comes home.
                             │ He writes.
1922-10  Boris dies.         │
)");
    EXPECT_EQ(side_by_side(months(), was, was, 50), "The two chronicles are the same.\n");
}

}  // namespace
}  // namespace jonbar
