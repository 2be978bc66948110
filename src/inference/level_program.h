// A program made by hand for the tests: a level that walks at random and is measured each month.
//
// State numbers: 0 the draw of the first level, 1 the level, from 2 on two columns a fact. All is
// linear and normal, so that the evidence and the posterior are known exactly (Kalman's filter).

#pragma once

#include <cmath>
#include <vector>

#include "math/functions_inl.h"
#include "program/program.h"

namespace jonbar::inference {

struct Level {
    double mean = 0, variance = 1;  // of the first level
    double walk_variance = 1;       // of a month's change; the first month has none
    double noise_variance = 1;      // of a measurement
    std::vector<double> measured{};
    /// Look-aheads are this times the log density of the next measurement at the level.
    double look_ahead = 0;
};

inline program::Program level_program(const Level& level) {
    using program::Instruction;
    using program::Op;
    using program::Operand;
    using program::Place;
    program::Program p;
    const auto steps = static_cast<std::uint32_t>(level.measured.size());
    p.calendar.first_tick = 12 * 1870;
    p.calendar.step_count = steps;
    p.step_count = steps;
    p.state_number_count = 2 + 2 * steps;
    p.scratch_number_count = 2;
    p.site_names = {"level", "level/change"};
    const auto constant = [&](double value) {
        p.constants.push_back(value);
        return Operand{Place::Constant, 0, static_cast<std::uint32_t>(p.constants.size() - 1)};
    };
    const auto table = [&](auto value_of) {
        std::vector<double>& values = p.step_tables.emplace_back();
        for (std::uint32_t step = 0; step < steps; ++step) values.push_back(value_of(step));
        return Operand{Place::Step, 0, static_cast<std::uint32_t>(p.step_tables.size() - 1)};
    };
    const Operand start{Place::StateNumber, 0, 0}, value{Place::StateNumber, 0, 1};
    const Operand first{Place::Number, 0, 0}, second{Place::Number, 0, 1};
    constexpr auto kNormal = static_cast<std::uint32_t>(Distribution::Normal);
    p.start_draws.push_back({.site = 0, .word = 0, .two_words = true, .column = start});
    p.init.push_back({.op = Op::Quantile,
                      .out = value,
                      .a = start,
                      .b = constant(level.mean),
                      .c = constant(std::sqrt(level.variance)),
                      .detail = kNormal});
    const double walk = std::sqrt(level.walk_variance);
    p.step.push_back({.op = Op::DrawUniform, .out = first, .a = {Place::Key, 0, 1}});
    p.step.push_back({.op = Op::Quantile,
                      .out = value,
                      .a = first,
                      .b = value,
                      .c = table([&](std::uint32_t step) { return step == 0 ? 0 : walk; }),
                      .detail = kNormal});
    // The log density of measurement `at`, times `factor`, in column `out` in step `step`.
    const auto density = [&](std::uint32_t step, std::uint32_t at, double factor, Operand out) {
        const Operand here = table([&](std::uint32_t s) { return s == step ? 1 : 0; });
        const double scale =
            -0.5 * math::log(2 * 3.141592653589793 * level.noise_variance) * factor;
        const Operand measured = constant(level.measured[at]);
        p.step.push_back({.op = Op::SkipUnless,
                          .a = here,
                          .target = static_cast<std::uint32_t>(p.step.size()) + 5});
        p.step.push_back({.op = Op::Subtract, .out = first, .a = value, .b = measured});
        p.step.push_back({.op = Op::Multiply, .out = second, .a = first, .b = first});
        p.step.push_back({.op = Op::Multiply,
                          .out = first,
                          .a = second,
                          .b = constant(-0.5 * factor / level.noise_variance)});
        p.step.push_back({.op = Op::Add, .out = out, .a = first, .b = constant(scale)});
    };
    for (std::uint32_t step = 0; step < steps; ++step) {
        const Operand factor{Place::StateNumber, 0, 2 + 2 * step};
        program::FactColumns fact;
        fact.text = "level ~ normal";
        fact.first_step = fact.last_step = step;
        fact.log_factor = factor;
        density(step, step, 1, factor);
        if (level.look_ahead != 0 && step + 1 < steps) {
            density(step, step + 1, level.look_ahead, {Place::StateNumber, 0, factor.base + 1});
        }
        p.facts.push_back(fact);
    }
    return p;
}

/// What Kalman's filter says of it: the log evidence, and the mean and variance of the last level.
struct Exact {
    double log_evidence = 0, mean = 0, variance = 0;
};

inline Exact exact(const Level& level) {
    Exact exact{0, level.mean, level.variance};
    for (std::size_t step = 0; step < level.measured.size(); ++step) {
        exact.variance += step == 0 ? 0 : level.walk_variance;
        const double spread = exact.variance + level.noise_variance;
        const double error = level.measured[step] - exact.mean;
        exact.log_evidence -=
            0.5 * (math::log(2 * 3.141592653589793 * spread) + error * error / spread);
        const double gain = exact.variance / spread;
        exact.mean += gain * error;
        exact.variance *= 1 - gain;
    }
    return exact;
}

/// The volume of the Nile's flow at Aswan, 10^8 m^3 a year, 1871 to 1970 (Durbin and Koopman 2001).
inline const std::vector<double>& nile() {
    static const std::vector<double> kFlows = {
        1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
        960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
        874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
        1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
        781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
        1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
        1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740};
    return kFlows;
}

}  // namespace jonbar::inference
