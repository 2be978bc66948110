// What commands share: options made of a request, and what is printed on the way.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/request.h"
#include "cli/terminal.h"
#include "jonbar/scenario.h"

namespace jonbar {

/// Writes to standard output. Throws IoError where that fails, as on a full disk.
void print(const std::string& text);

/// Writes findings to standard error.
void print_finding(const Request& request, const Finding& finding);
void print_findings(const Request& request, const std::vector<Finding>& findings);

/// Returns the command line, as a shell reads it.
std::string command_line(const Request& request);

CompileOptions compile_options(const Request& request);
SampleOptions sample_options(const Request& request);

/// Shows what a long question is at.
class QuestionProgress {
  public:
    void show(const std::string& what, std::uint64_t done, std::uint64_t all);

  private:
    std::string what_;
    std::optional<ProgressBar> bar_;
};

}  // namespace jonbar
