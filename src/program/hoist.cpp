// Moving computations to where they run less often.

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

/// Tells whether an instruction is a function of its operands that defines one scratch column once
/// and for all.
class Values {
  public:
    Values(const Things& things, std::vector<std::uint32_t> writes)
        : things_(things), writes_(std::move(writes)) {}

    [[nodiscard]] bool defines_value(const Instruction& i) const {
        const bool pure = info(i.op).effect == Effect::Pure ||
                          ((i.op == Op::Store || i.op == Op::StoreTruth) && !i.mask.exists());
        return pure && is_scratch(i.out) && i.out.shape == 0 && things_.alone(i.out) &&
               writes_[things_.of(i.out)] == 1;
    }

  private:
    const Things& things_;
    std::vector<std::uint32_t> writes_;
};

class LoopHoister {
  public:
    LoopHoister(const Draft& draft, const Things& things, const Values& values)
        : draft_(draft), things_(things), values_(values) {}

    void visit(Code& code) {
        Code result;
        result.reserve(code.size());
        for (Node& node : code) {
            visit(node.body);
            if (node.instruction.op == Op::Loop) {
                lift(node, result);
            }
            result.push_back(std::move(node));
        }
        code = std::move(result);
    }

  private:
    [[nodiscard]] bool walks(const Operand& operand, std::uint32_t reg) const {
        const auto& terms = draft_.program.shapes[operand.shape].terms;
        return std::any_of(terms.begin(), terms.end(),
                           [reg](const Shape::Term& term) { return term.reg == reg; });
    }

    void lift(Node& loop, Code& before) {
        std::vector<std::uint32_t> written = count_writes(loop.body, things_);
        Code stays;
        for (Node& node : loop.body) {
            const Instruction& i = node.instruction;
            bool moves = node.body.empty() && values_.defines_value(i);
            for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
                moves = moves && !walks(*operand, loop.instruction.detail) &&
                        !(is_column(*operand) && written[things_.of(*operand)] != 0);
            }
            if (moves) {
                --written[things_.of(i.out)];
                before.push_back(std::move(node));
            } else {
                stays.push_back(std::move(node));
            }
        }
        loop.body = std::move(stays);
    }

    const Draft& draft_;
    const Things& things_;
    const Values& values_;
};

class InitHoister {
  public:
    InitHoister(Draft& draft, const Things& things, const Values& values, std::size_t column_max)
        : draft_(draft),
          things_(things),
          values_(values),
          step_writes_(count_writes(draft.step, things)),
          column_max_(column_max) {
        // A world that departs late is switched on after the initial state was computed.
        for (const SwitchColumns& made : draft.program.switches) {
            ++step_writes_[things.of(made.on)];
        }
    }

    void run() {
        mark(draft_.step);
        find_frontier(draft_.step);
        if (frontier_.empty() || frontier_.size() > column_max_) {
            return;
        }
        move(draft_.step);
        for (Node& node : moved_) {
            draft_.init.push_back(std::move(node));
        }
        for (const std::uint32_t thing : order_) {
            const auto& columns = frontier_.at(thing);
            Node store;
            const bool number = columns.first.place == Place::Number;
            store.instruction.op = number ? Op::Store : Op::StoreTruth;
            store.instruction.out = columns.second;
            store.instruction.a = columns.first;
            draft_.init.push_back(store);
        }
    }

  private:
    [[nodiscard]] bool is_steady(const Operand& operand) const {
        switch (operand.place) {
            case Place::None:
                return true;
            case Place::Constant:
            case Place::Index:
                return operand.shape == 0;
            case Place::StateNumber:
            case Place::StateTruth:
                return operand.shape == 0 && step_writes_[things_.of(operand)] == 0;
            case Place::Number:
            case Place::Truth:
                return operand.shape == 0 && steady_.contains(things_.of(operand));
            case Place::Step:
            case Place::Key:
            case Place::Counter:
                return false;
        }
        return false;
    }

    void mark(const Code& code) {
        for (const Node& node : code) {
            const Instruction& i = node.instruction;
            bool steady = values_.defines_value(i);
            for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
                steady = steady && is_steady(*operand);
            }
            // A copy of state saves nothing.
            if (steady && i.op != Op::Store && i.op != Op::StoreTruth) {
                steady_[things_.of(i.out)] = true;
            }
            mark(node.body);
        }
    }

    [[nodiscard]] bool moves(const Instruction& i) const {
        return values_.defines_value(i) && steady_.contains(things_.of(i.out));
    }

    void find_frontier(const Code& code) {
        for (const Node& node : code) {
            const Instruction& i = node.instruction;
            if (!moves(i)) {
                for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
                    if (is_scratch(*operand) && steady_.contains(things_.of(*operand)) &&
                        !frontier_.contains(things_.of(*operand))) {
                        // The state column is made when the number of them is known to be small.
                        frontier_[things_.of(*operand)] = {*operand, {}};
                        order_.push_back(things_.of(*operand));
                    }
                }
            }
            find_frontier(node.body);
        }
    }

    Operand state_of(const Operand& operand) {
        auto& [scratch, state] = frontier_.at(things_.of(operand));
        if (!state.exists()) {
            state = draft_.columns(
                scratch.place == Place::Number ? Place::StateNumber : Place::StateTruth, 1);
        }
        return state;
    }

    void move(Code& code) {
        Code stays;
        stays.reserve(code.size());
        for (Node& node : code) {
            Instruction& i = node.instruction;
            if (moves(i)) {
                moved_.push_back(std::move(node));
                continue;
            }
            for (Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
                if (is_scratch(*operand) && steady_.contains(things_.of(*operand))) {
                    *operand = state_of(*operand);
                }
            }
            move(node.body);
            stays.push_back(std::move(node));
        }
        code = std::move(stays);
    }

    Draft& draft_;
    const Things& things_;
    const Values& values_;
    std::vector<std::uint32_t> step_writes_;
    std::size_t column_max_;
    std::unordered_map<std::uint32_t, bool> steady_;
    std::unordered_map<std::uint32_t, std::pair<Operand, Operand>> frontier_;
    std::vector<std::uint32_t> order_;
    Code moved_;
};

}  // namespace

void hoist_from_loops(Draft& draft) {
    const Things things(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        const Values values(things, count_writes(*code, things));
        LoopHoister(draft, things, values).visit(*code);
    }
}

void hoist_to_init(Draft& draft, std::size_t column_count_max) {
    const Things things(draft);
    const Values values(things, count_writes(draft.step, things));
    InitHoister(draft, things, values, column_count_max).run();
}

}  // namespace jonbar::program
