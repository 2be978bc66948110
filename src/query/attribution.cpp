#include "query/attribution.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/siphash.h"
#include "math/philox.h"
#include "query/spread.h"

namespace jonbar {

namespace {

CauseSet bit(std::size_t cause) { return CauseSet{1} << cause; }

CauseSet first_bits(std::size_t count) { return bit(count) - 1; }

double factorial(std::size_t n) {
    double product = 1;
    for (std::size_t i = 2; i <= n; ++i) product *= static_cast<double>(i);
    return product;
}

/// Puts `items` into an order drawn with the words of `address` from `turn` on.
template <class Item>
void shuffle(std::vector<Item>& items, std::uint64_t key, std::uint64_t history,
             std::uint32_t& turn) {
    for (std::size_t left = items.size(); left > 1; --left) {
        const std::uint64_t word = math::noise_word({key, 0, turn++}, history);
        std::swap(items[left - 1], items[static_cast<std::size_t>(word * left >> 32U)]);
    }
}

}  // namespace

double owen_weight(const std::vector<std::size_t>& groups, std::size_t player, CauseSet others) {
    // The other groups must be wholly in or wholly out; then s! (m - 1 - s)! / m! over groups, and
    // the same within the player's own.
    const std::size_t group_count = *std::max_element(groups.begin(), groups.end()) + 1;
    std::vector<std::size_t> size(group_count), inside(group_count);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        ++size[groups[i]];
        inside[groups[i]] += (others >> i) & 1U;
    }
    std::size_t groups_in = 0;
    std::size_t groups_there = 0;
    for (std::size_t g = 0; g < group_count; ++g) {
        groups_there += size[g] != 0 ? 1U : 0U;
        if (g == groups[player]) continue;
        if (inside[g] != 0 && inside[g] != size[g]) return 0;
        groups_in += size[g] != 0 && inside[g] == size[g] ? 1U : 0U;
    }
    const auto share = [](std::size_t before, std::size_t all) {
        return factorial(before) * factorial(all - 1 - before) / factorial(all);
    };
    return share(groups_in, groups_there) * share(inside[groups[player]], size[groups[player]]);
}

Attribution::Attribution(std::vector<CausePlayer> causes, std::vector<double> weights,
                         std::uint64_t seed, double independent)
    : causes_(std::move(causes)),
      weights_(std::move(weights)),
      key_(base::site_key(seed, "why/order")),
      independent_(independent) {
    CHECK(causes_.size() <= kCausesMax);
    std::vector<std::size_t> alone, groups;
    for (const CausePlayer& cause : causes_) {
        group_count_ = std::max(group_count_, cause.group + 1);
        groups.push_back(cause.group);
        alone.push_back(alone.size());
    }
    islands_.resize(weights_.size());
    for (Island& island : islands_) {
        island.causes.resize(causes_.size());
        island.groups.resize(group_count_);
    }
    if (!exact()) return;
    for (std::size_t i = 0; i < causes_.size(); ++i) {
        shapley_weights_.emplace_back();
        owen_weights_.emplace_back();
        for (CauseSet others = 0; others <= first_bits(causes_.size()); ++others) {
            const bool counts = (others & bit(i)) == 0;
            shapley_weights_[i].push_back(counts ? owen_weight(alone, i, others) : 0);
            owen_weights_[i].push_back(counts ? owen_weight(groups, i, others) : 0);
        }
    }
}

Attribution::Orders Attribution::orders(std::uint64_t history) const {
    Orders orders;
    std::uint32_t turn = 0;
    std::vector<std::vector<std::size_t>> groups(group_count_);
    for (std::size_t i = 0; i < causes_.size(); ++i) {
        orders.shapley.push_back(i);
        groups[causes_[i].group].push_back(i);
    }
    shuffle(orders.shapley, key_, history, turn);
    shuffle(groups, key_, history, turn);
    for (std::vector<std::size_t>& group : groups) {
        shuffle(group, key_, history, turn);
        orders.owen.insert(orders.owen.end(), group.begin(), group.end());
    }
    return orders;
}

std::vector<CauseSet> Attribution::worlds(std::uint64_t history) const {
    const CauseSet all = first_bits(causes_.size());
    std::vector<CauseSet> sets = {0, all};
    if (exact()) {
        for (CauseSet set = 1; set < all; ++set) sets.push_back(set);
    } else {
        for (std::size_t i = 0; i < causes_.size(); ++i) {
            sets.push_back(bit(i));
            sets.push_back(all & ~bit(i));
        }
        const Orders drawn = orders(history);
        for (const std::vector<std::size_t>* order : {&drawn.shapley, &drawn.owen}) {
            CauseSet absent = 0;
            for (const std::size_t cause : *order) {
                absent |= bit(cause);
                sets.push_back(absent);
                sets.push_back(all & ~absent);
            }
        }
    }
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    return sets;
}

void Attribution::add_exactly(Island& island, const Holds& holds, std::vector<double>& shapley) {
    const CauseSet all = first_bits(causes_.size());
    std::vector<double> value(std::size_t{all} + 1);
    for (CauseSet present = 0; present <= all; ++present) {
        value[present] = holds(all & ~present) ? 1 : 0;
    }
    for (std::size_t i = 0; i < causes_.size(); ++i) {
        double owen = 0;
        for (CauseSet others = 0; others <= all; ++others) {
            if ((others & bit(i)) != 0) continue;
            const double gain = value[others | bit(i)] - value[others];
            shapley[i] += shapley_weights_[i][others] * gain;
            owen += owen_weights_[i][others] * gain;
        }
        island.causes[i].owen += owen;
        island.groups[causes_[i].group] += owen;
    }
}

void Attribution::add_orders(Island& island, std::uint64_t history, const Holds& holds,
                             std::vector<double>& shapley) {
    const CauseSet all = first_bits(causes_.size());
    const Orders drawn = orders(history);
    // Causes leave one after the other, and, in the mirrored order, come one after the other.
    const auto walk = [&](const std::vector<std::size_t>& order, const auto& credit) {
        CauseSet absent = 0;
        for (const std::size_t cause : order) {
            const CauseSet after = absent | bit(cause);
            credit(cause, (holds(absent) ? 0.5 : 0.0) - (holds(after) ? 0.5 : 0.0));
            credit(cause, (holds(all & ~after) ? 0.5 : 0.0) - (holds(all & ~absent) ? 0.5 : 0.0));
            absent = after;
        }
    };
    // The second line of `walk` credits what comes with `cause` when those before it are there.
    walk(drawn.shapley, [&](std::size_t cause, double gain) { shapley[cause] += gain; });
    walk(drawn.owen, [&](std::size_t cause, double gain) {
        island.causes[cause].owen += gain;
        island.groups[causes_[cause].group] += gain;
    });
}

std::vector<double> Attribution::add(std::size_t island_index, std::uint64_t history,
                                     CauseSet present, const Holds& holds) {
    Island& island = islands_[island_index];
    const CauseSet all = first_bits(causes_.size());
    const bool actual = holds(0);
    const bool without_any = holds(all);
    ++island.histories;
    island.held += actual ? 1 : 0;
    island.held_without_any += without_any ? 1 : 0;
    for (std::size_t i = 0; i < causes_.size(); ++i) {
        if ((present & bit(i)) == 0) continue;
        Sums& sums = island.causes[i];
        ++sums.present;
        if (actual) {
            ++sums.held_present;
            sums.fails_without += holds(bit(i)) ? 0 : 1;
        }
        if (!without_any) {
            ++sums.could;
            sums.holds_alone += holds(all & ~bit(i)) ? 1 : 0;
        }
    }
    std::vector<double> shapley(causes_.size(), 0.0);
    if (exact()) {
        add_exactly(island, holds, shapley);
    } else {
        add_orders(island, history, holds, shapley);
    }
    for (std::size_t i = 0; i < causes_.size(); ++i) island.causes[i].shapley += shapley[i];
    return shapley;
}

void Attribution::add_pair(std::size_t island_index, std::size_t pair, bool actual,
                           bool without_first, bool without_second, bool without_both) {
    Island& island = islands_[island_index];
    if (island.pairs.size() <= pair) {
        island.pairs.resize(pair + 1);
        island.pair_histories.resize(pair + 1);
    }
    const auto number = [](bool truth) { return truth ? 1.0 : 0.0; };
    island.pairs[pair] +=
        number(actual) - number(without_first) - number(without_second) + number(without_both);
    ++island.pair_histories[pair];
}

double Attribution::histories() const {
    double sum = 0;
    for (const Island& island : islands_) sum += island.histories;
    return sum * independent_;
}

Estimate Attribution::ratio(const std::function<double(const Island&)>& above,
                            const std::function<double(const Island&)>& below) const {
    std::vector<double> weights, numerators, denominators;
    for (std::size_t i = 0; i < islands_.size(); ++i) {
        if (islands_[i].histories == 0) continue;
        weights.push_back(weights_[i]);
        numerators.push_back(above(islands_[i]) / islands_[i].histories);
        denominators.push_back(below(islands_[i]) / islands_[i].histories);
    }
    return spread_ratio(weights, numerators, denominators);
}

Estimate Attribution::with_all() const {
    return as_share(
        ratio([](const Island& i) { return i.held; }, [](const Island& i) { return i.histories; }),
        histories());
}

Estimate Attribution::without_any() const {
    return as_share(ratio([](const Island& i) { return i.held_without_any; },
                          [](const Island& i) { return i.histories; }),
                    histories());
}

CauseAnswer Attribution::cause(std::size_t index) const {
    constexpr double kIslandsMin = 8;
    CauseAnswer answer;
    const auto of = [index](double Sums::*field) {
        return [index, field](const Island& island) { return island.causes[index].*field; };
    };
    const auto all = [](const Island& island) { return island.histories; };
    // Histories and effective islands on which a share rests.
    const auto rests_on = [&](double Sums::*field) {
        double count = 0;
        std::vector<double> weights;
        double sum = 0;
        for (std::size_t i = 0; i < islands_.size(); ++i) {
            const double here = islands_[i].causes[index].*field;
            count += here;
            weights.push_back(
                islands_[i].histories == 0 ? 0 : weights_[i] * here / islands_[i].histories);
            sum += weights.back();
        }
        for (double& weight : weights) weight = sum == 0 ? 0 : weight / sum;
        return std::pair{count, effective_islands(weights)};
    };
    answer.present = ratio(of(&Sums::present), all).value;
    const auto [held, held_islands] = rests_on(&Sums::held_present);
    answer.has_necessity = held > 0;
    if (answer.has_necessity) {
        answer.necessity =
            as_share(ratio(of(&Sums::fails_without), of(&Sums::held_present)), held * independent_);
    }
    const auto [could, could_islands] = rests_on(&Sums::could);
    answer.has_sufficiency =
        could > 0 && could_islands >= std::min(kIslandsMin, static_cast<double>(weights_.size()));
    if (answer.has_sufficiency) {
        answer.sufficiency =
            as_share(ratio(of(&Sums::holds_alone), of(&Sums::could)), could * independent_);
    }
    answer.shapley = ratio(of(&Sums::shapley), all);
    answer.owen = ratio(of(&Sums::owen), all);
    return answer;
}

Estimate Attribution::group(std::size_t group) const {
    return ratio([group](const Island& island) { return island.groups[group]; },
                 [](const Island& island) { return island.histories; });
}

Estimate Attribution::interaction(std::size_t pair) const {
    return ratio([pair](const Island& i) { return pair < i.pairs.size() ? i.pairs[pair] : 0; },
                 [pair](const Island& i) {
                     return pair < i.pair_histories.size() ? i.pair_histories[pair] : 0;
                 });
}

}  // namespace jonbar
