#include "politics/attrition.h"

#include <vector>

#include "base/check.h"
#include "math/angles.h"
#include "math/chance.h"
#include "math/functions_inl.h"

namespace jonbar::politics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double not_below_zero(double force) { return force > 0 ? force : 0; }

/// The time after which a force worn down at a constant rate is gone.
double time_at_rate(double force, double rate) { return rate > 0 ? force / rate : kInfinity; }

/// The mixed law as y' = -(b/2) (y^2 - sign m^2): above 0 x is worn away, below 0 y is.
struct MixedBalance {
    double sign;
    double m;
};

MixedBalance mixed_balance(double x, double y, double a, double b) {
    const double square = y * y - 2 * (a / b) * x;
    return {square > 0 ? 1.0 : square < 0 ? -1.0 : 0.0, math::sqrt(math::abs(square))};
}

/// Returns the angle of (horizontal, vertical) in (0, pi/2): Newton's method for the zero of
/// sin(angle - wanted), which converges cubically from the middle.
double angle_of(double horizontal, double vertical) {
    double angle = 0.78539816339744830962;
    for (int step = 0; step < 6; ++step) {
        const double sine = math::sin(angle);
        const double cosine = math::cos(angle);
        angle -= (horizontal * sine - vertical * cosine) / (horizontal * cosine + vertical * sine);
    }
    return angle;
}

/// The largest theta for which a tangent is taken: pi/2.
constexpr double kRightAngle = 1.57079632679489661923;

}  // namespace

Forces lanchester_square(double x, double y, double a, double b, double time) {
    if (x == 0 || y == 0) return {x, y};
    if (a == 0 || b == 0) {  // one side is not hurt
        return {not_below_zero(x - b * y * time), not_below_zero(y - a * x * time)};
    }
    // In X = sqrt(a) x and Y = sqrt(b) y the sum falls and the difference grows as exp(-wt),
    // exp(wt).
    const double root_a = math::sqrt(a);
    const double root_b = math::sqrt(b);
    const double sum = root_a * x + root_b * y;
    const double difference = root_a * x - root_b * y;
    const double falling = sum * math::exp(-root_a * root_b * time);
    const double growing = difference * math::exp(root_a * root_b * time);
    if (growing >= falling) return {math::sqrt(sum) * math::sqrt(difference) / root_a, 0};
    if (-growing >= falling) return {0, math::sqrt(sum) * math::sqrt(-difference) / root_b};
    return {(falling + growing) / (2 * root_a), (falling - growing) / (2 * root_b)};
}

Forces lanchester_linear(double x, double y, double a, double b, double time) {
    // a x - b y keeps its value d; the rest is the logistic function.
    const double d = a * x - b * y;
    const double forward = d == 0 ? time : -math::expm1(-d * time) / d;
    const double backward = d == 0 ? time : math::expm1(d * time) / d;
    const double divisor_x = 1 + b * y * forward;
    const double divisor_y = 1 + a * x * backward;
    return {b * y == 0 ? x : x / divisor_x, a * x == 0 ? y : y / divisor_y};
}

Forces lanchester_mixed(double x, double y, double a, double b, double time) {
    if (x == 0 || y == 0) return {x, y};
    if (b == 0) return {x, not_below_zero(y - a * x * time)};
    if (a == 0) return {x * math::exp(-b * y * time), y};
    // b y^2 / 2 - a x keeps its value.
    const auto [sign, m] = mixed_balance(x, y, a, b);
    const double angle = 0.5 * b * m * time;
    if (sign == 0) {
        const double left = y / (1 + 0.5 * b * y * time);
        return {0.5 * b * left * left / a, left};
    }
    if (sign > 0) {
        const double tangent = math::tanh(angle);
        const double rest = 2 / (math::exp(2 * angle) + 1);  // 1 - tanh
        const double divisor = m + y * tangent;
        const double left = m * (y + m * tangent) / divisor;
        const double above = m * (y - m) * rest / divisor;
        return {0.5 * b * above * (left + m) / a, left};
    }
    const double remaining = 0.5 * b * m * m / a;  // x when y is gone
    if (angle >= kRightAngle) return {remaining, 0};
    const double sine = math::sin(angle);
    const double cosine = math::cos(angle);
    const double left = m * (y * cosine - m * sine) / (m * cosine + y * sine);
    if (left <= 0) return {remaining, 0};
    return {0.5 * b * (left * left) / a + remaining, left};
}

Forces lanchester(AttritionLaw law, Forces start, Effectiveness effectiveness, double time) {
    const auto [x, y] = start;
    const auto [a, b] = effectiveness;
    switch (law) {
        case AttritionLaw::Square:
            return lanchester_square(x, y, a, b, time);
        case AttritionLaw::Linear:
            return lanchester_linear(x, y, a, b, time);
        case AttritionLaw::Mixed:
            return lanchester_mixed(x, y, a, b, time);
    }
    CHECK(false);
}

namespace {

AttritionEnd square_end(Forces start, double a, double b) {
    const auto [x, y] = start;
    const double root_a = math::sqrt(a);
    const double root_b = math::sqrt(b);
    const double sum = root_a * x + root_b * y;
    const double difference = root_a * x - root_b * y;
    const double time = math::log(sum / math::abs(difference)) / (2 * root_a * root_b);
    const double left = math::sqrt(sum) * math::sqrt(math::abs(difference));
    if (difference > 0) return {{left / root_a, 0}, time};
    if (difference < 0) return {{0, left / root_b}, time};
    return {};
}

AttritionEnd mixed_end(Forces start, double a, double b) {
    const auto [x, y] = start;
    const auto [sign, m] = mixed_balance(x, y, a, b);
    if (sign >= 0) return {{0, m}, kInfinity};
    return {{0.5 * b * m * m / a, 0}, angle_of(m, y) / (0.5 * b * m)};
}

/// One side is not hurt at all.
AttritionEnd one_sided_end(AttritionLaw law, Forces start, Effectiveness effectiveness) {
    const auto [x, y] = start;
    const auto [a, b] = effectiveness;
    if (a == 0 && b == 0) return {start, kInfinity};
    if (a == 0) {
        return {{0, y}, law == AttritionLaw::Square ? time_at_rate(x, b * y) : kInfinity};
    }
    return {{x, 0}, law == AttritionLaw::Linear ? kInfinity : time_at_rate(y, a * x)};
}

}  // namespace

AttritionEnd lanchester_end(AttritionLaw law, Forces start, Effectiveness effectiveness) {
    const auto [x, y] = start;
    const auto [a, b] = effectiveness;
    if (x == 0 || y == 0) return {start, 0};
    if (a == 0 || b == 0) return one_sided_end(law, start, effectiveness);
    switch (law) {
        case AttritionLaw::Square:
            return square_end(start, a, b);
        case AttritionLaw::Linear:
            return {{not_below_zero(x - b * y / a), not_below_zero(y - a * x / b)}, kInfinity};
        case AttritionLaw::Mixed:
            return mixed_end(start, a, b);
    }
    CHECK(false);
}

GeneralAttrition GeneralAttrition::of(AttritionLaw law, Effectiveness effectiveness,
                                      Forces reinforcements) {
    const double own_x = law == AttritionLaw::Square ? 0 : 1;
    const double own_y = law == AttritionLaw::Linear ? 1 : 0;
    return {.effectiveness = effectiveness,
            .own_x = own_x,
            .own_y = own_y,
            .reinforcements = reinforcements};
}

namespace {

/// base^exponent, smooth through 0 for the exponents of Lanchester's laws.
double power(double base, double exponent) {
    if (exponent == 0) return 1;
    if (exponent == 1) return base;
    return math::pow(not_below_zero(base), exponent);
}

/// The change of both in a unit of time. A side with reinforcements may stand at 0 and is never
/// below; one without is below 0 only where the moment of its end is looked for.
Forces slope(const GeneralAttrition& attrition, Forces at) {
    const Forces arriving = attrition.reinforcements;
    const double x = arriving.x > 0 ? not_below_zero(at.x) : at.x;
    const double y = arriving.y > 0 ? not_below_zero(at.y) : at.y;
    const double loss_x =
        attrition.effectiveness.b * power(x, attrition.own_x) * power(y, attrition.enemy_x);
    const double loss_y =
        attrition.effectiveness.a * power(y, attrition.own_y) * power(x, attrition.enemy_y);
    return {arriving.x - loss_x, arriving.y - loss_y};
}

Forces moved(Forces from, Forces slope, double by) {
    return {from.x + by * slope.x, from.y + by * slope.y};
}

/// One step of Runge and Kutta; what falls below 0 stays below for the caller to see.
Forces stepped(const GeneralAttrition& attrition, Forces at, double step) {
    const Forces first = slope(attrition, at);
    const Forces second = slope(attrition, moved(at, first, step / 2));
    const Forces third = slope(attrition, moved(at, second, step / 2));
    const Forces fourth = slope(attrition, moved(at, third, step));
    return {at.x + step / 6 * (first.x + 2 * second.x + 2 * third.x + fourth.x),
            at.y + step / 6 * (first.y + 2 * second.y + 2 * third.y + fourth.y)};
}

/// Whether a side that stood is gone and none is on its way.
bool is_gone(double force, double reinforcement) { return force <= 0 && reinforcement <= 0; }

bool is_over(const GeneralAttrition& attrition, Forces at) {
    return is_gone(at.x, attrition.reinforcements.x) || is_gone(at.y, attrition.reinforcements.y);
}

}  // namespace

AttritionCourse osipov(const GeneralAttrition& attrition, Forces start, double time, int steps) {
    CHECK(steps >= 1);
    Forces at = start;
    const double step = time / steps;
    if (is_over(attrition, at)) {
        return {
            {at.x + attrition.reinforcements.x * time, at.y + attrition.reinforcements.y * time},
            time,
            true};
    }
    for (int number = 0; number < steps; ++number) {
        Forces after = stepped(attrition, at, step);
        if (!is_over(attrition, after)) {
            at = {not_below_zero(after.x), not_below_zero(after.y)};
            continue;
        }
        // Halve the step to the moment at which the side is gone.
        double low = 0;
        double high = step;
        for (int halving = 0; halving < 60; ++halving) {
            const double middle = 0.5 * (low + high);
            (is_over(attrition, stepped(attrition, at, middle)) ? high : low) = middle;
        }
        after = stepped(attrition, at, high);
        return {{not_below_zero(after.x), not_below_zero(after.y)}, number * step + high, true};
    }
    return {at, time, false};
}

namespace {

/// The rates at which x and y lose a man.
Forces loss_rates(AttritionLaw law, Forces at, Effectiveness effectiveness) {
    const auto [a, b] = effectiveness;
    switch (law) {
        case AttritionLaw::Square:
            return {b * at.y, a * at.x};
        case AttritionLaw::Linear:
            return {b * at.x * at.y, a * at.x * at.y};
        case AttritionLaw::Mixed:
            return {b * at.x * at.y, a * at.x};
    }
    CHECK(false);
}

}  // namespace

AttritionCourse stochastic_attrition(AttritionLaw law, Forces start, Effectiveness effectiveness,
                                     double time, math::NoiseAddress noise, std::uint64_t history) {
    Forces at = start;
    double now = 0;
    for (math::NoiseAddress address = noise; at.x > 0 && at.y > 0; address.word += 4) {
        const Forces rates = loss_rates(law, at, effectiveness);
        const double rate = rates.x + rates.y;
        const double wait = math::waiting_time(math::noise_uniform(address, history), rate);
        if (!(rate > 0) || wait > time - now) return {at, time, false};
        now += wait;
        const math::NoiseAddress who{address.key, address.step, address.word + 2};
        (math::fires(who, history, rates.x / rate) ? at.x : at.y) -= 1;
    }
    return {at, now, true};
}

std::optional<StochasticEnd> stochastic_end(AttritionLaw law, Forces start,
                                            Effectiveness effectiveness) {
    if (effectiveness.a == 0 && effectiveness.b == 0) return std::nullopt;
    const auto x = static_cast<std::size_t>(start.x);
    const auto y = static_cast<std::size_t>(start.y);
    // reached[j]: the probability that the fight comes by (i, j), i falling from x to 0.
    std::vector<double> reached(y + 1);
    reached[y] = 1;
    StochasticEnd end;
    for (std::size_t i = x; i > 0; --i) {
        std::vector<double> below(y + 1);
        for (std::size_t j = y; j > 0; --j) {
            const Forces at{static_cast<double>(i), static_cast<double>(j)};
            const Forces rates = loss_rates(law, at, effectiveness);
            const double loses_x = rates.x / (rates.x + rates.y);
            below[j] += reached[j] * loses_x;
            reached[j - 1] += reached[j] * (1 - loses_x);
        }
        end.win_x += reached[0];
        end.mean_left.x += reached[0] * static_cast<double>(i);
        below[0] = 0;
        reached = std::move(below);
    }
    for (std::size_t j = 1; j <= y; ++j) {
        end.mean_left.y += reached[j] * static_cast<double>(j);
    }
    return end;
}

}  // namespace jonbar::politics
