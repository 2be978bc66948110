// What each command does: a request in, text out, an exit status.

#pragma once

#include <stdexcept>

#include "cli/request.h"

namespace jonbar {

/// The program's exit statuses.
enum class Status {
    Done = 0,
    WrongScenario = 1,
    WrongUsage = 2,
    WorldsFault = 3,
    ImpossibleRecord = 4,
    DegenerateFilter = 5,
    Interrupted = 130,  // by Ctrl-C; 143 by SIGTERM
};

/// The command line asks for what cannot be: exit status 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Carries out what was asked for; prints answers to standard output and findings to standard
/// error. Throws ScenarioError, HistoryError, UsageError, std::runtime_error for files.
Status carry_out(const Request& request, const CLI::App& parser);

}  // namespace jonbar
