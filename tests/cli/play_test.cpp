// Playing at the command line: which history it is, and a game that is left and gone on with.

#include <gtest/gtest.h>

#include <string>

#include "tests/cli/program.h"

namespace jonbar {
namespace {

// It comes to a flight in few histories; with a chance of 0 in none.
std::string flood(const std::string& chance) {
    return "history \"Flood\" from 1900-01 to 1902-12 by month\n"
           "kind person {}\n"
           "person anna \"Anna\"\n"
           "event flood at 1901-01 chance " +
           chance +
           " {}\n"
           "decision flee at on(flood) + 1 months by anna {\n"
           "    option goes worth 0 { say \"Anna goes.\" }\n"
           "    option stays worth 0 {}\n"
           "}\n"
           "outcome flooded = on(flood)\n";
}

TEST_F(ProgramTest, PlayBeginsWhereThereIsADecision) {
    write("flood.jon", flood("0.03"));
    const Result found = run({"play", "flood.jon", "--as", "anna"});
    EXPECT_EQ(found.status, 0) << found.err;
    EXPECT_NE(found.out.find("It is the first in which Anna decides.\n"), std::string::npos);
    EXPECT_NE(found.out.find("1901-02  flee"), std::string::npos);
    const Result first = run({"play", "flood.jon", "--as", "anna", "--history", "0"});
    EXPECT_EQ(first.out.find("It is the first"), std::string::npos);
    EXPECT_NE(first.out.find("The end"), std::string::npos);
    write("dry.jon", flood("0"));
    const Result none = run({"play", "dry.jon", "--as", "anna"});
    EXPECT_NE(none.out.find("Anna decides in none of the first 64.\n"), std::string::npos);
}

TEST_F(ProgramTest, PlayGoesOnWithASavedGame) {
    write("flood.jon", flood("0.03"));
    const Result left = run({"play", "flood.jon", "--as", "anna", "--save", "game.json"}, "quit\n");
    EXPECT_NE(left.out.find("To go on: jonbar play --resume game.json"), std::string::npos);
    const Result again = run({"play", "--resume", "game.json"}, "goes\n");
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(again.out.find("It is the first"), std::string::npos);
    EXPECT_NE(again.out.find("Anna goes."), std::string::npos);
    EXPECT_EQ(run({"play", "--resume", "game.json"}, "undo\nburns\n").status, 2);
}

}  // namespace
}  // namespace jonbar
