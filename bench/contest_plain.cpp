#include "bench/contest_plain.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/siphash.h"
#include "math/chance.h"
#include "math/distributions_inl.h"
#include "math/two_points.h"

namespace jonbar::bench {
namespace {

constexpr std::size_t kSteps = 120;
constexpr std::uint32_t kFirstTick = (2000 - 1) * 12;
constexpr double kNoDate = -9007199254740992.0;
constexpr std::array<std::string_view, kPeople> kNames = {
    "ada", "bruno", "clara", "dmitri", "elif", "farid", "greta", "hugo", "ines", "jonas"};
constexpr std::array<double, kPeople> kAges = {61, 58, 49, 66, 44, 53, 38, 71, 47, 55};
constexpr std::array<double, kPeople> kFollowers = {14, 11, 8, 8, 8, 10, 8, 9, 8, 8};
constexpr std::array<double, kPeople> kFame = {1, 1, 1, 3, 1, 1, 2, 1, 1, 1};

double within(double low, double high, double x) { return x < low ? low : (high < x ? high : x); }

std::array<double, 2> lognormal_fit(double low, double high) {
    const auto fit = math::fit_two_points(math::Family::Lognormal, low, high);
    return {fit.parameters[0], fit.parameters[1]};
}

}  // namespace

PlainContest::PlainContest(std::uint64_t seed)
    : patronage_fit_(lognormal_fit(0.005, 0.03)),
      frailty_fit_(lognormal_fit(0.0015, 0.006)),
      scandal_fit_(lognormal_fit(0.05, 0.3)) {
    const auto key = [seed](const std::string& name) { return base::site_key(seed, name); };
    patronage_ = key("patronage");
    frailty_ = key("frailty");
    scandal_rate_ = key("scandal_rate");
    boldness_ = key("boldness");
    loyalty_ = key("loyalty");
    swing_ = key("confidence/swing");
    for (std::size_t p = 0; p < kPeople; ++p) {
        const std::string name(kNames[p]);
        skill_[p] = key("person.skill(" + name + ")");
        nerve_[p] = key("person.nerve(" + name + ")");
        talk_[p] = key("talk/person.fame(" + name + ")");
        dies_[p] = key("dies(" + name + ")");
        disgrace_[p] = key("disgrace(" + name + ")");
        disgrace_fame_[p] = key("disgrace(" + name + ")/person.fame");
        alone_[p] = key("side(" + name + ")/alone");
        bid_[p] = key("bid(" + name + ")");
        vote_[p] = key("confidence/vote(" + name + ")");
        for (std::size_t q = 0; q < kPeople; ++q) {
            const std::string other(kNames[q]);
            tie_[p][q] = key("tie(" + name + "," + other + ")");
            with_[p][q] = key("side(" + name + ")/with(" + other + ")");
        }
    }
}

/// A history under way.
struct PlainContest::Run {
    const PlainContest& sites;
    std::uint64_t history;
    std::uint32_t step = 0;  // t of the noise

    EachPerson<bool> alive{}, bidding{};
    EachPerson<double> age = kAges, followers = kFollowers, fame = kFame;
    EachPerson<double> skill{}, nerve{};
    EachPerson<int> ally{};
    EachPerson<EachPerson<double>> tie{};
    double patronage = 0, frailty = 0, scandal_rate = 0, boldness = 0, loyalty = 0;
    int holder = 0;
    double falls = 0;

    double uniform(std::uint64_t key) const { return math::noise_uniform({key, step, 0}, history); }
    bool fires(std::uint64_t key, double p) const {
        return math::fires({key, step, 0}, history, p);
    }

    double power(std::size_t p) const {
        return alive[p] ? followers[p] * (0.5 + skill[p]) + 2 * fame[p] : 0;
    }
    double backing(std::size_t p) const {
        double sum = 0;
        for (std::size_t q = 0; q < kPeople; ++q) {
            if (alive[q] && ally[q] == static_cast<int>(p)) {
                sum += power(q);
            }
        }
        return power(p) + sum;
    }

    void begin() {
        alive.fill(true);
        ally.fill(-1);
        const auto lognormal = [this](std::uint64_t key, const std::array<double, 2>& fit) {
            return math::lognormal_quantile(uniform(key), fit[0], fit[1]);
        };
        patronage = lognormal(sites.patronage_, sites.patronage_fit_);
        frailty = lognormal(sites.frailty_, sites.frailty_fit_);
        scandal_rate = lognormal(sites.scandal_rate_, sites.scandal_fit_);
        boldness = math::normal_quantile(uniform(sites.boldness_), 0.0, 0.5);
        loyalty = math::normal_quantile(uniform(sites.loyalty_), 2.0, 0.5);
        for (std::size_t p = 0; p < kPeople; ++p) {
            skill[p] =
                within(0, 1, math::triangular_quantile(uniform(sites.skill_[p]), 0.0, 0.5, 1.0));
            nerve[p] = within(0, 1, math::uniform_quantile(uniform(sites.nerve_[p]), 0.0, 1.0));
            for (std::size_t q = 0; q < kPeople; ++q) {
                tie[p][q] =
                    within(-1, 1, math::normal_quantile(uniform(sites.tie_[p][q]), 0.0, 0.4));
            }
        }
    }

    void appoint() {
        for (std::size_t p = 0; holder >= 0 && p < kPeople; ++p) {
            if (alive[p]) {
                followers[p] = within(0, 100,
                                      static_cast<int>(p) == holder
                                          ? followers[p] + patronage * (100 - followers[p])
                                          : followers[p] - patronage * 0.5 * followers[p]);
            }
        }
    }

    void talk() {
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (alive[p]) {
                age[p] += 1.0 / 12.0;
                const double draw = math::normal_quantile(uniform(sites.talk_[p]), 0.0, 0.2);
                fame[p] = within(-5, 10, fame[p] + (-0.05 * fame[p] + draw));
            }
        }
    }

    void die() {
        EachPerson<bool> dies{};
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (alive[p]) {
                const double rate = frailty * math::exp(0.09 * (age[p] - 50));
                dies[p] = fires(sites.dies_[p], -math::expm1(-(rate * (1.0 / 12.0))));
            }
        }
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (dies[p]) {
                alive[p] = false;
                bidding[p] = false;
                holder = holder == static_cast<int>(p) ? -1 : holder;
            }
        }
    }

    void disgrace() {
        EachPerson<bool> falls_low{};
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (alive[p]) {
                const double rate = scandal_rate * (1.5 - skill[p]);
                falls_low[p] = fires(sites.disgrace_[p], -math::expm1(-(rate * (1.0 / 12.0))));
            }
        }
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (falls_low[p]) {
                const double loss =
                    math::exponential_quantile(uniform(sites.disgrace_fame_[p]), 0.8);
                fame[p] = within(-5, 10, fame[p] - loss);
                followers[p] = within(0, 100, followers[p] * 0.8);
            }
        }
    }

    /// An option with the Gumbel score of its site; of equal scores the larger second word wins.
    struct Contender {
        double score = 0;
        std::uint64_t key = 0;
        int option = -1;
    };
    void compete(Contender& best, bool& any, int option, std::uint64_t key, double worth) const {
        const double u =
            math::uniform_of_word(static_cast<double>(math::noise_word({key, step, 0}, history)));
        const double score = worth - math::log(-math::log(u));
        const bool wins =
            !any || best.score < score ||
            (best.score == score && math::noise_word({key, step, 1}, history) >
                                        math::noise_word({best.key, step, 1}, history));
        if (wins) {
            best = {score, key, option};
        }
        any = true;
    }

    void choose_sides() {
        EachPerson<int> chosen = ally;
        EachPerson<double> powers{};
        for (std::size_t q = 0; q < kPeople; ++q) {
            powers[q] = power(q);
        }
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (!alive[p]) {
                continue;
            }
            Contender best;
            bool any = false;
            for (std::size_t q = 0; q < kPeople; ++q) {
                if (alive[q] && q != p) {
                    compete(best, any, static_cast<int>(q), sites.with_[p][q],
                            loyalty * tie[p][q] + 0.03 * powers[q]);
                }
            }
            compete(best, any, -1, sites.alone_[p], 0.5);
            chosen[p] = best.option;
        }
        ally = chosen;
    }

    void make_bids() {
        EachPerson<bool> strikes = bidding;
        for (std::size_t p = 0; p < kPeople; ++p) {
            if (alive[p] && holder >= 0 && holder != static_cast<int>(p)) {
                const double worth = boldness + 2 * nerve[p] + 0.05 * (backing(p) - 30) - 3;
                strikes[p] = fires(sites.bid_[p], math::logistic(worth - 0.0));
            }
        }
        bidding = strikes;
    }

    void vote() {
        if (holder < 0) {
            return;
        }
        const double swing = math::normal_quantile(uniform(sites.swing_), 0.0, 0.7);
        double yes = 0;
        double all = 0;
        for (std::size_t m = 0; m < kPeople; ++m) {
            if (alive[m]) {
                const double worth =
                    0.3 + tie[m][static_cast<std::size_t>(holder)] - (bidding[m] ? 1.5 : 0);
                const double weight = 5 + math::floor(followers[m]);
                all += weight;
                if (fires(sites.vote_[m], math::logistic(worth + swing))) {
                    yes += weight;
                }
            }
        }
        if (!(all > 0 && yes > 0.5 * all)) {
            holder = -1;
            falls += 1;
        }
    }

    void succeed() {
        if (holder >= 0) {
            return;
        }
        double most = 0;
        for (std::size_t p = 0; p < kPeople; ++p) {
            const double own = alive[p] ? backing(p) : 0;
            if (alive[p] && (holder < 0 || most < own)) {
                most = own;
                holder = static_cast<int>(p);
            }
        }
    }
};

ContestOutcome PlainContest::run(std::uint64_t history) const {
    Run run{.sites = *this, .history = history};
    run.begin();
    double first_fall = kNoDate;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        run.step = kFirstTick + step;
        run.appoint();
        run.talk();
        run.die();
        run.disgrace();
        if (step % 3 == 0) {
            run.choose_sides();
            run.make_bids();
        }
        if (step % 12 == 5) {
            run.vote();
        }
        run.succeed();
        if (first_fall == kNoDate && run.falls >= 1) {
            first_fall = kFirstTick + step;
        }
    }
    ContestOutcome outcome;
    outcome.leads = run.holder;
    outcome.ada_leads = run.holder == 0 ? 1 : 0;
    outcome.fallen = run.falls;
    outcome.strongest = run.power(0);
    for (std::size_t p = 0; p < kPeople; ++p) {
        outcome.living += run.alive[p] ? 1 : 0;
        outcome.strongest = std::max(outcome.strongest, run.power(p));
    }
    outcome.first_fall = first_fall;
    return outcome;
}

}  // namespace jonbar::bench
