#include "model/grounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace jonbar {
namespace {

std::vector<GroundCite> cites_of(const ast::Evidence& evidence) {
    std::vector<GroundCite> cites;
    for (const ast::Name& name : evidence.cites) cites.push_back({name.text, name.span});
    return cites;
}

void add(Ground& ground, const ast::Evidence& evidence) {
    for (GroundCite& cite : cites_of(evidence)) ground.cites.push_back(std::move(cite));
    if (evidence.assumed) ground.assumed = evidence.assumed->value;
    ground.hindsight |= evidence.hindsight.has_value();
}

class Reader {
  public:
    Reader(const SourceSet& sources, const std::vector<Module>& modules, std::size_t module,
           std::vector<Ground>& found)
        : sources_(sources), tree_(modules[module].tree), module_(module), found_(found) {}

    void read() {
        for (const ast::Decl& decl : tree_.decls) {
            decl_ = &decl;
            std::visit([&](const auto& node) { declaration(node); }, decl.node);
        }
    }

  private:
    // ---- declarations: those that say nothing of the world fall through to the first

    template <typename Node>
    void declaration(const Node&) {}
    void declaration(const ast::EntityDecl& entities) {
        for (const ast::Entity& entity : entities.entities) {
            for (const ast::AttributeValue& value : entity.values) {
                Ground& ground =
                    start(GroundKind::Value, "", entity.name.text + "." + value.name.text,
                          value.span, value.evidence);
                add(ground, decl_->evidence);
                ground.owes = true;
                add_alternatives(ground, value.initial);
            }
            if (entity.values.empty()) whole("", entity.name);
        }
    }
    void declaration(const ast::KindDecl& kind) {
        whole("kind", kind.name.names.back());
        for (const ast::Attribute& attribute : kind.attributes) {
            Ground& ground = start(GroundKind::Other, "attribute",
                                   kind.name.names.back().text + "." + attribute.name.text,
                                   attribute.name.span, attribute.evidence);
            add_alternatives(ground, attribute.initial);
        }
    }
    void declaration(const ast::RelationDecl& relation) {
        add_alternatives(whole("relation", relation.name), relation.initial);
    }
    void declaration(const ast::EnumDecl& declared) { whole("enum", declared.name); }
    void declaration(const ast::ScaleDecl& scale) { whole("scale", scale.name); }
    void declaration(const ast::VarDecl& variable) {
        Ground& ground = start(GroundKind::Value, "var", variable.name.text, variable.name.span,
                               decl_->evidence);
        ground.owes = is_told(variable.initial);
        add_alternatives(ground, variable.initial);
    }
    void declaration(const ast::SeriesDecl& series) {
        start(GroundKind::Value, "series", series.name.text, series.name.span, decl_->evidence)
            .owes = true;
    }
    void declaration(const ast::LetDecl& let) {
        start(GroundKind::Definition, "let", let.name.text, let.name.span, decl_->evidence);
    }
    void declaration(const ast::ParamDecl& param) {
        Ground& ground = start(GroundKind::Param, param.strength ? "strength" : "param",
                               param.name.text, param.name.span, decl_->evidence);
        ground.owes = true;
        add_alternatives(ground, param.initial);
    }
    void declaration(const ast::TableDecl& table) {
        for (const ast::TableRow& row : table.rows) table_row(table, row);
    }
    void declaration(const ast::RuleDecl& rule) { happening("rule", rule.heading, rule.body); }
    void declaration(const ast::EventDecl& event) { happening("event", event.heading, event.body); }
    void declaration(const ast::DecisionDecl& decision) {
        const std::string& name = decision.heading.name.text;
        happening("decision", decision.heading, {});
        for (const ast::Option& option : decision.options) {
            start(GroundKind::Happening, "option", name + "/" + option.name.text, option.name.span,
                  option.evidence);
            block(option.body, "decision " + name);
        }
    }
    void declaration(const ast::VoteDecl& vote) {
        happening("vote", vote.heading, vote.carried);
        if (vote.lost) block(*vote.lost, "vote " + vote.heading.name.text);
    }
    void declaration(const ast::OutcomeDecl& outcome) {
        start(GroundKind::Outcome, "outcome", outcome.name.text, outcome.name.span,
              decl_->evidence);
    }
    void declaration(const ast::ObserveDecl& observe) {
        if (!observe.subject.valid()) return;
        const Span subject = tree_[observe.subject].span;
        Ground& ground =
            start(GroundKind::Observation, "observe", observed(observe), subject, decl_->evidence);
        ground.owes = true;
        if (!observe.window.either) return;
        for (const ast::WindowRange& range : observe.window.ranges) {
            std::string text = text_of(range.from);
            if (range.to.valid()) text += ".." + text_of(range.to);
            ground.alternatives.push_back({std::move(text), text_of(range.weight),
                                           cites_of(range.evidence),
                                           range.evidence.assumed.has_value()});
        }
    }
    void declaration(const ast::WhatIfDecl& what_if) {
        start(GroundKind::Question, "whatif", what_if.name.text, what_if.name.span,
              decl_->evidence);
    }
    void declaration(const ast::CauseDecl& cause) {
        start(GroundKind::Question, "cause", cause.name.text, cause.name.span, decl_->evidence);
    }
    void declaration(const ast::InitialDecl& initial) {
        initial_value(initial.statement, decl_->evidence);
    }
    /// What has a name and grounds of its own, if any, and owes none.
    Ground& whole(const char* word, const ast::Name& name) {
        return start(GroundKind::Other, word, name.text, name.span, decl_->evidence);
    }

    void happening(const char* word, const ast::Heading& heading, const ast::Block& body) {
        start(GroundKind::Happening, word, heading.name.text, heading.name.span, decl_->evidence);
        block(body, fmt::format("{} {}", word, heading.name.text));
    }

    /// Reads a row's grounds, those of all its cells, and those of each `either` in it.
    void table_row(const ast::TableDecl& table, const ast::TableRow& row) {
        if (row.cells.size() != table.columns.size()) return;
        std::string target = ast_path(table.target), from, to;
        bool all_open = true;
        std::vector<std::string> values;
        std::vector<std::pair<std::string, ast::ExprId>> open;
        ast::Evidence evidence = decl_->evidence;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (!row.cells[i].valid()) continue;
            const std::string& column = table.columns[i].text;
            const ast::Expr& cell = tree_[row.cells[i]];
            if (column == "from" || column == "to") {
                (column == "from" ? from : to) = text_of(row.cells[i]);
            } else if (column == "cites") {
                if (const auto* list = std::get_if<ast::ListExpr>(&cell.node))
                    evidence.cites.insert(evidence.cites.end(), list->names.begin(),
                                          list->names.end());
                if (const auto* name = std::get_if<ast::NameExpr>(&cell.node))
                    evidence.cites.push_back(name->name);
            } else if (column == "assumed") {
                const auto* text = std::get_if<ast::TextExpr>(&cell.node);
                if (text != nullptr && !text->value.empty())
                    evidence.assumed = ast::Text{text->value, cell.span};
            } else if (column == "hindsight") {
                const auto* truth = std::get_if<ast::TruthExpr>(&cell.node);
                if (truth != nullptr && truth->value) evidence.hindsight = cell.span;
            } else if (column != "exception") {
                values.push_back(column);
                if (is_either(row.cells[i])) open.emplace_back(column, row.cells[i]);
                all_open &= is_either(row.cells[i]);
            }
        }
        const bool relation = row.entity.text.empty();
        const std::string name =
            relation ? fmt::format("{}({}, {})", target, from, to) : row.entity.text;
        Ground& ground = start(GroundKind::Row, "", name, row.span, evidence);
        ground.owes = !all_open || open.empty();
        for (const std::string& column : values)
            ground.values.push_back(relation ? name : name + "." + column);
        for (const auto& [column, cell] : open) {
            Ground& one = start(GroundKind::Value, "", relation ? name : name + "." + column,
                                tree_[cell].span, {});
            one.owes = all_open && evidence.cites.empty() && !evidence.assumed;
            add_alternatives(one, cell);
        }
    }

    // ---- statements

    /// Reads what is assigned at top level; the grounds of what stands around it are its own too.
    void initial_value(ast::StmtId id, const ast::Evidence& around) {
        if (!id.valid()) return;
        const ast::Stmt& statement = tree_[id];
        ast::Evidence evidence = statement.evidence;
        evidence.cites.insert(evidence.cites.end(), around.cites.begin(), around.cites.end());
        if (!evidence.assumed) evidence.assumed = around.assumed;
        if (!evidence.hindsight) evidence.hindsight = around.hindsight;
        if (const auto* assign = std::get_if<ast::AssignStmt>(&statement.node)) {
            if (!assign->place.valid()) return;
            Ground& ground = start(GroundKind::Value, "", text_of(assign->place),
                                   tree_[assign->place].span, evidence);
            ground.owes = true;
            add_alternatives(ground, {assign->value, assign->distribution});
        } else if (const auto* loop = std::get_if<ast::ForStmt>(&statement.node)) {
            for (const ast::StmtId inner : loop->body.statements) initial_value(inner, evidence);
        } else if (const auto* branch = std::get_if<ast::IfStmt>(&statement.node)) {
            for (const ast::StmtId inner : branch->then_block.statements)
                initial_value(inner, evidence);
            if (!branch->else_block) return;
            for (const ast::StmtId inner : branch->else_block->statements)
                initial_value(inner, evidence);
        }
    }

    /// Reads the statements of a body that say what they rest on.
    void block(const ast::Block& body, const std::string& owner) {
        for (const ast::StmtId id : body.statements) {
            const ast::Stmt& statement = tree_[id];
            if (!statement.evidence.empty())
                start(GroundKind::Happening, "", owner, statement.span, statement.evidence);
            if (const auto* loop = std::get_if<ast::ForStmt>(&statement.node)) {
                block(loop->body, owner);
            } else if (const auto* together = std::get_if<ast::TogetherStmt>(&statement.node)) {
                block(together->body, owner);
            } else if (const auto* branch = std::get_if<ast::IfStmt>(&statement.node)) {
                block(branch->then_block, owner);
                if (branch->else_block) block(*branch->else_block, owner);
            }
        }
    }

    // ---- parts

    Ground& start(GroundKind kind, const std::string& word, const std::string& name, Span span,
                  const ast::Evidence& evidence) {
        Ground ground;
        ground.kind = kind;
        ground.what = word.empty() ? name : word + " " + name;
        ground.name = name;
        ground.module = module_;
        ground.span = span;
        add(ground, evidence);
        found_.push_back(std::move(ground));
        return found_.back();
    }

    [[nodiscard]] bool is_either(ast::ExprId id) const {
        return id.valid() && std::holds_alternative<ast::EitherExpr>(tree_[id].node);
    }

    void add_alternatives(Ground& ground, const ast::Initial& initial) {
        if (initial.value.valid()) add_alternatives(ground, initial.value);
        if (initial.distribution.valid() && tree_[initial.distribution].either.valid())
            add_alternatives(ground, tree_[initial.distribution].either);
    }
    void add_alternatives(Ground& ground, ast::ExprId id) {
        if (!is_either(id)) return;
        for (const ast::Alternative& one : std::get<ast::EitherExpr>(tree_[id].node).alternatives) {
            ground.alternatives.push_back({text_of(one.value), text_of(one.weight),
                                           cites_of(one.evidence),
                                           one.evidence.assumed.has_value()});
        }
    }

    /// Tells whether a first value says more than that there is nothing yet.
    [[nodiscard]] bool is_told(const ast::Initial& initial) const {
        if (initial.distribution.valid()) return true;
        if (!initial.value.valid()) return false;
        const auto& node = tree_[initial.value].node;
        if (const auto* number = std::get_if<ast::NumberExpr>(&node))
            return number->value != 0 && number->value != 1;
        if (const auto* set = std::get_if<ast::SetExpr>(&node)) return !set->elements.empty();
        return !std::holds_alternative<ast::TruthExpr>(node) &&
               !std::holds_alternative<ast::NoneExpr>(node);
    }

    /// Returns what is observed as it is written, with its window.
    [[nodiscard]] std::string observed(const ast::ObserveDecl& observe) const {
        Span span = tree_[observe.subject].span;
        if (observe.distribution.valid()) span = join(span, tree_[observe.distribution].span);
        std::string text = observe.never ? "never " : "";
        text += text_of(span);
        if (observe.window.kind == ast::WindowKind::None) return text;
        return text + (observe.window.either ? " in either …" : " " + text_of(observe.window.span));
    }

    [[nodiscard]] std::string text_of(ast::ExprId id) const {
        return id.valid() ? text_of(tree_[id].span) : "";
    }
    /// Returns what stands there, in one line.
    [[nodiscard]] std::string text_of(Span span) const {
        if (!span.file.valid()) return "";
        std::string line;
        for (const char c : sources_.text(span)) {
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!space) line += c;
            if (space && !line.empty() && line.back() != ' ') line += ' ';
        }
        return line;
    }

    static std::string ast_path(const ast::Path& path) {
        return path.names.empty() ? "" : path.names.back().text;
    }

    const SourceSet& sources_;
    const ast::Tree& tree_;
    std::size_t module_;
    std::vector<Ground>& found_;
    const ast::Decl* decl_ = nullptr;
};

}  // namespace

std::vector<Ground> grounds(const SourceSet& sources, const std::vector<Module>& modules) {
    std::vector<Ground> found;
    std::set<FileId> read;
    for (std::size_t i = 0; i < modules.size(); ++i) {
        if (!read.insert(modules[i].tree.file).second) continue;
        const std::size_t before = found.size();
        Reader(sources, modules, i, found).read();
        std::stable_sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                         [](const Ground& a, const Ground& b) { return a.span < b.span; });
    }
    return found;
}

bool is_grounded(const Ground& ground) {
    if (!ground.cites.empty() || !ground.assumed.empty()) return true;
    return !ground.alternatives.empty() &&
           std::all_of(
               ground.alternatives.begin(), ground.alternatives.end(),
               [](const GroundAlternative& one) { return one.assumed || !one.cites.empty(); });
}

ConflictState state_of_conflict(const std::vector<Ground>& grounds,
                                const std::set<std::string>& claims) {
    std::set<std::string> cited;
    bool weighed = false, explained = false;
    for (const Ground& ground : grounds) {
        std::set<std::string> here, open;
        std::size_t arms = 0;
        const auto add_to = [&](std::set<std::string>& found,
                                const std::vector<GroundCite>& cites) {
            bool any = false;
            for (const GroundCite& cite : cites) {
                if (claims.count(cite.claim) == 0) continue;
                found.insert(cite.claim);
                any = true;
            }
            return any;
        };
        explained |= add_to(here, ground.cites) && !ground.assumed.empty();
        for (const GroundAlternative& alternative : ground.alternatives) {
            const bool any = add_to(open, alternative.cites);
            arms += any ? 1U : 0U;
            explained |= any && alternative.assumed;
        }
        weighed |= arms >= 2 && open.size() >= 2;
        cited.insert(here.begin(), here.end());
        cited.insert(open.begin(), open.end());
    }
    if (cited.empty()) return ConflictState::Unused;
    if (weighed) return ConflictState::Weighed;
    if (cited.size() == claims.size()) return ConflictState::Cited;
    return explained ? ConflictState::Explained : ConflictState::Silent;
}

}  // namespace jonbar
