// Noise belongs to names: what else a file declares changes nobody's draws.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/sanitized.h"
#include "engine/ensemble.h"
#include "tests/pipeline.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

using reference::History;
using reference::Use;

constexpr std::uint64_t kSeed = 7;

std::string text_of(const std::string& path) {
    std::ifstream file(JONBAR_SOURCE_DIR "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Checks a text as if it stood in the folder of scenarios.
Scene scene_of_flagship(const std::string& text) {
    return scene_of_text(text, [](const std::string& path) {
        const auto beside = read_from_disk(JONBAR_SOURCE_DIR "/scenarios/" + path);
        return beside ? beside : read_from_disk(path);
    });
}

Scene scene_of_text_alone(const std::string& text) {
    return scene_of_text(text, [](const std::string&) { return std::optional<std::string>(); });
}

std::vector<History> histories_of(const Scene& scene, std::uint64_t count) {
    EXPECT_EQ(scene.errors, "");
    reference::Twin twin(scene.model, kSeed);
    twin.list_uses();
    std::vector<History> histories;
    for (std::uint64_t i = 0; i < count; ++i) {
        histories.push_back(twin.run(i));
    }
    return histories;
}

/// Returns the uses of noise in a history without those of some sites, sorted.
std::vector<Use> uses_without(History history, const std::string& prefix) {
    std::erase_if(history.uses,
                  [&](const Use& use) { return !prefix.empty() && use.site.starts_with(prefix); });
    std::sort(history.uses.begin(), history.uses.end());
    return history.uses;
}

/// Returns the engine's outcomes, history after history.
std::vector<std::vector<double>> outcomes_of(Scene& scene, std::uint64_t count) {
    const program::Program program = lowered(scene, true);
    EXPECT_EQ(scene.errors, "");
    engine::EnsembleOptions options;
    options.histories = count;
    options.seed = kSeed;
    options.threads = 1;
    options.delivery = engine::Delivery::InOrder;
    std::vector<std::vector<double>> outcomes;
    engine::run_ensemble(program, options, [&](std::size_t, engine::Workspace& chunk) {
        for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
            outcomes.emplace_back();
            for (const program::OutcomeColumn& outcome : program.outcomes) {
                outcomes.back().push_back(chunk.value(outcome.column, lane));
            }
        }
    });
    return outcomes;
}

constexpr const char* kUnrelated = R"(
var comets_seen: int = 0
param comet_rate: real ~ lognormal 0.1 to 2
event comet hazard comet_rate per year repeatable { comets_seen += 1  draw tail = normal(0, 1)  say "A comet {tail:.1f}." }
)";

TEST(NoiseTest, AnUnrelatedEventLeavesEveryOtherDrawOfTheFlagshipEqual) {
    const std::string text = text_of("scenarios/lenin-succession.jon");
    ASSERT_FALSE(text.empty());
    Scene before = scene_of_flagship(text);
    Scene after = scene_of_flagship(text + kUnrelated);
    constexpr std::size_t kTraced = base::repeats(6, 2);
    const auto old_histories = histories_of(before, kTraced);
    const auto new_histories = histories_of(after, kTraced);
    std::size_t comets = 0;
    for (std::size_t i = 0; i < old_histories.size(); ++i) {
        EXPECT_EQ(uses_without(new_histories[i], "comet"), uses_without(old_histories[i], ""));
        EXPECT_EQ(new_histories[i].outcomes, old_histories[i].outcomes);
        comets += new_histories[i].uses.size() - old_histories[i].uses.size();
    }
    EXPECT_GT(comets, kTraced * 93U) << "the new event draws in every month";
    constexpr std::size_t kHistories = base::repeats(2000, 64);
    EXPECT_EQ(outcomes_of(before, kHistories), outcomes_of(after, kHistories));
}

constexpr const char* kHead = R"(
history "Parts" from 1900-01 to 1901-12 by month
kind person { luck: real ~ normal(0, 1)  alive: bool = yes }
person ann
person bob
)";
const std::vector<std::string> kParts = {
    "var rain: real = 0\nrule weather every month { rain += draw normal(0, 1) }\n",
    "event dies(p: person) hazard 0.02 per month when p.alive { p.alive = no }\n",
    "var trips: int = 0\ndecision travel every quarter by ann {\n"
    "  option go worth ann.luck { trips += 1 }\n  option stay worth 0 { }\n}\n",
    "var yes_count: int = 0\nvote motion every year among {p in person where yes} swing normal(0, "
    "1) {\n"
    "  for p size 5: yes worth p.luck  carried by more than 1/2 of all { yes_count += 1 } }\n",
    "race { event fire_ hazard 0.05 per month { }  event flood hazard 0.05 per month { } }\n",
};
constexpr const char* kTail = R"(
outcome rained = rain at end
outcome ann_died = on(dies(ann)) at end
outcome travelled = trips at end
outcome voted = yes_count at end
outcome margin_of = margin(motion) at end
outcome burnt = on(fire_) at end
)";

// One of two spellings of each name, the Persian or the Arabic letters, is as good as the other.
TEST(NoiseTest, TheSpellingOfANameDoesNotShow) {
    const std::string text = text_of("tests/scenarios/persian.jon");
    std::string arabic = text;
    for (const auto& [from, to] : {std::pair("ک", "ك"), std::pair("ی", "ي"), std::pair("۱", "١")}) {
        for (std::size_t at = 0; (at = arabic.find(from, at)) != std::string::npos;) {
            arabic.replace(at, std::string(from).size(), to);
        }
    }
    ASSERT_NE(arabic, text);
    Scene before = scene_of_text_alone(text);
    Scene after = scene_of_text_alone(arabic);
    EXPECT_EQ(outcomes_of(before, 500), outcomes_of(after, 500));
}

TEST(NoiseTest, TheOrderOfIndependentDeclarationsDoesNotShow) {
    std::string forward = kHead;
    std::string backward = kHead;
    for (std::size_t i = 0; i < kParts.size(); ++i) {
        forward += kParts[i];
        backward += kParts[kParts.size() - 1 - i];
    }
    Scene one = scene_of_text_alone(forward + kTail);
    Scene other = scene_of_text_alone(backward + kTail);
    const auto one_histories = histories_of(one, 50);
    const auto other_histories = histories_of(other, 50);
    for (std::size_t i = 0; i < one_histories.size(); ++i) {
        EXPECT_EQ(one_histories[i].outcomes, other_histories[i].outcomes);
        EXPECT_EQ(uses_without(one_histories[i], ""), uses_without(other_histories[i], ""));
    }
    EXPECT_EQ(outcomes_of(one, 3000), outcomes_of(other, 3000));
}

TEST(NoiseTest, ADeclarationTakenOutLeavesTheOthersAsTheyWere) {
    std::string all = kHead;
    for (const std::string& part : kParts) {
        all += part;
    }
    Scene whole = scene_of_text_alone(all + "outcome rained = rain at end\n");
    Scene alone = scene_of_text_alone(kHead + kParts[0] + "outcome rained = rain at end\n");
    EXPECT_EQ(outcomes_of(whole, 3000), outcomes_of(alone, 3000));
}

TEST(NoiseTest, SitesHaveTheNamesThatTheirPlaceInTheTextGives) {
    Scene scene = scene_of_text_alone(R"(
        history "Sites" from 1900-01 to 1900-01 by month
        kind person { luck: real ~ normal(0, 1)  origin: real = either { 1: 1  2: 3 } }
        person zoe
        person adam
        relation bond(a, b: person): real ~ normal(0, 1) symmetric
        param tilt: real ~ normal 0 to 1
        event strikes hazard 1 per month { }
        event quarrels(a, b: person) unordered hazard 1 per month { }
        decision go at 1900-01 by zoe { option walk worth 0 { }  option ride worth 0 { } }
        decision side(p: person) at 1900-01 by p when p == adam {
            option take(q: person) worth 0 { }  option none_of_them worth 0 { } }
        vote motion at 1900-01 among {p in person where yes} swing normal(0, 1) {
            for p: yes worth 0  carried by more than 1/2 of all { } }
        event lucky(p: person) { draw gain = normal(0, 1)  p.luck += gain  fire luckier }
        event luckier { zoe.luck += draw normal(0, 1) }
        rule sets at 1900-01 { for q in person { fire lucky(q)  bond(zoe, q) = draw normal(0, 1) } }
        var chosen: person? = none
        rule picks at 1900-01 { chosen = pick(q in person: 1) })");
    ASSERT_EQ(scene.errors, "");
    reference::Twin twin(scene.model, kSeed);
    twin.list_uses();
    std::vector<std::string> names;
    for (const Use& use : uses_without(twin.run(0), "")) {
        names.push_back(use.site);
    }
    const std::vector<std::string> expected = {
        "bond(adam,adam)",
        "bond(adam,zoe)",
        "bond(zoe,zoe)",
        "go~zoe",
        "luckier/person.luck<lucky(adam)<sets(adam)",
        "luckier/person.luck<lucky(zoe)<sets(zoe)",
        "lucky(adam)/gain<sets(adam)",
        "lucky(zoe)/gain<sets(zoe)",
        "motion/swing",
        "motion/vote(adam)",
        "motion/vote(zoe)",
        "person.luck(adam)",
        "person.luck(zoe)",
        "person.origin(adam)/either",
        "person.origin(zoe)/either",
        "picks/chosen(adam)",
        "picks/chosen(zoe)",
        "quarrels(adam,zoe)",
        "sets/bond(adam)",
        "sets/bond(zoe)",
        "side(adam)/none_of_them",
        "side(adam)/take(adam)",
        "side(adam)/take(zoe)",
        "strikes",
        "tilt",
    };
    EXPECT_EQ(names, expected);
}

TEST(NoiseTest, SeedsDiffer) {
    Scene scene = scene_of_text_alone(kHead + kParts[0] + "outcome rained = rain at end\n");
    reference::Twin one(scene.model, 1);
    reference::Twin two(scene.model, 2);
    EXPECT_NE(one.run(0).outcomes, two.run(0).outcomes);
    EXPECT_NE(one.run(0).outcomes, one.run(1).outcomes);
}

}  // namespace
}  // namespace jonbar
