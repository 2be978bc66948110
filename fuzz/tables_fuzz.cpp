// Any bytes as a file of comma-separated values: cut into cells, read as a scenario's table and as
// a series, and asked each question of `jonbar solve`. The first byte says which.

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/check.h"
#include "base/diagnostics.h"
#include "base/io_error.h"
#include "fuzz/input.h"
#include "jonbar/scenario.h"
#include "jonbar/solve.h"
#include "language/csv.h"
#include "language/lexer.h"
#include "language/parser.h"

namespace jonbar {
namespace {

void cut(std::string_view text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("table.csv", std::string(text));
    if (ast::is_readable(sources, file, diagnostics)) {
        for (const ast::CsvRecord& record : ast::cut_csv(sources, file, diagnostics)) {
            CHECK(!record.empty());
            for (const ast::CsvCell& cell : record) {
                CHECK(cell.span.begin <= cell.span.end && cell.span.end <= text.size());
                ast::csv_text(sources, cell);
            }
        }
    }
    render(sources, diagnostics);
}

void read(std::string_view text) {
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("table.csv", std::string(text));
    ast::Tree tree;
    parse_table(sources, file, tree, diagnostics);
    ast::SeriesDecl series;
    parse_series(sources, file, tree, series, diagnostics);
    render(sources, diagnostics);
}

/// A file in memory that has a path.
class HeldFile {
  public:
    explicit HeldFile(std::string_view bytes) : file_(memfd_create("table.csv", 0)) {
        CHECK(file_ >= 0);
        CHECK(write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;
    ~HeldFile() { close(file_); }
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  private:
    int file_;
};

void solve(std::uint8_t question, const std::string& path) {
    switch (question) {
        case 0:
            solve_alignment(path);
            break;
        case 1:
            solve_bargain(path);
            break;
        case 2:
            solve_campaign(path);
            break;
        case 3:
            solve_cascade(path);
            break;
        case 4:
            solve_coalition(path);
            break;
        case 5:
            solve_opinion(path);
            break;
        default:
            solve_power(path);
    }
}

}  // namespace
}  // namespace jonbar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jonbar;
    if (size == 0) return 0;
    constexpr std::uint8_t kQuestions = 7;
    const std::string_view text = fuzz::text_of(data, size).substr(1);
    const std::uint8_t which = *data % (kQuestions + 2);
    if (which == kQuestions) {
        cut(text);
    } else if (which > kQuestions) {
        read(text);
    } else {
        try {
            solve(which, HeldFile(text).path());
        } catch (const ScenarioError& wrong) {
            CHECK(!wrong.findings.empty());
        } catch (const QuestionError&) {  // as the program ends, with what to change
        }
    }
    return 0;
}
