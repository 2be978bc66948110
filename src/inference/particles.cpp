#include "inference/particles.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "inference/carried.h"

namespace jonbar::inference {

using engine::kWordLanes;
using engine::StateColumns;
using engine::Word;

namespace {

/// 64 words of 64 bits.
using BitSquare = std::array<Word, kWordLanes>;

/// Makes bit j of word i bit i of word j (Warren, Hacker's Delight, 7-3).
void transpose(BitSquare& square) {
    Word low = 0xFFFFFFFF;
    for (std::size_t width = kWordLanes / 2; width != 0; width /= 2, low ^= low << width) {
        for (std::size_t i = 0; i < kWordLanes; i = ((i | width) + 1) & ~width) {
            const Word swapped = ((square[i] >> width) ^ square[i | width]) & low;
            square[i] ^= swapped << width;
            square[i | width] ^= swapped;
        }
    }
}

/// Returns how many of the first columns of numbers are draws of step 0 that no step touches.
std::uint32_t count_resting(const program::Program& program) {
    auto count = static_cast<std::uint32_t>(program.start_draws.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        CHECK(program.start_draws[i].column.base == i);
    }
    for (const program::Instruction& i : program.step) {
        for (const program::Operand* operand : {&i.out, &i.out2, &i.a, &i.b, &i.c, &i.d}) {
            // Shapes and blocks only reach upwards from the base.
            if (operand->place == program::Place::StateNumber) {
                count = std::min(count, operand->base);
            }
        }
    }
    return count;
}

}  // namespace

Particles::Particles(const program::Program& program, std::size_t count, std::size_t chunk_lanes)
    : count_(count), chunk_lanes_(chunk_lanes), resting_(count_resting(program)), numbers_(count) {
    for (std::size_t first = 0; first < count; first += chunk_lanes) {
        chunks_.emplace_back(program, chunk_lanes);
    }
    const std::vector<bool> of_facts = columns_of_facts(program);
    for (std::uint32_t column = resting_; column < of_facts.size(); ++column) {
        if (!of_facts[column]) moved_.push_back(column);
    }
    truths_.resize(chunks_.size() * chunks_.front().words() * kWordLanes);
}

std::size_t Particles::slots_of(std::size_t chunk) const {
    return std::min(chunk_lanes_, count_ - first_slot(chunk));
}

double Particles::value(const program::Operand& column, std::size_t slot) const {
    const StateColumns& chunk = chunks_[slot / chunk_lanes_];
    const std::size_t lane = slot % chunk_lanes_;
    if (column.place == program::Place::StateNumber) {
        CHECK(column.base >= resting_ || from_.empty());
        return chunk.numbers(column.base)[lane];
    }
    CHECK(column.place == program::Place::StateTruth);
    const Word word = chunk.truths(column.base)[lane / kWordLanes];
    return static_cast<double>((word >> (lane % kWordLanes)) & 1U);
}

bool Particles::add_to(const program::Operand& column, std::span<double> out) const {
    CHECK(column.place == program::Place::StateNumber && out.size() == count_);
    bool any = false;
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        const std::span<const double> numbers = chunks_[index].numbers(column.base);
        const std::size_t first = first_slot(index);
        for (std::size_t lane = 0; lane < slots_of(index); ++lane) {
            out[first + lane] += numbers[lane];
            any = any || numbers[lane] != 0;
        }
    }
    return any;
}

void Particles::permute(std::span<const std::uint32_t> ancestors) {
    CHECK(ancestors.size() == count_);
    if (resting_ != 0) {
        std::vector<std::uint32_t> from(ancestors.begin(), ancestors.end());
        if (!from_.empty()) {
            for (std::uint32_t& slot : from) slot = from_[slot];
        }
        from_ = std::move(from);
    }
    for (const std::uint32_t column : moved_) {
        permute_numbers(ancestors, column);
    }
    const std::size_t truths = chunks_.front().truth_count();
    for (std::size_t first = 0; first < truths; first += kWordLanes) {
        permute_truths(ancestors, first);
    }
}

void Particles::settle() {
    if (from_.empty()) {
        return;
    }
    for (std::uint32_t column = 0; column < resting_; ++column) {
        permute_numbers(from_, column);
    }
    from_.clear();
}

void Particles::permute_numbers(std::span<const std::uint32_t> ancestors, std::uint32_t column) {
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        std::copy_n(chunks_[index].numbers(column).begin(), slots_of(index),
                    numbers_.begin() + static_cast<std::ptrdiff_t>(first_slot(index)));
    }
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        const std::span<double> numbers = chunks_[index].numbers(column);
        const std::uint32_t* from = &ancestors[first_slot(index)];
        for (std::size_t lane = 0; lane < slots_of(index); ++lane) {
            numbers[lane] = numbers_[from[lane]];
        }
    }
}

/// Moves 64 columns at once: the bits of a slot become a word, the words move, and become bits.
void Particles::permute_truths(std::span<const std::uint32_t> ancestors, std::size_t first_column) {
    const std::size_t columns = std::min(kWordLanes, chunks_.front().truth_count() - first_column);
    const std::size_t words = chunks_.front().words();
    BitSquare square;
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        for (std::size_t word = 0; word < words; ++word) {
            square.fill(0);
            for (std::size_t i = 0; i < columns; ++i) {
                square[i] = chunks_[index].truths(first_column + i)[word];
            }
            transpose(square);
            std::ranges::copy(square, &truths_[(index * words + word) * kWordLanes]);
        }
    }
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        const std::size_t slots = slots_of(index);
        for (std::size_t word = 0; word < words; ++word) {
            square.fill(0);
            const std::size_t begin = word * kWordLanes;
            for (std::size_t lane = begin; lane < std::min(begin + kWordLanes, slots); ++lane) {
                const std::size_t from = ancestors[first_slot(index) + lane];
                square[lane - begin] =
                    truths_[from / chunk_lanes_ * words * kWordLanes + from % chunk_lanes_];
            }
            transpose(square);
            for (std::size_t i = 0; i < columns; ++i) {
                chunks_[index].truths(first_column + i)[word] = square[i];
            }
        }
    }
}

void copy_lanes(const StateColumns& from, std::span<const Word> lanes, StateColumns& to) {
    for (std::size_t column = 0; column < to.number_count(); ++column) {
        const std::span<const double> source = from.numbers(column);
        const std::span<double> target = to.numbers(column);
        engine::for_each_lane(lanes.data(), lanes.size(),
                              [&](std::size_t lane) { target[lane] = source[lane]; });
    }
    for (std::size_t column = 0; column < to.truth_count(); ++column) {
        const std::span<const Word> source = from.truths(column);
        const std::span<Word> target = to.truths(column);
        for (std::size_t word = 0; word < lanes.size(); ++word) {
            target[word] = (target[word] & ~lanes[word]) | (source[word] & lanes[word]);
        }
    }
}

}  // namespace jonbar::inference
