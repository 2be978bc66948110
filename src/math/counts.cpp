#include "math/counts.h"

#include "math/beta.h"
#include "math/counts_inl.h"
#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

/// Whether a count's tails reach u. In the upper half the upper tail decides: it has the digits.
bool reaches(Tails tails, double u) { return u <= 0.5 ? tails.lower >= u : tails.upper <= 1 - u; }

/// Returns the smallest whole k in [0, last] whose `tails_at(k)`, of at most and more than k,
/// reach u.
/// Requires: those at `last` do.
template <class TailsAt>
double find_count(TailsAt tails_at, double u, double guess, double last) {
    const double start = min(max(floor(guess), 0.0), last);
    double low = -1;     // does not reach u
    double high = last;  // does
    if (start == last || reaches(tails_at(start), u)) {
        high = start;
        for (double step = 1; high - step > low; step *= 2) {
            if (!reaches(tails_at(high - step), u)) {
                low = high - step;
                break;
            }
            high -= step;
        }
    } else {
        low = start;
        for (double step = 1; low + step < high; step *= 2) {
            if (reaches(tails_at(low + step), u)) {
                high = low + step;
                break;
            }
            low += step;
        }
    }
    while (high - low > 1) {
        const double middle = low + floor((high - low) / 2);
        (reaches(tails_at(middle), u) ? high : low) = middle;
    }
    return high;
}

double moment_guess(double u, double mean, double variance, double skewed) {
    const double score = normal_quantile(u);
    return mean + sqrt(variance) * score + skewed * (score * score - 1) / 6;
}

/// The quantile where failures are rare: the largest number of failures m, counted back from all,
/// with P(failures < m) <= 1 - u.
double common_binomial_quantile(double u, double trials, double probability) {
    const double odds = (1 - probability) / probability;
    double mass = exp(trials * log(probability));
    double below = mass;
    double failures = 0;
    while (below <= 1 - u && failures < trials) {
        failures += 1;
        mass *= (trials - failures + 1) / failures * odds;
        below += mass;
        if (mass < below * 0x1p-60 && failures > kSmallMean) {
            break;
        }
    }
    return trials - failures;
}

}  // namespace

double binomial_quantile(double u, double trials, double probability) noexcept {
    if (trials == 0 || probability == 0) {
        return 0;
    }
    if (probability == 1) {
        return trials;
    }
    const double mean = trials * probability;
    const double failures = trials * (1 - probability);
    if (is_rare_binomial(trials, probability)) {
        const Odds<double> odds = odds_of(probability);
        using One = Lanes<double, 1>;
        return rare_binomial_quantile(One{u}, One{trials}, One{odds.odds},
                                      One{binomial_zero(trials, odds)})
            .of[0];
    }
    if (failures <= kSmallMean) {
        return common_binomial_quantile(u, trials, probability);
    }
    const auto tails_at = [=](double count) {
        if (count >= trials) {
            return Tails{1, 0};
        }
        const Tails above = beta_tails(count + 1, trials - count, probability);
        return Tails{above.upper, above.lower};
    };
    const double guess = moment_guess(u, mean, mean * (1 - probability), 1 - 2 * probability);
    return find_count(tails_at, u, guess, trials);
}

double poisson_quantile(double u, double mean) noexcept {
    constexpr double kMost = 0x1p53;
    if (mean <= kSmallMean) {
        using One = Lanes<double, 1>;
        return small_poisson_quantile(One{u}, One{mean}, One{poisson_zero(mean)}).of[0];
    }
    const auto tails_at = [=](double count) {
        const Tails above = gamma_tails(count + 1, mean);
        return Tails{above.upper, above.lower};
    };
    return find_count(tails_at, u, moment_guess(u, mean, mean, 1), kMost);
}

}  // namespace jonbar::math
