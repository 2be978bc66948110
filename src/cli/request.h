// The command line: one table of commands, options and examples, from which parsing, `--help`, the
// completion and the manual page are all made.

#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/questions.h"
#include "jonbar/report.h"
#include "serve/options.h"

namespace jonbar {

/// What the user asked for. The command's name is empty where the command line only asked for help.
struct Request {
    std::string command;
    std::vector<std::string> arguments;  // of the command line, the program's name first
    std::vector<std::string> files;
    std::string library;
    std::vector<std::string> settings;
    std::vector<std::string> continue_as;
    std::optional<std::uint64_t> histories;  // of `run`
    std::uint64_t history = 0;
    std::uint64_t seed = 1;
    int threads = 0;
    ConditioningOptions conditioning;
    bool given = false;
    bool prior = false;
    std::uint64_t sample_histories = 0;
    std::string outcome;
    std::string person;   // whom `play` plays,
    std::string choices;  // what is chosen first,
    std::string save, resume;
    std::uint64_t odds = 512;                // and how many histories tell where an option leads
    std::vector<std::string> names;          // of what-ifs
    std::vector<std::string> interventions;  // --do
    bool interventional = false;
    bool tell = false;
    std::optional<std::uint64_t> told_history;
    bool couplings = false;
    bool bounds = false;
    bool json = false;
    bool strict = false;
    std::optional<bool> isolate;  // text from right to left; empty: on a terminal
    bool evidence = false;
    std::string documents;
    std::string name;                  // that `evidence` is asked of
    std::vector<std::string> sources;  // that `without` does not believe
    std::vector<std::string> claims;
    bool all = false;
    bool check_only = false;
    std::string csv;
    std::string out;           // NetCDF
    std::uint64_t memory = 0;  // bytes; 0: what is free
    bool cost = false;
    std::string store;
    std::string fit = "leave-one-out";
    std::string output;
    bool force = false;
    bool data_only = false;
    std::vector<std::string> quantities;
    std::vector<std::string> maps;
    bool no_what_if = false, no_why = false, no_sensitivity = false;
    std::string stage = "model";
    std::string code;
    std::string shell = "bash";
    serve::ServeOptions serve;
    /// The answer of a command of `solve`, as JSON or text.
    std::function<std::string(bool json, const TextOptions&)> solve;
};

/// Builds the parser that fills `request`, which must outlive it.
std::unique_ptr<CLI::App> make_parser(Request& request);

/// Returns a bash script that completes commands, options, stages and scenario files.
std::string bash_completion(const CLI::App& parser);

/// Returns the manual page in roff.
std::string manual_page(const CLI::App& parser);

}  // namespace jonbar
