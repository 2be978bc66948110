#include "math/binned_counts.h"

#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

/// Returns the leading 20 bits of x, turned so that they order as the numbers do.
std::uint32_t bin_of(double x) {
    const std::uint64_t bits = to_bits(x);
    const std::uint64_t ordered = (bits >> 63U) != 0 ? ~bits : bits | (1ULL << 63U);
    return static_cast<std::uint32_t>(ordered >> 44U);
}

void merge_bin(BinnedCounts::Bin& into, const BinnedCounts::Bin& from) {
    into.least = into.count == 0 ? from.least : min(into.least, from.least);
    into.most = into.count == 0 ? from.most : max(into.most, from.most);
    into.count += from.count;
}

}  // namespace

void BinnedCounts::add(double x, std::uint64_t count) {
    if (count == 0) {
        return;
    }
    x += 0.0;  // -0 becomes 0
    merge_bin(bins_[bin_of(x)], {count, x, x});
    count_ += count;
}

void BinnedCounts::merge(const BinnedCounts& other) {
    for (const auto& [number, bin] : other.bins_) {
        merge_bin(bins_[number], bin);
    }
    count_ += other.count_;
}

double BinnedCounts::quantile(double p) const {
    const double rank = max(ceil(p * static_cast<double>(count_)), 1.0);
    double before = 0;
    const Bin* last = nullptr;
    for (const auto& [number, bin] : bins_) {
        const auto in_bin = static_cast<double>(bin.count);
        if (before + in_bin >= rank) {
            if (bin.least == bin.most) {
                return bin.least;
            }
            return bin.least + (bin.most - bin.least) * ((rank - before - 1) / (in_bin - 1));
        }
        before += in_bin;
        last = &bin;
    }
    return last == nullptr ? 0 : last->most;
}

void BinnedCounts::write(base::ByteWriter& out) const {
    out.number(bins_.size());
    for (const auto& [number, bin] : bins_) {
        out.number(bin.count);
        out.real(bin.least);
        out.real(bin.most);
    }
}

void BinnedCounts::read(base::ByteReader& in) {
    *this = {};
    for (std::size_t left = in.count(17); left > 0; --left) {
        Bin bin;
        bin.count = in.number();
        bin.least = in.real();
        bin.most = in.real();
        const std::uint32_t number = bin_of(bin.least);
        const bool next = bins_.empty() || bins_.rbegin()->first < number;
        if (!next || bin.count == 0 || bin_of(bin.most) != number || !(bin.least <= bin.most))
            return in.refuse();
        bins_.emplace_hint(bins_.end(), number, bin);
        count_ += bin.count;
    }
}

}  // namespace jonbar::math
