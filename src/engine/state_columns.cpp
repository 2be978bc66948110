#include "engine/state_columns.h"

#include <algorithm>

#include "base/check.h"

namespace jonbar::engine {

StateColumns::StateColumns(const program::Program& program, std::size_t lanes)
    : lanes_((lanes + kWordLanes - 1) / kWordLanes * kWordLanes),
      number_count_(program.state_number_count),
      truth_count_(program.state_truth_count),
      lines_((number_count_ * lanes_ + truth_count_ * words() + 7) / 8) {
    CHECK(lanes >= 1);
}

std::span<double> StateColumns::numbers(std::size_t column) {
    DCHECK(column < number_count_);
    return {reinterpret_cast<double*>(lines_.data()) + column * lanes_, lanes_};
}

std::span<const double> StateColumns::numbers(std::size_t column) const {
    DCHECK(column < number_count_);
    return {reinterpret_cast<const double*>(lines_.data()) + column * lanes_, lanes_};
}

std::span<Word> StateColumns::truths(std::size_t column) {
    DCHECK(column < truth_count_);
    return {reinterpret_cast<Word*>(lines_.data()) + number_count_ * lanes_ + column * words(),
            words()};
}

std::span<const Word> StateColumns::truths(std::size_t column) const {
    DCHECK(column < truth_count_);
    return {
        reinterpret_cast<const Word*>(lines_.data()) + number_count_ * lanes_ + column * words(),
        words()};
}

void StateColumns::clear(std::size_t count) {
    CHECK(count >= 1 && count <= lanes_);
    std::fill(lines_.begin(), lines_.end(), Line{});
    history_count_ = count;
}

}  // namespace jonbar::engine
