#include "model/check_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/grounds.h"

namespace jonbar {
namespace {

constexpr int kNoGround = 5970;
constexpr int kUnusedClaim = 5971;
constexpr int kSilentSide = 5972;
constexpr int kNoDocument = 5973;
constexpr int kNoLine = 5974;

std::set<std::string> cited_claims(const std::vector<Ground>& grounds) {
    std::set<std::string> cited;
    for (const Ground& ground : grounds)
        for_each_cite(ground, [&](const GroundCite& cite) { cited.insert(cite.claim); });
    return cited;
}

/// What each kind of ground is called that rests on nothing.
std::string describe(const Ground& ground) {
    switch (ground.kind) {
        case GroundKind::Observation:
            return "this observation";
        case GroundKind::Row:
            return fmt::format("the row `{}`", ground.name);
        case GroundKind::Param:
            return fmt::format("the {}", ground.what);
        case GroundKind::Value:
        case GroundKind::Definition:
        case GroundKind::Happening:
        case GroundKind::Outcome:
        case GroundKind::Question:
        case GroundKind::Other:
            break;
    }
    return fmt::format("`{}`", ground.name);
}

class Evidence {
  public:
    Evidence(const SourceSet& sources, const std::vector<Module>& modules, const Model& model,
             Diagnostics& diagnostics)
        : modules_(modules),
          model_(model),
          diagnostics_(diagnostics),
          grounds_(grounds(sources, modules)),
          cited_(cited_claims(grounds_)) {}

    void check() {
        for (const Ground& ground : grounds_) {
            if (!ground.owes || is_grounded(ground)) continue;
            const bool open = !ground.alternatives.empty();
            diagnostics_.error(
                kNoGround, ground.span,
                open ? fmt::format("nothing stands behind an alternative of {}", describe(ground))
                     : fmt::format("nothing stands behind {}", describe(ground)),
                "say what it rests on: cites CLAIM, or assumed \"why\"");
        }
        check_groups();
        check_unused();
    }

    void check_documents(const std::string& folder, const FileReader& read) {
        std::map<std::uint32_t, std::optional<std::vector<bool>>> documents;  // blank, by line
        for (const Claim& claim : model_.claims) {
            if (cited_.count(claim.name) == 0) continue;
            for (const Claim::Place& place : claim.places) {
                const EvidenceSource& source = model_.sources[place.source.index];
                if (source.file.empty()) continue;
                const auto [known, added] =
                    documents.emplace(place.source.index, std::optional<std::vector<bool>>{});
                if (added) {
                    known->second = read_document(folder + "/" + source.file, read);
                    if (!known->second) {
                        diagnostics_.error(
                            kNoDocument, source.span,
                            fmt::format("there is no document {} in {}", source.file, folder),
                            fmt::format("`{}` is the first cited claim that rests on it",
                                        claim.name));
                    }
                }
                if (known->second) check_lines(claim, place, source, *known->second);
            }
        }
    }

  private:
    [[nodiscard]] const Module& module_of(FileId file) const {
        return *std::find_if(modules_.begin(), modules_.end(),
                             [&](const Module& module) { return module.tree.file == file; });
    }

    void check_unused() {
        for (const Claim& claim : model_.claims) {
            if (cited_.count(claim.name) != 0 || left_out_.count(claim.name) != 0 ||
                is_ledger(module_of(claim.span.file)))
                continue;
            diagnostics_.warning(kUnusedClaim, claim.span,
                                 fmt::format("nothing uses the claim `{}`", claim.name),
                                 "cite it where it matters, or take it out");
        }
    }

    // ---- contradictions

    void check_groups() {
        std::map<std::string, std::vector<const Claim*>> groups;
        for (const Claim& claim : model_.claims) {
            if (!claim.group.empty()) groups[claim.group].push_back(&claim);
        }
        for (const auto& [name, claims] : groups) {
            std::set<std::string> members;
            for (const Claim* claim : claims) members.insert(claim->name);
            check_group(name, claims, members);
        }
    }

    void check_group(const std::string& name, const std::vector<const Claim*>& claims,
                     const std::set<std::string>& members) {
        if (state_of_conflict(grounds_, members) != ConflictState::Silent) return;
        const GroundCite* taken = nullptr;  // where the scenario, else a module, first cites one
        const FileId scenario = scenario_of(modules_).tree.file;
        for (const Ground& ground : grounds_) {
            for_each_cite(ground, [&](const GroundCite& cite) {
                if (members.count(cite.claim) == 0) return;
                const bool nearer = cite.span.file == scenario &&
                                    (taken != nullptr && taken->span.file != scenario);
                if (taken == nullptr || nearer) taken = &cite;
            });
        }
        std::string names, texts;
        for (const Claim* claim : claims) {
            if (cited_.count(claim->name) != 0) continue;
            left_out_.insert(claim->name);
            names += fmt::format("{}`{}`", names.empty() ? "" : ", ", claim->name);
            texts += fmt::format("\n{}: \"{}\"", claim->name, claim->text);
        }
        diagnostics_.error(
            kSilentSide, taken->span,
            fmt::format("`{}` is cited, and what contradicts it, {}, is not", taken->claim, names),
            fmt::format("the group {}: cite the others too, weigh them (either), or say in assumed "
                        "\"…\" why not{}",
                        name, texts));
    }

    // ---- documents

    /// Tells of each line of a document whether it is blank; nothing where there is no document.
    static std::optional<std::vector<bool>> read_document(const std::string& path,
                                                          const FileReader& read) {
        const std::optional<std::string> text = read(path);
        if (!text) return std::nullopt;
        std::vector<bool> blank;
        bool line_blank = true, begun = false;
        for (const char c : *text) {
            if (c == '\n') {
                blank.push_back(line_blank);
                line_blank = true;
                begun = false;
                continue;
            }
            begun = true;
            line_blank &= c == ' ' || c == '\t' || c == '\r';
        }
        if (begun) blank.push_back(line_blank);
        return blank;
    }

    void check_lines(const Claim& claim, const Claim::Place& place, const EvidenceSource& source,
                     const std::vector<bool>& blank) {
        for (const int line : place.lines) {
            const bool exists = line >= 1 && static_cast<std::size_t>(line) <= blank.size();
            if (exists && !blank[static_cast<std::size_t>(line) - 1]) continue;
            diagnostics_.error(kNoLine, claim.span,
                               fmt::format("`{}` rests on line {} of {}, which is {}", claim.name,
                                           line, source.name, exists ? "blank" : "not there"),
                               fmt::format("{} has {} lines", source.file, blank.size()));
        }
    }

    const std::vector<Module>& modules_;
    const Model& model_;
    Diagnostics& diagnostics_;
    std::vector<Ground> grounds_;
    std::set<std::string> cited_;
    std::set<std::string> left_out_;  // what contradicts a side that is taken silently
};

}  // namespace

bool is_ledger(const Module& module) {
    bool claims = false;
    for (const ast::Decl& decl : module.tree.decls) {
        const bool claim = std::holds_alternative<ast::ClaimDecl>(decl.node);
        claims |= claim;
        if (!claim && !std::holds_alternative<ast::SourceDecl>(decl.node) &&
            !std::holds_alternative<ast::UseDecl>(decl.node))
            return false;
    }
    return claims && !module.tree.history;
}

void check_evidence(const SourceSet& sources, const std::vector<Module>& modules,
                    const Model& model, const std::optional<std::string>& documents,
                    const FileReader& read, Diagnostics& diagnostics) {
    Evidence evidence(sources, modules, model, diagnostics);
    evidence.check();
    if (documents) evidence.check_documents(*documents, read);
}

std::vector<Notice> told_of_claims(const SourceSet& sources, const std::vector<Module>& modules,
                                   const Model& model) {
    const std::set<std::string> cited = cited_claims(grounds(sources, modules));
    std::vector<Notice> told;
    std::set<FileId> seen;
    for (const Module& module : modules) {
        if (!is_ledger(module) || !seen.insert(module.tree.file).second) continue;
        std::size_t all = 0, used = 0;
        for (const Claim& claim : model.claims) {
            if (claim.span.file != module.tree.file) continue;
            ++all;
            used += cited.count(claim.name);
        }
        const Span start{module.tree.file, 0, 0};
        told.push_back({start, fmt::format("\"{}\" uses {} of the {} claims of {}", model.title,
                                           used, all, module.name)});
    }
    return told;
}

}  // namespace jonbar
