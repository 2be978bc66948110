#include "jonbar/solve_opinion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "interface/solve_choice.h"
#include "interface/solve_table.h"
#include "politics/opinion.h"

namespace jonbar {
namespace {

enum class Model : std::uint8_t { DeGroot, FriedkinJohnsen, HegselmannKrause };

constexpr Choices<Model, 3> kModels = {{{"degroot", Model::DeGroot},
                                        {"friedkin-johnsen", Model::FriedkinJohnsen},
                                        {"hegselmann-krause", Model::HegselmannKrause}}};
constexpr std::size_t kPeopleMax = 200;  // who listen by a matrix
constexpr std::size_t kCrowdMax = 2000;  // who listen to whoever is near
constexpr std::size_t kStepsMax = 10'000;
constexpr double kOpinionMax = 1e9;
constexpr double kWeightMax = 1e6;
constexpr double kRest = 1e-12;  // of the largest opinion: rounding moves no more

/// Everything that the models know of a group.
struct Group {
    std::vector<double> opinions;
    std::vector<double> weights;
    std::vector<double> susceptibilities;
    std::vector<double> first;
};

std::vector<double> read_weights(SolveTable& table, const std::vector<std::string>& names) {
    const std::size_t n = names.size();
    std::vector<double> weights(n * n);
    for (std::size_t j = 0; j < n; ++j) {
        for (const char* taken : {"name", "opinion", "susceptibility", "initial"}) {
            if (names[j] != taken) continue;
            table.error(kWrongRow, fmt::format("a person cannot be called {}", taken),
                        "that is the name of a column of its own");
            table.throw_if_wrong();
        }
        const std::size_t column = table.column(names[j]);
        for (std::size_t i = 0; i < n; ++i) {
            if (!table.text(i, column).empty())
                weights[i * n + j] = table.number(i, column, 0, kWeightMax);
        }
    }
    return weights;
}

Group read_group(SolveTable& table, Model model, OpinionAnswer& answer) {
    Group group;
    const std::vector<std::string> names = table.names(table.column("name"));
    const std::size_t opinion = table.column("opinion");
    const bool stubborn = model == Model::FriedkinJohnsen;
    const std::size_t susceptibility = stubborn ? table.column("susceptibility") : 0;
    const bool has_initial = stubborn && table.has("initial");
    const std::size_t initial = has_initial ? table.column("initial") : opinion;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        group.opinions.push_back(table.number(row, opinion, -kOpinionMax, kOpinionMax));
        OpinionPerson person{names[row], 1, group.opinions.back()};
        if (stubborn) {
            person.susceptibility = table.number(row, susceptibility, 0, 1);
            person.initial = table.number(row, initial, -kOpinionMax, kOpinionMax);
            group.susceptibilities.push_back(person.susceptibility);
            group.first.push_back(person.initial);
        }
        answer.people.push_back(std::move(person));
    }
    table.throw_if_wrong();
    if (model != Model::HegselmannKrause) group.weights = read_weights(table, names);
    table.throw_if_wrong();
    return group;
}

/// Goes on until nobody moves or the steps are up.
void follow(const Group& group, const OpinionQuestion& question, OpinionAnswer& answer) {
    const std::size_t n = group.opinions.size();
    double largest = 0;
    for (const double opinion : group.opinions) largest = std::max(largest, std::abs(opinion));
    for (const double opinion : group.first) largest = std::max(largest, std::abs(opinion));
    answer.steps = {group.opinions};
    const std::size_t most = question.steps.value_or(100);
    while (answer.steps.size() <= most && !answer.rests) {
        std::vector<double> next(n);
        const std::vector<double>& now = answer.steps.back();
        if (question.eps) {
            politics::bounded_confidence_step(now, *question.eps, next);
        } else {
            politics::opinion_step({group.weights, group.susceptibilities, group.first}, now, next);
        }
        double change = 0;
        for (std::size_t i = 0; i < n; ++i) change = std::max(change, std::abs(next[i] - now[i]));
        answer.rests = change <= kRest * largest;
        if (!answer.rests) answer.steps.push_back(std::move(next));
    }
}

/// Finds who ended with one opinion.
void find_groups(OpinionAnswer& answer) {
    const std::vector<double>& last = answer.steps.back();
    std::vector<std::size_t> order(last.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t left, std::size_t right) { return last[left] < last[right]; });
    for (const std::size_t person : order) {
        const bool near =
            !answer.groups.empty() &&
            last[person] - last[answer.groups.back().back()] <= 1e-9 * (1 + std::abs(last[person]));
        if (!near) answer.groups.emplace_back();
        answer.groups.back().push_back(person);
    }
    for (auto& group : answer.groups) std::sort(group.begin(), group.end());
}

}  // namespace

OpinionAnswer solve_opinion(const std::string& path, const OpinionQuestion& question) {
    const Model model = chosen("--model", question.model, kModels);
    const bool bounded = model == Model::HegselmannKrause;
    if (bounded && !(question.eps.value_or(-1) >= 0 && *question.eps <= kOpinionMax)) {
        throw QuestionError(
            "hegselmann-krause needs --eps: how far another's opinion may be to be heard, at "
            "least 0");
    }
    if (!bounded && question.eps) {
        throw QuestionError("--eps is of use with --model hegselmann-krause only");
    }
    if (question.steps.value_or(0) > kStepsMax) {
        throw QuestionError(
            fmt::format("--steps takes a number from 0 to {}, not {}", kStepsMax, *question.steps));
    }
    SolveTable table(path, {.least = 1, .most = bounded ? kCrowdMax : kPeopleMax});
    OpinionAnswer answer;
    answer.table = path;
    answer.model = question.model;
    answer.eps = question.eps;
    const Group group = read_group(table, model, answer);
    follow(group, question, answer);
    if (answer.rests) find_groups(answer);
    if (model == Model::FriedkinJohnsen) {
        answer.end =
            politics::settled_opinions({group.weights, group.susceptibilities, group.first});
    } else if (model == Model::DeGroot) {
        answer.shares = politics::consensus_shares(group.weights, group.opinions.size());
        if (answer.shares) {
            const double consensus = std::inner_product(
                group.opinions.begin(), group.opinions.end(), answer.shares->begin(), 0.0);
            answer.end.emplace(group.opinions.size(), consensus);
        }
    } else if (answer.rests) {
        answer.end = answer.steps.back();
    }
    return answer;
}

}  // namespace jonbar
