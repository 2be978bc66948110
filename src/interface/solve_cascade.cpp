#include "jonbar/solve_cascade.h"

#include <algorithm>
#include <limits>

#include "interface/solve_table.h"
#include "politics/cascade.h"

namespace jonbar {
namespace {

constexpr std::size_t kPeopleMax = 1'000'000;
constexpr double kNumberMax = 1e9;

}  // namespace

CascadeAnswer solve_cascade(const std::string& path, const CascadeQuestion& question) {
    SolveTable table(path, {.least = 1, .most = kPeopleMax});
    CascadeAnswer answer;
    answer.table = path;
    answer.shares = question.shares;
    const std::vector<std::string> names = table.names(table.column("name"));
    const std::size_t threshold_column = table.column("threshold");
    const bool weighted = table.has("weight");
    const std::size_t weight_column = weighted ? table.column("weight") : 0;
    std::vector<double> thresholds;
    std::vector<double> weights;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        CascadePerson person;
        person.name = names[row];
        person.threshold =
            table.number(row, threshold_column, -kNumberMax, question.shares ? 2 : kNumberMax);
        if (weighted) person.weight = table.number(row, weight_column, 0, kNumberMax);
        answer.whole += person.weight;
        thresholds.push_back(person.threshold);
        weights.push_back(person.weight);
        answer.people.push_back(std::move(person));
    }
    table.throw_if_wrong();
    if (question.shares) {
        // A share of a whole number of people is often no double: half an ulp must not keep anybody
        // out.
        for (double& threshold : thresholds) threshold = threshold * answer.whole * (1 - 1e-12);
    }
    const politics::Cascade cascade = politics::cascade({thresholds, weights});
    answer.joined = cascade.joined;
    answer.next_threshold = std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < answer.people.size(); ++row) {
        CascadePerson& person = answer.people[row];
        person.round = cascade.round_of[row];
        if (person.round > 0) {
            ++answer.joined_count;
        } else {
            answer.next_threshold = std::min(answer.next_threshold, person.threshold);
        }
    }
    return answer;
}

}  // namespace jonbar
