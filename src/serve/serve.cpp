#include "serve/serve.h"

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "interface/library_path.h"
#include "serve/admission.h"
#include "serve/api.h"
#include "serve/folder.h"
#include "serve/gate.h"
#include "serve/http_server.h"
#include "serve/laboratory.h"
#include "serve/plays.h"

namespace jonbar::serve {

struct Server::Parts {
    explicit Parts(const ServeOptions& asked)
        : options(asked),
          folder(options.folder, options.library.empty() ? default_library() : options.library),
          admission(options),
          http(options),
          laboratory(options, folder),
          plays(options, folder, laboratory, compiling),
          api(options, folder, admission, compiling, laboratory, plays, closing) {
        api.install(http);
        port = http.bind();
    }

    const ServeOptions options;
    const Folder folder;
    const Admission admission;
    std::atomic<bool> closing{false};
    HttpServer http;
    Gate compiling{2, "too many texts are being compiled"};
    Laboratory laboratory;
    Plays plays;
    Api api;
    int port = 0;
    std::thread listener;
};

Server::Server(const ServeOptions& options) : parts_(std::make_unique<Parts>(options)) {}

Server::~Server() { stop(); }

int Server::port() const { return parts_->port; }

std::string Server::address() const {
    const std::string& host = parts_->options.host;
    const bool brackets = host.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}/", brackets ? "[" : "", host, brackets ? "]" : "",
                       parts_->port);
}

void Server::start() {
    parts_->listener = std::thread([this] { parts_->http.serve(); });
}

void Server::stop() {
    parts_->closing = true;
    parts_->http.close();
    parts_->plays.close();
    parts_->laboratory.close();
    if (parts_->listener.joinable()) parts_->listener.join();
}

}  // namespace jonbar::serve
