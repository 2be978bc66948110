// What questions are estimated to take, against what they take.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/sanitized.h"
#include "tests/cli/program.h"

namespace jonbar {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class MemoryTest : public ProgramTest {
  protected:
    /// Runs the program, and returns the most memory that it held, in bytes.
    std::uint64_t peak(const std::vector<std::string>& arguments) {
        const pid_t child = fork();
        if (child == 0) become(arguments, "", ".out", ".err");
        int status = 0;
        rusage used{};
        wait4(child, &status, 0, &used);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << slurp(folder_ / ".err");
        return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    }
};

TEST_F(MemoryTest, AnEstimateIsNoLessThanTheTruthAndLessThanTwiceIt) {
    if (base::kSanitized) GTEST_SKIP() << "the sanitizers' own memory is not estimated";
    const std::string scenarios = JONBAR_SOURCE_DIR "/scenarios/";
    struct Case {
        const char* file;
        const char* outcome;
    };
    for (const Case& each : {Case{"lenin-succession.jon", ""},
                             Case{"tutorial/4-letter-that-was-kept.jon", "chair_at_end"}}) {
        const std::string file = scenarios + each.file;
        const std::vector<std::string> size = {"--histories",   "512", "--particles", "8000",
                                               "--island-size", "500", "--threads",   "2"};
        std::vector<std::string> command = {"dump", "--cost", file, "--json"};
        command.insert(command.end(), size.begin(), size.end());
        const Result cost = run(command);
        ASSERT_EQ(cost.status, 0) << cost.err;
        const json estimates = json::parse(cost.out)["questions"];
        const auto compare = [&](const std::string& question, std::vector<std::string> asked,
                                 bool conditions) {
            if (!estimates.contains(question)) return;
            asked.insert(asked.end(), size.begin(), conditions ? size.end() : size.begin() + 2);
            if (!conditions) asked.insert(asked.end(), {"--threads", "2"});
            const std::uint64_t taken = peak(asked);
            const auto estimate = estimates[question]["bytes"].get<std::uint64_t>();
            EXPECT_GE(estimate, taken) << question << " of " << each.file;
            EXPECT_LT(estimate, 2 * taken) << question << " of " << each.file;
        };
        compare("run", {"run", file}, false);
        if (*each.outcome != '\0') {
            compare("run --given", {"run", file, "--given"}, true);
            compare("whatif", {"whatif", file, "read_out", "lives", "dull"}, true);
            compare("sensitivity", {"sensitivity", file, each.outcome}, true);
        }
    }
}

TEST_F(MemoryTest, RefusesBeforeTheStartWhatDoesNotFit) {
    const Result refused = run({"run", "small.jon", "--memory", "1M"});
    EXPECT_EQ(refused.status, 3);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, StartsWith("jonbar: error[J6030]: `run` takes about "));
    EXPECT_THAT(refused.err, HasSubstr("1.0 MB may be used (--memory)"));
    EXPECT_THAT(refused.err, HasSubstr("the scenario, as loaded"));
    EXPECT_THAT(refused.err, HasSubstr("`jonbar dump --cost` prints"));
    write("given.jon", std::string(kScenario) + "observe dies(anna) in 1922-06..1922-09\n" +
                           "whatif lives { block dies(anna) }\n");
    const std::vector<std::string> large = {"--island-size", "10000000", "--memory", "200M"};
    std::vector<std::string> island = {"run", "given.jon", "--given"};
    island.insert(island.end(), large.begin(), large.end());
    const Result no_island = run(island);
    EXPECT_EQ(no_island.status, 3);
    EXPECT_THAT(no_island.err, HasSubstr("an island of 10000000 particles"));
    const Result no_sample = run({"whatif", "given.jon", "lives", "--histories", "100000000",
                                  "--prior", "--memory", "200M"});
    EXPECT_EQ(no_sample.status, 3);
    EXPECT_THAT(no_sample.err, HasSubstr("a sample of 100000000 histories"));
}

TEST_F(MemoryTest, TakesFewerThreadsWhereAllDoNotFit) {
    const std::string few = run({"run", "small.jon", "--histories", "2000"}).out;
    const Result many =
        run({"run", "small.jon", "--histories", "2000", "--threads", "1000", "--memory", "256M"});
    EXPECT_EQ(many.status, 0) << many.err;
    const auto outcomes = [](const std::string& text) { return text.substr(text.find("\nleads")); };
    EXPECT_EQ(outcomes(many.out), outcomes(few));
}

TEST_F(MemoryTest, ReadsSizes) {
    for (const char* const size : {"300M", "0.3G", "300MiB", "314572800", "1T"}) {
        const Result read = run({"run", "small.jon", "--histories", "100", "--memory", size});
        EXPECT_EQ(read.status, 0) << size << read.err;
    }
    for (const char* const size : {"2X", "", "-1G", "0", "M", "1GB2", "nan", "1e30"}) {
        const Result wrong = run({"run", "small.jon", "--memory", size});
        EXPECT_EQ(wrong.status, 2) << size;
        EXPECT_THAT(wrong.err, HasSubstr("is no size; write it as 512M or 2G")) << size;
    }
}

TEST_F(MemoryTest, PrintsWhatAProgramCosts) {
    const Result text = run({"dump", "--cost", "small.jon"});
    EXPECT_EQ(text.status, 0) << text.err;
    EXPECT_THAT(text.out, StartsWith("Two heirs   24 steps\n"));
    EXPECT_THAT(text.out, HasSubstr("instructions a step"));
    EXPECT_THAT(text.out, HasSubstr("Memory of questions"));
    const json cost = json::parse(run({"dump", "--cost", "small.jon", "--json"}).out);
    const json& program = cost["programs"]["run"];
    EXPECT_EQ(cost["steps"], 24);
    // frailty before the start; in a step two deaths, the coup and the comet at most
    EXPECT_GE(program["start_words"], 1);
    EXPECT_GE(program["step_words"], 3);
    EXPECT_LE(program["step_words"], 4);
    EXPECT_FALSE(cost["questions"].contains("run --given"));
    EXPECT_EQ(run({"dump", "small.jon", "--histories", "5"}).status, 2);
    EXPECT_EQ(run({"dump", "small.jon", "--cost", "--stage", "tree"}).status, 2);
}

}  // namespace
}  // namespace jonbar
