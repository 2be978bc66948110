// What a scenario rests on, as a user asks for it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/program.h"

namespace jonbar {
namespace {

using testing::HasSubstr;

constexpr const char* kGrounds = R"(history "A fall" from 2000-01 to 2000-12 by month
source diary "A diary" { file "diary.txt" }
source letters "Letters" { file "letters.txt" }
claim mild in diary at 2 "He was hardly pressed" { group pressure }
claim strong in letters at 3 "He was hard pressed" { group pressure }
var fallen: bool = no
param pull: real ~ either { 0.2: 1 cites mild  0.8: 3 cites strong }
event falls at 2000-06 chance pull { fallen = yes }
outcome fell = fallen at end
)";

TEST_F(ProgramTest, ChecksWhatAScenarioRestsOn) {
    write("grounds.jon", kGrounds);
    const Result clean = run({"check", "--evidence", "grounds.jon"});
    EXPECT_EQ(clean.status, 0) << clean.err;
    EXPECT_EQ(clean.out, "1 file: no errors, no warnings\n");

    write("diary.txt", "A diary.\nHe was hardly pressed.\n");
    const Result missing = run({"check", "--evidence", "--sources", ".", "grounds.jon"});
    EXPECT_EQ(missing.status, 1);
    EXPECT_THAT(missing.err, HasSubstr("error[J5973]: there is no document letters.txt in ."));
    write("letters.txt", "Letters.\nPressed.\n");
    const Result no_line = run({"check", "--evidence", "--sources", ".", "grounds.jon", "--json"});
    EXPECT_EQ(no_line.status, 1);
    EXPECT_EQ(nlohmann::json::parse(no_line.out)[0]["code"], "J5974");

    const Result no_folder = run({"check", "--evidence", "--sources", "none", "grounds.jon"});
    EXPECT_EQ(no_folder.status, 3);
    EXPECT_EQ(run({"check", "--sources", ".", "grounds.jon"}).status, 2);

    const Result bare = run({"check", "--evidence", "small.jon", "small.jon"});
    EXPECT_EQ(bare.status, 1);
    EXPECT_THAT(bare.err, HasSubstr("error[J5970]: nothing stands behind `leader`"));
    EXPECT_THAT(bare.out, HasSubstr("2 files: 1 error,"));
    write("empty.jon", "");
    EXPECT_EQ(run({"check", "--evidence", "empty.jon"}).status, 0);
}

TEST_F(ProgramTest, TellsWhatAScenarioRestsOn) {
    write("grounds.jon", kGrounds);
    const Result overview = run({"evidence", "grounds.jon"});
    EXPECT_EQ(overview.status, 0) << overview.err;
    EXPECT_THAT(overview.out, HasSubstr("weighed   mild, strong"));
    const Result group = run({"evidence", "grounds.jon", "pressure", "--histories", "2000"});
    EXPECT_EQ(group.status, 0) << group.err;
    EXPECT_THAT(group.out, HasSubstr("If mild were certain"));
    EXPECT_THAT(group.out, HasSubstr("param pull: without 0.8 (weight 3); left: 0.2 (weight 1)"));
    const auto json = nlohmann::json::parse(
        run({"evidence", "grounds.jon", "pressure", "--histories", "2000", "--json"}).out);
    EXPECT_NEAR(
        json["sides"]["strong"]["outcomes"]["fell"]["prior"]["values"]["yes"]["altered"]["p"]
            .get<double>(),
        0.8, 0.05);
    const Result unknown = run({"evidence", "grounds.jon", "stron"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("did you mean strong?"));
    write("bare.jon", "history \"B\" from 2000-01 to 2000-02 by month\noutcome one = 1\n");
    EXPECT_EQ(run({"evidence", "bare.jon"}).status, 0);
}

TEST_F(ProgramTest, AnswersWithoutASource) {
    write("grounds.jon", kGrounds);
    const Result result =
        run({"without", "grounds.jon", "--source", "letters", "--histories", "2000"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("without letters: 1 claim falls"));
    EXPECT_THAT(result.out, HasSubstr("param pull: without 0.8 (weight 3); left: 0.2 (weight 1)"));
    const auto json =
        nlohmann::json::parse(run({"without", "grounds.jon", "--claim", "strong", "--claim", "mild",
                                   "--histories", "2000", "--json"})
                                  .out);
    EXPECT_EQ(json["changes"][0]["change"], "equal");
    EXPECT_NEAR(json["outcomes"]["fell"]["prior"]["values"]["yes"]["altered"]["p"].get<double>(),
                0.5, 0.05);
    EXPECT_EQ(run({"without", "grounds.jon"}).status, 2);
    const Result unknown = run({"without", "grounds.jon", "--source", "leters"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("did you mean letters?"));
}

}  // namespace
}  // namespace jonbar
