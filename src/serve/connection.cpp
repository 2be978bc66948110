#include "serve/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace jonbar::serve {

namespace {

constexpr std::chrono::milliseconds kSlice(100);  // between two looks at whether the server stops
constexpr std::chrono::milliseconds kLinger(300);
constexpr std::size_t kLingerSize = 4U << 20U;
constexpr std::size_t kHeadersMax = 64U << 10U;

}  // namespace

Connection::Connection(socket_t socket, std::chrono::milliseconds patience,
                       std::size_t request_size_max, const std::atomic<bool>& closing)
    : socket_(socket),
      patience_(patience),
      request_size_max_(request_size_max),
      closing_(closing),
      read_deadline_(Clock::now() + patience) {}

bool Connection::wait(short events, Clock::time_point deadline) const {
    while (!closing_) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() < 0) return false;
        pollfd one{socket_, events, 0};
        const int ready = poll(&one, 1, static_cast<int>(std::min(left, kSlice).count()) + 1);
        if (ready > 0) return (one.revents & (events | POLLHUP)) != 0;
        if (ready < 0 && errno != EINTR) return false;
    }
    return false;
}

bool Connection::wait_for_request(std::chrono::milliseconds patience) {
    if (begin_ == end_ && !wait(POLLIN, Clock::now() + patience)) return false;
    read_deadline_ = Clock::now() + patience_;
    body_end_ = 0;
    read_max_ = read_ + kHeadersMax;
    return true;
}

void Connection::expect_body(std::uint64_t size) {
    body_end_ = read_ + std::min<std::uint64_t>(size, UINT64_MAX / 2);
    read_max_ = read_ + request_size_max_ + kHeadersMax;
}

bool Connection::is_readable() const { return begin_ < end_ || wait(POLLIN, read_deadline_); }

bool Connection::is_writable() const {
    pollfd one{socket_, POLLOUT | POLLRDHUP, 0};
    if (closing_ || poll(&one, 1, 0) < 0) return false;
    return (one.revents & (POLLERR | POLLHUP | POLLRDHUP)) == 0;
}

ssize_t Connection::read(char* bytes, std::size_t size) {
    if (begin_ == end_) {
        if (!wait(POLLIN, read_deadline_)) return -1;
        const ssize_t got = recv(socket_, buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return got;
        begin_ = 0;
        end_ = static_cast<std::size_t>(got);
    }
    if (read_ >= read_max_) return -1;
    const std::size_t taken =
        std::min({size, end_ - begin_, static_cast<std::size_t>(read_max_ - read_)});
    std::memcpy(bytes, buffer_.data() + begin_, taken);
    begin_ += taken;
    read_ += taken;
    return static_cast<ssize_t>(taken);
}

ssize_t Connection::write(const char* bytes, std::size_t size) {
    const Clock::time_point deadline = Clock::now() + patience_;
    std::size_t sent = 0;
    while (sent < size) {
        const ssize_t more = send(socket_, bytes + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (more > 0) {
            sent += static_cast<std::size_t>(more);
        } else if (more < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            return -1;
        } else if (!wait(POLLOUT, deadline)) {
            return -1;
        }
    }
    return static_cast<ssize_t>(sent);
}

void Connection::close() {
    shutdown(socket_, SHUT_WR);
    const Clock::time_point deadline = Clock::now() + kLinger;
    for (std::size_t taken = 0; taken < kLingerSize;) {
        if (!wait(POLLIN, deadline)) break;
        const ssize_t got = recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (got <= 0) break;
        taken += static_cast<std::size_t>(got);
    }
    ::close(socket_);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear();  // nobody asks
    port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

}  // namespace jonbar::serve
