// A CSV file with a row a history, as `run --csv` writes it (RFC 4180).

#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace jonbar {

class RowFile {
  public:
    /// Creates the file and writes its header: "history" and the outcomes' names. Throws IoError.
    RowFile(std::string path, const std::vector<std::string>& outcomes);

    /// Adds one row. Throws IoError.
    void add(std::uint64_t history, const std::vector<std::string>& values);

    /// Writes what is left and closes. Throws IoError.
    void close();

  private:
    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    void write(const std::string& line);

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
};

/// Returns a field as CSV holds it: in quotes if it has a comma, a quote or a line break.
std::string csv_field(const std::string& value);

}  // namespace jonbar
