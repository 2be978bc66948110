#include "program/draft.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <utility>

#include "base/check.h"

namespace jonbar::program {

Operand Draft::constant(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto next = static_cast<std::uint32_t>(program.constants.size());
    const auto [found, is_new] = constant_index.try_emplace(bits, next);
    if (is_new) {
        program.constants.push_back(value);
    }
    return {.place = Place::Constant, .shape = 0, .base = found->second};
}

Operand Draft::table(const std::vector<double>& values) {
    const auto base = static_cast<std::uint32_t>(program.constants.size());
    program.constants.insert(program.constants.end(), values.begin(), values.end());
    return {.place = Place::Constant, .shape = 0, .base = base};
}

std::optional<double> Draft::constant_of(const Operand& operand) const {
    if (operand.shape != 0) {
        return std::nullopt;
    }
    if (operand.place == Place::Constant) {
        return program.constants[operand.base];
    }
    if (operand.place == Place::Index) {
        return static_cast<double>(operand.base);
    }
    return std::nullopt;
}

std::uint32_t Draft::shape(const std::vector<Shape::Term>& terms) {
    std::map<std::uint32_t, std::uint32_t> strides;
    for (const Shape::Term& term : terms) {
        strides[term.reg] += term.stride;
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> key;
    for (const auto& [reg, stride] : strides) {
        if (stride != 0) {
            key.push_back({reg, stride});
        }
    }
    if (key.empty()) {
        return 0;
    }
    const auto next = static_cast<std::uint32_t>(program.shapes.size());
    const auto [found, is_new] = shape_index.try_emplace(key, next);
    if (is_new) {
        Shape made;
        for (const auto& [reg, stride] : key) {
            made.terms.push_back({.reg = reg, .stride = stride});
        }
        program.shapes.push_back(made);
    }
    return found->second;
}

Operand Draft::moved(Operand operand, const Operand& index, std::uint32_t stride) {
    if (index.place == Place::Constant && index.shape == 0) {
        operand.base += static_cast<std::uint32_t>(program.constants[index.base]) * stride;
        return operand;
    }
    CHECK(index.place == Place::Index);
    operand.base += index.base * stride;
    std::vector<Shape::Term> terms = program.shapes[operand.shape].terms;
    for (const Shape::Term& term : program.shapes[index.shape].terms) {
        terms.push_back({.reg = term.reg, .stride = term.stride * stride});
    }
    operand.shape = shape(terms);
    return operand;
}

Operand Draft::with_register(Operand operand, std::uint32_t reg, std::uint32_t value) {
    const std::vector<Shape::Term>& terms = program.shapes[operand.shape].terms;
    const auto found = std::find_if(terms.begin(), terms.end(),
                                    [reg](const Shape::Term& term) { return term.reg == reg; });
    if (found == terms.end()) {
        return operand;
    }
    operand.base += found->stride * value;
    std::vector<Shape::Term> rest;
    for (const Shape::Term& term : terms) {
        if (term.reg != reg) {
            rest.push_back(term);
        }
    }
    operand.shape = shape(rest);
    if (operand.place == Place::Index && operand.shape == 0) {
        return constant(static_cast<double>(operand.base));
    }
    return operand;
}

const std::vector<Block>& Draft::blocks(Place place) const {
    switch (place) {
        case Place::Number:
            return numbers;
        case Place::Truth:
            return truths;
        case Place::StateNumber:
            return state_numbers;
        case Place::StateTruth:
            return state_truths;
        case Place::None:
        case Place::Constant:
        case Place::Step:
        case Place::Index:
        case Place::Key:
        case Place::Counter:
            break;
    }
    CHECK(false);
}

Operand Draft::columns(Place place, std::uint32_t count) {
    auto& all = const_cast<std::vector<Block>&>(blocks(place));
    const std::uint32_t base = all.empty() ? 0 : all.back().base + all.back().count;
    // An empty block keeps a number of its own, so that a column tells its block.
    all.push_back({.base = base, .count = std::max(count, 1U)});
    return {.place = place, .shape = 0, .base = base};
}

const Block& Draft::block_of(const Operand& column) const {
    const std::vector<Block>& all = blocks(column.place);
    const auto after =
        std::upper_bound(all.begin(), all.end(), column.base,
                         [](std::uint32_t base, const Block& block) { return base < block.base; });
    CHECK(after != all.begin());
    return *(after - 1);
}

std::uint32_t Draft::new_register(std::uint32_t count) {
    register_counts.push_back(count);
    return static_cast<std::uint32_t>(register_counts.size() - 1);
}

Operand index_operand(Draft& draft, std::uint32_t reg) {
    return {.place = Place::Index, .shape = draft.shape({{.reg = reg, .stride = 1}}), .base = 0};
}

std::size_t count_nodes(const Code& code) {
    std::size_t count = code.size();
    for (const Node& node : code) {
        count += count_nodes(node.body);
    }
    return count;
}

namespace {

/// Numbers registers: those that no loop counts come first, loops follow by depth.
class RegisterNumbers {
  public:
    explicit RegisterNumbers(std::size_t register_count) : number_(register_count, kUnset) {}

    void number_fixed(const Code& code) {
        for (const Node& node : code) {
            if (node.instruction.op == Op::SetRegister &&
                number_[node.instruction.detail] == kUnset) {
                number_[node.instruction.detail] = fixed_++;
            }
            number_fixed(node.body);
        }
    }

    void number_loops(const Code& code, std::uint32_t depth) {
        used_ = std::max(used_, fixed_ + depth);
        for (const Node& node : code) {
            const bool is_loop = node.instruction.op == Op::Loop;
            if (is_loop) {
                number_[node.instruction.detail] = fixed_ + depth;
            }
            number_loops(node.body, depth + (is_loop ? 1 : 0));
        }
    }

    [[nodiscard]] std::uint32_t of(std::uint32_t reg) const {
        CHECK(number_[reg] != kUnset);
        return number_[reg];
    }
    [[nodiscard]] std::uint32_t count() const { return used_; }

  private:
    static constexpr std::uint32_t kUnset = 0xFFFFFFFFU;
    std::vector<std::uint32_t> number_;
    std::uint32_t fixed_ = 0;
    std::uint32_t used_ = 0;
};

class Layout {
  public:
    Layout(Program& program, const std::vector<Shape>& shapes, const RegisterNumbers& registers)
        : program_(program), shapes_(shapes), registers_(registers) {}

    void lay_out(const Code& code, std::vector<Instruction>& out) {
        for (const Node& node : code) {
            Instruction instruction = node.instruction;
            for_each_operand(instruction, [this](Operand& operand) { renumber(operand); });
            if (instruction.op == Op::Loop || instruction.op == Op::SetRegister) {
                instruction.detail = registers_.of(instruction.detail);
            }
            const auto place = out.size();
            out.push_back(instruction);
            if (!has_body(instruction.op)) {
                continue;
            }
            lay_out(node.body, out);
            if (instruction.op == Op::Loop) {
                Instruction end;
                end.op = Op::EndLoop;
                end.detail = instruction.detail;
                end.count = instruction.count;
                end.target = static_cast<std::uint32_t>(place + 1);
                out.push_back(end);
            }
            out[place].target = static_cast<std::uint32_t>(out.size());
        }
    }

  private:
    void renumber(Operand& operand) {
        if (operand.shape == 0) {
            return;
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> key;
        for (const Shape::Term& term : shapes_[operand.shape].terms) {
            key.push_back({registers_.of(term.reg), term.stride});
        }
        std::sort(key.begin(), key.end());
        const auto [found, is_new] =
            index_.try_emplace(key, static_cast<std::uint32_t>(program_.shapes.size()));
        if (is_new) {
            Shape shape;
            for (const auto& [reg, stride] : key) {
                shape.terms.push_back({.reg = reg, .stride = stride});
            }
            program_.shapes.push_back(shape);
        }
        operand.shape = found->second;
    }

    Program& program_;
    const std::vector<Shape>& shapes_;
    const RegisterNumbers& registers_;
    std::map<std::vector<std::pair<std::uint32_t, std::uint32_t>>, std::uint32_t> index_;
};

}  // namespace

Program finish(Draft draft) {
    const std::vector<Shape> shapes = std::exchange(draft.program.shapes, {Shape{}});
    RegisterNumbers registers(draft.register_counts.size());
    registers.number_fixed(draft.step);
    registers.number_loops(draft.init, 0);
    registers.number_loops(draft.step, 0);
    Layout layout(draft.program, shapes, registers);
    layout.lay_out(draft.init, draft.program.init);
    layout.lay_out(draft.step, draft.program.step);
    draft.program.register_count = registers.count();
    return std::move(draft.program);
}

}  // namespace jonbar::program
