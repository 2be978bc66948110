#pragma once
// Sine and cosine, of scalars.
//
// An angle is brought to [-pi/4, pi/4] by multiplying its significand with the 192 bits of 2/pi
// that matter at its exponent (Payne and Hanek, 1983), in integers, so an angle of any size is as
// good as a small one.

namespace jonbar::math {

/// Returns the sine of an angle in radians; NaN of infinity; -0 of -0.
/// Error below 0.9 ulp.
[[nodiscard]] double sin(double x) noexcept;

/// Returns the cosine of an angle in radians; NaN of infinity.
/// Error below 0.9 ulp.
[[nodiscard]] double cos(double x) noexcept;

}  // namespace jonbar::math
