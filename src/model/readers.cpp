#include "model/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace jonbar {
namespace {

/// A declaration as a reader calls it, and its name alone.
struct Label {
    std::string what, name;
    bool definition = false;
};

class Labels {
  public:
    Labels(const SourceSet& sources, const ast::Tree& tree) : sources_(sources), tree_(tree) {}

    [[nodiscard]] Label of(const ast::Decl& decl) const {
        return std::visit([&](const auto& node) { return label(node); }, decl.node);
    }

  private:
    template <typename Node>
    [[nodiscard]] Label label(const Node&) const {
        return {};
    }
    [[nodiscard]] static Label called(const char* word, const ast::Name& name) {
        return {fmt::format("{} {}", word, name.text), name.text};
    }
    [[nodiscard]] Label label(const ast::LetDecl& let) const {
        Label made = called("let", let.name);
        made.definition = true;
        return made;
    }
    [[nodiscard]] Label label(const ast::ParamDecl& param) const {
        return called(param.strength ? "strength" : "param", param.name);
    }
    [[nodiscard]] Label label(const ast::KindDecl& kind) const {
        return called("kind", kind.name.names.back());
    }
    [[nodiscard]] Label label(const ast::RelationDecl& relation) const {
        return called("relation", relation.name);
    }
    [[nodiscard]] Label label(const ast::VarDecl& variable) const {
        return called("var", variable.name);
    }
    [[nodiscard]] Label label(const ast::TableDecl& table) const {
        return called("table", table.target.names.back());
    }
    [[nodiscard]] Label label(const ast::RuleDecl& rule) const {
        return called("rule", rule.heading.name);
    }
    [[nodiscard]] Label label(const ast::EventDecl& event) const {
        return called("event", event.heading.name);
    }
    [[nodiscard]] Label label(const ast::DecisionDecl& decision) const {
        return called("decision", decision.heading.name);
    }
    [[nodiscard]] Label label(const ast::VoteDecl& vote) const {
        return called("vote", vote.heading.name);
    }
    [[nodiscard]] Label label(const ast::OutcomeDecl& outcome) const {
        return called("outcome", outcome.name);
    }
    [[nodiscard]] Label label(const ast::WhatIfDecl& what_if) const {
        return called("whatif", what_if.name);
    }
    [[nodiscard]] Label label(const ast::CauseDecl& cause) const {
        return called("cause", cause.name);
    }
    [[nodiscard]] Label label(const ast::ObserveDecl& observe) const {
        if (!observe.subject.valid()) return {};
        return {fmt::format("observe {}", sources_.text(tree_[observe.subject].span)), ""};
    }
    [[nodiscard]] Label label(const ast::InitialDecl& initial) const {
        if (!initial.statement.valid()) return {};
        const std::string_view text = sources_.text(tree_[initial.statement].span);
        return {fmt::format("at the start: {}", text.substr(0, text.find('\n'))), ""};
    }

    const SourceSet& sources_;
    const ast::Tree& tree_;
};

/// A declaration and all the names in its expressions.
struct Node {
    Label label;
    std::set<std::string> reads;
};

std::vector<Node> nodes_of(const SourceSet& sources, const ast::Tree& tree) {
    std::vector<std::pair<Span, Node>> found;
    const Labels labels(sources, tree);
    for (const ast::Decl& decl : tree.decls) {
        Label label = labels.of(decl);
        if (!label.what.empty()) found.push_back({decl.span, {std::move(label), {}}});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const ast::Expr& expr : tree.exprs) {
        const auto* name = std::get_if<ast::NameExpr>(&expr.node);
        const auto* call = std::get_if<ast::CallExpr>(&expr.node);
        if (name == nullptr && call == nullptr) continue;
        const auto after = std::upper_bound(
            found.begin(), found.end(), expr.span.begin,
            [](std::uint32_t begin, const auto& one) { return begin < one.first.begin; });
        if (after == found.begin()) continue;
        const auto owner = after - 1;
        if (expr.span.file == owner->first.file && expr.span.end <= owner->first.end)
            owner->second.reads.insert(name != nullptr ? name->name.text : call->name.text);
    }
    std::vector<Node> nodes;
    for (auto& [span, node] : found) nodes.push_back(std::move(node));
    return nodes;
}

/// All declarations that count: those of each file once, without what another replaces.
std::vector<Node> all_nodes(const SourceSet& sources, const std::vector<Module>& modules) {
    std::set<std::pair<std::string, FileId>> replaced_by;
    for (const Module& module : modules) {
        const Labels labels(sources, module.tree);
        for (const ast::Decl& decl : module.tree.decls) {
            if (decl.replace) replaced_by.emplace(labels.of(decl).what, module.tree.file);
        }
    }
    std::vector<Node> all;
    std::set<FileId> seen;
    for (const Module& module : modules) {
        if (!seen.insert(module.tree.file).second) continue;
        for (Node& node : nodes_of(sources, module.tree)) {
            const bool replaced =
                std::any_of(replaced_by.begin(), replaced_by.end(), [&](const auto& by) {
                    return by.first == node.label.what && by.second != module.tree.file;
                });
            if (!replaced) all.push_back(std::move(node));
        }
    }
    return all;
}

}  // namespace

std::vector<std::string> readers_of(const SourceSet& sources, const std::vector<Module>& modules,
                                    const std::string& name) {
    const std::vector<Node> nodes = all_nodes(sources, modules);
    std::vector<std::string> found;
    std::set<std::string> told;
    struct Waiting {
        std::string name, through;
    };
    std::deque<Waiting> waiting = {{name, ""}};
    while (!waiting.empty()) {
        const Waiting next = waiting.front();
        waiting.pop_front();
        for (const Node& node : nodes) {
            if (node.reads.count(next.name) == 0 || node.label.name == next.name) continue;
            if (!told.insert(node.label.what).second) continue;
            found.push_back(next.through.empty()
                                ? node.label.what
                                : fmt::format("{}, through {}", node.label.what, next.through));
            if (node.label.definition) waiting.push_back({node.label.name, node.label.what});
        }
    }
    return found;
}

}  // namespace jonbar
