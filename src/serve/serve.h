// The laboratory as a server: a folder of scenarios, asked over HTTP.

#pragma once

#include <memory>
#include <string>

#include "serve/options.h"

namespace jonbar::serve {

class Laboratory;

class Server {
  public:
    /// Binds the address. Throws IoError where the folder or the address cannot be used,
    /// QuestionError where the options may not stand together.
    explicit Server(const ServeOptions& options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] int port() const;
    /// "http://127.0.0.1:8465/"
    [[nodiscard]] std::string address() const;

    /// Serves in threads of its own until `stop`.
    void start();

    /// Cancels all questions, closes all connections and waits until all threads have ended.
    void stop();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jonbar::serve
