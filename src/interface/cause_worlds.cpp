#include "interface/cause_worlds.h"

#include <cmath>

#include "interface/kept_worlds.h"

namespace jonbar {

namespace {

using inference::HistoryInWorlds;
using inference::WorldSet;

program::LowerOptions lower_options(const Sampled& sampled, const CauseSwitches& switches,
                                    std::optional<Coupling> coupling) {
    program::LowerOptions options;
    options.tallies = false;
    options.start_draws = true;
    options.facts = sampled.facts;
    options.switches = switches.lowered;
    options.coupling = coupling;
    return options;
}

}  // namespace

CauseSwitches::CauseSwitches(const Model& model) {
    for (const Cause& cause : model.causes) {
        lowered.push_back({cause.name, cause.absent});
    }
    for (std::size_t i = 0; i < model.causes.size(); ++i) {
        if (model.causes[i].present.empty()) continue;
        present.emplace_back(i, lowered.size());
        lowered.push_back({model.causes[i].name + " present", model.causes[i].present});
    }
}

WorldSet CauseSwitches::world(CauseSet absent) const {
    WorldSet set = absent;
    if (absent == 0) return set;
    for (const auto& [cause, place] : present) {
        if (((absent >> cause) & 1U) == 0) set |= WorldSet{1} << place;
    }
    return set;
}

CauseWorlds::CauseWorlds(const Scenario::Parts& parts, const Sampled& sampled,
                         const CauseSwitches& switches, const SampleOptions& options,
                         std::optional<Coupling> coupling)
    : parts_(parts),
      sampled_(sampled),
      switches_(switches),
      options_(options),
      program_(parts.lower(lower_options(sampled, switches, coupling))),
      bound_(program_, options.seed),
      first_(first_histories(sampled)) {
    told_.resize(sampled.histories);
}

void CauseWorlds::run(const AskedOutcome& asked, const std::string& what,
                      const std::function<std::vector<CauseSet>(std::uint64_t)>& sets) {
    const std::size_t causes = parts_.model.causes.size();
    const inference::WorldsRequest request{
        .bound = bound_,
        .sampled = sampled_.program,
        .samples = sampled_.samples,
        .columns = {program_.outcomes[asked.index].column},
        .choose =
            [&](const HistoryInWorlds& history, std::vector<WorldSet>& worlds) {
                const auto& numbers = sampled_.samples[history.sample].numbers;
                for (const CauseSet set : sets(numbers[history.particle])) {
                    if (set != 0) worlds.push_back(switches_.world(set));
                }
            },
        .listen =
            [&](std::size_t, const HistoryInWorlds& history) {
                HistoryTold told;
                for (std::size_t i = 0; i < causes; ++i) {
                    if (std::isfinite(history.touched[i])) told.present |= CauseSet{1} << i;
                }
                told.actual = asked.of(history.actual[0]) != 0;
                for (std::size_t world = 0; world < history.worlds.size(); ++world) {
                    told.holds.push_back(asked.of(history.in_world(world)[0]) != 0 ? 1 : 0);
                }
                told_[first_[history.sample] + history.particle] = std::move(told);
            }};
    result_ = run_kept_worlds(parts_, sampled_, options_, what + " | " + asked.name, request,
                              worlds_options(options_, what, sampled_.histories));
    throw_if_stopped(parts_, program_, result_, options_.seed);
}

}  // namespace jonbar
