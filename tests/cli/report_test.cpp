// `jonbar report` as a user meets it: what is in it, that it says what the single commands say, and
// what it does with files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "jonbar/report_file.h"
#include "tests/cli/program.h"

namespace jonbar {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

constexpr const char* kQuestions = R"(
relation friends(person, person): bool = yes symmetric
rule quarrel at 1923-08 { if leader == boris { friends(anna, boris) = no } }
source diary "A </script> diary" { file "diary.txt" }
claim ill in diary at 2 "Anna was ill"
cause frail "Frailty" { absent: block dies(anna) }
whatif spared "Anna is spared" { block dies(anna) }
whatif calm { block coup }
observe never dies(boris) cites ill
)";

const Words kFew = {"--histories", "800", "--particles", "1600", "--island-size", "100"};

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Json without_seconds(Json json) {
    json.erase("seconds");
    return json;
}

class ReportTest : public ProgramTest {
  protected:
    ReportTest() {
        write("heirs.jon", std::string(kScenario) + kQuestions);
        write("diary.txt", "1922\nAnna </script> is ill.\n");
    }

    /// What the program prints of a run that ends well.
    std::string printed(const Words& words) {
        const Result result = run(words);
        EXPECT_EQ(result.status, 0) << result.err;
        return result.out;
    }
    Json data(const Words& more) {
        return Json::parse(printed(with({"report", "heirs.jon", "--data-only"}, with(kFew, more))));
    }
};

TEST_F(ReportTest, HasEverySection) {
    const Json all = data({"--map", "friends", "--sources", "."});
    EXPECT_EQ(all["format"], "jonbar-report-1");
    EXPECT_EQ(all["title"], "Two heirs");
    EXPECT_EQ(all["file"], "heirs.jon");
    EXPECT_EQ(all["command"],
              "jonbar report heirs.jon --data-only --histories 800 --particles 1600 "
              "--island-size 100 --map friends --sources .");
    EXPECT_EQ(all["calendar"], Json::parse(R"({"unit":"month","first":"1922-01",
                                               "last":"1923-12"})"));
    EXPECT_EQ(all["question"]["outcome"], "leads");
    EXPECT_EQ(all["settings"]["seed"], 1);
    EXPECT_EQ(all["settings"]["islands"], 16);
    EXPECT_EQ(all["text"]["files"][0]["path"], "heirs.jon");
    EXPECT_EQ(all["text"]["files"][0]["text"], std::string(kScenario) + kQuestions);

    ASSERT_EQ(all["record"].size(), 1U);
    const Json& fact = all["record"][0];
    EXPECT_EQ(fact["text"], "never dies(boris)");
    EXPECT_EQ(fact["first"], nullptr);
    EXPECT_EQ(fact["claims"], Json::array({"ill"}));
    EXPECT_EQ(fact["forced"], true);
    EXPECT_GT(fact["probability"], 0.3);
    EXPECT_LT(fact["probability"], 0.9);

    const Json& evidence = all["evidence"];
    EXPECT_EQ(evidence["claim_counts"], Json::parse(R"({"all":1,"used":1})"));
    EXPECT_EQ(evidence["claims"]["ill"]["places"][0]["quotes"],
              Json::array({"Anna </script> is ill."}));
    EXPECT_EQ(evidence["rests"][0]["what"], "param frailty");
    EXPECT_EQ(evidence["rests"][0]["assumed"], "a test");
}

TEST_F(ReportTest, SaysWhatTheSingleCommandsSay) {
    const Json all = data({"--seed", "3", "leads=anna"});
    const auto alone = [&](const Words& words) {
        return without_seconds(
            Json::parse(printed(with(words, {"--seed", "3", "--json", "--histories", "800"}))));
    };
    const Words given = {"--particles", "1600", "--island-size", "100"};
    EXPECT_EQ(all["run"], alone({"run", "heirs.jon"}));
    EXPECT_EQ(all["given"], alone(with({"run", "heirs.jon", "--given"}, given)));
    EXPECT_EQ(all["whatif"], alone(with({"whatif", "heirs.jon", "spared", "calm"}, given)));
    EXPECT_EQ(all["why"], alone(with({"why", "heirs.jon", "leads=anna"}, given)));
    EXPECT_EQ(all["sensitivity"], alone(with({"sensitivity", "heirs.jon", "leads=anna"}, given)));
}

TEST_F(ReportTest, ShowsQuantitiesByDateAsOutcomesWouldBe) {
    const std::string alive = "count(p in person where p.alive)";
    write("dated.jon", std::string(kScenario) + kQuestions + "outcome in_june = " + alive +
                           " at 1922-06\noutcome holds = leader == anna at 1923-08\n");
    const Words ask = with({"report", "dated.jon", "--data-only", "--quantity", alive + " * 0.5",
                            "--quantity", "leader == anna", "--whatif", "spared"},
                           kFew);
    const Json free = Json::parse(printed(with(ask, {"--prior", "--no-whatif"})));
    const Json& worlds = free["quantities"][0]["worlds"];
    ASSERT_EQ(worlds.size(), 1U);
    EXPECT_EQ(free["quantities"][0]["dates"].size(), 24U);
    EXPECT_EQ(free["quantities"][0]["dates"][5], "1922-06");
    const Json& then = free["run"]["outcomes"]["in_june"];
    EXPECT_EQ(worlds[0]["mean"][5].get<double>() * 2, then["mean"]);
    EXPECT_EQ(worlds[0]["q05"][5].get<double>() * 2, then["quantiles"]["0.05"]);
    EXPECT_EQ(worlds[0]["q50"][5].get<double>() * 2, then["quantiles"]["0.5"]);
    EXPECT_EQ(free["quantities"][1]["worlds"][0]["mean"][19],
              free["run"]["outcomes"]["holds"]["values"]["yes"]["p"]);
    EXPECT_EQ(free["run"]["outcomes"].size(), 5U);

    const Json all = Json::parse(printed(ask));
    const Json& three = all["quantities"][0]["worlds"];
    ASSERT_EQ(three.size(), 3U);
    EXPECT_EQ(three[0]["name"], "as it was");
    EXPECT_EQ(three[1]["name"], "Anna is spared");
    EXPECT_EQ(three[1]["whatif"], "spared");
    EXPECT_EQ(three[2]["name"], "without the record");
    EXPECT_EQ(three[2]["mean"], worlds[0]["mean"]);
    const Json& mean = all["whatif"]["whatifs"]["spared"]["outcomes"]["in_june"]["mean"];
    EXPECT_NEAR(three[0]["mean"][5].get<double>() * 2, mean["actual"]["p"].get<double>(), 1e-9);
    EXPECT_NEAR(three[1]["mean"][5].get<double>() * 2, mean["altered"]["p"].get<double>(), 1e-9);
    for (const Json& quantity : all["quantities"]) {
        for (const Json& world : quantity["worlds"]) {
            for (std::size_t i = 0; i < 24; ++i) {
                EXPECT_LE(world["q05"][i], world["q25"][i]);
                EXPECT_LE(world["q25"][i], world["q50"][i]);
                EXPECT_LE(world["q50"][i], world["q75"][i]);
                EXPECT_LE(world["q75"][i], world["q95"][i]);
            }
        }
    }
}

TEST_F(ReportTest, ChoosesQuantitiesWhereNoneIsNamed) {
    const Json all = data({});
    ASSERT_EQ(all["quantities"].size(), 1U);  // the only outcome that is a number
    EXPECT_EQ(all["quantities"][0]["name"], "survivors");
    EXPECT_EQ(all["quantities"][0]["expression"], "count(p in person where p.alive)");
    EXPECT_EQ(all["quantities"][0]["worlds"][0]["mean"][23].get<double>(),
              all["quantities"][0]["worlds"][0]["mean"].back().get<double>());
}

TEST_F(ReportTest, FlowsAddUpToBothWorlds) {
    const Json all = data({"--whatif", "spared"});
    bool met = false;
    for (const Json& flow : all["flows"]) {
        if (flow["outcome"] != "leads") continue;
        met = true;
        const Json& values = all["whatif"]["whatifs"]["spared"]["outcomes"]["leads"]["values"];
        for (std::size_t i = 0; i < flow["from"].size(); ++i) {
            double out = 0, in = 0;
            for (std::size_t j = 0; j < flow["to"].size(); ++j) {
                out += flow["share"][i][j].get<double>();
                in += flow["share"][j][i].get<double>();
            }
            const Json& value = values[flow["from"][i].get<std::string>()];
            EXPECT_NEAR(out, value["actual"]["p"].get<double>(), 1e-9);
            EXPECT_NEAR(in, value["altered"]["p"].get<double>(), 1e-9);
        }
    }
    EXPECT_TRUE(met);
}

TEST_F(ReportTest, ShowsARelationAtTheEndOfEachYear) {
    const Json all =
        data({"--map", "friends", "--prior", "--quantity", "friends(anna, boris)", "--no-whatif"});
    ASSERT_EQ(all["maps"].size(), 1U);
    const Json& map = all["maps"][0];
    EXPECT_EQ(map["years"], Json::array({"1922", "1923"}));
    EXPECT_EQ(map["members"], Json::array({"Anna", "Boris"}));
    EXPECT_EQ(map["together"][0], Json::parse("[[1.0,1.0],[1.0,1.0]]"));
    EXPECT_EQ(map["together"][1][0][1], map["together"][1][1][0]);
    EXPECT_EQ(map["together"][1][0][1], all["quantities"][0]["worlds"][0]["mean"][23]);
    EXPECT_LT(map["together"][1][0][1], 0.95);  // they quarrel where the coup succeeds
    EXPECT_GT(map["together"][1][0][1], 0.7);
    const Result wrong =
        run(with({"report", "heirs.jon", "--data-only", "--map", "freinds"}, kFew));
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, HasSubstr("did you mean friends?"));
}

TEST_F(ReportTest, IsTheSameOnAnyNumberOfThreads) {
    Json one = data({"--threads", "1"}), two = data({"--threads", "2"});
    one.erase("command");
    two.erase("command");
    EXPECT_EQ(one, two);
}

TEST_F(ReportTest, ComesAlsoWhereTheRecordIsRefused) {
    const auto refused = [&](const std::string& observation, int status, const std::string& code) {
        write("refused.jon", std::string(kScenario) + kQuestions + observation);
        const Result result = run(with({"report", "refused.jon", "--data-only"}, kFew));
        EXPECT_EQ(result.status, status) << result.err;
        EXPECT_THAT(result.err, HasSubstr("error[" + code + "]"));
        const Json all = Json::parse(result.out);
        EXPECT_EQ(all["given"], nullptr);
        EXPECT_EQ(all["given_refused"]["code"], code);
        EXPECT_EQ(all["given_refused"]["message"], result.err);
        EXPECT_EQ(all["whatif"], nullptr);
        EXPECT_EQ(all["record"][1]["probability"], nullptr);
        EXPECT_EQ(all["run"]["histories"], 800);
        EXPECT_EQ(all["quantities"][0]["worlds"].size(), 1U);
    };
    refused("observe comet in 1923-07\n", 4, "J5900");
    refused("param p: real ~ normal(0, 1)\nobserve p ~ normal(3, 0.0001) at 1922-02\n", 5, "J5901");
}

TEST_F(ReportTest, TellsMistakesBeforeItRunsAnything) {
    const auto told = [&](const Words& words, int status, const std::string& message) {
        const Result result = run(with({"report", "heirs.jon", "--data-only"}, words));
        EXPECT_EQ(result.status, status);
        EXPECT_THAT(result.err, HasSubstr(message));
        EXPECT_EQ(result.out, "");
    };
    told({"--quantity", "leader"}, 1,
         "--quantity 1:1:1: error[J6001]: a value of person or none is no quantity");
    told({"--quantity", "1", "--quantity", "2 +"}, 1, "--quantity 2:1:4: error[J1010]");
    told({"--quantity", "survivers"}, 1, "error[J2001]");
    told({"--whatif", "clam"}, 2, "did you mean calm?");
    told({"leeds"}, 2, "did you mean leads?");
    told({"leads=carl"}, 2, "outcome leads is never 'carl'");
    told({"--sources", "nowhere"}, 3, "nowhere");
    told({"--histories", "many"}, 2, "--histories");
    EXPECT_EQ(run({"report", "missing.jon", "--data-only"}).status, 3);
    write("wrong.jon", "history \"H\" from 1922 to 1923 by year\nevent {\n");
    EXPECT_EQ(run({"report", "wrong.jon", "--data-only"}).status, 1);
}

TEST_F(ReportTest, SaysThatThisBuildHasNoPage) {
    if (has_page()) GTEST_SKIP() << "it has one";
    const Result result = run(with({"report", "heirs.jon"}, kFew));
    EXPECT_EQ(result.status, 3);
    EXPECT_THAT(result.err, HasSubstr("error[J6002]"));
}

TEST_F(ReportTest, WritesOnePageThatNothingInItCanEnd) {
    if (!has_page()) GTEST_SKIP() << "JONBAR_PAGE=OFF";
    EXPECT_EQ(printed(with({"report", "heirs.jon", "--sources", "."}, kFew)), "heirs.html\n");
    const std::string page = slurp(folder_ / "heirs.html");
    const std::string head = R"(<script type="application/json" id="report-data">)";
    const std::size_t begin = page.find(head) + head.size();
    const std::size_t end = page.find("</script>", begin);
    ASSERT_NE(end, std::string::npos);
    const std::string text = page.substr(begin, end - begin);
    EXPECT_EQ(text.find('<'), std::string::npos);
    Json from_page = Json::parse(text), alone = data({"--sources", "."});
    EXPECT_EQ(from_page["text"]["files"][0]["text"], std::string(kScenario) + kQuestions);
    from_page.erase("command");
    alone.erase("command");
    EXPECT_EQ(from_page, alone);
    EXPECT_LT(page.size(), 2'000'000U);
    for (const auto& entry : fs::directory_iterator(folder_))
        EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("unfinished")));
}

TEST_F(ReportTest, OverwritesNothingButReports) {
    if (!has_page()) GTEST_SKIP() << "JONBAR_PAGE=OFF";
    const Words ask = with({"report", "heirs.jon", "-o", "out.html"}, kFew);
    write("out.html", "<p>mine</p>");
    const Result refused = run(ask);
    EXPECT_EQ(refused.status, 3);
    EXPECT_THAT(refused.err, HasSubstr("error[J6003]: out.html is no page of a report"));
    EXPECT_EQ(slurp(folder_ / "out.html"), "<p>mine</p>");
    EXPECT_EQ(run(with(ask, {"--force"})).status, 0);
    const std::string page = slurp(folder_ / "out.html");
    EXPECT_EQ(run(with(ask, {"--seed", "2"})).status, 0);
    EXPECT_NE(slurp(folder_ / "out.html"), page);
    EXPECT_EQ(run(with({"report", "heirs.jon", "-o", "no/such/out.html"}, kFew)).status, 3);
    EXPECT_EQ(run(with({"report", "heirs.jon", "-o", "."}, kFew)).status, 3);
}

TEST_F(ReportTest, StopsWithoutAnAnswer) {
    const std::atomic<bool> stop = true;
    FullReportOptions options;
    options.sample.stop = &stop;
    EXPECT_THROW(full_report((folder_ / "heirs.jon").string(), {}, options), StoppedError);
}

}  // namespace
}  // namespace jonbar
