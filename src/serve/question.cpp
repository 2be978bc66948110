#include "serve/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "jonbar/evidence.h"
#include "jonbar/report.h"

namespace jonbar::serve {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<const char*, QuestionKind>, 8> kKinds = {{
    {"run", QuestionKind::Run},
    {"given", QuestionKind::Given},
    {"whatif", QuestionKind::WhatIf},
    {"why", QuestionKind::Why},
    {"sensitivity", QuestionKind::Sensitivity},
    {"tell", QuestionKind::Tell},
    {"evidence", QuestionKind::Evidence},
    {"without", QuestionKind::Without},
}};

}  // namespace

Subject read_subject(Reader& reader) {
    Subject subject;
    const std::string scenario = reader.text("scenario"), name = reader.text("name");
    const json* text = reader.find("text");
    if (text == nullptr) {
        if (scenario.empty()) throw WrongRequest("expected \"scenario\" or \"text\"");
        subject.name = scenario;
    } else {
        if (!text->is_string()) throw WrongRequest("\"text\" must be a text");
        subject.name = !name.empty() ? name : !scenario.empty() ? scenario : "scenario.jon";
        subject.held = HeldText{subject.name, text->get<std::string>()};
    }
    if (!Folder::is_name(subject.name)) {
        throw WrongRequest(
            "a scenario is named by its path from the folder that is served, as in \"a/b.jon\"");
    }
    return subject;
}

std::vector<std::string> read_settings(Reader& reader) {
    std::vector<std::string> settings;
    const json* set = reader.find("set");
    if (set == nullptr) return settings;
    if (!set->is_object() || set->size() > kListMax)
        throw WrongRequest("\"set\" must be an object of params and their values");
    for (const auto& [param, value] : set->items()) {
        if (!value.is_number() && !value.is_string())
            throw WrongRequest("\"set\" must give each param a number or a text");
        settings.push_back(fmt::format(
            "{}={}", param, value.is_string() ? value.get<std::string>() : value.dump()));
    }
    return settings;
}

ConditioningOptions read_conditioning(Reader& reader, const ServeOptions& limits) {
    ConditioningOptions conditioning;
    conditioning.particles = reader.number(
        "particles", std::min<std::uint64_t>(conditioning.particles, limits.particles_max), 1,
        limits.particles_max);
    conditioning.island_size = reader.number(
        "island_size",
        std::min<std::uint64_t>(conditioning.island_size,
                                std::max<std::uint64_t>(limits.particles_max / 16, 2)),
        2, std::max<std::uint64_t>(limits.particles_max / 16, 2));
    conditioning.moves = reader.number("moves", conditioning.moves, 0, 100);
    conditioning.until = reader.text("until", 64);
    return conditioning;
}

namespace {

void read_options(Reader& reader, Question& question, const ServeOptions& limits) {
    constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();
    question.settings = read_settings(reader);
    question.interventions = reader.texts("do");
    question.what_ifs = reader.texts("whatifs");
    question.without_causes = reader.texts("without_causes");
    question.sources = reader.texts("sources");
    question.claims = reader.texts("claims");
    question.outcome = reader.text("outcome");
    question.value = reader.text("value");
    question.name = reader.text("of");
    question.seed = reader.number("seed", 1, 0, kAny);
    question.histories = reader.number("histories", 0, 16, limits.histories_max);
    if (const json* history = reader.find("history"); history != nullptr)
        question.history = reader.number("history", 0, 0, kAny);
    question.conditioning = read_conditioning(reader, limits);
    if (const json* left_out = reader.find("left_out"); left_out != nullptr) {
        const bool right = left_out->is_array() && left_out->size() <= kWordMax &&
                           std::all_of(left_out->begin(), left_out->end(),
                                       [](const json& one) { return one.is_number_unsigned(); });
        if (!right) throw WrongRequest("\"left_out\" must be a list of numbers of observations");
        for (const json& one : *left_out)
            question.conditioning.left_out.push_back(one.get<std::size_t>());
        std::sort(question.conditioning.left_out.begin(), question.conditioning.left_out.end());
    }
    question.prior = reader.truth("prior");
    question.interventional = reader.truth("interventional");
    question.couplings = reader.truth("couplings");
    question.bounds = reader.truth("bounds");
}

}  // namespace

Subject read_subject(const json& object) {
    Reader reader(object);
    return read_subject(reader);
}

Question read_question(const json& object, const ServeOptions& options) {
    Reader reader(object);
    Question question;
    question.subject = read_subject(reader);
    const std::string kind = reader.text("kind");
    const auto* const found = std::find_if(kKinds.begin(), kKinds.end(),
                                           [&](const auto& one) { return kind == one.first; });
    if (found == kKinds.end()) {
        throw WrongRequest(
            "\"kind\" must be run, given, whatif, why, sensitivity, tell, evidence or without");
    }
    question.kind = found->second;
    static const json kNothing = json::object();
    const json* given = reader.find("options");
    Reader inner(given == nullptr ? kNothing : *given);
    read_options(inner, question, options);
    inner.finish("\"options\"");
    reader.finish("a question");
    // All but a run keep what each history came to.
    if (question.kind != QuestionKind::Run && question.histories > options.particles_max) {
        throw WrongRequest(
            fmt::format("\"histories\" may be {} in this kind of question", options.particles_max));
    }
    const bool of_outcome =
        question.kind == QuestionKind::Why || question.kind == QuestionKind::Sensitivity;
    if (of_outcome && question.outcome.empty())
        throw WrongRequest("this kind of question needs an \"outcome\"");
    return question;
}

std::string key_of(const Question& question, const std::vector<HeldText>& files) {
    const ConditioningOptions& as = question.conditioning;
    const json key = {
        static_cast<int>(question.kind),
        question.subject.name,
        question.settings,
        question.interventions,
        question.what_ifs,
        question.without_causes,
        question.sources,
        question.claims,
        {question.outcome, question.value, question.name},
        {question.seed, question.histories, question.history.has_value(),
         question.history.value_or(0)},
        {as.particles, as.island_size, as.moves, as.until, as.left_out},
        {question.prior, question.interventional, question.couplings, question.bounds}};
    std::string text = key.dump(-1, ' ', false, json::error_handler_t::replace);
    for (const HeldText& file : files)
        text +=
            fmt::format("\n{} {} {}\n{}", file.name.size(), file.text.size(), file.name, file.text);
    return text;
}

CompileOptions compile_options(const Subject& subject, const Folder& folder) {
    CompileOptions compile;
    compile.library = kLibrary;
    compile.read = folder.reader(subject.held);
    return compile;
}

CompileOptions compile_options(const Question& question, const Folder& folder) {
    CompileOptions compile = compile_options(question.subject, folder);
    compile.settings = question.settings;
    compile.interventions = question.interventions;
    return compile;
}

namespace {

class Asking {
  public:
    Asking(const Question& question, const CompileOptions& compile, int threads,
           std::uint64_t memory, SampleStore& store, const Listeners& listeners)
        : question_(question),
          compile_(compile),
          threads_(threads),
          memory_(memory),
          store_(store),
          listeners_(listeners) {}

    std::string answer() {
        switch (question_.kind) {
            case QuestionKind::Run:
            case QuestionKind::Given:
                return run();
            case QuestionKind::WhatIf:
                return what_if();
            case QuestionKind::Why: {
                WhyOptions options;
                options.sample = sample();
                options.outcome = question_.outcome;
                options.value = question_.value;
                options.couplings = question_.couplings;
                options.bounds = question_.bounds;
                return finished(load().why(options));
            }
            case QuestionKind::Sensitivity: {
                SensitivityOptions options;
                options.sample = sample();
                options.outcome = question_.outcome;
                options.value = question_.value;
                return finished(load().sensitivity(options));
            }
            case QuestionKind::Tell:
                return tell();
            case QuestionKind::Evidence:
                return finished(
                    evidence(question_.subject.name, question_.name, compile_, reading()));
            case QuestionKind::Without:
                break;
        }
        return finished(without(question_.subject.name, question_.sources, question_.claims,
                                compile_, reading()));
    }

  private:
    [[nodiscard]] Scenario load() const { return Scenario::load(question_.subject.name, compile_); }

    [[nodiscard]] SampleOptions sample() const {
        SampleOptions options;
        options.seed = question_.seed;
        options.threads = threads_;
        options.memory = memory_;
        options.conditioning = question_.conditioning;
        options.prior = question_.prior;
        options.histories = question_.histories;
        options.stop = listeners_.stop;
        options.progress = listeners_.progress;
        options.store = &store_;
        return options;
    }

    [[nodiscard]] ReadingOptions reading() const {
        ReadingOptions options;
        if (question_.histories != 0) options.histories = question_.histories;
        options.seed = question_.seed;
        options.threads = threads_;
        // A question of what a scenario rests on is answered at once, unless more is asked for.
        if (question_.kind == QuestionKind::Without && !question_.prior)
            options.given = question_.conditioning;
        options.stop = listeners_.stop;
        options.progress = listeners_.progress;
        return options;
    }

    [[nodiscard]] WhatIfOptions worlds() const {
        WhatIfOptions options;
        options.sample = sample();
        options.names = question_.what_ifs;
        for (std::size_t i = 1; i <= question_.interventions.size(); ++i)
            options.names.push_back(fmt::format("do {}", i));
        options.without = question_.without_causes;
        options.interventional = question_.interventional;
        return options;
    }

    template <class Answer>
    std::string finished(Answer answer) const {
        answer.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
        answer.threads = threads_;
        return to_json(answer);
    }

    /// With what it was asked with.
    template <class Answer>
    std::string answered(Answer answer) const {
        answer.settings = question_.settings;
        return finished(std::move(answer));
    }

    std::string run() const {
        const bool given = question_.kind == QuestionKind::Given;
        const std::uint64_t usual = given ? 20'000 : 100'000;
        RunOptions options;
        options.histories = question_.histories == 0 ? usual : question_.histories;
        options.seed = question_.seed;
        options.threads = threads_;
        options.memory = memory_;
        if (given) options.given = question_.conditioning;
        options.continuing = question_.conditioning;
        options.stop = listeners_.stop;
        options.store = &store_;
        options.progress = [this, given](std::uint64_t done, std::uint64_t all) {
            listeners_.progress(given ? "histories under the record" : "histories", done, all);
        };
        options.partial = [this](const Answers& answers) { listeners_.partial(answered(answers)); };
        return answered(load().run(options));
    }

    std::string what_if() const {
        WhatIfOptions options = worlds();
        options.partial = [this](const WhatIfAnswers& answers) {
            listeners_.partial(answered(answers));
        };
        return answered(load().what_if(options));
    }

    std::string tell() const {
        const WhatIfOptions options = worlds();
        const Scenario scenario = load();
        const bool alone = options.names.empty() && options.without.empty();
        constexpr int kColumns = 120;
        const std::string told = alone
                                     ? scenario.tell(question_.history.value_or(0), question_.seed)
                                     : scenario.tell_what_if(options, question_.history, kColumns);
        const json answer = {{"scenario", question_.subject.name}, {"text", told}};
        return answer.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    }

    const Question& question_;
    const CompileOptions& compile_;
    const int threads_;
    const std::uint64_t memory_;
    SampleStore& store_;
    const Listeners& listeners_;
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace

std::string answer_to(const Question& question, const CompileOptions& compile, int threads,
                      std::uint64_t memory, SampleStore& store, const Listeners& listeners) {
    return Asking(question, compile, threads, memory, store, listeners).answer();
}

}  // namespace jonbar::serve
