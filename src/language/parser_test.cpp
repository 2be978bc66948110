#include "language/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "language/dump.h"

namespace jonbar {
namespace {

using ast::Tree;

std::string tree_of(const std::string& text, FileRole role = FileRole::Module) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("t.jon", text);
    const Tree tree = parse(sources, file, role, diagnostics);
    if (diagnostics.has_errors()) return render(sources, diagnostics);
    return dump_tree(tree);
}

// The value of `let x = TEXT`.
std::string expr_of(const std::string& text) {
    const std::string tree = tree_of("let x = " + text);
    if (tree.rfind("(let x ", 0) != 0) return tree;
    return tree.substr(7, tree.size() - 9);
}

TEST(ParserTest, ReadsNothingFromNothing) { EXPECT_EQ(tree_of(""), ""); }

}  // namespace
}  // namespace jonbar
