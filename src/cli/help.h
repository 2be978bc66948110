// What the command line says of itself, and of what is wrong in it.

#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace jonbar {

/// Help whose lines have 80 columns at most.
class NarrowHelp : public CLI::Formatter {
  public:
    std::string make_option_desc(const CLI::Option* option) const override;
    std::string make_subcommand(const CLI::App* command) const override;
};

/// Returns what is wrong in a command line: a command that does not exist by its name, with the one
/// that may be meant.
std::string usage_failure(const CLI::App* parser, const CLI::Error& error);

/// Refuses numbers below 0 where the option's type would make them huge.
CLI::Validator not_negative();

}  // namespace jonbar
