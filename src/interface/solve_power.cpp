#include "jonbar/solve_power.h"

#include <fmt/format.h>

#include "interface/solve_majority.h"
#include "interface/solve_table.h"
#include "jonbar/questions.h"
#include "politics/power_exact.h"

namespace jonbar {
namespace {

/// What is counted without being asked twice: a few seconds.
constexpr double kQuickSteps = 1e10;

PowerShare share_of(const politics::Ratio& ratio) {
    const bool whole = ratio.denominator == politics::Natural(1);
    return {politics::to_double(ratio),
            whole ? ratio.numerator.decimal()
                  : ratio.numerator.decimal() + "/" + ratio.denominator.decimal()};
}

/// The quota in the units of the weights, and what the answer says of it.
std::int64_t quota_of(const PowerOptions& options, const WholeColumn& weights,
                      PowerAnswer& answer) {
    if (!options.quota.empty() && !options.majority.empty())
        throw QuestionError("give --quota or --majority, not both");
    if (options.quota.empty()) {
        const politics::Majority majority =
            asked_majority(options.majority.empty() ? "1/2" : options.majority);
        answer.majority = majority_text(majority);
        return politics::least_above(weights.sum, majority);
    }
    const auto quota = whole_number_up(options.quota, weights.decimals);
    if (!quota) {
        throw QuestionError(
            fmt::format("the quota \"{}\" is not a decimal number, as 255 or 12.5", options.quota));
    }
    if (*quota <= 0 || *quota > weights.sum) {
        throw QuestionError(fmt::format(
            "the quota {} is {}: give one above 0 and at most the sum of the weights, {}",
            options.quota, *quota <= 0 ? "no bar at all" : "out of reach for all together",
            decimal_text(weights.sum, weights.decimals)));
    }
    return *quota;
}

/// Throws where there is too much to count.
void check_cost(const politics::WeightedVote& vote, SolveTable& table, std::size_t column) {
    if (politics::is_countable(politics::shapley_shubik_cost(vote)) &&
        politics::is_countable(politics::banzhaf_cost(vote)) &&
        politics::is_countable(politics::holler_cost(vote)))
        return;
    table.error(kWrongNumber, 0, column,
                "the weights are too fine to count the coalitions of so many voters",
                "write them in a larger unit and round: in thousands instead of heads");
    table.throw_if_wrong();
}

void count_swings(const politics::WeightedVote& vote, PowerAnswer& answer) {
    const std::vector<politics::Natural> swings = politics::banzhaf_swings(vote);
    politics::Natural all;
    for (const politics::Natural& own : swings) all += own;
    answer.swings = all.decimal();
    const auto coalitions = politics::Natural::power_of_two(vote.weights.size() - 1);
    const std::vector<politics::Ratio> shares = politics::shapley_shubik(vote);
    for (std::size_t i = 0; i < swings.size(); ++i) {
        PowerVoter& voter = answer.voters[i];
        voter.swings = swings[i].decimal();
        voter.banzhaf = share_of(politics::ratio(swings[i], all));
        voter.banzhaf_absolute = politics::to_double(politics::ratio(swings[i], coalitions));
        voter.shapley_shubik = share_of(shares[i]);
    }
}

void count_minimal(const politics::WeightedVote& vote, bool even_if_slow, PowerAnswer& answer) {
    const politics::MinimalWinning minimal = politics::minimal_winning(vote);
    politics::Natural all;
    for (const politics::Natural& own : minimal.memberships) all += own;
    answer.coalitions = minimal.coalitions.decimal();
    for (std::size_t i = 0; i < answer.voters.size(); ++i) {
        answer.voters[i].memberships = minimal.memberships[i].decimal();
        answer.voters[i].holler = share_of(politics::ratio(minimal.memberships[i], all));
    }
    const politics::CountingCost cost = politics::deegan_packel_cost(vote);
    answer.left_out = !politics::is_countable(cost) || (!even_if_slow && cost.steps > kQuickSteps);
    if (answer.left_out) return;
    const std::vector<politics::Ratio> prizes = politics::deegan_packel(vote);
    for (std::size_t i = 0; i < prizes.size(); ++i)
        answer.voters[i].deegan_packel = share_of(prizes[i]);
}

}  // namespace

PowerAnswer solve_power(const std::string& path, const PowerOptions& options) {
    SolveTable table(path, {.least = 1, .most = politics::kVotersMax});
    const std::size_t name_column = table.column("name"), weight_column = table.column("weight");
    const std::vector<std::string> names = table.names(name_column);
    const WholeColumn weights = table.whole_numbers(weight_column);
    table.throw_if_wrong();
    if (weights.sum == 0) {
        table.error(kWrongNumber, "nobody has any weight", "give one voter a weight above 0");
        table.throw_if_wrong();
    }
    PowerAnswer answer;
    answer.table = path;
    answer.weight = decimal_text(weights.sum, weights.decimals);
    const std::int64_t quota = quota_of(options, weights, answer);
    answer.quota = decimal_text(quota, weights.decimals);
    for (std::size_t i = 0; i < names.size(); ++i) {
        PowerVoter voter;
        voter.name = names[i];
        voter.weight = table.text(i, weight_column);
        voter.share = static_cast<double>(weights.values[i]) / static_cast<double>(weights.sum);
        answer.voters.push_back(std::move(voter));
    }
    const politics::WeightedVote vote = politics::in_largest_unit({weights.values, quota});
    check_cost(vote, table, weight_column);
    count_swings(vote, answer);
    count_minimal(vote, options.all, answer);
    return answer;
}

}  // namespace jonbar
