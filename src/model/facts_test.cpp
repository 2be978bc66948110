#include "model/facts.h"

#include <gtest/gtest.h>

#include "model/check.h"
#include "model/dump.h"

namespace jonbar {
namespace {

const std::string kHead =
    "history \"Test\" from 1922-04 to 1925-12 by month\n"
    "kind person { alive: bool = yes  health: real in 0..1 ~ beta(2, 3)  rank: int = 0 }\n"
    "kind body { size: int = 7 }\n"
    "person lenin, trotsky\n"
    "body politburo\n"
    "enum word { speak, silence }\n"
    "relation tie(a, b: person): real ~ normal(0, 1) symmetric\n"
    "var leader: person? = none\n"
    "var mood: real = 0\n"
    "var votes: int = 0\n"
    "param luck: real ~ normal(0, 1)\n"
    "claim a \"one\"\n"
    "claim b \"other\"\n"
    "event dies(p: person) hazard 0.1 per year when p.alive { p.alive = no }\n"
    "event war(a, b: person) unordered hazard 0.1 per year repeatable {}\n"
    "rule poll every month { mood = draw normal(luck, 1)  votes = draw poisson(3) }\n"
    "rule age(p: person) every year { p.rank = draw binomial(5, 0.5) }\n"
    "decision testament(p: person) at 1924-05 by p {\n"
    "  option speak worth 0 {}\n"
    "  option strike(x: person) worth 1 {}\n"
    "}\n"
    "decision plan every month by lenin { option wait worth 0 {} option act worth 0 { leader = "
    "lenin } }\n"
    "vote expel(x: person, b: body) every month among {lenin, trotsky} {\n"
    "  for m: yes worth 0  carried by more than 1/2 of all {}\n"
    "}\n";

Model model_of(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    Model model = load_and_check(sources, sources.add("test.jon", kHead + text), {}, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    return model;
}

/// Prints the facts that `text` states.
std::string facts(const std::string& text) {
    const std::string dump = dump_model(model_of(text));
    std::string lines;
    for (std::size_t at = 0; at < dump.size();) {
        const std::size_t end = dump.find('\n', at);
        const std::string line = dump.substr(at, end - at + 1);
        if (line.rfind("observe", 0) == 0) lines += line;
        at = end + 1;
    }
    return lines;
}

struct Case {
    std::string text, expected;
};

TEST(FactsTest, TellsWhatWasObserved) {
    const std::vector<Case> cases = {
        {"observe dies(lenin) in 1924-01",
         "observe \"dies(lenin) in 1924-01\" event dies(lenin) within 1924-01\n"},
        {"observe dies(trotsky)",
         "observe \"dies(trotsky)\" event dies(trotsky) within 1922-04..1925-12\n"},
        {"observe never dies(trotsky)",
         "observe \"never dies(trotsky)\" event dies(trotsky) never in 1922-04..1925-12\n"},
        {"observe never dies(trotsky) from 1922-04 to 1923-01",
         "observe \"never dies(trotsky) from 1922-04 to 1923-01\" event dies(trotsky) never in "
         "1922-04..1923-01\n"},
        {"observe war(trotsky, lenin) in 1922..1923-02 ending cites a",
         "observe \"war(trotsky, lenin) in 1922..1923-02\" event war(lenin,trotsky) within "
         "1922-04..1923-02 ending cites a\n"},
        {"observe expel(trotsky, politburo) carried by 1924-Q1 assumed \"all say so\"",
         "observe \"expel(trotsky, politburo) carried by 1924-Q1\" vote expel(trotsky,politburo) "
         "carried within 1922-04..1924-03 assumed \"all say so\"\n"},
        {"observe testament(trotsky) chose speak",
         "observe \"testament(trotsky) chose speak\" decision testament(trotsky) chose speak "
         "throughout 1922-04..1925-12\n"},
        {"observe testament(lenin) chose strike(trotsky) in 1924",
         "observe \"testament(lenin) chose strike(trotsky) in 1924\" decision testament(lenin) "
         "chose strike(trotsky) within 1924-01..1924-12\n"},
        {"observe plan chose wait from 1922-04 to 1924-10",
         "observe \"plan chose wait from 1922-04 to 1924-10\" decision plan chose wait throughout "
         "1922-04..1924-10\n"},
        {"observe never plan chose act by 1923-01",
         "observe \"never plan chose act by 1923-01\" decision plan chose act never in "
         "1922-04..1923-01\n"},
        {"observe leader == lenin at 1925-12",
         "observe \"leader == lenin at 1925-12\" condition (leader == lenin) within 1925-12\n"},
        {"observe   lenin.alive # so far\n  and mood > 0\n by 1923",
         "observe \"lenin.alive and mood > 0 by 1923\" condition (person.alive(lenin) and (mood > "
         "0)) within 1922-04..1923-12\n"},
        {"observe leader is someone from 1924-01 + 1 month to 1925-12",
         "observe \"leader is someone from 1924-01 + 1 month to 1925-12\" condition (leader is "
         "someone) throughout 1924-02..1925-12\n"},
        {"observe never leader == trotsky in 1922-04..1925-12",
         "observe \"never leader == trotsky in 1922-04..1925-12\" condition (leader == trotsky) "
         "never in 1922-04..1925-12\n"},
        {"observe mood ~ normal(luck, 2) at 1923-05",
         "observe \"mood ~ normal(luck, 2) at 1923-05\" measure mood ~ normal(luck, 2) within "
         "1923-05\n"},
        {"observe count(p in person where p.alive) ~ poisson(2) in 1923-05",
         "observe \"count(p in person where p.alive) ~ poisson(2) in 1923-05\" measure count(p in "
         "person where person.alive(p)) ~ poisson(2) within 1923-05\n"},
    };
    for (const Case& each : cases) EXPECT_EQ(facts(each.text + "\n"), each.expected) << each.text;
}

TEST(FactsTest, FindsTheOneDrawThatGivesAValue) {
    const std::vector<Case> cases = {
        {"observe mood == 0.5 at 1923-05",
         "observe \"mood == 0.5 at 1923-05\" draw mood = 0.5 within 1923-05\n"},
        {"observe 3 == votes in 1923-05",
         "observe \"3 == votes in 1923-05\" draw votes = 3 within 1923-05\n"},
        {"observe trotsky.rank == 2 at 1924-01",
         "observe \"trotsky.rank == 2 at 1924-01\" draw person.rank (trotsky) = 2 within "
         "1924-01\n"},
        {"observe lenin.health == 0.3 at 1922-04",
         "observe \"lenin.health == 0.3 at 1922-04\" draw person.health (lenin) = 0.3 within the "
         "start\n"},
        {"observe tie(trotsky, lenin) == 1/2 at 1922-04",
         "observe \"tie(trotsky, lenin) == 1/2 at 1922-04\" draw tie (lenin, trotsky) = 0.5 within "
         "the start\n"},
        {"observe luck == -1 by 1923",
         "observe \"luck == -1 by 1923\" draw luck = -1 within the start\n"},
        {"rule more every month { votes += 1 }  observe votes == 3 at 1923-05",
         "observe \"votes == 3 at 1923-05\" condition (votes == 3) within 1923-05\n"},
        {"observe never votes == 3 in 1923",
         "observe \"never votes == 3 in 1923\" condition (votes == 3) never in "
         "1923-01..1923-12\n"},
        {"rule every_one(p: person) every month { last = draw poisson(1) }\n"
         "var last: int = 0  observe last == 3 at 1923-05",
         "observe \"last == 3 at 1923-05\" condition (last == 3) within 1923-05\n"},
    };
    for (const Case& each : cases) EXPECT_EQ(facts(each.text + "\n"), each.expected) << each.text;
}

TEST(FactsTest, WeighsAccounts) {
    EXPECT_EQ(facts("observe dies(lenin) in either { 1924-01: 1 cites a\n"
                    "  1924-02..1924-03: 3 cites b }\n"),
              "observe \"dies(lenin) in either { 1924-01: 1  1924-02..1924-03: 3 }\" event "
              "dies(lenin) within either { 1924-01: 0.25 cites a, 1924-02..1924-03: 0.75 cites b } "
              "at [observe dies(lenin) in either { 1924-01: 1  1924-02..1924-03: 3 }/either]\n");
}

TEST(FactsTest, KeepsWhatAFactSpeaksOf) {
    const Model model = model_of("observe dies(lenin) in 1924-01\n");
    for (const Declaration& declaration : model.declarations)
        EXPECT_EQ(declaration.asked, declaration.name == "dies") << declaration.name;
    const Fact& fact = model.facts.at(0);
    EXPECT_EQ(fact.instance, std::vector<std::uint32_t>{0});
    EXPECT_EQ(fact.accounts.at(0).first_step, 21);
}

TEST(FactsTest, ReadsDatesByTheirOwnLength) {
    const std::string text =
        "history \"Days\" from 1924-01-10 to 1924-03-31 by week\n"
        "event strike hazard 1 per year {}\nvar calm: bool = yes\n"
        "observe strike in 1924-02\nobserve calm at 1924-01-10\nobserve calm by 1924-03-01\n";
    SourceSet sources;
    Diagnostics diagnostics;
    const Model model = load_and_check(sources, sources.add("test.jon", text), {}, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    const auto window = [&](std::size_t fact) {
        const Account& account = model.facts.at(fact).accounts.at(0);
        return std::pair(account.first_step, account.last_step);
    };
    EXPECT_EQ(window(0), std::pair(std::int64_t{3}, std::int64_t{7}));
    EXPECT_EQ(window(1), std::pair(std::int64_t{0}, std::int64_t{0}));
    EXPECT_EQ(window(2), std::pair(std::int64_t{0}, std::int64_t{7}));
}

}  // namespace
}  // namespace jonbar
