// What a step of a model asks of the machine, counted in its program: words of noise, bytes of
// columns read and written, operations and functions a history, and instructions a chunk. Printed
// as JSON, for the roofline of docs/performance.md.
//
//     loads_bench FILE...
//
// Loops count each turn, the bodies of skips in full: what a program asks at most. A column is
// counted where an instruction reads or writes it, wherever it then lies.

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/compile.h"

namespace jonbar::bench {
namespace {

using program::Instruction;
using program::Op;
using program::Operand;
using program::Place;

struct Load {
    double words = 0, bytes = 0, operations = 0, functions = 0, instructions = 0;

    void add(const Load& other, double times) {
        words += times * other.words;
        bytes += times * other.bytes;
        operations += times * other.operations;
        functions += times * other.functions;
        instructions += times * other.instructions;
    }
};

double bytes_of(const Operand& operand) {
    switch (operand.place) {
        case Place::Number:
        case Place::StateNumber:
            return 8;
        case Place::Truth:
        case Place::StateTruth:
            return 1.0 / 8;
        default:
            return 0;
    }
}

double words_of(Op op) {
    switch (op) {
        case Op::DrawUniform:
            return 2;
        case Op::DrawWord:
        case Op::Happens:
        case Op::HappensLogistic:
        case Op::Compete:
            return 1;
        default:
            return 0;
    }
}

/// Exponentials, logarithms and their like; those in floats count half.
double functions_of(Op op) {
    switch (op) {
        case Op::Power:
        case Op::RateWorth:
        case Op::Quantile:
            return 2;
        case Op::Exp:
        case Op::Log:
        case Op::Log1p:
        case Op::Expm1:
        case Op::Sin:
        case Op::Cos:
        case Op::Tanh:
        case Op::Logistic:
        case Op::Logit:
        case Op::NormalCdf:
        case Op::HazardChance:
        case Op::WaitingChance:
        case Op::LogDensity:
        case Op::Compete:
            return 1;
        case Op::HappensLogistic:
            return 0.5;
        default:
            return 0;
    }
}

Load load_of(const Instruction& i) {
    Load load;
    load.instructions = 1;
    load.words = words_of(i.op);
    load.functions = functions_of(i.op);
    for (const Operand* operand : {&i.out, &i.out2, &i.a, &i.b, &i.c, &i.d, &i.mask}) {
        load.bytes += bytes_of(*operand);
    }
    const bool numbers = bytes_of(i.out) == 8 || bytes_of(i.a) == 8 || bytes_of(i.b) == 8;
    const bool moves = i.op == Op::Copy || i.op == Op::Store || i.op == Op::Gather;
    load.operations = numbers && !moves && load.functions == 0 ? 1 : 0;
    return load;
}

/// Adds the load of the instructions [at, end), each turn of a loop.
Load load_of(const std::vector<Instruction>& code, std::size_t at, std::size_t end) {
    Load load;
    while (at < end) {
        load.add(load_of(code[at]), 1);
        if (code[at].op != Op::Loop) {
            ++at;
            continue;
        }
        std::size_t depth = 1;
        std::size_t close = at + 1;
        for (; close < end && depth != 0; ++close) {
            depth += code[close].op == Op::Loop ? 1U : 0U;
            depth -= code[close].op == Op::EndLoop ? 1U : 0U;
        }
        load.add(load_of(code, at + 1, close), code[at].count);
        at = close;
    }
    return load;
}

nlohmann::json loads_of(const std::string& path) {
    program::LowerOptions options;
    options.tallies = false;
    const program::Program program = compile(path, JONBAR_LIBRARY_DIR, options);
    const Load load = load_of(program.step, 0, program.step.size());
    return {{"steps", program.step_count}, {"words", load.words},
            {"bytes", load.bytes},         {"operations", load.operations},
            {"functions", load.functions}, {"instructions", load.instructions}};
}

}  // namespace
}  // namespace jonbar::bench

int main(int argc, char** argv) {
    nlohmann::json loads;
    for (int i = 1; i < argc; ++i) loads[argv[i]] = jonbar::bench::loads_of(argv[i]);
    fmt::print("{}\n", loads.dump(2));
}
