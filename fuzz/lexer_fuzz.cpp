// Any bytes become tokens: in order, inside the text, the last one the end; and every finding can
// be shown.

#include "base/check.h"
#include "base/diagnostics.h"
#include "fuzz/input.h"
#include "language/lexer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jonbar;
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("text.jon", std::string(fuzz::text_of(data, size)));
    const ast::TokenList list = ast::lex(sources, file, diagnostics);
    if (list.readable) {
        CHECK(!list.tokens.empty() && list.tokens.back().kind == ast::TokenKind::End);
        std::uint32_t at = 0;
        for (const ast::Token& token : list.tokens) {
            CHECK(token.begin >= at && token.end >= token.begin && token.end <= size);
            at = token.end;
        }
    } else {
        CHECK(diagnostics.has_errors());
    }
    render(sources, diagnostics);
    return 0;
}
