#include "engine/live_lanes.h"

#include <array>

namespace jonbar::engine {
namespace {

constexpr std::size_t kGroupsOfWord = kWordLanes / kGroupLanes;

/// The first lanes of the groups that a byte has a bit for, ascending; what comes after them has no
/// meaning.
using GroupsOfByte = std::array<std::array<std::uint8_t, kGroupsOfWord>, 256>;

constexpr GroupsOfByte groups_of_byte() {
    GroupsOfByte all{};
    for (std::size_t byte = 0; byte < all.size(); ++byte) {
        std::size_t count = 0;
        for (std::size_t group = 0; group < kGroupsOfWord; ++group) {
            if (((byte >> group) & 1U) != 0) {
                all[byte][count++] = static_cast<std::uint8_t>(group * kGroupLanes);
            }
        }
    }
    return all;
}

constexpr GroupsOfByte kGroupsOfByte = groups_of_byte();

/// Returns a bit for each group of a word that has one.
std::size_t groups_with_lanes(Word lanes) {
    constexpr Word kFirstOfGroups = 0x0101010101010101;
    lanes |= lanes >> 4U;
    lanes |= lanes >> 2U;
    lanes |= lanes >> 1U;
    return ((lanes & kFirstOfGroups) * 0x0102040810204080) >> 56U;  // the first bit of byte k to k
}

}  // namespace

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
        body.own_groups.resize((words_ + 1) *
                               kGroupsOfWord);  // a word's groups are written at once
        bodies_.push_back(std::move(body));
    }
    return bodies_[depth_++];
}

void LiveLanes::narrow(const Word* mask, const Word* lanes, std::size_t end) {
    Body& body = next_body();
    body.end = end;
    std::uint32_t* group = body.own_groups.data();
    for (std::size_t word = 0; word < words_; ++word) {
        body.own_lanes[word] = mask[word] & lanes[word];
        const std::size_t groups = groups_with_lanes(body.own_lanes[word]);
        for (std::size_t i = 0; i < kGroupsOfWord; ++i) {
            group[i] = static_cast<std::uint32_t>(word * kWordLanes) + kGroupsOfByte[groups][i];
        }
        group += __builtin_popcountll(groups);
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
