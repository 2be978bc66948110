#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jonbar/evidence.h"
#include "report/layout.h"
#include "report/moves.h"
#include "report/page.h"

namespace jonbar {
namespace {

constexpr std::size_t kReaders = 8;  // shown of one param

const char* state_name(GroupState state) {
    switch (state) {
        case GroupState::Unused:
            return "unused";
        case GroupState::Weighed:
            return "weighed";
        case GroupState::Cited:
            return "all cited";
        case GroupState::Explained:
            return "explained";
        case GroupState::Silent:
            return "ONE SIDE";
    }
    return "";
}

std::string list(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string lines_of(const ClaimPlace& place) {
    if (place.lines.empty()) return place.source;
    return fmt::format("{}:{}", place.source, fmt::join(place.lines, ","));
}

void add_claim(Page& page, const ClaimAnswer& claim) {
    std::string places;
    for (const ClaimPlace& place : claim.places) {
        places += (places.empty() ? "" : "; ") + lines_of(place);
        if (!place.language.empty()) places += " " + place.language;
    }
    std::string about = places;
    for (const std::string* part : {&claim.kind, &claim.strength, &claim.when}) {
        if (!part->empty()) about += ", " + *part;
    }
    if (!claim.group.empty()) about += ", group " + claim.group;
    page.line(fmt::format("  {}{}{}  {}", page.style.bold, claim.name, page.style.off, about));
    add_wrapped(page, "    ", "“" + claim.text + "”");
}

void add_claims(Page& page, const EvidenceAnswer& answer) {
    for (const ClaimAnswer& claim : answer.claim_answers) add_claim(page, claim);
}

void add_ground(Page& page, const GroundAnswer& ground, bool all) {
    page.line(fmt::format("  {}{}{}  {}{}{}", page.style.bold, ground.what, page.style.off,
                          page.style.dim, ground.place, page.style.off));
    if (!ground.cites.empty()) add_wrapped(page, "    cites ", list(ground.cites));
    for (const GroundAnswer::Alternative& one : ground.alternatives) {
        add_wrapped(page, fmt::format("    {} (weight {}) ", one.text, one.weight),
                    one.cites.empty() ? "cites nothing" : "cites " + list(one.cites));
    }
    if (!ground.assumed.empty()) add_wrapped(page, "    assumed ", "“" + ground.assumed + "”");
    if (ground.hindsight) page.line("    known only later");
    if (ground.readers.empty()) return;
    std::vector<std::string> readers = ground.readers;
    const std::size_t more = !all && readers.size() > kReaders ? readers.size() - kReaders : 0;
    readers.resize(readers.size() - more);
    add_wrapped(page, "    read by ",
                fmt::format("{}{}", fmt::join(readers, "; "),
                            more > 0 ? fmt::format("; and {} more (--all)", more) : ""));
}

void add_group(Page& page, const GroupAnswer& group) {
    add_wrapped(page, fmt::format("  {} {} ", pad(group.name, 30), pad(state_name(group.state), 9)),
                list(group.claims));
}

void add_overview(Page& page, const EvidenceAnswer& answer, bool all) {
    page.blank();
    page.line(fmt::format("  params        {}: {} cite claims, {} are assumed",
                          pad_left(grouped(answer.params), 5), answer.params_cited,
                          answer.params_assumed));
    page.line(fmt::format("  observations  {}: {} cite claims",
                          pad_left(grouped(answer.observations), 5), answer.observations_cited));
    page.line(fmt::format("  claims        {}: {} are used", pad_left(grouped(answer.claims), 5),
                          grouped(answer.used)));
    page.heading("Sources");
    if (answer.sources.empty()) page.line("  none");
    for (const SourceAnswer& source : answer.sources) {
        page.line(fmt::format("  {} {} {}  {}", pad(source.name, 18), pad(source.language, 2),
                              pad(fmt::format("{} of {} claims", source.used, source.claims), 17),
                              pad(source.title, page.columns - 43)));
    }
    std::size_t unused = 0;
    page.heading("Contradictions");
    for (const GroupAnswer& group : answer.groups) {
        if (group.claims.size() < 2) continue;
        if (group.state == GroupState::Unused && !all) {
            ++unused;
        } else {
            add_group(page, group);
        }
    }
    if (answer.groups.empty()) page.line("  none");
    if (unused > 0) {
        page.line(fmt::format("  {} group{} of which nothing is used (--all)", unused,
                              unused == 1 ? "" : "s"));
    }
}

void add_name(Page& page, const EvidenceAnswer& answer, bool all) {
    if (answer.source) {
        page.heading(fmt::format("Source {}  {}", answer.source->name, answer.source->title));
        page.line(fmt::format("  {} {} {}, {} claims, {} used", answer.source->language,
                              answer.source->kind, answer.source->file, answer.source->claims,
                              answer.source->used));
    }
    for (const GroundAnswer& ground : answer.supported) {
        if (&ground == &answer.supported.front()) page.heading(answer.asked);
        add_ground(page, ground, all);
    }
    if (!answer.claim_answers.empty()) {
        page.heading(answer.claim_answers.size() == 1 ? "Claim" : "Claims");
        add_claims(page, answer);
    }
    if (!answer.rests.empty() || (answer.supported.empty() && !answer.group)) {
        page.heading("What rests on it");
        for (const GroundAnswer& ground : answer.rests) add_ground(page, ground, all);
        if (answer.rests.empty()) page.line("  nothing");
    }
    if (!answer.conflicts.empty()) {
        page.heading("Contradictions");
        for (const GroupAnswer& group : answer.conflicts) add_group(page, group);
    }
}

void add_sides(Page& page, const EvidenceAnswer& answer, bool all) {
    if (!answer.group) return;
    bool any = false;
    for (const SideAnswer& side : answer.sides) {
        page.heading(fmt::format("If {} were certain", side.claim));
        add_reading(page, side.reading, answer.given, all);
        if (side.reading.outcomes.empty()) page.line("  nothing would be otherwise");
        any |= !side.reading.outcomes.empty();
    }
    if (any) {
        page.blank();
        page.line(fmt::format("  {} histories, seed {}; intervals of 95 %",
                              grouped(answer.histories), answer.seed));
    }
}

}  // namespace

std::string to_text(const EvidenceAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}{}{}", page.style.bold, answer.title, page.style.off));
    if (answer.asked.empty()) {
        add_overview(page, answer, options.all);
        return page.take();
    }
    if (answer.group) {
        page.heading(fmt::format("Group {}", answer.group->name));
        add_group(page, *answer.group);
    }
    add_name(page, answer, options.all);
    add_sides(page, answer, options.all);
    return page.take();
}

std::string to_text(const WithoutAnswer& answer, const TextOptions& options) {
    Page page(options);
    page.line(fmt::format("{}{}{}", page.style.bold, answer.title, page.style.off));
    std::vector<std::string> names = answer.sources;
    names.insert(names.end(), answer.claims.begin(), answer.claims.end());
    page.line(fmt::format("without {}: {} claim{} fall{}   {} histories   seed {}", list(names),
                          answer.fallen, answer.fallen == 1 ? "" : "s",
                          answer.fallen == 1 ? "s" : "", grouped(answer.histories), answer.seed));
    page.heading("What is otherwise");
    if (answer.reading.changes.empty()) page.line("  nothing rests on it alone");
    add_reading(page, answer.reading, answer.given, options.all);
    return page.take();
}

}  // namespace jonbar
