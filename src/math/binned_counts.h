#pragma once
// Quantiles of many numbers, in little memory and whatever the order in which they come.
//
// A number's bin is the leading 20 bits of its double (sign, exponent, 8 bits of the significand),
// so bins are 1/256 to 1/512 of their value wide. A bin keeps its count, its least and its most:
// all merge exactly. Where a bin holds one distinct value (small whole numbers, dates) its
// quantiles are exact; else they are right to the bin's width.

#include <cstdint>
#include <map>

#include "base/bytes.h"

namespace jonbar::math {

class BinnedCounts {
  public:
    /// A bin's content.
    struct Bin {
        std::uint64_t count = 0;
        double least = 0;
        double most = 0;
    };

    /// Adds `count` occurrences of x.
    /// Requires: x is no NaN.
    void add(double x, std::uint64_t count = 1);

    /// Adds all that `other` holds.
    void merge(const BinnedCounts& other);

    /// Returns how many numbers were added.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// Returns the p-quantile: the number of rank ceil(p * count), at least 1, taking the numbers
    /// of a bin to be spread evenly between its least and its most. Requires: 0 <= p <= 1;
    /// something was added.
    [[nodiscard]] double quantile(double p) const;

    /// Writes what it holds, and makes it what was written.
    void write(base::ByteWriter& out) const;
    void read(base::ByteReader& in);

    /// Returns the bins that hold something, by the ordered leading bits of their numbers.
    [[nodiscard]] const std::map<std::uint32_t, Bin>& bins() const noexcept { return bins_; }

  private:
    std::map<std::uint32_t, Bin> bins_;
    std::uint64_t count_ = 0;
};

}  // namespace jonbar::math
