#include "model/declare.h"

#include <fmt/format.h>

#include <algorithm>

namespace jonbar {
namespace {

constexpr std::size_t kMembersMax = 100'000;

class Declarer {
  public:
    explicit Declarer(Context& context) : context_(context) {}

    std::vector<WrittenTurn> declare() {
        each([&](ModuleIndex home, const ast::Decl& decl) { declare_domain(home, decl); });
        each([&](ModuleIndex home, const ast::Decl& decl) { declare_entities(home, decl); });
        each([&](ModuleIndex home, const ast::Decl& decl) { declare_other(home, decl); });
        return std::move(turns_);
    }

  private:
    template <typename Visit>
    void each(const Visit& visit) {
        for (ModuleIndex home = 0; home < context_.modules.size(); ++home) {
            for (const ast::DeclId id : context_.tree(home).top)
                visit(home, context_.tree(home)[id]);
        }
    }

    const std::string& module_name(ModuleIndex home) const { return context_.modules[home].name; }

    void declare_domain(ModuleIndex home, const ast::Decl& decl) {
        Domain domain;
        const ast::Name* name = nullptr;
        if (const auto* kind = std::get_if<ast::KindDecl>(&decl.node)) {
            if (kind->extend) return;
            name = &kind->name.names.back();
        } else if (const auto* values = std::get_if<ast::EnumDecl>(&decl.node)) {
            name = &values->name;
            domain.is_enum = true;
            for (const ast::EnumValue& value : values->values) {
                add_member(domain, value.name, value.label);
            }
        } else {
            return;
        }
        domain.name = name->text;
        domain.span = name->span;
        Symbol symbol;
        symbol.kind = Symbol::Kind::Domain;
        symbol.domain = DomainId{static_cast<std::uint32_t>(context_.model.domains.size())};
        if (!context_.declare(home, *name, symbol)) return;
        context_.model.domains.push_back(std::move(domain));
        context_.attributes.emplace_back();
    }

    bool add_member(Domain& domain, const ast::Name& name, const std::optional<ast::Text>& label) {
        const auto same = [&](const Domain::Member& member) { return member.name == name.text; };
        if (domain.is_enum && std::any_of(domain.members.begin(), domain.members.end(), same)) {
            context_.error(kDeclaredTwice, name.span,
                           fmt::format("`{}` is declared twice", name.text));
            return false;
        }
        if (domain.members.size() == kMembersMax) {
            context_.error(kTooLarge, name.span,
                           fmt::format("at most {} entities of a kind", kMembersMax));
            return false;
        }
        if (domain.members.size() > kMembersMax) return false;
        domain.members.push_back({name.text, label ? label->value : name.text, name.span});
        return true;
    }

    void declare_entities(ModuleIndex home, const ast::Decl& decl) {
        const auto* entities = std::get_if<ast::EntityDecl>(&decl.node);
        if (entities == nullptr) return;
        const Symbol* kind = context_.resolve(home, entities->kind, "kind");
        Symbol symbol;
        if (kind != nullptr && kind->kind == Symbol::Kind::Domain &&
            !context_.model.at(kind->domain).is_enum) {
            symbol.kind = Symbol::Kind::Entity;
            symbol.domain = kind->domain;
        } else if (kind != nullptr && kind->kind != Symbol::Kind::Bad) {
            context_.error(kWrongThing, entities->kind.span,
                           fmt::format("`{}` is {}, not a kind", entities->kind.names.back().text,
                                       describe(context_, *kind)),
                           "an entity is declared by its kind: person trotsky");
        }
        for (const ast::Entity& entity : entities->entities) {
            if (symbol.kind == Symbol::Kind::Entity) {
                symbol.index =
                    static_cast<std::uint32_t>(context_.model.at(symbol.domain).members.size());
            }
            if (!context_.declare(home, entity.name, symbol) || symbol.kind == Symbol::Kind::Bad)
                continue;
            add_member(context_.model.domains[symbol.domain.index], entity.name, entity.label);
        }
    }

    void declare_other(ModuleIndex home, const ast::Decl& decl) {
        const auto& node = decl.node;
        if (const auto* kind = std::get_if<ast::KindDecl>(&node)) declare_attributes(home, *kind);
        if (const auto* relation = std::get_if<ast::RelationDecl>(&node)) {
            if (declare_state(home, relation->name, StateRole::Relation, relation->type,
                              relation->initial, decl.evidence)) {
                context_.states.back().symmetric = relation->symmetric;
                context_.states.back().parameters = &relation->parameters;
            }
        }
        if (const auto* var = std::get_if<ast::VarDecl>(&node)) {
            declare_state(home, var->name, StateRole::Variable, var->type, var->initial,
                          decl.evidence);
        }
        if (const auto* series = std::get_if<ast::SeriesDecl>(&node)) {
            static const ast::Initial kNoInitial;
            if (declare_state(home, series->name, StateRole::Series, series->type, kNoInitial,
                              decl.evidence)) {
                context_.states.back().parameters = &series->parameters;
            }
        }
        if (const auto* param = std::get_if<ast::ParamDecl>(&node))
            declare_param(home, *param, decl);
        if (const auto* let = std::get_if<ast::LetDecl>(&node)) declare_let(home, *let, decl);
        if (const auto* scale = std::get_if<ast::ScaleDecl>(&node)) declare_scale(home, *scale);
        if (const auto* race = std::get_if<ast::RaceDecl>(&node)) {
            WrittenTurn turn;
            turn.race = true;
            for (const ast::DeclId event : race->events) {
                const ast::Decl& member = context_.tree(home)[event];
                if (const auto id = declare_happening(home, member))
                    turn.declarations.push_back(*id);
            }
            turns_.push_back(std::move(turn));
        } else if (const auto id = declare_happening(home, decl)) {
            turns_.push_back({{*id}, false});
        }
    }

    StateId add_state(ModuleIndex home, const std::string& name, StateRole role,
                      const ast::ValueType& type, const ast::Initial& initial,
                      const ast::Evidence& evidence, Span span) {
        State state;
        state.module = module_name(home);
        state.name = name;
        state.role = role;
        state.span = span;
        StateInfo info;
        info.home = home;
        info.written_type = &type;
        info.initial = &initial;
        info.evidence = &evidence;
        context_.model.states.push_back(std::move(state));
        context_.states.push_back(std::move(info));
        return StateId{static_cast<std::uint32_t>(context_.model.states.size() - 1)};
    }

    void declare_attributes(ModuleIndex home, const ast::KindDecl& kind) {
        const Symbol* symbol = context_.resolve(home, kind.name, "kind");
        if (symbol == nullptr || symbol->kind == Symbol::Kind::Bad) return;
        if (symbol->kind != Symbol::Kind::Domain || context_.model.at(symbol->domain).is_enum) {
            context_.error(kWrongThing, kind.name.span,
                           fmt::format("`{}` is {}, not a kind", kind.name.names.back().text,
                                       describe(context_, *symbol)));
            return;
        }
        for (const ast::Attribute& attribute : kind.attributes) {
            auto& attributes = context_.attributes[symbol->domain.index];
            const auto other = attributes.find(attribute.name.text);
            const std::string& kind_name = context_.model.at(symbol->domain).name;
            if (other != attributes.end()) {
                context_.error(
                    kDeclaredTwice, attribute.name.span,
                    fmt::format("{} has an attribute `{}` already", kind_name, attribute.name.text),
                    "it is at " + context_.place(context_.model.at(other->second).span));
                continue;
            }
            const StateId id = add_state(home, kind_name + "." + attribute.name.text,
                                         StateRole::Attribute, attribute.type, attribute.initial,
                                         attribute.evidence, attribute.name.span);
            context_.model.states[id.index].indices = {symbol->domain};
            context_.states[id.index].short_name = attribute.name.text;
            attributes.emplace(attribute.name.text, id);
        }
    }

    bool declare_state(ModuleIndex home, const ast::Name& name, StateRole role,
                       const ast::ValueType& type, const ast::Initial& initial,
                       const ast::Evidence& evidence) {
        Symbol symbol;
        symbol.kind = Symbol::Kind::State;
        symbol.index = static_cast<std::uint32_t>(context_.model.states.size());
        if (!context_.declare(home, name, symbol)) return false;
        add_state(home, name.text, role, type, initial, evidence, name.span);
        return true;
    }

    /// Finds what `replace` replaces; the kind of symbol must be the same.
    Symbol* replaced(ModuleIndex home, const ast::Name& name, Symbol::Kind kind,
                     std::string_view what) {
        for (const ModuleIndex module : context_.names[home].visible) {
            const auto found = context_.names[module].symbols.find(name.text);
            if (found == context_.names[module].symbols.end()) continue;
            if (found->second.kind == kind) return &found->second;
            context_.error(kNothingToReplace, name.span,
                           fmt::format("`{}` is {}, not {}", name.text,
                                       describe(context_, found->second), what));
            return nullptr;
        }
        context_.unknown(kNothingToReplace, name,
                         fmt::format("{} to replace called", what.substr(what.find(' ') + 1)),
                         context_.visible_names(home));
        return nullptr;
    }

    void declare_param(ModuleIndex home, const ast::ParamDecl& param, const ast::Decl& decl) {
        const StateRole role = param.strength ? StateRole::Strength : StateRole::Param;
        if (!decl.replace) {
            if (declare_state(home, param.name, role, param.type, param.initial, decl.evidence)) {
                context_.states.back().parameters = &param.parameters;
            }
            return;
        }
        const Symbol* symbol = replaced(home, param.name, Symbol::Kind::State, "a param");
        if (symbol == nullptr) return;
        State& state = context_.model.states[symbol->index];
        if (state.role != StateRole::Param && state.role != StateRole::Strength) {
            context_.error(kNothingToReplace, param.name.span,
                           fmt::format("`{}` is {}, not a param", param.name.text,
                                       describe(context_, *symbol)));
            return;
        }
        StateInfo& info = context_.states[symbol->index];
        if (!same_parameters(*info.parameters, param.parameters))
            other_signature(param.name, symbol->span);
        info.home = home;
        info.parameters = &param.parameters;
        info.written_type = &param.type;
        info.initial = &param.initial;
        info.evidence = &decl.evidence;
        state.span = param.name.span;
    }

    static bool same_parameters(const std::vector<ast::Parameter>& left,
                                const std::vector<ast::Parameter>& right) {
        if (left.size() != right.size()) return false;
        for (std::size_t i = 0; i < left.size(); ++i) {
            const ast::TypeRef& a = left[i].type;
            const ast::TypeRef& b = right[i].type;
            if (a.optional != b.optional || a.set != b.set ||
                a.path.names.back().text != b.path.names.back().text) {
                return false;
            }
        }
        return true;
    }

    void other_signature(const ast::Name& name, Span original) {
        context_.error(
            kOtherSignature, name.span,
            fmt::format("this `{}` takes other indices than what it replaces", name.text),
            "that is at " + context_.place(original));
    }

    void declare_let(ModuleIndex home, const ast::LetDecl& let, const ast::Decl& decl) {
        if (decl.replace) {
            const Symbol* symbol =
                replaced(home, let.name, Symbol::Kind::Definition, "a definition");
            if (symbol == nullptr) return;
            DefinitionInfo& info = context_.definitions[symbol->index];
            if (!same_parameters(info.let->parameters, let.parameters))
                other_signature(let.name, symbol->span);
            info.home = home;
            info.let = &let;
            context_.model.definitions[symbol->index].span = let.name.span;
            return;
        }
        Symbol symbol;
        symbol.kind = Symbol::Kind::Definition;
        symbol.index = static_cast<std::uint32_t>(context_.model.definitions.size());
        if (!context_.declare(home, let.name, symbol)) return;
        Definition definition;
        definition.module = module_name(home);
        definition.name = let.name.text;
        definition.span = let.name.span;
        context_.model.definitions.push_back(std::move(definition));
        DefinitionInfo info;
        info.home = home;
        info.let = &let;
        context_.definitions.push_back(info);
    }

    void declare_scale(ModuleIndex home, const ast::ScaleDecl& scale) {
        Symbol symbol;
        symbol.kind = Symbol::Kind::Scale;
        if (!context_.declare(home, scale.name, symbol)) return;
        for (const ast::ScaleWord& word : scale.words) {
            if (const ScaleWordInfo* other = context_.find_scale_word(home, word.name.text)) {
                context_.error(kDeclaredTwice, word.name.span,
                               fmt::format("`{}` is a word of the scale {} already", word.name.text,
                                           other->scale),
                               "it is at " + context_.place(other->span));
                continue;
            }
            context_.names[home].scale_words.emplace(
                word.name.text,
                ScaleWordInfo{home, scale.name.text, word.distribution, word.name.span});
        }
    }

    std::optional<DeclarationId> declare_happening(ModuleIndex home, const ast::Decl& decl) {
        const ast::Heading* heading = nullptr;
        Declaration declaration;
        std::string_view what;
        if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.node)) {
            heading = &rule->heading;
            declaration.kind = DeclarationKind::Rule;
            what = "a rule";
        } else if (const auto* event = std::get_if<ast::EventDecl>(&decl.node)) {
            heading = &event->heading;
            declaration.kind = DeclarationKind::Event;
            what = "an event";
        } else if (const auto* decision = std::get_if<ast::DecisionDecl>(&decl.node)) {
            heading = &decision->heading;
            declaration.kind = DeclarationKind::Decision;
            what = "a decision";
        } else if (const auto* vote = std::get_if<ast::VoteDecl>(&decl.node)) {
            heading = &vote->heading;
            declaration.kind = DeclarationKind::Vote;
            what = "a vote";
        } else {
            return std::nullopt;
        }
        DeclarationInfo info;
        info.home = home;
        info.decl = &decl;
        info.heading = heading;
        if (decl.replace) {
            const Symbol* symbol = replaced(home, heading->name, Symbol::Kind::Declaration, what);
            if (symbol == nullptr) return std::nullopt;
            DeclarationInfo& old = context_.declarations[symbol->index];
            Declaration& model = context_.model.declarations[symbol->index];
            if (model.kind != declaration.kind) {
                context_.error(kNothingToReplace, heading->name.span,
                               fmt::format("`{}` is {}, not {}", heading->name.text,
                                           describe(context_, *symbol), what));
            } else if (!same_parameters(old.heading->parameters, heading->parameters)) {
                other_signature(heading->name, symbol->span);
            } else {
                old = info;
                model.span = heading->name.span;
            }
            return std::nullopt;
        }
        Symbol symbol;
        symbol.kind = Symbol::Kind::Declaration;
        symbol.index = static_cast<std::uint32_t>(context_.model.declarations.size());
        if (!context_.declare(home, heading->name, symbol)) return std::nullopt;
        declaration.module = module_name(home);
        declaration.name = heading->name.text;
        declaration.span = heading->name.span;
        context_.model.declarations.push_back(std::move(declaration));
        context_.declarations.push_back(info);
        return DeclarationId{symbol.index};
    }

    Context& context_;
    std::vector<WrittenTurn> turns_;
};

}  // namespace

std::vector<WrittenTurn> declare_names(Context& context) { return Declarer(context).declare(); }

}  // namespace jonbar
