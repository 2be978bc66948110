// Families over unordered pairs, which run each pair once. Nothing fires them or asks about them,
// so that the rest of the generator need not know of families with two indices.

#include <fmt/format.h>

#include "tests/reference/generator.h"

namespace jonbar::reference {

std::string Generator::pairs() {
    Names names = names_in_body(true);
    names.people.push_back("mate");
    Names gate = names;
    gate.drawing = false;
    const std::string clause =
        one_in(3) ? timing(false)
                  : fmt::format("hazard abs({}) per {}", small(2, gate), one_of({"year", "month"}));
    std::string text = fmt::format("event {}(p, mate: person) unordered {}", fresh("w"), clause);
    if (one_in(2)) {
        text += fmt::format(" when {}", condition(1, gate));
    }
    if (clause.starts_with("hazard") && one_in(2)) {
        text += " repeatable";
    }
    return text + " " + statements(2, names, 1 + static_cast<int>(below(2))) + "\n";
}

}  // namespace jonbar::reference
