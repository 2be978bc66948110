// Writing results where they are wanted, instead of copying them there.

#include <algorithm>
#include <utility>

#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

class WriteThrough {
  public:
    WriteThrough(Code& code, const Things& things)
        : things_(things), writes_(count_writes(code, things)), reads_(things.count()) {
        for_all(code, [this](const Operand& operand, const Instruction& i) {
            if (is_column(operand) && !is_output(operand, i)) {
                ++reads_[things_.of(operand)];
            }
        });
        visit(code);
    }

  private:
    void visit(Code& code) {
        for (std::size_t n = 0; n < code.size(); ++n) {
            visit(code[n].body);
            const Instruction& i = code[n].instruction;
            const bool copies = (i.op == Op::Store || i.op == Op::StoreTruth) && !i.mask.exists();
            if (copies && is_scratch(i.a) && i.a.shape == 0 && things_.alone(i.a) &&
                writes_[things_.of(i.a)] == 1 && is_column(i.out)) {
                join(code, n);
            }
        }
        std::erase_if(code, [](const Node& node) {
            const Instruction& i = node.instruction;
            return i.op == Op::Store && i.out == i.a;
        });
    }

    /// Counts the reads of a thing in a node and its body, and tells whether it touches another.
    std::size_t reads_of(const Node& node, std::uint32_t thing, std::uint32_t other,
                         bool& touched) {
        std::size_t count = 0;
        const Code* const body = &node.body;
        const auto look = [&](const Operand& operand, const Instruction& i) {
            if (!is_column(operand)) {
                return;
            }
            count += things_.of(operand) == thing && !is_output(operand, i) ? 1U : 0U;
            touched = touched || things_.of(operand) == other;
        };
        const Instruction& i = node.instruction;
        for (const Operand* operand : {&i.out, &i.out2, &i.a, &i.b, &i.c, &i.d, &i.mask}) {
            look(*operand, i);
        }
        for_all(*body, look);
        return count;
    }

    void join(Code& code, std::size_t store_at) {
        Instruction& store = code[store_at].instruction;
        const std::uint32_t value = things_.of(store.a);
        const std::uint32_t target = things_.of(store.out);
        const Operand from = store.a;
        const Operand to = store.out;
        std::size_t reads = 1;
        for (std::size_t n = store_at; n-- > 0;) {
            Instruction& i = code[n].instruction;
            const bool defines = i.out.exists() && is_column(i.out) && things_.of(i.out) == value;
            bool touched = false;
            const std::size_t here = reads_of(code[n], value, target, touched);
            if (!defines) {
                if (touched) {
                    return;
                }
                reads += here;
                continue;
            }
            const bool plain = info(i.op).effect == Effect::Pure && i.op != Op::Gather &&
                               i.op != Op::GatherTruth && i.op != Op::Happens &&
                               i.op != Op::HappensLogistic && i.op != Op::Quantile &&
                               i.op != Op::LogDensity && i.op != Op::QuantileTabled;
            if (reads != reads_[value] || (touched && !plain) ||
                info(i.op).effect != Effect::Pure) {
                return;
            }
            i.out = to;
            for (std::size_t between = n + 1; between < store_at; ++between) {
                replace(code[between], from, to);
            }
            store = Instruction{};
            store.op = Op::Store;  // of nothing: taken out by the caller
            return;
        }
    }

    void replace(Node& node, const Operand& from, const Operand& to) {
        Instruction& i = node.instruction;
        for (Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
            if (*operand == from) {
                *operand = to;
            }
        }
        for (Node& inner : node.body) {
            replace(inner, from, to);
        }
    }

    const Things& things_;
    std::vector<std::uint32_t> writes_;
    std::vector<std::uint32_t> reads_;
};

}  // namespace

void write_through(Draft& draft) {
    const Things things(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        WriteThrough(*code, things);
    }
}

}  // namespace jonbar::program
