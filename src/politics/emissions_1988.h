#pragma once
// Data for tests: positions on the introduction of emission standards for medium-sized cars, in
// years of delay, by Scholz, Calbert & Smith 2011, Table 1 (p. 19); NL, BE, LU, DE, FR, IT, UK, IE,
// DK, GR.

#include <vector>

namespace jonbar::politics {

struct Emissions {
    std::vector<double> positions = {4, 7, 4, 4, 10, 10, 10, 7, 4, 7};
    std::vector<double> capabilities = {.08, .08, .03, .16, .16, .16, .16, .05, .05, .08};
    std::vector<double> saliences = {.8, .4, .2, .8, .6, .6, .9, .1, 1, .7};
};

}  // namespace jonbar::politics
