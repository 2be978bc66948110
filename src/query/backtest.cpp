#include "query/backtest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/siphash.h"
#include "math/functions_inl.h"
#include "math/philox.h"
#include "query/forecast.h"
#include "query/intervals.h"

namespace jonbar {

namespace {

constexpr std::uint64_t kResamplings = 4000;
constexpr std::array<const char*, 4> kBaselines = {"uniform", "lever", "incumbent", "frequency"};

// ---- baselines

/// The man that a point baseline names in a case, if it names one.
using Named = std::optional<std::string> BacktestCase::*;

const FactForecast* leadership(const BacktestCase& one) {
    for (const FactForecast& fact : one.facts) {
        if (fact.group == FactGroup::Leads) return &fact;
    }
    return nullptr;
}

/// The value as the baselines write it: nobody is "".
std::string led(const FactForecast& fact) {
    return fact.truth + 1 == fact.values.size() ? "" : fact.values[fact.truth];
}

/// How many values a baseline shares out: each contender, and nobody.
std::size_t value_count(const BacktestCase& one) {
    const double contenders = one.contenders.value_or(0);
    return static_cast<std::size_t>(std::max(std::round(contenders), 1.0)) + 1;
}

/// How often the man named led, in all cases but one, with one hit and one miss added.
double hit_rate(const std::vector<BacktestCase>& cases, const BacktestCase& left_out, Named named) {
    double hits = 1;
    double all = 2;
    for (const BacktestCase& one : cases) {
        const FactForecast* fact = leadership(one);
        if (&one == &left_out || fact == nullptr || !(one.*named)) continue;
        ++all;
        if (*(one.*named) == led(*fact)) ++hits;
    }
    return hits / all;
}

void add_leaders(const std::vector<BacktestCase>& cases, const BacktestCase& one,
                 FactForecast& fact) {
    if (one.contenders) {
        const std::size_t values = value_count(one);
        const auto alike = 1 / static_cast<double>(values);
        fact.baselines.push_back({kBaselines[0], point_score(values, alike, true)});
    }
    const std::array<Named, 2> named = {&BacktestCase::lever, &BacktestCase::incumbent};
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (!one.contenders || !(one.*named[i])) continue;
        fact.baselines.push_back(
            {kBaselines[i + 1], point_score(value_count(one), hit_rate(cases, one, named[i]),
                                            *(one.*named[i]) == led(fact))});
    }
}

/// How often each value came in the facts of the same domain in all cases but one.
std::vector<double> frequencies(const std::vector<BacktestCase>& cases,
                                const BacktestCase& left_out, const FactForecast& fact) {
    std::vector<double> counts(fact.values.size(), 1);
    auto all = static_cast<double>(counts.size());
    for (const BacktestCase& one : cases) {
        if (&one == &left_out) continue;
        for (const FactForecast& other : one.facts) {
            if (other.group != fact.group || other.about != fact.about) continue;
            const auto found =
                std::find(fact.values.begin(), fact.values.end(), other.values[other.truth]);
            if (found == fact.values.end()) continue;
            ++counts[static_cast<std::size_t>(found - fact.values.begin())];
            ++all;
        }
    }
    for (double& count : counts) count /= all;
    return counts;
}

void add_fates(const std::vector<BacktestCase>& cases, const BacktestCase& one,
               FactForecast& fact) {
    const std::vector<double> alike(fact.values.size(),
                                    1 / static_cast<double>(fact.values.size()));
    fact.baselines.push_back({kBaselines[0], score_of(alike, fact.truth)});
    if (fact.group != FactGroup::Fate) return;
    fact.baselines.push_back({kBaselines[3], score_of(frequencies(cases, one, fact), fact.truth)});
}

// ---- means over cases

/// One case's mean scores by one method, over its facts of a group.
struct CaseScore {
    bool there = false;
    double brier = 0, log_score = 0, rank = 0;
};

using Method = std::function<const ForecastScore*(const FactForecast&)>;

CaseScore case_score(const BacktestCase& one, FactGroup group, const Method& method) {
    CaseScore mean;
    double count = 0;
    for (const FactForecast& fact : one.facts) {
        if (fact.group != group) continue;
        const ForecastScore* score = method(fact);
        if (score == nullptr) return {};
        ++count;
        mean.brier += score->brier;
        mean.log_score += score->log_score;
        mean.rank += score->rank;
    }
    if (count == 0) return {};
    mean.there = true;
    mean.brier /= count;
    mean.log_score /= count;
    mean.rank /= count;
    return mean;
}

/// The mean of some numbers, each of a case, with the interval of resampled cases.
Estimate resampled_mean(std::span<const double> numbers, std::uint64_t seed) {
    const std::uint64_t key = base::site_key(seed, "backtest/cases");
    const auto count = static_cast<double>(numbers.size());
    Estimate estimate;
    for (const double number : numbers) estimate.value += number;
    estimate.value /= count;
    std::vector<double> means;
    for (std::uint64_t draw = 0; draw < kResamplings; ++draw) {
        double sum = 0;
        for (std::uint32_t place = 0; place < numbers.size(); ++place) {
            const double u = math::noise_uniform({key, place, 0}, draw);
            sum += numbers[std::min(static_cast<std::size_t>(u * count), numbers.size() - 1)];
        }
        means.push_back(sum / count);
    }
    std::sort(means.begin(), means.end());
    estimate.low = means[quantile_rank(0.025, kResamplings)];
    estimate.high = means[quantile_rank(0.975, kResamplings)];
    return estimate;
}

struct NamedMethod {
    std::string name;
    bool baseline = false;
    std::vector<CaseScore> scores;  // by case
};

std::vector<NamedMethod> methods_of(const std::vector<BacktestCase>& cases, FactGroup group) {
    std::vector<NamedMethod> methods;
    const auto add = [&](const std::string& name, bool baseline, const Method& method) {
        NamedMethod made{name, baseline, {}};
        for (const BacktestCase& one : cases) made.scores.push_back(case_score(one, group, method));
        const bool any = std::any_of(made.scores.begin(), made.scores.end(),
                                     [](const CaseScore& score) { return score.there; });
        if (any) methods.push_back(std::move(made));
    };
    add("prior", false, [](const FactForecast& fact) { return &fact.prior_score; });
    add("leave-one-out", false, [](const FactForecast& fact) {
        return fact.fitted.empty() ? nullptr : &fact.fitted_score;
    });
    for (const char* name : kBaselines) {
        add(name, true, [name](const FactForecast& fact) -> const ForecastScore* {
            for (const BaselineScore& baseline : fact.baselines) {
                if (baseline.name == name) return &baseline.score;
            }
            return nullptr;
        });
    }
    return methods;
}

MethodSummary summary_of(const NamedMethod& method, std::uint64_t seed) {
    MethodSummary summary;
    summary.name = method.name;
    std::vector<double> brier;
    std::vector<double> log_score;
    for (const CaseScore& score : method.scores) {
        if (!score.there) continue;
        brier.push_back(score.brier);
        log_score.push_back(score.log_score);
        if (!method.baseline) summary.rank += score.rank;
    }
    summary.cases = brier.size();
    summary.rank /= static_cast<double>(summary.cases);
    summary.brier = resampled_mean(brier, seed);
    summary.log_score = resampled_mean(log_score, seed);
    summary.probability = math::exp(-summary.log_score.value);
    return summary;
}

std::optional<MethodDifference> difference_of(const NamedMethod& method,
                                              const NamedMethod& baseline, std::uint64_t seed) {
    std::vector<double> brier;
    std::vector<double> log_score;
    for (std::size_t i = 0; i < method.scores.size(); ++i) {
        if (!method.scores[i].there || !baseline.scores[i].there) continue;
        brier.push_back(method.scores[i].brier - baseline.scores[i].brier);
        log_score.push_back(method.scores[i].log_score - baseline.scores[i].log_score);
    }
    if (brier.empty()) return std::nullopt;
    return MethodDifference{method.name, baseline.name, brier.size(), resampled_mean(brier, seed),
                            resampled_mean(log_score, seed)};
}

std::vector<CalibrationBin> calibration_of(const std::vector<BacktestCase>& cases, FactGroup group,
                                           std::vector<double> FactForecast::*forecast) {
    Calibration calibration;
    for (const BacktestCase& one : cases) {
        for (const FactForecast& fact : one.facts) {
            if (fact.group != group) continue;
            const std::vector<double>& values = fact.*forecast;
            // Of what comes or does not, the second value says no more than the first.
            const std::size_t told =
                group == FactGroup::Other ? std::min<std::size_t>(values.size(), 1) : values.size();
            for (std::size_t i = 0; i < told; ++i) calibration.add(values[i], i == fact.truth);
        }
    }
    return calibration.bins();
}

}  // namespace

void add_baselines(std::vector<BacktestCase>& cases) {
    for (BacktestCase& one : cases) {
        for (FactForecast& fact : one.facts) {
            fact.baselines.clear();
            if (fact.group == FactGroup::Leads) {
                add_leaders(cases, one, fact);
            } else {
                add_fates(cases, one, fact);
            }
        }
    }
}

std::vector<GroupSummary> summarise(const std::vector<BacktestCase>& cases, std::uint64_t seed) {
    std::vector<GroupSummary> groups;
    for (const FactGroup group : {FactGroup::Leads, FactGroup::Fate, FactGroup::Other}) {
        GroupSummary summary;
        summary.group = group;
        for (const BacktestCase& one : cases) {
            for (const FactForecast& fact : one.facts) summary.facts += fact.group == group ? 1 : 0;
        }
        if (summary.facts == 0) continue;
        const std::vector<NamedMethod> methods = methods_of(cases, group);
        for (const NamedMethod& method : methods)
            summary.methods.push_back(summary_of(method, seed));
        for (const NamedMethod& method : methods) {
            for (const NamedMethod& baseline : methods) {
                const bool fit_of_prior = baseline.name == "prior" && method.name != baseline.name;
                if (method.baseline || !(baseline.baseline || fit_of_prior)) continue;
                if (auto found = difference_of(method, baseline, seed))
                    summary.differences.push_back(std::move(*found));
            }
        }
        summary.prior_calibration = calibration_of(cases, group, &FactForecast::prior);
        summary.fitted_calibration = calibration_of(cases, group, &FactForecast::fitted);
        groups.push_back(std::move(summary));
    }
    return groups;
}

}  // namespace jonbar
