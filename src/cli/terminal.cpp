#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/direction.h"
#include "report/layout.h"

namespace jonbar {

namespace {

/// A signal handler can reach nothing else.
std::atomic<bool> interrupted{false};
std::atomic<int> interrupting{SIGINT};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_interrupt(int signal) {
    if (interrupted.exchange(true)) _exit(128 + signal);
    interrupting = signal;
}

}  // namespace

int terminal_columns(std::FILE* file) {
    winsize size{};
    if (isatty(fileno(file)) == 0 || ioctl(fileno(file), TIOCGWINSZ, &size) != 0 ||
        size.ws_col == 0)
        return 80;
    return std::max<int>(size.ws_col, 40);
}

bool wants_colour(std::FILE* file) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    if (no_colour != nullptr && *no_colour != '\0') return false;
    if (term != nullptr && std::string_view(term) == "dumb") return false;
    return isatty(fileno(file)) != 0;
}

std::string shown(const std::string& text, std::FILE* file, std::optional<bool> isolate) {
    return isolate.value_or(isatty(fileno(file)) != 0) ? isolate_lines(text)
                                                       : without_isolates(text);
}

const std::atomic<bool>& stop_on_interrupt() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    return interrupted;
}

int interrupted_status() { return 128 + interrupting; }

ProgressBar::ProgressBar(std::FILE* file)
    : file_(file),
      active_(isatty(fileno(file)) != 0),
      started_(Clock::now()),
      drawn_at_(started_) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        std::fputs("\r\x1b[K", file_);
        std::fflush(file_);
    }
}

void ProgressBar::show(std::uint64_t done, std::uint64_t requested) {
    if (!active_ || requested == 0) return;
    const auto now = Clock::now();
    if (now - started_ < std::chrono::milliseconds(500) ||
        now - drawn_at_ < std::chrono::milliseconds(100))
        return;
    drawn_ = true;
    drawn_at_ = now;
    const double share = static_cast<double>(done) / static_cast<double>(requested);
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const double left = share > 0 ? seconds / share - seconds : 0;
    const std::string line =
        fmt::format("\r\x1b[K{} {:>5.1f} %  {} of {} histories, {:.0f} s left",
                    pad(bar(share, 24), 24), 100 * share, grouped(done), grouped(requested), left);
    std::fputs(line.c_str(), file_);
    std::fflush(file_);
}

}  // namespace jonbar
