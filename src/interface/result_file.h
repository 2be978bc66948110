// What stands behind a ResultFile: the file that is written, what is said once in it, and the
// histories of each kind of run as they come.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/new_file.h"
#include "engine/workspace.h"
#include "inference/island.h"
#include "inference/worlds.h"
#include "interface/conditioning.h"
#include "interface/draw_group.h"
#include "interface/parts.h"
#include "interface/sampling.h"
#include "jonbar/result_file.h"
#include "report/net_cdf.h"

namespace jonbar {

struct ResultFile::Parts {
    Parts(const std::string& path, Making made);

    NewFile new_file;
    Making making;
    std::unique_ptr<NetCdf> file;
    std::mutex mutex;  // of all that is written

    /// Gives a group the attributes that ArviZ asks for.
    void describe(NetCdf::Group group) const;
    /// Writes what the file says of the scenario: its texts, what it cites, its constants, and the
    /// facts of the record that were followed (none: no record).
    void add_scenario(const Scenario::Parts& parts, std::uint64_t seed,
                      const std::vector<bool>& facts);
};

/// As above, for a question about a sample; `ready` has what `parts` continues.
void add_scenario(ResultFile& file, const Scenario::Parts& parts, const Scenario::Parts& ready,
                  const SampleOptions& options);

/// Histories of the prior as they run, in their order: a chain of its own.
class PriorDraws {
  public:
    PriorDraws(ResultFile& file, const Scenario::Parts& parts, const program::Program& program);

    /// Adds a chunk's histories. Requires: those before it were added.
    void add(const engine::Workspace& chunk);
    void finish(bool partial);

  private:
    void flush();

    ResultFile::Parts& file_;
    DrawGroup group_;
    std::vector<program::Operand> columns_;
    std::vector<double> rows_;
    std::size_t held_ = 0, written_ = 0;
};

/// Islands as they are finished: a chain each, in the order of their numbers.
class IslandDraws {
  public:
    /// `name` is that of the group: "posterior", "prior".
    IslandDraws(ResultFile& file, const Scenario::Parts& parts, const program::Program& program,
                const std::string& name, std::uint64_t island_size);

    /// Adds an island, in any order, from any thread.
    void add(std::uint64_t number, const inference::Island& island);
    /// Says that an island has nothing to add.
    void skip(std::uint64_t number);
    /// Weighs the islands as the answer does; those that it does not count are worth nothing.
    void finish(const Conditioned& made);

  private:
    void write_ready();

    ResultFile::Parts& file_;
    std::string name_;
    std::uint64_t island_size_;
    DrawGroup group_;
    std::vector<program::Operand> columns_;
    std::map<std::uint64_t, std::vector<double>> waiting_;  // by island; empty: skipped
    std::uint64_t next_ = 0;                                // island
    std::vector<double> islands_;                           // written
};

/// A sample's histories, in the actual world and in others, as they are finished in any order.
class SampleDraws {
  public:
    /// `worlds` are the altered ones, which go to a group of their own. Requires: a program lowered
    /// for the sample, with start draws and first dates.
    SampleDraws(ResultFile& file, const Scenario::Parts& parts, const program::Program& program,
                const Sampled& sampled, std::size_t workers,
                const std::vector<std::string>& worlds);

    /// The columns that a history must be read at.
    [[nodiscard]] const std::vector<program::Operand>& columns() const { return columns_; }

    /// Adds a history, of whose values the columns above begin at `first_column`. Calls of one
    /// worker follow each other.
    void add(std::size_t worker, const inference::HistoryInWorlds& history,
             std::size_t first_column);
    /// Only the first `histories`, sample after sample, count.
    void finish(std::uint64_t histories, bool partial);

  private:
    /// Histories of one sample, side by side.
    struct Held {
        std::size_t sample = 0, first = 0, count = 0;
        std::vector<double> actual, altered;
    };
    void flush(Held& held);

    ResultFile::Parts& file_;
    const Sampled& sampled_;
    std::string name_;
    std::size_t draws_ = 0;
    std::vector<program::Operand> columns_;
    std::size_t altered_columns_ = 0;  // the first so many
    std::unique_ptr<DrawGroup> actual_, altered_;
    std::vector<Held> held_;  // by worker
};

}  // namespace jonbar
