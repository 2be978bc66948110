#include "serve/http_server.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <utility>

#include "base/io_error.h"

namespace jonbar::serve {

namespace {

constexpr int kBacklog = 256;
constexpr int kRequestsOfConnection = 1000;
constexpr std::chrono::milliseconds kIdle(5000);
constexpr int kRefusedWithin = 20;  // milliseconds that a client has to send what is not read

constexpr const char* kRefusal =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
    "Retry-After: 1\r\nConnection: close\r\nCache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Length: 52\r\n\r\n"
    "{\"error\": \"too many connections; try again later.\"}\n";

/// Answers without reading what was asked.
void refuse(socket_t socket) {
    pollfd one{socket, POLLIN, 0};
    poll(&one, 1, kRefusedWithin);
    char ignored[4096];
    while (recv(socket, ignored, sizeof ignored, MSG_DONTWAIT) > 0) {
    }
    const std::string answer = kRefusal;
    if (send(socket, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        shutdown(socket, SHUT_WR);
    ::close(socket);
}

}  // namespace

/// Threads that serve a connection at a time. The library hands over connections here and ends with
/// `shutdown`.
class HttpServer::Workers : public httplib::TaskQueue {
  public:
    explicit Workers(HttpServer& server) : server_(server) {
        for (std::size_t i = 0; i < server.options_.connections; ++i)
            threads_.emplace_back([this] { work(); });
    }

    void enqueue(std::function<void()> serve) override {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (jobs_.size() < server_.options_.connections_waiting) {
                jobs_.push_back(std::move(serve));
                server_.waiting_ = jobs_.size();
                more_.notify_one();
                return;
            }
        }
        serve();  // in the listener's thread: process_and_close_socket refuses it
    }

    void shutdown() override {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            over_ = true;
        }
        more_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

  private:
    void work() {
        for (;;) {
            std::function<void()> job;
            {
                std::unique_lock<std::mutex> lock(mutex_);
                more_.wait(lock, [this] { return over_ || !jobs_.empty(); });
                if (jobs_.empty()) return;
                job = std::move(jobs_.front());
                jobs_.pop_front();
                server_.waiting_ = jobs_.size();
            }
            job();
        }
    }

    HttpServer& server_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<std::function<void()>> jobs_;
    bool over_ = false;
    std::vector<std::thread> threads_;
};

HttpServer::HttpServer(const ServeOptions& options) : options_(options) {
    // The library takes ownership of what this returns.
    new_task_queue = [this] { return std::make_unique<Workers>(*this).release(); };
    // Its own choice would let a second server share the port.
    set_socket_options([](socket_t socket) {
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    set_tcp_nodelay(true);
    set_payload_max_length(options.request_size_max);
}

int HttpServer::bind() {
    errno = 0;
    int port = options_.port;
    if (port == 0) {
        port = bind_to_any_port(options_.host);
    } else if (!bind_to_port(options_.host, port)) {
        port = -1;
    }
    if (port <= 0) {
        throw IoError(
            "listen on", fmt::format("{}:{}", options_.host, options_.port),
            errno == 0 ? "there is no such address" : std::generic_category().message(errno));
    }
    ::listen(svr_sock_, kBacklog);
    return port;
}

void HttpServer::serve() {
    listener_ = std::this_thread::get_id();
    if (!closing_) listen_after_bind();
}

void HttpServer::close() {
    closing_ = true;
    // The listener waits in `accept`, which ends with the socket.
    const socket_t socket = svr_sock_.exchange(INVALID_SOCKET);
    if (socket == INVALID_SOCKET) return;
    ::shutdown(socket, SHUT_RDWR);
    listening_ = socket;
}

HttpServer::~HttpServer() {
    close();
    // Only now: the listener might have met another file under the same number.
    if (listening_ != INVALID_SOCKET) ::close(listening_);
}

bool HttpServer::process_and_close_socket(socket_t socket) {
    if (std::this_thread::get_id() == listener_) {
        refuse(socket);
        return false;
    }
    const auto patience =
        std::chrono::milliseconds(static_cast<std::int64_t>(options_.request_seconds * 1000));
    Connection connection(socket, patience, options_.request_size_max, closing_);
    for (int left = kRequestsOfConnection; left > 0 && !closing_; --left) {
        // Others wait for this thread: the connection is not kept open for what may come.
        const bool last = left == 1 || waiting_ > 0;
        if (!connection.wait_for_request(std::min(kIdle, patience))) break;
        bool closed = false;
        bool framed = false;  // it is sure where the next request begins
        const auto prepare = [&](httplib::Request& request) {
            const std::string size = request.get_header_value("Content-Length");
            connection.expect_body(size.empty() ? 0 : std::strtoull(size.c_str(), nullptr, 10));
            framed = !request.has_header("Transfer-Encoding") &&
                     request.get_header_value_count("Content-Length") <= 1 &&
                     (request.method != "POST" || !size.empty());
            // Whole answers, and uncompressed.
            request.ranges.clear();
            request.headers.erase("Range");
            request.headers.erase("Accept-Encoding");
        };
        const bool served = process_request(connection, last, closed, prepare);
        if (!served || closed || last || !framed || !connection.body_is_read()) break;
    }
    connection.close();
    return true;
}

}  // namespace jonbar::serve
