// What all parts of the checker share: the model being built, and what each name means.
//
// A *home* is a module whose names are visible: its own and those of the modules it uses, and of
// those that they use. Names of kinds, entities, states, definitions and declarations are one name
// space; enum values and options are found by the type expected; claims, sources, outcomes and the
// words of scales have name spaces of their own. An error makes a value *bad*; nothing more is said
// of what is computed from it, so that one mistake gives one error.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/diagnostics.h"
#include "model/codes.h"
#include "model/model.h"
#include "model/modules.h"
#include "model/units.h"

namespace jonbar {

using ModuleIndex = std::size_t;

/// What a name of the common name space stands for.
struct Symbol {
    enum class Kind { Domain, Entity, State, Definition, Declaration, Scale, Bad };
    Kind kind = Kind::Bad;
    DomainId domain;          // Domain, Entity
    std::uint32_t index = 0;  // in the model's vector of its kind; of an Entity, in its domain
    Span span;
};

/// How far the checking of something that is checked on first use has come.
enum class Progress { Waiting, Checking, Done };

/// What a definition, once checked, touches; of use wherever it is called.
struct Reads {
    std::set<StateId> states;
    bool past = false;  // happened, on, since, past …
};

struct DefinitionInfo {
    ModuleIndex home = 0;
    const ast::LetDecl* let = nullptr;
    Progress progress = Progress::Waiting;
    bool bad = false;
    Type type;
    Units units;
    Reads reads;
};

struct StateInfo {
    ModuleIndex home = 0;
    Units units;
    FrameId frame;           // one local per index
    bool bad = false;        // its type is not known
    bool failed = false;     // an initial value of it is wrong
    std::string short_name;  // of an attribute, without its kind
    bool symmetric = false;
    const std::vector<ast::Parameter>* parameters = nullptr;  // nullptr: an attribute or variable
    const ast::Initial* initial = nullptr;
    const ast::ValueType* written_type = nullptr;
    const ast::Evidence* evidence = nullptr;
};

struct DeclarationInfo {
    ModuleIndex home = 0;
    const ast::Decl* decl = nullptr;
    const ast::Heading* heading = nullptr;
    bool bad = false;  // its indices are not known
};

struct ScaleWordInfo {
    ModuleIndex home = 0;
    std::string scale;
    ast::DistId distribution;
    Span span;
};

/// The names that one module declares.
struct Names {
    std::map<std::string, Symbol> symbols;
    std::map<std::string, ScaleWordInfo> scale_words;
    std::map<std::string, ModuleIndex> modules;  // reached as `alias.name`
    std::vector<ModuleIndex> visible;            // itself first
};

class Context {
  public:
    Context(const SourceSet& sources, const std::vector<Module>& modules, Diagnostics& diagnostics);

    const SourceSet& sources;
    const std::vector<Module>& modules;
    Model model;
    std::vector<Names> names;  // per module

    std::vector<DefinitionInfo> definitions;                 // beside model.definitions
    std::vector<StateInfo> states;                           // beside model.states
    std::vector<DeclarationInfo> declarations;               // beside model.declarations
    std::vector<std::map<std::string, StateId>> attributes;  // per domain
    std::map<std::string, ClaimId> claims;
    std::map<std::string, SourceId> evidence_sources;
    int depth = 0;  // of expressions being checked, definitions within definitions included

    /// Adds an error, unless the same one stands there already.
    void error(int code, Span span, std::string message, std::string hint = {});
    void warning(int code, Span span, std::string message, std::string hint = {});

    /// Adds "unknown X `name`" with the nearest of the candidates. Silent where a text could not be
    /// read, since what it declares is then not known.
    void unknown(int code, const ast::Name& name, std::string_view what,
                 const std::vector<std::string>& candidates, const std::string& hint = {});

    const ast::Tree& tree(ModuleIndex module) const { return modules[module].tree; }

    /// Returns the symbol of a name as seen from a module; nullptr where there is none.
    const Symbol* find(ModuleIndex home, const std::string& name) const;

    /// Returns the module that `alias` reaches from `home`.
    std::optional<ModuleIndex> find_module(ModuleIndex home, const std::string& alias) const;

    /// Returns the symbol of a path; reports what is not found.
    const Symbol* resolve(ModuleIndex home, const ast::Path& path, std::string_view what);

    const ScaleWordInfo* find_scale_word(ModuleIndex home, const std::string& name) const;

    /// Declares a name in a module; reports a name that is visible already and returns false.
    bool declare(ModuleIndex home, const ast::Name& name, Symbol symbol);

    /// Returns all names visible from a module.
    std::vector<std::string> visible_names(ModuleIndex home) const;

    /// Reads a type. Nothing (after an error) where it is none.
    std::optional<Type> type_of(ModuleIndex home, const ast::TypeRef& ref);

    /// Reads the type of an index: a kind or an enum, neither optional nor a set.
    std::optional<DomainId> index_type(ModuleIndex home, const ast::TypeRef& ref);

    /// Returns a type as an error names it: "a real", "person or none", "a set of person".
    std::string describe(const Type& type) const;

    ExpressionId add(Expression expression);
    StatementId add(Statement statement);
    FrameId add_frame();
    LocalIndex add_local(FrameId frame, const std::string& name, const Type& type);
    /// The unit of a local, where it has one.
    Units local_units(FrameId frame, LocalIndex local) const;
    void set_local_units(FrameId frame, LocalIndex local, const Units& units);
    Expression number(double value, const Type& type, Span span) const;

    /// Returns where a span stands, as "file:line".
    std::string place(Span span) const;

  private:
    Diagnostics& diagnostics_;
    bool text_errors_ = false;
    std::map<std::pair<FrameId, LocalIndex>, Units> local_units_;
    std::set<std::tuple<int, Span, std::string>> reported_;
};

Type real_type();
Type int_type();
Type truth_type();
Type date_type(bool optional = false);
Type duration_type();
Type member_type(DomainId domain, bool optional = false);
Type set_type(DomainId domain);
bool is_number(const Type& type);

/// Returns what kind of thing a symbol is: "a kind", "an entity", "a param" …
std::string describe(const Context& context, const Symbol& symbol);

}  // namespace jonbar
