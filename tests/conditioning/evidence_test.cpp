// Evidence and posteriors of small scenarios whose record has a known probability.

#include <gtest/gtest.h>

#include <cmath>

#include "base/sanitized.h"
#include "jonbar/jonbar.h"
#include "tests/conditioning/scenarios.h"

namespace jonbar {
namespace {

std::string history(const std::string& text) {
    return "history \"A small one\" from 2001 to 2008 by year\n" + text;
}

/// A record and its probability, worked out by hand.
struct Case {
    const char* name;
    const char* text;
    double probability;
};

const double kOnce = -std::expm1(-0.3);  // a hazard of 0.3 a year, in a year
const double kVote = 1 / (1 + std::exp(-0.5));

/// The probability that of n more than a number come, each with p.
double binomial_above(double bar, int n, double p) {
    double sum = 0;
    for (int k = 0; k <= n; ++k) {
        const double log_mass = std::lgamma(n + 1.0) - std::lgamma(k + 1.0) -
                                std::lgamma(n - k + 1.0) + k * std::log(p) +
                                (n - k) * std::log1p(-p);
        sum += k > bar ? std::exp(log_mass) : 0;
    }
    return sum;
}

double mean_over_swings(double sd, double (*f)(double)) {
    double sum = 0;
    double weights = 0;
    for (int i = -1000; i <= 1000; ++i) {
        const double z = i / 100.0;
        weights += std::exp(-z * z / 2);
        sum += std::exp(-z * z / 2) * f(sd * z);
    }
    return sum / weights;
}

const Case kCases[] = {
    {"happens at its only time", "event a at 2002 chance 0.3 {}\nobserve a in 2002\n", 0.3},
    {"never happens", "event a at 2002 chance 0.3 {}\nobserve never a\n", 0.7},
    {"in one year of a hazard", "event a hazard 0.3 per year {}\nobserve a in 2003\n",
     (1 - kOnce) * (1 - kOnce) * kOnce},
    {"in a window of a hazard", "event a hazard 0.3 per year {}\nobserve a in 2003..2006\n",
     std::pow(1 - kOnce, 2) * (1 - std::pow(1 - kOnce, 4))},
    {"not in the whole time", "event a hazard 0.3 per year {}\nobserve never a\n",
     std::pow(1 - kOnce, 8)},
    {"what follows from what",
     "event a at 2001 chance 0.3 {}\n"
     "event b at 2002 chance if happened(a) then 0.8 else 0.1 {}\n"
     "event c at 2003 chance if happened(b) then 0.5 else 0.25 {}\nobserve c in 2003\n",
     0.3275},
    {"a condition",
     "event a at 2001 chance 0.3 {}\nevent b at 2002 chance 0.4 {}\n"
     "observe happened(a) or happened(b) at 2003\n",
     1 - 0.7 * 0.6},
    {"two accounts", "event a hazard 0.3 per year {}\nobserve a in either { 2001: 1  2002: 3 }\n",
     0.25 * kOnce + 0.75 * (1 - kOnce) * kOnce},
    {"a choice of two",
     "enum k { x, y }\nvar s: k = x\nkind person {}\nperson p {}\n"
     "decision d at 2002 by p { option go worth 0.5 {} option stay worth 0 {} }\n"
     "observe d chose go\n",
     kVote},
    {"a choice of three",
     "kind person {}\nperson p {}\n"
     "decision d at 2002 by p { option a worth 1 {} option b worth 0 {} option c worth -1 {} }\n"
     "observe d chose c\n",
     std::exp(-1) / (std::exp(1) + 1 + std::exp(-1))},
    {"a choice each time",
     "kind person {}\nperson p {}\n"
     "decision d every year by p { option a worth 1 {} option b worth 0 {} option c worth 0 {} }\n"
     "observe d chose a from 2002 to 2004\n",
     std::pow(std::exp(1) / (std::exp(1) + 2), 3)},
    {"a vote of three",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v at 2002 among person { for m: yes worth 0.5 carried by more than 1/2 of all {} }\n"
     "observe v carried\n",
     std::pow(kVote, 3) + 3 * kVote* kVote*(1 - kVote)},
    {"an election of three",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v at 2002 among person {\n"
     "  for m: option c: person when c != r worth if c == p then 0.5 else 0\n"
     "  elected by most {} }\nobserve v elected p\n",
     std::pow(kVote, 3) + 3 * kVote* kVote*(1 - kVote)},
    {"an election of three that another wins",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v at 2002 among person {\n"
     "  for m: option c: person when c != r worth if c == p then 0.5 else 0\n"
     "  elected by most {} }\nobserve never v elected p\n",
     1 - (std::pow(kVote, 3) + 3 * kVote * kVote * (1 - kVote))},
    {"a run-off of three",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v at 2002 among person {\n"
     "  for m: option c: person worth 0\n"
     "  elected by more than 1/2 run-off {} }\nobserve v elected q\n",
     10.0 / 27},
    {"an election without a majority",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v at 2002 among person {\n"
     "  for m: option c: person worth 0\n"
     "  elected by more than 1/2 {} }\nobserve v elected r\n",
     7.0 / 27},
    {"one of three elections",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v every year among person {\n"
     "  for m: option c: person worth 0\n"
     "  elected by more than 1/2 run-off {} }\nobserve v elected r in 2002..2004\n",
     1 - std::pow(20.0 / 27, 3)},
    {"an election each time",
     "kind person {}\nperson p {}\nperson q {}\nperson r {}\n"
     "vote v every year among person {\n"
     "  for m: option c: person worth 0\n"
     "  elected by more than 1/2 run-off {} }\nobserve v elected p from 2002 to 2003\n",
     std::pow(10.0 / 27, 2)},
    {"an unlikely election by a body",
     "kind bloc {}\nbloc b {}\nenum plan { peace, war, delay }\n"
     "vote v at 2002 among bloc {\n"
     "  for m size 8: option c: plan worth if c == peace then 0 else 0.5 abstain worth 0\n"
     "  elected by more than 1/2 {} }\nobserve v elected peace\n",
     binomial_above(4, 8, 1 / (2 + 2 * std::exp(0.5)))},
    {"an election with a swing",
     "kind bloc {}\nbloc b {}\nenum plan { peace, war }\n"
     "vote v at 2002 among bloc swing normal(0, 0.5) {\n"
     "  for m size 31: option c: plan worth if c == peace then -0.8 else 0\n"
     "  elected by most {} }\nobserve v elected peace\n",
     mean_over_swings(
         0.5 * std::sqrt(2.0),
         [](double swing) { return binomial_above(15.5, 31, 1 / (1 + std::exp(0.8 - swing))); })},
    {"a measure of what one draw gives",
     "var x: real ~ normal(1, 2)\nobserve x ~ normal(3, 1.5) at 2002\n",
     std::exp(-0.5 * 4 / 6.25) / std::sqrt(2 * M_PI * 6.25)},
};

TEST(EvidenceTest, IsTheProbabilityOfTheRecordForcedOrNot) {
    for (const Case& each : kCases) {
        for (const bool force : {true, false}) {
            const auto program = with_record(each.name, history(each.text), force);
            if (program.facts.empty()) continue;
            const Estimate log = evidence_of(program, 5, 32, base::repeats(512, 256));
            // The interval is 2.04 errors wide; twice that has a false alarm in 10,000.
            const double truth = std::log(each.probability);
            const double room = 2 * (log.high - log.value) + 1e-9;
            EXPECT_NEAR(log.value, truth, room) << each.name << (force ? ", forced" : "");
            EXPECT_LT(log.high - log.low, force ? 0.25 : 0.5)
                << each.name << (force ? ", forced" : "");
        }
    }
}

TEST(EvidenceTest, OfASiteWithOneChanceIsExactWhereItIsForced) {
    for (const Case& each : kCases) {
        const std::string name = each.name;
        if (name != "happens at its only time" && name != "never happens" &&
            name != "a choice of two" && name != "a choice of three") {
            continue;
        }
        const auto program = with_record(each.name, history(each.text), true);
        const Estimate log = evidence_of(program, 5, 16, 64);
        EXPECT_NEAR(log.value, std::log(each.probability), 1e-12) << name;
        EXPECT_LT(log.high - log.low, 1e-12) << name;
    }
}

/// The mean of exp(log evidence − truth) over 200 seeds lies within four of its errors of 1: a
/// false alarm in 16,000.
void expect_unbiased(const program::Program& program, double truth, std::size_t size) {
    double sum = 0, squares = 0;
    constexpr int kSeeds = base::repeats(200, 30);
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const double ratio = std::exp(evidence_of(program, seed, 1, size).value - truth);
        sum += ratio;
        squares += ratio * ratio;
    }
    const double mean = sum / kSeeds;
    const double error = std::sqrt((squares / kSeeds - mean * mean) / (kSeeds - 1));
    EXPECT_NEAR(mean, 1, 4 * error);
    EXPECT_LT(error, base::kSanitized ? 0.25 : 0.1);
}

std::string file(const std::string& name) {
    return read_file(source_path("tests/scenarios/conditioned/" + name));
}

TEST(EvidenceTest, OfThreeMeasurementsIsKalmansInTheMean) {
    const auto program = with_record("three", file("three-measurements.jon"), true);
    expect_unbiased(program, -5.231597970652, 200);
}

TEST(EvidenceTest, OfTheNileIsKalmansInTheMean) {
    const auto program = with_record("nile", file("nile.jon"), true);
    expect_unbiased(program, -639.3007238142, 500);
}

TEST(PosteriorTest, OfASmallScenarioIsBayes) {
    const Scenario scenario = Scenario::compile(
        "small.jon", history(kCases[5].text) + "outcome was_a = happened(a) at end\n");
    const Answers answers = scenario.run(
        {.histories = 20'000,
         .threads = 1,
         .given = ConditioningOptions{.particles = 65'536, .island_size = 2048, .moves = 0}});
    ASSERT_TRUE(answers.given.has_value());
    const Estimate posterior = answers.outcomes[0].values[0].share;
    EXPECT_NEAR(posterior.value, 0.135 / 0.3275, 2 * (posterior.high - posterior.value));
    EXPECT_LT(posterior.high - posterior.low, 0.03);
    EXPECT_NEAR(answers.given->prior[0].values[0].share.value, 0.3, 0.02);
    EXPECT_NEAR(answers.given->facts[0].log_probability, std::log(0.3275), 0.02);
}

TEST(PosteriorTest, OfTheLastLevelOfTheNileIsKalmans) {
    const Scenario scenario = Scenario::compile("nile.jon", file("nile.jon"));
    const Answers answers = scenario.run(
        {.histories = 1000,
         .threads = 1,
         .given = ConditioningOptions{.particles = 32'768, .island_size = 2048, .moves = 0}});
    const Estimate mean = answers.outcomes[0].mean;
    EXPECT_NEAR(mean.value, 798.370293, 2 * (mean.high - mean.value));
    EXPECT_LT(mean.high - mean.low, 10);
    EXPECT_NEAR(answers.outcomes[0].sd, std::sqrt(4032.157942), 2);
}

TEST(PosteriorTest, DependsNeitherOnThreadsNorOnChunks) {
    const Scenario scenario = Scenario::compile(
        "small.jon", history("param r: real ~ lognormal 0.05 to 0.6\n"
                             "event a hazard r per year {}\nobserve a in 2006..2007\n"
                             "var x: real ~ normal(0, 1)\nobserve x ~ normal(2, 0.1) at 2005\n"
                             "outcome when_a = on(a)\noutcome x_end = x at end\n"));
    std::string expected;
    for (const int threads : {1, 2, 3}) {
        for (const std::uint64_t lanes : {0U, 7U, 256U}) {
            Answers answers = scenario.run(
                {.histories = 500,
                 .threads = threads,
                 .chunk_lanes = lanes,
                 .given = ConditioningOptions{.particles = 16 * 300, .island_size = 300}});
            answers.threads = 0;
            const std::string json = to_json(answers);
            if (expected.empty()) expected = json;
            EXPECT_EQ(json, expected) << threads << " threads, chunks of " << lanes;
        }
    }
}

TEST(PosteriorTest, OfAFactThatIsToComeIsLeftOut) {
    const std::string text = history(
        "event a at 2002 chance 0.3 {}\nevent b at 2005 chance 0.4 {}\n"
        "observe a in 2002\nobserve b in 2005\n"
        "outcome both = happened(b) at end\n");
    const Scenario scenario = Scenario::compile("small.jon", text);
    const RunOptions options{
        .histories = 100,
        .threads = 1,
        .given = ConditioningOptions{.particles = 16'384, .island_size = 1024, .until = "2004"}};
    const Answers answers = scenario.run(options);
    EXPECT_EQ(answers.given->facts.size(), 1U);
    EXPECT_NEAR(answers.given->log_evidence.value, std::log(0.3), 1e-9);
    EXPECT_NEAR(answers.outcomes[0].values[0].share.value, 0.4, 0.03);
}

TEST(RefusalTest, NamesTheFactThatNothingMeetsAndWhatCameInstead) {
    const Scenario scenario = Scenario::compile(
        "small.jon", history("event a at 2003 chance 0.9 {}\nevent never_b when 1 > 2 {}\n"
                             "observe a in 2003\nobserve never_b in 2005\n"
                             "outcome o = happened(a) at end\n"));
    try {
        scenario.run({.histories = 100,
                      .threads = 1,
                      .given = ConditioningOptions{.particles = 1600, .island_size = 100}});
        ADD_FAILURE() << "there is no such history";
    } catch (const RecordError& error) {
        const std::string what = error.what();
        EXPECT_NE(what.find("small.jon:5:9: error[J5900]"), std::string::npos) << what;
        EXPECT_NE(what.find("not by the end of 2005 in 100 %"), std::string::npos) << what;
    }
}

TEST(RefusalTest, GivesNoAnswerWhereTooFewHistoriesAreLeft) {
    const Scenario scenario = Scenario::compile(
        "small.jon", history("param x: real ~ normal(0, 1)\nvar y: real = 0\n"
                             "rule r every year { y = x }\n"
                             "observe y ~ normal(3.9, 0.000001) at 2004\noutcome o = y at end\n"));
    try {
        scenario.run(
            {.histories = 100,
             .threads = 1,
             .given = ConditioningOptions{.particles = 1600, .island_size = 100, .moves = 0}});
        ADD_FAILURE() << "a handful of histories gives no answer";
    } catch (const DegenerateError& error) {
        EXPECT_NE(std::string(error.what()).find("error[J5901]"), std::string::npos)
            << error.what();
    }
}

TEST(RefusalTest, NeedsARecordAndADate) {
    const Scenario without = Scenario::compile(
        "small.jon", history("event a at 2002 chance 0.3 {}\noutcome o = happened(a) at end\n"));
    EXPECT_FALSE(without.has_record());
    EXPECT_THROW(without.run({.given = ConditioningOptions{}}), QuestionError);
    const Scenario with = Scenario::compile(
        "small.jon", history("event a at 2002 chance 0.3 {}\nobserve a in 2002\n"));
    for (const char* until : {"soon", "19", "2002-13", "2002-", ""}) {
        RunOptions options{
            .histories = 10,
            .threads = 1,
            .given = ConditioningOptions{.particles = 160, .island_size = 10, .until = until}};
        if (*until == '\0') continue;
        EXPECT_THROW(with.run(options), QuestionError) << until;
    }
}

}  // namespace
}  // namespace jonbar
