// D. Acemoglu, G. Egorov, K. Sonin, "Coalition Formation in Non-Democracies", Review of Economic
// Studies 75 (2008), 987-1009.

#include "politics/coalition.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <span>
#include <vector>

namespace jonbar::politics {
namespace {

using Sizes = std::set<int>;

/// The sizes of self-enforcing coalitions among members of nearly equal power: those that rule
/// themselves.
Sizes self_enforcing_sizes(std::size_t members, const char* majority) {
    // Powers within two per cent of each other, and without the ties of equal ones.
    std::vector<std::int64_t> powers;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(members); ++i)
        powers.push_back(100'000 + 7 * i * i + i);
    Sizes sizes;
    for (std::size_t size = 1; size <= members; ++size) {
        const auto some = std::span<const std::int64_t>(powers).first(size);
        const std::uint32_t all = (1U << size) - 1;
        if (ruling_coalitions(some, read_majority(majority).value()) ==
            std::vector<std::uint32_t>{all})
            sizes.insert(static_cast<int>(size));
    }
    return sizes;
}

// Abstract (NBER working paper 12749): under majority rule, among members of roughly equal power,
// coalitions of 2^k - 1 members are self-enforcing.
TEST(AcemogluEgorovSonin2008, reproduces_acemoglu_egorov_sonin_2008_sizes) {
    EXPECT_EQ(self_enforcing_sizes(18, "1/2"), (Sizes{1, 3, 7, 15}));
}

// Abstract: coalitions of two are generically not self-enforcing under majority rule; of three they
// are, unless one member outweighs the other two.
TEST(AcemogluEgorovSonin2008, reproduces_acemoglu_egorov_sonin_2008_pairs_and_triples) {
    for (std::int64_t first = 1; first <= 20; ++first) {
        for (std::int64_t second = first + 1; second <= 21; ++second) {
            const std::vector<std::int64_t> pair = {first, second};
            EXPECT_EQ(ruling_coalition(std::span(pair), Majority{}), 0b10U);
            for (std::int64_t third = second + 1; third <= 45; ++third) {
                const std::vector<std::int64_t> triple = {first, second, third};
                EXPECT_EQ(ruling_coalition(std::span(triple), Majority{}),
                          third > first + second ? 0b100U : 0b111U)
                    << first << " " << second << " " << third;
            }
        }
    }
}

}  // namespace
}  // namespace jonbar::politics
