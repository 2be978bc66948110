#include <fmt/format.h>

#include <algorithm>

#include "tests/reference/generator.h"

namespace jonbar::reference {

std::string Generator::record() {
    std::string text;
    std::vector<Earlier> targets = earlier_;
    std::shuffle(targets.begin(), targets.end(), random_);
    const std::size_t count = std::min<std::size_t>(targets.size(), 1 + below(3));
    for (std::size_t i = 0; i < count; ++i) {
        text += fact_of(targets[i]);
    }
    for (std::uint64_t i = below(3); i > 0; --i) {
        text += condition_fact();
    }
    if (one_in(2)) {
        text += measure();
    }
    if (one_in(3)) {
        text += fmt::format("observe coin == {} at {}\n", one_of({"yes", "no"}), step_date());
    }
    if (one_in(4)) {
        text += fmt::format("observe count0 == {} at {}\n", 1 + below(4), step_date());
    }
    return text;
}

std::string Generator::fact_of(const Earlier& earlier) {
    const std::string site =
        earlier.of_person ? fmt::format("{}({})", earlier.name, one_of(entities_)) : earlier.name;
    const bool never = one_in(5);
    const std::string what = earlier.kind == Earlier::Kind::Decision
                                 ? fmt::format("{} chose {}", site, one_of(earlier.options))
                             : earlier.kind == Earlier::Kind::Election
                                 ? fmt::format("{} elected {}", site, one_of(entities_))
                             : earlier.kind == Earlier::Kind::Vote ? site + " carried"
                                                                   : site;
    std::string when = window(earlier.due, false);
    if (never && one_in(2)) {
        when = "";  // at no time
    } else if ((earlier.kind == Earlier::Kind::Decision ||
                earlier.kind == Earlier::Kind::Election) &&
               one_in(3)) {
        const std::string whole = range(earlier.due);
        const std::size_t dots = whole.find("..");
        when = dots == std::string::npos
                   ? fmt::format(" from {} to {}", whole, whole)
                   : fmt::format(" from {} to {}", whole.substr(0, dots), whole.substr(dots + 2));
    }
    return fmt::format("observe {}{}{}\n", never ? "never " : "", what, when);
}

/// Returns a fact that is no declaration's own.
std::string Generator::condition_fact() {
    const Names names{entities_, places_};
    const std::string what = condition(2, names) + " or tally < 0";  // no equality of reals alone
    const std::string whole = range({});
    const std::size_t dots = whole.find("..");
    const std::string when =
        dots == std::string::npos || one_in(2)
            ? window({}, false)
            : fmt::format(" from {} to {}", whole.substr(0, dots), whole.substr(dots + 2));
    return fmt::format("observe {}({}){}\n", one_in(3) ? "never " : "", what, when);
}

std::string Generator::measure() {
    const Names names{entities_, places_};
    switch (below(3)) {
        case 0:
            return fmt::format("observe tally ~ poisson({}){}\n", decimal(0.5, 4),
                               window({}, true));
        case 1:
            return fmt::format("observe {} ~ normal({}, {}){}\n", real(2, names), real(1, names),
                               decimal(0.3, 2), window({}, true));
        default:
            return fmt::format("observe abs({}) ~ {}{}\n", real(2, names),
                               one_of({"gamma(2, 0.8)", "exponential(0.7)", "lognormal(0, 1)"}),
                               window({}, true));
    }
}

/// Returns when something is observed, in a window that holds one of the steps, if there are any.
std::string Generator::window(std::vector<std::int64_t> due, bool one_step) {
    const auto step =
        due.empty()
            ? static_cast<std::int64_t>(below(static_cast<std::uint64_t>(calendar_.step_count)))
            : due[below(due.size())];
    const std::string one = date_of(step);
    if (one_in(4)) {
        const std::string other = step_date();
        return one_step ? fmt::format(" at either {{ {}: 1  {}: 2 }}", one, other)
                        : fmt::format(" in either {{ {}: 2  {}: 1 }}", range({step}), other);
    }
    if (one_step || one_in(4)) {
        return " at " + one;
    }
    return one_in(4) ? " by " + one : " in " + range({step});
}

/// Returns some steps, one of those told among them.
std::string Generator::range(std::vector<std::int64_t> due) {
    const std::int64_t last = calendar_.step_count - 1;
    const auto step = due.empty()
                          ? static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last) + 1))
                          : due[below(due.size())];
    const std::int64_t from = std::max<std::int64_t>(0, step - static_cast<std::int64_t>(below(4)));
    const std::int64_t to = std::min(last, step + static_cast<std::int64_t>(below(4)));
    return from == to ? date_of(from) : date_of(from) + ".." + date_of(to);
}

}  // namespace jonbar::reference
