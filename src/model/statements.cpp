#include "model/statements.h"

#include <fmt/format.h>

#include <charconv>

#include "model/evidence.h"

namespace jonbar {

std::vector<StatementId> Statements::check(const ast::Block& block) {
    const std::size_t visible = scope_.locals.size();
    std::vector<StatementId> found;
    for (const ast::StmtId id : block.statements)
        found.push_back(check(context_.tree(scope_.home)[id]));
    scope_.locals.resize(visible);
    return found;
}

StatementId Statements::check(const ast::Stmt& stmt) {
    Statement statement;
    statement.span = stmt.span;
    statement.support = support_of(context_, stmt.evidence);
    if (const auto* assign = std::get_if<ast::AssignStmt>(&stmt.node))
        check_assign(*assign, statement);
    if (const auto* let = std::get_if<ast::LetStmt>(&stmt.node)) check_let(*let, statement);
    if (const auto* draw = std::get_if<ast::DrawStmt>(&stmt.node)) check_draw(*draw, statement);
    if (const auto* branch = std::get_if<ast::IfStmt>(&stmt.node)) check_if(*branch, statement);
    if (const auto* loop = std::get_if<ast::ForStmt>(&stmt.node)) check_for(*loop, statement);
    if (const auto* together = std::get_if<ast::TogetherStmt>(&stmt.node)) {
        statement.kind = StatementKind::Together;
        statement.body = check_together(together->body);
    }
    if (const auto* say = std::get_if<ast::SayStmt>(&stmt.node)) check_say(*say, statement);
    if (const auto* fire = std::get_if<ast::FireStmt>(&stmt.node)) check_fire(*fire, statement);
    if (std::holds_alternative<ast::EndHistoryStmt>(stmt.node)) statement.kind = StatementKind::End;
    const bool fires = statement.kind == StatementKind::Fire && statement.declaration.exists();
    const StatementId id = context_.add(std::move(statement));
    if (fires) fires_.push_back({id, scope_.drawing->arms});
    return id;
}

void Statements::wrote(StateId state) {
    context_.model.states[state.index].written = true;
    if (together_ > 0) {
        context_.model.states[state.index].in_together = true;
        written_together_.insert(state);
    } else {
        scope_.forget(state);
    }
}

void Statements::check_assign(const ast::AssignStmt& assign, Statement& statement) {
    statement.kind = StatementKind::Assign;
    const Place place = expressions().check_place(assign.place);
    const Span span = context_.tree(scope_.home)[assign.place].span;
    if (assign.op == ast::AssignOp::Draw) {
        context_.error(kNotHere, statement.span, "`~` gives an initial value",
                       "in a body write: place = draw DIST");
        return;
    }
    Type type = place.bad ? real_type() : context_.model.at(place.state).type;
    scope_.drawing->place = place.bad ? "" : context_.model.at(place.state).name;
    std::string what = place.bad ? "" : "`" + context_.model.at(place.state).name + "`";
    statement.op = assign.op == ast::AssignOp::Set        ? AssignOp::Set
                   : assign.op == ast::AssignOp::Add      ? AssignOp::Add
                   : assign.op == ast::AssignOp::Subtract ? AssignOp::Subtract
                                                          : AssignOp::Multiply;
    if (place.bad) {
        scope_.drawing->place = "place";
        const auto* name =
            std::get_if<ast::NameExpr>(&context_.tree(scope_.home)[assign.value].node);
        if (name == nullptr) expressions().check(assign.value);
        scope_.drawing->place.clear();
        return;
    }
    const StateRole role = context_.model.at(place.state).role;
    if (role == StateRole::Param || role == StateRole::Strength) {
        context_.error(kWrongThing, span, fmt::format("{} is a param: one value a history", what),
                       "what changes is a variable, a relation or an attribute");
    }
    Checked value;
    if (statement.op == AssignOp::Set) {
        value = expressions().check_as(assign.value, type, what);
    } else if (type.set && statement.op != AssignOp::Multiply) {
        const Checked found = expressions().check(assign.value, &type);
        Type wanted = type;
        wanted.set = found.type.set;
        wanted.optional = !found.type.set && found.type.optional;
        value = expressions().fitted(found, wanted, context_.tree(scope_.home)[assign.value].span,
                                     "what is added to " + what);
    } else {
        const bool dated = type.base == BaseType::Date || type.base == BaseType::Duration;
        const bool multiply = statement.op == AssignOp::Multiply;
        if (!(is_number(type) || (dated && !(multiply && type.base == BaseType::Date)))) {
            context_.error(kWrongType, span,
                           fmt::format("{} is {}; nothing can be added to it or multiplied with it",
                                       what, context_.describe(type)),
                           "expected a number, or for += and -= a set");
            scope_.drawing->place.clear();
            return;
        }
        if (type.optional) {
            Checked old{place.read, type, {}, false, {}, {}};
            for (const ShownSome& fact : scope_.known) {
                if (fact.key == fact_key(context_.model, place.read)) old.type.optional = false;
            }
            Type plain = type;
            plain.optional = false;
            expressions().fitted(old, plain, span, what);
        }
        const Type wanted = dated && !multiply  ? duration_type()
                            : multiply && dated ? real_type()
                                                : type;
        value = expressions().check_as(assign.value, wanted, "what is added to " + what);
    }
    const Units& units = context_.states[place.state.index].units;
    if (!value.bad && is_number(type) && statement.op != AssignOp::Multiply &&
        !fit(units, value.units)) {
        const bool rate = rate_unit(units).has_value() != rate_unit(value.units).has_value();
        context_.error(rate ? kRateWithoutPer : kUnitsDiffer, statement.span,
                       fmt::format("{} is in {}, the value in {}", what, to_string(units),
                                   to_string(value.units)),
                       rate ? "a rate times a duration is a number: rate * 1 month" : "");
    }
    scope_.drawing->place.clear();
    statement.state = place.state;
    statement.args = place.args;
    statement.value = value.id;
    wrote(place.state);
    if (together_ == 0 && statement.op == AssignOp::Set && type.optional && !value.bad &&
        !value.type.optional) {
        const std::string key = fact_key(context_.model, place.read);
        Reads reads;
        collect_reads(context_, place.read, reads);
        if (!key.empty()) scope_.known.push_back({key, std::move(reads.states)});
    }
}

void Statements::bind(const ast::Name& name, const Checked& value, Statement& statement) {
    statement.kind = StatementKind::Let;
    statement.value = value.id;
    Type type = value.type;
    if (!value.bad && type.base == BaseType::Duration && type.optional) {
        context_.error(kWrongType, statement.span, "what `since` gives may only be compared",
                       "compare it where it stands, or keep on(E)");
        type.optional = false;
    }
    statement.local = context_.add_local(scope_.frame, name.text, type);
    context_.set_local_units(scope_.frame, statement.local, value.units);
    if (scope_.find(name.text) != kNoLocal) {
        context_.error(kDeclaredTwice, name.span,
                       fmt::format("`{}` is a local name already", name.text),
                       "give it another name");
    }
    scope_.locals.emplace_back(name.text, statement.local);
}

void Statements::check_let(const ast::LetStmt& let, Statement& statement) {
    scope_.drawing->place = let.name.text;
    const Checked value = expressions().check(let.value);
    scope_.drawing->place.clear();
    bind(let.name, value, statement);
}

void Statements::check_draw(const ast::DrawStmt& draw, Statement& statement) {
    scope_.drawing->place = draw.name.text;
    const Checked value = expressions().check_distribution(draw.distribution, nullptr);
    scope_.drawing->place.clear();
    bind(draw.name, value, statement);
}

void Statements::check_if(const ast::IfStmt& branch, Statement& statement) {
    statement.kind = StatementKind::If;
    const Checked condition =
        expressions().check_condition(branch.condition, "the condition of `if`");
    statement.value = condition.id;
    const std::size_t fork = (*scope_.drawing->forks)++;
    const Shown before = scope_.known;
    scope_.drawing->arms.push_back({fork, 0});
    scope_.learn(condition.when_true);
    statement.body = check(branch.then_block);
    const Shown after_then = std::exchange(scope_.known, before);
    scope_.drawing->arms.back().arm = 1;
    scope_.learn(condition.when_false);
    if (branch.else_block) statement.otherwise = check(*branch.else_block);
    scope_.drawing->arms.pop_back();
    Shown kept;
    for (const ShownSome& fact : scope_.known) {
        for (const ShownSome& other : after_then) {
            if (fact.key == other.key) {
                kept.push_back(fact);
                break;
            }
        }
    }
    scope_.known = std::move(kept);
}

std::vector<StatementId> Statements::check_together(const ast::Block& block) {
    ++together_;
    std::vector<StatementId> body = check(block);
    if (--together_ == 0) {
        scope_.forget(written_together_);
        written_together_.clear();
    }
    return body;
}

void Statements::check_for(const ast::ForStmt& loop, Statement& statement) {
    statement.kind = StatementKind::For;
    statement.together = loop.together;
    const Range range = expressions().check_range(loop.binder.set);
    if (range.bad) return;
    statement.domain = range.domain;
    statement.set = range.set;
    statement.local =
        context_.add_local(scope_.frame, loop.binder.variable.text, member_type(range.domain));
    const Shown before = scope_.known;
    if (!loop.together && together_ == 0) scope_.forget(effects_.writes(scope_.home, loop.body));
    scope_.locals.emplace_back(loop.binder.variable.text, statement.local);
    if (loop.binder.where.valid()) {
        const Checked where =
            expressions().check_condition(loop.binder.where, "the condition after `where`");
        statement.where = where.id;
        scope_.learn(where.when_true);
    }
    scope_.drawing->base.loops.push_back(statement.local);
    statement.body = loop.together ? check_together(loop.body) : check(loop.body);
    scope_.drawing->base.loops.pop_back();
    scope_.locals.pop_back();
    scope_.known = before;
    scope_.forget(effects_.writes(scope_.home, loop.body));
}

void Statements::check_say(const ast::SayStmt& say, Statement& statement) {
    statement.kind = StatementKind::Say;
    for (const ast::SayPart& part : say.parts) {
        SayPiece piece;
        piece.text = part.literal;
        if (part.value.valid()) {
            const Checked value = expressions().check(part.value);
            const Span span = context_.tree(scope_.home)[part.value].span;
            if (!value.bad && value.type.set) {
                context_.error(kWrongType, span, "a set cannot be said",
                               "say its members in a loop");
            }
            std::string_view format = part.format;
            if (!format.empty() && format.back() == '%') {
                piece.percent = true;
                format.remove_suffix(1);
            } else if (!format.empty() && format.back() == 'f') {
                format.remove_suffix(1);
            }
            if (!format.empty()) {
                const char* const end = format.data() + format.size();
                const auto [rest, wrong] = std::from_chars(format.data() + 1, end, piece.decimals);
                if (format.front() != '.' || rest != end || wrong != std::errc{} ||
                    piece.decimals > 17) {
                    context_.error(kWrongType, span, fmt::format("`{}` is no format", part.format),
                                   "expected .1f or .0%");
                }
            }
            if (!part.format.empty() && !value.bad && !is_number(value.type)) {
                context_.error(kWrongType, span,
                               fmt::format("{} has no decimals", context_.describe(value.type)),
                               "leave out the format");
            }
            piece.expression = value.id;
        }
        statement.say.push_back(std::move(piece));
    }
}

void Statements::check_fire(const ast::FireStmt& fire, Statement& statement) {
    statement.kind = StatementKind::Fire;
    const Instance instance = expressions().check_instance(fire.target);
    if (instance.bad) return;
    statement.declaration = instance.declaration;
    statement.args = instance.args;
    // The entity of an option stands among the loops of its draws, but is no loop around a `fire`.
    const std::vector<LocalIndex>& loops = scope_.drawing->base.loops;
    statement.loops.assign(
        loops.begin() + static_cast<std::ptrdiff_t>(scope_.drawing->option_loops), loops.end());
    context_.model.declarations[instance.declaration.index].fired = true;
    scope_.forget(effects_.writes(instance.declaration));
}

}  // namespace jonbar
