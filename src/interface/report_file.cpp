#include "jonbar/report_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "base/io_error.h"
#include "report/page_bytes.h"

namespace jonbar {

namespace {

namespace fs = std::filesystem;

constexpr int kNoPage = 6002;
constexpr int kNoReport = 6003;
constexpr std::string_view kEmpty = R"(id="report-data">null</script>)";
constexpr std::string_view kBegin = R"(id="report-data">)";
constexpr std::string_view kFormat = R"("format":"jonbar-report-)";

[[noreturn]] void refuse_missing_page() {
    throw std::runtime_error(fmt::format(
        "error[J{}]: this build has no page to put a report on; --data-only prints its figures, "
        "and a build with npm and -DJONBAR_PAGE=ON has it",
        kNoPage));
}

/// Tells whether a file is a page of a report.
bool is_page(const std::string& path) {
    const std::string text = read_file(path);
    const std::size_t begin = text.find(kBegin);
    return begin != std::string::npos && text.find(kFormat, begin) != std::string::npos;
}

/// JSON as it may stand in a page: no `<`, which could end the script it stands in.
std::string in_page(const std::string& json) {
    std::string out;
    out.reserve(json.size() + json.size() / 64);
    for (const char c : json) {
        if (c == '<') {
            out += "\\u003c";
        } else if (c != '\n') {
            out += c;
        }
    }
    return out;
}

}  // namespace

bool has_page() { return !page_bytes().empty(); }

void check_page_path(const std::string& path, bool force) {
    if (!has_page()) refuse_missing_page();
    const fs::path folder = fs::path(path).parent_path();
    if (fs::is_directory(path)) throw IoError("write", path, "it is a folder");
    if (access(folder.empty() ? "." : folder.c_str(), W_OK) != 0) {
        throw IoError("write", path, std::generic_category().message(errno));
    }
    if (!force && fs::exists(path) && !is_page(path)) {
        throw std::runtime_error(
            fmt::format("error[J{}]: {} is no page of a report; it stays as it is without --force",
                        kNoReport, path));
    }
}

std::string to_page(const FullReport& report) {
    if (!has_page()) refuse_missing_page();
    const std::string_view page = page_bytes();
    const std::size_t at = page.find(kEmpty);
    std::string out(page.substr(0, at + kBegin.size()));
    out += in_page(to_json(report));
    out += page.substr(at + kBegin.size() + std::string_view("null").size());
    return out;
}

void write_page(const FullReport& report, const std::string& path, bool force) {
    check_page_path(path, force);
    write_file(path, to_page(report));
}

}  // namespace jonbar
