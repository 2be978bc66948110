// Any text becomes a tree. What is parsed without errors can be laid out; laid out, it parses to
// the same tree, and laying it out again changes nothing.

#include "base/check.h"
#include "base/diagnostics.h"
#include "fuzz/input.h"
#include "language/dump.h"
#include "language/format.h"
#include "language/parser.h"

namespace jonbar {
namespace {

void parse_and_format(std::string text, FileRole role) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("text.jon", std::move(text));
    const ast::Tree tree = parse(sources, file, role, diagnostics);
    if (diagnostics.has_errors()) {
        CHECK(!render(sources, diagnostics).empty());
        return;
    }
    const std::string formatted = format(sources, tree);
    const FileId again = sources.add("formatted.jon", formatted);
    const ast::Tree second = parse(sources, again, role, diagnostics);
    CHECK(!diagnostics.has_errors());
    CHECK(dump_tree(second) == dump_tree(tree));
    CHECK(format(sources, second) == formatted);
}

}  // namespace
}  // namespace jonbar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(jonbar::fuzz::text_of(data, size));
    jonbar::parse_and_format(text, jonbar::FileRole::Scenario);
    jonbar::parse_and_format(text, jonbar::FileRole::Module);
    return 0;
}
