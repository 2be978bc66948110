// Any request to the laboratory's server is answered, without a socket: either as it stands, or, if
// the first line is "METHOD ADDRESS", with the headers that such a request must have and the rest
// as its body. What it asks to be computed is waited for.

#include <httplib.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "base/check.h"
#include "base/scratch_folder.h"
#include "fuzz/input.h"
#include "serve/admission.h"
#include "serve/api.h"
#include "serve/folder.h"
#include "serve/gate.h"
#include "serve/laboratory.h"
#include "serve/plays.h"

namespace jonbar::serve {
namespace {

/// Reads what was sent and keeps what is answered.
class HeldStream : public httplib::Stream {
  public:
    explicit HeldStream(std::string sent) : sent_(std::move(sent)) {}
    [[nodiscard]] bool is_readable() const override { return true; }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char* into, std::size_t size) override {
        const std::size_t got = sent_.copy(into, size, at_);
        at_ += got;
        return static_cast<ssize_t>(got);
    }
    ssize_t write(const char* bytes, std::size_t size) override {
        answer_.append(bytes, size);
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        ip = "127.0.0.1";
        port = 1;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        get_remote_ip_and_port(ip, port);
    }
    [[nodiscard]] socket_t socket() const override { return 0; }
    [[nodiscard]] const std::string& answer() const { return answer_; }

  private:
    std::string sent_, answer_;
    std::size_t at_ = 0;
};

class Answerer : public httplib::Server {
  public:
    std::string answer(const std::string& sent) {
        HeldStream stream(sent);
        bool closed = false;
        process_request(stream, true, closed, nullptr);
        return stream.answer();
    }
};

ServeOptions options_of(const std::string& folder) {
    ServeOptions options;
    options.folder = folder;
    options.threads = 1;
    options.runners = 1;
    options.histories_max = 64;
    options.particles_max = 256;
    options.seconds_max = 0.5;
    options.request_size_max = 1U << 16U;
    options.plays_max = 2;
    options.questions_max = 2;
    options.answers_size_max = 1U << 20U;
    options.samples_size_max = 1U << 24U;
    return options;
}

class Served {
  public:
    Served() {
        scratch_.write("small.jon",
                       "history \"Small\" from 1900-01 to 1900-06 by month\n"
                       "kind person { alive: bool = yes }\nperson anna, boris\n"
                       "event dies(p: person) hazard 0.3 per year when p.alive { p.alive = no }\n"
                       "decision speaks for p in person every month when p.alive {\n"
                       "    option yes_please worth 0\n    option no_thanks worth 0.5\n}\n"
                       "outcome left = count(p in person: p.alive) at end\n");
        server_.set_payload_max_length(options_.request_size_max);
        api_.install(server_);
    }

    void ask(const std::string& request) {
        const std::string answer = server_.answer(request);
        if (answer.empty()) return;  // the connection is cut where no request can be read
        CHECK(answer.starts_with("HTTP/1.1 "));
        const std::size_t body = answer.find("\r\n\r\n");
        CHECK(body != std::string::npos);
        CHECK(!answer.starts_with("HTTP/1.1 500"));
        if (answer.starts_with("HTTP/1.1 202")) wait(answer.substr(body + 4));
    }

  private:
    void wait(const std::string& ticket) {
        const auto told = nlohmann::json::parse(ticket, nullptr, false);
        CHECK(told.is_object() && told.contains("id"));
        const auto log = laboratory_.events(told.at("id"));
        if (log == nullptr) return;
        std::uint64_t seen = 0;
        while (!log->ended()) {
            for (const Event& event : log->wait(seen, std::chrono::milliseconds(100)))
                seen = event.number;
        }
        for (const Event& event : log->latest()) CHECK(nlohmann::json::accept(*event.data));
        laboratory_.cancel(told.at("id"));
    }

    const base::ScratchFolder scratch_;
    const ServeOptions options_ = options_of(scratch_.path().string());
    const Folder folder_{options_.folder, ""};
    const Admission admission_{options_};
    const std::atomic<bool> closing_{false};
    Answerer server_;
    Gate compiling_{2, "too many texts are being compiled"};
    Laboratory laboratory_{options_, folder_};
    Plays plays_{options_, folder_, laboratory_, compiling_};
    Api api_{options_, folder_, admission_, compiling_, laboratory_, plays_, closing_};
};

/// Returns the request that is meant.
std::string request_of(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.find('\r') != std::string_view::npos) return std::string(text);
    const std::string_view body = text.substr(std::min(end + 1, text.size()));
    return std::string(line) + " HTTP/1.1\r\nHost: 127.0.0.1:8465\r\n" +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

}  // namespace
}  // namespace jonbar::serve

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static jonbar::serve::Served served;
    served.ask(jonbar::serve::request_of(jonbar::fuzz::text_of(data, size)));
    return 0;
}
