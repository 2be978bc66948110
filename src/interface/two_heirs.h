#pragma once
// A small scenario with a record, a what-if and a cause, for tests.

namespace jonbar {

inline constexpr const char* kTwoHeirs = R"(history "Two heirs"
from 1922-01 to 1923-12 by month

kind person { alive: bool = yes }
person anna "Anna", boris "Boris"
param frailty: real in 0..3 ~ lognormal 0.1 to 0.4 per year assumed "a test"
var leader: person? = anna

event dies(p: person) hazard frailty per year when p.alive {
    p.alive = no
    if leader == p { leader = none }
}
event coup at 1923-06 chance 0.25 when leader is someone { leader = boris }
event storm at 1922-06 chance 0.5 {}

outcome leads = leader at end none "nobody left"
outcome first_death = on(dies(anna))
outcome survivors = count(p in person where p.alive) at end

observe dies(boris) in 1923
observe storm in 1922-06

whatif no_coup "without the coup" { block coup }
cause illness "illness" { absent: block dies(anna) }
)";

}  // namespace jonbar
