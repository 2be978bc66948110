#include "serve/play_api.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "serve/reader.h"
#include "serve/responses.h"

namespace jonbar::serve {

namespace {

using nlohmann::json;
using Verb = PlayAddress::Verb;

constexpr const char* kPlays = "/api/plays";
constexpr std::uint64_t kTimesMax = 10'000;
constexpr std::uint64_t kOddsHistories = 512;

constexpr std::array<std::pair<const char*, Verb>, 6> kVerbs = {{{"", Verb::Game},
                                                                 {"/choose", Verb::Choose},
                                                                 {"/choose-own", Verb::ChooseOwn},
                                                                 {"/undo", Verb::Undo},
                                                                 {"/odds", Verb::Odds},
                                                                 {"/saved", Verb::Saved}}};

/// Reads at which decision the client believes the game to stand, if it says so.
std::optional<std::size_t> read_number(Reader& reader) {
    if (reader.find("number") == nullptr) return std::nullopt;
    return reader.number("number", 1, 1, std::numeric_limits<std::uint32_t>::max());
}

}  // namespace

PlayAddress play_address(const std::string& path) {
    const std::string begin = kPlays;
    if (path == begin) return {Verb::Begin, {}};
    if (path.rfind(begin + "/", 0) != 0) return {};
    const std::size_t id = begin.size() + 1, slash = std::min(path.find('/', id), path.size());
    const std::string rest = path.substr(slash);
    const auto* const found = std::find_if(kVerbs.begin(), kVerbs.end(),
                                           [&](const auto& one) { return rest == one.first; });
    if (slash == id || found == kVerbs.end()) return {};
    return {found->second, path.substr(id, slash - id)};
}

void PlayApi::get(const PlayAddress& address, httplib::Response& response) {
    if (address.verb == Verb::Game) return send(response, plays_.tell(address.id));
    response.status = 200;
    response.set_content(plays_.saved(address.id), kJson);
}

void PlayApi::begin(const json& sent, httplib::Response& response) {
    const Beginning beginning = read_beginning(sent, options_);
    if (!beginning.subject.held && !folder_.read(beginning.subject.name))
        return send_error(response, 404, "there is no such scenario");
    send(response, plays_.begin(beginning), 201);
}

void PlayApi::post(const PlayAddress& address, const json& sent, httplib::Response& response) {
    if (address.verb == Verb::Begin) return begin(sent, response);
    Reader reader(sent);
    if (address.verb == Verb::Odds) {
        const std::uint64_t most = std::min(options_.histories_max, options_.particles_max);
        const std::uint64_t histories =
            reader.number("histories", std::min(kOddsHistories, most), 16, most);
        reader.finish("this request");
        return send_ticket(response, plays_.odds(address.id, histories));
    }
    const std::optional<std::size_t> number = read_number(reader);
    if (address.verb == Verb::Choose) {
        const std::string option = reader.text("option");
        reader.finish("a choice");
        if (option.empty()) throw WrongRequest("\"option\" must name the option that is chosen");
        return send(response, plays_.choose(address.id, number, option));
    }
    if (address.verb == Verb::ChooseOwn) {
        const std::uint64_t times = reader.number("times", 1, 1, kTimesMax);
        reader.finish("a choice");
        return send(response, plays_.choose_own(address.id, number, times));
    }
    reader.finish("this request");
    send(response, plays_.undo(address.id, number));
}

void PlayApi::remove(const PlayAddress& address, httplib::Response& response) {
    if (!plays_.forget(address.id)) throw UnknownPlay("there is no such game");
    send(response, {{"forgotten", true}});
}

}  // namespace jonbar::serve
