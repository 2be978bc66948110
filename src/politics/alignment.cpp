#include "politics/alignment.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "math/functions_inl.h"

namespace jonbar::politics {
namespace {

constexpr double kSignificant = 1e-12;  // of the absolute sum: less is a tie

using Row = std::array<double, kMaxAligned>;

/// The products s_i s_j p_ij in whole units, symmetric, 0 on the diagonal and beyond the actors.
/// With sides +1 and -1 a switch of k changes E by 2 side_k field_k, where
/// field_k = sum of coupling_kj side_j.
struct Couplings {
    std::array<Row, kMaxAligned> rows{};
    double unit = 0;  // a power of two
    double tie = 0;   // half of what counts as a change of E, in units
};

Couplings couplings_of(const AlignmentActors& actors) {
    const std::size_t n = actors.sizes.size();
    CHECK(n <= kMaxAligned && actors.propensities.size() == n * n);
    Couplings couplings;
    double whole = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double mean =
                0.5 * actors.propensities[i * n + j] + 0.5 * actors.propensities[j * n + i];
            const double coupling = actors.sizes[i] * actors.sizes[j] * mean;
            couplings.rows[i][j] = coupling;
            couplings.rows[j][i] = coupling;
            whole += 2 * math::abs(coupling);
        }
    }
    if (!(whole > 0x1p-900)) return couplings;
    constexpr std::uint64_t kExponent = 0x7ff0000000000000U;
    const double power = math::from_bits<double>(math::to_bits(whole) & kExponent);
    couplings.unit = power * 0x1p-49;  // the sum is at most 2^50 units
    couplings.tie = 0.5 * kSignificant * (whole / couplings.unit);
    for (std::size_t i = 0; i < n; ++i) {
        for (double& coupling : couplings.rows[i]) {
            coupling = math::round_half_even(coupling / couplings.unit);
        }
    }
    return couplings;
}

/// One configuration and what a switch of each actor would change.
template <std::size_t kWidth>
struct Configuration {
    std::array<double, kWidth> sides;   // -1 in the mask, +1 out of it
    std::array<double, kWidth> fields;  // half of what a switch changes, times the side
    std::array<double, kWidth> scratch;
};

template <std::size_t kWidth>
Configuration<kWidth> configuration_of(const Couplings& couplings, std::uint32_t mask) {
    Configuration<kWidth> configuration{};
    for (std::size_t i = 0; i < kWidth; ++i) {
        configuration.sides[i] = (mask >> i & 1U) != 0 ? -1 : 1;
    }
    for (std::size_t i = 0; i < kWidth; ++i) {
        for (std::size_t j = 0; j < kWidth; ++j) {
            configuration.fields[i] += couplings.rows[i][j] * configuration.sides[j];
        }
    }
    return configuration;
}

template <std::size_t kWidth>
void switch_side(Configuration<kWidth>& configuration, const Couplings& couplings,
                 std::size_t actor) {
    const double change = -2 * configuration.sides[actor];
    const Row& row = couplings.rows[actor];
    for (std::size_t i = 0; i < kWidth; ++i) {
        configuration.fields[i] += change * row[i];
    }
    configuration.sides[actor] = -configuration.sides[actor];
}

/// Returns the actor whose switch lowers E most, or kWidth if none lowers it. Those beyond the
/// actors have no couplings and so never switch.
template <std::size_t kWidth>
std::size_t steepest(Configuration<kWidth>& configuration, double tie) {
    // Four lowest values side by side: one would wait for itself at every step.
    using Lanes = math::Double2;
    Lanes low{};
    Lanes high{};
    const auto look_at = [&](std::size_t i, Lanes& lowest) {
        const Lanes change = math::load<Lanes>(&configuration.sides[i]) *
                             math::load<Lanes>(&configuration.fields[i]);
        math::store(change, &configuration.scratch[i]);
        lowest = math::select(change < lowest, change, lowest);
    };
    for (std::size_t i = 0; i < kWidth; i += 4) {
        look_at(i, low);
        look_at(i + 2, high);
    }
    low = math::select(high < low, high, low);
    const double least = low[1] < low[0] ? low[1] : low[0];
    if (least > -tie || least == 0) return kWidth;
    const double limit = math::min(least + tie, -tie);
    std::size_t first = 0;
    while (configuration.scratch[first] > limit) ++first;
    return first;
}

/// Returns E in units: over ordered pairs, w (1 - side side) / 2.
template <std::size_t kWidth>
double energy_of(const Couplings& couplings, const Configuration<kWidth>& configuration) {
    double together = 0;
    double signed_sum = 0;
    for (std::size_t i = 0; i < kWidth; ++i) {
        double row = 0;
        for (const double coupling : couplings.rows[i]) row += coupling;
        together += row;
        signed_sum += configuration.sides[i] * configuration.fields[i];
    }
    return 0.5 * (together - signed_sum);
}

/// Looks at all configurations of at most kWidth actors; the first stays on its side.
///
/// `next` holds for each configuration first the actor who switches, then, from kLabels on, the
/// number of the minimum to which it descends.
template <class Label, std::size_t kWidth>
class Landscape {
  public:
    Landscape(const Couplings& couplings, std::size_t n)
        : couplings_(couplings), next_(std::size_t{1} << (n - 1)) {}

    /// Returns false if there are more minima than labels.
    bool find_minima();
    [[nodiscard]] std::vector<StableAlignment> measure_basins();

  private:
    static constexpr Label kLabels = kMaxAligned;
    static constexpr std::size_t kMost = std::numeric_limits<Label>::max() - kMaxAligned;

    const Couplings& couplings_;
    std::vector<Label> next_;
    std::vector<StableAlignment> minima_;
};

template <class Label, std::size_t kWidth>
bool Landscape<Label, kWidth>::find_minima() {
    Configuration<kWidth> configuration = configuration_of<kWidth>(couplings_, 0);
    std::uint32_t mask = 0;
    for (std::size_t step = 1;; ++step) {
        const std::size_t actor = steepest(configuration, couplings_.tie);
        if (actor < kWidth) {
            next_[mask >> 1U] = static_cast<Label>(actor);
        } else {
            if (minima_.size() == kMost) return false;
            next_[mask >> 1U] = static_cast<Label>(kLabels + minima_.size());
            minima_.push_back({mask, energy_of(couplings_, configuration) * couplings_.unit, 0});
        }
        if (step == next_.size()) return true;
        // Gray code: successive configurations differ in one actor.
        const auto flipped = static_cast<std::size_t>(std::countr_zero(step)) + 1;
        switch_side(configuration, couplings_, flipped);
        mask ^= std::uint32_t{1} << flipped;
    }
}

template <class Label, std::size_t kWidth>
std::vector<StableAlignment> Landscape<Label, kWidth>::measure_basins() {
    // A switch of the first actor is one of all others: the same configuration seen from the
    // other side.
    const auto everyone = static_cast<std::uint32_t>(next_.size() - 1);
    const auto follow = [&](std::uint32_t index) {
        const Label actor = next_[index];
        return actor == 0 ? index ^ everyone : index ^ (std::uint32_t{1} << (actor - 1U));
    };
    for (std::uint32_t start = 0; start < next_.size(); ++start) {
        std::uint32_t end = start;
        while (next_[end] < kLabels) end = follow(end);
        const Label label = next_[end];
        for (std::uint32_t at = start; next_[at] < kLabels;) {
            const std::uint32_t after = follow(at);
            next_[at] = label;
            at = after;
        }
        ++minima_[label - kLabels].basin;
    }
    return std::move(minima_);
}

template <std::size_t kWidth>
std::vector<StableAlignment> landscape(const Couplings& couplings, std::size_t n) {
    {
        Landscape<std::uint16_t, kWidth> small(couplings, n);
        if (small.find_minima()) return small.measure_basins();
    }
    Landscape<std::uint32_t, kWidth> large(couplings, n);
    CHECK(large.find_minima());
    return large.measure_basins();
}

}  // namespace

double alignment_energy(const AlignmentActors& actors, std::uint32_t side) {
    const Couplings couplings = couplings_of(actors);
    return energy_of(couplings, configuration_of<kMaxAligned>(couplings, side)) * couplings.unit;
}

std::uint32_t align(const AlignmentActors& actors, std::uint32_t start) {
    const Couplings couplings = couplings_of(actors);
    Configuration<kMaxAligned> configuration = configuration_of<kMaxAligned>(couplings, start);
    std::uint32_t side = start;
    for (;;) {
        const std::size_t actor = steepest(configuration, couplings.tie);
        if (actor == kMaxAligned) return side;
        switch_side(configuration, couplings, actor);
        side ^= std::uint32_t{1} << actor;
    }
}

std::vector<StableAlignment> all_alignments(const AlignmentActors& actors) {
    const std::size_t n = actors.sizes.size();
    CHECK(n >= 1 && n <= kMaxLandscape);
    const Couplings couplings = couplings_of(actors);
    std::vector<StableAlignment> minima;
    if (n <= 8) {
        minima = landscape<8>(couplings, n);
    } else if (n <= 16) {
        minima = landscape<16>(couplings, n);
    } else if (n <= 24) {
        minima = landscape<24>(couplings, n);
    } else {
        minima = landscape<32>(couplings, n);
    }
    std::sort(minima.begin(), minima.end(), [](const auto& left, const auto& right) {
        return left.energy != right.energy ? left.energy < right.energy : left.side < right.side;
    });
    return minima;
}

}  // namespace jonbar::politics
