// Whatever compiles runs: a few histories over the first steps, within a budget of instructions.
// The portable kernels and those of the processor leave the same bits in every column; a program as
// lowered and as optimised agree in what is asked; and so it is where the record is imposed.

#include <algorithm>
#include <bit>
#include <optional>

#include "base/check.h"
#include "base/diagnostics.h"
#include "engine/workspace.h"
#include "fuzz/input.h"
#include "model/check.h"
#include "program/lower.h"
#include "program/work.h"

namespace jonbar {
namespace {

constexpr std::size_t kHistories = 9;
constexpr double kInstructions = 1e6;
constexpr std::uint32_t kSteps = 12;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

/// Returns how many steps are worth running; none where the budget does not allow one.
std::uint32_t steps_of(const program::Program& program) {
    const double left = kInstructions - program::instructions_run(program.init);
    const double each = program::instructions_run(program.step);
    if (left < each) return 0;
    return static_cast<std::uint32_t>(std::min<double>(
        {kSteps, static_cast<double>(program.step_count), left / std::max(each, 1.0)}));
}

void run(engine::Workspace& workspace, std::uint32_t steps) {
    workspace.begin(kHistories);
    workspace.set_histories(0);
    workspace.draw_start();
    workspace.run_init();
    for (std::uint32_t step = 0; step < steps && workspace.fault().lane != 0; ++step)
        workspace.run_step(step);
}

void expect_equal(const engine::Workspace& left, const engine::Workspace& right,
                  const program::Operand& column) {
    for (std::size_t lane = 0; lane < kHistories; ++lane)
        CHECK(bits(left.value(column, lane)) == bits(right.value(column, lane)));
}

/// Runs a program with the portable kernels and the processor's.
void expect_same_bits(const program::Program& program, std::uint32_t steps) {
    const engine::BoundProgram bound(program, 1);
    engine::Workspace plain(bound, kHistories, math::InstructionSet::Portable);
    run(plain, steps);
    engine::Workspace fast(bound, kHistories, math::best_instruction_set());
    run(fast, steps);
    CHECK(plain.fault().lane == fast.fault().lane);
    if (plain.fault().lane != engine::FaultNote::kNoLane) {
        CHECK(plain.fault().step == fast.fault().step);
        CHECK(plain.fault().fault == fast.fault().fault);
        return;
    }
    program::Operand column{.place = program::Place::StateNumber};
    for (; column.base < program.state_number_count; ++column.base)
        expect_equal(plain, fast, column);
    column = {.place = program::Place::StateTruth};
    for (; column.base < program.state_truth_count; ++column.base)
        expect_equal(plain, fast, column);
}

/// Runs what was lowered in both ways and holds their outcomes together, where all steps were run.
void expect_same_outcomes(const program::Program& left, const program::Program& right,
                          std::uint32_t steps) {
    if (steps < left.step_count) return;
    const engine::BoundProgram bound_left(left, 1), bound_right(right, 1);
    engine::Workspace first(bound_left, kHistories), second(bound_right, kHistories);
    run(first, steps);
    run(second, steps);
    CHECK(first.fault().lane == second.fault().lane && first.fault().step == second.fault().step);
    if (first.fault().lane != engine::FaultNote::kNoLane) return;
    for (std::size_t i = 0; i < left.outcomes.size(); ++i) {
        for (std::size_t lane = 0; lane < kHistories; ++lane) {
            CHECK(bits(first.value(left.outcomes[i].column, lane)) ==
                  bits(second.value(right.outcomes[i].column, lane)));
        }
    }
}

}  // namespace
}  // namespace jonbar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jonbar;
    const fuzz::Input input = fuzz::cut_input(fuzz::text_of(data, size));
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    load.read = fuzz::reader_of(input);
    const Model model =
        load_and_check(sources, sources.add("text.jon", input.scenario), load, diagnostics);
    if (diagnostics.has_errors() || model.continued != nullptr) return 0;

    const auto lowered = [&](bool optimise, bool record) {
        program::LowerOptions options;
        options.optimise = optimise;
        options.start_draws = record;
        if (record) options.facts.assign(model.facts.size(), true);
        return program::lower(model, options, diagnostics);
    };
    const program::Program optimised = lowered(true, false);
    const program::Program plain = lowered(false, false);
    if (diagnostics.has_errors()) return 0;
    const std::uint32_t steps = std::min(steps_of(optimised), steps_of(plain));
    if (steps == 0) return 0;
    expect_same_bits(optimised, steps);
    expect_same_bits(plain, steps);
    expect_same_outcomes(optimised, plain, steps);
    if (model.facts.empty()) return 0;
    const program::Program recorded = lowered(true, true);
    if (!diagnostics.has_errors() && steps_of(recorded) > 0)
        expect_same_bits(recorded, steps_of(recorded));
    return 0;
}
