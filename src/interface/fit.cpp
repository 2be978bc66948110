#include <fmt/format.h>

#include <cmath>

#include "interface/run_cases.h"
#include "math/functions_inl.h"
#include "model/points.h"

namespace jonbar {

namespace {

constexpr double kNormal95 = 1.6448536269514722;

/// Prints a number to six significant digits, without an exponent.
std::string plain(double value) {
    int decimals = 5;
    for (double size = std::abs(value); size < 1 && size > 0 && decimals < 40; size *= 10)
        ++decimals;
    for (double size = std::abs(value); size >= 10 && decimals > 0; size /= 10) --decimals;
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

/// The points of a param at given normal scores.
std::array<double, 3> points_of(const SharedParam& param, double mean, double sd) {
    std::array<double, 3> points{};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double score = mean + (static_cast<double>(i) - 1) * kNormal95 * sd;
        points[i] = math::quantile(math_family(param.distribution), math::normal_cdf(score),
                                   param.parameters);
    }
    return points;
}

/// The prior that a file gives a param whose score is normal(mean, sd). Normal, lognormal and
/// uniform are exact; others the family of the same kind with the same 5 and 95 % points.
std::string distribution_of(const SharedParam& param, double mean, double sd) {
    const std::array<double, 3> points = points_of(param, mean, sd);
    const std::string unit = param.unit.empty() ? "" : fmt::format(" [{}]", param.unit);
    const std::string between = fmt::format("{} to {}{}", plain(points[0]), plain(points[2]), unit);
    const auto fits = [&](Distribution family) {
        return solve_points(family, points[0], points[2]).failure.empty();
    };
    switch (param.distribution) {
        case Distribution::Normal:
            return "~ normal " + between;
        case Distribution::LogNormal:
            return "~ lognormal " + between;
        case Distribution::Beta:
            if (fits(Distribution::Beta)) return "~ beta " + between;
            return "~ normal " + between;
        case Distribution::Uniform:
            return fmt::format(
                "= {} + {} * normal_cdf(draw normal({}, {}))", plain(param.parameters[0]),
                plain(param.parameters[1] - param.parameters[0]), plain(mean), plain(sd));
        case Distribution::Gamma:
        case Distribution::HalfNormal:
        case Distribution::Exponential:
        case Distribution::Triangular:
        case Distribution::Bernoulli:
        case Distribution::Binomial:
        case Distribution::Poisson:
            break;
    }
    return (fits(Distribution::Gamma) ? "~ gamma " : "~ lognormal ") + between;
}

}  // namespace

FitAnswer fit(const std::vector<std::string>& files, const BacktestOptions& options) {
    const Cases cases = load_cases(files, options.compile);
    if (cases.params.fitted.empty()) {
        throw QuestionError(
            "there is nothing to fit: the cases use no module that draws params; a case's own "
            "params stay as they are");
    }
    const CasesRun run = run_cases(cases, options, true);
    std::vector<const CaseLikelihood*> all;
    for (const CaseLikelihood& one : run.likelihoods) all.push_back(&one);
    const ScorePosterior posterior = posterior_of(cases.params.fitted.size(), all, options.seed);

    FitAnswer answer;
    answer.version = JONBAR_VERSION;
    answer.files = files;
    answer.held = cases.params.held;
    answer.seed = options.seed;
    answer.histories = options.histories;
    answer.draws = posterior.draws;
    answer.effective = posterior.effective;
    answer.threads = options.threads;
    for (const Case& one : cases.all) {
        answer.facts += one.end.facts.size();
        answer.unscored.insert(answer.unscored.end(), one.end.unscored.begin(),
                               one.end.unscored.end());
    }
    for (std::size_t i = 0; i < cases.params.fitted.size(); ++i) {
        const SharedParam& param = cases.params.fitted[i];
        FittedParam fitted;
        fitted.name = param.name;
        fitted.module = param.module;
        fitted.member = param.member;
        fitted.mean = posterior.mean[i];
        fitted.sd = posterior.sd[i];
        fitted.prior = points_of(param, 0, 1);
        fitted.posterior = points_of(param, fitted.mean, fitted.sd);
        fitted.type = param.type;
        fitted.unit = param.unit;
        fitted.distribution = distribution_of(param, fitted.mean, fitted.sd);
        answer.params.push_back(std::move(fitted));
    }
    return answer;
}

}  // namespace jonbar
