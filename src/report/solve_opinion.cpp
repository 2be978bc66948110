// Opinions as text and as JSON.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr std::size_t kListed = 20;
constexpr int kColumn = 9;

int name_columns(const OpinionAnswer& answer) {
    int widest = 6;
    for (const OpinionPerson& person : answer.people)
        widest = std::max(widest, display_width(person.name));
    return std::min(widest, 24);
}

/// The steps that fit beside each other: the first ones and the last.
std::vector<std::size_t> shown_steps(const OpinionAnswer& answer, int room) {
    const std::size_t fit =
        std::max<std::size_t>(2, static_cast<std::size_t>(room / (kColumn + 2)));
    const std::size_t count = answer.steps.size();
    std::vector<std::size_t> steps;
    for (std::size_t step = 0; step < std::min(count, fit); ++step) steps.push_back(step);
    if (count > fit) steps.back() = count - 1;
    return steps;
}

void person_rows(Page& page, const OpinionAnswer& answer, bool all) {
    const int names = name_columns(answer);
    const int ends = (answer.end ? kColumn + 2 : 0) + (answer.shares ? kColumn + 2 : 0);
    const std::vector<std::size_t> steps = shown_steps(answer, page.columns - names - ends);
    std::string head = pad("Person", names);
    for (const std::size_t step : steps)
        head += "  " + pad_left(step == 0 ? "Start" : fmt::format("Step {}", step), kColumn);
    if (answer.end) head += "  " + pad_left("End", kColumn);
    if (answer.shares) head += "  " + pad_left("Counts", kColumn);
    page.heading(head);
    const std::size_t shown = all ? answer.people.size() : std::min(answer.people.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) {
        std::string line = pad(answer.people[i].name, names);
        for (const std::size_t step : steps)
            line += "  " + pad_left(short_number(answer.steps[step][i]), kColumn);
        if (answer.end) line += "  " + pad_left(short_number((*answer.end)[i]), kColumn);
        if (answer.shares) line += "  " + pad_left(percent((*answer.shares)[i]), kColumn);
        page.line(line);
    }
    if (shown < answer.people.size())
        page.line(fmt::format("… and {} more; --all lists them", answer.people.size() - shown));
}

std::string conclusion(const OpinionAnswer& answer) {
    const std::size_t steps = answer.steps.size() - 1;
    const std::string after = fmt::format("{} step{}", steps, steps == 1 ? "" : "s");
    if (answer.shares) {
        return fmt::format("They come to one opinion: {}.", short_number(answer.end->front()));
    }
    if (answer.rests) {
        return fmt::format("At rest after {}: {} opinion{}.", after, answer.groups.size(),
                           answer.groups.size() == 1 ? "" : "s");
    }
    return answer.end ? fmt::format("Not yet at rest after {}; the end is exact.", after)
                      : fmt::format("Not at rest after {}.", after);
}

Json number_list(const std::vector<double>& numbers) {
    Json list = Json::array();
    for (const double number : numbers) list.push_back(json_number(number));
    return list;
}

}  // namespace

std::string to_text(const OpinionAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}Opinions{}  {}", page.style.bold, page.style.off, answer.table));
    page.line(fmt::format("{} people, model {}{}", grouped(answer.people.size()), answer.model,
                          answer.eps ? fmt::format(", eps {}", short_number(*answer.eps)) : ""));
    person_rows(page, answer, options.all);
    page.blank();
    page.line(conclusion(answer));
    return page.take();
}

std::string to_json(const OpinionAnswer& answer) {
    Json people = Json::array();
    for (std::size_t i = 0; i < answer.people.size(); ++i) {
        const OpinionPerson& person = answer.people[i];
        Json json = {{"name", person.name}};
        if (answer.model == "friedkin-johnsen") {
            json["susceptibility"] = json_number(person.susceptibility);
            json["initial"] = json_number(person.initial);
        }
        if (answer.end) json["end"] = json_number((*answer.end)[i]);
        if (answer.shares) json["share"] = json_number((*answer.shares)[i]);
        people.push_back(json);
    }
    Json steps = Json::array();
    for (const std::vector<double>& step : answer.steps) steps.push_back(number_list(step));
    Json groups = Json::array();
    for (const std::vector<std::size_t>& group : answer.groups) {
        Json names = Json::array();
        for (const std::size_t person : group) names.push_back(answer.people[person].name);
        groups.push_back(names);
    }
    Json json = {{"table", answer.table}, {"model", answer.model}};
    if (answer.eps) json["eps"] = json_number(*answer.eps);
    json["people"] = people;
    json["steps"] = steps;
    json["rests"] = answer.rests;
    json["groups"] = groups;
    return json_text(json);
}

}  // namespace jonbar
