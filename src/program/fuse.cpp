// Making one instruction of two or three that always come together.
//
// A chain pays its columns' way through memory, and the finding of operands, once for each
// instruction; most histories are spent in such chains.

#include <utility>

#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

/// How often each thing is written and read by a code.
class Uses {
  public:
    Uses(const Code& code, const Things& things)
        : things_(things), writes_(count_writes(code, things)), reads_(things.count()) {
        for_all(code, [this](const Operand& operand, const Instruction& i) {
            if (is_column(operand) && !is_output(operand, i)) {
                ++reads_[things_.of(operand)];
            }
        });
    }

    /// Tells whether an operand is a scratch column that one instruction writes.
    [[nodiscard]] bool is_value(const Operand& operand) const {
        return is_scratch(operand) && operand.shape == 0 && things_.alone(operand) &&
               writes_[things_.of(operand)] == 1;
    }
    /// Tells whether it is one that one instruction reads.
    [[nodiscard]] bool is_passed_on(const Operand& operand) const {
        return is_value(operand) && reads_[things_.of(operand)] == 1;
    }

  private:
    const Things& things_;
    std::vector<std::uint32_t> writes_, reads_;
};

/// Finds the few instructions before node `at` for an `op` of which `value` is the output, while
/// nothing writes what its a reads.
const Instruction* maker_of(Op op, const Code& code, std::size_t at, const Operand& value,
                            const Things& things) {
    constexpr std::size_t kReach = 12;
    for (std::size_t n = at; n-- > 0 && n + kReach >= at;) {
        const Instruction& i = code[n].instruction;
        if (!code[n].body.empty()) {
            return nullptr;
        }
        if (i.op != op || !(i.out == value)) {
            continue;
        }
        for (std::size_t between = n + 1; is_column(i.a) && between < at; ++between) {
            for (const Operand* out :
                 {&code[between].instruction.out, &code[between].instruction.out2}) {
                if (is_column(*out) && things.of(*out) == things.of(i.a)) {
                    return nullptr;
                }
            }
        }
        return &i;
    }
    return nullptr;
}

/// Reads what a Not negates in place of its output.
void fold_negations(Code& code, const Uses& uses, const Things& things) {
    for (std::size_t n = 0; n < code.size(); ++n) {
        fold_negations(code[n].body, uses, things);
        Instruction& i = code[n].instruction;
        if (i.op != Op::And && i.op != Op::AndNot) {
            continue;
        }
        const auto negated_by = [&](const Operand& truth) -> const Instruction* {
            return uses.is_value(truth) ? maker_of(Op::Not, code, n, truth, things) : nullptr;
        };
        if (const Instruction* const second = negated_by(i.b)) {
            i.op = i.op == Op::And ? Op::AndNot : Op::And;
            i.b = second->a;
        } else if (const Instruction* const first = i.op == Op::And ? negated_by(i.a) : nullptr) {
            i.op = Op::AndNot;
            i.a = std::exchange(i.b, first->a);
        }
    }
}

void fuse_chances(Code& code, const Uses& uses, const Things& things) {
    for (std::size_t n = 0; n < code.size(); ++n) {
        fuse_chances(code[n].body, uses, things);
        Instruction& i = code[n].instruction;
        if (i.op != Op::Happens || !uses.is_passed_on(i.c)) {
            continue;
        }
        if (const Instruction* const chance = maker_of(Op::Logistic, code, n, i.c, things)) {
            i.op = Op::HappensLogistic;
            i.c = chance->a;
        }
    }
}

/// Tells whether a Saturate passes its value on to the Store that is next.
bool is_stored(const Instruction& saturate, const Instruction& store, const Uses& uses) {
    return saturate.op == Op::Saturate && store.op == Op::Store && store.a == saturate.out &&
           store.mask == saturate.mask && is_state(store.out) && uses.is_passed_on(saturate.out);
}

void fuse_stores(Code& code, const Uses& uses) {
    for (std::size_t n = 0; n < code.size(); ++n) {
        fuse_stores(code[n].body, uses);
    }
    Code result;
    result.reserve(code.size());
    for (std::size_t n = 0; n < code.size(); ++n) {
        Instruction& i = code[n].instruction;
        if (n + 1 < code.size() && is_stored(i, code[n + 1].instruction, uses)) {
            i.op = Op::StoreSaturated;
            i.out = code[n + 1].instruction.out;
            const Instruction* const before = result.empty() ? nullptr : &result.back().instruction;
            if (before != nullptr && before->op == Op::CheckFinite && before->a == i.a &&
                before->mask == i.mask) {
                i.stride = 1;
                i.detail = before->detail;
                result.pop_back();
            }
            result.push_back(std::move(code[n]));
            ++n;
            continue;
        }
        result.push_back(std::move(code[n]));
    }
    code = std::move(result);
}

}  // namespace

void fold_negations(Draft& draft) {
    const Things things(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        fold_negations(*code, Uses(*code, things), things);
    }
}

void fuse_chances(Draft& draft) {
    const Things things(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        fuse_chances(*code, Uses(*code, things), things);
    }
}

void fuse_stores(Draft& draft) {
    const Things things(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        fuse_stores(*code, Uses(*code, things));
    }
}

}  // namespace jonbar::program
