// `jonbar solve` as a user meets it: what goes to which stream, and the exit statuses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <string>

#include "tests/solve/table_file.h"

namespace jonbar {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Result {
    int status = -1;
    std::string out;  // both streams
};

Result solve(const std::string& arguments) {
    Result result;
    const std::string command = std::string(JONBAR_PROGRAM) + " solve " + arguments + " 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return result;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
        result.out.append(buffer, count);
    const int status = pclose(pipe);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

TEST(SolveProgramTest, AnswersAndExitStatuses) {
    const TableFile table("name,power,weight\nanna,3,50\nboris,4,49\nclara,5,1\n");
    const Result text = solve("coalition " + table.path());
    EXPECT_EQ(text.status, 0);
    EXPECT_THAT(text.out, HasSubstr("All rule together"));
    EXPECT_THAT(solve("coalition --json " + table.path()).out, StartsWith("{\n  \"table\""));
    EXPECT_THAT(solve("coalition --majority 2/3 " + table.path()).out,
                HasSubstr("boris, clara rule"));
    EXPECT_THAT(solve("power --quota 51 " + table.path()).out, HasSubstr("0.600000"));

    const TableFile wrong("name,power\nanna,-3\n");
    EXPECT_EQ(solve("coalition " + wrong.path()).status, 1);
    EXPECT_EQ(solve("power " + wrong.path()).status, 1);
    EXPECT_EQ(solve("coalition --majority 1 " + table.path()).status, 2);
    EXPECT_EQ(solve("power --quota 101 " + table.path()).status, 2);
    EXPECT_EQ(solve("power --quota 51 --majority 1/2 " + table.path()).status, 2);
    EXPECT_EQ(solve("coalition").status, 2);
    EXPECT_EQ(solve("").status, 2);
    EXPECT_EQ(solve("nothing " + table.path()).status, 2);
    const Result missing = solve("coalition " + table.path() + ".none");
    EXPECT_EQ(missing.status, 3);
    EXPECT_THAT(missing.out, StartsWith("jonbar: cannot open "));
}

}  // namespace
}  // namespace jonbar
