// A file that appears whole or not at all.
//
// What is written goes to another name in the same folder, "NAME.PID.unfinished". When it is done
// it is flushed to the disk and given the file's own name, in one step; until then what stood there
// before stays, and after a failure it stays for good. A path that names no regular file, as
// /dev/stdout, is written as it is. A process that is killed leaves the unfinished file behind.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

namespace jonbar {

class NewFile {
  public:
    /// Throws IoError where no file can be written at `path`: in a folder that is not there or is
    /// read-only, over a folder or a read-only file.
    explicit NewFile(std::string path);
    /// Without `commit` before it, nothing is left of the file.
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    /// Writes behind what was written. Throws IoError.
    void write(const std::string& bytes);

    /// Flushes, and gives the file its name. Throws IoError.
    void commit();

    [[nodiscard]] const std::string& path() const { return path_; }
    /// Where it stands until it is done, for those who write it by other means. There is an empty
    /// file at first.
    [[nodiscard]] const std::string& unfinished_path() const { return unfinished_; }
    /// Tells whether `path` is written as it is.
    [[nodiscard]] bool in_place() const { return unfinished_ == target_; }

  private:
    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };

    std::string path_;        // as given
    std::string target_;      // behind symbolic links
    std::string unfinished_;  // empty when nothing is left to do
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace jonbar
