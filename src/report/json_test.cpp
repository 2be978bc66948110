#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "jonbar/report.h"
#include "report/sample_answers.h"

namespace jonbar {
namespace {

TEST(JsonReportTest, HasTheDocumentedKeys) {
    const auto json = nlohmann::json::parse(to_json(sample_answers()));
    EXPECT_EQ(json["scenario"], "small.jon");
    EXPECT_EQ(json["seed"], 7);
    EXPECT_EQ(json["histories"], 1000);
    EXPECT_EQ(json["partial"], false);
    EXPECT_EQ(json["seconds"], 0.25);
    EXPECT_EQ(json["outcomes"]["leads"]["kind"], "choice");
    EXPECT_EQ(json["outcomes"]["leads"]["values"]["anna"]["p"], 0.75);
    EXPECT_EQ(json["outcomes"]["leads"]["values"]["anna"]["low"], 0.722);
    EXPECT_EQ(json["outcomes"]["size"]["mean"], 10.5);
    EXPECT_EQ(json["outcomes"]["size"]["sd"], 2);
    EXPECT_EQ(json["outcomes"]["size"]["quantiles"]["0.05"], 6);
    EXPECT_EQ(json["outcomes"]["left"]["quantiles"]["0.5"], "1924-11");
    EXPECT_EQ(json["outcomes"]["left"]["values"]["never"]["p"], 0.6);
    EXPECT_EQ(json["events"]["dies(anna)"]["share"], 0.25);
    EXPECT_EQ(json["events"]["dies(anna)"]["mean_times"], 0.25);
    EXPECT_EQ(json["decisions"]["side"]["join(anna)"], 0.8);
    EXPECT_EQ(json["votes"]["expel"]["held"], 0.5);
    EXPECT_EQ(json["votes"]["expel"]["carried"], 0.1);
    EXPECT_EQ(json["never"], (nlohmann::json{"dies(boris)", "side: resign"}));
    EXPECT_EQ(json["saturations"]["tie"], 1234);
}

TEST(JsonReportTest, WritesNullForWhatIsNotFinite) {
    Answers answers = sample_answers();
    answers.outcomes[1].sd = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(nlohmann::json::parse(to_json(answers))["outcomes"]["size"]["sd"].is_null());
}

TEST(JsonReportTest, SurvivesBrokenUnicode) {
    Answers answers = sample_answers();
    answers.title = "\xff\xfe";
    EXPECT_NO_THROW(nlohmann::json::parse(to_json(answers)));
}

}  // namespace
}  // namespace jonbar
