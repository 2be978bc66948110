#include "model/notices.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace jonbar {
namespace {

/// What a declaration is called in a text, and its name. Nothing where it has no name of its own.
struct Named {
    std::string_view word;
    const ast::Name* name = nullptr;
};

std::optional<Named> named(const ast::Decl& decl) {
    if (const auto* let = std::get_if<ast::LetDecl>(&decl.node)) return Named{"let", &let->name};
    if (const auto* param = std::get_if<ast::ParamDecl>(&decl.node))
        return Named{param->strength ? "strength" : "param", &param->name};
    if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.node))
        return Named{"rule", &rule->heading.name};
    if (const auto* event = std::get_if<ast::EventDecl>(&decl.node))
        return Named{"event", &event->heading.name};
    if (const auto* decision = std::get_if<ast::DecisionDecl>(&decl.node))
        return Named{"decision", &decision->heading.name};
    if (const auto* vote = std::get_if<ast::VoteDecl>(&decl.node))
        return Named{"vote", &vote->heading.name};
    if (const auto* variable = std::get_if<ast::VarDecl>(&decl.node))
        return Named{"var", &variable->name};
    if (const auto* relation = std::get_if<ast::RelationDecl>(&decl.node))
        return Named{"relation", &relation->name};
    if (const auto* outcome = std::get_if<ast::OutcomeDecl>(&decl.node))
        return Named{"outcome", &outcome->name};
    return std::nullopt;
}

class Reader {
  public:
    Reader(const SourceSet& sources, const std::vector<Module>& modules)
        : sources_(sources), modules_(modules) {}

    std::vector<Notice> run() {
        std::set<FileId> read;
        for (std::size_t i = 0; i < modules_.size(); ++i) {
            if (!read.insert(modules_[i].tree.file).second) continue;
            const std::size_t before = found_.size();
            read_module(i);
            std::stable_sort(found_.begin() + static_cast<std::ptrdiff_t>(before), found_.end(),
                             [](const Notice& a, const Notice& b) { return a.span < b.span; });
        }
        return std::move(found_);
    }

  private:
    void read_module(std::size_t module) {
        const ast::Tree& tree = modules_[module].tree;
        for (const ast::Decl& decl : tree.decls) {
            const std::optional<Named> what = named(decl);
            if (what && decl.replace) add_replacement(module, *what);
            if (const auto* initial = std::get_if<ast::InitialDecl>(&decl.node))
                add_own_prior(module, tree, *initial);
            add_exception(what ? fmt::format("{} {}", what->word, what->name->text) : "this",
                          what ? what->name->span : decl.span, decl.evidence);
            if (const auto* kind = std::get_if<ast::KindDecl>(&decl.node)) {
                for (const ast::Attribute& attribute : kind->attributes) {
                    add_exception("attribute " + attribute.name.text, attribute.name.span,
                                  attribute.evidence);
                }
            } else if (const auto* entities = std::get_if<ast::EntityDecl>(&decl.node)) {
                for (const ast::Entity& entity : entities->entities) {
                    for (const ast::AttributeValue& value : entity.values) {
                        add_exception(entity.name.text + "'s " + value.name.text, value.name.span,
                                      value.evidence);
                    }
                }
            } else if (const auto* decision = std::get_if<ast::DecisionDecl>(&decl.node)) {
                for (const ast::Option& option : decision->options)
                    add_exception("option " + option.name.text, option.name.span, option.evidence);
            }
        }
        for (const ast::Stmt& stmt : tree.stmts)
            add_exception("this statement", stmt.span, stmt.evidence);
    }

    void add_exception(const std::string& what, Span span, const ast::Evidence& evidence) {
        if (!evidence.exception) return;
        found_.push_back(
            {span, fmt::format("{} is an exception: \"{}\"", what, evidence.exception->value)});
    }

    void add_replacement(std::size_t module, const Named& what) {
        std::vector<bool> seen(modules_.size());
        const std::optional<FoundDecl> found = find_decl(module, what.name->text, seen);
        if (!found) return;
        const Span original = named(*found->decl)->name->span;
        const auto owner = std::find_if(
            modules_.begin(), modules_.end(),
            [&](const Module& candidate) { return candidate.tree.file == original.file; });
        found_.push_back(
            {what.name->span, fmt::format("{} {} replaces that of {} ({})", what.word,
                                          what.name->text, owner->name, place(original))});
    }

    /// Tells of a param of another module, or one of a family, to which this one gives a prior.
    void add_own_prior(std::size_t module, const ast::Tree& tree, const ast::InitialDecl& initial) {
        const auto* assign = std::get_if<ast::AssignStmt>(&tree[initial.statement].node);
        if (assign == nullptr || !assign->place.valid()) return;
        const auto& place = tree[assign->place].node;
        const auto* member = std::get_if<ast::CallExpr>(&place);
        const auto* whole = std::get_if<ast::NameExpr>(&place);
        if (member == nullptr && whole == nullptr) return;
        const ast::Name& name = member != nullptr ? member->name : whole->name;
        std::vector<bool> seen(modules_.size());
        const auto found = find_decl(module, name.text, seen);
        if (!found || modules_[found->module].tree.file == tree.file) return;
        const auto what = named(*found->decl);
        if (!what || !std::holds_alternative<ast::ParamDecl>(found->decl->node)) return;
        const Span span = tree[assign->place].span;
        found_.push_back(
            {span,
             fmt::format("{} {} has a prior of its own here; that of {} ({}) is "
                         "replaced",
                         what->word,
                         sources_.file(span.file).text.substr(span.begin, span.end - span.begin),
                         modules_[found->module].name, this->place(what->name->span))});
    }

    struct FoundDecl {
        const ast::Decl* decl = nullptr;
        std::size_t module = 0;
    };

    /// Finds the first declaration of a name that a module sees, itself first.
    std::optional<FoundDecl> find_decl(std::size_t module, const std::string& name,
                                       std::vector<bool>& seen) {
        if (seen[module]) return std::nullopt;
        seen[module] = true;
        for (const ast::Decl& decl : modules_[module].tree.decls) {
            const std::optional<Named> what = named(decl);
            if (what && !decl.replace && what->name->text == name) return FoundDecl{&decl, module};
        }
        for (const Module::Use& use : modules_[module].uses) {
            if (use.own_instance) continue;
            if (const auto found = find_decl(use.module, name, seen)) return found;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string place(Span span) const {
        const std::string& path = sources_.file(span.file).path;
        return fmt::format("{}:{}", path.substr(path.rfind('/') + 1),
                           sources_.position(span.file, span.begin).line);
    }

    const SourceSet& sources_;
    const std::vector<Module>& modules_;
    std::vector<Notice> found_;
};

}  // namespace

std::vector<Notice> notices(const SourceSet& sources, const std::vector<Module>& modules) {
    return Reader(sources, modules).run();
}

}  // namespace jonbar
