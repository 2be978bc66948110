#include "math/exact_sum.h"

#include <bit>
#include <cstddef>

#include "math/functions_inl.h"

namespace jonbar::math {
namespace {

constexpr std::int64_t kDigitMask = 0xffffffff;
constexpr std::uint64_t kAdditionsBeforeCarry = std::uint64_t{1} << 30U;
constexpr double kLeastExponent = -1074;  // of the lowest bit of the lowest digit

}  // namespace

void ExactSum::add(double x) noexcept {
    const std::uint64_t bits = to_bits(x);
    const std::uint64_t exponent = (bits >> 52U) & 0x7ffU;
    if (exponent == 0x7ff) {
        special_ += x;
        return;
    }
    if (additions_since_carry_++ == kAdditionsBeforeCarry) {
        carry();
    }
    const std::uint64_t fraction = bits & 0xfffffffffffffU;
    const std::uint64_t significand = exponent == 0 ? fraction : fraction | (1ULL << 52U);
    const std::uint64_t place = exponent == 0 ? 0 : exponent - 1;
    const std::size_t digit = place / 32;
    const std::uint64_t shift = place % 32;
    const std::uint64_t rest = (significand >> (31U - shift)) >> 1U;
    const std::int64_t sign = (bits >> 63U) != 0 ? -1 : 1;
    digits_[digit] += sign * static_cast<std::int64_t>((significand << shift) & 0xffffffffU);
    digits_[digit + 1] += sign * static_cast<std::int64_t>(rest & 0xffffffffU);
    digits_[digit + 2] += sign * static_cast<std::int64_t>(rest >> 32U);
}

void ExactSum::add_square(double x) noexcept {
    const double size = abs(x);
    if (size < 0x1p490 && size > 0x1p-480) {
        const Pair<double> square = exact_product(x, x);
        add(square.low);
        add(square.high);
    } else {
        add(x * x);
    }
}

void ExactSum::merge(const ExactSum& other) noexcept {
    ExactSum carried = other;
    carried.carry();
    carry();
    for (std::size_t i = 0; i < digits_.size(); ++i) {
        digits_[i] += carried.digits_[i];
    }
    additions_since_carry_ = 2;  // each digit is below 2^33
    special_ += other.special_;
}

/// Brings every digit but the last into [0, 2^32); the last keeps the sign.
void ExactSum::carry() noexcept {
    for (std::size_t i = 0; i + 1 < digits_.size(); ++i) {
        digits_[i + 1] += digits_[i] >> 32;
        digits_[i] &= kDigitMask;
    }
    additions_since_carry_ = 1;
}

double ExactSum::value() const noexcept {
    if (special_ != 0) {  // NaN too
        return special_;
    }
    ExactSum sum = *this;
    sum.carry();
    const bool negative = sum.digits_.back() < 0;
    if (negative) {
        for (std::int64_t& digit : sum.digits_) {
            digit = -digit;
        }
        sum.carry();
    }
    std::size_t top = sum.digits_.size() - 1;
    while (top > 0 && sum.digits_[top] == 0) {
        --top;
    }
    // The 64 leading bits as an integer; any bit below them is remembered in the lowest, which lies
    // below the place where a double rounds.
    const auto digit_at = [&](std::size_t i) { return static_cast<std::uint64_t>(sum.digits_[i]); };
    std::uint64_t leading = digit_at(top);
    std::size_t next = top;
    int free_bits = std::countl_zero(leading);
    while (next > 0 && free_bits >= 32) {
        leading = (leading << 32U) | digit_at(--next);
        free_bits -= 32;
    }
    double exponent = kLeastExponent + 32 * static_cast<double>(next);
    if (next > 0) {
        const std::uint64_t below = digit_at(--next);
        const auto shift = static_cast<std::uint64_t>(free_bits);
        leading = (leading << shift) | (below >> (32U - shift));
        exponent -= free_bits;
        bool sticky = (below & ((1ULL << (32U - shift)) - 1)) != 0;
        while (next > 0 && !sticky) {
            sticky = sum.digits_[--next] != 0;
        }
        leading |= sticky ? 1U : 0U;
    }
    const double size = scale(static_cast<double>(leading), exponent);
    return negative ? -size : size;
}

void ExactSum::write(base::ByteWriter& out) const {
    ExactSum sum = *this;
    sum.carry();
    out.real(special_);
    std::uint64_t count = 0;
    for (const std::int64_t digit : sum.digits_) count += digit != 0 ? 1U : 0U;
    out.number(count);
    for (std::size_t i = 0; i < sum.digits_.size(); ++i) {
        if (sum.digits_[i] == 0) continue;
        out.number(i);
        out.signed_number(sum.digits_[i]);
    }
}

void ExactSum::read(base::ByteReader& in) {
    *this = {};
    special_ = in.real();
    for (std::size_t count = in.count(2); count > 0; --count) {
        const std::uint64_t digit = in.number();
        if (digit >= digits_.size()) return in.refuse();
        digits_[digit] = in.signed_number();
        if (digit + 1 < digits_.size() && (digits_[digit] & kDigitMask) != digits_[digit])
            return in.refuse();
    }
    additions_since_carry_ = 1;
}

}  // namespace jonbar::math
