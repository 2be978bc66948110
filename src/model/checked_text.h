// The model of a scenario's text, for the tests of the stages behind this one.

#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "model/check.h"

namespace jonbar {

/// Returns the model of a scenario without modules; the test fails with what is wrong in it.
inline Model checked(const std::string& text) {
    SourceSet sources;
    Diagnostics diagnostics;
    LoadOptions load;
    load.read = [](const std::string&) { return std::nullopt; };
    const FileId file = sources.add("test.jon", text);
    Model model = load_and_check(sources, file, load, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render(sources, diagnostics);
    return model;
}

}  // namespace jonbar
