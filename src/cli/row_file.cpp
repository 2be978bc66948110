#include "cli/row_file.h"

#include <cerrno>
#include <system_error>

#include "base/io_error.h"

namespace jonbar {

namespace {

std::string system_reason() { return std::generic_category().message(errno); }

}  // namespace

std::string csv_field(const std::string& value) {
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char letter : value) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

RowFile::RowFile(std::string path, const std::vector<std::string>& outcomes)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
    if (!file_) throw IoError("create", path_, system_reason());
    std::string header = "history";
    for (const std::string& outcome : outcomes) header += "," + csv_field(outcome);
    write(header + "\n");
}

void RowFile::add(std::uint64_t history, const std::vector<std::string>& values) {
    std::string line = std::to_string(history);
    for (const std::string& value : values) line += "," + csv_field(value);
    write(line + "\n");
}

void RowFile::close() {
    std::FILE* file = file_.release();
    if (std::fclose(file) != 0) throw IoError("write", path_, system_reason());
}

void RowFile::write(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) {
        throw IoError("write", path_, system_reason());
    }
}

}  // namespace jonbar
