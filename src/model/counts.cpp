#include "model/counts.h"

#include <fmt/format.h>

#include <variant>

namespace jonbar {
namespace {

class Counter {
  public:
    explicit Counter(Context& context) : context_(context) {}

    bool run() {
        for (const Module& module : context_.modules) {
            for (const ast::DeclId id : module.tree.top) {
                count(module.tree[id]);
                if (!right_) return false;
            }
        }
        return true;
    }

  private:
    void count(const ast::Decl& decl) {
        add(declarations_, kDeclarationsMax, decl, "declarations",
            "entities can be declared many at once: person anna, boris, clara");
        if (std::holds_alternative<ast::WhatIfDecl>(decl.node) ||
            std::holds_alternative<ast::CauseDecl>(decl.node)) {
            add(questions_, kQuestionsMax, decl, "what-ifs and causes",
                "others can be asked without being declared: jonbar whatif --do");
        } else if (std::holds_alternative<ast::ObserveDecl>(decl.node)) {
            add(observations_, kObservationsMax, decl, "observations",
                "leave out those that say nothing of what is asked");
        } else if (std::holds_alternative<ast::OutcomeDecl>(decl.node)) {
            add(outcomes_, kOutcomesMax, decl, "outcomes",
                "leave out those that are not asked for: others can be of the same state");
        } else if (is_dated(decl)) {
            const auto steps = static_cast<std::size_t>(context_.model.calendar.step_count);
            add(dated_, kDatedStepsMax / steps, decl,
                "declarations with `every` or `at` in a history of so many steps",
                "expected longer steps or fewer years");
        }
    }

    static bool is_dated(const ast::Decl& decl) {
        return std::visit(
            [](const auto& node) {
                if constexpr (requires { node.heading.timing.node; }) {
                    return std::holds_alternative<ast::EveryTiming>(node.heading.timing.node) ||
                           std::holds_alternative<ast::AtTiming>(node.heading.timing.node);
                } else {
                    return false;
                }
            },
            decl.node);
    }

    void add(std::size_t& count, std::size_t count_max, const ast::Decl& decl, const char* what,
             const char* hint) {
        if (++count <= count_max) return;
        context_.error(kTooMany, decl.span, fmt::format("at most {} {}", count_max, what), hint);
        right_ = false;
    }

    Context& context_;
    std::size_t declarations_ = 0, questions_ = 0, observations_ = 0, outcomes_ = 0, dated_ = 0;
    bool right_ = true;
};

}  // namespace

bool check_counts(Context& context) { return Counter(context).run(); }

}  // namespace jonbar
