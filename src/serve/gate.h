// A few places, for which the others wait a moment.

#pragma once

#include <condition_variable>
#include <mutex>

namespace jonbar::serve {

/// Lets few compile at a time; the others wait for a moment and are sent away.
class Gate {
  public:
    explicit Gate(int places) : places_(places) {}

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
};

}  // namespace jonbar::serve
