// A table in a file of its own, gone at the end of the test.
#pragma once

#include <string>

#include "base/scratch_folder.h"

namespace jonbar {

class TableFile {
  public:
    explicit TableFile(const std::string& text) { folder_.write(name(), text); }

    [[nodiscard]] static std::string name() { return "table.csv"; }
    [[nodiscard]] std::string path() const { return (folder_.path() / name()).string(); }

  private:
    base::ScratchFolder folder_;
};

}  // namespace jonbar
