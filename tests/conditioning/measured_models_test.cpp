// The models that benchmarks filter, against a filter of their own: the same model written again,
// with another generator of chance and another way to draw.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include "base/sanitized.h"
#include "tests/conditioning/scenarios.h"

namespace jonbar {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(source_path(path));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The measurements of a scenario, as its `observe … ~ normal(x, sd)` tell them.
std::vector<double> measurements_of(const std::string& text) {
    std::vector<double> measurements;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("observe ", 0) != 0) continue;
        measurements.push_back(std::stod(line.substr(line.find("normal(") + 7)));
    }
    return measurements;
}

/// Chance of its own: uniforms of another generator, and what is made of them.
class Chance {
  public:
    double uniform() { return (static_cast<double>(random_() >> 11U) + 0.5) * 0x1p-53; }
    double normal() {  // Box and Muller
        return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::acos(-1.0) * uniform());
    }
    /// Counts the successes of trials by the gaps between them.
    int successes(int trials, double chance) {
        if (chance <= 0) return 0;
        int count = 0;
        double at = 0;
        while (true) {
            at += std::floor(std::log(uniform()) / std::log1p(-chance)) + 1;
            if (at > trials) return count;
            ++count;
        }
    }

  private:
    std::mt19937_64 random_{5};
};

/// A particle filter that resamples in every step, particles drawn each by itself. `Particle()`
/// is drawn by `start(random)`, moved by `move(random)`, and shows `measured()`.
template <class Particle>
double log_evidence(const std::vector<double>& measurements, double sd, std::size_t count,
                    Chance& random) {
    std::vector<Particle> particles(count);
    for (Particle& particle : particles) particle.start(random);
    double evidence = 0;
    for (const double measured : measurements) {
        std::vector<double> logs;
        for (Particle& particle : particles) {
            particle.move(random);
            const double z = (particle.measured() - measured) / sd;
            logs.push_back(-0.5 * z * z - std::log(sd) - 0.5 * std::log(2 * std::acos(-1.0)));
        }
        const double most = *std::max_element(logs.begin(), logs.end());
        std::vector<double> weights;
        for (const double log : logs) weights.push_back(std::exp(log - most));
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        evidence += most + std::log(sum / static_cast<double>(count));
        std::partial_sum(weights.begin(), weights.end(), weights.begin());
        std::vector<Particle> next;
        for (std::size_t i = 0; i < count; ++i) {
            const auto found =
                std::upper_bound(weights.begin(), weights.end() - 1, random.uniform() * sum);
            next.push_back(particles[static_cast<std::size_t>(found - weights.begin())]);
        }
        particles = std::move(next);
    }
    return evidence;
}

struct Epidemic {
    int susceptible = 990, infected = 10, cases = 0;

    void start(Chance&) {}
    void move(Chance& random) {
        cases = 0;
        for (int quarter = 0; quarter < 4; ++quarter) {
            const int infections =
                random.successes(susceptible, 1 - std::exp(-0.2 * infected / 1000 / 4));
            const int recoveries = random.successes(infected, 1 - std::exp(-0.1 / 4));
            susceptible -= infections;
            infected += infections - recoveries;
            cases += infections;
        }
    }
    [[nodiscard]] double measured() const { return cases; }
};

struct Actors {
    static constexpr std::size_t kCount = 20;
    std::array<double, kCount> resolve{}, tension{};
    double share = 0;

    void start(Chance& random) {
        for (double& one : resolve) one = random.normal();
    }
    void move(Chance& random) {
        double escalated = 0;
        for (std::size_t i = 0; i < kCount; ++i) {
            const double worth = 0.8 * tension[i] + 2 * share - 1.5;
            const bool escalates = random.uniform() < 1 / (1 + std::exp(-worth));
            tension[i] = 0.9 * tension[i] + 0.1 * resolve[i] + (escalates ? 0.1 : 0);
            escalated += escalates ? 1 : 0;
        }
        share = escalated / kCount;
    }
    [[nodiscard]] double measured() const { return share; }
};

/// Compares the mean evidence of islands here and there: within four standard errors of both, a
/// false alarm in 16,000.
template <class Particle>
void expect_same_evidence(const std::string& path, double sd) {
    constexpr std::size_t kIslands = base::repeats(24, 12);
    constexpr std::size_t kSize = base::repeats(512, 256);
    const std::string text = text_of(path);
    const std::vector<double> measurements = measurements_of(text);
    ASSERT_EQ(measurements.size(), 100U);
    Chance random;
    std::vector<double> other;
    for (std::size_t i = 0; i < kIslands; ++i)
        other.push_back(log_evidence<Particle>(measurements, sd, kSize, random));
    const Estimate there = spread_log_mean(other);
    const Estimate here = evidence_of(with_record(path, text, true), 3, kIslands, kSize);
    // An interval is about four errors wide.
    const double error = std::hypot(here.high - here.low, there.high - there.low) / 4;
    EXPECT_NEAR(here.value, there.value, 4 * error);
    EXPECT_LT(error, base::kSanitized ? 1 : 0.5);
}

TEST(MeasuredModelTest, EvidenceOfAnEpidemicIsThatOfAnotherFilter) {
    expect_same_evidence<Epidemic>("bench/scenarios/sir.jon", 2);
}

TEST(MeasuredModelTest, EvidenceOfTwentyActorsIsThatOfAnotherFilter) {
    expect_same_evidence<Actors>("bench/scenarios/actors.jon", 0.05);
}

}  // namespace
}  // namespace jonbar
