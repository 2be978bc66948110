// `jonbar solve SUBJECT FILE.csv`: the formal models, each asked of a table of its own.
//
// A subject is a command of `solve`, in a file of its own: it adds its options and says how it is
// answered.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/request.h"
#include "jonbar/report.h"

namespace jonbar {

/// Adds `solve` and all its subjects.
void add_solve(CLI::App& parser, Request& request);

/// What a subject is called, what it does, and an example of it.
struct SolveSubject {
    std::string name, what, example;
};

/// Adds a subject whose options fill an `Options` and whose answer `ask` gives from table and
/// options. Returns the command and where its options stand.
template <class Options, class Ask>
std::pair<CLI::App*, Options*> add_subject(CLI::App& solve, Request& request,
                                           const SolveSubject& subject, Ask ask) {
    // The command line keeps a callback as long as its parser, and that owns the options.
    const auto options = std::make_shared<Options>();
    CLI::App* command = solve.add_subcommand(subject.name, subject.what);
    command->footer("Example:\n  " + subject.example);
    command
        ->add_option_function<std::string>(
            "FILE", [&request](const std::string& file) { request.files = {file}; },
            "the table (*.csv); docs/solve.md tells its columns")
        ->required()
        ->type_name("");
    command->add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    command->callback([&request, options, ask] {
        request.command = "solve";
        request.solve = [&request, options, ask](bool json, const TextOptions& text) {
            const auto answer = ask(request.files.front(), *options);
            return json ? to_json(answer) : to_text(answer, text);
        };
    });
    return {command, options.get()};
}

void add_solve_alignment(CLI::App& solve, Request& request);
void add_solve_bargain(CLI::App& solve, Request& request);
void add_solve_campaign(CLI::App& solve, Request& request);
void add_solve_cascade(CLI::App& solve, Request& request);
void add_solve_coalition(CLI::App& solve, Request& request);
void add_solve_opinion(CLI::App& solve, Request& request);
void add_solve_power(CLI::App& solve, Request& request);

}  // namespace jonbar
