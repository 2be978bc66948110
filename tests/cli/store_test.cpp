// `--store`: runs that are killed, meet each other, or cannot write.

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <functional>
#include <regex>

#include "base/sanitized.h"
#include "tests/cli/program.h"

namespace jonbar {
namespace {

using testing::HasSubstr;

constexpr const char* kRecord = R"(
observe dies(boris) in 1923
whatif no_coup "without the coup" { block coup }
)";

/// An answer without the seconds that it took.
std::string without_seconds(const std::string& answer) {
    return std::regex_replace(answer, std::regex("[0-9.]+ s\n"), "s\n");
}

class StoreProgramTest : public ProgramTest {
  protected:
    StoreProgramTest() { write("record.jon", std::string(kScenario) + kRecord); }

    /// A run of the program beside the test.
    class Beside {
      public:
        explicit Beside(pid_t child) : child_(child) {}
        ~Beside() { kill(SIGKILL); }
        Beside(const Beside&) = delete;
        Beside& operator=(const Beside&) = delete;

        /// Tells whether it still runs.
        bool runs() {
            if (child_ > 0 && waitpid(child_, &status_, WNOHANG) == child_) child_ = 0;
            return child_ > 0;
        }
        void kill(int signal) {
            if (child_ <= 0) return;
            ::kill(child_, signal);
            wait();
        }
        int wait() {
            if (child_ > 0) waitpid(child_, &status_, 0);
            child_ = 0;
            return WIFEXITED(status_) ? WEXITSTATUS(status_) : 1000 + WTERMSIG(status_);
        }

      private:
        pid_t child_;
        int status_ = 0;
    };

    /// Starts the program, what it prints goes to `.out-NAME` and `.err-NAME`.
    [[nodiscard]] pid_t start(const std::string& name, std::vector<std::string> arguments,
                              const std::function<void()>& before = {}) const {
        const pid_t child = fork();
        if (child != 0) return child;
        become(std::move(arguments), "", ".out-" + name, ".err-" + name, before);
    }

    /// Waits until a run has written rows, or ended.
    void await_rows(Beside& run) const {
        constexpr off_t kMoreThanIsWrittenAtTheStart = 8500;
        struct stat log {};
        while (run.runs()) {
            if (stat((folder_ / "a.store-wal").c_str(), &log) == 0 &&
                log.st_size > kMoreThanIsWrittenAtTheStart) {
                return;
            }
        }
    }

    [[nodiscard]] std::string said(const std::string& name) const { return slurp(folder_ / name); }
};

std::vector<std::string> with_store(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--store", "a.store"});
    return arguments;
}

const char* const kHistories = base::kSanitized ? "60000" : "300000";
const char* const kParticles = base::kSanitized ? "4096" : "16384";
const char* const kIslandSize = base::kSanitized ? "256" : "512";
const std::vector<std::vector<std::string>> kQuestions = {
    {"run", "small.jon", "--histories", kHistories},
    {"run", "record.jon", "--given", "--particles", kParticles, "--island-size", kIslandSize},
    {"whatif", "record.jon", "no_coup", "--particles", kParticles, "--island-size", kIslandSize},
};

TEST_F(StoreProgramTest, AKilledRunGoesOn) {
    std::size_t went_on = 0;  // a run may also be killed before its first rows are whole
    for (const std::vector<std::string>& question : kQuestions) {
        std::filesystem::remove(folder_ / "a.store");
        const std::string plain = without_seconds(run(question).out);
        Beside killed(start("killed", with_store(question)));
        await_rows(killed);
        killed.kill(SIGKILL);
        const Result rest = run(with_store(question));
        EXPECT_EQ(rest.status, 0);
        EXPECT_EQ(without_seconds(rest.out), plain);
        EXPECT_THAT(rest.err, HasSubstr("a.store had "));
        went_on += rest.err.find(": only the rest was run\n") != std::string::npos ? 1U : 0U;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "a.store-wal"));
    }
    EXPECT_GT(went_on, 0U);
}

TEST_F(StoreProgramTest, CtrlCAndSigtermLeaveItUsable) {
    const std::vector<std::string> question = {"run", "small.jon", "--histories", "20000000"};
    for (const int signal : {SIGINT, SIGTERM}) {
        Beside stopped(start("stopped", with_store(question)));
        await_rows(stopped);
        stopped.kill(signal);
    }
    const std::vector<std::string> few = {"run", "small.jon", "--seed", "2", "--histories", "1000"};
    EXPECT_EQ(run(with_store(few)).status, 0);
    Beside third(start("third", with_store(question)));
    await_rows(third);
    third.kill(SIGINT);
    EXPECT_THAT(said(".err-third"), HasSubstr("a.store had "));
    EXPECT_THAT(said(".err-third"), HasSubstr(" of 20,000,000 histories: only the rest was run"));
}

TEST_F(StoreProgramTest, TwoRunsMayShareAStore) {
    for (const std::vector<std::string>& question : kQuestions) {
        std::filesystem::remove(folder_ / "a.store");
        const std::string plain = without_seconds(run(question).out);
        Beside one(start("one", with_store(question))), two(start("two", with_store(question)));
        EXPECT_EQ(one.wait(), 0) << said(".err-one");
        EXPECT_EQ(two.wait(), 0) << said(".err-two");
        EXPECT_EQ(without_seconds(said(".out-one")), plain);
        EXPECT_EQ(without_seconds(said(".out-two")), plain);
        EXPECT_EQ(without_seconds(run(with_store(question)).out), plain);
    }
}

TEST_F(StoreProgramTest, ADiskThatFillsUpDoesNotEndARun) {
    const std::vector<std::string>& question = kQuestions[1];
    const std::string plain = without_seconds(run(question).out);
    Beside full(start("full", with_store(question), [] {
        static_cast<void>(signal(SIGXFSZ, SIG_IGN));
        const rlimit limit{40'000, 40'000};
        setrlimit(RLIMIT_FSIZE, &limit);
    }));
    EXPECT_EQ(full.wait(), 0);
    EXPECT_EQ(without_seconds(said(".out-full")), plain);
    EXPECT_THAT(said(".err-full"), HasSubstr("warning: from some point on what was run is not in "
                                             "a.store; the answer is none the worse\n"));
    EXPECT_THAT(said(".err-full"), HasSubstr("error[J6010]: the store a.store cannot be used ("));
    const Result again = run(with_store(question));
    EXPECT_EQ(again.status, 0);
    EXPECT_EQ(without_seconds(again.out), plain);
    EXPECT_THAT(again.err, testing::Not(HasSubstr("warning")));
}

TEST_F(StoreProgramTest, AFileThatMayNotBeWrittenIsToldAtOnce) {
    ASSERT_EQ(run({"run", "small.jon", "--store", "a.store"}).status, 0);
    ASSERT_EQ(chmod(folder_.c_str(), 0755), 0);
    ASSERT_EQ(chmod((folder_ / "a.store").c_str(), 0444), 0);
    ASSERT_EQ(chmod((folder_ / "small.jon").c_str(), 0444), 0);
    const std::string before = said("a.store");
    for (const char* const store : {"a.store", "new.store"}) {
        Beside other(start("other", {"run", "small.jon", "--store", store}, [] {
            constexpr uid_t kNobody = 65534;
            if (geteuid() == 0 && setuid(kNobody) != 0) _exit(96);  // root may write anything
        }));
        const int status = other.wait();
        if (status == 96 || status == 98) GTEST_SKIP() << "nobody may not run the program here";
        EXPECT_EQ(status, 3);
        EXPECT_THAT(said(".err-other"),
                    HasSubstr(std::string("jonbar: error[J6010]: the store ") + store));
        EXPECT_EQ(said(".out-other"), "");
    }
    EXPECT_EQ(said("a.store"), before);
}

TEST_F(StoreProgramTest, ForeignFilesAreLeftAsTheyAre) {
    const Result refused = run({"run", "small.jon", "--store", "small.jon"});
    EXPECT_EQ(refused.status, 3);
    EXPECT_EQ(refused.out, "");
    EXPECT_EQ(refused.err,
              "jonbar: error[J6011]: small.jon is no store but another file; it is left as it is: "
              "give --store the name of a store, or of a file that is not there\n");
    EXPECT_EQ(said("small.jon"), kScenario);
}

TEST_F(StoreProgramTest, HistoriesOneByOneAreNotKept) {
    const Result refused = run({"run", "small.jon", "--store", "a.store", "--csv", "a.csv"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("--store excludes --csv"));
}

}  // namespace
}  // namespace jonbar
