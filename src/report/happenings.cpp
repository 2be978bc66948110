#include "report/happenings.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/direction.h"

namespace jonbar {

namespace {

constexpr int kRareRows = 14;  // events that are printed without `all`

/// Of rows sorted by how often they happened, keeps the most frequent; the others are summed up in
/// a line.
template <typename Row, typename Share>
std::vector<const Row*> frequent(const std::vector<Row>& rows, bool all, Share share) {
    std::vector<const Row*> kept;
    for (const Row& row : rows) {
        if (all || share(row) > 0) kept.push_back(&row);
    }
    if (all || kept.size() <= kRareRows) return kept;
    std::vector<const Row*> sorted = kept;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Row* left, const Row* right) {
        return share(*left) > share(*right);
    });
    sorted.resize(kRareRows);
    std::vector<const Row*> in_order;
    for (const Row* row : kept) {
        if (std::find(sorted.begin(), sorted.end(), row) != sorted.end()) in_order.push_back(row);
    }
    return in_order;
}

void rest_line(Page& page, std::size_t rows, std::size_t shown) {
    if (rows > shown) {
        page.line(fmt::format("  {}and {} less frequent (--all shows them){}", page.style.dim,
                              rows - shown, page.style.off));
    }
}

template <typename Row, typename Share>
std::size_t positive_count(const std::vector<Row>& rows, bool all, Share share) {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const Row& row) { return all || share(row) > 0; }));
}

/// Names as they are printed: without their module where that leaves them apart.
class Names {
  public:
    explicit Names(const Answers& answers) {
        for (const EventAnswer& event : answers.events) add(event.family);
        for (const DecisionAnswer& decision : answers.decisions) add(decision.family);
        for (const VoteAnswer& vote : answers.votes) add(vote.family);
    }
    std::string of(const std::string& name) const {
        const std::size_t colon = name.find(':');
        if (colon == std::string::npos || colon > name.find_first_of("( ") ||
            name.substr(colon, 2) == ": ")
            return name;
        const auto known = modules_.find(short_family(name));
        return known == modules_.end() || known->second.size() == 1 ? name.substr(colon + 1) : name;
    }

  private:
    static std::string short_family(const std::string& name) {
        const std::string family = name.substr(0, name.find_first_of("( "));
        const std::size_t colon = family.rfind(':');
        return colon == std::string::npos ? family : family.substr(colon + 1);
    }
    void add(const std::string& family) {
        const std::size_t colon = family.find(':');
        modules_[short_family(family)].insert(colon == std::string::npos ? ""
                                                                         : family.substr(0, colon));
    }
    std::map<std::string, std::set<std::string>> modules_;
};

/// The family of something that never happened: what stands before its entities.
std::string family_name(const std::string& name) { return name.substr(0, name.find('(')); }

void event_section(Page& page, const Answers& answers, const Names& names, bool all) {
    const auto share = [](const EventAnswer& row) { return row.share.value; };
    std::vector<EventAnswer> events;
    for (const EventAnswer& event : answers.events) {
        if (all || !event.rule) events.push_back(event);
    }
    const auto rows = frequent(events, all, share);
    if (rows.empty()) return;
    page.heading(fmt::format("{} {:>9}  {:>15}",
                             pad(all ? "Events and rules" : "Events", kNameColumns + 2),
                             "histories", "times a history"));
    for (const EventAnswer* row : rows) {
        page.line(fmt::format("  {} {:>9}  {:>15}", pad(names.of(row->name), kNameColumns),
                              percent(row->share.value), short_number(row->mean_times)));
    }
    rest_line(page, positive_count(events, all, share), rows.size());
}

/// The name of an option without its entity: "strike_at(stalin)" is a "strike_at".
std::string option_family(const std::string& option) { return option.substr(0, option.find('(')); }

/// All instances of a decision in one: options over entities are taken together.
struct Pool {
    std::string name;
    std::size_t instances = 0;
    double times = 0;                                     // a history
    Estimate most;                                        // of the instance taken in most histories
    std::vector<std::pair<std::string, double>> options;  // name, times a history
};

std::vector<Pool> pool_decisions(const std::vector<DecisionAnswer>& decisions) {
    std::vector<Pool> pools;
    for (const DecisionAnswer& decision : decisions) {
        auto pool = std::find_if(pools.begin(), pools.end(),
                                 [&](const Pool& p) { return p.name == decision.family; });
        if (pool == pools.end()) {
            Pool fresh;
            fresh.name = decision.family;
            pools.push_back(fresh);
            pool = std::prev(pools.end());
        }
        ++pool->instances;
        pool->times += decision.mean_times;
        if (decision.share.value > pool->most.value) pool->most = decision.share;
        for (const DecisionAnswer::Taken& taken : decision.options) {
            const std::string name = option_family(taken.option);
            auto option = std::find_if(pool->options.begin(), pool->options.end(),
                                       [&](const auto& known) { return known.first == name; });
            if (option == pool->options.end()) option = pool->options.insert(option, {name, 0});
            option->second += taken.share * decision.mean_times;
        }
    }
    return pools;
}

void option_row(Page& page, const std::string& name, double share) {
    const int room = std::max(4, page.columns - kNameColumns - 16);
    page.line(fmt::format("    {} {}  {}{}{}", pad(name, kNameColumns), pad_left(percent(share), 8),
                          page.style.bar, bar(share, room), page.style.off));
}

void decision_section(Page& page, const Answers& answers, const Names& names, bool all) {
    if (answers.decisions.empty()) return;
    page.heading("Decisions: what was chosen, of the times each was taken");
    if (all) {
        for (const DecisionAnswer& row : answers.decisions) {
            page.line(fmt::format("  {}  {}taken in {} of histories, {} times a history{}",
                                  names.of(row.name), page.style.dim, percent(row.share.value),
                                  short_number(row.mean_times), page.style.off));
            for (const DecisionAnswer::Taken& taken : row.options)
                option_row(page, taken.option, taken.share);
        }
        return;
    }
    for (const Pool& pool : pool_decisions(answers.decisions)) {
        if (pool.times == 0) continue;
        const std::string who =
            pool.instances == 1 ? fmt::format("taken in {} of histories", percent(pool.most.value))
                                : fmt::format("{} of them", pool.instances);
        page.line(fmt::format("  {}  {}{}, {} times a history{}", names.of(pool.name),
                              page.style.dim, who, short_number(pool.times), page.style.off));
        for (const auto& [option, times] : pool.options) {
            if (times > 0) option_row(page, option, times / pool.times);
        }
    }
}

void vote_section(Page& page, const Answers& answers, const Names& names, bool all) {
    if (answers.votes.empty()) return;
    page.heading(fmt::format("{} {:>9}  {:>10}  {:>10}", pad("Votes", kNameColumns + 2), "held in",
                             "carried in", "of sittings"));
    std::map<std::string, std::vector<const VoteAnswer*>> families;
    for (const VoteAnswer& vote : answers.votes) families[vote.family].push_back(&vote);
    for (const VoteAnswer& vote : answers.votes) {
        const auto& family = families[vote.family];
        if (all || (family.size() == 1 && vote.held.value > 0)) {
            page.line(fmt::format("  {} {:>9}  {:>10}  {:>10}",
                                  pad(names.of(vote.name), kNameColumns), percent(vote.held.value),
                                  percent(vote.carried.value), percent(vote.share_carried)));
        } else if (family.front() == &vote && family.size() > 1) {
            double held = 0, carried = 0;
            for (const VoteAnswer* member : family) {
                held += member->mean_held;
                carried += member->mean_held * member->share_carried;
            }
            if (held == 0) continue;
            page.line(fmt::format(
                "  {} {:>21}  {:>10}",
                pad(fmt::format("{} ({} of them)", names.of(vote.family), family.size()),
                    kNameColumns),
                short_number(held) + " a history", percent(carried / held)));
        }
    }
}

/// What never happened, the instances of a family together.
void never_section(Page& page, const Answers& answers, const Names& names, bool all) {
    if (answers.never.empty()) return;
    page.heading(fmt::format("In no history ({})", answers.never.size()));
    std::vector<std::string> items;
    std::map<std::string, std::size_t> families;
    constexpr std::size_t kTogether = 3;
    for (const std::string& name : answers.never) ++families[family_name(name)];
    std::map<std::string, bool> told;
    for (const std::string& name : answers.never) {
        const std::string family = family_name(name);
        if (all || families[family] <= kTogether) {
            items.push_back(isolate(names.of(name)));
        } else if (!told[family]) {
            told[family] = true;
            items.push_back(fmt::format("{} and {} more like it", isolate(names.of(name)),
                                        families[family] - 1));
        }
    }
    std::string line = " ";
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
        if (display_width(line) + 1 + display_width(item) > page.columns && line != " ") {
            page.line(line);
            line = " ";
        }
        line += " " + item;
    }
    page.line(line);
}

/// Quantities that reached the bounds of their range, and what could not happen again.
void limit_section(Page& page, const Answers& answers, const Names& names) {
    if (!answers.saturations.empty()) {
        page.heading("Cut off at the bounds of their range");
        for (const SaturationAnswer& row : answers.saturations) {
            page.line(fmt::format("  {} {:>16} times, {} a history",
                                  pad(names.of(row.name), kNameColumns), grouped(row.count),
                                  short_number(static_cast<double>(row.count) /
                                               static_cast<double>(answers.histories))));
        }
    }
    if (answers.fired_in_vain > 0) {
        page.blank();
        page.line(fmt::format("Fired in vain (what had already happened): {} times",
                              grouped(answers.fired_in_vain)));
    }
}

}  // namespace

void add_happenings(Page& page, const Answers& answers, bool all) {
    const Names names(answers);
    event_section(page, answers, names, all);
    decision_section(page, answers, names, all);
    vote_section(page, answers, names, all);
    never_section(page, answers, names, all);
    limit_section(page, answers, names);
}

}  // namespace jonbar
