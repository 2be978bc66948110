#include "program/fold.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "math/angles.h"
#include "math/functions_inl.h"

namespace jonbar::program {

namespace {

/// Computes a function of one number as the engine does in each lane.
std::optional<double> apply(Op op, double a) {
    switch (op) {
        case Op::Copy:
            return a;
        case Op::Negate:
            return -a;
        case Op::Exp:
            return math::exp(a);
        case Op::Log:
            return math::log(a);
        case Op::Log1p:
            return math::log1p(a);
        case Op::Expm1:
            return math::expm1(a);
        case Op::Sqrt:
            return math::sqrt(a);
        case Op::Abs:
            return math::abs(a);
        case Op::Floor:
            return math::floor(a);
        case Op::Ceil:
            return math::ceil(a);
        case Op::Round:
            return math::round(a);
        case Op::Sign:
            return a > 0 ? 1 : a < 0 ? -1 : 0;
        case Op::Sin:
            return math::sin(a);
        case Op::Cos:
            return math::cos(a);
        case Op::Tanh:
            return math::tanh(a);
        case Op::Logistic:
            return math::logistic(a);
        case Op::Logit:
            return math::logit(a);
        case Op::NormalCdf:
            return math::normal_cdf(a);
        default:
            return std::nullopt;
    }
}

std::optional<double> apply(Op op, double a, double b) {
    switch (op) {
        case Op::Add:
            return a + b;
        case Op::Subtract:
            return a - b;
        case Op::Multiply:
            return a * b;
        case Op::Divide:
            return a / b;
        case Op::Modulo:
            return a - b * math::floor(a / b);
        case Op::Power:
            return math::pow(a, b);
        case Op::Min:
            return math::min(a, b);
        case Op::Max:
            return math::max(a, b);
        case Op::HazardChance:
            return -math::expm1(-(a * b));
        case Op::WaitingChance:
            return -math::expm1(-(a / b));
        case Op::RateWorth: {
            const double times = a / b;
            return math::log(math::exp(-times) / -math::expm1(-times));
        }
        case Op::Equal:
            return a == b ? 1 : 0;
        case Op::NotEqual:
            return a != b ? 1 : 0;
        case Op::Less:
            return a < b ? 1 : 0;
        case Op::LessEqual:
            return a <= b ? 1 : 0;
        default:
            return std::nullopt;
    }
}

/// Simplifies an instruction on truths of which one is known.
std::optional<Operand> simplify_truth(Draft& draft, const Instruction& i) {
    const auto a = draft.constant_of(i.a);
    const auto b = draft.constant_of(i.b);
    const auto known = [&](bool value) { return draft.constant(value ? 1 : 0); };
    switch (i.op) {
        case Op::Not:
            return a ? std::optional(known(*a == 0)) : std::nullopt;
        case Op::And:
            if (a) return *a != 0 ? i.b : known(false);
            if (b) return *b != 0 ? i.a : known(false);
            return i.a == i.b ? std::optional(i.a) : std::nullopt;
        case Op::Or:
            if (a) return *a != 0 ? known(true) : i.b;
            if (b) return *b != 0 ? known(true) : i.a;
            return i.a == i.b ? std::optional(i.a) : std::nullopt;
        case Op::AndNot:
            if (a && *a == 0) return known(false);
            if (b) return *b != 0 ? known(false) : i.a;
            return i.a == i.b ? std::optional(known(false)) : std::nullopt;
        case Op::Xor:
            if (a && *a == 0) return i.b;
            if (b && *b == 0) return i.a;
            return i.a == i.b ? std::optional(known(false)) : std::nullopt;
        default:
            return std::nullopt;
    }
}

/// Finds the column that a gather reads where its index is known.
std::optional<Operand> simplify_gather(Draft& draft, const Instruction& i) {
    const auto index = draft.constant_of(i.b);
    if (!index) {
        return std::nullopt;
    }
    if (*index >= 0 && *index < i.count && *index == math::floor(*index)) {
        return draft.moved(i.a, i.b, i.stride);
    }
    return i.c.exists() ? i.c : draft.constant(0);
}

}  // namespace

std::optional<Operand> simplify(Draft& draft, const Instruction& i) {
    const OpInfo& about = info(i.op);
    if (about.effect != Effect::Pure || i.out.base != kNewColumn) {
        return std::nullopt;
    }
    if (i.op == Op::Gather || i.op == Op::GatherTruth) {
        const auto column = simplify_gather(draft, i);
        // A column of state is not a value: it may change before the value is used.
        const bool is_value = column && (column->place == Place::Constant);
        return is_value ? column : std::nullopt;
    }
    if (i.op == Op::Select || i.op == Op::SelectTruth) {
        const auto condition = draft.constant_of(i.a);
        if (condition) {
            return *condition != 0 ? i.b : i.c;
        }
        return i.b == i.c ? std::optional(i.b) : std::nullopt;
    }
    if (const auto truth = simplify_truth(draft, i)) {
        return truth;
    }
    if (i.op == Op::CopyTruth || i.op == Op::NumberOf) {
        const auto a = draft.constant_of(i.a);
        return a ? std::optional(draft.constant(*a != 0 ? 1 : 0)) : std::nullopt;
    }
    if (!i.a.exists() || i.a.place == Place::Key) {
        return std::nullopt;
    }
    const auto a = draft.constant_of(i.a);
    if (!i.b.exists()) {
        const auto value = a ? apply(i.op, *a) : std::nullopt;
        return value ? std::optional(draft.constant(*value)) : std::nullopt;
    }
    const auto b = draft.constant_of(i.b);
    if (a && b) {
        const auto value = apply(i.op, *a, *b);
        return value ? std::optional(draft.constant(*value)) : std::nullopt;
    }
    // x * 1, x / 1, x - 0 and x + -0 are x, also for NaN and -0; x + 0 is not: -0 + 0 is 0.
    if (b && *b == 1 && (i.op == Op::Multiply || i.op == Op::Divide)) {
        return i.a;
    }
    if (a && *a == 1 && i.op == Op::Multiply) {
        return i.b;
    }
    if (b && *b == 0 && std::signbit(*b) == (i.op == Op::Add) &&
        (i.op == Op::Add || i.op == Op::Subtract)) {
        return i.a;
    }
    return std::nullopt;
}

std::optional<Operand> simplify_steps(Draft& draft, const Instruction& i) {
    constexpr std::size_t kTablesMax = 2000;
    const OpInfo& about = info(i.op);
    if (about.effect != Effect::Pure || about.outs != "n" ||
        (about.inputs != "n" && about.inputs != "nn") || i.op == Op::Copy) {
        return std::nullopt;
    }
    if (i.a.place != Place::Step && i.b.place != Place::Step) {
        return std::nullopt;
    }
    const auto value_at = [&](const Operand& operand, std::size_t step) -> std::optional<double> {
        if (operand.place == Place::Step && operand.shape == 0) {
            return draft.program.step_tables[operand.base][step];
        }
        return draft.constant_of(operand);
    };
    std::vector<double> values;
    for (std::size_t step = 0; step < draft.program.step_count; ++step) {
        const auto a = value_at(i.a, step);
        const auto b = i.b.exists() ? value_at(i.b, step) : std::nullopt;
        if (!a || (i.b.exists() && !b)) {
            return std::nullopt;
        }
        const auto value = b ? apply(i.op, *a, *b) : apply(i.op, *a);
        if (!value) {
            return std::nullopt;
        }
        values.push_back(*value);
    }
    std::vector<std::vector<double>>& tables = draft.program.step_tables;
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) {
        return std::memcmp(table.data(), values.data(), values.size() * sizeof(double)) == 0;
    });
    const auto base = static_cast<std::uint32_t>(found - tables.begin());
    if (found == tables.end()) {
        if (tables.size() >= kTablesMax) {
            return std::nullopt;
        }
        tables.push_back(std::move(values));
    }
    return Operand{.place = Place::Step, .shape = 0, .base = base};
}

bool compares(Op op, double a, double b) { return apply(op, a, b).value() != 0; }

bool is_met(const Draft& draft, const Instruction& check) {
    const auto a = draft.constant_of(check.a);
    if (!a) {
        return false;
    }
    switch (check.op) {
        case Op::CheckFinite:
            return std::isfinite(*a);
        case Op::CheckNumber:
            return !std::isnan(*a);
        case Op::CheckNonZero:
            return *a != 0;
        case Op::CheckPositive:
            return *a > 0;
        case Op::CheckNotNegative:
            return *a >= 0;
        case Op::CheckUnit:
            return *a >= 0 && *a <= 1;
        case Op::CheckInsideUnit:
            return *a > 0 && *a < 1;
        case Op::CheckCount:
            return *a >= 0 && *a == math::floor(*a);
        case Op::CheckInteger:
            return std::abs(*a) <= 9007199254740992.0;
        case Op::CheckTrue:
            return *a != 0;
        default:
            return false;
    }
}

}  // namespace jonbar::program
