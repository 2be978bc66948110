// What a scenario costs to run (Scenario::cost).

#include "jonbar/cost.h"

#include "engine/workspace_size.h"
#include "inference/memory.h"
#include "inference/worlds.h"
#include "interface/cause_worlds.h"
#include "interface/conditioning.h"
#include "interface/memory_need.h"
#include "interface/sampling.h"

namespace jonbar {

namespace {

ProgramCost cost_of(const program::Program& program, const std::string& question) {
    constexpr std::size_t kLanes = program::kChunkLanes;
    ProgramCost cost;
    cost.question = question;
    cost.start_instructions = program.init.size();
    cost.step_instructions = program.step.size();
    cost.state_numbers = program.state_number_count;
    cost.state_truths = program.state_truth_count;
    cost.scratch_numbers = program.scratch_number_count;
    cost.scratch_truths = program.scratch_truth_count;
    cost.history_size =
        static_cast<double>(engine::state_size(program, kLanes)) / static_cast<double>(kLanes);
    const engine::NoiseWords words = engine::noise_words(program);
    cost.start_words = words.start;
    cost.step_words = words.step;
    cost.thread_size = engine::workspace_size(program, kLanes);
    return cost;
}

}  // namespace

CostAnswer Scenario::cost(const CostOptions& options) const {
    const Model& model = parts_->model;
    const bool record = !model.facts.empty();
    CostAnswer answer;
    answer.scenario = parts_->path;
    answer.title = model.title;
    answer.steps = static_cast<std::uint64_t>(model.calendar.step_count);
    answer.threads = engine::worker_count({.threads = static_cast<std::size_t>(options.threads)});
    answer.available = inference::available_memory();
    const auto add = [&](const MemoryNeed& need) {
        answer.questions.push_back(need.estimate(answer.threads));
    };

    RunOptions run;
    run.threads = options.threads;
    if (options.histories != 0) run.histories = options.histories;
    answer.programs.push_back(cost_of(parts_->lower({}), "run"));
    add(need_of(*parts_, run));
    SampleOptions sample;
    sample.threads = options.threads;
    sample.conditioning = options.conditioning;
    sample.histories = options.histories;
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    if (record) {
        lowered.facts = facts_of(*parts_, options.conditioning);
        const program::Program program = parts_->lower(lowered);
        const inference::ConditionOptions as = condition_options(options.conditioning);
        answer.island_size = as.island.size;
        answer.island_memory = inference::Island::memory(program, as.island);
        answer.programs.push_back(cost_of(program, "run --given"));
        run.given = options.conditioning;
        if (options.histories == 0) run.histories = 20'000;
        add(need_of(*parts_, run));
    }
    const inference::WorldsOptions worlds = worlds_options(sample, "", 0);
    if (!model.what_ifs.empty()) {
        WhatIfOptions what_if;
        what_if.sample = sample;
        program::LowerOptions of_worlds = lowered;
        of_worlds.first_dates = true;
        for (const WhatIf& one : model.what_ifs) {
            if (what_if.names.size() == inference::kSwitchCountMax) break;
            what_if.names.push_back(one.name);
            of_worlds.switches.push_back({one.name, one.interventions});
        }
        const program::Program program = parts_->lower(of_worlds);
        answer.snapshot_memory = inference::snapshots_memory(program, worlds);
        answer.programs.push_back(cost_of(program, "whatif"));
        add(need_of(*parts_, what_if));
    }
    if (!model.causes.empty()) {
        WhyOptions why;
        why.sample = sample;
        program::LowerOptions of_causes = lowered;
        of_causes.switches = CauseSwitches(model).lowered;
        const program::Program program = parts_->lower(of_causes);
        answer.snapshot_memory =
            std::max(answer.snapshot_memory, inference::snapshots_memory(program, worlds));
        answer.programs.push_back(cost_of(program, "why"));
        add(need_of(*parts_, why));
    }
    SensitivityOptions sensitivity;
    sensitivity.sample = sample;
    add(need_of(*parts_, sensitivity));
    return answer;
}

}  // namespace jonbar
