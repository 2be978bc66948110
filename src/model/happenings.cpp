#include "model/happenings.h"

#include <fmt/format.h>

#include <array>

namespace jonbar {
namespace {

class Happening {
  public:
    Happening(Context& context, Effects& effects, DeclarationId id)
        : context_(context), effects_(effects), id_(id), info_(context.declarations[id.index]) {
        const Declaration& declaration = context.model.at(id);
        scope_.home = info_.home;
        scope_.frame = declaration.frame;
        drawing_.base.declaration = id;
        drawing_.base.module = declaration.module;
        drawing_.base.owner = declaration.name;
        drawing_.base.frame = declaration.frame;
        drawing_.base.sort_instance = declaration.unordered;
        drawing_.forks = &forks_;
        drawing_.made = &made_;
        for (std::size_t i = 0; i < declaration.indices.size(); ++i) {
            const auto local = static_cast<LocalIndex>(i);
            drawing_.base.instance.push_back(local);
            scope_.locals.emplace_back(info_.heading->parameters[i].name.text, local);
        }
    }

    std::vector<FirePlace> check() {
        if (info_.bad) return {};
        open();
        if (const auto* rule = std::get_if<ast::RuleDecl>(&info_.decl->node))
            check_plain(rule->body);
        if (const auto* event = std::get_if<ast::EventDecl>(&info_.decl->node))
            check_plain(event->body);
        if (const auto* decision = std::get_if<ast::DecisionDecl>(&info_.decl->node))
            check_decision(*decision);
        if (const auto* vote = std::get_if<ast::VoteDecl>(&info_.decl->node)) check_vote(*vote);
        return std::move(fires_);
    }

  private:
    Declaration& declaration() { return context_.model.declarations[id_.index]; }
    Expressions expressions() { return {context_, scope_}; }

    /// The gate and the timing: what is read before anything happens.
    void open() {
        Checked gate;
        if (info_.heading->when.valid()) {
            gate = expressions().check_condition(info_.heading->when, "the condition after `when`");
            declaration().when = gate.id;
            scope_.learn(gate.when_true);
        }
        check_timing(context_, scope_, id_);
        drawing_.base.in_procedure = declaration().timing.kind == TimingKind::Procedure;
    }

    SiteId site(SiteKind kind, const std::string& name) {
        scope_.drawing = &drawing_;
        const SiteId made = expressions().make_site(kind, name, info_.heading->name.span);
        scope_.drawing = nullptr;
        return made;
    }

    std::vector<StatementId> body(const ast::Block& block) {
        const Shown before = scope_.known;
        // Another instance's body may have run since the conditions were read.
        if (!declaration().indices.empty()) scope_.forget(effects_.writes(id_));
        scope_.purpose = Purpose::Body;
        scope_.drawing = &drawing_;
        std::vector<StatementId> statements =
            Statements(context_, effects_, scope_, fires_).check(block);
        scope_.drawing = nullptr;
        scope_.purpose = Purpose::Condition;
        scope_.known = before;
        return statements;
    }

    void check_plain(const ast::Block& block) {
        const Timing& timing = declaration().timing;
        if (timing.kind == TimingKind::Hazard || timing.chance.exists()) {
            const SiteId made = site(SiteKind::Event, "");
            declaration().site = made;
        }
        std::vector<StatementId> statements = body(block);
        declaration().body = std::move(statements);
    }

    ExpressionId rationality() {
        const Symbol* symbol = context_.find(info_.home, "rationality");
        if (symbol == nullptr || symbol->kind != Symbol::Kind::State) return {};
        const State& state = context_.model.states[symbol->index];
        if (state.role != StateRole::Param || !state.indices.empty() || !is_number(state.type))
            return {};
        Expression load;
        load.kind = ExpressionKind::Load;
        load.type = state.type;
        load.span = state.span;
        load.state = StateId{symbol->index};
        return context_.add(std::move(load));
    }

    void check_actor(const ast::DecisionDecl& decision) {
        if (!decision.by.valid()) return;
        const Span span = context_.tree(info_.home)[decision.by].span;
        const Checked by = expressions().check(decision.by);
        if (by.bad) return;
        if (by.type.base != BaseType::Member || by.type.set ||
            context_.model.at(by.type.domain).is_enum) {
            context_.error(kWrongType, span,
                           fmt::format("{} cannot decide", context_.describe(by.type)),
                           "after `by` stands an entity");
            return;
        }
        declaration().by = by.id;
        const Expression& expression = context_.model.at(by.id);
        const bool instance = expression.kind == ExpressionKind::Local;
        Type type = by.type;
        type.optional = false;
        const LocalIndex actor = context_.add_local(scope_.frame, "by", type);
        declaration().actor = actor;
        if (!instance) drawing_.base.actor = actor;
        if (!by.type.optional) return;
        Reads reads;
        collect_reads(context_, by.id, reads);
        const std::string key = fact_key(context_.model, by.id);
        if (!key.empty()) scope_.known.push_back({key, std::move(reads.states)});
    }

    void check_decision(const ast::DecisionDecl& decision) {
        check_actor(decision);
        declaration().rationality = rationality();
        bool over = false;
        for (const Option& option : declaration().options) over |= option.over != kNoLocal;
        const bool pair = declaration().options.size() == 2 && !over;
        if (pair) {
            const SiteId made = site(SiteKind::Choice, "");
            declaration().site = made;
        }
        if (declaration().options.empty()) {
            context_.error(kWrongClause, info_.heading->name.span,
                           "a decision without options decides nothing");
        }
        const std::size_t fork = forks_++;
        for (std::size_t i = 0; i < decision.options.size(); ++i) {
            drawing_.arms = {{fork, static_cast<int>(i)}};
            check_option(decision.options[i], i, pair);
        }
        drawing_.arms.clear();
    }

    void check_option(const ast::Option& source, std::size_t index, bool pair) {
        const Shown before = scope_.known;
        const std::size_t visible = scope_.locals.size();
        Option made = declaration().options[index];
        if (made.over != kNoLocal) {
            scope_.locals.emplace_back(source.parameters[0].name.text, made.over);
            drawing_.base.loops = {made.over};
            drawing_.option_loops = 1;
        }
        if (!pair) made.site = site(SiteKind::Choice, made.name);
        if (source.when.valid()) {
            const Checked when =
                expressions().check_condition(source.when, "the condition of an option");
            made.when = when.id;
            scope_.learn(when.when_true);
        }
        const bool rate = source.worth_kind == ast::WorthKind::Rate;
        made.worth_kind = rate            ? WorthKind::Rate
                          : source.shared ? WorthKind::Shared
                                          : WorthKind::Plain;
        if (source.shared && made.over == kNoLocal) {
            context_.error(kWrongClause, source.span, "`shared` is for an option over entities",
                           fmt::format("expected option {}(x: KIND) …", made.name));
        }
        made.worth = rate ? expressions()
                                .check_as(source.worth, duration_type(), "the time of `worth rate`")
                                .id
                          : expressions().check_number(source.worth, "a worth").id;
        drawing_.inside = made.name;
        made.body = body(source.body);
        drawing_.inside.clear();
        drawing_.base.loops.clear();
        drawing_.option_loops = 0;
        scope_.locals.resize(visible);
        scope_.known = before;
        declaration().options[index] = std::move(made);
    }

    void check_vote(const ast::VoteDecl& source) {
        Vote vote;
        declaration().rationality = rationality();
        const Range among = expressions().check_range(source.among);
        if (source.proposals) {
            check_proposals(source, vote);
        }
        if (source.swing.valid()) {
            scope_.drawing = &drawing_;
            drawing_.place = "swing";
            const Checked swing =
                expressions().fitted(expressions().check_distribution(source.swing, nullptr),
                                     real_type(), info_.heading->name.span, "a swing");
            drawing_.place.clear();
            drawing_.base.loops.clear();
            scope_.drawing = nullptr;
            vote.swing = swing.id;
            if (!swing.bad && context_.model.at(swing.id).kind == ExpressionKind::Draw) {
                context_.model.sites[context_.model.at(swing.id).site.index].kind = SiteKind::Swing;
            }
        }
        if (source.quota.valid())
            vote.bar = expressions().check_number(source.quota, "the bar of a vote").id;
        vote.of_cast = source.base == ast::VoteBase::Cast;
        if (!among.bad) check_voter(source, among, vote);
        const std::size_t fork = forks_++;
        const std::array<const ast::Block*, 2> ends = {&source.carried,
                                                       source.lost ? &*source.lost : nullptr};
        for (int end = 0; end < 2; ++end) {
            if (ends[static_cast<std::size_t>(end)] == nullptr) continue;
            drawing_.inside = end == 1 ? "lost" : source.proposals ? "elected" : "carried";
            drawing_.arms = {{fork, end}};
            if (end == 0 && source.proposals) {
                check_elected(source);
                continue;
            }
            (end == 0 ? vote.carried : vote.lost) = body(*ends[static_cast<std::size_t>(end)]);
        }
        drawing_.inside.clear();
        drawing_.arms.clear();
        declaration().vote = std::move(vote);
    }

    /// What is voted for, each with its own swing.
    void check_proposals(const ast::VoteDecl& source, Vote& vote) {
        const LocalIndex over = declaration().options[0].over;
        vote.run_off = source.proposals->run_off;
        if (source.proposals->when.valid()) {
            scope_.locals.emplace_back(source.proposals->variable.text, over);
            const Checked when =
                expressions().check_condition(source.proposals->when, "the condition of an option");
            declaration().options[0].when = when.id;
            known_of_proposal_ = when.when_true;
            scope_.locals.pop_back();
        }
        drawing_.base.loops = {over};  // of the swing
    }

    /// What happens when one is elected.
    void check_elected(const ast::VoteDecl& source) {
        const Shown before = scope_.known;
        const LocalIndex over = declaration().options[0].over;
        scope_.locals.emplace_back(source.proposals->variable.text, over);
        scope_.learn(known_of_proposal_);
        drawing_.base.loops = {over};
        drawing_.option_loops = 1;
        std::vector<StatementId> statements = body(source.carried);
        declaration().options[0].body = std::move(statements);
        drawing_.base.loops.clear();
        drawing_.option_loops = 0;
        scope_.locals.pop_back();
        scope_.known = before;
    }

    void make_voter_sites(const ast::VoteDecl& source, Vote& vote) {
        const auto made = [&](std::vector<LocalIndex> loops, const char* place) {
            drawing_.base.loops = std::move(loops);
            const SiteId id = site(SiteKind::Voter, place);
            drawing_.base.loops.clear();
            return id;
        };
        if (!source.proposals) {
            vote.voter_site = made({vote.voter}, "vote");
            return;
        }
        const LocalIndex over = declaration().options[0].over;
        vote.voter_site = made({vote.voter, over}, "vote");
        if (source.abstain_worth.valid()) vote.abstain_site = made({vote.voter}, "abstain");
        if (!vote.run_off) return;
        vote.runoff_site = made({vote.voter, over}, "runoff");
        if (source.abstain_worth.valid())
            vote.runoff_abstain_site = made({vote.voter}, "runoff/abstain");
    }

    void check_voter(const ast::VoteDecl& source, const Range& among, Vote& vote) {
        vote.among = among.set.exists() ? among.set : whole(among.domain);
        vote.voter = context_.add_local(scope_.frame, source.voter.text, member_type(among.domain));
        scope_.locals.emplace_back(source.voter.text, vote.voter);
        make_voter_sites(source, vote);
        if (source.size.valid())
            vote.size =
                expressions().check_as(source.size, int_type(), "how many a voter stands for").id;
        if (source.weight.valid())
            vote.weight = expressions().check_number(source.weight, "the weight of a vote").id;
        if (source.proposals) {
            const Shown before = scope_.known;
            scope_.locals.emplace_back(source.proposals->variable.text,
                                       declaration().options[0].over);
            scope_.learn(known_of_proposal_);
            vote.yes = expressions().check_number(source.yes_worth, "the worth of a proposal").id;
            scope_.locals.pop_back();
            scope_.known = before;
        } else {
            vote.yes = expressions().check_number(source.yes_worth, "the worth of yes").id;
        }
        if (source.abstain_worth.valid()) {
            vote.abstain =
                expressions().check_number(source.abstain_worth, "the worth of abstaining").id;
        }
        scope_.locals.pop_back();
    }

    ExpressionId whole(DomainId domain) {
        Expression all;
        all.kind = ExpressionKind::Aggregate;
        all.type = set_type(domain);
        all.span = info_.heading->name.span;
        all.aggregate.op = AggregateOp::Collect;
        all.aggregate.domain = domain;
        all.aggregate.local = context_.add_local(scope_.frame, "", member_type(domain));
        return context_.add(std::move(all));
    }

    Context& context_;
    Effects& effects_;
    DeclarationId id_;
    const DeclarationInfo& info_;
    Scope scope_;
    Drawing drawing_;
    std::size_t forks_ = 0;
    Shown known_of_proposal_;
    std::vector<MadeSite> made_;
    std::vector<FirePlace> fires_;
};

}  // namespace

std::vector<FirePlace> check_happening(Context& context, Effects& effects, DeclarationId id) {
    return Happening(context, effects, id).check();
}

}  // namespace jonbar
