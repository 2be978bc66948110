#include "engine/workspace_size.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/bits.h"
#include "engine/columns.h"
#include "engine/decode.h"
#include "engine/vote_sampler.h"
#include "math/quantile_table.h"

namespace jonbar::engine {
namespace {

/// A vector that grew has room for up to twice what it holds.
constexpr std::uint64_t kGrown = 2;

std::uint64_t columns_size(std::uint64_t numbers, std::uint64_t truths, std::size_t lanes) {
    const std::uint64_t words = (lanes + kWordLanes - 1) / kWordLanes;
    return words * (numbers * kWordLanes * sizeof(double) + truths * sizeof(Word));
}

/// Bytes of decoded instructions: each has up to six operands, of which a loop may move each.
std::uint64_t code_size(const program::Program& program, std::size_t count) {
    constexpr std::uint64_t kOperands = 6;
    // Inside loops operands are patched; elsewhere they point into state.
    const std::uint64_t patched = program.register_count == 0 ? 0 : 2;
    return count * kGrown *
           (sizeof(DecodedInstruction) + kOperands / 2 * sizeof(void*) +
            patched * (sizeof(Patch) + sizeof(program::Shape::Term) + sizeof(Scalar)));
}

/// Bytes that a site settled otherwise than by its own noise works in.
std::uint64_t imposed_size(const program::Imposed& imposed) {
    constexpr std::uint64_t kBase = 1024, kSlot = 256;
    constexpr std::uint64_t kTable = (1U << 15U) + (1U << 12U);  // of the exact pass, numbers
    const std::uint64_t slots = imposed.slots, voters = imposed.voters;
    std::uint64_t size = kBase + slots * kSlot + voters * (slots + 1) * 8 * sizeof(double);
    if (imposed.kind == program::ImposedKind::Vote) size += kTable * sizeof(double);
    return size;
}

std::uint64_t native_size(const program::NativeCall& call) {
    const std::uint64_t members = call.members;
    return members * members * 3 * sizeof(double) + members * 8 * sizeof(double);
}

std::uint64_t size_of(const std::string& text) {
    return sizeof(std::string) + (text.capacity() > 15 ? text.capacity() + 16 : 0);
}

/// Returns how many words of noise an instruction draws.
std::uint64_t words_of(program::Op op) {
    using program::Op;
    if (op == Op::DrawUniform) return 2;
    const bool one =
        op == Op::DrawWord || op == Op::Happens || op == Op::HappensLogistic || op == Op::Compete;
    return one ? 1 : 0;
}

/// Counts the words that some instructions draw, those in loops as often as they run.
std::uint64_t words_of(const std::vector<program::Instruction>& instructions) {
    std::uint64_t words = 0, times = 1;
    std::vector<std::uint64_t> outside;
    for (const program::Instruction& one : instructions) {
        if (one.op == program::Op::Loop) {
            outside.push_back(times);
            times *= one.count;
        } else if (one.op == program::Op::EndLoop) {
            times = outside.back();
            outside.pop_back();
        } else {
            words += words_of(one.op) * times;
        }
    }
    return words;
}

}  // namespace

std::uint64_t state_size(const program::Program& program, std::size_t lanes) {
    return columns_size(program.state_number_count, program.state_truth_count, lanes);
}

std::uint64_t workspace_size(const program::Program& program, std::size_t lanes) {
    std::uint64_t size =
        state_size(program, lanes) +
        columns_size(program.scratch_number_count, program.scratch_truth_count, lanes);
    size += (program.constants.size() * kGrown + program.step_tables.size()) * sizeof(Scalar);
    size +=
        code_size(program, program.init.size() + program.step.size() + program.start_draws.size());
    size += program.counters.size() * sizeof(std::int64_t);
    size += lanes * 16 * sizeof(double);  // histories, tiles, actual lanes, masks
    std::uint64_t native = 0;
    for (const program::NativeCall& call : program.natives)
        native = std::max(native, native_size(call));
    size += native;
    for (const program::Imposed& imposed : program.imposed) size += imposed_size(imposed);
    for (const program::VoteOdds& odds : program.odds) size += std::uint64_t{odds.voters} * 128;
    return size;
}

std::uint64_t program_size(const program::Program& program) {
    std::uint64_t size = sizeof(program);
    size += (program.init.size() + program.step.size()) * sizeof(program::Instruction) * kGrown;
    size += program.constants.size() * sizeof(double) * kGrown;
    size += program.shapes.size() * 96;
    for (const auto& table : program.step_tables) size += table.size() * sizeof(double);
    for (const std::string& name : program.site_names) size += 2 * size_of(name) + 8;
    for (const program::Fault& fault : program.faults)
        size += sizeof(fault) + size_of(fault.where) + size_of(fault.what);
    for (const program::Counter& one : program.counters)
        size += kGrown * sizeof(one) + one.name.size() + one.option.size();
    for (const program::FirstDate& date : program.first_dates)
        size += kGrown * sizeof(date) + date.name.size() + date.option.size();
    for (const program::StateBlock& block : program.states) {
        size += kGrown * sizeof(block);
        for (const std::string& cell : block.cells) size += size_of(cell);
    }
    constexpr std::uint64_t kCurve = std::uint64_t{18} * 32 * math::QuantileCurve::kTermCount * 8;
    return size + program.tabled.size() * kCurve;
}

NoiseWords noise_words(const program::Program& program) {
    NoiseWords words{words_of(program.init), words_of(program.step)};
    for (const program::StartDraw& draw : program.start_draws) {
        if (draw.import == program::StartDraw::kNotImported) words.start += draw.two_words ? 2 : 1;
    }
    return words;
}

}  // namespace jonbar::engine
