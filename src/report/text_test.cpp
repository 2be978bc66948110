#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "jonbar/report.h"
#include "report/layout.h"
#include "report/sample_answers.h"

namespace jonbar {
namespace {

TEST(TextReportTest, PrintsEverySection) {
    EXPECT_EQ(to_text(sample_answers()), R"(A small history
1922-04 … 1924-12 by month   1,000 histories   seed 7   0.25 s

leads  Who leads
  Anna "A"   75.0 % 72.2–77.6    ██████████████████████████████████▌
  nobody     25.0 % 22.4–27.8    ███████████▌

size
  mean 10.5 thousand men (10.25–10.75)   sd 2   from 4 to 20
   5 %          6 5.5–6.5               ████▌
  25 %          8 7.5–8.5               █████████
  50 %         10 9.5–10.5              █████████████▌
  75 %         12 11.5–12.5             ██████████████████
  95 %         16 15.5–16.5             ███████████████████████████

left
  in 40.0 % of histories (37.0–43.1)
  5 % 1923-02   25 % 1923-02   median 1924-11   75 % 1924-11   95 % 1924-11
    1922               0 %
    1923 ▃▃         10.0 %
    1924       ██   30.0 %

Events                       histories  times a history
  dies(anna)                    25.0 %             0.25

Decisions: what was chosen, of the times each was taken
  side  taken in 50.0 % of histories, 1.5 times a history
    join                         80.0 %  ██████████████████████████████▍
    alone                        20.0 %  ███████▋

Votes                          held in  carried in  of sittings
  expel                         50.0 %      10.0 %      16.7 %

In no history (2)
  dies(boris), side: resign

Cut off at the bounds of their range
  tie                                   1,234 times, 1.234 a history

Fired in vain (what had already happened): 3 times
)");
}

TEST(TextReportTest, StaysWithinTheTerminal) {
    std::istringstream lines(to_text(sample_answers(), {.columns = 72}));
    for (std::string line; std::getline(lines, line);) {
        if (line.find("histories   seed") != std::string::npos) continue;
        EXPECT_LE(display_width(line), 75) << line;
    }
}

TEST(TextReportTest, ColoursOnlyWhenAsked) {
    EXPECT_EQ(to_text(sample_answers()).find('\x1b'), std::string::npos);
    EXPECT_NE(to_text(sample_answers(), {.colour = true}).find('\x1b'), std::string::npos);
}

TEST(TextReportTest, SaysThatAnAnswerIsPartial) {
    Answers answers = sample_answers();
    answers.partial = true;
    answers.requested = 5000;
    EXPECT_NE(to_text(answers).find("PARTIAL: stopped after 1,000 of 5,000 histories"),
              std::string::npos);
}

TEST(TextReportTest, SumsUpTheRareUnlessAllAreWanted) {
    Answers answers = sample_answers();
    for (int i = 0; i < 30; ++i) {
        answers.events.push_back(
            {"event" + std::to_string(i), "event", false, {0.01 * i, 0, 1}, 1});
    }
    const std::string text = to_text(answers);
    EXPECT_NE(text.find("and 16 less frequent (--all shows them)"), std::string::npos) << text;
    EXPECT_EQ(to_text(answers, {.all = true}).find("less frequent"), std::string::npos);
}

}  // namespace
}  // namespace jonbar
