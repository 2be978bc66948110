// A client's connection, with an end to its patience.
//
// A request must arrive within a time and a number of bytes, and each part of an answer must be
// taken within that time: who sends or reads a byte now and then is cut off.

#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace jonbar::serve {

class Connection : public httplib::Stream {
  public:
    /// `closing` becomes true when the server stops; nothing is waited for then.
    Connection(socket_t socket, std::chrono::milliseconds patience, std::size_t request_size_max,
               const std::atomic<bool>& closing);

    /// Waits for a request to begin; tells whether one did.
    bool wait_for_request(std::chrono::milliseconds patience);

    /// Notes that the headers of a request have been read, and how long its body is to be.
    void expect_body(std::uint64_t size);

    /// Tells whether the body announced has been read.
    [[nodiscard]] bool body_is_read() const { return read_ >= body_end_; }

    /// Says that no more is sent, takes in for a moment what the client still sends – or it might
    /// not see the answer – and closes.
    void close();

    bool is_readable() const override;
    bool is_writable() const override;
    ssize_t read(char* bytes, std::size_t size) override;
    ssize_t write(const char* bytes, std::size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return socket_; }

  private:
    using Clock = std::chrono::steady_clock;

    /// Waits until the socket is ready for `events`; tells whether it is, by `deadline`.
    [[nodiscard]] bool wait(short events, Clock::time_point deadline) const;

    const socket_t socket_;
    const std::chrono::milliseconds patience_;
    const std::size_t request_size_max_;
    const std::atomic<bool>& closing_;
    Clock::time_point read_deadline_;
    std::uint64_t read_ = 0, body_end_ = 0, read_max_ = 0;  // bytes of all requests so far
    std::array<char, 16384> buffer_{};
    std::size_t begin_ = 0, end_ = 0;  // of what was received and not read
};

}  // namespace jonbar::serve
