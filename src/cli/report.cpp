#include "cli/report.h"

#include <cstdio>
#include <filesystem>
#include <string>

#include "cli/asking.h"
#include "cli/kept_work.h"
#include "cli/terminal.h"
#include "jonbar/report_file.h"

namespace jonbar {

namespace {

FullReportOptions report_options(const Request& request) {
    FullReportOptions options;
    options.command = command_line(request);
    const std::size_t equals = request.outcome.find('=');
    options.outcome = request.outcome.substr(0, equals);
    if (equals != std::string::npos) options.value = request.outcome.substr(equals + 1);
    options.sample = sample_options(request);
    options.sample.histories = request.histories.value_or(0);
    options.histories = request.histories.value_or(options.histories);
    options.what_ifs = request.names;
    options.maps = request.maps;
    options.what_if = !request.no_what_if;
    options.why = !request.no_why;
    options.sensitivity = !request.no_sensitivity;
    if (!request.documents.empty()) options.documents = request.documents;
    return options;
}

/// Makes the report, where its record is refused without what rests on it.
FullReport made_of(const std::string& file, const CompileOptions& compile,
                   FullReportOptions& options) {
    try {
        return full_report(file, compile, options);
    } catch (const RecordError& error) {
        options.refusal = RecordRefusal{false, error.what()};
    } catch (const DegenerateError& error) {
        options.refusal = RecordRefusal{true, error.what()};
    }
    return full_report(file, compile, options);
}

}  // namespace

void add_report(CLI::App& command, Request& request) {
    command
        .add_option("OUTCOME", request.outcome,
                    "what causes and sensitivity are asked of, as in leads=stalin (default: "
                    "the first outcome that is no number)")
        ->type_name("");
    command
        .add_option("-o,--output", request.output,
                    "the page to write (default: NAME.html of NAME.jon, in this folder)")
        ->type_name("FILE");
    command.add_flag("--force", request.force, "overwrite what is no page of a report");
    command.add_flag("--data-only", request.data_only,
                     "print the figures as one JSON object (docs/report.md), and write no page");
    command
        .add_option("--whatif", request.names,
                    "a what-if of the scenario; may be repeated (default: the first 4)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        .add_option("--quantity", request.quantities,
                    "a number or a truth to show by date, as in 'count(p in person where "
                    "p.alive)'; may be repeated")
        ->type_name("EXPR")
        ->allow_extra_args(false);
    command
        .add_option("--map", request.maps,
                    "a relation to show by year, or a definition that is a truth of two of one "
                    "kind; may be repeated")
        ->type_name("RELATION")
        ->allow_extra_args(false);
    command
        .add_option("--sources", request.documents,
                    "folder of the sources' documents: quote the lines that claims rest on")
        ->type_name("DIR");
    command.add_flag("--no-whatif", request.no_what_if, "leave out what-ifs");
    command.add_flag("--no-why", request.no_why, "leave out causes");
    command.add_flag("--no-sensitivity", request.no_sensitivity, "leave out sensitivity");
    command.add_flag("--prior", request.prior, "leave the record out");
    command
        .add_option("--histories", request.histories,
                    "histories without the record (default 20,000), and of the sample that "
                    "what-ifs and causes are asked of (default 20,480)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000'000}));
}

Status report(const Request& request) {
    namespace fs = std::filesystem;
    const std::string path = request.output.empty()
                                 ? fs::path(request.files.front()).stem().string() + ".html"
                                 : request.output;
    if (!request.data_only) check_page_path(path, request.force);
    CompileOptions compile = compile_options(request);
    compile.quantities = request.quantities;
    FullReportOptions options = report_options(request);
    KeptWork kept(request);
    options.sample.journal = kept.journal();
    const FullReport made = [&] {
        QuestionProgress progress;
        options.sample.progress = [&](const std::string& what, std::uint64_t done,
                                      std::uint64_t all) { progress.show(what, done, all); };
        return made_of(request.files.front(), compile, options);
    }();
    kept.close();
    print_findings(request, made.warnings);
    if (made.refusal)
        std::fputs(shown(made.refusal->message, stderr, request.isolate).c_str(), stderr);
    if (request.data_only) {
        print(to_json(made));
    } else {
        write_page(made, path, request.force);
        print(shown(path + "\n", stdout, request.isolate));
    }
    if (!made.refusal) return Status::Done;
    return made.refusal->degenerate ? Status::DegenerateFilter : Status::ImpossibleRecord;
}

}  // namespace jonbar
