// What `solve` says of tables that are wrong.

#include <gtest/gtest.h>

#include "jonbar/jonbar.h"
#include "tests/solve/table_file.h"

namespace jonbar {
namespace {

std::string said_of(const std::string& text) {
    const TableFile table(text);
    try {
        solve_coalition(table.path());
    } catch (const ScenarioError& error) {
        std::string all;
        for (const Finding& finding : error.findings) {
            all += finding.rendered.substr(finding.rendered.find(table.name()));
        }
        return all;
    }
    return "";
}

TEST(SolveTableTest, TellsWhatIsWrongAndWhere) {
    EXPECT_EQ(said_of("name,power\nanna,5\n"), "");
    EXPECT_EQ(said_of(""), R"(table.csv:1:1: error[J5930]: the table is empty
    1 | 
      | ^
      = its first line names the columns
)");
    EXPECT_EQ(said_of("Name,power\nanna,5\n"),
              R"(table.csv:1:1: error[J5930]: the table has no column `name`
    1 | Name,power
      | ^~~~~~~~~~
      = did you mean name by "Name"?
)");
    EXPECT_EQ(said_of("name,power,power\nanna,5,6\n"),
              R"(table.csv:1:12: error[J5930]: the column `power` stands twice
    1 | name,power,power
      |            ^~~~~
      = name one of them otherwise
)");
    EXPECT_EQ(said_of("name,power\nSmith, Anna,5\n"),
              R"(table.csv:2:1: error[J5931]: the row has 3 cells, the first line 2
    2 | Smith, Anna,5
      | ^~~~~~~~~~~~~
      = write a cell that holds a comma between quotation marks
)");
    EXPECT_EQ(said_of("name,power\nanna,5\n,7\nanna,-2\n"),
              R"(table.csv:3:1: error[J5931]: the row has no name
    3 | ,7
      | ^
      = each row needs one of its own
table.csv:4:1: error[J5931]: the name anna stands twice
    4 | anna,-2
      | ^~~~
      = first on line 2
table.csv:4:6: error[J5932]: expected a number, found "-2"
    4 | anna,-2
      |      ^~
      = a decimal number from 0 on, of at most 18 digits, with a point and without exponent, as in 12.5
)");
    EXPECT_EQ(said_of("name,power\n"),
              R"(table.csv:1:1: error[J5933]: the table has no rows below its first line
    1 | name,power
      | ^
      = expected from 1 to 24
)");
    EXPECT_EQ(said_of("name,power\nanna,0\nboris,0.0\n"),
              R"(table.csv:1:1: error[J5932]: nobody has any power
    1 | name,power
      | ^
      = give one member a power above 0
)");
}

TEST(SolveTableTest, RefusesWhatWouldNotBeExact) {
    EXPECT_NE(said_of("name,power\nanna,1e3\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,1.2.3\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,.\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,nan\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,1234567890123456789\n").find("J5932"), std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,0.0000000001\nboris,1234567890\n").find("more than 18"),
              std::string::npos);
    EXPECT_NE(said_of("name,power\nanna,600000000000000000\nboris,600000000000000000\n")
                  .find("a sum of over 18 digits"),
              std::string::npos);
    EXPECT_EQ(said_of("name,power\nanna,000.10\nboris,+1\n").find("J5932") == std::string::npos,
              false);
    EXPECT_EQ(said_of("\xEF\xBB\xBFname,power,note\r\n\"anna\",.5,\"a, b\"\r\n\r\nboris,2.,c\r\n"),
              "");
}

TEST(SolveTableTest, RefusesOtherBytesAndEndlessFiles) {
    EXPECT_NE(said_of("name,power\nann\xE9,1\n").find("J1001"), std::string::npos);
    EXPECT_THROW(solve_coalition("/dev/zero"), ScenarioError);
    EXPECT_THROW(solve_coalition("no/such/file.csv"), std::runtime_error);
}

}  // namespace
}  // namespace jonbar
