#include "interface/kept_worlds.h"

#include <fmt/format.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/siphash.h"
#include "interface/journal.h"

namespace jonbar {

namespace {

/// Hashes of all that a sample's histories are run again from.
class SampleHash {
  public:
    template <class T>
    void add(const std::vector<T>& values) {
        const std::string_view bytes(reinterpret_cast<const char*>(values.data()),
                                     values.size() * sizeof(T));
        first_ = base::siphash({first_, 1}, bytes);
        second_ = base::siphash({second_, 2}, bytes);
    }
    [[nodiscard]] std::string text() const {
        return fmt::format("{:016x}{:016x}", first_, second_);
    }

  private:
    std::uint64_t first_ = 0, second_ = 0;
};

std::string hash_of(const std::vector<inference::Sample>& samples) {
    SampleHash hash;
    for (const inference::Sample& sample : samples) {
        hash.add(sample.numbers);
        hash.add(sample.epochs);
        for (const auto& noise : sample.noise) hash.add(noise);
        for (const auto& start : sample.start) hash.add(start);
    }
    return hash.text();
}

}  // namespace

inference::WorldsResult run_kept_worlds(const Scenario::Parts& parts, const Sampled& sampled,
                                        const SampleOptions& options, const std::string& about,
                                        const inference::WorldsRequest& request,
                                        const inference::WorldsOptions& worlds) {
    if (options.journal == nullptr) return inference::run_worlds(request, worlds);
    Journal::Parts& journal = options.journal->parts();
    const std::string question =
        fmt::format("{} | about {} | sample {} | blocks {} {}{}",
                    question_key(parts, request.bound.program(),
                                 {.what = "worlds", .seed = options.seed, .conditioning = nullptr}),
                    base::digest(about), hash_of(sampled.samples), worlds.block_histories,
                    worlds.chunk_lanes, request.new_chance ? " | new chance" : "");
    const std::size_t blocks = inference::block_count(request, worlds);
    const std::set<std::uint64_t> there = journal.numbers(question, blocks);
    journal.note_taken("blocks of worlds", there.size(), blocks);
    return inference::run_worlds(
        request, worlds,
        {.recall = [&](std::uint64_t block) -> std::optional<std::string> {
             if (there.count(block) == 0) return std::nullopt;
             std::optional<store::Row> row = journal.find(question, block);
             if (!row) return std::nullopt;
             return std::move(row->content);
         },
         .keep =
             [&](std::uint64_t block, std::string bytes) {
                 journal.keep(question, {block, 1, std::move(bytes)});
             },
         .refuse = [&](std::uint64_t block) { journal.refuse(question, block); }});
}

}  // namespace jonbar
