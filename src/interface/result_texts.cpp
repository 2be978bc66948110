// What a result file says once: who made it, the scenario with all its files, what it rests on, its
// constants, its record.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "interface/result_file.h"
#include "model/continuation.h"
#include "model/kinds.h"

namespace jonbar {

namespace {

/// A table: texts by column, a row each, over one dimension.
class TextTable {
  public:
    explicit TextTable(std::vector<std::string> columns) : names_(std::move(columns)) {
        columns_.resize(names_.size());
    }
    void add(const std::vector<std::string>& row) {
        for (std::size_t i = 0; i < row.size(); ++i) columns_[i].push_back(row[i]);
    }
    [[nodiscard]] std::size_t size() const { return columns_.front().size(); }
    /// Adds the table to a group; an empty one is left out.
    NetCdf::Dimension write(NetCdf& file, NetCdf::Group group, const std::string& dimension) const {
        if (size() == 0) return {};
        const NetCdf::Dimension rows = file.dimension(group, dimension, size());
        for (std::size_t i = 0; i < names_.size(); ++i)
            file.write(file.variable(group, names_[i], Stored::Text, {rows}), columns_[i]);
        return rows;
    }

  private:
    std::vector<std::string> names_;
    std::vector<std::vector<std::string>> columns_;
};

/// Collects what everything in a model rests on: a row for each claim cited, and for each reason
/// given in place of one.
class Citations {
  public:
    Citations(const Scenario::Parts& parts, const Model& model, TextTable& table)
        : parts_(parts), model_(model), table_(table) {}

    void add_all() {
        for (const Fact& fact : model_.facts) {
            add("observation", fact.text, fact.support, fact.span);
            for (const Account& account : fact.accounts)
                add("observation", fact.text, account.support, fact.span);
        }
        for (const State& state : model_.states) add_state(state);
        for (const Declaration& one : model_.declarations)
            add(kind_name(one.kind), qualified(one.module, one.name), one.support, one.span);
        for (const Statement& one : model_.statements)
            add("statement", parts_.place(one.span), one.support, one.span);
        for (const Outcome& one : model_.outcomes) add("outcome", one.name, one.support, one.span);
        for (const WhatIf& one : model_.what_ifs) add("whatif", one.name, one.support, one.span);
        for (const Cause& one : model_.causes) add("cause", one.name, one.support, one.span);
    }

  private:
    static std::string qualified(const std::string& module, const std::string& name) {
        return module.empty() ? name : module + ":" + name;
    }

    void add_state(const State& state) {
        const std::string name = qualified(state.module, state.name);
        add(role_name(state.role), name, state.support, state.span);
        for (std::size_t i = 0; i < state.cells.size(); ++i) {
            std::vector<std::string> entities(state.indices.size());
            std::size_t cell = i;
            for (std::size_t k = entities.size(); k-- > 0;) {
                const Domain& domain = model_.at(state.indices[k]);
                entities[k] = domain.members[cell % domain.members.size()].name;
                cell /= domain.members.size();
            }
            add(role_name(state.role),
                entities.empty() ? name : fmt::format("{}({})", name, fmt::join(entities, ", ")),
                state.cells[i].support, state.cells[i].span);
        }
    }

    void add(std::string_view kind, const std::string& of, const Support& support, Span span) {
        const std::string place = parts_.place(span);
        for (const ClaimId id : support.cites) {
            const Claim& claim = model_.claims[id.index];
            std::vector<std::string> sources;
            for (const Claim::Place& at : claim.places) {
                const EvidenceSource& source = model_.sources[at.source.index];
                const std::string& title = source.title.empty() ? source.name : source.title;
                sources.push_back(at.lines.empty() ? title
                                                   : fmt::format("{}, line {}", title,
                                                                 fmt::join(at.lines, ", ")));
            }
            add_row({std::string(kind), of, place, claim.name, claim.text,
                     fmt::format("{}", fmt::join(sources, "; ")), ""});
        }
        if (!support.assumed.empty())
            add_row({std::string(kind), of, place, "", "", "", support.assumed});
    }

    void add_row(const std::vector<std::string>& row) {
        if (known_.insert(fmt::format("{}", fmt::join(row, "\n"))).second) table_.add(row);
    }

    const Scenario::Parts& parts_;
    const Model& model_;
    TextTable& table_;
    std::set<std::string> known_;
};

/// The files of a scenario and of those that it continues, with what they say.
void add_files(NetCdf& file, NetCdf::Group group, const Scenario::Parts& parts) {
    TextTable files({"path", "sha256", "text"});
    for (std::size_t i = 0; i < parts.sources.count(); ++i) {
        const SourceFile& one = parts.sources.file(FileId(i));
        files.add({one.path, sha256(one.text), one.text});
    }
    files.write(file, group, "file");
}

void add_citations(NetCdf& file, NetCdf::Group group, const Scenario::Parts& parts) {
    TextTable table({"kind", "of", "place", "claim", "claim_text", "source", "assumed"});
    const Model* model = &parts.model;
    while (model != nullptr) {
        Citations(parts, *model, table).add_all();
        model = model->continued ? &model->continued->model : nullptr;
    }
    table.write(file, group, "citation");
}

/// The params that are the same in all histories.
void add_constants(NetCdf& file, NetCdf::Group group, const Model& model) {
    std::set<std::string> names;
    std::map<std::string, NetCdf::Dimension> dimensions;
    for (const Domain& domain : model.domains) names.insert(domain.name);
    for (const State& state : model.states) {
        if (state.role != StateRole::Param && state.role != StateRole::Strength) continue;
        const std::optional<std::vector<double>> values = constant_values(model, state);
        if (!values || values->empty()) continue;
        std::vector<NetCdf::Dimension> over;
        for (const EntityDimension& one : dimensions_of(model, state.indices)) {
            if (dimensions.count(one.name) == 0) {
                std::vector<std::string> members;
                for (const Domain::Member& member : model.at(one.domain).members)
                    members.push_back(member.name);
                const NetCdf::Dimension made = file.dimension(group, one.name, members.size());
                file.write(file.variable(group, one.name, Stored::Text, {made}), members);
                dimensions[one.name] = made;
                names.insert(one.name);
            }
            over.push_back(dimensions[one.name]);
        }
        std::string name = state.name;
        for (int i = 2; !names.insert(name).second; ++i) name = fmt::format("{}_{}", state.name, i);
        const NetCdf::Variable made = file.variable(group, name, Stored::Real, over);
        if (!state.unit.empty()) file.attribute(made, "units", state.unit);
        file.write(made, *values);
    }
}

/// The record that was followed: a row a fact.
void add_record(NetCdf& file, NetCdf::Group group, const Scenario::Parts& parts,
                const std::vector<bool>& chosen) {
    const Model& model = parts.model;
    const DayCount days(model.calendar);
    TextTable facts({"fact", "place"});
    std::vector<double> first, last, ending;
    for (std::size_t i = 0; i < model.facts.size(); ++i) {
        if (!chosen[i]) continue;
        const Fact& fact = model.facts[i];
        facts.add({fact.text, parts.place(fact.span)});
        std::int64_t from = model.calendar.step_count, to = -1;
        for (const Account& account : fact.accounts) {
            from = std::min(from, account.first_step);
            to = std::max(to, account.last_step);
        }
        const auto day_of = [&](std::int64_t step) {
            return days.day_of(model.calendar.tick_of_step(std::max<std::int64_t>(step, 0)));
        };
        first.push_back(day_of(from));
        last.push_back(day_of(to));
        ending.push_back(fact.ending ? 1 : 0);
    }
    const NetCdf::Dimension rows = facts.write(file, group, "fact");
    if (facts.size() == 0) return;
    for (const auto& [name, values] :
         {std::pair{"first_step", &first}, std::pair{"last_step", &last}}) {
        const NetCdf::Variable made = file.variable(group, name, Stored::Day, {rows});
        file.attribute(made, "long_name", "the day on which the step begins");
        file.attribute(made, "units", days.unit());
        file.attribute(made, "calendar", "proleptic_gregorian");
        file.write(made, *values);
    }
    file.write(file.variable(group, "ending", Stored::Truth, {rows}), ending);
}

}  // namespace

void ResultFile::Parts::describe(NetCdf::Group group) const {
    file->attribute(group, "created_at", making.created_at);
    for (const char* const role : {"creation_library", "inference_library"}) {
        file->attribute(group, role, "jonbar");
        file->attribute(group, std::string(role) + "_version", JONBAR_VERSION);
    }
    file->attribute(group, "creation_library_language", "C++");
}

void ResultFile::Parts::add_scenario(const Scenario::Parts& parts, std::uint64_t seed,
                                     const std::vector<bool>& facts) {
    const std::lock_guard lock(mutex);
    const Model& model = parts.model;
    const NetCdf::Group root = file->root();
    describe(root);
    file->attribute(root, "Conventions", "CF-1.8");
    file->attribute(root, "title", model.title);
    file->attribute(root, "scenario", parts.path);
    file->attribute(root, "seed", static_cast<std::int64_t>(seed));
    file->attribute(root, "settings", fmt::format("{}", fmt::join(parts.settings, " ")));
    file->attribute(root, "command", making.command);
    const Calendar& calendar = model.calendar;
    file->attribute(root, "from", calendar.format(calendar.first_tick));
    file->attribute(root, "to", calendar.format(calendar.tick_of_step(calendar.step_count - 1)));
    file->attribute(root, "by", std::string(unit_name(calendar.unit)));
    const NetCdf::Group texts = file->group("scenario");
    describe(texts);
    add_files(*file, texts, parts);
    add_citations(*file, texts, parts);
    const NetCdf::Group constants = file->group("constant_data");
    describe(constants);
    add_constants(*file, constants, model);
    if (std::find(facts.begin(), facts.end(), true) == facts.end()) return;
    const NetCdf::Group record = file->group("observed_data");
    describe(record);
    add_record(*file, record, parts, facts);
}

void add_scenario(ResultFile& file, const Scenario::Parts& parts, const Scenario::Parts& ready,
                  const SampleOptions& options) {
    file.parts().add_scenario(
        parts, options.seed,
        options.prior ? std::vector<bool>() : facts_of(ready, options.conditioning));
}

}  // namespace jonbar
