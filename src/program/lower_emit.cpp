#include <utility>

#include "base/check.h"
#include "program/fold.h"
#include "program/lowering.h"
#include "program/work.h"

namespace jonbar::program {

bool Lowering::full() {
    if (overflowed_) {
        return true;
    }
    // What folds away is not emitted, but takes its time.
    overflowed_ = run_ > kRunMax || emitted_ > options_.instruction_count_max ||
                  evaluated_ / 16 > options_.instruction_count_max ||
                  draft_.program.site_names.size() > options_.instruction_count_max ||
                  draft_.program.counters.size() > options_.instruction_count_max;
    if (overflowed_) {
        full_at_ = place_;
    }
    return overflowed_;
}

/// Adds an instruction and returns its `out`; gives a new column to one whose `out` has only a
/// place. What can be known now is not emitted.
Operand Lowering::emit(Instruction instruction) {
    if (options_.optimise) {
        if (const auto known = simplify(draft_, instruction)) {
            return *known;
        }
    }
    if (instruction.out.base == kNewColumn) {
        instruction.out = draft_.columns(instruction.out.place, 1);
    }
    if (!full()) {
        code_->push_back({instruction, {}});
        ++emitted_;
        run_ += turns_;
    }
    return instruction.out;
}

Operand Lowering::number(Op op, Operand a, Operand b, Operand c) {
    Instruction made;
    made.op = op;
    made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    made.a = a;
    made.b = b;
    made.c = c;
    return emit(made);
}

Operand Lowering::truth(Op op, Operand a, Operand b, Operand c) {
    Instruction made;
    made.op = op;
    made.out = {.place = Place::Truth, .shape = 0, .base = kNewColumn};
    made.a = a;
    made.b = b;
    made.c = c;
    return emit(made);
}

Operand Lowering::number_variable(double value) {
    const Operand made = new_number();
    store(made, constant(value), {});
    return made;
}

Operand Lowering::truth_variable(bool value) {
    const Operand made = new_truth();
    store(made, constant(value ? 1 : 0), {});
    return made;
}

void Lowering::store(Operand out, Operand value, Operand mask) {
    if (out == value) {
        return;
    }
    Instruction made;
    const bool is_number = out.place == Place::Number || out.place == Place::StateNumber;
    made.op = is_number ? Op::Store : Op::StoreTruth;
    made.out = out;
    made.a = value;
    made.mask = mask;
    emit(made);
}

std::uint32_t Lowering::fault(Span span, std::string_view what) {
    const std::string key = where_ + "\n" + std::string(what) + "\n" +
                            std::to_string(span.file.valid() ? span.file.index() : 0) + " " +
                            std::to_string(span.begin) + " " + std::to_string(span.end);
    const auto next = static_cast<std::uint32_t>(draft_.program.faults.size());
    const auto [found, is_new] = fault_index_.try_emplace(key, next);
    if (is_new) {
        draft_.program.faults.push_back({span, where_, std::string(what)});
    }
    return found->second;
}

void Lowering::check(Op op, Operand value, Operand mask, Span span, std::string_view what) {
    if (no_faults_) {
        return;
    }
    Instruction made;
    made.op = op;
    made.a = value;
    made.mask = mask;
    if (options_.optimise && is_met(draft_, made)) {
        return;
    }
    made.detail = fault(span, what);
    emit(made);
}

void Lowering::check_finite(Operand value, Operand mask, Span span, std::string_view use) {
    check(Op::CheckFinite, value, mask, span, std::string(use) + " is not finite");
}

Operand Lowering::both(Operand mask, Operand condition) {
    const auto known = condition.exists() ? draft_.constant_of(condition) : std::nullopt;
    if (!condition.exists() || (known && *known != 0)) {
        return mask;
    }
    return mask.exists() ? truth(Op::And, mask, condition) : condition;
}

Operand Lowering::but_not(Operand mask, Operand condition) {
    const auto known = draft_.constant_of(condition);
    if (known) {
        return *known != 0 ? constant(0) : mask;
    }
    return mask.exists() ? truth(Op::AndNot, mask, condition) : truth(Op::Not, condition);
}

Operand Lowering::step_table(std::vector<double> values) {
    const auto next = static_cast<std::uint32_t>(draft_.program.step_tables.size());
    const auto [found, is_new] =
        step_tables_.try_emplace(values, Operand{.place = Place::Step, .shape = 0, .base = next});
    if (is_new) {
        draft_.program.step_tables.push_back(std::move(values));
    }
    return found->second;
}

Operand Lowering::now() {
    const Calendar& calendar = model_.calendar;
    if (in_init_) {
        return constant(static_cast<double>(calendar.first_tick));
    }
    std::vector<double> ticks;
    for (std::int64_t step = 0; step < calendar.step_count; ++step) {
        ticks.push_back(static_cast<double>(calendar.tick_of_step(step)));
    }
    return step_table(std::move(ticks));
}

}  // namespace jonbar::program
