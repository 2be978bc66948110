// Passes over a draft. Each leaves every history, fault and count as it was, bit for bit.

#pragma once

#include <cstddef>

#include "program/draft.h"

namespace jonbar::program {

struct UnrollLimits {
    std::size_t loop_max = 300;      // instructions that one loop may become
    std::size_t total_max = 20'000;  // instructions of init and step together
};

/// Writes short loops out.
void unroll(Draft& draft, UnrollLimits limits = {});

/// Folds what is known, and computes once what is computed twice.
void share(Draft& draft);

/// Moves what a loop computes anew each time, though it cannot change, before the loop.
void hoist_from_loops(Draft& draft);

/// Moves what no step can change to the init program, at most `column_count_max` values.
void hoist_to_init(Draft& draft, std::size_t column_count_max = 4096);

/// Takes out what nothing reads: values, state, records.
void remove_dead(Draft& draft);

/// Lets results be written where they would be copied to.
void write_through(Draft& draft);

/// Moves what several bodies in a row of skips compute before the row, within skips.
void lift_from_rows(Draft& draft);

/// Reads what a Not negates where that spares the Not.
void fold_negations(Draft& draft);

/// Lets an event read the argument of the logistic function that gives its probability.
void fuse_chances(Draft& draft);

/// Makes one instruction of a check, a saturation and the store of its value.
void fuse_stores(Draft& draft);

/// Takes out skips whose body is sooner done than entered.
void dissolve_skips(Draft& draft);

/// Runs the passes above.
void optimise(Draft& draft);

/// Gives virtual columns real ones; those whose lives do not meet may share. Drops state that is
/// not touched.
void allocate(Draft& draft, bool share_columns);

}  // namespace jonbar::program
