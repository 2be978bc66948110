#include "politics/natural.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace jonbar::politics {
namespace {

constexpr std::size_t kLimbBits = 32;

}  // namespace

Natural::Natural(std::uint64_t value)
    : limbs_{static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> kLimbBits)} {
    trim();
}

Natural Natural::power_of_two(std::size_t exponent) {
    Natural out(1);
    out <<= exponent;
    return out;
}

void Natural::trim() {
    while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
}

std::size_t Natural::bits() const {
    if (limbs_.empty()) return 0;
    return limbs_.size() * kLimbBits - static_cast<std::size_t>(std::countl_zero(limbs_.back()));
}

Natural& Natural::operator+=(const Natural& other) {
    limbs_.resize(std::max(limbs_.size(), other.limbs_.size()) + 1, 0);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        carry += limbs_[i];
        if (i < other.limbs_.size()) carry += other.limbs_[i];
        limbs_[i] = static_cast<std::uint32_t>(carry);
        carry >>= kLimbBits;
    }
    trim();
    return *this;
}

Natural& Natural::operator-=(const Natural& other) {
    std::int64_t carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        carry += limbs_[i];
        if (i < other.limbs_.size()) carry -= other.limbs_[i];
        limbs_[i] = static_cast<std::uint32_t>(carry);
        carry >>= kLimbBits;
    }
    trim();
    return *this;
}

Natural& Natural::operator*=(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& limb : limbs_) {
        carry += std::uint64_t{limb} * factor;
        limb = static_cast<std::uint32_t>(carry);
        carry >>= kLimbBits;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
    trim();
    return *this;
}

Natural& Natural::operator<<=(std::size_t bits) {
    if (limbs_.empty()) return *this;
    *this *= std::uint32_t{1} << (bits % kLimbBits);
    limbs_.insert(limbs_.begin(), bits / kLimbBits, 0);
    return *this;
}

void Natural::halve(std::size_t bits) {
    limbs_.erase(limbs_.begin(), limbs_.begin() + static_cast<std::ptrdiff_t>(
                                                      std::min(bits / kLimbBits, limbs_.size())));
    divide(std::uint32_t{1} << (bits % kLimbBits));
}

std::size_t Natural::trailing_zeros() const {
    std::size_t limb = 0;
    while (limbs_[limb] == 0) ++limb;
    return limb * kLimbBits + static_cast<std::size_t>(std::countr_zero(limbs_[limb]));
}

std::uint32_t Natural::divide(std::uint32_t divisor) {
    std::uint64_t rest = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        rest = (rest << kLimbBits) | limbs_[i];
        limbs_[i] = static_cast<std::uint32_t>(rest / divisor);
        rest %= divisor;
    }
    trim();
    return static_cast<std::uint32_t>(rest);
}

std::uint32_t Natural::remainder(std::uint32_t divisor) const {
    std::uint64_t rest = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;)
        rest = ((rest << kLimbBits) | limbs_[i]) % divisor;
    return static_cast<std::uint32_t>(rest);
}

std::string Natural::decimal() const {
    constexpr std::uint32_t kNineDigits = 1'000'000'000;
    std::string digits;
    Natural rest = *this;
    while (!rest.is_zero()) {
        std::uint32_t part = rest.divide(kNineDigits);
        for (int i = 0; i < 9 && (part != 0 || !rest.is_zero()); ++i) {
            digits += static_cast<char>('0' + part % 10);
            part /= 10;
        }
    }
    if (digits.empty()) return "0";
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::strong_ordering operator<=>(const Natural& left, const Natural& right) {
    if (left.limbs_.size() != right.limbs_.size())
        return left.limbs_.size() <=> right.limbs_.size();
    for (std::size_t i = left.limbs_.size(); i-- > 0;) {
        if (left.limbs_[i] != right.limbs_[i]) return left.limbs_[i] <=> right.limbs_[i];
    }
    return std::strong_ordering::equal;
}

Natural greatest_divisor(Natural left, Natural right) {
    if (left.is_zero()) return right;
    if (right.is_zero()) return left;
    const std::size_t left_twos = left.trailing_zeros(), right_twos = right.trailing_zeros();
    left.halve(left_twos);
    right.halve(right_twos);
    while (left != right) {
        if (left < right) std::swap(left, right);
        left -= right;
        left.halve(left.trailing_zeros());
    }
    left <<= std::min(left_twos, right_twos);
    return left;
}

Natural quotient(Natural dividend, const Natural& divisor) {
    Natural out;
    if (dividend < divisor) return out;
    std::size_t shift = dividend.bits() - divisor.bits();
    Natural step = divisor;
    step <<= shift;
    out.limbs_.assign(shift / kLimbBits + 1, 0);
    for (;; --shift) {
        if (step <= dividend) {
            dividend -= step;
            out.limbs_[shift / kLimbBits] |= std::uint32_t{1} << (shift % kLimbBits);
        }
        if (shift == 0) break;
        step.halve(1);
    }
    out.trim();
    return out;
}

Natural product(const Natural& left, const Natural& right) {
    Natural out, rest = right;
    std::size_t place = 0;
    while (!rest.is_zero()) {
        Natural part = left;
        part *= rest.divide(1U << 31U);
        part <<= place;
        out += part;
        place += 31;
    }
    return out;
}

Ratio ratio(const Natural& numerator, const Natural& denominator) {
    const Natural divisor = greatest_divisor(numerator, denominator);
    return {quotient(numerator, divisor), quotient(denominator, divisor)};
}

double to_double(const Ratio& ratio) {
    if (ratio.numerator.is_zero()) return 0;
    // 62 to 63 bits of the quotient, the last of them 1 where anything is left behind it.
    const auto have = static_cast<std::int64_t>(ratio.numerator.bits());
    const auto want = static_cast<std::int64_t>(ratio.denominator.bits()) + 62;
    const auto shift = static_cast<std::size_t>(std::max<std::int64_t>(want - have, 0));
    Natural scaled = ratio.numerator;
    scaled <<= shift;
    Natural whole = quotient(scaled, ratio.denominator);
    const bool exact = product(whole, ratio.denominator) == scaled;
    std::uint64_t bits = whole.divide(1U << 31U);
    bits |= std::uint64_t{whole.divide(1U << 31U)} << 31U;
    bits |= std::uint64_t{whole.divide(1U << 31U)} << 62U;
    if (!exact) bits |= 1U;
    return std::ldexp(static_cast<double>(bits), -static_cast<int>(shift));
}

}  // namespace jonbar::politics
