#include "model/check.h"

#include <gtest/gtest.h>

#include <map>

#include "model/dump.h"
#include "model/instances.h"
#include "model/site_name.h"

namespace jonbar {
namespace {

using Files = std::map<std::string, std::string>;

Model model_of(const std::string& text, const Files& files = {}) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions options;
    options.library_directory = "library";
    options.read = [&](const std::string& path) -> std::optional<std::string> {
        const auto found = files.find(path);
        if (found == files.end()) return std::nullopt;
        return found->second;
    };
    Model model = load_and_check(sources, sources.add("test.jon", text), options, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    return model;
}

const std::string kHead =
    "history \"Test\" from 1922-04 to 1923-01 by month\n"
    "kind person { alive: bool = yes  health: real in 0..1 = 1  heir: person? = none }\n"
    "person lenin, stalin\n";

/// Prints what `text` adds to the head: the model from the line that begins with `from`.
std::string dump_from(const std::string& text, const std::string& from, const Files& files = {}) {
    const std::string dump = dump_model(model_of(kHead + text, files));
    const std::size_t start = dump.find("\n" + from);
    return start == std::string::npos ? dump : dump.substr(start + 1);
}

TEST(CheckTest, PrintsAFamilyOfEvents) {
    EXPECT_EQ(
        dump_from("param frailty: real ~ uniform(0, 1)\n"
                  "event dies(p: person) hazard frailty * (2 - p.health) per year when p.alive {\n"
                  "  p.alive = no  draw length = lognormal 1 to 8 months  say \"{p} dies.\"\n"
                  "}\n"
                  "outcome survivors = count(p in person where p.alive)\n",
                  "param"),
        "param frailty: real constant\n"
        "  = uniform(0, 1) at [frailty]\n"
        "event dies(p: person) hazard (frailty * (2 - person.health(p))) per year when "
        "person.alive(p) at [dies(p)]\n"
        "  person.alive(p) = no\n"
        "  let length = lognormal(1.0397207708399179, 0.6321053459126988) at [dies(p)/length]\n"
        "  say \"{p} dies.\"\n"
        "outcome survivors = count(p in person where person.alive(p)) none \"nobody\"\n");
}

TEST(CheckTest, ReplacesInitialValuesInOrder) {
    EXPECT_EQ(dump_from("scale degree { low ~ beta(3, 7) high ~ beta(7, 3) }\n"
                        "relation tie(a, b: person): real ~ normal(0, 0.3) symmetric\n"
                        "tie(stalin, lenin) = -0.5\n"
                        "var chief: person = lenin\n"
                        "for p in {stalin} { p.heir = lenin }\n"
                        "table person (health) { stalin either { low: 3  high: 1 } }\n",
                        "attribute person.health"),
              "attribute person.health(person): real in 0..1 constant\n"
              "  (lenin) = 1\n"
              "  (stalin) = either { beta(3, 7) at [person.health(self)/low]: 0.75, "
              "beta(7, 3) at [person.health(self)/high]: 0.25 } at [person.health(self)/either]\n"
              "attribute person.heir(person): person? constant\n"
              "  (lenin) = none\n"
              "  (stalin) = lenin\n"
              "relation tie(person, person): real symmetric constant\n"
              "  (lenin, stalin) = -0.5\n"
              "  else = normal(0, 0.3) at [tie(a,b)]\n"
              "var chief: person constant\n"
              "  = lenin\n");
}

TEST(CheckTest, TurnsARateAndADurationIntoANumber) {
    EXPECT_EQ(dump_from("param decay: real ~ lognormal 0.01 to 0.06 per month\n"
                        "rule fade every year { lenin.health -= decay * 2 months }\n",
                        "rule"),
              "rule fade every 1923-01 repeatable\n"
              "  person.health(lenin) -= (decay * (2 months / 1 months))\n");
}

TEST(CheckTest, OrdersTurnsByPlacement) {
    EXPECT_EQ(
        dump_order(model_of(
            kHead +
            "rule a every month {}\nrule b every month {}\nrule c every month before a {}\n"
            "rule d every month after a {}\nrule e every month after a {}\n"
            "event f {}\nrace { event g hazard 1 per year {} event h mean time 3 months {} }\n")),
        "rule c\nrule a\nrule d\nrule e\nrule b\nrace event g, event h\n");
}

TEST(CheckTest, UsesModulesOnceAndAsInstances) {
    const Files files = {
        {"contest.jon",
         "kind body { size: real ~ normal(0, 1) }\nbody party\nlet double(b: body) = b.size * 2\n"},
        {"library/shared/oil.jon", "param price: real ~ normal(1, 1)\nrule rise every month {}\n"}};
    const Model model =
        model_of(kHead +
                     "use contest\nuse contest\nuse shared.oil as first\nuse shared.oil as second\n"
                     "replace let double(b: body) = b.size * 3 + first.price - second.price\n"
                     "outcome o = double(party)\n",
                 files);
    const std::string dump = dump_model(model);
    EXPECT_NE(std::string::npos,
              dump.find("param first:price: real constant\n  = normal(1, 1) at [first:price]\n"));
    EXPECT_NE(std::string::npos, dump.find("param second:price: real constant\n"));
    EXPECT_NE(
        std::string::npos,
        dump.find("let contest:double(b: body): real = (((body.size(b) * 3) + price) - price)\n"));
    EXPECT_EQ(dump_order(model), "rule first:rise\nrule second:rise\n");
}

TEST(CheckTest, OrdersInitialCells) {
    const Model model =
        model_of(kHead + "var late: real = lenin.health + 1\nlenin.health = stalin.health / 2\n");
    std::string order;
    for (const Model::CellRef& ref : model.initial_order) {
        order += model.at(ref.state).name + std::to_string(ref.cell) + " ";
    }
    EXPECT_EQ(order,
              "person.alive0 person.alive1 person.heir0 person.heir1 person.health1 person.health0 "
              "late0 ");
}

TEST(CheckTest, NamesSitesByEntities) {
    const Model model = model_of(
        kHead +
        "relation tie(a, b: person): real ~ normal(0, 1) symmetric\n"
        "event war(a, b: person) unordered hazard 1 per year { for p in person { fire hit(p) } }\n"
        "event hit(p: person) chance 0.5 { p.alive = no }\n");
    const Declaration& war = model.declarations[0];
    EXPECT_EQ(1U, instances(model, war).size());
    std::vector<double> locals(model.at(war.frame).locals.size(), 0);
    locals[0] = 1;
    EXPECT_EQ("war(lenin,stalin)", site_name(model, model.at(war.site), locals));
    const Statement& fire = model.at(model.at(war.body[0]).body[0]);
    locals[fire.loops[0]] = 1;
    const std::string context = fire_context(model, war, fire, locals);
    EXPECT_EQ("war(lenin,stalin)(stalin)", context);
    EXPECT_EQ(
        "hit(stalin)<war(lenin,stalin)(stalin)",
        site_name(model, model.at(model.declarations[1].site), std::vector<double>{1}, context));
    const State& tie = model.states.back();
    EXPECT_EQ(cell_index(model, tie, Tuple{0, 1}), cell_index(model, tie, Tuple{1, 0}));
}

TEST(CheckTest, SetsParams) {
    Model model = model_of(kHead +
                           "enum reason { bond, fear }\nparam luck: real in 0..1 ~ beta(1, 2)\n"
                           "strength push(r: reason): real ~ halfnormal to 2\n");
    Diagnostics diagnostics;
    EXPECT_TRUE(override_param(model, "push(fear)", "1.5", diagnostics));
    EXPECT_TRUE(override_param(model, "luck", "0.25", diagnostics));
    EXPECT_FALSE(override_param(model, "luck", "2", diagnostics));
    EXPECT_FALSE(override_param(model, "push(hope)", "1", diagnostics));
    EXPECT_FALSE(override_param(model, "lick", "1", diagnostics));
    EXPECT_EQ(3U, diagnostics.error_count());
    const std::string dump = dump_model(model);
    EXPECT_NE(std::string::npos, dump.find("  = 0.25\n"));
    EXPECT_NE(std::string::npos, dump.find("  (fear) = 1.5\n"));
}

/// J4006: two names with one hash would share their noise. No text is known that brings it about.
TEST(CheckTest, RefusesTwoDrawsWithOneHash) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("test.jon",
                                    "history \"h\" from 2000-01 to 2000-03 by month\n"
                                    "event strike at 2000-01 chance 1/2 {}\n"
                                    "event famine at 2000-02 chance 1/2 {}\n"
                                    "outcome o = happened(strike) and happened(famine)\n");
    const auto modules = load_modules(sources, file, {}, diagnostics);
    check(sources, modules, diagnostics, [](std::string_view) { return std::uint64_t{7}; });
    EXPECT_EQ(render(sources, diagnostics),
              "test.jon:3:7: error[J4006]: two draws have noise of one name: famine\n"
              "    3 | event famine at 2000-02 chance 1/2 {}\n"
              "      |       ^~~~~~\n"
              "      = the other is at test.jon:2; give one another name: draw NAME = …\n");
}

}  // namespace
}  // namespace jonbar
