#include <fmt/format.h>

#include <algorithm>

#include "tests/reference/generator.h"

namespace jonbar::reference {

Names Generator::names_in_body(bool family) {
    Names names{entities_, places_};
    names.drawing = true;
    if (family) {
        names.people.push_back("p");
        names.people.push_back("p");
    }
    return names;
}

std::string Generator::statements(int depth, Names& names, int count) {
    std::string text = "{\n";
    Names inner = names;
    for (int i = 0; i < count; ++i) {
        text += "    " + statement(depth, inner) + "\n";
    }
    return text + "  }";
}

std::string Generator::statement(int depth, Names& names) {
    switch (below(depth > 0 ? 10 : 4)) {
        case 0:
        case 1:
        case 2:
            return assignment(depth, names);
        case 3: {
            const std::string local = fresh("v");
            const std::string text = names.drawing && one_in(2)
                                         ? fmt::format("draw {} = {}", local, distribution())
                                         : fmt::format("let {} = {}", local, real(depth, names));
            names.numbers.push_back(local);
            return text;
        }
        case 4: {
            std::string text =
                fmt::format("if {} {}", condition(depth, names),
                            statements(depth - 1, names, 1 + static_cast<int>(below(2))));
            return one_in(2) ? text + " else " + statements(depth - 1, names, 1) : text;
        }
        case 5: {
            const std::string local = fresh("q");
            Names inner = names;
            inner.people.push_back(local);
            const std::string where =
                one_in(2) ? fmt::format(" where {}", condition(depth - 1, inner)) : "";
            return fmt::format("for {} in {}{} {}", local, one_of({"person", people(1, names)}),
                               where, statements(depth - 1, inner, 1 + static_cast<int>(below(2))));
        }
        case 6:
            return together(depth, names);
        case 7:
            return fire(names);
        case 8:
            return fmt::format("say \"{{{}}} and {{{}:.2f}}\"", person(names), real(1, names));
        default:
            if (one_in(8)) {
                return fmt::format("if {} > 2.5 {{ end history }}", real(1, names));
            }
            return assignment(depth, names);
    }
}

std::string Generator::assignment(int depth, Names& names) {
    const std::string who = person(names);
    const int deep = depth > 2 ? 2 : depth;
    switch (below(18)) {
        case 0:
            return fmt::format("{}.x {} {}", who, one_of({"=", "+=", "-="}), small(deep, names));
        case 1:
            return fmt::format("{}.y {} {}", who, one_of({"=", "+=", "-=", "*="}),
                               small(deep, names));
        case 2:
            return fmt::format("{}.z *= logistic({})", who, real(deep, names));
        case 3:
            return fmt::format(
                "{}.n = {}", who,
                one_of({std::to_string(below(9)), fmt::format("count({})", people(1, names))}));
        case 4:
            return fmt::format("{}.alive = {}", who, one_of({"yes", "no", condition(deep, names)}));
        case 5:
            return fmt::format("{}.friend = {}", who,
                               one_in(4) ? "none" : optional_person(deep, names));
        case 6:
            return fmt::format("{}.shade = {}", who, colour_of(names));
        case 7:
            return fmt::format("{}.marked = now  last_time = now + {}", who,
                               duration(static_cast<int>(below(3)) + 1));
        case 8:
            return fmt::format("{}.circle {} {}", who, one_of({"=", "+=", "-="}),
                               people(deep, names));
        case 9:
            return fmt::format("crowd {} {}", one_of({"+=", "-="}), who);
        case 10:
            return fmt::format("tie({}, {}) {} {}", who, person(names), one_of({"=", "+=", "-="}),
                               small(deep, names));
        case 11:
            return fmt::format("{}({}, {}) = {}", "near", who, person(names),
                               condition(deep, names));
        case 12:
            return fmt::format("bond({}, {}) += {}", who, person(names), small(deep, names));
        case 13:
            return fmt::format("support({}, {}) = {}", who, colour_of(names), small(deep, names));
        case 14:
            return fmt::format("level {} {}", one_of({"=", "+=", "-="}), real(deep, names));
        case 15:
            return one_of({"tally += 1", "flag = " + condition(deep, names),
                           "chief = " + optional_person(deep, names),
                           "mood = " + colour_of(names)});
        case 16:
            return fmt::format("{0}.size += {1}  {0}.open = {2}  holds({0}, {3}) = {4}",
                               place(names), small(1, names), condition(1, names), who,
                               condition(1, names));
        default:
            if (!names.drawing || picks_) {
                return "tally += 1";
            }
            picks_ = true;  // two picks for one place would have one name
            const std::string local = fresh("m");
            Names inner = names;
            inner.people.push_back(local);
            return one_in(2) ? fmt::format("crowd = pick({}, {} in person: abs({}))", below(4),
                                           local, real(1, inner))
                             : fmt::format("chief = pick({} in {}: abs({}))", local,
                                           one_of({"person", "crowd"}), real(1, inner));
    }
}

std::string Generator::together(int depth, Names names) {
    names.drawing = false;
    const std::string local = fresh("q");
    Names inner = names;
    inner.people = {local};
    const std::string each =
        fmt::format("{0}.y = {1}  {0}.z += {2}  tie({0}, {3}) += {4}", local,
                    small(depth - 1, inner), small(1, inner), person(names), small(1, inner));
    if (one_in(2)) {
        return fmt::format("for {} in person together {{ {} }}", local, each);
    }
    return fmt::format("together {{ level = {}  {}.x += {}  {}.x -= {}  flag = {} }}",
                       small(depth, names), person(names), small(1, names), person(names),
                       small(1, names), condition(1, names));
}

/// Returns a statement that fires something above, which this body does not fire yet.
std::string Generator::fire(const Names& names) {
    for (int tries = 0; tries < 4 && !earlier_.empty(); ++tries) {
        Earlier& target = earlier_[below(earlier_.size())];
        const bool again = std::find(fired_.begin(), fired_.end(), target.name) != fired_.end();
        if (again || (target.fired && (target.chance || target.kind != Earlier::Kind::Procedure))) {
            continue;
        }
        target.fired = true;
        fired_.push_back(target.name);
        return target.of_person ? fmt::format("fire {}({})", target.name, person(names))
                                : fmt::format("fire {}", target.name);
    }
    return "tally += 1";
}

/// Returns a timing clause of a rule, decision or vote.
std::string Generator::timing(bool once_only) {
    const Names names{entities_, places_};
    switch (below(once_only ? 3 : 4)) {
        case 0:
            return "at " + step_date();
        case 1:
            return fmt::format("at {}, {}", step_date(), step_date());
        case 2:
            return "at last_time";
        default:
            return fmt::format("every {}", unit_name(calendar_.unit));
    }
}

std::string Generator::declaration() {
    fired_.clear();
    dates_.clear();
    picks_ = false;
    switch (below(9)) {
        case 0:
        case 1:
            return event();
        case 8:
            return pairs();
        case 2:
            return race();
        case 3:
            return rule();
        case 4:
            return procedure();
        case 5:
        case 6:
            return decision();
        default:
            return one_in(3) ? election() : vote();
    }
}

std::string Generator::event() {
    const bool family = one_in(2);
    const std::string name = fresh("e");
    Names names = names_in_body(family);
    Names gate = names;
    gate.drawing = false;
    std::string clause;
    bool chance = false;
    switch (below(5)) {
        case 0:
            clause = fmt::format("hazard abs({}) per {}", small(2, gate),
                                 one_of({"year", "month", "week", "day", "quarter"}));
            if (one_in(2)) {
                clause += fmt::format(" times {} when {}", decimal(0, 3), condition(1, gate));
            }
            break;
        case 1:
            clause = fmt::format("mean time {}", duration(1 + static_cast<int>(below(5))));
            break;
        case 2:
            clause = fmt::format("at {} chance logistic({})", step_date(), real(2, gate));
            chance = true;
            break;
        case 3:
            clause = timing(false);
            break;
        default:
            clause = "";
            break;
    }
    const bool needs_gate = clause.empty();
    std::string text = fmt::format("event {}{} {}", name, family ? "(p: person)" : "", clause);
    if (needs_gate || one_in(2)) {
        text += fmt::format(" when {}", condition(2, gate));
    }
    const bool implied = clause.starts_with("every") || clause.find(',') != std::string::npos;
    if (!implied && one_in(2)) {
        text += " repeatable";
    }
    text += " " + statements(2, names, 1 + static_cast<int>(below(3)));
    earlier_.push_back({Earlier::Kind::Event, name, family, {}, false, chance, dates_});
    return text + "\n";
}

std::string Generator::race() {
    std::string text = "race {\n";
    std::vector<Earlier> members;
    for (int i = 0; i < 2; ++i) {
        const bool family = one_in(2);
        const std::string name = fresh("r");
        Names names = names_in_body(family);
        Names gate = names;
        gate.drawing = false;
        text += fmt::format("  event {}{} hazard abs({}) per {} when {} {} {}\n", name,
                            family ? "(p: person)" : "", small(2, gate),
                            one_of({"year", "month", "week"}), condition(1, gate),
                            one_of({"repeatable", ""}), statements(1, names, 2));
        members.push_back({Earlier::Kind::Event, name, family, {}, false, false});
    }
    earlier_.insert(earlier_.end(), members.begin(), members.end());
    return text + "}\n";
}

std::string Generator::rule() {
    const std::string name = fresh("u");
    const bool family = one_in(3);
    Names names = names_in_body(family);
    std::string text =
        fmt::format("rule {}{} {}", name, family ? "(p: person)" : "", timing(false));
    if (one_in(2)) {
        Names gate = names;
        gate.drawing = false;
        text += fmt::format(" when {}", condition(2, gate));
    }
    if (risky_) {
        text += fmt::format(" {{ level = 1 / (tally - {}) ", 1 + below(4));
        risky_ = false;
        text += "tally += 1 }";
    } else {
        text += " " + statements(3, names, 2 + static_cast<int>(below(3)));
    }
    earlier_.push_back({Earlier::Kind::Rule, name, family, {}, true, false, dates_});
    return text + "\n";
}

std::string Generator::procedure() {
    const std::string name = fresh("s");
    const bool family = one_in(2);
    Names names = names_in_body(family);
    const bool chance = one_in(3);
    std::string text = fmt::format("event {}{} {}", name, family ? "(p: person)" : "",
                                   chance ? fmt::format("chance {}", decimal(0.1, 0.9)) : "");
    text += " " + statements(2, names, 1 + static_cast<int>(below(3)));
    earlier_.push_back({Earlier::Kind::Procedure, name, family, {}, false, chance});
    return text + "\n";
}

std::string Generator::decision() {
    const std::string name = fresh("d");
    const bool family = one_in(2);
    Names names = names_in_body(family);
    Names gate = names;
    gate.drawing = false;
    Earlier earlier{Earlier::Kind::Decision, name, family, {}, false, false};
    std::string text = fmt::format("decision {}{} {} by {}", name, family ? "(p: person)" : "",
                                   timing(false), family ? "p" : one_of({"chief", entities_[0]}));
    if (one_in(2)) {
        text += fmt::format(" when {}", condition(1, gate));
    }
    text += " {\n";
    const std::uint64_t count = 2 + below(2);
    const bool over = one_in(2);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string option = fresh("o");
        const bool this_over = over && i == 0;
        Names inner = names;
        if (this_over) {
            inner.people.push_back("x");
        }
        Names asking = inner;
        asking.drawing = false;
        text += fmt::format("  option {}{}", option, this_over ? "(x: person)" : "");
        if (this_over || one_in(2)) {
            text += fmt::format(" when {}", condition(1, asking));
        }
        if (i == 1 && one_in(3)) {
            text += fmt::format(" worth rate {}", duration(1 + static_cast<int>(below(6))));
        } else if (this_over && one_in(2)) {
            text += fmt::format(" worth shared ({})", real(2, asking));
        } else {
            text += fmt::format(" worth {}", real(2, asking));
        }
        text += " " + statements(1, inner, 1) + "\n";
        earlier.options.push_back(this_over ? fmt::format("{}({})", option, entities_[0]) : option);
    }
    earlier.due = dates_;
    earlier_.push_back(earlier);
    return text + "}\n";
}

/// A vote over several proposals.
std::string Generator::election() {
    const std::string name = fresh("l");
    const bool family = one_in(3);
    Names names = names_in_body(family);
    Names gate = names;
    gate.drawing = false;
    std::string text =
        fmt::format("vote {}{} {}", name, family ? "(p: person)" : "", timing(false));
    if (one_in(3)) {
        text += fmt::format(" when {}", condition(1, gate));
    }
    text += fmt::format(" among {}", people(1, gate));
    if (one_in(2)) {
        text += fmt::format(" swing normal(0, {})", decimal(0.2, 1));
    }
    Names candidate = gate;
    candidate.people.push_back("x");
    Names voter = candidate;
    voter.people.push_back("m");
    text += " {\n  for m";
    if (one_in(2)) {
        text += fmt::format(" size {}", one_of({"m.n", "3", "m.n + 40"}));
    }
    if (one_in(2)) {
        text += fmt::format(" weight {}", one_of({"2", "m.n", "(0.5 + m.x)"}));
    }
    text += ": option x: person";
    if (one_in(2)) {
        text += fmt::format(" when {}", condition(1, candidate));
    }
    text += fmt::format(" worth {}", real(2, voter));
    if (one_in(2)) {
        Names abstainer = gate;
        abstainer.people.push_back("m");
        text += fmt::format(" abstain worth {}", real(1, abstainer));
    }
    Names elected = names;
    elected.people.push_back("x");
    text += fmt::format("\n  elected by {} {}",
                        one_of({"most", "more than 1/2", "more than 1/2 of cast run-off",
                                "more than 0.4 of all run-off"}),
                        statements(2, elected, 1));
    if (one_in(2)) {
        text += " lost " + statements(1, names, 1);
    }
    earlier_.push_back({Earlier::Kind::Election, name, family, {}, false, false, dates_});
    return text + "\n}\n";
}

std::string Generator::vote() {
    const std::string name = fresh("w");
    const bool family = one_in(3);
    Names names = names_in_body(family);
    Names gate = names;
    gate.drawing = false;
    std::string text =
        fmt::format("vote {}{} {}", name, family ? "(p: person)" : "", timing(false));
    if (one_in(2)) {
        text += fmt::format(" when {}", condition(1, gate));
    }
    text += fmt::format(" among {}", people(1, gate));
    if (one_in(2)) {
        text += fmt::format(" swing normal(0, {})", decimal(0.2, 1));
    }
    Names voter = gate;
    voter.people.push_back("m");
    text += " {\n  for m";
    if (one_in(2)) {
        text += fmt::format(" size {}", one_of({"m.n", "3", "m.n + 40"}));
    }
    if (one_in(2)) {
        text += fmt::format(" weight {}", one_of({"2", "m.n", "(0.5 + m.x)"}));
    }
    text += fmt::format(": yes worth {}", real(2, voter));
    if (one_in(2)) {
        text += fmt::format(" abstain worth {}", real(1, voter));
    }
    text += fmt::format("\n  carried by more than {} of {} {}", one_of({"1/2", "2/3", "0.4"}),
                        one_of({"all", "cast"}), statements(2, names, 1));
    if (one_in(2)) {
        text += " lost " + statements(1, names, 1);
    }
    earlier_.push_back({Earlier::Kind::Vote, name, family, {}, false, false, dates_});
    return text + "\n}\n";
}

}  // namespace jonbar::reference
