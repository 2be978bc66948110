// The addresses of games: /api/plays and what stands below it (docs/serving.md).

#pragma once

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>

#include "serve/folder.h"
#include "serve/options.h"
#include "serve/plays.h"

namespace jonbar::serve {

/// An address of games, taken apart; no verb where it is none.
struct PlayAddress {
    enum class Verb { None, Begin, Game, Choose, ChooseOwn, Undo, Odds, Saved };
    Verb verb = Verb::None;
    std::string id;

    [[nodiscard]] bool can_get() const { return verb == Verb::Game || verb == Verb::Saved; }
    [[nodiscard]] bool can_delete() const { return verb == Verb::Game; }
    [[nodiscard]] bool can_post() const { return verb != Verb::None && !can_get(); }
};

PlayAddress play_address(const std::string& path);

class PlayApi {
  public:
    /// All must outlive it.
    PlayApi(const ServeOptions& options, const Folder& folder, Plays& plays)
        : options_(options), folder_(folder), plays_(plays) {}

    /// Requires: the address can be asked so.
    void get(const PlayAddress& address, httplib::Response& response);
    void post(const PlayAddress& address, const nlohmann::json& sent, httplib::Response& response);
    void remove(const PlayAddress& address, httplib::Response& response);

  private:
    void begin(const nlohmann::json& sent, httplib::Response& response);

    const ServeOptions& options_;
    const Folder& folder_;
    Plays& plays_;
};

}  // namespace jonbar::serve
