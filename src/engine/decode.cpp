#include "engine/decode.h"

#include <functional>

#include "base/check.h"

namespace jonbar::engine {
namespace {

using program::Instruction;
using program::Op;
using program::Operand;
using program::Place;

class Decoder {
  public:
    explicit Decoder(const Memory& memory) : memory_(memory) { code_.state = memory.state.base(); }

    Code decode(const std::vector<Instruction>& instructions) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < instructions.size(); ++i) {
            add(instructions[i]);
            DecodedInstruction& decoded = code_.instructions.back();
            if (decoded.action == Action::Loop) {
                open.push_back(i);
            } else if (decoded.action == Action::EndLoop) {
                CHECK(!open.empty());
                DecodedInstruction& loop = code_.instructions[open.back()];
                decoded.target = static_cast<std::uint32_t>(open.back() + 1);
                decoded.operands.detail = loop.operands.detail;
                decoded.operands.count = loop.operands.count;
                loop.target = static_cast<std::uint32_t>(i + 1);
                open.pop_back();
            }
        }
        CHECK(open.empty());
        find_state_pointers();
        return std::move(code_);
    }

  private:
    void add(const Instruction& instruction) {
        code_.instructions.push_back({});
        DecodedInstruction& decoded = code_.instructions.back();
        decoded.action = action_of(instruction.op);
        decoded.kernel = memory_.kernels[static_cast<std::size_t>(instruction.op)];
        decoded.patch = static_cast<std::uint32_t>(code_.patches.size());
        decoded.target = instruction.target;

        Operands& operands = decoded.operands;
        operands.chunk = &memory_.chunk;
        operands.lanes = memory_.columns.lanes();
        operands.words = memory_.columns.words();
        operands.count = instruction.count;
        operands.stride = instruction.stride;
        operands.detail = instruction.detail;
        operands.places[static_cast<std::size_t>(Slot::Mask)] = memory_.columns.everywhere();
        set_operands(instruction, operands);
        const std::size_t block_stride_here = block_stride(instruction);
        CHECK(block_stride_here <= UINT32_MAX);
        operands.block_stride = static_cast<std::uint32_t>(block_stride_here);
        decoded.patch_count = static_cast<std::uint8_t>(code_.patches.size() - decoded.patch);
        if (instruction.op == Op::Store && !instruction.mask.exists()) {
            decoded.kernel = memory_.kernels[static_cast<std::size_t>(Op::Copy)];
        }
        if (instruction.op == Op::StoreTruth && !instruction.mask.exists()) {
            decoded.kernel = memory_.kernels[static_cast<std::size_t>(Op::CopyTruth)];
        }
        CHECK(decoded.action != Action::Run || decoded.kernel != nullptr);
    }

    static Action action_of(Op op) {
        switch (op) {
            case Op::Loop:
                return Action::Loop;
            case Op::EndLoop:
                return Action::EndLoop;
            case Op::SkipIfNone:
                return Action::SkipIfNone;
            case Op::SkipUnless:
                return Action::SkipUnless;
            case Op::SetRegister:
                return Action::SetRegister;
            case Op::TraceBegin:
                return Action::TraceBegin;
            case Op::TraceNumber:
                return Action::TraceNumber;
            case Op::TraceTruth:
                return Action::TraceTruth;
            case Op::Pause:
                return Action::Pause;
            default:  // NOLINT(clang-diagnostic-switch-enum): all others have a kernel
                return Action::Run;
        }
    }

    void set_operands(const Instruction& instruction, Operands& operands) {
        const auto& row = program::info(instruction.op);
        set(instruction.out, row.outs, 0, Slot::Out, operands);
        set(instruction.out2, row.outs, 1, Slot::Out2, operands);
        const Operand* inputs[] = {&instruction.a, &instruction.b, &instruction.c, &instruction.d};
        constexpr Slot kSlots[] = {Slot::A, Slot::B, Slot::C, Slot::D};
        std::size_t letter = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            set(*inputs[i], row.inputs, letter, kSlots[i], operands);
            ++letter;
            if (letter < row.inputs.size() && row.inputs[letter] == '?') {
                ++letter;
            }
        }
        if (row.masked) {
            set(instruction.mask, "t", 0, Slot::Mask, operands);
        }
    }

    /// Returns how many doubles or words lie between one column and the next that an instruction
    /// may reach.
    std::size_t block_stride(const Instruction& instruction) const {
        const std::size_t scalar = kScalarLanes;
        const std::size_t lanes = memory_.columns.lanes();
        const std::size_t words = memory_.columns.words();
        const bool is_table = is_scalar(instruction.a.place);
        switch (instruction.op) {
            case Op::Gather:
                return instruction.stride * (is_table ? scalar : lanes);
            case Op::GatherTruth:
                return instruction.stride * (is_table ? scalar : words);
            case Op::Scatter:
                return instruction.stride * lanes;
            case Op::ScatterTruth:
                return instruction.stride * words;
            case Op::SelectTop:
                return is_table ? scalar : lanes;
            default:  // NOLINT(clang-diagnostic-switch-enum): the others reach into none
                return 0;
        }
    }

    static bool is_scalar(Place place) {
        return place == Place::Constant || place == Place::Step || place == Place::Index;
    }

    /// Finds an operand. `letters[at]` tells what the instruction takes it for.
    void set(const Operand& operand, std::string_view letters, std::size_t at, Slot slot,
             Operands& operands) {
        if (!operand.exists()) {
            return;
        }
        CHECK(at < letters.size());
        if (letters[at] == 'c') {
            slot = Slot::Counter;
        }
        const bool as_truth = letters[at] == 't';
        OtherPatch patch;
        patch.base = place(operand, &patch.unit);
        if (is_scalar(operand.place)) {
            set_is_column(slot, false, operands);
            patch.kind = as_truth ? OtherPatch::Kind::Truth : OtherPatch::Kind::Pointer;
            if (operand.place == Place::Index) {
                CHECK(!as_truth);
                patch.kind = OtherPatch::Kind::Index;
                patch.first = operand.base;
                patch.scalar = memory_.columns.new_scalar(operand.base);
                patch.base = patch.scalar;
            }
        } else {
            set_is_column(slot, true, operands);
        }
        // What is there at all is never null.
        operands.places[static_cast<std::size_t>(slot)] = patch.base;
        const auto& terms = memory_.program.shapes[operand.shape].terms;
        if (patch.kind == OtherPatch::Kind::Pointer && terms.empty()) {
            return;
        }
        if (patch.kind == OtherPatch::Kind::Pointer && terms.size() == 1) {
            code_.patches.push_back(
                {patch.base, terms[0].stride * patch.unit, terms[0].reg, slot, true});
            return;
        }
        patch.term = static_cast<std::uint32_t>(code_.terms.size());
        patch.term_count = static_cast<std::uint32_t>(terms.size());
        code_.terms.insert(code_.terms.end(), terms.begin(), terms.end());
        code_.patches.push_back(
            {nullptr, 0, static_cast<std::uint32_t>(code_.others.size()), slot, false});
        code_.others.push_back(patch);
    }

    /// Returns where an operand stands without its shape, and how far a step of its offset goes.
    void* place(const Operand& operand, std::size_t* unit) const {
        Columns& columns = memory_.columns;
        StateColumns& state = memory_.state;
        const std::size_t base = operand.base;
        switch (operand.place) {
            case Place::Number:
                *unit = columns.lanes() * sizeof(double);
                return columns.scratch_number(base);
            case Place::StateNumber:
                *unit = columns.lanes() * sizeof(double);
                return state.numbers(base).data();
            case Place::Truth:
                *unit = columns.words() * sizeof(Word);
                return columns.scratch_truth(base);
            case Place::StateTruth:
                *unit = columns.words() * sizeof(Word);
                return state.truths(base).data();
            case Place::Constant:
                *unit = sizeof(Scalar);
                return columns.constants() + base;
            case Place::Step:
                *unit = sizeof(Scalar);
                return columns.step_values() + base;
            case Place::Key:
                *unit = sizeof(std::uint64_t);
                return const_cast<std::uint64_t*>(memory_.keys.data() + base);
            case Place::Counter:
                *unit = sizeof(std::int64_t);
                return memory_.counters.data() + base;
            case Place::None:
            case Place::Index:
                break;
        }
        return nullptr;
    }

    /// Finds the pointers into state, once nothing moves any more.
    void find_state_pointers() {
        const std::byte* const first = memory_.state.base();
        const std::byte* const end = first + memory_.state.size();
        const std::less<> before;
        const auto look = [&](void*& pointer) {
            if (pointer != nullptr && !before(pointer, first) && before(pointer, end)) {
                code_.into_state.push_back(&pointer);
            }
        };
        for (DecodedInstruction& instruction : code_.instructions) {
            for (void*& place : instruction.operands.places) {
                look(place);
            }
        }
        for (Patch& patch : code_.patches) {
            look(patch.base);
        }
        for (OtherPatch& patch : code_.others) {
            look(patch.base);
        }
    }

    static void set_is_column(Slot slot, bool is_column, Operands& operands) {
        if (slot >= Slot::A && slot <= Slot::D) {
            operands.is_column[static_cast<std::size_t>(slot) - static_cast<std::size_t>(Slot::A)] =
                is_column;
        }
    }

    const Memory& memory_;
    Code code_;
};

}  // namespace

void Code::move_to(std::byte* base) {
    if (base == state) {
        return;
    }
    for (void** const pointer : into_state) {
        *pointer = base + (static_cast<std::byte*>(*pointer) - state);
    }
    state = base;
}

Code decode(const std::vector<Instruction>& instructions, const Memory& memory) {
    return Decoder(memory).decode(instructions);
}

}  // namespace jonbar::engine
