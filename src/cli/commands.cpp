#include "cli/commands.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "base/io_error.h"
#include "cli/asking.h"
#include "cli/explain.h"
#include "cli/kept_work.h"
#include "cli/play.h"
#include "cli/report.h"
#include "cli/row_file.h"
#include "cli/serve.h"
#include "cli/terminal.h"
#include "jonbar/evidence.h"
#include "jonbar/jonbar.h"
#include "report/findings_json.h"

namespace jonbar {

namespace {

/// Writes what is for people to read.
void print_text(const Request& request, const std::string& text) {
    print(shown(text, stdout, request.isolate));
}

TextOptions text_options(const Request& request) {
    TextOptions text;
    text.columns = terminal_columns(stdout);
    text.colour = wants_colour(stdout);
    text.all = request.all;
    return text;
}

template <class Answer>
void print_answer(const Request& request, const Answer& answer) {
    if (request.json) return print(to_json(answer));
    print_text(request, to_text(answer, text_options(request)));
}

/// Returns the file that the histories go to, if any is asked for.
std::unique_ptr<ResultFile> result_file(const Request& request) {
    if (request.out.empty()) return nullptr;
    if (request.out == request.csv) throw UsageError("--out and --csv name the same file");
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return std::make_unique<ResultFile>(
        request.out, Making{.created_at = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)),
                            .command = command_line(request)});
}

/// Asks a question about an outcome, written NAME or NAME=VALUE, and prints the answer.
template <class Options, class Ask>
Status ask_of_outcome(const Request& request, Options options, const Ask& ask) {
    const Scenario scenario = Scenario::load(request.files.front(), compile_options(request));
    print_findings(request, scenario.warnings());
    options.sample = sample_options(request);
    const std::unique_ptr<ResultFile> file = result_file(request);
    options.sample.file = file.get();
    const std::size_t equals = request.outcome.find('=');
    options.outcome = request.outcome.substr(0, equals);
    if (equals != std::string::npos) options.value = request.outcome.substr(equals + 1);
    KeptWork kept(request);
    options.sample.journal = kept.journal();
    const auto started = std::chrono::steady_clock::now();
    auto answer = [&] {
        QuestionProgress progress;
        options.sample.progress = [&](const std::string& what, std::uint64_t done,
                                      std::uint64_t all) { progress.show(what, done, all); };
        return ask(scenario, options);
    }();
    if (file) file->close();
    answer.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    answer.threads = request.threads;
    kept.close();
    print_answer(request, answer);
    return Status::Done;
}

/// Lists the what-ifs of a scenario.
Status list_what_ifs(const Scenario& scenario, const Request& request) {
    const auto known = scenario.what_ifs();
    if (request.json) {
        nlohmann::ordered_json names = nlohmann::ordered_json::object();
        for (const auto& [name, label] : known) names[name] = {{"label", label}};
        print(nlohmann::ordered_json{{"whatifs", names}}.dump(2) + "\n");
        return Status::Done;
    }
    std::string text = known.empty() ? "the scenario declares no whatif; --do asks without one\n"
                                     : "the scenario's what-ifs:\n";
    for (const auto& [name, label] : known) {
        text += fmt::format("  {}{}\n", name, label == name ? "" : "  " + label);
    }
    print_text(request, text);
    return Status::Done;
}

Status what_if(const Request& request) {
    CompileOptions compile = compile_options(request);
    compile.interventions = request.interventions;
    const Scenario scenario = Scenario::load(request.files.front(), compile);
    print_findings(request, scenario.warnings());
    WhatIfOptions options;
    options.names = request.names;
    for (std::size_t i = 1; i <= request.interventions.size(); ++i) {
        options.names.push_back(fmt::format("do {}", i));
    }
    options.sample = sample_options(request);
    options.interventional = request.interventional;
    if (options.names.empty()) {
        if (!request.out.empty()) throw UsageError("--out needs a what-if, by NAME or --do");
        return list_what_ifs(scenario, request);
    }
    if (request.told_history && !request.tell) throw UsageError("--history needs --tell");
    if (request.tell && !request.out.empty()) throw UsageError("--out does not go with --tell");
    const std::unique_ptr<ResultFile> file = result_file(request);
    options.sample.file = file.get();
    KeptWork kept(request);
    options.sample.journal = kept.journal();
    const auto started = std::chrono::steady_clock::now();
    std::optional<QuestionProgress> progress(std::in_place);
    options.sample.progress = [&](const std::string& what, std::uint64_t done, std::uint64_t all) {
        progress->show(what, done, all);
    };
    if (request.tell) {
        const std::string told =
            scenario.tell_what_if(options, request.told_history, terminal_columns(stdout));
        progress.reset();
        kept.close();
        print_text(request, told);
        return Status::Done;
    }
    WhatIfAnswers answers = scenario.what_if(options);
    if (file) file->close();
    progress.reset();
    answers.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    answers.settings = request.settings;
    kept.close();
    print_answer(request, answers);
    return answers.partial ? Status::Interrupted : Status::Done;
}

Status why(const Request& request) {
    WhyOptions options;
    options.couplings = request.couplings;
    options.bounds = request.bounds;
    return ask_of_outcome(request, options, [](const Scenario& scenario, const WhyOptions& asked) {
        return scenario.why(asked);
    });
}

Status sensitivity(const Request& request) {
    return ask_of_outcome(request, SensitivityOptions{},
                          [](const Scenario& scenario, const SensitivityOptions& asked) {
                              return scenario.sensitivity(asked);
                          });
}

/// The cases among what was named: files, and those in folders.
std::vector<std::string> named_cases(const Request& request) {
    std::vector<std::string> files;
    for (const std::string& named : request.files) {
        if (std::filesystem::is_directory(named)) {
            const std::vector<std::string> found = cases_in(named);
            files.insert(files.end(), found.begin(), found.end());
        } else {
            files.push_back(named);
        }
    }
    return files;
}

/// Asks a question of cases and tells how long it took.
template <class Ask>
auto ask_of_cases(const Request& request, const Ask& ask) {
    BacktestOptions options;
    if (request.histories) options.histories = *request.histories;
    options.seed = request.seed;
    options.threads = request.threads;
    options.leave_one_out = request.fit != "none";
    options.compile = compile_options(request);
    options.conditioning = request.conditioning;
    options.stop = &stop_on_interrupt();
    QuestionProgress progress;
    options.progress = [&](const std::string& what, std::uint64_t done, std::uint64_t all) {
        progress.show(what, done, all);
    };
    const auto started = std::chrono::steady_clock::now();
    auto answer = ask(named_cases(request), options);
    answer.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return answer;
}

Status foretell(const Request& request) {
    const BacktestAnswer answer = ask_of_cases(request, backtest);
    print_answer(request, answer);
    return Status::Done;
}

Status fit_params(const Request& request) {
    const FitAnswer answer = ask_of_cases(request, fit);
    write_file(request.output, fit_module(answer));
    print_answer(request, answer);
    return Status::Done;
}

/// Asks how the answers of a scenario move between readings of it, and prints the answer.
template <class Ask>
Status ask_of_readings(const Request& request, bool given, const Ask& ask) {
    ReadingOptions options;
    options.histories = request.histories.value_or(options.histories);
    options.seed = request.seed;
    options.threads = request.threads;
    if (given) options.given = request.conditioning;
    options.stop = &stop_on_interrupt();
    const auto started = std::chrono::steady_clock::now();
    auto answer = [&] {
        QuestionProgress progress;
        options.progress = [&](const std::string& what, std::uint64_t done, std::uint64_t all) {
            progress.show(what, done, all);
        };
        return ask(options);
    }();
    answer.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    answer.threads = request.threads;
    print(request.json ? to_json(answer) : to_text(answer, text_options(request)));
    return Status::Done;
}

Status tell_evidence(const Request& request) {
    return ask_of_readings(request, request.given, [&](const ReadingOptions& options) {
        return evidence(request.files.front(), request.name, compile_options(request), options);
    });
}

Status tell_without(const Request& request) {
    return ask_of_readings(request, !request.prior, [&](const ReadingOptions& options) {
        return without(request.files.front(), request.sources, request.claims,
                       compile_options(request), options);
    });
}

Status run(const Request& request) {
    const Scenario scenario = Scenario::load(request.files.front(), compile_options(request));
    print_findings(request, scenario.warnings());

    RunOptions options;
    options.histories = request.histories.value_or(request.given ? 20'000 : 100'000);
    options.seed = request.seed;
    options.threads = request.threads;
    if (request.given) options.given = request.conditioning;
    const bool conditions = request.given || !scenario.continued().empty();
    if (!conditions && request.conditioning != ConditioningOptions{}) {
        throw UsageError(
            "--particles, --island-size and --moves go with --given, or with a scenario that "
            "continues another");
    }
    options.continuing = request.conditioning;
    options.stop = &stop_on_interrupt();
    if (request.given && !request.csv.empty())
        throw UsageError("--csv writes histories of the prior; it does not go with --given");
    std::unique_ptr<RowFile> rows;
    if (!request.csv.empty()) {
        rows = std::make_unique<RowFile>(request.csv, scenario.outcomes());
        options.row = [&](std::uint64_t history, const std::vector<std::string>& values) {
            rows->add(history, values);
        };
    }
    const std::unique_ptr<ResultFile> file = result_file(request);
    options.file = file.get();
    options.memory = request.memory;
    KeptWork kept(request);
    options.journal = kept.journal();
    const auto started = std::chrono::steady_clock::now();
    Answers answers;
    {
        ProgressBar progress(stderr);
        options.progress = [&](std::uint64_t done, std::uint64_t requested) {
            progress.show(done, requested);
        };
        answers = scenario.run(options);
    }
    answers.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    answers.settings = request.settings;
    if (rows) rows->close();
    if (file) file->close();
    kept.close();

    print_answer(request, answers);
    return answers.partial ? Status::Interrupted : Status::Done;
}

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), what,
                       count == 1 ? "" : "s");
}

/// What is wrong in a file, may be, or is worth knowing.
std::vector<Finding> check_one(const Request& request, const std::string& file) {
    const CompileOptions options = compile_options(request);
    std::vector<Finding> found = check_file(file, options);
    if (!request.evidence) return found;
    const std::vector<Finding> evidence = check_evidence_of(
        file, options,
        request.documents.empty() ? std::nullopt : std::optional<std::string>(request.documents));
    found.insert(found.end(), evidence.begin(), evidence.end());
    return found;
}

Status check(const Request& request) {
    std::size_t errors = 0, warnings = 0;
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    std::set<std::string> told;  // what is wrong in a module is told once
    for (const std::string& file : request.files) {
        for (const Finding& finding : check_one(request, file)) {
            if (!told.insert(finding.rendered).second) continue;
            errors += finding.severity == Finding::Severity::Error ? 1 : 0;
            warnings += finding.severity == Finding::Severity::Warning ? 1 : 0;
            if (request.json) {
                json.push_back(finding_json(finding));
            } else if (finding.severity == Finding::Severity::Note) {
                print_text(request, finding.rendered);
            } else {
                print_finding(request, finding);
            }
        }
    }
    if (request.json) {
        print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else {
        print(fmt::format("{}: {}, {}\n", counted(request.files.size(), "file"),
                          counted(errors, "error"), counted(warnings, "warning")));
    }
    return errors > 0 ? Status::WrongScenario : Status::Done;
}

Status lay_out(const Request& request) {
    bool would_change = false;
    for (const std::string& file : request.files) {
        const bool standard = file == "-";
        const std::string text =
            standard ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : read_file(file);
        const std::string better = format_text(standard ? "standard input" : file, text);
        if (standard) {
            if (!request.check_only) print(better);
        } else if (better != text && !request.check_only) {
            write_file(file, better);
        }
        if (better != text) {
            would_change = true;
            if (request.check_only) print(file + " is not in the canonical layout\n");
        }
    }
    return request.check_only && would_change ? Status::WrongScenario : Status::Done;
}

Status dump_cost(const Request& request, const Scenario& scenario) {
    CostOptions options;
    options.histories = request.histories.value_or(0);
    options.threads = request.threads;
    options.conditioning = request.conditioning;
    print_answer(request, scenario.cost(options));
    return Status::Done;
}

Status explain_code(const Request& request) {
    if (request.code.empty()) {
        print(list_codes(errors_page()));
        return Status::Done;
    }
    const auto section = explain(errors_page(), request.code);
    if (!section) {
        throw UsageError(
            fmt::format("no error has the number {}; `jonbar explain` lists all", request.code));
    }
    print(*section);
    return Status::Done;
}

}  // namespace

Status carry_out(const Request& request, const CLI::App& parser) {
    if (request.command == "run") return run(request);
    if (request.command == "whatif") return what_if(request);
    if (request.command == "why") return why(request);
    if (request.command == "sensitivity") return sensitivity(request);
    if (request.command == "backtest") return foretell(request);
    if (request.command == "fit") return fit_params(request);
    if (request.command == "evidence") return tell_evidence(request);
    if (request.command == "without") return tell_without(request);
    if (request.command == "report") return report(request);
    if (request.command == "solve") {
        const std::string answer = request.solve(request.json, text_options(request));
        request.json ? print(answer) : print_text(request, answer);
        return Status::Done;
    }
    if (request.command == "serve") return serve_folder(request);
    if (request.command == "check") return check(request);
    if (request.command == "fmt") return lay_out(request);
    if (request.command == "play") {
        return play(request, compile_options(request), text_options(request),
                    [&](const std::string& text) {
                        request.json ? print(text) : print_text(request, text);
                    });
    }
    if (request.command == "tell") {
        const Scenario scenario = Scenario::load(request.files.front(), compile_options(request));
        print_findings(request, scenario.warnings());
        print_text(request, scenario.tell(request.history, request.seed));
    } else if (request.command == "dump") {
        const Scenario scenario = Scenario::load(request.files.front(), compile_options(request));
        if (request.cost) return dump_cost(request, scenario);
        print(scenario.dump(request.stage));
    } else if (request.command == "explain") {
        return explain_code(request);
    } else if (request.command == "completion") {
        print(bash_completion(parser));
    } else if (request.command == "manual") {
        print(manual_page(parser));
    }
    return Status::Done;
}

}  // namespace jonbar
