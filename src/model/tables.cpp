#include "model/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/evidence.h"

namespace jonbar {
namespace {

class Table {
  public:
    Table(Context& context, Cells& cells, ModuleIndex home, const ast::TableDecl& table)
        : context_(context), cells_(cells), home_(home), table_(table) {}

    void set() {
        const Symbol* target = context_.resolve(home_, table_.target, "kind or relation");
        if (target == nullptr || target->kind == Symbol::Kind::Bad) return;
        if (target->kind == Symbol::Kind::Domain && !context_.model.at(target->domain).is_enum) {
            domain_ = target->domain;
        } else if (target->kind == Symbol::Kind::State &&
                   context_.model.states[target->index].indices.size() == 2) {
            relation_ = StateId{target->index};
        } else {
            context_.error(
                kWrongTable, table_.target.span,
                fmt::format("`{}` is {}; it has no table", table_.target.names.back().text,
                            describe(context_, *target)),
                "expected a kind, or a relation of two places");
            return;
        }
        if (table_.columns.empty()) return;  // a file that could not be read
        read_columns();
        check_columns();
        if (wrong_) return;
        for (const ast::TableRow& row : table_.rows) set_row(row);
    }

  private:
    struct Column {
        enum class Kind { Value, Cites, Assumed, Hindsight, Exception, From, To };
        Kind kind = Kind::Value;
        StateId state;
    };

    void read_columns() {
        for (const ast::Name& name : table_.columns) {
            Column column;
            const std::string& text = name.text;
            if (text == "cites") {
                column.kind = Column::Kind::Cites;
            } else if (text == "assumed") {
                column.kind = Column::Kind::Assumed;
            } else if (text == "hindsight") {
                column.kind = Column::Kind::Hindsight;
            } else if (text == "exception") {
                column.kind = Column::Kind::Exception;
            } else if (relation_.exists() && text == "from") {
                column.kind = Column::Kind::From;
            } else if (relation_.exists() && text == "to") {
                column.kind = Column::Kind::To;
            } else if (relation_.exists() && text == "value") {
                column.state = relation_;
            } else if (!relation_.exists() && context_.attributes[domain_.index].contains(text)) {
                column.state = context_.attributes[domain_.index].at(text);
            } else {
                std::vector<std::string> candidates = {"cites", "assumed", "hindsight",
                                                       "exception"};
                if (relation_.exists())
                    candidates.insert(candidates.end(), {"from", "to", "value"});
                if (!relation_.exists()) {
                    for (const auto& [attribute, state] : context_.attributes[domain_.index])
                        candidates.push_back(attribute);
                }
                context_.unknown(kUnknownAttribute, name, "column", candidates);
                wrong_ = true;
            }
            columns_.push_back(column);
        }
    }

    bool has(Column::Kind kind) const {
        return std::any_of(columns_.begin(), columns_.end(),
                           [kind](const Column& column) { return column.kind == kind; });
    }

    void check_columns() {
        std::set<std::string> seen;
        for (const ast::Name& name : table_.columns) {
            if (seen.insert(name.text).second) continue;
            context_.error(kDeclaredTwice, name.span,
                           fmt::format("the column `{}` stands twice", name.text));
            wrong_ = true;
        }
        if (wrong_ || !relation_.exists()) return;
        if (table_.columns.front().text != "from" || !has(Column::Kind::To) ||
            !has(Column::Kind::Value)) {
            context_.error(kWrongTable, table_.columns.front().span,
                           "the table of a relation has the columns from, to and value",
                           "expected from as the first of them");
            wrong_ = true;
        }
    }

    std::optional<std::uint32_t> entity(const ast::Name& name, DomainId domain) {
        const Symbol* symbol = context_.find(home_, name.text);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::Entity && symbol->domain == domain)
            return symbol->index;
        std::vector<std::string> candidates;
        const std::vector<Domain::Member>& members = context_.model.at(domain).members;
        for (std::uint32_t i = 0; i < members.size(); ++i) {
            candidates.push_back(members[i].name);
            if (context_.model.at(domain).is_enum && members[i].name == name.text) return i;
        }
        context_.unknown(kUnknownName, name, context_.model.at(domain).name, candidates);
        return std::nullopt;
    }

    void add_ground(const Column& column, const ast::Expr& cell, Support& support) {
        ast::Evidence evidence;
        const auto* text = std::get_if<ast::TextExpr>(&cell.node);
        const auto* list = std::get_if<ast::ListExpr>(&cell.node);
        const auto* name = std::get_if<ast::NameExpr>(&cell.node);
        const auto* truth = std::get_if<ast::TruthExpr>(&cell.node);
        bool fits = true;
        if (column.kind == Column::Kind::Cites) {
            if (list != nullptr) evidence.cites = list->names;
            if (name != nullptr) evidence.cites = {name->name};
            fits = list != nullptr || name != nullptr;
        } else if (column.kind == Column::Kind::Hindsight) {
            if (truth != nullptr && truth->value) evidence.hindsight = cell.span;
            fits = truth != nullptr;
        } else {
            fits = text != nullptr;
            if (fits && !text->value.empty()) {
                (column.kind == Column::Kind::Assumed ? evidence.assumed : evidence.exception) =
                    ast::Text{text->value, cell.span};
            }
        }
        if (!fits && !std::holds_alternative<ast::BadExpr>(cell.node)) {
            context_.error(kWrongTable, cell.span, "this cell does not fit its column",
                           "expected claims in brackets under cites, yes or no under hindsight, a "
                           "text under assumed");
        }
        add_support(context_, support, evidence);
    }

    void set_row(const ast::TableRow& row) {
        const ast::Tree& tree = context_.tree(home_);
        if (row.cells.size() != columns_.size()) return;  // reported by the parser
        Support support;
        std::vector<std::uint32_t> tuple;
        if (domain_.exists()) {
            const std::optional<std::uint32_t> index = entity(row.entity, domain_);
            if (!index) return;
            tuple = {*index};
        } else {
            tuple = {0, 0};
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const ast::Expr* cell = row.cells[i].valid() ? &tree[row.cells[i]] : nullptr;
            const Column& column = columns_[i];
            if (column.kind == Column::Kind::Value) continue;
            if (column.kind != Column::Kind::From && column.kind != Column::Kind::To) {
                if (cell != nullptr) add_ground(column, *cell, support);
                continue;
            }
            const std::size_t end = column.kind == Column::Kind::From ? 0 : 1;
            const auto* name = cell == nullptr ? nullptr : std::get_if<ast::NameExpr>(&cell->node);
            if (name == nullptr) {
                context_.error(kWrongTable, cell == nullptr ? row.span : cell->span,
                               "a name is expected under from and to");
                return;
            }
            const std::optional<std::uint32_t> index =
                entity(name->name, context_.model.at(relation_).indices[end]);
            if (!index) return;
            tuple[end] = *index;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            // An empty cell of a file keeps what was there.
            if (columns_[i].kind != Column::Kind::Value || !row.cells[i].valid()) continue;
            ast::Initial initial;
            initial.value = row.cells[i];
            cells_.set(columns_[i].state, home_, tuple, initial, support, tree[row.cells[i]].span);
        }
    }

    Context& context_;
    Cells& cells_;
    ModuleIndex home_;
    const ast::TableDecl& table_;
    DomainId domain_;
    StateId relation_;
    std::vector<Column> columns_;
    bool wrong_ = false;
};

}  // namespace

void set_table(Context& context, Cells& cells, ModuleIndex home, const ast::TableDecl& table) {
    Table(context, cells, home, table).set();
}

}  // namespace jonbar
