#include "interface/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "base/io_error.h"

namespace jonbar {

ResultFile::Parts::Parts(const std::string& path, Making made)
    : new_file(path), making(std::move(made)) {
    if (new_file.in_place()) throw IoError("write", path, "NetCDF takes a file of its own");
    file = std::make_unique<NetCdf>(new_file.unfinished_path(), path);
}

ResultFile::ResultFile(std::string path, const Making& making)
    : parts_(std::make_unique<Parts>(std::move(path), making)) {}
ResultFile::~ResultFile() = default;

void ResultFile::close() {
    parts_->file->close();
    parts_->new_file.commit();
}

namespace {

/// The group of what histories say of themselves.
std::string stats_of(const std::string& group) {
    return group == "prior" ? "sample_stats_prior" : "sample_stats";
}

std::vector<double> row_numbers(std::size_t first, std::size_t count) {
    std::vector<double> numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<double>(first + i);
    return numbers;
}

/// What each draw of a chain is worth, and which history it is.
class DrawStats {
  public:
    DrawStats(NetCdf& file, const std::string& name, const std::vector<double>& chains,
              std::size_t draws)
        : file_(file), group_(file.group(name)), draws_(draws) {
        const NetCdf::Dimension chain = file.dimension(group_, "chain", chains.size());
        const NetCdf::Dimension draw = file.dimension(group_, "draw", draws);
        dimensions_ = {chain, draw};
        file.write(file.variable(group_, "chain", Stored::Long, {chain}), chains);
        file.write(file.variable(group_, "draw", Stored::Long, {draw}), row_numbers(0, draws));
        const std::vector<std::size_t> piece = {1, std::min(draws, DrawGroup::kTogether)};
        weight_ = file.variable(group_, "weight", Stored::Real, dimensions_, piece);
        file.attribute(weight_, "long_name", "share of this draw in the answer");
        history_ = file.variable(group_, "history", Stored::Long, dimensions_, piece);
        file.attribute(history_, "long_name", "number of the history");
    }

    [[nodiscard]] NetCdf::Group group() const { return group_; }

    /// Writes the first draws of a chain, each worth `weight`; those behind them are worth nothing.
    void write(std::size_t chain, double weight, const std::vector<double>& histories) {
        std::vector<double> weights(draws_);
        std::fill_n(weights.begin(), histories.size(), weight);
        std::vector<double> numbers = histories;
        numbers.resize(draws_, -1);
        file_.write(weight_, {chain, 0}, {1, draws_}, weights);
        file_.write(history_, {chain, 0}, {1, draws_}, numbers);
    }

    /// Adds a number of each chain.
    void add(const std::string& name, const std::string& long_name,
             const std::vector<double>& values) {
        const NetCdf::Variable made =
            file_.variable(group_, name, Stored::Real, {dimensions_.front()});
        file_.attribute(made, "long_name", long_name);
        file_.write(made, values);
    }

  private:
    NetCdf& file_;
    NetCdf::Group group_;
    std::size_t draws_;
    std::vector<NetCdf::Dimension> dimensions_;
    NetCdf::Variable weight_, history_;
};

void say_partial(NetCdf& file, NetCdf::Group group, bool partial) {
    file.attribute(group, "partial", std::int64_t{partial ? 1 : 0});
}

}  // namespace

PriorDraws::PriorDraws(ResultFile& file, const Scenario::Parts& parts,
                       const program::Program& program)
    : file_(file.parts()),
      group_(*file_.file, "prior", parts.model, {}, drawn_variables(parts.model, program)),
      columns_(columns_of(drawn_variables(parts.model, program))) {
    file_.describe(group_.group());
}

void PriorDraws::add(const engine::Workspace& chunk) {
    for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
        for (const program::Operand& column : columns_) rows_.push_back(chunk.value(column, lane));
        if (++held_ == DrawGroup::kTogether) flush();
    }
}

void PriorDraws::flush() {
    const std::lock_guard lock(file_.mutex);
    group_.write(0, written_, rows_);
    written_ += held_;
    held_ = 0;
    rows_.clear();
}

void PriorDraws::finish(bool partial) {
    flush();
    const std::lock_guard lock(file_.mutex);
    group_.number({0}, written_);
    say_partial(*file_.file, group_.group(), partial);
    if (written_ == 0) return;
    DrawStats stats(*file_.file, stats_of("prior"), {0}, written_);
    file_.describe(stats.group());
    stats.write(0, 1 / static_cast<double>(written_), row_numbers(0, written_));
}

IslandDraws::IslandDraws(ResultFile& file, const Scenario::Parts& parts,
                         const program::Program& program, const std::string& name,
                         std::uint64_t island_size)
    : file_(file.parts()),
      name_(name),
      island_size_(island_size),
      group_(*file_.file, name, parts.model, {.chains = 0, .draws = island_size},
             drawn_variables(parts.model, program)),
      columns_(columns_of(drawn_variables(parts.model, program))) {
    file_.describe(group_.group());
}

void IslandDraws::add(std::uint64_t number, const inference::Island& island) {
    std::vector<double> rows;
    rows.reserve(island_size_ * columns_.size());
    for (std::size_t slot = 0; slot < island_size_; ++slot) {
        for (const program::Operand& column : columns_)
            rows.push_back(island.particles().value(column, slot));
    }
    const std::lock_guard lock(file_.mutex);
    waiting_.emplace(number, std::move(rows));
    write_ready();
}

void IslandDraws::skip(std::uint64_t number) {
    const std::lock_guard lock(file_.mutex);
    waiting_.emplace(number, std::vector<double>());
    write_ready();
}

/// Writes the islands before which none is missing.
void IslandDraws::write_ready() {
    for (auto at = waiting_.begin(); at != waiting_.end() && at->first == next_; ++next_) {
        const std::vector<double>& rows = at->second;
        const std::size_t together = DrawGroup::kTogether * columns_.size();
        for (std::size_t begin = 0; begin < rows.size(); begin += together) {
            group_.write(islands_.size(), begin / columns_.size(),
                         std::span(rows).subspan(begin, std::min(together, rows.size() - begin)));
        }
        if (!rows.empty()) islands_.push_back(static_cast<double>(at->first));
        at = waiting_.erase(at);
    }
}

void IslandDraws::finish(const Conditioned& made) {
    const std::lock_guard lock(file_.mutex);
    NetCdf& file = *file_.file;
    group_.number(islands_, island_size_);
    say_partial(file, group_.group(), made.result.partial);
    DrawStats stats(file, stats_of(name_), islands_, island_size_);
    file_.describe(stats.group());
    std::vector<double> evidence;
    for (std::size_t i = 0; i < islands_.size(); ++i) {
        const auto island = static_cast<std::size_t>(islands_[i]);
        const bool counts = island < made.weights.size();
        stats.write(i, counts ? made.weights[island] / static_cast<double>(island_size_) : 0,
                    row_numbers(island * island_size_, island_size_));
        evidence.push_back(counts ? made.result.islands[island].log_evidence
                                  : -std::numeric_limits<double>::infinity());
    }
    stats.add("log_evidence", "log evidence of the record, by the particles of the island",
              evidence);
}

SampleDraws::SampleDraws(ResultFile& file, const Scenario::Parts& parts,
                         const program::Program& program, const Sampled& sampled,
                         std::size_t workers, const std::vector<std::string>& worlds)
    : file_(file.parts()),
      sampled_(sampled),
      name_(sampled.facts.empty() ? "prior" : "posterior"),
      held_(workers) {
    for (const inference::Sample& sample : sampled.samples)
        draws_ = std::max(draws_, sample.count());
    std::vector<DrawnVariable> variables = drawn_variables(parts.model, program);
    std::vector<DrawnVariable> moved = drawn_variables(parts.model, program, DrawnChoice::NoParams);
    columns_ = columns_of(variables);
    altered_columns_ = columns_of(moved).size();
    const std::size_t chains = sampled.samples.size();
    actual_ = std::make_unique<DrawGroup>(*file_.file, name_, parts.model,
                                          DrawShape{chains, draws_, {}}, std::move(variables));
    file_.describe(actual_->group());
    if (worlds.empty()) return;
    altered_ = std::make_unique<DrawGroup>(*file_.file, "counterfactual", parts.model,
                                           DrawShape{chains, draws_, worlds}, std::move(moved));
    file_.describe(altered_->group());
}

void SampleDraws::add(std::size_t worker, const inference::HistoryInWorlds& history,
                      std::size_t first_column) {
    Held& held = held_[worker];
    const bool next = held.sample == history.sample && held.first + held.count == history.particle;
    if (held.count == DrawGroup::kTogether || !next) flush(held);
    if (held.count == 0) {
        held.sample = history.sample;
        held.first = history.particle;
    }
    const auto actual = history.actual.subspan(first_column, columns_.size());
    held.actual.insert(held.actual.end(), actual.begin(), actual.end());
    for (std::size_t world = 0; altered_ && world < altered_->world_count(); ++world) {
        const auto values = history.in_world(world).subspan(first_column, altered_columns_);
        held.altered.insert(held.altered.end(), values.begin(), values.end());
    }
    ++held.count;
}

void SampleDraws::flush(Held& held) {
    if (held.count == 0) return;
    const std::lock_guard lock(file_.mutex);
    actual_->write(held.sample, held.first, held.actual);
    if (altered_) altered_->write(held.sample, held.first, held.altered);
    held.count = 0;
    held.actual.clear();
    held.altered.clear();
}

void SampleDraws::finish(std::uint64_t histories, bool partial) {
    for (Held& held : held_) flush(held);
    const std::lock_guard lock(file_.mutex);
    std::vector<double> chains = row_numbers(0, sampled_.samples.size());
    for (DrawGroup* group : {actual_.get(), altered_.get()}) {
        if (group == nullptr) continue;
        group->number(chains, draws_);
        say_partial(*file_.file, group->group(), partial);
    }
    DrawStats stats(*file_.file, stats_of(name_), chains, draws_);
    file_.describe(stats.group());
    std::vector<double> evidence;
    double whole = 0;  // weight of the samples that count
    std::uint64_t left = histories;
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const std::size_t all = sampled_.samples[i].count();
        const auto done = static_cast<double>(std::min<std::uint64_t>(left, all));
        whole += sampled_.weights[i] * done / static_cast<double>(all);
        left -= static_cast<std::uint64_t>(done);
    }
    left = histories;
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const inference::Sample& sample = sampled_.samples[i];
        const std::size_t done =
            static_cast<std::size_t>(std::min<std::uint64_t>(left, sample.count()));
        left -= done;
        const auto numbers = std::span(sample.numbers).first(done);
        stats.write(i, sampled_.weights[i] / static_cast<double>(sample.count()) / whole,
                    {numbers.begin(), numbers.end()});
        evidence.push_back(sample.log_evidence);
    }
    if (sampled_.conditioned) {
        stats.add("log_evidence", "log evidence of the record, by the particles of the island",
                  evidence);
    }
}

}  // namespace jonbar
