// What the filter says of params is right in the long run: its intervals cover what they should.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "base/sanitized.h"
#include "jonbar/jonbar.h"
#include "math/functions_inl.h"
#include "math/philox.h"
#include "tests/conditioning/conjugate.h"

namespace jonbar {
namespace {

/// A uniform of the truth's own: `index` of replicate `replicate`.
double uniform(std::uint64_t replicate, std::uint32_t index) {
    return math::noise_uniform({0x5eed0fca11b4a7e5U, index, 0}, replicate);
}

/// A scenario with one param, a truth drawn from its prior, and a record drawn given the truth.
struct Replicate {
    std::string text;
    double truth = 0;
};

constexpr const char* kHistory = "history \"Calibration\" from 2001 to 2006 by year\n";

Replicate measured_level(std::uint64_t replicate) {
    Replicate made{kHistory, math::normal_quantile(uniform(replicate, 0))};
    made.text += "param x: real ~ normal(0, 1)\n";
    for (std::uint32_t year = 1; year <= 6; ++year) {
        made.text += fmt::format("observe x ~ normal({}, 1.5) at {}\n",
                                 made.truth + 1.5 * math::normal_quantile(uniform(replicate, year)),
                                 2000 + year);
    }
    return made;
}

Replicate repeated_chance(std::uint64_t replicate) {
    // 1 - (1 - u)^2 has the distribution function 1 - sqrt(1 - p), that of beta(1, 1/2).
    const double u = uniform(replicate, 0);
    Replicate made{kHistory, 1 - (1 - u) * (1 - u)};
    made.text += "param x: real in 0..1 ~ beta(1, 0.5)\n";
    for (std::uint32_t year = 1; year <= 6; ++year) {
        made.text += fmt::format(
            "event e{0} at {1} chance x {{}}\nobserve {2} e{0}{3}\n", year, 2000 + year,
            uniform(replicate, year) < made.truth ? "" : "never",
            uniform(replicate, year) < made.truth ? fmt::format(" in {}", 2000 + year) : "");
    }
    return made;
}

Replicate waiting_time(std::uint64_t replicate) {
    Replicate made{kHistory, -math::log(1 - uniform(replicate, 0)) / 2};
    made.text += "param x: real ~ exponential(2)\nevent e hazard x per year {}\n";
    const double wait = -math::log(uniform(replicate, 1)) / made.truth;
    made.text += wait < 6 ? fmt::format("observe e in {}\n", 2001 + static_cast<int>(wait))
                          : std::string("observe never e\n");
    return made;
}

// Ranks of the truth among the quantiles of its posterior are uniform (Cook, Gelman and Rubin 2006;
// Talts and others 2018). Six cells, chi-square with 5 degrees of freedom: above 25.7 in one of
// 10,000 sets of seeds.
TEST(CalibrationTest, RanksOfTheTruthAreUniform) {
    const std::array<std::function<Replicate(std::uint64_t)>, 3> models = {
        measured_level, repeated_chance, waiting_time};
    constexpr std::array<double, 6> kCells = {0.05, 0.2, 0.25, 0.25, 0.2, 0.05};
    constexpr std::uint64_t kReplicates = base::repeats(200, 40);
    for (std::size_t model = 0; model < models.size(); ++model) {
        std::array<double, 6> counts{};
        for (std::uint64_t replicate = 0; replicate < kReplicates; ++replicate) {
            const Replicate made = models[model](replicate + 1000 * model);
            const Scenario scenario = Scenario::compile("calibration.jon", made.text);
            const Answers answers = scenario.run(
                {.histories = 16,
                 .seed = replicate + 1,
                 .threads = 1,
                 .given = ConditioningOptions{.particles = 16 * 128, .island_size = 128}});
            const std::array<double, 5>& quantiles = answers.given->params.at(0).posterior;
            std::size_t cell = 0;
            while (cell < 5 && made.truth > quantiles[cell]) ++cell;
            ++counts[cell];
        }
        double chi_square = 0;
        for (std::size_t cell = 0; cell < kCells.size(); ++cell) {
            const double expected = kCells[cell] * kReplicates;
            chi_square += (counts[cell] - expected) * (counts[cell] - expected) / expected;
        }
        EXPECT_LT(chi_square, 25.7) << "model " << model << ": " << testing::PrintToString(counts);
    }
}

// Of 100 seeds × 12 answers; `filter_bench --coverage` does it with whole islands. With a coverage
// of 95 %, answers of one seed independent or not, fewer than 90 % of 1,200 have a chance below
// 0.01.
TEST(CoverageTest, IntervalsCoverTheExactAnswer) {
    const Scenario scenario = Scenario::compile("twenty.jon", conjugate_scenario());
    const std::vector<double> exact = conjugate_answers();
    constexpr std::uint64_t kSeeds = base::repeats(100, 10);
    int covered = 0, all = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Answers answers =
            scenario.run({.histories = 16,
                          .seed = seed,
                          .threads = 1,
                          .given = ConditioningOptions{.particles = 16 * 256, .island_size = 256}});
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const OutcomeAnswer& outcome = answers.outcomes[i];
            const Estimate& estimate =
                outcome.kind == AnswerKind::Number ? outcome.mean : outcome.values[0].share;
            covered += estimate.low <= exact[i] && exact[i] <= estimate.high ? 1 : 0;
            ++all;
        }
    }
    const double share = static_cast<double>(covered) / all;
    EXPECT_GE(share, base::kSanitized ? 0.80 : 0.90);
    EXPECT_LE(share, base::kSanitized ? 1 : 0.99);
}

}  // namespace
}  // namespace jonbar
