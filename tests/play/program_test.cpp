// `jonbar play` as a user meets it: choices from the command line and from standard input, games
// that are kept, and what is refused.

#include "tests/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jonbar {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kWager = R"(history "The wager" from 1900-01 to 1900-12 by month
kind person { luck: int = 0 }
person anna "Anna", boris "Boris"
decision wager(p: person) every quarter by p {
    option bold worth 0 { draw lot = bernoulli(0.5)  if lot { p.luck += 1  say "{p} wins." } }
    option shy worth 0 { say "{p} keeps still." }
}
outcome annas = anna.luck at end
outcome boriss = boris.luck at end
)";

class PlayProgramTest : public ProgramTest {
  protected:
    PlayProgramTest() { write("wager.jon", kWager); }
};

TEST_F(PlayProgramTest, PlaysWhatTheCommandLineAndTheInputChoose) {
    const Result by_list =
        run({"play", "wager.jon", "--as", "anna", "--choices", "shy, 2,self,bold"});
    EXPECT_EQ(by_list.status, 0) << by_list.err;
    EXPECT_THAT(by_list.out, StartsWith("The wager, history 0, seed 1: you are Anna.\n"));
    EXPECT_THAT(by_list.out, HasSubstr("\nThe end\n"));
    EXPECT_THAT(by_list.out, HasSubstr("Your choices: 4, "));
    const Result by_input = run({"play", "wager.jon", "--as", "anna"}, "shy\n2\nself\nbold\n");
    EXPECT_EQ(by_input.status, 0);
    EXPECT_EQ(by_input.out, by_list.out);
}

TEST_F(PlayProgramTest, TheEndOfTheInputSaysHowToGoOn) {
    const Result left = run({"play", "wager.jon", "--as", "anna", "--history", "3"}, "shy\nbold\n");
    EXPECT_EQ(left.status, 0) << left.err;
    EXPECT_THAT(left.out, HasSubstr("Left at decision 3. To go on: jonbar play wager.jon --as anna "
                                    "--history 3 --seed 1 --choices shy,bold\n"));
    EXPECT_EQ(run({"play", "wager.jon", "--as", "anna"}, "quit\n").status, 0);
}

TEST_F(PlayProgramTest, GoesOnWithASavedGame) {
    const Result whole =
        run({"play", "wager.jon", "--as", "anna", "--choices", "bold,shy,bold,shy", "--json"});
    ASSERT_EQ(whole.status, 0) << whole.err;
    const Result first =
        run({"play", "wager.jon", "--as", "anna", "--choices", "bold,bold", "--save", "game.json"},
            "undo\n");
    EXPECT_EQ(first.status, 0) << first.err;
    EXPECT_THAT(first.out, HasSubstr("To go on: jonbar play --resume game.json\n"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "game.json.new"));
    const auto saved = nlohmann::json::parse(slurp(folder_ / "game.json"));
    ASSERT_EQ(saved["choices"].size(), 1U);
    EXPECT_EQ(saved["choices"][0]["option"], "bold");
    const Result second = run({"play", "--resume", "game.json", "--json"}, "shy\nbold\nshy\n");
    EXPECT_EQ(second.status, 0) << second.err;
    // What is told at the stop that it goes on from was told before; the rest is the same.
    const auto tail = [](const std::string& out) {
        std::string last = out.substr(0, out.size() - 1);
        return last.substr(last.rfind('\n') + 1);
    };
    EXPECT_EQ(tail(second.out), tail(whole.out));
    EXPECT_EQ(nlohmann::json::parse(tail(second.out))["type"], "end");
    EXPECT_EQ(nlohmann::json::parse(slurp(folder_ / "game.json"))["choices"].size(), 4U);
}

TEST_F(PlayProgramTest, RefusesAGameThatDoesNotFit) {
    ASSERT_EQ(run({"play", "wager.jon", "--as", "anna", "--choices", "bold", "--save", "game.json"})
                  .status,
              0);
    const std::string game = slurp(folder_ / "game.json");
    write("wager.jon", std::string(kWager) + "outcome both = anna.luck + boris.luck at end\n");
    const Result changed = run({"play", "--resume", "game.json"});
    EXPECT_EQ(changed.status, 3);
    EXPECT_THAT(changed.err, HasSubstr("wager.jon has changed since this game was saved"));
    EXPECT_EQ(slurp(folder_ / "game.json"), game);
    write("wager.jon", kWager);
    EXPECT_EQ(run({"play", "--resume", "game.json"}).status, 0);
    EXPECT_EQ(run({"play", "--resume", "game.json", "--set", "frailty=1"}).status, 1);
    write("half.json", game.substr(0, game.size() / 2));
    const Result damaged = run({"play", "--resume", "half.json"});
    EXPECT_EQ(damaged.status, 3);
    EXPECT_THAT(damaged.err, HasSubstr("half.json is no saved game of jonbar, or a damaged one"));
    EXPECT_EQ(run({"play", "--resume", "nowhere.json"}).status, 3);
    const Result other = run({"play", "--resume", "game.json", "--as", "boris"});
    EXPECT_EQ(other.status, 2);
    EXPECT_THAT(other.err, HasSubstr("game.json is a game of anna's"));
}

TEST_F(PlayProgramTest, RefusesWhatCannotBePlayed) {
    const auto complaint = [&](std::vector<std::string> arguments, const std::string& input = "") {
        arguments.insert(arguments.begin(), "play");
        const Result result = run(arguments, input);
        EXPECT_EQ(result.status, 2);
        return result.err;
    };
    EXPECT_THAT(complaint({"wager.jon", "--as", "ana"}), HasSubstr("did you mean anna?"));
    EXPECT_THAT(complaint({"small.jon", "--as", "anna"}), HasSubstr("nobody decides anything"));
    EXPECT_THAT(complaint({"wager.jon"}), HasSubstr("--as PERSON"));
    EXPECT_THAT(complaint({"--as", "anna"}), HasSubstr("needs a scenario"));
    EXPECT_THAT(complaint({"wager.jon", "--as", "anna", "--choices", "shy,brave"}),
                HasSubstr("no option 'brave' is open in wager(anna); there are: bold, shy"));
    EXPECT_THAT(complaint({"wager.jon", "--as", "anna"}, "3\n"), HasSubstr("from 1 to 2"));
    EXPECT_THAT(complaint({"wager.jon", "--as", "anna", "--choices", "1,1,1,1,1"}),
                HasSubstr("at its end"));
}

TEST_F(PlayProgramTest, JsonTellsStopsOddsAndErrorsALineEach) {
    const Result result = run({"play", "wager.jon", "--as", "anna", "--json", "--odds", "64"},
                              "odds\nbrave\nshy\nself\nself all\nundo\nstory\nquit\n");
    EXPECT_EQ(result.status, 0) << result.err;
    std::vector<std::string> types;
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) {
        types.push_back(nlohmann::json::parse(line)["type"]);
    }
    EXPECT_THAT(types, testing::ElementsAre("stop", "odds", "error", "stop", "stop", "stop", "end",
                                            "stop", "story"));
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace jonbar
