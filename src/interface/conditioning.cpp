#include "interface/conditioning.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/reckoning.h"
#include "language/lexer.h"
#include "query/spread.h"
#include "report/layout.h"

namespace jonbar {

namespace {

constexpr int kImpossibleRecord = 5900;
constexpr int kDegenerateFilter = 5901;
constexpr std::uint64_t kIslandsMin = 16;
constexpr double kEffectiveIslandsMin = 8;
constexpr std::uint64_t kVectorsMin = 50;

/// Reads "1924", "1924-Q1", "1924-01", "1924-01-21", any of them also with " SH" or " OS" behind,
/// and returns the last day or month of it.
std::optional<Date> last_date_in(std::string text) {
    Reckoning reckoning = Reckoning::Gregorian;
    for (const Reckoning other : {Reckoning::Julian, Reckoning::SolarHijri}) {
        const std::size_t at = text.rfind(fmt::format(" {}", mark_of(other)));
        if (at == std::string::npos || at + 3 != text.size()) continue;
        reckoning = other;
        text.resize(at);
    }
    const bool fits = (text.size() == 7 || text.size() == 10) && text[4] == '-' &&
                      text.find_first_not_of("0123456789-Q") == std::string::npos;
    const std::optional<Date> date = fits ? ast::date_of_text(text) : ast::year_of_text(text);
    if (!date || !why_no_date({*date, reckoning}).empty()) return std::nullopt;
    return last_of({*date, reckoning});
}

/// Says when what a fact tells of came instead: "in 1924-04 in 97 %, not by 1926-01 in 3 %".
std::string instead_text(const inference::Instead& instead, const program::FactColumns& fact,
                         const Calendar& calendar) {
    constexpr std::size_t kShown = 4;
    std::vector<std::pair<double, double>> sorted(instead.begin(), instead.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        return left.second > right.second;
    });
    const std::string end =
        calendar.format(calendar.tick_of_step(std::max<std::int64_t>(fact.last_step, 0)));
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), kShown); ++i) {
        const auto& [date, share] = sorted[i];
        const std::string when = date == kNoDate
                                     ? "not by the end of " + end
                                     : "in " + calendar.format(static_cast<std::int64_t>(date));
        text += fmt::format("{}{} in {}", text.empty() ? "" : ", ", when, percent(share));
    }
    if (sorted.size() > kShown) text += ", or at other times";
    return text;
}

[[noreturn]] void fail_record(const Scenario::Parts& parts, const program::Program& program,
                              const inference::Collapse& collapse, std::uint64_t particles) {
    const program::FactColumns& fact = program.facts[collapse.fact];
    const Calendar& calendar = program.calendar;
    const std::string when =
        collapse.step < 0
            ? "before the first step"
            : "to the end of " + calendar.format(calendar.tick_of_step(collapse.step));
    const std::string instead = instead_text(collapse.instead, fact, calendar);
    Diagnostic diagnostic;
    diagnostic.code = kImpossibleRecord;
    diagnostic.span = fact.span;
    diagnostic.message =
        fmt::format("none of {} histories meets this observation {}", grouped(particles), when);
    diagnostic.hint = fmt::format(
        "{}{}expected a record that the scenario allows: a wider window (`in A..B`), a noise (`~`) "
        "on what is measured, a rule that lets it happen, or more --particles if it is only rare",
        fact.happened_on.exists() ? "when it came: " : "when they failed it: ",
        instead.empty() ? "" : instead + "; ");
    throw RecordError(render(parts.sources, diagnostic));
}

[[noreturn]] void fail_degenerate(const Scenario::Parts& parts, const program::Program& program,
                                  const Conditioned& made) {
    const std::vector<inference::FactSummary> facts =
        inference::summarise(program, made.result.islands);
    const auto poorest = std::min_element(
        facts.begin(), facts.end(),
        [](const auto& left, const auto& right) { return left.effective < right.effective; });
    Diagnostic diagnostic;
    diagnostic.code = kDegenerateFilter;
    diagnostic.span = program.facts[static_cast<std::size_t>(poorest - facts.begin())].span;
    diagnostic.message = fmt::format(
        "too few histories meet the record for an answer: {:.1f} effective islands of {} (it takes "
        "{}), {} different draws of what nobody knows (it takes {})",
        made.effective_islands, made.result.islands.size(), kEffectiveIslandsMin,
        made.distinct_vectors, kVectorsMin);
    diagnostic.hint = fmt::format(
        "fewest are left at this observation, worth {:.0f} histories; expected more --particles, "
        "a larger --island-size, more --moves, or a record in which this observation has a wider "
        "window or more noise",
        poorest->effective);
    throw DegenerateError(render(parts.sources, diagnostic));
}

}  // namespace

std::vector<bool> facts_of(const Scenario::Parts& parts, const ConditioningOptions& asked) {
    const std::string& until = asked.until;
    const Calendar& calendar = parts.model.calendar;
    std::vector<bool> chosen(parts.model.facts.size(), true);
    for (const std::size_t fact : asked.left_out) {
        if (fact >= chosen.size()) {
            throw QuestionError(
                fmt::format("there is no observation {}; the record has {}", fact, chosen.size()));
        }
        chosen[fact] = false;
    }
    if (until.empty()) return chosen;
    const std::optional<Date> date = last_date_in(until);
    if (!date) {
        throw QuestionError(fmt::format(
            "'{}' is no date; write it as 1924, 1924-05, 1924-05-22 or 1303-03-01 SH", until));
    }
    const std::int64_t last = calendar.step_of(calendar.tick_of(end_of(*date)) - 1);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto& accounts = parts.model.facts[i].accounts;
        chosen[i] = chosen[i] &&
                    std::all_of(accounts.begin(), accounts.end(), [last](const Account& account) {
                        return account.last_step <= last;
                    });
    }
    return chosen;
}

inference::ConditionOptions condition_options(const ConditioningOptions& asked) {
    inference::ConditionOptions made;
    made.island.size = asked.island_size;
    made.island.moves = asked.moves;
    made.islands =
        std::max(kIslandsMin, (asked.particles + asked.island_size - 1) / asked.island_size);
    return made;
}

Conditioned condition(const Scenario::Parts& parts, const program::Program& program,
                      const inference::ConditionOptions& options,
                      const inference::IslandListener& listener) {
    Conditioned made;
    inference::ConditionOptions asked = options;
    if (program.imports && program.imports->island_size != 0) {
        // They stand in the islands of the scenario that they continue.
        asked.islands = program.imports->island_log_weights.size();
        asked.island.size = program.imports->island_size;
    }
    made.result = inference::run_islands(program, asked, listener);
    const std::vector<inference::IslandResult>& islands = made.result.islands;
    if (made.result.fault) {
        parts.fail(program, *made.result.fault,
                   fmt::format("particle {} (seed {})", made.result.fault->history, options.seed),
                   "a history that follows the record comes to this");
    }
    if (made.result.partial && static_cast<double>(islands.size()) < kEffectiveIslandsMin) {
        throw StoppedError(
            fmt::format("stopped after {} of {} islands; {:.0f} are needed for an answer",
                        islands.size(), options.islands, kEffectiveIslandsMin));
    }
    if (const auto collapse = inference::find_collapse(program, islands)) {
        fail_record(parts, program, *collapse, islands.size() * options.island.size);
    }
    std::vector<double> evidence;
    double ancestors = 0;
    for (const inference::IslandResult& island : islands) {
        evidence.push_back(island.log_evidence);
        made.distinct_vectors += island.distinct_vectors;
        ancestors += island.least_ancestors;
    }
    made.weights = evidence_weights(evidence);
    made.effective_islands = effective_islands(made.weights);
    made.independent =
        std::min(1.0, ancestors / static_cast<double>(islands.size() * options.island.size));
    // Where nothing is drawn at step 0 there is one vector, and nothing wrong with it.
    const bool few_vectors = made.distinct_vectors < kVectorsMin && !program.start_draws.empty();
    if (program.imports) made.independent *= program.imports->independent;
    if (!program.facts.empty() && (made.effective_islands < kEffectiveIslandsMin || few_vectors)) {
        fail_degenerate(parts, program, made);
    }
    return made;
}

}  // namespace jonbar
