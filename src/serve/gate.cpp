#include "serve/gate.h"

#include <chrono>

#include "serve/laboratory.h"

namespace jonbar::serve {

namespace {

constexpr std::chrono::seconds kGatePatience(5);

}  // namespace

Gate::Pass::Pass(Gate& gate) : gate_(gate) {
    std::unique_lock<std::mutex> lock(gate_.mutex_);
    if (!gate_.left_.wait_for(lock, kGatePatience, [this] { return gate_.places_ > 0; }))
        throw Busy(gate_.full_);
    --gate_.places_;
}

Gate::Pass::~Pass() {
    {
        const std::lock_guard<std::mutex> lock(gate_.mutex_);
        ++gate_.places_;
    }
    gate_.left_.notify_one();
}

}  // namespace jonbar::serve
