#include "inference/kept_worlds.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "engine/chunk_queue.h"
#include "inference/world_block.h"

namespace jonbar::inference {

namespace {

// How a value begins. An even number is twice a whole number, its sign folded in.
constexpr std::uint64_t kReal = 1, kInfinite = 3, kAsActual = 5;
constexpr double kWholeMax = 1ULL << 50U;

bool same_bits(double left, double right) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

void write_value(double value, base::ByteWriter& out) {
    if (same_bits(value, std::numeric_limits<double>::infinity())) return out.number(kInfinite);
    const bool small = value > -kWholeMax && value < kWholeMax;
    const auto whole = small ? static_cast<std::int64_t>(value) : 0;
    if (!same_bits(static_cast<double>(whole), value)) {
        out.number(kReal);
        return out.real(value);
    }
    const auto bits = static_cast<std::uint64_t>(whole < 0 ? -whole : whole);
    out.number((bits << 1U | (whole < 0 ? 1U : 0U)) << 1U);
}

double read_value(base::ByteReader& in, double actual) {
    const std::uint64_t begin = in.number();
    switch (begin) {
        case kReal:
            return in.real();
        case kInfinite:
            return std::numeric_limits<double>::infinity();
        case kAsActual:
            return actual;
        default:
            break;
    }
    if ((begin & 1U) != 0) in.refuse();
    const auto size = static_cast<double>(begin >> 2U);
    return (begin & 2U) != 0 ? -size : size;
}

/// A block's histories as a listener saw them.
struct Seen {
    struct History {
        std::size_t particle = 0;
        std::vector<double> touched, actual, altered;
        std::vector<WorldSet> worlds;
    };
    std::uint64_t lane_steps = 0, lane_steps_from_start = 0;
    std::vector<History> histories;
};

void write(const HistoryInWorlds& history, std::size_t first, base::ByteWriter& out) {
    out.number(history.particle - first);
    for (const double step : history.touched) write_value(step, out);
    for (const double value : history.actual) write_value(value, out);
    out.number(history.worlds.size());
    for (std::size_t world = 0; world < history.worlds.size(); ++world) {
        out.number(history.worlds[world]);
        const std::span<const double> altered = history.in_world(world);
        for (std::size_t i = 0; i < altered.size(); ++i) {
            if (same_bits(altered[i], history.actual[i])) {
                out.number(kAsActual);
            } else {
                write_value(altered[i], out);
            }
        }
    }
}

/// Reads a block; the reader refuses what it cannot be.
Seen read(base::ByteReader& in, const Block& block, std::size_t switches, std::size_t columns) {
    Seen seen;
    seen.lane_steps = in.number();
    seen.lane_steps_from_start = in.number();
    std::vector<bool> there(block.count);
    for (std::size_t left = block.count; left > 0 && in.good(); --left) {
        Seen::History history;
        const std::uint64_t place = in.number();
        if (place >= block.count || there[place]) {
            in.refuse();
            break;
        }
        there[place] = true;
        history.particle = block.first + place;
        for (std::size_t i = 0; i < switches; ++i) history.touched.push_back(read_value(in, 0));
        for (std::size_t i = 0; i < columns; ++i) history.actual.push_back(read_value(in, 0));
        for (std::size_t worlds = in.count(columns + 1); worlds > 0 && in.good(); --worlds) {
            history.worlds.push_back(in.number());
            for (std::size_t i = 0; i < columns; ++i)
                history.altered.push_back(read_value(in, history.actual[i]));
        }
        seen.histories.push_back(std::move(history));
    }
    return seen;
}

/// Shows a block to the listener, unless its histories would be run in other worlds now.
bool show(const Seen& seen, const Block& block, std::size_t worker, const WorldsRequest& request) {
    for (const Seen::History& history : seen.histories) {
        std::vector<WorldSet> chosen;
        request.choose({.sample = block.sample,
                        .particle = history.particle,
                        .touched = history.touched,
                        .actual = history.actual,
                        .worlds = {},
                        .altered = {}},
                       chosen);
        if (chosen != history.worlds) return false;
    }
    for (const Seen::History& history : seen.histories) {
        request.listen(worker, {.sample = block.sample,
                                .particle = history.particle,
                                .touched = history.touched,
                                .actual = history.actual,
                                .worlds = history.worlds,
                                .altered = history.altered});
    }
    return true;
}

/// One worker, which notes what it shows to the listener.
class Worker {
  public:
    Worker(const WorldsRequest& request, const WorldsPlan& plan, bool notes)
        : request_(request), runner_(request_, plan) {
        if (!notes) return;
        request_.listen = [this, &request](std::size_t worker, const HistoryInWorlds& history) {
            write(history, first_, noted_);
            request.listen(worker, history);
        };
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    BlockResult run(const Block& block, std::size_t worker) {
        first_ = block.first;
        static_cast<void>(noted_.take());
        return runner_.run(block, worker);
    }

    /// Returns the bytes of the block run last.
    std::string bytes(const BlockResult& result) {
        base::ByteWriter out;
        out.number(result.lane_steps);
        out.number(result.lane_steps_from_start);
        return out.take() + noted_.take();
    }

  private:
    WorldsRequest request_;
    BlockRunner runner_;
    std::size_t first_ = 0;
    base::ByteWriter noted_;
};

}  // namespace

std::size_t block_count(const WorldsRequest& request, const WorldsOptions& options) {
    return WorldsPlan(request, options).blocks.size();
}

WorldsResult run_worlds(const WorldsRequest& request, const WorldsOptions& options,
                        const WorldBlocks& kept) {
    const WorldsPlan plan(request, options);
    std::vector<std::unique_ptr<Worker>> workers(worker_count(options));
    std::mutex mutex;
    WorldsResult result;
    std::uint64_t done = 0;
    std::size_t fault_block = plan.blocks.size();
    const auto recall = [&](std::size_t worker,
                            std::uint64_t number) -> std::optional<BlockResult> {
        const std::optional<std::string> bytes = kept.recall ? kept.recall(number) : std::nullopt;
        if (!bytes) return std::nullopt;
        base::ByteReader in(*bytes);
        const Block& block = plan.blocks[number];
        const Seen seen =
            read(in, block, request.bound.program().switches.size(), request.columns.size());
        if (!in.good_to_the_end()) kept.refuse(number);
        if (!show(seen, block, worker, request)) return std::nullopt;
        return BlockResult{{}, seen.lane_steps, seen.lane_steps_from_start};
    };
    const auto run = [&](std::size_t worker, std::uint64_t number) {
        if (!workers[worker]) {
            workers[worker] = std::make_unique<Worker>(request, plan, kept.keep != nullptr);
        }
        const BlockResult found = workers[worker]->run(plan.blocks[number], worker);
        if (!found.fault && kept.keep) kept.keep(number, workers[worker]->bytes(found));
        return found;
    };
    const auto work = [&](std::size_t worker, std::uint64_t number) {
        std::optional<BlockResult> found = recall(worker, number);
        if (!found) found = run(worker, number);
        const std::lock_guard lock(mutex);
        result.lane_steps += found->lane_steps;
        result.lane_steps_from_start += found->lane_steps_from_start;
        if (found->fault && number < fault_block) {
            fault_block = number;
            result.fault = found->fault;
        }
        done += plan.blocks[number].count;
        if (options.progress) {
            options.progress(done);
        }
        return found->fault ? engine::Next::Stop : engine::Next::GoOn;
    };
    const std::uint64_t finished =
        engine::run_chunks(plan.blocks.size(), workers.size(), options.stop, work);
    for (std::uint64_t i = 0; i < finished; ++i) {
        result.histories += plan.blocks[i].count;
    }
    result.partial = finished != plan.blocks.size();
    return result;
}

}  // namespace jonbar::inference
