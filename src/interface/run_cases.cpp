#include "interface/run_cases.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace jonbar {

namespace {

/// Fits each case's facts; what a case gives does not depend on the worker that fits it.
std::vector<CaseLikelihood> fit_facts(const Cases& cases, const CasesRun& run,
                                      const BacktestOptions& options) {
    std::vector<CaseLikelihood> made(cases.all.size());
    std::atomic<std::size_t> next = 0;
    std::mutex telling;
    std::size_t done = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < made.size(); i = next++) {
            if (options.stop != nullptr && *options.stop) return;
            std::vector<const CaseHistories*> histories = {&run.histories[i]};
            if (!run.drawn.empty() && !run.histories[i].conditioned)
                histories.push_back(&run.drawn[i]);
            made[i] = likelihood_of(cases.all[i], histories);
            const std::lock_guard<std::mutex> lock(telling);
            ++done;
            if (options.progress) options.progress("fitting facts", done, made.size());
        }
    };
    const unsigned wanted = options.threads > 0 ? static_cast<unsigned>(options.threads)
                                                : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> workers;
    for (unsigned i = 1; i < std::min<std::size_t>(wanted, made.size()); ++i)
        workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
    if (options.stop != nullptr && *options.stop)
        throw StoppedError("stopped before all facts were fitted");
    return made;
}

}  // namespace

CasesRun run_cases(const Cases& cases, const BacktestOptions& options, bool fitted) {
    CasesRun run;
    const auto tell = [&](const std::string& what, std::size_t done) {
        if (options.progress) options.progress(what, done, cases.all.size());
    };
    run.scores = std::make_unique<const Table>(
        prior_scores(cases.params, options.seed, fitted ? options.histories : 0));
    for (const Case& one : cases.all) {
        tell("running cases", run.histories.size());
        run.histories.push_back(run_case(one, cases.params, options, *run.scores));
    }
    if (!fitted) return run;
    run.likelihoods = fit_facts(cases, run, options);
    std::vector<const CaseLikelihood*> all;
    for (const CaseLikelihood& one : run.likelihoods) all.push_back(&one);
    run.drawn_scores = std::make_unique<const Table>(
        draw_at(mode_of(cases.params.fitted.size(), all), *run.scores).scores);
    for (std::size_t i = 0; i < cases.all.size(); ++i) {
        tell("running cases where they point", i);
        run.drawn.push_back(run.histories[i].conditioned ? CaseHistories{}
                                                         : run_case_at(cases.all[i], cases.params,
                                                                       options, *run.drawn_scores));
    }
    run.likelihoods = fit_facts(cases, run, options);
    return run;
}

}  // namespace jonbar
