// Games: histories that stop at the decisions of one person, whom a client plays.
//
// A game is known by a secret id and changed by one request at a time. As many are kept as may be;
// the one used longest ago is forgotten first, and one that nobody uses for long is forgotten too.
// So whoever plays keeps the saved game, by which it goes on from the same place. What a game is
// asked ends when its time is over, and where odds are being computed for a decision, with the
// decision.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "jonbar/play.h"
#include "serve/gate.h"
#include "serve/laboratory.h"
#include "serve/question.h"

namespace jonbar::serve {

/// There is no such game, or no longer.
class UnknownPlay : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The game does not stand where the client believes it to stand.
class OtherPlace : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What a client wants to play.
struct Beginning {
    Subject subject;
    std::vector<std::string> settings, continue_as;
    PlayOptions options;
    std::optional<SavedPlay>
        saved;  // goes on with this; then of the options only the settings count
};

/// Throws WrongRequest, and SavedPlayError.
Beginning read_beginning(const nlohmann::json& object, const ServeOptions& limits);

class Plays {
  public:
    /// All must outlive it.
    Plays(const ServeOptions& options, const Folder& folder, Laboratory& laboratory,
          Gate& compiling);
    ~Plays();
    Plays(const Plays&) = delete;
    Plays& operator=(const Plays&) = delete;

    using Answer = nlohmann::ordered_json;

    /// Each tells where the game then stands (docs/serving.md). They throw what Scenario::load and
    /// Play throw, UnknownPlay, and Busy. `number` is the decision that the client sees: at
    /// another one nothing is done, and OtherPlace thrown.
    Answer begin(const Beginning& beginning);
    Answer tell(const std::string& id);
    Answer choose(const std::string& id, std::optional<std::size_t> number,
                  const std::string& option);
    /// Lets the person choose, so often or to the end.
    Answer choose_own(const std::string& id, std::optional<std::size_t> number, std::size_t times);
    Answer undo(const std::string& id, std::optional<std::size_t> number);

    /// Has the odds of the decision computed.
    Ticket odds(const std::string& id, std::uint64_t histories);

    [[nodiscard]] std::string saved(const std::string& id);

    /// Tells whether there was such a game.
    bool forget(const std::string& id);

    [[nodiscard]] std::size_t count() const;

    /// Ends what is being computed.
    void close();

  private:
    using Clock = std::chrono::steady_clock;

    struct Game {
        Game(std::string called, Scenario compiled)
            : id(std::move(called)), scenario(std::move(compiled)) {}
        const std::string id;
        const Scenario scenario;
        std::atomic<bool> stop{false};
        std::shared_timed_mutex in_use;  // of what follows
        std::optional<Play> play;
        std::optional<Answer> place;    // where it stands, once told
        std::vector<std::string> odds;  // tickets; of Plays::mutex_
        Clock::time_point used;         // likewise
    };
    // Shared: what is computed goes on while the game is forgotten.
    using Shared = std::shared_ptr<Game>;

    class Watched;

    Shared find(const std::string& id);
    Answer change(const std::string& id, std::optional<std::size_t> number,
                  const std::function<void(Play&)>& how);
    Answer tell(Game& game);
    void keep(const Shared& game);
    void watch();

    const ServeOptions& options_;
    const Folder& folder_;
    Laboratory& laboratory_;
    Gate& compiling_;
    Gate computing_;

    mutable std::mutex mutex_;
    std::condition_variable watched_;
    bool closing_ = false;
    std::list<Shared> games_;  // used last first
    struct Computing {
        Game* game;
        Clock::time_point deadline;
    };
    std::list<Computing> busy_;
    std::thread watchman_;
};

}  // namespace jonbar::serve
