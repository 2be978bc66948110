// The order of what a step does.

#include <fmt/format.h>

#include "model/happenings.h"

namespace jonbar {
namespace {

class TurnOrder {
  public:
    TurnOrder(Context& context, std::vector<WrittenTurn> written)
        : context_(context), written_(std::move(written)) {}

    void order() {
        before_.resize(written_.size());
        after_.resize(written_.size());
        std::vector<std::size_t> roots;
        for (std::size_t i = 0; i < written_.size(); ++i) {
            for (const DeclarationId id : written_[i].declarations) turn_of_[id] = i;
        }
        for (std::size_t i = 0; i < written_.size(); ++i) {
            if (written_[i].race) check_race(written_[i]);
            if (!attach(i)) roots.push_back(i);
        }
        for (const std::size_t root : roots) emit(root);
        for (std::size_t i = 0; i < written_.size(); ++i) {
            if (emitted_.contains(i) || written_[i].declarations.empty()) continue;
            const DeclarationId id = written_[i].declarations.front();
            context_.error(kPlacementCycle,
                           context_.declarations[id.index].heading->placement->span,
                           fmt::format("`{}` is placed beside itself", context_.model.at(id).name),
                           "`before` and `after` form no circle");
            return;
        }
    }

  private:
    void check_race(const WrittenTurn& turn) {
        for (const DeclarationId id : turn.declarations) {
            const Declaration& declaration = context_.model.at(id);
            if (declaration.kind != DeclarationKind::Event ||
                declaration.timing.kind != TimingKind::Hazard) {
                context_.error(kWrongClause, declaration.span,
                               fmt::format("`{}` cannot race", declaration.name),
                               "a race is between events with `hazard` or `mean time`");
                continue;
            }
            if (declaration.site.exists())
                context_.model.sites[declaration.site.index].kind = SiteKind::Race;
        }
    }

    /// Hangs a turn that has a placement on its target.
    bool attach(std::size_t turn) {
        if (written_[turn].declarations.empty()) return false;
        const DeclarationInfo& info =
            context_.declarations[written_[turn].declarations.front().index];
        if (!info.heading->placement) return false;
        const ast::Placement& placement = *info.heading->placement;
        const Symbol* target =
            context_.resolve(info.home, placement.target, "rule, event, decision or vote");
        if (target == nullptr || target->kind == Symbol::Kind::Bad) return false;
        if (target->kind != Symbol::Kind::Declaration) {
            context_.error(kWrongThing, placement.target.span,
                           fmt::format("`{}` is {}", placement.target.names.back().text,
                                       describe(context_, *target)),
                           "expected a rule, an event, a decision or a vote");
            return false;
        }
        const auto found = turn_of_.find(DeclarationId{target->index});
        if (found == turn_of_.end()) return false;
        (placement.before ? before_ : after_)[found->second].push_back(turn);
        return true;
    }

    /// Writes a turn with what hangs on it; what hangs on that is written with it, without
    /// recursion.
    void emit(std::size_t root) {
        struct Open {
            std::size_t turn;
            bool self;  // what stands before it is written already
        };
        std::vector<Open> open = {{root, false}};
        while (!open.empty()) {
            const Open next = open.back();
            open.pop_back();
            if (next.self) {
                write(next.turn);
                continue;
            }
            emitted_.insert(next.turn);
            for (std::size_t i = after_[next.turn].size(); i-- > 0;)
                open.push_back({after_[next.turn][i], false});
            open.push_back({next.turn, true});
            for (std::size_t i = before_[next.turn].size(); i-- > 0;)
                open.push_back({before_[next.turn][i], false});
        }
    }

    void write(std::size_t turn) {
        Turn made;
        made.race = written_[turn].race;
        for (const DeclarationId id : written_[turn].declarations) {
            if (context_.model.at(id).timing.kind != TimingKind::Procedure)
                made.declarations.push_back(id);
        }
        if (!made.declarations.empty()) context_.model.order.push_back(std::move(made));
    }

    Context& context_;
    std::vector<WrittenTurn> written_;
    std::vector<std::vector<std::size_t>> before_, after_;
    std::map<DeclarationId, std::size_t> turn_of_;
    std::set<std::size_t> emitted_;
};

}  // namespace

void order_turns(Context& context, std::vector<WrittenTurn> written) {
    TurnOrder(context, std::move(written)).order();
}

}  // namespace jonbar
