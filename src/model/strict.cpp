#include "model/strict.h"

#include <fmt/format.h>

#include <set>

#include "model/codes.h"

namespace jonbar {
namespace {

class Strict {
  public:
    Strict(const ast::Tree& tree, std::set<Span>& seen, Diagnostics& diagnostics)
        : tree_(tree), seen_(seen), diagnostics_(diagnostics) {}

    void check() {
        for (const ast::Decl& decl : tree_.decls)
            std::visit([&](const auto& node) { declaration(node); }, decl.node);
    }

  private:
    // ---- declarations: those without strengths in them fall through to the first

    template <typename Node>
    void declaration(const Node&) {}
    void declaration(const ast::LetDecl& let) { value(let.value); }
    void declaration(const ast::RuleDecl& rule) {
        heading(rule.heading);
        block(rule.body);
    }
    void declaration(const ast::EventDecl& event) {
        heading(event.heading);
        block(event.body);
    }
    void declaration(const ast::DecisionDecl& decision) {
        heading(decision.heading);
        for (const ast::Option& option : decision.options) {
            value(option.worth);
            block(option.body);
        }
    }
    void declaration(const ast::VoteDecl& vote) {
        heading(vote.heading);
        distribution(vote.swing);
        value(vote.yes_worth);
        value(vote.abstain_worth);
        block(vote.carried);
        if (vote.lost) block(*vote.lost);
    }

    void heading(const ast::Heading& heading) {
        value(heading.chance);
        if (const auto* hazard = std::get_if<ast::HazardTiming>(&heading.timing.node)) {
            value(hazard->rate);
            for (const ast::HazardFactor& factor : hazard->factors) value(factor.factor);
        }
        if (const auto* mean = std::get_if<ast::MeanTimeTiming>(&heading.timing.node))
            value(mean->duration);
    }

    // ---- statements

    void block(const ast::Block& block) {
        for (const ast::StmtId id : block.statements) {
            std::visit([&](const auto& node) { statement(node); }, tree_[id].node);
        }
    }
    template <typename Node>
    void statement(const Node&) {}
    void statement(const ast::AssignStmt& assign) {
        value(assign.value);
        distribution(assign.distribution);
    }
    void statement(const ast::LetStmt& let) { value(let.value); }
    void statement(const ast::DrawStmt& draw) { distribution(draw.distribution); }
    void statement(const ast::IfStmt& branch) {
        block(branch.then_block);
        if (branch.else_block) block(*branch.else_block);
    }
    void statement(const ast::ForStmt& loop) { block(loop.body); }
    void statement(const ast::TogetherStmt& together) { block(together.body); }

    // ---- expressions: conditions are free, values are not

    void distribution(ast::DistId id) {
        if (!id.valid()) return;
        const ast::Distribution& distribution = tree_[id];
        for (const ast::ExprId argument : distribution.arguments) value(argument);
        value(distribution.low);
        value(distribution.high);
    }
    void value(ast::ExprId id) {
        if (id.valid())
            std::visit([&](const auto& node) { expression(node, tree_[id].span); }, tree_[id].node);
    }
    template <typename Node>
    void expression(const Node&, Span) {}
    void expression(const ast::NumberExpr& number, Span span) {
        const bool conversion =
            number.unit && !number.unit->numerator.empty() && !number.unit->denominator.empty();
        if (number.value == 0 || number.value == 1 || conversion || !seen_.insert(span).second)
            return;
        diagnostics_.error(
            kBareNumber, span,
            fmt::format("a bare number, {}, says how strongly something works", number.text),
            "make it a param with a prior, and say what it rests on (cites …, or assumed \"…\")");
    }
    void expression(const ast::UnaryExpr& unary, Span) { value(unary.operand); }
    void expression(const ast::BinaryExpr& binary, Span) {
        switch (binary.op) {
            case ast::BinaryOp::Else:
            case ast::BinaryOp::Add:
            case ast::BinaryOp::Subtract:
            case ast::BinaryOp::Multiply:
            case ast::BinaryOp::Divide:
                value(binary.left);
                value(binary.right);
                break;
            case ast::BinaryOp::Or:
            case ast::BinaryOp::And:
            case ast::BinaryOp::Equal:
            case ast::BinaryOp::NotEqual:
            case ast::BinaryOp::Less:
            case ast::BinaryOp::LessEqual:
            case ast::BinaryOp::Greater:
            case ast::BinaryOp::GreaterEqual:
            case ast::BinaryOp::In:
            case ast::BinaryOp::Union:
            case ast::BinaryOp::Intersect:
                break;
        }
    }
    void expression(const ast::IfExpr& branch, Span) {
        value(branch.then_value);
        value(branch.else_value);
    }
    void expression(const ast::CallExpr& call, Span) {
        for (const ast::ExprId argument : call.arguments) value(argument);
    }
    void expression(const ast::AggregateExpr& aggregate, Span) {
        if (aggregate.kind != ast::AggregateKind::Any && aggregate.kind != ast::AggregateKind::All)
            value(aggregate.value);
    }
    void expression(const ast::NativeExpr& native, Span) {
        // A majority or a quota is a rule of the body, no strength.
        for (const ast::NativeClause& clause : native.clauses) {
            if (clause.word != "majority" && clause.word != "quota") value(clause.value);
        }
    }
    void expression(const ast::PastExpr& past, Span) { value(past.value); }
    void expression(const ast::DrawExpr& draw, Span) { distribution(draw.distribution); }

    const ast::Tree& tree_;
    std::set<Span>& seen_;
    Diagnostics& diagnostics_;
};

}  // namespace

void check_strict(const std::vector<Module>& modules, Diagnostics& diagnostics) {
    std::set<Span> seen;
    for (const Module& module : modules) Strict(module.tree, seen, diagnostics).check();
}

}  // namespace jonbar
