// The instructions of the vector program.
//
// A *column* holds one value for each history (lane) of a chunk: a *number* (a double) or a *truth*
// (a bit, 64 lanes a word). A set is a block of truth columns, one per member of its domain; an
// array of state is a block of columns in row-major order. *State columns* live as long as the
// history, *scratch columns* only within one run of a program. An instruction is applied to the
// whole chunk before the next one, so that dispatch is paid once for hundreds of histories.
//
// Values may be computed in all lanes, also in lanes where nobody wants them: what such a lane
// holds is without meaning, and an index out of range is harmless. Only *effects* (writing state,
// counting, faults) look at a *mask*, a truth column that tells the lanes meant; no mask means all
// lanes. The body of a SkipIfNone is for the lanes of its mask alone: masks in it lie within that
// mask, and what it leaves in other lanes nobody reads. Bits past the last lane of a chunk have no
// meaning either: what looks across lanes (skips, counts, faults) ignores them.
//
// Loops over entities stay loops: an operand is `base + sum of stride * register` over the loop
// registers. Entities known only within a history are columns of indices, and only gathers and
// scatters take them. What is the same in all lanes is a scalar operand: a constant (also a table
// of them, walked by loop registers), a value of this step, or a loop register itself.
//
// It leaves out seeds and noise keys: a program names its draw sites, the engine makes keys of the
// names for one seed. It holds all that a reader of results needs, and nothing in it points into
// the model.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace jonbar::program {

/// Histories in a chunk. An engine must give the same bits for any other number.
constexpr std::size_t kChunkLanes = 256;

/// Where an operand's value stands. In each case the place is `base` plus the offset of its shape.
enum class Place : std::uint8_t {
    None,         // no operand; as a mask: all lanes
    Number,       // scratch column of doubles
    Truth,        // scratch column of bits
    StateNumber,  // state column of doubles
    StateTruth,   // state column of bits
    Constant,     // Program::constants; as a truth: all lanes if it is not 0
    Step,         // Program::step_tables: the table's value for the step that runs; not in the init
                  // program
    Index,        // the number base + offset itself (a loop register as a value)
    Key,          // Program::site_names: the key of the site so named
    Counter,      // Program::counters
};

/// The part of an address that loop registers add: the sum of stride * register.
struct Shape {
    struct Term {
        std::uint32_t reg = 0;
        std::uint32_t stride = 0;
        bool operator==(const Term&) const = default;
    };
    std::vector<Term> terms;
    bool operator==(const Shape&) const = default;
};

/// An operand of an instruction. Shape 0 is the one without terms.
struct Operand {
    Place place = Place::None;
    std::uint32_t shape = 0;  // Program::shapes
    std::uint32_t base = 0;

    [[nodiscard]] constexpr bool exists() const { return place != Place::None; }
    bool operator==(const Operand&) const = default;
};

/// What an instruction does. `out`, `a`, `b`, `c`, `d` and `mask` are its operands, `count`,
/// `stride` and `detail` its numbers; the table below tells which it uses. Arithmetic is that of
/// docs/computation.md. An output may be one of the inputs, save in Gather, GatherTruth,
/// SelectTop, the native functions, Impose and VoteOdds.
// clang-format off
enum class Op : std::uint8_t {
    // Numbers from numbers.
    Copy,       // out = a
    Negate,     // out = -a
    Add,        // out = a + b
    Subtract,   // out = a - b
    Multiply,   // out = a * b
    Divide,     // out = a / b
    Modulo,     // out = a - b * floor(a / b)
    Power,      // out = a to the b
    Min,        // out = b < a ? b : a, NaN if either is
    Max,        // out = a < b ? b : a, NaN if either is
    Exp,        // out = exp(a), and so on to NormalCdf
    Log,
    Log1p,
    Expm1,
    Sqrt,
    Abs,
    Floor,
    Ceil,
    Round,      // halves away from zero
    Sign,       // 1, -1 or 0
    Sin,
    Cos,
    Tanh,
    Logistic,
    Logit,
    NormalCdf,
    YearOf,     // of a date in ticks of Program::calendar
    MonthOf,    // 1 to 12
    // out = -expm1(-(a * b)): the chance of a hazard a over a step of length b.
    HazardChance,
    // out = -expm1(-(a / b)): the chance that a step of a ticks ends a wait of mean b ticks.
    WaitingChance,
    // out = log(exp(-(a / b)) / -expm1(-(a / b))): the worth of waiting so.
    RateWorth,
    Select,     // out = a ? b : c, where a is a truth
    NumberOf,   // out = a ? 1 : 0, where a is a truth
    // out = column a + stride * i where i, the value of b, is whole and in [0, count); else c.
    Gather,

    // Truths.
    Equal,      // out = a == b as IEEE compares numbers; so the next three
    NotEqual,
    Less,
    LessEqual,
    CopyTruth,  // out = a
    Not,
    And,
    Or,
    AndNot,     // out = a and not b
    Xor,
    SelectTruth,  // out = a ? b : c
    GatherTruth,  // as Gather; without a `c`, no elsewhere

    // Chance. `a` is a Key. If there is a `b`, a column of indices i, each lane has the key of
    // name a + stride * i; where i is not whole or not in [0, count) any noise will do. The mask
    // of Happens, HappensLogistic and the quantiles tells the lanes of interest; the others may get anything.
    DrawUniform,  // out = the uniform of words `detail` and `detail` + 1
    DrawWord,     // out = (word `detail` + 1/2) / 2^32
    Happens,      // out = an event of probability c happens (words 0 and, on a tie, 1)
    HappensLogistic,  // out = what Happens gives where its c is logistic(c)
    Quantile,     // out = quantile at a of Distribution `detail` with parameters b, c, d
    LogDensity,   // out = log of the density or mass at a of Distribution `detail` with parameters b, c, d
    QuantileTabled,  // out = quantile at a by the table of Program::tabled[detail]

    // Accumulations: they read `out` and `out2`, and write them where `mask` is set.
    AddWhere,      // out = out + a
    KeepLargest,   // out, out2 = a, b where out2 == -1 or out < a
    KeepSmallest,  // out, out2 = a, b where out2 == -1 or a < out
    // Option b, a slot number that is a scalar, of worth a contends: out2 becomes b where out2 == -1 or
    // the score a - log(-log(u)), u = (word 0 + 1/2) / 2^32, is above that of the option standing; of
    // equal scores the one with the larger word 1 wins, of equal words the earlier. c is the Key of slot
    // 0, and a slot's is that many names on; d, if it exists, is a column of indices that move the keys
    // by `stride` names. out and the column after it are the engine's own: what it knows of the option
    // standing.
    Compete,
    // Truths out to out + count - 1 = whether the numbers a to a + count - 1 are among the c
    // largest of the candidates, truths b to b + count - 1. Of equals the earlier; it takes as long
    // as fewer than c are taken. All lanes.
    SelectTop,

    // Calls the native function Program::natives[detail] in the lanes of `mask`. a: its numbers, b: its
    // truths, as program/native_layout.h lays them out; out to out + count - 1: the set, or the numbers,
    // that it gives.
    NativeSet,
    NativeNumbers,

    // Settles the site Program::imposed[detail] in the lanes of `mask` where the record tells its
    // result, and in lanes of other worlds whose actual lane it did so settle, or, where choices are
    // not coupled by Gumbels, whose actual lane is in `mask`: out to out + stride - 1 hold what the
    // site gave by itself, and are changed in those lanes alone. a to a + count - 1 are its inputs, b
    // the key of its first draw, out2 the fact's two columns (none: no fact).
    Impose,

    // out = the probability with which vote Program::odds[detail] would carry, of numbers a to
    // a + count - 1, where `mask` is set.
    VoteOdds,

    // Writing where `mask` is set, to state or to scratch.
    Store,         // out = a
    StoreTruth,
    Scatter,       // column out + stride * i = a where i, the value of b, is whole, in [0, count)
    ScatterTruth,
    // out = a < b ? b : c < a ? c : a in all lanes; adds to Counter d, if it exists, the masked
    // lanes in which out is not a.
    Saturate,
    // out = what Saturate gives, where the mask is set; counts as it does. If `stride` is 1, faults as
    // CheckFinite does.
    StoreSaturated,

    // Faults: Program::faults[detail] in each masked lane in which this does not hold.
    CheckFinite,       // a is finite
    CheckNumber,       // a is not NaN
    CheckNonZero,      // a != 0
    CheckPositive,     // a > 0
    CheckNotNegative,  // a >= 0
    CheckUnit,         // 0 <= a <= 1
    CheckInsideUnit,   // 0 < a < 1
    CheckCount,        // a >= 0 and whole
    CheckInteger,      // -2^53 <= a <= 2^53
    CheckTrue,         // the truth a
    CheckParameters,   // a, b, c may be parameters of Distribution `stride`

    // Counting.
    Tally,      // Counter a += masked lanes
    TallyEver,  // Counter a += masked lanes that are not in out, a state truth; then out |= mask

    // Control. `target` is the number of the instruction that runs next if it jumps.
    // Register `detail` runs from the scalar a (none: 0) up to `count` - 1; not at all if a is not
    // below `count`: then it goes to `target`, past the matching EndLoop.
    Loop,
    EndLoop,      // `detail`, `count` as its Loop; `target`: the first instruction of the body
    SkipIfNone,   // goes to `target` if no lane is in `mask`
    SkipUnless,   // goes to `target` if the scalar a is 0
    SetRegister,  // register `detail` = the scalar a, a whole number >= 0

    // The chronicle, in programs lowered with `trace`.
    TraceBegin,   // opens a line, Program::records[detail], for the lanes of `mask`
    TraceNumber,  // adds a to the lines opened last
    TraceTruth,   // adds 1 or 0

    // In programs lowered for a player: hands the lanes of `mask` to who runs the histories, at
    // Program::pauses[detail]. He may write `out`; a is the slot that a decision takes by itself.
    Pause,
};
// clang-format on
constexpr std::size_t kOpCount = static_cast<std::size_t>(Op::Pause) + 1;

/// What passes and engines need to know of an instruction.
enum class Effect : std::uint8_t {
    Pure,        // `out` is a function of the other operands (and of noise)
    Accumulate,  // also of `out` itself
    Write,       // writes where the mask is set
    Check,       // may fault
    Count,       // counts
    Control,
    Trace,
    Pause,  // another may write `out`, or change the noise of what follows
};

/// One row of the table of instructions. Operands are told by letters: `n` a number (column or
/// scalar), `t` a truth, `N`, `T` the first of a block of columns, `k` a key, `c` a counter, `-`
/// not used; `?` after a letter: may be none.
struct OpInfo {
    Op op;
    std::string_view name;
    Effect effect;
    std::string_view outs;    // out, out2
    std::string_view inputs;  // a, b, c, d
    bool masked;              // looks at `mask`
};

// clang-format off
constexpr std::array<OpInfo, kOpCount> kOps = {{
    {Op::Copy, "copy", Effect::Pure, "n", "n", false},
    {Op::Negate, "negate", Effect::Pure, "n", "n", false},
    {Op::Add, "add", Effect::Pure, "n", "nn", false},
    {Op::Subtract, "subtract", Effect::Pure, "n", "nn", false},
    {Op::Multiply, "multiply", Effect::Pure, "n", "nn", false},
    {Op::Divide, "divide", Effect::Pure, "n", "nn", false},
    {Op::Modulo, "modulo", Effect::Pure, "n", "nn", false},
    {Op::Power, "power", Effect::Pure, "n", "nn", false},
    {Op::Min, "min", Effect::Pure, "n", "nn", false},
    {Op::Max, "max", Effect::Pure, "n", "nn", false},
    {Op::Exp, "exp", Effect::Pure, "n", "n", false},
    {Op::Log, "log", Effect::Pure, "n", "n", false},
    {Op::Log1p, "log1p", Effect::Pure, "n", "n", false},
    {Op::Expm1, "expm1", Effect::Pure, "n", "n", false},
    {Op::Sqrt, "sqrt", Effect::Pure, "n", "n", false},
    {Op::Abs, "abs", Effect::Pure, "n", "n", false},
    {Op::Floor, "floor", Effect::Pure, "n", "n", false},
    {Op::Ceil, "ceil", Effect::Pure, "n", "n", false},
    {Op::Round, "round", Effect::Pure, "n", "n", false},
    {Op::Sign, "sign", Effect::Pure, "n", "n", false},
    {Op::Sin, "sin", Effect::Pure, "n", "n", false},
    {Op::Cos, "cos", Effect::Pure, "n", "n", false},
    {Op::Tanh, "tanh", Effect::Pure, "n", "n", false},
    {Op::Logistic, "logistic", Effect::Pure, "n", "n", false},
    {Op::Logit, "logit", Effect::Pure, "n", "n", false},
    {Op::NormalCdf, "normal_cdf", Effect::Pure, "n", "n", false},
    {Op::YearOf, "year_of", Effect::Pure, "n", "n", false},
    {Op::MonthOf, "month_of", Effect::Pure, "n", "n", false},
    {Op::HazardChance, "hazard_chance", Effect::Pure, "n", "nn", false},
    {Op::WaitingChance, "waiting_chance", Effect::Pure, "n", "nn", false},
    {Op::RateWorth, "rate_worth", Effect::Pure, "n", "nn", false},
    {Op::Select, "select", Effect::Pure, "n", "tnn", false},
    {Op::NumberOf, "number_of", Effect::Pure, "n", "t", false},
    {Op::Gather, "gather", Effect::Pure, "n", "Nnn", false},
    {Op::Equal, "equal", Effect::Pure, "t", "nn", false},
    {Op::NotEqual, "not_equal", Effect::Pure, "t", "nn", false},
    {Op::Less, "less", Effect::Pure, "t", "nn", false},
    {Op::LessEqual, "less_equal", Effect::Pure, "t", "nn", false},
    {Op::CopyTruth, "copy_truth", Effect::Pure, "t", "t", false},
    {Op::Not, "not", Effect::Pure, "t", "t", false},
    {Op::And, "and", Effect::Pure, "t", "tt", false},
    {Op::Or, "or", Effect::Pure, "t", "tt", false},
    {Op::AndNot, "and_not", Effect::Pure, "t", "tt", false},
    {Op::Xor, "xor", Effect::Pure, "t", "tt", false},
    {Op::SelectTruth, "select_truth", Effect::Pure, "t", "ttt", false},
    {Op::GatherTruth, "gather_truth", Effect::Pure, "t", "Tnt?", false},
    {Op::DrawUniform, "draw_uniform", Effect::Pure, "n", "kn?", false},
    {Op::DrawWord, "draw_word", Effect::Pure, "n", "kn?", false},
    {Op::Happens, "happens", Effect::Pure, "t", "kn?n", true},
    {Op::HappensLogistic, "happens_logistic", Effect::Pure, "t", "kn?n", true},
    {Op::Quantile, "quantile", Effect::Pure, "n", "nnn?n?", true},
    {Op::LogDensity, "log_density", Effect::Pure, "n", "nnn?n?", true},
    {Op::QuantileTabled, "quantile_tabled", Effect::Pure, "n", "n", true},
    {Op::AddWhere, "add_where", Effect::Accumulate, "n", "n", true},
    {Op::KeepLargest, "keep_largest", Effect::Accumulate, "nn", "nn", true},
    {Op::KeepSmallest, "keep_smallest", Effect::Accumulate, "nn", "nn", true},
    {Op::Compete, "compete", Effect::Accumulate, "nn", "nnkn?", true},
    {Op::SelectTop, "select_top", Effect::Write, "T", "NTn", false},
    {Op::NativeSet, "native_set", Effect::Write, "T", "N?T?", true},
    {Op::NativeNumbers, "native_numbers", Effect::Write, "N", "N?T?", true},
    {Op::Impose, "impose", Effect::Accumulate, "NN?", "Nk", true},
    {Op::VoteOdds, "vote_odds", Effect::Write, "n", "N", true},
    {Op::Store, "store", Effect::Write, "n", "n", true},
    {Op::StoreTruth, "store_truth", Effect::Write, "t", "t", true},
    {Op::Scatter, "scatter", Effect::Write, "N", "nn", true},
    {Op::ScatterTruth, "scatter_truth", Effect::Write, "T", "tn", true},
    {Op::Saturate, "saturate", Effect::Count, "n", "nnnc?", true},
    {Op::StoreSaturated, "store_saturated", Effect::Count, "n", "nnnc?", true},
    {Op::CheckFinite, "check_finite", Effect::Check, "", "n", true},
    {Op::CheckNumber, "check_number", Effect::Check, "", "n", true},
    {Op::CheckNonZero, "check_non_zero", Effect::Check, "", "n", true},
    {Op::CheckPositive, "check_positive", Effect::Check, "", "n", true},
    {Op::CheckNotNegative, "check_not_negative", Effect::Check, "", "n", true},
    {Op::CheckUnit, "check_unit", Effect::Check, "", "n", true},
    {Op::CheckInsideUnit, "check_inside_unit", Effect::Check, "", "n", true},
    {Op::CheckCount, "check_count", Effect::Check, "", "n", true},
    {Op::CheckInteger, "check_integer", Effect::Check, "", "n", true},
    {Op::CheckTrue, "check_true", Effect::Check, "", "t", true},
    {Op::CheckParameters, "check_parameters", Effect::Check, "", "nn?n?", true},
    {Op::Tally, "tally", Effect::Count, "", "c", true},
    {Op::TallyEver, "tally_ever", Effect::Count, "t", "c", true},
    {Op::Loop, "loop", Effect::Control, "", "n?", false},
    {Op::EndLoop, "end_loop", Effect::Control, "", "", false},
    {Op::SkipIfNone, "skip_if_none", Effect::Control, "", "", true},
    {Op::SkipUnless, "skip_unless", Effect::Control, "", "n", false},
    {Op::SetRegister, "set_register", Effect::Control, "", "n", false},
    {Op::TraceBegin, "trace_begin", Effect::Trace, "", "", true},
    {Op::TraceNumber, "trace_number", Effect::Trace, "", "n", false},
    {Op::TraceTruth, "trace_truth", Effect::Trace, "", "t", false},
    {Op::Pause, "pause", Effect::Pause, "n?", "n?", true},
}};
// clang-format on

constexpr bool ops_in_order() {
    for (std::size_t i = 0; i < kOpCount; ++i) {
        if (kOps[i].op != static_cast<Op>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(ops_in_order(), "the table of instructions follows the order of Op");

constexpr const OpInfo& info(Op op) { return kOps[static_cast<std::size_t>(op)]; }

struct Instruction {
    Op op = Op::Copy;
    Operand out{}, out2{};
    Operand a{}, b{}, c{}, d{};
    Operand mask{};
    std::uint32_t count = 0;
    std::uint32_t stride = 0;
    std::uint32_t detail = 0;
    std::uint32_t target = 0;
    bool operator==(const Instruction&) const = default;
};

}  // namespace jonbar::program
