#include "model/odds.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/expressions.h"
#include "model/walk.h"

namespace jonbar {

Checked Expressions::odds(const Instance& instance, Span span) {
    const Type real = real_type();
    if (instance.bad) return bad(span, &real);
    if (scope_.purpose == Purpose::Cell) {
        context_.error(kPastAtStart, span, "before the first step nobody votes",
                       "initial values are made of params, draws and other initial values");
        return bad(span, &real);
    }
    if (context_.model.at(instance.declaration).kind != DeclarationKind::Vote)
        return bad(span, &real);
    Expression expression = node(ExpressionKind::Odds, real, span);
    expression.declaration = instance.declaration;
    expression.args = instance.args;
    return make(std::move(expression));
}

namespace {

constexpr std::size_t kDepthMax = 8;

/// Finds which votes' odds a vote asks for, through definitions.
class OddsCircles {
  public:
    explicit OddsCircles(Context& context) : context_(context), model_(context.model) {}

    void check() {
        for (std::uint32_t i = 0; i < model_.declarations.size(); ++i) {
            if (model_.declarations[i].kind == DeclarationKind::Vote) depth_of(DeclarationId{i});
        }
    }

  private:
    using Votes = std::set<DeclarationId>;

    void add_asked(ExpressionId id, Votes& asked) {
        walk_expression(model_, id, [&](const Expression& part) {
            if (part.kind == ExpressionKind::Odds) asked.insert(part.declaration);
            if (part.kind != ExpressionKind::Call) return;
            const auto [known, added] = asked_by_.try_emplace(part.definition);
            if (added) {
                Votes inner;
                add_asked(model_.at(part.definition).body, inner);
                known->second = std::move(inner);
            }
            asked.insert(known->second.begin(), known->second.end());
        });
    }

    Votes asked_by(DeclarationId id) {
        const Declaration& declaration = model_.at(id);
        const Vote& vote = declaration.vote;
        Votes asked;
        for (const ExpressionId part :
             {vote.among, vote.size, vote.weight, vote.yes, vote.abstain, vote.swing, vote.bar}) {
            add_asked(part, asked);
        }
        return asked;
    }

    /// Returns how many odds stand within each other in those of a vote, this one included.
    std::size_t depth_of(DeclarationId id) {
        if (const auto known = depths_.find(id); known != depths_.end()) return known->second;
        if (std::find(path_.begin(), path_.end(), id) != path_.end()) {
            report_circle(id);
            return 0;
        }
        const std::string& name = model_.at(id).name;
        if (path_.size() > kDepthMax) {
            context_.error(kTooLarge, model_.at(id).span,
                           fmt::format("the odds of `{}` stand within the odds of {} other votes",
                                       name, path_.size()),
                           fmt::format("expected at most {}", kDepthMax));
            return depths_[id] = 0;
        }
        path_.push_back(id);
        std::size_t depth = 0;
        for (const DeclarationId asked : asked_by(id)) depth = std::max(depth, depth_of(asked));
        path_.pop_back();
        return depths_[id] = depth + 1;
    }

    void report_circle(DeclarationId id) {
        std::string chain;
        const auto first = std::find(path_.begin(), path_.end(), id);
        for (auto at = first; at != path_.end(); ++at) {
            chain += model_.at(*at).name;
            chain += at == first ? " asks for the odds of " : ", which asks for the odds of ";
        }
        const Declaration& declaration = model_.at(id);
        context_.error(kOddsCircle, declaration.span,
                       fmt::format("`{}` asks for its own odds", declaration.name),
                       chain + declaration.name);
    }

    Context& context_;
    const Model& model_;
    std::map<DefinitionId, Votes> asked_by_;
    std::map<DeclarationId, std::size_t> depths_;
    std::vector<DeclarationId> path_;
};

}  // namespace

void check_odds(Context& context) { OddsCircles(context).check(); }

}  // namespace jonbar
