#pragma once
// The interpreter behind the twin: the state of one history and the functions that move it.
//
// A fault leaves the history as an exception, and so does `end history`: in an interpreter that
// follows the tree this says best what happens, that nothing else is done.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "politics/power.h"
#include "tests/reference/history.h"

namespace jonbar::reference {

/// A running body, condition or definition: its locals, the declaration it belongs to, and the name
/// of what fired it if that is a procedure.
struct Scope {
    std::vector<Value> locals;
    DeclarationId declaration = {};
    std::string context = {};
    const Intervention* intervention = nullptr;  // whose statements these are
};

/// One instance of a declaration.
struct Instance {
    DeclarationId declaration;
    std::vector<double> entities;
    std::size_t index = 0;
};

/// What a decision takes.
struct Choice {
    std::uint32_t option = 0;
    double entity = kNobody;
    double odds = 1;
};

/// How a vote falls.
struct Tally {
    double yes = 0, abstained = 0, all = 0, margin = 0;
    bool carried = false;
    double elected = kNobody;  // of an election
};

/// An instance that happens, between the two phases of its turn.
struct Plan {
    Instance instance;
    Scope scope;
    Choice choice;
    Tally tally;
};

/// Where noise is read: a site's name, its key and the step.
struct Noise {
    std::uint64_t key = 0;
    std::uint32_t step = 0;
    std::uint64_t history = 0;

    double word(std::uint32_t index) const;
    double uniform(std::uint32_t first_word) const;
};

/// Returns the family of src/math that a distribution of the model is.
math::Family family_of(Distribution distribution);

/// Tells whether an event of probability p happens.
bool happens(const Noise& noise, double p);

class Interpreter {
  public:
    struct Settings {
        std::uint64_t seed = 0;
        std::uint64_t history = 0;
        bool lists_uses = false;
        bool weighs_facts = false;
        World world = {};
        std::vector<double> imports = {};  // of the scenario it continues, by crossing
    };
    Interpreter(const Model& model, Settings settings, Memo& memo);

    History run();

  private:
    struct HistoryEnds {};
    struct Pending {
        std::optional<Value> assigned;
        bool sums = false;
        double sum = 0;
        Members added, removed;
        Span span;
    };
    using Place = std::pair<std::uint32_t, std::size_t>;  // state, cell
    struct Happening {
        Instance instance;
        Choice choice;
        bool came = true;  // of a vote: it carried
    };

    // interpreter.cpp: the history as a whole
    void set_initial_state();
    void run_step();
    void end_step();
    double read_outcome(const Outcome& outcome);
    double now() const;
    [[noreturn]] void fail(FaultKind kind, Span span) const;
    void require_finite(double value, Span span) const;

    // places.cpp: cells and their indices
    std::size_t domain_size(DomainId id) const { return model_.at(id).members.size(); }
    std::size_t row_major(const std::vector<DomainId>& domains,
                          const std::vector<double>& at) const;
    std::optional<std::size_t> cell_at(const State& state, std::vector<double> at) const;
    Value nothing(const Type& type) const;
    double bounded(StateId id, double value);
    void check_storable(const Type& type, const Value& value, Span span) const;
    void store(StateId id, std::size_t cell, Value value, Span span);
    void write_pending();

    // expressions.cpp
    Value evaluate(ExpressionId id, Scope& scope);
    double number(ExpressionId id, Scope& scope) { return evaluate(id, scope).number; }
    bool truth(ExpressionId id, Scope& scope) { return evaluate(id, scope).number != 0; }
    bool open(ExpressionId condition, Scope& scope);
    std::vector<double> numbers(const std::vector<ExpressionId>& ids, Scope& scope);
    Value unary(const Expression& e, Scope& scope);
    Value binary(const Expression& e, Scope& scope);
    Value compare(const Expression& e, const Value& left, const Value& right) const;
    double arithmetic(const Expression& e, double left, double right) const;
    double apply(const Expression& e, const std::vector<double>& args) const;
    Value call(const Expression& e, Scope& scope);
    Value query(const Expression& e, Scope& scope);
    Value past(const Expression& e, Scope& scope);
    double figure(const Expression& e, std::size_t cell) const;
    std::vector<Value> past_column(const Past& past);

    // aggregates.cpp
    Value aggregate(const Expression& e, Scope& scope);
    std::vector<double> elements(DomainId domain, ExpressionId set, Scope& scope);
    Value fold(const Expression& e, const std::vector<double>& members, Scope& scope);
    Value best(const Expression& e, const std::vector<double>& members, Scope& scope);
    Value top(const Expression& e, const std::vector<double>& members, Scope& scope);
    Value pick(const Expression& e, const std::vector<double>& members, Scope& scope);
    Value of_highest(const Expression& e, std::vector<std::pair<double, double>> scored,
                     double count) const;

    // natives.cpp
    struct Told {
        std::vector<Value> args;
        std::vector<double> members;
        std::vector<std::vector<double>> columns;  // of each member who takes part
        std::vector<double> pairs;                 // rows first
        politics::WinningRule rule;
    };
    Value native(const Expression& e, Scope& scope);
    void check_whole(const Expression& e, Told& told) const;
    void hear_members(const Expression& e, Told& told, Scope& scope);
    void hear_pairs(const Expression& e, Told& told, Scope& scope);
    Value answer(const Expression& e, const Told& told) const;
    static std::vector<double> power(const Expression& e, const Told& told);
    Value set_of(const Expression& e, const Told& told, std::uint32_t mask) const;
    Value alignment(const Expression& e, const Told& told) const;
    Value component(const Expression& e, const Told& told) const;
    static double median(const std::vector<double>& positions, const std::vector<double>& weights);

    // draws.cpp
    Noise noise(SiteId id, const Scope& scope);
    math::Parameters parameters_of(const Expression& e, Scope& scope);
    double draw(const Expression& e, Scope& scope);
    Value either(const Expression& e, Scope& scope);

    // declarations.cpp: turns
    std::vector<Instance> instances(DeclarationId id) const;
    Scope scope_of(const Instance& instance) const;
    Record& record(const Instance& instance);
    bool may_run(const Instance& instance);
    bool is_due(const Instance& instance, Scope& scope);
    void run_turn(const Turn& turn);
    std::optional<Plan> plan(const Instance& instance);
    bool decide(Plan& plan, bool fired);
    double hazard(const Declaration& declaration, Scope& scope);
    std::optional<Plan> race(const Turn& turn);
    void act(Plan& plan);
    void fire(const Statement& statement, Scope& scope);

    // record.cpp: what the facts weigh
    void draw_accounts();
    void weigh_facts();
    double log_factor(std::size_t index);
    double log_factor_of_site(const Fact& fact, const Account& account, bool& met);
    double log_density(const Fact& fact);

    // interventions.cpp: what an altered world does
    bool acts(const Intervention& what) const;
    void touch(std::size_t alteration);
    void intervene();
    void intervene_initially(const Model::CellRef& place);
    void set(std::size_t alteration, const Intervention& what);
    void force(std::size_t alteration, const Intervention& what);
    void run_statements(std::size_t alteration, const Intervention& what);
    void set_back(StateId id, std::size_t cell);
    bool is_meant(const Intervention& what, const Instance& instance) const;
    bool blocks(const Alteration& alteration, const Instance& instance) const;
    bool is_blocked(const Instance& instance);
    void choose_instead(const Instance& instance, const std::vector<Choice>& there, Choice& taken);
    std::string context_of(const Statement& fire, const Scope& scope) const;

    // odds.cpp
    double odds(const Expression& e, Scope& scope);

    // decisions.cpp
    std::optional<Choice> choose(const Instance& instance, Scope& scope);
    Tally hold(const Declaration& declaration, Scope& scope);

    // elections.cpp
    struct Ballot;
    Tally elect(const Instance& instance, Scope& scope);

    // statements.cpp
    void run(const std::vector<StatementId>& body, Scope& scope);
    void run(const Statement& statement, StatementId id, Scope& scope);
    void assign(const Statement& statement, Scope& scope);
    void assign_later(const Statement& statement, std::size_t cell, const Value& value);
    void loop(const Statement& statement, Scope& scope);
    void say(const Statement& statement, Scope& scope);
    std::string text_of(const SayPiece& piece, Scope& scope);
    std::string text_of(const Type& type, const Value& value) const;
    void tell(std::string text) { history_.chronicle.push_back({step_, std::move(text)}); }

    const Model& model_;
    Settings settings_;
    Memo& memo_;
    History history_;
    std::int64_t step_ = -1;
    bool ended_ = false;
    std::vector<std::vector<Record>> records_;            // of every declaration and instance
    std::vector<std::vector<std::vector<Value>>> pasts_;  // of every past, at the end of each step
    std::vector<double> first_dates_;                     // of every outcome
    std::vector<std::optional<double>> read_;             // outcomes read at an earlier step
    bool together_ = false;
    std::map<Place, Pending> pending_;
    std::vector<Happening> happenings_;  // of this step
    std::vector<std::size_t> accounts_;  // of every fact: the one that is right
    std::vector<bool> met_;              // of every fact: it came, or held, in its window
    struct Held {
        Counters::Hold hold;
        const Intervention* what = nullptr;
        Value value;
    };
    std::vector<Held> held_;
};

}  // namespace jonbar::reference
