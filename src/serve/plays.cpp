#include "serve/plays.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "jonbar/report.h"
#include "serve/admission.h"

namespace jonbar::serve {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::chrono::seconds kPatience(5);  // while another request changes the game
constexpr std::size_t kTicketsMax = 16;       // of odds that end with the decision
constexpr std::size_t kChoicesMax = 100'000;
constexpr const char* kUnknown = "there is no such game, or it was forgotten; begin it again";

void check_list(const std::vector<std::string>& list, const char* what) {
    const bool right = list.size() <= kListMax &&
                       std::all_of(list.begin(), list.end(),
                                   [](const std::string& one) { return one.size() <= kWordMax; });
    if (!right) throw WrongRequest(fmt::format("the game's {} are too many or too long", what));
}

/// Reads a saved game, which is bound by the limits of a question.
SavedPlay read_saved(const json& object, const ServeOptions& limits) {
    if (!object.is_object()) throw WrongRequest("\"saved\" must be a saved game");
    SavedPlay saved =
        saved_play(object.dump(-1, ' ', false, json::error_handler_t::replace), "what was sent");
    check_list(saved.settings, "settings");
    check_list(saved.continue_as, "continuations");
    const json as = object.at("conditioning");
    Reader reader(as);
    saved.conditioning = read_conditioning(reader, limits);
    if (saved.choices.size() > kChoicesMax) throw WrongRequest("the game has too many choices");
    return saved;
}

ordered_json as_json(const std::string& text) { return ordered_json::parse(text); }

/// Tells where a game stands.
ordered_json place_of(const Play& play, const std::string& id) {
    const SavedPlay saved = play.saved();
    ordered_json chronicle = ordered_json::array(), choices = ordered_json::array();
    for (const PlayLine& line : play.chronicle())
        chronicle.push_back({{"date", line.date}, {"text", line.text}});
    for (const PlayChoice& choice : play.choices()) {
        choices.push_back(
            {{"date", choice.date}, {"decision", choice.decision}, {"option", choice.option}});
    }
    ordered_json place = {{"id", id},
                          {"scenario", saved.scenario},
                          {"title", saved.title},
                          {"person", saved.person},
                          {"label", play.label()},
                          {"history", saved.history},
                          {"first", play.found_history()},
                          {"seed", saved.seed},
                          {"settings", saved.settings},
                          {"choices", choices},
                          {"chronicle", chronicle},
                          {"saved", as_json(to_json(saved))}};
    if (const PlayStop* const stop = play.stop()) {
        place["stop"] = as_json(to_json(*stop));
    } else {
        place["end"] = as_json(to_json(play.end()));
    }
    return place;
}

}  // namespace

Beginning read_beginning(const json& object, const ServeOptions& limits) {
    Reader reader(object);
    Beginning beginning;
    beginning.subject = read_subject(reader);
    beginning.options.person = reader.text("as");
    const json* const saved = reader.find("saved");
    static const json kNothing = json::object();
    const json* const given = reader.find("options");
    reader.finish("a game");
    if (saved != nullptr) {
        if (given != nullptr || !beginning.options.person.empty())
            throw WrongRequest("a saved game has its person and options already");
        beginning.saved = read_saved(*saved, limits);
        beginning.settings = beginning.saved->settings;
        beginning.continue_as = beginning.saved->continue_as;
        return beginning;
    }
    if (beginning.options.person.empty())
        throw WrongRequest("\"as\" must name whose decisions are made");
    constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();
    Reader inner(given == nullptr ? kNothing : *given);
    beginning.settings = read_settings(inner);
    beginning.options.seed = inner.number("seed", 1, 0, kAny);
    if (inner.find("history") != nullptr)
        beginning.options.history = inner.number("history", 0, 0, kAny);
    beginning.options.conditioning = read_conditioning(inner, limits);
    inner.finish("\"options\"");
    return beginning;
}

/// Sees to it that what a game computes ends in time.
class Plays::Watched {
  public:
    Watched(Plays& plays, Game& game) : plays_(plays) {
        const auto deadline =
            Clock::now() + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(plays.options_.seconds_max));
        {
            const std::lock_guard<std::mutex> lock(plays_.mutex_);
            game.stop = plays_.closing_;
            at_ = plays_.busy_.insert(plays_.busy_.end(), {&game, deadline});
        }
        plays_.watched_.notify_all();
    }
    ~Watched() {
        const std::lock_guard<std::mutex> lock(plays_.mutex_);
        plays_.busy_.erase(at_);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

  private:
    Plays& plays_;
    std::list<Computing>::iterator at_;
};

Plays::Plays(const ServeOptions& options, const Folder& folder, Laboratory& laboratory,
             Gate& compiling)
    : options_(options),
      folder_(folder),
      laboratory_(laboratory),
      compiling_(compiling),
      computing_(static_cast<int>(std::max<std::size_t>(options.runners, 1)),
                 "too many games are being played on") {
    watchman_ = std::thread([this] { watch(); });
}

Plays::~Plays() { close(); }

void Plays::close() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        closing_ = true;
        for (const Computing& one : busy_) one.game->stop = true;
    }
    watched_.notify_all();
    if (watchman_.joinable()) watchman_.join();
}

/// Stops what takes longer than it may, and forgets games that nobody uses.
void Plays::watch() {
    const auto idle = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(options_.play_idle_seconds));
    std::unique_lock<std::mutex> lock(mutex_);
    while (!closing_) {
        const auto now = Clock::now();
        auto next = now + std::chrono::hours(1);
        for (const Computing& one : busy_) {
            if (one.deadline <= now) {
                one.game->stop = true;
            } else {
                next = std::min(next, one.deadline);
            }
        }
        games_.remove_if([&](const Shared& game) { return game->used + idle <= now; });
        for (const Shared& game : games_) next = std::min(next, game->used + idle);
        watched_.wait_until(lock, next);
    }
}

/// Returns a game and notes that it is used.
// Shared: see the header.
Plays::Shared Plays::find(const std::string& id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = std::find_if(games_.begin(), games_.end(),
                                    [&](const Shared& game) { return same_secret(game->id, id); });
    if (found == games_.end()) throw UnknownPlay(kUnknown);
    (*found)->used = Clock::now();
    games_.splice(games_.begin(), games_, found);
    return games_.front();
}

void Plays::keep(const Shared& game) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        while (!games_.empty() && games_.size() >= options_.plays_max) games_.pop_back();
        game->used = Clock::now();
        games_.push_front(game);
    }
    watched_.notify_all();
}

Plays::Answer Plays::begin(const Beginning& beginning) {
    CompileOptions compile = compile_options(beginning.subject, folder_);
    compile.settings = beginning.settings;
    compile.continue_as = beginning.continue_as;
    const auto game = [&] {
        const Gate::Pass pass(compiling_);
        // Shared: see the header.
        return std::make_shared<Game>(secret(16), Scenario::load(beginning.subject.name, compile));
    }();
    const Gate::Pass pass(computing_);
    const Watched watched(*this, *game);
    PlayOptions options = beginning.options;
    options.threads = options_.threads;
    options.stop = &game->stop;
    game->play.emplace(beginning.saved ? Play::resume(game->scenario, *beginning.saved, options)
                                       : Play(game->scenario, options));
    const Answer place = tell(*game);
    keep(game);
    return place;
}

/// Requires: the game is in use.
Plays::Answer Plays::tell(Game& game) {
    if (!game.place) game.place = place_of(*game.play, game.id);
    return *game.place;
}

Plays::Answer Plays::tell(const std::string& id) {
    const Shared game = find(id);
    {
        const std::shared_lock<std::shared_timed_mutex> in_use(game->in_use, kPatience);
        if (!in_use) throw Busy("another request uses this game");
        if (game->place) return *game->place;
    }
    const std::unique_lock<std::shared_timed_mutex> in_use(game->in_use, kPatience);
    if (!in_use) throw Busy("another request uses this game");
    const Watched watched(*this, *game);
    return tell(*game);
}

Plays::Answer Plays::change(const std::string& id, std::optional<std::size_t> number,
                            const std::function<void(Play&)>& how) {
    const Shared game = find(id);
    std::vector<std::string> odds;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        odds.swap(game->odds);
    }
    for (const std::string& ticket : odds) laboratory_.cancel(ticket);
    const std::unique_lock<std::shared_timed_mutex> in_use(game->in_use, kPatience);
    if (!in_use) throw Busy("another request uses this game");
    Play& play = *game->play;
    const std::size_t stands = play.choices().size() + 1;
    if (number && *number != stands) {
        throw OtherPlace(fmt::format(
            "the game stands at {}, not at decision {}",
            play.stop() == nullptr ? "its end" : fmt::format("decision {}", stands), *number));
    }
    const Gate::Pass pass(computing_);
    const Watched watched(*this, *game);
    game->place.reset();
    how(play);
    return tell(*game);
}

Plays::Answer Plays::choose(const std::string& id, std::optional<std::size_t> number,
                            const std::string& option) {
    return change(id, number, [&](Play& play) { play.choose(option); });
}

Plays::Answer Plays::choose_own(const std::string& id, std::optional<std::size_t> number,
                                std::size_t times) {
    return change(id, number, [&](Play& play) {
        play.choose_own();
        for (std::size_t i = 1; i < times && play.stop() != nullptr; ++i) play.choose_own();
    });
}

Plays::Answer Plays::undo(const std::string& id, std::optional<std::size_t> number) {
    return change(id, number, [](Play& play) {
        if (!play.undo()) throw QuestionError("nothing has been chosen yet");
    });
}

Ticket Plays::odds(const std::string& id, std::uint64_t histories) {
    const Shared game = find(id);
    std::size_t choices = 0;
    std::string asked;
    {
        const std::shared_lock<std::shared_timed_mutex> in_use(game->in_use, kPatience);
        if (!in_use) throw Busy("another request uses this game");
        if (game->play->stop() == nullptr)
            throw QuestionError("the history is at its end; nothing is to be chosen");
        choices = game->play->choices().size();
        asked = fmt::format("odds\n{}\n{}\n{}", game->id, histories, to_json(game->play->saved()));
    }
    // Shared: see the header.
    const Ticket ticket =
        laboratory_.ask(asked, [game, asked, choices, histories](const Listeners& listeners) {
            const std::shared_lock<std::shared_timed_mutex> in_use(game->in_use, kPatience);
            if (!in_use) throw Busy("another request uses this game");
            const Play& play = *game->play;
            const bool same = play.choices().size() == choices && play.stop() != nullptr &&
                              asked.ends_with(to_json(play.saved()));
            if (!same) throw StoppedError("the game has gone on");
            return to_json(play.odds(histories, listeners.stop));
        });
    const std::lock_guard<std::mutex> lock(mutex_);
    if (game->odds.size() >= kTicketsMax) game->odds.erase(game->odds.begin());
    game->odds.push_back(ticket.id);
    return ticket;
}

std::string Plays::saved(const std::string& id) {
    return tell(id).at("saved").dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

bool Plays::forget(const std::string& id) {
    std::vector<std::string> odds;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = std::find_if(games_.begin(), games_.end(), [&](const Shared& one) {
            return same_secret(one->id, id);
        });
        if (found == games_.end()) return false;
        odds.swap((*found)->odds);
        games_.erase(found);
    }
    for (const std::string& ticket : odds) laboratory_.cancel(ticket);
    return true;
}

std::size_t Plays::count() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return games_.size();
}

}  // namespace jonbar::serve
