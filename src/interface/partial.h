// When a listener is told what the histories done so far say: often at first, then by tenths.

#pragma once

#include <algorithm>
#include <cstdint>

namespace jonbar {

class PartialSchedule {
  public:
    /// `all` histories or islands are to be done; nothing is told before `first` of them.
    explicit PartialSchedule(std::uint64_t all, std::uint64_t first = 1)
        : tenth_(std::max<std::uint64_t>(all / 10, 1)), all_(all), next_(first) {}

    /// Tells whether it is time, with so many done; each time once.
    bool due(std::uint64_t done) {
        if (done < std::min(next_, all_)) return false;
        next_ = done >= all_ ? UINT64_MAX : std::min(2 * done, done + tenth_);
        if (done >= all_) all_ = UINT64_MAX;
        return true;
    }

  private:
    std::uint64_t tenth_, all_, next_;
};

}  // namespace jonbar
