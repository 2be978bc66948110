#include "serve/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "jonbar/description.h"
#include "jonbar/scenario.h"
#include "language/keywords.h"
#include "report/findings_json.h"
#include "serve/pages.h"
#include "serve/responses.h"

namespace jonbar::serve {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kPathMax = 256;
constexpr std::chrono::milliseconds kStreamSlice(200);
constexpr std::chrono::seconds kHeartbeat(10);

constexpr std::array<std::string_view, 5> kGets = {"/", "/api", "/api/scenarios", "/api/text",
                                                   "/api/model"};
constexpr std::array<std::string_view, 4> kPosts = {"/api/model", "/api/check", "/api/format",
                                                    "/api/questions"};

template <std::size_t Count>
bool holds(const std::array<std::string_view, Count>& paths, std::string_view path) {
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

/// Returns the id and the rest of "/api/questions/ID" or "/api/questions/ID/events".
std::pair<std::string, std::string> question_of(const std::string& path) {
    const std::string begin = kQuestions;
    if (path.rfind(begin, 0) != 0) return {};
    const std::size_t slash = std::min(path.find('/', begin.size()), path.size());
    return {path.substr(begin.size(), slash - begin.size()), path.substr(slash)};
}

/// Returns the title of a scenario's text, or nothing where it is a module.
std::optional<std::string> title_of(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.rfind("history ", 0) != 0) continue;
        const std::size_t open = line.find('"'), close = line.find('"', open + 1);
        if (open == std::string::npos || close == std::string::npos) return "";
        return line.substr(open + 1, close - open - 1);
    }
    return std::nullopt;
}

/// One event as server-sent events write it. Lines of the data are joined again by who reads it.
std::string written(const Event& event) {
    std::string text = fmt::format("id: {}\nevent: {}\n", event.number, event.name);
    const std::string_view data = *event.data;
    for (std::size_t at = 0; at < data.size();) {
        const std::size_t end = std::min(data.find('\n', at), data.size());
        text += "data: ";
        text += data.substr(at, end - at);
        text += '\n';
        at = end + 1;
    }
    return text + "\n";
}

}  // namespace

Api::Api(const ServeOptions& options, const Folder& folder, const Admission& admission,
         Gate& compiling, Laboratory& laboratory, Plays& plays, const std::atomic<bool>& closing)
    : options_(options),
      folder_(folder),
      admission_(admission),
      compiling_(compiling),
      laboratory_(laboratory),
      plays_(plays),
      play_api_(options, folder, plays),
      closing_(closing) {}

void Api::install(httplib::Server& server) {
    using Handled = httplib::Server::HandlerResponse;
    server.set_pre_routing_handler([this](const Request& request, Response& response) {
        try {
            return answer_without_body(request, response) ? Handled::Handled : Handled::Unhandled;
        } catch (...) {
            send_exception(response, std::current_exception());
            return Handled::Handled;
        }
    });
    server.Post(".*", [this](const Request& request, Response& response) {
        answer_post(request, response);
    });
    server.set_exception_handler([](const Request&, Response& response, std::exception_ptr thrown) {
        send_exception(response, thrown);
    });
    server.set_error_handler([](const Request&, Response& response) {
        if (!response.body.empty()) return;
        const int status = response.status;
        send_error(response, status,
                   status == 413 ? "the request is too large" : "the request cannot be read");
    });
    server.set_post_routing_handler([](const Request&, Response& response) {
        response.set_header("X-Content-Type-Options", "nosniff");
        response.set_header("Referrer-Policy", "no-referrer");
        response.set_header("X-Frame-Options", "DENY");
        response.set_header("Cross-Origin-Opener-Policy", "same-origin");
        response.set_header("Cross-Origin-Resource-Policy", "same-origin");
        response.set_header("Cache-Control", "no-store");
        if (!response.has_header("Content-Security-Policy")) {
            response.set_header("Content-Security-Policy",
                                "default-src 'none'; frame-ancestors 'none'");
        }
    });
}

bool Api::answer_without_body(const Request& request, Response& response) {
    if (refuse(request, response)) return true;
    const std::string& path = request.path;
    const auto [question, rest] = question_of(path);
    const bool is_question = !question.empty() && (rest.empty() || rest == "/events");
    const PlayAddress play = play_address(path);
    const bool can_get =
        holds(kGets, path) || is_question || play.can_get() || find_page(path) != nullptr;
    const bool can_post = holds(kPosts, path) || play.can_post();
    const bool can_delete = (is_question && rest.empty()) || play.can_delete();
    const std::string& method = request.method;
    if (!can_get && !can_post) {
        send_error(response, 404, "there is nothing at this address");
    } else if ((method == "GET" || method == "HEAD") && can_get) {
        answer_get(request, response);
    } else if (method == "DELETE" && play.can_delete()) {
        play_api_.remove(play, response);
    } else if (method == "DELETE" && can_delete) {
        if (laboratory_.cancel(question)) {
            send(response, {{"cancelled", true}});
        } else {
            send_error(response, 404, "there is no such question");
        }
    } else if (method == "POST" && can_post) {
        return refuse_body(request, response);
    } else {
        response.set_header("Allow", std::string(can_get ? "GET, HEAD" : "") +
                                         (can_post ? (can_get ? ", POST" : "POST") : "") +
                                         (can_delete ? ", DELETE" : ""));
        send_error(response, 405, "this address does not answer " + method);
    }
    return true;
}

bool Api::refuse(const Request& request, Response& response) const {
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (path.size() > kPathMax) {
        send_error(response, 414, "the address is too long");
        return true;
    }
    if (request.get_header_value_count("Host") != 1 || path.empty() || path.front() != '/' ||
        path.find_first_of("%\\") != std::string::npos || path.find("..") != std::string::npos) {
        send_error(response, 400, "the address cannot be read");
        return true;
    }
    switch (admission_.judge({request.get_header_value("Host"), request.get_header_value("Origin"),
                              request.get_header_value("Sec-Fetch-Site"),
                              request.get_header_value("Authorization"),
                              request.get_header_value("Cookie")})) {
        case Admission::Verdict::Welcome:
            return false;
        case Admission::Verdict::WrongHost:
            send_error(response, 421, "this server is not called so; --name gives it a name");
            return true;
        case Admission::Verdict::WrongOrigin:
            send_error(response, 403, "only this server's own pages may ask it");
            return true;
        case Admission::Verdict::NoToken:
            break;
    }
    if (open_with_token(request, response)) return true;
    response.set_header("WWW-Authenticate", "Bearer");
    send_error(response, 401, "a token is needed: open /?token=TOKEN once, or send it as Bearer");
    return true;
}

/// Lets a browser in that gives the token in the address, and takes it from there.
bool Api::open_with_token(const Request& request, Response& response) const {
    if (request.method != "GET" || request.path != "/" || !request.has_param("token") ||
        !admission_.opens(request.get_param_value("token"))) {
        return false;
    }
    response.set_header("Set-Cookie", admission_.cookie() + "; Path=/; HttpOnly; SameSite=Strict");
    response.set_redirect("/", 303);
    return true;
}

bool Api::refuse_body(const Request& request, Response& response) const {
    const std::string type = request.get_header_value("Content-Type");
    const std::string size = request.get_header_value("Content-Length");
    if (request.has_header("Transfer-Encoding") || request.has_header("Content-Encoding") ||
        request.get_header_value_count("Content-Length") != 1) {
        send_error(response, 411, "say how long the body is, and send it as it is");
    } else if (size.empty() || size.size() > 18 ||
               size.find_first_not_of("0123456789") != std::string::npos) {
        send_error(response, 400, "Content-Length is no number");
    } else if (std::stoull(size) > options_.request_size_max) {
        send_error(response, 413,
                   fmt::format("a request may have {} bytes", options_.request_size_max));
    } else if (type.substr(0, type.find(';')) != kJson) {
        send_error(response, 415, "send JSON, as application/json");
    } else {
        return false;
    }
    return true;
}

void Api::answer_get(const Request& request, Response& response) {
    const std::string& path = request.path;
    if (path == "/api") return send_status(response);
    if (path == "/api/scenarios") return send_scenarios(response);
    if (path == "/api/text") return send_text(request, response);
    if (path == "/api/model") {
        const json sent = {{"scenario", request.get_param_value("scenario")}};
        return post(path, sent, response);
    }
    if (const PlayAddress play = play_address(path); play.can_get())
        return play_api_.get(play, response);
    const auto [question, rest] = question_of(path);
    if (!question.empty()) {
        return rest.empty() ? send_question(question, response) : send_events(question, response);
    }
    send_page(request, response);
}

void Api::answer_post(const Request& request, Response& response) {
    post(request.path, parse_body(request.body), response);
}

void Api::post(const std::string& path, const json& sent, Response& response) {
    if (const PlayAddress play = play_address(path); play.can_post())
        return play_api_.post(play, sent, response);
    if (path == "/api/questions") {
        const Question question = read_question(sent, options_);
        const Gate::Pass pass(compiling_);
        if (!question.subject.held && !folder_.read(question.subject.name))
            return send_error(response, 404, "there is no such scenario");
        return send_ticket(response, laboratory_.ask(question));
    }
    const Subject subject = read_subject(sent);
    if (!subject.held && !folder_.read(subject.name))
        return send_error(response, 404, "there is no such scenario");
    const Gate::Pass pass(compiling_);
    const CompileOptions compile = compile_options(subject, folder_);
    if (path == "/api/model") {
        const Scenario scenario = Scenario::load(subject.name, compile);
        response.status = 200;
        response.set_content(to_json(scenario.describe()), kJson);
    } else if (path == "/api/check") {
        send(response, {{"findings", findings_json(check_file(subject.name, compile))}});
    } else {
        const std::string text = *compile.read(subject.name);
        send(response, {{"text", format_text(subject.name, text)}});
    }
}

void Api::send_page(const Request& request, Response& response) const {
    const Page* const page = find_page(request.path);
    if (page == nullptr) return send_error(response, 404, "there is no such page");
    const std::string nonce = secret(16);
    response.status = 200;
    response.set_header("Content-Security-Policy", page_policy(nonce));
    response.set_content(with_nonce(*page, nonce), std::string(page->type));
}

void Api::send_scenarios(Response& response) const {
    ordered_json scenarios = ordered_json::array(), modules = ordered_json::array();
    for (const std::string& name : folder_.files()) {
        const std::optional<std::string> text = folder_.read(name);
        if (!text) continue;
        if (const auto title = title_of(*text)) {
            scenarios.push_back({{"file", name}, {"title", *title}});
        } else {
            modules.push_back(name);
        }
    }
    send(response,
         {{"scenarios", scenarios}, {"modules", modules}, {"library", folder_.library_files()}});
}

void Api::send_text(const Request& request, Response& response) const {
    const std::string name = request.get_param_value("scenario");
    const std::optional<std::string> text = folder_.read(name);
    if (!text) return send_error(response, 404, "there is no such scenario");
    send(response, {{"scenario", name}, {"text", *text}});
}

void Api::send_status(Response& response) const {
    const LaboratoryFigures figures = laboratory_.figures();
    send(response, {{"version", JONBAR_VERSION},
                    {"waiting", figures.waiting},
                    {"computing", figures.computing},
                    {"computed", figures.computed},
                    {"answers", figures.answers},
                    {"answers_bytes", figures.answers_size},
                    {"plays", plays_.count()},
                    {"keywords", kKeywords},
                    {"limits",
                     {{"histories", options_.histories_max},
                      {"particles", options_.particles_max},
                      {"seconds", options_.seconds_max},
                      {"request_bytes", options_.request_size_max},
                      {"questions", options_.questions_max},
                      {"plays", options_.plays_max}}}});
}

void Api::send_question(const std::string& id, Response& response) {
    const auto log = laboratory_.events(id);
    if (log == nullptr) return send_error(response, 404, "there is no such question");
    ordered_json events = ordered_json::array();
    for (const Event& event : log->latest()) {
        events.push_back(
            {{"event", event.name}, {"data", ordered_json::parse(*event.data, nullptr, false)}});
    }
    send(response, {{"id", id}, {"ended", log->ended()}, {"events", events}});
}

void Api::send_events(const std::string& id, Response& response) {
    auto log = laboratory_.events(id);
    if (log == nullptr) return send_error(response, 404, "there is no such question");
    // Half of the threads are left to those who want no stream.
    const int most = std::max(1, static_cast<int>(options_.connections / 2));
    if (streams_.fetch_add(1) >= most) {
        --streams_;
        return send_busy(response, 503, "too many listen at the same time");
    }
    const auto one_less = [](std::atomic<int>* streams) { --*streams; };
    // Shared: the library copies the function that sends.
    const std::shared_ptr<std::atomic<int>> counted(&streams_, one_less);
    response.status = 200;
    response.set_chunked_content_provider(
        "text/event-stream; charset=utf-8",
        [this, log = std::move(log), counted, seen = std::uint64_t{0},
         told = std::chrono::steady_clock::now()](std::size_t, httplib::DataSink& sink) mutable {
            const std::vector<Event> events = log->wait(seen, kStreamSlice);
            const auto now = std::chrono::steady_clock::now();
            std::string text;
            bool ended = false;
            for (const Event& event : events) {
                text += written(event);
                seen = event.number;
                ended = ended || event.kind == Event::Kind::End;
            }
            if (text.empty() && now - told > kHeartbeat) text = ": still here\n\n";
            if (!text.empty()) {
                told = now;
                if (!sink.write(text.data(), text.size())) return false;
            }
            if (ended) sink.done();
            return ended || (!closing_ && sink.is_writable());
        });
}

}  // namespace jonbar::serve
