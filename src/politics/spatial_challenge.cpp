#include "politics/spatial_challenge.h"

#include "politics/spatial_vote_inl.h"

namespace jonbar::politics {
namespace {

constexpr double kLeastContribution = 1e-10;

}  // namespace

ChallengeView::ChallengeView(const SpatialOptions& options, std::span<const double> influences,
                             std::span<const double> saliences, std::span<const double> distances)
    : options_(options),
      saliences_(saliences),
      distances_(distances),
      utilities_(distances.size()),
      votes_(influences.size()) {
    for (std::size_t i = 0; i < influences.size(); ++i) {
        weights_.push_back(saliences[i] * influences[i]);
    }
}

void ChallengeView::look(std::span<const double> risks) {
    const std::size_t n = risks.size();
    for (std::size_t at = 0; at < n; ++at) {
        for (std::size_t k = 0; k < n; ++k) {
            utilities_[at * n + k] = spatial_utility(distances_[at * n + k], risks[k]);
        }
    }
}

template <VotingRule kRule>
Challenge ChallengeView::challenge_by(std::size_t i, std::size_t j) {
    const std::size_t n = weights_.size();
    const double* at_i = &utilities_[i * n];
    const double* at_j = &utilities_[j * n];
    const double lost = at_j[i];
    double for_i = kLeastContribution + vote_by<kRule>(weights_[i], 1 - lost);
    double for_j = kLeastContribution + vote_by<kRule>(weights_[j], 1 - at_i[j]);
    if (options_.third_parties) {
        // A contest of three, k on the side it likes better, tells k its chances. On a side that
        // wins k keeps its position, on one that loses it takes the victor's.
        for (std::size_t k = 0; k < n; ++k) {
            const double first = vote_by<kRule>(weights_[k], at_i[k] - at_j[k]);
            const double with_i = for_i + (first > 0 ? first : 0);
            const double with_j = for_j - (first < 0 ? first : 0);
            const double win = with_i / (with_i + with_j);
            const double gain = win * (1 - at_i[k]) - (1 - win) * (1 - at_j[k]);
            votes_[k] = vote_by<kRule>(weights_[k], gain);
        }
        votes_[i] = 0;
        votes_[j] = 0;
        for (const double vote : votes_) {
            for_i += vote > 0 ? vote : 0;
            for_j -= vote < 0 ? vote : 0;
        }
    }
    const double win = for_i / (for_i + for_j);
    // Where the target does not care the challenger has it for nothing.
    const double care = saliences_[j];
    const double victory = 2;
    const double contest = win * victory + (1 - win) * (2 * lost);
    const double status_quo = 1 + lost;
    return {win, (1 - care) * victory + care * contest - status_quo};
}

Challenge ChallengeView::challenge(std::size_t i, std::size_t j) {
    return with_rule(options_.voting,
                     [&]<VotingRule kRule>() { return challenge_by<kRule>(i, j); });
}

}  // namespace jonbar::politics
