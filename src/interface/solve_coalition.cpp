#include "jonbar/solve_coalition.h"

#include <algorithm>
#include <bit>

#include "interface/solve_majority.h"
#include "interface/solve_table.h"
#include "politics/coalition.h"

namespace jonbar {
namespace {

constexpr std::size_t kListedMax = 10'000;

std::vector<std::size_t> members_of(std::uint32_t mask) {
    std::vector<std::size_t> members;
    for (std::uint32_t rest = mask; rest != 0; rest &= rest - 1)
        members.push_back(static_cast<std::size_t>(std::countr_zero(rest)));
    return members;
}

}  // namespace

CoalitionAnswer solve_coalition(const std::string& path, const CoalitionOptions& options) {
    const politics::Majority majority = asked_majority(options.majority);
    SolveTable table(path, {.least = 1, .most = politics::kCoalitionMembersMax});
    const std::size_t name_column = table.column("name"), power_column = table.column("power");
    const std::vector<std::string> names = table.names(name_column);
    const WholeColumn powers = table.whole_numbers(power_column);
    table.throw_if_wrong();
    if (powers.sum == 0) {
        table.error(kWrongNumber, "nobody has any power", "give one member a power above 0");
        table.throw_if_wrong();
    }

    CoalitionAnswer answer;
    answer.table = path;
    answer.majority = majority_text(majority);
    const std::vector<std::uint32_t> found =
        politics::ruling_coalitions(std::span<const std::int64_t>(powers.values), majority);
    answer.answers = found.size();
    for (std::size_t i = 0; i < std::min(found.size(), kListedMax); ++i)
        answer.coalitions.push_back(members_of(found[i]));
    std::int64_t ruling = 0;
    for (const std::size_t member : answer.coalitions.front()) ruling += powers.values[member];
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto power = static_cast<double>(powers.values[i]);
        const bool rules = ((found.front() >> i) & 1U) != 0;
        answer.members.push_back({names[i], table.text(i, power_column),
                                  power / static_cast<double>(powers.sum),
                                  rules ? power / static_cast<double>(ruling) : 0});
    }
    answer.power = decimal_text(powers.sum, powers.decimals);
    answer.ruling_power = decimal_text(ruling, powers.decimals);
    answer.ruling_share = static_cast<double>(ruling) / static_cast<double>(powers.sum);
    return answer;
}

}  // namespace jonbar
