#include "program/work.h"

namespace jonbar::program {

double instructions_run(const std::vector<Instruction>& code) {
    double run = 0;
    std::vector<double> turns{1};  // of the loops around an instruction
    for (const Instruction& instruction : code) {
        if (instruction.op == Op::EndLoop) turns.pop_back();
        run += turns.back();
        if (instruction.op == Op::Loop) turns.push_back(turns.back() * instruction.count);
    }
    return run;
}

}  // namespace jonbar::program
