// What a scenario rests on.

#include "jonbar/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "base/io_error.h"
#include "base/nearest.h"
#include "interface/library_path.h"
#include "interface/readings.h"
#include "interface/reported_text.h"
#include "model/check_evidence.h"
#include "model/grounds.h"
#include "model/readers.h"

namespace jonbar {
namespace {

const char* name_of(GroundKind kind) {
    switch (kind) {
        case GroundKind::Param:
            return "param";
        case GroundKind::Value:
            return "value";
        case GroundKind::Row:
            return "row";
        case GroundKind::Definition:
            return "let";
        case GroundKind::Happening:
            return "happening";
        case GroundKind::Observation:
            return "observation";
        case GroundKind::Outcome:
            return "outcome";
        case GroundKind::Question:
            return "question";
        case GroundKind::Other:
            return "other";
    }
    return "";
}

GroupState state_of(ConflictState state) {
    switch (state) {
        case ConflictState::Unused:
            return GroupState::Unused;
        case ConflictState::Weighed:
            return GroupState::Weighed;
        case ConflictState::Cited:
            return GroupState::Cited;
        case ConflictState::Explained:
            return GroupState::Explained;
        case ConflictState::Silent:
            break;
    }
    return GroupState::Silent;
}

std::vector<std::string> names_of(const std::vector<GroundCite>& cites) {
    std::vector<std::string> names;
    for (const GroundCite& cite : cites) names.push_back(cite.claim);
    return names;
}

/// Answers about one scenario.
class Inquiry {
  public:
    Inquiry(const std::string& path, const CompileOptions& compile)
        : path_(path), compile_(compile) {
        parts_ = read_altered(path, compile,
                              [&](const SourceSet& sources, std::vector<Module>& modules) {
                                  grounds_ = grounds(sources, modules);
                                  modules_ = modules;
                              });
        for (const Ground& ground : grounds_)
            for_each_cite(ground, [&](const GroundCite& cite) { cited_.insert(cite.claim); });
        for (const Claim& claim : parts_->model.claims) {
            if (!claim.group.empty()) groups_[claim.group].insert(claim.name);
        }
    }

    EvidenceAnswer overview() const {
        EvidenceAnswer answer;
        answer.scenario = path_;
        answer.title = parts_->model.title;
        for (const EvidenceSource& source : parts_->model.sources)
            answer.sources.push_back(source_answer(source));
        for (const auto& [name, members] : groups_) answer.groups.push_back(group_answer(name));
        for (const Claim& claim : parts_->model.claims) {
            ++answer.claims;
            answer.used += cited_.count(claim.name);
        }
        for (const Ground& ground : grounds_) {
            bool cites = false;
            for_each_cite(ground, [&](const GroundCite&) { cites = true; });
            if (ground.kind == GroundKind::Param) {
                ++answer.params;
                answer.params_cited += cites ? 1U : 0U;
                answer.params_assumed += !cites && !ground.assumed.empty() ? 1U : 0U;
            } else if (ground.kind == GroundKind::Observation) {
                ++answer.observations;
                answer.observations_cited += cites ? 1U : 0U;
            }
        }
        return answer;
    }

    /// Fills in what the name means; throws QuestionError where it means nothing.
    void answer_name(EvidenceAnswer& answer, const std::string& name,
                     const ReadingOptions& options) const {
        answer.asked = name;
        bool found = ask_claim(answer, name);
        found |= ask_source(answer, name);
        found |= ask_ground(answer, name);
        found |= ask_group(answer, name, options);
        if (!found) throw_unknown(name);
    }

    /// Adds the claims that are used or stand against one that is, and all grounds.
    void add_all(EvidenceAnswer& answer) const {
        std::set<std::string> told = cited_;
        for (const auto& [name, members] : groups_) {
            const bool used = std::any_of(members.begin(), members.end(),
                                          [&](const auto& one) { return cited_.count(one) != 0; });
            if (used) told.insert(members.begin(), members.end());
        }
        add_claims(answer, told);
        for (const Ground& ground : grounds_) {
            bool says = !ground.assumed.empty();
            for_each_cite(ground, [&](const GroundCite&) { says = true; });
            if (says) answer.rests.push_back(ground_answer(ground));
        }
    }

    /// The scenario's text, then those of what it uses, under paths that are the same everywhere.
    [[nodiscard]] std::vector<SourceText> texts() const {
        std::set<FileId> ledgers;
        for (const Module& module : modules_) {
            if (is_ledger(module)) ledgers.insert(module.tree.file);
        }
        const std::string library =
            (compile_.library.empty() ? default_library() : compile_.library) + "/";
        std::vector<SourceText> found;
        for (std::size_t i = 0; i < parts_->sources.count(); ++i) {
            const SourceFile& file = parts_->sources.file(FileId(i));
            if (ledgers.count(FileId(i)) != 0) continue;
            const bool ours = file.path.rfind(library, 0) == 0;
            const auto at = FileId(i) == parts_->file ? found.begin() : found.end();
            found.insert(at, {ours ? file.path.substr(library.size()) : file.path, file.text});
        }
        return found;
    }

    [[nodiscard]] const std::vector<EvidenceSource>& sources() const {
        return parts_->model.sources;
    }

  private:
    // ---- parts of answers

    [[nodiscard]] SourceAnswer source_answer(const EvidenceSource& source) const {
        SourceAnswer made{
            source.name, source.title, source.language, source.kind, source.file, 0, 0};
        for (const Claim& claim : parts_->model.claims) {
            if (!stands_in(claim, source.name)) continue;
            ++made.claims;
            made.used += cited_.count(claim.name);
        }
        return made;
    }
    [[nodiscard]] bool stands_in(const Claim& claim, const std::string& source) const {
        return std::any_of(claim.places.begin(), claim.places.end(),
                           [&](const Claim::Place& place) {
                               return parts_->model.sources[place.source.index].name == source;
                           });
    }
    [[nodiscard]] ClaimAnswer claim_answer(const Claim& claim) const {
        ClaimAnswer made;
        made.name = claim.name;
        made.text = claim.text;
        made.kind = claim.kind;
        made.strength = claim.strength;
        made.when = claim.when;
        made.group = claim.group;
        made.used = cited_.count(claim.name) != 0;
        for (const Claim::Place& place : claim.places) {
            const EvidenceSource& source = parts_->model.sources[place.source.index];
            made.places.push_back({source.name, source.title, source.language, place.lines, {}});
        }
        return made;
    }
    [[nodiscard]] GroupAnswer group_answer(const std::string& name) const {
        const std::set<std::string>& members = groups_.at(name);
        GroupAnswer made;
        made.name = name;
        for (const Claim& claim : parts_->model.claims) {
            if (claim.group == name) made.claims.push_back(claim.name);
        }
        made.state = state_of(state_of_conflict(grounds_, members));
        return made;
    }
    [[nodiscard]] GroundAnswer ground_answer(const Ground& ground) const {
        GroundAnswer made;
        made.kind = name_of(ground.kind);
        made.what = ground.what;
        made.place = parts_->place(ground.span);
        made.cites = names_of(ground.cites);
        made.assumed = ground.assumed;
        made.hindsight = ground.hindsight;
        for (const GroundAlternative& one : ground.alternatives)
            made.alternatives.push_back({one.text, one.weight, names_of(one.cites)});
        if (ground.kind == GroundKind::Param || ground.kind == GroundKind::Definition)
            made.readers = readers_of(parts_->sources, modules_, ground.name);
        return made;
    }
    [[nodiscard]] const Claim* find_claim(const std::string& name) const {
        for (const Claim& claim : parts_->model.claims) {
            if (claim.name == name) return &claim;
        }
        return nullptr;
    }

    /// Adds what cites one of the claims.
    void add_rests(EvidenceAnswer& answer, const std::set<std::string>& claims) const {
        for (const Ground& ground : grounds_) {
            bool cites = false;
            for_each_cite(ground,
                          [&](const GroundCite& cite) { cites |= claims.count(cite.claim) != 0; });
            if (cites) answer.rests.push_back(ground_answer(ground));
        }
    }
    /// Adds the groups in which the claims stand against others.
    void add_conflicts(EvidenceAnswer& answer, const std::set<std::string>& claims) const {
        for (const auto& [name, members] : groups_) {
            const bool stands =
                std::any_of(members.begin(), members.end(),
                            [&](const std::string& one) { return claims.count(one) != 0; });
            if (stands && members.size() > 1) answer.conflicts.push_back(group_answer(name));
        }
    }
    void add_claims(EvidenceAnswer& answer, const std::set<std::string>& claims) const {
        for (const Claim& claim : parts_->model.claims) {
            if (claims.count(claim.name) != 0) answer.claim_answers.push_back(claim_answer(claim));
        }
    }

    // ---- what a name may mean

    bool ask_claim(EvidenceAnswer& answer, const std::string& name) const {
        const Claim* claim = find_claim(name);
        if (claim == nullptr) return false;
        add_claims(answer, {name});
        add_rests(answer, {name});
        add_conflicts(answer, {name});
        return true;
    }
    bool ask_source(EvidenceAnswer& answer, const std::string& name) const {
        const auto& sources = parts_->model.sources;
        const auto source = std::find_if(sources.begin(), sources.end(),
                                         [&](const auto& one) { return one.name == name; });
        if (source == sources.end()) return false;
        answer.source = source_answer(*source);
        std::set<std::string> used;
        for (const Claim& claim : parts_->model.claims) {
            if (stands_in(claim, name) && cited_.count(claim.name) != 0) used.insert(claim.name);
        }
        add_claims(answer, used);
        add_rests(answer, used);
        add_conflicts(answer, used);
        return true;
    }
    bool ask_ground(EvidenceAnswer& answer, const std::string& name) const {
        std::set<std::string> claims;
        bool found = false;
        for (const Ground& ground : grounds_) {
            const bool gives =
                std::find(ground.values.begin(), ground.values.end(), name) != ground.values.end();
            if (ground.name != name && !gives) continue;
            found = true;
            answer.supported.push_back(ground_answer(ground));
            for_each_cite(ground, [&](const GroundCite& cite) { claims.insert(cite.claim); });
        }
        if (!found) return false;
        add_claims(answer, claims);
        add_conflicts(answer, claims);
        return true;
    }
    bool ask_group(EvidenceAnswer& answer, const std::string& name,
                   const ReadingOptions& options) const {
        const auto known = groups_.find(name);
        if (known == groups_.end()) return false;
        answer.group = group_answer(name);
        add_claims(answer, known->second);
        add_rests(answer, known->second);
        ReadingOptions run = options;
        if (parts_->model.facts.empty()) run.given.reset();
        answer.given = run.given.has_value();
        answer.seed = run.seed;
        answer.histories = run.histories;
        std::optional<Outcomes> actual;
        for (const std::string& side : answer.group->claims) {
            std::vector<Changed> changed;
            const auto altered =
                read_altered(path_, compile_, [&](const SourceSet& set, std::vector<Module>& all) {
                    changed = take_side(set, all, known->second, side);
                });
            SideAnswer made{side, {change_answers(*altered, changed), {}}};
            if (matters(changed)) {
                if (!actual) actual = run_reading(*parts_, run, "as it stands");
                made.reading.outcomes = compare(*actual, run_reading(*altered, run, side));
            }
            answer.sides.push_back(std::move(made));
        }
        return true;
    }

    [[noreturn]] void throw_unknown(const std::string& name) const {
        std::vector<std::string> known;
        for (const Claim& claim : parts_->model.claims) known.push_back(claim.name);
        for (const EvidenceSource& source : parts_->model.sources) known.push_back(source.name);
        for (const auto& [group, members] : groups_) known.push_back(group);
        for (const Ground& ground : grounds_) {
            known.push_back(ground.name);
            known.insert(known.end(), ground.values.begin(), ground.values.end());
        }
        const std::string_view nearest = nearest_name(name, known);
        throw QuestionError(
            fmt::format("no claim, source, group, param or other part is called '{}'{}", name,
                        nearest.empty() ? "; `jonbar evidence FILE` lists sources and groups"
                                        : fmt::format(" (did you mean {}?)", nearest)));
    }

    std::string path_;
    CompileOptions compile_;
    std::unique_ptr<Scenario::Parts> parts_;
    std::vector<Module> modules_;
    std::vector<Ground> grounds_;
    std::set<std::string> cited_;
    std::map<std::string, std::set<std::string>> groups_;
};

/// The lines of a document; none where it is not there.
std::vector<std::string> lines_of(const std::string& path) {
    std::vector<std::string> lines;
    std::istringstream text(read_from_disk(path).value_or(""));
    for (std::string line; std::getline(text, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Quotes the lines that the claims rest on.
void quote(const std::string& folder, const std::vector<EvidenceSource>& sources,
           std::vector<ClaimAnswer>& claims) {
    if (!std::filesystem::is_directory(folder)) throw IoError("read", folder, "it is no folder");
    std::map<std::string, std::vector<std::string>> documents;
    for (const EvidenceSource& source : sources) {
        if (!source.file.empty()) documents[source.name] = lines_of(folder + "/" + source.file);
    }
    for (ClaimAnswer& claim : claims) {
        for (ClaimPlace& place : claim.places) {
            const std::vector<std::string>& lines = documents[place.source];
            if (lines.empty()) continue;
            for (const int line : place.lines) {
                const bool there = line >= 1 && static_cast<std::size_t>(line) <= lines.size();
                place.quotes.push_back(there ? lines[static_cast<std::size_t>(line) - 1] : "");
            }
        }
    }
}

}  // namespace

Evidenced evidence_in_full(const std::string& path, const CompileOptions& compile,
                           const std::optional<std::string>& documents) {
    const Inquiry inquiry(path, compile);
    Evidenced made{inquiry.overview(), inquiry.texts()};
    inquiry.add_all(made.answer);
    if (documents) quote(*documents, inquiry.sources(), made.answer.claim_answers);
    return made;
}

EvidenceAnswer evidence(const std::string& path, const std::string& name,
                        const CompileOptions& compile, const ReadingOptions& options) {
    const Inquiry inquiry(path, compile);
    EvidenceAnswer answer = inquiry.overview();
    if (!name.empty()) inquiry.answer_name(answer, name, options);
    return answer;
}

}  // namespace jonbar
