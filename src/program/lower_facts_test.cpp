// From facts to program: what a record weighs and forces in small scenarios.

#include <gtest/gtest.h>

#include <string>

#include "model/checked_text.h"
#include "program/dump.h"
#include "program/lower.h"

namespace jonbar::program {
namespace {

const std::string kPeople = R"(
history "Test" from 1900-01 to 1900-12 by month
kind person { alive: bool = yes  health: real in 0..1 = 1 }
person ada, bob, cyd
)";

Model model_of(const std::string& text) { return checked(kPeople + text); }

Fact fact_of(FactKind kind, FactWindow window, std::int64_t first, std::int64_t last) {
    Fact fact;
    fact.kind = kind;
    fact.window = window;
    fact.text = "it";
    fact.accounts = {{.first_step = first, .last_step = last, .weight = 1, .support = {}}};
    return fact;
}

Fact about(Fact fact, std::uint32_t declaration, std::vector<std::uint32_t> instance) {
    fact.declaration = DeclarationId{declaration};
    fact.instance = std::move(instance);
    return fact;
}

std::string dumped(Model model, std::vector<Fact> facts, bool force = true) {
    model.facts = std::move(facts);
    Diagnostics found;
    const LowerOptions options{
        .tallies = false, .facts = std::vector<bool>(model.facts.size(), true), .force = force};
    const Program program = lower(model, options, found);
    EXPECT_FALSE(found.has_errors());
    std::string dump = dump_program(program);
    return dump.substr(dump.find('\n') + 1);
}

const std::string kDies =
    "event dies(p: person) hazard 0.5 per month { p.alive = no }"
    " outcome o = bob.alive at end";

TEST(LowerFactsTest, ForcesAnEventInTheTurnOfItsInstance) {
    const Fact fact = about(fact_of(FactKind::Event, FactWindow::Within, 3, 5), 0, {1});
    EXPECT_EQ(dumped(model_of(kDies), {fact}),
              "state person.alive: 3 cells from T0\n"
              "outcome o: T6\n"
              "fact it in steps 0 to 5, forced: N3, on N1\n"
              "init\n"
              "  N1 = store -9007199254740992\n"
              "  T1 = store_truth 1\n"
              "step\n"
              "  t0 = not T4\n"
              "  t1 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    t2 = happens 'dies(bob)' 0.3934693402873666 where t0\n"
              "    t3 = store_truth t2\n"
              "    skip_unless step0\n"
              "      n0 = store step1\n"
              "      n1 = store 0\n"
              "      n2 = store 0.3934693402873666\n"
              "      n3 = number_of t2\n"
              "      n3, N3 = impose n0 'dies(bob)' happening [3 to 1, 1 slots] where t0\n"
              "      t3 = not_equal n3 0\n"
              "    t1 = and t0 t3\n"
              "  skip_if_none where t1\n"
              "    T4 = store_truth 1 where t1\n"
              "    N1 = store step2 where t1\n"
              "    T1 = store_truth 0 where t1\n"
              "  skip_unless step3\n"
              "    T6 = store_truth T1\n"
              "  skip_unless step4\n"
              "    t0 = equal N1 step2\n"
              "    N3 = store -inf where t0\n"
              "  skip_unless step5\n"
              "    t0 = less N1 22791\n"
              "    N3 = store -inf where t0\n");
}

TEST(LowerFactsTest, WeighsAnEventWithoutForcingIt) {
    const Fact fact = about(fact_of(FactKind::Event, FactWindow::Within, 3, 5), 0, {1});
    EXPECT_EQ(dumped(model_of(kDies), {fact}, false),
              "state person.alive: 3 cells from T0\n"
              "outcome o: T6\n"
              "fact it in steps 0 to 5: N3, on N1\n"
              "init\n"
              "  N1 = store -9007199254740992\n"
              "  T1 = store_truth 1\n"
              "step\n"
              "  t0 = not T4\n"
              "  t1 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    t2 = happens 'dies(bob)' 0.3934693402873666 where t0\n"
              "    t1 = and t0 t2\n"
              "  skip_if_none where t1\n"
              "    T4 = store_truth 1 where t1\n"
              "    N1 = store step0 where t1\n"
              "    T1 = store_truth 0 where t1\n"
              "  skip_unless step1\n"
              "    T6 = store_truth T1\n"
              "  skip_unless step2\n"
              "    t0 = equal N1 step0\n"
              "    N3 = store -inf where t0\n"
              "  skip_unless step3\n"
              "    t0 = less N1 22791\n"
              "    N3 = store -inf where t0\n");
}

TEST(LowerFactsTest, DrawsWhichAccountIsRight) {
    const Model model = model_of(kDies);
    Fact fact = about(fact_of(FactKind::Event, FactWindow::Within, 3, 3), 0, {1});
    fact.accounts[0].weight = 0.25;
    fact.accounts.push_back({.first_step = 5, .last_step = 6, .weight = 0.75, .support = {}});
    Model with_site = model;
    Site site;
    site.kind = SiteKind::Either;
    site.owner = "observe it";
    site.place = "either";
    site.frame = FrameId{0};
    fact.account_site = SiteId{static_cast<std::uint32_t>(with_site.sites.size())};
    with_site.sites.push_back(site);
    EXPECT_EQ(dumped(with_site, {fact}, false),
              "state person.alive: 3 cells from T0\n"
              "outcome o: T7\n"
              "fact it in steps 0 to 6: N3, on N1\n"
              "init\n"
              "  N1 = store -9007199254740992\n"
              "  n0 = draw_word 'observe it/either'\n"
              "  t0 = less n0 0.25\n"
              "  T6 = store_truth t0\n"
              "  T1 = store_truth 1\n"
              "  N5 = select t0 22791 22793\n"
              "step\n"
              "  t0 = not T4\n"
              "  t1 = store_truth 0\n"
              "  skip_if_none where t0\n"
              "    t2 = happens 'dies(bob)' 0.3934693402873666 where t0\n"
              "    t1 = and t0 t2\n"
              "  skip_if_none where t1\n"
              "    T4 = store_truth 1 where t1\n"
              "    N1 = store step0 where t1\n"
              "    T1 = store_truth 0 where t1\n"
              "  skip_unless step1\n"
              "    T7 = store_truth T1\n"
              "  skip_unless step2\n"
              "    n0 = select T6 step3 step2\n"
              "    t0 = not_equal n0 0\n"
              "    t1 = equal N1 step0\n"
              "    t0 = and t0 t1\n"
              "    N3 = store -inf where t0\n"
              "  skip_unless step4\n"
              "    n0 = select T6 step6 step5\n"
              "    t0 = not_equal n0 0\n"
              "    t1 = less N1 N5\n"
              "    t0 = and t0 t1\n"
              "    N3 = store -inf where t0\n");
}

TEST(LowerFactsTest, WeighsConditionsAndMeasures) {
    const Model model = model_of(
        "rule r every month { ada.health = draw uniform(0, 1) }"
        "outcome well = ada.health > 0.5 at end  outcome health = ada.health at end");
    Fact by = fact_of(FactKind::Condition, FactWindow::Within, 2, 4);
    by.frame = model.outcomes[0].frame;
    by.expression = model.outcomes[0].expression;
    Fact measure = fact_of(FactKind::Noisy, FactWindow::Within, 7, 7);
    measure.frame = model.outcomes[1].frame;
    measure.expression = model.outcomes[1].expression;
    measure.distribution = Distribution::Normal;
    measure.arguments = {model.outcomes[1].expression, model.outcomes[1].expression};
    EXPECT_EQ(
        dumped(model, {by, measure}),
        "outcome well: T1\n"
        "outcome health: N4\n"
        "fact it in steps 2 to 4: N0\n"
        "fact it in steps 7 to 7: N2\n"
        "init\n"
        "step\n"
        "  check_parameters 0 1 \"rule r: a parameter of a draw outside its range\"\n"
        "  n0 = draw_uniform 'r/person.health'\n"
        "  n1 = quantile n0 0 1 of 0\n"
        "  check_finite n1 \"rule r: the value of person.health is not finite\"\n"
        "  n0 = saturate n1 0 1\n"
        "  skip_unless step1\n"
        "    T1 = less 0.5 n0\n"
        "  skip_unless step1\n"
        "    check_finite n0 \"outcome health: the value of outcome health is not finite\"\n"
        "    N4 = store n0\n"
        "  skip_unless step2\n"
        "    t0 = less 0.5 n0\n"
        "    T0 = store_truth 1 where t0\n"
        "  skip_unless step3\n"
        "    t0 = not T0\n"
        "    N0 = store -inf where t0\n"
        "  skip_unless step4\n"
        "    check_finite n0 \"observe it: what was measured is not finite\"\n"
        "    check_parameters n0 n0 \"observe it: a parameter of a measure outside its range\"\n"
        "    n1 = log_density n0 n0 n0 of 1\n"
        "    N2 = add N2 n1\n");
}

}  // namespace
}  // namespace jonbar::program
