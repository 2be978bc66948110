#include "math/philox.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "math/batch.h"

namespace jonbar::math {
namespace {

struct KnownAnswer {
    std::array<std::uint32_t, 4> counter;
    std::array<std::uint32_t, 2> key;
    std::array<std::uint32_t, 4> words;
};

std::array<std::uint32_t, 4> philox_words(std::array<std::uint32_t, 4> counter, std::uint64_t key) {
    const auto block = philox<double>({counter[0], counter[1], counter[2], counter[3]}, key);
    return {static_cast<std::uint32_t>(block.x0), static_cast<std::uint32_t>(block.x1),
            static_cast<std::uint32_t>(block.x2), static_cast<std::uint32_t>(block.x3)};
}

std::uint32_t random123_word(NoiseAddress address, std::uint64_t history) {
    const std::uint64_t block = history / 4;
    const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(block),
                                                 static_cast<std::uint32_t>(block >> 32U),
                                                 address.step, address.word}};
    const r123::Philox4x32::key_type key = {
        {static_cast<std::uint32_t>(address.key), static_cast<std::uint32_t>(address.key >> 32U)}};
    return r123::Philox4x32()(counter, key)[history % 4];
}

TEST(PhiloxTest, GivesThePublishedAnswers) {
    const std::array<KnownAnswer, 3> known = {{
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    }};
    for (const auto& [counter, key, words] : known) {
        EXPECT_EQ(philox_words(counter, key[0] | std::uint64_t{key[1]} << 32U), words);
    }
}

TEST(PhiloxTest, EqualsRandom123AtRandomAddresses) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const NoiseAddress address{random(), static_cast<std::uint32_t>(random()),
                                   static_cast<std::uint32_t>(random())};
        const std::uint64_t history = random() >> (random() % 64);
        ASSERT_EQ(noise_word(address, history), random123_word(address, history));
    }
}

class PhiloxFillTest : public testing::TestWithParam<InstructionSet> {
  protected:
    void SetUp() override {
        if (!runs(GetParam())) {
            GTEST_SKIP() << "this processor lacks the instruction set";
        }
    }
};

TEST_P(PhiloxFillTest, GivesEachHistoryItsOwnWordWhateverTheChunk) {
    const Batch& batch = batch_for(GetParam());
    const NoiseAddress address{0x0123456789abcdefU, 23071, 1};
    const std::uint64_t far = (std::uint64_t{1} << 34U) - 64;  // the block number passes 2^32
    for (const std::uint64_t base : {std::uint64_t{0}, far}) {
        for (std::uint64_t first = base; first < base + 9; ++first) {
            for (const std::size_t count : {0U, 1U, 3U, 4U, 7U, 15U, 16U, 33U, 64U, 130U}) {
                std::vector<std::uint32_t> words(count + 1, 0xabadcafeU);
                batch.fill_words(address, first, count, words.data());
                for (std::size_t i = 0; i < count; ++i) {
                    ASSERT_EQ(words[i], noise_word(address, first + i)) << first << '+' << i;
                }
                ASSERT_EQ(words[count], 0xabadcafeU) << "wrote past the end";
            }
        }
    }
}

TEST_P(PhiloxFillTest, UniformsEqualThoseOfSingleHistories) {
    const Batch& batch = batch_for(GetParam());
    const NoiseAddress address{77, 23071, 0};
    for (std::uint64_t first = 0; first < 6; ++first) {
        for (const std::size_t count : {1U, 7U, 64U, 65U, 200U}) {
            std::vector<double> uniforms(count);
            batch.fill_uniforms(address, first, count, uniforms.data());
            for (std::size_t i = 0; i < count; ++i) {
                ASSERT_EQ(uniforms[i], noise_uniform(address, first + i));
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EachInstructionSet, PhiloxFillTest,
                         testing::Values(InstructionSet::Portable, InstructionSet::Avx2,
                                         InstructionSet::Avx512));

TEST(PhiloxTest, WordsOfASiteLookUniform) {
    // 64 bins of 2^16 words under a fixed seed: chi-square with 63 degrees of freedom exceeds 120
    // with a chance below 2e-5.
    std::vector<int> bins(64);
    constexpr int kCount = 1 << 16;
    for (std::uint64_t history = 0; history < kCount; ++history) {
        ++bins[noise_word({42, 23071, 0}, history) >> 26U];
    }
    double chi_square = 0;
    for (const int bin : bins) {
        const double excess = bin - kCount / 64.0;
        chi_square += excess * excess / (kCount / 64.0);
    }
    EXPECT_LT(chi_square, 120);
}

}  // namespace
}  // namespace jonbar::math
