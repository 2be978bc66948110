#include "program/dump.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

namespace jonbar::program {

namespace {

std::string_view letters(Place place) {
    switch (place) {
        case Place::None:
            return "-";
        case Place::Number:
            return "n";
        case Place::Truth:
            return "t";
        case Place::StateNumber:
            return "N";
        case Place::StateTruth:
            return "T";
        case Place::Constant:
            return "c";
        case Place::Step:
            return "step";
        case Place::Index:
            return "";
        case Place::Key:
            return "key";
        case Place::Counter:
            return "count";
    }
    return "";
}

/// Prints n12, N4+3*r0, a constant as its value, a key as the name of the site.
std::string operand_text(const Program& program, const Operand& operand) {
    if (operand.shape == 0 && operand.place == Place::Constant) {
        return fmt::format("{}", program.constants[operand.base]);
    }
    if (operand.shape == 0 && operand.place == Place::Key) {
        return "'" + program.site_names[operand.base] + "'";
    }
    std::string text = fmt::format("{}{}", letters(operand.place), operand.base);
    for (const Shape::Term& term : program.shapes[operand.shape].terms) {
        text += term.stride == 1 ? fmt::format("+r{}", term.reg)
                                 : fmt::format("+{}*r{}", term.stride, term.reg);
    }
    return text;
}

std::string_view name_of(ImposedKind kind) {
    switch (kind) {
        case ImposedKind::Happening:
            return "happening";
        case ImposedKind::Choice:
            return "choice";
        case ImposedKind::Vote:
            return "vote";
        case ImposedKind::Race:
            return "race";
        case ImposedKind::Draw:
            return "draw";
        case ImposedKind::Election:
            return "election";
    }
    return "";
}

std::string_view name_of(Coupling coupling) {
    switch (coupling) {
        case Coupling::Gumbel:
            return "";
        case Coupling::Ordered:
            return ", ordered";
        case Coupling::Independent:
            return ", independent";
    }
    return "";
}

/// Prints what facts, what-ifs and step-0 draws have of columns.
void print_tables(const Program& program, std::string& out) {
    auto to = std::back_inserter(out);
    const auto text = [&](const Operand& operand) { return operand_text(program, operand); };
    for (const StartDraw& draw : program.start_draws) {
        fmt::format_to(to, "start '{}' word {}{}: {}\n", program.site_names[draw.site], draw.word,
                       draw.two_words ? " and next" : "", text(draw.column));
    }
    for (const FactColumns& fact : program.facts) {
        fmt::format_to(to, "fact {} in steps {} to {}{}{}: {}", fact.text, fact.first_step,
                       fact.last_step, fact.ending ? ", ending" : "", fact.forced ? ", forced" : "",
                       text(fact.log_factor));
        if (fact.happened_on.exists()) {
            fmt::format_to(to, ", on {}", text(fact.happened_on));
        }
        out += "\n";
    }
    for (const SwitchColumns& made : program.switches) {
        fmt::format_to(to, "switch {} from step {}: on {}, touched {}", made.name, made.first_step,
                       text(made.on), text(made.touched));
        if (made.offered.exists()) {
            fmt::format_to(to, ", offered {}", text(made.offered));
        }
        out += "\n";
    }
    for (const FirstDate& first : program.first_dates) {
        fmt::format_to(to, "first {}{}{}: {}\n", first.name, first.option.empty() ? "" : " ",
                       first.option, text(first.column));
    }
}

std::string details(const Program& program, const Instruction& i) {
    switch (i.op) {
        case Op::Loop:
            return fmt::format(" r{} below {}", i.detail, i.count);
        case Op::SetRegister:
            return fmt::format(" r{}", i.detail);
        case Op::Gather:
        case Op::GatherTruth:
        case Op::Scatter:
        case Op::ScatterTruth:
            return fmt::format(" [{} by {}]", i.count, i.stride);
        case Op::SelectTop:
            return fmt::format(" [{}]", i.count);
        case Op::NativeSet:
        case Op::NativeNumbers: {
            const NativeCall& call = program.natives[i.detail];
            return fmt::format(" {} of {} [{}]", name_of(call.function), call.members, i.count);
        }
        case Op::DrawUniform:
        case Op::DrawWord:
        case Op::Happens:
        case Op::HappensLogistic:
        case Op::Compete: {
            std::string text = i.detail == 0 ? "" : fmt::format(" word {}", i.detail);
            const bool moves = i.op == Op::Compete ? i.d.exists() : i.b.exists();
            return moves ? text + fmt::format(" [{} by {}]", i.count, i.stride) : text;
        }
        case Op::Quantile:
        case Op::LogDensity:
            return fmt::format(" of {}", i.detail);
        case Op::Impose: {
            const Imposed& imposed = program.imposed[i.detail];
            return fmt::format(" {} [{} to {}, {} slots{}]", name_of(imposed.kind), i.count,
                               i.stride, imposed.slots, name_of(imposed.coupling));
        }
        case Op::VoteOdds:
            return fmt::format(" [{}, {} voters]", i.count, program.odds[i.detail].voters);
        case Op::QuantileTabled: {
            const FixedDistribution& fixed = program.tabled[i.detail];
            return fmt::format(" of {}({}, {})", math::name_of(fixed.family), fixed.parameters[0],
                               fixed.parameters[1]);
        }
        case Op::TraceBegin:
            return " " + program.records[i.detail].name;
        case Op::Pause:
            return " " + program.pauses[i.detail].name;
        default:
            break;
    }
    if (info(i.op).effect == Effect::Check) {
        const Fault& fault = program.faults[i.detail];
        return fmt::format(" \"{}: {}\"", fault.where, fault.what);
    }
    return "";
}

void print_code(const Program& program, const std::vector<Instruction>& code, std::string& out) {
    std::vector<std::size_t> ends;  // of the skips that are open
    std::size_t loops = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        while (!ends.empty() && ends.back() == i) {
            ends.pop_back();
        }
        if (code[i].op == Op::EndLoop) {
            --loops;
            continue;
        }
        out.append(2 * (1 + ends.size() + loops), ' ');
        out += dump_instruction(program, code[i]) + "\n";
        if (code[i].op == Op::Loop) {
            ++loops;
        } else if (code[i].op == Op::SkipIfNone || code[i].op == Op::SkipUnless) {
            ends.push_back(code[i].target);
        }
    }
}

}  // namespace

std::string dump_instruction(const Program& program, const Instruction& i) {
    std::string text;
    if (i.out.exists()) {
        text += operand_text(program, i.out);
        text += i.out2.exists() ? ", " + operand_text(program, i.out2) : "";
        text += " = ";
    }
    text += info(i.op).name;
    for (const Operand& operand : std::array{i.a, i.b, i.c, i.d}) {
        if (operand.exists()) {
            text += " " + operand_text(program, operand);
        }
    }
    text += details(program, i);
    if (i.mask.exists()) {
        text += " where " + operand_text(program, i.mask);
    }
    return text;
}

std::string dump_program(const Program& program) {
    std::string out = fmt::format(
        "program \"{}\": {} steps, {} + {} state columns, {} + {} scratch columns, {} registers\n",
        program.title, program.step_count, program.state_number_count, program.state_truth_count,
        program.scratch_number_count, program.scratch_truth_count, program.register_count);
    for (const StateBlock& state : program.states) {
        if (state.first.exists()) {
            fmt::format_to(std::back_inserter(out), "state {}: {} cells from {}\n", state.name,
                           state.cell_count, operand_text(program, state.first));
        }
    }
    for (const OutcomeColumn& outcome : program.outcomes) {
        fmt::format_to(std::back_inserter(out), "outcome {}: {}\n", outcome.name,
                       operand_text(program, outcome.column));
    }
    print_tables(program, out);
    out += "init\n";
    print_code(program, program.init, out);
    out += "step\n";
    print_code(program, program.step, out);
    return out;
}

}  // namespace jonbar::program
