// The listening socket and those who serve it.
//
// A fixed number of threads serve connections, some more connections wait for one of them, and who
// comes then is told so and cut off. So neither threads nor memory grow with the clients.

#pragma once

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "serve/connection.h"
#include "serve/options.h"

namespace jonbar::serve {

class HttpServer : public httplib::Server {
  public:
    /// `options` must outlive it.
    explicit HttpServer(const ServeOptions& options);
    ~HttpServer() override;
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds the address of the options and returns the port. Throws IoError.
    int bind();

    /// Serves until `close` is called, from another thread.
    void serve();

    /// Stops serving: connections are closed, those who wait for something are woken. May be called
    /// before `serve`.
    void close();

    [[nodiscard]] bool closing() const { return closing_; }

  private:
    class Workers;

    bool process_and_close_socket(socket_t socket) override;

    const ServeOptions& options_;
    std::atomic<bool> closing_{false};
    std::atomic<std::size_t> waiting_{0};
    std::thread::id listener_;
    std::atomic<socket_t> listening_{INVALID_SOCKET};
};

}  // namespace jonbar::serve
