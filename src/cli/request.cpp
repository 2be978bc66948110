#include "cli/request.h"

#include <limits>

#include "cli/help.h"
#include "cli/report.h"
#include "cli/serve.h"
#include "cli/shared_options.h"
#include "cli/solve.h"

namespace jonbar {

namespace {

CLI::App* command(CLI::App& parser, Request& request, const std::string& name,
                  const std::string& what, const std::string& example) {
    CLI::App* added = parser.add_subcommand(name, what);
    added->footer("Example:\n  " + example);
    added->callback([&request, name] { request.command = name; });
    add_isolation(*added, request);
    return added;
}

}  // namespace

std::unique_ptr<CLI::App> make_parser(Request& request) {
    auto parser =
        std::make_unique<CLI::App>("Counterfactual history: scenarios in, histories out", "jonbar");
    parser->set_version_flag("--version", "jonbar " JONBAR_VERSION, "print the version");
    parser->require_subcommand(1);
    parser->formatter(std::make_shared<NarrowHelp>());  // shared: each command has it too
    parser->failure_message(usage_failure);
    parser->footer(
        "Example:\n  jonbar run scenarios/lenin-succession.jon\n\nExit status: 0 done; 1 the "
        "scenario is wrong; "
        "2 the command line is wrong;\n3 a file, the disk or the memory failed; 4 no history meets "
        "the record;\n5 too few carry it for an answer; 130 stopped by Ctrl-C, 143 by SIGTERM.");

    CLI::App* run =
        command(*parser, request, "run", "Run a great many histories and tell how they came out",
                "jonbar run succession.jon --histories 1000000 --set patronage=0.05");
    add_scenario(*run, request);
    run->add_option("--histories", request.histories, "how many histories (default 100,000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
    run->add_flag(
        "--given", request.given,
        "given the record (`observe`): the posterior beside the prior, of which --histories "
        "(default 20,000) tell");
    add_conditioning(*run, request);
    run->get_option("--until")->needs(run->get_option("--given"));
    add_seed(*run, request);
    add_threads(*run, request);
    add_store(*run, request);
    add_settings(*run, request);
    add_continuation(*run, request);
    run->add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    run->add_option("--csv", request.csv, "write each history's outcomes to FILE, a row a history")
        ->type_name("FILE")
        ->excludes(run->get_option("--store"));
    add_result_file(*run, request);
    run->get_option("--out")->excludes(run->get_option("--store"));
    add_memory(*run, request.memory);
    run->add_flag("--all", request.all, "print every event, option and vote, however rare");
    add_library(*run, request);

    CLI::App* whatif =
        command(*parser, request, "whatif", "Set other worlds beside the actual histories",
                "jonbar whatif succession.jon no_trip --do 'choose testament(trotsky) = speak'");
    add_scenario(*whatif, request);
    whatif->add_option("NAME", request.names, "what-ifs of the scenario; without any, lists them")
        ->type_name("");
    whatif
        ->add_option("--do", request.interventions,
                     "ask for these interventions, written as in a whatif; may be repeated")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    whatif->add_flag("--interventional", request.interventional,
                     "let later chance be new in both worlds, without the record");
    add_sampling(*whatif, request);
    whatif->add_flag("--tell", request.tell, "tell one history in both worlds, side by side");
    whatif
        ->add_option("--history", request.told_history,
                     "which to tell, by its place in the sample (default: the first that changes)")
        ->type_name("H")
        ->check(not_negative());
    add_seed(*whatif, request);
    add_threads(*whatif, request);
    add_store(*whatif, request);
    add_settings(*whatif, request);
    add_continuation(*whatif, request);
    whatif->add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    add_result_file(*whatif, request);
    whatif->get_option("--out")->excludes(whatif->get_option("--store"));
    add_memory(*whatif, request.memory);
    whatif->add_flag("--all", request.all, "print every event, option and vote that moves");
    add_library(*whatif, request);

    CLI::App* why = command(*parser, request, "why", "Say which causes an outcome came from",
                            "jonbar why succession.jon leads=stalin");
    add_scenario(*why, request);
    why->add_option("OUTCOME", request.outcome,
                    "its name, or name=value; without a value yes, or the most frequent one")
        ->required()
        ->type_name("");
    add_sampling(*why, request);
    why->add_flag("--couplings", request.couplings,
                  "the range of the answer over the three couplings of choices");
    why->add_flag("--bounds", request.bounds,
                  "bounds on necessity from data alone, under the record before each cause");
    add_seed(*why, request);
    add_threads(*why, request);
    add_store(*why, request);
    add_settings(*why, request);
    add_continuation(*why, request);
    why->add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    add_result_file(*why, request);
    why->get_option("--out")->excludes(why->get_option("--store"));
    add_memory(*why, request.memory);
    add_library(*why, request);

    CLI::App* sensitivity = command(*parser, request, "sensitivity",
                                    "Say how far an outcome depends on what nobody knows",
                                    "jonbar sensitivity succession.jon leads=stalin");
    add_scenario(*sensitivity, request);
    sensitivity
        ->add_option("OUTCOME", request.outcome,
                     "its name, or name=value; without a value yes, or the most frequent one")
        ->required()
        ->type_name("");
    add_sampling(*sensitivity, request);
    add_seed(*sensitivity, request);
    add_threads(*sensitivity, request);
    add_store(*sensitivity, request);
    add_settings(*sensitivity, request);
    add_continuation(*sensitivity, request);
    sensitivity->add_flag("--json", request.json, "print one JSON object (docs/json.md)");
    add_memory(*sensitivity, request.memory);
    sensitivity->add_flag("--all", request.all,
                          "print every draw of step 0, however little it carries");
    add_library(*sensitivity, request);

    CLI::App* whole =
        command(*parser, request, "report", "Ask everything, and write one page that shows it",
                "jonbar report succession.jon leads=stalin -o succession.html");
    add_scenario(*whole, request);
    add_report(*whole, request);
    add_conditioning(*whole, request);
    add_seed(*whole, request);
    add_threads(*whole, request);
    add_store(*whole, request);
    add_settings(*whole, request);
    add_continuation(*whole, request);
    add_memory(*whole, request.memory);
    add_library(*whole, request);

    CLI::App* backtest =
        command(*parser, request, "backtest",
                "Foretell the ends that cases hide (`ending`), and score the forecasts",
                "jonbar backtest scenarios/successions");
    add_foretelling(*backtest, request);
    backtest
        ->add_option("--fit", request.fit,
                     "fit the params that cases share: leave-one-out (the default) or none")
        ->type_name("HOW")
        ->check(CLI::IsMember({"leave-one-out", "none"}));
    backtest
        ->add_flag_callback(
            "--prior", [&request] { request.fit = "none"; },
            "only by the priors as they stand: --fit none")
        ->excludes(backtest->get_option("--fit"));
    backtest->add_flag("--all", request.all, "print every fact");

    CLI::App* fit =
        command(*parser, request, "fit",
                "Fit the params that cases share to the ends they hide; write them as a module",
                "jonbar fit scenarios/successions -o successions.fit.jon");
    add_foretelling(*fit, request);
    fit->add_option("-o,--output", request.output, "the module to write, NAME.fit.jon")
        ->required()
        ->type_name("FILE");

    CLI::App* evidence = command(*parser, request, "evidence",
                                 "Say what a scenario rests on, or what rests on a claim",
                                 "jonbar evidence succession.jon soft_hearted_yes");
    add_scenario(*evidence, request);
    evidence
        ->add_option("NAME", request.name,
                     "a claim, a source, a group of contradicting claims, a param or any other "
                     "part; without one, sources and contradictions")
        ->type_name("");
    evidence
        ->add_option_function<std::string>(
            "--given", [&request](const std::string&) { request.given = true; },
            "`--given record`: of a group, also how the answers given the record would move")
        ->type_name("record")
        ->check(CLI::IsMember({"record"}));
    add_reading(*evidence, request);
    evidence->add_flag("--all", request.all, "print every group, reader, change and value");

    CLI::App* without =
        command(*parser, request, "without", "Say what the answers are if a source is not believed",
                "jonbar without succession.jon --source d003");
    add_scenario(*without, request);
    without
        ->add_option("--source", request.sources, "a source that is not believed; may be repeated")
        ->type_name("ID")
        ->allow_extra_args(false);
    without->add_option("--claim", request.claims, "a claim that is not believed; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    without->add_flag("--prior", request.prior, "leave the record out");
    add_reading(*without, request);
    without->add_flag("--all", request.all, "print every change and value");

    add_solve(*parser, request);
    for (CLI::App* subject : parser->get_subcommand("solve")->get_subcommands({})) {
        add_isolation(*subject, request);
    }

    add_serve(*parser, request);

    CLI::App* check =
        command(*parser, request, "check", "Say what is wrong in scenarios, and what may be",
                "jonbar check --strict scenarios/*.jon");
    add_scenarios(*check, request, "scenarios or modules (*.jon)");
    check->add_flag("--strict", request.strict,
                    "bare numbers in worths, hazards and effects are errors");
    check->add_flag("--evidence", request.evidence,
                    "so is what does not say what it rests on, and a side taken silently");
    check
        ->add_option("--sources", request.documents,
                     "with --evidence: look up cited documents and lines in this folder")
        ->type_name("DIR")
        ->needs(check->get_option("--evidence"));
    check->add_flag("--json", request.json, "print the findings as JSON, for editors");
    add_library(*check, request);

    CLI::App* fmt = command(*parser, request, "fmt", "Write scenarios in the one canonical layout",
                            "jonbar fmt succession.jon");
    add_scenarios(*fmt, request,
                  "files to lay out; - reads standard input and writes standard output");
    fmt->add_flag("--check", request.check_only,
                  "change nothing; exit with 1 if a file would change");

    CLI::App* tell = command(*parser, request, "tell", "Tell one history as a chronicle",
                             "jonbar tell succession.jon --history 17");
    add_scenario(*tell, request);
    tell->add_option("--history", request.history, "number of the history (default 0)")
        ->type_name("H")
        ->check(not_negative());
    add_seed(*tell, request);
    add_settings(*tell, request);
    add_continuation(*tell, request);
    add_library(*tell, request);

    CLI::App* play =
        command(*parser, request, "play", "Play a history: make one person's decisions",
                "jonbar play succession.jon --as trotsky --save trotsky.json");
    add_scenario(*play, request);
    play->get_option("FILE")->required(false);
    play->add_option("--as", request.person, "whose decisions are yours")->type_name("PERSON");
    play->add_option("--history", request.told_history,
                     "number of the history (default: the first in which PERSON decides)")
        ->type_name("H")
        ->check(not_negative());
    add_seed(*play, request);
    play->add_option("--choices", request.choices,
                     "what is chosen first, separated by commas: names, numbers, `self`; then "
                     "standard input is asked")
        ->type_name("LIST");
    play->add_option("--save", request.save, "write the game to FILE after each choice")
        ->type_name("FILE");
    play->add_option("--resume", request.resume,
                     "go on with a game that was saved, and save it there")
        ->type_name("FILE");
    play->add_option("--odds", request.odds,
                     "histories that tell where an option leads (default 512)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000}));
    add_threads(*play, request);
    add_settings(*play, request);
    add_continuation(*play, request);
    play->add_flag("--json", request.json, "print one JSON object a line (docs/json.md)");
    add_library(*play, request);

    CLI::App* dump = command(*parser, request, "dump", "Print a stage of the compilation",
                             "jonbar dump succession.jon --stage order");
    add_scenario(*dump, request);
    dump->add_option("--stage", request.stage, "tree, model, order or program (default model)")
        ->type_name("STAGE")
        ->check(CLI::IsMember({"tree", "model", "order", "program"}));
    dump->add_flag(
            "--cost", request.cost,
            "print what it costs instead: instructions, columns, and the memory of questions")
        ->excludes(dump->get_option("--stage"));
    dump->add_option("--histories", request.histories,
                     "with --cost: of each question (default: as many as it has by itself)")
        ->type_name("N")
        ->needs(dump->get_option("--cost"))
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
    add_conditioning(*dump, request);
    for (const char* const option : {"--particles", "--island-size", "--moves"})
        dump->get_option(option)->needs(dump->get_option("--cost"));
    dump->remove_option(dump->get_option("--until"));
    add_threads(*dump, request);
    dump->get_option("--threads")->needs(dump->get_option("--cost"));
    dump->add_flag("--json", request.json, "with --cost: print one JSON object (docs/json.md)")
        ->needs(dump->get_option("--cost"));
    add_settings(*dump, request);
    add_library(*dump, request);

    CLI::App* explain = command(*parser, request, "explain", "Explain an error by its number",
                                "jonbar explain J2004");
    explain->add_option("CODE", request.code, "as in J2004; without one, all are listed")
        ->type_name("");

    CLI::App* completion =
        command(*parser, request, "completion", "Print a completion script for a shell",
                "jonbar completion bash > ~/.local/share/bash-completion/completions/jonbar");
    completion->add_option("SHELL", request.shell, "bash")
        ->type_name("")
        ->check(CLI::IsMember({"bash"}));

    command(*parser, request, "manual", "Print the manual page (roff)", "jonbar manual | man -l -");
    return parser;
}

}  // namespace jonbar
