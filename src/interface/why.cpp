// Why an outcome came about: the worlds that its causes need, run and folded.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "interface/asked_outcome.h"
#include "interface/cause_worlds.h"
#include "interface/continued.h"
#include "interface/drawn.h"
#include "interface/memory_need.h"
#include "interface/result_causes.h"
#include "interface/result_file.h"
#include "interface/sampling.h"
#include "model/check.h"
#include "query/attribution.h"
#include "query/causal_bounds.h"
#include "query/cause_order.h"
#include "query/intervals.h"
#include "query/spread.h"

namespace jonbar {

namespace {

constexpr std::size_t kPairedCauses = 6;
constexpr std::uint64_t kPriorHistories = 8192;

/// The causes' groups: numbers by cause, names by group; a cause without one is a group of its own.
struct Groups {
    explicit Groups(const Model& model) {
        std::map<std::string, std::size_t> known;
        for (const Cause& cause : model.causes) {
            const std::string name = cause.group.empty() ? cause.name : cause.group;
            const std::string key = (cause.group.empty() ? "c " : "g ") + name;
            const auto [at, added] = known.emplace(key, names.size());
            if (added) names.push_back(name);
            players.push_back({at->second});
            ++sizes[at->second];
        }
    }
    std::vector<CausePlayer> players;
    std::vector<std::string> names;
    std::map<std::size_t, std::size_t> sizes;
};

std::string absence_of(const Cause& cause) {
    std::vector<std::string> texts;
    for (const Intervention& one : cause.absent) texts.push_back(one.text);
    return fmt::format("{}", fmt::join(texts, "; "));
}

/// Everything that one coupling of choices gives.
struct Attributed {
    Attribution attribution;
    Table contributions;
    std::vector<std::size_t> island_of;
    std::uint64_t worlds = 0, lane_steps = 0, lane_steps_from_start = 0;
};

Attributed attribute(const Scenario::Parts& parts, const Sampled& sampled, CauseWorlds& worlds,
                     const AskedOutcome& asked, const WhyOptions& options) {
    const std::size_t causes = parts.model.causes.size();
    Attributed made{.attribution = Attribution(Groups(parts.model).players, sampled.weights,
                                               options.sample.seed, sampled.independent),
                    .contributions = {sampled.histories, std::vector<std::vector<double>>(causes)},
                    .island_of = {}};
    Attribution& attribution = made.attribution;
    worlds.run(asked, "worlds of the causes",
               [&](std::uint64_t number) { return attribution.worlds(number); });
    made.lane_steps = worlds.result().lane_steps;
    made.lane_steps_from_start = worlds.result().lane_steps_from_start;
    for (std::size_t s = 0; s < sampled.samples.size(); ++s) {
        for (std::size_t p = 0; p < sampled.samples[s].count(); ++p) {
            const std::uint64_t number = sampled.samples[s].numbers[p];
            const std::vector<CauseSet> sets = attribution.worlds(number);
            const HistoryTold& told = worlds.told(s, p);
            made.worlds += told.holds.size();
            const auto gains =
                attribution.add(s, number, told.present, [&](CauseSet absent) -> bool {
                    if (absent == 0) return told.actual;
                    const auto at = std::lower_bound(sets.begin(), sets.end(), absent);
                    return told.holds[static_cast<std::size_t>(at - sets.begin()) - 1] != 0;
                });
            for (std::size_t c = 0; c < causes; ++c) {
                made.contributions.columns[c].push_back(gains[c]);
            }
            made.island_of.push_back(s);
        }
    }
    return made;
}

/// Adds the interactions of the pairs among the first causes of `order`.
std::vector<InteractionAnswer> interactions(const Scenario::Parts& parts, const Sampled& sampled,
                                            CauseWorlds& worlds, const AskedOutcome& asked,
                                            const std::vector<std::size_t>& order,
                                            Attributed& made) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    const std::size_t few = std::min(order.size(), kPairedCauses);
    for (std::size_t i = 0; i < few; ++i) {
        for (std::size_t j = i + 1; j < few; ++j) pairs.emplace_back(order[i], order[j]);
    }
    if (pairs.empty()) return {};
    std::vector<CauseSet> sets = {0};
    for (std::size_t i = 0; i < few; ++i) sets.push_back(CauseSet{1} << order[i]);
    for (const auto& [i, j] : pairs) sets.push_back(CauseSet{1} << i | CauseSet{1} << j);
    worlds.run(asked, "pairs of causes", [&](std::uint64_t) { return sets; });
    made.lane_steps += worlds.result().lane_steps;
    made.lane_steps_from_start += worlds.result().lane_steps_from_start;
    for (std::size_t s = 0; s < sampled.samples.size(); ++s) {
        for (std::size_t p = 0; p < sampled.samples[s].count(); ++p) {
            const HistoryTold& told = worlds.told(s, p);
            made.worlds += pairs.size();
            const auto without = [&](CauseSet set) {
                const auto at = std::find(sets.begin(), sets.end(), set) - sets.begin();
                return told.holds[static_cast<std::size_t>(at) - 1] != 0;
            };
            for (std::size_t k = 0; k < pairs.size(); ++k) {
                const CauseSet i = CauseSet{1} << pairs[k].first;
                const CauseSet j = CauseSet{1} << pairs[k].second;
                made.attribution.add_pair(s, k, told.actual, without(i), without(j),
                                          without(i | j));
            }
        }
    }
    std::vector<InteractionAnswer> answers;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        answers.push_back({parts.model.causes[pairs[k].first].name,
                           parts.model.causes[pairs[k].second].name,
                           made.attribution.interaction(k)});
    }
    std::stable_sort(answers.begin(), answers.end(),
                     [](const InteractionAnswer& left, const InteractionAnswer& right) {
                         return std::abs(left.value.value) > std::abs(right.value.value);
                     });
    return answers;
}

/// As below, of histories that begin in islands.
Estimate share_before_in_islands(const Scenario::Parts& parts, const Model& model,
                                 const AskedOutcome& asked, SampleOptions sample) {
    const Scenario::Parts asking{.path = parts.path,
                                 .sources = parts.sources,
                                 .file = parts.file,
                                 .model = model,
                                 .warnings = {},
                                 .imports = parts.imports};
    sample.prior = true;
    sample.histories = kPriorHistories;
    const Sampled drawn = draw_sample(asking, sample);
    const engine::BoundProgram bound(drawn.program, sample.seed);
    const std::vector<double> values = actual_values(asking, drawn, bound, asked.index, sample);
    const std::vector<std::size_t> first = first_histories(drawn);
    std::vector<double> means;
    for (std::size_t s = 0; s < drawn.samples.size(); ++s) {
        const std::size_t count = drawn.samples[s].count();
        double holds = 0;
        for (std::size_t p = 0; p < count; ++p)
            holds += asked.of(values[first[s] + p]) != 0 ? 1 : 0;
        means.push_back(holds / static_cast<double>(count));
    }
    return as_share(spread_mean(drawn.weights, means),
                    drawn.independent * static_cast<double>(drawn.histories));
}

/// The share of unconditioned histories in which the outcome holds.
Estimate share_before(const Scenario::Parts& parts, const Model& model, const AskedOutcome& asked,
                      const SampleOptions& sample) {
    if (begins_in_islands(parts)) return share_before_in_islands(parts, model, asked, sample);
    Diagnostics diagnostics;
    program::LowerOptions options;
    options.tallies = false;
    program::Program program = program::lower(model, options, diagnostics);
    program.imports = parts.imports;
    const program::Operand column = program.outcomes[asked.index].column;
    engine::EnsembleOptions run;
    run.histories = kPriorHistories;
    run.seed = sample.seed;
    run.threads = static_cast<std::size_t>(sample.threads);
    run.stop = sample.stop;
    std::vector<std::uint64_t> holds(engine::worker_count(run));
    const engine::EnsembleResult result =
        engine::run_ensemble(program, run, [&](std::size_t worker, const engine::Workspace& chunk) {
            for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
                holds[worker] += asked.of(chunk.value(column, lane)) != 0 ? 1U : 0U;
            }
        });
    if (result.fault) parts.fail_run(program, *result.fault, sample.seed);
    return share_of(std::accumulate(holds.begin(), holds.end(), std::uint64_t{0}),
                    result.histories);
}

/// The model with every strength at zero; nothing where it has none, or a bound forbids it.
std::optional<Model> without_strengths(const Scenario::Parts& parts,
                                       const program::Program& program) {
    Model model = parts.model;
    Diagnostics diagnostics;
    bool any = false;
    for (const program::StateBlock& block : program.states) {
        if (block.role != StateRole::Strength) continue;
        for (const std::string& cell : block.cells) {
            any = true;
            // As `--set` names it: without the module.
            override_param(model, cell.substr(cell.rfind(':') + 1), "0", diagnostics);
        }
    }
    if (!any || diagnostics.has_errors()) return std::nullopt;
    return model;
}

std::vector<CouplingRange> coupling_ranges(const Scenario::Parts& parts, const Sampled& sampled,
                                           const CauseSwitches& switches, const AskedOutcome& asked,
                                           const WhyOptions& options) {
    std::vector<CouplingRange> ranges(parts.model.causes.size());
    for (const Coupling coupling : {Coupling::Gumbel, Coupling::Ordered, Coupling::Independent}) {
        CauseWorlds worlds(parts, sampled, switches, options.sample, coupling);
        const Attributed made = attribute(parts, sampled, worlds, asked, options);
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            const CauseAnswer cause = made.attribution.cause(i);
            CouplingRange& range = ranges[i];
            const bool first = coupling == Coupling::Gumbel;
            const double necessity = cause.necessity.value;
            const double shapley = cause.shapley.value;
            range.cause = parts.model.causes[i].name;
            range.necessity_low = first ? necessity : std::min(range.necessity_low, necessity);
            range.necessity_high = first ? necessity : std::max(range.necessity_high, necessity);
            range.shapley_low = first ? shapley : std::min(range.shapley_low, shapley);
            range.shapley_high = first ? shapley : std::max(range.shapley_high, shapley);
        }
    }
    return ranges;
}

/// Samples by the date to which they follow the record; causes that may act from one step on share
/// theirs.
using EarlySamples = std::map<std::string, Sampled>;

/// Bounds on one cause's necessity, from histories that follow the record up to the step before it
/// may act and are free from there on.
NecessityBounds bounds_of(const Scenario::Parts& parts, const CauseSwitches& switches,
                          std::size_t cause, const AskedOutcome& asked,
                          const SampleOptions& options, EarlySamples& samples) {
    const Cause& about = parts.model.causes[cause];
    std::int64_t first_step = parts.model.calendar.step_count;
    for (const Intervention& one : about.absent) first_step = std::min(first_step, one.first_step);
    NecessityBounds found;
    found.cause = about.name;
    SampleOptions early = options;
    const Calendar& calendar = parts.model.calendar;
    if (first_step > 0) {
        found.until = calendar.format(calendar.tick_of_step(first_step - 1));
        early.conditioning.until = found.until;
    } else {
        found.until = "its start";
        early.prior = true;
    }
    const auto drawn = samples.find(found.until);
    const Sampled& sampled =
        drawn != samples.end()
            ? drawn->second
            : samples.emplace(found.until, draw_sample(parts, early)).first->second;
    CauseWorlds worlds(parts, sampled, switches, early, {});
    worlds.run(asked, "bounds of " + about.name, [&](std::uint64_t) {
        return std::vector<CauseSet>{0, CauseSet{1} << cause};
    });
    CausalData data;
    double caused = 0;
    for (std::size_t s = 0; s < sampled.samples.size(); ++s) {
        const std::size_t count = sampled.samples[s].count();
        for (std::size_t p = 0; p < count; ++p) {
            const HistoryTold& told = worlds.told(s, p);
            const double weight = sampled.weights[s] / static_cast<double>(count);
            const bool there = ((told.present >> cause) & 1U) != 0;
            const bool without = told.holds[0] != 0;
            (there         ? told.actual ? data.both : data.cause_only
             : told.actual ? data.outcome_only
                           : data.neither) += weight;
            data.do_absence += without ? weight : 0;
            caused += there && told.actual && !without ? weight : 0;
        }
    }
    const Bounds bounds = necessity_bounds(data);
    found.low = bounds.low;
    found.high = bounds.high;
    found.necessity = data.both > 0 ? caused / data.both : 0;
    return found;
}

/// Returns the outcome that is asked about; throws QuestionError where the question cannot be.
AskedOutcome asked_of(const Model& model, const WhyOptions& options) {
    if (model.causes.empty()) {
        throw QuestionError("the scenario declares no cause; docs/language.md tells how");
    }
    if (model.causes.size() > kCausesMax) {
        throw QuestionError(
            fmt::format("the scenario has {} causes; {} is the most that `why` takes",
                        model.causes.size(), kCausesMax));
    }
    const CauseSwitches switches(model);
    if (switches.lowered.size() > inference::kSwitchCountMax) {
        throw QuestionError(fmt::format("the causes have {} clauses; {} is the most",
                                        switches.lowered.size(), inference::kSwitchCountMax));
    }
    const AskedOutcome asked = find_outcome(model, options.outcome, options.value);
    if (asked.number) {
        throw QuestionError(fmt::format(
            "outcome {} is a number; `why` asks for what holds or does not: declare a truth, as in "
            "outcome high = {} > … at end",
            asked.name, asked.name));
    }
    return asked;
}

}  // namespace

void check_question(const Scenario::Parts& parts, const WhyOptions& options) {
    asked_of(parts.model, options);
}

WhyAnswer ask(const Scenario::Parts& parts, const WhyOptions& options, const Sampled& sampled) {
    const Model& model = parts.model;
    AskedOutcome asked = asked_of(model, options);
    const CauseSwitches switches(model);
    CauseWorlds worlds(parts, sampled, switches, options.sample, {});
    if (asked.open) {
        settle(asked, model,
               actual_values(parts, sampled, worlds.bound(), asked.index, options.sample));
    }
    Attributed made = attribute(parts, sampled, worlds, asked, options);
    const Attribution& attribution = made.attribution;
    if (options.sample.file != nullptr) {
        write_actual(*options.sample.file, parts, sampled, options.sample);
        write_attribution(*options.sample.file, parts, sampled, asked, worlds, attribution,
                          made.contributions);
    }
    const CauseOrder order = order_of_causes(scores_of(sampled), made.contributions, made.island_of,
                                             sampled.weights, options.sample.seed);
    WhyAnswer answer;
    answer.scenario = parts.path;
    answer.title = model.title;
    answer.outcome = asked.name;
    answer.value = asked.value;
    answer.seed = options.sample.seed;
    answer.histories = sampled.histories;
    answer.islands = sampled.samples.size();
    answer.conditioned = sampled.conditioned;
    answer.exact = attribution.exact();
    answer.with_all = attribution.with_all();
    answer.without_any = attribution.without_any();
    answer.first_stays_first = order.first_stays_first;
    for (std::size_t rank = 0; rank < order.causes.size(); ++rank) {
        const std::size_t i = order.causes[rank];
        CauseAnswer cause = attribution.cause(i);
        cause.name = model.causes[i].name;
        cause.label = model.causes[i].label;
        cause.group = model.causes[i].group;
        cause.absence = absence_of(model.causes[i]);
        cause.param_share = order.explained[i];
        cause.tied = order.tied[rank];
        answer.causes.push_back(std::move(cause));
    }
    const Groups groups(model);
    for (std::size_t g = 0; g < groups.names.size(); ++g) {
        answer.groups.push_back({groups.names[g], attribution.group(g), groups.sizes.at(g)});
    }
    std::stable_sort(answer.groups.begin(), answer.groups.end(),
                     [](const CauseGroupAnswer& left, const CauseGroupAnswer& right) {
                         return left.owen.value > right.owen.value;
                     });
    answer.interactions = interactions(parts, sampled, worlds, asked, order.causes, made);
    answer.prior = share_before(parts, model, asked, options.sample);
    if (const auto bare = without_strengths(parts, sampled.program)) {
        answer.prior_without_strengths = share_before(parts, *bare, asked, options.sample);
    }
    if (options.couplings) {
        answer.couplings = coupling_ranges(parts, sampled, switches, asked, options);
    }
    if (options.bounds) {
        EarlySamples samples;
        for (std::size_t i = 0; i < model.causes.size(); ++i) {
            answer.bounds.push_back(bounds_of(parts, switches, i, asked, options.sample, samples));
        }
    }
    answer.worlds = made.worlds;
    answer.lane_steps_saved = made.lane_steps_from_start == 0
                                  ? 0
                                  : 1 - static_cast<double>(made.lane_steps) /
                                            static_cast<double>(made.lane_steps_from_start);
    return answer;
}

WhyAnswer Scenario::why(const WhyOptions& given) const {
    WhyOptions options = given;
    check_question(*parts_, options);
    fit_memory(need_of(*parts_, options), options.sample);
    const ContinuedParts continued(*parts_, options.sample);
    if (options.sample.file != nullptr)
        add_scenario(*options.sample.file, *parts_, continued.parts(), options.sample);
    return ask(continued.parts(), options, draw_sample(continued.parts(), options.sample));
}

}  // namespace jonbar
