#include "engine/election.h"

namespace jonbar::engine {

void Poll::find_best(std::span<const std::size_t> candidates) {
    best = kNoSlot;
    next = kNoSlot;
    for (const std::size_t slot : candidates) {
        if (best == kNoSlot || votes[slot] > votes[best]) {
            next = best;
            best = slot;
        } else if (next == kNoSlot || votes[slot] > votes[next]) {
            next = slot;
        }
    }
}

}  // namespace jonbar::engine
