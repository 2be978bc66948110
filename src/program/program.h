// The vector program: a scenario as instructions over columns (instructions.h), and the tables that
// say what its numbers mean.
//
// It leaves out seeds and noise keys: a program names its draw sites, the engine makes keys of the
// names for one seed. It holds all that a reader of results needs; nothing in it points into the
// model.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"
#include "base/source.h"
#include "model/model.h"
#include "model/tabled.h"
#include "program/imports.h"
#include "program/instructions.h"

namespace jonbar::program {

/// A place where a history can fail.
struct Fault {
    Span span;
    std::string where;  // the declaration or the cell: "rule drift", "person.resolve(trotsky)"
    std::string what;   // "division by zero"
};

enum class CounterKind {
    EventHistories,   // of an event, rule or procedure: histories in which it ran
    EventTimes,       // how often it ran, over all histories
    OptionHistories,  // of an option: histories in which it was ever chosen
    OptionTimes,
    VoteHeldHistories,
    VoteHeld,
    VoteCarriedHistories,
    VoteCarried,
    Branch,       // of an `if`: how often `option`, "then" or "else", was entered
    FiredInVain,  // how often a `fire` met what may not run
    Saturated,    // of a state's cells together: assignments outside the range
    Undone,       // of a what-if: how often cell `option`, which it holds, was set back
};

/// A number that a run adds up over all histories.
struct Counter {
    CounterKind kind = CounterKind::EventTimes;
    DeclarationKind declaration = DeclarationKind::Rule;  // of what is counted
    std::string name;  // "dies(lenin)", "person.resolve"; of a branch: the declaration it stands in
    std::string option;      // "strike_at(trotsky)", "then"
    bool procedure = false;  // it runs only when fired
    Span span;
};

/// A value of a chronicle line or an outcome: how it prints.
struct Printed {
    Type type;          // of a set: as many truths as its domain has members
    int decimals = -1;  // of a number; -1: as short as it is exact
    bool percent = false;
};

/// What a line of the chronicle tells, and the values it has.
enum class RecordKind {
    Say,    // those of the text
    Event,  // the entities of the instance; so the next two
    Procedure,
    Rule,
    Decision,  // it opens: instance, then the actor if it has one. Its Options and Chosen follow
    Option,    // it is there: its entity if it is over one, its worth. Odds are a softmax of worths
    Chosen,    // instance, then the option's entity if it is over one
    Vote,      // instance, yes, abstained, counted, all, bar (of counted), carried
    Election,  // instance, who is elected, votes of the best and the next, abstained, counted
};

/// A kind of line of a chronicle. A line is a record and the values added to it, in the order of
/// `pieces` with a value.
struct Record {
    struct Piece {
        std::string text;  // printed as it is, where there is no value
        std::optional<Printed> value;
    };
    RecordKind kind = RecordKind::Say;
    std::string name;    // of the declaration
    std::string option;  // of Option and Chosen
    bool over_entity =
        false;  // Option, Chosen: the option is over entities, the last one is its own
    std::vector<Piece> pieces;
    Span span;
};

/// An answer of a history: a state column that holds it after the last step.
struct OutcomeColumn {
    std::string name, label;
    OutcomeKind kind = OutcomeKind::Truth;
    Type type;
    Operand column;  // StateNumber or StateTruth, without a shape
    std::string none_text, unit;
};

/// The state columns of a state of the model, for those who read or print them: `width` columns a
/// cell (members of a set).
struct StateBlock {
    std::string name;
    Type type;
    Operand first;  // none: nothing reads it, or it is a constant
    std::uint32_t cell_count = 0;
    std::uint32_t width = 1;
    StateRole role = StateRole::Variable;
    bool kept = false;               // also if nothing reads it
    std::vector<std::string> cells;  // names of a Param's or Strength's cells: "push(fear)"
};

/// A number drawn at step 0: what nobody knows. The engine fills `column` before `init` runs, from
/// the noise of `site` at t = 0 (as DrawUniform of words `word` and `word` + 1, or as DrawWord) or
/// with a value of its own in (0, 1).
struct StartDraw {
    static constexpr std::uint32_t kNotImported = ~std::uint32_t{0};

    std::uint32_t site = 0;  // Program::site_names
    std::uint32_t word = 0;
    bool two_words = true;
    Operand column;  // StateNumber, without a shape
    /// Not drawn but taken from the scenario that is continued: ImportTable::values.
    std::uint32_t import = kNotImported;
};

/// What a fact weighs. Its two columns of numbers are state, one after the other: the log of the
/// factor by which the step changes the weight of the history (minus infinity: it cannot meet the
/// record any more), and the log of the look-ahead, by which alone the resampling at the end of the
/// step favours it. The engine sets both to 0 before `init`, each step in which the fact
/// weighs, and the one after.
struct FactColumns {
    std::string text;
    Span span;
    bool ending = false;
    bool forced = false;
    std::int64_t first_step = 0, last_step = 0;  // in which it weighs; -1: in `init`
    Operand log_factor;                          // the first of the two
    /// What a history did instead: the date when it last happened or carried (StateNumber), for the
    /// message of a record that no history can meet. None for other facts.
    Operand happened_on;
};

/// A what-if's interventions, or a cause's, which act in the histories that have it on.
struct SwitchColumns {
    std::string name;
    Operand on;  // StateTruth, set by the engine before `init`
    /// StateNumber: the first step in which it changes something, or, where it is not on, would; -1
    /// before the first; infinity: never.
    Operand touched;
    Operand offered;  // StateTruth: the option it chooses was ever offered. None without a choice
    std::int64_t first_step = -1;  // the earliest in which it may act
};

/// When an event, a vote or an option first happened, carried, was chosen: a StateNumber in ticks.
struct FirstDate {
    DeclarationKind kind = DeclarationKind::Event;
    std::string name;    // "dies(lenin)"
    std::string option;  // "strike_at(trotsky)", or empty
    Operand column;
};

enum class ImposedKind { Happening, Choice, Vote, Race, Draw, Election };

/// A site that Op::Impose settles: because the record tells its result, or because an altered world
/// is to follow the actual one. The layout of its numbers stands in docs/computation.md, Forcing.
struct Imposed {
    ImposedKind kind = ImposedKind::Happening;
    std::uint32_t slots = 1;       // options, voters, members of a race
    std::uint32_t key_stride = 0;  // keys from one value of the key index to the next
    std::uint32_t key_count = 1;   // values of the key index
    Coupling coupling = Coupling::Gumbel;
    Distribution distribution = Distribution::Normal;  // Draw; of a Vote's swing
    bool swing = false;                                // Vote
    bool of_cast = false;                              // Vote
    bool sized = false;    // Vote: `size` is written, voters draw two words
    bool abstain = false;  // Vote, Election: abstention is offered
    // Election
    std::uint32_t voters = 0;
    bool holds = false;  // it is held here, by its own noise, in all lanes; the record says nothing
    bool most = false;   // elected by most, without a bar
    bool run_off = false;  // between the two best, where none exceeds the bar
    Span span;
};

/// Where the numbers and keys of an election stand (docs/computation.md, Layout of Impose).
struct ElectionLayout {
    std::uint32_t voters = 0, slots = 0;
    bool abstain = false, run_off = false;

    // Numbers in.
    static constexpr std::uint32_t kWanted = 2, kBar = 3, kSwing = 4, kThere = 7;
    [[nodiscard]] std::uint32_t is_voter() const { return kThere + slots; }
    [[nodiscard]] std::uint32_t abstain_worth() const { return is_voter() + voters; }
    [[nodiscard]] std::uint32_t size() const { return abstain_worth() + voters; }
    [[nodiscard]] std::uint32_t weight() const { return size() + voters; }
    [[nodiscard]] std::uint32_t worth() const { return weight() + voters; }  // voter after voter
    [[nodiscard]] std::uint32_t in_count() const { return worth() + voters * slots; }
    // Numbers out.
    enum Out : std::uint32_t { Slot, Best, Next, Abstained, Counted, All, Margin, OutCount };
    // Keys: swings of the slots, votes of the first round, then of the second.
    [[nodiscard]] std::uint32_t votes(bool second) const {
        return slots + (second ? voters * (slots + (abstain ? 1 : 0)) : 0);
    }
    [[nodiscard]] std::uint32_t abstentions(bool second) const {
        return votes(second) + voters * slots;
    }
};

/// A vote whose odds Op::VoteOdds computes. Its numbers are the bar, three parameters of the swing,
/// then, each for all voters: whether he is one (0, 1), his worth of yes before the swing, of
/// abstaining, his size, his weight.
struct VoteOdds {
    std::uint32_t voters = 0;
    Distribution distribution = Distribution::Normal;  // of the swing
    bool swing = false;
    bool of_cast = false;
    bool abstain = false;
};

/// A call of a native function: of how many members it may be asked, and what it is told of them.
struct NativeCall {
    NativeFunction function = NativeFunction::RulingCoalition;
    std::uint32_t members = 0;  // of the domain
    std::uint32_t wholes = 0;   // numbers that belong to the call as a whole
    std::uint32_t columns = 0;  // numbers of each member
    bool by_quota = false;      // the first whole number is a quota, not a majority
    bool operator==(const NativeCall&) const = default;
};

enum class PauseKind {
    Turn,    // a decision is about to be decided, in all its instances
    Choice,  // an instance is decided by the player; Op::Pause tells its own slot and may get
             // another
};

/// A place where Op::Pause hands the histories to who runs them.
struct PausePlace {
    PauseKind kind = PauseKind::Turn;
    DeclarationId declaration;
    std::string name;    // of the declaration
    bool fired = false;  // Choice: not in its turn, but where something fires it
    /// Choice: the first slot of each option, then their number; an option over entities has one
    /// for each.
    std::vector<std::uint32_t> slot_first{};
};

struct Program {
    std::string title;
    Calendar calendar;
    std::uint32_t step_count = 0;
    std::vector<Domain> domains;  // those of the model

    /// Runs once a history, with noise at t = 0; before it all state columns are 0 and no.
    std::vector<Instruction> init;
    /// Runs once a step.
    std::vector<Instruction> step;

    std::uint32_t state_number_count = 0;
    std::uint32_t state_truth_count = 0;
    std::uint32_t scratch_number_count = 0;
    std::uint32_t scratch_truth_count = 0;
    std::uint32_t register_count = 0;

    std::vector<Shape> shapes = {Shape{}};
    std::vector<double> constants;
    std::vector<std::vector<double>> step_tables;  // each of `step_count`
    std::vector<std::string> site_names;           // NFC; the engine hashes them under a seed
    std::vector<FixedDistribution> tabled;         // each once; the engine tables their quantiles
    std::vector<Fault> faults;
    std::vector<Counter> counters;
    std::vector<Record> records;
    std::vector<OutcomeColumn> outcomes;
    std::vector<StateBlock> states;
    /// Empty unless asked for (LowerOptions::start_draws). Their columns are the first of the
    /// state, one after the other.
    std::vector<StartDraw> start_draws;
    std::vector<FactColumns> facts;
    std::vector<SwitchColumns> switches;
    std::vector<FirstDate> first_dates;
    std::vector<Imposed> imposed;
    std::vector<VoteOdds> odds;
    std::vector<NativeCall> natives;
    std::vector<PausePlace> pauses;
    /// What the histories begin with, where the scenario continues another; set by who runs it.
    /// Shared by all programs of a question, since it may be large.
    std::shared_ptr<const ImportTable> imports;
};

}  // namespace jonbar::program
