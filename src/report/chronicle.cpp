#include "report/chronicle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/direction.h"
#include "math/functions_inl.h"
#include "report/layout.h"

namespace jonbar {

namespace {

using program::Printed;
using program::Program;
using program::Record;
using program::RecordKind;

std::size_t width_of(const Program& program, const Printed& printed) {
    return printed.type.set ? program.domains[printed.type.domain.index].members.size() : 1;
}

/// The values of a line, taken one after the other.
class Values {
  public:
    Values(const Program& program, const Record& record, const ChronicleLine& line)
        : program_(program), next_(line.values.data()), left_(line.values.size()) {
        for (const Record::Piece& piece : record.pieces) {
            if (piece.value) printed_.push_back(*piece.value);
        }
    }
    bool empty() const { return at_ >= printed_.size(); }
    bool entity_next() const {
        return !empty() && printed_[at_].type.base == BaseType::Member && !printed_[at_].type.set;
    }
    double number() {
        const double value = left_ > 0 ? *next_ : 0;
        advance();
        return value;
    }
    /// A member by name, as instances are written.
    std::string name() {
        const Type type = printed_[at_].type;
        const double value = number();
        return value < 0 ? "none"
                         : program_.domains[type.domain.index]
                               .members[static_cast<std::size_t>(value)]
                               .name;
    }
    std::string text() {
        std::string out = printed_value(program_, printed_[at_], next_);
        advance();
        return out;
    }
    /// All members that follow, as "(a, b)"; nothing where there are none.
    std::string instance() {
        std::string out;
        while (entity_next()) out += (out.empty() ? "" : ", ") + name();
        return out.empty() ? "" : "(" + out + ")";
    }

  private:
    void advance() {
        const std::size_t width = width_of(program_, printed_[at_]);
        next_ += std::min(width, left_);
        left_ -= std::min(width, left_);
        ++at_;
    }
    const Program& program_;
    const double* next_;
    std::size_t left_, at_ = 0;
    std::vector<Printed> printed_;
};

std::string said(const Program& program, const Record& record, const ChronicleLine& line) {
    Values values(program, record, line);
    std::string words;
    for (const Record::Piece& piece : record.pieces) words += piece.text;
    const bool right_to_left = has_right_to_left(words);
    std::string out;
    for (const Record::Piece& piece : record.pieces) {
        if (!piece.value) {
            out += piece.text;
        } else {
            // A value keeps its order in a sentence of either direction.
            out += right_to_left ? set_apart(values.text()) : isolate(values.text());
        }
    }
    return isolate(out);
}

std::string vote_line(const Program& program, const Record& record, const ChronicleLine& line) {
    Values values(program, record, line);
    const std::string instance = values.instance();
    const double yes = values.number(), abstained = values.number(), counted = values.number(),
                 all = values.number();
    const double bar = values.number();
    const bool carried = values.number() != 0;
    std::string out = fmt::format("vote {}{} {}: {} yes", record.name, instance,
                                  carried ? "carried" : "lost", short_number(yes));
    if (abstained > 0) out += fmt::format(", {} abstained", short_number(abstained));
    out += fmt::format(" of {}", short_number(all));
    if (counted != all) out += fmt::format(" ({} counted)", short_number(counted));
    return out + fmt::format(", more than {} needed", short_number(bar * counted));
}

std::string election_line(const Program& program, const Record& record, const ChronicleLine& line) {
    Values values(program, record, line);
    std::string instance, winner;
    while (values.entity_next()) {  // the last one is who was elected
        if (!winner.empty()) instance += (instance.empty() ? "" : ", ") + winner;
        winner = values.name();
    }
    const double best = values.number(), next = values.number(), abstained = values.number(),
                 counted = values.number();
    std::string out = fmt::format(
        "vote {}{} elected {}: {} of {}", record.name, instance.empty() ? "" : "(" + instance + ")",
        winner == "none" ? "nobody" : winner, short_number(best), short_number(counted));
    if (next > 0) out += fmt::format(", the next {}", short_number(next));
    if (abstained > 0) out += fmt::format(", {} abstained", short_number(abstained));
    return out;
}

/// A choice and the odds it had, from the options that stood open.
class Choice {
  public:
    void add(std::string name, double worth) { options_.push_back({std::move(name), worth}); }

    std::string line(const std::string& decision, const std::string& chosen) const {
        double largest = -std::numeric_limits<double>::infinity(), sum = 0;
        for (const Open& option : options_) largest = std::max(largest, option.worth);
        for (const Open& option : options_) sum += weight(option, largest);
        std::string out = fmt::format("{}: {}", decision, chosen);
        std::vector<const Open*> others;
        for (const Open& option : options_) {
            if (option.name == chosen) {
                out += options_.size() > 1
                           ? fmt::format(" ({})", percent(weight(option, largest) / sum))
                           : " (no other way)";
            } else {
                others.push_back(&option);
            }
        }
        std::stable_sort(others.begin(), others.end(),
                         [](const Open* a, const Open* b) { return a->worth > b->worth; });
        double rest = 0;
        for (std::size_t i = 0; i < others.size(); ++i) {
            const double odds = weight(*others[i], largest) / sum;
            if (i < kShown || others.size() == kShown + 1) {
                out += fmt::format("{}{} {}", i == 0 ? "; not " : ", ", others[i]->name,
                                   percent(odds));
            } else {
                rest += odds;
            }
        }
        if (others.size() > kShown + 1)
            out += fmt::format(", {} others {}", others.size() - kShown, percent(rest));
        return out;
    }

  private:
    static constexpr std::size_t kShown = 3;
    struct Open {
        std::string name;
        double worth;
    };
    static double weight(const Open& option, double largest) {
        return math::exp(option.worth - largest);
    }
    std::vector<Open> options_;
};

/// The decisions that opened in a step. All instances of a family open before the first of them is
/// told what it chose.
class OpenChoices {
  public:
    void open(std::int64_t step, std::string decision, std::vector<std::string> names) {
        if (step != step_) opened_.clear();
        step_ = step;
        opened_.push_back({std::move(decision), std::move(names), {}});
    }
    void add(std::string option, double worth) {
        if (!opened_.empty()) opened_.back().choice.add(std::move(option), worth);
    }
    /// Returns the choice of an instance; the names of an opened one may go on with its actor.
    Choice find(const std::string& decision, const std::vector<std::string>& instance) const {
        for (auto one = opened_.rbegin(); one != opened_.rend(); ++one) {
            if (one->decision == decision && one->names.size() >= instance.size() &&
                std::equal(instance.begin(), instance.end(), one->names.begin())) {
                return one->choice;
            }
        }
        return {};
    }

  private:
    struct Opened {
        std::string decision;
        std::vector<std::string> names;
        Choice choice;
    };
    std::int64_t step_ = -1;
    std::vector<Opened> opened_;
};

std::vector<std::string> names_of(Values& values) {
    std::vector<std::string> names;
    while (values.entity_next()) names.push_back(values.name());
    return names;
}

}  // namespace

std::string printed_value(const Program& program, const Printed& printed, const double* values) {
    const Type& type = printed.type;
    if (type.set) {
        std::string out;
        const auto& members = program.domains[type.domain.index].members;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (values[i] != 0) out += (out.empty() ? "" : ", ") + members[i].label;
        }
        return out.empty() ? "nobody" : out;
    }
    const double value = *values;
    switch (type.base) {
        case BaseType::Member:
            return value < 0 ? "nobody"
                             : program.domains[type.domain.index]
                                   .members[static_cast<std::size_t>(value)]
                                   .label;
        case BaseType::Truth:
            return value != 0 ? "yes" : "no";
        case BaseType::Date:
            return value == kNoDate
                       ? "never"
                       : program.calendar.format(static_cast<std::int64_t>(std::floor(value)));
        case BaseType::Real:
        case BaseType::Int:
        case BaseType::Duration:
            break;
    }
    const double shown = printed.percent ? 100 * value : value;
    const std::string unit = printed.percent ? " %" : "";
    if (printed.decimals >= 0) return fmt::format("{:.{}f}{}", shown, printed.decimals, unit);
    return fmt::format("{}{}", shown, unit);
}

std::vector<DatedText> chronicle_texts(const Program& program,
                                       const std::vector<ChronicleLine>& lines) {
    std::vector<DatedText> out;
    OpenChoices choices;
    for (const ChronicleLine& line : lines) {
        const Record& record = program.records[line.record];
        std::string text;
        switch (record.kind) {
            case RecordKind::Say:
                text = said(program, record, line);
                break;
            case RecordKind::Event:
                text = record.name + Values(program, record, line).instance();
                break;
            case RecordKind::Procedure:
            case RecordKind::Rule:
                break;
            case RecordKind::Decision: {
                Values values(program, record, line);
                choices.open(line.step, record.name, names_of(values));
                break;
            }
            case RecordKind::Option: {
                Values values(program, record, line);
                const std::string name = record.option + values.instance();
                choices.add(name, values.number());
                break;
            }
            case RecordKind::Chosen: {
                Values values(program, record, line);
                std::vector<std::string> names = names_of(values);
                std::string decision = record.name, option = record.option;
                const bool over = record.over_entity;
                if (over && !names.empty()) {
                    option += "(" + names.back() + ")";
                    names.pop_back();
                }
                const Choice choice = choices.find(record.name, names);
                if (!names.empty()) decision += fmt::format("({})", fmt::join(names, ", "));
                text = choice.line(decision, option);
                break;
            }
            case RecordKind::Vote:
                text = vote_line(program, record, line);
                break;
            case RecordKind::Election:
                text = election_line(program, record, line);
                break;
        }
        if (!text.empty()) out.push_back({line.step, std::move(text)});
    }
    return out;
}

std::string chronicle(const Program& program, const std::vector<ChronicleLine>& lines) {
    std::string out;
    for (const DatedText& line : chronicle_texts(program, lines)) {
        const std::int64_t tick = program.calendar.tick_of_step(line.step);
        out += fmt::format("{}  {}\n", program.calendar.format(tick), line.text);
    }
    return out;
}

}  // namespace jonbar
