// Backtests and fits, as JSON.

#include <string>
#include <vector>

#include "jonbar/report.h"
#include "report/json_parts.h"

namespace jonbar {

namespace {

const char* name_of(FactGroup group) {
    switch (group) {
        case FactGroup::Leads:
            return "leads";
        case FactGroup::Fate:
            return "fate";
        case FactGroup::Other:
            return "other";
    }
    return "";
}

Json score(const ForecastScore& score) {
    return {{"probability", score.probability},
            {"brier", score.brier},
            {"log_score", score.log_score},
            {"rank", score.rank}};
}

Json forecast(const FactForecast& fact, const std::vector<double>& shares,
              const ForecastScore& scored) {
    if (shares.empty()) return nullptr;
    Json values = Json::object();
    for (std::size_t i = 0; i < shares.size(); ++i) values[fact.values[i]] = shares[i];
    Json made = score(scored);
    made["values"] = values;
    return made;
}

/// An estimate that may be any number.
Json spread(const Estimate& estimate) {
    return {{"value", json_number(estimate.value)},
            {"low", json_number(estimate.low)},
            {"high", json_number(estimate.high)}};
}

template <class Value>
Json optional(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json one_case(const BacktestCase& one) {
    Json facts = Json::array();
    for (const FactForecast& fact : one.facts) {
        Json baselines = Json::object();
        for (const BaselineScore& baseline : fact.baselines)
            baselines[baseline.name] = score(baseline.score);
        facts.push_back({{"text", fact.text},
                         {"place", fact.place},
                         {"group", name_of(fact.group)},
                         {"about", fact.about},
                         {"truth", fact.values[fact.truth]},
                         {"prior", forecast(fact, fact.prior, fact.prior_score)},
                         {"leave_one_out", forecast(fact, fact.fitted, fact.fitted_score)},
                         {"baselines", baselines}});
    }
    return {{"file", one.file},
            {"title", one.title},
            {"histories", one.histories},
            {"conditioned", one.conditioned},
            {"effective", json_number(one.effective)},
            {"contenders", optional(one.contenders)},
            {"lever", optional(one.lever)},
            {"incumbent", optional(one.incumbent)},
            {"facts", facts},
            {"unscored", one.unscored}};
}

Json calibration(const std::vector<CalibrationBin>& bins) {
    Json made = Json::array();
    for (const CalibrationBin& bin : bins) {
        made.push_back({{"from", bin.low},
                        {"to", bin.high},
                        {"count", bin.count},
                        {"came", bin.came},
                        {"mean", bin.mean},
                        {"share", json_estimate(bin.share)}});
    }
    return made;
}

Json one_group(const GroupSummary& group) {
    Json methods = Json::object();
    for (const MethodSummary& method : group.methods) {
        methods[method.name] = {{"cases", method.cases},
                                {"brier", spread(method.brier)},
                                {"log_score", spread(method.log_score)},
                                {"probability", method.probability},
                                {"rank", method.rank > 0 ? Json(method.rank) : Json(nullptr)}};
    }
    Json differences = Json::array();
    for (const MethodDifference& one : group.differences) {
        differences.push_back({{"method", one.method},
                               {"baseline", one.baseline},
                               {"cases", one.cases},
                               {"brier", spread(one.brier)},
                               {"log_score", spread(one.log_score)}});
    }
    return {{"facts", group.facts},
            {"methods", methods},
            {"differences", differences},
            {"calibration",
             {{"prior", calibration(group.prior_calibration)},
              {"leave_one_out", calibration(group.fitted_calibration)}}}};
}

}  // namespace

std::string to_json(const BacktestAnswer& answer) {
    Json cases = Json::array();
    for (const BacktestCase& one : answer.cases) cases.push_back(one_case(one));
    Json groups = Json::object();
    for (const GroupSummary& group : answer.groups) groups[name_of(group.group)] = one_group(group);
    return json_text({{"seed", answer.seed},
                      {"histories", answer.histories},
                      {"leave_one_out", answer.leave_one_out},
                      {"params", answer.params},
                      {"seconds", json_number(answer.seconds)},
                      {"groups", groups},
                      {"cases", cases}});
}

std::string to_json(const FitAnswer& answer) {
    Json params = Json::object();
    for (const FittedParam& param : answer.params) {
        params[param.name] = {{"module", param.module},       {"unit", param.unit},
                              {"score_mean", param.mean},     {"score_sd", param.sd},
                              {"prior", param.prior},         {"posterior", param.posterior},
                              {"written", param.distribution}};
    }
    return json_text({{"files", answer.files},
                      {"seed", answer.seed},
                      {"histories", answer.histories},
                      {"facts", answer.facts},
                      {"unscored", answer.unscored},
                      {"draws", answer.draws},
                      {"effective", json_number(answer.effective)},
                      {"seconds", json_number(answer.seconds)},
                      {"params", params},
                      {"held", answer.held}});
}

}  // namespace jonbar
