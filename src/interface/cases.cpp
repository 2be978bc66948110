#include "interface/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/siphash.h"
#include "interface/findings.h"
#include "interface/sampling.h"
#include "math/functions_inl.h"
#include "math/philox.h"
#include "model/fold.h"
#include "model/instances.h"
#include "model/site_name.h"

namespace jonbar {

namespace {

bool is_param(const State& state) {
    return state.role == StateRole::Param || state.role == StateRole::Strength;
}

std::string type_text(const State& state) {
    if (!state.low || !state.high) return "real";
    return fmt::format("real in {}..{}", *state.low, *state.high);
}

/// Reads a cell as a shared param; nothing where its prior is none of known parameters.
std::optional<SharedParam> read_param(const Model& model, const State& state, std::uint32_t cell) {
    const Cell& drawn = state.cells[cell];
    if (!drawn.initial.exists() || state.type.base != BaseType::Real || state.type.set)
        return std::nullopt;
    const Expression& draw = model.at(drawn.initial);
    if (draw.kind != ExpressionKind::Draw || !draw.site.exists() ||
        draw.distribution == Distribution::Triangular) {
        return std::nullopt;
    }
    SharedParam param;
    for (std::size_t i = 0; i < draw.args.size(); ++i) {
        const std::optional<double> value = fold(model, draw.args[i], drawn.bindings);
        if (!value) return std::nullopt;
        param.parameters[i] = *value;
    }
    param.site = site_name(model, model.at(draw.site), drawn.bindings);
    param.name = state.name;
    param.module = state.module;
    param.distribution = draw.distribution;
    param.type = type_text(state);
    param.unit = state.unit;
    param.member = !state.indices.empty();
    const Tuple tuple = cell_tuple(model, state, cell);
    for (std::size_t i = 0; i < tuple.size(); ++i) {
        param.name += (i == 0 ? "(" : ", ") + model.at(state.indices[i]).members[tuple[i]].name;
    }
    if (param.member) param.name += ")";
    return param;
}

/// What is drawn of a module's params in one case.
struct CaseParams {
    std::vector<SharedParam> known;
    std::vector<std::string> other;
};

/// Tells whether a name is that of a module's file; if not, it is that of an instance of its own,
/// which no other scenario can name.
bool names_a_file(const SourceSet& sources, const std::string& module) {
    std::string path = module + ".jon";
    std::string nested = module;
    std::replace(nested.begin(), nested.end(), '.', '/');
    nested += ".jon";
    for (std::uint32_t i = 0; i < sources.count(); ++i) {
        const std::string whole = "/" + sources.file(FileId(i)).path;
        for (const std::string& ending : {"/" + path, "/" + nested}) {
            if (whole.size() >= ending.size() &&
                whole.compare(whole.size() - ending.size(), ending.size(), ending) == 0) {
                return true;
            }
        }
    }
    return false;
}

CaseParams params_of(const Scenario::Parts& parts) {
    const Model& model = parts.model;
    CaseParams found;
    for (const State& state : model.states) {
        if (!is_param(state) || state.module.empty()) continue;
        for (std::uint32_t cell = 0; cell < state.cells.size(); ++cell) {
            const ExpressionId initial = state.cells[cell].initial;
            if (!initial.exists() || fold(model, initial, state.cells[cell].bindings)) continue;
            auto param = read_param(model, state, cell);
            if (param && names_a_file(parts.sources, state.module)) {
                found.known.push_back(std::move(*param));
            } else if (std::find(found.other.begin(), found.other.end(), state.name) ==
                       found.other.end()) {
                found.other.push_back(state.name);
            }
        }
    }
    return found;
}

/// Brings the cases' params together: the same name and the same prior in all that have it.
SharedParams shared_params(const std::vector<CaseParams>& cases) {
    SharedParams shared;
    const auto hold = [&](const std::string& name) {
        if (std::find(shared.held.begin(), shared.held.end(), name) == shared.held.end())
            shared.held.push_back(name);
    };
    for (const CaseParams& one : cases) {
        for (const std::string& name : one.other) hold(name);
        for (const SharedParam& param : one.known) {
            const auto same_site = [&](const SharedParam& other) {
                return other.site == param.site;
            };
            const auto known = std::find_if(shared.fitted.begin(), shared.fitted.end(), same_site);
            if (known == shared.fitted.end()) {
                shared.fitted.push_back(param);
            } else if (!(*known == param)) {
                hold(param.name);
            }
        }
    }
    const auto differs = [&](const SharedParam& param) {
        return std::find(shared.held.begin(), shared.held.end(), param.name) != shared.held.end();
    };
    shared.fitted.erase(std::remove_if(shared.fitted.begin(), shared.fitted.end(), differs),
                        shared.fitted.end());
    return shared;
}

std::vector<std::size_t> places_of(const CaseParams& of, const SharedParams& params) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < params.fitted.size(); ++i) {
        if (std::find(of.known.begin(), of.known.end(), params.fitted[i]) != of.known.end())
            places.push_back(i);
    }
    return places;
}

/// Histories of the prior, each with the noise of its own number.
void run_forward(const Case& one, const BacktestOptions& options, CaseHistories& made) {
    const program::Program program = one.parts->lower({.tallies = false});
    engine::EnsembleOptions ensemble;
    ensemble.histories = options.histories;
    ensemble.seed = options.seed;
    ensemble.threads = static_cast<std::size_t>(options.threads);
    ensemble.stop = options.stop;
    made.outcomes.assign(program.outcomes.size(), std::vector<double>(options.histories));
    const auto listen = [&](std::size_t, engine::Workspace& chunk) {
        for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
            for (std::size_t lane = 0; lane < chunk.history_count(); ++lane) {
                made.outcomes[i][chunk.first_history() + lane] =
                    chunk.value(program.outcomes[i].column, lane);
            }
        }
    };
    const engine::EnsembleResult result = engine::run_ensemble(program, ensemble, listen);
    if (result.fault) one.parts->fail_run(program, *result.fault, options.seed);
    if (result.partial) throw StoppedError("stopped before all cases were run");
    made.weights.assign(options.histories, 1);
    made.effective = static_cast<double>(options.histories);
}

/// Runs histories again for what is asked of them.
void replay(const Case& one, const Sampled& sampled, const SampleOptions& options,
            CaseHistories& made) {
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = sampled.facts;
    const program::Program program = one.parts->lower(lowered);
    const engine::BoundProgram bound(program, options.seed);
    const std::vector<std::size_t> first = first_histories(sampled);
    made.outcomes.assign(program.outcomes.size(), std::vector<double>(sampled.histories));
    std::vector<program::Operand> columns;
    for (const program::OutcomeColumn& outcome : program.outcomes)
        columns.push_back(outcome.column);
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = sampled.program,
        .samples = sampled.samples,
        .columns = columns,
        .choose = [](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>&) {},
        .listen =
            [&](std::size_t, const inference::HistoryInWorlds& history) {
                for (std::size_t i = 0; i < history.actual.size(); ++i) {
                    made.outcomes[i][first[history.sample] + history.particle] = history.actual[i];
                }
            }};
    const inference::WorldsResult result =
        inference::run_worlds(request, worlds_options(options, "", sampled.histories));
    throw_if_stopped(*one.parts, program, result, options.seed);
}

SampleOptions sample_options(const BacktestOptions& options) {
    SampleOptions sample;
    sample.seed = options.seed;
    sample.threads = options.threads;
    sample.conditioning = options.conditioning;
    sample.histories = options.histories;
    sample.stop = options.stop;
    return sample;
}

/// Histories given what a case does not hide: particles, replayed for what is asked of them.
void run_conditioned(const Case& one, const SharedParams& params, const BacktestOptions& options,
                     CaseHistories& made) {
    const SampleOptions sample = sample_options(options);
    const Sampled sampled = draw_sample(*one.parts, sample);
    replay(one, sampled, sample, made);
    made.conditioned = true;
    made.effective = sampled.independent * static_cast<double>(sampled.histories);
    for (std::size_t i = 0; i < sampled.samples.size(); ++i) {
        const auto count = static_cast<double>(sampled.samples[i].count());
        made.weights.insert(made.weights.end(), sampled.samples[i].count(),
                            sampled.weights[i] / count * made.effective);
    }
    const Table all = scores_of(sampled);
    Table scores{sampled.histories, {}};
    for (const SharedParam& param : params.fitted) {
        scores.columns.emplace_back(sampled.histories);
        for (std::size_t draw = 0; draw < all.columns.size(); ++draw) {
            const std::uint32_t site = sampled.program.start_draws[draw].site;
            if (sampled.program.site_names[site] == param.site)
                scores.columns.back() = all.columns[draw];
        }
    }
    made.own_scores = std::move(scores);
}

/// Tells in how many of a history's accounts a fact that has no values came.
double came(const HiddenFact& fact, const CaseHistories& histories, std::size_t history) {
    double share = 0;
    for (const HiddenFact::Asked& asked : fact.asked) {
        const bool dated = histories.outcomes[asked.outcome][history] != kNoDate;
        if (dated != fact.broken) share += asked.weight;
    }
    return share;
}

std::size_t value_in(const HiddenFact& fact, const CaseHistories& histories, std::size_t history) {
    const double value = histories.outcomes[fact.asked.front().outcome][history];
    return value < 0 ? fact.values.size() - 1 : static_cast<std::size_t>(value);
}

/// Adds how the record that is not hidden moved each score.
void add_record(const CaseHistories& histories, CaseLikelihood& made) {
    constexpr double kVarianceMin = 0.01;
    for (const std::vector<double>& column : histories.scores().columns) {
        double mean = 0;
        double squares = 0;
        for (std::size_t i = 0; i < column.size(); ++i) {
            mean += histories.weights[i] / histories.effective * column[i];
            squares += histories.weights[i] / histories.effective * column[i] * column[i];
        }
        made.record_mean.push_back(mean);
        made.record_variance.push_back(std::clamp(squares - mean * mean, kVarianceMin, 1.0));
    }
}

}  // namespace

Cases load_cases(const std::vector<std::string>& files, const CompileOptions& options) {
    Cases cases;
    std::vector<Finding> wrong;
    std::size_t wrong_count = 0;
    std::vector<CaseParams> params;
    for (const std::string& file : files) {
        Case one;
        std::vector<Finding> found;
        one.parts = compile_parts(file, options, found);
        if (one.parts == nullptr) {
            ++wrong_count;
            wrong.insert(wrong.end(), found.begin(), found.end());
            continue;
        }
        if (one.parts->model.continued) {
            throw QuestionError(fmt::format(
                "{} continues another scenario; a case stands alone, so that its end is foretold "
                "from its own beginning",
                file));
        }
        one.end = hide_end(*one.parts);
        if (one.end.facts.empty()) {
            throw QuestionError(fmt::format(
                "{} hides nothing: mark what it is to foretell with `ending`, as in: observe "
                "leader == anna at 1923-12 ending",
                file));
        }
        params.push_back(params_of(*one.parts));
        cases.all.push_back(std::move(one));
    }
    if (wrong_count > 0) {
        throw ScenarioError(fmt::format("{} of {} cases {} wrong; none was scored", wrong_count,
                                        files.size(), wrong_count == 1 ? "is" : "are"),
                            std::move(wrong));
    }
    cases.params = shared_params(params);
    for (std::size_t i = 0; i < params.size(); ++i)
        cases.all[i].params = places_of(params[i], cases.params);
    return cases;
}

CaseHistories run_case(const Case& one, const SharedParams& params, const BacktestOptions& options,
                       const Table& prior_scores) {
    CaseHistories made;
    if (one.parts->model.facts.empty()) {
        run_forward(one, options, made);
        made.shared_scores = &prior_scores;
    } else {
        run_conditioned(one, params, options, made);
    }
    return made;
}

CaseHistories run_case_at(const Case& one, const SharedParams& params,
                          const BacktestOptions& options, const Table& scores) {
    SampleOptions sample = sample_options(options);
    sample.histories = scores.rows;
    Sampled sampled = draw_sample(*one.parts, sample);
    const std::vector<std::size_t> first = first_histories(sampled);
    for (std::size_t draw = 0; draw < sampled.program.start_draws.size(); ++draw) {
        const std::string& site =
            sampled.program.site_names[sampled.program.start_draws[draw].site];
        for (std::size_t i = 0; i < params.fitted.size(); ++i) {
            if (params.fitted[i].site != site) continue;
            for (std::size_t block = 0; block < sampled.samples.size(); ++block) {
                inference::Sample& histories = sampled.samples[block];
                for (std::size_t j = 0; j < histories.count(); ++j) {
                    // A block may go on behind the last row: what it has there is not read.
                    const std::size_t row = std::min(first[block] + j, scores.rows - 1);
                    histories.start[draw][j] =
                        std::clamp(math::normal_cdf(scores.columns[i][row]), 0x1p-64, 1 - 0x1p-53);
                }
            }
        }
    }
    CaseHistories made;
    replay(one, sampled, sample, made);
    for (std::vector<double>& outcome : made.outcomes) outcome.resize(scores.rows);
    made.weights.assign(scores.rows, 1);
    made.effective = static_cast<double>(scores.rows);
    made.shared_scores = &scores;
    return made;
}

Table prior_scores(const SharedParams& params, std::uint64_t seed, std::uint64_t count) {
    Table scores{count, {}};
    std::vector<double> uniforms(count);
    for (const SharedParam& param : params.fitted) {
        math::fill_uniforms<double>({base::site_key(seed, param.site), 0, 0}, 0, count,
                                    uniforms.data());
        std::vector<double> column;
        column.reserve(count);
        for (const double u : uniforms) column.push_back(math::normal_quantile(u));
        scores.columns.push_back(std::move(column));
    }
    return scores;
}

std::vector<double> shares_of(const HiddenFact& fact, const CaseHistories& histories,
                              const std::vector<double>& weights) {
    std::vector<double> shares(fact.values.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (fact.has_values()) {
            shares[value_in(fact, histories, i)] += weights[i];
        } else {
            const double share = came(fact, histories, i);
            shares[0] += weights[i] * share;
            shares[1] += weights[i] * (1 - share);
        }
    }
    double sum = 0;
    for (const double share : shares) sum += share;
    for (double& share : shares) share /= sum;
    return shares;
}

CaseLikelihood likelihood_of(const Case& one, const std::vector<const CaseHistories*>& histories) {
    CaseLikelihood made;
    std::map<FactGroup, double> counts;
    for (const HiddenFact& fact : one.end.facts) ++counts[fact.group];
    std::vector<const Table*> tables;
    std::vector<double> weights;
    for (const CaseHistories* some : histories) {
        tables.push_back(&some->scores());
        weights.insert(weights.end(), some->weights.begin(), some->weights.end());
    }
    const std::size_t width = tables.front()->columns.size();
    const Design design = design_of(tables, one.params);
    for (const HiddenFact& fact : one.end.facts) {
        std::vector<double> held;
        held.reserve(design.rows);
        for (const CaseHistories* some : histories) {
            for (std::size_t i = 0; i < some->weights.size(); ++i) {
                held.push_back(fact.has_values() ? (value_in(fact, *some, i) == fact.truth ? 1 : 0)
                                                 : came(fact, *some, i));
            }
        }
        LogitFit fit = fit_logit(design, held, weights);
        std::vector<double> slopes(width);
        for (std::size_t j = 0; j < one.params.size(); ++j) slopes[one.params[j]] = fit.slopes[j];
        fit.slopes = std::move(slopes);
        made.terms.push_back({std::move(fit), 1 / counts[fact.group]});
    }
    if (histories.front()->conditioned) add_record(*histories.front(), made);
    return made;
}

}  // namespace jonbar
