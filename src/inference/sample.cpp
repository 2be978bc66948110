#include "inference/sample.h"

#include "math/philox.h"
#include "math/uniform.h"

namespace jonbar::inference {

Sample prior_sample(const engine::BoundProgram& bound, std::uint64_t first, std::size_t count) {
    Sample sample;
    for (std::size_t i = 0; i < count; ++i) {
        sample.numbers.push_back(first + i);
    }
    sample.epochs = {-1};
    sample.noise = {sample.numbers};
    for (const program::StartDraw& draw : bound.program().start_draws) {
        const math::NoiseAddress address{bound.keys()[draw.site], 0, draw.word};
        std::vector<double> uniforms;
        for (const std::uint64_t history : sample.numbers) {
            uniforms.push_back(draw.two_words ? math::noise_uniform(address, history)
                                              : math::uniform_of_word(static_cast<double>(
                                                    math::noise_word(address, history))));
        }
        sample.start.push_back(std::move(uniforms));
    }
    return sample;
}

}  // namespace jonbar::inference
