// What `--out` and `--csv` write, read back, against what the same command prints; and what is left
// where they cannot.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netcdf.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/sanitized.h"
#include "base/sha256.h"
#include "tests/cli/program.h"

namespace jonbar {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

constexpr const char* kQuestions = R"(
source letters "Letters made up" { language en  kind invention }
claim ill in letters at 12 "Boris was ill in spring."
param nerve: real = 0.5 assumed "a test"
rule calm every month { if nerve > 0.4 and leader == boris { } }
whatif no_death "Anna lives" { block dies(anna) }
whatif no_coup { block coup }
cause death "Anna's death" { absent: block dies(anna) }
cause rising { absent: block coup }
observe dies(boris) in 1922-06..1923-03 cites ill
)";

/// One group of a file, read whole.
class Group {
  public:
    Group(const std::string& path, const std::string& name) {
        EXPECT_EQ(nc_open(path.c_str(), NC_NOWRITE, &file_), NC_NOERR);
        group_ = file_;
        if (name.empty()) return;
        EXPECT_EQ(nc_inq_ncid(file_, name.c_str(), &group_), NC_NOERR) << name;
    }
    ~Group() { static_cast<void>(nc_close(file_)); }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    [[nodiscard]] bool has(const std::string& name) const {
        int id = 0;
        return nc_inq_varid(group_, name.c_str(), &id) == NC_NOERR;
    }
    [[nodiscard]] std::vector<std::string> dimensions(const std::string& name) const {
        int count = 0;
        int ids[NC_MAX_VAR_DIMS];
        nc_inq_varndims(group_, id_of(name), &count);
        nc_inq_vardimid(group_, id_of(name), ids);
        std::vector<std::string> names;
        for (int i = 0; i < count; ++i) {
            char dimension[NC_MAX_NAME + 1];
            nc_inq_dimname(group_, ids[i], dimension);
            names.emplace_back(dimension);
        }
        return names;
    }
    [[nodiscard]] std::size_t size(const std::string& name) const {
        int count = 0;
        int ids[NC_MAX_VAR_DIMS];
        nc_inq_varndims(group_, id_of(name), &count);
        nc_inq_vardimid(group_, id_of(name), ids);
        std::size_t all = 1;
        for (int i = 0; i < count; ++i) {
            std::size_t length = 0;
            nc_inq_dimlen(group_, ids[i], &length);
            all *= length;
        }
        return all;
    }
    [[nodiscard]] std::vector<double> numbers(const std::string& name) const {
        std::vector<double> values(size(name));
        EXPECT_EQ(nc_get_var_double(group_, id_of(name), values.data()), NC_NOERR) << name;
        return values;
    }
    [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
        std::vector<char*> held(size(name));
        EXPECT_EQ(nc_get_var_string(group_, id_of(name), held.data()), NC_NOERR) << name;
        std::vector<std::string> values(held.begin(), held.end());
        nc_free_string(held.size(), held.data());
        return values;
    }
    [[nodiscard]] std::string attribute(const std::string& variable,
                                        const std::string& name) const {
        const int id = variable.empty() ? NC_GLOBAL : id_of(variable);
        std::size_t length = 0;
        EXPECT_EQ(nc_inq_attlen(group_, id, name.c_str(), &length), NC_NOERR) << name;
        std::string text(length, '\0');
        EXPECT_EQ(nc_get_att_text(group_, id, name.c_str(), text.data()), NC_NOERR) << name;
        return text;
    }

  private:
    [[nodiscard]] int id_of(const std::string& name) const {
        int id = 0;
        EXPECT_EQ(nc_inq_varid(group_, name.c_str(), &id), NC_NOERR) << name;
        return id;
    }
    int file_ = 0, group_ = 0;
};

/// The share of draws, by weight, that have a value.
double share_of(const std::vector<double>& values, const std::vector<double>& weights,
                double wanted) {
    double share = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) share += values[i] == wanted ? weights[i] : 0;
    return share;
}

class ResultFileTest : public ProgramTest {
  protected:
    ResultFileTest() { write("asked.jon", std::string(kScenario) + kQuestions); }

    /// Runs a command with --json and --out, which must succeed.
    json ask(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--json", "--out", "a.nc"});
        const Result result = run(arguments);
        EXPECT_EQ(result.status, 0) << result.err;
        return result.status == 0 ? json::parse(result.out) : json();
    }
    [[nodiscard]] std::string file() const { return (folder_ / "a.nc").string(); }

    /// Names of what stands in the test's folder besides what the test itself has put there.
    [[nodiscard]] std::vector<std::string> left() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            const std::string name = entry.path().filename().string();
            if (name[0] != '.' && entry.path().extension() != ".jon") names.push_back(name);
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    /// Runs a line of the shell in the test's folder; PROGRAM in it is the program.
    int shell(std::string line) {
        for (std::size_t at = 0; (at = line.find("PROGRAM")) != std::string::npos;)
            line.replace(at, 7, JONBAR_PROGRAM);
        const std::string whole = "cd " + folder_.string() + " && { " + line + "; } > .out 2> .err";
        const int status = std::system(whole.c_str());  // NOLINT(cert-env33-c): a test's own line
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] std::string told() const { return slurp(folder_ / ".err"); }
};

const std::vector<std::string> kGiven = {"--particles", "3200", "--island-size", "200"};

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

TEST_F(ResultFileTest, KeepsTheHistoriesOfARun) {
    const json answer = ask({"run", "asked.jon", "--histories", "5000"});
    EXPECT_THAT(left(), ElementsAre("a.nc"));
    const Group prior(file(), "prior"), stats(file(), "sample_stats_prior");
    EXPECT_THAT(prior.dimensions("leads"), ElementsAre("chain", "draw"));
    EXPECT_THAT(prior.dimensions("first_dies"), ElementsAre("chain", "draw", "person"));
    EXPECT_THAT(prior.texts("person"), ElementsAre("anna", "boris"));
    EXPECT_EQ(prior.attribute("leads", "flag_meanings"), "none anna boris");
    EXPECT_EQ(prior.attribute("first_dies", "units"), "days since 1922-01-01");
    const std::vector<double> weights = stats.numbers("weight");
    ASSERT_EQ(weights.size(), 5000U);
    const json& leads = answer["outcomes"]["leads"]["values"];
    EXPECT_NEAR(share_of(prior.numbers("leads"), weights, 0), leads["anna"]["p"], 1e-12);
    EXPECT_NEAR(share_of(prior.numbers("leads"), weights, -1), leads["nobody left"]["p"], 1e-12);
    EXPECT_EQ(stats.numbers("history").at(4321), 4321);
    double survivors = 0;
    for (const double value : prior.numbers("survivors")) survivors += value / 5000;
    EXPECT_NEAR(survivors, answer["outcomes"]["survivors"]["mean"], 1e-9);
    // The month that is printed most often, as days; never is the value that stands for none.
    const std::vector<double> first = prior.numbers("first_dies");
    double in_june = 0, never = 0;
    for (std::size_t i = 0; i < first.size(); i += 2) {
        in_june += first[i] == 151 ? 1 : 0;
        never += first[i] == -2147483648.0 ? 1 : 0;
    }
    const json& death = answer["outcomes"]["first_death"]["values"];
    EXPECT_NEAR(in_june / 5000, death["1922-06"]["p"], 1e-12);
    EXPECT_NEAR(never / 5000, death["never"]["p"], 1e-12);
    for (const double frailty : prior.numbers("frailty")) ASSERT_GT(frailty, 0);
    EXPECT_FALSE(prior.has("nerve"));  // it is the same in all
    EXPECT_THAT(Group(file(), "constant_data").numbers("nerve"), ElementsAre(0.5));
}

TEST_F(ResultFileTest, CarriesItsScenarioAndWhatThatRestsOn) {
    ask({"run", "asked.jon", "--histories", "100", "--seed", "7", "--set", "nerve=0.25"});
    const Group whole(file(), ""), texts(file(), "scenario");
    EXPECT_EQ(whole.attribute("", "title"), "Two heirs");
    EXPECT_EQ(whole.attribute("", "settings"), "nerve=0.25");
    EXPECT_THAT(whole.attribute("", "command"), HasSubstr("run asked.jon --histories 100"));
    EXPECT_THAT(whole.attribute("", "created_at"), testing::MatchesRegex("20..-..-..T..:..:..Z"));
    EXPECT_EQ(Group(file(), "prior").attribute("", "inference_library"), "jonbar");
    const std::vector<std::string> paths = texts.texts("path"), bytes = texts.texts("text");
    const auto at = static_cast<std::size_t>(std::find(paths.begin(), paths.end(), "asked.jon") -
                                             paths.begin());
    ASSERT_LT(at, paths.size());
    EXPECT_EQ(bytes[at], slurp(folder_ / "asked.jon"));
    EXPECT_EQ(texts.texts("sha256")[at], sha256(bytes[at]));
    const std::vector<std::string> of = texts.texts("of"), claims = texts.texts("claim");
    const auto fact =
        static_cast<std::size_t>(std::find(claims.begin(), claims.end(), "ill") - claims.begin());
    ASSERT_LT(fact, claims.size());
    EXPECT_EQ(of[fact], "dies(boris) in 1922-06..1923-03");
    EXPECT_EQ(texts.texts("source")[fact], "Letters made up, line 12");
    EXPECT_THAT(of, testing::Contains("frailty"));
    EXPECT_THAT(texts.texts("assumed"), testing::Contains("a test"));
}

TEST_F(ResultFileTest, WeighsThePosteriorAsTheAnswerDoes) {
    const json answer = ask(with({"run", "asked.jon", "--given", "--histories", "500"}, kGiven));
    const Group posterior(file(), "posterior"), stats(file(), "sample_stats");
    const std::vector<double> weights = stats.numbers("weight");
    ASSERT_EQ(weights.size(), 3200U);
    double whole = 0;
    for (const double weight : weights) whole += weight;
    EXPECT_NEAR(whole, 1, 1e-9);
    EXPECT_GT(*std::max_element(weights.begin(), weights.end()), 1.0 / 3200);
    for (const char* const leader : {"anna", "boris"}) {
        EXPECT_NEAR(share_of(posterior.numbers("leads"), weights, leader[0] == 'a' ? 0 : 1),
                    answer["outcomes"]["leads"]["values"][leader]["p"], 1e-9);
    }
    EXPECT_EQ(stats.numbers("log_evidence").size(), 16U);
    EXPECT_EQ(Group(file(), "prior").numbers("leads").size(), 500U);
    const Group record(file(), "observed_data");
    EXPECT_THAT(record.texts("fact"), ElementsAre("dies(boris) in 1922-06..1923-03"));
    EXPECT_THAT(record.numbers("first_step"), ElementsAre(151));
    EXPECT_EQ(posterior.numbers("chain").back(), 15);
}

TEST_F(ResultFileTest, SetsOtherWorldsBesideTheActualOne) {
    const json answer =
        ask(with({"whatif", "asked.jon", "no_death", "no_coup", "--histories", "1600"}, kGiven));
    const Group actual(file(), "posterior"), altered(file(), "counterfactual"),
        stats(file(), "sample_stats");
    EXPECT_THAT(altered.texts("world"), ElementsAre("no_death", "no_coup"));
    EXPECT_THAT(altered.dimensions("leads"), ElementsAre("chain", "draw", "world"));
    const std::vector<double> weights = stats.numbers("weight");
    const std::vector<double> before = actual.numbers("leads"), after = altered.numbers("leads");
    ASSERT_EQ(weights.size(), 1600U);
    for (std::size_t world = 0; world < 2; ++world) {
        double changed = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            changed += before[i] != after[2 * i + world] ? weights[i] : 0;
        const std::string name = world == 0 ? "no_death" : "no_coup";
        EXPECT_NEAR(changed, answer["whatifs"][name]["outcomes"]["leads"]["changed"]["p"], 1e-9);
        EXPECT_GT(changed, 0);
    }
}

TEST_F(ResultFileTest, TellsInWhichWorldsAnOutcomeHeld) {
    const json answer = ask(
        with({"why", "asked.jon", "leads=boris", "--histories", "1600", "--threads", "2"}, kGiven));
    const Group found(file(), "attribution"), stats(file(), "sample_stats");
    EXPECT_THAT(found.texts("world"), ElementsAre("as it was", "without death", "without rising",
                                                  "without death, rising"));
    EXPECT_THAT(found.numbers("absent"), ElementsAre(0, 0, 1, 0, 0, 1, 1, 1));
    const std::vector<double> weights = stats.numbers("weight"), holds = found.numbers("holds");
    double with_all = 0, without_any = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        with_all += weights[i] * holds[4 * i];
        without_any += weights[i] * holds[4 * i + 3];
    }
    EXPECT_NEAR(with_all, answer["with_all"]["p"], 1e-9);
    EXPECT_NEAR(without_any, answer["without_any"]["p"], 1e-9);
    const std::vector<double> contribution = found.numbers("contribution");
    const std::vector<std::string> names = found.texts("cause");
    for (const json& cause : answer["causes"]) {
        const auto at = static_cast<std::size_t>(
            std::find(names.begin(), names.end(), cause["name"]) - names.begin());
        double mean = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            mean += weights[i] * contribution[2 * i + at];
        EXPECT_NEAR(mean, cause["shapley"]["p"], 1e-9);
        EXPECT_NEAR(found.numbers("shapley")[at], cause["shapley"]["p"], 1e-12);
    }
    EXPECT_EQ(Group(file(), "posterior").numbers("leads").size(), 1600U);
}

TEST_F(ResultFileTest, IsTheSameOnAnyNumberOfThreads) {
    std::map<std::string, std::vector<double>> first;
    for (const char* const threads : {"1", "3"}) {
        ask(with({"run", "asked.jon", "--given", "--histories", "300", "--threads", threads},
                 kGiven));
        for (const char* const group : {"prior", "posterior"}) {
            for (const char* const name : {"leads", "frailty", "first_dies", "first_coup"}) {
                const std::vector<double> values = Group(file(), group).numbers(name);
                const auto [at, added] = first.emplace(std::string(group) + name, values);
                EXPECT_EQ(at->second, values) << group << " " << name;
            }
        }
    }
}

TEST_F(ResultFileTest, LosesNothingWhereItCannotBeWritten) {
    const std::vector<std::string> command = {"run", "asked.jon", "--histories", "3000"};
    for (const char* const option : {"--out", "--csv"}) {
        fs::create_directory(folder_ / "folder");
        const Result folder = run(with(command, {option, "folder"}));
        EXPECT_EQ(folder.status, 3);
        EXPECT_EQ(folder.err, "jonbar: cannot write folder: it is a folder\n");
        const Result missing = run(with(command, {option, "none/a"}));
        EXPECT_EQ(missing.status, 3);
        EXPECT_EQ(missing.err, "jonbar: cannot write none/a: No such file or directory\n");
        fs::remove(folder_ / "folder");
        write("kept", "what was there before");
        EXPECT_EQ(shell(std::string("trap '' XFSZ; ulimit -f 16; exec PROGRAM run asked.jon "
                                    "--histories 100000 --threads 2 ") +
                        option + " kept"),
                  3);
        EXPECT_THAT(told(), HasSubstr("cannot write kept: "));
        EXPECT_EQ(slurp(folder_ / "kept"), "what was there before");
        EXPECT_THAT(left(), ElementsAre("kept"));
    }
    // A run that fails leaves none either.
    write("fails.jon",
          "history \"F\" from 2000-01 to 2000-02 by month\nparam p: real ~ uniform 0 to "
          "1 assumed \"t\"\nvar x: real = 0\nrule r every month { x = 1 / x }\n"
          "outcome o = x at end\n");
    EXPECT_EQ(run({"run", "fails.jon", "--out", "kept"}).status, 1);
    EXPECT_EQ(slurp(folder_ / "kept"), "what was there before");
    EXPECT_THAT(left(), ElementsAre("kept"));
    EXPECT_EQ(run({"run", "asked.jon", "--out", "x", "--csv", "x"}).status, 2);
    EXPECT_EQ(run({"whatif", "asked.jon", "--out", "x"}).status, 2);
}

TEST_F(ResultFileTest, IsAFileOfItsOwn) {
    const Result device = run({"run", "asked.jon", "--histories", "10", "--out", "/dev/null"});
    EXPECT_EQ(device.status, 3);
    EXPECT_THAT(device.err, HasSubstr("/dev/null: NetCDF takes a file of its own"));
    EXPECT_EQ(shell("PROGRAM run asked.jon --histories 3 --csv /dev/stdout"), 0);
    EXPECT_THAT(slurp(folder_ / ".out"), HasSubstr("history,leads,first_death,survivors\n0,"));
}

/// SIGTERM in the middle of a run: the file has what the printed part rests on.
TEST_F(ResultFileTest, KeepsWhatAStoppedRunHasFinished) {
    const pid_t child = fork();
    if (child == 0) {
        if (chdir(folder_.c_str()) != 0) _exit(99);
        if (std::freopen(".out", "w", stdout) == nullptr) _exit(97);
        execl(JONBAR_PROGRAM, JONBAR_PROGRAM, "run", "asked.jon", "--histories", "1000000000000",
              "--json", "--out", "a.nc", "--csv", "a.csv", static_cast<char*>(nullptr));
        _exit(98);
    }
    const fs::path rows = folder_ / ("a.csv." + std::to_string(child) + ".unfinished");
    while (!fs::exists(rows) || fs::file_size(rows) < 200'000)
        ASSERT_EQ(waitpid(child, nullptr, WNOHANG), 0);
    EXPECT_FALSE(fs::exists(folder_ / "a.nc"));
    kill(child, SIGTERM);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 143);
    const json answer = json::parse(slurp(folder_ / ".out"));
    EXPECT_EQ(answer["partial"], true);
    const Group prior(file(), "prior");
    EXPECT_EQ(prior.numbers("leads").size(), answer["histories"]);
    const std::string csv = slurp(folder_ / "a.csv");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'),
              answer["histories"].get<std::int64_t>() + 1);
    EXPECT_THAT(left(), ElementsAre("a.csv", "a.nc"));
}

}  // namespace
}  // namespace jonbar
