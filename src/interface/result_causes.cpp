#include "interface/result_causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "interface/result_file.h"

namespace jonbar {

namespace {

/// The worlds that every history was run in: all, or where they are too many those that no order of
/// the causes decides on.
std::vector<CauseSet> shared_worlds(const Attribution& attribution) {
    const std::size_t causes = attribution.cause_count();
    const CauseSet all = static_cast<CauseSet>((std::uint64_t{1} << causes) - 1);
    std::vector<CauseSet> sets = {0};
    if (attribution.exact()) {
        for (CauseSet set = 1; set <= all; ++set) sets.push_back(set);
        return sets;
    }
    sets.push_back(all);
    for (std::size_t i = 0; i < causes; ++i) {
        sets.push_back(CauseSet{1} << i);
        sets.push_back(all & ~(CauseSet{1} << i));
    }
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    return sets;
}

/// As in "as it was", "without a, b".
std::string name_of(CauseSet absent, const Model& model) {
    std::string names;
    for (std::size_t i = 0; i < model.causes.size(); ++i) {
        if (((absent >> i) & 1U) != 0) names += (names.empty() ? "" : ", ") + model.causes[i].name;
    }
    return names.empty() ? "as it was" : "without " + names;
}

/// The group, while it is written.
class Writer {
  public:
    Writer(NetCdf& file, NetCdf::Group group, const Model& model, const Sampled& sampled,
           std::vector<CauseSet> worlds)
        : file_(file), group_(group), model_(model), sampled_(sampled), worlds_(std::move(worlds)) {
        for (const inference::Sample& sample : sampled.samples)
            draws_ = std::max(draws_, sample.count());
        chain_ = file.dimension(group, "chain", sampled.samples.size());
        draw_ = file.dimension(group, "draw", draws_);
        world_ = file.dimension(group, "world", worlds_.size());
        cause_ = file.dimension(group, "cause", model.causes.size());
        number("chain", chain_);
        number("draw", draw_);
        std::vector<std::string> worlds_names, causes, labels;
        for (const CauseSet set : worlds_) worlds_names.push_back(name_of(set, model));
        for (const Cause& cause : model.causes) {
            causes.push_back(cause.name);
            labels.push_back(cause.label);
        }
        file.write(file.variable(group, "world", Stored::Text, {world_}), worlds_names);
        file.write(file.variable(group, "cause", Stored::Text, {cause_}), causes);
        file.write(file.variable(group, "label", Stored::Text, {cause_}), labels);
    }

    void add_worlds() {
        std::vector<double> absent;
        for (const CauseSet set : worlds_) {
            for (std::size_t i = 0; i < model_.causes.size(); ++i)
                absent.push_back(static_cast<double>((set >> i) & 1U));
        }
        file_.write(file_.variable(group_, "absent", Stored::Truth, {world_, cause_}), absent);
    }

    /// Adds a variable over the draws; `values_of(sample, particle, out)` appends those of one.
    template <class ValuesOf>
    void add_draws(const std::string& name, const std::string& long_name, Stored stored,
                   NetCdf::Dimension last, const ValuesOf& values_of) {
        const std::size_t piece = std::max<std::size_t>((1U << 16U) / last.size, 1);
        const NetCdf::Variable made = file_.variable(group_, name, stored, {chain_, draw_, last},
                                                     {1, std::min(piece, draws_), last.size});
        file_.attribute(made, "long_name", long_name);
        std::vector<double> values;
        for (std::size_t s = 0; s < sampled_.samples.size(); ++s) {
            const std::size_t count = sampled_.samples[s].count();
            for (std::size_t begin = 0; begin < count; begin += piece) {
                const std::size_t end = std::min(begin + piece, count);
                values.clear();
                for (std::size_t p = begin; p < end; ++p) values_of(s, p, values);
                file_.write(made, {s, begin, 0}, {1, end - begin, last.size}, values);
            }
        }
    }

    void add_estimates(const Attribution& attribution) {
        std::vector<CauseAnswer> causes;
        for (std::size_t i = 0; i < attribution.cause_count(); ++i)
            causes.push_back(attribution.cause(i));
        add_estimate("shapley", causes, [](const CauseAnswer& one) { return one.shapley; });
        add_estimate("owen", causes, [](const CauseAnswer& one) { return one.owen; });
        add_estimate("necessity", causes, [](const CauseAnswer& one) {
            return one.has_necessity ? one.necessity : kNone;
        });
        add_estimate("sufficiency", causes, [](const CauseAnswer& one) {
            return one.has_sufficiency ? one.sufficiency : kNone;
        });
    }

    [[nodiscard]] NetCdf::Dimension world() const { return world_; }
    [[nodiscard]] NetCdf::Dimension cause() const { return cause_; }

  private:
    static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    static constexpr Estimate kNone = {kNan, kNan, kNan};

    void number(const std::string& name, NetCdf::Dimension dimension) {
        std::vector<double> numbers(dimension.size);
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(i);
        file_.write(file_.variable(group_, name, Stored::Long, {dimension}), numbers);
    }

    template <class Of>
    void add_estimate(const std::string& name, const std::vector<CauseAnswer>& causes,
                      const Of& of) {
        std::vector<double> value, low, high;
        for (const CauseAnswer& cause : causes) {
            const Estimate estimate = of(cause);
            value.push_back(estimate.value);
            low.push_back(estimate.low);
            high.push_back(estimate.high);
        }
        file_.write(file_.variable(group_, name, Stored::Real, {cause_}), value);
        file_.write(file_.variable(group_, name + "_low", Stored::Real, {cause_}), low);
        file_.write(file_.variable(group_, name + "_high", Stored::Real, {cause_}), high);
    }

    NetCdf& file_;
    NetCdf::Group group_;
    const Model& model_;
    const Sampled& sampled_;
    std::vector<CauseSet> worlds_;
    std::size_t draws_ = 0;
    NetCdf::Dimension chain_, draw_, world_, cause_;
};

}  // namespace

void write_actual(ResultFile& file, const Scenario::Parts& parts, const Sampled& sampled,
                  const SampleOptions& options) {
    program::LowerOptions lowered;
    lowered.tallies = false;
    lowered.start_draws = true;
    lowered.facts = sampled.facts;
    lowered.first_dates = true;
    const program::Program program = parts.lower(lowered);
    const engine::BoundProgram bound(program, options.seed);
    const inference::WorldsOptions worlds =
        worlds_options(options, "actual histories", sampled.histories);
    SampleDraws draws(file, parts, program, sampled, inference::worker_count(worlds), {});
    const inference::WorldsRequest request{
        .bound = bound,
        .sampled = sampled.program,
        .samples = sampled.samples,
        .columns = draws.columns(),
        .choose = [](const inference::HistoryInWorlds&, std::vector<inference::WorldSet>&) {},
        .listen =
            [&](std::size_t worker, const inference::HistoryInWorlds& history) {
                draws.add(worker, history, 0);
            }};
    const inference::WorldsResult result = inference::run_worlds(request, worlds);
    throw_if_stopped(parts, program, result, options.seed);
    draws.finish(result.histories, false);
}

void write_attribution(ResultFile& file, const Scenario::Parts& parts, const Sampled& sampled,
                       const AskedOutcome& asked, const CauseWorlds& told,
                       const Attribution& attribution, const Table& contributions) {
    ResultFile::Parts& to = file.parts();
    const std::lock_guard lock(to.mutex);
    const NetCdf::Group group = to.file->group("attribution");
    to.describe(group);
    to.file->attribute(group, "outcome", asked.name);
    to.file->attribute(group, "value", asked.value);
    const std::vector<CauseSet> worlds = shared_worlds(attribution);
    Writer writer(*to.file, group, parts.model, sampled, worlds);
    writer.add_worlds();
    writer.add_draws(
        "holds", "the outcome holds in this world", Stored::Truth, writer.world(),
        [&](std::size_t s, std::size_t p, std::vector<double>& out) {
            const HistoryTold& history = told.told(s, p);
            const std::vector<CauseSet> asked_for =
                attribution.worlds(sampled.samples[s].numbers[p]);
            for (const CauseSet set : worlds) {
                if (set == 0) {
                    out.push_back(history.actual ? 1 : 0);
                    continue;
                }
                const auto at = std::lower_bound(asked_for.begin(), asked_for.end(), set);
                out.push_back(
                    history.holds[static_cast<std::size_t>(at - asked_for.begin()) - 1] != 0 ? 1
                                                                                             : 0);
            }
        });
    writer.add_draws(
        "present", "its absence would change something", Stored::Truth, writer.cause(),
        [&](std::size_t s, std::size_t p, std::vector<double>& out) {
            for (std::size_t i = 0; i < attribution.cause_count(); ++i) {
                out.push_back(static_cast<double>((told.told(s, p).present >> i) & 1U));
            }
        });
    const std::vector<std::size_t> first = first_histories(sampled);
    writer.add_draws("contribution", "to the Shapley value, by this history", Stored::Real,
                     writer.cause(), [&](std::size_t s, std::size_t p, std::vector<double>& out) {
                         for (const std::vector<double>& column : contributions.columns)
                             out.push_back(column[first[s] + p]);
                     });
    writer.add_estimates(attribution);
}

}  // namespace jonbar
