// What becomes of the answers where sources are not believed.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "interface/readings.h"
#include "jonbar/evidence.h"

namespace jonbar {
namespace {

/// Throws where one of the names is not among those known.
void require_known(const std::vector<std::string>& names, const char* what,
                   const std::vector<std::string>& known) {
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string_view nearest = nearest_name(name, known);
        throw QuestionError(
            fmt::format("no {} is called '{}'{}", what, name,
                        nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
    }
}

/// Returns the claims that nothing supports any more.
std::set<std::string> fallen_claims(const Model& model, const std::vector<std::string>& sources,
                                    const std::vector<std::string>& claims) {
    std::vector<std::string> known_sources, known_claims;
    for (const EvidenceSource& source : model.sources) known_sources.push_back(source.name);
    for (const Claim& claim : model.claims) known_claims.push_back(claim.name);
    require_known(sources, "source", known_sources);
    require_known(claims, "claim", known_claims);
    const auto believed = [&](const Claim::Place& place) {
        return std::find(sources.begin(), sources.end(), model.sources[place.source.index].name) ==
               sources.end();
    };
    std::set<std::string> fallen(claims.begin(), claims.end());
    for (const Claim& claim : model.claims) {
        if (!claim.places.empty() &&
            std::none_of(claim.places.begin(), claim.places.end(), believed))
            fallen.insert(claim.name);
    }
    return fallen;
}

}  // namespace

WithoutAnswer without(const std::string& path, const std::vector<std::string>& sources,
                      const std::vector<std::string>& claims, const CompileOptions& compile,
                      const ReadingOptions& options) {
    if (sources.empty() && claims.empty())
        throw QuestionError("name a source or a claim that is not to be believed");
    const auto parts = read_altered(path, compile, {});
    const std::set<std::string> fallen = fallen_claims(parts->model, sources, claims);
    std::vector<Changed> changed;
    const auto altered =
        read_altered(path, compile, [&](const SourceSet& set, std::vector<Module>& modules) {
            changed = disbelieve(set, modules, fallen);
        });
    WithoutAnswer answer;
    answer.scenario = path;
    answer.title = parts->model.title;
    answer.sources = sources;
    answer.claims = claims;
    answer.fallen = fallen.size();
    answer.seed = options.seed;
    answer.histories = options.histories;
    answer.reading.changes = change_answers(*altered, changed);
    if (!matters(changed)) return answer;
    ReadingOptions run = options;
    if (parts->model.facts.empty()) run.given.reset();
    answer.given = run.given.has_value();
    const Outcomes actual = run_reading(*parts, run, "as it stands");
    answer.reading.outcomes = compare(actual, run_reading(*altered, run, "without"));
    return answer;
}

}  // namespace jonbar
