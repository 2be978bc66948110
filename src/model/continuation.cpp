#include "model/continuation.h"

namespace jonbar {

double Crossing::value_here(double there, const Calendar& from, const Calendar& to) const {
    if (type.base == BaseType::Member)
        return there < 0 ? kNobody : members[static_cast<std::size_t>(there)];
    if (type.base != BaseType::Date || there == kNoDate || from.counts_days() == to.counts_days()) {
        return there;
    }
    return static_cast<double>(to.tick_of(from.date_of(static_cast<std::int64_t>(there))));
}

}  // namespace jonbar
