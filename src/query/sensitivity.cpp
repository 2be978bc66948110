#include "query/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "query/intervals.h"
#include "query/spread.h"

namespace jonbar {

namespace {

constexpr std::size_t kClasses = 32;
constexpr std::size_t kPaired = 12;  // draws whose squares and products are tried
constexpr double kErrorsMin = 3;

/// The rows of a problem with their weights, those of one island left out where that is asked for.
struct Rows {
    const Table& scores;
    const std::vector<double>& outcome;
    std::span<const std::size_t> island_of;
    std::vector<double> weights;  // by row

    Rows without(std::size_t island) const {
        Rows rest = *this;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (island_of[i] == island) rest.weights[i] = 0;
        }
        return rest;
    }
};

struct Moments {
    double weight = 0, squares = 0, sum = 0, sum_squares = 0;
    void add(double w, double y) {
        weight += w;
        squares += w * w;
        sum += w * y;
        sum_squares += w * y * y;
    }
    [[nodiscard]] double mean() const { return weight > 0 ? sum / weight : 0; }
    [[nodiscard]] double variance() const {
        return weight > 0 ? std::max(0.0, sum_squares / weight - mean() * mean()) : 0;
    }
    /// Rows that would weigh as much if all weighed the same.
    [[nodiscard]] double effective() const { return squares > 0 ? weight * weight / squares : 0; }
};

Moments moments_of(const Rows& rows) {
    Moments all;
    for (std::size_t i = 0; i < rows.outcome.size(); ++i) all.add(rows.weights[i], rows.outcome[i]);
    return all;
}

/// Returns the class of each row along a draw: equal numbers of rows, by rank.
std::vector<std::size_t> classes_of(const std::vector<double>& column) {
    std::vector<std::size_t> by_value(column.size());
    std::iota(by_value.begin(), by_value.end(), std::size_t{0});
    std::sort(by_value.begin(), by_value.end(), [&](std::size_t left, std::size_t right) {
        return column[left] != column[right] ? column[left] < column[right] : left < right;
    });
    std::vector<std::size_t> classes(column.size());
    for (std::size_t rank = 0; rank < by_value.size(); ++rank) {
        classes[by_value[rank]] = rank * kClasses / by_value.size();
    }
    return classes;
}

double first_order(const Rows& rows, const std::vector<std::size_t>& classes) {
    std::vector<Moments> by_class(kClasses);
    Moments all;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        by_class[classes[i]].add(rows.weights[i], rows.outcome[i]);
        all.add(rows.weights[i], rows.outcome[i]);
    }
    if (all.variance() <= 0) return 0;
    double between = 0;
    double by_chance = 0;
    for (const Moments& one : by_class) {
        if (one.weight <= 0) continue;
        const double share = one.weight / all.weight;
        const double distance = one.mean() - all.mean();
        between += share * distance * distance;
        // What a class mean varies by, less what of it the overall mean takes along.
        if (one.effective() > 1) {
            by_chance += share * (1 - share) * one.variance() / (one.effective() - 1);
        }
    }
    return std::clamp((between - by_chance) / all.variance(), 0.0, 1.0);
}

/// A term of the polynomial: a line, a square or a product of two draws' scores.
struct Term {
    std::size_t first = 0, second = 0;
    bool square = false, product = false;
    [[nodiscard]] double of(const Table& scores, std::size_t row) const {
        const double x = scores.columns[first][row];
        if (square) return (x * x - 1) * 0.7071067811865476;
        return product ? x * scores.columns[second][row] : x;
    }
    [[nodiscard]] bool has(std::size_t draw) const {
        return first == draw || (product && second == draw);
    }
};

Table columns_of(const std::vector<Term>& terms, const Table& scores) {
    Table table{scores.rows, {}};
    for (const Term& term : terms) {
        table.columns.emplace_back();
        for (std::size_t i = 0; i < scores.rows; ++i) {
            table.columns.back().push_back(term.of(scores, i));
        }
    }
    return table;
}

std::vector<Term> significant(const std::vector<Term>& terms, const Rows& rows) {
    std::vector<Term> kept;
    const Table responses{rows.outcome.size(), {rows.outcome}};
    const Fit fit = least_squares(columns_of(terms, rows.scores), responses, rows.weights).front();
    for (std::size_t t = 0; t < terms.size(); ++t) {
        if (std::abs(fit.coefficients[t]) > kErrorsMin * fit.errors[t]) {
            kept.push_back(terms[t]);
        }
    }
    return kept;
}

struct Surrogate {
    std::vector<double> totals;  // by draw
    double explained = 0;
};

Surrogate fit_terms(const std::vector<Term>& terms, const Table& columns, const Rows& rows) {
    Surrogate made;
    made.totals.resize(rows.scores.columns.size());
    const double variance = moments_of(rows).variance();
    if (terms.empty() || variance <= 0) return made;
    const Table responses{rows.outcome.size(), {rows.outcome}};
    const Fit fit = least_squares(columns, responses, rows.weights).front();
    made.explained = fit.explained;
    for (std::size_t t = 0; t < terms.size(); ++t) {
        const double c = fit.coefficients[t];
        const double share = std::max(0.0, c * c - fit.errors[t] * fit.errors[t]) / variance;
        for (std::size_t draw = 0; draw < made.totals.size(); ++draw) {
            made.totals[draw] += terms[t].has(draw) ? share : 0;
        }
    }
    return made;
}

std::vector<Term> choose_terms(const Rows& rows, const std::vector<double>& first) {
    std::vector<Term> lines;
    for (std::size_t draw = 0; draw < rows.scores.columns.size(); ++draw) {
        lines.push_back({draw, draw, false, false});
    }
    std::vector<Term> terms = significant(lines, rows);
    std::vector<std::size_t> best(first.size());
    std::iota(best.begin(), best.end(), std::size_t{0});
    std::stable_sort(best.begin(), best.end(), [&](std::size_t left, std::size_t right) {
        return first[left] > first[right];
    });
    best.resize(std::min(best.size(), kPaired));
    for (const Term& line : terms) {
        if (best.size() < 2 * kPaired &&
            std::find(best.begin(), best.end(), line.first) == best.end()) {
            best.push_back(line.first);
        }
    }
    for (std::size_t i = 0; i < best.size(); ++i) {
        terms.push_back({best[i], best[i], true, false});
        for (std::size_t j = 0; j < i; ++j) terms.push_back({best[j], best[i], false, true});
    }
    return significant(terms, rows);
}

/// Returns the jackknife interval of a value from those with one island left out: pseudo-values
/// weighed as islands are.
Estimate jackknife(double value, const std::vector<double>& without,
                   std::span<const double> weights) {
    std::vector<double> residuals;
    double squares = 0;
    for (std::size_t k = 0; k < without.size(); ++k) {
        const double reach = (1 - weights[k]) * (value - without[k]);
        squares += reach * reach;
    }
    const double effective = effective_islands(weights);
    if (effective <= 1) return {value, 0, 1};
    const auto count = static_cast<double>(without.size());
    const double half =
        student_975(std::max(effective - 1, 1.0)) * std::sqrt(squares * count / (count - 1));
    return {value, std::max(0.0, value - half), std::min(1.0, value + half)};
}

}  // namespace

Sensitivity sensitivity_of(const Table& scores, const std::vector<double>& outcome,
                           std::span<const std::size_t> island_of,
                           std::span<const double> weights) {
    Rows rows{scores, outcome, island_of, {}};
    for (const std::size_t island : island_of) rows.weights.push_back(weights[island]);
    std::vector<Rows> rests;
    for (std::size_t k = 0; k < weights.size(); ++k) rests.push_back(rows.without(k));

    Sensitivity found;
    const std::size_t draws = scores.columns.size();
    found.draws.resize(draws);
    std::vector<double> first(draws);
    std::vector<std::vector<double>> first_without(draws);
    for (std::size_t draw = 0; draw < draws; ++draw) {
        const std::vector<std::size_t> classes = classes_of(scores.columns[draw]);
        first[draw] = first_order(rows, classes);
        for (const Rows& rest : rests) first_without[draw].push_back(first_order(rest, classes));
        found.draws[draw].first_order = jackknife(first[draw], first_without[draw], weights);
    }
    const std::vector<Term> terms = choose_terms(rows, first);
    const Table columns = columns_of(terms, scores);
    const Surrogate whole = fit_terms(terms, columns, rows);
    std::vector<Surrogate> without;
    for (const Rows& rest : rests) without.push_back(fit_terms(terms, columns, rest));
    const auto over_islands = [&](double value, const auto& of) {
        std::vector<double> others;
        for (std::size_t k = 0; k < without.size(); ++k) others.push_back(of(k));
        return jackknife(value, others, weights);
    };
    for (std::size_t draw = 0; draw < draws; ++draw) {
        // The polynomial may miss what classes see of a bent dependence.
        found.draws[draw].total = over_islands(
            std::min(1.0, std::max(whole.totals[draw], first[draw])), [&](std::size_t k) {
                return std::min(1.0, std::max(without[k].totals[draw], first_without[draw][k]));
            });
    }
    found.explained =
        over_islands(whole.explained, [&](std::size_t k) { return without[k].explained; });
    return found;
}

}  // namespace jonbar
