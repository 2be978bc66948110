#include "model/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jonbar {
namespace {

/// Returns the words of a field as text: names, texts, dates and numbers, apart by spaces.
std::string field_text(const ast::Tree& tree, const ast::Field& field) {
    std::string text;
    for (const ast::ExprId id : field.values) {
        const ast::Expr& value = tree[id];
        std::string word;
        if (const auto* name = std::get_if<ast::NameExpr>(&value.node)) word = name->name.text;
        if (const auto* quoted = std::get_if<ast::TextExpr>(&value.node)) word = quoted->value;
        if (const auto* number = std::get_if<ast::NumberExpr>(&value.node)) word = number->text;
        if (const auto* date = std::get_if<ast::DateExpr>(&value.node))
            word = to_both_strings(date->date);
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::vector<std::string> list_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + ",") {
        if (c == ',') {
            if (!word.empty()) words.push_back(std::exchange(word, {}));
        } else if (c != ' ' || !word.empty()) {
            word += c;
        }
    }
    return words;
}

void wrong_field(Context& context, const ast::Field& field, const std::vector<std::string>& known) {
    context.unknown(kWrongField, field.name, "field", known);
}

void declare_source(Context& context, const ast::Tree& tree, const ast::SourceDecl& decl) {
    EvidenceSource source;
    source.name = decl.name.text;
    source.span = decl.name.span;
    if (decl.title) source.title = decl.title->value;
    for (const ast::Field& field : decl.fields) {
        const std::string text = field_text(tree, field);
        if (field.name.text == "language") {
            source.language = text;
        } else if (field.name.text == "kind") {
            source.kind = text;
        } else if (field.name.text == "file") {
            source.file = text;
        } else {
            wrong_field(context, field, {"language", "kind", "file"});
        }
    }
    const SourceId id{static_cast<std::uint32_t>(context.model.sources.size())};
    if (const auto [known, added] = context.evidence_sources.emplace(source.name, id); !added) {
        context.error(kDeclaredTwice, source.span,
                      fmt::format("the source `{}` is declared twice", source.name),
                      "it is at " + context.place(context.model.sources[known->second.index].span));
        return;
    }
    context.model.sources.push_back(std::move(source));
}

void declare_claim(Context& context, const ast::Tree& tree, const ast::ClaimDecl& decl) {
    Claim claim;
    claim.name = decl.name.text;
    claim.span = decl.name.span;
    if (decl.text) claim.text = decl.text->value;
    for (const ast::ClaimPlace& place : decl.places) {
        const auto source = context.evidence_sources.find(place.source.text);
        if (source == context.evidence_sources.end()) {
            std::vector<std::string> candidates;
            for (const auto& [name, id] : context.evidence_sources) candidates.push_back(name);
            context.unknown(kUnknownSource, place.source, "source", candidates);
            continue;
        }
        Claim::Place found{source->second, {}};
        for (const ast::ExprId line : place.places) {
            if (const auto* number = std::get_if<ast::NumberExpr>(&tree[line].node)) {
                found.lines.push_back(static_cast<int>(std::min(number->value, 1e9)));
            }
        }
        claim.places.push_back(std::move(found));
    }
    for (const ast::Field& field : decl.fields) {
        const std::string text = field_text(tree, field);
        const std::string& name = field.name.text;
        if (name == "kind") {
            claim.kind = text;
        } else if (name == "strength") {
            claim.strength = text;
        } else if (name == "group") {
            claim.group = text;
        } else if (name == "when") {
            claim.when = text;
        } else if (name == "who") {
            claim.who = list_of(text);
        } else {
            wrong_field(context, field, {"kind", "strength", "group", "when", "who"});
        }
    }
    const ClaimId id{static_cast<std::uint32_t>(context.model.claims.size())};
    if (const auto [known, added] = context.claims.emplace(claim.name, id); !added) {
        context.error(kDeclaredTwice, claim.span,
                      fmt::format("the claim `{}` is declared twice", claim.name),
                      "it is at " + context.place(context.model.claims[known->second.index].span));
        return;
    }
    context.model.claims.push_back(std::move(claim));
}

/// Reports the claims that definitions, kinds and options cite and nobody makes; those that other
/// parts cite are looked up where they are checked.
void check_cites(Context& context) {
    for (ModuleIndex i = 0; i < context.modules.size(); ++i) {
        const ast::Tree& tree = context.tree(i);
        for (const ast::DeclId id : tree.top) {
            support_of(context, tree[id].evidence);
            const auto* decision = std::get_if<ast::DecisionDecl>(&tree[id].node);
            if (decision == nullptr) continue;
            for (const ast::Option& option : decision->options)
                support_of(context, option.evidence);
        }
    }
}

}  // namespace

void declare_evidence(Context& context) {
    std::set<FileId> seen;  // an instance of a module declares no second set of claims
    std::vector<ModuleIndex> once;
    for (ModuleIndex i = 0; i < context.modules.size(); ++i) {
        if (seen.insert(context.tree(i).file).second) once.push_back(i);
    }
    for (const ModuleIndex module : once) {
        for (const ast::DeclId id : context.tree(module).top) {
            const auto* source = std::get_if<ast::SourceDecl>(&context.tree(module)[id].node);
            if (source != nullptr) declare_source(context, context.tree(module), *source);
        }
    }
    for (const ModuleIndex module : once) {
        for (const ast::DeclId id : context.tree(module).top) {
            const auto* claim = std::get_if<ast::ClaimDecl>(&context.tree(module)[id].node);
            if (claim != nullptr) declare_claim(context, context.tree(module), *claim);
        }
    }
    check_cites(context);
}

void add_support(Context& context, Support& support, const ast::Evidence& evidence) {
    for (const ast::Name& name : evidence.cites) {
        const auto claim = context.claims.find(name.text);
        if (claim == context.claims.end()) {
            std::vector<std::string> candidates;
            for (const auto& [known, id] : context.claims) candidates.push_back(known);
            context.unknown(kUnknownClaim, name, "claim", candidates);
            continue;
        }
        support.cites.push_back(claim->second);
    }
    if (evidence.assumed) support.assumed = evidence.assumed->value;
    if (evidence.exception) support.exception = evidence.exception->value;
    support.hindsight |= evidence.hindsight.has_value();
}

Support support_of(Context& context, const ast::Evidence& evidence) {
    Support support;
    add_support(context, support, evidence);
    return support;
}

}  // namespace jonbar
