#pragma once
// Sums of doubles without rounding.
//
// Answers are folds over chunks, and must not show in which order the chunks came. So a sum is kept
// exactly, as one long integer that counts units of 2^-1074, in digits of 32 bits held in 64, whose
// spare bits let carries wait for a billion additions. Adding is associative to the last bit;
// rounding happens once, in `value`.

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace jonbar::math {

class ExactSum {
  public:
    /// Adds x. An infinity or a NaN makes the value what the rules of addition make it.
    void add(double x) noexcept;

    /// Adds x * x, exactly where that is a double's range apart from the smallest (2^-480 < |x| <
    /// 2^490), else rounded.
    void add_square(double x) noexcept;

    /// Adds all that `other` holds.
    void merge(const ExactSum& other) noexcept;

    /// Returns the sum, rounded once to the nearest double, the even one of two; infinity beyond
    /// the largest. A sum of nothing, or that cancels, is 0.
    [[nodiscard]] double value() const noexcept;

    /// Writes the sum, and makes it what was written.
    void write(base::ByteWriter& out) const;
    void read(base::ByteReader& in);

  private:
    // The largest double ends at bit 2098; the rest holds the carries of 2^63 additions.
    static constexpr int kDigits = 68;

    void carry() noexcept;

    std::array<std::int64_t, kDigits> digits_{};
    std::uint64_t additions_since_carry_ = 0;
    double special_ = 0;  // the sum of the infinities and NaNs
};

}  // namespace jonbar::math
