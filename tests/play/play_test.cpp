// Playing: who chooses what would have been chosen has the very history that `tell` tells, another
// choice changes only what follows from it, and odds are those of chances known in closed form.

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/jonbar.h"

namespace jonbar {
namespace {

std::string path_of(const std::string& name) { return JONBAR_SOURCE_DIR "/" + name; }

std::string as_told(const std::vector<PlayLine>& lines) {
    std::string out;
    for (const PlayLine& line : lines) out += line.date + "  " + line.text + "\n";
    return out;
}

/// Lets the entity make all its decisions; returns how many there were.
std::size_t play_along(Play& play) {
    std::size_t count = 0;
    for (; play.stop() != nullptr; ++count) play.choose_own();
    return count;
}

std::string told_by_scenario(const Scenario& scenario, std::uint64_t history, std::uint64_t seed) {
    const std::string told = scenario.tell(history, seed);
    return told.substr(told.find("\n\n") + 2);
}

struct Cast {
    const char* file;
    std::vector<const char*> people;
    std::uint64_t histories;
};

class PlayAlongTest : public testing::TestWithParam<Cast> {};

TEST_P(PlayAlongTest, IsTheHistoryThatIsTold) {
    const Scenario scenario = Scenario::load(path_of(GetParam().file));
    std::size_t decisions = 0;
    for (const char* person : GetParam().people) {
        for (std::uint64_t history = 0; history < GetParam().histories; ++history) {
            Play play(scenario, {.person = person, .history = history, .seed = 7});
            decisions += play_along(play);
            EXPECT_EQ(as_told(play.chronicle()), told_by_scenario(scenario, history, 7));
            const PlayEnd end = play.end();
            EXPECT_EQ(end.parted, "");
            EXPECT_TRUE(end.only_played.empty() && end.only_own.empty());
            for (const PlayOutcome& outcome : end.outcomes) {
                EXPECT_EQ(outcome.played, outcome.own) << outcome.name;
            }
            for (const PlayFact& fact : end.facts) EXPECT_EQ(fact.played, fact.own) << fact.text;
        }
    }
    EXPECT_GT(decisions, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, PlayAlongTest,
    testing::Values(Cast{"scenarios/tutorial/2-vote-in-the-committee.jon", {"boris", "georg"}, 8},
                    Cast{"scenarios/tutorial/4-letter-that-was-kept.jon", {"clara"}, 24},
                    Cast{"tests/scenarios/decisions.jon", {"ann", "cyd"}, 8},
                    Cast{"tests/scenarios/pairs.jon", {"ash"}, 8},
                    Cast{"scenarios/lenin-succession.jon", {"trotsky"}, 1}),
    [](const testing::TestParamInfo<Cast>& param) {
        std::string name = param.param.file;
        for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
        return name;
    });

// Two affairs that have nothing to do with each other, and one person in the first.
constexpr const char* kTwoAffairs = R"(
history "Two affairs" from 1900-01 to 1902-12 by month
kind person { luck: int = 0 }
person anna "Anna", boris "Boris"
var storms: int = 0
event storm hazard 1 per year repeatable { storms += 1  say "A storm." }
decision wager(p: person) every quarter by p {
    option bold worth 0 { draw lot = bernoulli(0.5)  if lot { p.luck += 1  say "{p} wins." } }
    option shy worth 0 { say "{p} keeps still." }
}
outcome annas = anna.luck at end
outcome boriss = boris.luck at end
outcome storms_at_end = storms at end
)";

TEST(PlayTest, AnotherChoiceChangesOnlyWhatFollowsFromIt) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    Play own(scenario, {.person = "anna", .history = 5});
    play_along(own);
    Play play(scenario, {.person = "anna", .history = 5});
    for (int i = 0; i < 4; ++i) play.choose_own();
    const std::string until_now = as_told(play.chronicle());
    const PlayStop stop = *play.stop();
    Play copy(scenario, {.person = "anna", .history = 5});
    for (int i = 0; i < 4; ++i) copy.choose_own();
    const std::string would = copy.choose_own();
    play.choose(would == "bold" ? "shy" : "bold");
    play_along(play);

    EXPECT_EQ(as_told(play.chronicle()).substr(0, until_now.size()), until_now);
    const PlayEnd end = play.end();
    EXPECT_EQ(end.parted, stop.date);
    EXPECT_EQ(end.outcomes[1].played, end.outcomes[1].own);
    EXPECT_EQ(end.outcomes[2].played, end.outcomes[2].own);
    ASSERT_FALSE(end.only_played.empty());
    for (const PlayLine& line : end.only_played) {
        EXPECT_EQ(line.date, stop.date) << line.text;
        EXPECT_EQ(line.text.find("Boris"), std::string::npos) << line.text;
    }
    std::size_t other = 0;
    for (const PlayChoice& choice : end.choices) other += choice.option != choice.own ? 1U : 0U;
    EXPECT_EQ(other, 1U);
}

TEST(PlayTest, GoesBackToTheSamePlace) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    Play play(scenario, {.person = "anna", .history = 2});
    EXPECT_FALSE(play.undo());
    play.choose("bold");
    play.choose("shy");
    const std::string before = to_json(*play.stop());
    play.choose("bold");
    ASSERT_NE(to_json(*play.stop()), before);
    ASSERT_TRUE(play.undo());
    EXPECT_EQ(to_json(*play.stop()), before);
    EXPECT_EQ(play.choices().size(), 2U);
}

TEST(PlayTest, GoesOnFromASavedGame) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    Play play(scenario, {.person = "anna", .history = 3, .seed = 9});
    for (int i = 0; i < 3; ++i) play.choose(i == 1 ? "bold" : "shy");
    const SavedPlay saved = saved_play(to_json(play.saved()), "game.json");
    Play again = Play::resume(scenario, saved);
    EXPECT_EQ(to_json(*again.stop()), to_json(*play.stop()));
    play_along(play);
    play_along(again);
    EXPECT_EQ(to_json(again.end()), to_json(play.end()));
}

TEST(PlayTest, RefusesAGameOfAnotherScenario) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    Play play(scenario, {.person = "anna"});
    play.choose("bold");
    SavedPlay saved = play.saved();
    const Scenario changed = Scenario::compile("affairs.jon", std::string(kTwoAffairs) + "# new\n");
    EXPECT_THROW(Play::resume(changed, saved), SavedPlayError);
    saved.choices[0].option = "brave";
    EXPECT_THROW(Play::resume(scenario, saved), SavedPlayError);
    saved.choices[0] = {"1900-04", "wager(anna)", "bold"};
    EXPECT_THROW(Play::resume(scenario, saved), SavedPlayError);
}

TEST(PlayTest, RefusesADamagedFile) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    const std::string whole = to_json(Play(scenario, {.person = "anna"}).saved());
    for (std::size_t size = 0; size + 2 < whole.size(); size += 7) {
        EXPECT_THROW(saved_play(whole.substr(0, size), "game.json"), SavedPlayError) << size;
    }
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = whole;
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    };
    EXPECT_THROW(saved_play(with("jonbar-play", "chess"), "game.json"), SavedPlayError);
    EXPECT_THROW(saved_play(with("\"version\": 1", "\"version\": 2"), "game.json"), SavedPlayError);
    EXPECT_THROW(saved_play(with("\"seed\": 1", "\"seed\": -1"), "game.json"), SavedPlayError);
    EXPECT_THROW(saved_play(with("\"choices\"", "\"chosen\""), "game.json"), SavedPlayError);
    EXPECT_THROW(saved_play("[]", "game.json"), SavedPlayError);
    EXPECT_NO_THROW(saved_play(whole, "game.json"));
}

std::string complaint_of(const Scenario& scenario, const std::string& person) {
    try {
        Play(scenario, {.person = person});
    } catch (const QuestionError& error) {
        return error.what();
    }
    return "";
}

TEST(PlayTest, SaysWhoDecides) {
    const Scenario scenario =
        Scenario::load(path_of("scenarios/tutorial/4-letter-that-was-kept.jon"));
    EXPECT_EQ(
        complaint_of(scenario, "klara"),
        "nobody is called 'klara' (did you mean clara?); who decides, and how many decisions: "
        "clara (1)");
    EXPECT_EQ(
        complaint_of(scenario, "boris"),
        "'boris' decides nothing in this scenario; who does, and how many decisions: clara (1)");
    EXPECT_EQ(complaint_of(scenario, "Clara"), "");
    const Scenario none = Scenario::compile("none.jon", R"(
history "None" from 1900-01 to 1900-02 by month
kind person {}
person anna
outcome yes_it_is = yes at end
)");
    EXPECT_EQ(complaint_of(none, "anna"),
              "nobody decides anything in this scenario: it has no `decision … by`; `jonbar tell` "
              "tells its histories");
}

// Whoever waits for a flood may wait for long.
constexpr const char* kFlood = R"(
history "Flood" from 1900-01 to 1902-12 by month
kind person {}
person anna "Anna"
event flood at 1901-01 chance 0.03 {}
decision flee at on(flood) + 1 months by anna { option goes worth 0 {}  option stays worth 0 {} }
outcome flooded = on(flood)
)";

TEST(PlayTest, BeginsWhereThereIsADecision) {
    const Scenario scenario = Scenario::compile("flood.jon", kFlood);
    const Play play(scenario, {.person = "anna"});
    EXPECT_TRUE(play.found_history());
    ASSERT_NE(play.stop(), nullptr);
    ASSERT_GT(play.history(), 0U);
    for (std::uint64_t history = 0; history < play.history(); ++history) {
        EXPECT_EQ(Play(scenario, {.person = "anna", .history = history}).stop(), nullptr);
    }
    const Play same(scenario, {.person = "anna", .history = play.history()});
    EXPECT_FALSE(same.found_history());
    EXPECT_EQ(to_json(*same.stop()), to_json(*play.stop()));
    // Where there is none to be found it is history 0.
    std::string text = kFlood;
    text.replace(text.find("0.03"), 4, "0.0");
    const Scenario dry = Scenario::compile("dry.jon", text);
    const Play nothing(dry, {.person = "anna"});
    EXPECT_FALSE(nothing.found_history());
    EXPECT_EQ(nothing.history(), 0U);
    EXPECT_EQ(nothing.stop(), nullptr);
}

TEST(PlayTest, EndsEarlyWhereItIsStopped) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    std::atomic<bool> stopped{false};
    Play play(scenario, {.person = "anna", .history = 2, .stop = &stopped});
    play.choose("bold");
    const std::string before = to_json(*play.stop());
    stopped = true;
    EXPECT_THROW(play.choose("bold"), StoppedError);
    EXPECT_EQ(to_json(*play.stop()), before);
    stopped = false;
    play.choose("bold");
    EXPECT_EQ(play.choices().size(), 2U);
}

TEST(PlayTest, NamesTheNearestOption) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    Play play(scenario, {.person = "anna"});
    try {
        play.choose("bald");
        FAIL();
    } catch (const QuestionError& error) {
        EXPECT_STREQ(error.what(),
                     "no option 'bald' is open in wager(anna); there are: bold, shy (did you mean "
                     "bold?)");
    }
    EXPECT_EQ(play.stop()->number, 1U);
}

const ValueShare& share_of(const PlayOdds& odds, std::size_t option, std::size_t outcome) {
    return odds.options[option].outcomes[outcome].values[0];  // yes
}

// What is drawn in the step of the choice itself is chance to come, as all later is; what has
// happened stays.
TEST(PlayTest, OddsAreThoseOfTheScenario) {
    const Scenario scenario = Scenario::compile("odds.jon", R"(
history "Odds" from 1900-01 to 1900-06 by month
kind person {}
person anna "Anna", boris "Boris"
var won: bool = no
var dry: bool = no
var later: bool = no
var dared: bool = no
event dawn at 1900-01 chance 0.5 { dry = yes }
decision dare(p: person) at 1900-02 by p {
    option leap worth 0 { if p == boris { dared = yes } }
    option stay worth 0 {}
}
decision bet at 1900-03 by anna {
    option never worth 0 {}
    option timid worth 0 { draw small = bernoulli(0.25)  if small { won = yes } }
    option bold worth 0 { draw large = bernoulli(0.75)  if large { won = yes } }
}
event luck at 1900-05 chance 0.4 when won { later = yes }
outcome wins = won at end
outcome is_dry = dry at end
outcome has_luck = later at end
outcome boris_dared = dared at end
)");
    constexpr double kHistories = 4096;
    const auto expect_share = [&](const ValueShare& share, double p) {
        EXPECT_NEAR(share.share.value, p, 4.5 * std::sqrt(p * (1 - p) / kHistories) + 1e-12);
    };
    for (std::uint64_t history = 0; history < 4; ++history) {
        Play play(scenario, {.person = "anna", .history = history, .threads = 1});
        // Boris chooses at the same time, and nobody knows what: half and half.
        const PlayOdds dare = play.odds(4096);
        for (std::size_t option = 0; option < 2; ++option) {
            expect_share(share_of(dare, option, 3), 0.5);
            expect_share(share_of(dare, option, 0), (0.25 + 0.75) / 3);
        }
        play.choose("stay");
        const PlayOdds bet = play.odds(4096);
        ASSERT_EQ(bet.options.size(), 3U);
        for (std::size_t option = 0; option < 3; ++option) {
            const double p = 0.25 * static_cast<double>(option == 0 ? 0 : 2 * option - 1);
            expect_share(share_of(bet, option, 0), p);
            expect_share(share_of(bet, option, 2), 0.4 * p);
            const double dry = share_of(bet, option, 1).share.value;
            const double dared = share_of(bet, option, 3).share.value;
            EXPECT_TRUE(dry == 0 || dry == 1) << dry;
            EXPECT_TRUE(dared == 0 || dared == 1) << dared;
        }
        EXPECT_EQ(to_json(play.odds(4096)), to_json(bet));
        play.choose("bold");
        const PlayEnd end = play.end();
        EXPECT_EQ(end.outcomes[1].played == "yes", share_of(bet, 0, 1).share.value == 1);
    }
}

TEST(PlayTest, OddsDoNotDependOnThreads) {
    const Scenario scenario = Scenario::compile("affairs.jon", kTwoAffairs);
    const Play one(scenario, {.person = "anna", .threads = 1});
    const Play three(scenario, {.person = "anna", .threads = 3});
    EXPECT_EQ(to_json(one.odds(700)), to_json(three.odds(700)));
}

// Several decisions in one step: instances of a family, and of one that others fire.
constexpr const char* kSeveral = R"(
history "Several" from 1900-01 to 1900-02 by month
kind town {}
town ash "Ash", birch "Birch", cedar "Cedar"
relation gift(a, b: town): int = 0
var asked: int = 0
var lots: int = 0
decision offer(a, b: town) at 1900-01 by a when a != b {
    option much worth 0 { gift(a, b) = 2 }
    option little worth 0 { gift(a, b) = 1 }
}
decision reply(b: town) by ash {
    option yes_to_it worth 0 { asked += 1  draw lot = bernoulli(0.5)  if lot { lots += 1 } }
    option no_to_it worth 0 {}
}
rule ask at 1900-02 { for b in {birch, cedar} { fire reply(b) } }
outcome to_birch = gift(ash, birch) at end
outcome to_cedar = gift(ash, cedar) at end
outcome from_birch = gift(birch, ash) at end
outcome yeses = asked at end
outcome all_lots = lots at end
)";

TEST(PlayTest, DecisionsOfOneStepAreMadeOneByOne) {
    const Scenario scenario = Scenario::compile("several.jon", kSeveral);
    for (std::uint64_t history = 0; history < 6; ++history) {
        Play own(scenario, {.person = "ash", .history = history});
        EXPECT_EQ(play_along(own), 4U);
        Play play(scenario, {.person = "ash", .history = history, .threads = 1});
        EXPECT_EQ(play.stop()->decision, "offer(ash, birch)");
        play.choose("much");
        EXPECT_EQ(play.stop()->decision, "offer(ash, cedar)");
        play.choose("little");
        EXPECT_EQ(play.stop()->decision, "reply(birch)");
        play.choose("yes_to_it");
        EXPECT_EQ(play.stop()->decision, "reply(cedar)");
        const PlayOdds odds = play.odds(2048);
        play.choose("yes_to_it");
        const PlayEnd end = play.end();
        EXPECT_EQ(end.outcomes[0].played, "2");
        EXPECT_EQ(end.outcomes[1].played, "1");
        EXPECT_EQ(end.outcomes[2].played, end.outcomes[2].own);
        EXPECT_EQ(end.outcomes[3].played, "2");
        // The first reply's lot is drawn, the second one's is not.
        const double drawn = odds.options[1].outcomes[4].mean.value;
        EXPECT_TRUE(drawn == 0 || drawn == 1) << drawn;
        EXPECT_NEAR(odds.options[0].outcomes[4].mean.value, drawn + 0.5, 0.05);
    }
}

TEST(PlayTest, AWayWithoutAnotherIsNoDecision) {
    const Scenario scenario = Scenario::load(path_of("tests/scenarios/decisions.jon"));
    const Play play(scenario, {.person = "ann"});
    EXPECT_EQ(play.stop()->decision, "strong");  // `sole` has one option, `none_there` none
}

TEST(PlayTest, KnowsItsOwnAndNotWhatNobodyKnows) {
    const Scenario scenario = Scenario::compile("known.jon", R"(
history "Known" from 1900-01 to 1900-03 by month
kind person { skill: real = 0.25  friend: person? = none }
person anna "Anna" { skill = 0.5  friend = boris }
person boris "Boris"
kind office { holder: person? = none }
office chair { holder = anna }
relation tie(a, b: person): real = 0
tie(anna, boris) = -0.5
tie(boris, anna) = 0.75
param secret: real ~ normal(0, 1)
var round: int = 0
rule counts every month { round += 1 }
decision act every month by anna {
    option a worth secret {}
    option b worth 0 {}
}
outcome rounds = round at end
)");
    Play play(scenario, {.person = "anna"});
    const auto told = [&] {
        std::string out;
        for (const PlayKnown& one : play.stop()->known) {
            out += one.name + "=" + one.value + (one.changed ? "* " : " ");
        }
        return out;
    };
    EXPECT_EQ(told(),
              "skill=0.50* friend=Boris* tie(anna, boris)=-0.50* "
              "chair.holder=Anna* round=1* ");
    play.choose("a");
    EXPECT_EQ(told(),
              "skill=0.50 friend=Boris tie(anna, boris)=-0.50 "
              "chair.holder=Anna round=2* ");
}

TEST(PlayTest, TellsWhatTheRecordSays) {
    const Scenario scenario =
        Scenario::load(path_of("scenarios/tutorial/4-letter-that-was-kept.jon"));
    for (std::uint64_t history = 0; history < 200; ++history) {
        Play play(scenario, {.person = "clara", .history = history});
        if (play.stop() == nullptr) continue;
        ASSERT_EQ(play.stop()->record.size(), 1U);
        EXPECT_EQ(play.stop()->record[0].option, "keeps");
        EXPECT_EQ(play.stop()->record[0].text, "letter chose keeps");
        play.choose("reads");
        const PlayEnd end = play.end();
        ASSERT_EQ(end.facts.size(), 3U);
        EXPECT_EQ(end.facts[1].played, std::optional<bool>(false));
        return;
    }
    FAIL() << "nobody had the letter";
}

}  // namespace
}  // namespace jonbar
