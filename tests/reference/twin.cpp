#include "tests/reference/twin.h"

#include "model/continuation.h"
#include "tests/reference/interpreter.h"

namespace jonbar::reference {

History Twin::run(std::uint64_t number, const World& world) {
    return Interpreter(model_, {seed_, number, lists_uses_, weighs_facts_, world, imports(number)},
                       memo_)
        .run();
}

std::vector<double> Twin::imports(std::uint64_t number) const {
    if (!model_.continued) return {};
    const Continuation& first = *model_.continued;
    const History before = Twin(first.model, seed_).run(number);
    std::vector<double> values;
    for (const Crossing& crossing : first.crossings) {
        values.push_back(crossing.value_here(before.outcomes.at(crossing.outcome),
                                             first.model.calendar, model_.calendar));
    }
    return values;
}

}  // namespace jonbar::reference
