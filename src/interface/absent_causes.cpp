#include "interface/absent_causes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "base/spelling.h"

namespace jonbar {

namespace {

const Cause& find_cause(const Model& model, const std::string& name) {
    std::vector<std::string> names;
    for (const Cause& cause : model.causes) {
        if (same_name(cause.name, name)) return cause;
        names.push_back(cause.name);
    }
    if (names.empty()) throw QuestionError("the scenario declares no cause");
    const std::string_view nearest = nearest_name(name, names);
    throw QuestionError(
        fmt::format("no cause is called '{}'; there {}: {}{}", name,
                    names.size() == 1 ? "is" : "are", fmt::join(names, ", "),
                    nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
}

}  // namespace

AbsentCauses::AbsentCauses(const Scenario::Parts& parts, WhatIfOptions& options) : parts_(parts) {
    if (options.without.empty()) return;
    WhatIf made;
    for (const std::string& name : options.without) {
        const Cause& cause = find_cause(parts.model, name);
        made.name += (made.name.empty() ? "without " : ", ") + cause.name;
        made.label += (made.label.empty() ? "without " : ", ") +
                      (cause.label.empty() ? cause.name : cause.label);
        made.interventions.insert(made.interventions.end(), cause.absent.begin(),
                                  cause.absent.end());
    }
    options.names.push_back(made.name);
    options.without.clear();
    altered_.emplace(parts);
    altered_->model.what_ifs.push_back(std::move(made));
}

}  // namespace jonbar
