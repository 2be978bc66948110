#pragma once
// The table of kernels for the instruction set that the including file is built for.

#include "engine/chance_kernels_inl.h"
#include "engine/check_kernels_inl.h"
#include "engine/choice_kernel_inl.h"
#include "engine/number_kernels_inl.h"
#include "engine/quantile_kernels_inl.h"
#include "engine/truth_kernels_inl.h"
#include "engine/write_kernels_inl.h"

namespace jonbar::engine {

static constexpr Kernel kernel_of(program::Op op) {
    using program::Op;
    switch (op) {
        case Op::Copy:
            return copy;
        case Op::Negate:
            return negate;
        case Op::Add:
            return add;
        case Op::Subtract:
            return subtract;
        case Op::Multiply:
            return multiply;
        case Op::Divide:
            return divide;
        case Op::Modulo:
            return modulo;
        case Op::Power:
            return power;
        case Op::Sin:
            return sin;
        case Op::Cos:
            return cos;
        case Op::Min:
            return min;
        case Op::Max:
            return max;
        case Op::Exp:
            return exp;
        case Op::Log:
            return log;
        case Op::Log1p:
            return log1p;
        case Op::Expm1:
            return expm1;
        case Op::Sqrt:
            return sqrt;
        case Op::Abs:
            return abs;
        case Op::Floor:
            return floor;
        case Op::Ceil:
            return ceil;
        case Op::Round:
            return round;
        case Op::Sign:
            return sign;
        case Op::Tanh:
            return tanh;
        case Op::Logistic:
            return logistic;
        case Op::Logit:
            return logit;
        case Op::NormalCdf:
            return normal_cdf;
        case Op::YearOf:
            return year_of;
        case Op::MonthOf:
            return month_of;
        case Op::HazardChance:
            return hazard_chance;
        case Op::WaitingChance:
            return waiting_chance;
        case Op::RateWorth:
            return rate_worth;
        case Op::Select:
            return select_number;
        case Op::NumberOf:
            return number_of;
        case Op::Gather:
            return gather_number;
        case Op::Equal:
            return equal;
        case Op::NotEqual:
            return not_equal;
        case Op::Less:
            return less;
        case Op::LessEqual:
            return less_equal;
        case Op::CopyTruth:
            return copy_truth;
        case Op::Not:
            return negate_truth;
        case Op::And:
            return both;
        case Op::Or:
            return either;
        case Op::AndNot:
            return and_not;
        case Op::Xor:
            return differ;
        case Op::SelectTruth:
            return select_truth;
        case Op::GatherTruth:
            return gather_truth;
        case Op::DrawUniform:
            return draw_uniform;
        case Op::DrawWord:
            return draw_word;
        case Op::Happens:
            return happens;
        case Op::HappensLogistic:
            return happens_logistic;
        case Op::Quantile:
            return quantile;
        case Op::LogDensity:
            return log_density;
        case Op::QuantileTabled:
            return quantile_tabled;
        case Op::AddWhere:
            return add_where;
        case Op::KeepLargest:
            return keep_largest;
        case Op::KeepSmallest:
            return keep_smallest;
        case Op::Compete:
            return compete;
        case Op::SelectTop:
            return select_top;
        case Op::NativeSet:
            return native_set;
        case Op::NativeNumbers:
            return native_numbers;
        case Op::Store:
            return store_number;
        case Op::StoreTruth:
            return store_truth;
        case Op::Scatter:
            return scatter_number;
        case Op::ScatterTruth:
            return scatter_truth;
        case Op::Saturate:
            return saturate;
        case Op::StoreSaturated:
            return store_saturated;
        case Op::CheckFinite:
            return check_finite;
        case Op::CheckNumber:
            return check_number;
        case Op::CheckNonZero:
            return check_non_zero;
        case Op::CheckPositive:
            return check_positive;
        case Op::CheckNotNegative:
            return check_not_negative;
        case Op::CheckUnit:
            return check_unit;
        case Op::CheckInsideUnit:
            return check_inside_unit;
        case Op::CheckCount:
            return check_count;
        case Op::CheckInteger:
            return check_integer;
        case Op::CheckTrue:
            return check_true;
        case Op::CheckParameters:
            return check_parameters;
        case Op::Tally:
            return tally;
        case Op::TallyEver:
            return tally_ever;
        case Op::Impose:
            return impose;
        case Op::VoteOdds:
            return find_vote_odds;
        case Op::Loop:
        case Op::EndLoop:
        case Op::SkipIfNone:
        case Op::SkipUnless:
        case Op::SetRegister:
        case Op::TraceBegin:
        case Op::TraceNumber:
        case Op::TraceTruth:
        case Op::Pause:
            break;
    }
    return nullptr;
}

static constexpr KernelTable make_kernel_table() {
    KernelTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = kernel_of(static_cast<program::Op>(i));
    }
    return table;
}

static constexpr KernelTable kKernelsHere = make_kernel_table();

}  // namespace jonbar::engine
