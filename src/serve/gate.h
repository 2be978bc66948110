// A few places, for which the others wait a moment.

#pragma once

#include <condition_variable>
#include <mutex>

namespace jonbar::serve {

/// Lets few in at a time; the others wait for a moment and are sent away.
class Gate {
  public:
    /// `full` is said to those who are sent away.
    explicit Gate(int places, const char* full) : places_(places), full_(full) {}

    class Pass {
      public:
        explicit Pass(Gate& gate);  // throws Busy
        ~Pass();
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

      private:
        Gate& gate_;
    };

  private:
    std::mutex mutex_;
    std::condition_variable left_;
    int places_;
    const char* full_;
};

}  // namespace jonbar::serve
