// A scenario in Persian as a user meets it: what is printed, and for whose eyes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/scratch_folder.h"

namespace jonbar {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

struct Result {
    int status = -1;
    std::string out, err;
};

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class PersianTest : public testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }

    /// Runs the program in the test's folder. Requires: no argument holds a quotation mark.
    Result run(const std::vector<std::string>& arguments, const std::string& input = "") {
        write(".in", input);
        std::string command = "cd '" + folder_.string() + "' && '" JONBAR_PROGRAM "'";
        for (const std::string& argument : arguments) command += " '" + argument + "'";
        const int status = std::system((command + " < .in > .out 2> .err").c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000, slurp(folder_ / ".out"),
                slurp(folder_ / ".err")};
    }

    const base::ScratchFolder scratch_;
    const std::filesystem::path& folder_ = scratch_.path();
};

constexpr const char* kPersian = R"(history "جانشینی" from 1303-01 SH to 1304-12 SH by month
kind شخص { زنده: bool = yes }
شخص لنین "ولادیمیر لنین", کامنف "لئو کامنف"
param کندی: real ~ lognormal 0.05 to 0.2 per month
event مرگ(پ: شخص) hazard کندی per month when پ.زنده { پ.زنده = no  say "{پ} درگذشت." }
outcome مانده = argmax(پ in شخص where پ.زنده: 1) at end none "هیچ‌کس"
observe مرگ(لنین) in 1303-06-15 SH
whatif آرام { block مرگ(کامنف) from 1303-04 SH to 1303-05-31 SH }
)";

TEST_F(PersianTest, KeepsPersianInItsPlaceForTheEyeOnly) {
    write("persian.jon", kPersian);
    const std::vector<std::string> arguments = {"run", "persian.jon", "--histories", "500"};
    const Result plain = run(arguments);
    EXPECT_EQ(plain.status, 0) << plain.err;
    EXPECT_THAT(plain.out, HasSubstr("  ولادیمیر لنین "));
    EXPECT_THAT(plain.out, Not(HasSubstr("\u2068")));
    auto with = arguments;
    with.push_back("--isolate");
    const Result isolated = run(with);
    EXPECT_THAT(isolated.out, HasSubstr("  \u2068ولادیمیر لنین\u2069 "));
    EXPECT_THAT(isolated.err,
                HasSubstr("| observe \u2068مرگ\u2069(\u2068لنین\u2069) in 1303-06-15 SH"));
    with.back() = "--json";
    with.push_back("--isolate");
    EXPECT_THAT(run(with).out, Not(HasSubstr("\u2068")));
}

TEST_F(PersianTest, TakesANameInEitherSpelling) {
    write("persian.jon", kPersian);
    const Result set = run({"run", "persian.jon", "--histories", "500", "--set", "كندي=0.1"});
    EXPECT_EQ(set.status, 0) << set.err;
    EXPECT_THAT(run({"tell", "persian.jon", "--isolate", "--set", "كندي=5"}).out,
                HasSubstr("\u2068\u2068لئو کامنف\u2069 درگذشت.\u2069"));
    const Result why =
        run({"whatif", "persian.jon", "--do", "block مرگ(كامنف)", "--histories", "320", "--prior"});
    EXPECT_EQ(why.status, 0) << why.err;
    const Result wrong = run({"whatif", "persian.jon", "ارام", "--prior"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, HasSubstr("did you mean آرام?"));
}

TEST_F(PersianTest, ShowsADateOfASourceInBothForms) {
    write("persian.jon", kPersian);
    const Result checked = run({"check", "persian.jon"});
    EXPECT_EQ(checked.status, 0) << checked.err;
    EXPECT_THAT(checked.err,
                HasSubstr("1303-06-15 SH (1924-09-06) stands for the whole of 1924-09"));
    const Result given =
        run({"run", "persian.jon", "--given", "--particles", "16384", "--histories", "500"});
    EXPECT_EQ(given.status, 0) << given.err;
    EXPECT_THAT(given.out, HasSubstr("مرگ(لنین) in 1303-06-15 SH (1924-09-06)"));
    EXPECT_THAT(run({"whatif", "persian.jon", "آرام", "--histories", "320"}).out,
                HasSubstr("1303-04 SH (1924-06-22 to 1924-07-22)"));
    EXPECT_THAT(run({"fmt", "-"}, kPersian).out,
                HasSubstr("from 1303-01 SH to 1304-12 SH by month"));
    const Result until = run({"run", "persian.jon", "--given", "--until", "1303-07 SH",
                              "--particles", "16384", "--histories", "500"});
    EXPECT_EQ(until.status, 0) << until.err;
}

}  // namespace
}  // namespace jonbar
