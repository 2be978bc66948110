#include "engine/workspace.h"

#include "base/check.h"
#include "base/siphash.h"

namespace jonbar::engine {
namespace {

/// Returns the offset of an operand that loops move.
std::uint64_t offset_of(const Patch& patch, const Code& code,
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
      counters_(bound.program().counters.size()),
      registers_(bound.program().register_count),
      live_(chunk_, columns_.words()) {
    chunk_.keys = bound.keys().data();
    chunk_.key_count = bound.keys().size();
    chunk_.curves = bound.curves().data();
    chunk_.calendar = &bound.program().calendar;
    const Memory memory{bound.program(), columns_, bound.keys(),
                        counters_,       chunk_,   kernels_for(set)};
    init_ = decode(bound.program().init, memory);
    step_ = decode(bound.program().step, memory);
}

void Workspace::run_chunk(std::uint64_t first_history, std::size_t count) {
    CHECK(count >= 1 && count <= columns_.lanes());
    history_count_ = count;
    columns_.clear(count);
    trace_.clear();
    trace_open_ = false;
    chunk_.first_history = first_history;
    chunk_.fault = {};
    chunk_.step = -1;
    chunk_.noise_step = 0;
    execute(init_);
    for (std::uint32_t step = 0; step < bound_.program().step_count && chunk_.fault.lane != 0;
         ++step) {
        chunk_.step = step;
        chunk_.noise_step = bound_.noise_step(step);
        columns_.begin_step(bound_.program(), step);
        execute(step_);
    }
}

void Workspace::patch(DecodedInstruction& instruction, const Code& code) {
    for (std::uint32_t i = 0; i < instruction.patch_count; ++i) {
        const Patch& patch = code.patches[instruction.patch + i];
        const std::uint64_t offset = offset_of(patch, code, registers_);
        char* const place = patch.base + offset * patch.unit;
        switch (patch.kind) {
            case Patch::Kind::Pointer:
                instruction.operands.places[static_cast<std::size_t>(patch.slot)] = place;
                break;
            case Patch::Kind::Index:
                patch.scalar->fill(patch.first + static_cast<double>(offset));
                break;
            case Patch::Kind::Truth:
                instruction.operands.places[static_cast<std::size_t>(patch.slot)] =
                    *reinterpret_cast<const double*>(place) != 0 ? columns_.everywhere()
                                                                 : columns_.nowhere();
                break;
        }
    }
}

void Workspace::execute(Code& code) {
    std::size_t next = 0;
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
                turn = instruction.above_register ? registers_[instruction.from_register] + 1 : 0;
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
        }
    }
}

void Workspace::trace(const DecodedInstruction& instruction) {
    const Operands& operands = instruction.operands;
    switch (instruction.action) {
        case Action::TraceBegin:
            trace_open_ = history_count_ == 1 && (*mask_of(operands) & 1U) != 0;
            if (trace_open_) {
                trace_.push_back({chunk_.step, operands.detail, {}});
            }
            break;
        case Action::TraceNumber:
            if (trace_open_) {
                trace_.back().values.push_back(scalar_of(operands));
            }
            break;
        case Action::TraceTruth:
            if (trace_open_) {
                const Word bits = *static_cast<const Word*>(first_input(operands));
                trace_.back().values.push_back(static_cast<double>(bits & 1U));
            }
            break;
        default:
            break;
    }
}

std::span<const double> Workspace::numbers(const program::Operand& column) {
    CHECK(column.place == program::Place::StateNumber);
    return {columns_.state_number(column.base), history_count_};
}

std::span<const Word> Workspace::truths(const program::Operand& column) {
    CHECK(column.place == program::Place::StateTruth);
    return {columns_.state_truth(column.base), columns_.words()};
}

double Workspace::value(const program::Operand& column, std::size_t lane) {
    CHECK(lane < history_count_);
    if (column.place == program::Place::StateNumber) {
        return numbers(column)[lane];
    }
    return static_cast<double>((truths(column)[lane / kWordLanes] >> (lane % kWordLanes)) & 1U);
}

}  // namespace jonbar::engine
