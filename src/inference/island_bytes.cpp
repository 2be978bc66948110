#include "inference/island_bytes.h"

#include <bit>
#include <utility>
#include <vector>

namespace jonbar::inference {

namespace {

enum class End : std::uint8_t { Finished, Barren, Death };

void write(const Weighing& weighing, base::ByteWriter& out) {
    out.number(weighing.fact);
    out.signed_number(weighing.step);
    out.real(weighing.log_before);
    out.real(weighing.log_after);
    out.real(weighing.effective);
    out.number(weighing.ancestors);
}

std::uint32_t read_32(base::ByteReader& in) {
    const std::uint64_t number = in.number();
    if (number > 0xffffffffU) in.refuse();
    return static_cast<std::uint32_t>(number);
}

Weighing read_weighing(base::ByteReader& in, const program::Program& program) {
    Weighing weighing;
    weighing.fact = read_32(in);
    weighing.step = in.signed_number();
    weighing.log_before = in.real();
    weighing.log_after = in.real();
    weighing.effective = in.real();
    weighing.ancestors = read_32(in);
    const bool fits = weighing.fact < program.facts.size() && weighing.step >= -1 &&
                      weighing.step < std::int64_t{program.step_count};
    if (!fits) in.refuse();
    return weighing;
}

/// Histories' numbers, from the first of the island on.
void write(const std::vector<std::uint64_t>& numbers, std::uint64_t first, base::ByteWriter& out) {
    std::uint64_t before = first;
    for (const std::uint64_t number : numbers) {
        out.signed_number(static_cast<std::int64_t>(number - before));
        before = number;
    }
}

std::vector<std::uint64_t> read_numbers(base::ByteReader& in, std::size_t count,
                                        std::uint64_t first, std::uint64_t size) {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(count);
    std::uint64_t number = first;
    for (std::size_t i = 0; i < count && in.good(); ++i) {
        number += static_cast<std::uint64_t>(in.signed_number());
        if (number - first >= size) in.refuse();
        numbers.push_back(number);
    }
    return numbers;
}

/// A value and how many more in a row have its bits.
void write(const std::vector<double>& values, base::ByteWriter& out) {
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i + 1;
        const auto bits = std::bit_cast<std::uint64_t>(values[i]);
        while (end < values.size() && std::bit_cast<std::uint64_t>(values[end]) == bits) ++end;
        out.real(values[i]);
        out.number(end - i - 1);
        i = end;
    }
}

std::vector<double> read_values(base::ByteReader& in, std::size_t count) {
    std::vector<double> values;
    values.reserve(count);
    while (values.size() < count && in.good()) {
        const double value = in.real();
        const std::uint64_t more = in.number();
        if (more >= count - values.size()) {
            in.refuse();
            break;
        }
        values.insert(values.end(), static_cast<std::size_t>(more) + 1, value);
    }
    return values;
}

void write(const Sample& sample, base::ByteWriter& out) {
    out.number(sample.count());
    if (sample.count() == 0) return;
    out.number(sample.numbers.front());
    write(sample.numbers, sample.numbers.front(), out);
    out.number(sample.epochs.size());
    for (const std::int64_t epoch : sample.epochs) out.signed_number(epoch);
    for (const auto& noise : sample.noise) write(noise, sample.numbers.front(), out);
    out.number(sample.start.size());
    for (const auto& start : sample.start) write(start, out);
}

Sample read_sample(base::ByteReader& in, const program::Program& program, double log_evidence,
                   std::uint64_t number, std::uint64_t size) {
    Sample sample;
    const std::size_t count = in.count();
    if (count == 0) return sample;
    const std::uint64_t first = in.number();
    if (count != size || first != number * size) {
        in.refuse();
        return sample;
    }
    sample.log_evidence = log_evidence;
    sample.numbers = read_numbers(in, count, first, size);
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::int64_t epoch = in.signed_number();
        const bool fits = sample.epochs.empty() ? epoch == -1 : epoch > sample.epochs.back();
        if (!fits) in.refuse();
        sample.epochs.push_back(epoch);
    }
    if (sample.epochs.empty() || sample.epochs.size() > std::size_t{program.step_count} + 2)
        in.refuse();
    for (std::size_t i = 0; i < sample.epochs.size() && in.good(); ++i)
        sample.noise.push_back(read_numbers(in, count, first, size));
    if (in.number() != program.start_draws.size()) in.refuse();
    for (std::size_t i = 0; i < program.start_draws.size() && in.good(); ++i)
        sample.start.push_back(read_values(in, count));
    return sample;
}

}  // namespace

void write(const IslandResult& island, base::ByteWriter& out) {
    const End end = island.barren ? End::Barren : island.death ? End::Death : End::Finished;
    out.number(static_cast<std::uint64_t>(end));
    if (island.death) write(*island.death, out);
    out.real(island.log_evidence);
    out.number(island.weighings.size());
    for (const Weighing& weighing : island.weighings) write(weighing, out);
    out.number(island.instead.size());
    for (const Instead& instead : island.instead) {
        out.number(instead.size());
        for (const auto& [date, share] : instead) {
            out.real(date);
            out.real(share);
        }
    }
    out.number(island.distinct_vectors);
    out.number(island.least_ancestors);
    out.number(island.resamplings);
    out.number(island.moves_proposed);
    out.number(island.moves_accepted);
    write(island.sample, out);
}

IslandResult read_island(base::ByteReader& in, const program::Program& program,
                         std::uint64_t number, std::uint64_t size) {
    IslandResult island;
    const std::uint64_t end = in.number();
    if (end > static_cast<std::uint64_t>(End::Death)) in.refuse();
    island.barren = end == static_cast<std::uint64_t>(End::Barren);
    if (end == static_cast<std::uint64_t>(End::Death)) island.death = read_weighing(in, program);
    island.log_evidence = in.real();
    for (std::size_t left = in.count(); left > 0 && in.good(); --left)
        island.weighings.push_back(read_weighing(in, program));
    const std::size_t facts = in.count();
    if (facts != program.facts.size()) in.refuse();
    for (std::size_t i = 0; i < facts && in.good(); ++i) {
        Instead instead;
        for (std::size_t left = in.count(16); left > 0; --left) {
            const double date = in.real();
            instead[date] = in.real();
        }
        island.instead.push_back(std::move(instead));
    }
    island.distinct_vectors = read_32(in);
    island.least_ancestors = read_32(in);
    island.resamplings = read_32(in);
    island.moves_proposed = in.number();
    island.moves_accepted = in.number();
    island.sample = read_sample(in, program, island.log_evidence, number, size);
    return island;
}

}  // namespace jonbar::inference
