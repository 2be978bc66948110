#pragma once
// A bench for imposed sites under test: one site in many lanes, actual ones or each with an altered
// lane beside it, and what the weights of the lanes say.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "engine/imposed_site.h"
#include "engine/kernel_bench.h"
#include "math/functions_inl.h"

namespace jonbar::engine {

/// Histories of a bench: enough for five standard errors to be a few per cent.
constexpr std::size_t kBenchHistories = 16'384;

inline double indicator(bool holds) { return holds ? 1 : 0; }

/// Lanes of a site. Lane i is history i, or if there are altered lanes, lanes 2 i and 2 i + 1 are
/// the actual and the altered world of history i.
class SiteBench {
  public:
    SiteBench(program::Imposed imposed, std::size_t inputs, std::size_t results,
              std::size_t histories, bool altered = false)
        : imposed_(imposed),
          altered_(altered),
          lanes_(histories * (altered ? 2 : 1)),
          in_(inputs * lanes_),
          out_(results * lanes_, -7.0),
          fact_(2 * lanes_),
          mask_(lanes_ / kWordLanes, ~Word{0}) {
        if (imposed_.key_stride == 0) {
            imposed_.key_stride = imposed.slots + 1;
        }
        TestNoise random(99);
        for (std::uint32_t i = 0; i < imposed_.key_stride * imposed_.key_count; ++i) {
            keys_.push_back(random());
        }
        for (std::size_t lane = 0; lane < lanes_; ++lane) {
            history_.push_back(altered ? lane / 2 : lane);
            actual_.push_back(static_cast<std::uint32_t>(altered ? lane & ~std::size_t{1} : lane));
        }
    }

    /// Gives an input a value in all lanes, or in the altered ones.
    void set(std::size_t input, double value) {
        std::fill_n(in_.begin() + static_cast<std::ptrdiff_t>(input * lanes_), lanes_, value);
    }
    void set_altered(std::size_t input, double value) {
        for (std::size_t lane = 1; lane < lanes_; lane += 2) {
            in_[input * lanes_ + lane] = value;
        }
    }
    /// Gives the site a result of its own in all lanes, the altered ones too.
    void set_own(double value) { std::fill(out_.begin(), out_.end(), value); }
    void set_own_of(std::size_t history, bool altered, double value) {
        out_[lane_of(history, altered)] = value;
    }
    void leave_out(std::size_t history, bool altered) {
        const std::size_t lane = lane_of(history, altered);
        mask_[lane / kWordLanes] &= ~(Word{1} << (lane % kWordLanes));
    }

    void run() {
        const auto site = make_imposed_site(imposed_);
        ImposedSite* const sites[] = {site.get()};
        ChunkState chunk;
        const std::vector<Word> active(lanes_ / kWordLanes, ~Word{0});
        chunk.active = active.data();
        chunk.histories = history_.data();
        chunk.actual = altered_ ? actual_.data() : nullptr;
        chunk.noise_step = 31;
        chunk.imposed = sites;
        Operands o;
        const auto at = [&](Slot slot) -> void*& {
            return o.places[static_cast<std::size_t>(slot)];
        };
        at(Slot::Out) = out_.data();
        at(Slot::Out2) = fact_.data();
        at(Slot::A) = in_.data();
        at(Slot::B) = keys_.data();
        at(Slot::Mask) = mask_.data();
        o.lanes = lanes_;
        o.words = lanes_ / kWordLanes;
        o.chunk = &chunk;
        impose(o);
    }

    [[nodiscard]] std::size_t histories() const { return lanes_ / (altered_ ? 2 : 1); }
    [[nodiscard]] double result(std::size_t history, std::size_t which = 0) const {
        return out_[which * lanes_ + lane_of(history, false)];
    }
    [[nodiscard]] double altered(std::size_t history, std::size_t which = 0) const {
        return out_[which * lanes_ + lane_of(history, true)];
    }
    [[nodiscard]] double log_factor(std::size_t history) const {
        return fact_[lane_of(history, false)];
    }
    [[nodiscard]] double look_ahead(std::size_t history) const {
        return fact_[lanes_ + lane_of(history, false)];
    }

    /// Expects that the mean over histories of exp(log factor) * value(history) is `expected`, to
    /// within 5 standard errors (a false alarm in 10^6), a part in 10^9 and 10^-12.
    void expect_mean(const std::function<double(std::size_t)>& value, double expected,
                     const std::string& what, double expected_error = 0) const {
        double sum = 0;
        double squares = 0;
        const auto count = static_cast<double>(histories());
        for (std::size_t history = 0; history < histories(); ++history) {
            const double x = math::exp(log_factor(history)) * value(history);
            sum += x;
            squares += x * x;
        }
        const double mean = sum / count;
        const double variance = std::max(squares / count - mean * mean, 0.0);
        const double error = std::sqrt(variance / count + expected_error * expected_error);
        EXPECT_NEAR(mean, expected, 5 * error + 1e-9 * std::fabs(expected) + 1e-12) << what;
    }

    /// Returns how many lanes of equal weight the lanes with a weight are worth, as a share.
    [[nodiscard]] double effective_share() const {
        double sum = 0;
        double squares = 0;
        for (std::size_t history = 0; history < histories(); ++history) {
            const double weight = math::exp(log_factor(history));
            sum += weight;
            squares += weight * weight;
        }
        return sum * sum / squares / static_cast<double>(histories());
    }

  private:
    [[nodiscard]] std::size_t lane_of(std::size_t history, bool altered) const {
        return altered_ ? 2 * history + (altered ? 1 : 0) : history;
    }

    program::Imposed imposed_;
    bool altered_;
    std::size_t lanes_;
    std::vector<double> in_, out_, fact_;
    std::vector<Word> mask_;
    std::vector<std::uint64_t> keys_, history_;
    std::vector<std::uint32_t> actual_;
};

/// A uniform number in (0, 1).
inline double uniform_of(TestNoise& random) {
    return (static_cast<double>(random() >> 12U) + 0.5) * 0x1p-52;
}

}  // namespace jonbar::engine
