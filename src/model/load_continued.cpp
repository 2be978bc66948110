// Finding and checking the scenario that is continued.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "language/parser.h"
#include "model/check.h"
#include "model/continue.h"

namespace jonbar {
namespace {

constexpr std::size_t kChainMax = 16;

std::string normal(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().string();
}

struct FoundFile {
    std::string path, text;
};

/// Looks for a scenario beside the one that continues it, in the library, and among the scenarios
/// beside the library.
std::optional<FoundFile> find_scenario(const std::string& user, std::string name,
                                       const LoadOptions& options) {
    namespace fs = std::filesystem;
    if (fs::path(name).extension() != ".jon") name += ".jon";
    std::vector<fs::path> places = {fs::path(user).parent_path() / name};
    if (!options.library_directory.empty()) {
        const fs::path library = options.library_directory;
        places.push_back(library / name);
        places.push_back(library / ".." / "scenarios" / name);
    }
    for (const fs::path& place : places) {
        const std::string path = place.lexically_normal().string();
        if (std::optional<std::string> text = options.read(path)) return FoundFile{path, *text};
    }
    return std::nullopt;
}

void forward_errors(const Diagnostics& from, Diagnostics& to) {
    for (const Diagnostic& found : from.all()) {
        if (found.severity == Severity::Error)
            to.error(found.code, found.span, found.message, found.hint);
    }
}

/// Finds the one declaration that may stand, in the scenario itself.
std::unique_ptr<Continued> find_decl(const std::vector<Module>& modules, Diagnostics& diagnostics) {
    std::unique_ptr<Continued> found;
    const Module* const scenario = &scenario_of(modules);
    for (ModuleIndex home = 0; home < modules.size(); ++home) {
        if (modules[home].question) continue;
        for (const ast::DeclId id : modules[home].tree.top) {
            const ast::Decl& decl = modules[home].tree[id];
            const auto* node = std::get_if<ast::ContinueDecl>(&decl.node);
            if (node == nullptr) continue;
            if (&modules[home] != scenario) {
                diagnostics.error(kWrongContinue, node->file.span, "a module continues no scenario",
                                  "`continue` stands in the scenario itself");
            } else if (found) {
                diagnostics.error(kWrongContinue, node->file.span, "a scenario continues one other",
                                  "all that crosses stands in one pair of braces");
            } else {
                found = std::make_unique<Continued>();
                found->decl = node;
                found->home = home;
                found->span = decl.span;
            }
        }
    }
    return found;
}

/// What stands on the command line in place of what a `continue` says: its words, in a file.
std::optional<FileId> add_other_words(SourceSet& sources, const LoadOptions& options) {
    const std::size_t depth = options.continuing.size();
    if (depth >= options.continue_as.size()) return std::nullopt;
    return sources.add(fmt::format("--continue-as {}", depth + 1), options.continue_as[depth]);
}

void complain_of_words(const SourceSet& sources, FileId words, const std::string& scenario,
                       Diagnostics& diagnostics) {
    const auto size = static_cast<std::uint32_t>(sources.file(words).text.size());
    diagnostics.error(kWrongContinue, {words, 0, size},
                      fmt::format("{} continues no other scenario", scenario),
                      "expected a scenario that says `continue`");
}

/// Tells whether nothing is continued. What is wrong with `words` is said where they are read.
bool stays_alone(const SourceSet& sources, const ast::ContinueDecl& decl,
                 std::optional<FileId> words, const LoadOptions& options) {
    if (options.follow_alone) return false;
    if (!words) return decl.as == ast::ContinueDecl::As::Alone;
    Diagnostics unsaid;
    const ast::Tree tree = parse_continuation(sources, *words, unsaid);
    if (tree.top.empty()) return false;
    const auto* said = std::get_if<ast::ContinueDecl>(&tree[tree.top.front()].node);
    return said != nullptr && said->as == ast::ContinueDecl::As::Alone;
}

/// Tells whether `path` may be loaded to go on with the chain; reports why not.
bool may_follow(const LoadOptions& chain, const std::string& path, const ast::Text& name,
                Diagnostics& diagnostics) {
    const std::vector<std::string>& open = chain.continuing;
    const auto again = std::find(open.begin(), open.end(), path);
    if (again != open.end()) {
        std::string circle;
        for (auto each = again; each != open.end(); ++each) circle += *each + " continues ";
        diagnostics.error(kContinueCycle, name.span,
                          fmt::format("`continue \"{}\"` closes a circle", name.value),
                          circle + path);
    } else if (open.size() > kChainMax) {
        diagnostics.error(kContinueCycle, name.span,
                          fmt::format("a chain has at most {} scenarios", kChainMax));
    }
    return again == open.end() && open.size() <= kChainMax;
}

/// Adds what is asked of the scenario continued to its modules, and the words in whose place others
/// stand before it. Tells whether these could be read.
bool add_asking(const SourceSet& sources, const ast::Tree& tree, const ast::ContinueDecl* decl,
                std::optional<FileId> words, std::vector<Module>& modules, Spellings& spellings,
                Diagnostics& said) {
    Module asking;
    asking.question = true;
    asking.uses = modules.back().uses;
    asking.uses.push_back({modules.size() - 1, "", false, {}});
    bool instead = false;
    if (words) {
        asking.tree = parse_continuation(sources, *words, said, &spellings);
        instead = !asking.tree.top.empty();
        if (instead) modules.push_back(asking);
    }
    asking.tree = tree;
    asking.tree.history.reset();
    std::erase_if(asking.tree.top, [&](ast::DeclId id) {
        return std::get_if<ast::ContinueDecl>(&tree[id].node) != decl;
    });
    modules.push_back(std::move(asking));
    return instead;
}

}  // namespace

std::unique_ptr<Continued> load_continued(SourceSet& sources, const std::vector<Module>& modules,
                                          const LoadOptions& options, Diagnostics& diagnostics) {
    std::unique_ptr<Continued> made = find_decl(modules, diagnostics);
    const std::string user = sources.file(scenario_of(modules).tree.file).path;
    const std::optional<FileId> words = add_other_words(sources, options);
    if (!made) {
        if (words) complain_of_words(sources, *words, user, diagnostics);
        return nullptr;
    }
    if (stays_alone(sources, *made->decl, words, options)) return nullptr;
    const ast::Text& name = made->decl->file;
    std::optional<FoundFile> found = find_scenario(user, name.value, options);
    if (!found) {
        diagnostics.error(kNoModule, name.span,
                          fmt::format("there is no scenario \"{}\"", name.value),
                          "expected it beside this one, in the library or among its scenarios");
        return nullptr;
    }
    LoadOptions other = options;
    other.interventions.clear();
    other.quantities.clear();
    other.strict = false;
    other.continuing.push_back(normal(user));
    if (!may_follow(other, found->path, name, diagnostics)) return nullptr;
    Diagnostics said;  // warnings of the other scenario are its own
    const FileId file = sources.add(found->path, std::move(found->text));
    std::vector<Module> all = load_modules(sources, file, other, said);
    const std::unique_ptr<Continued> before = load_continued(sources, all, other, said);
    made->instead = add_asking(sources, modules[made->home].tree, made->decl, words, all,
                               *options.spellings, said);
    Continuation& continuation = made->made;
    continuation.path = found->path;
    continuation.file = file;
    continuation.span = made->span;
    continuation.model = check(sources, all, said, hash_of_name, {made.get(), before.get()});
    forward_errors(said, diagnostics);
    return said.has_errors() ? nullptr : std::move(made);
}

}  // namespace jonbar
