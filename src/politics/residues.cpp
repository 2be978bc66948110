#include "politics/residues.h"

namespace jonbar::politics {
namespace {

bool is_prime(std::uint32_t odd) {
    for (std::uint32_t divisor = 3; std::uint64_t{divisor} * divisor <= odd; divisor += 2) {
        if (odd % divisor == 0) return false;
    }
    return true;
}

/// The inverse modulo a prime: the number to the power of the prime less 2 (Fermat).
std::uint32_t inverse(std::uint32_t number, std::uint32_t prime) {
    std::uint32_t out = 1;
    for (std::uint32_t exponent = prime - 2; exponent != 0; exponent >>= 1U) {
        if ((exponent & 1U) != 0) out = times(out, number, prime);
        number = times(number, number, prime);
    }
    return out;
}

}  // namespace

std::vector<std::uint32_t> primes_for(std::size_t bits) {
    std::vector<std::uint32_t> primes;
    // Each is above 2^31 - 2^16, so that k of them have more than 31 k - 1 bits, for k to 2^14.
    for (std::uint32_t odd = 0x7fffffff; 31 * primes.size() < bits + 1; odd -= 2) {
        if (is_prime(odd)) primes.push_back(odd);
    }
    return primes;
}

Natural from_remainders(std::span<const std::uint32_t> primes,
                        std::span<const std::uint32_t> remainders) {
    // Digits in the mixed radix of the primes (Garner): number = d0 + p0 (d1 + p1 (d2 + ...)).
    std::vector<std::uint32_t> digits;
    for (std::size_t i = 0; i < primes.size(); ++i) {
        const std::uint32_t prime = primes[i];
        std::uint32_t value = 0, radix = 1;
        for (std::size_t j = 0; j < i; ++j) {
            value = plus(value, times(digits[j] % prime, radix, prime), prime);
            radix = times(radix, primes[j] % prime, prime);
        }
        digits.push_back(times(minus(remainders[i], value, prime), inverse(radix, prime), prime));
    }
    Natural number;
    for (std::size_t i = primes.size(); i-- > 0;) {
        number *= primes[i];
        number += Natural(digits[i]);
    }
    return number;
}

}  // namespace jonbar::politics
