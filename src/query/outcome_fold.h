// One outcome over all histories, chunk by chunk.
//
// A fold is exactly associative: counts are integers, sums are exact, quantiles come from integer
// counts in bins. So neither the number of threads nor the length of a chunk shows in the answer;
// rounding happens once, in `answer`.

#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/dates.h"
#include "jonbar/answers.h"
#include "math/binned_counts.h"
#include "math/exact_sum.h"
#include "program/program.h"

namespace jonbar {

class OutcomeFold {
  public:
    /// Folds `outcome` of `program`; both are copied from as far as they are needed.
    OutcomeFold(const program::Program& program, const program::OutcomeColumn& outcome);

    /// Adds one history's value: a number; 0 or 1; a member's index, -1 for none; a tick, kNoDate
    /// for none.
    void add(double value);

    /// Adds what another fold of the same outcome holds.
    void merge(const OutcomeFold& other);

    /// Writes what was added; reads it in place of what was. What is read must be of the same
    /// outcome of the same program: else the reader refuses.
    void write(base::ByteWriter& out) const;
    void read(base::ByteReader& in);

    /// Returns how many histories were added.
    std::uint64_t count() const { return total_; }

    /// Returns the distribution. Requires: something was added.
    OutcomeAnswer answer() const;

    /// Returns the distribution over islands, each weighing its share of the evidence, with
    /// intervals from the spread between them (spread.h). Counts are of as many histories as the
    /// islands have, spread as the shares are. `independent` is how many histories an interval
    /// rests on where all islands agree. Requires: folds of one outcome; weights of sum 1, 0 for
    /// those to which nothing was added.
    static OutcomeAnswer answer_of_islands(std::span<const OutcomeFold> islands,
                                           std::span<const double> weights, double independent);

    /// Returns a value as a text, as JSON and CSV write it.
    std::string text_of(double value) const;

  private:
    friend class IslandAnswer;
    OutcomeAnswer empty_answer() const;
    void add_bins(OutcomeAnswer& answer, const std::map<std::int64_t, std::uint64_t>& dates) const;
    void number_answer(OutcomeAnswer& answer) const;
    void date_answer(OutcomeAnswer& answer) const;

    std::string name_, label_, unit_, none_text_;
    AnswerKind kind_ = AnswerKind::Truth;
    bool optional_ = false, duration_ = false;
    std::vector<Domain::Member> members_;
    Calendar calendar_;

    std::uint64_t total_ = 0, none_ = 0;
    std::vector<std::uint64_t> counts_;            // Truth: no, yes; Choice: members
    std::map<std::int64_t, std::uint64_t> dates_;  // Date: by tick
    math::ExactSum sum_, sum_of_squares_;
    math::BinnedCounts bins_;
};

}  // namespace jonbar
