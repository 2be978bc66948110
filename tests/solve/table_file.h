// A table in a file of its own, gone at the end of the test.
#pragma once

#include <stdlib.h>  // mkdtemp

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace jonbar {

class TableFile {
  public:
    explicit TableFile(const std::string& text) {
        folder_ = (std::filesystem::temp_directory_path() / "jonbar-table-XXXXXX").string();
        if (mkdtemp(folder_.data()) == nullptr) std::abort();
        std::ofstream(path(), std::ios::binary) << text;
    }
    ~TableFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TableFile(const TableFile&) = delete;
    TableFile& operator=(const TableFile&) = delete;

    [[nodiscard]] static std::string name() { return "table.csv"; }
    [[nodiscard]] std::string path() const { return folder_ + "/" + name(); }

  private:
    std::string folder_;
};

}  // namespace jonbar
