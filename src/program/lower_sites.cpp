// Names of draw sites, as tables walked by loop registers.

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "model/site_name.h"
#include "program/lowering.h"

namespace jonbar::program {

namespace {

/// What loop registers hold, by register.
using Registers = std::map<std::uint32_t, std::uint32_t>;

class Names {
  public:
    Names(const Model& model, const Draft& draft, const Scope& scope)
        : model_(model), draft_(draft), scope_(scope) {}

    void collect(const Site& site) {
        std::vector<LocalIndex> named = site.instance;
        named.insert(named.end(), site.loops.begin(), site.loops.end());
        if (site.actor != kNoLocal) {
            named.push_back(site.actor);
        }
        for (const LocalIndex local : named) {
            collect(scope_.locals[local].operand);
        }
        if (site.in_procedure) {
            collect_context(scope_.context);
        }
    }

    [[nodiscard]] const std::set<std::uint32_t>& registers() const { return registers_; }

    [[nodiscard]] std::string name(const BoundSite& named, const Registers& at,
                                   double actor) const {
        const Site& site = *named.site;
        std::vector<double> locals = numbers(scope_.locals, at);
        for (const BoundSite::Bound& bound : {named.first, named.second}) {
            if (bound.local != kNoLocal) {
                locals[bound.local] = bound.entity;
            }
        }
        if (site.actor != kNoLocal && actor != kNobody) {
            locals[site.actor] = actor;
        }
        return site_name(model_, site, locals,
                         site.in_procedure ? context_name(scope_.context, at) : std::string{});
    }

  private:
    void collect(const Operand& operand) {
        if (operand.place != Place::Index) {
            return;
        }
        for (const Shape::Term& term : draft_.program.shapes[operand.shape].terms) {
            registers_.insert(term.reg);
        }
    }

    void collect_context(const FireContext* context) {
        for (; context != nullptr && context->fire != nullptr; context = context->outer) {
            const std::size_t indices =
                context->declaration.exists() ? model_.at(context->declaration).indices.size() : 0;
            for (std::size_t i = 0; i < indices; ++i) {
                collect(context->locals[i].operand);
            }
            for (const LocalIndex local : context->fire->loops) {
                collect(context->locals[local].operand);
            }
        }
    }

    [[nodiscard]] std::string context_name(const FireContext* context, const Registers& at) const {
        if (context == nullptr) {
            return {};
        }
        if (context->fire == nullptr) {
            return context->intervention;
        }
        if (!context->declaration.exists()) {
            return intervention_context(*context, at);
        }
        return fire_context(model_, model_.at(context->declaration), *context->fire,
                            numbers(context->locals, at), context_name(context->outer, at));
    }

    /// Returns the name of the what-if or cause, with the entities of the loops around the `fire`.
    [[nodiscard]] std::string intervention_context(const FireContext& context,
                                                   const Registers& at) const {
        std::string name = context_name(context.outer, at);
        const std::vector<double> locals = numbers(context.locals, at);
        for (std::size_t i = 0; i < context.fire->loops.size(); ++i) {
            const LocalIndex local = context.fire->loops[i];
            const DomainId domain = model_.at(context.frame).locals[local].type.domain;
            name += (i == 0 ? "(" : ",") +
                    model_.at(domain).members[static_cast<std::size_t>(locals[local])].name;
        }
        return context.fire->loops.empty() ? name : name + ")";
    }

    [[nodiscard]] std::vector<double> numbers(const std::vector<Value>& values,
                                              const Registers& at) const {
        std::vector<double> result;
        for (const Value& value : values) {
            double number = 0;
            if (value.operand.place == Place::Index) {
                number = value.operand.base;
                for (const Shape::Term& term : draft_.program.shapes[value.operand.shape].terms) {
                    const auto found = at.find(term.reg);
                    number += term.stride * (found == at.end() ? 0.0 : found->second);
                }
            } else if (const auto known = draft_.constant_of(value.operand)) {
                number = *known;
            }
            result.push_back(number);
        }
        return result;
    }

    const Model& model_;
    const Draft& draft_;
    const Scope& scope_;
    std::set<std::uint32_t> registers_;
};

}  // namespace

/// Makes the table of names of some sites of one declaration: by registers, then by an actor that
/// only a history knows, then by site.
Keys Lowering::make_keys(const std::vector<BoundSite>& sites, const Scope& scope) {
    Names names(model_, draft_, scope);
    Keys keys;
    std::uint32_t actors = 1;
    for (const BoundSite& named : sites) {
        const Site* const site = named.site;
        names.collect(*site);
        if (site->actor == kNoLocal) {
            continue;
        }
        const DomainId domain = model_.at(site->frame).locals[site->actor].type.domain;
        const Operand actor = scope.locals[site->actor].operand;
        if (!is_static(actor, domain)) {
            keys.index = actor;
            actors = size_of(domain);
        }
    }
    // An option's own entity is a dimension of the table, not a register.
    std::vector<std::uint32_t> registers(names.registers().begin(), names.registers().end());
    std::size_t count = sites.size() * actors;
    for (const std::uint32_t reg : registers) {
        count *= draft_.register_counts[reg];
    }
    std::vector<std::string>& table = draft_.program.site_names;
    if (count + table.size() > options_.instruction_count_max) {
        overflowed_ = true;
        full_at_ = place_;
        return keys;
    }
    keys.first = {
        .place = Place::Key, .shape = 0, .base = static_cast<std::uint32_t>(table.size())};
    keys.count = actors;
    keys.stride = static_cast<std::uint32_t>(sites.size());
    std::uint32_t stride = keys.stride * actors;
    for (std::size_t i = registers.size(); i-- > 0;) {
        keys.first = draft_.moved(keys.first, index_operand(draft_, registers[i]), stride);
        stride *= draft_.register_counts[registers[i]];
    }
    Registers at;
    const std::function<void(std::size_t)> fill = [&](std::size_t depth) {
        if (depth < registers.size()) {
            for (std::uint32_t i = 0; i < draft_.register_counts[registers[depth]]; ++i) {
                at[registers[depth]] = i;
                fill(depth + 1);
            }
            return;
        }
        for (std::uint32_t actor = 0; actor < actors; ++actor) {
            for (const BoundSite& named : sites) {
                table.push_back(names.name(named, at, keys.index.exists() ? actor : kNobody));
            }
        }
    };
    fill(0);
    keys.names = static_cast<std::uint32_t>(count);
    return keys;
}

Keys Lowering::keys(SiteId id, const Scope& scope) { return make_keys({{&model_.at(id)}}, scope); }

/// Returns the noise of a decision's alternatives: slot after slot from `first` on.
Keys Lowering::slot_keys(const Declaration& declaration, const Scope& scope) {
    std::vector<BoundSite> sites;
    for (const Option& option : declaration.options) {
        const std::uint32_t count =
            option.over == kNoLocal
                ? 1
                : size_of(model_.at(declaration.frame).locals[option.over].type.domain);
        for (std::uint32_t entity = 0; entity < count; ++entity) {
            sites.push_back({&model_.at(option.site), {option.over, double(entity)}});
        }
    }
    return make_keys(sites, scope);
}

/// Returns the column, among those of all names of a table, that the engine fills with what step 0
/// draws.
Operand Lowering::start_draw(Op op, const Keys& keys, std::uint32_t word) {
    Operand column = draft_.columns(Place::StateNumber, keys.names);
    const auto first_site =
        static_cast<std::uint32_t>(draft_.program.site_names.size()) - keys.names;
    for (std::uint32_t i = 0; i < keys.names; ++i) {
        Operand filled = column;
        filled.base += i;
        draft_.program.start_draws.push_back({.site = first_site + i,
                                              .word = word,
                                              .two_words = op == Op::DrawUniform,
                                              .column = filled});
    }
    column.shape = keys.first.shape;
    return column;
}

/// Returns what crosses from the scenario that this one continues. It is filled in before all else,
/// like a draw of step 0; its name is of no noise.
Value Lowering::import(const Expression& e) {
    const Operand column = draft_.columns(Place::StateNumber, 1);
    const auto site = static_cast<std::uint32_t>(draft_.program.site_names.size());
    draft_.program.site_names.push_back("<continue/" + std::to_string(e.import));
    draft_.program.start_draws.push_back(
        {.site = site, .word = 0, .two_words = true, .column = column, .import = e.import});
    if (e.type.base == BaseType::Truth) {
        return {truth(Op::Less, constant(0), column)};
    }
    return {column};
}

/// Draws from the noise of a site whose names were just made.
Operand Lowering::draw_op(Op op, const Keys& keys, std::uint32_t word) {
    if (in_init_ && options_.start_draws && !overflowed_) {
        return start_draw(op, keys, word);
    }
    Instruction made;
    made.op = op;
    made.out = {.place = Place::Number, .shape = 0, .base = kNewColumn};
    made.a = keys.first;
    made.b = keys.index;
    made.count = keys.count;
    made.stride = keys.stride;
    made.detail = word;
    return emit(made);
}

}  // namespace jonbar::program
