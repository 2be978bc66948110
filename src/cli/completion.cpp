#include <fmt/format.h>

#include "cli/request.h"

namespace jonbar {

namespace {

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
    std::string names, cases;
    for (const CLI::App* command : parser.get_subcommands([](const CLI::App*) { return true; })) {
        names += (names.empty() ? "" : " ") + command->get_name();
        cases += fmt::format("        {}) options='{}' ;;\n", command->get_name(),
                             long_options(*command));
    }
    return fmt::format(R"(# bash completion for jonbar
_jonbar() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" options=
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{} --help --version' -- "$current"))
        return
    fi
    case "$previous" in
        --stage) COMPREPLY=($(compgen -W 'tree model order program' -- "$current")); return ;;
        --library) COMPREPLY=($(compgen -d -- "$current")); return ;;
        --csv) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --histories | --history | --seed | --threads | --set) return ;;
    esac
    case "${{COMP_WORDS[1]}}" in
{}        *) return ;;
    esac
    if [[ "$current" == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    elif [ "${{COMP_WORDS[1]}}" = completion ]; then
        COMPREPLY=($(compgen -W 'bash' -- "$current"))
    else
        COMPREPLY=($(compgen -f -X '!*.jon' -- "$current") $(compgen -d -- "$current"))
    fi
}}
complete -o filenames -F _jonbar jonbar
)",
                       names, cases);
}

}  // namespace jonbar
