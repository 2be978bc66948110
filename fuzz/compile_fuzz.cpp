// Any text goes through all stages of the front end: names, types, the checks of time and evidence,
// then lowering, as written and optimised, and the prints of every stage. What is wrong is said.

#include "base/check.h"
#include "base/diagnostics.h"
#include "fuzz/input.h"
#include "model/check.h"
#include "model/dump.h"
#include "program/dump.h"
#include "program/lower.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jonbar;
    const fuzz::Input input = fuzz::cut_input(fuzz::text_of(data, size));
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("text.jon", input.scenario);
    LoadOptions options;
    options.read = fuzz::reader_of(input);
    std::vector<Notice> notices;
    const Model model = load_and_check(sources, file, options, diagnostics, &notices);
    render(sources, diagnostics);
    if (diagnostics.has_errors()) return 0;
    dump_model(model);
    dump_order(model);
    program::LowerOptions lowering;
    for (const bool optimise : {true, false}) {
        lowering.optimise = optimise;
        lowering.trace = optimise;
        const program::Program program = program::lower(model, lowering, diagnostics);
        if (diagnostics.has_errors()) {
            CHECK(!render(sources, diagnostics).empty());
            return 0;
        }
        if (program.step.size() < 10'000) dump_program(program);
    }
    return 0;
}
