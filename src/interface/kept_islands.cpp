#include "interface/kept_islands.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "inference/island_bytes.h"
#include "interface/continued.h"
#include "interface/given.h"

namespace jonbar {

KeptIslands::KeptIslands(Journal* journal, const Scenario::Parts& parts,
                         const program::Program& program, const ConditioningOptions& conditioning,
                         inference::ConditionOptions& options)
    : journal_(journal), program_(program), columns_(history_columns(program)) {
    IslandFolds empty;
    for (const program::OutcomeColumn& column : columns_) empty.emplace_back(program, column);
    std::uint64_t islands = options.islands;
    size_ = options.island.size;
    if (begins_in_islands(parts)) {
        islands = parts.imports->island_log_weights.size();
        size_ = parts.imports->island_size;
    }
    folds_.assign(islands, empty);
    if (journal == nullptr) return;
    question_ = question_key(
        parts, program, {.what = "islands", .seed = options.seed, .conditioning = &conditioning});
    seed_ = program.imports ? program.imports->seed : options.seed;
    sample_size_ = options.island.sample_size;
    options.island.sample_size = size_;
    there_ = journal->parts().numbers(question_, islands);
    journal->parts().note_taken("islands under the record", there_.size(), islands);
    options.recall = [this](std::uint64_t number) { return recall(number); };
    options.keep = [this](std::uint64_t number, inference::IslandResult& result) {
        keep(number, result);
    };
}

void KeptIslands::fold(std::uint64_t number, const inference::Island& island) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        for (std::size_t slot = 0; slot < island.particles().count(); ++slot)
            folds_[number][i].add(island.particles().value(columns_[i].column, slot));
    }
}

std::optional<inference::IslandResult> KeptIslands::recall(std::uint64_t number) {
    if (there_.count(number) == 0) return std::nullopt;
    Journal::Parts& journal = journal_->parts();
    const std::optional<store::Row> row = journal.find(question_, number);
    if (!row) return std::nullopt;
    base::ByteReader in(row->content);
    inference::IslandResult result = inference::read_island(in, program_, number, size_);
    const bool whole = !result.death && !result.barren;
    if (result.sample.count() != (whole ? size_ : 0)) in.refuse();
    for (OutcomeFold& fold : folds_[number]) {
        fold.read(in);
        if (fold.count() != (whole ? size_ : 0)) in.refuse();
    }
    if (!in.good_to_the_end()) journal.refuse(question_, number);
    thin(number, result);
    return result;
}

void KeptIslands::keep(std::uint64_t number, inference::IslandResult& result) {
    base::ByteWriter out;
    inference::write(result, out);
    for (const OutcomeFold& fold : folds_[number]) fold.write(out);
    journal_->parts().keep(question_, {number, 1, out.take()});
    thin(number, result);
}

void KeptIslands::thin(std::uint64_t number, inference::IslandResult& result) const {
    result.sample =
        sample_size_ == 0 || result.sample.count() == 0
            ? inference::Sample{}
            : inference::thinned(result.sample, seed_, program_.step_count, number, sample_size_);
}

}  // namespace jonbar
