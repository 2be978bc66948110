#include <fmt/format.h>

#include "tests/reference/generator.h"

namespace jonbar::reference {

std::string Generator::colour() { return one_of(colours_); }

std::string Generator::colour_of(const Names& names) {
    switch (below(3)) {
        case 0:
            return colour();
        case 1:
            return "mood";
        default:
            return person(names) + ".shade";
    }
}

/// Returns an expression that is a set of people.
std::string Generator::people(int depth, Names names) {
    if (natives_ && depth > 0 && one_in(4)) {
        return native_set(depth, names);
    }
    switch (below(depth > 0 ? 8 : 3)) {
        case 0:
            return "crowd";
        case 1:
            return person(names) + ".circle";
        case 2:
            return fmt::format("{{{}, {}}}", person(names), person(names));
        case 3: {
            const std::string local = fresh("m");
            names.people.push_back(local);
            return fmt::format("{{{} in person where {}}}", local, condition(depth - 1, names));
        }
        case 4: {
            const std::string local = fresh("m");
            Names inner = names;
            inner.people.push_back(local);
            return fmt::format("top({}, {} in {}: {})", below(4), local,
                               one_of({"person", "crowd"}), real(depth - 1, inner));
        }
        case 5:
            return fmt::format("({} | {})", people(depth - 1, names), people(depth - 1, names));
        case 6:
            return fmt::format("({} & {})", people(depth - 1, names), people(depth - 1, names));
        default:
            return fmt::format("({} - {})", people(depth - 1, names), people(depth - 1, names));
    }
}

std::string Generator::optional_person(int depth, const Names& names) {
    switch (below(depth > 0 ? 5 : 3)) {
        case 0:
            return "chief";
        case 1:
            return person(names) + ".friend";
        case 2:
            return place(names) + ".keeper";
        case 3:
            return person(names);
        default: {
            const std::string local = fresh("m");
            Names inner = names;
            inner.people.push_back(local);
            return fmt::format("argmax({} in {} where {}: {})", local, one_of({"person", "crowd"}),
                               condition(depth - 1, inner), real(depth - 1, inner));
        }
    }
}

/// Returns a condition.
std::string Generator::condition(int depth, Names names) {
    if (depth <= 0) {
        switch (below(6)) {
            case 0:
                return "flag";
            case 1:
                return person(names) + ".alive";
            case 2:
                return place(names) + ".open";
            case 3:
                return fmt::format("near({}, {})", person(names), person(names));
            case 4:
                return fmt::format("holds({}, {})", place(names), person(names));
            default:
                return one_of({"coin", "level > 0", "tally >= 2", "mood == " + colour()});
        }
    }
    switch (below(13)) {
        case 0:
            return fmt::format("({} and {})", condition(depth - 1, names),
                               condition(depth - 1, names));
        case 1:
            return fmt::format("({} or {})", condition(depth - 1, names),
                               condition(depth - 1, names));
        case 2:
            return fmt::format("not {}", condition(depth - 1, names));
        case 3:
            return fmt::format("{} {} {}", real(depth - 1, names),
                               one_of({"<", "<=", ">", ">=", "==", "!="}), real(depth - 1, names));
        case 4:
            return fmt::format("{} {} {}", optional_person(depth - 1, names), one_of({"==", "!="}),
                               optional_person(0, names));
        case 5:
            return fmt::format("{} in {}", person(names), people(depth - 1, names));
        case 6:
            return fmt::format("{} {} {}", colour_of(names), one_of({"==", "!="}),
                               colour_of(names));
        case 7: {
            const std::string optional = one_of({"chief", person(names) + ".friend"});
            return fmt::format("({} is someone and {}.{} > {})", optional, optional,
                               one_of({"x", "y", "z", "n"}), decimal(-1, 2));
        }
        case 8:
            return names.calling && one_in(2)
                       ? fmt::format("{}({})", one_of(conditions_of_person_), person(names))
                       : condition(0, names);
        case 9: {
            const std::string local = fresh("m");
            Names inner = names;
            inner.people.push_back(local);
            return fmt::format("{}({} in {}: {})", one_of({"any", "all"}), local,
                               one_of({"person", "crowd"}), condition(depth - 1, inner));
        }
        case 10:
            if (names.history && !earlier_.empty()) {
                return asked_of(earlier_[below(earlier_.size())], names);
            }
            [[fallthrough]];
        case 11:
            if (names.history && one_in(2)) {
                return fmt::format("past({}, {})", condition(0, names),
                                   duration(1 + static_cast<int>(below(3))));
            }
            [[fallthrough]];
        default:
            return condition(0, names);
    }
}

/// Returns a condition on what a declaration did.
std::string Generator::asked_of(const Earlier& earlier, const Names& names) {
    const std::string site =
        earlier.of_person ? fmt::format("{}({})", earlier.name, person(names)) : earlier.name;
    if (earlier.kind == Earlier::Kind::Decision && one_in(2)) {
        return fmt::format("{} chose {}", site, one_of(earlier.options));
    }
    if (earlier.kind == Earlier::Kind::Vote && one_in(2)) {
        return one_of({fmt::format("{} carried", site), fmt::format("margin({}) > 0.1", site),
                       fmt::format("held({}) == now", site)});
    }
    if (earlier.kind == Earlier::Kind::Election && one_in(2)) {
        return one_of({fmt::format("{} elected {}", site, person(names)),
                       fmt::format("margin({}) > 0.1", site),
                       fmt::format("held({}) == now", site)});
    }
    switch (below(4)) {
        case 0:
            return fmt::format("since({}) {} {}", site, one_of({"<", "<=", ">", ">=", "==", "!="}),
                               duration(static_cast<int>(below(3)) + 1));
        case 1:
            return fmt::format("times({}) {} {}", site, one_of({">", "=="}), below(3));
        case 2:
            return fmt::format("on({}) {} last_time", site, one_of({"==", "!="}));
        default:
            return fmt::format("happened({})", site);
    }
}

std::string Generator::leaf(const Names& names) {
    if (!names.numbers.empty() && one_in(3)) {
        return one_of(names.numbers);
    }
    switch (below(9)) {
        case 0:
            return decimal(-2, 2);
        case 1:
            return fmt::format("{}.{}", person(names), one_of({"x", "y", "z", "n"}));
        case 2:
            return fmt::format("{}.size", place(names));
        case 3:
            return fmt::format("{}({}, {})", one_of({"tie", "bond"}), person(names), person(names));
        case 4:
            return fmt::format("support({}, {})", person(names), colour_of(names));
        case 5:
            return one_of({"level", "tally", "count0"});
        case 6:
            return one_of(params_);
        case 7:
            return fmt::format("push({})", colour_of(names));
        default:
            if (names.calling && one_in(2)) {
                return one_of(plain_definitions_);
            }
            return names.calling
                       ? fmt::format("{}({})", one_in(4) ? "bent" : one_of(definitions_of_person_),
                                     person(names))
                       : decimal(0, 1);
    }
}

/// Returns a real expression. It never faults, and stays finite where what it reads is.
std::string Generator::real(int depth, Names names) {
    if (depth <= 0) {
        return leaf(names);
    }
    switch (below(11)) {
        case 0:
            return fmt::format("({} + {})", real(depth - 1, names), real(depth - 1, names));
        case 1:
            return fmt::format("({} - {})", real(depth - 1, names), real(depth - 1, names));
        case 2:
            return fmt::format("({} * {})", leaf(names), real(depth - 1, names));
        case 3:
            return fmt::format("({} / (1 + abs({})))", real(depth - 1, names),
                               real(depth - 1, names));
        case 4:
            return fmt::format("(if {} then {} else {})", condition(depth - 1, names),
                               real(depth - 1, names), real(depth - 1, names));
        case 5:
            return function(depth, names);
        case 6:
            return aggregate(depth, names);
        case 7:
            if (names.history && !earlier_.empty()) {
                return record(names);
            }
            [[fallthrough]];
        case 8:
            if (names.history) {
                Names inner = names;
                inner.numbers.clear();  // what a past reads is state
                return fmt::format("past({}, {})", real(depth - 1, inner),
                                   duration(1 + static_cast<int>(below(4))));
            }
            [[fallthrough]];
        default:
            return leaf(names);
    }
}

std::string Generator::function(int depth, const Names& names) {
    const std::string x = real(depth - 1, names);
    switch (below(12)) {
        case 0:
            return fmt::format("exp(-abs({}))", x);
        case 1:
            return fmt::format("log(0.1 + abs({}))", x);
        case 2:
            return fmt::format("sqrt(abs({}))", x);
        case 3:
            return fmt::format("logistic({})", x);
        case 4:
            return fmt::format("tanh({})", x);
        case 5:
            return fmt::format("{}({})", one_of({"floor", "ceil", "round", "sign", "abs"}), x);
        case 6:
            return fmt::format("{}({}, {})", one_of({"min", "max"}), x, real(depth - 1, names));
        case 7:
            return fmt::format("clamp({}, {}, {})", x, decimal(-1, 0), decimal(0, 1));
        case 8:
            return fmt::format("({} / {})", x, decimal(0.5, 3));
        case 9:
            return fmt::format("{}({})", one_of({"sin", "cos"}), x);
        case 10:
            return fmt::format("max({}, {}, {})", x, leaf(names), leaf(names));
        default:
            return fmt::format("-{}", leaf(names));
    }
}

std::string Generator::aggregate(int depth, Names names) {
    if (natives_ && one_in(2)) {
        return native_number(depth, names);
    }
    const std::string local = fresh("m");
    Names inner = names;
    inner.people.push_back(local);
    switch (below(5)) {
        case 0:
            return fmt::format("sum({} in {} where {}: {})", local,
                               one_of({"person", people(0, names)}), condition(depth - 2, inner),
                               real(depth - 1, inner));
        case 1:
            return fmt::format("count({} in {} where {})", local, one_of({"person", "crowd"}),
                               condition(depth - 1, inner));
        case 2:
            return fmt::format("count({})", people(depth - 1, names));
        case 3:
            return fmt::format("{}({} in person: {})", one_of({"max", "min", "mean"}), local,
                               real(depth - 1, inner));
        default: {
            const std::string colour_local = fresh("c");
            return fmt::format("sum({} in colour: support({}, {}))", colour_local, person(names),
                               colour_local);
        }
    }
}

/// Returns a number that tells of what a declaration did.
std::string Generator::record(const Names& names) {
    const Earlier& earlier = earlier_[below(earlier_.size())];
    const std::string site =
        earlier.of_person ? fmt::format("{}({})", earlier.name, person(names)) : earlier.name;
    if (earlier.kind == Earlier::Kind::Vote && !one_in(3)) {
        return fmt::format("{}({})", one_of({"margin", "odds"}), site);
    }
    return fmt::format("times({})", site);
}

/// Returns a real expression between -1 and 1.
std::string Generator::small(int depth, const Names& names) {
    return fmt::format("tanh({})", real(depth, names));
}

}  // namespace jonbar::reference
