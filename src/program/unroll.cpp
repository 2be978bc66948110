// Writing loops out.
//
// Each copy of a body gets scratch columns of its own for what lives only in the body, so that
// later passes see values where the loop had variables.

#include <unordered_map>
#include <utility>

#include "program/passes.h"

namespace jonbar::program {

namespace {

bool is_scratch(const Operand& operand) {
    return operand.place == Place::Number || operand.place == Place::Truth;
}

/// How often each block of scratch columns stands in a code, by its first column.
using Touches = std::unordered_map<std::uint32_t, std::size_t>;

class Unroller {
  public:
    Unroller(Draft& draft, UnrollLimits limits)
        : draft_(draft),
          limits_(limits),
          total_(count_nodes(draft.init) + count_nodes(draft.step)) {
        count(draft.init, touches_);
        count(draft.step, touches_);
    }

    /// Writes out what fits, inner loops first: a loop whose inner loop is too long stays one.
    void visit(Code& code) {
        Code result;
        result.reserve(code.size());
        for (Node& node : code) {
            visit(node.body);
            if (!write_out(node, result)) {
                result.push_back(std::move(node));
            }
        }
        code = std::move(result);
    }

  private:
    [[nodiscard]] std::uint32_t key(const Operand& operand) const {
        const std::uint32_t first = draft_.block_of(operand).base;
        return 2 * first + (operand.place == Place::Number ? 0 : 1);
    }

    void count(Code& code, Touches& touches) {
        for (Node& node : code) {
            for_each_operand(node.instruction, [&](Operand& operand) {
                if (is_scratch(operand)) {
                    ++touches[key(operand)];
                }
            });
            count(node.body, touches);
        }
    }

    bool write_out(Node& node, Code& result) {
        const Instruction loop = node.instruction;
        if (loop.op != Op::Loop) {
            return false;
        }
        std::uint32_t first = 0;
        if (loop.a.exists()) {
            const auto start = draft_.constant_of(loop.a);
            if (!start) {
                return false;
            }
            first = static_cast<std::uint32_t>(*start);
        }
        if (first >= loop.count) {
            return true;
        }
        const std::size_t body = count_nodes(node.body);
        const std::size_t written = body * (loop.count - first);
        if (written > limits_.loop_max || total_ + written > limits_.total_max) {
            return false;
        }
        total_ += written - body;
        Touches inside;
        count(node.body, inside);
        for (std::uint32_t i = first; i < loop.count; ++i) {
            Code copy = node.body;
            if (i > first) {
                renamed_.clear();
                for (const auto& [block, times] : inside) {
                    touches_[block] += touches_[block] == times ? 0 : times;
                }
                rename(copy, inside);
            }
            set_register(copy, loop.detail, i);
            for (Node& copied : copy) {
                // A triangular inner loop may have a constant start now.
                if (!write_out(copied, result)) {
                    result.push_back(std::move(copied));
                }
            }
        }
        return true;
    }

    /// Gives a copy of a body its own blocks in place of those that only the body touches.
    void rename(Code& code, const Touches& inside) {
        for (Node& node : code) {
            for_each_operand(node.instruction, [&](Operand& operand) {
                if (!is_scratch(operand)) {
                    return;
                }
                const std::uint32_t block = key(operand);
                const std::size_t times = inside.at(block);
                if (touches_.at(block) != times) {
                    return;
                }
                const auto [found, is_new] = renamed_.try_emplace(block, 0);
                if (is_new) {
                    const Operand made =
                        draft_.columns(operand.place, draft_.block_of(operand).count);
                    found->second = made.base;
                    touches_[key(made)] = times;
                }
                operand.base = operand.base - draft_.block_of(operand).base + found->second;
            });
            rename(node.body, inside);
        }
    }

    void set_register(Code& code, std::uint32_t reg, std::uint32_t value) {
        for (Node& node : code) {
            for_each_operand(node.instruction, [&](Operand& operand) {
                operand = draft_.with_register(operand, reg, value);
            });
            set_register(node.body, reg, value);
        }
    }

    Draft& draft_;
    UnrollLimits limits_;
    std::size_t total_;
    Touches touches_;
    std::unordered_map<std::uint32_t, std::uint32_t> renamed_;  // block to the first of its own
};

}  // namespace

void unroll(Draft& draft, UnrollLimits limits) {
    Unroller unroller(draft, limits);
    unroller.visit(draft.init);
    unroller.visit(draft.step);
}

}  // namespace jonbar::program
