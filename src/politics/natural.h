// Natural numbers of any size, and their ratios.
//
// Counts of coalitions of hundreds of voters do not fit into a machine's integer. Speed does not
// matter here: the counting itself is done in residues (residues.h), these hold the results.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace jonbar::politics {

class Natural {
  public:
    Natural() = default;
    explicit Natural(std::uint64_t value);

    /// Returns 2 to the `exponent`.
    static Natural power_of_two(std::size_t exponent);

    [[nodiscard]] bool is_zero() const { return limbs_.empty(); }
    [[nodiscard]] std::size_t bits() const;

    Natural& operator+=(const Natural& other);
    /// Requires: `other` is not greater.
    Natural& operator-=(const Natural& other);
    Natural& operator*=(std::uint32_t factor);
    Natural& operator<<=(std::size_t bits);

    /// Divides and returns the remainder. Requires: the divisor is not 0.
    std::uint32_t divide(std::uint32_t divisor);

    /// Returns the remainder of a division. Requires: the divisor is not 0.
    [[nodiscard]] std::uint32_t remainder(std::uint32_t divisor) const;

    [[nodiscard]] std::string decimal() const;

    friend std::strong_ordering operator<=>(const Natural& left, const Natural& right);
    friend bool operator==(const Natural&, const Natural&) = default;
    friend Natural greatest_divisor(Natural left, Natural right);
    friend Natural quotient(Natural dividend, const Natural& divisor);

  private:
    void trim();
    void halve(std::size_t bits);
    [[nodiscard]] std::size_t trailing_zeros() const;

    std::vector<std::uint32_t> limbs_;  // lowest first, the last not 0
};

/// Returns the greatest common divisor; that of a number and 0 is the number.
Natural greatest_divisor(Natural left, Natural right);

/// Returns dividend / divisor, rounded down. Requires: the divisor is not 0.
Natural quotient(Natural dividend, const Natural& divisor);

/// Returns the product.
Natural product(const Natural& left, const Natural& right);

/// A fraction in lowest terms.
struct Ratio {
    Natural numerator;
    Natural denominator{1};

    friend bool operator==(const Ratio&, const Ratio&) = default;
};

/// Returns numerator / denominator in lowest terms. Requires: the denominator is not 0.
Ratio ratio(const Natural& numerator, const Natural& denominator);

/// Returns the nearest double, the even one of two. Requires: a ratio of 0 or from 2^-1000 to 2^60.
double to_double(const Ratio& ratio);

}  // namespace jonbar::politics
