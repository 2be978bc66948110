#include <fmt/format.h>

#include <algorithm>

#include "tests/reference/generator.h"

namespace jonbar::reference {

std::string Generator::questions() {
    std::string text;
    for (std::uint64_t count = 2 + below(3); count > 0; --count) {
        fired_.clear();
        picks_ = false;
        std::vector<std::string> interventions;
        for (std::uint64_t left = 1 + below(3); left > 0; --left) {
            interventions.push_back(intervention());
        }
        // `set x = v` takes an `at` that follows: blocks stand first.
        std::stable_partition(interventions.begin(), interventions.end(),
                              [](const std::string& one) { return one.starts_with("at "); });
        text += fmt::format("whatif {} {{\n", fresh("w"));
        for (const std::string& one : interventions) {
            text += "  " + one + "\n";
        }
        text += "}\n";
    }
    return text + causes();
}

/// Returns causes, no two of which change the same thing.
std::string Generator::causes() {
    std::vector<std::string> changes = {
        "redraw " + one_of(entities_) + ".y",
        "scale push by " + one_of({"0", "0.5"}),
        "set flag = " + one_of({"yes", "no"}),
        fmt::format("hold {}.z = {}{}", one_of(entities_), decimal(0, 1), span_of_steps()),
        fmt::format("at {} {{ level += {} }}", step_date(), decimal(-1, 1)),
    };
    if (!earlier_.empty()) {
        changes.push_back("block " + instance_of(earlier_[below(earlier_.size())]));
    }
    std::shuffle(changes.begin(), changes.end(), random_);
    std::string text;
    for (std::size_t i = 0; i < below(4); i += 2) {
        text += fmt::format("cause {} {{ absent: {}{} }}\n", fresh("k"), changes[i],
                            one_in(2) ? "  present: " + changes[i + 1] : "");
    }
    return text;
}

std::string Generator::instance_of(const Earlier& earlier) {
    return earlier.of_person ? fmt::format("{}({})", earlier.name, one_of(entities_))
                             : earlier.name;
}

std::string Generator::span_of_steps() {
    const auto last = static_cast<std::uint64_t>(calendar_.step_count) - 1;
    const auto from = static_cast<std::int64_t>(below(last + 1));
    const auto to =
        std::min(static_cast<std::int64_t>(last), from + static_cast<std::int64_t>(below(6)));
    return fmt::format(" from {} to {}", date_of(from), date_of(to));
}

std::string Generator::intervention() {
    switch (below(earlier_.empty() ? 6 : 10)) {
        case 0: {
            const Written set = written(true);
            return fmt::format("set {} = {}", set.place, set.value);
        }
        case 1: {
            const Written set = written(false);
            return fmt::format("set {} = {} at {}", set.place, set.value, step_date());
        }
        case 2: {
            const Written held = written(false);
            if (!held_.insert(held.place).second) {  // what two hold has no meaning
                return fmt::format("set {} = {} at {}", held.place, held.value, step_date());
            }
            return fmt::format("hold {} = {}{}", held.place, held.value, span_of_steps());
        }
        case 3:
            return fmt::format("scale {} by {}",
                               one_of({one_of(params_), "push", "push(" + colour() + ")"}),
                               one_of({"0", "0.5", "1", "2"}));
        case 4:
            return "redraw " + one_of({one_of(entities_) + "." + one_of({"x", "y", "z"}),
                                       fmt::format("{}({}, {})", one_of({"tie", "bond"}),
                                                   one_of(entities_), one_of(entities_)),
                                       one_of(params_), "push"});
        case 5:
        case 6: {
            Names names = names_in_body(false);
            return fmt::format("at {} {}", step_date(),
                               statements(2, names, 1 + static_cast<int>(below(2))));
        }
        default:
            break;
    }
    const Earlier& target = earlier_[below(earlier_.size())];
    const bool happens = target.kind != Earlier::Kind::Decision &&
                         target.kind != Earlier::Kind::Vote &&
                         target.kind != Earlier::Kind::Election;
    const std::string when = one_in(2) ? span_of_steps() : "";
    if (happens && one_in(2)) {
        return fmt::format("force {} at {}", instance_of(target), step_date());
    }
    const std::string site = one_in(3) ? target.name : instance_of(target);
    if (target.kind == Earlier::Kind::Election && !one_in(4)) {
        return fmt::format("choose {} = {}{}", site, one_of(entities_), when);
    }
    if (target.kind == Earlier::Kind::Decision && !one_in(4)) {
        return fmt::format("choose {} = {}{}", site, one_of(target.options), when);
    }
    return fmt::format("block {}{}", site, when);
}

/// Returns a place and a value for it, which before the first step reads params only.
Generator::Written Generator::written(bool at_start) {
    const Names names{entities_, places_};
    const std::string who = one_of(entities_);
    const std::string number = at_start ? "tanh(" + one_of(params_) + ")" : small(2, names);
    switch (below(at_start ? 9 : 14)) {
        case 0:
            return {who + ".x", decimal(0, 1)};
        case 1:
            return {who + ".y", number};
        case 2:
            return {"level", number};
        case 3:
            return {who + ".alive", one_of({"yes", "no"})};
        case 4:
            return {"mood", colour()};
        case 5:
            return {"chief", one_of({"none", one_of(entities_)})};
        case 6:
            return {"crowd", fmt::format("{{{}}}", one_of(entities_))};
        case 7:
            return {fmt::format("{}({}, {})", one_of({"tie", "bond"}), who, one_of(entities_)),
                    number};
        case 8:
            return at_start ? Written{one_of(params_), decimal(0, 1)}
                            : Written{"tally", std::to_string(below(4))};
        case 9:
            return {fmt::format("near({}, {})", who, one_of(entities_)), condition(1, names)};
        case 10:
            return {"flag", condition(2, names)};
        case 11:
            return {who + ".friend", optional_person(1, names)};
        case 12:
            return {who + ".circle", people(1, names)};
        default:
            return {"last_time", "now"};
    }
}

}  // namespace jonbar::reference
