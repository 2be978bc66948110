#include <fmt/format.h>

#include <vector>

#include "cli/request.h"

namespace jonbar {

namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& parser) {
    return parser.get_subcommands([](const CLI::App*) { return true; });
}

std::string names_of(const std::vector<const CLI::App*>& commands) {
    std::string names;
    for (const CLI::App* command : commands)
        names += (names.empty() ? "" : " ") + command->get_name();
    return names;
}

std::string long_options(const CLI::App& command) {
    std::string all;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames())
            all += (all.empty() ? "--" : " --") + name;
    }
    return all;
}

}  // namespace

std::string bash_completion(const CLI::App& parser) {
    std::string cases, subjects;
    for (const CLI::App* command : commands_of(parser)) {
        for (const CLI::App* subject : commands_of(*command)) {
            cases += fmt::format("        '{} {}') options='{}' ;;\n", command->get_name(),
                                 subject->get_name(), long_options(*subject));
        }
        if (!commands_of(*command).empty()) {
            subjects += fmt::format("        {}) subjects='{}' ;;\n", command->get_name(),
                                    names_of(commands_of(*command)));
            continue;
        }
        cases += fmt::format("        {}) options='{}' ;;\n", command->get_name(),
                             long_options(*command));
    }
    return fmt::format(R"(# bash completion for jonbar
_jonbar() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" options=
    local subjects= command="${{COMP_WORDS[1]}}" suffix=jon
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{} --help --version' -- "$current"))
        return
    fi
    case "$previous" in
        --stage) COMPREPLY=($(compgen -W 'tree model order program' -- "$current")); return ;;
        --library | --sources) COMPREPLY=($(compgen -d -- "$current")); return ;;
        --csv | --out | --output | -o) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --histories | --history | --seed | --threads | --set | --quantity | --memory) return ;;
    esac
    case "$command" in
{}    esac
    if [ -n "$subjects" ]; then
        if [ "$COMP_CWORD" -eq 2 ]; then
            COMPREPLY=($(compgen -W "$subjects --help" -- "$current"))
            return
        fi
        command="$command ${{COMP_WORDS[2]}}" suffix=csv
    fi
    case "$command" in
{}        *) return ;;
    esac
    if [[ "$current" == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    elif [ "$command" = completion ]; then
        COMPREPLY=($(compgen -W 'bash' -- "$current"))
    else
        COMPREPLY=($(compgen -f -X "!*.$suffix" -- "$current") $(compgen -d -- "$current"))
    fi
}}
complete -o filenames -F _jonbar jonbar
)",
                       names_of(commands_of(parser)), subjects, cases);
}

}  // namespace jonbar
