// Cascades as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr std::size_t kListed = 20;

void round_rows(Page& page, const CascadeAnswer& answer, bool all) {
    page.heading(fmt::format("Round  {}  {}", pad_left("Joined", 10), pad_left("Share", 8)));
    const std::size_t count = answer.joined.size();
    const int width = std::max(10, std::min(40, page.columns - 32));
    for (std::size_t round = 0; round < count; ++round) {
        if (!all && round >= kListed && round + 1 < count) {
            if (round == kListed)
                page.line(fmt::format("  …    {} more; --all lists them", count - 1 - kListed));
            continue;
        }
        const double share = answer.whole > 0 ? answer.joined[round] / answer.whole : 0;
        page.line(fmt::format("{}  {}  {}  {}", pad_left(std::to_string(round), 5),
                              pad_left(short_number(answer.joined[round]), 10),
                              pad_left(percent(share), 8), bar(share, width)));
    }
}

void person_rows(Page& page, const CascadeAnswer& answer, bool all) {
    int names = 6;
    for (const CascadePerson& person : answer.people)
        names = std::max(names, display_width(person.name));
    names = std::min(names, 40);
    page.heading(fmt::format("{}  {}  {}  Joins in round", pad("Person", names),
                             pad_left("Threshold", 9), pad_left("Weight", 9)));
    const std::size_t shown = all ? answer.people.size() : std::min(answer.people.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) {
        const CascadePerson& person = answer.people[i];
        page.line(fmt::format("{}  {}  {}  {}", pad(person.name, names),
                              pad_left(short_number(person.threshold), 9),
                              pad_left(short_number(person.weight), 9),
                              person.round == 0 ? "never" : std::to_string(person.round)));
    }
    if (shown < answer.people.size())
        page.line(fmt::format("… and {} more; --all lists them", answer.people.size() - shown));
}

}  // namespace

std::string to_text(const CascadeAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}Cascade{}  {}", page.style.bold, page.style.off, answer.table));
    page.line(fmt::format("{} people, weight {} in all; thresholds are {}",
                          grouped(answer.people.size()), short_number(answer.whole),
                          answer.shares ? "shares of it" : "weights"));
    round_rows(page, answer, options.all);
    person_rows(page, answer, options.all);
    page.blank();
    const double joined = answer.joined.back();
    std::string rest = " Nobody is left.";
    if (std::isfinite(answer.next_threshold)) {
        rest = fmt::format(" The next waits for {}.", answer.shares
                                                          ? percent(answer.next_threshold)
                                                          : short_number(answer.next_threshold));
    }
    page.line(fmt::format("{}{} of {} join{}: weight {}, {} of the whole.{}", page.style.bold,
                          grouped(answer.joined_count), grouped(answer.people.size()),
                          page.style.off, short_number(joined),
                          percent(answer.whole > 0 ? joined / answer.whole : 0), rest));
    return page.take();
}

std::string to_json(const CascadeAnswer& answer) {
    Json people = Json::array();
    for (const CascadePerson& person : answer.people) {
        Json round = person.round == 0 ? Json(nullptr) : Json(person.round);
        people.push_back({{"name", person.name},
                          {"threshold", json_number(person.threshold)},
                          {"weight", json_number(person.weight)},
                          {"round", round}});
    }
    Json joined = Json::array();
    for (const double weight : answer.joined) joined.push_back(json_number(weight));
    return json_text({{"table", answer.table},
                      {"thresholds", answer.shares ? "shares" : "weights"},
                      {"whole", json_number(answer.whole)},
                      {"joined", joined},
                      {"joined_people", answer.joined_count},
                      {"next_threshold", json_number(answer.next_threshold)},
                      {"people", people}});
}

}  // namespace jonbar
