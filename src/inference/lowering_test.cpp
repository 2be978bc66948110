// Records and interventions of scenarios, from their text to histories: that forcing leaves the
// evidence as it is, and that neither optimising nor sharing work changes a history.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/sanitized.h"
#include "inference/condition.h"
#include "inference/worlds.h"
#include "model/checked_text.h"
#include "program/lower.h"

namespace jonbar::inference {
namespace {

const std::string kPeople = R"(
history "Test" from 1900-01 to 1901-06 by month
kind person { alive: bool = yes  health: real in 0..1 = 0.5 }
person ada, bob, cyd
var n: real = 0
var luck: int = 0
param rate: real ~ uniform(0.02, 0.1)
param rate_elsewhere: real ~ uniform(0.02, 0.1)
)";

const std::string kLife = R"(
event dies(p: person) hazard rate per month { p.alive = no }
decision quarrel(p: person) every month by p when p.alive {
  option stay worth 0 { n = n + p.health }
  option strike(x: person) when x != p and x.alive worth shared (x.health - 0.5) {
    x.health = x.health * 0.5 }
}
decision lead every month by ada when ada.alive {
  option go worth 0.3 + n / 50 { n = n + 1 }
  option wait worth 0.1 { n = n - 1 }
}
vote trust every quarter among {p in person where p.alive} swing normal(0, 1) {
  for m: yes worth m.health - 0.5  carried by more than 1/2 of all { n = n * 0.9 }
}
race {
  event storm hazard 0.1 per month repeatable { n = n + 2 }
  event flood(p: person) hazard 0.05 per month when p.alive repeatable { p.health = 0.2 }
}
rule fate every month { luck = draw binomial(3, 0.4)  n = n + 0.01 * luck }
rule weather every month { for p in person { p.health += 0.1 * draw normal(0, 1) } }
outcome total = n at end  outcome lives = ada.alive at end  outcome well = bob.health at end
)";

Model model_of(const std::string& text) { return checked(kPeople + text); }

program::Program lowered(const Model& model, program::LowerOptions options) {
    options.tallies = false;
    options.start_draws = true;
    Diagnostics found;
    program::Program program = program::lower(model, options, found);
    EXPECT_FALSE(found.has_errors());
    return program;
}

std::vector<bool> all_facts(const Model& model) {
    return std::vector<bool>(model.facts.size(), true);
}

const IslandListener kNobodyListens = [](std::size_t, std::uint64_t, const Island&) {};

/// Mean and standard error of the evidence over islands.
struct Evidence {
    double mean = 0, error = 0;
};

Evidence evidence_of(const program::Program& program, std::uint64_t islands, std::size_t size) {
    const ConditionOptions options{
        .islands = islands, .island = {.size = size, .moves = 0}, .seed = 7, .threads = 2};
    const ConditionResult result = run_islands(program, options, kNobodyListens);
    EXPECT_FALSE(result.fault);
    double sum = 0;
    double squares = 0;
    for (const IslandResult& island : result.islands) {
        const double evidence = std::exp(island.log_evidence);
        sum += evidence;
        squares += evidence * evidence;
    }
    const auto count = static_cast<double>(islands);
    const double mean = sum / count;
    return {mean, std::sqrt(std::max(squares / count - mean * mean, 0.0) / (count - 1))};
}

// Five standard errors of normal means: a false alarm in a million for each text.
TEST(LoweredRecordTest, ForcingLeavesTheEvidenceAsItIs) {
    constexpr std::uint64_t kIslands = base::repeats(32, 12);
    for (const std::string record : {
             "observe dies(bob) in 1900-06..1900-09",
             "observe never dies(ada)",
             "observe dies(bob) in either { 1900-03: 1  1900-06..1900-12: 2 }",
             "observe quarrel(ada) chose strike(bob) in 1900-03..1900-04",
             "observe quarrel(bob) chose stay from 1900-02 to 1900-05",
             "observe lead chose wait in 1900-03..1900-04",
             "observe lead chose go from 1900-03 to 1900-06",
             "observe trust carried in 1900-06..1900-12",
             "observe luck == 2 at 1900-05",
             "observe storm in 1900-05..1900-07",
             "observe flood(ada) in 1900-03..1900-08 observe never storm",
             "observe lead chose wait in 1900-02 observe lead chose wait in 1900-05"
             " observe never flood(ada) observe dies(cyd) in 1900-05..1900-11",
         }) {
        const Model model = model_of(kLife + record);
        const program::Program forced = lowered(model, {.facts = all_facts(model)});
        const program::Program plain = lowered(model, {.facts = all_facts(model), .force = false});
        for (const program::FactColumns& fact : forced.facts) {
            EXPECT_TRUE(fact.forced) << record;
        }
        const Evidence with = evidence_of(forced, kIslands, 256);
        const Evidence without = evidence_of(plain, kIslands, 1024);
        EXPECT_NEAR(with.mean, without.mean,
                    5 * std::sqrt(with.error * with.error + without.error * without.error))
            << record << " " << with.error << " " << without.error;
        EXPECT_GT(without.mean, 0) << record;
    }
}

const std::string kRecord = R"(
observe dies(bob) in 1900-06..1900-09  observe never dies(ada)
observe quarrel(ada) chose strike(cyd) in 1900-03..1900-04
observe lead chose go from 1900-03 to 1900-06
observe trust carried in 1900-06..1900-12
observe flood(ada) in 1900-03..1900-08
observe n ~ normal(5, 4) at 1900-12
)";

DeclarationId declaration(const Model& model, const std::string& name) {
    for (std::uint32_t i = 0; i < model.declarations.size(); ++i) {
        if (model.declarations[i].name == name) {
            return DeclarationId{i};
        }
    }
    ADD_FAILURE() << name;
    return {};
}

StateId state(const Model& model, const std::string& name) {
    for (std::uint32_t i = 0; i < model.states.size(); ++i) {
        if (model.states[i].name == name) {
            return StateId{i};
        }
    }
    ADD_FAILURE() << name;
    return {};
}

/// Worlds that differ in all the ways there are.
std::vector<program::Switch> switches(const Model& model) {
    const auto made = [](InterventionKind kind, std::int64_t first, std::int64_t last) {
        Intervention what;
        what.kind = kind;
        what.first_step = first;
        what.last_step = last;
        return what;
    };
    const auto of = [&](Intervention what, const std::string& name,
                        std::vector<std::uint32_t> instance) {
        what.declaration = declaration(model, name);
        what.instances = {std::move(instance)};
        return what;
    };
    const auto of_cell = [&](Intervention what, const std::string& name, std::uint32_t cell) {
        what.state = state(model, name);
        what.cells = {cell};
        what.frame = model.outcomes[0].frame;
        what.value = model.outcomes[2].expression;
        return what;
    };
    Intervention chosen = of(made(InterventionKind::Choose, 2, 9), "quarrel", {0});
    chosen.option = 1;
    chosen.option_entity = 1;
    Intervention wait = of(made(InterventionKind::Choose, 4, 6), "lead", {});
    wait.option = 1;
    Intervention body = made(InterventionKind::Statements, 5, 5);
    body.frame = model.declarations[declaration(model, "storm").index].frame;
    body.body = model.declarations[declaration(model, "storm").index].body;
    Intervention redrawn = made(InterventionKind::Redraw, -1, -1);
    redrawn.state = state(model, "rate");
    redrawn.cells = {0};
    redrawn.redrawn = {model.states[state(model, "rate_elsewhere").index].cells[0]};
    return {
        {.name = "block", .interventions = {of(made(InterventionKind::Block, 0, 17), "dies", {1})}},
        {.name = "race", .interventions = {of(made(InterventionKind::Block, 3, 17), "storm", {})}},
        {.name = "choose", .interventions = {chosen, wait}},
        {.name = "set", .interventions = {of_cell(made(InterventionKind::Set, 3, 3), "n", 0)}},
        {.name = "hold",
         .interventions = {of_cell(made(InterventionKind::Hold, 1, 12), "person.health", 0)}},
        {.name = "scale",
         .interventions = {of_cell(made(InterventionKind::Scale, -1, -1), "rate", 0)}},
        {.name = "redraw", .interventions = {redrawn}},
        {.name = "force", .interventions = {of(made(InterventionKind::Force, 4, 4), "dies", {2})}},
        {.name = "vote", .interventions = {of(made(InterventionKind::Force, 4, 4), "trust", {})}},
        {.name = "statements", .interventions = {body}},
    };
}

using Answers = std::map<std::size_t, std::vector<double>>;

/// Runs each world with one switch on, and one with three, of histories of the posterior.
Answers answers(const Model& model, const program::LowerOptions& options, bool share,
                bool worlds = true) {
    const program::Program sampled =
        lowered(model, {.optimise = options.optimise, .facts = options.facts});
    const ConditionOptions condition{
        .islands = 1, .island = {.size = 256, .moves = 0, .sample_size = 64}, .seed = 3};
    const ConditionResult conditioned = run_islands(sampled, condition, kNobodyListens);
    EXPECT_TRUE(std::isfinite(conditioned.islands[0].log_evidence));
    const std::vector<Sample> samples = {conditioned.islands[0].sample};
    const program::Program program = lowered(model, options);
    const engine::BoundProgram bound(program, 3);
    Answers found;
    std::mutex mutex;
    WorldsRequest request{.bound = bound,
                          .sampled = sampled,
                          .samples = samples,
                          .columns = {},
                          .choose = {},
                          .listen = {}};
    for (const program::OutcomeColumn& outcome : program.outcomes) {
        request.columns.push_back(outcome.column);
    }
    request.choose = [&](const HistoryInWorlds&, std::vector<WorldSet>& chosen) {
        for (std::size_t i = 0; worlds && i < options.switches.size(); ++i) {
            chosen.push_back(WorldSet{1} << i);
        }
        if (worlds) {
            chosen.push_back(0b10000101);
        }
    };
    request.listen = [&](std::size_t, const HistoryInWorlds& history) {
        const std::lock_guard lock(mutex);
        std::vector<double>& of = found[history.particle];
        of.assign(history.actual.begin(), history.actual.end());
        of.insert(of.end(), history.altered.begin(), history.altered.end());
    };
    const WorldsResult result =
        run_worlds(request, {.threads = 2, .block_histories = 32, .share = share});
    EXPECT_FALSE(result.fault);
    EXPECT_EQ(found.size(), 64U);
    return found;
}

TEST(LoweredWorldsTest, OptimisingChangesNoHistory) {
    const Model model = model_of(kLife + kRecord);
    program::LowerOptions options{.facts = all_facts(model), .switches = switches(model)};
    for (const Coupling coupling : {Coupling::Gumbel, Coupling::Ordered, Coupling::Independent}) {
        options.coupling = coupling;
        options.optimise = true;
        const Answers fast = answers(model, options, true);
        options.optimise = false;
        EXPECT_EQ(fast, answers(model, options, true));
    }
}

TEST(LoweredWorldsTest, AWorldDepartsNoLaterThanItsSwitchChangesSomething) {
    const Model model = model_of(kLife + kRecord);
    const program::LowerOptions options{.facts = all_facts(model), .switches = switches(model)};
    EXPECT_EQ(answers(model, options, true), answers(model, options, false));
}

TEST(LoweredWorldsTest, ASwitchThatIsOffChangesNothing) {
    const Model model = model_of(kLife + kRecord);
    const Answers with =
        answers(model, {.facts = all_facts(model), .switches = switches(model)}, true, false);
    EXPECT_EQ(with, answers(model, {.facts = all_facts(model)}, true, false));
}

TEST(LoweredWorldsTest, EverySwitchChangesSomeHistory) {
    const Model model = model_of(kLife + kRecord);
    const program::LowerOptions options{.facts = all_facts(model), .switches = switches(model)};
    const Answers found = answers(model, options, true);
    const std::size_t outcomes = model.outcomes.size();
    for (std::size_t world = 0; world < options.switches.size(); ++world) {
        std::size_t changed = 0;
        for (const auto& [particle, values] : found) {
            const auto altered =
                values.begin() + static_cast<std::ptrdiff_t>((world + 1) * outcomes);
            changed +=
                std::equal(altered, altered + static_cast<std::ptrdiff_t>(outcomes), values.begin())
                    ? 0U
                    : 1U;
        }
        EXPECT_GT(changed, 0U) << options.switches[world].name;
    }
}

}  // namespace
}  // namespace jonbar::inference
