// The module that gives fitted params their priors.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jonbar/backtest.h"
#include "report/layout.h"

namespace jonbar {

namespace {

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string line_of(const FittedParam& param) {
    const std::string reason = fmt::format(
        "assumed \"fitted: score {:+.2f} ± {:.2f} of its prior\"", param.mean, param.sd);
    if (param.member) return fmt::format("{} {}\n    {}\n", param.name, param.distribution, reason);
    return fmt::format("replace param {}: {} {}\n    {}\n", param.name, param.type,
                       param.distribution, reason);
}

}  // namespace

std::string fit_module(const FitAnswer& answer) {
    std::string text = fmt::format(
        "# Priors of params, fitted by `jonbar fit` {} to what {} cases hide: {} facts, {}\n"
        "# histories of each case, seed {}. A scenario that uses this module has them in place of\n"
        "# the library's own; how they were found stands in docs/backtest.md. Of the cases below\n"
        "# nothing can be foretold with them that they do not already know.\n#\n",
        answer.version, answer.files.size(), answer.facts, grouped(answer.histories), answer.seed);
    for (const std::string& file : answer.files) text += fmt::format("# {}\n", file_name(file));
    std::vector<std::string> modules;
    for (const FittedParam& param : answer.params) {
        if (std::find(modules.begin(), modules.end(), param.module) == modules.end())
            modules.push_back(param.module);
    }
    text += "\n";
    for (const std::string& module : modules) text += fmt::format("use {}\n", module);
    text += "\n";
    for (const FittedParam& param : answer.params) text += line_of(param);
    return text;
}

}  // namespace jonbar
