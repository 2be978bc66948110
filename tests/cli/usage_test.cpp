// What the program says of a command line that is wrong, and of itself.

#include <gmock/gmock.h>

#include <sstream>

#include "tests/cli/program.h"

namespace jonbar {
namespace {

using testing::HasSubstr;

class UsageTest : public ProgramTest {};

TEST_F(UsageTest, NamesTheCommandThatIsMeant) {
    const auto said = [&](const std::vector<std::string>& arguments) {
        const Result result = run(arguments);
        EXPECT_EQ(result.status, 2);
        EXPECT_EQ(result.out, "");
        return result.err;
    };
    EXPECT_EQ(said({"rn", "small.jon"}),
              "jonbar: there is no command 'rn' (did you mean run?); jonbar --help lists them\n");
    EXPECT_EQ(said({"xyzzy"}), "jonbar: there is no command 'xyzzy'; jonbar --help lists them\n");
    EXPECT_EQ(said({}), "jonbar: a command is missing; jonbar --help lists them\n");
    EXPECT_EQ(said({"--bogus"}),
              "jonbar: there is no option '--bogus'; jonbar --help lists them\n");
    EXPECT_EQ(said({"solve", "bargan"}),
              "jonbar: there is no command 'bargan' (did you mean bargain?); jonbar solve --help "
              "lists them\n");
    EXPECT_THAT(said({"run"}), HasSubstr("FILE is required"));
}

TEST_F(UsageTest, RefusesNumbersBelowZero) {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"tell", "small.jon", "--history", "-1"},
             {"run", "small.jon", "--seed", "-4"},
             {"play", "small.jon", "--as", "anna", "--history", "-1"},
             {"run", "small.jon", "--histories", "-1"}}) {
        EXPECT_EQ(run(arguments).status, 2) << arguments[0];
    }
    EXPECT_THAT(run({"run", "small.jon", "--seed", "-4"}).err, HasSubstr("-4 is below 0"));
}

TEST_F(UsageTest, HelpHasEightyColumns) {
    for (const char* command : {"", "run", "whatif", "why", "sensitivity", "report", "backtest",
                                "fit", "evidence", "without", "serve", "play", "check"}) {
        const Result result = *command == '\0' ? run({"--help"}) : run({command, "--help"});
        std::istringstream lines(result.out);
        for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
    }
}

}  // namespace
}  // namespace jonbar
