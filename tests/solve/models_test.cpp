// Tables of alignments, campaigns, cascades and opinions, from file to answer.

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "jonbar/jonbar.h"
#include "tests/solve/table_file.h"

namespace jonbar {
namespace {

/// What is said of a table that is wrong, without the folder it stands in; or of the options.
template <class Ask>
std::string said_of(const std::string& text, Ask ask) {
    const TableFile table(text);
    try {
        ask(table.path());
    } catch (const ScenarioError& error) {
        std::string all;
        for (const Finding& finding : error.findings) {
            all += finding.rendered.substr(finding.rendered.find(table.name()));
        }
        return all;
    } catch (const QuestionError& error) {
        return error.what();
    }
    return "";
}

const auto kAlign = [](const std::string& path) { solve_alignment(path); };
const auto kFight = [](const std::string& path) { solve_campaign(path); };
const auto kJoin = [](const std::string& path) { solve_cascade(path); };
const auto kListen = [](const std::string& path) { solve_opinion(path); };

TEST(SolveAlignmentTest, FillsAMatrixFromItsMirror) {
    const TableFile half("name,size,a,b,c\na,2,,-1,\nb,2,,,-1\nc,2,-1,,\n");
    const AlignmentAnswer answer = solve_alignment(half.path());
    EXPECT_FALSE(answer.one_sided);
    EXPECT_EQ(answer.configurations, 4U);
    EXPECT_EQ(answer.minima, 3U);
    EXPECT_EQ(answer.camps[0].energy, -16);
    std::uint64_t basins = 0;
    for (const AlignmentCamps& camps : answer.camps) basins += camps.basin;
    EXPECT_EQ(basins, 4U);
    const auto json = nlohmann::json::parse(to_json(answer));
    EXPECT_EQ(json["alignments"].size(), 3U);
    EXPECT_EQ(json["alignments"][0]["first"][0], "a");
}

TEST(SolveAlignmentTest, FollowsOneStart) {
    const TableFile table("name,size,a,b\na,1,,-1\nb,1,,\n");
    const AlignmentAnswer answer = solve_alignment(table.path(), {.from = "a , b"});
    ASSERT_TRUE(answer.start);
    EXPECT_EQ(answer.start->second.size(), 0U);
    EXPECT_EQ(answer.camps[0].first.size(), 1U);
    EXPECT_NE(to_text(answer).find("From energy 0"), std::string::npos);
    EXPECT_EQ(said_of("name,size,anna,b\nanna,1,,-1\nb,1,,\n",
                      [](const std::string& path) { solve_alignment(path, {.from = "ana"}); }),
              "--from names \"ana\", which is no actor of the table; did you mean anna?");
}

TEST(SolveAlignmentTest, TellsWhatIsWrong) {
    EXPECT_NE(said_of("name,size,a\na,1,\nb,1,\n", kAlign).find("no column `b`"),
              std::string::npos);
    EXPECT_NE(said_of("name,size,a\na,0,\n", kAlign).find("no actor has any size"),
              std::string::npos);
    EXPECT_NE(said_of("name,size,a,b\na,1,,x\nb,1,,\n", kAlign).find("table.csv:2:6"),
              std::string::npos);
    EXPECT_NE(said_of("name,size\nsize,1\n", kAlign).find("cannot be called size"),
              std::string::npos);
    std::string many = "name,size\n";
    for (int i = 0; i < 31; ++i) many += "a" + std::to_string(i) + ",1\n";
    EXPECT_NE(said_of(many, kAlign).find("expected from 1 to 30"), std::string::npos);
}

TEST(SolveCampaignTest, GathersSurvivorsFromSideToSide) {
    const TableFile table(
        "phase,x,y,a,b,x_from,y_from\n"
        "van,32,23,1,1,,\nrear,8,23,1,1,,\ntogether,,,1,1,van + rear,van + rear\n");
    const CampaignAnswer answer = solve_campaign(table.path(), {.histories = 2000});
    ASSERT_EQ(answer.phases.size(), 3U);
    EXPECT_NEAR(answer.left_x, std::sqrt(30.0), 1e-9);
    EXPECT_EQ(answer.left_y, 0);
    ASSERT_TRUE(answer.chances);
    EXPECT_NEAR(answer.chances->x_stands + answer.chances->y_stands, 1, 1e-9);
    EXPECT_GT(answer.chances->x_stands, .4);
    EXPECT_LT(answer.chances->x_stands, .65);
    EXPECT_NE(to_text(answer).find("In the end x has 5.477, y has 0."), std::string::npos);
}

TEST(SolveCampaignTest, CarriesSurvivorsOnAndLetsMenArrive) {
    const TableFile table(
        "phase,x,y,a,b,time,x_arrives\n"
        "first,0,21500,.0106,.0544,1,54000\nsecond,,,.0106,.0544,1,\nthird,,,.0106,.0544,1,6000\n"
        "two,,,.0106,.0544,2,\nsixth,,,.0106,.0544,1,13000\nrest,,,.0106,.0544,30,\n");
    const CampaignAnswer answer = solve_campaign(table.path());
    EXPECT_NEAR(answer.left_x, 51985.2, .06);
    EXPECT_NEAR(answer.left_y, 216.8, .06);
    EXPECT_FALSE(answer.phases.back().ended);
    const auto json = nlohmann::json::parse(to_json(answer));
    EXPECT_EQ(json["phases"][5]["law"], "square");
}

TEST(SolveCampaignTest, KnowsEveryLaw) {
    const TableFile table(
        "phase,x,y,a,b,law,time,exponent,x_from,y_from\n"
        "s,10,8,.1,.1,square,,,,\nl,10,8,.1,.1,linear,,,,\nm,10,2,.1,.1,mixed,,,,\n"
        "o,9,4,.05,.05,osipov,1000,1.5,,\n");
    const CampaignAnswer answer = solve_campaign(table.path());
    EXPECT_NEAR(answer.phases[0].left_x, 6, 1e-9);
    EXPECT_NEAR(answer.phases[1].left_x, 2, 1e-9);
    EXPECT_TRUE(std::isinf(answer.phases[1].time));
    EXPECT_NEAR(answer.phases[2].left_x, 10 - .1 * 4 / 2 / .1, 1e-9);
    EXPECT_NEAR(answer.phases[3].left_x, std::pow(27 - 8, 2.0 / 3), 1e-2);
    EXPECT_NE(to_text(answer).find("∞"), std::string::npos);
}

TEST(SolveCampaignTest, TellsWhatIsWrong) {
    const std::string head = "phase,x,y,a,b,law,time,x_arrives,x_from\n";
    EXPECT_NE(said_of(head + "p,1,1,1,1,cubic,,,\n", kFight).find("there is no law"),
              std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,1,1,osipov,,,\n", kFight).find("needs its length"),
              std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,1,1,,,5,\n", kFight).find("needs its length"),
              std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,1,1,,,,q\n", kFight).find("no phase above"), std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,1,1,,,,\nq,1,1,1,1,,,,p\nr,1,1,1,1,,,,p\n", kFight)
                  .find("fight elsewhere already"),
              std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,-1,1,,,,\n", kFight).find("J5932"), std::string::npos);
    const auto chances = [](const std::string& path) {
        solve_campaign(path, {.histories = 1'000'000'000});
    };
    EXPECT_NE(said_of(head + "p,100,1,1,1,,,,\n", chances).find("too many"), std::string::npos);
    EXPECT_NE(said_of(head + "p,1,1,1,1,,5,5,\n", chances).find("without arrivals"),
              std::string::npos);
}

TEST(SolveCascadeTest, CountsSharesAndWeights) {
    const TableFile kuran(
        "name,threshold\na,0\nb,.1\nc,.2\nd,.3\ne,.4\nf,.5\ng,.6\nh,.7\ni,.8\nj,1\n");
    const CascadeAnswer answer = solve_cascade(kuran.path(), {.shares = true});
    EXPECT_EQ(answer.joined_count, 9U);
    EXPECT_EQ(answer.next_threshold, 1);
    EXPECT_EQ(answer.people[3].round, 4U);
    const TableFile weighted("name,threshold,weight\na,0,5\nb,5,1\nc,7,1\n");
    const CascadeAnswer heavy = solve_cascade(weighted.path());
    EXPECT_EQ(heavy.joined, (std::vector<double>{0, 5, 6}));
    EXPECT_NE(to_text(heavy).find("The next waits for 7."), std::string::npos);
    const auto json = nlohmann::json::parse(to_json(heavy));
    EXPECT_TRUE(json["people"][2]["round"].is_null());
    EXPECT_NE(said_of("name,threshold\na,x\n", kJoin).find("J5932"), std::string::npos);
}

TEST(SolveOpinionTest, FollowsEachModel) {
    const TableFile group(
        "name,opinion,susceptibility,A,B,C,D\nA,25,.780,.220,.120,.360,.300\n"
        "B,25,.785,.147,.215,.344,.294\nC,75,0,0,0,1,0\nD,85,.714,.090,.178,.446,.286\n");
    const OpinionAnswer stubborn = solve_opinion(group.path(), {.model = "friedkin-johnsen"});
    ASSERT_TRUE(stubborn.end);
    EXPECT_NEAR((*stubborn.end)[0], 60.021, .0005);
    EXPECT_TRUE(stubborn.rests);
    const TableFile jackson("name,opinion,a,b,c\na,1,0,1,1\nb,0,1,,\nc,0,,1,\n");
    const OpinionAnswer consensus = solve_opinion(jackson.path());
    ASSERT_TRUE(consensus.shares);
    EXPECT_NEAR((*consensus.end)[2], .4, 1e-12);
    EXPECT_NE(to_text(consensus).find("They come to one opinion: 0.4."), std::string::npos);
    const TableFile line("name,opinion\na,0\nb,.1\nc,.2\nd,.3\ne,.9\n");
    const OpinionAnswer bounded =
        solve_opinion(line.path(), {.model = "hegselmann-krause", .eps = .1});
    EXPECT_TRUE(bounded.rests);
    EXPECT_EQ(bounded.groups.size(), 2U);
    const auto json = nlohmann::json::parse(to_json(bounded));
    EXPECT_EQ(json["groups"][1][0], "e");
}

TEST(SolveOpinionTest, TellsWhatIsWrong) {
    EXPECT_NE(said_of("name,opinion\na,1\n", kListen).find("no column `a`"), std::string::npos);
    EXPECT_NE(said_of("name,opinion,a\na,1,-1\n", kListen).find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,opinion,a\na,1,1\n",
                      [](const std::string& path) {
                          solve_opinion(path, {.model = "hegselmann-krause"});
                      })
                  .find("--eps"),
              std::string::npos);
    EXPECT_NE(
        said_of("name,opinion,a\na,1,1\n",
                [](const std::string& path) { solve_opinion(path, {.model = "friedkin-johnsen"}); })
            .find("susceptibility"),
        std::string::npos);
    EXPECT_NE(said_of("name,opinion,a\na,1,1\n",
                      [](const std::string& path) { solve_opinion(path, {.model = "dgroot"}); })
                  .find("did you mean degroot?"),
              std::string::npos);
}

}  // namespace
}  // namespace jonbar
