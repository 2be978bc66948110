#pragma once
// Sites whose result is imposed: by the record, or in another world by the actual one.
//
// docs/computation.md, Forcing and Other worlds, says what is computed; here it is done lane by
// lane, in plain doubles, by the same code on every machine, because few lanes are forced and each
// in its own way. A kind of site knows three things: to settle a lane as its code wants, with the
// weight of that and the noise that goes with the result; whether two lanes have the same inputs;
// and to decide a lane of another world by that noise. Buffers belong to the site, of which each
// workspace has its own: nothing is allocated while histories run.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/kernels.h"
#include "math/philox.h"
#include "program/program.h"

namespace jonbar::engine {

/// What a site sees of one lane: its inputs and its noise.
class SiteLane {
  public:
    SiteLane(const double* inputs, std::size_t stride, const std::uint64_t* keys,
             std::uint32_t noise_step, std::uint64_t history)
        : inputs_(inputs), stride_(stride), keys_(keys), step_(noise_step), history_(history) {}

    double operator[](std::size_t input) const { return inputs_[input * stride_]; }
    [[nodiscard]] double code() const { return (*this)[0]; }
    /// Returns the uniform of words `word` and `word` + 1 of key number `key`.
    [[nodiscard]] double uniform(std::size_t key, std::uint32_t word) const {
        return math::noise_uniform({keys_[key], step_, word}, history_);
    }
    /// Returns word `word` of key number `key`.
    [[nodiscard]] double word(std::size_t key, std::uint32_t word) const {
        return math::noise_word({keys_[key], step_, word}, history_);
    }

  private:
    const double* inputs_;
    std::size_t stride_;
    const std::uint64_t* keys_;
    std::uint32_t step_;
    std::uint64_t history_;
};

/// Inputs before those of a kind of its own: the code and the key index.
constexpr std::size_t kFirstInput = 2;

/// The probability with which a site is made to come, and that of its not coming.
struct ForcedChance {
    double comes = 0;
    double stays = 1;
};

/// Returns with what probability a site of probability p (not: 1 - p, given as `rest`) comes under
/// a code other than 0.
[[nodiscard]] ForcedChance forced_chance(double code, double p, double rest) noexcept;

/// By what a lane's weight changes, in logarithms.
struct SiteWeight {
    double log_factor = 0;
    double look_ahead = 0;
};

/// Returns the look-ahead of a lane in which what a code wants, of probability p (not: `rest`),
/// came or did not.
[[nodiscard]] double look_ahead(double code, double p, double rest, bool came) noexcept;

/// Whether the noise that goes with a result is wanted: by other worlds alone.
enum class NoiseUse { Keep, Drop };

class ImposedSite {
  public:
    explicit ImposedSite(const program::Imposed& imposed, std::size_t result_count)
        : imposed_(imposed), result_(result_count) {}
    ImposedSite(const ImposedSite&) = delete;
    ImposedSite& operator=(const ImposedSite&) = delete;
    virtual ~ImposedSite() = default;

    /// Executes Op::Impose.
    void settle(const Operands& o);

  protected:
    [[nodiscard]] const program::Imposed& imposed() const { return imposed_; }
    /// The numbers that come out. Before a call they are the site's own.
    [[nodiscard]] std::vector<double>& result() { return result_; }

  private:
    /// Tells whether it is here that the site is decided by its own noise, in each lane alike.
    [[nodiscard]] virtual bool holds() const { return false; }
    /// Tells whether the record wants something of a lane.
    [[nodiscard]] virtual bool is_forced(const SiteLane& lane) const { return lane.code() != 0; }
    /// Settles a lane as its code wants, and keeps the noise given the result if that is wanted;
    /// returns its weight, none where there is nothing to settle.
    virtual std::optional<SiteWeight> force(const SiteLane& lane, NoiseUse use) = 0;
    /// Keeps what the noise of a lane that is not forced says to other worlds, if choices are
    /// coupled otherwise than by Gumbels; returns whether they are.
    virtual bool couple(const SiteLane& /*lane*/) { return false; }
    /// Tells whether two lanes have the same inputs but for what the record wants.
    [[nodiscard]] virtual bool alike(const SiteLane& one, const SiteLane& other) const = 0;
    /// Decides a lane by its own noise; asked only of a site that holds.
    virtual void hold(const SiteLane& /*lane*/) {}
    /// Decides a lane of another world by the noise kept last.
    virtual void decide(const SiteLane& lane) = 0;

    [[nodiscard]] std::optional<SiteLane> lane_of(const Operands& o, std::size_t lane) const;
    void force_lane(const Operands& o, std::size_t lane);
    void follow(const Operands& o, std::size_t lane, std::size_t actual);
    void read_result(const Operands& o, std::size_t lane);
    void write_result(const Operands& o, std::size_t lane) const;

    const program::Imposed& imposed_;
    std::vector<double> result_;
    std::size_t kept_lane_ = 0;  // whose noise was kept last
    bool kept_ = false;          // in this execution, if there was one
    bool kept_any_ = false;      // it has any
};

/// Returns the site of a kind, which keeps a reference to what is imposed.
[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_site(const program::Imposed& imposed);

[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_happening(const program::Imposed& imposed);
[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_choice(const program::Imposed& imposed);
[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_vote(const program::Imposed& imposed);
[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_race(const program::Imposed& imposed);
[[nodiscard]] std::unique_ptr<ImposedSite> make_imposed_draw(const program::Imposed& imposed);
[[nodiscard]] std::unique_ptr<ImposedSite> make_election(const program::Imposed& imposed);

/// Tells whether two numbers have the same bits.
[[nodiscard]] inline bool same_bits(double left, double right) {
    return math::to_bits(left) == math::to_bits(right);
}

/// Returns the double before a positive one.
[[nodiscard]] inline double just_below(double x) {
    return math::from_bits<double>(math::to_bits(x) - 1);
}

}  // namespace jonbar::engine
