// What a scenario rests on, and answers without a source, against closed forms.

#include "jonbar/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/scratch_folder.h"

namespace jonbar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

/// The leader falls with probability 0.2 or 0.8; the sources have it 1 : 3.
constexpr const char* kScenario = R"(history "A fall" from 2000-01 to 2000-12 by month
source diary "A diary" { language fa  kind memoir }
source letters "Letters" { language en }
claim mild in diary at 3 "He was hardly pressed" { group pressure  strength asserted }
claim strong in letters at 7, 9 "He was hard pressed" { group pressure }
claim marched in letters at 12 "They marched in March"
claim both in diary at 1 in letters at 1 "He ruled"
var fallen: bool = no
var marches: int = 0
param pull: real ~ either { 0.2: 1 cites mild  0.8: 3 cites strong }
param age: real ~ normal(50, 2) cites marched
let risk = pull
event march at 2000-03 chance risk { marches += 1 }
event falls at 2000-06 chance risk { fallen = yes }
outcome fell = fallen at end cites both
outcome his_age = age
outcome when_fell = on(falls)
)";
constexpr const char* kRecord = "observe march in 2000-03 cites marched\n";

class EvidenceTest : public testing::Test {
  protected:
    std::string file(const std::string& text) {
        const std::string path = (folder_ / "fall.jon").string();
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    static ReadingOptions options(bool given) {
        ReadingOptions made;
        made.histories = 20'000;
        if (given) {
            made.given = ConditioningOptions{};
            made.given->particles = 16 * 512;
            made.given->island_size = 512;
        }
        return made;
    }

    const base::ScratchFolder scratch_;
    const std::filesystem::path& folder_ = scratch_.path();
};

const OutcomeMove& outcome(const ReadingAnswer& reading, const std::string& name) {
    for (const OutcomeMove& move : reading.outcomes) {
        if (move.prior.name == name) return move;
    }
    ADD_FAILURE() << "no outcome " << name;
    return reading.outcomes.front();
}

/// Of the value `yes`: what it was, what it is, and that its difference is the truth.
void expect_moves(const OutcomeShift& shift, double from, double to) {
    ASSERT_FALSE(shift.values.empty());
    const ValueShift& yes = shift.values.front();
    EXPECT_NEAR(yes.actual.value, from, 0.03);
    EXPECT_NEAR(yes.altered.value, to, 0.03);
    EXPECT_NEAR(yes.difference.value, yes.altered.value - yes.actual.value, 1e-12);
    EXPECT_LE(yes.difference.low, to - from);
    EXPECT_GE(yes.difference.high, to - from);
    EXPECT_LT(yes.difference.high - yes.difference.low, 0.1);
}

TEST_F(EvidenceTest, SaysWhatEitherSideOfAContradictionWouldMove) {
    const EvidenceAnswer answer =
        evidence(file(std::string(kScenario) + kRecord), "pressure", {}, options(true));
    ASSERT_TRUE(answer.group.has_value());
    EXPECT_EQ(answer.group->state, GroupState::Weighed);
    ASSERT_EQ(answer.sides.size(), 2U);
    // 0.65 = (0.2 + 3 · 0.8) / 4; given that they marched (0.2² + 3 · 0.8²) / (0.2 + 3 · 0.8).
    const double prior = 0.65, given = 1.96 / 2.6;
    EXPECT_EQ(answer.sides[0].claim, "mild");
    expect_moves(outcome(answer.sides[0].reading, "fell").prior, prior, 0.2);
    expect_moves(*outcome(answer.sides[0].reading, "fell").given, given, 0.2);
    EXPECT_EQ(answer.sides[1].claim, "strong");
    expect_moves(outcome(answer.sides[1].reading, "fell").prior, prior, 0.8);
    expect_moves(*outcome(answer.sides[1].reading, "fell").given, given, 0.8);
    expect_moves(outcome(answer.sides[1].reading, "when_fell").prior, prior, 0.8);
    EXPECT_EQ(outcome(answer.sides[1].reading, "his_age").prior.mean_difference.value, 0);
}

TEST_F(EvidenceTest, AnswersWithoutASource) {
    const WithoutAnswer answer =
        without(file(std::string(kScenario) + kRecord), {"letters"}, {}, {}, options(true));
    EXPECT_EQ(answer.fallen, 2U);  // `both` stands in the diary too
    ASSERT_EQ(answer.reading.changes.size(), 3U);
    EXPECT_EQ(answer.reading.changes[0].change, "alternative");
    EXPECT_EQ(answer.reading.changes[1].change, "vague");
    EXPECT_EQ(answer.reading.changes[1].detail, "is now normal(50, 6)");
    EXPECT_EQ(answer.reading.changes[2].change, "left out");
    const OutcomeMove& fell = outcome(answer.reading, "fell");
    expect_moves(fell.prior, 0.65, 0.2);
    expect_moves(*fell.given, 1.96 / 2.6, 0.2);  // nothing is left of the record
    EXPECT_NEAR(outcome(answer.reading, "his_age").prior.altered_mean.value, 50, 0.2);
}

TEST_F(EvidenceTest, AnswersWithoutAClaim) {
    const std::string path = file(kScenario);
    const WithoutAnswer answer = without(path, {}, {"mild"}, {}, options(true));
    EXPECT_FALSE(answer.given);  // there is no record
    expect_moves(outcome(answer.reading, "fell").prior, 0.65, 0.8);
    // Of what only the other side says nothing moves, history by history.
    EXPECT_EQ(outcome(answer.reading, "his_age").prior.changed.value, 0);
    EXPECT_TRUE(without(path, {}, {"both"}, {}, options(false)).reading.outcomes.empty());
}

TEST_F(EvidenceTest, SaysWhatRestsOnAClaimAndWhatSupportsAParam) {
    const std::string path = file(std::string(kScenario) + kRecord);
    const EvidenceAnswer strong = evidence(path, "strong", {}, {});
    ASSERT_EQ(strong.rests.size(), 1U);
    EXPECT_EQ(strong.rests[0].what, "param pull");
    EXPECT_THAT(strong.rests[0].readers, ElementsAre("let risk", "event march, through let risk",
                                                     "event falls, through let risk"));
    ASSERT_EQ(strong.conflicts.size(), 1U);
    EXPECT_EQ(strong.conflicts[0].name, "pressure");

    const EvidenceAnswer pull = evidence(path, "pull", {}, {});
    ASSERT_EQ(pull.claim_answers.size(), 2U);
    EXPECT_EQ(pull.claim_answers[0].places[0].language, "fa");
    EXPECT_THAT(pull.claim_answers[1].places[0].lines, ElementsAre(7, 9));
    ASSERT_EQ(pull.supported.size(), 1U);
    EXPECT_EQ(pull.supported[0].alternatives[1].weight, "3");

    const EvidenceAnswer letters = evidence(path, "letters", {}, {});
    EXPECT_EQ(letters.source->claims, 3U);
    EXPECT_EQ(letters.source->used, 3U);
    EXPECT_EQ(letters.rests.size(), 4U);  // pull, age, the outcome and the observation
    EXPECT_THAT(to_text(letters, {}), HasSubstr("observe march in 2000-03"));
}

TEST_F(EvidenceTest, CountsWhatIsThere) {
    const EvidenceAnswer answer = evidence(file(std::string(kScenario) + kRecord), "", {}, {});
    EXPECT_EQ(answer.claims, 4U);
    EXPECT_EQ(answer.used, 4U);
    EXPECT_EQ(answer.params, 2U);
    EXPECT_EQ(answer.params_cited, 2U);
    EXPECT_EQ(answer.observations_cited, 1U);
    ASSERT_EQ(answer.sources.size(), 2U);
    EXPECT_EQ(answer.sources[1].used, 3U);
}

TEST_F(EvidenceTest, SuggestsTheNameThatWasMeant) {
    const std::string path = file(kScenario);
    try {
        evidence(path, "presure", {}, {});
        ADD_FAILURE() << "an unknown name was answered";
    } catch (const QuestionError& error) {
        EXPECT_THAT(error.what(), HasSubstr("did you mean pressure?"));
    }
    try {
        without(path, {"leters"}, {}, {}, {});
        ADD_FAILURE() << "an unknown source was answered";
    } catch (const QuestionError& error) {
        EXPECT_THAT(error.what(), HasSubstr("did you mean letters?"));
    }
    EXPECT_THROW(without(path, {}, {}, {}, {}), QuestionError);
}

}  // namespace
}  // namespace jonbar
