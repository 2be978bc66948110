// Native functions: by their definitions where these are short, for a few members; by src/politics,
// which has tests of its own, otherwise.

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "politics/alignment.h"
#include "politics/attrition.h"
#include "politics/bargain.h"
#include "politics/coalition.h"
#include "politics/exact_weights.h"
#include "politics/median.h"
#include "politics/power.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

namespace {

constexpr std::size_t kByDefinition = 6;

using Mask = std::uint32_t;

bool has(Mask mask, std::size_t member) { return ((mask >> member) & 1U) != 0; }

/// Adds `factor` times the weight of a coalition.
void add_weight(std::vector<politics::WeightTerm>& terms, const std::vector<double>& weights,
                Mask coalition, std::int64_t factor) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (has(coalition, i)) {
            terms.push_back({weights[i], factor});
        }
    }
}

/// The sign of weight(a) - weight(b).
int compare_weights(const std::vector<double>& weights, Mask a, Mask b) {
    std::vector<politics::WeightTerm> terms;
    add_weight(terms, weights, a, 1);
    add_weight(terms, weights, b, -1);
    return politics::exact_sign(terms);
}

bool exceeds(const std::vector<double>& weights, Mask part, Mask whole,
             const politics::Majority& majority) {
    std::vector<politics::WeightTerm> terms;
    add_weight(terms, weights, part, majority.denominator);
    add_weight(terms, weights, whole, -majority.numerator);
    return politics::exact_sign(terms) > 0;
}

bool wins(const std::vector<double>& weights, Mask coalition, const politics::WinningRule& rule) {
    const Mask all = (Mask{1} << weights.size()) - 1;
    if (rule.majority) {
        return exceeds(weights, coalition, all, *rule.majority);
    }
    std::vector<politics::WeightTerm> terms = {{rule.quota, -1}};
    add_weight(terms, weights, coalition, 1);
    return politics::exact_sign(terms) >= 0;
}

bool is_minimal(const std::vector<double>& weights, Mask coalition,
                const politics::WinningRule& rule) {
    bool minimal = wins(weights, coalition, rule);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        minimal = minimal && !(has(coalition, i) && wins(weights, coalition ^ (1U << i), rule));
    }
    return minimal;
}

/// The ruling coalition by its inductive definition: what becomes of each subset.
class Contest {
  public:
    Contest(std::vector<double> powers, politics::Majority majority)
        : powers_(std::move(powers)), majority_(majority) {}

    Mask ruling(Mask x) {
        const auto known = known_.find(x);
        if (known != known_.end()) {
            return known->second;
        }
        Mask best = x;
        for (Mask y = (x - 1) & x; y != 0; y = (y - 1) & x) {
            if (!exceeds(powers_, y, x, majority_) || ruling(y) != y) {
                continue;
            }
            const int sign = compare_weights(powers_, y, best);
            if (sign < 0 || (sign == 0 && politics::stands_before(y, best))) {
                best = y;
            }
        }
        known_[x] = best;
        return best;
    }

  private:
    std::vector<double> powers_;
    politics::Majority majority_;
    std::map<Mask, Mask> known_;
};

double factorial(std::size_t n) { return n == 0 ? 1 : static_cast<double>(n) * factorial(n - 1); }

/// Power indices by their definitions. Divisor and dividend are whole, so that one rounding is all.
std::vector<double> indices(NativeFunction function, const std::vector<double>& weights,
                            const politics::WinningRule& rule) {
    constexpr double kMultiple = 60;  // the least of 1 to 6
    const std::size_t n = weights.size();
    std::vector<double> shares(n);
    double whole = 0;
    for (Mask coalition = 0; coalition < (Mask{1} << n); ++coalition) {
        const auto size = static_cast<std::size_t>(__builtin_popcount(coalition));
        const bool minimal = is_minimal(weights, coalition, rule);
        for (std::size_t i = 0; i < n; ++i) {
            if (!has(coalition, i)) {
                continue;
            }
            const bool swing =
                wins(weights, coalition, rule) && !wins(weights, coalition ^ (Mask{1} << i), rule);
            double share = 0;
            if (function == NativeFunction::Banzhaf) {
                share = swing ? 1 : 0;
            } else if (function == NativeFunction::ShapleyShubik) {
                share = swing ? factorial(size - 1) * factorial(n - size) : 0;
            } else if (function == NativeFunction::DeeganPackel) {
                share = minimal ? kMultiple / static_cast<double>(size) : 0;
            } else {
                share = minimal ? 1 : 0;
            }
            shares[i] += share;
            whole += share;
        }
    }
    for (double& share : shares) {
        share = whole == 0 ? 0 : share / whole;
    }
    return shares;
}

politics::PowerIndex index_of(NativeFunction function) {
    switch (function) {
        case NativeFunction::ShapleyShubik:
            return politics::PowerIndex::ShapleyShubik;
        case NativeFunction::DeeganPackel:
            return politics::PowerIndex::DeeganPackel;
        case NativeFunction::Holler:
            return politics::PowerIndex::Holler;
        default:
            return politics::PowerIndex::Banzhaf;
    }
}

bool is_index(NativeFunction function) {
    return function == NativeFunction::Banzhaf || function == NativeFunction::ShapleyShubik ||
           function == NativeFunction::DeeganPackel || function == NativeFunction::Holler;
}

/// What a number of a member must be: above 0, at least 0, or any; and below 10^100.
bool is_allowed(NativeFunction function, std::size_t column, double number) {
    if (!(std::abs(number) < 1e100)) {
        return false;
    }
    if (function == NativeFunction::RulingCoalition) {
        return number > 0;
    }
    const bool place = column == 0 && (function == NativeFunction::WeightedMedian ||
                                       function == NativeFunction::Bargain);
    return place || number >= 0;
}

}  // namespace

Value Interpreter::native(const Expression& e, Scope& scope) {
    const Native& native = e.native;
    const bool index = is_index(native.function) || native.function == NativeFunction::Bargain;
    Told told;
    for (std::size_t i = 0; i + (index ? 1 : 0) < e.args.size(); ++i) {
        told.args.push_back(evaluate(e.args[i], scope));
    }
    check_whole(e, told);
    if (native.domain.exists()) {
        hear_members(e, told, scope);
        hear_pairs(e, told, scope);
    }
    if (native.function == NativeFunction::WeightedMedian && told.members.empty()) {
        fail(FaultKind::OfNothing, e.span);
    }
    const std::size_t most = native.function == NativeFunction::RulingCoalition
                                 ? politics::kCoalitionMembersMax
                             : native.function == NativeFunction::Alignment ? politics::kMaxAligned
                             : is_index(native.function) ? politics::kCountedVotersMax
                                                         : std::size_t{500};
    if (told.members.size() > most) {
        fail(FaultKind::NativeArgument, e.span);
    }
    if (!index) {
        return answer(e, told);
    }
    const double asked = number(e.args.back(), scope);
    const std::vector<double> numbers = power(e, told);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (told.members[i] == asked) {
            return {numbers[i], {}};
        }
    }
    return {0, {}};
}

void Interpreter::check_whole(const Expression& e, Told& told) const {
    const NativeFunction function = e.native.function;
    const auto require = [&](bool allowed) {
        if (!allowed) {
            fail(FaultKind::NativeArgument, e.span);
        }
    };
    if (!e.native.domain.exists()) {
        for (const Value& value : told.args) {
            require(value.number >= 0 && value.number < 1e100);
        }
        return;
    }
    const bool votes = is_index(function) || function == NativeFunction::RulingCoalition ||
                       function == NativeFunction::Winning ||
                       function == NativeFunction::MinimalWinning;
    if (e.native.by_quota) {
        told.rule.quota = told.args.front().number;
        require(told.rule.quota > 0 && told.rule.quota < 1e100);
    } else if (votes) {
        told.rule.majority = politics::majority_of(told.args.front().number);
        require(told.rule.majority.has_value());
    }
}

void Interpreter::hear_members(const Expression& e, Told& told, Scope& scope) {
    const Native& native = e.native;
    told.columns.resize(native.columns.size());
    for (const double member : elements(native.domain, native.set, scope)) {
        scope.locals[native.first].number = member;
        if (!open(native.where, scope)) {
            continue;
        }
        told.members.push_back(member);
        std::vector<double> said;
        for (const ExpressionId column : native.columns) {
            said.push_back(number(column, scope));
        }
        for (std::size_t column = 0; column < said.size(); ++column) {
            told.columns[column].push_back(said[column]);
            if (!is_allowed(native.function, column, said[column])) {
                fail(FaultKind::NativeArgument, e.span);
            }
        }
    }
}

void Interpreter::hear_pairs(const Expression& e, Told& told, Scope& scope) {
    if (!e.native.pair.exists()) {
        return;
    }
    for (const double first : told.members) {
        for (const double second : told.members) {
            scope.locals[e.native.first].number = first;
            scope.locals[e.native.second].number = second;
            const double said = first == second ? 0 : number(e.native.pair, scope);
            told.pairs.push_back(said);
            if (!(std::abs(said) < 1e100)) {
                fail(FaultKind::NativeArgument, e.span);
            }
        }
    }
}

/// Returns a set, or the one number or truth that a function gives.
Value Interpreter::answer(const Expression& e, const Told& told) const {
    const std::vector<double>& first = told.columns.empty() ? told.pairs : told.columns.front();
    switch (e.native.function) {
        case NativeFunction::RulingCoalition: {
            if (first.empty()) {
                return set_of(e, told, 0);
            }
            const bool few = first.size() <= kByDefinition;
            const Mask all = (Mask{1} << first.size()) - 1;
            return set_of(e, told,
                          few ? Contest(first, *told.rule.majority).ruling(all)
                              : politics::ruling_coalition(first, *told.rule.majority));
        }
        case NativeFunction::Component:
            return component(e, told);
        case NativeFunction::Winning:
        case NativeFunction::MinimalWinning: {
            std::vector<std::uint8_t> inside;
            Mask mask = 0;
            for (std::size_t i = 0; i < told.members.size(); ++i) {
                inside.push_back(
                    told.args.back().members[static_cast<std::size_t>(told.members[i])] ? 1 : 0);
                mask |= i < kByDefinition && inside.back() != 0 ? Mask{1} << i : 0;
            }
            const bool minimal = e.native.function == NativeFunction::MinimalWinning;
            const bool yes =
                inside.size() <= kByDefinition
                    ? (minimal ? is_minimal(first, mask, told.rule) : wins(first, mask, told.rule))
                    : (minimal ? politics::is_minimal_winning(first, inside, told.rule)
                               : politics::is_winning(first, inside, told.rule));
            return {yes ? 1.0 : 0.0, {}};
        }
        case NativeFunction::WeightedMedian:
            return {median(told.columns[0], told.columns[1]), {}};
        case NativeFunction::Alignment:
            return alignment(e, told);
        case NativeFunction::LanchesterSquare:
        case NativeFunction::LanchesterLinear:
        case NativeFunction::LanchesterMixed: {
            const auto law = e.native.function == NativeFunction::LanchesterSquare
                                 ? politics::AttritionLaw::Square
                             : e.native.function == NativeFunction::LanchesterLinear
                                 ? politics::AttritionLaw::Linear
                                 : politics::AttritionLaw::Mixed;
            const auto said = [&](std::size_t i) { return told.args[i].number; };
            return {politics::lanchester(law, {said(0), said(1)}, {said(2), said(3)}, said(4)).x,
                    {}};
        }
        case NativeFunction::Banzhaf:
        case NativeFunction::ShapleyShubik:
        case NativeFunction::DeeganPackel:
        case NativeFunction::Holler:
        case NativeFunction::Bargain:
            break;
    }
    return {};
}

/// Returns the number of each member of whom one may be asked.
std::vector<double> Interpreter::power(const Expression& e, const Told& told) {
    const std::vector<double>& weights = told.columns.front();
    if (e.native.function == NativeFunction::Bargain) {
        const double range = politics::position_range(told.columns[0]);
        if (!(range > 0)) {
            return told.columns[0];
        }
        politics::BargainScratch scratch;
        politics::bargain_round({told.columns[0], told.columns[1], told.columns[2]}, range, {},
                                scratch);
        return scratch.next;
    }
    if (weights.size() <= kByDefinition) {
        return indices(e.native.function, weights, told.rule);
    }
    return *politics::power_index(index_of(e.native.function), weights, told.rule);
}

Value Interpreter::set_of(const Expression& e, const Told& told, Mask mask) const {
    Value set{0, Members(domain_size(e.native.domain))};
    for (std::size_t i = 0; i < told.members.size(); ++i) {
        if (has(mask, i)) {
            set.members[static_cast<std::size_t>(told.members[i])] = true;
        }
    }
    return set;
}

Value Interpreter::alignment(const Expression& e, const Told& told) const {
    Mask start = 0;
    std::optional<std::size_t> asked;
    for (std::size_t i = 0; i < told.members.size(); ++i) {
        const double member = told.members[i];
        start |= told.args[1].members[static_cast<std::size_t>(member)] ? Mask{1} << i : 0;
        asked = member == told.args[0].number ? std::optional(i) : asked;
    }
    if (!asked) {
        return set_of(e, told, 0);
    }
    const Mask side = politics::align({told.columns.front(), told.pairs}, start);
    return set_of(e, told, has(side, *asked) ? side : ~side);
}

/// Returns those to whom chains lead, by following all pairs as often as there are members.
Value Interpreter::component(const Expression& e, const Told& told) const {
    Value set{0, Members(domain_size(e.native.domain))};
    const std::size_t n = told.members.size();
    std::vector<bool> reached(n);
    for (std::size_t i = 0; i < n; ++i) {
        reached[i] = told.members[i] == told.args.front().number;
    }
    for (std::size_t round = 0; round < n; ++round) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                const bool joined = told.pairs[i * n + j] != 0 || told.pairs[j * n + i] != 0;
                reached[j] = reached[j] || (reached[i] && joined);
            }
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        set.members[static_cast<std::size_t>(told.members[i])] = reached[i];
    }
    return set;
}

/// The smallest position up to which there is at least half of the weight.
double Interpreter::median(const std::vector<double>& positions,
                           const std::vector<double>& weights) {
    double found = std::numeric_limits<double>::infinity();
    for (const double position : positions) {
        std::vector<politics::WeightTerm> terms;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            terms.push_back({weights[i], positions[i] <= position ? 1 : -1});
        }
        if (politics::exact_sign(terms) >= 0) {
            found = std::min(found, position);
        }
    }
    return found;
}

}  // namespace jonbar::reference
