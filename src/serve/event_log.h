// What a question has to tell while it is computed: how far it is, what the histories done so far
// say, and how it ended.
//
// Only the latest of each is kept. Whoever reads slowly misses what was overtaken, and the log
// never grows; several may read it, each at its own pace.

#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace jonbar::serve {

struct Event {
    enum class Kind { Progress, Partial, End };
    Kind kind = Kind::Progress;
    std::string name;  // "progress", "partial", "done", "error", "cancelled"
    /// JSON. Shared: a partial answer may be replaced while it is being sent.
    std::shared_ptr<const std::string> data;
    std::uint64_t number = 0;  // ascending
};

class EventLog {
  public:
    /// Notes an event in place of the last one of its kind; nothing once the question has ended.
    void add(Event::Kind kind, const std::string& name, std::string data);

    /// Waits until there is something newer than `after`, for at most `patience`; returns it in
    /// order, or nothing.
    std::vector<Event> wait(std::uint64_t after, std::chrono::milliseconds patience);

    /// Returns the last event once the question has ended.
    [[nodiscard]] bool ended() const;
    [[nodiscard]] std::vector<Event> latest() const;

  private:
    [[nodiscard]] std::vector<Event> newer(std::uint64_t after) const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t count_ = 0;
    std::array<Event, 3> last_;  // by kind; number 0: none yet
};

}  // namespace jonbar::serve
