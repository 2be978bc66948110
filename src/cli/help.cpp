#include "cli/help.h"

#include <fmt/format.h>

#include <sstream>
#include <vector>

#include "base/nearest.h"

namespace jonbar {

namespace {

constexpr std::size_t kColumns = 80;

/// Breaks a text at spaces into lines of `width` characters at most; longer words stay whole.
std::string wrapped(const std::string& text, std::size_t width) {
    std::istringstream words(text);
    std::string lines;
    std::size_t column = 0;
    for (std::string word; words >> word;) {
        if (column > 0 && column + 1 + word.size() > width) {
            lines += '\n';
            column = 0;
        }
        if (column > 0) lines += ' ';
        lines += word;
        column += word.size() + (column > 0 ? 1 : 0);
    }
    return lines;
}

}  // namespace

std::string NarrowHelp::make_option_desc(const CLI::Option* option) const {
    return wrapped(Formatter::make_option_desc(option), kColumns - get_column_width());
}

std::string NarrowHelp::make_subcommand(const CLI::App* command) const {
    std::ostringstream line;
    CLI::detail::format_help(line, command->get_display_name(true),
                             wrapped(command->get_description(), kColumns - get_column_width()),
                             get_column_width());
    return line.str();
}

std::string usage_failure(const CLI::App* parser, const CLI::Error& error) {
    const CLI::App* at = parser;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    const bool required = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    if (!required || at->get_require_subcommand_min() == 0)
        return CLI::FailureMessage::simple(parser, error);
    const std::string name =
        at == parser ? parser->get_name() : parser->get_name() + " " + at->get_name();
    const std::vector<std::string> left = parser->remaining(true);
    std::string what = "a command is missing";
    if (!left.empty()) {
        std::vector<std::string> names;
        for (const CLI::App* command : at->get_subcommands([](const CLI::App*) { return true; }))
            names.push_back(command->get_name());
        const std::string_view near = nearest_name(left[0], names);
        what = fmt::format("there is no {} '{}'{}", left[0][0] == '-' ? "option" : "command",
                           left[0], near.empty() ? "" : fmt::format(" (did you mean {}?)", near));
    }
    return fmt::format("jonbar: {}; {} --help lists them\n", what, name);
}

CLI::Validator not_negative() {
    return {[](const std::string& text) {
                return text.rfind('-', 0) == 0 ? text + " is below 0" : std::string();
            },
            ""};
}

}  // namespace jonbar
