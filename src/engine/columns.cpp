#include "engine/columns.h"

#include <algorithm>

namespace jonbar::engine {
namespace {

Scalar splat(double value) {
    Scalar scalar;
    scalar.fill(value);
    return scalar;
}

}  // namespace

Columns::Columns(const program::Program& program, std::size_t chunk_lanes)
    : lanes_((chunk_lanes + kWordLanes - 1) / kWordLanes * kWordLanes),
      numbers_(program.scratch_number_count * lanes_ / 8),
      truths_(program.scratch_truth_count * words()),
      step_values_(program.step_tables.size()),
      everywhere_(words(), ~Word{0}),
      nowhere_(words(), Word{0}),
      active_(words(), Word{0}) {
    for (const double constant : program.constants) {
        constants_.push_back(splat(constant));
    }
}

double* Columns::scratch_number(std::size_t column) {
    return numbers_.data()->lanes.data() + column * lanes_;
}

Word* Columns::scratch_truth(std::size_t column) { return truths_.data() + column * words(); }

Scalar* Columns::new_scalar(double value) {
    more_scalars_.push_back(splat(value));
    return &more_scalars_.back();
}

void Columns::activate(std::size_t count) {
    for (std::size_t word = 0; word < words(); ++word) {
        const std::size_t before = word * kWordLanes;
        active_[word] = count > before ? low_bits(count - before) : 0;
    }
}

void Columns::begin_step(const program::Program& program, std::size_t step) {
    for (std::size_t table = 0; table < step_values_.size(); ++table) {
        step_values_[table] = splat(program.step_tables[table][step]);
    }
}

}  // namespace jonbar::engine
