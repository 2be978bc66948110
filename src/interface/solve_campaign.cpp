#include "jonbar/solve_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "interface/solve_table.h"
#include "jonbar/questions.h"
#include "politics/attrition.h"

namespace jonbar {
namespace {

using politics::AttritionLaw;
using politics::Forces;

constexpr std::size_t kPhasesMax = 1000;
constexpr double kForceMax = 1e9;
constexpr double kRateMax = 1e6;
constexpr double kTimeMax = 1e6;
constexpr int kSteps = 2000;                // of a phase that is integrated
constexpr double kFallenMax = 200'000'000;  // over all histories

/// One row of the table.
struct Phase {
    std::string name;
    std::optional<AttritionLaw> law;  // none for Osipov's
    double exponent = 1.5;
    politics::Effectiveness effectiveness;
    Forces fresh;
    Forces arriving;
    std::optional<double> time;  // none: to the finish
    std::vector<std::size_t> x_from, y_from;
};

class Reader {
  public:
    explicit Reader(SolveTable& table) : table_(table) {}

    std::vector<Phase> phases();

  private:
    /// A number of a column that may be missing or blank.
    double number_or(std::size_t row, const char* heading, double most, double otherwise) {
        if (!table_.has(heading)) return otherwise;
        const std::size_t column = table_.column(heading);
        return table_.text(row, column).empty() ? otherwise : table_.number(row, column, 0, most);
    }
    std::string text_or_blank(std::size_t row, const char* heading) {
        return table_.has(heading) ? table_.text(row, table_.column(heading)) : "";
    }
    void read_law(std::size_t row, Phase& phase);
    std::vector<std::size_t> read_from(std::size_t row, const char* heading,
                                       const std::vector<Phase>& before, std::vector<bool>& used);

    SolveTable& table_;
};

void Reader::read_law(std::size_t row, Phase& phase) {
    const std::string law = text_or_blank(row, "law");
    phase.exponent = number_or(row, "exponent", 4, 1.5);
    if (law.empty() || law == "square") {
        phase.law = AttritionLaw::Square;
    } else if (law == "linear") {
        phase.law = AttritionLaw::Linear;
    } else if (law == "mixed") {
        phase.law = AttritionLaw::Mixed;
    } else if (law != "osipov") {
        table_.error(kWrongRow, row, table_.column("law"),
                     fmt::format("there is no law \"{}\"", law),
                     "expected square, linear, mixed or osipov");
    }
    if (phase.exponent < 1) {
        table_.error(kWrongNumber, row, table_.column("exponent"),
                     "below 1 a force would lose more the fewer its enemies are",
                     "expected an exponent from 1 to 4: 2 is the square law, 1.5 Osipov's");
    }
    const bool integrated = !phase.law || phase.arriving.x > 0 || phase.arriving.y > 0;
    if (integrated && !phase.time) {
        table_.error(kWrongRow, row, table_.column("phase"),
                     "a phase with arrivals or by Osipov's law needs its length",
                     "give it a time, in the unit of its rates");
    }
}

/// Reads phases whose survivors join: names with + between. Without the column it is the phase
/// before.
std::vector<std::size_t> Reader::read_from(std::size_t row, const char* heading,
                                           const std::vector<Phase>& before,
                                           std::vector<bool>& used) {
    std::vector<std::size_t> from;
    if (!table_.has(heading)) {
        if (row > 0) from.push_back(row - 1);
        return from;
    }
    const std::size_t column = table_.column(heading);
    const std::string text = table_.text(row, column);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t plus = std::min(text.find('+', begin), text.size());
        std::size_t first = std::min(text.find_first_not_of(' ', begin), plus);
        std::size_t last = plus;
        while (last > first && text[last - 1] == ' ') --last;
        const std::string name = text.substr(first, last - first);
        begin = plus + 1;
        const auto found = std::find_if(before.begin(), before.end(),
                                        [&](const Phase& phase) { return phase.name == name; });
        if (found == before.end()) {
            table_.error(kWrongRow, row, column,
                         fmt::format("no phase above is called \"{}\"", name),
                         "name phases whose survivors join, with + between them");
            continue;
        }
        const auto index = static_cast<std::size_t>(found - before.begin());
        if (used[index]) {
            table_.error(kWrongRow, row, column,
                         fmt::format("the survivors of {} fight elsewhere already", name),
                         "survivors of a phase join one other phase");
            continue;
        }
        used[index] = true;
        from.push_back(index);
    }
    return from;
}

std::vector<Phase> Reader::phases() {
    const std::vector<std::string> names = table_.names(table_.column("phase"));
    const std::size_t x = table_.column("x");
    const std::size_t y = table_.column("y");
    const std::size_t a = table_.column("a");
    const std::size_t b = table_.column("b");
    std::vector<bool> x_used(names.size());
    std::vector<bool> y_used(names.size());
    std::vector<Phase> phases;
    for (std::size_t row = 0; row < names.size(); ++row) {
        Phase phase;
        phase.name = names[row];
        const auto force = [&](std::size_t column) {
            return table_.text(row, column).empty() ? 0 : table_.number(row, column, 0, kForceMax);
        };
        phase.fresh = {force(x), force(y)};
        phase.effectiveness = {table_.number(row, a, 0, kRateMax),
                               table_.number(row, b, 0, kRateMax)};
        phase.arriving = {number_or(row, "x_arrives", kForceMax, 0),
                          number_or(row, "y_arrives", kForceMax, 0)};
        const double time = number_or(row, "time", kTimeMax, -1);
        if (time >= 0) phase.time = time;
        read_law(row, phase);
        phase.x_from = read_from(row, "x_from", phases, x_used);
        phase.y_from = read_from(row, "y_from", phases, y_used);
        phases.push_back(std::move(phase));
    }
    table_.throw_if_wrong();
    return phases;
}

/// Returns who begins a phase: fresh men and survivors of the phases it names, who then are gone
/// from these.
Forces gather(const Phase& phase, std::vector<Forces>& left) {
    Forces start = phase.fresh;
    for (const std::size_t from : phase.x_from) {
        start.x += left[from].x;
        left[from].x = 0;
    }
    for (const std::size_t from : phase.y_from) {
        start.y += left[from].y;
        left[from].y = 0;
    }
    return start;
}

CampaignPhase fought(const Phase& phase, Forces start) {
    CampaignPhase told;
    told.name = phase.name;
    told.a = phase.effectiveness.a;
    told.b = phase.effectiveness.b;
    told.start_x = start.x;
    told.start_y = start.y;
    Forces left;
    const bool arrivals = phase.arriving.x > 0 || phase.arriving.y > 0;
    if (phase.law && !arrivals) {
        const politics::AttritionEnd end =
            politics::lanchester_end(*phase.law, start, phase.effectiveness);
        const bool in_time = !phase.time || end.time <= *phase.time;
        told.time = in_time ? end.time : *phase.time;
        left = in_time ? end.left
                       : politics::lanchester(*phase.law, start, phase.effectiveness, *phase.time);
    } else {
        politics::GeneralAttrition attrition = politics::GeneralAttrition::of(
            phase.law.value_or(AttritionLaw::Square), phase.effectiveness, phase.arriving);
        if (!phase.law) attrition.enemy_x = attrition.enemy_y = phase.exponent - 1;
        const politics::AttritionCourse course =
            politics::osipov(attrition, start, phase.time.value_or(0), kSteps);
        told.time = course.time;
        left = course.left;
    }
    told.left_x = left.x;
    told.left_y = left.y;
    told.ended = left.x == 0 || left.y == 0;
    if (!phase.law) {
        told.law = fmt::format("osipov {}", phase.exponent);
    } else {
        constexpr const char* kNames[] = {"square", "linear", "mixed"};
        told.law = kNames[static_cast<std::size_t>(*phase.law)];
    }
    return told;
}

/// Counts how histories come out.
void count(CampaignChances& chances, Forces left, double share) {
    chances.x_stands += left.x > 0 && left.y == 0 ? share : 0;
    chances.y_stands += left.y > 0 && left.x == 0 ? share : 0;
    chances.mean_x += left.x * share;
    chances.mean_y += left.y * share;
}

Forces sum_of(const std::vector<Forces>& left) {
    Forces sum;
    for (const Forces& forces : left) {
        sum.x += forces.x;
        sum.y += forces.y;
    }
    return sum;
}

void check_chances(const std::vector<Phase>& phases, std::uint64_t histories) {
    double fallen = 0;
    for (const Phase& phase : phases) {
        if (!phase.law || phase.arriving.x > 0 || phase.arriving.y > 0) {
            throw QuestionError(fmt::format(
                "--histories knows the square, linear and mixed laws without arrivals; phase {} is "
                "another",
                phase.name));
        }
        fallen += phase.fresh.x + phase.fresh.y;
    }
    if (fallen * static_cast<double>(histories) > kFallenMax) {
        throw QuestionError(
            fmt::format("{:.0f} men in {} histories are too many: ask for at most {:.0f} "
                        "histories, or count in "
                        "larger units",
                        fallen, histories, std::floor(kFallenMax / fallen)));
    }
}

/// Fights the campaign again and again with whole men, rounded.
void add_chances(const std::vector<Phase>& phases, const CampaignQuestion& question,
                 CampaignAnswer& answer) {
    check_chances(phases, question.histories);
    const double share = 1 / static_cast<double>(question.histories);
    answer.chances.emplace();
    for (CampaignPhase& phase : answer.phases) phase.chances.emplace();
    std::vector<Forces> left(phases.size());
    for (std::uint64_t history = 0; history < question.histories; ++history) {
        for (std::size_t i = 0; i < phases.size(); ++i) {
            Forces start = gather(phases[i], left);
            start = {std::floor(start.x + 0.5), std::floor(start.y + 0.5)};
            const double time = phases[i].time.value_or(std::numeric_limits<double>::max());
            left[i] = politics::stochastic_attrition(
                          *phases[i].law, start, phases[i].effectiveness, time,
                          {question.seed, static_cast<std::uint32_t>(i), 0}, history)
                          .left;
            count(*answer.phases[i].chances, left[i], share);
        }
        count(*answer.chances, sum_of(left), share);
        std::fill(left.begin(), left.end(), Forces{});
    }
}

}  // namespace

CampaignAnswer solve_campaign(const std::string& path, const CampaignQuestion& question) {
    SolveTable table(path, {.least = 1, .most = kPhasesMax});
    const std::vector<Phase> phases = Reader(table).phases();
    CampaignAnswer answer;
    answer.table = path;
    answer.x = question.x;
    answer.y = question.y;
    answer.histories = question.histories;
    answer.seed = question.seed;
    std::vector<Forces> left(phases.size());
    for (std::size_t i = 0; i < phases.size(); ++i) {
        answer.phases.push_back(fought(phases[i], gather(phases[i], left)));
        left[i] = {answer.phases[i].left_x, answer.phases[i].left_y};
    }
    const Forces rest = sum_of(left);
    answer.left_x = rest.x;
    answer.left_y = rest.y;
    if (question.histories > 0) add_chances(phases, question, answer);
    return answer;
}

}  // namespace jonbar
