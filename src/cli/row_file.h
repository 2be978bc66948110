// A CSV file with a row a history, as `run --csv` writes it (RFC 4180). It stands under its name
// when it is whole (base/new_file.h).

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/new_file.h"

namespace jonbar {

class RowFile {
  public:
    /// Creates the file and writes its header: "history" and the outcomes' names. Throws IoError.
    RowFile(const std::string& path, const std::vector<std::string>& outcomes);

    /// Adds one row. Throws IoError.
    void add(std::uint64_t history, const std::vector<std::string>& values);

    /// Writes what is left and gives the file its name. Throws IoError.
    void close() { file_.commit(); }

  private:
    NewFile file_;
};

/// Returns a field as CSV holds it: in quotes if it has a comma, a quote or a line break.
std::string csv_field(const std::string& value);

}  // namespace jonbar
