// The server as clients meet it: good ones, wrong ones, slow ones and many.

#include <gtest/gtest.h>
#include <httplib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/io_error.h"
#include "jonbar/report.h"
#include "jonbar/scenario.h"
#include "serve/serve.h"
#include "serve/served_folder.h"

namespace jonbar::serve {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr const char* kText = R"(history "Two heirs"
from 1922-01 to 1923-12 by month

kind person { alive: bool = yes }
person anna "Anna", boris "Boris"
param frailty: real ~ lognormal 0.1 to 0.4 per year assumed "a test"
var leader: person? = anna

event dies(p: person) hazard frailty per year when p.alive {
    p.alive = no
    say "{p} dies."
    if leader == p { leader = none }
}
event coup at 1923-06 chance 0.25 when leader is someone { leader = boris }

outcome leads = leader at end none "nobody left"
outcome survivors = count(p in person where p.alive) at end

observe dies(boris) in 1923
whatif no_coup "without the coup" { block coup }
cause illness "illness" { absent: block dies(anna) }
)";

class ServerTest : public ServedFolder {
  protected:
    ServerTest() {
        write("dir/small.jon", kText);
        write("dir/sub/part.jon", "var total: int = 3\n");
        write("secret.jon", kText);
        write("secret.csv", "name,power\n");
    }
};

/// What of an answer does not depend on the clock, nor on where the file stands.
json timeless(json answer) {
    answer.erase("seconds");
    answer.erase("scenario");
    return answer;
}

TEST_F(ServerTest, TellsOfTheFolder) {
    start();
    const json listed = get("/api/scenarios").body;
    EXPECT_EQ(listed.at("scenarios"), (json{{{"file", "small.jon"}, {"title", "Two heirs"}}}));
    EXPECT_EQ(listed.at("modules"), (json{"sub/part.jon"}));
    EXPECT_TRUE(listed.at("library").is_array());
    EXPECT_EQ(get("/api/text?scenario=small.jon").body.at("text"), kText);
    const Answer model = get("/api/model?scenario=small.jon");
    EXPECT_EQ(model.status, 200);
    EXPECT_EQ(model.body.at("whatifs").at(0).at("name"), "no_coup");
    EXPECT_EQ(model.body.at("record").size(), 1U);
    EXPECT_EQ(get("/api").body.at("limits").at("questions"), 16);
}

TEST_F(ServerTest, ChecksATextAtItsPlace) {
    start();
    const json sent = {{"text", "history \"X\" from 1900 to 1901 by year\nvar a: int = b\n"}};
    const Answer checked = post("/api/check", sent.dump());
    EXPECT_EQ(checked.status, 200);
    ASSERT_GE(checked.body.at("findings").size(), 1U);
    const json& finding = checked.body.at("findings").at(0);
    EXPECT_EQ(finding.at("code"), "J2001");
    EXPECT_EQ(finding.at("line"), 2);
    EXPECT_EQ(finding.at("column"), 14);
    EXPECT_EQ(post("/api/check", R"({"scenario": "small.jon"})").body.at("findings").size(), 0U);
    EXPECT_EQ(post("/api/format", R"({"text": "var  a:int=3"})").body.at("text"),
              "var a: int = 3\n");
    EXPECT_EQ(post("/api/model", sent.dump()).status, 422);
    EXPECT_EQ(post("/api/model", sent.dump()).body.at("findings").at(0).at("line"), 2);
}

TEST_F(ServerTest, StreamEndsWithTheAnswerOfRun) {
    start();
    const Heard heard = hear("run", {{"histories", 20000}, {"seed", 7}});
    ASSERT_FALSE(heard.names.empty());
    EXPECT_EQ(heard.names.back(), "done");
    const Scenario scenario = Scenario::compile("small.jon", kText);
    EXPECT_EQ(timeless(heard.answer()),
              timeless(json::parse(to_json(scenario.run({.histories = 20000, .seed = 7})))));
}

TEST_F(ServerTest, AnswersEveryKind) {
    start();
    const json small = {{"particles", 1024}, {"island_size", 64}, {"histories", 256}};
    const auto with = [&](json more) {
        json all = small;
        all.update(more);
        return all;
    };
    const Heard given = hear("given", small);
    ASSERT_EQ(given.names.back(), "done") << given.last;
    EXPECT_EQ(given.answer().at("given").at("islands"), 16);
    const json left_out =
        hear("given", with({{"left_out", {0}}, {"set", {{"frailty", 0.2}}}})).answer();
    EXPECT_EQ(left_out.at("given").at("facts").size(), 0U);
    EXPECT_EQ(left_out.at("settings").at(0), "frailty=0.2");
    const json worlds = hear("whatif", with({{"whatifs", {"no_coup"}},
                                             {"do", {"block dies(anna)"}},
                                             {"without_causes", {"illness"}}}))
                            .answer();
    EXPECT_EQ(worlds.at("whatifs").size(), 3U);
    EXPECT_EQ(worlds.at("islands"), 16);
    const json why = hear("why", with({{"outcome", "leads"}, {"value", "anna"}})).answer();
    EXPECT_EQ(why.at("outcome"), "leads");
    EXPECT_EQ(hear("sensitivity", with({{"outcome", "leads"}})).names.back(), "done");
    const Scenario scenario = Scenario::compile("small.jon", kText);
    EXPECT_EQ(hear("tell", {{"history", 3}}).answer().at("text"), scenario.tell(3));
    EXPECT_EQ(hear("tell", with({{"whatifs", {"no_coup"}}})).names.back(), "done");
    EXPECT_EQ(hear("evidence").answer().at("title"), "Two heirs");
    EXPECT_EQ(hear("evidence", {{"of", "frailty"}}).names.back(), "done");
}

TEST_F(ServerTest, KnownAnswersAreNotComputedAgain) {
    start();
    const Heard first = hear("run", {{"histories", 1000}});
    const Answer again = ask("run", {{"histories", 1000}});
    EXPECT_EQ(again.body.at("known"), true);
    const Heard second = listen(again.body.at("id"));
    EXPECT_EQ(second.names, std::vector<std::string>{"done"});
    EXPECT_EQ(second.last, first.last);
    EXPECT_EQ(get("/api").body.at("computed"), 1);
    // Another text is another question.
    write("dir/small.jon", std::string(kText) + "\n");
    EXPECT_EQ(ask("run", {{"histories", 1000}}).body.at("known"), false);
}

TEST_F(ServerTest, SameQuestionAtOnceIsComputedOnce) {
    options_.histories_max = 1'000'000'000;
    start();
    const Answer first = ask("run", {{"histories", 1'000'000'000}});
    const Answer second = ask("run", {{"histories", 1'000'000'000}});
    EXPECT_EQ(second.body.at("joined"), true);
    const std::string path = "/api/questions/";
    // One of two who wait goes: it is still computed for the other.
    EXPECT_EQ(read(client().Delete(path + std::string(first.body.at("id")))).status, 200);
    EXPECT_EQ(get(path + std::string(second.body.at("id"))).body.at("ended"), false);
    EXPECT_EQ(get("/api").body.at("computed"), 1);
    EXPECT_EQ(read(client().Delete(path + std::string(second.body.at("id")))).status, 200);
    EXPECT_EQ(read(client().Delete(path + std::string(second.body.at("id")))).status, 404);
}

TEST_F(ServerTest, CancelledQuestionStops) {
    options_.histories_max = 1'000'000'000;
    options_.runners = 1;
    start();
    const Answer asked = ask("run", {{"histories", 1'000'000'000}});
    const std::string id = asked.body.at("id");
    std::string text;
    bool cancelled = false;
    client().Get("/api/questions/" + id + "/events", [&](const char* bytes, std::size_t size) {
        text.append(bytes, size);
        if (!cancelled && text.find("event: partial") != std::string::npos) {
            cancelled = true;
            EXPECT_EQ(read(client().Delete("/api/questions/" + id)).status, 200);
        }
        return true;
    });
    EXPECT_TRUE(cancelled);
    EXPECT_NE(text.find("event: cancelled"), std::string::npos);
    // The one runner is free for another question.
    EXPECT_EQ(hear("run", {{"histories", 100}}).names.back(), "done");
    EXPECT_EQ(get("/api").body.at("computing"), 0);
}

TEST_F(ServerTest, TimeOfAQuestionIsLimited) {
    options_.histories_max = 1'000'000'000;
    options_.seconds_max = 0.3;
    start();
    const Heard heard = hear("run", {{"histories", 1'000'000'000}});
    EXPECT_EQ(heard.names.back(), "done");
    EXPECT_EQ(heard.answer().at("partial"), true);
    EXPECT_EQ(ask("run", {{"histories", 1'000'000'000}}).body.at("known"), false);
    const Heard island = hear("given", {{"particles", 1'000'000}, {"island_size", 62'500}});
    EXPECT_EQ(island.names.back(), "error");
    EXPECT_EQ(island.answer().at("kind"), "time");
}

TEST_F(ServerTest, TooManyQuestionsAreRefused) {
    options_.histories_max = 1'000'000'000;
    options_.questions_max = 2;
    start();
    EXPECT_EQ(ask("run", {{"histories", 1'000'000'000}}).status, 202);
    EXPECT_EQ(ask("run", {{"histories", 999'999'999}}).status, 202);
    const Answer third = ask("run", {{"histories", 999'999'998}});
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.headers.count("Retry-After"), 1U);
}

TEST_F(ServerTest, WrongQuestionsAreExplained) {
    start();
    const auto status = [&](const std::string& body) {
        return post("/api/questions", body).status;
    };
    for (const char* body :
         {"", "{", "[]", "3", R"({"kind": "run"})", R"({"scenario": "small.jon"})",
          R"({"scenario": "small.jon", "kind": "guess"})",
          R"({"scenario": "small.jon", "kind": "run", "unknown": 1})",
          R"({"scenario": "small.jon", "kind": "run", "options": {"histories": -1}})",
          R"({"scenario": "small.jon", "kind": "run", "options": {"histories": 1e30}})",
          R"({"scenario": "small.jon", "kind": "run", "options": {"histories": 100000000000}})",
          R"({"scenario": "small.jon", "kind": "given", "options": {"particles": 2000000}})",
          R"({"scenario": "small.jon", "kind": "why"})", R"({"scenario": 3, "kind": "run"})",
          R"({"scenario": "small.jon", "kind": "run", "options": {"do": "block coup"}})",
          R"({"text": "x", "name": "../a.jon", "kind": "run"})"}) {
        EXPECT_EQ(status(body), 400) << body;
    }
    EXPECT_EQ(status(std::string(1000, '[') + std::string(1000, ']')), 400);
    EXPECT_EQ(status(R"({"scenario": "none.jon", "kind": "run"})"), 404);
    EXPECT_EQ(status(R"({"text": "var", "kind": "run"})"), 422);
    const Heard heard = hear("whatif", {{"whatifs", {"no_cup"}}});
    EXPECT_EQ(heard.names.back(), "error");
    EXPECT_EQ(heard.answer().at("kind"), "question");
}

TEST_F(ServerTest, NothingOutsideTheFolderIsRead) {
    std::filesystem::create_symlink("../secret.jon", base_ / "dir/leak.jon");
    start();
    const std::string absolute = (base_ / "secret.jon").string();
    for (const std::string& name :
         {std::string("../secret.jon"), std::string("%2e%2e/secret.jon"),
          std::string("..%2fsecret.jon"), absolute, std::string("leak.jon"),
          std::string("sub/../../secret.jon"), std::string("%252e%252e/secret.jon"),
          std::string("small.jon%00.csv"), std::string()}) {
        EXPECT_EQ(get("/api/text?scenario=" + name).status, 404) << name;
        EXPECT_NE(get("/api/model?scenario=" + name).status, 200) << name;
    }
    for (const char* target : {"/../secret.jon", "/%2e%2e/secret.jon", "/..%2fsecret.jon",
                               "//../secret.jon", "/api/../../secret.jon", "/\\..\\secret.jon"}) {
        const std::string answer = raw(std::string("GET ") + target +
                                       " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400") << target;
    }
    // Nor by a text that is sent.
    const std::string head = "history \"X\" from 1900 to 1901 by year\n";
    for (const std::string& line :
         {std::string("continue \"../secret\" { }"),
          std::string("continue \"" + absolute + "\" { }"),
          std::string("kind person { power: real = 1 }\ntable person from \"../secret.csv\"")}) {
        const Answer checked = post("/api/check", json{{"text", head + line + "\n"}}.dump());
        EXPECT_EQ(checked.status, 200);
        bool error = false;
        for (const json& finding : checked.body.at("findings"))
            error = error || finding.at("severity") == "error";
        EXPECT_TRUE(error) << line;
        EXPECT_EQ(checked.body.dump().find("Two heirs"), std::string::npos);
    }
}

TEST_F(ServerTest, AddressesAndMethodsThatAreNotThere) {
    start();
    EXPECT_EQ(get("/nothing").status, 404);
    EXPECT_EQ(get("/api/questions/none").status, 404);
    EXPECT_EQ(get("/api/questions/none/events").status, 404);
    EXPECT_EQ(get("/api/check").status, 405);
    EXPECT_EQ(read(client().Delete("/api/scenarios")).status, 405);
    EXPECT_EQ(read(client().Put("/api/check", "{}", "application/json")).status, 405);
    EXPECT_EQ(get("/api/check").headers.find("Allow")->second, "POST");
    EXPECT_EQ(raw("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n").substr(0, 12), "HTTP/1.1 400");
    EXPECT_EQ(raw("nonsense\r\n\r\n").substr(0, 12), "HTTP/1.1 400");
    EXPECT_EQ(get("/api?" + std::string(300, 'a')).status, 200);
    EXPECT_EQ(get("/" + std::string(300, 'a')).status, 414);
}

TEST_F(ServerTest, BodiesAreBounded) {
    start();
    const Answer large = post("/api/check", std::string(1U << 17U, ' '));
    EXPECT_EQ(large.status, 413);
    EXPECT_TRUE(large.body.contains("error"));
    EXPECT_EQ(post("/api/check", "{}", {}, "text/plain").status, 415);
    EXPECT_EQ(post("/api/check", "{}", {}, "multipart/form-data; boundary=x").status, 415);
    const std::string head =
        "POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    EXPECT_EQ(raw(head + "Transfer-Encoding: chunked\r\n\r\n").substr(9, 3), "411");
    EXPECT_EQ(raw(head + "\r\n").substr(9, 3), "411");
    EXPECT_EQ(raw(head + "Content-Length: -1\r\n\r\n").substr(9, 3), "400");
    EXPECT_EQ(raw(head + "Content-Length: 99999999999999999999\r\n\r\n").substr(9, 3), "400");
    // Headers without an end are given up.
    EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(1U << 17U, 'a'))
                  .substr(0, 12)
                  .find("HTTP/1.1 200"),
              std::string::npos);
}

TEST_F(ServerTest, StrangersAreRefused) {
    options_.token = "right";
    start();
    const httplib::Headers right = {{"Authorization", "Bearer right"}};
    EXPECT_EQ(get("/api/scenarios").status, 401);
    EXPECT_EQ(get("/api/scenarios", {{"Authorization", "Bearer wrong"}}).status, 401);
    EXPECT_EQ(get("/api/scenarios", right).status, 200);
    EXPECT_EQ(get("/?token=wrong").status, 401);
    const Answer opened = get("/?token=right");
    EXPECT_EQ(opened.status, 303);
    const std::string cookie = opened.headers.find("Set-Cookie")->second;
    EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos);
    EXPECT_EQ(cookie.find("right"), std::string::npos);
    EXPECT_EQ(get("/api/scenarios", {{"Cookie", cookie.substr(0, cookie.find(';'))}}).status, 200);
    EXPECT_EQ(get("/api", {{"Host", "evil.example"}, {"Authorization", "Bearer right"}}).status,
              421);
    EXPECT_EQ(post("/api/check", "{}",
                   {{"Authorization", "Bearer right"}, {"Origin", "http://evil.example"}})
                  .status,
              403);
    options_.host = "0.0.0.0";
    options_.token = "";
    EXPECT_THROW(Server{options_}, QuestionError);
}

TEST_F(ServerTest, EveryAnswerIsGuarded) {
    start();
    for (const char* path : {"/", "/api", "/nothing", "/api/text?scenario=../x.jon"}) {
        const Answer answer = get(path);
        const auto header = [&](const char* name) {
            const auto found = answer.headers.find(name);
            return found == answer.headers.end() ? "" : found->second;
        };
        EXPECT_EQ(header("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(header("Referrer-Policy"), "no-referrer");
        EXPECT_EQ(header("Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_EQ(header("Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_NE(header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
        EXPECT_NE(header("Content-Security-Policy").find("frame-ancestors 'none'"),
                  std::string::npos);
    }
    // A page's scripts bear a nonce that no other answer has; a build without pages has no scripts.
    const auto first = client().Get("/"), second = client().Get("/");
    const std::string policy = first->get_header_value("Content-Security-Policy");
    EXPECT_NE(policy, second->get_header_value("Content-Security-Policy"));
    EXPECT_EQ(first->body.find("{{nonce}}"), std::string::npos);
    if (first->body.find("<script") == std::string::npos) return;
    EXPECT_NE(first->body, second->body);
    const std::size_t at = policy.find("'nonce-") + 7;
    EXPECT_NE(first->body.find("nonce=\"" + policy.substr(at, 32) + "\""), std::string::npos);
}

TEST_F(ServerTest, TwoHundredAtOnceAreAnsweredOrRefused) {
    start();
    std::atomic<int> answered{0}, refused{0}, other{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 200; ++i) {
        clients.emplace_back([&] {
            const Answer answer = get("/api/scenarios");
            ++(answer.status == 200 ? answered : answer.status == 503 ? refused : other);
        });
    }
    for (std::thread& one : clients) one.join();
    EXPECT_EQ(other, 0);
    EXPECT_EQ(answered + refused, 200);
    EXPECT_GT(answered, 100);
    EXPECT_EQ(get("/api").status, 200);
}

TEST_F(ServerTest, WhoIsOneTooManyIsToldSo) {
    options_.connections = 2;
    options_.connections_waiting = 1;
    options_.request_seconds = 0.5;
    start();
    // Two are served, one waits; none of the ten asks anything.
    std::vector<int> idle;
    for (int i = 0; i < 10; ++i) idle.push_back(raw_socket());
    int refused = 0;
    for (const int one : idle) {
        const std::string answer = received(one);
        if (answer.empty()) continue;
        ++refused;
        EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 503");
        EXPECT_NE(answer.find("Retry-After"), std::string::npos);
    }
    EXPECT_GE(refused, 7);
    EXPECT_EQ(get("/api").status, 200);
}

TEST_F(ServerTest, SlowClientsAreCutOff) {
    options_.connections = 1;
    options_.request_seconds = 0.5;
    start();
    const auto begun = Clock::now();
    // The rest of the request never comes.
    const std::string answer = raw("GET /api HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos);
    EXPECT_LT(Clock::now() - begun, std::chrono::seconds(3));
    EXPECT_EQ(get("/api").status, 200);
}

TEST_F(ServerTest, StopsAtOnce) {
    options_.histories_max = 1'000'000'000;
    start();
    const Answer asked = ask("run", {{"histories", 1'000'000'000}});
    auto heard = std::async(std::launch::async, [&] { return listen(asked.body.at("id")); });
    const int idle = raw_socket();
    const auto begun = Clock::now();
    server_->stop();
    EXPECT_LT(Clock::now() - begun, std::chrono::seconds(1));
    heard.get();
    close(idle);
}

TEST_F(ServerTest, PortInUseIsSaidSo) {
    start();
    ServeOptions other = options_;
    other.port = server_->port();
    EXPECT_THROW(Server{other}, IoError);
    other.port = 0;
    other.folder = (base_ / "none").string();
    EXPECT_THROW(Server{other}, IoError);
}

}  // namespace
}  // namespace jonbar::serve
