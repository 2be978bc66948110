#include "jonbar/solve_alignment.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "interface/solve_table.h"
#include "jonbar/questions.h"
#include "politics/alignment.h"

namespace jonbar {
namespace {

constexpr std::size_t kListedMax = 10'000;
constexpr double kSizeMax = 1e9;
constexpr double kPropensityMax = 1e6;

/// Reads the matrix, rows first. A cell left empty says what its mirror says; two such are 0.
std::vector<double> read_propensities(SolveTable& table, const std::vector<std::string>& names) {
    const std::size_t n = names.size();
    std::vector<std::size_t> columns;
    for (const std::string& name : names) {
        if (name == "name" || name == "size") {
            table.error(kWrongRow, fmt::format("an actor cannot be called {}", name),
                        "that is the name of a column of its own");
            table.throw_if_wrong();
        }
        columns.push_back(table.column(name));
    }
    std::vector<double> matrix(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j) continue;
            const bool own = !table.text(i, columns[j]).empty();
            const bool mirror = !table.text(j, columns[i]).empty();
            if (own) {
                matrix[i * n + j] = table.number(i, columns[j], -kPropensityMax, kPropensityMax);
            } else if (mirror) {
                matrix[i * n + j] = table.number(j, columns[i], -kPropensityMax, kPropensityMax);
            }
        }
    }
    return matrix;
}

AlignmentCamps camps_of(const politics::AlignmentActors& actors, std::uint32_t side,
                        double energy) {
    AlignmentCamps camps;
    camps.energy = energy;
    double first = 0;
    double whole = 0;
    for (std::size_t i = 0; i < actors.sizes.size(); ++i) {
        const bool with_first = (side >> i & 1U) == (side & 1U);
        (with_first ? camps.first : camps.second).push_back(i);
        first += with_first ? actors.sizes[i] : 0;
        whole += actors.sizes[i];
    }
    camps.larger = std::max(first, whole - first) / whole;
    return camps;
}

/// Reads names of one camp, with commas between.
std::uint32_t read_camp(const std::string& text, const std::vector<std::string>& names) {
    std::uint32_t side = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        const std::size_t first = std::min(text.find_first_not_of(' ', begin), comma);
        std::size_t end = comma;
        while (end > first && text[end - 1] == ' ') --end;
        const std::string name = text.substr(first, end - first);
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            const std::string_view near = nearest_name(name, names);
            throw QuestionError(
                fmt::format("--from names \"{}\", which is no actor of the table{}", name,
                            near.empty() ? "" : fmt::format("; did you mean {}?", near)));
        }
        side |= std::uint32_t{1} << static_cast<std::size_t>(found - names.begin());
        begin = comma + 1;
    }
    return side;
}

}  // namespace

AlignmentAnswer solve_alignment(const std::string& path, const AlignmentQuestion& question) {
    const bool everywhere = question.from.empty();
    SolveTable table(
        path, {.least = 1, .most = everywhere ? politics::kMaxLandscape : politics::kMaxAligned});
    const std::vector<std::string> names = table.names(table.column("name"));
    const std::size_t size_column = table.column("size");
    table.throw_if_wrong();
    AlignmentAnswer answer;
    answer.table = path;
    answer.actors = names;
    for (std::size_t row = 0; row < table.rows(); ++row)
        answer.sizes.push_back(table.number(row, size_column, 0, kSizeMax));
    const std::vector<double> propensities = read_propensities(table, names);
    table.throw_if_wrong();
    if (std::all_of(answer.sizes.begin(), answer.sizes.end(), [](double s) { return s == 0; })) {
        table.error(kWrongNumber, "no actor has any size", "give one a size above 0");
        table.throw_if_wrong();
    }
    const std::size_t n = names.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            answer.one_sided |= propensities[i * n + j] != propensities[j * n + i];
    }
    answer.configurations = std::uint64_t{1} << (n - 1);
    const politics::AlignmentActors actors{answer.sizes, propensities};
    if (!everywhere) {
        const std::uint32_t start = read_camp(question.from, names);
        answer.start = camps_of(actors, start, politics::alignment_energy(actors, start));
        const std::uint32_t end = politics::align(actors, start);
        answer.camps = {camps_of(actors, end, politics::alignment_energy(actors, end))};
        answer.minima = 1;
        return answer;
    }
    const std::vector<politics::StableAlignment> minima = politics::all_alignments(actors);
    answer.minima = minima.size();
    for (std::size_t i = 0; i < std::min(minima.size(), kListedMax); ++i) {
        AlignmentCamps camps = camps_of(actors, minima[i].side, minima[i].energy);
        camps.basin = minima[i].basin;
        camps.share = static_cast<double>(camps.basin) / static_cast<double>(answer.configurations);
        answer.camps.push_back(std::move(camps));
    }
    return answer;
}

}  // namespace jonbar
