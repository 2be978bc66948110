// Taking out what nothing reads.
//
// Checks, counts, the chronicle and outcomes are wanted for themselves; from them the walk goes
// back to what is read. Init and step program are one here: state that only its own updates read is
// dead.

#include <unordered_map>

#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

bool is_wanted(const Instruction& i) {
    switch (info(i.op).effect) {
        case Effect::Check:
        case Effect::Trace:
        case Effect::Pause:
            return true;
        case Effect::Count:
            return i.op != Op::Saturate || i.d.exists();
        case Effect::Control:
            return i.op == Op::SetRegister;
        case Effect::Pure:
        case Effect::Accumulate:
        case Effect::Write:
            return false;
    }
    return false;
}

class Liveness {
  public:
    explicit Liveness(Draft& draft)
        : things_(draft), live_(things_.count()), writers_(things_.count()) {
        collect(draft.init, nullptr);
        collect(draft.step, nullptr);
        for_all_roots(draft.program, [this](const Operand& column) { want(column); });
        for (const StateBlock& state : draft.program.states) {
            Operand column = state.first;
            for (std::uint32_t i = 0; state.kept && i < state.cell_count * state.width; ++i) {
                want(column);
                ++column.base;
            }
        }
        while (!work_.empty()) {
            const std::uint32_t thing = work_.back();
            work_.pop_back();
            for (const Node* writer : writers_[thing]) {
                keep(*writer);
            }
        }
        sweep(draft.init);
        sweep(draft.step);
    }

  private:
    void collect(const Code& code, const Node* parent) {
        for (const Node& node : code) {
            parents_[&node] = parent;
            for (const Operand* out : {&node.instruction.out, &node.instruction.out2}) {
                if (out->exists()) {
                    writers_[things_.of(*out)].push_back(&node);
                }
            }
            collect(node.body, &node);
            if (is_wanted(node.instruction)) {
                keep(node);
            }
        }
    }

    void want(const Operand& operand) {
        if (is_column(operand) && live_[things_.of(operand)] == 0) {
            live_[things_.of(operand)] = 1;
            work_.push_back(things_.of(operand));
        }
    }

    void keep(const Node& node) {
        if (!kept_.emplace(&node, true).second) {
            return;
        }
        const Instruction& i = node.instruction;
        for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
            want(*operand);
        }
        if (info(i.op).effect == Effect::Accumulate || i.op == Op::TallyEver) {
            want(i.out);
            want(i.out2);
        }
        const Node* const parent = parents_.at(&node);
        if (parent != nullptr) {
            keep(*parent);
        }
    }

    void sweep(Code& code) {
        // Addresses of nodes are those of `collect` until they move: look all up first.
        std::vector<char> keeps;
        keeps.reserve(code.size());
        for (const Node& node : code) {
            keeps.push_back(kept_.contains(&node) ? 1 : 0);
        }
        for (std::size_t n = 0; n < code.size(); ++n) {
            if (keeps[n] != 0) {
                sweep(code[n].body);
            }
        }
        std::size_t n = 0;
        std::erase_if(code, [&](const Node&) { return keeps[n++] == 0; });
    }

    Things things_;
    std::vector<char> live_;
    std::vector<std::vector<const Node*>> writers_;
    std::unordered_map<const Node*, const Node*> parents_;
    std::unordered_map<const Node*, bool> kept_;
    std::vector<std::uint32_t> work_;
};

}  // namespace

void remove_dead(Draft& draft) { Liveness{draft}; }

}  // namespace jonbar::program
