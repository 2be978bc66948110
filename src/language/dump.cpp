#include "language/dump.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <vector>

#include "language/dump_expr.h"
#include "language/words.h"

namespace jonbar::ast {
namespace {

// Prints declarations and statements as S-expressions, indented.
class Dumper : private ExprDumper {
  public:
    explicit Dumper(const Tree& tree) : ExprDumper(tree), tree_(tree) {}

    std::string run() {
        if (tree_.history) {
            const History& history = *tree_.history;
            line(0, "(history {} {} {} {})", quoted(history.title.value), expr(history.from),
                 expr(history.to), unit_name(history.by));
        }
        for (const DeclId id : tree_.top) declaration(0, id);
        return std::move(out_);
    }

  private:
    template <typename... Args>
    void line(int indent, fmt::format_string<Args...> format, Args&&... args) {
        out_.append(static_cast<std::size_t>(indent) * 2, ' ');
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }
    void close() {
        CHECK(!out_.empty() && out_.back() == '\n');
        out_.pop_back();
        out_ += ")\n";
    }

    void block(int indent, std::string_view head, const Block& b) {
        line(indent, "({}", head);
        for (const StmtId id : b.statements) statement(indent + 1, id);
        close();
    }
    void statement(int indent, StmtId id) {
        const Stmt& stmt = tree_[id];
        std::visit([&](const auto& node) { print(indent, node, evidence(stmt.evidence)); },
                   stmt.node);
    }
    void print(int indent, const AssignStmt& s, const std::string& ev) {
        line(indent, "({} {} {}{})", word_of(s.op), expr(s.place),
             s.op == AssignOp::Draw ? distribution(s.distribution) : expr(s.value), ev);
    }
    void print(int indent, const LetStmt& s, const std::string& ev) {
        line(indent, "(let {} {}{})", s.name.text, expr(s.value), ev);
    }
    void print(int indent, const DrawStmt& s, const std::string& ev) {
        line(indent, "(draw {} {}{})", s.name.text, distribution(s.distribution), ev);
    }
    void print(int indent, const IfStmt& s, const std::string& ev) {
        line(indent, "(if {}{}", expr(s.condition), ev);
        block(indent + 1, "then", s.then_block);
        if (s.else_block) block(indent + 1, "else", *s.else_block);
        close();
    }
    void print(int indent, const ForStmt& s, const std::string& ev) {
        block(indent,
              fmt::format("for {}{}{}", binder(s.binder), s.together ? " together" : "", ev),
              s.body);
    }
    void print(int indent, const TogetherStmt& s, const std::string& ev) {
        block(indent, "together" + ev, s.body);
    }
    void print(int indent, const SayStmt& s, const std::string& ev) {
        std::string out;
        for (const SayPart& part : s.parts) {
            if (!part.value.valid()) {
                out += fmt::format(" {}", quoted(part.literal));
            } else if (part.format.empty()) {
                out += " " + expr(part.value);
            } else {
                out += fmt::format(" (format {} {})", part.format, expr(part.value));
            }
        }
        line(indent, "(say{}{})", out, ev);
    }
    void print(int indent, const FireStmt& s, const std::string& ev) {
        line(indent, "(fire {}{})", expr(s.target), ev);
    }
    void print(int indent, const EndHistoryStmt&, const std::string& ev) {
        line(indent, "(end-history{})", ev);
    }

    void declaration(int indent, DeclId id) {
        const Decl& decl = tree_[id];
        const std::string ev = (decl.replace ? " (replace)" : "") + evidence(decl.evidence);
        std::visit([&](const auto& node) { print(indent, node, ev); }, decl.node);
    }
    void print(int indent, const UseDecl& d, const std::string& ev) {
        line(indent, "(use {}{}{})", path_text(d.path),
             d.alias ? fmt::format(" as {}", d.alias->text) : "", ev);
    }
    void print(int indent, const KindDecl& d, const std::string& ev) {
        line(indent, "({} {}{}", d.extend ? "extend-kind" : "kind", path_text(d.name), ev);
        for (const Attribute& a : d.attributes) {
            line(indent + 1, "({} {}{}{})", a.name.text, value_type(a.type), initial(a.initial),
                 evidence(a.evidence));
        }
        close();
    }
    void print(int indent, const EntityDecl& d, const std::string& ev) {
        line(indent, "(entities {}{}", path_text(d.kind), ev);
        for (const Entity& e : d.entities) {
            line(indent + 1, "({}{}", e.name.text,
                 e.label ? fmt::format(" {}", quoted(e.label->value)) : "");
            for (const AttributeValue& v : e.values) {
                line(indent + 2, "({}{}{})", v.name.text, initial(v.initial), evidence(v.evidence));
            }
            close();
        }
        close();
    }
    void print(int indent, const RelationDecl& d, const std::string& ev) {
        line(indent, "(relation {}{} {}{}{}{})", d.name.text, parameters(d.parameters),
             value_type(d.type), initial(d.initial), d.symmetric ? " symmetric" : "", ev);
    }
    void print(int indent, const EnumDecl& d, const std::string& ev) {
        std::string values;
        for (const EnumValue& v : d.values) {
            values += fmt::format(" {}{}", v.name.text,
                                  v.label ? fmt::format(" {}", quoted(v.label->value)) : "");
        }
        line(indent, "(enum {}{}{})", d.name.text, values, ev);
    }
    void print(int indent, const VarDecl& d, const std::string& ev) {
        line(indent, "(var {} {}{}{})", d.name.text, value_type(d.type), initial(d.initial), ev);
    }
    void print(int indent, const LetDecl& d, const std::string& ev) {
        line(indent, "(let {}{}{} {}{})", d.name.text, parameters(d.parameters),
             d.type ? fmt::format(" {}", value_type(*d.type)) : "", expr(d.value), ev);
    }
    void print(int indent, const ParamDecl& d, const std::string& ev) {
        line(indent, "({} {}{} {}{}{})", d.strength ? "strength" : "param", d.name.text,
             parameters(d.parameters), value_type(d.type), initial(d.initial), ev);
    }
    void print(int indent, const ScaleDecl& d, const std::string& ev) {
        line(indent, "(scale {}{}", d.name.text, ev);
        for (const ScaleWord& w : d.words)
            line(indent + 1, "({} {})", w.name.text, distribution(w.distribution));
        close();
    }
    void print(int indent, const TableDecl& d, const std::string& ev) {
        std::string columns;
        for (const Name& c : d.columns) columns += (columns.empty() ? "" : " ") + c.text;
        line(indent, "(table {} {}{}", path_text(d.target),
             d.file ? "from " + quoted(d.file->value) : fmt::format("({})", columns), ev);
        for (const TableRow& row : d.rows) {
            line(indent + 1, "{}",
                 list("row " + (row.entity.text.empty() ? "-" : row.entity.text), row.cells));
        }
        close();
    }
    void print(int indent, const SeriesDecl& d, const std::string& ev) {
        line(indent, "(series {}{} {} by {} from {}{})", d.name.text, parameters(d.parameters),
             value_type(d.type), unit_name(d.period), quoted(d.file.value), ev);
    }
    void fields(int indent, const std::vector<Field>& all) {
        for (const Field& f : all) line(indent, "{}", list(f.name.text, f.values));
    }
    void print(int indent, const SourceDecl& d, const std::string& ev) {
        line(indent, "(source {}{}{}", d.name.text,
             d.title ? fmt::format(" {}", quoted(d.title->value)) : "", ev);
        fields(indent + 1, d.fields);
        close();
    }
    void print(int indent, const ClaimDecl& d, const std::string& ev) {
        std::string places;
        for (const ClaimPlace& p : d.places) places += " " + list("in " + p.source.text, p.places);
        line(indent, "(claim {}{} {}{}", d.name.text, places, d.text ? quoted(d.text->value) : "-",
             ev);
        fields(indent + 1, d.fields);
        close();
    }

    std::string timing(const Timing& t) {
        return std::visit([this](const auto& node) { return print(node); }, t.node);
    }
    std::string print(const NoTiming&) { return {}; }
    std::string print(const EveryTiming& t) {
        return " " + list("every " + std::string(unit_name(t.period)), t.months);
    }
    std::string print(const AtTiming& t) { return " " + list("at", t.dates); }
    std::string print(const HazardTiming& t) {
        std::string out = fmt::format(" (hazard {} per {}", expr(t.rate), unit_name(t.per));
        for (const HazardFactor& f : t.factors) {
            out += fmt::format(" (times {} {})", expr(f.factor), expr(f.condition));
        }
        return out + ")";
    }
    std::string print(const MeanTimeTiming& t) {
        return fmt::format(" (mean-time {})", expr(t.duration));
    }
    std::string heading(const Heading& h) {
        std::string out = h.name.text + parameters(h.parameters);
        if (h.unordered) out += " unordered";
        out += timing(h.timing);
        if (h.chance.valid()) out += fmt::format(" (chance {})", expr(h.chance));
        if (h.when.valid()) out += fmt::format(" (when {})", expr(h.when));
        if (h.repeatable) out += " repeatable";
        if (h.placement) {
            out += fmt::format(" ({} {})", h.placement->before ? "before" : "after",
                               path_text(h.placement->target));
        }
        return out;
    }
    void print(int indent, const RuleDecl& d, const std::string& ev) {
        block(indent, "rule " + heading(d.heading) + ev, d.body);
    }
    void print(int indent, const EventDecl& d, const std::string& ev) {
        block(indent, "event " + heading(d.heading) + ev, d.body);
    }
    void print(int indent, const DecisionDecl& d, const std::string& ev) {
        line(indent, "(decision {} (by {}){}{}", heading(d.heading), expr(d.by),
             d.coupling ? fmt::format(" (coupling {})", word_of(d.coupling->kind)) : "", ev);
        for (const Option& o : d.options) {
            std::string head = fmt::format("option {}{}", o.name.text, parameters(o.parameters));
            if (o.when.valid()) head += fmt::format(" (when {})", expr(o.when));
            head += fmt::format(" (worth{}{} {})", o.shared ? " shared" : "",
                                o.worth_kind == WorthKind::Rate ? " rate" : "", expr(o.worth));
            block(indent + 1, head + evidence(o.evidence), o.body);
        }
        close();
    }
    void print(int indent, const VoteDecl& d, const std::string& ev) {
        line(indent, "(vote {} (among {}){}{}", heading(d.heading), expr(d.among),
             d.swing.valid() ? fmt::format(" (swing {})", distribution(d.swing)) : "", ev);
        std::string voter = "(for " + d.voter.text;
        if (d.size.valid()) voter += fmt::format(" (size {})", expr(d.size));
        if (d.weight.valid()) voter += fmt::format(" (weight {})", expr(d.weight));
        if (d.proposals) {
            voter +=
                fmt::format(" (option {}: {}", d.proposals->variable.text, type(d.proposals->type));
            if (d.proposals->when.valid())
                voter += fmt::format(" (when {})", expr(d.proposals->when));
            voter += fmt::format(" (worth {}))", expr(d.yes_worth));
        } else {
            voter += fmt::format(" (yes {})", expr(d.yes_worth));
        }
        if (d.abstain_worth.valid()) voter += fmt::format(" (abstain {})", expr(d.abstain_worth));
        line(indent + 1, "{})", voter);
        const std::string bar =
            d.quota.valid()
                ? fmt::format("{} of {}", expr(d.quota), d.base == VoteBase::All ? "all" : "cast")
                : "most";
        block(indent + 1,
              fmt::format("{} {}{}", d.proposals ? "elected" : "carried", bar,
                          d.proposals && d.proposals->run_off ? " run-off" : ""),
              d.carried);
        if (d.lost) block(indent + 1, "lost", *d.lost);
        close();
    }
    void print(int indent, const RaceDecl& d, const std::string& ev) {
        line(indent, "(race{}", ev);
        for (const DeclId id : d.events) declaration(indent + 1, id);
        close();
    }
    void print(int indent, const OutcomeDecl& d, const std::string& ev) {
        line(indent, "(outcome {} {}{}{})", d.name.text, expr(d.value),
             d.none_label ? fmt::format(" (none {})", quoted(d.none_label->value)) : "", ev);
    }
    std::string range(const WindowRange& r) {
        return r.to.valid() ? fmt::format("(range {} {})", expr(r.from), expr(r.to)) : expr(r.from);
    }
    std::string window(const Window& w) {
        if (w.kind == WindowKind::None) return {};
        if (w.kind == WindowKind::FromTo)
            return span_of_time(w.ranges.front().from, w.ranges.front().to);
        std::string out = fmt::format(" ({}", word_of(w.kind));
        if (w.either) out += " either";
        for (const WindowRange& r : w.ranges) {
            out += w.either
                       ? fmt::format(" ({} {}{})", range(r), expr(r.weight), evidence(r.evidence))
                       : fmt::format(" {}", range(r));
        }
        return out + ")";
    }
    void print(int indent, const ObserveDecl& d, const std::string& ev) {
        line(indent, "(observe{} {}{}{}{}{})", d.never ? " never" : "", expr(d.subject),
             d.distribution.valid() ? fmt::format(" (~ {})", distribution(d.distribution)) : "",
             window(d.window), d.ending ? " ending" : "", ev);
    }

    std::string span_of_time(ExprId from, ExprId to) {
        return from.valid() ? fmt::format(" (from {} {})", expr(from), expr(to)) : "";
    }
    void print(int indent, const AtIntervention& i) { block(indent, "at " + expr(i.date), i.body); }
    void print(int indent, const SetIntervention& i) {
        line(indent, "(set {} {}{})", expr(i.place), expr(i.value),
             i.date.valid() ? fmt::format(" (at {})", expr(i.date)) : "");
    }
    void print(int indent, const HoldIntervention& i) {
        line(indent, "(hold {} {}{})", expr(i.place), expr(i.value), span_of_time(i.from, i.to));
    }
    void print(int indent, const BlockIntervention& i) {
        line(indent, "(block {}{})", expr(i.target), span_of_time(i.from, i.to));
    }
    void print(int indent, const ForceIntervention& i) {
        line(indent, "(force {} (at {}))", expr(i.target), expr(i.date));
    }
    void print(int indent, const ChooseIntervention& i) {
        line(indent, "(choose {} {}{})", expr(i.target), expr(i.option),
             span_of_time(i.from, i.to));
    }
    void print(int indent, const ScaleIntervention& i) {
        line(indent, "(scale {} {})", expr(i.place), expr(i.factor));
    }
    void print(int indent, const RedrawIntervention& i) {
        line(indent, "(redraw {})", expr(i.place));
    }
    void interventions(int indent, const std::vector<Intervention>& all) {
        for (const Intervention& i : all)
            std::visit([&](const auto& node) { print(indent, node); }, i.node);
    }
    void print(int indent, const ContinueDecl& d, const std::string& ev) {
        std::string as = "unconditioned";
        if (d.as == ContinueDecl::As::Alone) as = "alone";
        if (d.as == ContinueDecl::As::Record) as = "given record";
        if (d.as == ContinueDecl::As::Condition) as = "given " + expr(d.condition);
        if (d.as == ContinueDecl::As::WhatIf) as = "as whatif " + d.what_if.text;
        line(indent, "(continue {}{} {}{}", quoted(d.file.value),
             d.date.valid() ? " at " + expr(d.date) : "", as, ev);
        block(indent + 1, "crosses", d.body);
        close();
    }
    void print(int indent, const WhatIfDecl& d, const std::string& ev) {
        line(indent, "(whatif {}{}{}", d.name.text,
             d.label ? fmt::format(" {}", quoted(d.label->value)) : "", ev);
        interventions(indent + 1, d.interventions);
        close();
    }
    void print(int indent, const CauseDecl& d, const std::string& ev) {
        line(indent, "(cause {}{}{}{}", d.name.text,
             d.group ? fmt::format(" (in {})", d.group->text) : "",
             d.label ? fmt::format(" {}", quoted(d.label->value)) : "", ev);
        line(indent + 1, "(absent");
        interventions(indent + 2, d.absent);
        close();
        if (!d.present.empty()) {
            line(indent + 1, "(present");
            interventions(indent + 2, d.present);
            close();
        }
        close();
    }
    void print(int indent, const CouplingDecl& d, const std::string& ev) {
        line(indent, "(coupling {}{})", word_of(d.coupling.kind), ev);
    }
    void print(int indent, const InitialDecl& d, const std::string&) {
        statement(indent, d.statement);
    }

    const Tree& tree_;
    std::string out_;
};

}  // namespace

}  // namespace jonbar::ast

namespace jonbar {

std::string dump_tree(const ast::Tree& tree) { return ast::Dumper(tree).run(); }

std::string dump_expr(const ast::Tree& tree, ast::ExprId id) {
    return ast::ExprDumper(tree).expr(id);
}

}  // namespace jonbar
