#include "engine/workspace.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <map>
#include <mutex>
#include <stdexcept>

#include "base/siphash.h"
#include "engine/ensemble.h"
#include "math/chance.h"
#include "math/distributions_inl.h"
#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

using program::Counter;
using program::Fault;
using program::Instruction;
using program::Op;
using program::Operand;
using program::Place;
using program::Program;
using program::Shape;

constexpr std::uint32_t kPlaces = 4;  // entities
constexpr std::uint32_t kSteps = 30;

Operand at(Place place, std::uint32_t base = 0, std::uint32_t shape = 0) {
    return {place, shape, base};
}

/// Four entities walk at random for thirty months: each moves by a normal step unless it rests,
/// which an event decides; the third step of each pair is skipped as a whole. Fault 0 is a position
/// beyond `limit`. State numbers 0-3 are positions, 4 is the place of the furthest, 5 its position;
/// state truths 0-3 tell who ever rested.
Program walk(double limit) {
    Program p;
    p.calendar.unit = CalendarUnit::Month;
    p.calendar.first_tick = 23'000;
    p.calendar.step_count = kSteps;
    p.step_count = kSteps;
    p.state_number_count = 6;
    p.state_truth_count = kPlaces;
    p.scratch_number_count = 2;
    p.scratch_truth_count = 2;
    p.register_count = 1;
    p.shapes.push_back({{{0, 1}}});
    p.constants = {0.0,   1.0,  0.2, 0.3,  -1.0,
                   limit, 0.25, 0.5, 0.75, 1.25};  // weights of entities: 6-9
    p.step_tables = {{}};
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        p.step_tables[0].push_back(step % 3 == 2 ? 0 : 1);
    }
    for (std::uint32_t i = 0; i < kPlaces; ++i) {
        p.site_names.push_back("rests(" + std::to_string(i) + ")");
    }
    for (std::uint32_t i = 0; i < kPlaces; ++i) {
        p.site_names.push_back("moves(" + std::to_string(i) + ")/by");
    }
    p.faults.push_back({Span{}, "rule moves", "too far"});
    p.counters.resize(kPlaces + 1);
    const auto normal = static_cast<std::uint32_t>(Distribution::Normal);
    const Operand position = at(Place::StateNumber, 0, 1);
    p.init = {
        {.op = Op::Loop, .count = kPlaces, .detail = 0},
        {.op = Op::Copy, .out = position, .a = at(Place::Index, 10, 1)},
        {.op = Op::EndLoop},
    };
    p.step = {
        {.op = Op::SkipUnless, .a = at(Place::Step), .target = 13},
        {.op = Op::Loop, .count = kPlaces, .detail = 0},
        {.op = Op::Happens,
         .out = at(Place::Truth),
         .a = at(Place::Key, 0, 1),
         .c = at(Place::Constant, 2)},
        {.op = Op::SkipIfNone, .mask = at(Place::Truth), .target = 5},
        {.op = Op::TallyEver,
         .out = at(Place::StateTruth, 0, 1),
         .a = at(Place::Counter, 0, 1),
         .mask = at(Place::Truth)},
        {.op = Op::Not, .out = at(Place::Truth, 1), .a = at(Place::Truth)},
        {.op = Op::DrawUniform, .out = at(Place::Number), .a = at(Place::Key, kPlaces, 1)},
        {.op = Op::Quantile,
         .out = at(Place::Number),
         .a = at(Place::Number),
         .b = at(Place::Constant),
         .c = at(Place::Constant, 6, 1),
         .mask = at(Place::Truth, 1),
         .detail = normal},
        {.op = Op::AddWhere, .out = position, .a = at(Place::Number), .mask = at(Place::Truth, 1)},
        {.op = Op::Tally, .a = at(Place::Counter, kPlaces), .mask = at(Place::Truth, 1)},
        {.op = Op::LessEqual,
         .out = at(Place::Truth, 1),
         .a = position,
         .b = at(Place::Constant, 5)},
        {.op = Op::CheckTrue, .a = at(Place::Truth, 1), .detail = 0},
        {.op = Op::EndLoop},
        {.op = Op::Copy, .out = at(Place::StateNumber, 4), .a = at(Place::Constant, 4)},
        {.op = Op::Loop, .count = kPlaces, .detail = 0},
        {.op = Op::KeepLargest,
         .out = at(Place::StateNumber, 5),
         .out2 = at(Place::StateNumber, 4),
         .a = position,
         .b = at(Place::Index, 0, 1)},
        {.op = Op::EndLoop},
        {.op = Op::Gather,
         .out = at(Place::StateNumber, 5),
         .a = at(Place::StateNumber),
         .b = at(Place::StateNumber, 4),
         .c = at(Place::Constant),
         .count = kPlaces,
         .stride = 1},
    };
    return p;
}

struct Walk {
    std::array<double, kPlaces> positions{};
    std::array<bool, kPlaces> rested{};
    double furthest = -1;
    std::int64_t fault_step = -1;  // the first beyond the limit; -1: none
    bool operator==(const Walk&) const = default;
};

/// The same walk, one history at a time.
Walk plain_walk(std::uint64_t seed, std::uint64_t history, double limit) {
    constexpr std::array<double, kPlaces> kSpread = {0.25, 0.5, 0.75, 1.25};
    Walk walk;
    for (std::size_t i = 0; i < kPlaces; ++i) {
        walk.positions[i] = static_cast<double>(10 + i);
    }
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        for (std::size_t i = 0; step % 3 != 2 && i < kPlaces; ++i) {
            const auto name = std::to_string(i);
            const auto rests = base::site_key(seed, "rests(" + name + ")");
            const auto moves = base::site_key(seed, "moves(" + name + ")/by");
            if (math::fires({rests, 23'000 + step, 0}, history, 0.2)) {
                walk.rested[i] = true;
            } else {
                const double u = math::noise_uniform({moves, 23'000 + step, 0}, history);
                walk.positions[i] += math::normal_quantile(u, 0.0, kSpread[i]);
            }
            if (!(walk.positions[i] <= limit) && walk.fault_step < 0) {
                walk.fault_step = step;
            }
        }
    }
    walk.furthest = 0;
    for (std::size_t i = 1; i < kPlaces; ++i) {
        if (walk.positions[i] > walk.positions[static_cast<std::size_t>(walk.furthest)]) {
            walk.furthest = static_cast<double>(i);
        }
    }
    return walk;
}

Walk walk_of(Workspace& chunk, std::size_t lane) {
    Walk walk;
    for (std::uint32_t i = 0; i < kPlaces; ++i) {
        walk.positions[i] = chunk.numbers(at(Place::StateNumber, i))[lane];
        walk.rested[i] = chunk.value(at(Place::StateTruth, i), lane) != 0;
    }
    walk.furthest = chunk.value(at(Place::StateNumber, 4), lane);
    EXPECT_EQ(chunk.value(at(Place::StateNumber, 5), lane),
              walk.positions[static_cast<std::size_t>(walk.furthest)]);
    return walk;
}

/// Collects all histories of a run.
struct Collected {
    EnsembleResult result;
    std::map<std::uint64_t, Walk> walks;
};

Collected collect(const Program& program, EnsembleOptions options) {
    Collected collected;
    std::mutex mutex;
    collected.result = run_ensemble(program, options, [&](std::size_t worker, Workspace& chunk) {
        EXPECT_LT(worker, worker_count(options));
        const std::lock_guard lock(mutex);
        for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
            collected.walks[chunk.first_history() + lane] = walk_of(chunk, lane);
        }
    });
    return collected;
}

constexpr double kNoLimit = 1e9;

TEST(WorkspaceTest, ComputesWhatAHistoryAtATimeComputes) {
    const Program program = walk(kNoLimit);
    const auto collected = collect(program, {.histories = 700, .seed = 5, .threads = 1});
    ASSERT_EQ(collected.walks.size(), 700U);
    std::vector<std::int64_t> rested(kPlaces);
    for (const auto& [history, found] : collected.walks) {
        const Walk expected = plain_walk(5, history, kNoLimit);
        EXPECT_EQ(found, expected) << history;
        for (std::size_t i = 0; i < kPlaces; ++i) {
            rested[i] += expected.rested[i] ? 1 : 0;
        }
    }
    rested.push_back(collected.result.counters.back());
    EXPECT_EQ(collected.result.counters, rested);
}

TEST(WorkspaceTest, GivesTheSameBitsForAnyChunkAndThreads) {
    const Program program = walk(kNoLimit);
    const auto expected = collect(program, {.histories = 500, .seed = 9, .threads = 1});
    for (const std::size_t lanes : {1U, 7U, 64U, 100U, 256U, 1000U}) {
        for (const std::size_t threads : {1U, 2U, 3U}) {
            const auto found = collect(
                program, {.histories = 500, .seed = 9, .threads = threads, .chunk_lanes = lanes});
            EXPECT_EQ(found.walks, expected.walks) << lanes;
            EXPECT_EQ(found.result.counters, expected.result.counters);
            EXPECT_EQ(found.result.histories, 500U);
            EXPECT_FALSE(found.result.partial);
        }
    }
}

TEST(WorkspaceTest, GivesTheSameBitsForEveryInstructionSet) {
    const Program program = walk(kNoLimit);
    const BoundProgram bound(program, 3);
    Workspace best(bound, 100);
    Workspace portable(bound, 100, math::InstructionSet::Portable);
    best.run_chunk(1'000'003, 90);
    portable.run_chunk(1'000'003, 90);
    for (std::size_t lane = 0; lane < 90; ++lane) {
        EXPECT_EQ(walk_of(best, lane), walk_of(portable, lane));
    }
}

TEST(WorkspaceTest, ForgetsTheChunkBefore) {
    const Program program = walk(kNoLimit);
    const BoundProgram bound(program, 3);
    Workspace used(bound, 64);
    used.run_chunk(64, 64);
    used.run_chunk(0, 50);
    Workspace fresh(bound, 64);
    fresh.run_chunk(0, 50);
    for (std::size_t lane = 0; lane < 50; ++lane) {
        EXPECT_EQ(walk_of(used, lane), walk_of(fresh, lane));
    }
}

TEST(WorkspaceTest, RunsInPartsOnStatesOfTheirOwn) {
    const Program program = walk(kNoLimit);
    const BoundProgram bound(program, 3);
    Workspace whole(bound, 128);
    Workspace parts(bound, 128);
    std::vector<StateColumns> states(3, StateColumns(program, 128));
    constexpr std::array<std::size_t, 3> kCounts = {128, 70, 1};
    const auto first_of = [](std::size_t chunk) { return 128 * chunk + 5; };
    for (std::size_t chunk = 0; chunk < 3; ++chunk) {
        parts.attach(states[chunk]);
        parts.begin(kCounts[chunk]);
        parts.set_histories(first_of(chunk));
        parts.draw_start();
        parts.run_init();
    }
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        for (std::size_t turn = 0; turn < 3; ++turn) {
            const std::size_t chunk = (turn + step) % 3;
            parts.attach(states[chunk]);
            parts.set_histories(first_of(chunk));
            parts.run_step(step);
        }
    }
    for (std::size_t chunk = 0; chunk < 3; ++chunk) {
        whole.run_chunk(first_of(chunk), kCounts[chunk]);
        parts.attach(states[chunk]);
        ASSERT_EQ(parts.history_count(), kCounts[chunk]);
        for (std::size_t lane = 0; lane < kCounts[chunk]; ++lane) {
            EXPECT_EQ(walk_of(parts, lane), walk_of(whole, lane)) << chunk << ' ' << lane;
        }
    }
    EXPECT_EQ(parts.counters(), whole.counters());
    parts.detach();
    parts.run_chunk(7, 60);
    whole.run_chunk(7, 60);
    EXPECT_EQ(walk_of(parts, 59), walk_of(whole, 59));
}

TEST(WorkspaceTest, GivesALaneTheNoiseOfAnyHistory) {
    const Program program = walk(kNoLimit);
    const BoundProgram bound(program, 3);
    for (const auto set : {math::InstructionSet::Portable, math::best_instruction_set()}) {
        Workspace chunk(bound, 200, set);
        // Ascending with repeats, as after a resampling; then as if shuffled.
        std::vector<std::vector<std::uint64_t>> lineages(2);
        for (std::uint64_t i = 0; i < 150; ++i) {
            lineages[0].push_back(1'000 + (i * i) / 300);
            lineages[1].push_back((i * 7'919 + 11) % 1'013 + (i % 5 == 0 ? 1ULL << 40U : 0));
        }
        for (const auto& lineage : lineages) {
            chunk.begin(lineage.size());
            chunk.set_histories(lineage);
            chunk.run_init();
            for (std::uint32_t step = 0; step < kSteps; ++step) {
                chunk.run_step(step);
            }
            for (std::size_t lane = 0; lane < lineage.size(); ++lane) {
                EXPECT_EQ(walk_of(chunk, lane), plain_walk(3, lineage[lane], kNoLimit)) << lane;
            }
        }
    }
}

TEST(WorkspaceTest, DrawsWhatIsDrawnAtStepZeroAndClearsWhatFactsWeigh) {
    Program program;
    program.step_count = 2;
    program.state_number_count = 5;
    program.constants = {2.5};
    program.site_names = {"param", "either"};
    program.start_draws = {
        {.site = 0, .word = 0, .two_words = true, .column = at(Place::StateNumber, 0)},
        {.site = 1, .word = 3, .two_words = false, .column = at(Place::StateNumber, 1)}};
    program.facts.resize(1);
    program.facts[0].log_factor = at(Place::StateNumber, 2);
    const auto weigh = [](std::uint32_t column) {
        return Instruction{
            .op = Op::AddWhere, .out = at(Place::StateNumber, column), .a = at(Place::Constant)};
    };
    program.init = {weigh(2)};
    program.step = {weigh(2), weigh(3), weigh(4)};
    const BoundProgram bound(program, 9);
    Workspace chunk(bound, 10);
    chunk.run_chunk(40, 10);
    for (std::size_t lane = 0; lane < 10; ++lane) {
        const std::uint64_t history = 40 + lane;
        EXPECT_EQ(chunk.value(at(Place::StateNumber, 0), lane),
                  math::noise_uniform({base::site_key(9, "param"), 0, 0}, history));
        EXPECT_EQ(chunk.value(at(Place::StateNumber, 1), lane),
                  (math::noise_word({base::site_key(9, "either"), 0, 3}, history) + 0.5) * 0x1p-32);
        EXPECT_EQ(chunk.value(at(Place::StateNumber, 2), lane), 2.5);
        EXPECT_EQ(chunk.value(at(Place::StateNumber, 3), lane), 2.5);
        EXPECT_EQ(chunk.value(at(Place::StateNumber, 4), lane), 5.0);
    }
}

TEST(WorkspaceTest, ImposesWhatTheRecordTellsAndLetsOtherWorldsFollow) {
    Program program;
    program.step_count = 3;
    program.state_number_count = 6;  // code, key index, chance; what came; two of the fact
    program.scratch_number_count = 4;
    program.scratch_truth_count = 1;
    program.constants = {1.0, 0.0};
    program.site_names = {"comes"};
    program.imposed.resize(1);
    program.facts.resize(1);
    program.facts[0].log_factor = at(Place::StateNumber, 4);
    program.facts[0].last_step = 2;
    program.step = {
        {.op = Op::Copy, .out = at(Place::Number, 0), .a = at(Place::StateNumber, 0)},
        {.op = Op::Copy, .out = at(Place::Number, 1), .a = at(Place::StateNumber, 1)},
        {.op = Op::Copy, .out = at(Place::Number, 2), .a = at(Place::StateNumber, 2)},
        {.op = Op::Copy, .out = at(Place::Number, 3), .a = at(Place::Constant, 1)},
        {.op = Op::Less,
         .out = at(Place::Truth),
         .a = at(Place::Constant, 1),
         .b = at(Place::StateNumber, 2)},
        {.op = Op::Impose,
         .out = at(Place::Number, 3),
         .out2 = at(Place::StateNumber, 4),
         .a = at(Place::Number),
         .b = at(Place::Key),
         .mask = at(Place::Truth),
         .count = 3,
         .stride = 1},
        {.op = Op::Copy, .out = at(Place::StateNumber, 3), .a = at(Place::Number, 3)},
    };
    const BoundProgram bound(program, 12);
    Workspace chunk(bound, 128);
    chunk.begin(120);
    // Of each four lanes: forced to come; its other world, where it is as likely, and where it is
    // half as likely; and one in which it is not reached.
    std::vector<std::uint64_t> histories;
    std::vector<std::uint32_t> actual;
    for (std::uint32_t lane = 0; lane < 120; ++lane) {
        histories.push_back(lane / 4);
        actual.push_back(lane % 4 == 3 ? lane : lane / 4 * 4);
        chunk.state().numbers(0)[lane] = lane % 4 == 0 ? 1 : 0;
        chunk.state().numbers(2)[lane] = lane % 4 == 2 ? 0.25 : lane % 4 == 3 ? 0 : 0.5;
    }
    chunk.set_histories(histories);
    chunk.set_actual(actual);
    std::size_t follow = 0;
    for (std::uint32_t step = 0; step < 3; ++step) {
        chunk.run_step(step);
        for (std::size_t lane = 0; lane < 120; lane += 4) {
            const auto came = [&](std::size_t i) {
                return chunk.value(at(Place::StateNumber, 3), lane + i);
            };
            const double u =
                math::noise_uniform({bound.keys()[0], bound.noise_step(step), 0}, lane / 4);
            EXPECT_EQ(came(0), 1);
            EXPECT_EQ(came(1), 1);
            EXPECT_EQ(came(2), u * 0.5 < 0.25 ? 1 : 0);
            EXPECT_EQ(came(3), 0);
            follow += came(2) != 0 ? 1U : 0U;
            EXPECT_EQ(chunk.value(at(Place::StateNumber, 4), lane), math::log(0.5));
            EXPECT_EQ(chunk.value(at(Place::StateNumber, 4), lane + 1), 0);
        }
    }
    EXPECT_GT(follow, 20U);
    EXPECT_LT(follow, 70U);
}

TEST(EnsembleTest, ReportsTheLowestHistoryThatFaults) {
    constexpr double kLimit = 26.0;  // few get so far
    const Program program = walk(kLimit);
    std::uint64_t lowest = 0;
    while (plain_walk(2, lowest, kLimit).fault_step < 0) {
        ++lowest;
    }
    ASSERT_GT(lowest, 20U);
    for (const std::size_t lanes : {1U, 7U, 64U, 256U}) {
        for (const std::size_t threads : {1U, 2U, 4U}) {
            const auto found =
                collect(program,
                        {.histories = 20'000, .seed = 2, .threads = threads, .chunk_lanes = lanes});
            ASSERT_TRUE(found.result.fault.has_value());
            EXPECT_EQ(found.result.fault->history, lowest);
            EXPECT_EQ(found.result.fault->step, plain_walk(2, lowest, kLimit).fault_step);
            EXPECT_EQ(found.result.fault->fault, 0U);
            EXPECT_TRUE(found.result.partial);
        }
    }
}

TEST(EnsembleTest, FinishesTheFirstHistoriesWhenStopped) {
    const Program program = walk(kNoLimit);
    std::atomic<bool> stop = false;
    std::atomic<std::size_t> seen = 0;
    const EnsembleOptions options{
        .histories = 1'000'000, .threads = 2, .chunk_lanes = 64, .stop = &stop};
    const auto result = run_ensemble(program, options, [&](std::size_t, Workspace& chunk) {
        seen += chunk.history_count();
        stop = stop || chunk.first_history() >= 640;
    });
    EXPECT_TRUE(result.partial);
    EXPECT_EQ(result.histories, seen);
    EXPECT_GE(result.histories, 704U);
    EXPECT_LT(result.histories, 1'000U);
}

TEST(EnsembleTest, DeliversInOrderWhenAsked) {
    const Program program = walk(kNoLimit);
    std::uint64_t next = 0;
    const EnsembleOptions options{
        .histories = 5'000, .threads = 3, .chunk_lanes = 7, .delivery = Delivery::InOrder};
    const auto result = run_ensemble(program, options, [&](std::size_t, Workspace& chunk) {
        EXPECT_EQ(chunk.first_history(), next);
        next += chunk.history_count();
    });
    EXPECT_EQ(next, 5'000U);
    EXPECT_EQ(result.histories, 5'000U);
}

TEST(EnsembleTest, ThrowsWhatTheListenerThrows) {
    const Program program = walk(kNoLimit);
    for (const Delivery delivery : {Delivery::AnyOrder, Delivery::InOrder}) {
        const EnsembleOptions options{
            .histories = 5'000, .threads = 2, .chunk_lanes = 64, .delivery = delivery};
        EXPECT_THROW(
            run_ensemble(program, options,
                         [](std::size_t, Workspace&) { throw std::runtime_error("full"); }),
            std::runtime_error);
    }
}

TEST(EnsembleTest, NeedsNoMoreMemoryForMoreHistories) {
    const Program program = walk(kNoLimit);
    const auto peak_kib = [&](std::uint64_t histories) {
        run_ensemble(program, {.histories = histories, .threads = 2},
                     [](std::size_t, Workspace&) {});
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    };
    const auto few = peak_kib(2'000);
    EXPECT_LT(peak_kib(200'000), few + 1024);
}

TEST(TraceTest, TellsTheLinesOfOneHistory) {
    Program program = walk(kNoLimit);
    program.records.resize(2);
    // In the loop of the first entity alone: a line when it rests.
    program.step = {
        {.op = Op::Happens,
         .out = at(Place::Truth),
         .a = at(Place::Key),
         .c = at(Place::Constant, 2)},
        {.op = Op::TraceBegin, .mask = at(Place::Truth), .detail = 1},
        {.op = Op::TraceNumber, .a = at(Place::Step)},
        {.op = Op::TraceTruth, .a = at(Place::Truth)},
        {.op = Op::TraceNumber, .a = at(Place::StateNumber, 2)},
    };
    const auto trace = trace_history(program, 8, 4'711);
    std::size_t line = 0;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        if (!math::fires({base::site_key(8, "rests(0)"), 23'000 + step, 0}, 4'711, 0.2)) {
            continue;
        }
        ASSERT_LT(line, trace.lines.size());
        EXPECT_EQ(trace.lines[line].step, step);
        EXPECT_EQ(trace.lines[line].record, 1U);
        EXPECT_EQ(trace.lines[line].values,
                  (std::vector<double>{step % 3 == 2 ? 0.0 : 1.0, 1.0, 12.0}));
        ++line;
    }
    EXPECT_EQ(line, trace.lines.size());
    EXPECT_GT(line, 0U);
}

TEST(TraceTest, TellsTheLaneThatIsAskedFor) {
    Program program = walk(kNoLimit);
    program.records.resize(1);
    program.step.insert(program.step.begin() + 3,
                        {{.op = Op::TraceBegin, .mask = at(Place::Truth)},
                         {.op = Op::TraceTruth, .a = at(Place::Truth)},
                         {.op = Op::TraceNumber, .a = at(Place::StateNumber, 2)}});
    for (Instruction& instruction : program.step) {
        instruction.target +=
            instruction.op == Op::SkipIfNone || instruction.op == Op::SkipUnless ? 3 : 0;
    }
    const BoundProgram bound(program, 8);
    Workspace alone(bound, 1);
    alone.set_trace_lane(0);
    alone.run_chunk(4'711, 1);
    Workspace among(bound, 100);
    among.set_trace_lane(77);
    among.run_chunk(4'711 - 77, 100);
    ASSERT_EQ(alone.trace().size(), among.trace().size());
    EXPECT_GT(alone.trace().size(), 0U);
    for (std::size_t i = 0; i < alone.trace().size(); ++i) {
        EXPECT_EQ(alone.trace()[i].step, among.trace()[i].step);
        EXPECT_EQ(alone.trace()[i].values, among.trace()[i].values);
    }
}

}  // namespace
}  // namespace jonbar::engine
