#include "jonbar/play.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "base/nearest.h"
#include "base/siphash.h"
#include "base/spelling.h"
#include "interface/continued.h"
#include "interface/deciders.h"
#include "interface/played_history.h"
#include "jonbar/scenario.h"
#include "math/functions_inl.h"

namespace jonbar {

namespace {

/// Lists who decides: "clara (1), anna (3)".
std::string names_of(const Model& model, const std::vector<Decider>& all) {
    constexpr std::size_t kShown = 12;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i) {
        names.push_back(fmt::format("{} ({})", model.at(all[i].domain).members[all[i].member].name,
                                    all[i].count));
    }
    if (all.size() > kShown) names.push_back(fmt::format("{} others", all.size() - kShown));
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Finds whom a name or a label means, an entity that decides before one that does not.
program::Player find_player(const Model& model, const std::string& asked) {
    const std::vector<Decider> all = deciders(model);
    std::optional<program::Player> silent;
    std::vector<std::string> names;
    for (std::uint32_t d = 0; d < model.domains.size(); ++d) {
        const Domain& domain = model.domains[d];
        if (domain.is_enum) continue;
        for (std::uint32_t m = 0; m < domain.members.size(); ++m) {
            names.push_back(domain.members[m].name);
            if (!same_name(domain.members[m].name, asked) && domain.members[m].label != asked) {
                continue;
            }
            const bool decides = std::any_of(all.begin(), all.end(), [&](const Decider& one) {
                return one.domain == DomainId{d} && one.member == m;
            });
            if (decides) return {DomainId{d}, m};
            silent = {DomainId{d}, m};
        }
    }
    const std::string who = names_of(model, all);
    if (who.empty()) {
        throw QuestionError(
            "nobody decides anything in this scenario: it has no `decision … by`; `jonbar tell` "
            "tells "
            "its histories");
    }
    if (silent) {
        throw QuestionError(fmt::format(
            "'{}' decides nothing in this scenario; who does, and how many decisions: {}", asked,
            who));
    }
    const std::string_view nearest = nearest_name(asked, names);
    throw QuestionError(
        fmt::format("nobody is called '{}'{}; who decides, and how many decisions: {}", asked,
                    nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest), who));
}

/// Hashes all that a scenario is made of.
std::string content_hash(const Scenario::Parts& parts) {
    std::string all;
    const auto add = [&all](std::string_view text) {
        all += fmt::format("{}:", text.size());
        all += text;
    };
    for (std::size_t i = 0; i < parts.sources.count(); ++i) {
        add(parts.sources.file(FileId{static_cast<std::uint32_t>(i)}).text);
    }
    for (const std::string& setting : parts.settings) add(setting);
    for (const std::string& as : parts.continue_as) add(as);
    constexpr base::SipKey kKey{0x6a6f6e6261723a31, 0x706c617965642020};
    return fmt::format("{:016x}", base::siphash(kKey, all));
}

bool is_meant(const Fact& fact, const OpenDecision& open, DeclarationId declaration) {
    if (fact.kind != FactKind::Choice || fact.declaration != declaration ||
        fact.instance != open.instance) {
        return false;
    }
    return std::any_of(fact.accounts.begin(), fact.accounts.end(), [&](const Account& account) {
        return account.first_step <= open.step && open.step <= account.last_step;
    });
}

std::string label_of(const OutcomeFold& fold, double value) {
    OutcomeFold one = fold;
    one.add(value);
    const OutcomeAnswer answer = one.answer();
    for (const ValueShare& share : answer.values) {
        if (share.count > 0) return share.label;
    }
    return one.text_of(value);
}

/// Notes what is as it was. Both tell of one state, in one order.
void mark_changes(std::vector<PlayKnown>& known, const std::vector<PlayKnown>& before) {
    for (std::size_t i = 0; i < known.size() && i < before.size(); ++i) {
        known[i].changed = known[i].value != before[i].value;
    }
}

/// Returns the lines of `of` that `from` does not have, each as often as it has them more.
std::vector<PlayLine> lines_only_in(const std::vector<PlayLine>& of, std::vector<PlayLine> from) {
    std::vector<PlayLine> only;
    for (const PlayLine& line : of) {
        const auto found = std::find(from.begin(), from.end(), line);
        if (found == from.end()) {
            only.push_back(line);
        } else {
            from.erase(found);
        }
    }
    return only;
}

/// Returns the date of the first line in which two chronicles differ.
std::string date_of_parting(const std::vector<PlayLine>& one, const std::vector<PlayLine>& other) {
    const auto [here, there] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (here == one.end() && there == other.end()) return {};
    if (here == one.end()) return there->date;
    if (there == other.end()) return here->date;
    return std::min(here->date, there->date);
}

}  // namespace

struct Play::Impl {
    Impl(const Scenario::Parts& of, const PlayOptions& with)
        : options(with),
          original(of),
          continued(
              of, sample_options(with),
              with.history ? HistoryRange{*with.history, 1} : HistoryRange{0, kPlayHistoriesTried}),
          parts(continued.parts()),
          player(find_player(of.model, with.person)),
          game(parts, player, with.seed, with.stop) {
        const Domain::Member& member = of.model.at(player.domain).members[player.member];
        options.person = member.name;
        label = member.label;
        found = !with.history && find_history();
        throw_unless_there(parts, options.history.value_or(0));
        game.set_history(options.history.value_or(0));
    }

    static SampleOptions sample_options(const PlayOptions& with) {
        SampleOptions sample;
        sample.seed = with.seed;
        sample.threads = with.threads;
        sample.conditioning = with.conditioning;
        sample.stop = with.stop;
        return sample;
    }

    /// Looks for the first history in which there is something to decide.
    bool find_history() {
        for (std::uint64_t history = 0; history < kPlayHistoriesTried; ++history) {
            if (!is_there(parts, history)) continue;
            game.set_history(history);
            if (!game.run({}, false).open) continue;
            options.history = history;
            return true;
        }
        return false;
    }

    /// Runs to the decision behind these choices, and takes the place of what was.
    void go_to(std::vector<double> slots) {
        PlayedRun next = game.run(slots, false);
        if (next.fault) {
            parts.fail(game.program(), *next.fault,
                       fmt::format("history {} as it was played", history()),
                       "another choice may lead past it");
        }
        run = std::move(next);
        chosen = std::move(slots);
        lines = game.chronicle(run.lines, false);
        told_before.resize(std::min(told_before.size(), chosen.size()));
        const std::size_t seen = told_before.empty() ? 0 : told_before.back();
        told.assign(lines.begin() + static_cast<std::ptrdiff_t>(seen), lines.end());
        told_before.push_back(lines.size());
        known_before.resize(std::min(known_before.size(), chosen.size()));
        if (!known_before.empty()) mark_changes(run.known, known_before.back());
        known_before.push_back(run.known);
        choices.clear();
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const OpenDecision& open = run.taken[i];
            choices.push_back(
                {date_of(open.step), open.name, open.at(chosen[i]).name, open.at(open.own).name});
        }
        make_stop();
    }

    void make_stop() {
        stop.reset();
        if (!run.open) return;
        const OpenDecision& open = *run.open;
        PlayStop made;
        made.number = chosen.size() + 1;
        made.date = date_of(open.step);
        made.decision = open.name;
        made.told = told;
        made.known = run.known;
        double largest = open.options[0].worth, sum = 0;
        for (const OpenOption& option : open.options) largest = std::max(largest, option.worth);
        for (const OpenOption& option : open.options) sum += math::exp(option.worth - largest);
        for (const OpenOption& option : open.options) {
            made.options.push_back(
                {option.name, option.label, math::exp(option.worth - largest) / sum});
        }
        const DeclarationId declaration = game.program().pauses[open.place].declaration;
        for (const Fact& fact : parts.model.facts) {
            if (!is_meant(fact, open, declaration)) continue;
            const Declaration& what = parts.model.at(declaration);
            const Option& option = what.options[fact.option];
            std::string name = option.name;
            if (fact.option_entity != Fact::kNoEntity) {
                const DomainId domain = parts.model.at(what.frame).locals[option.over].type.domain;
                name += "(" + parts.model.at(domain).members[fact.option_entity].name + ")";
            }
            made.record.push_back({fact.text, name, fact.window != FactWindow::Never});
        }
        stop = std::move(made);
    }

    std::uint64_t history() const { return options.history.value_or(0); }

    std::string date_of(std::int64_t step) const {
        const Calendar& calendar = game.program().calendar;
        return calendar.format(calendar.tick_of_step(step));
    }

    const OpenOption& find(const std::string& name) const {
        std::vector<std::string> open;
        for (const OpenOption& option : run.open->options) {
            if (same_name(option.name, name)) return option;
            open.push_back(option.name);
        }
        const std::string_view nearest = nearest_name(name, open);
        throw QuestionError(
            fmt::format("no option '{}' is open in {}; there {}: {}{}", name, run.open->name,
                        open.size() == 1 ? "is" : "are", fmt::join(open, ", "),
                        nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest)));
    }

    void choose(const OpenOption& option) {
        std::vector<double> slots = chosen;
        slots.push_back(option.slot);
        go_to(std::move(slots));
    }

    PlayOptions options;
    std::string label;
    bool found = false;  // a history was looked for
    const Scenario::Parts& original;
    ContinuedParts continued;
    const Scenario::Parts& parts;
    program::Player player;
    mutable PlayedHistory game;
    std::vector<double> chosen;  // slots
    PlayedRun run;
    std::vector<PlayLine> lines, told;
    std::vector<std::size_t> told_before;  // lines told at each stop
    std::vector<std::vector<PlayKnown>> known_before;
    std::vector<PlayChoice> choices;
    std::optional<PlayStop> stop;
};

Play::Play(const Scenario& scenario, const PlayOptions& options)
    : impl_(std::make_unique<Impl>(*scenario.parts_, options)) {
    impl_->go_to({});
}

Play Play::resume(const Scenario& scenario, const SavedPlay& saved, const PlayOptions& options) {
    const Scenario::Parts& parts = *scenario.parts_;
    if (content_hash(parts) != saved.hash) {
        throw SavedPlayError(fmt::format(
            "{} has changed since this game was saved (its content is {}, the game's {}): bring "
            "back the scenario, its modules and tables and the settings as they were, or begin "
            "anew",
            parts.path, content_hash(parts), saved.hash));
    }
    PlayOptions as = options;
    as.person = saved.person;
    as.history = saved.history;
    as.seed = saved.seed;
    as.conditioning = saved.conditioning;
    Play play(scenario, as);
    for (const SavedPlay::Choice& choice : saved.choices) {
        const PlayStop* const here = play.stop();
        const bool fits =
            here != nullptr && here->date == choice.date && here->decision == choice.decision &&
            std::any_of(here->options.begin(), here->options.end(),
                        [&](const PlayOption& one) { return one.name == choice.option; });
        if (!fits) {
            throw SavedPlayError(fmt::format(
                "the saved game does not fit its scenario: choice {} is {} in {} ({}), and the "
                "history "
                "{}; its file has been changed: begin anew",
                play.choices().size() + 1, choice.option, choice.decision, choice.date,
                here == nullptr
                    ? "has ended by then"
                    : fmt::format("comes to {} ({}) there", here->decision, here->date)));
        }
        play.choose(choice.option);
    }
    return play;
}

Play::Play(Play&&) noexcept = default;
Play& Play::operator=(Play&&) noexcept = default;
Play::~Play() = default;

const std::string& Play::person() const { return impl_->options.person; }
const std::string& Play::label() const { return impl_->label; }
std::string Play::title() const { return impl_->game.program().title; }
std::uint64_t Play::history() const { return impl_->history(); }
bool Play::found_history() const { return impl_->found; }
const PlayStop* Play::stop() const { return impl_->stop ? &*impl_->stop : nullptr; }
const std::vector<PlayChoice>& Play::choices() const { return impl_->choices; }
const std::vector<PlayLine>& Play::chronicle() const { return impl_->lines; }

void Play::choose(const std::string& option) {
    if (stop() == nullptr)
        throw QuestionError("the history is at its end; nothing is to be chosen");
    impl_->choose(impl_->find(option));
}

std::string Play::choose_own() {
    if (stop() == nullptr)
        throw QuestionError("the history is at its end; nothing is to be chosen");
    const OpenOption own = impl_->run.open->at(impl_->run.open->own);
    impl_->choose(own);
    return own.name;
}

bool Play::undo() {
    std::vector<double> slots = impl_->chosen;
    if (slots.empty()) return false;
    slots.pop_back();
    impl_->go_to(std::move(slots));
    return true;
}

PlayOdds Play::odds(std::uint64_t histories, const std::atomic<bool>* until) const {
    CHECK(impl_->run.open);
    PlayOptions options = impl_->options;
    if (until != nullptr) options.stop = until;
    return impl_->game.odds(impl_->run, histories, options);
}

PlayEnd Play::end() const {
    CHECK(!impl_->run.open);
    const PlayedRun own = impl_->game.run({}, true);
    const program::Program& program = impl_->game.program();
    PlayEnd end;
    end.told = impl_->told;
    end.choices = impl_->choices;
    for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
        const program::OutcomeColumn& outcome = program.outcomes[i];
        const OutcomeFold fold(program, outcome);
        const auto text = [&](double value) { return label_of(fold, value); };
        end.outcomes.push_back({outcome.name, outcome.label, outcome.unit,
                                outcome.kind == OutcomeKind::Number, text(impl_->run.outcomes[i]),
                                own.fault ? "" : text(own.outcomes[i])});
    }
    const std::vector<PlayLine> played = impl_->game.chronicle(impl_->run.lines, true);
    const std::vector<PlayLine> without = impl_->game.chronicle(own.lines, true);
    end.parted = date_of_parting(played, without);
    end.only_played = lines_only_in(played, without);
    end.only_own = lines_only_in(without, played);
    const std::vector<Fact>& facts = impl_->parts.model.facts;
    for (const Fact& fact : facts) end.facts.push_back({fact.text, {}, {}});
    for (std::size_t i = 0; i < impl_->game.facts().size(); ++i) {
        PlayFact& fact = end.facts[impl_->game.facts()[i]];
        fact.played = impl_->run.missed[i] == 0;
        if (!own.fault) fact.own = own.missed[i] == 0;
    }
    return end;
}

SavedPlay Play::saved() const {
    const Scenario::Parts& parts = impl_->original;
    SavedPlay saved;
    saved.scenario = parts.path;
    saved.hash = content_hash(parts);
    saved.settings = parts.settings;
    saved.continue_as = parts.continue_as;
    saved.person = person();
    saved.title = title();
    saved.history = impl_->history();
    saved.seed = impl_->options.seed;
    saved.conditioning = impl_->options.conditioning;
    for (const PlayChoice& choice : impl_->choices) {
        saved.choices.push_back({choice.date, choice.decision, choice.option});
    }
    return saved;
}

}  // namespace jonbar
