// Forcing: sites whose result the record tells, and the instruction that settles them.
//
// A site is lowered as ever. Where facts speak of its instance, its inputs and its own result are
// then laid out side by side, and Impose changes the result in the lanes that reached it. It stands
// inside the loops of the family, in the lanes (of loops: in the turns) of the fact's own instance.

#include <algorithm>
#include <map>

#include "program/lowering.h"

namespace jonbar::program {

namespace {

/// How many steps from `step` on, this included, the declaration may be due until `last`; 0 if that
/// is not known.
std::int64_t chances(const Declaration& declaration, std::int64_t step, std::int64_t last) {
    const Timing& timing = declaration.timing;
    switch (timing.kind) {
        case TimingKind::Hazard:
            return last - step + 1;
        case TimingKind::WhenOnly:
        case TimingKind::Procedure:
            return step == last ? 1 : 0;
        case TimingKind::Every:
        case TimingKind::At:
            break;
    }
    if (step == last) {
        return 1;
    }
    const auto begin = timing.due.begin();
    if (declaration.fired || !timing.dates.empty()) {
        const bool one_date = timing.dates.size() == 1 && !declaration.fired &&
                              std::find(begin, timing.due.end(), true) == timing.due.end();
        return one_date ? 1 : 0;
    }
    return 1 + std::count(begin + step + 1, begin + last + 1, true);
}

}  // namespace

/// Returns what a fact wants of its site in a step, as long as it has not come.
double Lowering::code_at(const Fact& fact, const Account& account, std::int64_t step) const {
    const bool inside_window = account.first_step <= step && step <= account.last_step;
    if (fact.kind == FactKind::Draw) {
        return inside_window ? 1 : 0;
    }
    switch (fact.window) {
        case FactWindow::Never:
            return inside_window ? -1 : 0;
        case FactWindow::Throughout:
            return inside_window ? 1 : 0;
        case FactWindow::Within:
            break;
    }
    const Declaration& declaration = model_.at(fact.declaration);
    const bool once = runs_once(declaration);
    if (!inside_window) {
        return once && fact.kind == FactKind::Event && step < account.first_step ? -1 : 0;
    }
    const std::int64_t left = chances(declaration, step, account.last_step);
    if (fact.kind == FactKind::Event) {
        return left > 0 ? static_cast<double>(left) : 0.5;
    }
    return once || left == 1 ? 1 : 0.5;
}

/// Finds in which steps each fact forces its site: of several that speak of one instance and want
/// something of it in the same step, the first.
void Lowering::share_out_forcing() {
    using Instance = std::pair<std::uint32_t, std::vector<std::uint32_t>>;
    std::map<Instance, std::vector<char>> taken;
    for (FactInfo& info : facts_) {
        const Fact& fact = *info.fact;
        const auto steps = static_cast<std::size_t>(model_.calendar.step_count);
        if (fact.kind == FactKind::Draw) {
            // The value of a continuous draw could not be met by chance.
            info.forces = options_.force || !is_discrete(model_.at(fact.draw).distribution);
            for (std::size_t step = 0; step < steps; ++step) {
                info.forces_in.push_back(
                    code_at(fact, fact.accounts[0], static_cast<std::int64_t>(step)));
            }
            continue;
        }
        if (!fact.declaration.exists() || !options_.force) {
            continue;
        }
        const Declaration& declaration = model_.at(fact.declaration);
        const bool sure =
            declaration.kind == DeclarationKind::Rule ||
            (declaration.kind == DeclarationKind::Event && !declaration.site.exists());
        if (sure || declaration.timing.kind == TimingKind::Procedure) {
            continue;
        }
        std::vector<char>& instance = taken[{fact.declaration.index, fact.instance}];
        instance.resize(steps);
        info.forces_in.resize(steps);
        for (std::size_t step = 0; step < steps; ++step) {
            const bool asks = std::any_of(
                fact.accounts.begin(), fact.accounts.end(), [&](const Account& account) {
                    return code_at(fact, account, static_cast<std::int64_t>(step)) != 0;
                });
            info.forces_in[step] = asks && instance[step] == 0 ? 1 : 0;
            instance[step] = asks ? 1 : instance[step];
            info.forces = info.forces || info.forces_in[step] != 0;
        }
    }
}

/// Returns the code of a site. Turned: of a decision between two, where the fact wants the option
/// that is not asked about.
Operand Lowering::code_of(const FactInfo& info, bool turned) {
    const Fact& fact = *info.fact;
    Operand code = by_step(info, [&](const Account& account, std::int64_t step) {
        const double wanted = code_at(fact, account, step);
        return turned && wanted != 0 ? -wanted : wanted;
    });
    if (fact.window != FactWindow::Within || fact.kind == FactKind::Draw ||
        runs_once(model_.at(fact.declaration))) {
        return code;
    }
    const Operand came = info.met.exists() ? info.met
                                           : truth(Op::LessEqual, window_begin(info),
                                                   fact_column(info, &RecordInfo::on));
    return number(Op::Select, came, constant(0), code);
}

/// Returns where a scope runs one instance of its declaration.
Operand Lowering::matches(const std::vector<std::uint32_t>& instance, const Scope& scope) {
    Operand match;
    for (std::size_t i = 0; i < instance.size(); ++i) {
        const Operand entity = scope.locals[i].operand;
        if (const auto known = draft_.constant_of(entity)) {
            if (*known != instance[i]) {
                return constant(0);
            }
            continue;
        }
        match = both(match, truth(Op::Equal, entity, constant(instance[i])));
    }
    return as_truth(match);
}

/// Emits the instruction that settles a site. Requires: `in` and `out` are blocks of their own.
void Lowering::impose(const FactInfo* info, Imposed imposed, const Keys& keys,
                      const Imposition& numbers, Operand mask) {
    imposed.key_stride = keys.stride;
    imposed.key_count = std::max(keys.count, 1U);
    Instruction made;
    made.op = Op::Impose;
    made.out = numbers.out;
    made.a = numbers.in;
    made.b = keys.first;
    made.mask = mask;
    made.count = numbers.in_count;
    made.stride = numbers.out_count;
    made.detail = static_cast<std::uint32_t>(draft_.program.imposed.size());
    if (info != nullptr) {
        FactColumns& columns = draft_.program.facts[info->place];
        columns.forced = true;
        made.out2 = columns.log_factor;
    }
    draft_.program.imposed.push_back(imposed);
    emit(made);
}

/// Makes the numbers of an imposition; the first two are the code and the key index.
Imposition Lowering::imposition(std::uint32_t in_count, std::uint32_t out_count) {
    return {.in = new_number(in_count),
            .out = new_number(out_count),
            .in_count = in_count,
            .out_count = out_count};
}

void Lowering::put(Operand block, std::uint32_t place, Operand value) {
    block.base += place;
    store(block, value, {});
}

/// Returns an operand of a later place of a block.
Operand Lowering::at_place(Operand block, std::uint32_t place) {
    block.base += place;
    return block;
}

/// Returns how a decision is coupled across worlds, if there are any.
Coupling Lowering::coupling_of(const Declaration& declaration) const {
    if (switches_.empty() || declaration.kind != DeclarationKind::Decision) {
        return Coupling::Gumbel;
    }
    return options_.coupling.value_or(declaration.coupling);
}

/// Tells whether a decision needs settling in each step, whatever the record says.
bool Lowering::is_coupled(const Declaration& declaration) const {
    const Coupling coupling = coupling_of(declaration);
    return coupling == Coupling::Independent ||
           (coupling == Coupling::Ordered && !declaration.site.exists());
}

/// Returns in which steps facts may force the instances that a scope may run.
ForcedSteps Lowering::forced_steps(DeclarationId id, const Scope& scope) {
    ForcedSteps result;
    result.steps.resize(static_cast<std::size_t>(model_.calendar.step_count));
    for (const FactInfo& info : facts_) {
        if (!is_forced(info, id) ||
            draft_.constant_of(matches(info.fact->instance, scope)) == 0.0) {
            continue;
        }
        result.any = true;
        for (std::size_t step = 0; step < result.steps.size(); ++step) {
            result.steps[step] = std::max(result.steps[step], info.forces_in[step]);
        }
    }
    return result;
}

bool Lowering::is_forced(const FactInfo& info, DeclarationId id) const {
    return info.forces && info.fact->declaration == id;
}

}  // namespace jonbar::program
