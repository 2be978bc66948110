// A scenario that continues another: what crosses, from which histories, and how often.
//
// In the first scenario a lamp is lit with probability 0.3, and is seen with 0.9 if it is, else
// with 0.2. So it is lit with 0.27 / 0.41 where it was seen.

#include <filesystem>
#include <fstream>
#include <vector>

#include "model/continuation.h"
#include "tests/closed_form.h"
#include "tests/pipeline.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

constexpr double kLitWhereSeen = 0.27 / 0.41;

const std::string kFirst =
    "history \"First\" from 1920-01 to 1920-12 by month\n"
    "kind person { tall: real = 0 }\nperson anna { tall = 1 }, boris { tall = 2 }, clara\n"
    "var lit: bool = no\nvar seen: bool = no\nvar leader: person? = none\nvar size: real = 1\n"
    "var met: date? = none\nparam drift: real ~ normal(0, 1)\n"
    "event lights at 1920-02 chance 0.3 { lit = yes  leader = anna  met = now }\n"
    "event sees at 1920-03 chance if lit then 0.9 else 0.2 { seen = yes }\n"
    "event goes_out at 1920-10 when lit { lit = no }\n"
    "rule grows every month { size += drift + draw normal(0, 1) }\n"
    "observe sees in 1920-03\n"
    "whatif lifted { at 1920-05 { lit = yes  leader = boris } }\n"
    "whatif same { set leader = leader at 1920-05 }\n"
    "outcome size_left = size at 1920-06\noutcome drift_left = drift\n";

std::string second(const std::string& as) {
    return "history \"Second\" from 1921-01-01 to 1921-03-01 by day\n"
           "kind person { height: real = 0 }\nperson boris, anna\n"
           "var was_lit: bool = no\nvar shown: bool = no\nvar ruler: person? = none\n"
           "var girth: real = 0\nvar falls_on: bool = no\nvar began: date? = none\n"
           "param level: real ~ uniform 5 to 6\n"
           "continue \"first\" at 1920-06 " +
           as +
           " { was_lit = lit  shown = seen  ruler = leader  girth = size  began = met\n"
           "    level = drift\n"
           "    for p in person { p.height = p.tall } }\n"
           "event falls at 1921-02-01 chance if was_lit then 0.5 else 0.1 { falls_on = yes }\n"
           "observe falls in 1921-02-01\n"
           "whatif propped { block falls }\n"
           "outcome lit_then = was_lit\noutcome seen_then = shown\noutcome who = ruler\n"
           "outcome size_then = girth\noutcome fell = falls_on\noutcome since_when = began\n"
           "outcome heights = anna.height + 10 * boris.height\noutcome steep = level\n";
}

const std::string kThird =
    "history \"Third\" from 1922 to 1923 by year\nvar fell_before: bool = no\nvar x: real = 0\n"
    "continue \"second\" unconditioned { fell_before = falls_on  x = girth }\n"
    "outcome fell = fell_before\noutcome size_then = x\n";

std::string rendered(const ScenarioError& error) {
    std::string all;
    for (const Finding& finding : error.findings) all += finding.rendered;
    return all;
}

/// A folder with the files of a chain, which goes when the test does.
class ContinueTest : public testing::Test {
  protected:
    ContinueTest() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() / (std::string("jonbar-chain-") + test->name());
        fs::create_directories(folder_);
        write("first", kFirst);
    }
    ~ContinueTest() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / (name + ".jon")) << text;
    }
    [[nodiscard]] Scenario load(const std::string& name) const {
        return Scenario::load((folder_ / (name + ".jon")).string());
    }
    [[nodiscard]] Answers run(const std::string& name, std::uint64_t histories = 20'000) const {
        return load(name).run(options(histories));
    }
    static RunOptions options(std::uint64_t histories) {
        RunOptions made;
        made.histories = histories;
        made.seed = 5;
        made.threads = 1;
        made.continuing.particles = 32'768;
        made.continuing.island_size = 2048;
        return made;
    }
    [[nodiscard]] std::string errors_of(const std::string& name) const {
        try {
            static_cast<void>(load(name));
        } catch (const ScenarioError& error) {
            return rendered(error);
        }
        return "";
    }

    fs::path folder_;
};

double share_of_yes(const Answers& answers, const std::string& name) {
    for (const ValueShare& share : outcome_of(answers, name).values) {
        if (share.value == "yes") return share.share.value;
    }
    return 0;
}

TEST_F(ContinueTest, StandsAloneUnlessAskedOtherwise) {
    write("second", second("alone"));
    const Answers alone = run("second");
    EXPECT_TRUE(alone.continues.empty());
    expect_yes(alone, "lit_then", 0);
    expect_yes(alone, "fell", 0.1);
    CompileOptions asked;
    asked.continue_as = {"unconditioned"};
    const std::string path = (folder_ / "second.jon").string();
    const Answers continued = Scenario::load(path, asked).run(options(20'000));
    EXPECT_EQ(continued.continues.size(), 1U);
    expect_yes(continued, "lit_then", 0.3);
    asked.continue_as = {"alone"};
    write("second", second("given record"));
    EXPECT_TRUE(Scenario::load(path, asked).run(options(1'000)).continues.empty());
}

TEST_F(ContinueTest, ChecksWhatWouldCrossWhereItStandsAlone) {
    std::string text = second("alone");
    write("second", text);
    const std::string path = (folder_ / "second.jon").string();
    EXPECT_TRUE(check_file(path, {}).empty());
    write("second", text.replace(text.find("was_lit = lit"), 13, "was_lit = lot"));
    EXPECT_TRUE(errors_of("second").empty());
    const std::vector<Finding> found = check_file(path, {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].rendered.find("lot"), std::string::npos) << found[0].rendered;
}

TEST_F(ContinueTest, GoesOnFromEachHistory) {
    write("second", second("unconditioned"));
    const Answers answers = run("second");
    EXPECT_EQ(answers.histories, 20'000U);
    expect_yes(answers, "lit_then", 0.3);  // in June; it goes out later
    expect_yes(answers, "seen_then", 0.3 * 0.9 + 0.7 * 0.2);
    expect_share(answers, "who", "anna", 0.3);
    expect_yes(answers, "fell", 0.3 * 0.5 + 0.7 * 0.1);
    EXPECT_EQ(outcome_of(answers, "heights").mean.value, 21);
    EXPECT_EQ(outcome_of(answers, "since_when").quantile_dates[2], "1920-02-01");
    const Answers first = run("first");
    EXPECT_EQ(outcome_of(answers, "size_then").mean.value,
              outcome_of(first, "size_left").mean.value);
    EXPECT_EQ(outcome_of(answers, "steep").mean.value, outcome_of(first, "drift_left").mean.value);
    ASSERT_EQ(answers.continues.size(), 1U);
    EXPECT_EQ(answers.continues[0].title, "First");
    EXPECT_EQ(answers.continues[0].at, "1920-06");
}

TEST_F(ContinueTest, IsTheSameInAnyChunksOnAnyThreads) {
    write("second", second("given record"));
    write("third", kThird);
    RunOptions other = options(3000);
    other.threads = 2;
    other.chunk_lanes = 7;
    for (const std::string name : {"second", "third"}) {
        const Answers one = load(name).run(options(3000));
        const Answers two = load(name).run(other);
        EXPECT_EQ(outcome_of(one, "size_then").mean.value, outcome_of(two, "size_then").mean.value);
        EXPECT_EQ(share_of_yes(one, "fell"), share_of_yes(two, "fell"));
    }
}

TEST_F(ContinueTest, GoesOnFromThePosterior) {
    write("second", second("given record"));
    const Answers answers = run("second");
    EXPECT_EQ(answers.histories, 32'768U);
    EXPECT_EQ(share_of_yes(answers, "seen_then"), 1);
    EXPECT_NEAR(share_of_yes(answers, "lit_then"), kLitWhereSeen, 0.02);
    EXPECT_NEAR(share_of_yes(answers, "fell"), 0.1 + 0.4 * kLitWhereSeen, 0.02);
}

TEST_F(ContinueTest, GoesOnWhereATruthHolds) {
    write("second", second("given leader == anna"));
    const Answers answers = run("second");
    EXPECT_EQ(share_of_yes(answers, "lit_then"), 1);
    EXPECT_NEAR(share_of_yes(answers, "seen_then"), 0.9, 0.02);
    write("second", second("given size > 1000"));
    EXPECT_THROW(run("second"), RecordError);
}

TEST_F(ContinueTest, GoesOnFromAnAlteredWorld) {
    write("second", second("as whatif lifted"));
    const Answers answers = run("second");
    EXPECT_EQ(share_of_yes(answers, "lit_then"), 1);
    EXPECT_EQ(share_of_yes(answers, "seen_then"), 1);
    for (const ValueShare& share : outcome_of(answers, "who").values) {
        EXPECT_EQ(share.share.value, share.value == "boris" ? 1 : 0);
    }
}

TEST_F(ContinueTest, GoesOnFromAWorldThatIsNoOther) {
    write("second", second("given record"));
    const Answers record = run("second");
    write("second", second("as whatif same"));
    const Answers same = run("second");
    for (const std::string name : {"lit_then", "fell"})
        EXPECT_EQ(share_of_yes(record, name), share_of_yes(same, name));
    EXPECT_EQ(outcome_of(record, "size_then").mean.value, outcome_of(same, "size_then").mean.value);
}

TEST_F(ContinueTest, FollowsARecordOfItsOwn) {
    write("second", second("given record"));
    RunOptions given = options(2000);
    given.given = given.continuing;
    const Answers answers = load("second").run(given);
    const double fell = 0.1 + 0.4 * kLitWhereSeen;
    EXPECT_NEAR(share_of_yes(answers, "lit_then"), 0.5 * kLitWhereSeen / fell, 0.02);
    EXPECT_EQ(share_of_yes(answers, "fell"), 1);
    write("second", second("unconditioned"));
    const Answers prior = load("second").run(given);
    EXPECT_NEAR(share_of_yes(prior, "lit_then"), 0.15 / 0.22, 0.02);
}

TEST_F(ContinueTest, FollowsAChainOfThree) {
    write("second", second("given record"));
    write("third", kThird);
    const Answers answers = run("third");
    EXPECT_NEAR(share_of_yes(answers, "fell"), 0.1 + 0.4 * kLitWhereSeen, 0.02);
    ASSERT_EQ(answers.continues.size(), 2U);
    EXPECT_EQ(answers.continues[1].title, "First");
    EXPECT_EQ(outcome_of(answers, "size_then").mean.value,
              outcome_of(run("second"), "size_then").mean.value);
}

TEST_F(ContinueTest, GoesOnAsTheUserSays) {
    write("second", second("unconditioned"));
    write("third", kThird);
    const auto answers = [&](const std::string& name, std::vector<std::string> words) {
        CompileOptions compile;
        compile.continue_as = std::move(words);
        return Scenario::load((folder_ / (name + ".jon")).string(), compile).run(options(20'000));
    };
    EXPECT_EQ(share_of_yes(answers("second", {"as whatif lifted"}), "lit_then"), 1);
    const Answers late = answers("second", {"at 1920-12 unconditioned"});
    EXPECT_EQ(share_of_yes(late, "lit_then"), 0);
    EXPECT_EQ(late.continues[0].at, "1920-12");
    EXPECT_EQ(share_of_yes(answers("second", {"given seen and leader == anna"}), "lit_then"), 1);
    const Answers far = answers("third", {"unconditioned", "given record"});
    EXPECT_NEAR(share_of_yes(far, "fell"), 0.1 + 0.4 * kLitWhereSeen, 0.02);
    EXPECT_EQ(far.continues[1].given, "given its record");
    const auto error = [&](const std::string& name, const std::vector<std::string>& words) {
        try {
            answers(name, words);
        } catch (const ScenarioError& wrong) {
            return rendered(wrong);
        }
        return std::string();
    };
    EXPECT_NE(error("first", {"given record"}).find("--continue-as 1:1:1: error[J2040]"),
              std::string::npos);
    EXPECT_NE(error("second", {"unconditioned", "given record"}).find("--continue-as 2:1:1"),
              std::string::npos);
    EXPECT_NE(error("second", {"as whatif liftet"}).find("lifted"), std::string::npos);
    EXPECT_NE(error("second", {"given"}).find("--continue-as 1:1:6"), std::string::npos);
}

TEST_F(ContinueTest, KeepsASetOfRowsForHistoriesThatWeighTheSame) {
    write("second", second("given record"));
    RunOptions rows = options(100);
    rows.row = [](std::uint64_t, const std::vector<std::string>&) {};
    EXPECT_THROW(load("second").run(rows), QuestionError);
    EXPECT_THROW(load("second").tell(1'000'000'000, 5), QuestionError);
}

TEST_F(ContinueTest, AnswersWhy) {
    for (const std::string as : {"unconditioned", "given record"}) {
        write("second", second(as) +
                            "cause lit_before { absent: set was_lit = no }\n"
                            "cause placebo { absent: set girth = 0 }\n");
        WhyOptions asked;
        asked.outcome = "fell";
        asked.sample.threads = 1;
        asked.sample.prior = true;
        asked.sample.histories = 16'384;
        asked.sample.conditioning.particles = 32'768;
        asked.sample.conditioning.island_size = 2048;
        const WhyAnswer why = load("second").why(asked);
        const double lit = as == "unconditioned" ? 0.3 : kLitWhereSeen;
        ASSERT_TRUE(why.prior);
        EXPECT_NEAR(why.prior->value, 0.1 + 0.4 * lit, 0.03) << as;
        for (const CauseAnswer& cause : why.causes) {
            const bool placebo = cause.name == "placebo";
            EXPECT_NEAR(cause.shapley.value, placebo ? 0 : 0.4 * lit, 0.03) << as << cause.name;
            // Where it falls with 0.5, it falls with 0.1 anyway.
            EXPECT_NEAR(cause.necessity.value, placebo ? 0 : 0.8, 0.04) << as << cause.name;
        }
    }
}

TEST_F(ContinueTest, AnswersWhatIf) {
    for (const std::string as : {"unconditioned", "given record"}) {
        write("second", second(as));
        WhatIfOptions asked;
        asked.names = {"propped"};
        asked.sample.threads = 1;
        asked.sample.prior = true;
        asked.sample.histories = 4096;
        asked.sample.conditioning.particles = 32'768;
        asked.sample.conditioning.island_size = 2048;
        const WhatIfAnswers answers = load("second").what_if(asked);
        for (const OutcomeShift& outcome : answers.what_ifs.front().outcomes) {
            if (outcome.name != "fell") continue;
            EXPECT_EQ(outcome.values[0].altered.value, 0) << as;
            EXPECT_GT(outcome.values[0].actual.value, 0.1) << as;
        }
    }
    EXPECT_NE(load("second").tell(17, 5).find("history 17"), std::string::npos);
}

TEST_F(ContinueTest, EqualsTheTwinThatGoesOn) {
    write("second", second("unconditioned"));
    const Scene scene = scene_of_file((folder_ / "second.jon").string());
    ASSERT_EQ(scene.errors, "");
    std::vector<std::vector<std::string>> rows;
    RunOptions run = options(50);
    run.row = [&](std::uint64_t, const std::vector<std::string>& row) { rows.push_back(row); };
    load("second").run(run);
    for (std::uint64_t history = 0; history < 50; ++history) {
        const reference::History after = reference::Twin(scene.model, 5).run(history);
        ASSERT_FALSE(after.fault);
        EXPECT_EQ(rows[history][0], after.outcomes[0] != 0 ? "yes" : "no");
        EXPECT_TRUE(same_bits(std::stod(rows[history][3]), after.outcomes[3])) << history;
        EXPECT_EQ(rows[history][4], after.outcomes[4] != 0 ? "yes" : "no");
    }
}

TEST_F(ContinueTest, SaysWhatIsWrong) {
    const auto errors = [&](const std::string& rest) {
        write("wrong",
              "history \"W\" from 1921-01 to 1921-02 by month\nkind person {}\n"
              "person anna\nvar who: person = anna\nvar x: real = 0\nvar n: int = 0\n" +
                  rest + "\noutcome o = x + n + (if who == anna then 1 else 0)\n");
        return errors_of("wrong");
    };
    const auto expect_code = [&](const std::string& rest, const std::string& code) {
        const std::string said = errors(rest);
        EXPECT_NE(said.find("[" + code + "]"), std::string::npos) << rest << "\n" << said;
    };
    expect_code("continue \"nowhere\" unconditioned { x = size }", "J2004");
    expect_code("continue \"wrong\" unconditioned { x = x }", "J2042");
    expect_code("continue \"first\" unconditioned { x = sizes }", "J2001");
    expect_code("continue \"first\" unconditioned { y = size }", "J2001");
    expect_code("continue \"first\" unconditioned { n = size }", "J3001");
    expect_code("continue \"first\" unconditioned { who = leader }", "J3002");
    expect_code("continue \"first\" unconditioned { who = leader else boris }", "J2041");
    expect_code("continue \"first\" unconditioned { x += size }", "J3642");
    expect_code("continue \"first\" as whatif none_such { x = size }", "J2001");
    expect_code("continue \"first\" at 1930-01 unconditioned { x = size }", "J4001");
    expect_code(
        "continue \"first\" unconditioned { x = size }\n"
        "continue \"first\" unconditioned { n = 1 }",
        "J2040");
    write("second",
          "history \"S\" from 1921-01 to 1921-02 by month\nvar x: real = 0\n"
          "continue \"wrong\" unconditioned { x = x }\noutcome o = x\n");
    expect_code("continue \"second\" unconditioned { x = x }", "J2042");
    expect_code("continue \"second\" given record { x = x }", "J2042");
    EXPECT_EQ(errors("continue \"first\" unconditioned { x = size }"), "");
}

}  // namespace
}  // namespace jonbar
