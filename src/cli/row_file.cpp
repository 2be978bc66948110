#include "cli/row_file.h"

namespace jonbar {

std::string csv_field(const std::string& value) {
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char letter : value) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

RowFile::RowFile(const std::string& path, const std::vector<std::string>& outcomes) : file_(path) {
    std::string header = "history";
    for (const std::string& outcome : outcomes) header += "," + csv_field(outcome);
    file_.write(header + "\n");
}

void RowFile::add(std::uint64_t history, const std::vector<std::string>& values) {
    std::string line = std::to_string(history);
    for (const std::string& value : values) line += "," + csv_field(value);
    file_.write(line + "\n");
}

}  // namespace jonbar
