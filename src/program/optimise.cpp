#include "program/passes.h"

namespace jonbar::program {

void optimise(Draft& draft) {
    share(draft);
    remove_dead(draft);
    unroll(draft);
    share(draft);
    hoist_from_loops(draft);
    hoist_to_init(draft);
    share(draft);
    lift_from_rows(draft);
    fold_negations(draft);
    fuse_chances(draft);
    remove_dead(draft);
    write_through(draft);
    fuse_stores(draft);
    dissolve_skips(draft);
}

}  // namespace jonbar::program
