// The program run as a user runs it, in a folder of its own.

#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/scratch_folder.h"

namespace jonbar {

inline constexpr const char* kScenario = R"(history "Two heirs"
from 1922-01 to 1923-12 by month

kind person { alive: bool = yes }
person anna "Anna", boris "Boris"
param frailty: real ~ lognormal 0.1 to 0.4 per year assumed "a test"
var leader: person? = anna

event dies(p: person) hazard frailty per year when p.alive {
    p.alive = no
    say "{p} dies."
    if leader == p { leader = none }
}
event coup at 1923-06 chance 0.25 when leader is someone { leader = boris }
event comet at 1923-07 chance 0 {}

outcome leads = leader at end none "nobody left"
outcome first_death = on(dies(anna))
outcome survivors = count(p in person where p.alive) at end
)";

struct Result {
    int status = -1;
    std::string out, err;
};

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class ProgramTest : public testing::Test {
  protected:
    ProgramTest() { write("small.jon", kScenario); }
    void write(const std::string& name, const std::string& text) { scratch_.write(name, text); }

    /// Makes this process, a child, the program in the test's folder. Files of these names are its
    /// streams; without a name one is left as it is. `before` is called when they are open.
    [[noreturn]] void become(std::vector<std::string> arguments, const std::string& in,
                             const std::string& out, const std::string& err,
                             const std::function<void()>& before = {}) const {
        if (chdir(folder_.c_str()) != 0) _exit(99);
        redirect(in, O_RDONLY, 0);
        redirect(out, O_WRONLY | O_CREAT | O_TRUNC, 1);
        redirect(err, O_WRONLY | O_CREAT | O_TRUNC, 2);
        if (before) before();
        std::vector<char*> argv;
        std::string program = JONBAR_PROGRAM;
        argv.push_back(program.data());
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(98);
    }

    /// Runs the program in the test's folder.
    Result run(std::vector<std::string> arguments, const std::string& input = "") {
        write(".in", input);
        const pid_t child = fork();
        if (child == 0) become(std::move(arguments), ".in", ".out", ".err");
        int status = 0;
        waitpid(child, &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status),
                slurp(folder_ / ".out"), slurp(folder_ / ".err")};
    }

    const base::ScratchFolder scratch_;
    const std::filesystem::path& folder_ = scratch_.path();

  private:
    static void redirect(const std::string& path, int flags, int descriptor) {
        if (path.empty()) return;
        const int file = open(path.c_str(), flags, 0600);
        if (file < 0 || dup2(file, descriptor) < 0) _exit(97);
    }
};

}  // namespace jonbar
