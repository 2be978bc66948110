#include "inference/world_block.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "base/check.h"
#include "engine/workspace_size.h"

namespace jonbar::inference {
namespace {

using engine::Word;

constexpr double kNever = std::numeric_limits<double>::infinity();
/// Numbers from here on are of chance that no sample has had.
constexpr std::uint64_t kNewChance = std::uint64_t{1} << 62U;

double value_in(const engine::StateColumns& state, const program::Operand& column,
                std::size_t lane) {
    if (column.place == program::Place::StateNumber) {
        return state.numbers(column.base)[lane];
    }
    CHECK(column.place == program::Place::StateTruth);
    const Word word = state.truths(column.base)[lane / engine::kWordLanes];
    return static_cast<double>((word >> (lane % engine::kWordLanes)) & 1U);
}

/// Finds the program's start draws among those of the program that the samples were drawn with.
std::vector<std::size_t> find_start_draws(const program::Program& program,
                                          const program::Program& sampled) {
    std::map<std::tuple<std::string, std::uint32_t>, std::size_t> known;
    for (std::size_t i = 0; i < sampled.start_draws.size(); ++i) {
        const program::StartDraw& draw = sampled.start_draws[i];
        known.emplace(std::tuple(sampled.site_names[draw.site], draw.word), i);
    }
    std::vector<std::size_t> found;
    for (const program::StartDraw& draw : program.start_draws) {
        const auto at = known.find({program.site_names[draw.site], draw.word});
        found.push_back(at == known.end() ? WorldsPlan::kNotSampled : at->second);
    }
    return found;
}

/// Returns the steps before which snapshots are taken: as many as there is room for, from the first
/// on in which a switch may act.
std::vector<std::int64_t> snapshot_steps(const program::Program& program, std::size_t count_max) {
    const std::int64_t end = program.step_count;
    std::int64_t first = end;
    for (const program::SwitchColumns& column : program.switches) {
        first = std::min(first, std::max<std::int64_t>(column.first_step, 0));
    }
    std::vector<std::int64_t> steps = {-1};
    const auto room = static_cast<std::int64_t>(std::max<std::size_t>(count_max, 1));
    const std::int64_t interval = std::max<std::int64_t>((end - first + room - 1) / room, 1);
    for (std::int64_t step = first; step < end; step += interval) {
        steps.push_back(step);
    }
    return steps;
}

/// Tells whether an altered lane may look at its actual one.
bool looks_at_actual(const program::Program& program) {
    return std::any_of(program.imposed.begin(), program.imposed.end(),
                       [](const program::Imposed& imposed) { return !imposed.holds; });
}

}  // namespace

WorldsPlan::WorldsPlan(const WorldsRequest& request, const WorldsOptions& options)
    : chunk_lanes(options.chunk_lanes),
      share(options.share),
      beside_actual(looks_at_actual(request.bound.program())),
      snapshots({-1}),
      sampled_start(find_start_draws(request.bound.program(), request.sampled)) {
    CHECK(chunk_lanes >= 2);
    CHECK(request.bound.program().switches.size() <= kSwitchCountMax);
    block_chunks = std::max<std::size_t>(options.block_histories / chunk_lanes, 1);
    const std::size_t block_count = block_chunks * chunk_lanes;
    for (std::size_t sample = 0; sample < request.samples.size(); ++sample) {
        const std::size_t count = request.samples[sample].count();
        for (std::size_t first = 0; first < count; first += block_count) {
            blocks.push_back({sample, first, std::min(block_count, count - first)});
        }
    }
    if (share) {
        const engine::StateColumns one(request.bound.program(), chunk_lanes);
        const std::size_t size = std::max<std::size_t>(one.size() * block_chunks, 1);
        snapshots = snapshot_steps(request.bound.program(), options.snapshot_size / size);
    }
}

std::uint64_t snapshots_memory(const program::Program& program, const WorldsOptions& options) {
    if (!options.share) {
        return 0;
    }
    const std::size_t chunks =
        std::max<std::size_t>(options.block_histories / options.chunk_lanes, 1);
    const std::uint64_t size =
        std::max<std::uint64_t>(engine::state_size(program, options.chunk_lanes) * chunks, 1);
    const std::size_t room = static_cast<std::size_t>(options.snapshot_size / size);
    return (snapshot_steps(program, room).size() - 1) * size;
}

std::uint64_t worlds_memory(const program::Program& program, const WorldsOptions& options,
                            std::size_t worlds, std::size_t columns) {
    const std::uint64_t histories = std::max(options.block_histories, options.chunk_lanes);
    const std::uint64_t switches = program.switches.size();
    // What is read of each world, its set, its place; those that depart are packed into chunks.
    constexpr std::uint64_t kOfWorld = 96;
    const std::uint64_t rows =
        histories * ((worlds + 1) * (columns * sizeof(double) + kOfWorld) + switches * 8);
    return engine::workspace_size(program, options.chunk_lanes) +
           engine::state_size(program, options.chunk_lanes) + snapshots_memory(program, options) +
           rows;
}

BlockRunner::BlockRunner(const WorldsRequest& request, const WorldsPlan& plan)
    : request_(request),
      plan_(plan),
      workspace_(request.bound, plan.chunk_lanes),
      state_(request.bound.program(), plan.chunk_lanes),
      snapshots_(plan.snapshots.size() - 1) {
    workspace_.attach(state_);
    for (auto& chunks : snapshots_) {
        chunks.assign(plan.block_chunks, state_);
    }
}

BlockResult BlockRunner::run(const Block& block, std::size_t worker) {
    block_ = block;
    result_ = {};
    run_actual();
    if (result_.fault) {
        return result_;
    }
    choose_worlds();
    for (const WorldChunk& chunk : pack_worlds(departing_worlds(), plan_.snapshots,
                                               {.chunk_lanes = plan_.chunk_lanes,
                                               .step_count = program().step_count,
                                               .beside_actual = plan_.beside_actual})) {
        run_chunk(chunk);
    }
    if (!result_.fault) {
        for (std::size_t world = 0; world < worlds_.size(); ++world) {
            copy_columns(altered_, same_as_[world], world);
        }
        for (std::size_t i = 0; i < block_.count; ++i) {
            request_.listen(worker, history(i));
        }
    }
    return result_;
}

/// Runs the block's actual histories, and keeps what is read of them.
void BlockRunner::run_actual() {
    const std::size_t columns = request_.columns.size();
    const std::size_t switches = program().switches.size();
    actual_.assign(block_.count * columns, 0);
    touched_.assign(block_.count * switches, 0);
    result_.lane_steps_from_start = std::uint64_t{block_.count} * program().step_count;
    std::vector<LaneOf> lanes;
    for (std::size_t first = 0; first < block_.count && !result_.fault; first += lanes.size()) {
        lanes.clear();
        while (lanes.size() < plan_.chunk_lanes && first + lanes.size() < block_.count) {
            lanes.push_back({first + lanes.size(), 0});
        }
        snapshot_chunk_ = first / plan_.chunk_lanes;
        start(lanes, {});
        run_steps(lanes, -1);
        snapshot_chunk_ = kNoChunk;
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            const std::size_t index = first + lane;
            read(lane, {actual_.data() + index * columns, columns});
            for (std::size_t i = 0; i < switches; ++i) {
                touched_[index * switches + i] =
                    value_in(state_, program().switches[i].touched, lane);
            }
        }
    }
}

void BlockRunner::choose_worlds() {
    worlds_.clear();
    worlds_begin_.assign(block_.count + 1, 0);
    for (std::size_t i = 0; i < block_.count; ++i) {
        worlds_begin_[i] = worlds_.size();
        request_.choose(actual_history(i), worlds_);
    }
    worlds_begin_[block_.count] = worlds_.size();
    altered_.assign(worlds_.size() * request_.columns.size(), 0);
}

/// Returns the step in which a world departs from its actual history, infinity if it never does.
double BlockRunner::departure(std::size_t history, WorldSet world) const {
    double departure = plan_.share ? kNever : -1;
    const std::size_t switches = program().switches.size();
    for (std::size_t i = 0; i < switches; ++i) {
        if (((world >> i) & 1U) != 0) {
            departure = std::min(departure, touched_[history * switches + i]);
        }
    }
    return departure;
}

/// Returns each world that has to be run, and copies the actual history to those that never depart.
/// `same_as_` tells of each world which of them it is.
std::vector<PackedWorld> BlockRunner::departing_worlds() {
    std::vector<PackedWorld> departing;
    same_as_.resize(worlds_.size());
    for (std::size_t i = 0; i < block_.count; ++i) {
        const auto first = worlds_.begin() + static_cast<std::ptrdiff_t>(worlds_begin_[i]);
        for (std::size_t world = worlds_begin_[i]; world < worlds_begin_[i + 1]; ++world) {
            const auto same = std::find(first, worlds_.end(), worlds_[world]);
            same_as_[world] = static_cast<std::size_t>(same - worlds_.begin());
            if (same_as_[world] != world) {
                continue;
            }
            result_.lane_steps_from_start += program().step_count;
            const double step = departure(i, worlds_[world]);
            if (step != kNever) {
                departing.push_back({static_cast<std::uint32_t>(i),
                                     static_cast<std::uint32_t>(world),
                                     static_cast<std::int64_t>(step)});
            } else {
                copy_columns(actual_, i, world);
            }
        }
    }
    return departing;
}

/// Copies what was read of row `from` to that of a world.
void BlockRunner::copy_columns(const std::vector<double>& rows, std::size_t from,
                               std::size_t world) {
    const std::size_t columns = request_.columns.size();
    for (std::size_t i = 0; i < columns; ++i) {
        altered_[world * columns + i] = rows[from * columns + i];
    }
}

void BlockRunner::run_chunk(const WorldChunk& chunk) {
    std::vector<LaneOf> lanes;
    for (const PackedWorld& lane : chunk.lanes) {
        const bool actual = lane.world == PackedWorld::kActual;
        lanes.push_back({lane.history, actual ? 0 : worlds_[lane.world]});
    }
    const std::int64_t from = plan_.snapshots[chunk.snapshot];
    if (from < 0) {
        start(lanes, chunk.actual_lanes);
    } else {
        load(chunk);
        switch_on(lanes);
        workspace_.attach(state_);
        workspace_.set_actual(chunk.actual_lanes);
    }
    run_steps(lanes, from);
    const std::size_t columns = request_.columns.size();
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        if (chunk.lanes[lane].world != PackedWorld::kActual) {
            read(lane, {altered_.data() + chunk.lanes[lane].world * columns, columns});
        }
    }
}

/// Fills the state with that of the actual histories at the chunk's snapshot.
void BlockRunner::load(const WorldChunk& chunk) {
    const auto& snapshots = snapshots_[chunk.snapshot - 1];
    const std::size_t count = chunk.lanes.size();
    state_.clear(count);
    for (std::size_t column = 0; column < state_.number_count(); ++column) {
        const auto out = state_.numbers(column);
        for (std::size_t lane = 0; lane < count; ++lane) {
            const std::size_t from = chunk.lanes[lane].history;
            out[lane] =
                snapshots[from / plan_.chunk_lanes].numbers(column)[from % plan_.chunk_lanes];
        }
    }
    for (std::size_t column = 0; column < state_.truth_count(); ++column) {
        const auto out = state_.truths(column);
        for (std::size_t lane = 0; lane < count; ++lane) {
            const std::size_t from = chunk.lanes[lane].history % plan_.chunk_lanes;
            const auto bits =
                snapshots[chunk.lanes[lane].history / plan_.chunk_lanes].truths(column);
            const Word bit = (bits[from / engine::kWordLanes] >> (from % engine::kWordLanes)) & 1U;
            out[lane / engine::kWordLanes] |= bit << (lane % engine::kWordLanes);
        }
    }
}

void BlockRunner::switch_on(std::span<const LaneOf> lanes) {
    for (std::size_t i = 0; i < program().switches.size(); ++i) {
        const auto bits = state_.truths(program().switches[i].on.base);
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            const Word bit = (lanes[lane].world >> i) & 1U;
            bits[lane / engine::kWordLanes] |= bit << (lane % engine::kWordLanes);
        }
    }
}

/// Brings lanes to where the first step begins.
void BlockRunner::start(std::span<const LaneOf> lanes,
                        std::span<const std::uint32_t> actual_lanes) {
    workspace_.attach(state_);
    workspace_.begin(lanes.size());
    noise_.clear();
    for (const LaneOf& lane : lanes) {
        noise_.push_back(sample().numbers[block_.first + lane.history]);
    }
    workspace_.set_histories(noise_);
    workspace_.draw_start();
    for (std::size_t i = 0; i < plan_.sampled_start.size() && !sample().start.empty(); ++i) {
        if (plan_.sampled_start[i] == WorldsPlan::kNotSampled) {
            continue;
        }
        const std::vector<double>& from = sample().start[plan_.sampled_start[i]];
        const auto out = state_.numbers(program().start_draws[i].column.base);
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            out[lane] = from[block_.first + lanes[lane].history];
        }
    }
    switch_on(lanes);
    set_noise(lanes, 0);
    workspace_.set_actual(actual_lanes);
    workspace_.run_init();
}

/// Runs the steps from `from` to the end, after `start` if it is -1.
void BlockRunner::run_steps(std::span<const LaneOf> lanes, std::int64_t from) {
    const std::vector<std::int64_t>& epochs = sample().epochs;
    const std::int64_t first = std::max<std::int64_t>(from, 0);
    auto next = std::upper_bound(epochs.begin(), epochs.end(), first);
    const auto epoch_before = [&] { return static_cast<std::size_t>(next - epochs.begin()) - 1; };
    set_noise(lanes, epoch_before());
    for (std::int64_t step = first; step < program().step_count; ++step) {
        if (next != epochs.end() && *next == step) {
            ++next;
            set_noise(lanes, epoch_before());
        }
        if (snapshot_chunk_ != kNoChunk) {
            take_snapshot(snapshot_chunk_, step);
        }
        if (workspace_.fault().lane == 0) {
            break;
        }
        workspace_.run_step(static_cast<std::uint32_t>(step));
        result_.lane_steps += lanes.size();
    }
    keep_fault(lanes);
}

void BlockRunner::take_snapshot(std::size_t chunk, std::int64_t step) {
    const auto at = std::lower_bound(plan_.snapshots.begin() + 1, plan_.snapshots.end(), step);
    if (at != plan_.snapshots.end() && *at == step) {
        snapshots_[static_cast<std::size_t>(at - plan_.snapshots.begin()) - 1][chunk] = state_;
    }
}

void BlockRunner::set_noise(std::span<const LaneOf> lanes, std::size_t epoch) {
    const auto& numbers = request_.new_chance ? sample().numbers : sample().noise[epoch];
    noise_.clear();
    for (const LaneOf& lane : lanes) {
        const std::uint64_t number = numbers[block_.first + lane.history];
        noise_.push_back(request_.new_chance ? kNewChance + number : number);
    }
    workspace_.set_histories(noise_);
}

/// Keeps the fault of the first history, and of its worlds the least.
void BlockRunner::keep_fault(std::span<const LaneOf> lanes) {
    const engine::FaultNote& note = workspace_.fault();
    if (note.lane == engine::FaultNote::kNoLane) {
        return;
    }
    const LaneOf& lane = lanes[note.lane];
    const std::size_t particle = block_.first + lane.history;
    const WorldFault fault{block_.sample, particle,  sample().numbers[particle],
                           lane.world,    note.step, note.fault};
    if (!result_.fault || std::tie(fault.particle, fault.world) <
                              std::tie(result_.fault->particle, result_.fault->world)) {
        result_.fault = fault;
    }
}

void BlockRunner::read(std::size_t lane, std::span<double> values) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = value_in(state_, request_.columns[i], lane);
    }
}

HistoryInWorlds BlockRunner::actual_history(std::size_t index) const {
    const std::size_t columns = request_.columns.size();
    const std::size_t switches = program().switches.size();
    HistoryInWorlds history;
    history.sample = block_.sample;
    history.particle = block_.first + index;
    history.touched = {touched_.data() + index * switches, switches};
    history.actual = {actual_.data() + index * columns, columns};
    return history;
}

HistoryInWorlds BlockRunner::history(std::size_t index) const {
    const std::size_t columns = request_.columns.size();
    const std::size_t first = worlds_begin_[index];
    const std::size_t count = worlds_begin_[index + 1] - first;
    HistoryInWorlds history = actual_history(index);
    history.worlds = {worlds_.data() + first, count};
    history.altered = {altered_.data() + first * columns, count * columns};
    return history;
}

WorldTrace BlockRunner::trace(const Block& block, WorldSet world) {
    block_ = block;
    result_ = {};
    std::vector<LaneOf> lanes = {{0, 0}};
    std::vector<std::uint32_t> actual_lanes = {0};
    if (world != 0) {
        lanes.push_back({0, world});
        actual_lanes.push_back(0);
    }
    workspace_.set_trace_lane(lanes.size() - 1);
    start(lanes, actual_lanes);
    run_steps(lanes, -1);
    return {workspace_.trace(), result_.fault};
}

}  // namespace jonbar::inference
