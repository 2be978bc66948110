#include "model/modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/io_error.h"
#include "language/parser.h"
#include "model/codes.h"

namespace jonbar {
namespace {

constexpr int kFileTooLarge = 1002;

class Loader {
  public:
    Loader(SourceSet& sources, const LoadOptions& options, Diagnostics& diagnostics)
        : sources_(sources),
          options_(options),
          diagnostics_(diagnostics),
          spellings_(*options.spellings) {}

    void load(FileId file, ast::Tree tree, const std::string& name) {
        const std::string path = sources_.file(file).path;
        open_.push_back(path);
        Module module;
        module.name = name;
        module.tree = std::move(tree);
        for (const ast::DeclId id : module.tree.top) {
            const ast::Decl& decl = module.tree[id];
            if (const auto* use = std::get_if<ast::UseDecl>(&decl.node)) {
                this->use(module, path, *use, decl.span);
            } else if (const auto* table = std::get_if<ast::TableDecl>(&decl.node)) {
                if (table->file) read_table(module.tree, path, id);
            } else if (std::holds_alternative<ast::SeriesDecl>(decl.node)) {
                read_series(module.tree, path, id);
            }
        }
        open_.pop_back();
        modules_.push_back(std::move(module));
    }

    std::vector<Module> take() { return std::move(modules_); }

  private:
    struct Found {
        std::string path, text;
    };

    static std::string beside(const std::string& file, const std::string& relative) {
        return (std::filesystem::path(file).parent_path() / relative).lexically_normal().string();
    }

    /// Looks for `use a.b` as a/b.jon beside the file, then as a.b.jon there, then in the library.
    std::optional<Found> find(const std::string& user, const std::string& dotted,
                              const std::string& relative) {
        std::vector<std::string> places = {beside(user, relative), beside(user, dotted + ".jon")};
        if (!options_.library_directory.empty()) {
            places.push_back((std::filesystem::path(options_.library_directory) / relative)
                                 .lexically_normal()
                                 .string());
        }
        for (const std::string& place : places) {
            if (std::optional<std::string> text = options_.read(place)) return Found{place, *text};
        }
        return std::nullopt;
    }

    void use(Module& module, const std::string& user, const ast::UseDecl& use, Span span) {
        std::string dotted;
        std::string relative;
        for (const ast::Name& part : use.path.names) {
            dotted += (dotted.empty() ? "" : ".") + part.text;
            relative += (relative.empty() ? "" : "/") + part.text;
        }
        relative += ".jon";
        std::optional<Found> found = find(user, dotted, relative);
        if (!found) {
            diagnostics_.error(
                kNoModule, use.path.span, fmt::format("there is no module `{}`", dotted),
                fmt::format("expected {} beside the file or in the library", relative));
            return;
        }
        if (std::find(open_.begin(), open_.end(), found->path) != open_.end()) {
            report_cycle(found->path, use.path.span, dotted);
            return;
        }
        const std::string name = use.alias ? use.alias->text : dotted;
        const std::string alias = use.alias ? use.alias->text : use.path.names.back().text;
        const std::string key = found->path + (use.alias ? " as " + name : "");
        if (!loaded_.contains(key)) {
            if (modules_.size() + open_.size() >= kModulesMax || open_.size() >= kUseDepthMax) {
                diagnostics_.error(kTooLarge, span,
                                   fmt::format("at most {} modules, nested at most {} deep",
                                               kModulesMax, kUseDepthMax));
                return;
            }
            if (const auto taken = names_.find(name);
                taken != names_.end() && taken->second != key) {
                diagnostics_.error(kDeclaredTwice, span,
                                   fmt::format("another module is already called `{}`", name),
                                   "give it a name of its own: use M as NAME");
                return;
            }
            names_[name] = key;
            const bool first = !files_.contains(found->path);
            const FileId file = file_of(*found);
            Diagnostics repeated;  // what is wrong in a file is said once
            load(file,
                 parse(sources_, file, FileRole::Module, first ? diagnostics_ : repeated,
                       &spellings_),
                 name);
            loaded_[key] = modules_.size() - 1;
        }
        module.uses.push_back({loaded_[key], alias, use.alias.has_value(), span});
    }

    FileId file_of(const Found& found) {
        const auto known = files_.find(found.path);
        if (known != files_.end()) return known->second;
        const FileId file = sources_.add(found.path, found.text);
        files_[found.path] = file;
        return file;
    }

    void report_cycle(const std::string& path, Span span, const std::string& dotted) {
        std::string chain;
        for (auto open = std::find(open_.begin(), open_.end(), path); open != open_.end(); ++open) {
            chain += *open + " uses ";
        }
        diagnostics_.error(kUseCycle, span, fmt::format("`use {}` closes a cycle", dotted),
                           chain + path);
    }

    /// Reads a file that stands beside the scenario and is named in it.
    std::optional<Found> find_data(const std::string& user, const ast::Text& written) {
        const std::string path = beside(user, written.value);
        std::optional<std::string> text = options_.read(path);
        if (!text) {
            diagnostics_.error(kNoModule, written.span,
                               fmt::format("there is no file \"{}\"", written.value),
                               fmt::format("expected it beside the scenario, at {}", path));
            return std::nullopt;
        }
        if (text->size() > kFileSizeMax) {
            diagnostics_.error(kFileTooLarge, written.span,
                               fmt::format("\"{}\" has {} bytes, a file may have {}", written.value,
                                           text->size(), kFileSizeMax),
                               "expected a smaller file: several tables may fill one kind");
            return std::nullopt;
        }
        return Found{path, std::move(*text)};
    }

    /// Puts the rows of a table's file into its declaration.
    void read_table(ast::Tree& tree, const std::string& user, ast::DeclId id) {
        const std::optional<Found> found =
            find_data(user, *std::get<ast::TableDecl>(tree[id].node).file);
        if (!found) return;
        const bool first = !files_.contains(found->path);
        Diagnostics repeated;  // what is wrong in a file is said once
        ast::TableDecl read = parse_table(sources_, file_of(*found), tree,
                                          first ? diagnostics_ : repeated, &spellings_);
        auto& table = std::get<ast::TableDecl>(tree.decls[id.index()].node);
        table.columns = std::move(read.columns);
        table.rows = std::move(read.rows);
    }

    /// Puts the rows of a series' file into its declaration.
    void read_series(ast::Tree& tree, const std::string& user, ast::DeclId id) {
        auto& series = std::get<ast::SeriesDecl>(tree.decls[id.index()].node);
        const std::optional<Found> found = find_data(user, series.file);
        if (!found) return;
        const bool first = !files_.contains(found->path);
        Diagnostics repeated;
        parse_series(sources_, file_of(*found), tree, series, first ? diagnostics_ : repeated,
                     &spellings_);
    }

    SourceSet& sources_;
    const LoadOptions& options_;
    Diagnostics& diagnostics_;
    Spellings& spellings_;
    std::vector<Module> modules_;
    std::vector<std::string> open_;
    std::map<std::string, std::size_t> loaded_;
    std::map<std::string, std::string> names_;
    std::map<std::string, FileId> files_;
};

}  // namespace

std::optional<std::string> read_from_disk(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) return std::nullopt;
    return read_file(path);
}

std::vector<Module> load_modules(SourceSet& sources, FileId file, const LoadOptions& options,
                                 Diagnostics& diagnostics) {
    Spellings& spellings = *options.spellings;
    Loader loader(sources, options, diagnostics);
    loader.load(file, parse(sources, file, FileRole::Scenario, diagnostics, &spellings), "");
    std::vector<Module> modules = loader.take();
    const std::size_t scenario = modules.size() - 1;
    const auto ask = [&](ast::Tree tree) {
        Module question;
        question.question = true;
        question.tree = std::move(tree);
        question.uses = modules[scenario].uses;
        question.uses.push_back({scenario, "", false, {}});
        modules.push_back(std::move(question));
    };
    for (std::size_t i = 0; i < options.interventions.size(); ++i) {
        const FileId given = sources.add(fmt::format("--do {}", i + 1), options.interventions[i]);
        ask(parse_interventions(sources, given, fmt::format("do {}", i + 1), diagnostics,
                                &spellings));
    }
    for (std::size_t i = 0; i < options.quantities.size(); ++i) {
        const FileId given =
            sources.add(fmt::format("--quantity {}", i + 1), options.quantities[i]);
        ask(parse_quantity(sources, given, fmt::format("quantity {}", i + 1), diagnostics,
                           &spellings));
    }
    return modules;
}

const Module& scenario_of(const std::vector<Module>& modules) {
    auto last = modules.end();
    while ((--last)->question) {
    }
    return *last;
}

}  // namespace jonbar
