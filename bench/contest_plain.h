#pragma once
// bench/scenarios/contest.jon as one would write it by hand: scalar C++, a history after the other.
//
// It draws from the same sites by the same names, so each history equals the engine's to the last
// bit. The engine is measured against it.

#include <array>
#include <cstdint>

namespace jonbar::bench {

constexpr std::size_t kPeople = 10;

/// The outcomes of a history, in the order of the scenario; nobody is -1, no date -2^53.
struct ContestOutcome {
    double leads = 0;
    double ada_leads = 0;
    double living = 0;
    double fallen = 0;
    double strongest = 0;
    double first_fall = 0;
    bool operator==(const ContestOutcome&) const = default;
};

class PlainContest {
  public:
    explicit PlainContest(std::uint64_t seed);

    /// Computes one history.
    [[nodiscard]] ContestOutcome run(std::uint64_t history) const;

  private:
    template <class T>
    using EachPerson = std::array<T, kPeople>;
    using Keys = EachPerson<std::uint64_t>;
    struct Run;

    std::uint64_t patronage_, frailty_, scandal_rate_, boldness_, loyalty_, swing_;
    Keys skill_, nerve_, talk_, dies_, disgrace_, disgrace_fame_, alone_, bid_, vote_;
    EachPerson<Keys> tie_, with_;
    std::array<double, 2> patronage_fit_, frailty_fit_, scandal_fit_;
};

}  // namespace jonbar::bench
