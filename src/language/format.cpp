#include "language/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "language/format_clauses.h"
#include "language/format_expr.h"
#include "language/format_question.h"
#include "language/format_table.h"
#include "language/item_writer.h"
#include "language/layout.h"
#include "language/words.h"

namespace jonbar::ast {
namespace {

// Turns each declaration and statement into an item, and leaves lines and comments to ItemWriter.
class Formatter : private ItemWriter {
  public:
    Formatter(const SourceSet& sources, const Tree& tree)
        : ItemWriter(sources.file(tree.file).text, tree.comments), tree_(tree), write_(tree) {}

    std::string run() {
        std::vector<Item> items;
        if (tree_.history) items.push_back(history_item(*tree_.history));
        for (const DeclId id : tree_.top) items.push_back(decl_item(id));
        return finish(items);
    }

  private:
    [[nodiscard]] Doc with_evidence(Doc head, const Evidence& evidence) const {
        return with_clauses(std::move(head), write_.evidence(evidence));
    }

    // `name = value`, where a long value goes to the next line.
    [[nodiscard]] Doc assigned(std::string name, std::string_view op, Doc value) const {
        return group({text(fmt::format("{} {}", name, op)), nest({line(), std::move(value)})});
    }

    [[nodiscard]] std::vector<Item> stmt_items(const Block& block) {
        std::vector<Item> items;
        for (const StmtId id : block.statements) items.push_back(stmt_item(id));
        return items;
    }

    [[nodiscard]] Item stmt_item(StmtId id) {
        const Stmt& stmt = tree_[id];
        return std::visit([&](const auto& node) { return item_of(stmt, node); }, stmt.node);
    }

    [[nodiscard]] Item simple_stmt(const Stmt& stmt, Doc doc) {
        return simple_item(stmt.span, with_evidence(std::move(doc), stmt.evidence));
    }

    [[nodiscard]] Item item_of(const Stmt& stmt, const AssignStmt& s) {
        Doc value =
            s.op == AssignOp::Draw ? write_.distribution(s.distribution) : write_.expr(s.value);
        return simple_stmt(stmt,
                           assigned(flat(write_.expr(s.place)), word_of(s.op), std::move(value)));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const LetStmt& s) {
        return simple_stmt(stmt, assigned("let " + s.name.text, "=", write_.expr(s.value)));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const DrawStmt& s) {
        return simple_stmt(
            stmt, assigned("draw " + s.name.text, "=", write_.distribution(s.distribution)));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const SayStmt& s) {
        return simple_stmt(stmt, write_.say(s));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const FireStmt& s) {
        return simple_stmt(stmt, concat({text("fire "), write_.expr(s.target)}));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const EndHistoryStmt&) {
        return simple_stmt(stmt, text("end history"));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const ForStmt& s) {
        Doc head =
            concat({text("for "), write_.binder(s.binder), text(s.together ? " together" : "")});
        return with_tail(stmt,
                         block_item(stmt.span, std::move(head), s.body.span, stmt_items(s.body)));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const TogetherStmt& s) {
        return with_tail(stmt,
                         block_item(stmt.span, text("together"), s.body.span, stmt_items(s.body)));
    }
    [[nodiscard]] Item item_of(const Stmt& stmt, const IfStmt& s) {
        Item item;
        item.span = stmt.span;
        item.head_end = s.then_block.span.begin;
        item.print = [this, &s] { print_if(s); };
        return with_tail(stmt, std::move(item));
    }

    void print_if(const IfStmt& s) {
        Doc head = concat({text("if "), write_.expr(s.condition)});
        if (!s.else_block)
            return put_with_block(std::move(head), s.then_block.span, stmt_items(s.then_block));
        put(concat({std::move(head), text(" {")}));
        open_block(s.then_block.span, stmt_items(s.then_block));
        put(text(" else "));
        reached(s.then_block.span.end);
        const auto& inside = s.else_block->statements;
        const bool else_if = byte_at(s.else_block->span.begin) != '{';
        if (else_if && inside.size() == 1) {
            print_if(std::get<IfStmt>(tree_[inside.front()].node));
            return;
        }
        put(text("{"));
        open_block(s.else_block->span, stmt_items(*s.else_block));
    }

    // The evidence behind a statement that ends with a block.
    [[nodiscard]] Item with_tail(const Stmt& stmt, Item item) {
        if (stmt.evidence.empty()) return item;
        item.flat.clear();
        item.print = [this, &stmt, print = std::move(item.print)] {
            print();
            for (const Doc& clause : write_.evidence(stmt.evidence))
                put(concat({text(" "), clause}));
        };
        return item;
    }

    [[nodiscard]] Item history_item(const History& h) {
        return simple_item(h.span,
                           group({text("history " + quoted(h.title.value)), line(), text("from "),
                                  write_.expr(h.from), text(" to "), write_.expr(h.to),
                                  text(fmt::format(" by {}", unit_name(h.by)))}));
    }

    [[nodiscard]] Item decl_item(DeclId id) {
        const Decl& decl = tree_[id];
        Item item = std::visit([&](const auto& node) { return item_of(decl, node); }, decl.node);
        if (decl.replace) {
            item.print = [this, print = std::move(item.print)] {
                put(text("replace "));
                print();
            };
        }
        return item;
    }

    [[nodiscard]] Item simple_decl(const Decl& decl, Doc doc) {
        return simple_item(decl.span, with_evidence(std::move(doc), decl.evidence));
    }

    // A declaration that ends with a list in braces.
    [[nodiscard]] Item list_decl(const Decl& decl, Doc head, Span braces, std::vector<Item> items) {
        Item item = block_item(decl.span, std::move(head), braces, std::move(items));
        if (decl.evidence.empty()) return item;
        item.print = [this, &decl, print = std::move(item.print)] {
            print();
            for (const Doc& clause : write_.evidence(decl.evidence))
                put(concat({text(" "), clause}));
        };
        return item;
    }

    [[nodiscard]] Item item_of(const Decl& decl, const UseDecl& d) {
        return simple_decl(decl,
                           text(fmt::format("use {}{}{}", path_text(d.path), d.alias ? " as " : "",
                                            d.alias ? d.alias->text : "")));
    }

    [[nodiscard]] Doc typed(std::string head, const ValueType& type, const Initial& initial) const {
        return concat(
            {text(std::move(head) + ": "), write_.value_type(type), write_.initial(initial)});
    }

    [[nodiscard]] Item item_of(const Decl& decl, const KindDecl& d) {
        std::vector<Item> items;
        for (const Attribute& a : d.attributes) {
            items.push_back(simple_item(
                a.span, with_evidence(typed(a.name.text, a.type, a.initial), a.evidence)));
        }
        Doc head = text(fmt::format("{}kind {}", d.extend ? "extend " : "", path_text(d.name)));
        return list_decl(decl, std::move(head), d.body, std::move(items));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const EntityDecl& d) {
        Item item;
        item.span = decl.span;
        item.head_end = d.entities.front().span.begin;
        const bool simple = std::all_of(d.entities.begin(), d.entities.end(),
                                        [](const Entity& e) { return e.values.empty(); });
        if (simple) {
            std::vector<Doc> names;
            for (const Entity& e : d.entities) {
                std::string name = e.name.text;
                if (e.label) name += " " + quoted(e.label->value);
                names.push_back(text(name + (&e == &d.entities.back() ? "" : ",")));
            }
            return simple_decl(
                decl, concat({text(path_text(d.kind) + " "), nest({fill(std::move(names))})}));
        }
        item.print = [this, &decl, &d] { print_entities(decl, d); };
        return item;
    }

    void print_entities(const Decl& decl, const EntityDecl& d) {
        put(text(path_text(d.kind) + " "));
        for (const Entity& e : d.entities) {
            std::string head = e.name.text;
            if (e.label) head += " " + quoted(e.label->value);
            std::vector<Item> items;
            for (const AttributeValue& v : e.values) {
                Doc value = concat({text(v.name.text), write_.initial(v.initial)});
                items.push_back(simple_item(v.span, with_evidence(std::move(value), v.evidence)));
            }
            if (items.empty()) {
                put(text(head));
            } else {
                put_with_block(text(head), e.body, items);
            }
            reached(e.span.end);
            if (&e != &d.entities.back()) put(text(", "));
        }
        for (const Doc& clause : write_.evidence(decl.evidence)) put(concat({text(" "), clause}));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const RelationDecl& d) {
        Doc doc =
            typed(fmt::format("relation {}{}", d.name.text, flat(write_.parameters(d.parameters))),
                  d.type, d.initial);
        return simple_decl(
            decl, d.symmetric ? concat({std::move(doc), text(" symmetric")}) : std::move(doc));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const EnumDecl& d) {
        std::vector<Doc> values;
        for (const EnumValue& v : d.values) {
            std::string value = v.name.text;
            if (v.label) value += " " + quoted(v.label->value);
            values.push_back(text(value + (&v == &d.values.back() ? "" : ",")));
        }
        return simple_decl(decl,
                           group({text(fmt::format("enum {} {{", d.name.text)),
                                  nest({line(), fill(std::move(values))}), line(), text("}")}));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const VarDecl& d) {
        return simple_decl(decl, typed("var " + d.name.text, d.type, d.initial));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const LetDecl& d) {
        std::string head =
            fmt::format("let {}{}", d.name.text, flat(write_.parameters(d.parameters)));
        if (d.type) head += fmt::format(": {}", flat(write_.value_type(*d.type)));
        return simple_decl(decl, assigned(std::move(head), "=", write_.expr(d.value)));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const ParamDecl& d) {
        return simple_decl(
            decl, typed(fmt::format("{} {}{}", d.strength ? "strength" : "param", d.name.text,
                                    flat(write_.parameters(d.parameters))),
                        d.type, d.initial));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const ScaleDecl& d) {
        std::vector<Item> items;
        for (const ScaleWord& w : d.words) {
            const Span span = join(w.name.span, tree_[w.distribution].span);
            items.push_back(simple_item(
                span, concat({text(w.name.text + " ~ "), write_.distribution(w.distribution)})));
        }
        return list_decl(decl, text("scale " + d.name.text), d.body, std::move(items));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const TableDecl& d) {
        if (d.file) {
            return simple_decl(decl, text(fmt::format("table {} from {}", path_text(d.target),
                                                      quoted(d.file->value))));
        }
        std::vector<Doc> columns;
        for (const Name& c : d.columns)
            columns.push_back(text(c.text + (&c == &d.columns.back() ? ")" : ",")));
        Doc head = concat({text(fmt::format("table {} (", path_text(d.target))),
                           nest({fill(std::move(columns))})});
        std::vector<Doc> rows = table_rows(tree_, write_, d);
        std::vector<Item> items;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            Item item = simple_item(d.rows[i].span, std::move(rows[i]));
            item.flat.clear();
            items.push_back(std::move(item));
        }
        return list_decl(decl, std::move(head), d.body, std::move(items));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const SeriesDecl& d) {
        const std::string head =
            fmt::format("series {}{}: {}", d.name.text, flat(write_.parameters(d.parameters)),
                        flat(write_.value_type(d.type)));
        return simple_decl(decl, text(fmt::format("{} by {} from {}", head, unit_name(d.period),
                                                  quoted(d.file.value))));
    }

    [[nodiscard]] std::vector<Item> field_items(const std::vector<Field>& fields) {
        std::vector<Item> items;
        for (const Field& f : fields) {
            std::vector<Doc> words{text(f.name.text)};
            for (const ExprId id : f.values) {
                words.push_back(id == f.values.back() ? write_.expr(id)
                                                      : concat({write_.expr(id), text(",")}));
            }
            const Span span = join(f.name.span, tree_[f.values.back()].span);
            items.push_back(simple_item(span, nest({fill(std::move(words))})));
        }
        return items;
    }

    [[nodiscard]] Item item_of(const Decl& decl, const SourceDecl& d) {
        std::string head = "source " + d.name.text;
        if (d.title) head += " " + quoted(d.title->value);
        if (d.fields.empty()) return simple_decl(decl, text(std::move(head)));
        return list_decl(decl, text(std::move(head)), d.body, field_items(d.fields));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const ClaimDecl& d) {
        std::vector<Doc> parts{text("claim " + d.name.text)};
        for (const ClaimPlace& place : d.places) {
            std::vector<std::string> at;
            for (const ExprId id : place.places) at.push_back(flat(write_.expr(id)));
            parts.push_back(text(fmt::format("in {}{}{}", place.source.text,
                                             at.empty() ? "" : " at ", fmt::join(at, ", "))));
        }
        parts.push_back(text(quoted(d.text ? d.text->value : "")));
        std::vector<Item> fields = field_items(d.fields);
        const std::string block = fields.empty() || has_comment(d.body) ? "" : joined(fields);
        const bool fits = !block.empty() && kIndent + width_of(block) <= kLineWidth;
        if (fits) parts.push_back(text(block));
        Doc head = nest({fill(std::move(parts))});
        if (fits || fields.empty()) return simple_decl(decl, std::move(head));
        return list_decl(decl, std::move(head), d.body, std::move(fields));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const OutcomeDecl& d) {
        std::vector<Doc> clauses;
        if (d.none_label) clauses.push_back(text("none " + quoted(d.none_label->value)));
        for (Doc& clause : write_.evidence(decl.evidence)) clauses.push_back(std::move(clause));
        return simple_item(
            decl.span, with_clauses(assigned("outcome " + d.name.text, "=", write_.expr(d.value)),
                                    std::move(clauses)));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const ObserveDecl& d) {
        std::vector<Doc> clauses = observe_clauses(write_, d);
        for (Doc& clause : write_.evidence(decl.evidence)) clauses.push_back(std::move(clause));
        return simple_item(decl.span, with_clauses(observed(write_, d), std::move(clauses)));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const ContinueDecl& d) {
        std::vector<Doc> head{text("continue " + quoted(d.file.value))};
        if (d.date.valid()) head.push_back(concat({text(" at "), write_.expr(d.date)}));
        switch (d.as) {
            case ContinueDecl::As::Unconditioned:
                head.push_back(text(" unconditioned"));
                break;
            case ContinueDecl::As::Alone:
                head.push_back(text(" alone"));
                break;
            case ContinueDecl::As::Record:
                head.push_back(text(" given record"));
                break;
            case ContinueDecl::As::Condition:
                head.push_back(concat({text(" given "), write_.expr(d.condition)}));
                break;
            case ContinueDecl::As::WhatIf:
                head.push_back(text(" as whatif " + d.what_if.text));
                break;
        }
        return list_decl(decl, concat(std::move(head)), d.body.span, stmt_items(d.body));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const WhatIfDecl& d) {
        std::string head = "whatif " + d.name.text;
        if (d.label) head += " " + quoted(d.label->value);
        return list_decl(decl, text(std::move(head)), d.body, intervention_items(d.interventions));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const CauseDecl& d) {
        std::string head = "cause " + d.name.text;
        if (d.group) head += " in " + d.group->text;
        if (d.label) head += " " + quoted(d.label->value);
        std::vector<Item> items{
            section_item(d.absent_span, "absent:", intervention_items(d.absent))};
        if (!d.present.empty()) {
            items.push_back(
                section_item(d.present_span, "present:", intervention_items(d.present)));
        }
        return list_decl(decl, text(std::move(head)), d.body, std::move(items));
    }

    [[nodiscard]] std::vector<Item> intervention_items(const std::vector<Intervention>& all) {
        std::vector<Item> items;
        for (const Intervention& i : all) {
            Doc doc = intervention_doc(write_, i);
            const auto* at = std::get_if<AtIntervention>(&i.node);
            items.push_back(at == nullptr ? simple_item(i.span, std::move(doc))
                                          : block_item(i.span, std::move(doc), at->body.span,
                                                       stmt_items(at->body)));
        }
        return items;
    }

    [[nodiscard]] Item item_of(const Decl& decl, const CouplingDecl& d) {
        return simple_decl(decl, coupling_doc(d.coupling));
    }
    [[nodiscard]] static Doc coupling_doc(const Coupling& coupling) {
        return text(fmt::format("coupling {}", word_of(coupling.kind)));
    }

    [[nodiscard]] Item item_of(const Decl&, const InitialDecl& d) { return stmt_item(d.statement); }

    [[nodiscard]] Item item_of(const Decl& decl, const RuleDecl& d) {
        return block_item(decl.span, heading(write_, "rule", decl, d.heading, {}, {}), d.body.span,
                          stmt_items(d.body));
    }
    [[nodiscard]] Item item_of(const Decl& decl, const EventDecl& d) {
        return block_item(decl.span, heading(write_, "event", decl, d.heading, {}, {}), d.body.span,
                          stmt_items(d.body));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const DecisionDecl& d) {
        std::vector<Item> items;
        for (const Option& o : d.options) items.push_back(option_item(o));
        std::vector<Doc> clauses{concat({text("by "), write_.expr(d.by)})};
        if (d.coupling) clauses.push_back(coupling_doc(*d.coupling));
        Doc head = heading(write_, "decision", decl, d.heading, std::move(clauses), {});
        return block_item(decl.span, std::move(head), d.body, std::move(items));
    }

    [[nodiscard]] Item option_item(const Option& o) {
        std::vector<Doc> clauses;
        if (o.when.valid()) clauses.push_back(concat({text("when "), write_.expr(o.when)}));
        clauses.push_back(concat({text(fmt::format("worth {}{}", o.shared ? "shared " : "",
                                                   o.worth_kind == WorthKind::Rate ? "rate " : "")),
                                  write_.expr(o.worth)}));
        for (Doc& clause : write_.evidence(o.evidence)) clauses.push_back(std::move(clause));
        Doc head = concat({text("option " + o.name.text), write_.parameters(o.parameters)});
        return block_item(o.span, with_head_clauses(std::move(head), std::move(clauses)),
                          o.body.span, stmt_items(o.body));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const VoteDecl& d) {
        std::vector<Doc> swing;
        if (d.swing.valid())
            swing.push_back(concat({text("swing "), write_.distribution(d.swing)}));
        Doc head = heading(write_, "vote", decl, d.heading,
                           {concat({text("among "), write_.expr(d.among)})}, std::move(swing));
        std::vector<Item> items{voter_item(d)};
        items.push_back(
            block_item(d.carried_span, result_doc(d), d.carried.span, stmt_items(d.carried)));
        if (d.lost) {
            items.push_back(
                block_item(d.lost_span, text("lost"), d.lost->span, stmt_items(*d.lost)));
        }
        return block_item(decl.span, std::move(head), d.body, std::move(items));
    }

    [[nodiscard]] Doc result_doc(const VoteDecl& d) {
        if (!d.quota.valid()) return text("elected by most");
        const bool run_off = d.proposals && d.proposals->run_off;
        return concat({text(d.proposals ? "elected by more than " : "carried by more than "),
                       write_.expr(d.quota), text(d.base == VoteBase::All ? " of all" : " of cast"),
                       text(run_off ? " run-off" : "")});
    }

    [[nodiscard]] Item voter_item(const VoteDecl& d) {
        std::vector<Doc> head{text("for " + d.voter.text)};
        if (d.size.valid()) head.push_back(concat({text(" size "), write_.expr(d.size)}));
        if (d.weight.valid()) head.push_back(concat({text(" weight "), write_.expr(d.weight)}));
        head.push_back(text(":"));
        std::vector<Doc> worths;
        if (d.proposals) {
            head.push_back(text(fmt::format(" option {}: {}", d.proposals->variable.text,
                                            type_text(d.proposals->type))));
            if (d.proposals->when.valid())
                worths.push_back(concat({text("when "), write_.expr(d.proposals->when)}));
            worths.push_back(concat({text("worth "), write_.expr(d.yes_worth)}));
        } else {
            worths.push_back(concat({text("yes worth "), write_.expr(d.yes_worth)}));
        }
        if (d.abstain_worth.valid()) {
            worths.push_back(concat({text("abstain worth "), write_.expr(d.abstain_worth)}));
        }
        return simple_item(d.voter_span, with_clauses(concat(std::move(head)), std::move(worths)));
    }

    [[nodiscard]] Item item_of(const Decl& decl, const RaceDecl& d) {
        std::vector<Item> items;
        for (const DeclId id : d.events) items.push_back(decl_item(id));
        return list_decl(decl, text("race"), d.body, std::move(items));
    }

    const Tree& tree_;
    ExprWriter write_;
};

}  // namespace

}  // namespace jonbar::ast

namespace jonbar {

std::string format(const SourceSet& sources, const ast::Tree& tree) {
    return ast::Formatter(sources, tree).run();
}

}  // namespace jonbar
