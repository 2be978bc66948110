// The terminal: its width, its colours, a line of progress, Ctrl-C.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace jonbar {

/// Returns the width of the terminal behind `file` in columns, 80 where there is none; at least 40.
int terminal_columns(std::FILE* file);

/// Tells whether `file` is a terminal that wants colours (NO_COLOR and TERM=dumb say no).
bool wants_colour(std::FILE* file);

/// Returns a text for people as it goes to `file`: what is read from right to left isolated
/// (base/direction.h) or, with `isolate` false, no isolates in it. Where `isolate` says nothing,
/// isolated for a terminal.
std::string shown(const std::string& text, std::FILE* file, std::optional<bool> isolate);

/// Turns Ctrl-C, and SIGTERM, into a request to stop, which a run looks at; a second one ends the
/// program at once.
const std::atomic<bool>& stop_on_interrupt();

/// Returns the exit status of a program that was so stopped: 130 by Ctrl-C, 143 by SIGTERM.
int interrupted_status();

/// Shows on the terminal behind `file` how far a run has come, at most ten times a second; nothing
/// where there is no terminal, and nothing for runs that end within half a second. Cleared when
/// destroyed.
class ProgressBar {
  public:
    explicit ProgressBar(std::FILE* file);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// May be called from one thread at a time.
    void show(std::uint64_t done, std::uint64_t requested);

  private:
    using Clock = std::chrono::steady_clock;
    std::FILE* file_;
    bool active_;
    bool drawn_ = false;
    Clock::time_point started_, drawn_at_;
};

}  // namespace jonbar
