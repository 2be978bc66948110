// Runs programs that write_programs made, and prints a line for each: its name and a hash of every
// bit of its state after the last step, its counts and its first fault.
//
//     run_programs [--set portable|avx2|avx512] [--lanes N] FILE.program...
//
// Two machines agree if they print the same. Which NaN a NaN is does not count: IEEE 754 leaves it
// to the machine, and no history may hold one where it means something.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/workspace.h"
#include "math/cpu.h"
#include "tests/same/program_file.h"

namespace {

using namespace jonbar;

constexpr std::uint64_t kHistories = 70;  // more than a word of lanes

class Hash {
  public:
    void add(std::uint64_t word) {
        for (int i = 0; i < 8; ++i) {
            state_ = (state_ ^ ((word >> (8 * i)) & 0xffU)) * 0x100000001b3U;  // FNV-1a
        }
    }
    void add(double number) {
        add(number != number ? ~std::uint64_t{0} : __builtin_bit_cast(std::uint64_t, number));
    }
    [[nodiscard]] std::uint64_t value() const { return state_; }

  private:
    std::uint64_t state_ = 0xcbf29ce484222325U;
};

/// Adds what a chunk holds, history by history, so that the length of chunks does not show.
void add_histories(const engine::Workspace& chunk, const program::Program& program, Hash& hash) {
    for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
        for (std::uint32_t i = 0; i < program.state_number_count; ++i) {
            hash.add(chunk.value({program::Place::StateNumber, 0, i}, lane));
        }
        for (std::uint32_t i = 0; i < program.state_truth_count; ++i) {
            hash.add(chunk.value({program::Place::StateTruth, 0, i}, lane));
        }
    }
}

std::uint64_t hash_of(const program::Program& program, std::uint64_t lanes,
                      math::InstructionSet set) {
    const engine::BoundProgram bound(program, 1);
    engine::Workspace chunk(bound, static_cast<std::size_t>(lanes), set);
    Hash hash;
    for (std::uint64_t first = 0; first < kHistories; first += lanes) {
        chunk.run_chunk(first, static_cast<std::size_t>(std::min(lanes, kHistories - first)));
        const engine::FaultNote& fault = chunk.fault();
        if (fault.lane != engine::FaultNote::kNoLane) {
            hash.add(first + fault.lane);
            hash.add(static_cast<std::uint64_t>(fault.step));
            hash.add(std::uint64_t{fault.fault});
            return hash.value();
        }
        add_histories(chunk, program, hash);
    }
    for (const std::int64_t count : chunk.counters()) hash.add(static_cast<std::uint64_t>(count));
    return hash.value();
}

math::InstructionSet set_of(const std::string& name) {
    if (name == "avx512") return math::InstructionSet::Avx512;
    return name == "avx2" ? math::InstructionSet::Avx2 : math::InstructionSet::Portable;
}

}  // namespace

int main(int argc, char** argv) {
    math::InstructionSet set = math::best_instruction_set();
    std::uint64_t lanes = 64;
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (std::strcmp(argv[i], "--set") == 0) {
            set = set_of(argv[i + 1]);
        } else {
            lanes = std::stoull(argv[i + 1]);
        }
    }
    if (i == argc || lanes == 0) {
        std::fputs("usage: run_programs [--set portable|avx2|avx512] [--lanes N] FILE...\n",
                   stderr);
        return 2;
    }
    if (!math::runs(set)) {
        std::fputs("run_programs: this machine does not run that instruction set\n", stderr);
        return 3;
    }
    for (; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        const std::string path = argv[i];
        std::printf("%s %016llx\n", path.substr(path.rfind('/') + 1).c_str(),
                    static_cast<unsigned long long>(hash_of(same::load(bytes), lanes, set)));
    }
    return 0;
}
