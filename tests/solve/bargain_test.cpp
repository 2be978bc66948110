// Tables of bargaining, from file to answer.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "jonbar/jonbar.h"
#include "tests/solve/table_file.h"

namespace jonbar {
namespace {

constexpr const char* kPlain =
    "name,capability,position,salience\n"
    "NL,.08,4,80\nBE,.08,7,40\nLU,.03,4,20\nDE,.16,4,80\nFR,.16,10,60\n"
    "IT,.16,10,60\nUK,.16,10,90\nIE,.05,7,10\nDK,.05,4,100\nGR,.08,7,70\n";

// KTAB's dummyData_3Dim.csv as it is: blanks, a comma at the end of each line.
constexpr const char* kScenario =
    "DummyData_3Dim ,\"Dummy scenario to test reading format\",7,3,\n"
    "Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,Pstn3,Sal3,\n"
    "SActor-00, Random Spatial Actor, 102.543, 75.79, 49.53,  6.37,  5.91, 70.45, 28.15,\n"
    "SActor-01, Random Spatial Actor,  53.393, 82.72, 30.33, 73.50, 21.22, 64.00, 24.79,\n"
    "SActor-02, Random Spatial Actor, 129.643, 82.45, 48.47, 90.89, 13.55,  0.07, 34.62,\n"
    "SActor-03, Random Spatial Actor,  75.920, 62.52, 20.76, 50.82, 39.24, 62.33, 22.21,\n"
    "SActor-04, Random Spatial Actor,  63.224, 82.34, 40.96, 45.77, 25.43, 73.31, 22.59,\n"
    "SActor-05, Random Spatial Actor, 120.048, 84.48, 22.92, 33.70, 39.35, 88.11, 15.42,\n"
    "SActor-06, Random Spatial Actor,  54.178, 70.96, 31.75, 33.46, 27.93, 90.36, 26.03,\n";

std::string question_error(const std::string& text, const BargainQuestion& question) {
    const TableFile table(text);
    try {
        solve_bargain(table.path(), question);
    } catch (const QuestionError& error) {
        return error.what();
    }
    return "";
}

std::string said_of(const std::string& text, const BargainQuestion& question = {}) {
    const TableFile table(text);
    try {
        solve_bargain(table.path(), question);
    } catch (const ScenarioError& error) {
        std::string all;
        for (const Finding& finding : error.findings) {
            all += finding.rendered.substr(finding.rendered.find(table.name()));
        }
        return all;
    }
    return "";
}

TEST(SolveBargainTest, AnswersAPlainTableByExpectedUtility) {
    const TableFile table(kPlain);
    const BargainAnswer answer = solve_bargain(table.path(), {.rounds = 9});
    EXPECT_FALSE(answer.spatial);
    ASSERT_EQ(answer.rounds.size(), 10U);
    EXPECT_NEAR(answer.rounds[9].medians[0], 9.671130, 5e-7);
    EXPECT_NEAR(answer.rounds[9].means[0], 7.324989, 5e-7);
    EXPECT_EQ(answer.actors[0].saliences[0], .8);
}

TEST(SolveBargainTest, ReadsKtabsScenarioAsItIs) {
    const TableFile table(kScenario);
    const BargainAnswer answer = solve_bargain(table.path());
    EXPECT_TRUE(answer.spatial);
    EXPECT_TRUE(answer.settled);
    EXPECT_EQ(answer.title, "DummyData_3Dim");
    EXPECT_EQ(answer.description, "Dummy scenario to test reading format");
    EXPECT_EQ(answer.dimensions, (std::vector<std::string>{"Pstn1", "Pstn2", "Pstn3"}));
    ASSERT_EQ(answer.rounds.size(), 11U);  // as KTAB's log
    EXPECT_EQ(answer.rounds[0].positions[1][1], 73.5);
    EXPECT_NEAR(answer.rounds[10].positions[0][1], 31.8, .05);
    EXPECT_NEAR(answer.rounds[10].chances[5], .4009, .00005);
    EXPECT_EQ(answer.rounds[0].proposals.size(), 7U);
    const BargainAnswer second =
        solve_bargain(table.path(), {.model = "expected-utility", .rounds = 1, .dimension = 2});
    EXPECT_EQ(second.dimensions, (std::vector<std::string>{"Pstn2"}));
    EXPECT_EQ(second.rounds.size(), 2U);
}

TEST(SolveBargainTest, TellsWhatIsWrongWithATable) {
    EXPECT_EQ(said_of("Title,,3,1\nActor,D,I,P,S\na,,1,50,50\nb,,1,50,50\n"),
              R"(table.csv:1:1: error[J5933]: the first line tells of 3 actors, the table has 2
    1 | Title,,3,1
      | ^
      = correct the number, or the table
)");
    EXPECT_NE(said_of("T,,1,1\nActor,D,I,P,S\na,,1,120,50\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("T,,1,1\nActor,D,I,P\na,,1,20\n").find("the scenario has 4 columns"),
              std::string::npos);
    EXPECT_NE(said_of("T,,1,2\nActor,D,I,P,S,Q,R\na,,1,20,60,20,60\n").find("sum to 120 %"),
              std::string::npos);
    EXPECT_NE(said_of("name,capability,position,salience\na,0,1,1\n").find("nobody with influence"),
              std::string::npos);
    EXPECT_NE(said_of("name,capability,position,salience\na,1,5,1\nb,1,7,1\n",
                      {.model = "spatial", .scale = "0:6"})
                  .find("table.csv:3:5: error[J5932]: the position 7 is outside the scale"),
              std::string::npos);
    EXPECT_NE(said_of("name,capability,position,salience\na,1,nan,1\n").find("J5932"),
              std::string::npos);
}

TEST(SolveBargainTest, RefusesOptionsThatMeanNothing) {
    EXPECT_EQ(question_error(kPlain, {.win = "printe"}),
              "--win takes one of program, printed, not \"printe\"; did you mean printed?");
    EXPECT_EQ(question_error(kScenario, {.win = "printed"}),
              "--win belongs to the other model; the table is answered by --model spatial");
    EXPECT_EQ(question_error(kPlain, {.voting = "cubic"}),
              "--voting belongs to the other model; the table is answered by --model "
              "expected-utility");
    EXPECT_NE(question_error(kScenario, {.model = "expected-utility"}).find("--dimension 1 to 3"),
              std::string::npos);
    EXPECT_NE(question_error(kPlain, {.rounds = 5000}).find("--rounds"), std::string::npos);
    EXPECT_NE(question_error(kPlain, {.stay = 2.0}).find("--stay"), std::string::npos);
    EXPECT_NE(question_error(kPlain, {.model = "spatial", .scale = "5"}).find("--scale"),
              std::string::npos);
    EXPECT_NE(question_error(kPlain, {.model = "spatial", .seed = 3}).find("--seed"),
              std::string::npos);
}

TEST(SolveBargainTest, RunsWithoutRoundsAndWithOneActor) {
    const TableFile table(kScenario);
    EXPECT_EQ(solve_bargain(table.path(), {.rounds = 0}).rounds.size(), 1U);
    const TableFile one("name,influence,position,salience\nalone,1,5,.5\n");
    for (const char* model : {"spatial", "expected-utility"}) {
        const BargainAnswer answer = solve_bargain(one.path(), {.model = model});
        EXPECT_EQ(answer.rounds.back().medians[0], 5) << model;
        EXPECT_FALSE(to_text(answer).empty());
    }
}

TEST(SolveBargainTest, WritesJsonThatHasEveryRound) {
    const TableFile table(kScenario);
    const auto json = nlohmann::json::parse(to_json(solve_bargain(table.path())));
    EXPECT_EQ(json["model"], "spatial");
    ASSERT_EQ(json["rounds"].size(), 11U);
    EXPECT_EQ(json["rounds"][0]["proposals"][0]["initiator"], "SActor-00");
    EXPECT_EQ(json["rounds"][0]["proposals"][0]["receiver"], "SActor-06");
    EXPECT_TRUE(json["rounds"][10]["proposals"].empty());
    EXPECT_EQ(json["actors"][3]["saliences"].size(), 3U);
}

}  // namespace
}  // namespace jonbar
