#include "interface/reported_text.h"

#include <algorithm>
#include <set>

#include "interface/conditioning.h"
#include "math/functions_inl.h"

namespace jonbar {

namespace {

/// Adds what an observation or one account of it rests on.
void add_support(const Model& model, const Support& support, RecordItem& item) {
    for (const ClaimId id : support.cites) {
        const std::string& name = model.claims[id.index].name;
        if (std::find(item.claims.begin(), item.claims.end(), name) == item.claims.end())
            item.claims.push_back(name);
    }
    if (item.assumed.empty()) item.assumed = support.assumed;
}

}  // namespace

std::vector<RecordItem> record_items(const Scenario::Parts& parts) {
    const Model& model = parts.model;
    const Calendar& calendar = model.calendar;
    std::vector<RecordItem> items;
    for (const Fact& fact : model.facts) {
        RecordItem item;
        item.text = fact.text;
        item.file = parts.sources.file(fact.span.file).path;
        item.line = static_cast<int>(parts.sources.position(fact.span.file, fact.span.begin).line);
        item.density = fact.kind == FactKind::Noisy || fact.kind == FactKind::Draw;
        std::int64_t first = calendar.step_count, last = 0;
        for (const Account& account : fact.accounts) {
            first = std::min(first, std::max<std::int64_t>(account.first_step, 0));
            last = std::max(last, account.last_step);
            add_support(model, account.support, item);
        }
        add_support(model, fact.support, item);
        if (first > 0 || last + 1 < calendar.step_count) {
            item.first = calendar.format(calendar.tick_of_step(first));
            item.last = calendar.format(calendar.tick_of_step(last));
        }
        items.push_back(std::move(item));
    }
    return items;
}

void add_probabilities(const Scenario::Parts& parts, const Answers& given,
                       std::vector<RecordItem>& items) {
    ConditioningOptions conditioning;
    conditioning.until = given.given->until;
    const std::vector<bool> followed = facts_of(parts, conditioning);
    auto fact = given.given->facts.begin();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!followed[i]) continue;
        items[i].probability = math::exp(fact->log_probability);
        items[i].density = fact->density;
        items[i].forced = fact->forced;
        ++fact;
    }
}

}  // namespace jonbar
