#include "model/context.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"

namespace jonbar {

Context::Context(const SourceSet& all_sources, const std::vector<Module>& all_modules,
                 Diagnostics& diagnostics)
    : sources(all_sources),
      modules(all_modules),
      diagnostics_(diagnostics),
      text_errors_(diagnostics.has_errors()) {
    names.resize(modules.size());
    for (ModuleIndex i = 0; i < modules.size(); ++i) {
        std::vector<ModuleIndex>& visible = names[i].visible;
        visible.push_back(i);
        for (const Module::Use& use : modules[i].uses) {
            names[i].modules.emplace(use.alias, use.module);
            if (use.own_instance) continue;
            for (const ModuleIndex reached : names[use.module].visible) {
                if (std::find(visible.begin(), visible.end(), reached) == visible.end()) {
                    visible.push_back(reached);
                }
            }
        }
    }
}

void Context::error(int code, Span span, std::string message, std::string hint) {
    if (!reported_.emplace(code, span, message).second) return;
    diagnostics_.error(code, span, std::move(message), std::move(hint));
}

void Context::warning(int code, Span span, std::string message, std::string hint) {
    if (!reported_.emplace(code, span, message).second) return;
    diagnostics_.warning(code, span, std::move(message), std::move(hint));
}

void Context::unknown(int code, const ast::Name& name, std::string_view what,
                      const std::vector<std::string>& candidates, const std::string& hint) {
    if (text_errors_) return;
    const std::string_view nearest = nearest_name(name.text, candidates);
    error(code, name.span, fmt::format("there is no {} `{}`", what, name.text),
          nearest.empty() ? hint : fmt::format("did you mean `{}`?", nearest));
}

const Symbol* Context::find(ModuleIndex home, const std::string& name) const {
    for (const ModuleIndex module : names[home].visible) {
        const auto found = names[module].symbols.find(name);
        if (found != names[module].symbols.end()) return &found->second;
    }
    return nullptr;
}

const ScaleWordInfo* Context::find_scale_word(ModuleIndex home, const std::string& name) const {
    for (const ModuleIndex module : names[home].visible) {
        const auto found = names[module].scale_words.find(name);
        if (found != names[module].scale_words.end()) return &found->second;
    }
    return nullptr;
}

std::optional<ModuleIndex> Context::find_module(ModuleIndex home, const std::string& alias) const {
    const auto found = names[home].modules.find(alias);
    if (found == names[home].modules.end()) return std::nullopt;
    return found->second;
}

const Symbol* Context::resolve(ModuleIndex home, const ast::Path& path, std::string_view what) {
    for (std::size_t i = 0; i + 1 < path.names.size(); ++i) {
        const std::optional<ModuleIndex> next = find_module(home, path.names[i].text);
        if (!next) {
            unknown(kUnknownName, path.names[i], "module", {});
            return nullptr;
        }
        home = *next;
    }
    const Symbol* symbol = find(home, path.names.back().text);
    if (symbol == nullptr) unknown(kUnknownName, path.names.back(), what, visible_names(home));
    return symbol;
}

bool Context::declare(ModuleIndex home, const ast::Name& name, Symbol symbol) {
    symbol.span = name.span;
    if (const Symbol* other = find(home, name.text)) {
        error(kDeclaredTwice, name.span, fmt::format("`{}` is declared twice", name.text),
              fmt::format("it is {} at {}", jonbar::describe(*this, *other), place(other->span)));
        return false;
    }
    names[home].symbols.emplace(name.text, symbol);
    return true;
}

std::vector<std::string> Context::visible_names(ModuleIndex home) const {
    // Nobody reads hints by the hundred, and each takes a look at every name that there is.
    constexpr std::size_t kHintedMax = 100, kNamesMax = 20'000;
    std::vector<std::string> all;
    if (diagnostics_.error_count() >= kHintedMax) return all;
    for (const ModuleIndex module : names[home].visible) {
        for (const auto& [name, symbol] : names[module].symbols) {
            if (all.size() == kNamesMax) return all;
            all.push_back(name);
        }
    }
    return all;
}

std::optional<Type> Context::type_of(ModuleIndex home, const ast::TypeRef& ref) {
    Type type;
    type.optional = ref.optional;
    type.set = ref.set;
    const std::string& word = ref.path.names.back().text;
    const bool plain = ref.path.names.size() == 1;
    if (plain && (word == "real" || word == "int" || word == "bool" || word == "duration")) {
        if (ref.optional || ref.set) {
            error(kWrongType, ref.span,
                  fmt::format("a value of type {} is always there and makes no set", word),
                  "optional are a kind, an enum and a date; sets are of a kind or an enum");
            return std::nullopt;
        }
        type.base = word == "real"   ? BaseType::Real
                    : word == "int"  ? BaseType::Int
                    : word == "bool" ? BaseType::Truth
                                     : BaseType::Duration;
        return type;
    }
    if (plain && word == "date") {
        if (ref.set) {
            error(kWrongType, ref.span, "there are no sets of dates",
                  "sets are of a kind or an enum");
            return std::nullopt;
        }
        type.base = BaseType::Date;
        return type;
    }
    if (plain && find(home, word) == nullptr) {
        std::vector<std::string> candidates = visible_names(home);
        for (const char* known : {"real", "int", "bool", "date", "duration"})
            candidates.emplace_back(known);
        unknown(kUnknownName, ref.path.names.back(), "type", candidates);
        return std::nullopt;
    }
    const Symbol* symbol = resolve(home, ref.path, "type");
    if (symbol == nullptr || symbol->kind == Symbol::Kind::Bad) return std::nullopt;
    if (symbol->kind != Symbol::Kind::Domain) {
        error(kWrongThing, ref.span,
              fmt::format("`{}` is {}, not a type", word, jonbar::describe(*this, *symbol)),
              "expected real, int, bool, date, a kind or an enum");
        return std::nullopt;
    }
    type.base = BaseType::Member;
    type.domain = symbol->domain;
    return type;
}

std::optional<DomainId> Context::index_type(ModuleIndex home, const ast::TypeRef& ref) {
    const std::optional<Type> type = type_of(home, ref);
    if (!type) return std::nullopt;
    if (type->base != BaseType::Member || type->optional || type->set) {
        error(kNotAnIndex, ref.span, fmt::format("{} is no index", describe(*type)),
              "expected a kind or an enum");
        return std::nullopt;
    }
    return type->domain;
}

std::string Context::describe(const Type& type) const {
    std::string text;
    switch (type.base) {
        case BaseType::Real:
            text = "a real";
            break;
        case BaseType::Int:
            text = "an int";
            break;
        case BaseType::Truth:
            text = "a truth";
            break;
        case BaseType::Date:
            text = "a date";
            break;
        case BaseType::Duration:
            text = "a duration";
            break;
        case BaseType::Member: {
            const std::string& name = type.domain.exists() ? model.at(type.domain).name : "nothing";
            text = (type.set ? "a set of " : "a value of ") + name;
            break;
        }
    }
    return type.optional ? text + " or none" : text;
}

ExpressionId Context::add(Expression expression) {
    model.expressions.push_back(std::move(expression));
    return ExpressionId{static_cast<std::uint32_t>(model.expressions.size() - 1)};
}

StatementId Context::add(Statement statement) {
    model.statements.push_back(std::move(statement));
    return StatementId{static_cast<std::uint32_t>(model.statements.size() - 1)};
}

FrameId Context::add_frame() {
    model.frames.push_back({});
    return FrameId{static_cast<std::uint32_t>(model.frames.size() - 1)};
}

LocalIndex Context::add_local(FrameId frame, const std::string& name, const Type& type) {
    std::vector<Frame::Local>& locals = model.frames[frame.index].locals;
    locals.push_back({name, type});
    return static_cast<LocalIndex>(locals.size() - 1);
}

Units Context::local_units(FrameId frame, LocalIndex local) const {
    const auto found = local_units_.find({frame, local});
    return found == local_units_.end() ? Units{} : found->second;
}

void Context::set_local_units(FrameId frame, LocalIndex local, const Units& units) {
    if (!units.empty()) local_units_[{frame, local}] = units;
}

Expression Context::number(double value, const Type& type, Span span) const {
    Expression expression;
    expression.kind = type.base == BaseType::Truth ? ExpressionKind::Truth : ExpressionKind::Number;
    expression.type = type;
    expression.span = span;
    expression.number = value;
    return expression;
}

std::string Context::place(Span span) const {
    if (!span.file.valid()) return "the start";
    return fmt::format("{}:{}", sources.file(span.file).path,
                       sources.position(span.file, span.begin).line);
}

Type real_type() { return Type{}; }
Type int_type() { return Type{.base = BaseType::Int, .domain = {}}; }
Type truth_type() { return Type{.base = BaseType::Truth, .domain = {}}; }
Type date_type(bool optional) {
    return Type{.base = BaseType::Date, .domain = {}, .optional = optional};
}
Type duration_type() { return Type{.base = BaseType::Duration, .domain = {}}; }
Type member_type(DomainId domain, bool optional) {
    return Type{.base = BaseType::Member, .domain = domain, .optional = optional};
}
Type set_type(DomainId domain) {
    return Type{.base = BaseType::Member, .domain = domain, .set = true};
}
bool is_number(const Type& type) {
    return (type.base == BaseType::Real || type.base == BaseType::Int) && !type.set;
}

std::string describe(const Context& context, const Symbol& symbol) {
    switch (symbol.kind) {
        case Symbol::Kind::Domain:
            return context.model.at(symbol.domain).is_enum ? "an enum" : "a kind";
        case Symbol::Kind::Entity:
            return "an entity of kind " + context.model.at(symbol.domain).name;
        case Symbol::Kind::State:
            switch (context.model.states[symbol.index].role) {
                case StateRole::Variable:
                    return "a variable";
                case StateRole::Attribute:
                    return "an attribute";
                case StateRole::Relation:
                    return "a relation";
                case StateRole::Param:
                    return "a param";
                case StateRole::Strength:
                    return "a strength";
                case StateRole::Series:
                    return "a series";
            }
            return "a state";
        case Symbol::Kind::Definition:
            return "a definition";
        case Symbol::Kind::Declaration:
            switch (context.model.declarations[symbol.index].kind) {
                case DeclarationKind::Rule:
                    return "a rule";
                case DeclarationKind::Event:
                    return "an event";
                case DeclarationKind::Decision:
                    return "a decision";
                case DeclarationKind::Vote:
                    return "a vote";
            }
            return "a declaration";
        case Symbol::Kind::Scale:
            return "a scale";
        case Symbol::Kind::Bad:
            return "a name declared wrongly";
    }
    return "a name";
}

}  // namespace jonbar
