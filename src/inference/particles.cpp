#include "inference/particles.h"

#include <algorithm>

#include "base/check.h"

namespace jonbar::inference {

using engine::kWordLanes;
using engine::StateColumns;
using engine::Word;

Particles::Particles(const program::Program& program, std::size_t count, std::size_t chunk_lanes)
    : count_(count), chunk_lanes_(chunk_lanes), numbers_(count) {
    for (std::size_t first = 0; first < count; first += chunk_lanes) {
        chunks_.emplace_back(program, chunk_lanes);
    }
    std::vector<bool> of_facts(chunks_.front().number_count());
    for (const program::FactColumns& fact : program.facts) {
        of_facts[fact.log_factor.base] = of_facts[fact.log_factor.base + 1] = true;
    }
    for (std::uint32_t column = 0; column < of_facts.size(); ++column) {
        if (!of_facts[column]) moved_.push_back(column);
    }
    truths_.resize((chunks_.size() * chunks_.front().lanes()) / kWordLanes);
}

std::size_t Particles::slots_of(std::size_t chunk) const {
    return std::min(chunk_lanes_, count_ - first_slot(chunk));
}

double Particles::value(const program::Operand& column, std::size_t slot) const {
    const StateColumns& chunk = chunks_[slot / chunk_lanes_];
    const std::size_t lane = slot % chunk_lanes_;
    if (column.place == program::Place::StateNumber) {
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
    const std::size_t words = chunks_.front().words();
    // Where each ancestor's bit stands, once for all columns of truths.
    std::vector<std::uint32_t> word_of(count_);
    std::vector<std::uint8_t> bit_of(count_);
    for (std::size_t slot = 0; slot < count_; ++slot) {
        const std::size_t lane = ancestors[slot] % chunk_lanes_;
        word_of[slot] =
            static_cast<std::uint32_t>(ancestors[slot] / chunk_lanes_ * words + lane / kWordLanes);
        bit_of[slot] = static_cast<std::uint8_t>(lane % kWordLanes);
    }
    for (const std::uint32_t column : moved_) {
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
    for (std::size_t column = 0; column < chunks_.front().truth_count(); ++column) {
        for (std::size_t index = 0; index < chunks_.size(); ++index) {
            std::copy_n(chunks_[index].truths(column).begin(), words,
                        truths_.begin() + static_cast<std::ptrdiff_t>(index * words));
        }
        for (std::size_t index = 0; index < chunks_.size(); ++index) {
            const std::span<Word> truths = chunks_[index].truths(column);
            std::fill(truths.begin(), truths.end(), Word{0});
            const std::size_t first = first_slot(index);
            for (std::size_t lane = 0; lane < slots_of(index); ++lane) {
                const Word bit = (truths_[word_of[first + lane]] >> bit_of[first + lane]) & 1U;
                truths[lane / kWordLanes] |= bit << (lane % kWordLanes);
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
