#include "serve/event_log.h"

#include <algorithm>
#include <utility>

namespace jonbar::serve {

void EventLog::add(Event::Kind kind, const std::string& name, std::string data) {
    // Shared: see the header.
    auto text = std::make_shared<const std::string>(std::move(data));
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (last_[static_cast<std::size_t>(Event::Kind::End)].number != 0) return;
        last_[static_cast<std::size_t>(kind)] = {kind, name, std::move(text), ++count_};
    }
    changed_.notify_all();
}

std::vector<Event> EventLog::newer(std::uint64_t after) const {
    std::vector<Event> found;
    for (const Event& event : last_) {
        if (event.number > after) found.push_back(event);
    }
    std::sort(found.begin(), found.end(),
              [](const Event& a, const Event& b) { return a.number < b.number; });
    return found;
}

std::vector<Event> EventLog::wait(std::uint64_t after, std::chrono::milliseconds patience) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return count_ > after; });
    return newer(after);
}

bool EventLog::ended() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return last_[static_cast<std::size_t>(Event::Kind::End)].number != 0;
}

std::vector<Event> EventLog::latest() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return newer(0);
}

}  // namespace jonbar::serve
