#pragma once
// Kernels of distributions: quantiles, and whether parameters are in range.
//
// Normal and kin are computed in vectors, and so are binomial and Poisson counts of small means.
// The iterative ones (beta, gamma, counts of large means) go lane by lane, and only through the
// lanes of the mask; beta and gamma with fixed parameters have tables, which are read in vectors.

#include "engine/chance_kernels_inl.h"
#include "engine/check_kernels_inl.h"
#include "engine/lane_loops_inl.h"
#include "math/counts_inl.h"
#include "math/densities.h"
#include "math/densities_inl.h"
#include "math/distributions.h"
#include "math/distributions_inl.h"
#include "math/quantile_table_inl.h"
#include "model/model.h"

namespace jonbar::engine {

static_assert(static_cast<int>(math::Family::Lognormal) ==
                      static_cast<int>(Distribution::LogNormal) &&
                  static_cast<int>(math::Family::Beta) == static_cast<int>(Distribution::Beta) &&
                  static_cast<int>(math::Family::Poisson) ==
                      static_cast<int>(Distribution::Poisson),
              "the math's families stand in the order of the language's");

/// out = f(a, b, c, d) in the tiles where the mask has a lane; what an operand that is not there
/// gives is of no use to f
template <class F>
static inline void map_parameters(const Operands& o, F f) {
    const NumberIn u(o, 0);
    const NumberIn b(o, 1);
    const NumberIn c(o, input(o, 2) != nullptr ? 2 : 1);
    const NumberIn d(o, input(o, 3) != nullptr ? 3 : 1);
    double* out = number_out(o);
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = mask(o)[tile] & o.chunk->active[tile];
        for_each_group_of(wanted, [&](std::size_t first) {
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                const std::size_t lane = tile * kWordLanes + i;
                store(f(u.wide(lane), b.wide(lane), c.wide(lane), d.wide(lane)), out + lane);
            }
        });
    }
}

/// Writes the standard normal quantiles at 64 numbers. Most lie in the middle region, whose
/// quantiles need no logarithm: the others are computed together, so that vectors hold numbers of
/// one region. Requires: `out` is not `u`.
static inline void normal_quantiles(const double* u, double* out) {
    constexpr double kMiddle = 0.425;
    double packed[kWordLanes + kWidth];
    std::size_t lanes[kWordLanes];
    std::size_t count = 0;
    for (std::size_t i = 0; i < kWordLanes; i += kWidth) {
        const auto numbers = load<WideLane>(u + i);
        const auto middle = math::abs(numbers - 0.5) <= kMiddle;
        store(math::normal_quantile(select(middle, numbers, splat<WideLane>(0.5))), out + i);
        for (Word tails = gather(!middle); tails != 0; tails &= tails - 1) {
            lanes[count] = i + static_cast<std::size_t>(__builtin_ctzll(tails));
            packed[count] = u[lanes[count]];
            ++count;
        }
    }
    for (std::size_t i = 0; i < kWidth; ++i) {
        packed[count + i] = 0.01;  // fills up the last vector with the tail's kind
    }
    for (std::size_t i = 0; i < count; i += kWidth) {
        store(math::normal_quantile(load<WideLane>(packed + i)), packed + i);
    }
    for (std::size_t i = 0; i < count; ++i) {
        out[lanes[i]] = packed[i];
    }
}

/// Up to so many lanes of a tile, their quantiles are computed side by side.
constexpr int kFewNormals = 8;

/// out = f(z, b, c) in the lanes `wanted` of a tile, at most kFewNormals of them, z being the
/// normal quantile at g(u)
template <class G, class F>
static inline void quantile_of_few(const Operands& o, std::size_t tile, Word wanted, G g, F f) {
    const std::size_t c_index = input(o, 2) != nullptr ? 2 : 1;
    double u[kFewNormals] = {};
    double b[kFewNormals] = {};
    double c[kFewNormals] = {};
    std::size_t lanes[kFewNormals];
    std::size_t count = 0;
    for (Word left = wanted; left != 0; left &= left - 1, ++count) {
        lanes[count] = tile * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(left));
        u[count] = NumberIn(o, 0).at(lanes[count]);
        b[count] = NumberIn(o, 1).at(lanes[count]);
        c[count] = NumberIn(o, c_index).at(lanes[count]);
    }
    for (std::size_t i = 0; i < count; i += kWidth) {
        const auto z = math::normal_quantile(g(load<WideLane>(u + i)));
        store(f(z, load<WideLane>(b + i), load<WideLane>(c + i)), u + i);
    }
    for (std::size_t i = 0; i < count; ++i) {
        number_out(o)[lanes[i]] = u[i];
    }
}

/// out = f(z, b, c) in the tiles where the mask has a lane, z being the normal quantile at g(u)
template <class G, class F>
static inline void quantile_by_normal(const Operands& o, G g, F f) {
    const NumberIn u(o, 0);
    const NumberIn b(o, 1);
    const NumberIn c(o, input(o, 2) != nullptr ? 2 : 1);
    double* out = number_out(o);
    double uniforms[kWordLanes];
    double normals[kWordLanes];
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        const Word wanted = mask(o)[tile] & o.chunk->active[tile];
        if (wanted == 0) {
            continue;
        }
        const std::size_t first = tile * kWordLanes;
        if (__builtin_popcountll(wanted) <= kFewNormals) {
            quantile_of_few(o, tile, wanted, g, f);
            continue;
        }
        for (std::size_t i = 0; i < kWordLanes; i += kWidth) {
            store(g(u.wide(first + i)), uniforms + i);
        }
        normal_quantiles(uniforms, normals);
        for (std::size_t i = 0; i < kWordLanes; i += kWidth) {
            const auto z = load<WideLane>(normals + i);
            store(f(z, b.wide(first + i), c.wide(first + i)), out + first + i);
        }
    }
}

/// A parameter operand, 0 in all lanes if it is not there.
static inline double parameter(const Operands& o, std::size_t index, std::size_t lane) {
    return input(o, index) != nullptr ? NumberIn(o, index).at(lane) : 0.0;
}

/// out = quantile at a in the lanes of the mask
static inline void quantile_each(const Operands& o) {
    const auto family = static_cast<math::Family>(o.detail);
    const NumberIn u(o, 0);
    double* out = number_out(o);
    for_each_masked(o, [&](std::size_t lane) {
        out[lane] =
            math::quantile(family, u.at(lane),
                           {parameter(o, 1, lane), parameter(o, 2, lane), parameter(o, 3, lane)});
    });
}

/// P(X = 0) and what else sums the probabilities of 64 lanes of counts.
struct CountTile {
    double zero[kWordLanes];
    double odds[kWordLanes];  // binomial
};

/// Replaces the numbers of a tile by their exponentials, two vectors at a time.
static inline void exp_of_tile(Word wanted, double* numbers) {
    constexpr std::size_t kPair = 2 * kWidth > kGroupLanes ? 2 * kWidth : kGroupLanes;
    for (std::size_t first = 0; first < kWordLanes; first += kPair) {
        if (((wanted >> first) & low_bits(kPair)) == 0) {
            continue;
        }
        for (std::size_t i = first; i < first + kPair; i += 2 * kWidth) {
            const auto one = math::exp(load<WideLane>(numbers + i));
            const auto two = math::exp(load<WideLane>(numbers + i + kWidth));
            store(one, numbers + i);
            store(two, numbers + i + kWidth);
        }
    }
}

/// Fills a tile of binomials of `trials` and `probability`, in the groups of `wanted`. All lanes
/// before any sum begins: here none waits for another.
static inline void begin_binomials(const NumberIn& trials, const NumberIn& probability,
                                   std::size_t first_lane, Word wanted, bool one_probability,
                                   CountTile& tile) {
    const auto all = math::odds_of(probability.wide(first_lane));
    for_each_group_of(wanted, [&](std::size_t first) {
        for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
            const std::size_t lane = first_lane + i;
            const auto odds = one_probability ? all : math::odds_of(probability.wide(lane));
            store(trials.wide(lane) * odds.log_failure, tile.zero + i);
            store(odds.odds, tile.odds + i);
        }
    });
    exp_of_tile(wanted, tile.zero);
}

/// Reads vectors of numbers side by side.
template <std::size_t kCount, class Numbers>
static inline math::Lanes<WideLane, kCount> lanes_at(const Numbers& numbers, std::size_t lane) {
    math::Lanes<WideLane, kCount> lanes;
    for (std::size_t i = 0; i < kCount; ++i) {
        lanes.of[i] = numbers.wide(lane + i * kWidth);
    }
    return lanes;
}

/// out = quantile at a in the lanes of the mask: begin(lane, wanted, tile) fills a tile, and
/// g(u, lane, i, tile), u being 0 where it is not meant, sums vectors from lane i of it; in lanes
/// for which that is not meant, which `suits(b, c)` tells, one by one
template <class Suits, class Begin, class G>
static inline void quantile_of_counts(const Operands& o, Suits suits, Begin begin, G g) {
    const auto family = static_cast<math::Family>(o.detail);
    const NumberIn u(o, 0);
    const NumberIn b(o, 1);
    const NumberIn c(o, input(o, 2) != nullptr ? 2 : 1);
    double* out = number_out(o);
    for (std::size_t word = 0; word < o.words; ++word) {
        const Word wanted = mask(o)[word] & o.chunk->active[word];
        if (wanted == 0) {
            continue;
        }
        const std::size_t first_lane = word * kWordLanes;
        Word others = 0;
        CountTile tile = {};  // where nothing is wanted, sums never begin
        begin(first_lane, wanted, tile);
        const auto sum = [&]<std::size_t kCount>(std::size_t first, LaneCount<kCount>) {
            auto meant = lanes_at<kCount / kWidth>(u, first_lane + first);
            for (std::size_t i = 0; i < kCount; i += kWidth) {
                const std::size_t lane = first_lane + first + i;
                const Word suited = gather(suits(b.wide(lane), c.wide(lane))) << (first + i);
                const auto lanes = spread<WideLane>((wanted & suited) >> (first + i));
                WideLane& some = meant.of[i / kWidth];
                some = select(lanes, some, WideLane{});
                others |= low_bits(kWidth) << (first + i) & ~suited;
            }
            const auto counts = g(meant, first_lane + first, first, tile);
            for (std::size_t i = 0; i < kCount; i += kWidth) {
                store(counts.of[i / kWidth], out + first_lane + first + i);
            }
        };
        if (static_cast<std::size_t>(__builtin_popcountll(wanted)) > kWordLanes / 2) {
            for (std::size_t first = 0; first < kWordLanes; first += 2 * kGroupLanes) {
                sum(first, LaneCount<2 * kGroupLanes>{});
            }
        } else {
            for_each_group_of(wanted,
                              [&](std::size_t first) { sum(first, LaneCount<kGroupLanes>{}); });
        }
        for (others &= wanted; others != 0; others &= others - 1) {
            const auto lane = first_lane + static_cast<std::size_t>(__builtin_ctzll(others));
            out[lane] = math::quantile(family, u.at(lane), {b.at(lane), c.at(lane), 0});
        }
    }
}

static inline void binomial_quantiles(const Operands& o) {
    const NumberIn trials(o, 1);
    const NumberIn probability(o, 2);
    quantile_of_counts(
        o, [](auto n, auto p) { return math::is_rare_binomial(n, p); },
        [&](std::size_t lane, Word wanted, CountTile& tile) {
            begin_binomials(trials, probability, lane, wanted, !o.is_column[2], tile);
        },
        [&]<std::size_t kCount>(const math::Lanes<WideLane, kCount>& u, std::size_t lane,
                                std::size_t i, const CountTile& tile) {
            return math::rare_binomial_quantile(
                u, lanes_at<kCount>(trials, lane),
                lanes_at<kCount>(ColumnInOf<WideLane>{tile.odds}, i),
                lanes_at<kCount>(ColumnInOf<WideLane>{tile.zero}, i));
        });
}

static inline void poisson_quantiles(const Operands& o) {
    const NumberIn mean(o, 1);
    quantile_of_counts(
        o, [](auto m, auto) { return (m >= 0.0) & (m <= math::kSmallMean); },
        [&](std::size_t first_lane, Word wanted, CountTile& tile) {
            for_each_group_of(wanted, [&](std::size_t first) {
                for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                    store(-mean.wide(first_lane + i), tile.zero + i);
                }
            });
            exp_of_tile(wanted, tile.zero);
        },
        [&]<std::size_t kCount>(const math::Lanes<WideLane, kCount>& u, std::size_t lane,
                                std::size_t i, const CountTile& tile) {
            return math::small_poisson_quantile(
                u, lanes_at<kCount>(mean, lane),
                lanes_at<kCount>(ColumnInOf<WideLane>{tile.zero}, i));
        });
}

static inline void quantile(const Operands& o) noexcept {
    switch (static_cast<Distribution>(o.detail)) {
        case Distribution::Uniform:
            return map_parameters(
                o, [](auto u, auto b, auto c, auto) { return math::uniform_quantile(u, b, c); });
        case Distribution::Normal:
            return quantile_by_normal(
                o, [](auto u) { return u; },
                [](auto z, auto mean, auto sd) { return mean + sd * z; });
        case Distribution::LogNormal:
            return quantile_by_normal(
                o, [](auto u) { return u; },
                [](auto z, auto mu, auto sigma) { return math::exp(mu + sigma * z); });
        case Distribution::HalfNormal:
            return quantile_by_normal(
                o, [](auto u) { return 0.5 - u * 0.5; },
                [](auto z, auto sd, auto) { return sd * math::abs(z); });
        case Distribution::Exponential:
            return map_parameters(
                o, [](auto u, auto b, auto, auto) { return math::exponential_quantile(u, b); });
        case Distribution::Triangular:
            return map_parameters(o, [](auto u, auto b, auto c, auto d) {
                return math::triangular_quantile(u, b, c, d);
            });
        case Distribution::Bernoulli:
            return map_parameters(
                o, [](auto u, auto b, auto, auto) { return math::bernoulli_quantile(u, b); });
        case Distribution::Binomial:
            return binomial_quantiles(o);
        case Distribution::Poisson:
            return poisson_quantiles(o);
        case Distribution::Beta:
        case Distribution::Gamma:
            return quantile_each(o);
    }
}

/// out = log of the density at a in the lanes of the mask
static inline void log_density(const Operands& o) noexcept {
    const auto family = static_cast<math::Family>(o.detail);
    if (family == math::Family::Normal) {
        return map_parameters(o, [](auto x, auto mean, auto sd, auto) {
            return math::log_normal_density(x, mean, sd);
        });
    }
    const NumberIn x(o, 0);
    double* out = number_out(o);
    for_each_masked(o, [&](std::size_t lane) {
        out[lane] = math::log_density(
            family, x.at(lane),
            {parameter(o, 1, lane), parameter(o, 2, lane), parameter(o, 3, lane)});
    });
}

/// out = quantile at a by table `detail`, in the tiles where the mask has a lane; where the table
/// is none, by the inversion in the lanes of the mask
static inline void quantile_tabled(const Operands& o) noexcept {
    const math::QuantileCurve& curve = o.chunk->curves[o.detail];
    const NumberIn u(o, 0);
    double* out = number_out(o);
    if (curve.terms == nullptr) {
        return for_each_masked(o, [&](std::size_t lane) {
            out[lane] = math::quantile(curve.family, u.at(lane), {curve.a, curve.b, 0});
        });
    }
    for (std::size_t tile = 0; tile < o.words; ++tile) {
        for_each_group_of(mask(o)[tile] & o.chunk->active[tile], [&](std::size_t first) {
            for (std::size_t i = first; i < first + kGroupLanes; i += kWidth) {
                const std::size_t lane = tile * kWordLanes + i;
                store(math::tabled_quantile(curve, u.wide(lane)), out + lane);
            }
        });
    }
}

/// Faults where f(a, b, c) does not hold.
template <class F>
static inline void check_wide(const Operands& o, F f) {
    const NumberIn b(o, input(o, 1) != nullptr ? 1 : 0);
    const NumberIn c(o, input(o, 2) != nullptr ? 2 : 0);
    check_lanes(o, [&](std::size_t lane) {
        return f(NumberIn(o, 0).wide(lane), b.wide(lane), c.wide(lane));
    });
}

/// Faults where the distribution does not take a, b, c.
static inline void check_each(const Operands& o) {
    const auto family = static_cast<math::Family>(o.stride);
    for_each_masked(o, [&](std::size_t lane) {
        if (!math::is_valid(
                family, {parameter(o, 0, lane), parameter(o, 1, lane), parameter(o, 2, lane)})) {
            note_fault(o, lane / kWordLanes, Word{1} << (lane % kWordLanes));
        }
    });
}

static inline void check_parameters(const Operands& o) noexcept {
    switch (static_cast<Distribution>(o.stride)) {
        case Distribution::Uniform:
            return check_wide(o, [](auto a, auto b, auto) { return math::valid_uniform(a, b); });
        case Distribution::Normal:
            return check_wide(o, [](auto a, auto b, auto) { return math::valid_normal(a, b); });
        case Distribution::LogNormal:
            return check_wide(o, [](auto a, auto b, auto) { return math::valid_lognormal(a, b); });
        case Distribution::HalfNormal:
            return check_wide(o, [](auto a, auto, auto) { return math::valid_halfnormal(a); });
        case Distribution::Exponential:
            return check_wide(o, [](auto a, auto, auto) { return math::valid_exponential(a); });
        case Distribution::Triangular:
            return check_wide(
                o, [](auto a, auto b, auto c) { return math::valid_triangular(a, b, c); });
        case Distribution::Bernoulli:
            return check_wide(o, [](auto a, auto, auto) { return math::valid_bernoulli(a); });
        case Distribution::Binomial:
            return check_wide(o, [](auto a, auto b, auto) { return math::valid_binomial(a, b); });
        case Distribution::Poisson:
            return check_wide(o, [](auto a, auto, auto) { return math::valid_poisson(a); });
        case Distribution::Beta:
        case Distribution::Gamma:
            return check_each(o);
    }
}

}  // namespace jonbar::engine
