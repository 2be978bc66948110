// The native functions of the language, and what stands in their parentheses.
//
// Their names and words are no keywords: a name is read as a native function only where what
// follows in parentheses runs over a set, `banzhaf(p in S: …)`. The functions that take plain
// arguments (`lanchester`) are calls like any other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/ast_expr.h"

namespace jonbar::ast {

/// What a value within the parentheses belongs to: each member, each pair, or the function as a
/// whole.
enum class NativeScope { Member, Pair, Whole };

struct NativeWord {
    std::string_view word;  // empty: a value without a word, always the first
    NativeScope scope = NativeScope::Whole;
    bool required = false;
};

struct NativeForm {
    NativeKind kind = NativeKind::RulingCoalition;
    std::string_view name;
    std::vector<NativeWord> words;
    std::string_view example;
};

/// Returns the form of a native function that runs over a set.
const NativeForm& form_of(NativeKind kind);

/// Returns the native function of a name, if there is one.
std::optional<NativeKind> native_of(std::string_view name);

/// Returns the clause of a word, or nullptr where it is not written.
const NativeClause* clause_of(const NativeExpr& native, std::string_view word);

}  // namespace jonbar::ast
