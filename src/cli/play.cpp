#include "cli/play.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <deque>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/io_error.h"
#include "base/spelling.h"
#include "cli/terminal.h"

namespace jonbar {

namespace {

constexpr const char* kHelp =
    "  a number or a name  chooses that option\n"
    "  odds                where each option leads\n"
    "  known, known all    what you know\n"
    "  record              what the record says of this decision\n"
    "  self, self 5        let the one you play choose, once or so often\n"
    "  self all            let the same choose to the end\n"
    "  undo                go back one choice\n"
    "  story               the whole chronicle until now\n"
    "  quit                leave; the game can be gone on with\n";

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::optional<std::uint64_t> whole_number(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A word of the shell.
std::string quoted(const std::string& word) {
    const bool plain = word.find_first_of(" \t'\"()$&|;<>*?#~`\\!{}[]") == std::string::npos;
    if (plain && !word.empty()) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// One game at one terminal, or with one program.
class Game {
  public:
    Game(const Request& request, const TextOptions& text,
         const std::function<void(const std::string&)>& print, Play game)
        : request_(request),
          text_(text),
          print_(print),
          game_(std::move(game)),
          save_(request.save.empty() ? request.resume : request.save),
          asks_(!request.json && isatty(STDIN_FILENO) != 0) {
        for (std::string& choice : split_choices(request.choices)) {
            given_.push_back(std::move(choice));
        }
    }

    Status run() {
        keep();
        if (!request_.json) {
            print_(fmt::format("{}, history {}, seed {}: you are {}.\n", game_.title(),
                               game_.history(), game_.saved().seed, game_.label()));
            if (game_.found_history() && game_.history() != 0) {
                print_(fmt::format("It is the first in which {} decides.\n", game_.label()));
            }
            if (!request_.told_history && request_.resume.empty() && game_.stop() == nullptr) {
                print_(fmt::format("{} decides in none of the first {}.\n", game_.label(),
                                   kPlayHistoriesTried));
            }
            if (asks_) print_("A number or a name chooses; `help` tells what else can be said.\n");
            print_("\n");
        }
        show();
        while (true) {
            const std::optional<std::string> said = next();
            if (stop_on_interrupt().load()) return leave(Status::Interrupted);
            if (!said || (same_name(*said, "quit") && !is_option(*said))) {
                return leave(Status::Done);
            }
            if (!said->empty()) answer(*said);
            if (stop_on_interrupt().load()) return leave(Status::Interrupted);
        }
    }

  private:
    /// Returns what is said next: what the command line gave, then what is read.
    std::optional<std::string> next() {
        if (!given_.empty()) {
            std::string said = std::move(given_.front());
            given_.pop_front();
            if (!request_.json && game_.stop() != nullptr) print_("> " + said + "\n");
            from_command_line_ = true;
            return said;
        }
        from_command_line_ = false;
        if (asks_) print_("> ");
        std::string line;
        if (!std::getline(std::cin, line)) {
            if (asks_) print_("\n");
            return std::nullopt;
        }
        line = trimmed(line);
        if (!asks_ && !request_.json && !line.empty()) print_("> " + line + "\n");
        return line;
    }

    [[nodiscard]] bool is_option(const std::string& said) const {
        const PlayStop* const stop = game_.stop();
        return stop != nullptr &&
               std::any_of(stop->options.begin(), stop->options.end(),
                           [&](const PlayOption& one) { return same_name(one.name, said); });
    }

    /// Does what was said. What cannot be done is told to who can say it again, else thrown.
    void answer(const std::string& said) {
        try {
            obey(said);
        } catch (const QuestionError& error) {
            refuse(error.what());
        } catch (const HistoryError& error) {
            refuse(error.what());
        } catch (const StoppedError&) {
            return;  // by the interrupt that ends the game
        }
    }

    void refuse(const std::string& why) {
        if (request_.json) {
            print_(nlohmann::ordered_json{{"type", "error"}, {"message", why}}.dump(
                       -1, ' ', false, nlohmann::json::error_handler_t::replace) +
                   "\n");
        } else if (asks_ && !from_command_line_) {
            print_(why + "\n");
        } else {
            throw UsageError(why);
        }
    }

    void obey(const std::string& said) {
        if (is_option(said)) return choose(said);
        const std::size_t blank = said.find(' ');
        const std::string word = said.substr(0, blank);
        const std::string rest = blank == std::string::npos ? "" : trimmed(said.substr(blank));
        if (word == "help" || word == "?") return print_(kHelp);
        if (word == "undo") return undo();
        if (word == "story") return story();
        if (game_.stop() == nullptr) {
            throw QuestionError("the history is at its end; undo, story and quit can be said");
        }
        if (word == "odds") return odds();
        if (word == "known") return known(rest == "all");
        if (word == "record") return record();
        if (word == "self") return let(rest);
        if (const auto number = whole_number(said)) {
            const std::vector<PlayOption>& options = game_.stop()->options;
            if (*number < 1 || *number > options.size()) {
                throw QuestionError(
                    fmt::format("the options are numbered from 1 to {}", options.size()));
            }
            return choose(options[*number - 1].name);
        }
        choose(said);  // refuses, and says what is open
    }

    void choose(const std::string& option) {
        game_.choose(option);
        keep();
        show();
    }

    /// Lets the entity choose, as often as is said.
    void let(const std::string& times) {
        std::uint64_t left = times.empty() ? 1 : 0;
        if (times == "all") {
            left = ~std::uint64_t{0};
        } else if (!times.empty()) {
            const auto number = whole_number(times);
            if (!number) throw QuestionError("`self`, `self 3` or `self all` can be said");
            left = *number;
        }
        while (left-- > 0 && game_.stop() != nullptr && !stop_on_interrupt().load()) {
            const std::string decision = game_.stop()->decision;
            const std::string option = game_.choose_own();
            keep();
            if (!request_.json) print_(fmt::format("  {}: {}\n", decision, option));
            show();
        }
    }

    void undo() {
        if (!game_.undo()) throw QuestionError("nothing has been chosen yet");
        keep();
        show();
    }

    void odds() {
        const PlayOdds odds = game_.odds(request_.odds);
        print_(request_.json ? to_json(odds) : to_text(odds, text_));
    }

    void known(bool all) {
        TextOptions text = text_;
        text.all = all;
        if (request_.json) return print_(to_json(*game_.stop()));
        print_(to_text(game_.stop()->known, text));
    }

    void record() {
        if (request_.json) return print_(to_json(*game_.stop()));
        const std::vector<PlayAdvice>& said = game_.stop()->record;
        if (said.empty()) print_("  The record says nothing of this decision.\n");
        for (const PlayAdvice& advice : said) {
            print_(fmt::format("  {}{}: {}\n", advice.chosen ? "" : "not ", advice.option,
                               advice.text));
        }
    }

    void story() {
        if (request_.json) {
            auto lines = nlohmann::ordered_json::array();
            for (const PlayLine& line : game_.chronicle()) {
                lines.push_back({{"date", line.date}, {"text", line.text}});
            }
            return print_(nlohmann::ordered_json{{"type", "story"}, {"lines", lines}}.dump(
                              -1, ' ', false, nlohmann::json::error_handler_t::replace) +
                          "\n");
        }
        print_(to_text(game_.chronicle(), text_));
    }

    /// Shows where the game stands.
    void show() {
        if (const PlayStop* const stop = game_.stop()) {
            print_(request_.json ? to_json(*stop) : to_text(*stop, text_));
        } else {
            print_(request_.json ? to_json(game_.end())
                                 : to_text(game_.end(), game_.label(), text_));
        }
    }

    void keep() const {
        if (!save_.empty()) write_file(save_, to_json(game_.saved()));
    }

    /// Says how to go on, and ends.
    Status leave(Status status) {
        if (!request_.json && (game_.stop() != nullptr || !save_.empty())) {
            print_((game_.stop() != nullptr
                        ? fmt::format("Left at decision {}. To go on: ", game_.stop()->number)
                        : std::string("To look again: ")) +
                   how_to_go_on() + "\n");
        }
        return status;
    }

    [[nodiscard]] std::string how_to_go_on() const {
        if (!save_.empty()) return "jonbar play --resume " + quoted(save_);
        const SavedPlay saved = game_.saved();
        std::string command =
            fmt::format("jonbar play {} --as {} --history {} --seed {}", quoted(saved.scenario),
                        quoted(saved.person), saved.history, saved.seed);
        for (const std::string& one : saved.settings) command += " --set " + quoted(one);
        for (const std::string& one : saved.continue_as) command += " --continue-as " + quoted(one);
        std::vector<std::string> options;
        for (const SavedPlay::Choice& choice : saved.choices) options.push_back(choice.option);
        if (!options.empty()) {
            command += " --choices " + quoted(fmt::format("{}", fmt::join(options, ",")));
        }
        return command;
    }

    const Request& request_;
    const TextOptions text_;
    const std::function<void(const std::string&)>& print_;
    Play game_;
    std::string save_;
    bool asks_;  // a person at a terminal, who can say it again
    bool from_command_line_ = false;
    std::deque<std::string> given_;
};

PlayOptions play_options(const Request& request) {
    PlayOptions options;
    options.person = request.person;
    options.history = request.told_history;
    options.seed = request.seed;
    options.threads = request.threads;
    options.stop = &stop_on_interrupt();
    return options;
}

}  // namespace

std::vector<std::string> split_choices(const std::string& list) {
    std::vector<std::string> found;
    std::string one;
    int depth = 0;
    for (const char c : list) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth <= 0) {
            found.push_back(trimmed(one));
            one.clear();
        } else {
            one += c;
        }
    }
    if (!trimmed(one).empty() || !found.empty()) found.push_back(trimmed(one));
    return found;
}

Status play(const Request& request, CompileOptions compile, const TextOptions& text,
            const std::function<void(const std::string&)>& print) {
    if (request.resume.empty()) {
        if (request.files.empty()) throw UsageError("play needs a scenario, or --resume FILE");
        if (request.person.empty()) {
            throw UsageError("play needs --as PERSON: whose decisions are yours");
        }
        const Scenario scenario = Scenario::load(request.files.front(), compile);
        return Game(request, text, print, Play(scenario, play_options(request))).run();
    }
    const SavedPlay saved = saved_play(read_file(request.resume), request.resume);
    if (!request.person.empty() && !same_name(request.person, saved.person)) {
        throw UsageError(fmt::format("{} is a game of {}'s; begin a new one to play {}",
                                     request.resume, saved.person, request.person));
    }
    if (compile.settings.empty()) compile.settings = saved.settings;
    if (compile.continue_as.empty()) compile.continue_as = saved.continue_as;
    const std::string& file = request.files.empty() ? saved.scenario : request.files.front();
    const Scenario scenario = Scenario::load(file, compile);
    return Game(request, text, print, Play::resume(scenario, saved, play_options(request))).run();
}

}  // namespace jonbar
