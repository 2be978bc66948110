#include "interface/deciders.h"

#include <algorithm>
#include <utility>

#include "model/instances.h"

namespace jonbar {

namespace {

/// Returns how many instances of a decision an entity may make.
std::uint64_t decided_by(const Model& model, const Declaration& declaration, DomainId domain,
                         std::uint32_t member) {
    if (declaration.kind != DeclarationKind::Decision || !declaration.by.exists()) return 0;
    const Expression& by = model.at(declaration.by);
    if (by.type.domain != domain) return 0;
    const std::uint64_t all = instance_count(model, declaration);
    if (by.kind == ExpressionKind::Local) {
        return all / std::max<std::uint64_t>(model.at(domain).members.size(), 1);
    }
    return by.kind != ExpressionKind::Number || by.number == member ? all : 0;
}

}  // namespace

std::vector<Decider> deciders(const Model& model) {
    std::vector<Decider> found;
    for (std::uint32_t d = 0; d < model.domains.size(); ++d) {
        for (std::uint32_t m = 0; m < model.domains[d].members.size(); ++m) {
            Decider one{DomainId{d}, m, 0, {}};
            for (const Declaration& declaration : model.declarations) {
                const std::uint64_t count = decided_by(model, declaration, one.domain, m);
                if (count > 0) one.decisions.push_back(declaration.name);
                one.count += count;
            }
            if (one.count > 0) found.push_back(std::move(one));
        }
    }
    return found;
}

}  // namespace jonbar
