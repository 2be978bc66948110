// Real columns for virtual ones.
//
// A block lives from its first to its last touch; where a touch lies in a loop that does not hold
// all of them, it lives through that whole loop. Blocks are placed in the order of their births,
// each at the first place that is free for all of its life.

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "base/check.h"
#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

struct LoopExtent {
    std::size_t parent = 0;
    std::size_t depth = 0;
    std::size_t begin = 0, end = 0;
};

struct Life {
    static constexpr std::size_t kUnborn = static_cast<std::size_t>(-1);
    std::size_t home = kUnborn;  // the innermost loop that holds all touches
    std::size_t begin = kUnborn, end = 0;
    std::uint32_t real = 0;
};

/// Tells whether an instruction may write where it still reads.
bool works_in_place(Op op) {
    switch (op) {
        case Op::Gather:
        case Op::GatherTruth:
        case Op::SelectTop:
        case Op::DrawUniform:
        case Op::DrawWord:
        case Op::Happens:
        case Op::HappensLogistic:
        case Op::Quantile:
        case Op::LogDensity:
        case Op::QuantileTabled:
        case Op::Compete:
        case Op::NativeSet:
        case Op::NativeNumbers:
        case Op::Impose:
        case Op::VoteOdds:
        case Op::Pause:
        case Op::Scatter:
        case Op::ScatterTruth:
            return false;
        default:
            return true;
    }
}

class Lives {
  public:
    explicit Lives(const Draft& draft) : draft_(draft) {
        lives_[0].resize(draft.numbers.size());
        lives_[1].resize(draft.truths.size());
    }

    /// Places what one program touches, and returns the columns needed of each place.
    void place(const Code& code) {
        for (std::vector<Life>& lives : lives_) {
            std::fill(lives.begin(), lives.end(), Life{});
        }
        loops_ = {LoopExtent{}};
        clock_ = 1;
        walk(code, 0, [this](Life& life, std::size_t loop, std::size_t) {
            life.home = life.home == Life::kUnborn ? loop : common(life.home, loop);
        });
        clock_ = 1;
        next_loop_ = 1;
        walking_again_ = true;
        walk(code, 0, [this](Life& life, std::size_t loop, std::size_t time) {
            std::size_t begin = time;
            std::size_t end = time;
            for (; loop != life.home; loop = loops_[loop].parent) {
                begin = loops_[loop].begin;
                end = loops_[loop].end;
            }
            life.begin = std::min(life.begin, begin);
            life.end = std::max(life.end, end);
        });
        walking_again_ = false;
        counts_[0] = std::max(counts_[0], assign(lives_[0], draft_.numbers));
        counts_[1] = std::max(counts_[1], assign(lives_[1], draft_.truths));
    }

    [[nodiscard]] std::uint32_t real(const Operand& column) const {
        const Block& block = draft_.block_of(column);
        return life_of(column).real + (column.base - block.base);
    }
    [[nodiscard]] std::uint32_t number_count() const { return counts_[0]; }
    [[nodiscard]] std::uint32_t truth_count() const { return counts_[1]; }

  private:
    [[nodiscard]] std::size_t index_of(const Operand& column) const {
        const Block* const all = draft_.blocks(column.place).data();
        return static_cast<std::size_t>(&draft_.block_of(column) - all);
    }
    [[nodiscard]] const Life& life_of(const Operand& column) const {
        return lives_[column.place == Place::Number ? 0 : 1][index_of(column)];
    }

    template <class Touch>
    void walk(const Code& code, std::size_t loop, const Touch& touch) {
        for (const Node& node : code) {
            const std::size_t reads = clock_;
            const std::size_t writes = reads + (works_in_place(node.instruction.op) ? 1 : 0);
            clock_ += 2;
            Instruction instruction = node.instruction;
            for (const Operand* operand :
                 {&instruction.a, &instruction.b, &instruction.c, &instruction.d, &instruction.mask,
                  &instruction.out, &instruction.out2}) {
                if (operand->place != Place::Number && operand->place != Place::Truth) {
                    continue;
                }
                const bool is_out = operand == &instruction.out || operand == &instruction.out2;
                Life& life = const_cast<Life&>(life_of(*operand));
                touch(life, loop, is_out ? writes : reads);
                if (is_out && writes != reads) {
                    continue;
                }
                if (is_out) {
                    touch(life, loop, reads + 1);
                }
            }
            if (!has_body(node.instruction.op)) {
                continue;
            }
            if (node.instruction.op != Op::Loop) {
                walk(node.body, loop, touch);
                continue;
            }
            std::size_t inner = next_loop_;
            if (walking_again_) {
                ++next_loop_;
            } else {
                inner = loops_.size();
                loops_.push_back(
                    {.parent = loop, .depth = loops_[loop].depth + 1, .begin = clock_, .end = 0});
            }
            walk(node.body, inner, touch);
            loops_[inner].end = clock_++;
        }
    }

    [[nodiscard]] std::size_t common(std::size_t a, std::size_t b) const {
        while (a != b) {
            if (loops_[a].depth < loops_[b].depth) {
                std::swap(a, b);
            }
            a = loops_[a].parent;
        }
        return a;
    }

    /// Gives each block its real columns; returns how many there are.
    static std::uint32_t assign(std::vector<Life>& lives, const std::vector<Block>& blocks) {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < lives.size(); ++i) {
            if (lives[i].home != Life::kUnborn) {
                order.push_back(i);
            }
        }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return lives[a].begin < lives[b].begin;
        });
        std::vector<std::size_t> busy_until;  // of each real column
        for (const std::size_t i : order) {
            std::size_t run = 0;
            std::size_t first = busy_until.size();
            for (std::size_t column = 0; column < busy_until.size(); ++column) {
                run = busy_until[column] < lives[i].begin ? run + 1 : 0;
                if (run == blocks[i].count) {
                    first = column + 1 - run;
                    break;
                }
            }
            if (run < blocks[i].count) {
                first = busy_until.size() - run;
            }
            busy_until.resize(std::max(busy_until.size(), first + blocks[i].count));
            std::fill_n(busy_until.begin() + static_cast<std::ptrdiff_t>(first), blocks[i].count,
                        lives[i].end);
            lives[i].real = static_cast<std::uint32_t>(first);
        }
        return static_cast<std::uint32_t>(busy_until.size());
    }

    const Draft& draft_;
    std::vector<Life> lives_[2];
    std::vector<LoopExtent> loops_;
    std::uint32_t counts_[2] = {0, 0};
    std::size_t clock_ = 1;
    std::size_t next_loop_ = 1;
    bool walking_again_ = false;
};

template <class Visit>
void for_all_operands(Code& code, const Visit& visit) {
    for (Node& node : code) {
        for_each_operand(node.instruction, visit);
        for_all_operands(node.body, visit);
    }
}

std::uint32_t end_of(const std::vector<Block>& blocks) {
    return blocks.empty() ? 0 : blocks.back().base + blocks.back().count;
}

/// Drops blocks of state that nothing touches and closes the gaps.
void compact_state(Draft& draft, Place place) {
    std::vector<char> touched(draft.blocks(place).size());
    const Block* const first = draft.blocks(place).data();
    const auto index = [&](const Operand& operand) {
        return static_cast<std::size_t>(&draft.block_of(operand) - first);
    };
    const auto touch = [&](const Operand& operand) {
        if (operand.place == place) {
            touched[index(operand)] = 1;
        }
    };
    for_all_operands(draft.init, touch);
    for_all_operands(draft.step, touch);
    for_all_roots(draft.program, touch);
    std::vector<std::uint32_t> moved(touched.size());
    std::uint32_t next = 0;
    const auto lay = [&](std::size_t block) {
        moved[block] = next;
        next += draft.blocks(place)[block].count;
    };
    std::vector<char> laid(touched.size());
    for (const StartDraw& draw : draft.program.start_draws) {
        if (place == draw.column.place && laid[index(draw.column)] == 0) {
            lay(index(draw.column));
            laid[index(draw.column)] = 1;
        }
    }
    for (std::size_t i = 0; i < touched.size(); ++i) {
        if (touched[i] != 0 && laid[i] == 0) {
            lay(i);
        }
    }
    const auto move = [&](Operand& operand) {
        if (operand.place == place) {
            operand.base = operand.base - draft.block_of(operand).base + moved[index(operand)];
        }
    };
    for_all_operands(draft.init, move);
    for_all_operands(draft.step, move);
    for_all_roots(draft.program, move);
    for (StateBlock& state : draft.program.states) {
        if (state.first.place == place) {
            if (touched[index(state.first)] != 0) {
                move(state.first);
            } else {
                state.first = {};
            }
        }
    }
    (place == Place::StateNumber ? draft.program.state_number_count
                                 : draft.program.state_truth_count) = next;
}

}  // namespace

void allocate(Draft& draft, bool share_columns) {
    compact_state(draft, Place::StateNumber);
    compact_state(draft, Place::StateTruth);
    if (!share_columns) {
        draft.program.scratch_number_count = end_of(draft.numbers);
        draft.program.scratch_truth_count = end_of(draft.truths);
        return;
    }
    Lives lives(draft);
    for (Code* code : {&draft.init, &draft.step}) {
        lives.place(*code);
        for_all_operands(*code, [&](Operand& operand) {
            if (operand.place == Place::Number || operand.place == Place::Truth) {
                operand.base = lives.real(operand);
            }
        });
    }
    draft.program.scratch_number_count = lives.number_count();
    draft.program.scratch_truth_count = lives.truth_count();
}

}  // namespace jonbar::program
