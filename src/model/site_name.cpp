#include "model/site_name.h"

#include <algorithm>
#include <vector>

#include "base/spelling.h"

namespace jonbar {
namespace {

std::string member_name(const Domain& domain, double value) {
    // Noise belongs to names however they are spelled.
    return value < 0 ? "none" : fold_name(domain.members[static_cast<std::size_t>(value)].name);
}

std::string value_name(const Model& model, const Frame& frame, LocalIndex local,
                       std::span<const double> locals) {
    return member_name(model.at(frame.locals[local].type.domain), locals[local]);
}

std::string in_parentheses(std::vector<std::string> names, bool sorted) {
    if (names.empty()) return {};
    if (sorted) std::sort(names.begin(), names.end());
    std::string text = "(";
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : ",") + names[i];
    return text + ")";
}

std::vector<std::string> value_names(const Model& model, const Frame& frame,
                                     const std::vector<LocalIndex>& wanted,
                                     std::span<const double> locals) {
    std::vector<std::string> names;
    names.reserve(wanted.size());
    for (const LocalIndex local : wanted) names.push_back(value_name(model, frame, local, locals));
    return names;
}

std::string qualified(const std::string& module, const std::string& name) {
    return module.empty() ? name : module + ":" + name;
}

}  // namespace

std::string site_name(const Model& model, const Site& site, std::span<const double> locals,
                      std::string_view context) {
    const Frame& frame = model.at(site.frame);
    std::string name = qualified(site.module, site.owner);
    name += in_parentheses(value_names(model, frame, site.instance, locals), site.sort_instance);
    if (!site.place.empty()) name += "/" + site.place;
    name += in_parentheses(value_names(model, frame, site.loops, locals), false);
    if (site.actor != kNoLocal) name += "~" + value_name(model, frame, site.actor, locals);
    if (site.in_procedure) name.append("<").append(context);
    return fold_name(std::move(name));
}

std::string fire_context(const Model& model, const Declaration& declaration, const Statement& fire,
                         std::span<const double> locals, std::string_view context) {
    const Frame& frame = model.at(declaration.frame);
    std::vector<LocalIndex> instance(declaration.indices.size());
    for (std::size_t i = 0; i < instance.size(); ++i) instance[i] = static_cast<LocalIndex>(i);
    std::string name = qualified(declaration.module, declaration.name);
    name += in_parentheses(value_names(model, frame, instance, locals), declaration.unordered);
    name += in_parentheses(value_names(model, frame, fire.loops, locals), false);
    if (declaration.timing.kind == TimingKind::Procedure) name.append("<").append(context);
    return fold_name(std::move(name));
}

std::string fire_context(const Model& model, const Intervention& intervention,
                         const Statement& fire, std::span<const double> locals) {
    const Frame& frame = model.at(intervention.frame);
    return intervention.owner +
           in_parentheses(value_names(model, frame, fire.loops, locals), false);
}

std::string instance_name(const Model& model, const Declaration& declaration,
                          std::span<const std::uint32_t> tuple) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < tuple.size(); ++i) {
        names.push_back(member_name(model.at(declaration.indices[i]), tuple[i]));
    }
    return qualified(declaration.module, declaration.name) +
           in_parentheses(std::move(names), declaration.unordered);
}

}  // namespace jonbar
