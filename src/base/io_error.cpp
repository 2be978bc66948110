#include "base/io_error.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "base/new_file.h"

namespace jonbar {
namespace {

struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string system_reason(int error) { return std::generic_category().message(error); }

}  // namespace

std::string read_file(const std::string& path, std::size_t size_max) {
    const File file(std::fopen(path.c_str(), "rb"));
    if (!file) throw IoError("open", path, system_reason(errno));
    std::string bytes;
    char buffer[65536];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
        bytes.append(buffer, count);
        if (bytes.size() > size_max) return bytes;
    }
    if (std::ferror(file.get()) != 0) throw IoError("read", path, system_reason(errno));
    return bytes;
}

void write_file(const std::string& path, const std::string& bytes) {
    NewFile file(path);
    file.write(bytes);
    file.commit();
}

}  // namespace jonbar
