#include "inference/sample.h"

#include <utility>

#include "math/philox.h"
#include "math/uniform.h"

namespace jonbar::inference {

namespace {

template <class T>
std::vector<T> some_of(const std::vector<T>& values, const std::vector<std::size_t>& which) {
    std::vector<T> some;
    some.reserve(which.size());
    for (const std::size_t i : which) some.push_back(values[i]);
    return some;
}

}  // namespace

Sample some_of(const Sample& sample, const std::vector<std::size_t>& particles) {
    Sample some;
    some.log_evidence = sample.log_evidence;
    some.numbers = some_of(sample.numbers, particles);
    some.epochs = sample.epochs;
    for (const auto& noise : sample.noise) some.noise.push_back(some_of(noise, particles));
    for (const auto& start : sample.start) some.start.push_back(some_of(start, particles));
    return some;
}

Sample prior_sample(const engine::BoundProgram& bound, std::uint64_t first, std::size_t count) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 0; i < count; ++i) {
        numbers.push_back(first + i);
    }
    return prior_sample(bound, std::move(numbers));
}

Sample prior_sample(const engine::BoundProgram& bound, std::vector<std::uint64_t> numbers) {
    Sample sample;
    sample.numbers = std::move(numbers);
    sample.epochs = {-1};
    sample.noise = {sample.numbers};
    for (const program::StartDraw& draw : bound.program().start_draws) {
        const math::NoiseAddress address{bound.keys()[draw.site], 0, draw.word};
        std::vector<double> uniforms;
        const bool imported = draw.import != program::StartDraw::kNotImported;
        for (const std::uint64_t history : sample.numbers) {
            if (imported) {
                const program::ImportTable& table = *bound.program().imports;
                uniforms.push_back(table.values[draw.import][history - table.first_history]);
                continue;
            }
            uniforms.push_back(draw.two_words ? math::noise_uniform(address, history)
                                              : math::uniform_of_word(static_cast<double>(
                                                    math::noise_word(address, history))));
        }
        sample.start.push_back(std::move(uniforms));
    }
    return sample;
}

}  // namespace jonbar::inference
