#include "query/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "interface/run_cases.h"
#include "math/functions_inl.h"
#include "query/forecast.h"

namespace jonbar {

namespace {

/// Returns the value that most histories give an outcome, if it is of who leads; nobody is "".
std::optional<std::string> named_by(const Case& one, const CaseHistories& histories,
                                    std::optional<std::size_t> outcome) {
    if (!outcome) return std::nullopt;
    const Model& model = one.parts->model;
    const auto& members =
        model.at(model.at(model.outcomes[*outcome].expression).type.domain).members;
    std::vector<double> shares(members.size() + 1);
    const std::vector<double>& values = histories.outcomes[*outcome];
    for (std::size_t i = 0; i < values.size(); ++i) {
        shares[values[i] < 0 ? members.size() : static_cast<std::size_t>(values[i])] +=
            histories.weights[i];
    }
    const auto most = std::max_element(shares.begin(), shares.end()) - shares.begin();
    const auto place = static_cast<std::size_t>(most);
    return place == members.size() ? "" : members[place].name;
}

double mean_of(const CaseHistories& histories, std::size_t outcome) {
    double sum = 0;
    for (std::size_t i = 0; i < histories.weights.size(); ++i)
        sum += histories.weights[i] * histories.outcomes[outcome][i];
    return sum / histories.effective;
}

std::vector<double> forecast_of(const HiddenFact& fact, const CaseHistories& histories,
                                const std::vector<double>& weights, double effective) {
    return smoothed(shares_of(fact, histories, weights), effective);
}

/// Foretells a case by the prior.
BacktestCase foretell(const Case& one, const CaseHistories& histories) {
    BacktestCase made;
    made.file = one.parts->path;
    made.title = one.parts->model.title;
    made.histories = histories.weights.size();
    made.conditioned = histories.conditioned;
    made.effective = histories.effective;
    made.unscored = one.end.unscored;
    if (one.end.contenders) made.contenders = mean_of(histories, *one.end.contenders);
    made.lever = named_by(one, histories, one.end.lever);
    made.incumbent = named_by(one, histories, one.end.incumbent);
    for (const HiddenFact& fact : one.end.facts) {
        FactForecast forecast;
        forecast.text = fact.text;
        forecast.place = fact.place;
        forecast.group = fact.group;
        forecast.about = fact.about;
        forecast.values = fact.values;
        forecast.labels = fact.labels;
        forecast.truth = fact.truth;
        forecast.prior = forecast_of(fact, histories, histories.weights, histories.effective);
        forecast.prior_score = score_of(forecast.prior, fact.truth);
        made.facts.push_back(std::move(forecast));
    }
    return made;
}

std::vector<double> logs_of(const std::vector<double>& weights) {
    std::vector<double> logs;
    for (const double weight : weights) logs.push_back(math::log(weight));
    return logs;
}

/// Foretells a case's facts by its histories under weights of sum 1.
void foretell_by(const Case& one, const CaseHistories& histories,
                 const std::vector<double>& weights, BacktestCase& made) {
    // Where histories share ancestors, so do those that are left.
    made.effective =
        effective_size(weights) * histories.effective / static_cast<double>(weights.size());
    for (std::size_t i = 0; i < made.facts.size(); ++i) {
        FactForecast& forecast = made.facts[i];
        forecast.fitted = forecast_of(one.end.facts[i], histories, weights, made.effective);
        forecast.fitted_score = score_of(forecast.fitted, forecast.truth);
    }
}

/// Foretells each case anew: by params fitted to all the others.
void foretell_left_out(const Cases& cases, const CasesRun& run, const BacktestOptions& options,
                       std::vector<BacktestCase>& made) {
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (options.progress) options.progress("foretelling each by the others", i, made.size());
        std::vector<const CaseLikelihood*> others;
        for (std::size_t j = 0; j < made.size(); ++j) {
            if (j != i) others.push_back(&run.likelihoods[j]);
        }
        const CaseHistories& prior = run.histories[i];
        if (prior.conditioned) {
            foretell_by(cases.all[i], prior,
                        reweighed(prior.scores(), logs_of(prior.weights), others), made[i]);
            continue;
        }
        const DrawnScores drawn = draw_at(mode_of(cases.params.fitted.size(), others), *run.scores);
        foretell_by(cases.all[i], run_case_at(cases.all[i], cases.params, options, drawn.scores),
                    reweighed(drawn.scores, drawn.log_weights, others), made[i]);
    }
}

}  // namespace

std::vector<std::string> cases_in(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".jon" && entry.is_regular_file() &&
            !is_module_file(entry.path().string())) {
            files.push_back(entry.path().string());
        }
    }
    if (files.empty())
        throw QuestionError(fmt::format("there is no scenario (*.jon) in {}", folder));
    std::sort(files.begin(), files.end());
    return files;
}

BacktestAnswer backtest(const std::vector<std::string>& files, const BacktestOptions& options) {
    const Cases cases = load_cases(files, options.compile);
    const bool fitted =
        options.leave_one_out && cases.all.size() > 1 && !cases.params.fitted.empty();
    const CasesRun run = run_cases(cases, options, fitted);
    BacktestAnswer answer;
    for (std::size_t i = 0; i < cases.all.size(); ++i)
        answer.cases.push_back(foretell(cases.all[i], run.histories[i]));
    if (fitted) foretell_left_out(cases, run, options, answer.cases);
    add_baselines(answer.cases);
    answer.groups = summarise(answer.cases, options.seed);
    answer.seed = options.seed;
    answer.histories = options.histories;
    answer.leave_one_out = fitted;
    answer.params = fitted ? cases.params.fitted.size() : 0;
    answer.threads = options.threads;
    return answer;
}

}  // namespace jonbar
