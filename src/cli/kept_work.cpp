#include "cli/kept_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "cli/terminal.h"
#include "report/layout.h"

namespace jonbar {

namespace {

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Adds up what a question took of the same in several places.
std::vector<TakenWork> sums_of(const std::vector<TakenWork>& taken) {
    std::vector<TakenWork> sums;
    for (const TakenWork& work : taken) {
        const auto before = std::find_if(sums.begin(), sums.end(), [&](const TakenWork& each) {
            return each.what == work.what;
        });
        if (before == sums.end()) {
            sums.push_back(work);
        } else {
            before->taken += work.taken;
            before->all += work.all;
        }
    }
    return sums;
}

}  // namespace

KeptWork::KeptWork(const Request& request) : request_(request) {
    if (!request.store.empty()) journal_.emplace(request.store, seconds_now);
}

KeptWork::~KeptWork() {
    if (!journal_) return;
    const bool begun = !journal_->taken().empty();
    const std::optional<std::string> failure = journal_->finish();
    if (failure) {
        say(*failure + "\n");
    } else if (begun) {
        say(fmt::format("what was finished is in {}: the same command goes on from there\n",
                        request_.store));
    }
}

void KeptWork::say(const std::string& text) const {
    std::fputs(shown(text, stderr, request_.isolate).c_str(), stderr);
}

void KeptWork::close() {
    if (!journal_) return;
    const std::optional<std::string> failure = journal_->finish();
    std::string there;
    for (const TakenWork& work : sums_of(journal_->taken())) {
        if (work.taken == 0) continue;
        there += fmt::format("{}{} of {} {}", there.empty() ? "" : ", ", grouped(work.taken),
                             grouped(work.all), work.what);
    }
    journal_.reset();
    std::string said =
        there.empty() ? fmt::format("{} had nothing of this yet: all was run\n", request_.store)
                      : fmt::format("{} had {}: only the rest was run\n", request_.store, there);
    if (failure) {
        said += fmt::format(
            "warning: from some point on what was run is not in {}; the answer is "
            "none the worse\n{}\n",
            request_.store, *failure);
    }
    say(said);
}

}  // namespace jonbar
