#include <fmt/format.h>

#include "tests/reference/generate.h"
#include "tests/reference/generator.h"

namespace jonbar::reference {

Generated generate(std::uint64_t seed, const GenerateOptions& options) {
    Generator generator(seed, options);
    Generated generated;
    generated.text = generator.scenario();
    generated.module = generator.module();
    if (options.record) {
        generated.text += "\n" + generator.record();
    }
    if (options.questions) {
        generated.text += "\n" + generator.questions();
    }
    return generated;
}

std::string Generator::decimal(double low, double high) {
    const double share = static_cast<double>(below(1001)) / 1000;
    return fmt::format("{:.3f}", low + share * (high - low));
}

/// Returns a module with a definition and a family of rules.
std::string Generator::module() {
    return fmt::format(
        "kind person {{ alive: bool = yes  x: real in 0..1 ~ {} }}\n"
        "param tilt: real ~ {}\n"
        "let bent(p: person) = p.x * tilt\n"
        "rule fade every {} {{ for p in person where p.alive {{ p.x += {} * (0.5 - p.x) }} }}\n",
        distribution(), points(), unit_name(calendar_.unit), decimal(0.01, 0.2));
}

std::string Generator::scenario() {
    std::string text = header() + "use generated.manners\n\n";
    text += things();
    text += state();
    text += params();
    text += definitions();
    text += initial_state();
    const std::uint64_t count = 4 + below(7);
    // In any order: what a body fires may stand above it or below.
    std::vector<std::string> declarations;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto place = static_cast<std::ptrdiff_t>(below(i + 1));
        declarations.insert(declarations.begin() + place, declaration());
    }
    for (const std::string& one : declarations) {
        text += "\n" + one;
    }
    return text + "\n" + outcomes();
}

std::string Generator::header() {
    constexpr CalendarUnit kUnits[] = {
        CalendarUnit::Month, CalendarUnit::Month,   CalendarUnit::Month, CalendarUnit::Day,
        CalendarUnit::Week,  CalendarUnit::Quarter, CalendarUnit::Year};
    const CalendarUnit unit = kUnits[below(7)];
    const int year = 1899 + static_cast<int>(below(20));
    const bool days = unit == CalendarUnit::Day || unit == CalendarUnit::Week;
    Date first{year, 1 + static_cast<int>(below(12)), 1, DatePrecision::Month};
    if (unit == CalendarUnit::Year) {
        first = {year, 1, 1, DatePrecision::Year};
    } else if (unit == CalendarUnit::Quarter) {
        first = {year, 1 + 3 * static_cast<int>(below(4)), 1, DatePrecision::Quarter};
    } else if (days) {
        first = {year, 1 + static_cast<int>(below(12)), 1 + static_cast<int>(below(28)),
                 DatePrecision::Day};
    }
    calendar_ = make_calendar(first, first, unit).value();
    calendar_.step_count = 3 + static_cast<int>(below(12));
    return fmt::format(
        "history \"Generated\"\nfrom {} to {} by {}\n", calendar_.format(calendar_.first_tick),
        calendar_.format(calendar_.tick_of_step(calendar_.step_count - 1)), unit_name(unit));
}

std::string Generator::date_of(std::int64_t step) {
    return calendar_.format(calendar_.tick_of_step(step));
}

/// Returns the date of a random step.
std::string Generator::step_date() {
    const auto count = static_cast<std::uint64_t>(calendar_.step_count);
    dates_.push_back(static_cast<std::int64_t>(below(count)));
    return date_of(dates_.back());
}

std::string Generator::duration(int steps) {
    return fmt::format("{} {}{}", steps, unit_name(calendar_.unit), steps == 1 ? "" : "s");
}

std::string Generator::things() {
    people_count_ = 2 + static_cast<int>(below(4));
    place_count_ = 2 + static_cast<int>(below(2));
    colour_count_ = 2 + static_cast<int>(below(3));
    const std::vector<std::string> people = {"zoe", "adam", "mira", "kofi", "lin"};
    const std::vector<std::string> places = {"harbour", "citadel", "mill"};
    const std::vector<std::string> colours = {"red", "green", "blue", "grey"};
    entities_.assign(people.begin(), people.begin() + people_count_);
    places_.assign(places.begin(), places.begin() + place_count_);
    colours_.assign(colours.begin(), colours.begin() + colour_count_);
    std::string text = "enum colour { ";
    for (std::size_t i = 0; i < colours_.size(); ++i) {
        text += (i == 0 ? "" : ", ") + colours_[i];
    }
    text += fmt::format(
        " }}\nscale degree {{ low ~ beta(2, 5)  middle ~ {}  high ~ beta(5, 2) }}\n"
        "extend kind person {{\n  y: real in -5..5 ~ {}\n  z: real in 0..1 ~ middle\n  n: int = "
        "{}\n  shade: colour = {}\n"
        "  friend: person? = none\n  marked: date? = none\n  circle: set of person = {{}}\n}}\n",
        points(), one_of({"normal(0, 1)", "low", "triangular(-1, 0, 2)"}), below(5), colour());
    text += fmt::format(
        "kind place {{\n  size: real in 0..20 = {}\n  open: bool = {}\n  keeper: person? = "
        "none\n}}\n",
        decimal(0, 9), one_of({"yes", "no"}));
    for (const std::string& name : entities_) {
        text += fmt::format("person {} \"{}\" {{ {} }}\n", name, name,
                            one_of({"", "y = 0.75", "z = high", "n = 7", "shade = " + colour(),
                                    "z = either { low: 2  0.25: 1  high: 1 }"}));
    }
    for (const std::string& name : places_) {
        text += fmt::format("place {}\n", name);
    }
    return text;
}

std::string Generator::state() {
    return fmt::format(
        "relation tie(a, b: person): real in -1..1 ~ {}\n"
        "relation near(a, b: person): bool = {} symmetric\n"
        "relation bond(a, b: person): real in -2..2 ~ {} symmetric\n"
        "relation support(p: person, c: colour): real = {}\n"
        "relation holds(a: place, b: person): bool = no\n"
        "var level: real in -10..10 = {}\nvar tally: int = 0\nvar flag: bool = {}\n"
        "var chief: person? = {}\nvar last_time: date? = none\nvar mood: colour = {}\n"
        "var crowd: set of person = {{{}}}\n",
        one_of({"normal(0, 0.3)", "uniform -0.4 to 0.7", "uniform(-1, 1)"}), one_of({"yes", "no"}),
        distribution(), decimal(-1, 1), decimal(-3, 3), one_of({"yes", "no"}),
        one_of({"none", entities_[0]}), colour(), one_of({"", entities_[0], entities_[1]}));
}

/// Returns a distribution with parameters.
std::string Generator::distribution() {
    switch (below(8)) {
        case 0:
            return fmt::format("uniform({}, {})", decimal(-1, 0), decimal(0.1, 1));
        case 1:
            return fmt::format("normal({}, {})", decimal(-1, 1), decimal(0.1, 1));
        case 2:
            return fmt::format("lognormal({}, {})", decimal(-1, 0), decimal(0.1, 0.8));
        case 3:
            return fmt::format("halfnormal({})", decimal(0.1, 1.5));
        case 4:
            return fmt::format("beta({}, {})", decimal(0.5, 6), decimal(0.5, 6));
        case 5:
            return fmt::format("gamma({}, {})", decimal(0.5, 4), decimal(0.1, 0.6));
        case 6:
            return fmt::format("exponential({})", decimal(0.8, 4));
        default:
            return fmt::format("triangular({}, {}, {})", decimal(-1, 0), decimal(0.1, 0.4),
                               decimal(0.5, 2));
    }
}

/// Returns a distribution by its 5 % and 95 % points.
std::string Generator::points() {
    switch (below(7)) {
        case 0:
            return "uniform 0.1 to 0.8";
        case 1:
            return "normal -0.5 to 1.25";
        case 2:
            return "lognormal 0.05 to 0.6";
        case 3:
            return "gamma 0.1 to 1.2";
        case 4:
            return "beta 0.2 to 0.9";
        case 5:
            return "halfnormal to 1.4";
        default:
            return "exponential to 2.5";
    }
}

std::string Generator::params() {
    std::string text;
    const std::uint64_t count = 2 + below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string name = fresh("p");
        const std::string prior = one_in(4)   ? "either { 0.5: 1  1.25: 2 }"
                                  : one_in(2) ? points()
                                              : distribution();
        text += fmt::format("param {}: real ~ {}\n", name, prior);
        params_.push_back(name);
    }
    text += fmt::format("param coin: bool ~ bernoulli({})\n", decimal(0.2, 0.8));
    text += fmt::format("param count0: int ~ {}\n", one_of({"binomial(7, 0.4)", "poisson(2.5)"}));
    text += fmt::format("strength push(c: colour): real ~ {}\n", points());
    if (one_in(3)) {
        text += "param rationality: real ~ lognormal 0.5 to 2\n";
    }
    return text;
}

std::string Generator::definitions() {
    Names alone{entities_, places_};
    alone.history = false;
    alone.calling = false;
    Names of_person = alone;
    of_person.people.push_back("p");
    std::string text;
    for (int i = 0; i < 2; ++i) {
        const std::string name = fresh("f");
        text += fmt::format("let {} = {}\n", name, real(3, alone));
        plain_definitions_.push_back(name);
    }
    for (int i = 0; i < 2; ++i) {
        const std::string name = fresh("g");
        text += fmt::format("let {}(p: person) = {}\n", name, real(3, of_person));
        definitions_of_person_.push_back(name);
    }
    const std::string name = fresh("c");
    text += fmt::format("let {}(p: person) = {}\n", name, condition(2, of_person));
    conditions_of_person_.push_back(name);
    return text;
}

std::string Generator::initial_state() {
    std::string text = fmt::format("near({}, {}) = yes\n", entities_[0], entities_[1]);
    text += fmt::format("for q in {{{}, {}}} {{ holds({}, q) = yes  q.friend = {} }}\n",
                        entities_[0], entities_[1], places_[0], entities_.back());
    text += fmt::format("tie({}, {}) = {}\n", entities_[1], entities_[0], decimal(-1, 1));
    if (one_in(2)) {
        text += fmt::format("table person (z, n) {{\n  {}  {}  {}\n  {}  (1 - 0.5)  2\n}}\n",
                            entities_[0], one_of({"low", "high", "0.5"}), below(5), entities_[1]);
    }
    return text;
}

std::string Generator::outcomes() {
    const Names names{entities_, places_};
    std::string text;
    text += "outcome chief_at_end = chief at end none \"nobody\"\n";
    text += "outcome mood_at_end = mood at end\n";
    text += "outcome tally_at_end = tally at end\n";
    text += fmt::format("outcome level_then = level at {}\n", step_date());
    text += fmt::format("outcome value = {} at end\n", real(3, names));
    text += fmt::format("outcome held_true = {} at end\n", condition(3, names));
    text += fmt::format("outcome first = first date when {}\n", condition(2, names));
    text += "outcome marked_last = last_time at end\n";
    text += "outcome crowd_size = count(crowd) at end\n";
    text +=
        "outcome sum_all = sum(p in person: p.x + p.y + p.z + p.n + count(p.circle) + "
        "(if p.alive then 1 else 0)) at end\n";
    text +=
        "outcome sum_ties = sum(p in person: sum(q in person: tie(p, q) + bond(p, q))) at end\n";
    text += "outcome sum_support = sum(p in person: sum(c in colour: support(p, c))) at end\n";
    text += "outcome sum_places = sum(a in place: a.size + (if a.open then 1 else 0)) at end\n";
    return text;
}

}  // namespace jonbar::reference
