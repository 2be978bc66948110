// Cases whose forecasts, and whose fits, are known in closed form.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

std::string forms() { return JONBAR_SOURCE_DIR "/tests/scenarios/backtest/forms.jon"; }

BacktestOptions options(std::uint64_t histories) {
    BacktestOptions made;
    made.histories = histories;
    made.threads = 1;
    return made;
}

const FactForecast& fact_of(const BacktestAnswer& answer, const std::string& text) {
    for (const BacktestCase& one : answer.cases) {
        for (const FactForecast& fact : one.facts) {
            if (fact.text == text) return fact;
        }
    }
    static const FactForecast kNone;
    ADD_FAILURE() << "no fact " << text;
    return kNone;
}

TEST(BacktestAnswerTest, EveryFormOfAFactHasItsProbability) {
    constexpr double kHistories = 20'000;
    const BacktestAnswer answer = backtest({forms()}, options(20'000));
    const std::vector<std::pair<std::string, double>> known = {
        {"leader == anna at 2000-05", 1},
        {"leader == boris at 2000-08", 0.3},
        {"not (leader is someone) at 2000-12", 0.5},
        {"clara.fate == jailed at 2000-12", 0.25},
        {"coup in 2000-06", 0.3},
        {"riot in either { 2000-01..2000-05: 3  2000-06..2000-12: 1 }",
         0.75 * (1 - std::exp(-0.5)) + 0.25 * (std::exp(-0.5) - std::exp(-1.2))},
        {"never void", 0.5},
        {"meets in 2000-07..2000-09", 1},
        {"speaks chose silence from 2000-02 to 2000-10", 1},
        {"confirms carried", 1},
        {"count_of_months == 4 at 2000-04", 1},
        {"count_of_months < 8 from 2000-01 to 2000-09", 0},
        {"never count_of_months > 12 by 2000-12", 1},
    };
    ASSERT_EQ(answer.cases.size(), 1U);
    EXPECT_EQ(answer.cases[0].facts.size(), known.size());
    EXPECT_EQ(answer.cases[0].unscored,
              std::vector<std::string>{"total ~ normal(0, 3) at 2000-12"});
    for (const auto& [text, p] : known) {
        const FactForecast& fact = fact_of(answer, text);
        ASSERT_FALSE(fact.values.empty());
        const auto values = static_cast<double>(fact.values.size());
        const double smooth = (kHistories * p + 0.5) / (kHistories + values / 2);
        const double noise = 5 * std::sqrt(p * (1 - p) / kHistories);
        EXPECT_NEAR(fact.prior_score.probability, smooth, noise + 1e-12) << text;
        EXPECT_NEAR(fact.prior_score.log_score, -std::log(fact.prior_score.probability), 1e-12);
        double brier = 0;
        for (std::size_t i = 0; i < fact.prior.size(); ++i) {
            const double error = fact.prior[i] - (i == fact.truth ? 1 : 0);
            brier += error * error;
        }
        EXPECT_NEAR(fact.prior_score.brier, brier, 1e-12) << text;
    }
}

TEST(BacktestAnswerTest, WhoLedIsTheLastFactOfThatKind) {
    const BacktestAnswer answer = backtest({forms()}, options(1000));
    const FactForecast& led = fact_of(answer, "not (leader is someone) at 2000-12");
    EXPECT_EQ(led.group, FactGroup::Leads);
    EXPECT_EQ(led.values[led.truth], "nobody");
    EXPECT_EQ(fact_of(answer, "leader == boris at 2000-08").group, FactGroup::Fate);
    EXPECT_EQ(fact_of(answer, "clara.fate == jailed at 2000-12").about, "fate");
    EXPECT_EQ(answer.cases[0].contenders, 3);
    EXPECT_EQ(answer.cases[0].lever, "boris");
    EXPECT_EQ(answer.cases[0].incumbent, "anna");
    EXPECT_FALSE(answer.leave_one_out);  // there is no other case
}

/// A folder for the files of one test.
class FolderTest : public testing::Test {
  protected:
    FolderTest() {
        const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() / ("jonbar-backtest-" + std::string(test->name()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~FolderTest() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_ / name).string();
    }
    [[nodiscard]] std::string folder() const { return folder_.string(); }

  private:
    fs::path folder_;
};

TEST_F(FolderTest, WhatIsNotHiddenIsGiven) {
    // Given one success of a chance that is uniform, the next has 2 in 3.
    write("urn.jon",
          "history \"Urn\" from 2000-01 to 2000-06 by month\n"
          "param share: real ~ uniform(0, 1)\n"
          "event first at 2000-02 chance share {}\n"
          "event second at 2000-04 chance share {}\n"
          "observe first in 2000-02\n"
          "observe second in 2000-04 ending\n");
    BacktestOptions few = options(4096);
    few.conditioning.particles = 4096;
    few.conditioning.island_size = 256;
    const BacktestAnswer answer = backtest({path("urn.jon")}, few);
    EXPECT_TRUE(answer.cases[0].conditioned);
    EXPECT_NEAR(answer.cases[0].facts[0].prior_score.probability, 2.0 / 3, 0.05);
}

/// Thirty coins that share one bias; each has a push of its own. With the bias at its true value
/// twenty-six fell as they do here.
class CoinsTest : public FolderTest {
  protected:
    static constexpr int kCoins = 30, kHeads = 26;

    CoinsTest() {
        write("coins.jon",
              "enum side { left, right }\n"
              "param bias: real ~ normal -3 to 3\n"
              "param idle: real ~ lognormal 0.1 to 1 per month\n"
              "param even: real ~ uniform 0.2 to 0.8 per year\n"
              "param part: real in 0..1 ~ beta 0.1 to 0.4\n"
              "strength lean(s: side): real ~ halfnormal to 2\n"
              "kind coin { up: bool = no }\n"
              "event falls(c: coin) at 2000-02 chance logistic(bias) { c.up = yes }\n");
        for (int i = 0; i < kCoins; ++i) {
            const std::string name = "case" + std::to_string(100 + i) + ".jon";
            write(name, std::string("history \"Coin\" from 2000-01 to 2000-03 by month\n"
                                    "use coins\ncoin c\nobserve ") +
                            (i < kHeads ? "" : "not ") + "c.up at 2000-03 ending\n");
        }
    }

    /// Mean and sd of the normal score of the bias, by quadrature: bias is 3 ÷ 1.645 of it.
    static std::pair<double, double> exact(int heads, int tails) {
        double sum = 0, first = 0, second = 0;
        for (double z = -8; z <= 8; z += 0.001) {
            const double p = 1 / (1 + std::exp(-3 / 1.6448536269514722 * z));
            const double weight =
                std::exp(-z * z / 2) * std::pow(p, heads) * std::pow(1 - p, tails);
            sum += weight;
            first += weight * z;
            second += weight * z * z;
        }
        const double mean = first / sum;
        return {mean, std::sqrt(second / sum - mean * mean)};
    }
};

TEST_F(CoinsTest, TheFitIsThePosterior) {
    const FitAnswer answer = fit(cases_in(folder()), options(4000));
    ASSERT_EQ(answer.params.size(), 6U);
    EXPECT_EQ(answer.facts, 30U);
    const FittedParam& bias = answer.params[0];
    EXPECT_EQ(bias.name, "bias");
    const auto [mean, sd] = exact(kHeads, kCoins - kHeads);
    // 30 regressions on the same 8,000 histories err together, by about 3 % of the slope.
    EXPECT_NEAR(bias.mean, mean, 0.1);
    EXPECT_NEAR(bias.sd, sd, 0.03);
    for (std::size_t i = 1; i < answer.params.size(); ++i) {
        // Nothing depends on the others; 30 facts may err in one direction.
        EXPECT_NEAR(answer.params[i].mean, 0, 0.35) << answer.params[i].name;
        EXPECT_NEAR(answer.params[i].sd, 1, 0.05) << answer.params[i].name;
    }
}

TEST_F(CoinsTest, LeavingOneOutBeatsThePriorAndKnowsNotItsOwn) {
    const BacktestAnswer answer = backtest(cases_in(folder()), options(4000));
    ASSERT_TRUE(answer.leave_one_out);
    EXPECT_EQ(answer.params, 6U);
    const GroupSummary& other = answer.groups.at(0);
    ASSERT_EQ(other.methods.at(1).name, "leave-one-out");
    EXPECT_NEAR(other.methods[0].log_score.value, std::log(2), 0.03);
    EXPECT_LT(other.methods[1].log_score.value, 0.5);
    const auto difference = std::find_if(
        other.differences.begin(), other.differences.end(), [](const MethodDifference& one) {
            return one.method == "leave-one-out" && one.baseline == "prior";
        });
    ASSERT_NE(difference, other.differences.end());
    EXPECT_LT(difference->log_score.high, 0);
    // A coin that fell the rare way is foretold by 26 of 29, one of the others by 25 of 29.
    const auto foretold = [&](int heads, int tails) {
        double sum = 0, up = 0;
        for (double z = -8; z <= 8; z += 0.001) {
            const double p = 1 / (1 + std::exp(-3 / 1.6448536269514722 * z));
            const double weight =
                std::exp(-z * z / 2) * std::pow(p, heads) * std::pow(1 - p, tails);
            sum += weight;
            up += weight * p;
        }
        return up / sum;
    };
    EXPECT_NEAR(answer.cases.front().facts[0].fitted_score.probability, foretold(25, 4), 0.03);
    EXPECT_NEAR(answer.cases.back().facts[0].fitted_score.probability, 1 - foretold(26, 3), 0.03);
    for (const BacktestCase& one : answer.cases) EXPECT_GT(one.effective, 2000);
}

TEST_F(CoinsTest, TheAnswerDoesNotDependOnThreads) {
    BacktestOptions two = options(500);
    two.threads = 2;
    const std::vector<std::string> files = cases_in(folder());
    EXPECT_EQ(to_json(backtest(files, options(500))), to_json(backtest(files, two)));
    EXPECT_EQ(fit_module(fit(files, options(500))), fit_module(fit(files, two)));
    two.seed = 2;
    EXPECT_NE(fit_module(fit(files, options(500))), fit_module(fit(files, two)));
}

TEST_F(CoinsTest, AFittedModuleIsUsed) {
    const FitAnswer answer = fit(cases_in(folder()), options(2000));
    write("coins.fit.jon", fit_module(answer));
    write("fitted.jon",
          "history \"Fitted\" from 2000-01 to 2000-03 by month\n"
          "use coins\nuse coins.fit\ncoin c\n"
          "outcome bias = bias\noutcome idle = idle\noutcome even = even\noutcome part = part\n"
          "outcome left = lean(left)\noutcome right = lean(right)\n");
    CompileOptions strict;
    strict.strict = true;
    std::string notes;
    for (const Finding& found : check_file(path("fitted.jon"), strict)) {
        EXPECT_EQ(found.severity, Finding::Severity::Note) << found.rendered;
        notes += found.message + "\n";
    }
    EXPECT_THAT(notes, testing::HasSubstr("param bias replaces that of coins (coins.jon:2)"));
    EXPECT_THAT(notes, testing::HasSubstr("strength lean(right) has a prior of its own"));
    const Answers run = Scenario::load(path("fitted.jon")).run({.histories = 20'000, .threads = 1});
    for (std::size_t i = 0; i < answer.params.size(); ++i) {
        const FittedParam& param = answer.params[i];
        const double spread = param.posterior[2] - param.posterior[0];
        // 5 and 95 % points as fitted, whatever the family that is written.
        EXPECT_NEAR(run.outcomes[i].quantiles[0].value, param.posterior[0], 0.02 * spread)
            << param.name;
        EXPECT_NEAR(run.outcomes[i].quantiles[4].value, param.posterior[2], 0.04 * spread)
            << param.name;
    }
    // The fitted cases are there to be named; modules in the folder are no cases.
    EXPECT_EQ(cases_in(folder()).size(), 31U);
}

TEST_F(CoinsTest, AnInstanceOfItsOwnIsNotFitted) {
    write("own.jon",
          "history \"Coin\" from 2000-01 to 2000-03 by month\nuse coins as mine\n"
          "mine.coin c\nobserve c.up at 2000-03 ending\n");
    EXPECT_THROW(fit({path("own.jon")}, options(100)), QuestionError);
}

TEST_F(CoinsTest, PriorsThatDifferAreNotFitted) {
    write("case100.jon",
          "history \"Coin\" from 2000-01 to 2000-03 by month\nuse coins\ncoin c\n"
          "replace param bias: real ~ normal -1 to 1\nobserve c.up at 2000-03 ending\n");
    const FitAnswer answer = fit(cases_in(folder()), options(200));
    EXPECT_EQ(answer.params.front().name, "idle");
    EXPECT_EQ(answer.held, std::vector<std::string>{"bias"});
}

TEST_F(FolderTest, AWrongCaseStopsAllAndIsNamed) {
    write("right.jon",
          "history \"R\" from 2000-01 to 2000-03 by month\nvar x: bool = yes\n"
          "observe x at 2000-02 ending\n");
    write("wrong.jon", "history \"W\" from 2000-01 to 2000-03 by month\nobserve y at 2000-02\n");
    try {
        backtest(cases_in(folder()), options(100));
        FAIL() << "a wrong case was scored";
    } catch (const ScenarioError& error) {
        EXPECT_STREQ(error.what(), "1 of 2 cases is wrong; none was scored");
        ASSERT_EQ(error.findings.size(), 1U);
        EXPECT_EQ(error.findings[0].file, path("wrong.jon"));
    }
    write("wrong.jon", "history \"W\" from 2000-01 to 2000-03 by month\nvar x: bool = yes\n");
    EXPECT_THROW(backtest(cases_in(folder()), options(100)), QuestionError);
    EXPECT_THROW(fit({path("right.jon")}, options(100)), QuestionError);
}

TEST_F(FolderTest, TheExampleOfTheCodingGuideIsACase) {
    std::ifstream page(JONBAR_SOURCE_DIR "/docs/coding-a-case.md");
    const std::string text(std::istreambuf_iterator<char>(page), {});
    const std::string fence = "```jonbar\n";
    const std::size_t begin = text.find(fence) + fence.size();
    write("marshal.jon", text.substr(begin, text.find("```", begin) - begin));
    CompileOptions strict;
    strict.strict = true;
    for (const Finding& found : check_file(path("marshal.jon"), strict))
        ADD_FAILURE() << found.rendered;
    BacktestOptions prior = options(500);
    prior.leave_one_out = false;
    const BacktestAnswer answer = backtest({path("marshal.jon")}, prior);
    EXPECT_EQ(answer.groups.size(), 2U);
    EXPECT_EQ(answer.cases[0].contenders, 5);
    EXPECT_EQ(answer.cases[0].incumbent, "boris");
    EXPECT_TRUE(answer.cases[0].lever);
    EXPECT_EQ(fact_of(answer, "leader == anna at 1953-12").baselines.size(), 3U);
}

TEST_F(FolderTest, AFolderWithoutScenariosIsRefused) {
    write("module.jon", "param p: real ~ normal(0, 1)\n");
    EXPECT_THROW(cases_in(folder()), QuestionError);
}

}  // namespace
}  // namespace jonbar
