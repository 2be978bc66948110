// All questions at once, of one sample.

#include "jonbar/full_report.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "interface/asked_outcome.h"
#include "interface/continued.h"
#include "interface/dated.h"
#include "interface/drawn.h"
#include "interface/findings.h"
#include "interface/given.h"
#include "interface/memory_need.h"
#include "interface/reported_text.h"

namespace jonbar {

namespace {

/// The first outcome that `why` can be asked of; nothing where all are numbers.
std::string first_asked(const Model& model) {
    for (const Outcome& outcome : model.outcomes) {
        if (outcome.kind == OutcomeKind::Truth || outcome.kind == OutcomeKind::Choice)
            return outcome.name;
    }
    return {};
}

class Reporting {
  public:
    Reporting(const std::string& path, const CompileOptions& compile,
              const FullReportOptions& options)
        : options_(options), compile_(compile) {
        base_ = compile_parts(path, compile, found_);
        if (base_ == nullptr) throw_findings(std::move(found_));
        const std::size_t outcome_count = base_->model.outcomes.size() - compile.quantities.size();
        dated_parts_ = *base_;
        dated_ = add_dated(dated_parts_.model, base_->sources, outcome_count, options.maps);
        base_->model.outcomes.resize(outcome_count);
        const std::vector<bool> facts = facts_of(*base_, options.sample.conditioning);
        follows_ =
            !options.sample.prior && std::find(facts.begin(), facts.end(), true) != facts.end();
        ask_which();
    }

    FullReport make() {
        fit_memory();
        const RunOptions run = run_options();
        const HistoryRange range{0, std::max(run.histories, particles())};
        const ContinuedParts continued(*base_, options_.sample, range);
        const Scenario::Parts& parts = continued.parts();
        dated_parts_.imports = parts.imports;
        describe(parts);
        run_prior(run);
        report_.run.continues = continued_by(parts.model);
        Sampled sampled;
        report_.refusal = options_.refusal;
        if (report_.refusal) return std::move(report_);
        if (follows_) follow(parts, run, sampled);
        if (sampled.samples.empty()) sampled = draw_sample(parts, options_.sample);
        ask_of(parts, sampled);
        return std::move(report_);
    }

  private:
    // ---- what is asked

    /// Finds what is asked for, so that a mistake is told before anything is run.
    void ask_which() {
        const Model& model = base_->model;
        const std::string outcome =
            options_.outcome.empty() ? first_asked(model) : options_.outcome;
        why_.sample = sensitivity_.sample = what_if_.sample = options_.sample;
        why_.outcome = sensitivity_.outcome = outcome;
        why_.value = sensitivity_.value = options_.value;
        asks_sensitivity_ = options_.sensitivity && !outcome.empty();
        asks_why_ = options_.why && !outcome.empty() && !model.causes.empty();
        if (!options_.outcome.empty()) check_question(*base_, sensitivity_);
        if (asks_why_) check_question(*base_, why_);
        if (!options_.what_if) return;
        what_if_.names = options_.what_ifs;
        for (const WhatIf& what_if : model.what_ifs) {
            if (options_.what_ifs.empty() && what_if_.names.size() < kWhatIfsShown)
                what_if_.names.push_back(what_if.name);
        }
        if (!what_if_.names.empty()) check_question(*base_, what_if_);
    }

    /// Takes as many threads as each question may have. One question follows the other.
    void fit_memory() {
        RunOptions run = run_options();
        if (follows_) run.given = options_.sample.conditioning;
        std::vector<MemoryNeed> needs = {need_of(dated_parts_, run)};
        if (asks_why_) needs.push_back(need_of(*base_, why_));
        if (asks_sensitivity_) needs.push_back(need_of(*base_, sensitivity_));
        if (!what_if_.names.empty()) needs.push_back(need_of(*base_, what_if_));
        for (const MemoryNeed& need : needs) jonbar::fit_memory(need, options_.sample);
        why_.sample.threads = sensitivity_.sample.threads = what_if_.sample.threads =
            options_.sample.threads;
    }

    [[nodiscard]] std::uint64_t particles() const {
        const inference::ConditionOptions as = condition_options(options_.sample.conditioning);
        return as.islands * as.island.size;
    }

    [[nodiscard]] RunOptions run_options() const {
        RunOptions run;
        run.histories = options_.histories;
        run.seed = options_.sample.seed;
        run.threads = options_.sample.threads;
        run.chunk_lanes = options_.sample.chunk_lanes;
        run.continuing = options_.sample.conditioning;
        run.stop = options_.sample.stop;
        run.memory = options_.sample.memory;
        run.journal = options_.sample.journal;
        return run;
    }

    [[nodiscard]] std::function<void(std::uint64_t, std::uint64_t)> told_as(
        const std::string& what) const {
        if (!options_.sample.progress) return {};
        return [tell = options_.sample.progress, what](std::uint64_t done, std::uint64_t all) {
            tell(what, done, all);
        };
    }

    // ---- answers

    void describe(const Scenario::Parts& parts) {
        const Calendar& calendar = parts.model.calendar;
        report_.version = JONBAR_VERSION;
        report_.title = parts.model.title;
        report_.file = parts.path;
        report_.command = options_.command;
        report_.unit = unit_name(calendar.unit);
        report_.first = calendar.format(calendar.first_tick);
        report_.last = calendar.format(calendar.tick_of_step(calendar.step_count - 1));
        report_.sample = options_.sample;
        report_.settings = compile_.settings;
        report_.warnings = found_;
        Evidenced evidenced = evidence_in_full(parts.path, compile_, options_.documents);
        report_.evidence = std::move(evidenced.answer);
        report_.texts = std::move(evidenced.texts);
        report_.record = record_items(parts);
        report_.quantities = dated_.quantities;
        report_.maps = dated_.maps;
    }

    /// Runs histories without the record, whose numbers by date stand behind their outcomes.
    void run_prior(RunOptions run) {
        run.progress = told_as("histories without the record");
        PriorRun all;
        report_.run = run_without_record(dated_parts_, run, follows_ ? &all : nullptr);
        if (report_.run.partial) throw StoppedError("stopped before all histories were run");
        std::vector<OutcomeAnswer>& outcomes = report_.run.outcomes;
        const std::size_t kept = outcomes.size() - dated_.columns;
        prior_.assign(std::make_move_iterator(outcomes.begin() + static_cast<std::ptrdiff_t>(kept)),
                      std::make_move_iterator(outcomes.end()));
        outcomes.resize(kept);
        if (all.histories > 0) {
            const auto dated = all.answers.begin() + static_cast<std::ptrdiff_t>(kept);
            all.answers.erase(dated, dated + static_cast<std::ptrdiff_t>(dated_.columns));
            prior_run_ = std::move(all);
        }
        report_.run.settings = compile_.settings;
        const auto column = [&](std::size_t at) -> std::pair<double, std::array<double, 5>> {
            const OutcomeAnswer& answer = prior_[at];
            const bool truth = answer.kind == AnswerKind::Truth;
            std::array<double, 5> quantiles{};
            const double share = truth ? answer.values[0].share.value : 0;
            for (std::size_t i = 0; i < quantiles.size(); ++i) {
                quantiles[i] = !truth                      ? answer.quantiles[i].value
                               : 1 - share < kQuantiles[i] ? 1
                                                           : 0;
            }
            return {truth ? share : answer.mean.value, quantiles};
        };
        add_world(follows_ ? "without the record" : "as it was", "", column);
        if (!follows_) add_maps(column);
    }

    /// Conditions on the record and keeps a sample.
    void follow(const Scenario::Parts& parts, RunOptions run, Sampled& sampled) {
        run.progress = told_as("islands under the record");
        run.given = options_.sample.conditioning;
        report_.given =
            run_given(parts, run, {&sampled, options_.sample.histories, std::move(prior_run_)});
        if (report_.given->partial) throw StoppedError("stopped before all islands were run");
        report_.given->settings = compile_.settings;
        report_.given->continues = continued_by(parts.model);
        add_probabilities(parts, *report_.given, report_.record);
    }

    void ask_of(const Scenario::Parts& parts, const Sampled& sampled) {
        if (follows_ || !what_if_.names.empty()) {
            std::optional<SeriesFold> folded;
            WhatIfAnswers answers = ask(dated_parts_, what_if_, sampled, {dated_.columns, &folded});
            if (answers.partial) throw StoppedError("stopped before the altered worlds were run");
            add_worlds(answers, *folded);
            answers.settings = compile_.settings;
            if (!what_if_.names.empty()) report_.what_if = std::move(answers);
        }
        if (asks_why_) report_.why = ask(parts, why_, sampled);
        if (asks_sensitivity_) report_.sensitivity = ask(parts, sensitivity_, sampled);
    }

    // ---- numbers by date

    /// Adds a world to all quantities; `column(i)` is the mean and the quantiles of a column.
    template <typename Column>
    void add_world(const std::string& name, const std::string& what_if, const Column& column,
                   bool first = false) {
        std::size_t at = 0;
        for (QuantityAnswer& quantity : report_.quantities) {
            DatedWorld world{name, what_if, {}, {}};
            for (std::size_t date = 0; date < quantity.dates.size(); ++date) {
                const auto [mean, quantiles] = column(at++);
                world.mean.push_back(mean);
                for (std::size_t i = 0; i < quantiles.size(); ++i)
                    world.quantiles[i].push_back(quantiles[i]);
            }
            quantity.worlds.insert(first ? quantity.worlds.begin() : quantity.worlds.end(),
                                   std::move(world));
        }
    }

    template <typename Column>
    void add_maps(const Column& column) {
        std::size_t at = 0;
        for (const QuantityAnswer& quantity : report_.quantities) at += quantity.dates.size();
        for (MapAnswer& map : report_.maps) {
            const std::size_t count = map.members.size();
            map.together.assign(map.years.size(), std::vector<std::vector<double>>(
                                                      count, std::vector<double>(count, 1)));
            for (auto& year : map.together) {
                for (std::size_t i = 0; i < count; ++i) {
                    for (std::size_t j = 0; j < count; ++j) {
                        if (i != j) year[i][j] = column(at++).first;
                    }
                }
            }
        }
    }

    /// The actual world of the sample stands first, then what-ifs, then what was without the
    /// record.
    void add_worlds(const WhatIfAnswers& answers, const SeriesFold& folded) {
        const auto of_world = [&](std::size_t world) {
            return [&folded, world](std::size_t at) -> std::pair<double, std::array<double, 5>> {
                const WeighedNumbers& numbers = folded.at(world, at);
                std::array<double, 5> quantiles{};
                for (std::size_t i = 0; i < quantiles.size(); ++i)
                    quantiles[i] = numbers.quantile(kQuantiles[i]);
                return {numbers.mean(), quantiles};
            };
        };
        if (!follows_) {
            for (QuantityAnswer& quantity : report_.quantities) quantity.worlds.clear();
        }
        for (std::size_t i = answers.what_ifs.size(); i > 0; --i) {
            const WhatIfAnswer& what_if = answers.what_ifs[i - 1];
            add_world(what_if.label.empty() ? what_if.name : what_if.label, what_if.name,
                      of_world(i), true);
        }
        add_world("as it was", "", of_world(0), true);
        add_maps(of_world(0));
    }

    FullReportOptions options_;
    const CompileOptions& compile_;
    std::vector<Finding> found_;
    std::unique_ptr<Scenario::Parts> base_;
    Scenario::Parts dated_parts_;  // with what is asked by date behind its outcomes
    Dated dated_;
    bool follows_ = false;  // the record
    bool asks_why_ = false, asks_sensitivity_ = false;
    WhatIfOptions what_if_;
    WhyOptions why_;
    SensitivityOptions sensitivity_;
    std::vector<OutcomeAnswer> prior_;  // by date
    std::optional<PriorRun> prior_run_;
    FullReport report_;
};

}  // namespace

FullReport full_report(const std::string& path, const CompileOptions& compile,
                       const FullReportOptions& options) {
    return Reporting(path, compile, options).make();
}

}  // namespace jonbar
