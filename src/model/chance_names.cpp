// The proof that a step reaches the name of a draw at most once.
//
// Within one declaration the checker has already made every name once. What is left is `fire`: an
// event fired twice runs once, but a procedure runs whenever it is fired, and what it draws is
// named by who fired it. So a declaration may fire a procedure that draws at one place only, unless
// the places exclude each other or name different entities. Last, all names of all instances are
// hashed: equal hashes would share their noise.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/siphash.h"
#include "model/check.h"
#include "model/fold.h"
#include "model/happenings.h"
#include "model/instances.h"
#include "model/site_name.h"
#include "model/walk.h"

namespace jonbar {
namespace {

/// At most this many names are compared.
constexpr std::uint64_t kNamesMax = 4'000'000;

class Proof {
  public:
    Proof(Context& context, const std::vector<std::vector<FirePlace>>& fires,
          const std::vector<QuestionChance>& questions, NameHash hash)
        : context_(context),
          model_(context.model),
          fires_(fires),
          questions_(questions),
          hash_(hash) {}

    void prove() {
        find_drawing();
        for (std::uint32_t i = 0; i < fires_.size(); ++i)
            compare_all(model_.declarations[i].name, fires_[i]);
        for (const QuestionChance& question : questions_)
            compare_all(question.owner, question.fires);
        compare_hashes();
    }

  private:
    /// Finds the procedures that draw, themselves or in procedures that they fire.
    void find_drawing() {
        draws_.assign(model_.declarations.size(), false);
        std::vector<std::vector<std::uint32_t>> fired_by(draws_.size());
        for (std::uint32_t i = 0; i < fires_.size(); ++i) {
            for (const FirePlace& place : fires_[i])
                fired_by[model_.at(place.statement).declaration.index].push_back(i);
        }
        std::vector<std::uint32_t> open;
        for (const Site& site : model_.sites) {
            if (!site.declaration.exists() || !site.in_procedure || draws_[site.declaration.index])
                continue;
            draws_[site.declaration.index] = true;
            open.push_back(site.declaration.index);
        }
        while (!open.empty()) {
            const std::uint32_t next = open.back();
            open.pop_back();
            for (const std::uint32_t by : fired_by[next]) {
                if (draws_[by] || model_.declarations[by].timing.kind != TimingKind::Procedure)
                    continue;
                draws_[by] = true;
                open.push_back(by);
            }
        }
    }

    void compare_all(const std::string& owner, const std::vector<FirePlace>& fires) {
        for (std::size_t a = 0; a < fires.size(); ++a) {
            for (std::size_t b = a + 1; b < fires.size(); ++b) compare(owner, fires[a], fires[b]);
        }
    }

    void compare(const std::string& owner, const FirePlace& left, const FirePlace& right) {
        const Statement& a = model_.at(left.statement);
        const Statement& b = model_.at(right.statement);
        if (a.declaration != b.declaration || !draws_[a.declaration.index] ||
            exclude(left.arms, right.arms))
            return;
        if (a.loops.size() != b.loops.size()) return;
        for (std::size_t i = 0; i < a.args.size(); ++i) {
            const std::optional<double> first = fold(model_, a.args[i]);
            const std::optional<double> second = fold(model_, b.args[i]);
            if (first && second && *first != *second) return;
        }
        context_.error(
            kFireTwice, b.span,
            fmt::format("`{}` fires `{}` twice, and what that draws would have one name", owner,
                        model_.at(a.declaration).name),
            fmt::format("the other is at {}; fire it once, or through a procedure of another name",
                        context_.place(a.span)));
    }

    void add(const Site& site, std::uint32_t index, const std::vector<double>& locals) {
        if (++count_ > kNamesMax) return;
        const std::string name = site_name(model_, site, locals);
        const auto [known, added] = hashes_.emplace(hash_(name), index);
        if (added) return;
        context_.error(kSameHash, site.span,
                       fmt::format("two draws have noise of one name: {}", name),
                       fmt::format("the other is at {}; give one another name: draw NAME = …",
                                   context_.place(model_.sites[known->second].span)));
    }

    /// Adds the names of a site in all instances and turns of the loops around it.
    void add_all(const Site& site, std::uint32_t index) {
        std::vector<LocalIndex> bound = site.instance;
        bound.insert(bound.end(), site.loops.begin(), site.loops.end());
        if (site.actor != kNoLocal) bound.push_back(site.actor);
        std::vector<DomainId> domains;
        const Frame& frame = model_.at(site.frame);
        for (const LocalIndex local : bound) domains.push_back(frame.locals[local].type.domain);
        if (tuple_count(model_, domains) > kNamesMax) {
            count_ = kNamesMax + 1;
            return;
        }
        std::vector<double> locals(frame.locals.size(), 0);
        for_each_tuple(model_, domains, [&](const Tuple& tuple) {
            if (site.sort_instance && site.declaration.exists() && tuple[0] >= tuple[1]) return;
            for (std::size_t i = 0; i < bound.size(); ++i) locals[bound[i]] = tuple[i];
            add(site, index, locals);
        });
    }

    void add_cell(const Cell& cell) {
        if (!cell.initial.exists() || count_ > kNamesMax) return;
        walk_expression(model_, cell.initial, [&](const Expression& expression) {
            if (!expression.site.exists()) return;
            add(model_.at(expression.site), expression.site.index, cell.bindings);
        });
    }

    void compare_hashes() {
        for (std::uint32_t i = 0; i < model_.sites.size() && count_ <= kNamesMax; ++i) {
            if (model_.sites[i].declaration.exists()) add_all(model_.sites[i], i);
        }
        for (std::uint32_t i = 0; i < model_.facts.size() && count_ <= kNamesMax; ++i) {
            const SiteId site = model_.facts[i].account_site;
            if (site.exists()) add(model_.at(site), site.index, {});
        }
        for (const QuestionChance& question : questions_) {
            for (const MadeSite& made : question.made)
                add_all(model_.at(made.site), made.site.index);
        }
        for (const State& state : model_.states) {
            for (const Cell& cell : state.cells) add_cell(cell);
        }
        // What is drawn anew is made once for all questions.
        std::map<std::pair<StateId, std::uint32_t>, const Cell*> redrawn;
        for_each_intervention(model_, [&](const Intervention& intervention) {
            for (std::size_t i = 0; i < intervention.redrawn.size(); ++i) {
                redrawn.emplace(std::pair(intervention.state, intervention.cells[i]),
                                &intervention.redrawn[i]);
            }
        });
        for (const auto& [place, cell] : redrawn) add_cell(*cell);
        if (count_ > kNamesMax) {
            context_.error(kTooLarge, {},
                           fmt::format("the scenario has more than {} names of draws", kNamesMax),
                           "use fewer entities, or families over fewer indices");
        }
    }

    Context& context_;
    const Model& model_;
    const std::vector<std::vector<FirePlace>>& fires_;
    const std::vector<QuestionChance>& questions_;
    NameHash hash_;
    std::vector<bool> draws_;
    std::unordered_map<std::uint64_t, std::uint32_t> hashes_;
    std::uint64_t count_ = 0;
};

}  // namespace

std::uint64_t hash_of_name(std::string_view name) { return base::site_key(0, name); }

void check_names_of_chance(Context& context, const std::vector<std::vector<FirePlace>>& fires,
                           const std::vector<QuestionChance>& questions, NameHash hash) {
    Proof(context, fires, questions, hash).prove();
}

}  // namespace jonbar
