#include "interface/solve_bargain_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace jonbar {
namespace {

constexpr double kInfluenceMax = 1e9;

/// A scenario's first line: name, description, how many actors, how many dimensions.
void read_title(SolveTable& table, BargainAnswer& answer) {
    const std::vector<std::string>& title = table.title();
    answer.title = title[0];
    if (title.size() > 1) answer.description = title[1];
    const auto check = [&](std::size_t cell, std::size_t found, const char* what) {
        if (title.size() <= cell || title[cell].empty()) return;
        if (title[cell] == std::to_string(found)) return;
        table.error(kWrongSize,
                    fmt::format("the first line tells of {} {}, the table has {}", title[cell],
                                what, found),
                    "correct the number, or the table");
    };
    // KTAB lets a comma stand in a description without quotation marks: the last two numbers count.
    std::size_t last = title.size();
    while (last > 0 && title[last - 1].empty()) --last;
    if (last < 4) return;
    for (std::size_t cell = 2; cell + 2 < last; ++cell) answer.description += ", " + title[cell];
    check(last - 2, table.rows(), "actors");
    check(last - 1, answer.dimensions.size(), "dimensions");
}

/// Reads a scenario: actor, description, influence, then position and salience by dimension.
Contest read_scenario(SolveTable& table, BargainAnswer& answer) {
    Contest contest;
    contest.scenario = true;
    if (table.columns() < 5 || table.columns() % 2 == 0) {
        table.error(kNoColumn, fmt::format("the scenario has {} columns", table.columns()),
                    "expected actor, description and influence, then a position and a salience for "
                    "each dimension");
        table.throw_if_wrong();
    }
    for (std::size_t column = 3; column < table.columns(); column += 2) {
        answer.dimensions.push_back(table.heading(column));
        std::vector<double> positions;
        std::vector<double> saliences;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            positions.push_back(table.number(row, column, 0, 100));
            saliences.push_back(table.number(row, column + 1, 0, 100) / 100);
        }
        contest.positions.push_back(std::move(positions));
        contest.saliences.push_back(std::move(saliences));
    }
    read_title(table, answer);
    for (std::size_t row = 0; row < table.rows(); ++row)
        contest.influences.push_back(table.number(row, 2, 0, kInfluenceMax));
    const std::vector<std::string> names = table.names(0);
    for (std::size_t row = 0; row < table.rows(); ++row)
        answer.actors.push_back({names[row], table.text(row, 1), contest.influences[row], {}});
    return contest;
}

/// Reads a plain table. Saliences are per cent if one of them is above 1.
Contest read_plain(SolveTable& table, BargainAnswer& answer) {
    const std::size_t name = table.column("name");
    const std::size_t influence = table.column(table.has("influence") ? "influence" : "capability");
    const std::size_t position = table.column("position");
    const std::size_t salience = table.column("salience");
    const std::vector<std::string> names = table.names(name);
    Contest contest;
    contest.positions.resize(1);
    contest.saliences.resize(1);
    answer.dimensions = {"position"};
    for (std::size_t row = 0; row < table.rows(); ++row) {
        contest.influences.push_back(table.number(row, influence, 0, kInfluenceMax));
        contest.positions[0].push_back(table.number(row, position, -kPositionMax, kPositionMax));
        contest.saliences[0].push_back(table.number(row, salience, 0, 100));
        answer.actors.push_back({names[row], "", contest.influences[row], {}});
    }
    const auto& saliences = contest.saliences[0];
    if (std::any_of(saliences.begin(), saliences.end(), [](double share) { return share > 1; })) {
        for (double& share : contest.saliences[0]) share /= 100;
    }
    return contest;
}

}  // namespace

Contest read_contest(SolveTable& table, BargainAnswer& answer) {
    Contest contest =
        table.title().empty() ? read_plain(table, answer) : read_scenario(table, answer);
    table.throw_if_wrong();
    for (std::size_t d = 0; d < contest.saliences.size(); ++d) {
        double whole = 0;
        for (std::size_t i = 0; i < contest.influences.size(); ++i)
            whole += contest.influences[i] * contest.saliences[d][i];
        if (whole > 0) continue;
        table.error(kWrongNumber,
                    fmt::format("nobody with influence cares about {}", answer.dimensions[d]),
                    "give somebody both influence and salience");
    }
    table.throw_if_wrong();
    return contest;
}

}  // namespace jonbar
