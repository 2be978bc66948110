// Games over HTTP: each is its own, and none differs from the one that the library plays.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "jonbar/play.h"
#include "jonbar/report.h"
#include "jonbar/scenario.h"
#include "serve/served_folder.h"

namespace jonbar::serve {
namespace {

using nlohmann::json;

// Anna wagers each quarter; what she does has nothing to do with the storms.
constexpr const char* kWagers = R"(history "Wagers" from 1900-01 to 1901-12 by month
kind person { luck: int = 0 }
person anna "Anna", boris "Boris", cyd "Cyd"
param storminess: real ~ uniform(0.5, 2) per year assumed "a test"
var storms: int = 0
event storm hazard storminess per year repeatable { storms += 1  say "A storm." }
decision wager every quarter by anna {
    option bold worth 0 { draw lot = bernoulli(0.5)  if lot { anna.luck += 1  say "Anna wins." } }
    option shy worth 0 { say "Anna keeps still." }
}
decision leave every year by boris {
    option go worth 0 {}
    option stay worth 1 {}
}
outcome annas = anna.luck at end
outcome storms_at_end = storms at end
observe wager chose bold in 1900-04
)";

// Whoever waits for a flood may wait for long.
constexpr const char* kFlood = R"(history "Flood" from 1900-01 to 1902-12 by month
kind person {}
person anna "Anna"
event flood at 1901-01 chance 0.03 {}
decision flee at on(flood) + 1 months by anna { option yes_now worth 0 {}  option never worth 0 {} }
outcome flooded = on(flood)
)";

class PlayServerTest : public ServedFolder {
  protected:
    PlayServerTest() {
        write("dir/wagers.jon", kWagers);
        write("dir/flood.jon", kFlood);
        write("secret.jon", kWagers);
        options_.plays_max = 4;
    }

    [[nodiscard]] Answer begin(const json& more = json::object()) const {
        json sent = {{"scenario", "wagers.jon"}, {"as", "anna"}};
        sent.update(more);
        return post("/api/plays", sent.dump());
    }
    [[nodiscard]] std::string begun(const json& options) const {
        const Answer made = begin({{"options", options}});
        EXPECT_EQ(made.status, 201) << made.body;
        return made.body.value("id", "");
    }
    [[nodiscard]] Answer act(const std::string& id, const std::string& verb,
                             const json& sent = json::object()) const {
        return post("/api/plays/" + id + "/" + verb, sent.dump());
    }
    [[nodiscard]] Answer state(const std::string& id) const { return get("/api/plays/" + id); }
};

json lines_of(const std::vector<PlayLine>& lines) {
    json all = json::array();
    for (const PlayLine& line : lines) all.push_back({{"date", line.date}, {"text", line.text}});
    return all;
}

/// Waits until the server has come to something.
void wait_until(const std::function<bool()>& holds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
}

TEST_F(PlayServerTest, PlayingAlongIsTheHistoryThatIsTold) {
    start();
    const std::string id = begun({{"history", 3}, {"seed", 7}});
    Answer at = state(id);
    std::size_t stops = 0;
    for (; at.body.contains("stop"); ++stops) {
        EXPECT_EQ(at.body.at("stop").at("number"), stops + 1);
        at = act(id, "choose-own", {{"number", stops + 1}});
        ASSERT_EQ(at.status, 200) << at.body;
    }
    EXPECT_EQ(stops, 8U);
    std::string told;
    for (const json& line : at.body.at("chronicle"))
        told += std::string(line.at("date")) + "  " + std::string(line.at("text")) + "\n";
    const std::string by_scenario = Scenario::compile("wagers.jon", kWagers).tell(3, 7);
    EXPECT_EQ(told, by_scenario.substr(by_scenario.find("\n\n") + 2));
    EXPECT_EQ(at.body.at("end").at("parted"), "");
    EXPECT_EQ(act(id, "choose-own").status, 422);
    // All at once comes to the same.
    const std::string other = begun({{"history", 3}, {"seed", 7}});
    EXPECT_EQ(act(other, "choose-own", {{"times", 1000}}).body.at("end"), at.body.at("end"));
}

TEST_F(PlayServerTest, TellsWhatTheLibraryTells) {
    start();
    const std::string id = begun({{"history", 2}});
    const Scenario scenario = Scenario::compile("wagers.jon", kWagers);
    Play play(scenario, {.person = "anna", .history = 2});
    for (const char* option : {"bold", "shy", "bold", "bold", "shy", "bold", "shy", "shy"}) {
        ASSERT_NE(play.stop(), nullptr);
        EXPECT_EQ(state(id).body.at("stop"), json::parse(to_json(*play.stop())));
        play.choose(option);
        EXPECT_EQ(act(id, "choose", {{"option", option}}).body.at("chronicle"),
                  lines_of(play.chronicle()));
    }
    EXPECT_EQ(state(id).body.at("end"), json::parse(to_json(play.end())));
    EXPECT_EQ(get("/api/plays/" + id + "/saved").body, json::parse(to_json(play.saved())));
}

TEST_F(PlayServerTest, GoesBackAndOnFromASavedGame) {
    start();
    const std::string id = begun({{"history", 5}, {"set", {{"storminess", 1.5}}}});
    EXPECT_EQ(act(id, "undo").status, 422);
    static_cast<void>(act(id, "choose", {{"option", "bold"}}));
    const json here = act(id, "choose", {{"option", "shy"}}).body;
    const json on = act(id, "choose", {{"option", "bold"}}).body;
    EXPECT_EQ(act(id, "undo").body, here);
    EXPECT_EQ(state(id).body, here);

    json again = begin({{"as", nullptr}, {"saved", on.at("saved")}}).body;
    EXPECT_EQ(again.at("settings"), json{"storminess=1.5"});
    for (const char* own : {"id", "first"}) again[own] = on.at(own);
    EXPECT_EQ(again, on);
    // Nor does it matter that the file has a game of the command line.
    const Scenario scenario =
        Scenario::compile("wagers.jon", kWagers, {.settings = {"storminess=1.5"}});
    Play play(scenario, {.person = "anna", .history = 5});
    for (const char* option : {"bold", "shy", "bold"}) play.choose(option);
    EXPECT_EQ(json::parse(to_json(play.saved())), on.at("saved"));
}

TEST_F(PlayServerTest, GamesDoNotMix) {
    start();
    const std::string one = begun({{"history", 1}}), two = begun({{"history", 1}});
    EXPECT_NE(one, two);
    const json before = state(two).body;
    static_cast<void>(act(one, "choose", {{"option", "bold"}}));
    EXPECT_EQ(state(two).body, before);
    EXPECT_EQ(act(two, "choose", {{"option", "shy"}}).body.at("choices").size(), 1U);
    EXPECT_EQ(state(one).body.at("choices").at(0).at("option"), "bold");
    EXPECT_EQ(read(client().Delete("/api/plays/" + one)).status, 200);
    EXPECT_EQ(read(client().Delete("/api/plays/" + one)).status, 404);
    EXPECT_EQ(state(one).status, 404);
    EXPECT_EQ(state(two).status, 200);
}

TEST_F(PlayServerTest, IsUsedByOneRequestAtATime) {
    start();
    const std::string id = begun({{"history", 1}});
    std::atomic<int> made{0}, late{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            const int status = act(id, "choose-own", {{"number", 1}}).status;
            ++(status == 200 ? made : late);
            EXPECT_TRUE(status == 200 || status == 409) << status;
        });
    }
    for (std::thread& one : clients) one.join();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(late, 7);
    EXPECT_EQ(state(id).body.at("choices").size(), 1U);
}

TEST_F(PlayServerTest, TheOneUsedLongestAgoIsForgotten) {
    start();
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(begun({{"history", i}}));
    EXPECT_EQ(state(ids[0]).status, 200);
    ids.push_back(begun({{"history", 9}}));
    EXPECT_EQ(get("/api").body.at("plays"), 4);
    EXPECT_EQ(state(ids[1]).status, 404);
    for (const int kept : {0, 2, 3, 4})
        EXPECT_EQ(state(ids[static_cast<std::size_t>(kept)]).status, 200);
}

TEST_F(PlayServerTest, OneThatNobodyUsesIsForgotten) {
    options_.play_idle_seconds = 0.05;
    start();
    const std::string id = begun({{"history", 1}});
    wait_until([&] { return get("/api").body.at("plays") == 0; });
    EXPECT_EQ(state(id).status, 404);
}

TEST_F(PlayServerTest, WhatCannotBeDoneIsSaid) {
    start();
    const std::string id = begun({{"history", 1}});
    const Answer wrong = act(id, "choose", {{"option", "bald"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_NE(std::string(wrong.body.at("error")).find("did you mean bold?"), std::string::npos);
    EXPECT_EQ(act(id, "choose", {{"option", "bold"}, {"number", 2}}).status, 409);
    EXPECT_EQ(act(id, "choose").status, 400);
    EXPECT_EQ(act(id, "choose", {{"option", 3}}).status, 400);
    EXPECT_EQ(act(id, "choose", {{"option", "bold"}, {"twice", true}}).status, 400);
    EXPECT_EQ(act(id, "choose-own", {{"times", 0}}).status, 400);
    EXPECT_EQ(act(id, "odds", {{"histories", 1'000'000'000}}).status, 400);
    EXPECT_EQ(post("/api/plays/" + id + "/choose", "[]").status, 400);
    EXPECT_EQ(state(id).body.at("choices").size(), 0U);

    EXPECT_EQ(act("none", "choose", {{"option", "bold"}}).status, 404);
    EXPECT_EQ(act(id, "guess").status, 404);
    EXPECT_EQ(get("/api/plays/" + id + "/choose").status, 405);
    EXPECT_EQ(get("/api/plays").status, 405);
    EXPECT_EQ(act(id, "saved").status, 405);

    EXPECT_EQ(begin({{"as", "anne"}}).status, 422);
    EXPECT_EQ(begin({{"as", "cyd"}}).status, 422);
    EXPECT_EQ(begin({{"as", nullptr}}).status, 400);
    EXPECT_EQ(begin({{"more", 1}}).status, 400);
    EXPECT_EQ(begin({{"options", {{"history", -1}}}}).status, 400);
    EXPECT_EQ(begin({{"options", {{"particles", 100'000'000}}}}).status, 400);
    EXPECT_EQ(begin({{"options", {{"set", {{"sunniness", 1}}}}}}).status, 422);
    EXPECT_EQ(begin({{"scenario", "none.jon"}}).status, 404);
    EXPECT_EQ(begin({{"scenario", "../secret.jon"}}).status, 400);
    EXPECT_EQ(begin({{"scenario", "small.jon"}, {"text", "var"}}).status, 422);
    EXPECT_EQ(get("/api").body.at("plays"), 1);
}

TEST_F(PlayServerTest, ASavedGameThatDoesNotFitIsRefused) {
    start();
    const json whole =
        act(begun({{"history", 1}}), "choose", {{"option", "bold"}}).body.at("saved");
    const auto with = [&](const char* key, const json& value) {
        json saved = whole;
        saved[key] = value;
        return begin({{"as", nullptr}, {"saved", saved}}).status;
    };
    EXPECT_EQ(with("seed", 1), 201);
    EXPECT_EQ(with("hash", "0"), 422);
    EXPECT_EQ(with("format", "chess"), 422);
    EXPECT_EQ(
        with("choices", json{{{"date", "1900-01"}, {"decision", "wager"}, {"option", "brave"}}}),
        422);
    EXPECT_EQ(with("choices", 3), 422);
    EXPECT_EQ(with("settings", json::array({1})), 422);
    EXPECT_EQ(with("settings", std::vector<std::string>(1000, "storminess=1")), 400);
    EXPECT_EQ(with("conditioning",
                   {{"particles", 100'000'000}, {"island_size", 64}, {"moves", 1}, {"until", ""}}),
              400);
    EXPECT_EQ(begin({{"as", nullptr}, {"saved", 3}}).status, 400);
    EXPECT_EQ(begin({{"saved", whole}}).status, 400);
    // The text has changed since.
    write("dir/wagers.jon", std::string(kWagers) + "# more\n");
    EXPECT_EQ(with("seed", 1), 422);
}

TEST_F(PlayServerTest, PlaysATextAsItWasSent) {
    start();
    const json text = {{"text", kWagers}, {"name", "draft.jon"}};
    json sent = text;
    sent.update({{"as", "anna"}, {"options", {{"history", 2}}}});
    const json begun_so = post("/api/plays", sent.dump()).body;
    EXPECT_EQ(begun_so.at("saved").at("scenario"), "draft.jon");
    const std::string id = begun({{"history", 2}});
    EXPECT_EQ(begun_so.at("stop"), state(id).body.at("stop"));
    // A game goes on as it began, whatever becomes of its file.
    write("dir/wagers.jon", "no scenario");
    const json chosen = act(id, "choose", {{"option", "bold"}}).body;
    EXPECT_EQ(act(begun_so.at("id"), "choose", {{"option", "bold"}}).body.at("stop"),
              chosen.at("stop"));
    const Answer asked = act(id, "odds", {{"histories", 64}});
    EXPECT_EQ(listen(asked.body.at("id")).names.back(), "done");
    // What is saved goes on in the text that it is of.
    json again = text;
    again["saved"] = chosen.at("saved");
    EXPECT_EQ(post("/api/plays", again.dump()).body.at("stop"), chosen.at("stop"));
    EXPECT_EQ(begin({{"as", nullptr}, {"saved", chosen.at("saved")}}).status, 422);
}

TEST_F(PlayServerTest, StandsWhereAHistoryCannotGoOn) {
    write("dir/abyss.jon", R"(history "Abyss" from 1900 to 1901 by year
kind person {}
person anna "Anna"
var depth: real = 0
decision step every year by anna { option leap worth 0 { depth = 1 / depth }  option stay worth 0 {} }
outcome deep = depth at end
)");
    start();
    const std::string id =
        begin({{"scenario", "abyss.jon"}, {"options", {{"history", 0}}}}).body.at("id");
    const json before = state(id).body;
    const Answer leapt = act(id, "choose", {{"option", "leap"}});
    EXPECT_EQ(leapt.status, 422) << leapt.body;
    EXPECT_NE(std::string(leapt.body.at("error")).find("another choice"), std::string::npos);
    EXPECT_EQ(state(id).body, before);
    EXPECT_EQ(act(id, "choose", {{"option", "stay"}}).status, 200);
}

TEST_F(PlayServerTest, OddsAreThoseOfTheLibrary) {
    start();
    const std::string id = begun({{"history", 2}});
    static_cast<void>(act(id, "choose", {{"option", "shy"}}));
    const Answer asked = act(id, "odds", {{"histories", 256}});
    ASSERT_EQ(asked.status, 202) << asked.body;
    const Heard heard = listen(asked.body.at("id"));
    ASSERT_EQ(heard.names.back(), "done") << heard.last;
    const Scenario scenario = Scenario::compile("wagers.jon", kWagers);
    Play play(scenario, {.person = "anna", .history = 2});
    play.choose("shy");
    EXPECT_EQ(heard.answer(), json::parse(to_json(play.odds(256))));
    EXPECT_EQ(act(id, "odds", {{"histories", 256}}).body.at("known"), true);
    static_cast<void>(act(id, "choose-own", {{"times", 100}}));
    EXPECT_EQ(act(id, "odds").status, 422);
}

TEST_F(PlayServerTest, OddsEndWithTheirDecision) {
    options_.histories_max = options_.particles_max = 100'000'000;
    start();
    const std::string id = begun({{"history", 2}});
    const auto computing = [&] { return get("/api").body.at("computing") == 1; };
    const Answer asked = act(id, "odds", {{"histories", 100'000'000}});
    wait_until(computing);
    ASSERT_TRUE(computing());
    EXPECT_EQ(state(id).body.at("choices").size(), 0U);  // can be looked at meanwhile
    EXPECT_EQ(act(id, "odds", {{"histories", 100'000'000}}).body.at("joined"), true);
    EXPECT_EQ(act(id, "choose", {{"option", "bold"}}).status, 200);
    EXPECT_EQ(state(id).body.at("choices").size(), 1U);
    wait_until([&] { return !computing(); });
    EXPECT_EQ(get("/api").body.at("computing"), 0);
    EXPECT_EQ(get("/api/questions/" + std::string(asked.body.at("id"))).status, 404);
    // Who asked may also give up.
    const std::string second = act(id, "odds", {{"histories", 100'000'000}}).body.at("id");
    wait_until(computing);
    EXPECT_EQ(read(client().Delete("/api/questions/" + second)).status, 200);
    wait_until([&] { return !computing(); });
    EXPECT_EQ(act(id, "choose", {{"option", "bold"}}).status, 200);
}

TEST_F(PlayServerTest, TimeOfOddsIsLimited) {
    options_.histories_max = options_.particles_max = 100'000'000;
    options_.seconds_max = 0.3;
    start();
    const std::string id = begun({{"history", 2}});
    const Heard heard = listen(act(id, "odds", {{"histories", 100'000'000}}).body.at("id"));
    EXPECT_EQ(heard.names.back(), "done");
    EXPECT_EQ(heard.answer().at("partial"), true);
}

TEST_F(PlayServerTest, TheModelTellsWhoCanBePlayed) {
    start();
    EXPECT_EQ(get("/api/model?scenario=wagers.jon").body.at("players"),
              (json{{{"name", "anna"},
                     {"label", "Anna"},
                     {"domain", "person"},
                     {"count", 1},
                     {"decisions", {"wager"}}},
                    {{"name", "boris"},
                     {"label", "Boris"},
                     {"domain", "person"},
                     {"count", 1},
                     {"decisions", {"leave"}}}}));
}

TEST_F(PlayServerTest, BeginsWhereThePersonDecides) {
    start();
    const Answer found = begin({{"scenario", "flood.jon"}});
    ASSERT_EQ(found.status, 201) << found.body;
    EXPECT_EQ(found.body.at("first"), true);
    ASSERT_TRUE(found.body.contains("stop"));
    const std::uint64_t first = found.body.at("history");
    ASSERT_GT(first, 0U);
    for (std::uint64_t history = 0; history < first; ++history) {
        const Answer one = begin({{"scenario", "flood.jon"}, {"options", {{"history", history}}}});
        EXPECT_FALSE(one.body.contains("stop")) << history;
        EXPECT_EQ(one.body.at("first"), false);
    }
}

}  // namespace
}  // namespace jonbar::serve
