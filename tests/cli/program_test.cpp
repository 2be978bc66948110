// The program as a user meets it: commands, what they print, their exit statuses.

#include "tests/cli/program.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace jonbar {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;

TEST_F(ProgramTest, RunPrintsOutcomesEventsAndWhatNeverHappened) {
    const Result result = run({"run", "small.jon", "--histories", "5000"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out,
                StartsWith("Two heirs\n1922-01 … 1923-12 by month   5,000 histories   seed 1"));
    EXPECT_THAT(result.out, HasSubstr("\nleads\n"));
    EXPECT_THAT(result.out, HasSubstr("nobody left"));
    EXPECT_THAT(result.out, HasSubstr("dies(anna)"));
    EXPECT_THAT(result.out, HasSubstr("In no history"));
    EXPECT_THAT(result.out, HasSubstr("comet"));
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

TEST_F(ProgramTest, RunGoesOnFromAnotherScenario) {
    write("later.jon",
          "history \"Later\" from 1924-01 to 1924-12 by month\nkind person {}\n"
          "person anna, boris\nvar leader: person? = none\n"
          "continue \"small\" unconditioned { leader = leader }\n"
          "outcome led = leader none \"nobody\"\n");
    const Result plain = run({"run", "later.jon", "--histories", "500"});
    EXPECT_EQ(plain.status, 0) << plain.err;
    EXPECT_THAT(plain.out, HasSubstr("continues Two heirs\n"
                                     "  (small.jon) from the end of 1923-12, unconditioned\n"));
    const Result other = run({"run", "later.jon", "--particles", "1600", "--island-size", "100",
                              "--continue-as", "at 1922-06 given leader == anna", "--json"});
    EXPECT_EQ(other.status, 0) << other.err;
    const auto json = nlohmann::json::parse(other.out);
    EXPECT_EQ(json["histories"], 1600);
    EXPECT_EQ(json["continues"][0]["at"], "1922-06");
    EXPECT_EQ(json["continues"][0]["given"], "given leader == anna");
    EXPECT_EQ(json["outcomes"]["led"]["values"]["anna"]["p"], 1);
    const Result wrong = run({"run", "small.jon", "--continue-as", "unconditioned"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.err, HasSubstr("small.jon continues no other scenario"));
    const Result useless = run({"run", "small.jon", "--particles", "1600"});
    EXPECT_EQ(useless.status, 2);
    EXPECT_THAT(useless.err, HasSubstr("go with --given"));
}

TEST_F(ProgramTest, RunGivenPrintsThePosteriorBesideThePrior) {
    write("given.jon", std::string(kScenario) + "observe dies(anna) in 1922-06..1922-09\n");
    const Result result = run({"run", "given.jon", "--given", "--particles", "1600",
                               "--island-size", "100", "--histories", "500"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("1,600 particles"));
    EXPECT_THAT(result.out, HasSubstr("given 1 observation: 16 islands of 100 particles"));
    EXPECT_THAT(result.out, HasSubstr("log evidence "));
    EXPECT_THAT(result.out, HasSubstr("given               prior"));
    EXPECT_THAT(result.out, HasSubstr("dies(anna) in 1922-06..1922-09"));
    const auto json =
        nlohmann::json::parse(run({"run", "given.jon", "--given", "--particles", "1600",
                                   "--island-size", "100", "--histories", "500", "--json"})
                                  .out);
    EXPECT_EQ(json["histories"], 1600);
    EXPECT_EQ(json["given"]["islands"], 16);
    EXPECT_EQ(json["given"]["facts"].size(), 1U);
    EXPECT_TRUE(json["given"]["facts"][0]["forced"].get<bool>());
    EXPECT_TRUE(json["given"]["prior"].contains("leads"));
}

TEST_F(ProgramTest, RunGivenRefusesWhatItCannotAnswer) {
    write("never.jon", std::string(kScenario) + "observe comet in 1923-07\n");
    const std::vector<std::string> few = {"--particles", "320",         "--island-size",
                                          "20",          "--histories", "50"};
    const auto given = [&](const std::string& file) {
        std::vector<std::string> arguments = {"run", file, "--given"};
        arguments.insert(arguments.end(), few.begin(), few.end());
        return run(arguments);
    };
    const Result never = given("never.jon");
    EXPECT_EQ(never.status, 4);
    EXPECT_THAT(never.err, HasSubstr("error[J5900]"));
    EXPECT_THAT(never.err, HasSubstr("observe comet in 1923-07"));
    EXPECT_EQ(never.out, "");
    write("few.jon",
          std::string(kScenario) +
              "param p: real ~ normal(0, 1)\nobserve p ~ normal(3, 0.0001) at 1922-02\n");
    const Result poor = given("few.jon");
    EXPECT_EQ(poor.status, 5);
    EXPECT_THAT(poor.err, HasSubstr("error[J5901]"));
    EXPECT_EQ(given("small.jon").status, 2);
    EXPECT_EQ(run({"run", "small.jon", "--moves", "1"}).status, 2);
    EXPECT_EQ(run({"run", "never.jon", "--given", "--until", "soon"}).status, 2);
    EXPECT_EQ(run({"run", "never.jon", "--given", "--csv", "rows.csv"}).status, 2);
}

TEST_F(ProgramTest, TheAnswerDoesNotDependOnThreads) {
    const auto one =
        nlohmann::json::parse(run({"run", "small.jon", "--json", "--threads", "1"}).out);
    const auto two =
        nlohmann::json::parse(run({"run", "small.jon", "--json", "--threads", "2"}).out);
    EXPECT_EQ(one["outcomes"], two["outcomes"]);
    EXPECT_EQ(one["events"], two["events"]);
    EXPECT_EQ(one["histories"], 100000);
    const auto other =
        nlohmann::json::parse(run({"run", "small.jon", "--json", "--seed", "2"}).out);
    EXPECT_NE(one["outcomes"], other["outcomes"]);
}

TEST_F(ProgramTest, SharesAgreeWithTheClosedForm) {
    const auto json = nlohmann::json::parse(
        run({"run", "small.jon", "--json", "--histories", "200000", "--set", "frailty=0.2"}).out);
    // Anna survives 24 months at 0.2 a year with probability exp(-0.4) = 0.67032; 4 standard errors
    // are 0.0042.
    EXPECT_NEAR(json["events"]["dies(anna)"]["share"].get<double>(), 1 - 0.670320, 0.0042);
    EXPECT_EQ(json["settings"][0], "frailty=0.2");
    EXPECT_EQ(json["outcomes"]["leads"]["kind"], "choice");
    EXPECT_EQ(json["never"], nlohmann::json{"comet"});
}

TEST_F(ProgramTest, CsvHasARowAHistory) {
    EXPECT_EQ(run({"run", "small.jon", "--histories", "700", "--csv", "rows.csv"}).status, 0);
    std::istringstream rows(slurp(folder_ / "rows.csv"));
    std::string line;
    std::getline(rows, line);
    EXPECT_EQ(line, "history,leads,first_death,survivors");
    int expected = 0;
    for (; std::getline(rows, line); ++expected)
        EXPECT_THAT(line, StartsWith(std::to_string(expected) + ","));
    EXPECT_EQ(expected, 700);
}

TEST_F(ProgramTest, ACsvThatCannotBeWrittenIsTheWorldsFault) {
    const Result result = run({"run", "small.jon", "--csv", "no-such-folder/rows.csv"});
    EXPECT_EQ(result.status, 3);
    EXPECT_THAT(result.err, HasSubstr("cannot write no-such-folder/rows.csv"));
}

TEST_F(ProgramTest, AFullDeviceIsTheWorldsFault) {
    const Result result = run({"run", "small.jon", "--csv", "/dev/full", "--histories", "100000"});
    EXPECT_EQ(result.status, 3) << result.err;
}

TEST_F(ProgramTest, AMissingFileIsTheWorldsFault) {
    const Result result = run({"run", "none.jon"});
    EXPECT_EQ(result.status, 3);
    EXPECT_THAT(result.err, HasSubstr("none.jon"));
    EXPECT_EQ(result.out, "");
}

TEST_F(ProgramTest, AWrongScenarioNamesThePlaceAndTheNearestName) {
    write("typo.jon", std::string(kScenario) + "outcome who = leadr at end\n");
    const Result result = run({"run", "typo.jon"});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, HasSubstr("typo.jon:20:15: error[J2"));
    EXPECT_THAT(result.err, HasSubstr("leader"));
    EXPECT_EQ(result.out, "");
}

TEST_F(ProgramTest, EmptyFilesAndRandomBytesAreWrongScenarios) {
    write("empty.jon", "");
    const Result empty = run({"run", "empty.jon"});
    EXPECT_EQ(empty.status, 1);
    EXPECT_THAT(empty.err, HasSubstr("error[J1"));
    write("bytes.jon", std::string("\x00\xff\x17\x80{{{~~ \xc3\x28", 13));
    EXPECT_EQ(run({"run", "bytes.jon"}).status, 1);
}

TEST_F(ProgramTest, AHistorysFaultNamesStatementDateAndHistory) {
    write("fault.jon",
          "history \"h\" from 1922-01 to 1922-12 by month\nvar x: real = 1\n"
          "rule falls every month { x -= 0.25 }\nrule divides every month { x = 1 / (x - 0.25) * 0 "
          "+ x }\n"
          "outcome o = x at end\n");
    const Result result = run({"run", "fault.jon"});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, HasSubstr("fault.jon:4:"));
    EXPECT_THAT(result.err, HasSubstr("1922-03"));
    EXPECT_THAT(result.err, HasSubstr("history 0"));
    EXPECT_THAT(result.err, HasSubstr("division by zero"));
}

TEST_F(ProgramTest, WrongUsageSaysSo) {
    EXPECT_EQ(run({}).status, 2);
    EXPECT_EQ(run({"rum", "small.jon"}).status, 2);
    EXPECT_EQ(run({"run", "small.jon", "--histories", "-3"}).status, 2);
    EXPECT_EQ(run({"run", "small.jon", "--histories", "0"}).status, 2);
    EXPECT_EQ(run({"run"}).status, 2);
    EXPECT_EQ(run({"dump", "small.jon", "--stage", "soup"}).status, 2);
    EXPECT_EQ(run({"explain", "J0000"}).status, 2);
}

TEST_F(ProgramTest, SettingWhatIsNoParamIsAnErrorWithTheNearestName) {
    const Result result = run({"run", "small.jon", "--set", "frailti=1"});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, HasSubstr("frailty"));
    EXPECT_EQ(run({"run", "small.jon", "--set", "frailty=often"}).status, 1);
}

TEST_F(ProgramTest, EveryCommandHasHelpWithAnExample) {
    for (const char* command :
         {"run", "check", "fmt", "tell", "dump", "explain", "completion", "manual"}) {
        const Result result = run({command, "--help"});
        EXPECT_EQ(result.status, 0) << command;
        EXPECT_THAT(result.out, HasSubstr(std::string("Example:\n  jonbar ") + command));
    }
    EXPECT_EQ(run({"--version"}).status, 0);
    EXPECT_EQ(run({"--help"}).status, 0);
}

TEST_F(ProgramTest, CheckCountsWhatItFound) {
    const Result right = run({"check", "small.jon"});
    EXPECT_EQ(right.status, 0) << right.err;
    EXPECT_THAT(right.out, StartsWith("1 file: no errors"));
    write("typo.jon",
          std::string(kScenario) + "outcome a = leadr at end\noutcome b = survivor at end\n");
    const Result wrong = run({"check", "small.jon", "typo.jon"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.out, HasSubstr("2 files: 2 errors"));
    const auto json = nlohmann::json::parse(run({"check", "--json", "typo.jon"}).out);
    ASSERT_EQ(json.size(), 2U);
    EXPECT_EQ(json[0]["line"], 20);
    EXPECT_EQ(json[0]["column"], 13);
    EXPECT_EQ(json[0]["severity"], "error");
}

TEST_F(ProgramTest, CheckListsReplacementsAndExceptions) {
    write("land.jon",
          "kind person { skill: real = 1 }\n"
          "param zeal: real ~ uniform(0, 1)\n"
          "let weight(p: person) = p.skill * zeal\n");
    write("own.jon",
          "history \"Own\" from 1922-01 to 1922-12 by month\n"
          "use land\n"
          "person anna\n"
          "outcome o = weight(anna)\n"
          "rule spares every month exception \"anna is the regent\" { anna.skill = 2 }\n"
          "replace let weight(p: person) = p.skill * zeal * 2\n"
          "replace param zeal: real ~ uniform(0, 2)\n");
    const Result told = run({"check", "own.jon"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_EQ(told.out,
              "own.jon:5: rule spares is an exception: \"anna is the regent\"\n"
              "own.jon:6: let weight replaces that of land (land.jon:3)\n"
              "own.jon:7: param zeal replaces that of land (land.jon:2)\n"
              "1 file: no errors, no warnings\n");
    const auto json = nlohmann::json::parse(run({"check", "--json", "own.jon"}).out);
    ASSERT_EQ(json.size(), 3U);
    EXPECT_EQ(json[1]["severity"], "note");
    EXPECT_EQ(json[1]["code"], "");
    EXPECT_EQ(json[1]["line"], 6);
    EXPECT_EQ(run({"check", "land.jon"}).out, "1 file: no errors, no warnings\n");
    EXPECT_EQ(run({"run", "own.jon", "--histories", "10"}).err, "");
}

TEST_F(ProgramTest, AModuleWithADottedNameGivesOneOfAFamilyItsOwnPrior) {
    write("land.jon",
          "enum lever { army, press }\n"
          "strength pull(l: lever): real ~ halfnormal to 2\n");
    write("land.fit.jon", "use land\npull(press) ~ gamma 3 to 4\n");
    write("fitted.jon",
          "history \"Fitted\" from 1922-01 to 1922-02 by month\n"
          "use land\n"
          "use land.fit\n"
          "outcome army = pull(army) < 2\n"
          "outcome press = pull(press) > 3\n");
    const Result told = run({"check", "fitted.jon"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_EQ(told.out,
              "land.fit.jon:2: strength pull(press) has a prior of its own here; that of land "
              "(land.jon:2) is replaced\n"
              "1 file: no errors, no warnings\n");
    // 95 % either way; five standard errors of 20,000 are 0.008.
    const auto json =
        nlohmann::json::parse(run({"run", "fitted.jon", "--json", "--histories", "20000"}).out);
    for (const char* outcome : {"army", "press"})
        EXPECT_NEAR(json["outcomes"][outcome]["values"]["yes"]["p"].get<double>(), 0.95, 0.008);
}

TEST_F(ProgramTest, BacktestScoresAFolderAndFitWritesAModule) {
    fs::create_directory(folder_ / "cases");
    write("cases/land.jon", "param zeal: real ~ normal(0, 1)\n");
    for (const char* name : {"one", "two"}) {
        write(std::string("cases/") + name + ".jon",
              "history \"H\" from 1922-01 to 1922-06 by month\n"
              "use land\n"
              "event rises at 1922-03 chance logistic(zeal) {}\n"
              "observe rises in 1922-03 ending\n");
    }
    const Result told = run({"backtest", "cases", "--histories", "500", "--all"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, StartsWith("Backtest of 2 cases   500 histories each   seed 1"));
    EXPECT_THAT(told.out, HasSubstr("fitted to the others"));
    EXPECT_THAT(told.out, HasSubstr("rises in 1922-03"));
    const auto json = nlohmann::json::parse(
        run({"backtest", "cases/one.jon", "--prior", "--histories", "500", "--json"}).out);
    EXPECT_FALSE(json["leave_one_out"].get<bool>());
    EXPECT_EQ(json["cases"][0]["facts"][0]["truth"], "yes");
    EXPECT_EQ(json["groups"]["other"]["methods"].size(), 2U);
    const Result fitted = run({"fit", "cases", "--histories", "500", "-o", "cases/land.fit.jon"});
    EXPECT_EQ(fitted.status, 0) << fitted.err;
    EXPECT_THAT(fitted.out, StartsWith("1 param fitted to 2 cases   2 facts"));
    EXPECT_THAT(slurp(folder_ / "cases/land.fit.jon"),
                HasSubstr("replace param zeal: real ~ normal"));
    EXPECT_EQ(run({"check", "cases/land.fit.jon"}).status, 0);
    EXPECT_EQ(run({"backtest", "cases", "--fit", "none", "--histories", "100"}).status, 0);
    EXPECT_EQ(run({"backtest", "cases", "--fit", "none", "--prior"}).status, 2);
    EXPECT_EQ(run({"fit", "cases"}).status, 2);
    write("cases/wrong.jon", "history \"W\" from 1922-01 to 1922-06 by month\nobserve comet\n");
    const Result wrong = run({"backtest", "cases", "--histories", "100"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_EQ(wrong.out, "");
    EXPECT_THAT(wrong.err, HasSubstr("cases/wrong.jon:2:9: error[J2001]"));
}

TEST_F(ProgramTest, ATableInAFileIsReadBesideItsScenario) {
    write("tabled.jon",
          "history \"T\" from 1922-01 to 1922-12 by month\n"
          "kind person { skill: real = 1 }\nperson anna, boris\n"
          "table person from \"skills.csv\"\noutcome o = anna.skill + boris.skill\n");
    const Result missing = run({"run", "tabled.jon"});
    EXPECT_EQ(missing.status, 1);
    EXPECT_THAT(missing.err, HasSubstr("tabled.jon:4:19: error[J2004]"));
    write("skills.csv", "person,skill\nanna,2.5\nboris,\n");
    const Result read = run({"run", "tabled.jon", "--histories", "10", "--csv", "rows.csv"});
    EXPECT_EQ(read.status, 0) << read.err;
    EXPECT_THAT(slurp(folder_ / "rows.csv"), HasSubstr("3.5"));
    write("skills.csv", "person,skill\nanan,2.5\n");
    EXPECT_THAT(run({"check", "tabled.jon"}).err, HasSubstr("skills.csv:2:1: error[J2001]"));
}

TEST_F(ProgramTest, StrictCheckingRefusesBareDecimals) {
    EXPECT_EQ(run({"check", "--strict", "small.jon"}).status, 1);
}

TEST_F(ProgramTest, FmtIsIdempotentAndKeepsComments) {
    write("loose.jon",
          "# why\nhistory   \"h\"\n from 1922-01 to 1922-12 by month\nvar   x:real=1 # "
          "here\noutcome o=x at end\n");
    EXPECT_EQ(run({"fmt", "--check", "loose.jon"}).status, 1);
    EXPECT_EQ(run({"fmt", "loose.jon"}).status, 0);
    const std::string once = slurp(folder_ / "loose.jon");
    EXPECT_THAT(once, HasSubstr("# why"));
    EXPECT_THAT(once, HasSubstr("# here"));
    EXPECT_THAT(once, HasSubstr("var x: real = 1"));
    EXPECT_EQ(run({"fmt", "--check", "loose.jon"}).status, 0);
    EXPECT_EQ(run({"fmt", "-"}, once).out, once);
}

TEST_F(ProgramTest, FmtLeavesAWrongFileAlone) {
    write("wrong.jon", "history \"h\" from 1922-01 to\n");
    EXPECT_EQ(run({"fmt", "wrong.jon"}).status, 1);
    EXPECT_EQ(slurp(folder_ / "wrong.jon"), "history \"h\" from 1922-01 to\n");
}

TEST_F(ProgramTest, TellTellsOneHistory) {
    const Result first = run({"tell", "small.jon", "--history", "3", "--set", "frailty=5"});
    EXPECT_EQ(first.status, 0) << first.err;
    EXPECT_THAT(first.out, HasSubstr("dies(anna)"));
    EXPECT_THAT(first.out, HasSubstr("Anna dies."));
    EXPECT_EQ(run({"tell", "small.jon", "--history", "3", "--set", "frailty=5"}).out, first.out);
}

TEST_F(ProgramTest, WhatifSetsWorldsSideBySide) {
    write("spared.jon", std::string(kScenario) +
                            "whatif spared \"Anna is spared\" { block dies(anna) }\n"
                            "observe dies(anna) in 1923-02\n");
    const std::vector<std::string> small = {"--particles", "1024",        "--island-size",
                                            "64",          "--histories", "512"};
    const auto whatif = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"whatif", "spared.jon"});
        arguments.insert(arguments.end(), small.begin(), small.end());
        return run(arguments);
    };
    const Result text = whatif({"spared"});
    EXPECT_EQ(text.status, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("512 histories of the record (16 islands)"));
    EXPECT_THAT(text.out, HasSubstr("spared  Anna is spared\n  block dies(anna)\n"));
    EXPECT_THAT(text.out, HasSubstr("where they went"));
    EXPECT_THAT(text.out, HasSubstr("First changes"));

    const auto json = nlohmann::json::parse(whatif({"spared", "--json"}).out);
    EXPECT_EQ(json["whatifs"]["spared"]["outcomes"]["first_death"]["lost"], 1);
    const auto by_text = nlohmann::json::parse(whatif({"--do", "block dies(anna)", "--json"}).out);
    EXPECT_EQ(by_text["whatifs"]["do 1"]["outcomes"], json["whatifs"]["spared"]["outcomes"]);
    EXPECT_THAT(whatif({"spared", "--do", "set leader = boris at 1922-05"}).out,
                HasSubstr("as it was"));

    const Result told = whatif({"spared", "--tell"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, HasSubstr("as it was"));
    EXPECT_THAT(told.out, HasSubstr("1923-02  dies(anna)"));
    EXPECT_EQ(whatif({"spared", "--prior"}).out.find("of the record"), std::string::npos);
}

TEST_F(ProgramTest, WhatifListsWhatThereIs) {
    write("spared.jon", std::string(kScenario) + "whatif spared { block dies(anna) }\n");
    EXPECT_THAT(run({"whatif", "spared.jon"}).out, HasSubstr("\n  spared"));
    EXPECT_THAT(run({"whatif", "small.jon"}).out, HasSubstr("declares no whatif"));
    const Result unknown = run({"whatif", "spared.jon", "sparde"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("did you mean spared?"));
    EXPECT_EQ(run({"whatif", "small.jon", "spared"}).status, 2);
    EXPECT_EQ(run({"whatif", "spared.jon", "spared", "--history", "3"}).status, 2);
    EXPECT_EQ(run({"whatif", "spared.jon", "--do", "block nonsense"}).status, 1);
}

TEST_F(ProgramTest, DumpPrintsEveryStage) {
    for (const char* stage : {"tree", "model", "order", "program"}) {
        const Result result = run({"dump", "small.jon", "--stage", stage});
        EXPECT_EQ(result.status, 0) << stage << result.err;
        EXPECT_THAT(result.out, HasSubstr("dies")) << stage;
    }
}

TEST_F(ProgramTest, ExplainsErrorsByNumber) {
    EXPECT_THAT(run({"explain", "J4900"}).out, StartsWith("J4900"));
    EXPECT_THAT(run({"explain"}).out, HasSubstr("J4900"));
}

TEST_F(ProgramTest, WritesACompletionAndAManual) {
    const Result completion = run({"completion", "bash"});
    EXPECT_THAT(completion.out, HasSubstr("complete -o filenames -F _jonbar jonbar"));
    EXPECT_THAT(completion.out, HasSubstr("--histories"));
    const Result manual = run({"manual"});
    EXPECT_THAT(manual.out, StartsWith(".TH JONBAR 1"));
    EXPECT_THAT(manual.out, HasSubstr("\\-\\-histories"));
}

/// Ctrl-C in the middle of a long run: the finished part is printed and marked.
TEST_F(ProgramTest, AnInterruptedRunPrintsItsFinishedPart) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        const std::string file = (folder_ / "small.jon").string();
        execl(JONBAR_PROGRAM, JONBAR_PROGRAM, "run", file.c_str(), "--histories", "1000000000000",
              "--csv", (folder_ / "rows.csv").c_str(), static_cast<char*>(nullptr));
        _exit(98);
    }
    close(ends[1]);
    // The run has begun when the first rows stand in the file.
    const fs::path rows = folder_ / ("rows.csv." + std::to_string(child) + ".unfinished");
    while (!fs::exists(rows) || fs::file_size(rows) < 4096) {
        ASSERT_EQ(waitpid(child, nullptr, WNOHANG), 0);
    }
    kill(child, SIGINT);
    std::string out;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof(buffer))) > 0;)
        out.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_THAT(out, HasSubstr("PARTIAL: stopped after"));
}

}  // namespace
}  // namespace jonbar
