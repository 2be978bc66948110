#include "jonbar/solve_power.h"

#include <fmt/format.h>

#include "interface/solve_majority.h"
#include "interface/solve_table.h"
#include "jonbar/questions.h"
#include "politics/coalition_set.h"
#include "politics/power_exact.h"

namespace jonbar {
namespace {

/// What is counted without being asked twice: a few seconds.
constexpr double kQuickSteps = 1e10;

/// Of so many voters listing the coalitions is no slower than counting them.
constexpr std::size_t kListedVoters = 16;

PowerShare share_of(const politics::Ratio& ratio) {
    const bool whole = ratio.denominator == politics::Natural(1);
    return {politics::to_double(ratio),
            whole ? ratio.numerator.decimal()
                  : ratio.numerator.decimal() + "/" + ratio.denominator.decimal()};
}

/// A column of weights and the bar it sets.
struct Rule {
    std::size_t column = 0;
    WholeColumn weights;
    std::int64_t quota = 0;
};

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts = {""};
    for (const char letter : text) {
        if (letter == ',') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

std::int64_t asked_quota(const std::string& text, const WholeColumn& weights) {
    const auto quota = whole_number_up(text, weights.decimals);
    if (!quota) {
        throw QuestionError(
            fmt::format("the quota \"{}\" is not a decimal number, as 255 or 12.5", text));
    }
    if (*quota > 0 && *quota <= weights.sum) return *quota;
    throw QuestionError(
        fmt::format("the quota {} is {}: give one above 0 and at most the sum of the weights, {}",
                    text, *quota <= 0 ? "no bar at all" : "out of reach for all together",
                    decimal_text(weights.sum, weights.decimals)));
}

/// The columns weight, weight2, weight3, ...
std::vector<Rule> read_rules(SolveTable& table) {
    std::vector<Rule> rules;
    for (std::string heading = "weight"; rules.empty() || table.has(heading);
         heading = fmt::format("weight{}", rules.size() + 1)) {
        Rule rule;
        rule.column = table.column(heading);
        rule.weights = table.whole_numbers(rule.column);
        if (rule.weights.sum == 0 && table.is_right()) {
            table.error(kWrongNumber, fmt::format("nobody has any {}", heading),
                        "give one voter a weight above 0");
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

/// Sets the bars, and tells them in the answer.
void set_bars(const PowerOptions& options, const SolveTable& table, std::vector<Rule>& rules,
              PowerAnswer& answer) {
    if (!options.quota.empty() && !options.majority.empty())
        throw QuestionError("give --quota or --majority, not both");
    const std::vector<std::string> quotas = split(options.quota);
    if (!options.quota.empty() && quotas.size() != rules.size()) {
        throw QuestionError(fmt::format("--quota has {} and the table {} of weights: give one each",
                                        counted(quotas.size(), "number"),
                                        counted(rules.size(), "column")));
    }
    const politics::Majority majority =
        asked_majority(options.majority.empty() ? "1/2" : options.majority);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const WholeColumn& weights = rules[i].weights;
        rules[i].quota = options.quota.empty() ? politics::least_above(weights.sum, majority)
                                               : asked_quota(quotas[i], weights);
        answer.rules.push_back({table.heading(rules[i].column),
                                decimal_text(weights.sum, weights.decimals),
                                decimal_text(rules[i].quota, weights.decimals),
                                options.quota.empty() ? majority_text(majority) : ""});
    }
}

/// Tells whether the coalitions of one rule are few enough by weight to be counted so.
bool is_countable(const politics::WeightedVote& vote) {
    return politics::is_countable(politics::shapley_shubik_cost(vote)) &&
           politics::is_countable(politics::banzhaf_cost(vote)) &&
           politics::is_countable(politics::holler_cost(vote));
}

/// Counts the coalitions by weight and size.
politics::ListedPower count_power(const politics::WeightedVote& vote, bool even_if_slow) {
    politics::ListedPower power;
    power.swings = politics::banzhaf_swings(vote);
    power.shapley_shubik = politics::shapley_shubik(vote);
    power.minimal = politics::minimal_winning(vote);
    const politics::CountingCost cost = politics::deegan_packel_cost(vote);
    if (politics::is_countable(cost) && (even_if_slow || cost.steps <= kQuickSteps))
        power.deegan_packel = politics::deegan_packel(vote);
    return power;
}

void fill(const politics::ListedPower& power, PowerAnswer& answer) {
    using politics::Natural;
    Natural swings, memberships;
    for (const Natural& own : power.swings) swings += own;
    for (const Natural& own : power.minimal.memberships) memberships += own;
    const Natural coalitions = Natural::power_of_two(power.swings.size() - 1);
    answer.swings = swings.decimal();
    answer.coalitions = power.minimal.coalitions.decimal();
    answer.left_out = power.deegan_packel.empty();
    for (std::size_t i = 0; i < answer.voters.size(); ++i) {
        PowerVoter& voter = answer.voters[i];
        voter.swings = power.swings[i].decimal();
        voter.banzhaf = share_of(politics::ratio(power.swings[i], swings));
        voter.banzhaf_absolute = politics::to_double(politics::ratio(power.swings[i], coalitions));
        voter.shapley_shubik = share_of(power.shapley_shubik[i]);
        voter.memberships = power.minimal.memberships[i].decimal();
        voter.holler = share_of(politics::ratio(power.minimal.memberships[i], memberships));
        if (!answer.left_out) voter.deegan_packel = share_of(power.deegan_packel[i]);
    }
}

}  // namespace

PowerAnswer solve_power(const std::string& path, const PowerOptions& options) {
    SolveTable table(path, {.least = 1, .most = politics::kVotersMax});
    const std::size_t name_column = table.column("name");
    const std::vector<std::string> names = table.names(name_column);
    std::vector<Rule> rules = read_rules(table);
    table.throw_if_wrong();
    PowerAnswer answer;
    answer.table = path;
    set_bars(options, table, rules, answer);
    for (std::size_t i = 0; i < names.size(); ++i) {
        PowerVoter voter;
        voter.name = names[i];
        for (const Rule& rule : rules) voter.weights.push_back(table.text(i, rule.column));
        const WholeColumn& weights = rules.front().weights;
        voter.share = static_cast<double>(weights.values[i]) / static_cast<double>(weights.sum);
        answer.voters.push_back(std::move(voter));
    }
    std::vector<politics::WeightedVote> votes;
    for (const Rule& rule : rules)
        votes.push_back(politics::in_largest_unit({rule.weights.values, rule.quota}));
    const bool few = names.size() <= politics::kListedVotersMax;
    if (rules.size() > 1 && !few) {
        table.error(kWrongSize,
                    fmt::format("the table has {} and {} of weights",
                                counted(names.size(), "voter"), counted(rules.size(), "column")),
                    fmt::format("several rules at once are counted of at most {} voters",
                                politics::kListedVotersMax));
    } else if (!few && !is_countable(votes.front())) {
        table.error(kWrongNumber, 0, rules.front().column,
                    "the weights are too fine to count the coalitions of so many voters",
                    "write them in a larger unit and round: in thousands instead of heads");
    }
    table.throw_if_wrong();
    const bool listed = rules.size() > 1 ||
                        (few && (names.size() <= kListedVoters || !is_countable(votes.front())));
    fill(listed ? politics::list_power(votes) : count_power(votes.front(), options.all), answer);
    return answer;
}

}  // namespace jonbar
