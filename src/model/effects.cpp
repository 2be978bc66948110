#include "model/effects.h"

#include <fmt/format.h>

namespace jonbar {
namespace {

/// Returns the name at the head of what is assigned to or fired, and the home it is seen from.
const ast::Name* head_name(const ast::Expr& expr) {
    if (const auto* name = std::get_if<ast::NameExpr>(&expr.node)) return &name->name;
    if (const auto* call = std::get_if<ast::CallExpr>(&expr.node)) return &call->name;
    if (const auto* field = std::get_if<ast::FieldExpr>(&expr.node)) return &field->name;
    return nullptr;
}

}  // namespace

Effects::Effects(Context& context) : context_(context) {
    direct_.resize(context.declarations.size());
    closed_.resize(context.declarations.size());
    for (std::size_t i = 0; i < direct_.size(); ++i) {
        const DeclarationInfo& info = context.declarations[i];
        const auto& node = info.decl->node;
        if (const auto* rule = std::get_if<ast::RuleDecl>(&node))
            look(info.home, rule->body, direct_[i]);
        if (const auto* event = std::get_if<ast::EventDecl>(&node))
            look(info.home, event->body, direct_[i]);
        if (const auto* decision = std::get_if<ast::DecisionDecl>(&node)) {
            for (const ast::Option& option : decision->options)
                look(info.home, option.body, direct_[i]);
        }
        if (const auto* vote = std::get_if<ast::VoteDecl>(&node)) {
            look(info.home, vote->carried, direct_[i]);
            if (vote->lost) look(info.home, *vote->lost, direct_[i]);
        }
    }
    close_all();
}

void Effects::look(ModuleIndex home, const ast::Block& block, Direct& found) const {
    for (const ast::StmtId id : block.statements) look(home, context_.tree(home)[id], found);
}

void Effects::look(ModuleIndex home, const ast::Stmt& statement, Direct& found) const {
    const ast::Tree& tree = context_.tree(home);
    if (const auto* assign = std::get_if<ast::AssignStmt>(&statement.node)) {
        if (!assign->place.valid()) return;
        const ast::Expr& place = tree[assign->place];
        const ast::Name* name = head_name(place);
        if (name == nullptr) return;
        if (std::holds_alternative<ast::FieldExpr>(place.node)) {
            for (const auto& attributes : context_.attributes) {
                const auto attribute = attributes.find(name->text);
                if (attribute != attributes.end()) found.states.insert(attribute->second);
            }
        }
        for (const Names& names : context_.names) {
            const auto symbol = names.symbols.find(name->text);
            if (symbol != names.symbols.end() && symbol->second.kind == Symbol::Kind::State) {
                found.states.insert(StateId{symbol->second.index});
            }
        }
    } else if (const auto* branch = std::get_if<ast::IfStmt>(&statement.node)) {
        look(home, branch->then_block, found);
        if (branch->else_block) look(home, *branch->else_block, found);
    } else if (const auto* loop = std::get_if<ast::ForStmt>(&statement.node)) {
        look(home, loop->body, found);
    } else if (const auto* together = std::get_if<ast::TogetherStmt>(&statement.node)) {
        look(home, together->body, found);
    } else if (const auto* fire = std::get_if<ast::FireStmt>(&statement.node)) {
        if (!fire->target.valid()) return;
        const ast::Expr& target = tree[fire->target];
        const ast::Name* name = head_name(target);
        if (name == nullptr) return;
        ModuleIndex from = home;
        if (const auto* call = std::get_if<ast::CallExpr>(&target.node);
            call != nullptr && call->module) {
            from = context_.find_module(home, call->module->text).value_or(home);
        }
        if (const auto* field = std::get_if<ast::FieldExpr>(&target.node)) {
            const ast::Name* alias = head_name(tree[field->object]);
            if (alias != nullptr) from = context_.find_module(home, alias->text).value_or(home);
        }
        const Symbol* symbol = context_.find(from, name->text);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::Declaration) {
            found.fires.insert(DeclarationId{symbol->index});
        }
    }
}

std::set<StateId> Effects::closure(const Direct& from) const {
    std::set<StateId> states = from.states;
    for (const DeclarationId fired : from.fires) {
        const std::set<StateId>& inner = closed_[fired.index];
        states.insert(inner.begin(), inner.end());
    }
    return states;
}

std::set<StateId> Effects::writes(ModuleIndex home, const ast::Block& block) const {
    Direct found;
    look(home, block, found);
    return closure(found);
}

void Effects::close_all() {
    enum class Color { White, Grey, Black };
    std::vector<Color> colors(direct_.size(), Color::White);
    struct Visit {
        std::uint32_t declaration;
        std::vector<DeclarationId> rest;
    };
    for (std::uint32_t start = 0; start < direct_.size(); ++start) {
        if (colors[start] != Color::White) continue;
        std::vector<Visit> path;
        const auto enter = [&](std::uint32_t declaration) {
            colors[declaration] = Color::Grey;
            const std::set<DeclarationId>& fires = direct_[declaration].fires;
            path.push_back({declaration, {fires.begin(), fires.end()}});
        };
        enter(start);
        while (!path.empty()) {
            if (path.back().rest.empty()) {
                const std::uint32_t done = path.back().declaration;
                colors[done] = Color::Black;
                closed_[done] = closure(direct_[done]);
                path.pop_back();
                continue;
            }
            const std::uint32_t next = path.back().rest.back().index;
            path.back().rest.pop_back();
            if (colors[next] == Color::White) {
                enter(next);
            } else if (colors[next] == Color::Grey) {
                std::string chain;
                bool inside = false;
                for (const Visit& visit : path) {
                    inside |= visit.declaration == next;
                    if (inside)
                        chain += context_.model.declarations[visit.declaration].name + " fires ";
                }
                if (chain.size() > 200) chain = chain.substr(0, 200) + " … fires ";
                const Declaration& declaration = context_.model.declarations[next];
                context_.error(kFireCycle, context_.declarations[next].heading->name.span,
                               fmt::format("`{}` comes to fire itself", declaration.name),
                               chain + declaration.name);
            }
        }
    }
}

}  // namespace jonbar
