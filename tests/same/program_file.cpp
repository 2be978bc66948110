#include "tests/same/program_file.h"

#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "base/check.h"

namespace jonbar::same {
namespace {

class Writer {
  public:
    template <class T>
    void operator()(const T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        // Bytes between members may hold anything; nobody compares files.
        const auto* const bytes = reinterpret_cast<const char*>(&value);
        out_.append(bytes, sizeof(T));
    }
    template <class T>
    void operator()(const std::vector<T>& values) {
        operator()(std::uint64_t{values.size()});
        for (const T& value : values) operator()(value);
    }
    void operator()(const std::string& text) {
        operator()(std::uint64_t{text.size()});
        out_ += text;
    }
    void operator()(const program::Shape& shape) { operator()(shape.terms); }

    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

class Reader {
  public:
    explicit Reader(const std::string& bytes) : bytes_(bytes) {}

    template <class T>
    void operator()(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        std::memcpy(static_cast<void*>(&value), take(sizeof(T)), sizeof(T));
    }
    template <class T>
    void operator()(std::vector<T>& values) {
        values.resize(size());
        for (T& value : values) operator()(value);
    }
    void operator()(std::string& text) {
        const std::size_t length = size();
        text.assign(take(length), length);
    }
    void operator()(program::Shape& shape) { operator()(shape.terms); }

    [[nodiscard]] bool done() const { return at_ == bytes_.size(); }

  private:
    std::size_t size() {
        std::uint64_t size = 0;
        operator()(size);
        if (size > bytes_.size()) throw std::runtime_error("no file of a program");
        return static_cast<std::size_t>(size);
    }
    const char* take(std::size_t count) {
        if (count > bytes_.size() - at_)
            throw std::runtime_error("a program's file that is cut off");
        const char* const from = bytes_.data() + at_;
        at_ += count;
        return from;
    }

    const std::string& bytes_;
    std::size_t at_ = 0;
};

/// Visits everything of a program that the engine reads, in one order.
template <class Archive, class Program>
void visit(Archive& archive, Program& program) {
    archive(program.calendar);
    archive(program.step_count);
    archive(program.init);
    archive(program.step);
    archive(program.state_number_count);
    archive(program.state_truth_count);
    archive(program.scratch_number_count);
    archive(program.scratch_truth_count);
    archive(program.register_count);
    archive(program.shapes);
    archive(program.constants);
    archive(program.step_tables);
    archive(program.site_names);
    archive(program.tabled);
    archive(program.start_draws);
    archive(program.imposed);
    archive(program.odds);
    archive(program.natives);
}

// What holds texts besides is visited by its numbers.
template <class Archive, class Fact>
void visit_fact(Archive& archive, Fact& fact) {
    archive(fact.ending);
    archive(fact.forced);
    archive(fact.first_step);
    archive(fact.last_step);
    archive(fact.log_factor);
    archive(fact.happened_on);
}

}  // namespace

std::string save(const program::Program& program) {
    CHECK(program.imports == nullptr);
    Writer writer;
    visit(writer, program);
    writer(std::uint64_t{program.counters.size()});
    writer(std::uint64_t{program.facts.size()});
    for (const program::FactColumns& fact : program.facts) visit_fact(writer, fact);
    return writer.take();
}

program::Program load(const std::string& bytes) {
    program::Program program;
    Reader reader(bytes);
    visit(reader, program);
    std::uint64_t counters = 0, facts = 0;
    reader(counters);
    program.counters.resize(static_cast<std::size_t>(counters));
    reader(facts);
    program.facts.resize(static_cast<std::size_t>(facts));
    for (program::FactColumns& fact : program.facts) visit_fact(reader, fact);
    if (!reader.done()) throw std::runtime_error("a program's file with more behind it");
    return program;
}

}  // namespace jonbar::same
