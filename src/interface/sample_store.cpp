#include "interface/sample_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/siphash.h"

namespace jonbar {

namespace {

std::uint64_t size_of(const Sampled& sampled) {
    std::uint64_t size =
        sizeof(Sampled) +
        (sampled.program.init.size() + sampled.program.step.size()) * sizeof(program::Instruction);
    for (const inference::Sample& sample : sampled.samples) {
        const std::uint64_t columns = 1 + sample.noise.size() + sample.start.size();
        size += sizeof sample + columns * sample.count() * sizeof(std::uint64_t);
    }
    return size;
}

}  // namespace

SampleStore::SampleStore(std::uint64_t size_max) : parts_(std::make_unique<Parts>(size_max)) {}
SampleStore::~SampleStore() = default;

// Shared: see the header.
std::shared_ptr<const Sampled> SampleStore::Parts::find(const std::string& key) {
    const std::lock_guard<std::mutex> lock(mutex);
    const auto found =
        std::find_if(kept.begin(), kept.end(), [&](const Kept& one) { return one.key == key; });
    if (found == kept.end()) return nullptr;
    kept.splice(kept.begin(), kept, found);
    return found->sampled;
}

void SampleStore::Parts::keep(const std::string& key, const Sampled& sampled) {
    const std::uint64_t more = size_of(sampled);
    if (more > size_max) return;
    // Shared: see the header.
    auto copy = std::make_shared<const Sampled>(sampled);
    const std::lock_guard<std::mutex> lock(mutex);
    const bool needless = std::any_of(kept.begin(), kept.end(), [&](const Kept& one) {
        return one.key == key && one.sampled->histories >= sampled.histories;
    });
    if (needless) return;
    std::erase_if(kept, [&](const Kept& one) {
        if (one.key == key) size -= one.size;
        return one.key == key;
    });
    while (size + more > size_max) {
        size -= kept.back().size;
        kept.pop_back();
    }
    kept.push_front({key, std::move(copy), more});
    size += more;
}

std::string sample_key(const Scenario::Parts& parts, const ConditioningOptions& conditioning,
                       const std::vector<bool>& facts, std::uint64_t seed) {
    if (parts.imports || parts.model.continued) return "";
    if (std::find(facts.begin(), facts.end(), true) == facts.end()) return "";
    std::string key = fmt::format("{} {} {} {}", seed, conditioning.particles,
                                  conditioning.island_size, conditioning.moves);
    key += " facts ";
    for (const bool fact : facts) key += fact ? '1' : '0';
    for (const std::string& setting : parts.settings) key += " set " + base::digest(setting);
    for (std::size_t i = 0; i < parts.sources.count(); ++i) {
        const SourceFile& file = parts.sources.file(FileId(i));
        if (file.path.rfind("--do ", 0) == 0) continue;
        key += " file " + base::digest(file.path) + base::digest(file.text);
    }
    return key;
}

}  // namespace jonbar
