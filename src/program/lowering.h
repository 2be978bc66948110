// The walk from model to draft: what the files `lower_*.cpp` share.
//
// Expressions give *values*: operands, or blocks of truths for sets. A value is a temporary of its
// own or a column of state itself, which the next statement may change; who keeps a value across
// statements copies it (`kept`). A mask goes along with every evaluation; only checks and effects
// look at it. Entities are constants or loop registers wherever the text allows, and columns of
// indices elsewhere.

#pragma once

#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "program/draft.h"
#include "program/lower.h"
#include "program/scope.h"

namespace jonbar::program {

class Lowering {
  public:
    Lowering(const Model& model, const LowerOptions& options, Diagnostics& diagnostics);
    std::optional<Draft> run();

  private:
    // lowering.cpp: the whole
    void lay_out_states();
    void lower_initial_state();
    Scope cell_scope(const Cell& cell);
    void lower_step();
    void lower_outcomes();
    void lower_outcome(const Outcome& outcome, Operand column, Operand mask);
    void write_pasts(bool initial);
    void find_pasts(ExpressionId id, std::vector<std::uint32_t>& found) const;
    std::vector<std::uint32_t> pasts_readers_first() const;
    std::string name_of(const Declaration& declaration) const;
    std::string cell_label(const State& state, std::uint32_t cell) const;

    // lower_emit.cpp: instructions
    Operand emit(Instruction instruction);
    Operand number(Op op, Operand a, Operand b = {}, Operand c = {});
    Operand truth(Op op, Operand a, Operand b = {}, Operand c = {});
    Operand constant(double value) { return draft_.constant(value); }
    Operand new_number(std::uint32_t count = 1) { return draft_.columns(Place::Number, count); }
    Operand new_truth(std::uint32_t count = 1) { return draft_.columns(Place::Truth, count); }
    /// Returns a scratch variable that holds a value now.
    Operand number_variable(double value);
    Operand truth_variable(bool value);
    void store(Operand out, Operand value, Operand mask);
    void check(Op op, Operand value, Operand mask, Span span, std::string_view what);
    void check_finite(Operand value, Operand mask, Span span, std::string_view use);
    /// Returns both, where none is all.
    Operand both(Operand mask, Operand condition);
    Operand but_not(Operand mask, Operand condition);
    /// Returns a mask as a truth.
    Operand as_truth(Operand mask) { return mask.exists() ? mask : constant(1); }
    template <class Body>
    void inside(Instruction head, Body body);
    template <class Body>
    void skip_if_none(Operand mask, Body body);
    template <class Body>
    void skip_unless(Operand scalar, Body body);
    /// Runs body(index) over 0..count-1, or from `start`.
    template <class Body>
    void loop(std::uint32_t count, Body body, Operand start = {}) {
        run_loop(count, body, start, TableLoop{.closed = true, .writes = {}, .tables = {}});
    }
    /// As `loop`, for a body that only writes what it makes.
    template <class Body>
    void pure_loop(std::uint32_t count, Body body, Operand start = {}) {
        run_loop(count, body, start, TableLoop{.writes = {}, .tables = {}});
    }
    template <class Body>
    void run_loop(std::uint32_t count, Body body, Operand start, TableLoop about);
    Operand step_table(std::vector<double> values);
    Operand now();
    std::uint32_t fault(Span span, std::string_view what);
    bool full();  // over the limit: stop lowering

    // lower_expressions.cpp
    Value evaluate(ExpressionId id, const Scope& scope, Operand mask);
    Operand scalar(ExpressionId id, const Scope& scope, Operand mask) {
        return evaluate(id, scope, mask).operand;
    }
    std::vector<Value> evaluate_all(const std::vector<ExpressionId>& ids, const Scope& scope,
                                    Operand mask);
    Value choose(const Type& type, Operand condition, const Value& yes, const Value& no);
    Value unary(const Expression& e, const Scope& scope, Operand mask);
    Value binary(const Expression& e, const Scope& scope, Operand mask);
    Operand compare(const Expression& e, const Value& left, const Value& right);
    Operand same_set(const Value& left, const Value& right);
    Operand apply(const Expression& e, const std::vector<Value>& args, Operand mask);
    Value call(const Expression& e, const Scope& scope, Operand mask);
    Value otherwise(const Expression& e, const Scope& scope, Operand mask);
    Value set_literal(const Expression& e, const Scope& scope, Operand mask);
    Value query(const Expression& e, const Scope& scope, Operand mask);
    Value past(const Expression& e, const Scope& scope, Operand mask);
    Value draw(const Expression& e, const Scope& scope, Operand mask);
    Operand tabled_draw(const FixedDistribution& fixed, Operand uniform, Operand mask);
    Value either(const Expression& e, const Scope& scope, Operand mask);
    bool may_fault(ExpressionId id);
    bool may_fault_itself(const Expression& e);
    bool may_be_empty(const Aggregate& aggregate) const;
    bool guards_division(const Expression& e) const;
    Scope definition_scope(const Expression& e, const Scope& scope, Operand mask);
    Operand is_some(const Type& type, Operand value);
    double none_of(const Type& type) const;

    // lower_tables.cpp
    const Reads& reads_of(ExpressionId id);
    std::optional<std::uint32_t> plain_register(const Operand& operand) const;
    std::optional<Value> tabled(ExpressionId id, const Scope& scope);
    std::optional<Value> table_before(std::size_t before, ExpressionId id, const Scope& scope);
    Writes writes_of(const std::vector<StatementId>& body) const;
    std::optional<std::set<std::uint32_t>> registers_read(const Reads& reads,
                                                          const Scope& scope) const;
    static bool changes(const TableLoop& loop, const Reads& reads);
    void outside(std::size_t before, const std::function<void()>& body);

    // lower_natives.cpp
    Value native(ExpressionId id, const Scope& scope, Operand mask);
    NativeInputs native_inputs(const Expression& e, const Scope& scope, Operand mask);
    void native_members(const Expression& e, Scope& inner, Operand mask,
                        const NativeInputs& inputs);
    void native_pairs(const Expression& e, Scope& inner, Operand mask, const NativeInputs& inputs);
    Operand call_native(const Expression& e, const NativeInputs& inputs, Operand mask);
    void check_member(const Expression& e, const std::vector<Operand>& values, Operand mask);
    void check_whole(const Expression& e, const NativeInputs& inputs, Operand mask);
    void check_count(const Expression& e, const NativeInputs& inputs, Operand mask);
    Reads native_reads(const Expression& e);
    std::optional<Operand> native_before_loops(ExpressionId id, const Scope& scope);

    // lower_aggregates.cpp
    Value aggregate(const Expression& e, const Scope& scope, Operand mask);
    Value best_of(const Expression& e, Scope& inner, Operand mask);
    Value top_or_pick(const Expression& e, const Scope& scope, Scope& inner, Operand mask);
    template <class Body>
    void rows(const Aggregate& aggregate, Scope& inner, Operand mask, Body body);
    Operand membership(ExpressionId set, const Scope& scope, Operand index, Operand mask);
    bool is_lazy(ExpressionId set);
    Value element_wise(std::uint32_t width, const std::function<Operand(Operand)>& element);
    Value kept(const Value& value, const Type& type);

    // lower_cells.cpp
    Address address(Operand first, std::uint32_t width, const std::vector<DomainId>& domains,
                    const std::vector<Value>& at);
    bool is_static(const Operand& index, DomainId domain) const;
    Value load(const Address& address, const Type& type, std::uint32_t width);
    void write(const Address& address, std::uint32_t part, Operand value, Operand mask);
    void write_cell(StateId id, const std::vector<Value>& at, const Value& value, Operand mask);
    Address shifted(const Address& address, Operand part) const;
    Value load_state(const Expression& e, const Scope& scope, Operand mask);
    void assign_cell(StateId id, const std::vector<Value>& at, const Value& value, Operand mask,
                     Span span);
    std::uint32_t cells_of(const std::vector<DomainId>& domains) const;
    std::uint32_t size_of(DomainId id) const {
        return static_cast<std::uint32_t>(model_.at(id).members.size());
    }
    std::uint32_t width_of(const Type& type) const { return type.set ? size_of(type.domain) : 1; }
    static bool is_truth(const Type& type) { return type.set || type.base == BaseType::Truth; }

    // lower_series.cpp
    const FigureTables& figure_tables(StateId id);
    bool has_gaps(StateId id);
    Value load_series(const Expression& e, const Scope& scope, Operand mask);

    // lower_statements.cpp
    void run(const std::vector<StatementId>& body, Scope& scope);
    void run(StatementId id, Scope& scope);
    void assign(const Statement& statement, Scope& scope);
    void assign_set(const Statement& statement, const std::vector<Value>& at, const Value& value,
                    Scope& scope);
    void assign_later(const Statement& statement, const std::vector<Value>& at, const Value& value,
                      Scope& scope);
    void branch(StatementId id, const Statement& statement, Scope& scope);
    void run_for(const Statement& statement, Scope& scope);
    void run_together(const std::function<void()>& body, const std::vector<StatementId>& inside_of,
                      Scope& scope);
    void collect_writes(const std::vector<StatementId>& body,
                        std::map<std::uint32_t, unsigned>& ops,
                        std::set<std::uint32_t>& seen) const;
    void write_pending(Scope& scope);
    void write_pending_cell(StateId id, const Pending& pending, const std::vector<Value>& at,
                            Operand mask);
    bool may_end(const std::vector<StatementId>& body);
    bool may_end(DeclarationId id);

    // lower_turns.cpp
    void lower_family(DeclarationId id);
    void lower_race(const Turn& turn);
    void for_instances(const Declaration& declaration, bool first_phase,
                       const std::function<void(const std::vector<Operand>&)>& body);
    Scope instance_scope(DeclarationId id, const std::vector<Operand>& entities, Operand mask);
    void when_due(const Declaration& declaration, const std::function<void()>& body);
    Operand due(DeclarationId id, const Scope& scope);
    Plan plan_instance(DeclarationId id, Scope& scope, Operand due, bool fired);
    Plan plan_open(DeclarationId id, Scope& scope, Operand due, bool fired);
    Plan decide(DeclarationId id, Scope& scope, Operand open, bool fired);
    Operand hazard(const Declaration& declaration, const Scope& scope, Operand mask);
    Operand step_length(RateUnit unit);
    Operand happens(DeclarationId id, const Scope& scope, Operand chance, Operand mask);
    void act(DeclarationId id, Scope& scope, const Plan& plan, bool guarded);
    Operand may_not_run(DeclarationId id, const Scope& scope);
    void fire(const Statement& statement, Scope& scope);
    void fire_instance(const Statement& statement, const Scope& scope,
                       const std::vector<Operand>& entities, Operand mask);

    // lower_records.cpp
    void make_record(DeclarationId id);
    void make_counters(DeclarationId id);
    void make_first_dates(DeclarationId id);
    void note_first(Operand column, Operand mask);
    std::vector<std::string> option_labels(const Declaration& declaration,
                                           const RecordInfo& info) const;
    std::uint32_t instance_count(const Declaration& declaration) const;
    Operand instance_column(DeclarationId id, Operand first, const Scope& scope,
                            std::uint32_t width = 1);
    void store_record(DeclarationId id, Operand first, const Scope& scope, Operand value,
                      Operand mask);
    void write_record(DeclarationId id, const Scope& scope, const Plan& plan, Operand mask);
    std::string instance_label(const Declaration& declaration, std::uint32_t row) const;
    Operand counter(Counter counter);
    void tally(Operand counter, Operand mask);
    void tally_ever(Operand counter, Operand ever, Operand mask);

    // lower_decisions.cpp
    Plan choose_option(DeclarationId id, Scope& scope, Operand open, bool fired);
    Plan choose_of_two(DeclarationId id, const Scope& scope, Operand open,
                       const std::vector<Operand>& there, const std::vector<Operand>& worths);
    Operand worth(const Declaration& declaration, const Option& option, const Scope& scope,
                  Operand rationality, Operand there);
    void run_options(DeclarationId id, const Scope& scope, const Plan& plan);
    static std::size_t first_of_two(const Declaration& declaration);
    Plan hold_vote(DeclarationId id, Scope& scope, Operand open);

    // lower_election.cpp
    Plan hold_election(DeclarationId id, Scope& scope, Operand open);
    void tell_voters(DeclarationId id, Scope& scope, Operand open, Operand in,
                     const std::vector<Chosen>& choices);
    Keys election_keys(DeclarationId id, Scope scope);
    void trace_election(DeclarationId id, const Scope& scope, const Plan& plan, Operand mask);

    // lower_odds.cpp
    Value odds(const Expression& e, const Scope& scope, Operand mask);
    void store_odds(DeclarationId id, Scope& scope, Operand mask, Operand result);
    std::vector<Value> swing_parameters(const Expression& swing, const Scope& scope, Operand mask);
    /// Returns the expressions that tell who votes and how.
    static std::vector<ExpressionId> voting_parts(const Declaration& declaration);

    // lower_sites.cpp
    Keys keys(SiteId id, const Scope& scope);
    Keys slot_keys(const Declaration& declaration, const Scope& scope);
    Keys make_keys(const std::vector<BoundSite>& sites, const Scope& scope);
    Operand draw_op(Op op, const Keys& keys, std::uint32_t word);
    Value import(const Expression& e);
    Operand start_draw(Op op, const Keys& keys, std::uint32_t word);

    // lower_facts.cpp
    static bool runs_once(const Declaration& declaration);
    void make_facts();
    void draw_account(FactInfo& info);
    Operand fact_column(const FactInfo& info, Operand RecordInfo::*block);
    std::uint32_t slot_of(const Fact& fact) const;
    Operand by_step(const FactInfo& info, const AccountValue& value);
    Operand in_steps(const FactInfo& info,
                     const std::function<bool(const Account&, std::int64_t)>& so);
    Operand window_begin(const FactInfo& info);
    void when_weighed(const FactInfo& info,
                      const std::function<bool(const Account&, std::int64_t)>& so,
                      const std::function<void()>& body);
    void weigh_facts();
    void refuse(const FactInfo& info, Operand bad, Operand mask);
    void weigh_happening(const FactInfo& info);
    void weigh_choice(const FactInfo& info);
    void weigh_condition(const FactInfo& info);
    void weigh_measure(const FactInfo& info);

    // lower_impose.cpp, lower_imposed_sites.cpp
    void share_out_forcing();
    double code_at(const Fact& fact, const Account& account, std::int64_t step) const;
    Operand code_of(const FactInfo& info, bool turned);
    Operand matches(const std::vector<std::uint32_t>& instance, const Scope& scope);
    template <class Body>
    void where_forced(const FactInfo& info, const Scope& scope, Operand mask, Body body);
    bool is_forced(const FactInfo& info, DeclarationId id) const;
    Imposition imposition(std::uint32_t in_count, std::uint32_t out_count);
    void put(Operand block, std::uint32_t place, Operand value);
    void impose(const FactInfo* info, Imposed imposed, const Keys& keys, const Imposition& numbers,
                Operand mask);
    static Operand at_place(Operand block, std::uint32_t place);
    Coupling coupling_of(const Declaration& declaration) const;
    bool is_coupled(const Declaration& declaration) const;
    ForcedSteps forced_steps(DeclarationId id, const Scope& scope);
    void impose_choice(DeclarationId id, const Scope& scope, Operand open,
                       const Imposition& numbers, Operand slot);
    void impose_vote(DeclarationId id, const Scope& scope, Operand open, const Imposition& numbers,
                     const Plan& plan);
    void impose_race(const Turn& turn, const Imposition& numbers, std::uint32_t slots,
                     Operand winner);
    std::uint32_t race_slot(const Turn& turn, const FactInfo& info) const;
    Keys race_keys(const Turn& turn);
    Operand impose_draw(const Expression& e, const Scope& scope,
                        const std::vector<Value>& parameters, Operand drawn, Operand mask);
    Operand impose_happening(DeclarationId id, const Scope& scope, Operand chance, Operand result,
                             Operand mask);

    // lower_switches.cpp, lower_altered_turns.cpp
    void make_switches();
    void make_holds();
    template <class Visit>
    void each_intervention(InterventionKind kind, Visit visit);
    void when_between(std::int64_t first, std::int64_t last, const std::function<void()>& body);
    void touch(const SwitchInfo& info, Operand changed);
    Operand step_number();
    Operand on_and_alive(const SwitchInfo& info);
    Scope intervention_scope(const SwitchInfo& info, const Intervention& what);
    std::vector<Value> cell_indices(const State& state, std::uint32_t cell);
    Operand differs(const Type& type, const Value& one, const Value& other);
    Value bounded(const State& state, const Value& value);
    void set_cell(const SwitchInfo& info, const Intervention& what, std::uint32_t cell,
                  const Value& value);
    void intervene_initially(StateId state, std::uint32_t cell);
    void intervene();
    void set_back(StateId id, const Intervention* setter = nullptr);
    bool stands_after(const Intervention* one, const Intervention* other) const;
    void force(const SwitchInfo& info, const Intervention& what);
    void for_chosen(const Intervention& what,
                    const std::function<void(const std::vector<Operand>&)>& body);
    void run_body(const Intervention& what, Scope& scope);
    void probe(const SwitchInfo& info, const Intervention& what);
    Operand unblocked(DeclarationId id, const Scope& scope, Operand happens);
    Operand blocked_by(const SwitchInfo& info, DeclarationId id, const Scope& scope);
    Operand meant(const Intervention& what, const Scope& scope);
    std::vector<Chosen> choices_in(DeclarationId id, const Scope& scope);
    void offer(const std::vector<Chosen>& choices, Operand slot, Operand there);
    Operand chosen_slot(const std::vector<Chosen>& choices, Operand slot);
    bool is_fired(DeclarationId id) const {
        return model_.at(id).fired || fired_.contains(id.index);
    }

    // lower_play.cpp
    bool may_play(const Declaration& declaration) const;
    void pause(PausePlace place, Operand wanted, Operand own, Operand mask);
    void pause_turn(DeclarationId id);
    Operand played_slot(DeclarationId id, const Scope& scope, const Plan& plan, bool fired);

    // lower_trace.cpp
    void trace_line(Record record, const std::vector<std::pair<Value, Type>>& values, Operand mask);
    void say(const Statement& statement, const Scope& scope);
    std::vector<std::pair<Value, Type>> instance_values(DeclarationId id, const Scope& scope) const;

    const Model& model_;
    LowerOptions options_;
    Diagnostics& diagnostics_;
    Draft draft_;
    Code* code_ = nullptr;
    std::size_t emitted_ = 0;    // instructions
    std::size_t evaluated_ = 0;  // expressions
    bool overflowed_ = false;

    std::vector<StateInfo> states_;
    std::vector<RecordInfo> records_;
    std::map<std::uint32_t, FigureTables> figure_tables_;  // by state
    std::map<std::uint32_t, Operand> past_columns_;        // by past: [slot][tuple][member]
    std::map<std::uint32_t, std::uint32_t> rings_;         // by lag: its register
    Operand alive_;                                        // none: no history ends early
    bool in_init_ = false;
    bool lenient_ = false;                                 // inside `past`
    bool no_faults_ = false;                               // inside `say`
    std::string where_;                                    // for faults: what is being lowered
    Span place_;                                           // of what where_ names
    Span full_at_;                                         // where a limit was passed
    double turns_ = 1;                                     // of the loops around what is emitted
    double run_ = 0;                                       // instructions, each with its turns
    std::map<std::uint32_t, Pending>* pending_ = nullptr;  // inside `together`, by state
    std::vector<char> may_fault_;                          // 0: not known yet, 1: no, 2: yes
    std::vector<char> may_end_;                            // of declarations, likewise
    std::map<std::vector<double>, Operand> step_tables_;
    std::map<std::pair<std::uint32_t, bool>, Operand> branches_;
    Operand fired_in_vain_;
    std::map<std::string, std::uint32_t> fault_index_;
    std::vector<TableLoop> table_loops_;  // around what is being lowered, outermost first
    std::map<std::uint32_t, Reads> reads_;
    std::vector<FactInfo> facts_;
    const Drawn* drawn_ = nullptr;  // none outside assignments
    std::vector<SwitchInfo> switches_;
    std::vector<Hold> holds_;
    std::set<std::uint32_t> intervened_;  // states that interventions write
    std::set<std::uint32_t> fired_;       // declarations that they fire
};

template <class Body>
void Lowering::inside(Instruction head, Body body) {
    Node node{head, {}};
    Code* const outer = code_;
    code_ = &node.body;
    body();
    code_ = outer;
    if (!node.body.empty()) {
        code_->push_back(std::move(node));
        ++emitted_;
    }
}

template <class Body>
void Lowering::skip_if_none(Operand mask, Body body) {
    if (!mask.exists()) {
        body();
        return;
    }
    if (const auto known = draft_.constant_of(mask)) {
        if (*known != 0) {
            body();
        }
        return;
    }
    Instruction head;
    head.op = Op::SkipIfNone;
    head.mask = mask;
    inside(head, body);
}

/// Calls visit(info, intervention) for the interventions of a kind, in the order written.
template <class Visit>
void Lowering::each_intervention(InterventionKind kind, Visit visit) {
    for (const SwitchInfo& info : switches_) {
        for (const Intervention& what : info.made->interventions) {
            if (what.kind == kind) {
                visit(info, what);
            }
        }
    }
}

template <class Body>
void Lowering::skip_unless(Operand scalar, Body body) {
    Instruction head;
    head.op = Op::SkipUnless;
    head.a = scalar;
    inside(head, body);
}

/// Runs body(scope, mask) for the lanes of `mask` in which a fact forces the instance of a scope,
/// with the instance's entities as constants.
template <class Body>
void Lowering::where_forced(const FactInfo& info, const Scope& scope, Operand mask, Body body) {
    const Operand match = matches(info.fact->instance, scope);
    if (draft_.constant_of(match) == 0.0) {
        return;
    }
    Scope bound = scope;
    for (std::size_t i = 0; i < info.fact->instance.size(); ++i) {
        bound.locals[i] = {constant(info.fact->instance[i])};
    }
    const Operand reached = both(mask, match);
    skip_unless(step_table(info.forces_in),
                [&] { skip_if_none(reached, [&] { body(bound, reached); }); });
}

template <class Body>
void Lowering::run_loop(std::uint32_t count, Body body, Operand start, TableLoop about) {
    if (count == 0 || full()) {
        return;
    }
    if (count == 1 && !start.exists()) {
        body(constant(0));
        return;
    }
    Instruction head;
    head.op = Op::Loop;
    head.a = start;
    head.count = count;
    head.detail = draft_.new_register(count);
    const Operand index = index_operand(draft_, head.detail);
    about.outer = code_;
    about.reg = head.detail;
    table_loops_.push_back(std::move(about));
    const double outer = turns_;
    turns_ *= count;
    inside(head, [&] { body(index); });
    turns_ = outer;
    table_loops_.pop_back();
}

}  // namespace jonbar::program
