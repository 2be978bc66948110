// What an outcome depends on: histories of a sample, and what was drawn at step 0 in each.

#include "query/sensitivity.h"

#include <algorithm>
#include <set>
#include <string>

#include "interface/asked_outcome.h"
#include "interface/continued.h"
#include "interface/drawn.h"
#include "interface/memory_need.h"
#include "interface/sampling.h"
#include "query/spread.h"

namespace jonbar {

namespace {

/// The name of what a draw belongs to, as `--set` writes it: without spaces, and without the place
/// in it where the draw stands.
std::string owner_of(const std::string& site) { return site.substr(0, site.find('/')); }

std::string without_spaces(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    return text;
}

std::set<std::string> params_of(const program::Program& program) {
    std::set<std::string> names;
    for (const program::StateBlock& block : program.states) {
        if (block.role != StateRole::Param && block.role != StateRole::Strength) continue;
        for (const std::string& cell : block.cells) names.insert(without_spaces(cell));
    }
    return names;
}

}  // namespace

void check_question(const Scenario::Parts& parts, const SensitivityOptions& options) {
    find_outcome(parts.model, options.outcome, options.value);
}

SensitivityAnswer ask(const Scenario::Parts& parts, const SensitivityOptions& options,
                      const Sampled& sampled) {
    AskedOutcome asked = find_outcome(parts.model, options.outcome, options.value);
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = sampled.facts;
    const program::Program program = parts.lower(lowered);
    const engine::BoundProgram bound(program, options.sample.seed);
    std::vector<double> outcome = actual_values(parts, sampled, bound, asked.index, options.sample);
    if (asked.open) settle(asked, parts.model, outcome);
    for (double& value : outcome) value = asked.of(value);
    std::vector<std::size_t> island_of;
    for (std::size_t s = 0; s < sampled.samples.size(); ++s) {
        island_of.insert(island_of.end(), sampled.samples[s].count(), s);
    }
    const Sensitivity found =
        sensitivity_of(scores_of(sampled), outcome, island_of, sampled.weights);

    SensitivityAnswer answer;
    answer.scenario = parts.path;
    answer.title = parts.model.title;
    answer.outcome = asked.name;
    answer.value = asked.value;
    answer.seed = options.sample.seed;
    answer.histories = sampled.histories;
    answer.islands = sampled.samples.size();
    answer.conditioned = sampled.conditioned;
    answer.explained = found.explained;
    std::vector<double> means(sampled.samples.size());
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        means[island_of[i]] +=
            outcome[i] / static_cast<double>(sampled.samples[island_of[i]].count());
    }
    answer.mean = spread_mean(sampled.weights, means);
    if (!asked.number) {
        answer.mean =
            as_share(answer.mean, sampled.independent * static_cast<double>(sampled.histories));
    }
    const std::set<std::string> params = params_of(program);
    for (std::size_t draw = 0; draw < found.draws.size(); ++draw) {
        const std::string& site =
            sampled.program.site_names[sampled.program.start_draws[draw].site];
        answer.indices.push_back({.name = site,
                                  .param = params.count(owner_of(site)) != 0,
                                  .first_order = found.draws[draw].first_order,
                                  .total = found.draws[draw].total});
    }
    std::stable_sort(answer.indices.begin(), answer.indices.end(),
                     [](const SensitivityIndex& left, const SensitivityIndex& right) {
                         return left.total.value > right.total.value;
                     });
    return answer;
}

SensitivityAnswer Scenario::sensitivity(const SensitivityOptions& given) const {
    SensitivityOptions options = given;
    check_question(*parts_, options);
    fit_memory(need_of(*parts_, options), options.sample);
    const ContinuedParts continued(*parts_, options.sample);
    return ask(continued.parts(), options, draw_sample(continued.parts(), options.sample));
}

}  // namespace jonbar
