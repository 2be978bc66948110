#include "model/fold.h"

#include <cmath>

#include "model/instances.h"

namespace jonbar {
namespace {

constexpr int kDepthMax = 600;

class Folder {
  public:
    Folder(const Model& model, FoldState state) : model_(model), state_(state) {}

    using Number = std::optional<double>;
    using Set = std::optional<std::vector<bool>>;
    using Locals = std::vector<double>;

    Number number(ExpressionId id, Locals& locals) {
        if (depth_ >= kDepthMax) return std::nullopt;
        ++depth_;
        const Number found = number_of(model_.at(id), locals);
        --depth_;
        return found;
    }

    Set set(ExpressionId id, Locals& locals) {
        const Expression& e = model_.at(id);
        const std::size_t size = model_.at(e.type.domain).members.size();
        std::vector<bool> members(size, false);
        if (e.kind == ExpressionKind::EmptySet) return members;
        if (e.kind == ExpressionKind::SetLiteral) {
            for (const ExpressionId element : e.args) {
                const Number member = number(element, locals);
                if (!member) return std::nullopt;
                if (*member >= 0) members[static_cast<std::size_t>(*member)] = true;
            }
            return members;
        }
        if (e.kind == ExpressionKind::Aggregate && e.aggregate.op == AggregateOp::Collect) {
            if (!each(e.aggregate, locals, [&](std::size_t member) {
                    members[member] = true;
                    return true;
                })) {
                return std::nullopt;
            }
            return members;
        }
        if (e.kind == ExpressionKind::Binary) {
            const Set left = set(e.args[0], locals);
            const Set right = left ? set(e.args[1], locals) : std::nullopt;
            if (!right) return std::nullopt;
            for (std::size_t i = 0; i < size; ++i) {
                const bool l = (*left)[i];
                const bool r = (*right)[i];
                members[i] = e.op == Operator::Union          ? l || r
                             : e.op == Operator::Intersection ? l && r
                                                              : l && !r;
            }
            return members;
        }
        if (e.kind == ExpressionKind::Call) {
            Locals inner;
            if (!bind(e, locals, inner)) return std::nullopt;
            return set(model_.at(e.definition).body, inner);
        }
        if (e.kind == ExpressionKind::Load) {
            const Cell* cell = cell_of(e, locals);
            if (cell == nullptr) return std::nullopt;
            Locals inner = cell->bindings;
            return set(cell->initial, inner);
        }
        return std::nullopt;
    }

  private:
    Number number_of(const Expression& e, Locals& locals) {
        switch (e.kind) {
            case ExpressionKind::Number:
            case ExpressionKind::Truth:
                return e.number;
            case ExpressionKind::Local:
                if (e.type.set || e.local >= locals.size() || std::isnan(locals[e.local]))
                    return std::nullopt;
                return locals[e.local];
            case ExpressionKind::Unary: {
                const Number value = number(e.args[0], locals);
                if (!value) return std::nullopt;
                return e.op == Operator::Not ? 1 - *value : -*value;
            }
            case ExpressionKind::Binary:
                return binary(e, locals);
            case ExpressionKind::If: {
                const Number condition = number(e.args[0], locals);
                if (!condition) return std::nullopt;
                return number(*condition != 0 ? e.args[1] : e.args[2], locals);
            }
            case ExpressionKind::Else: {
                const Number value = number(e.args[0], locals);
                if (!value) return std::nullopt;
                return is_none(e.args[0], *value) ? number(e.args[1], locals) : value;
            }
            case ExpressionKind::IsSomeone: {
                const Number value = number(e.args[0], locals);
                if (!value) return std::nullopt;
                return is_none(e.args[0], *value) ? 0.0 : 1.0;
            }
            case ExpressionKind::InitialTick:
                return static_cast<double>(model_.calendar.first_tick);
            case ExpressionKind::Apply:
                return apply(e, locals);
            case ExpressionKind::Aggregate:
                return aggregate(e.aggregate, locals);
            case ExpressionKind::Call: {
                Locals inner;
                if (!bind(e, locals, inner)) return std::nullopt;
                return number(model_.at(e.definition).body, inner);
            }
            case ExpressionKind::Load: {
                const Cell* cell = cell_of(e, locals);
                if (cell == nullptr) return std::nullopt;
                Locals inner = cell->bindings;
                return number(cell->initial, inner);
            }
            case ExpressionKind::EmptySet:
            case ExpressionKind::SetLiteral:
            case ExpressionKind::Native:
            case ExpressionKind::Now:
            case ExpressionKind::History:
            case ExpressionKind::Past:
            case ExpressionKind::Odds:
            case ExpressionKind::Draw:
            case ExpressionKind::Either:
            case ExpressionKind::Import:
                return std::nullopt;
        }
        return std::nullopt;
    }

    bool is_none(ExpressionId id, double value) const {
        return model_.at(id).type.base == BaseType::Date ? value == kNoDate : value < 0;
    }

    Number binary(const Expression& e, Locals& locals) {
        if (e.op == Operator::In) {
            const Number member = number(e.args[0], locals);
            const Set in = member ? set(e.args[1], locals) : std::nullopt;
            if (!in) return std::nullopt;
            return *member >= 0 && (*in)[static_cast<std::size_t>(*member)] ? 1.0 : 0.0;
        }
        if (model_.at(e.args[0]).type.set) {
            const Set left = set(e.args[0], locals);
            const Set right = left ? set(e.args[1], locals) : std::nullopt;
            if (!right) return std::nullopt;
            return (*left == *right) == (e.op == Operator::Equal) ? 1.0 : 0.0;
        }
        const Number left = number(e.args[0], locals);
        if (!left) return std::nullopt;
        if (e.op == Operator::And && *left == 0) return 0.0;
        if (e.op == Operator::Or && *left != 0) return 1.0;
        const Number right = number(e.args[1], locals);
        if (!right) return std::nullopt;
        const double a = *left;
        const double b = *right;
        const bool nobody = is_optional(e.args[0], a) || is_optional(e.args[1], b);
        switch (e.op) {
            case Operator::Add:
                return a + b;
            case Operator::Subtract:
                return a - b;
            case Operator::Multiply:
                return a * b;
            case Operator::Divide:
                return b == 0 ? std::nullopt : Number(a / b);
            case Operator::Modulo:
                return b == 0 ? std::nullopt : Number(a - b * std::floor(a / b));
            case Operator::Equal:
                return !nobody && a == b ? 1.0 : 0.0;
            case Operator::NotEqual:
                return nobody || a != b ? 1.0 : 0.0;
            case Operator::Less:
                return a < b ? 1.0 : 0.0;
            case Operator::LessEqual:
                return a <= b ? 1.0 : 0.0;
            case Operator::Greater:
                return a > b ? 1.0 : 0.0;
            case Operator::GreaterEqual:
                return a >= b ? 1.0 : 0.0;
            case Operator::And:
            case Operator::Or:
                return b;
            case Operator::Negate:
            case Operator::Not:
            case Operator::Union:
            case Operator::Intersection:
            case Operator::Difference:
            case Operator::In:
                return std::nullopt;
        }
        return std::nullopt;
    }

    bool is_optional(ExpressionId id, double value) const {
        const BaseType base = model_.at(id).type.base;
        return (base == BaseType::Member || base == BaseType::Date) && is_none(id, value);
    }

    Number apply(const Expression& e, Locals& locals) {
        std::vector<double> values;
        for (const ExpressionId argument : e.args) {
            const Number value = number(argument, locals);
            if (!value) return std::nullopt;
            values.push_back(*value);
        }
        const auto smaller = [](double a, double b) { return b < a ? b : a; };
        const auto larger = [](double a, double b) { return a < b ? b : a; };
        double result = values[0];
        switch (e.function) {
            case Function::Min:
                for (const double value : values) result = smaller(result, value);
                return result;
            case Function::Max:
                for (const double value : values) result = larger(result, value);
                return result;
            case Function::Clamp:
                return smaller(larger(values[0], values[1]), values[2]);
            case Function::Abs:
                return std::fabs(values[0]);
            case Function::Floor:
                return std::floor(values[0]);
            case Function::Ceil:
                return std::ceil(values[0]);
            default:
                return std::nullopt;  // transcendental functions are left to the run
        }
    }

    /// Calls `visit` for each member that is run over; false where that is not known or `visit`
    /// says so.
    template <typename Visit>
    bool each(const Aggregate& aggregate, Locals& locals, const Visit& visit) {
        const std::size_t size = model_.at(aggregate.domain).members.size();
        std::vector<bool> members(size, true);
        if (aggregate.set.exists()) {
            const Set found = set(aggregate.set, locals);
            if (!found) return false;
            members = *found;
        }
        if (locals.size() <= aggregate.local) locals.resize(aggregate.local + 1, std::nan(""));
        for (std::size_t i = 0; i < size; ++i) {
            if (!members[i]) continue;
            locals[aggregate.local] = static_cast<double>(i);
            if (aggregate.where.exists()) {
                const Number where = number(aggregate.where, locals);
                if (!where) return false;
                if (*where == 0) continue;
            }
            if (!visit(i)) return false;
        }
        return true;
    }

    Number aggregate(const Aggregate& aggregate, Locals& locals) {
        double count = 0;
        double sum = 0;
        bool any = false;
        bool all = true;
        const bool counts = aggregate.op == AggregateOp::Count;
        if (!counts && aggregate.op != AggregateOp::Sum && aggregate.op != AggregateOp::Any &&
            aggregate.op != AggregateOp::All) {
            return std::nullopt;
        }
        const bool known = each(aggregate, locals, [&](std::size_t) {
            count += 1;
            if (counts) return true;
            const Number value = number(aggregate.body, locals);
            if (!value) return false;
            sum += *value;
            any |= *value != 0;
            all &= *value != 0;
            return true;
        });
        if (!known) return std::nullopt;
        if (counts) return count;
        if (aggregate.op == AggregateOp::Sum) return sum;
        return (aggregate.op == AggregateOp::Any ? any : all) ? 1.0 : 0.0;
    }

    bool bind(const Expression& call, Locals& locals, Locals& inner) {
        for (const ExpressionId argument : call.args) {
            if (model_.at(argument).type.set) return false;
            const Number value = number(argument, locals);
            if (!value) return false;
            inner.push_back(*value);
        }
        return model_.at(call.definition).body.exists();
    }

    const Cell* cell_of(const Expression& load, Locals& locals) {
        if (state_ == FoldState::No) return nullptr;
        const State& state = model_.at(load.state);
        Tuple tuple;
        for (const ExpressionId argument : load.args) {
            const Number member = number(argument, locals);
            if (!member || *member < 0) return nullptr;
            tuple.push_back(static_cast<std::uint32_t>(*member));
        }
        const std::uint32_t index = cell_index(model_, state, tuple);
        if (index >= state.cells.size() || !state.cells[index].initial.exists()) return nullptr;
        return &state.cells[index];
    }

    const Model& model_;
    FoldState state_;
    int depth_ = 0;
};

}  // namespace

std::optional<double> fold(const Model& model, ExpressionId id, std::span<const double> locals,
                           FoldState state) {
    std::vector<double> values(locals.begin(), locals.end());
    return Folder(model, state).number(id, values);
}

std::optional<std::vector<bool>> fold_set(const Model& model, ExpressionId id,
                                          std::span<const double> locals, FoldState state) {
    std::vector<double> values(locals.begin(), locals.end());
    return Folder(model, state).set(id, values);
}

}  // namespace jonbar
