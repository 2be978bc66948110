// Names in expressions: locals, entities, states, definitions, functions.

#include <fmt/format.h>

#include <array>

#include "base/nearest.h"
#include "language/native_forms.h"
#include "model/expressions.h"

namespace jonbar {
namespace {

struct FunctionInfo {
    std::string_view name;
    Function function;
    int arity;  // -1: two or more
};

constexpr std::array kFunctions = {
    FunctionInfo{"exp", Function::Exp, 1},
    FunctionInfo{"log", Function::Log, 1},
    FunctionInfo{"log1p", Function::Log1p, 1},
    FunctionInfo{"expm1", Function::Expm1, 1},
    FunctionInfo{"sqrt", Function::Sqrt, 1},
    FunctionInfo{"abs", Function::Abs, 1},
    FunctionInfo{"floor", Function::Floor, 1},
    FunctionInfo{"ceil", Function::Ceil, 1},
    FunctionInfo{"round", Function::Round, 1},
    FunctionInfo{"sign", Function::Sign, 1},
    FunctionInfo{"sin", Function::Sin, 1},
    FunctionInfo{"cos", Function::Cos, 1},
    FunctionInfo{"tanh", Function::Tanh, 1},
    FunctionInfo{"logistic", Function::Logistic, 1},
    FunctionInfo{"logit", Function::Logit, 1},
    FunctionInfo{"normal_cdf", Function::NormalCdf, 1},
    FunctionInfo{"pow", Function::Power, 2},
    FunctionInfo{"min", Function::Min, -1},
    FunctionInfo{"max", Function::Max, -1},
    FunctionInfo{"clamp", Function::Clamp, 3},
    FunctionInfo{"year_of", Function::YearOf, 1},
    FunctionInfo{"month_of", Function::MonthOf, 1},
};

const FunctionInfo* find_function(std::string_view name) {
    for (const FunctionInfo& info : kFunctions) {
        if (info.name == name) return &info;
    }
    return nullptr;
}

std::string plural(std::size_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::vector<std::string> member_names(const Domain& domain) {
    std::vector<std::string> names;
    for (const Domain::Member& member : domain.members) names.push_back(member.name);
    return names;
}

}  // namespace

bool Expressions::needs_type(ast::ExprId id) const {
    const ast::Expr& here = expr(id);
    if (std::holds_alternative<ast::NoneExpr>(here.node)) return true;
    if (const auto* set = std::get_if<ast::SetExpr>(&here.node)) {
        return set->elements.empty() || needs_type(set->elements.front());
    }
    const auto* name = std::get_if<ast::NameExpr>(&here.node);
    return name != nullptr && scope_.find(name->name.text) == kNoLocal &&
           context_.find(scope_.home, name->name.text) == nullptr;
}

std::optional<Checked> Expressions::enum_value(DomainId domain, const std::string& name,
                                               Span span) {
    const std::vector<Domain::Member>& members = context_.model.at(domain).members;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].name != name) continue;
        return make(context_.number(static_cast<double>(i), member_type(domain), span));
    }
    return std::nullopt;
}

Checked Expressions::check_name(const ast::NameExpr& here, Span span, const Type* expected) {
    const std::string& name = here.name.text;
    if (const LocalIndex local = scope_.find(name); local != kNoLocal) {
        const Type type = context_.model.at(scope_.frame).locals[local].type;
        Expression expression = node(ExpressionKind::Local, type, span);
        expression.local = local;
        return make(expression, context_.local_units(scope_.frame, local));
    }
    if (expected != nullptr && expected->domain.exists() &&
        context_.model.at(expected->domain).is_enum) {
        if (std::optional<Checked> value = enum_value(expected->domain, name, span)) return *value;
    }
    if (const Symbol* symbol = context_.find(scope_.home, name))
        return check_symbol(*symbol, here.name, span);
    std::optional<Checked> only;
    int count = 0;
    for (std::uint32_t i = 0; i < context_.model.domains.size(); ++i) {
        if (!context_.model.domains[i].is_enum) continue;
        if (std::optional<Checked> value = enum_value(DomainId{i}, name, span)) {
            only = value;
            ++count;
        }
    }
    if (count == 1 && expected == nullptr) return *only;
    if (count > 1 && expected == nullptr) {
        context_.error(kAmbiguous, span, fmt::format("`{}` is a value of several enums", name),
                       "write the enum before it: ENUM." + name);
        return bad(span);
    }
    std::vector<std::string> candidates = context_.visible_names(scope_.home);
    for (const auto& [local, index] : scope_.locals) candidates.push_back(local);
    std::string what = "name";
    if (expected != nullptr && expected->domain.exists()) {
        what = "value of " + context_.model.at(expected->domain).name;
        for (const std::string& member : member_names(context_.model.at(expected->domain))) {
            candidates.push_back(member);
        }
    }
    const bool scale = context_.find_scale_word(scope_.home, name) != nullptr;
    context_.unknown(kUnknownName, here.name, what, candidates,
                     scale ? "a word of a scale stands alone, as an initial value" : "");
    return bad(span, expected);
}

Checked Expressions::check_symbol(const Symbol& symbol, const ast::Name& name, Span span) {
    switch (symbol.kind) {
        case Symbol::Kind::Entity:
            return make(context_.number(symbol.index, member_type(symbol.domain), span));
        case Symbol::Kind::State: {
            bool wrong = false;
            const StateId state{symbol.index};
            std::vector<ExpressionId> args = check_indices(context_.model.at(state).indices, {},
                                                           span, "`" + name.text + "`", wrong);
            return load(state, std::move(args), span, wrong);
        }
        case Symbol::Kind::Definition: {
            ast::CallExpr call;
            call.name = name;
            return check_call(call, span);
        }
        case Symbol::Kind::Domain: {
            Expression all = node(ExpressionKind::Aggregate, set_type(symbol.domain), span);
            all.aggregate.op = AggregateOp::Collect;
            all.aggregate.domain = symbol.domain;
            all.aggregate.local =
                context_.add_local(scope_.frame, name.text, member_type(symbol.domain));
            return make(all);
        }
        case Symbol::Kind::Declaration:
            context_.error(
                kWrongThing, span,
                fmt::format("`{}` is {}, not a value", name.text, describe(context_, symbol)),
                fmt::format("ask what the past knows of it, as in happened({})", name.text));
            return bad(span);
        case Symbol::Kind::Scale:
            context_.error(kWrongThing, span,
                           fmt::format("`{}` is a scale, not a value", name.text),
                           "expected one of its words");
            return bad(span);
        case Symbol::Kind::Bad:
            return bad(span);
    }
    return bad(span);
}

const Symbol* Expressions::module_member(ast::ExprId object, const ast::Name& name,
                                         ModuleIndex& home) const {
    const auto* alias = std::get_if<ast::NameExpr>(&expr(object).node);
    if (alias == nullptr || scope_.find(alias->name.text) != kNoLocal ||
        context_.find(scope_.home, alias->name.text) != nullptr) {
        return nullptr;
    }
    const std::optional<ModuleIndex> module = context_.find_module(scope_.home, alias->name.text);
    if (!module) return nullptr;
    home = *module;
    return context_.find(*module, name.text);
}

Checked Expressions::check_field(const ast::FieldExpr& field, Span span) {
    ModuleIndex home = scope_.home;
    if (const Symbol* symbol = module_member(field.object, field.name, home)) {
        const ModuleIndex outer = std::exchange(scope_.home, home);
        Checked found = check_symbol(*symbol, field.name, span);
        scope_.home = outer;
        return found;
    }
    if (const auto* alias = std::get_if<ast::NameExpr>(&expr(field.object).node)) {
        if (scope_.find(alias->name.text) == kNoLocal) {
            const Symbol* symbol = context_.find(scope_.home, alias->name.text);
            if (symbol != nullptr && symbol->kind == Symbol::Kind::Domain &&
                context_.model.at(symbol->domain).is_enum) {
                if (std::optional<Checked> value =
                        enum_value(symbol->domain, field.name.text, span)) {
                    return *value;
                }
                context_.unknown(kUnknownOption, field.name, "value of " + alias->name.text,
                                 member_names(context_.model.at(symbol->domain)));
                return bad(span);
            }
        }
    }
    Checked object = check(field.object);
    if (object.bad) return bad(span);
    if (object.type.base != BaseType::Member || object.type.set) {
        context_.error(kWrongType, field.name.span,
                       fmt::format("{} has no attribute `{}`", context_.describe(object.type),
                                   field.name.text),
                       object.type.set ? "a set has members, its members have attributes" : "");
        return bad(span);
    }
    const auto& attributes = context_.attributes[object.type.domain.index];
    const auto found = attributes.find(field.name.text);
    if (found == attributes.end()) {
        std::vector<std::string> candidates;
        for (const auto& [name, state] : attributes) candidates.push_back(name);
        const std::string& kind = context_.model.at(object.type.domain).name;
        context_.unknown(
            kUnknownAttribute, field.name, "attribute of " + kind, candidates,
            fmt::format("declare it: extend kind {} {{ {}: … }}", kind, field.name.text));
        return bad(span);
    }
    object = fitted(object, member_type(object.type.domain), span_of(field.object),
                    "whose attribute is read");
    return load(found->second, {object.id}, span, object.bad);
}

Checked Expressions::load(StateId state, std::vector<ExpressionId> args, Span span, bool wrong) {
    const Type type = context_.model.at(state).type;
    if (wrong || context_.states[state.index].bad) {
        return bad(span, context_.states[state.index].bad ? nullptr : &type);
    }
    Expression expression = node(ExpressionKind::Load, type, span);
    expression.state = state;
    expression.args = std::move(args);
    return make(std::move(expression), context_.states[state.index].units);
}

std::vector<ExpressionId> Expressions::check_indices(const std::vector<DomainId>& indices,
                                                     const std::vector<ast::ExprId>& arguments,
                                                     Span span, std::string_view what,
                                                     bool& wrong) {
    std::vector<ExpressionId> args;
    if (arguments.size() != indices.size()) {
        std::string expected;
        for (const DomainId index : indices) {
            expected += (expected.empty() ? "" : ", ") + context_.model.at(index).name;
        }
        context_.error(kWrongCount, span,
                       fmt::format("{} takes {}, not {}", what, plural(indices.size(), "argument"),
                                   arguments.size()),
                       indices.empty() ? "" : "expected (" + expected + ")");
        wrong = true;
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i >= indices.size()) break;
        const Checked argument = check_as(arguments[i], member_type(indices[i]),
                                          fmt::format("argument {} of {}", i + 1, what));
        wrong |= argument.bad;
        args.push_back(argument.id);
    }
    return args;
}

Checked Expressions::check_call(const ast::CallExpr& call, Span span) {
    ModuleIndex home = scope_.home;
    if (call.module) {
        const std::optional<ModuleIndex> module = context_.find_module(home, call.module->text);
        if (!module) {
            context_.unknown(kUnknownName, *call.module, "module", {});
            return bad(span);
        }
        home = *module;
    }
    const Symbol* symbol = context_.find(home, call.name.text);
    if (symbol == nullptr && !call.module && find_function(call.name.text) != nullptr) {
        return check_function(call, span);
    }
    if (symbol == nullptr && !call.module && call.name.text == "mod")
        return check_function(call, span);
    if (symbol == nullptr && !call.module) {
        if (std::optional<Checked> attrition = check_lanchester(call, span)) return *attrition;
        if (const auto native = ast::native_of(call.name.text)) {
            context_.error(kWrongNative, span,
                           fmt::format("`{}` goes over the members of a set", call.name.text),
                           fmt::format("as in: {}", ast::form_of(*native).example));
            return bad(span);
        }
    }
    if (symbol == nullptr) {
        std::vector<std::string> candidates = context_.visible_names(home);
        for (const FunctionInfo& info : kFunctions) candidates.emplace_back(info.name);
        context_.unknown(kUnknownName, call.name, "relation, definition or function", candidates);
        for (const ast::ExprId argument : call.arguments) {
            if (!needs_type(argument)) check(argument);
        }
        return bad(span);
    }
    const std::string what = "`" + call.name.text + "`";
    if (symbol->kind == Symbol::Kind::State) {
        bool wrong = false;
        const StateId state{symbol->index};
        const std::vector<DomainId> indices = context_.model.at(state).indices;
        std::vector<ExpressionId> args = check_indices(indices, call.arguments, span, what, wrong);
        return load(state, std::move(args), span, wrong);
    }
    if (symbol->kind != Symbol::Kind::Definition) {
        return call.arguments.empty() ? check_symbol(*symbol, call.name, span) : [&] {
            if (symbol->kind == Symbol::Kind::Bad) return bad(span);
            context_.error(kWrongThing, call.name.span,
                           fmt::format("{} is {} and takes no arguments here", what,
                                       describe(context_, *symbol)),
                           symbol->kind == Symbol::Kind::Declaration
                               ? "ask what the past knows of it: happened, on, since, times, margin"
                               : "");
            return bad(span);
        }();
    }
    const DefinitionId id{symbol->index};
    check_definition(context_, id);
    const DefinitionInfo& info = context_.definitions[id.index];
    const Definition& definition = context_.model.at(id);
    bool wrong = info.bad;
    if (call.arguments.size() != definition.parameter_count) {
        context_.error(
            kWrongCount, span,
            fmt::format("{} takes {}, not {}", what, plural(definition.parameter_count, "argument"),
                        call.arguments.size()));
        wrong = true;
    }
    std::vector<ExpressionId> args;
    const FrameId frame = definition.frame;
    const std::size_t count =
        std::min<std::size_t>(call.arguments.size(), definition.parameter_count);
    for (std::size_t i = 0; i < count; ++i) {
        const Type wanted = context_.model.at(frame).locals[i].type;
        const Checked argument =
            check_as(call.arguments[i], wanted, fmt::format("argument {} of {}", i + 1, what));
        wrong |= argument.bad;
        args.push_back(argument.id);
    }
    const DefinitionInfo& known = context_.definitions[id.index];
    if (known.reads.past && scope_.purpose == Purpose::Cell) {
        context_.error(
            kPastAtStart, span,
            fmt::format("{} reads the past, and before the first step there is none", what));
        wrong = true;
    }
    if (wrong) return bad(span, known.bad ? nullptr : &known.type);
    Expression expression = node(ExpressionKind::Call, known.type, span);
    expression.definition = id;
    expression.args = std::move(args);
    return make(std::move(expression), known.units);
}

Checked Expressions::check_function(const ast::CallExpr& call, Span span) {
    const std::string& name = call.name.text;
    const FunctionInfo* info = find_function(name);
    const int arity = info == nullptr ? 2 : info->arity;
    const std::size_t count = call.arguments.size();
    if (arity < 0 ? count < 2 : count != static_cast<std::size_t>(arity)) {
        context_.error(
            kWrongCount, span,
            arity < 0 ? fmt::format("`{}` takes two arguments or more, not {}", name, count)
                      : fmt::format("`{}` takes {}, not {}", name,
                                    plural(static_cast<std::size_t>(arity), "argument"), count));
        return bad(span);
    }
    const bool of_date = info != nullptr && (info->function == Function::YearOf ||
                                             info->function == Function::MonthOf);
    const bool keeps = info == nullptr || info->function == Function::Min ||
                       info->function == Function::Max || info->function == Function::Clamp ||
                       info->function == Function::Abs;
    const bool whole =
        info != nullptr && (info->function == Function::Floor || info->function == Function::Ceil ||
                            info->function == Function::Round || info->function == Function::Sign);
    std::vector<Checked> args;
    bool wrong = false;
    bool all_int = true;
    for (const ast::ExprId argument : call.arguments) {
        const std::string what = fmt::format("an argument of `{}`", name);
        Checked found = check(argument);
        if (of_date) {
            found = fitted(found, date_type(), span_of(argument), what);
        } else if (keeps && !found.bad &&
                   (found.type.base == BaseType::Duration || found.type.base == BaseType::Date)) {
            Type wanted = args.empty() ? found.type : args.front().type;
            wanted.optional = false;
            found = fitted(found, wanted, span_of(argument), what);
        } else {
            const bool timed =
                keeps && !args.empty() && !args.front().bad && !is_number(args.front().type);
            found = fitted(found, timed ? args.front().type : real_type(), span_of(argument), what);
        }
        wrong |= found.bad;
        if (keeps && !args.empty() && !found.bad && !args.front().bad) {
            wrong |= !check_units(args.front(), found, span, "compared");
        }
        all_int &= found.type.base == BaseType::Int;
        args.push_back(std::move(found));
    }
    if (wrong) return bad(span);
    Type type = real_type();
    if (of_date || whole) type = int_type();
    if (keeps)
        type =
            is_number(args.front().type) ? (all_int ? int_type() : real_type()) : args.front().type;
    Units units;
    if (keeps || (whole && info->function != Function::Sign)) {
        for (const Checked& argument : args) {
            if (units.empty()) units = argument.units;
        }
    }
    Expression expression =
        node(info == nullptr ? ExpressionKind::Binary : ExpressionKind::Apply, type, span);
    if (info == nullptr) {
        expression.op = Operator::Modulo;
    } else {
        expression.function = info->function;
    }
    for (const Checked& argument : args) expression.args.push_back(argument.id);
    return make(std::move(expression), units);
}

Place Expressions::check_place(ast::ExprId id) {
    const ast::Expr& here = expr(id);
    if (const auto* name = std::get_if<ast::NameExpr>(&here.node)) {
        if (scope_.find(name->name.text) != kNoLocal) {
            context_.error(
                kWrongThing, here.span,
                fmt::format("`{}` is a local name; only state can be assigned to", name->name.text),
                "give the new value a name of its own: let x = …");
            return {{}, {}, {}, true};
        }
    }
    const Checked found = check(id);
    if (found.bad) return {{}, {}, {}, true};
    const Expression& expression = context_.model.at(found.id);
    if (expression.kind != ExpressionKind::Load) {
        context_.error(kWrongThing, here.span, "this is no place of the state",
                       "a variable, a relation or an attribute can be assigned to");
        return {{}, {}, {}, true};
    }
    if (context_.model.at(expression.state).role == StateRole::Series) {
        context_.error(kWrongThing, here.span,
                       fmt::format("`{}` is a series: its figures stand in its file",
                                   context_.model.at(expression.state).name),
                       "let a variable begin with its figure, and change that");
        return {{}, {}, {}, true};
    }
    return {found.id, expression.state, expression.args, false};
}

Head Expressions::head(ast::ExprId id) const {
    const ast::Expr& here = expr(id);
    ModuleIndex home = scope_.home;
    if (const auto* plain = std::get_if<ast::NameExpr>(&here.node))
        return {plain->name, {}, context_.find(home, plain->name.text)};
    if (const auto* field = std::get_if<ast::FieldExpr>(&here.node))
        return {field->name, {}, module_member(field->object, field->name, home)};
    const auto* call = std::get_if<ast::CallExpr>(&here.node);
    if (call == nullptr) return {};
    if (call->module) home = context_.find_module(home, call->module->text).value_or(home);
    return {call->name, call->arguments, context_.find(home, call->name.text)};
}

Instance Expressions::check_instance(ast::ExprId id) {
    const ast::Expr& here = expr(id);
    const auto [name, arguments, symbol] = head(id);
    if (name.text.empty()) return {{}, {}, true};
    if (symbol == nullptr || symbol->kind != Symbol::Kind::Declaration) {
        if (symbol != nullptr && symbol->kind != Symbol::Kind::Bad) {
            context_.error(kWrongThing, name.span,
                           fmt::format("`{}` is {}", name.text, describe(context_, *symbol)),
                           "expected a rule, an event, a decision or a vote");
        } else if (symbol == nullptr) {
            std::vector<std::string> candidates;
            for (const Declaration& declaration : context_.model.declarations)
                candidates.push_back(declaration.name);
            context_.unknown(kUnknownName, name, "rule, event, decision or vote", candidates);
        }
        return {{}, {}, true};
    }
    Instance instance{DeclarationId{symbol->index}, {}, context_.declarations[symbol->index].bad};
    const std::vector<DomainId> indices = context_.model.at(instance.declaration).indices;
    if (instance.bad) return instance;
    instance.args =
        check_indices(indices, arguments, here.span, "`" + name.text + "`", instance.bad);
    return instance;
}

}  // namespace jonbar
