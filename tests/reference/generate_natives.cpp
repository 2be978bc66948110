// Native functions in random scenarios. What they are told is within their range but where faults
// are wanted.

#include <fmt/format.h>

#include "tests/reference/generator.h"

namespace jonbar::reference {

/// Returns a power, weight or size: above 0.
std::string Generator::strength_of(int depth, const Names& names) {
    if (faulty_natives_ && one_in(12)) {
        return real(depth - 1, names);
    }
    switch (below(4)) {
        case 0:
            return decimal(0.5, 4);
        case 1:
            return fmt::format("{}", 1 + below(6));
        default:
            return fmt::format("(0.05 + abs({}))", real(depth - 1, names));
    }
}

/// Returns `m in S where C: ` and adds the local to the names.
std::string Generator::members(int depth, Names& names, bool some) {
    const std::string set = one_in(3) ? people(depth - 1, names) : "person";
    const std::string local = fresh("m");
    names.people.push_back(local);
    if (some) {
        return local + " in person: ";
    }
    return one_in(2) ? fmt::format("{} in {}: ", local, set)
                     : fmt::format("{} in {} where {}: ", local, set, condition(depth - 2, names));
}

std::string Generator::bar(const Names& names) {
    switch (below(4)) {
        case 0:
            return "";
        case 1:
            return ", quota " + decimal(0.5, 6);
        case 2:
            return one_of({", majority 1 / 2", ", majority 2 / 3", ", majority 0.6"});
        default:
            return fmt::format(", majority clamp(abs({}), 0.5, 0.9)", leaf(names));
    }
}

/// Returns a set of people that a native function gives.
std::string Generator::native_set(int depth, const Names& names) {
    Names inner = names;
    switch (below(4)) {
        case 0:
            return fmt::format("component({} in {} via near)", person(names),
                               one_of({"person", people(depth - 1, names)}));
        case 1: {
            const std::string first = fresh("m");
            const std::string second = fresh("m");
            inner.people.push_back(first);
            const std::string size = strength_of(depth - 1, inner);
            inner.people.push_back(second);
            const std::string from = one_in(2) ? ", from " + people(depth - 1, names) : "";
            return fmt::format("alignment({}, {} in {}: size {}, propensity {}, with {}{})", first,
                               second, one_of({"person", "crowd"}), size, real(depth - 1, inner),
                               person(names), from);
        }
        default: {
            const std::string over = members(depth, inner, false);
            const std::string share = one_in(2) ? ", majority 3 / 5" : "";
            return fmt::format("ruling_coalition({}{}{})", over, strength_of(depth, inner), share);
        }
    }
}

/// Returns a number that a native function gives.
std::string Generator::native_number(int depth, const Names& names) {
    Names inner = names;
    switch (below(9)) {
        case 0: {
            const std::string over = members(depth, inner, true);
            const std::string weight = strength_of(depth, inner);
            return fmt::format("weighted_median({}{}, weight {})", over, real(depth - 1, inner),
                               weight);
        }
        case 1: {
            const std::string over = members(depth, inner, false);
            return fmt::format("bargain({}position tanh({}), capability {}, salience {}, of {})",
                               over, real(depth - 1, inner), strength_of(depth, inner),
                               decimal(0, 1), person(names));
        }
        case 2: {
            const std::string over = members(depth, inner, true);
            const std::string weight = strength_of(depth, inner);
            return fmt::format("degroot({}{}, weight {})", over, real(depth - 1, inner), weight);
        }
        case 3: {
            const std::string over = members(depth, inner, false);
            return fmt::format("hegselmann_krause({}{}, near {}, within {})", over,
                               real(depth - 1, inner), leaf(names), decimal(0, 2));
        }
        case 4: {
            const std::string over = members(depth, inner, false);
            return fmt::format("(if granovetter({}{}, threshold {}) then 1 else 0)", over,
                               condition(depth - 1, inner), below(4));
        }
        case 5: {
            const std::string over = members(depth, inner, false);
            const std::string weight = strength_of(depth, inner);
            return fmt::format("(if {}({}{}{}, with {}) then 1 else 0)",
                               one_of({"winning", "minimal_winning"}), over, weight, bar(names),
                               people(depth - 1, names));
        }
        case 6:
            return fmt::format("{}(abs({}), {}, {}, {}, {})",
                               one_of({"lanchester", "lanchester_linear", "lanchester_mixed"}),
                               leaf(names), decimal(0, 3), decimal(0, 1), decimal(0, 1),
                               decimal(0, 4));
        default: {
            const std::string over = members(depth, inner, false);
            const std::string weight = strength_of(depth, inner);
            return fmt::format("{}({}{}{}, of {})",
                               one_of({"banzhaf", "shapley_shubik", "deegan_packel", "holler"}),
                               over, weight, bar(names), person(names));
        }
    }
}

}  // namespace jonbar::reference
