#include <fmt/format.h>

#include "cli/request.h"

namespace jonbar {

namespace {

/// Writes a text so that roff prints it as it stands.
std::string roff(const std::string& text) {
    std::string out;
    bool line_start = true;
    for (const char letter : text) {
        if (line_start && (letter == '.' || letter == '\'')) out += "\\&";
        if (letter == '\\') {
            out += "\\e";
        } else if (letter == '-') {
            out += "\\-";
        } else {
            out += letter;
        }
        line_start = letter == '\n';
    }
    return out;
}

std::string option_text(const CLI::Option& option) {
    std::string name =
        option.get_positional() ? option.get_name(true) : option.get_name(false, true);
    if (!option.get_type_name().empty() && option.get_expected_min() > 0)
        name += " " + option.get_type_name();
    return fmt::format(".TP\n.B {}\n{}\n", roff(name), roff(option.get_description()));
}

/// The footer after "Example:", one command a line.
std::string example_text(const CLI::App& command) {
    const std::string footer = command.get_footer();
    const std::size_t begin = footer.find("  ");
    return begin == std::string::npos ? "" : footer.substr(begin + 2);
}

/// The sections of the commands of `parser`, which is called `name`, and of their own.
// NOLINTNEXTLINE(misc-no-recursion): commands stand two deep
std::string command_texts(const CLI::App& parser, const std::string& name) {
    std::string page;
    for (const CLI::App* command : parser.get_subcommands([](const CLI::App*) { return true; })) {
        const std::string whole = name + " " + command->get_name();
        page += fmt::format(".SS \"{}\"\n{}.\n", roff(whole), roff(command->get_description()));
        for (const CLI::Option* option : command->get_options()) page += option_text(*option);
        page += fmt::format(".PP\nExample:\n.EX\n{}\n.EE\n", roff(example_text(*command)));
        page += command_texts(*command, whole);
    }
    return page;
}

}  // namespace

std::string manual_page(const CLI::App& parser) {
    std::string page = fmt::format(
        ".TH JONBAR 1 \"\" \"jonbar {}\" \"User commands\"\n.SH NAME\njonbar \\- {}\n.SH "
        "SYNOPSIS\n.B jonbar\n.I command\n"
        "[\\fIoption\\fR ...] [\\fIfile\\fR ...]\n.SH DESCRIPTION\nA scenario says who held what, "
        "what could happen, "
        "and who says so. jonbar compiles it to a structural causal model over time, runs a great "
        "many histories "
        "of it and tells how they came out.\n.SH COMMANDS\n",
        JONBAR_VERSION, roff(parser.get_description()));
    page += command_texts(parser, "jonbar");
    page +=
        ".SH EXIT STATUS\n.TP\n.B 0\ndone\n.TP\n.B 1\nthe scenario is wrong\n.TP\n.B 2\nthe "
        "command line is wrong\n"
        ".TP\n.B 3\na file, the disk or the memory failed\n.TP\n.B 130\nstopped by Ctrl\\-C; the "
        "finished part was "
        "printed\n.TP\n.B 143\nlikewise by SIGTERM\n";
    return page;
}

}  // namespace jonbar
