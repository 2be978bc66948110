// Scenarios that are wrong, every message whole, and what must not exhaust the checker.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/io_error.h"
#include "model/check.h"
#include "model/check_evidence.h"

namespace jonbar {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(JONBAR_SOURCE_DIR) / "tests/scenarios/errors";

/// Files are read beside the wrong scenarios, under the short names that messages show. Those
/// whose names begin with "strict-" are checked strictly.
LoadOptions options(const std::string& name) {
    LoadOptions made;
    made.strict = name.rfind("strict-", 0) == 0;
    made.read = [](const std::string& path) { return read_from_disk((kFolder / path).string()); };
    return made;
}

std::string errors_of(const std::string& name, const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    load_and_check(sources, sources.add(name, text), options(name), diagnostics);
    return render(sources, diagnostics);
}

/// What is wrong with the evidence of a scenario that is right otherwise.
std::string errors_of_evidence(const std::string& name, const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const LoadOptions load = options(name);
    const std::vector<Module> modules =
        load_modules(sources, sources.add(name, text), load, diagnostics);
    const Model model = check(sources, modules, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    check_evidence(sources, modules, model, ".", load.read, diagnostics);
    return render(sources, diagnostics);
}

std::vector<fs::path> wrong_scenarios() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(kFolder)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() == ".jon" && name.rfind("text-", 0) != 0)
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

TEST(WrongScenarioTest, SaysAllThatIsWrong) {
    const std::vector<fs::path> paths = wrong_scenarios();
    EXPECT_GE(paths.size(), 49U);
    for (const fs::path& path : paths) {
        const std::string name = path.filename().string();
        const bool evidence = name.rfind("grounds-", 0) == 0;
        EXPECT_EQ((evidence ? errors_of_evidence : errors_of)(name, read_file(path.string())),
                  read_file(fs::path(path).replace_extension(".expected").string()))
            << path;
    }
}

const std::string kHead =
    "history \"H\" from 1922-04 to 1923-12 by month\nkind person { h: real = 0 }\nperson a, b\n";

TEST(WrongScenarioTest, LimitsAChainOfDefinitions) {
    std::string text = kHead;
    for (int i = 0; i < 5000; ++i)
        text += "let f" + std::to_string(i) + " = f" + std::to_string(i + 1) + " + 1\n";
    EXPECT_NE(std::string::npos,
              errors_of("t.jon", text + "let f5000 = 1\n").find("nested too deep"));
}

TEST(WrongScenarioTest, FindsALongCircleOfFire) {
    std::string text = kHead;
    for (int i = 0; i < 5000; ++i)
        text += "event e" + std::to_string(i) + " { fire e" + std::to_string(i + 1) + " }\n";
    EXPECT_NE(std::string::npos,
              errors_of("t.jon", text + "event e5000 { fire e0 }\n").find("J3013"));
}

TEST(WrongScenarioTest, RefusesARelationOverThreeLargeKinds) {
    std::string text = "history \"H\" from 1922-04 to 1923-12 by month\nkind place {}\nplace p0";
    for (int i = 1; i < 10000; ++i) text += ", p" + std::to_string(i);
    text +=
        "\nrelation r(a, b, c: place): real ~ normal(0, 1)\n"
        "for a in place { for b in place { r(a, b, b) = 1 } }\n";
    const std::string errors = errors_of("t.jon", text);
    EXPECT_NE(std::string::npos, errors.find("with the 1000000000000 values of `r`"));
    EXPECT_NE(std::string::npos, errors.find("this loop has more than 1000000 turns"));
}

}  // namespace
}  // namespace jonbar
