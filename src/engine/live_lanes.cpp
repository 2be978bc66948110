#include "engine/live_lanes.h"

namespace jonbar::engine {

LiveLanes::LiveLanes(ChunkState& chunk, std::size_t words) : chunk_(chunk), words_(words) {}

void LiveLanes::start(const Word* histories) {
    depth_ = 0;
    chunk_.active = histories;
    enter(histories, ~std::size_t{0});
}

bool LiveLanes::enter(const Word* mask, std::size_t end) {
    Word any = 0;
    for (std::size_t word = 0; word < words_; ++word) {
        any |= mask[word] & chunk_.active[word];
    }
    if (any == 0) {
        return false;
    }
    if (depth_ == bodies_.size()) {
        Body body;
        body.lanes.resize(words_);
        body.groups.resize(words_ * kWordLanes / kGroupLanes);
        bodies_.push_back(std::move(body));
    }
    Body& body = bodies_[depth_++];
    body.end = end;
    body.group_count = 0;
    for (std::size_t word = 0; word < words_; ++word) {
        Word left = mask[word] & chunk_.active[word];
        body.lanes[word] = left;
        while (left != 0) {
            const auto first = static_cast<std::size_t>(__builtin_ctzll(left)) & ~(kGroupLanes - 1);
            body.groups[body.group_count++] = static_cast<std::uint32_t>(word * kWordLanes + first);
            left &= ~(low_bits(kGroupLanes) << first);
        }
    }
    use();
    return true;
}

void LiveLanes::leave_bodies(std::size_t next) {
    while (bodies_[depth_ - 1].end <= next) {
        --depth_;
    }
    use();
}

void LiveLanes::use() {
    const Body& body = bodies_[depth_ - 1];
    end_ = body.end;
    chunk_.active = body.lanes.data();
    chunk_.groups = body.groups.data();
    chunk_.group_count = body.group_count;
}

}  // namespace jonbar::engine
