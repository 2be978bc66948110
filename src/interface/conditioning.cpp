#include "interface/conditioning.h"

#include <fmt/format.h>

#include <algorithm>

#include "language/lexer.h"
#include "query/spread.h"
#include "report/layout.h"

namespace jonbar {

namespace {

constexpr std::uint64_t kIslandsMin = 16;
constexpr double kEffectiveIslandsMin = 8;
constexpr std::uint64_t kVectorsMin = 50;
constexpr std::size_t kInsteadShown = 3;

std::string date_of_step(const Calendar& calendar, std::int64_t step) {
    return step < 0 ? "before the first step" : calendar.format(calendar.tick_of_step(step));
}

/// "in 1924-04 in 97.0 %, not by then in 2.1 %".
std::string told(const Calendar& calendar, const inference::Instead& instead) {
    std::vector<std::pair<double, double>> by_share(instead.begin(), instead.end());
    std::stable_sort(by_share.begin(), by_share.end(), [](const auto& left, const auto& right) {
        return left.second > right.second;
    });
    std::string text;
    for (std::size_t i = 0; i < std::min(by_share.size(), kInsteadShown); ++i) {
        const auto [tick, share] = by_share[i];
        const std::string when = tick == kNoDate
                                     ? "not by then"
                                     : "in " + calendar.format(static_cast<std::int64_t>(tick));
        text += fmt::format("{}{} in {}", text.empty() ? "" : ", ", when, percent(share));
    }
    return text;
}

[[noreturn]] void refuse_record(const Scenario::Parts& parts, const program::Program& program,
                                const inference::Collapse& collapse) {
    const program::FactColumns& fact = program.facts[collapse.fact];
    const std::string instead = told(program.calendar, collapse.instead);
    throw RecordError(fmt::format(
        "{}: no history meets the record: {}\n"
        "  {}the last ones fail it {}\n"
        "  more particles (--particles), a wider window, a noise (~) or another account (either) "
        "may "
        "help; a fact of what follows from a vote, a choice or an event is better told of that",
        parts.place(fact.span), fact.text,
        instead.empty() ? "" : fmt::format("it came {}; ", instead),
        (collapse.step < 0 ? "" : "at the end of ") +
            date_of_step(program.calendar, collapse.step)));
}

/// The fact behind which the fewest particles carried the weight.
std::string hardest_fact(const Scenario::Parts& parts, const program::Program& program,
                         const std::vector<inference::IslandResult>& islands) {
    const auto facts = inference::summarise(program, islands);
    if (facts.empty()) return {};
    std::size_t worst = 0;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (facts[i].effective < facts[worst].effective) worst = i;
    }
    return fmt::format("\n  the least behind {}: {} (effective sample size {:.0f})",
                       parts.place(program.facts[worst].span), program.facts[worst].text,
                       facts[worst].effective);
}

}  // namespace

std::vector<bool> facts_until(const Scenario::Parts& parts, const std::string& until) {
    const Calendar& calendar = parts.model.calendar;
    std::vector<bool> chosen(parts.model.facts.size(), true);
    if (until.empty()) return chosen;
    const auto date = ast::date_of_text(until);
    if (!date) {
        throw QuestionError(
            fmt::format("'{}' is no date; write it as 1924, 1924-05 or 1924-05-22", until));
    }
    const std::int64_t last = calendar.step_of(calendar.tick_of(end_of(*date)) - 1);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto& accounts = parts.model.facts[i].accounts;
        chosen[i] = std::all_of(accounts.begin(), accounts.end(), [last](const Account& account) {
            return account.last_step <= last;
        });
    }
    return chosen;
}

inference::ConditionOptions condition_options(const SampleOptions& options) {
    inference::ConditionOptions made;
    made.island.size = options.island_size;
    made.island.moves = options.moves;
    if (options.chunk_lanes != 0) made.island.chunk_lanes = options.chunk_lanes;
    made.islands =
        std::max(kIslandsMin, (options.particles + options.island_size - 1) / options.island_size);
    made.seed = options.seed;
    made.threads = static_cast<std::size_t>(options.threads);
    made.stop = options.stop;
    return made;
}

Conditioned condition(const Scenario::Parts& parts, const program::Program& program,
                      const inference::ConditionOptions& options,
                      const inference::IslandListener& listener) {
    Conditioned made;
    made.result = inference::run_islands(program, options, listener);
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
        refuse_record(parts, program, *collapse);
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
    if (made.effective_islands < kEffectiveIslandsMin || made.distinct_vectors < kVectorsMin) {
        throw DegenerateError(fmt::format(
            "{}: the filter is degenerate: {:.1f} effective islands of {}, {} distinct vectors of "
            "step-0 draws; 8 and 50 are the least for an answer{}\n"
            "  more particles (--particles), larger islands (--island-size), more moves (--moves), "
            "a "
            "wider window or a noise (~) may help",
            parts.path, made.effective_islands, islands.size(), made.distinct_vectors,
            hardest_fact(parts, program, islands)));
    }
    return made;
}

}  // namespace jonbar
