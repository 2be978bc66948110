#include "engine/vote_forecast.h"

#include "math/functions_inl.h"

namespace jonbar::engine {

VoterChance chance_of(const Voter& voter, double swing, const VoteForm& form) noexcept {
    const double y = voter.yes_worth + swing;
    if (!form.abstain) {
        const double yes = math::logistic(y);
        return {yes, 0, 1 - yes};
    }
    const double a = voter.abstain_worth;
    const double highest = math::max(math::max(y, a), 0.0);
    const double e1 = math::exp(y - highest);
    const double e2 = math::exp(a - highest);
    const double e3 = math::exp(0 - highest);
    const double sum = (e1 + e2) + e3;
    return {e1 / sum, e2 / sum, e3 / sum};
}

Lift lift_of(double weight, double bar, const VoteForm& form) noexcept {
    const double no = -bar * weight;
    return {weight + no, form.of_cast ? 0 : no, no};
}

LiftMoments moments_of(const VoterChance& chance, const Lift& lift) noexcept {
    const double mean = chance.yes * lift.yes + chance.abstain * lift.abstain + chance.no * lift.no;
    const auto squared = [mean](double x) { return (x - mean) * (x - mean); };
    return {mean, chance.yes * squared(lift.yes) + chance.abstain * squared(lift.abstain) +
                      chance.no * squared(lift.no)};
}

double half_vote(std::span<const Voter> voters, double bar, const VoteForm& form) noexcept {
    if (voters.empty() || (form.of_cast && form.abstain)) {
        return 0;
    }
    double people = 0;
    for (const Voter& voter : voters) {
        if (voter.weight != voters[0].weight) {
            return 0;
        }
        people += voter.size;
    }
    return voters[0].weight * (math::floor(bar * people) + 0.5 - bar * people);
}

double Swing::at(double u) const noexcept {
    return exists ? math::quantile(family, u, parameters) : 0;
}

double VoteForecast::at(double swing) const noexcept {
    double mean = -beyond_;
    double variance = 0;
    for (const Voter& voter : voters_) {
        // Near enough for a forecast, and it is asked for often.
        const double yes = 1 / (1 + math::exp(-(voter.yes_worth + swing)));
        const VoterChance chance =
            form_.abstain ? chance_of(voter, swing, form_) : VoterChance{yes, 0, 1 - yes};
        const LiftMoments person = moments_of(chance, lift_of(voter.weight, bar_, form_));
        mean += voter.size * person.mean;
        variance += voter.size * person.variance;
    }
    if (!(variance > 0)) {
        return mean > 0 ? 1 : 0;
    }
    return math::normal_cdf(mean / math::sqrt(variance));
}

double VoteForecast::over(const Swing& swing) const noexcept {
    // Gauss's rule on (-1, 1): the positive nodes and their weights.
    constexpr double kRule[8][2] = {
        {0x1.852bd6676a9f9p-4, 0x1.83feae80e4dfcp-3}, {0x1.205cae642337cp-2, 0x1.75f8c77e0c00fp-3},
        {0x1.d50259a43a772p-2, 0x1.5a6ebbb5a75fcp-3}, {0x1.3c5a466d5e8b8p-1, 0x1.325f61bca3cbfp-3},
        {0x1.82c45dda4726bp-1, 0x1.fe7af2bad386ap-4}, {0x1.bb3403514e483p-1, 0x1.85c4ee79cc258p-4},
        {0x1.e39f56616f9b0p-1, 0x1.fdfb1a2c1265dp-5}, {0x1.fa92c264d787ep-1, 0x1.bcddab4b7c211p-6}};
    if (!swing.exists) {
        return at(0);
    }
    double sum = 0;
    for (const auto& [node, weight] : kRule) {
        sum += weight * (at(swing.at(0.5 - 0.5 * node)) + at(swing.at(0.5 + 0.5 * node)));
    }
    return sum / 2;
}

SwingDraw draw_swing(const VoteForecast& forecast, const Swing& swing, bool carried, double u,
                     double which) noexcept {
    constexpr double kFromEverywhere = 0.05;
    constexpr double kLikely = 0.01;
    constexpr double kReach = 16;  // of the halving, as the logit of a uniform
    if (!swing.exists || swing.family == math::Family::Bernoulli) {
        return {u, 0};
    }
    double low = -kReach;
    double high = kReach;
    for (int i = 0; i < 7; ++i) {  // any edge near there will do
        const double middle = (low + high) / 2;
        const double forecast_there = forecast.at(swing.at(math::logistic(middle)));
        // The forecast of carrying grows with the swing, that of failing falls.
        const bool likely = (carried ? forecast_there : 1 - forecast_there) >= kLikely;
        (likely == carried ? high : low) = middle;
    }
    const double edge = (low + high) / 2;
    const double mass = math::logistic(carried ? -edge : edge);  // beyond the edge
    double at = u;
    bool beyond = carried ? 1 - u <= mass : u <= mass;
    if (which >= kFromEverywhere) {
        at = carried ? 1 - mass * (1 - u) : mass * u;
        at = math::min(math::max(at, 0x1p-65), 1 - 0x1p-53);
        beyond = true;
    }
    return {at, -math::log(kFromEverywhere + (beyond ? (1 - kFromEverywhere) / mass : 0))};
}

}  // namespace jonbar::engine
