#include "engine/vote_odds.h"

#include <array>
#include <limits>
#include <optional>

#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

constexpr auto kCounts = static_cast<std::size_t>(kConvolvedVotes) + 1;

/// What is summed up in whole numbers, and from where on the vote carries.
struct Scale {
    double unit = 1;              // weights are whole multiples of it
    double yes = 1, abstain = 0;  // what a unit of each adds to the sum; a no adds nothing
    double of_sum = 1;            // it carries where the sum times this
    double bar = 0;               // is above this
};

double common_divisor(double a, double b) {
    while (b != 0) {
        const double rest = a - b * math::floor(a / b);
        a = b;
        b = rest;
    }
    return a;
}

/// Returns the fraction of the least denominator, to 64, whose double is `bar`.
std::optional<std::array<double, 2>> fraction_of(double bar) {
    for (double below = 1; below <= 64; ++below) {
        const double above = math::round(bar * below);
        if (above / below == bar && above >= 0 && above <= below) {
            return std::array<double, 2>{above, below};
        }
    }
    return std::nullopt;
}

/// Tells whether a bar, as a double, divides counts up to one just as its fraction does: where that
/// gives a whole number of votes, rounding may put the bar beside it.
bool divides_alike(double bar, const std::array<double, 2>& fraction, double unit, double units) {
    for (double cast = fraction[1]; cast <= units; cast += fraction[1]) {
        if (bar * (cast * unit) != cast / fraction[1] * fraction[0] * unit) {
            return false;
        }
    }
    return true;
}

/// Returns how votes are counted in whole numbers, or nothing where they are too many or not whole.
std::optional<Scale> scale_of(std::span<const Voter> voters, double bar, const VoteForm& form) {
    double people = 0;
    double votes = 0;
    double unit = 0;
    for (const Voter& voter : voters) {
        if (voter.weight < 0 || voter.weight > 0x1p53 ||
            math::floor(voter.weight) != voter.weight) {
            return std::nullopt;
        }
        people += voter.size;
        votes += voter.size * voter.weight;
        unit = common_divisor(unit, voter.weight);
    }
    if (people > kConvolvedPeople || unit == 0 || votes > kConvolvedVotes * unit) {
        return std::nullopt;
    }
    Scale scale;
    scale.unit = unit;
    if (!(form.abstain && form.of_cast)) {
        scale.of_sum = unit;
        scale.bar = bar * votes;
        return scale;
    }
    // yes > bar * cast, times the denominator, and to both sides what all would take away as noes.
    const auto fraction = fraction_of(bar);
    if (!fraction || votes / unit * (*fraction)[1] > kConvolvedVotes ||
        !divides_alike(bar, *fraction, unit, votes / unit)) {
        return std::nullopt;
    }
    scale.yes = (*fraction)[1];
    scale.abstain = (*fraction)[0];
    scale.bar = votes / unit * scale.abstain;
    return scale;
}

class Convolution {
  public:
    Convolution(std::span<const Voter> voters, const VoteForm& form, const Scale& scale)
        : voters_(voters), form_(form), scale_(scale) {}

    /// Returns the probability that the vote carries under a swing.
    [[nodiscard]] double at(double swing) noexcept {
        counts_[0] = 1;
        std::size_t top = 0;
        for (const Voter& voter : voters_) {
            const VoterChance chance = chance_of(voter, swing, form_);
            const double votes = voter.weight / scale_.unit;
            const auto yes = static_cast<std::size_t>(votes * scale_.yes);
            const auto abstain = static_cast<std::size_t>(votes * scale_.abstain);
            for (double person = 0; person < voter.size; ++person) {
                if (scale_.abstain > 0) {
                    add_three(chance, abstain, yes, top);
                } else {
                    add(chance.yes, 1 - chance.yes, yes, top);
                }
                top += yes;
            }
        }
        double sum = 0;  // the least first: the top of the counts is the rarest
        for (std::size_t count = top + 1;
             count-- > 0 && static_cast<double>(count) * scale_.of_sum > scale_.bar;) {
            sum += counts_[count];
        }
        return math::min(sum, 1.0);
    }

  private:
    void add(double p, double rest, std::size_t lift, std::size_t top) noexcept {
        for (std::size_t count = top + lift + 1; count-- > 0;) {
            const double stays = count <= top ? counts_[count] : 0;
            const double comes = count >= lift ? counts_[count - lift] : 0;
            counts_[count] = stays * rest + comes * p;
        }
    }

    void add_three(const VoterChance& chance, std::size_t abstain, std::size_t yes,
                   std::size_t top) noexcept {
        for (std::size_t count = top + yes + 1; count-- > 0;) {
            const auto from = [&](std::size_t lift) {
                return count >= lift && count - lift <= top ? counts_[count - lift] : 0;
            };
            counts_[count] =
                (from(0) * chance.no + from(abstain) * chance.abstain) + from(yes) * chance.yes;
        }
    }

    std::span<const Voter> voters_;
    const VoteForm& form_;
    Scale scale_;
    std::array<double, kCounts> counts_;  // what lies beyond the top is not set
};

/// Returns the place, in (0, 1), of the swing at which a vote is as likely to carry as not.
double middle_of(const VoteForecast& forecast, const Swing& swing) {
    double low = -30;  // as logits
    double high = 30;
    for (int i = 0; i < 16; ++i) {
        const double middle = (low + high) / 2;
        (forecast.at(swing.at(math::logistic(middle))) < 0.5 ? low : high) = middle;
    }
    return math::logistic((low + high) / 2);
}

/// Returns the mean over swings of what `at` returns for one.
template <class At>
double over_swings(const VoteForecast& forecast, const Swing& swing, At at) {
    // Gauss's rule on (-1, 1): the positive nodes and their weights.
    constexpr double kRule[4][2] = {{0x1.77ac94f3c7345p-3, 0x1.736360b199343p-2},
                                    {0x1.0d129583284b4p-1, 0x1.413c50a255615p-2},
                                    {0x1.97e4ab249f41ep-1, 0x1.c76fb531d2b96p-3},
                                    {0x1.ebab1cb0acc67p-1, 0x1.9ea1d04ca0374p-4}};
    const double middle = middle_of(forecast, swing);
    double below = 0;
    double above = 0;
    for (const auto& [node, weight] : kRule) {
        const double near = 0.5 - 0.5 * node;
        const double far = 0.5 + 0.5 * node;
        below += weight * (at(swing.at(middle * near)) + at(swing.at(middle * far)));
        above += weight * (at(swing.at(middle + (1 - middle) * near)) +
                           at(swing.at(middle + (1 - middle) * far)));
    }
    return math::min(middle * (below / 2) + (1 - middle) * (above / 2), 1.0);
}

}  // namespace

double vote_odds(std::span<const Voter> voters, double bar, const VoteForm& form,
                 const Swing& swing) noexcept {
    double check = bar;
    double people = 0;
    for (const Voter& voter : voters) {
        const double size = voter.size;
        check += voter.yes_worth + voter.abstain_worth + voter.weight;
        if (!(size >= 0 && size <= 0x1p53 && math::floor(size) == size)) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        people += size;
    }
    if (check - check != 0 || (swing.exists && !math::is_valid(swing.family, swing.parameters))) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (people == 0) {
        return 0;
    }
    const VoteForecast forecast(voters, bar, form);
    const auto mean = [&](auto at) {
        return swing.exists ? over_swings(forecast, swing, at) : at(0.0);
    };
    if (const auto scale = scale_of(voters, bar, form)) {
        Convolution convolution(voters, form, *scale);
        return mean([&](double swung) { return convolution.at(swung); });
    }
    return mean([&](double swung) { return forecast.at(swung); });
}

}  // namespace jonbar::engine
