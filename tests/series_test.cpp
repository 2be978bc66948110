// Series: figures by date, and what is read where there are none.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "engine/ensemble.h"
#include "model/dump.h"
#include "tests/pipeline.h"
#include "tests/reference/twin.h"

namespace jonbar {
namespace {

Scene scene_with(const std::string& text, const std::string& csv) {
    return scene_of_text(
        "history \"H\" from 1936-01 to 1938-12 by month\nkind country {}\n"
        "country germany, france, spain\n" +
            text,
        [csv](const std::string& path) -> std::optional<std::string> {
            if (path != "f.csv") return std::nullopt;
            return csv;
        });
}

const std::string kWide = "year,germany,france\n1936,1,2\n1937,3,\n1938,5,6\n";

TEST(SeriesTest, MeansTheSameInEitherFormOfTheFile) {
    const std::string text =
        "series f(country): real by year from \"f.csv\"\n"
        "outcome o = sum(c in country where c != spain: f(c)) at 1936-06\n";
    const Scene wide = scene_with(text, kWide);
    const Scene tall = scene_with(text,
                                  "date,country,value\n1938,france,6\n1936,france,2\n1937,france,\n"
                                  "1936,germany,1\n1937,germany,3\n1938,germany,5\n");
    EXPECT_EQ(wide.errors, "");
    EXPECT_EQ(tall.errors, "");
    EXPECT_EQ(dump_model(wide.model), dump_model(tall.model));
    EXPECT_NE(dump_model(wide.model).find("france  1936-01..1936-12 2  1938-01..1938-12 6"),
              std::string::npos)
        << dump_model(wide.model);
}

/// Holds the fault of the engine against that of the twin: in which history, when and where.
void expect_fault(const std::string& text, const std::string& csv, std::int64_t step) {
    Scene scene = scene_with(text, csv);
    ASSERT_EQ(scene.errors, "");
    std::optional<reference::Fault> expected;
    std::uint64_t history = 0;
    while (!expected && history < 300) {
        expected = reference::Twin(scene.model, 3).run(history).fault;
        history += expected ? 0U : 1U;
    }
    ASSERT_TRUE(expected);
    EXPECT_EQ(expected->kind, reference::FaultKind::NoFigure);
    EXPECT_EQ(expected->step, step);
    for (const bool optimise : {true, false}) {
        for (const std::size_t lanes : {std::size_t{1}, std::size_t{256}}) {
            const program::Program program = lowered(scene, optimise);
            engine::EnsembleOptions options;
            options.histories = 300;
            options.seed = 3;
            options.threads = 1;
            options.chunk_lanes = lanes;
            const auto result =
                engine::run_ensemble(program, options, [](std::size_t, engine::Workspace&) {});
            ASSERT_TRUE(result.fault);
            EXPECT_EQ(result.fault->history, history);
            EXPECT_EQ(result.fault->step, step);
            const program::Fault& fault = program.faults[result.fault->fault];
            EXPECT_EQ(fault.span, expected->span);
            EXPECT_EQ(fault.what, "series f has no figure for this date");
        }
    }
}

TEST(SeriesTest, FaultsWhereThereIsNoFigure) {
    const std::string series = "series f(country): real by year from \"f.csv\"\n";
    // An empty cell, met from 1937 on.
    expect_fault(series + "rule r every month when f(france) > 0 {}", kWide, 12);
    // Before the first date, in the initial state.
    expect_fault(series + "var x: real = f(germany)\noutcome o = x", "year,germany\n1937,1\n", -1);
    // Behind the last.
    expect_fault(series + "rule r every month { let x = f(germany) }", "year,germany\n1936,1\n",
                 12);
    // Of an entity that is known only in a history, and only there.
    expect_fault(series +
                     "var c: country = germany\n"
                     "rule picks at 1936-05 { c = pick(d in country: 1) else germany }\n"
                     "var x: real = 0\nrule r at 1936-09 { x = f(c) }\noutcome o = x",
                 "year,germany,france\n1936,1,2\n", 8);
}

TEST(SeriesTest, IsReadOnlyWhereItIsWanted) {
    Scene scene = scene_with(
        "series f(country): real by year from \"f.csv\"\n"
        "var x: real = 0\n"
        "rule r every year { for c in country where c == germany { x += f(c) }\n"
        "    x += if year_of(now) < 1937 then f(france) else 0 }\noutcome o = x",
        kWide);
    ASSERT_EQ(scene.errors, "");
    EXPECT_EQ(reference::Twin(scene.model, 1).run(0).outcomes.at(0), 11);
    for (const bool optimise : {true, false}) {
        const program::Program program = lowered(scene, optimise);
        double value = 0;
        engine::EnsembleOptions options;
        options.histories = 1;
        options.threads = 1;
        const auto result =
            engine::run_ensemble(program, options, [&](std::size_t, engine::Workspace& chunk) {
                value = chunk.value(program.outcomes[0].column, 0);
            });
        EXPECT_FALSE(result.fault);
        EXPECT_EQ(value, 11);
    }
}

}  // namespace
}  // namespace jonbar
