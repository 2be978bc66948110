#include "interface/journal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/siphash.h"
#include "program/dump.h"

namespace jonbar {

namespace {

/// To be raised where the same program and seed come to give other numbers, or rows are written in
/// another way: what is in stores is then found no more. A test fails when it must be.
constexpr int kNumbers = 1;

constexpr double kShareOfTime = 1.0 / 64;
constexpr double kSecondsAtOnce = 0.02;  // so that what takes a moment is kept as well
constexpr int kShortPatience = 200;      // milliseconds
constexpr int kLongPatience = 10'000;

}  // namespace

Journal::Parts::Parts(const std::string& path, std::function<double()> callers_clock)
    : store(path), seconds_now(std::move(callers_clock)) {
    store.wait_at_most(kShortPatience);
    if (seconds_now) opened = seconds_now();
}

bool Journal::Parts::may_write() const {
    if (failure) return false;
    return !seconds_now ||
           spent + spent_last <= kSecondsAtOnce + (seconds_now() - opened) * kShareOfTime;
}

bool Journal::Parts::due() {
    // Nobody waits to hear that another worker is writing.
    const std::unique_lock<std::mutex> lock(mutex, std::try_to_lock);
    return lock.owns_lock() && may_write();
}

void Journal::Parts::write() {
    if (waiting.empty() || failure) return;
    const double begun = seconds_now ? seconds_now() : 0;
    std::vector<store::NewRow> rows;
    for (const auto& [place, row] : waiting) rows.push_back({place.first, row});
    const std::optional<store::Trouble> trouble = store.write(rows);
    if (seconds_now) {
        spent_last = seconds_now() - begun;
        spent += spent_last;
    }
    if (!trouble) {
        waiting.clear();
    } else if (!trouble->passing) {
        failure = trouble->message;
    }
}

void Journal::Parts::keep(const std::string& question, store::Row row) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (failure) return;
    waiting[{question, row.number}] = std::move(row);
    if (may_write()) write();
}

std::optional<store::Row> Journal::Parts::find(const std::string& question, std::uint64_t number) {
    const std::lock_guard<std::mutex> lock(mutex);
    const auto waits = waiting.find({question, number});
    if (waits != waiting.end()) return waits->second;
    return store.find(question, number);
}

std::set<std::uint64_t> Journal::Parts::numbers(const std::string& question, std::uint64_t end) {
    const std::lock_guard<std::mutex> lock(mutex);
    const std::vector<std::uint64_t> stored = store.numbers(question);
    std::set<std::uint64_t> found(stored.begin(), stored.end());
    for (const auto& [place, row] : waiting) {
        if (place.first == question) found.insert(place.second);
    }
    found.erase(found.lower_bound(end), found.end());
    return found;
}

void Journal::Parts::refuse(const std::string& question, std::uint64_t number) {
    store.refuse(question, number);
}

void Journal::Parts::note_taken(const std::string& what, std::uint64_t more, std::uint64_t all) {
    const std::lock_guard<std::mutex> lock(mutex);
    taken.push_back({what, more, all});
}

Journal::Journal(const std::string& path, std::function<double()> clock)
    : parts_(std::make_unique<Parts>(path, std::move(clock))) {}

Journal::~Journal() { static_cast<void>(finish()); }

std::optional<std::string> Journal::finish() {
    const std::lock_guard<std::mutex> lock(parts_->mutex);
    if (parts_->failure) return parts_->failure;
    parts_->store.wait_at_most(kLongPatience);
    parts_->write();
    parts_->store.wait_at_most(kShortPatience);
    if (!parts_->waiting.empty() && !parts_->failure)
        parts_->failure = "the store stayed in use by another program";
    return parts_->failure;
}

std::vector<TakenWork> Journal::taken() const {
    const std::lock_guard<std::mutex> lock(parts_->mutex);
    return parts_->taken;
}

std::string question_key(const Scenario::Parts& parts, const program::Program& program,
                         const QuestionedWork& work) {
    std::string key = fmt::format("{} of {} | seed {} | jonbar {} numbers {} | program {} {}",
                                  work.what, program.title, work.seed, JONBAR_VERSION, kNumbers,
                                  program.step_count, base::digest(program::dump_program(program)));
    if (const ConditioningOptions* as = work.conditioning) {
        key += fmt::format(" | island {} moves {}", as->island_size, as->moves);
        if (parts.imports) key += fmt::format(" particles {}", as->particles);
        key += fmt::format(" until '{}'", as->until);
        for (const std::size_t fact : as->left_out) key += fmt::format(" without {}", fact);
    }
    for (const std::string& setting : parts.settings) key += " | set " + base::digest(setting);
    for (const std::string& text : parts.continue_as) key += " | continue " + base::digest(text);
    for (std::size_t i = 0; i < parts.sources.count(); ++i) {
        const SourceFile& file = parts.sources.file(FileId(i));
        if (file.path.rfind("--do ", 0) == 0) continue;
        key += " | file " + base::digest(file.text);
    }
    return key;
}

}  // namespace jonbar
