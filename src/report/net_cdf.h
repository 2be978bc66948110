// A NetCDF-4 file that is written from front to back: groups, dimensions, variables, attributes.
//
// The library underneath is C, and not made for several threads: one call at a time, of all files
// together. What it stores of a variable is as large as its chunk, so that memory depends on what
// is open and never on how much was written.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jonbar {

/// How values stand on disk. Dates are whole days with kNoDay for none.
enum class Stored { Truth, Byte, Short, Long, Day, Real, Text };

class NetCdf {
  public:
    struct Group {
        int id = 0;
    };
    struct Dimension {
        int id = 0;
        std::size_t size = 0;  // 0: it grows
    };
    struct Variable {
        int group = 0, id = 0;
    };
    static constexpr double kNoDay = -2147483648.0;

    /// Creates the file at `path`, over what stands there; messages call it `shown`.
    /// Throws IoError.
    NetCdf(std::string path, std::string shown);
    ~NetCdf();
    NetCdf(const NetCdf&) = delete;
    NetCdf& operator=(const NetCdf&) = delete;

    [[nodiscard]] Group root() const { return {file_}; }
    Group group(const std::string& name);
    /// Size 0: it grows as values are written.
    Dimension dimension(Group group, const std::string& name, std::size_t size);
    /// `chunk` is the part that is stored as a piece, by dimension; empty: all of it.
    Variable variable(Group group, const std::string& name, Stored stored,
                      const std::vector<Dimension>& dimensions,
                      const std::vector<std::size_t>& chunk = {});

    void attribute(Group group, const std::string& name, const std::string& text);
    void attribute(Group group, const std::string& name, double number);
    void attribute(Group group, const std::string& name, std::int64_t number);
    void attribute(Variable variable, const std::string& name, const std::string& text);
    void attribute(Variable variable, const std::string& name, const std::vector<double>& numbers,
                   Stored stored);

    /// Writes numbers to the part of a variable that begins at `start` and extends `count`.
    void write(Variable variable, const std::vector<std::size_t>& start,
               const std::vector<std::size_t>& count, std::span<const double> numbers);
    /// Writes all of a variable.
    void write(Variable variable, const std::vector<double>& numbers);
    void write(Variable variable, const std::vector<std::string>& texts);

    /// Writes what is left. Throws IoError, as all that writes.
    void close();

  private:
    void require(int status);

    std::string path_, shown_;
    int file_ = kClosed;
    static constexpr int kClosed = -1;
};

}  // namespace jonbar
