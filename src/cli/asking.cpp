#include "cli/asking.h"

#include <cstdio>

#include "base/io_error.h"

namespace jonbar {

namespace {

/// Returns an argument as a shell reads it.
std::string quoted(const std::string& argument) {
    constexpr const char* kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=,:+@%";
    if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos)
        return argument;
    std::string out = "'";
    for (const char c : argument) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

}  // namespace

std::string command_line(const Request& request) {
    std::string line = "jonbar";
    for (std::size_t i = 1; i < request.arguments.size(); ++i)
        line += " " + quoted(request.arguments[i]);
    return line;
}

void print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
        std::fflush(stdout) != 0) {
        throw IoError("write", "standard output", "the device is full or closed");
    }
}

void print_finding(const Request& request, const Finding& finding) {
    std::fputs(shown(finding.rendered, stderr, request.isolate).c_str(), stderr);
}

void print_findings(const Request& request, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) print_finding(request, finding);
}

CompileOptions compile_options(const Request& request) {
    CompileOptions options;
    options.library = request.library;
    options.settings = request.settings;
    options.continue_as = request.continue_as;
    options.strict = request.strict;
    return options;
}

SampleOptions sample_options(const Request& request) {
    SampleOptions options;
    options.seed = request.seed;
    options.threads = request.threads;
    options.conditioning = request.conditioning;
    options.prior = request.prior;
    options.histories = request.sample_histories;
    options.stop = &stop_on_interrupt();
    options.memory = request.memory;
    return options;
}

void QuestionProgress::show(const std::string& what, std::uint64_t done, std::uint64_t all) {
    if (what != what_) {
        bar_.emplace(stderr);
        what_ = what;
    }
    bar_->show(done, all);
}

}  // namespace jonbar
