#include "engine/odds_of_vote.h"

#include "engine/vote_odds.h"

namespace jonbar::engine {
namespace {

// The layout of the numbers: program.h, VoteOdds.
constexpr std::size_t kSwing = 1;
constexpr std::size_t kVoters = 4;

}  // namespace

OddsOfVote::OddsOfVote(const program::VoteOdds& vote)
    : vote_(vote), form_{.abstain = vote.abstain, .of_cast = vote.of_cast, .sized = true} {
    voters_.reserve(vote.voters);
}

void OddsOfVote::find(const Operands& o) {
    const auto* const mask =
        static_cast<const Word*>(o.places[static_cast<std::size_t>(Slot::Mask)]);
    auto* const out = static_cast<double*>(o.places[static_cast<std::size_t>(Slot::Out)]);
    const auto* const in = static_cast<const double*>(o.places[static_cast<std::size_t>(Slot::A)]);
    const std::size_t all = vote_.voters;
    for (std::size_t word = 0; word < o.words; ++word) {
        for (Word bits = mask[word] & o.chunk->active[word]; bits != 0; bits &= bits - 1) {
            const std::size_t lane =
                word * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bits));
            const auto at = [&](std::size_t input) { return in[input * o.lanes + lane]; };
            voters_.clear();
            for (std::size_t slot = 0; slot < all; ++slot) {
                if (at(kVoters + slot) != 0) {
                    voters_.push_back({.slot = slot,
                                       .yes_worth = at(kVoters + all + slot),
                                       .abstain_worth = at(kVoters + 2 * all + slot),
                                       .size = at(kVoters + 3 * all + slot),
                                       .weight = at(kVoters + 4 * all + slot)});
                }
            }
            const Swing swing{.exists = vote_.swing,
                              .family = static_cast<math::Family>(vote_.distribution),
                              .parameters = {at(kSwing), at(kSwing + 1), at(kSwing + 2)}};
            out[lane] = vote_odds(voters_, at(0), form_, swing);
        }
    }
}

void find_vote_odds(const Operands& o) noexcept { o.chunk->odds[o.detail]->find(o); }

}  // namespace jonbar::engine
