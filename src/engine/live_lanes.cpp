#include "engine/live_lanes.h"

namespace jonbar::engine {

LiveLanes::LiveLanes(ChunkState& chunk, std::size_t words) : chunk_(chunk), words_(words) {}

void LiveLanes::start(const Word* histories) {
    depth_ = 0;
    narrow(histories, histories, ~std::size_t{0});
}

bool LiveLanes::enter(const Word* mask, std::size_t end) {
    Word any = 0;
    Word lost = 0;
    for (std::size_t word = 0; word < words_; ++word) {
        any |= mask[word] & chunk_.active[word];
        lost |= ~mask[word] & chunk_.active[word];
    }
    if (any == 0) {
        return false;
    }
    if (lost != 0) {
        narrow(mask, chunk_.active, end);
        return true;
    }
    Body& body = next_body();
    body.end = end_ = end;
    body.lanes = chunk_.active;
    body.groups = chunk_.groups;
    body.group_count = chunk_.group_count;
    return true;
}

LiveLanes::Body& LiveLanes::next_body() {
    if (depth_ == bodies_.size()) {
        Body body;
        body.own_lanes.resize(words_);
        body.own_groups.resize(words_ * kWordLanes / kGroupLanes);
        bodies_.push_back(std::move(body));
    }
    return bodies_[depth_++];
}

void LiveLanes::narrow(const Word* mask, const Word* lanes, std::size_t end) {
    constexpr Word kFirstOfGroups = 0x0101010101010101;
    Body& body = next_body();
    body.end = end;
    std::uint32_t* group = body.own_groups.data();
    for (std::size_t word = 0; word < words_; ++word) {
        Word left = mask[word] & lanes[word];
        body.own_lanes[word] = left;
        left |= left >> 4U;
        left |= left >> 2U;
        left |= left >> 1U;
        for (left &= kFirstOfGroups; left != 0; left &= left - 1) {
            *group++ = static_cast<std::uint32_t>(word * kWordLanes) +
                       static_cast<std::uint32_t>(__builtin_ctzll(left));
        }
    }
    body.lanes = body.own_lanes.data();
    body.groups = body.own_groups.data();
    body.group_count = static_cast<std::size_t>(group - body.groups);
    use(body);
}

void LiveLanes::leave_bodies(std::size_t next) {
    while (bodies_[depth_ - 1].end <= next) {
        --depth_;
    }
    use(bodies_[depth_ - 1]);
}

void LiveLanes::use(const Body& body) {
    end_ = body.end;
    chunk_.active = body.lanes;
    chunk_.groups = body.groups;
    chunk_.group_count = body.group_count;
}

}  // namespace jonbar::engine
