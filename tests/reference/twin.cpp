#include "tests/reference/twin.h"

#include "tests/reference/interpreter.h"

namespace jonbar::reference {

History Twin::run(std::uint64_t number, const World& world) {
    return Interpreter(model_, {seed_, number, lists_uses_, weighs_facts_, world}, memo_).run();
}

}  // namespace jonbar::reference
