// Taking out skips that cost more than they spare.
//
// To enter a skip the engine finds the lanes in use, and to leave it those around it; a body of one
// or two masked writes is done sooner.

#include <algorithm>
#include <utility>

#include "program/passes.h"

namespace jonbar::program {
namespace {

constexpr std::size_t kShort = 2;

/// Tells whether an instruction does nothing in lanes outside its mask, and costs little.
bool is_cheap_write(const Node& node) {
    switch (node.instruction.op) {
        case Op::Tally:
        case Op::TallyEver:
        case Op::Store:
        case Op::StoreTruth:
            return node.instruction.mask.exists();
        default:  // NOLINT(clang-diagnostic-switch-enum): few are
            return false;
    }
}

void dissolve(Code& code) {
    Code out;
    out.reserve(code.size());
    for (Node& node : code) {
        dissolve(node.body);
        const bool gone = node.instruction.op == Op::SkipIfNone && node.body.size() <= kShort &&
                          std::ranges::all_of(node.body, is_cheap_write);
        if (gone) {
            std::ranges::move(node.body, std::back_inserter(out));
        } else {
            out.push_back(std::move(node));
        }
    }
    code = std::move(out);
}

}  // namespace

void dissolve_skips(Draft& draft) {
    dissolve(draft.init);
    dissolve(draft.step);
}

}  // namespace jonbar::program
