#pragma once
// The lanes in use while a program runs: all histories of the chunk, and within the body of a
// SkipIfNone only those of its mask.
//
// Nobody wants what other lanes compute there (instructions.h), so kernels leave out the groups
// without a lane in use. What a program is about happens in few histories at a time: this is where
// most of the work goes.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/bits.h"
#include "engine/kernels.h"

namespace jonbar::engine {

class LiveLanes {
  public:
    /// `chunk` is told of the lanes in use whenever they change.
    LiveLanes(ChunkState& chunk, std::size_t words);

    /// Puts all lanes of `histories` to use, outside any body.
    void start(const Word* histories);

    /// Enters the body whose last instruction stands before `end`, of a skip with this mask, unless
    /// it leaves no lane in use; returns whether it entered.
    bool enter(const Word* mask, std::size_t end);

    /// Leaves the bodies that end at or before instruction `next`.
    void leave(std::size_t next) {
        if (next >= end_) {
            leave_bodies(next);
        }
    }

  private:
    struct Body {
        std::size_t end = 0;
        const Word* lanes = nullptr;  // its own, or those of the body around it
        const std::uint32_t* groups = nullptr;
        std::size_t group_count = 0;
        std::vector<Word> own_lanes;
        std::vector<std::uint32_t> own_groups;
    };

    Body& next_body();
    /// Enters a body with the lanes of both.
    void narrow(const Word* mask, const Word* lanes, std::size_t end);
    void leave_bodies(std::size_t next);
    void use(const Body& body);

    ChunkState& chunk_;
    const std::size_t words_;
    std::size_t depth_ = 0;
    std::size_t end_ = 0;  // of the innermost body
    std::vector<Body> bodies_;
};

}  // namespace jonbar::engine
