// The loops of coalition_group_inl.h, built with AVX2.
#if defined(__AVX2__)
#include "politics/coalition_group_inl.h"

namespace jonbar::politics {

extern const CoalitionGroups kCoalitionGroupsAvx2;
const CoalitionGroups kCoalitionGroupsAvx2 = kGroupsHere;

}  // namespace jonbar::politics
#endif
