#include "engine/workspace.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/siphash.h"

namespace jonbar::engine {
namespace {

/// Returns the offset of an operand that loops move.
std::uint64_t offset_of(const OtherPatch& patch, const Code& code,
                        const std::vector<std::uint32_t>& registers) {
    std::uint64_t offset = 0;
    for (std::uint32_t i = 0; i < patch.term_count; ++i) {
        const auto& term = code.terms[patch.term + i];
        offset += std::uint64_t{term.stride} * registers[term.reg];
    }
    return offset;
}

const void* first_input(const Operands& operands) {
    return operands.places[static_cast<std::size_t>(Slot::A)];
}

const Word* mask_of(const Operands& operands) {
    return static_cast<const Word*>(operands.places[static_cast<std::size_t>(Slot::Mask)]);
}

/// Returns the draws of step 0 as instructions.
std::vector<program::Instruction> start_instructions(const program::Program& program) {
    using program::Op;
    std::vector<program::Instruction> instructions;
    for (const program::StartDraw& draw : program.start_draws) {
        if (draw.import != program::StartDraw::kNotImported) continue;
        instructions.push_back({.op = draw.two_words ? Op::DrawUniform : Op::DrawWord,
                                .out = draw.column,
                                .a = {program::Place::Key, 0, draw.site},
                                .detail = draw.word});
    }
    return instructions;
}

/// Returns the blocks of noise of 64 lanes.
HistoryTile tile_of(const std::uint64_t* histories) {
    HistoryTile tile;
    for (std::size_t lane = 0; lane < kWordLanes; ++lane) {
        const std::uint64_t block = histories[lane] / 4;
        if (lane == 0 || tile.blocks[tile.block_count - 1] != block) {
            tile.blocks[tile.block_count++] = block;
        }
        tile.word_of[lane] =
            static_cast<std::uint8_t>(4 * (tile.block_count - 1) + histories[lane] % 4);
    }
    return tile;
}

double scalar_of(const Operands& operands) {
    return *static_cast<const double*>(first_input(operands));
}

std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
    const std::int64_t quotient = dividend / divisor;
    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

}  // namespace

BoundProgram::BoundProgram(const program::Program& program, std::uint64_t seed)
    : program_(program) {
    // Particles of a scenario that is continued must not meet again the noise that chose them.
    if (program.imports) seed = program.imports->seed;
    for (const std::string& name : program.site_names) {
        keys_.push_back(base::site_key(seed, name));
    }
    for (const FixedDistribution& fixed : program.tabled) {
        tables_.emplace_back(fixed.family, fixed.parameters);
        curves_.push_back(tables_.back().curve());
    }
}

std::uint32_t BoundProgram::noise_step(std::int64_t step) const {
    const Calendar& calendar = program_.calendar;
    const std::int64_t first = floor_divide(calendar.first_tick, calendar.ticks_per_step());
    return static_cast<std::uint32_t>(first + step);
}

Workspace::Workspace(const BoundProgram& bound, std::size_t chunk_lanes, math::InstructionSet set)
    : bound_(bound),
      columns_(bound.program(), chunk_lanes),
      own_(bound.program(), chunk_lanes),
      counters_(bound.program().counters.size()),
      registers_(bound.program().register_count),
      live_(chunk_, columns_.words()) {
    chunk_.keys = bound.keys().data();
    chunk_.key_count = bound.keys().size();
    chunk_.curves = bound.curves().data();
    chunk_.natives = bound.program().natives.data();
    chunk_.native_scratch = &native_scratch_;
    chunk_.calendar = &bound.program().calendar;
    for (const program::Imposed& imposed : bound.program().imposed) {
        imposed_.push_back(make_imposed_site(imposed));
        imposed_sites_.push_back(imposed_.back().get());
    }
    chunk_.imposed = imposed_sites_.data();
    for (const program::VoteOdds& odds : bound.program().odds) {
        odds_.push_back(std::make_unique<OddsOfVote>(odds));
        odds_of_votes_.push_back(odds_.back().get());
    }
    chunk_.odds = odds_of_votes_.data();
    const Memory memory{bound.program(), columns_,        own_, bound.keys(), counters_,
                        chunk_,          kernels_for(set)};
    start_ = decode(start_instructions(bound.program()), memory);
    init_ = decode(bound.program().init, memory);
    step_ = decode(bound.program().step, memory);
}

void Workspace::attach(StateColumns& state) {
    CHECK(state.lanes() == own_.lanes() && state.size() == own_.size());
    state_ = &state;
    columns_.activate(state.history_count());
    chunk_.fault = {};
    set_actual({});
}

void Workspace::begin(std::size_t count) {
    state_->clear(count);
    attach(*state_);
    trace_.clear();
    trace_open_ = false;
}

void Workspace::set_histories(std::uint64_t first_history) {
    chunk_.first_history = first_history;
    chunk_.histories = nullptr;
    chunk_.tiles = nullptr;
}

void Workspace::set_histories(std::span<const std::uint64_t> histories) {
    CHECK(!histories.empty() && histories.size() == history_count());
    histories_.assign(columns_.lanes(), histories.back());
    std::copy(histories.begin(), histories.end(), histories_.begin());
    tiles_.clear();
    for (std::size_t lane = 0; lane < histories_.size(); lane += kWordLanes) {
        tiles_.push_back(tile_of(&histories_[lane]));
    }
    chunk_.first_history = histories.front();
    chunk_.histories = histories_.data();
    chunk_.tiles = tiles_.data();
}

void Workspace::set_actual(std::span<const std::uint32_t> lanes) {
    CHECK(lanes.empty() || lanes.size() == history_count());
    actual_.assign(lanes.begin(), lanes.end());
    chunk_.actual = lanes.empty() ? nullptr : actual_.data();
}

void Workspace::draw_start() {
    chunk_.step = -1;
    chunk_.noise_step = 0;
    execute(start_);
    for (const program::StartDraw& draw : bound_.program().start_draws) {
        if (draw.import == program::StartDraw::kNotImported) {
            continue;
        }
        const program::ImportTable& table = *bound_.program().imports;
        const std::vector<double>& values = table.values[draw.import];
        const std::span<double> out = state_->numbers(draw.column.base);
        for (std::size_t lane = 0; lane < history_count(); ++lane) {
            const std::uint64_t history =
                histories_.empty() ? chunk_.first_history + lane : histories_[lane];
            CHECK(history - table.first_history < values.size());
            out[lane] = values[history - table.first_history];
        }
    }
}

void Workspace::run_init() {
    chunk_.step = -1;
    chunk_.noise_step = 0;
    clear_facts();
    execute(init_);
}

void Workspace::run_step(std::uint32_t step) {
    chunk_.step = step;
    chunk_.noise_step = bound_.noise_step(step);
    columns_.begin_step(bound_.program(), step);
    clear_facts();
    execute(step_);
}

void Workspace::run_chunk(std::uint64_t first_history, std::size_t count) {
    begin(count);
    set_histories(first_history);
    draw_start();
    run_init();
    for (std::uint32_t step = 0; step < bound_.program().step_count && chunk_.fault.lane != 0;
         ++step) {
        run_step(step);
    }
}

/// Only the step after the last in which a fact weighs finds something to clear, and before it
/// those in which it does.
void Workspace::clear_facts() {
    for (const program::FactColumns& fact : bound_.program().facts) {
        CHECK(fact.log_factor.place == program::Place::StateNumber);
        const std::int64_t step = chunk_.step;
        if (step >= 0 && (step < fact.first_step || step > fact.last_step + 1)) {
            continue;
        }
        for (const std::uint32_t column : {fact.log_factor.base, fact.log_factor.base + 1}) {
            const std::span<double> numbers = state_->numbers(column);
            std::fill(numbers.begin(), numbers.end(), 0.0);
        }
    }
}

void Workspace::patch(DecodedInstruction& instruction, const Code& code) {
    const Patch* patch = &code.patches[instruction.patch];
    const Patch* const end = patch + instruction.patch_count;
    for (; patch != end; ++patch) {
        instruction.operands.places[static_cast<std::size_t>(patch->slot)] =
            patch->plain
                ? static_cast<std::byte*>(patch->base) + patch->stride * registers_[patch->reg]
                : find(code.others[patch->reg], code);
    }
}

void* Workspace::find(const OtherPatch& patch, const Code& code) {
    const std::uint64_t offset = offset_of(patch, code, registers_);
    auto* const place = static_cast<std::byte*>(patch.base) + offset * patch.unit;
    switch (patch.kind) {
        case OtherPatch::Kind::Index:
            patch.scalar->fill(patch.first + static_cast<double>(offset));
            return patch.scalar;
        case OtherPatch::Kind::Truth:
            return *reinterpret_cast<const double*>(place) != 0 ? columns_.everywhere()
                                                                : columns_.nowhere();
        case OtherPatch::Kind::Pointer:
            break;
    }
    return place;
}

void Workspace::execute(Code& code) {
    std::size_t next = 0;
    code.move_to(state_->base());
    live_.start(columns_.active());
    while (next < code.instructions.size()) {
        live_.leave(next);
        DecodedInstruction& instruction = code.instructions[next];
        Operands& operands = instruction.operands;
        if (instruction.patch_count != 0) {
            patch(instruction, code);
        }
        ++next;
        switch (instruction.action) {
            case Action::Run:
                instruction.kernel(operands);
                break;
            case Action::Loop: {
                std::uint32_t& turn = registers_[operands.detail];
                turn = first_input(operands) != nullptr
                           ? static_cast<std::uint32_t>(scalar_of(operands))
                           : 0;
                next = turn < operands.count ? next : instruction.target;
                break;
            }
            case Action::EndLoop:
                next = ++registers_[operands.detail] < operands.count ? instruction.target : next;
                break;
            case Action::SkipIfNone:
                next =
                    live_.enter(mask_of(operands), instruction.target) ? next : instruction.target;
                break;
            case Action::SkipUnless:
                next = scalar_of(operands) != 0 ? next : instruction.target;
                break;
            case Action::SetRegister:
                registers_[operands.detail] = static_cast<std::uint32_t>(scalar_of(operands));
                break;
            case Action::TraceBegin:
            case Action::TraceNumber:
            case Action::TraceTruth:
                trace(instruction);
                break;
            case Action::Pause:
                pause(operands);
                break;
        }
    }
}

void Workspace::pause(const Operands& operands) {
    if (!on_pause_) {
        return;
    }
    const auto numbers = [&](Slot slot) {
        return static_cast<double*>(operands.places[static_cast<std::size_t>(slot)]);
    };
    std::span<double> wanted;
    if (double* const out = numbers(Slot::Out); out != nullptr) {
        wanted = {out, history_count()};
    }
    std::span<const double> own;
    if (const double* const slot = numbers(Slot::A); slot != nullptr) {
        own = {slot, operands.is_column[0] ? history_count() : 1};
    }
    on_pause_({bound_.program().pauses[operands.detail],
               chunk_.step,
               {mask_of(operands), columns_.words()},
               own,
               wanted});
}

bool Workspace::traced(const Word* truths) const {
    return ((truths[trace_lane_ / kWordLanes] >> (trace_lane_ % kWordLanes)) & 1U) != 0;
}

void Workspace::trace(const DecodedInstruction& instruction) {
    const Operands& operands = instruction.operands;
    switch (instruction.action) {
        case Action::TraceBegin:
            trace_open_ =
                trace_lane_ < history_count() && traced(chunk_.active) && traced(mask_of(operands));
            if (trace_open_) {
                trace_.push_back({chunk_.step, operands.detail, {}});
            }
            break;
        case Action::TraceNumber:
            if (trace_open_) {
                const auto* const numbers = static_cast<const double*>(first_input(operands));
                trace_.back().values.push_back(numbers[operands.is_column[0] ? trace_lane_ : 0]);
            }
            break;
        case Action::TraceTruth:
            if (trace_open_) {
                const auto* const truths = static_cast<const Word*>(first_input(operands));
                trace_.back().values.push_back(traced(truths) ? 1.0 : 0.0);
            }
            break;
        default:
            break;
    }
}

std::span<const double> Workspace::numbers(const program::Operand& column) const {
    CHECK(column.place == program::Place::StateNumber);
    return std::as_const(*state_).numbers(column.base).first(history_count());
}

std::span<const Word> Workspace::truths(const program::Operand& column) const {
    CHECK(column.place == program::Place::StateTruth);
    return std::as_const(*state_).truths(column.base);
}

double Workspace::value(const program::Operand& column, std::size_t lane) const {
    CHECK(lane < history_count());
    if (column.place == program::Place::StateNumber) {
        return numbers(column)[lane];
    }
    return static_cast<double>((truths(column)[lane / kWordLanes] >> (lane % kWordLanes)) & 1U);
}

}  // namespace jonbar::engine
