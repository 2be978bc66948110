#include "model/belief.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "model/vague.h"

namespace jonbar {
namespace {

using Arms = std::vector<const ast::Evidence*>;

/// What is believed of alternatives and of whole values.
struct Belief {
    /// Which of several alternatives stay; `whole` is what all of them together rest on.
    std::function<std::vector<bool>(const Arms& arms, const ast::Evidence& whole)> stay;
    /// Whether what rests on this is gone.
    std::function<bool(const ast::Evidence&)> fallen;
};

ast::Evidence both(const ast::Evidence& inner, const ast::Evidence& outer) {
    ast::Evidence made = inner;
    made.cites.insert(made.cites.end(), outer.cites.begin(), outer.cites.end());
    if (!made.assumed) made.assumed = outer.assumed;
    return made;
}

/// What is declared of attributes, relations and params: their types, and whether what they have
/// by default is drawn.
struct Quantity {
    ValueRange range;
    bool drawn = false;    // by default
    std::string standard;  // as written
};

class Quantities {
  public:
    Quantities(const SourceSet& sources, const std::vector<Module>& modules) : sources_(sources) {
        for (const Module& module : modules) {
            for (const ast::Decl& decl : module.tree.decls) {
                if (const auto* kind = std::get_if<ast::KindDecl>(&decl.node)) {
                    for (const ast::Attribute& attribute : kind->attributes) {
                        add(module.tree, kind->name.names.back().text + "." + attribute.name.text,
                            attribute.type, attribute.initial);
                        add(module.tree, "." + attribute.name.text, attribute.type,
                            attribute.initial);
                    }
                } else if (const auto* relation = std::get_if<ast::RelationDecl>(&decl.node)) {
                    add(module.tree, relation->name.text, relation->type, relation->initial);
                } else if (const auto* param = std::get_if<ast::ParamDecl>(&decl.node)) {
                    add(module.tree, param->name.text, param->type, param->initial);
                } else if (const auto* variable = std::get_if<ast::VarDecl>(&decl.node)) {
                    add(module.tree, variable->name.text, variable->type, variable->initial);
                }
            }
        }
    }

    /// Finds "person.resolve", ".resolve" of any kind, "tie", "push".
    [[nodiscard]] const Quantity* find(const std::string& name) const {
        const auto found = known_.find(name);
        return found == known_.end() ? nullptr : &found->second;
    }

  private:
    void add(const ast::Tree& tree, const std::string& name, const ast::ValueType& type,
             const ast::Initial& initial) {
        Quantity made;
        made.range = range_of(tree, type);
        Span standard;
        if (initial.distribution.valid()) {
            made.drawn = true;
            standard = tree[initial.distribution].span;
        } else if (initial.value.valid()) {
            standard = tree[initial.value].span;
            const bool word = std::holds_alternative<ast::NameExpr>(tree[initial.value].node);
            made.drawn = std::holds_alternative<ast::EitherExpr>(tree[initial.value].node) ||
                         (word && made.range.type == "real");
        }
        if (standard.file.valid()) made.standard = std::string(sources_.text(standard));
        known_.emplace(name, std::move(made));
    }

    const SourceSet& sources_;
    std::map<std::string, Quantity> known_;
};

/// Changes one tree.
class Change {
  public:
    Change(const SourceSet& sources, const Quantities& quantities, const Belief& belief,
           ast::Tree& tree, std::vector<Changed>& changed)
        : sources_(sources),
          quantities_(quantities),
          belief_(belief),
          tree_(tree),
          changed_(changed) {}

    void run() {
        const std::size_t count = tree_.decls.size();
        for (std::size_t i = 0; i < count; ++i) {
            at_ = i;
            // A copy, as what is added to the tree may move it; what is changed is put back.
            ast::Decl decl = tree_.decls[i];
            const ast::Evidence evidence = decl.evidence;
            std::visit([&](auto& node) { declaration(node, evidence); }, decl.node);
            tree_.decls[i] = std::move(decl);
        }
        const auto gone = [&](ast::DeclId id) { return removed_.count(id.index()) != 0; };
        tree_.top.erase(std::remove_if(tree_.top.begin(), tree_.top.end(), gone), tree_.top.end());
        for (const auto& one : added_) {
            const auto place =
                std::find_if(tree_.top.begin(), tree_.top.end(),
                             [&](ast::DeclId id) { return id.index() == one.first; });
            if (place != tree_.top.end()) tree_.top.insert(place + 1, one.second);
        }
    }

  private:
    /// What becomes of a value.
    enum class Fate { Stays, Gone };

    template <typename Node>
    void declaration(Node&, const ast::Evidence&) {}

    void declaration(ast::KindDecl& kind, const ast::Evidence&) {
        for (ast::Attribute& attribute : kind.attributes) {
            const std::string name = kind.name.names.back().text + "." + attribute.name.text;
            standard(name, attribute.name.span, attribute.type, attribute.initial,
                     attribute.evidence);
        }
    }
    void declaration(ast::RelationDecl& relation, const ast::Evidence& evidence) {
        standard(relation.name.text, relation.name.span, relation.type, relation.initial, evidence);
    }
    void declaration(ast::VarDecl& variable, const ast::Evidence& evidence) {
        standard(variable.name.text, variable.name.span, variable.type, variable.initial, evidence);
    }
    void declaration(ast::ParamDecl& param, const ast::Evidence& evidence) {
        standard((param.strength ? "strength " : "param ") + param.name.text, param.name.span,
                 param.type, param.initial, evidence);
    }
    void declaration(ast::EntityDecl& entities, const ast::Evidence& around) {
        const std::string kind = entities.kind.names.back().text;
        for (ast::Entity& entity : entities.entities) {
            std::vector<ast::AttributeValue> kept;
            for (ast::AttributeValue& value : entity.values) {
                const std::string name = entity.name.text + "." + value.name.text;
                const Quantity* quantity = quantities_.find(kind + "." + value.name.text);
                if (own_value(name, value.span, quantity, value.initial,
                              both(value.evidence, around)) == Fate::Stays)
                    kept.push_back(std::move(value));
            }
            entity.values = std::move(kept);
        }
    }
    void declaration(ast::TableDecl& table, const ast::Evidence& around) {
        for (ast::TableRow& row : table.rows) table_row(table, row, around);
    }
    void declaration(ast::InitialDecl& initial, const ast::Evidence& around) {
        if (assignment(initial.statement, around) == Fate::Gone) removed_.insert(at_);
    }
    void declaration(ast::ObserveDecl& observe, const ast::Evidence& evidence) {
        if (!observe.subject.valid()) return;
        const Span span = tree_[observe.subject].span;
        const std::string name =
            fmt::format("observe {}{}", observe.never ? "never " : "", text_of(span));
        if (!observe.window.either) {
            if (!belief_.fallen(evidence)) return;
            report(BeliefChange::LeftOut, name, "left out of the record", span);
            removed_.insert(at_);
            return;
        }
        Arms arms;
        std::vector<std::string> texts;
        for (const ast::WindowRange& range : observe.window.ranges) {
            arms.push_back(&range.evidence);
            texts.push_back(text_of(tree_[range.from].span) +
                            (range.to.valid() ? ".." + text_of(tree_[range.to].span) : "") +
                            weight_of(range.weight));
        }
        const std::vector<bool> stay = belief_.stay(arms, evidence);
        if (std::none_of(stay.begin(), stay.end(), [](bool one) { return one; })) {
            report(BeliefChange::LeftOut, name, "left out of the record", span);
            removed_.insert(at_);
            return;
        }
        if (!narrowed(name, span, texts, stay)) return;
        std::vector<ast::WindowRange> kept;
        for (std::size_t i = 0; i < stay.size(); ++i) {
            if (stay[i]) kept.push_back(std::move(observe.window.ranges[i]));
        }
        observe.window.ranges = std::move(kept);
    }
    void declaration(ast::LetDecl& let, const ast::Evidence& evidence) {
        keep("let " + let.name.text, let.name.span, evidence);
    }
    void declaration(ast::SeriesDecl& series, const ast::Evidence& evidence) {
        keep("series " + series.name.text, series.name.span, evidence);
    }
    void declaration(ast::RuleDecl& rule, const ast::Evidence& evidence) {
        keep("rule " + rule.heading.name.text, rule.heading.name.span, evidence);
    }
    void declaration(ast::EventDecl& event, const ast::Evidence& evidence) {
        keep("event " + event.heading.name.text, event.heading.name.span, evidence);
    }
    void declaration(ast::VoteDecl& vote, const ast::Evidence& evidence) {
        keep("vote " + vote.heading.name.text, vote.heading.name.span, evidence);
    }
    void declaration(ast::DecisionDecl& decision, const ast::Evidence& evidence) {
        const std::string& name = decision.heading.name.text;
        keep("decision " + name, decision.heading.name.span, evidence);
        for (const ast::Option& option : decision.options)
            keep("option " + name + "/" + option.name.text, option.name.span, option.evidence);
    }

    // ---- values

    void table_row(const ast::TableDecl& table, ast::TableRow& row, const ast::Evidence& around) {
        if (row.cells.size() != table.columns.size()) return;
        const std::string target = table.target.names.back().text;
        ast::Evidence evidence = around;
        std::map<std::string, ast::ExprId> ends;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (!row.cells[i].valid()) continue;
            const auto& cell = tree_[row.cells[i]].node;
            const std::string& column = table.columns[i].text;
            if (column == "from" || column == "to") ends[column] = row.cells[i];
            const auto* list = std::get_if<ast::ListExpr>(&cell);
            const auto* name = std::get_if<ast::NameExpr>(&cell);
            const auto* text = std::get_if<ast::TextExpr>(&cell);
            if (column == "cites" && list != nullptr)
                evidence.cites.insert(evidence.cites.end(), list->names.begin(), list->names.end());
            if (column == "cites" && name != nullptr) evidence.cites.push_back(name->name);
            if (column == "assumed" && text != nullptr && !text->value.empty())
                evidence.assumed = ast::Text{text->value, row.span};
        }
        const bool relation = row.entity.text.empty();
        if (relation && ends.size() != 2) return;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const ast::Name& column = table.columns[i];
            static const std::set<std::string> kOther = {"from",    "to",        "cites",
                                                         "assumed", "hindsight", "exception"};
            if (!row.cells[i].valid() || kOther.count(column.text) != 0) continue;
            const std::string name =
                relation ? fmt::format("{}({}, {})", target, text_of(tree_[ends["from"]].span),
                                       text_of(tree_[ends["to"]].span))
                         : row.entity.text + "." + column.text;
            const Quantity* quantity =
                quantities_.find(relation ? target : target + "." + column.text);
            ast::Initial initial{row.cells[i], {}};
            const Span span = tree_[row.cells[i]].span;
            if (own_value(name, span, quantity, initial, evidence) == Fate::Gone) {
                row.cells[i] = {};
            } else if (initial.distribution.valid()) {
                // No cell holds a distribution: it is assigned behind the table.
                row.cells[i] = {};
                add_assignment(relation ? call(table.target.names.back(), ends["from"], ends["to"])
                                        : field(row.entity, column),
                               initial.distribution, span);
            }
        }
    }

    /// Changes what is assigned at top level; nothing may be left of it.
    Fate assignment(ast::StmtId id, const ast::Evidence& around) {
        if (!id.valid()) return Fate::Stays;
        ast::Stmt statement = tree_[id];  // put back below
        const ast::Evidence evidence = both(statement.evidence, around);
        if (auto* loop = std::get_if<ast::ForStmt>(&statement.node)) {
            block(loop->body, evidence);
        } else if (auto* branch = std::get_if<ast::IfStmt>(&statement.node)) {
            block(branch->then_block, evidence);
            if (branch->else_block) block(*branch->else_block, evidence);
        } else if (auto* assign = std::get_if<ast::AssignStmt>(&statement.node)) {
            if (!assign->place.valid()) return Fate::Stays;
            const Span place = tree_[assign->place].span;
            ast::Initial initial{assign->value, assign->distribution};
            if (own_value(text_of(place), place, quantity_at(assign->place), initial, evidence) ==
                Fate::Gone)
                return Fate::Gone;
            if (initial.distribution.valid()) assign->op = ast::AssignOp::Draw;
            assign->value = initial.value;
            assign->distribution = initial.distribution;
        }
        tree_.stmts[id.index()] = std::move(statement);
        return Fate::Stays;
    }
    void block(ast::Block& body, const ast::Evidence& around) {
        std::vector<ast::StmtId> kept;
        for (const ast::StmtId id : body.statements) {
            if (assignment(id, around) == Fate::Stays) kept.push_back(id);
        }
        body.statements = std::move(kept);
    }

    [[nodiscard]] const Quantity* quantity_at(ast::ExprId place) const {
        const auto& node = tree_[place].node;
        if (const auto* name = std::get_if<ast::NameExpr>(&node))
            return quantities_.find(name->name.text);
        if (const auto* call = std::get_if<ast::CallExpr>(&node))
            return quantities_.find(call->name.text);
        if (const auto* field = std::get_if<ast::FieldExpr>(&node)) {
            const Quantity* attribute = quantities_.find("." + field->name.text);
            return attribute != nullptr ? attribute : quantities_.find(field->name.text);
        }
        return nullptr;
    }

    /// Changes what something of a kind, or one of a family, has of its own.
    Fate own_value(const std::string& name, Span span, const Quantity* quantity,
                   ast::Initial& initial, const ast::Evidence& evidence) {
        if (!falls(name, span, initial, evidence)) return Fate::Stays;
        const bool number = quantity != nullptr && quantity->range.type == "real";
        if (number && quantity->drawn) {
            report(BeliefChange::Default, name,
                   fmt::format("falls to what any has by default: {}", quantity->standard), span);
            return Fate::Gone;
        }
        give_way(name, span, quantity != nullptr ? quantity->range : ValueRange{}, initial);
        return Fate::Stays;
    }

    /// Changes what is declared of all: a param, a variable, the default of a kind or relation.
    void standard(const std::string& name, Span span, const ast::ValueType& type,
                  ast::Initial& initial, const ast::Evidence& evidence) {
        if (!initial.absent() && falls(name, span, initial, evidence))
            give_way(name, span, range_of(tree_, type), initial);
    }

    /// Tells whether nothing is left that the value rests on; takes alternatives from it.
    bool falls(const std::string& name, Span span, const ast::Initial& initial,
               const ast::Evidence& evidence) {
        const ast::ExprId id = either_of(initial);
        if (!id.valid()) return belief_.fallen(evidence);
        auto either = std::get<ast::EitherExpr>(tree_[id].node);
        Arms arms;
        std::vector<std::string> texts;
        for (const ast::Alternative& one : either.alternatives) {
            arms.push_back(&one.evidence);
            texts.push_back(text_of(tree_[one.value].span) + weight_of(one.weight));
        }
        const std::vector<bool> stay = belief_.stay(arms, evidence);
        if (std::none_of(stay.begin(), stay.end(), [](bool one) { return one; })) return true;
        if (!narrowed(name, span, texts, stay)) return false;
        std::vector<ast::Alternative> kept;
        for (std::size_t i = 0; i < stay.size(); ++i) {
            if (stay[i]) kept.push_back(std::move(either.alternatives[i]));
        }
        std::get<ast::EitherExpr>(tree_.exprs[id.index()].node).alternatives = std::move(kept);
        return false;
    }

    /// Puts something vague in the place of what has fallen, if there is such a thing.
    void give_way(const std::string& name, Span span, const ValueRange& range,
                  ast::Initial& initial) {
        const ast::ExprId either = either_of(initial);
        if (either.valid()) {
            const ast::ExprId one = number_one(span);
            auto& node = std::get<ast::EitherExpr>(tree_.exprs[either.index()].node);
            for (ast::Alternative& alternative : node.alternatives) alternative.weight = one;
            report(BeliefChange::Equal, name, "each of its alternatives is as likely", span);
        } else if (const auto text = make_vague(tree_, range, initial)) {
            report(BeliefChange::Vague, name, "is now " + *text, span);
        } else {
            report(BeliefChange::Kept, name, "stays, for want of another value", span);
        }
    }

    void keep(const std::string& name, Span span, const ast::Evidence& evidence) {
        if (belief_.fallen(evidence))
            report(BeliefChange::Kept, name, "stays: it is how the world works", span);
    }

    /// Reports which alternatives fall; false if none does.
    bool narrowed(const std::string& name, Span span, const std::vector<std::string>& texts,
                  const std::vector<bool>& stay) {
        std::string falls, stays;
        for (std::size_t i = 0; i < stay.size(); ++i) {
            std::string& list = stay[i] ? stays : falls;
            list += (list.empty() ? "" : ", ") + texts[i];
        }
        if (falls.empty()) return false;
        report(BeliefChange::Alternative, name, fmt::format("without {}; left: {}", falls, stays),
               span);
        return true;
    }

    void report(BeliefChange change, const std::string& what, std::string detail, Span span) {
        changed_.push_back({change, what, std::move(detail), span});
    }

    // ---- the tree

    [[nodiscard]] ast::ExprId either_of(const ast::Initial& initial) const {
        if (initial.value.valid() &&
            std::holds_alternative<ast::EitherExpr>(tree_[initial.value].node))
            return initial.value;
        if (initial.distribution.valid()) return tree_[initial.distribution].either;
        return {};
    }

    ast::ExprId add(ast::Expr::Node node, Span span) {
        tree_.exprs.push_back({span, std::move(node), false});
        return ast::ExprId(tree_.exprs.size() - 1);
    }
    ast::ExprId number_one(Span span) {
        ast::NumberExpr one;
        one.value = 1;
        one.text = "1";
        one.is_integer = true;
        return add(std::move(one), span);
    }
    ast::ExprId field(const ast::Name& entity, const ast::Name& attribute) {
        const ast::ExprId object = add(ast::NameExpr{entity}, entity.span);
        return add(ast::FieldExpr{object, attribute}, entity.span);
    }
    ast::ExprId call(const ast::Name& relation, ast::ExprId from, ast::ExprId to) {
        return add(ast::CallExpr{std::nullopt, relation, {from, to}}, relation.span);
    }
    void add_assignment(ast::ExprId place, ast::DistId distribution, Span span) {
        ast::AssignStmt assign;
        assign.op = ast::AssignOp::Draw;
        assign.place = place;
        assign.distribution = distribution;
        ast::Stmt& statement = tree_.stmts.emplace_back();
        statement.span = span;
        statement.node = std::move(assign);
        ast::Decl decl;
        decl.span = span;
        decl.node = ast::InitialDecl{ast::StmtId(tree_.stmts.size() - 1)};
        tree_.decls.push_back(std::move(decl));
        added_.emplace_back(at_, ast::DeclId(tree_.decls.size() - 1));
    }

    [[nodiscard]] std::string weight_of(ast::ExprId weight) const {
        return weight.valid() ? fmt::format(" (weight {})", text_of(tree_[weight].span)) : "";
    }
    /// Returns what stands there, in one line.
    [[nodiscard]] std::string text_of(Span span) const {
        std::string line;
        for (const char c : sources_.text(span)) {
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!space) line += c;
            if (space && !line.empty() && line.back() != ' ') line += ' ';
        }
        return line;
    }

    const SourceSet& sources_;
    const Quantities& quantities_;
    const Belief& belief_;
    ast::Tree& tree_;
    std::vector<Changed>& changed_;
    std::size_t at_ = 0;
    std::set<std::size_t> removed_;
    std::vector<std::pair<std::size_t, ast::DeclId>> added_;  // behind a declaration
};

std::vector<Changed> change(const SourceSet& sources, std::vector<Module>& modules,
                            const Belief& belief) {
    const Quantities quantities(sources, modules);
    std::vector<Changed> changed;
    std::set<FileId> seen;
    for (Module& module : modules) {
        std::vector<Changed> found;
        Change(sources, quantities, belief, module.tree, found).run();
        if (!seen.insert(module.tree.file).second) continue;  // told of already
        std::stable_sort(found.begin(), found.end(),
                         [](const Changed& a, const Changed& b) { return a.span < b.span; });
        changed.insert(changed.end(), found.begin(), found.end());
    }
    return changed;
}

bool cites_any(const ast::Evidence& evidence, const std::set<std::string>& claims) {
    return std::any_of(evidence.cites.begin(), evidence.cites.end(),
                       [&](const ast::Name& name) { return claims.count(name.text) != 0; });
}

}  // namespace

std::vector<Changed> disbelieve(const SourceSet& sources, std::vector<Module>& modules,
                                const std::set<std::string>& fallen) {
    Belief belief;
    belief.fallen = [&](const ast::Evidence& evidence) {
        return !evidence.cites.empty() && !evidence.assumed &&
               std::all_of(evidence.cites.begin(), evidence.cites.end(),
                           [&](const ast::Name& name) { return fallen.count(name.text) != 0; });
    };
    belief.stay = [&](const Arms& arms, const ast::Evidence& whole) {
        std::vector<bool> stay;
        for (const ast::Evidence* arm : arms) {
            const bool own = !arm->cites.empty() || arm->assumed;
            stay.push_back(!belief.fallen(own ? *arm : whole));
        }
        return stay;
    };
    return change(sources, modules, belief);
}

std::vector<Changed> take_side(const SourceSet& sources, std::vector<Module>& modules,
                               const std::set<std::string>& members, const std::string& side) {
    Belief belief;
    belief.fallen = [](const ast::Evidence&) { return false; };
    belief.stay = [&](const Arms& arms, const ast::Evidence&) {
        std::vector<bool> says, others;
        for (const ast::Evidence* arm : arms) {
            says.push_back(cites_any(*arm, {side}));
            others.push_back(!cites_any(*arm, members));
        }
        const auto any = [](const std::vector<bool>& some) {
            return std::any_of(some.begin(), some.end(), [](bool one) { return one; });
        };
        if (any(says)) return says;
        return any(others) ? others : std::vector<bool>(arms.size(), true);
    };
    return change(sources, modules, belief);
}

}  // namespace jonbar
