// A game as text: stops, odds, the end.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/direction.h"
#include "jonbar/play.h"
#include "jonbar/report.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr std::size_t kLinesShown = 24;  // of what only one of two chronicles has
constexpr std::size_t kValuesShown = 4;  // of an outcome, in odds
constexpr std::size_t kFactsShown =
    12;                            // of more, those that came out in neither history are left out
constexpr double kSeldom = 0.005;  // a share below is not worth a word
constexpr std::size_t kNewsMax = 12;  // of what is new to the player; of more, numbers are left out

/// Prints words after a head, on as many lines as they need; later ones begin under the words.
void wrapped(Page& page, const std::string& head, std::string_view text) {
    const int indent = display_width(head);
    std::string line = head;
    bool used = false;
    while (!text.empty()) {
        std::size_t end = text.find(' ');
        while (end != std::string_view::npos && text.substr(end + 1).starts_with('%')) {
            end = text.find(' ', end + 1);  // a number keeps its sign
        }
        end = std::min(end, text.size());
        const std::string word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (used && display_width(line) + 1 + display_width(word) > page.columns) {
            page.line(line);
            line = std::string(static_cast<std::size_t>(indent), ' ');
            used = false;
        }
        line += (used ? " " : "") + word;
        used = true;
    }
    page.line(line);
}

void told(Page& page, const std::vector<PlayLine>& lines) {
    for (const PlayLine& line : lines) wrapped(page, line.date + "  ", line.text);
}

std::string_view heading_of(PlayKnown::About about) {
    switch (about) {
        case PlayKnown::About::Self:
            return "you";
        case PlayKnown::About::Ties:
            return "yours";
        case PlayKnown::About::Holders:
            return "posts";
        case PlayKnown::About::World:
            return "all";
    }
    return "";
}

/// Prints what is known, a paragraph for each of what it is about.
void known_rows(Page& page, const std::vector<PlayKnown>& known) {
    constexpr int kHead = 9;
    for (const auto about : {PlayKnown::About::Self, PlayKnown::About::Ties,
                             PlayKnown::About::Holders, PlayKnown::About::World}) {
        std::string line = pad(std::string("  ").append(heading_of(about)), kHead);
        bool used = false, any = false;
        for (const PlayKnown& one : known) {
            if (one.about != about) continue;
            const std::string item = isolate(one.name + " " + one.value);
            if (used && display_width(line) + 3 + display_width(item) > page.columns) {
                page.line(line + ",");
                line = std::string(kHead, ' ');
                used = false;
            }
            line += (used ? ", " : "") + item;
            used = any = true;
        }
        if (any) page.line(line);
    }
}

/// Returns what is new to the player, as far as a stop has room for it.
std::vector<PlayKnown> news_of(const PlayStop& stop) {
    std::vector<PlayKnown> news;
    for (const PlayKnown& one : stop.known) {
        if (one.changed && !(stop.number == 1 && one.empty)) news.push_back(one);
    }
    if (news.size() > kNewsMax) {
        std::erase_if(news, [](const PlayKnown& one) {
            return one.number && one.about != PlayKnown::About::World;
        });
    }
    return news;
}

std::string option_text(const PlayOption& option) {
    return option.label.empty() ? option.name : option.name + "  " + isolate(option.label);
}

/// Prints the values of an outcome in one line, the most frequent first.
std::string values_of(const OutcomeAnswer& outcome) {
    if (outcome.kind == AnswerKind::Number) {
        return fmt::format("{} ({} … {}){}{}", short_number(outcome.mean.value),
                           short_number(outcome.mean.low), short_number(outcome.mean.high),
                           outcome.unit.empty() ? "" : " ", outcome.unit);
    }
    if (outcome.kind == AnswerKind::Date) {
        double ever = 0;
        for (const ValueShare& value : outcome.values) {
            if (value.value != "never") ever += value.share.value;
        }
        std::string text = percent(ever);
        if (outcome.present > 0) text += ", median " + outcome.quantile_dates[2];
        return text;
    }
    if (outcome.kind == AnswerKind::Truth) {
        const Estimate& yes = outcome.values[0].share;
        return fmt::format("{} ({})", percent(yes.value), percent_interval(yes));
    }
    std::vector<const ValueShare*> values;
    for (const ValueShare& value : outcome.values) {
        if (value.share.value >= kSeldom) values.push_back(&value);
    }
    std::stable_sort(values.begin(), values.end(), [](const ValueShare* a, const ValueShare* b) {
        return a->share.value > b->share.value;
    });
    std::string text;
    for (std::size_t i = 0; i < values.size() && i < kValuesShown; ++i) {
        text += fmt::format("{}{} {} ({})", i == 0 ? "" : ", ", isolate(values[i]->label),
                            percent(values[i]->share.value), percent_interval(values[i]->share));
    }
    return text;
}

std::string label_of(const PlayOutcome& outcome) {
    return outcome.label.empty() ? outcome.name : outcome.label;
}

/// Prints the value of an outcome: a number as a reader wants it, with its unit.
std::string shown(const PlayOutcome& outcome, const std::string& value) {
    if (!outcome.number || value.empty()) return value;
    const std::string text = short_number(std::strtod(value.c_str(), nullptr));
    return outcome.unit.empty() ? text : text + " " + outcome.unit;
}

void outcome_rows(Page& page, const PlayEnd& end, const std::string& label) {
    int names = 8, played = 12;
    for (const PlayOutcome& outcome : end.outcomes) {
        names = std::max(names, display_width(label_of(outcome)));
        played = std::max(played, display_width(shown(outcome, outcome.played)));
    }
    names = std::min(names, 36);
    page.line(fmt::format("  {}  {}  {}", pad("", names), pad("as you chose", played),
                          "as " + label + " would have"));
    for (const PlayOutcome& outcome : end.outcomes) {
        const bool same = outcome.played == outcome.own;
        page.line(fmt::format("  {}  {}{}{}  {}", pad(label_of(outcome), names),
                              same ? std::string_view{} : page.style.bold,
                              pad(shown(outcome, outcome.played), played), page.style.off,
                              same ? "the same" : shown(outcome, outcome.own)));
    }
}

void choice_rows(Page& page, const PlayEnd& end, const std::string& label) {
    const auto otherwise =
        std::count_if(end.choices.begin(), end.choices.end(),
                      [](const PlayChoice& choice) { return choice.option != choice.own; });
    if (end.choices.empty()) {
        page.heading(fmt::format("There was nothing for {} to decide in this history", label));
    } else {
        page.heading(fmt::format(
            "Your choices: {}, {}", end.choices.size(),
            otherwise == 0 ? fmt::format("as {} would have chosen", label)
                           : fmt::format("{} not as {} would have chosen", otherwise, label)));
    }
    for (const PlayChoice& choice : end.choices) {
        if (choice.option == choice.own) continue;
        wrapped(page, "  " + choice.date + "  ",
                fmt::format("{}: {}, not {}", choice.decision, choice.option, choice.own));
    }
}

void lines_of_one(Page& page, const std::string& head, const std::vector<PlayLine>& lines) {
    if (lines.empty()) return;
    page.heading(head);
    for (std::size_t i = 0; i < lines.size() && i < kLinesShown; ++i) {
        wrapped(page, "  " + lines[i].date + "  ", lines[i].text);
    }
    if (lines.size() > kLinesShown) {
        page.line(fmt::format("  … and {} more", lines.size() - kLinesShown));
    }
}

void fact_rows(Page& page, const PlayEnd& end, const std::string& label) {
    std::size_t told = 0, played = 0, own = 0;
    for (const PlayFact& fact : end.facts) {
        if (!fact.played) continue;
        ++told;
        played += *fact.played ? 1U : 0U;
        own += fact.own.value_or(false) ? 1U : 0U;
    }
    if (told == 0) return;
    page.heading(
        fmt::format("The record: {} of its {} facts came out as you chose, {} as {} would have",
                    played, told, own, label));
    const auto sign = [](const std::optional<bool>& met) { return !met ? "?" : *met ? "✓" : "✗"; };
    const int width = std::min(std::max(display_width(label), 4), 20);
    page.line(fmt::format("  you   {}", label));
    for (const PlayFact& fact : end.facts) {
        const bool came = fact.played.value_or(false) || fact.own.value_or(false);
        if (!fact.played || (told > kFactsShown && !came)) continue;
        wrapped(page,
                fmt::format("   {}    {}  ", sign(fact.played),
                            pad("  " + std::string(sign(fact.own)), width)),
                fact.text);
    }
    if (told > kFactsShown) page.line("  The others came out in neither.");
}

}  // namespace

std::string to_text(const std::vector<PlayLine>& lines, const TextOptions& options) {
    Page page(options);
    told(page, lines);
    return page.take();
}

std::string to_text(const std::vector<PlayKnown>& known, const TextOptions& options) {
    std::vector<PlayKnown> shown;
    for (const PlayKnown& one : known) {
        if (options.all || !one.empty) shown.push_back(one);
    }
    Page page(options);
    known_rows(page, shown);
    return page.take();
}

std::string to_text(const PlayStop& stop, const TextOptions& options) {
    Page page(options);
    told(page, stop.told);
    page.heading(fmt::format("{}  {}", stop.date, stop.decision));
    known_rows(page, news_of(stop));
    int names = 8;
    for (const PlayOption& option : stop.options) {
        names = std::max(names, display_width(option_text(option)));
    }
    names = std::min(names, page.columns - 28);
    for (std::size_t i = 0; i < stop.options.size(); ++i) {
        const PlayOption& option = stop.options[i];
        page.line(fmt::format("  {:>2}  {}  {}  {}{}{}", i + 1, pad(option_text(option), names),
                              pad_left(percent(option.share), 8), page.style.bar,
                              bar(option.share, 10), page.style.off));
    }
    return page.take();
}

std::string to_text(const PlayOdds& odds, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("Where each leads, in {} histories that are this one until now:",
                          grouped(odds.histories)));
    int names = 8;
    for (const PlayOdds::Option& option : odds.options) {
        names = std::max(names, display_width(option.name));
    }
    names = std::min(names, page.columns / 3);
    if (odds.options.empty()) return page.take();
    for (std::size_t i = 0; i < odds.options.front().outcomes.size(); ++i) {
        const OutcomeAnswer& outcome = odds.options.front().outcomes[i];
        page.heading(outcome.label.empty() ? outcome.name : outcome.label);
        for (const PlayOdds::Option& option : odds.options) {
            wrapped(page, fmt::format("  {}  ", pad(option.name, names)),
                    values_of(option.outcomes[i]));
        }
    }
    if (odds.partial) page.line("Stopped: options that are not told were not reached.");
    return page.take();
}

std::string to_text(const PlayEnd& end, const std::string& label, const TextOptions& options) {
    Page page(options);
    told(page, end.told);
    page.heading("The end");
    outcome_rows(page, end, label);
    choice_rows(page, end, label);
    if (end.parted.empty()) {
        page.line("  The history is, to the last line, what it would have been.");
    } else {
        page.line(fmt::format("  The two histories part in {}.", end.parted));
    }
    lines_of_one(page, "Only as you chose", end.only_played);
    lines_of_one(page, fmt::format("Only as {} would have", label), end.only_own);
    fact_rows(page, end, label);
    return page.take();
}

}  // namespace jonbar
