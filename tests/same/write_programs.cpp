// Compiles scenarios to files that run_programs reads.
//
//     write_programs FOLDER FILE.jon...
//
// A scenario with a record gives two programs, the second with its facts. What does not compile by
// itself – a module, a scenario that is wrong on purpose – is counted and left out.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "bench/compile.h"
#include "tests/same/program_file.h"

namespace {

namespace fs = std::filesystem;
using jonbar::program::LowerOptions;
using jonbar::program::Program;

void write(const fs::path& path, const Program& program) {
    std::ofstream file(path, std::ios::binary);
    file << jonbar::same::save(program);
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path.string());
}

/// Writes the programs of one scenario; returns how many.
int write_all(const fs::path& folder, const fs::path& scenario) {
    const std::string name = scenario.stem().string();
    const Program plain = jonbar::bench::compile(scenario, JONBAR_LIBRARY_DIR);
    if (plain.imports != nullptr) return 0;
    write(folder / (name + ".program"), plain);
    LowerOptions options;
    options.start_draws = true;
    options.facts.assign(100'000, true);
    const Program given = jonbar::bench::compile(scenario, JONBAR_LIBRARY_DIR, options);
    if (given.facts.empty()) return 1;
    write(folder / (name + ".given.program"), given);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: write_programs FOLDER FILE.jon...\n";
        return 2;
    }
    int written = 0, left_out = 0;
    for (int i = 2; i < argc; ++i) {
        try {
            written += write_all(argv[1], argv[i]);
        } catch (const std::runtime_error&) {
            ++left_out;
        }
    }
    std::cout << written << " programs; " << left_out << " files left out\n";
    return written == 0 ? 1 : 0;
}
