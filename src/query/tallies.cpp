#include "query/tallies.h"

#include <map>
#include <set>
#include <unordered_map>

#include "base/check.h"
#include "query/intervals.h"

namespace jonbar {

namespace {

using program::Counter;
using program::CounterKind;

std::string family_of(const std::string& name) { return name.substr(0, name.find('(')); }

/// Whether a counter is of one instance, which its name says; the others may have none.
bool is_of_instance(CounterKind kind) {
    switch (kind) {
        case CounterKind::EventHistories:
        case CounterKind::EventTimes:
        case CounterKind::OptionHistories:
        case CounterKind::OptionTimes:
        case CounterKind::VoteHeldHistories:
        case CounterKind::VoteHeld:
        case CounterKind::VoteCarriedHistories:
        case CounterKind::VoteCarried:
            return true;
        case CounterKind::Branch:
        case CounterKind::FiredInVain:
        case CounterKind::Saturated:
        case CounterKind::Undone:
            return false;
    }
    return false;
}

/// Answers by name, in the order in which the names came first.
template <typename Answer>
class ByName {
  public:
    Answer& at(const std::string& name) {
        const auto [entry, is_new] = index_.try_emplace(name, answers_.size());
        if (is_new) {
            Answer answer;
            answer.name = name;
            answer.family = family_of(name);
            answers_.push_back(std::move(answer));
        }
        return answers_[entry->second];
    }
    std::vector<Answer> take() { return std::move(answers_); }

  private:
    std::unordered_map<std::string, std::size_t> index_;
    std::vector<Answer> answers_;
};

/// A decision's options before the shares are known.
struct Options {
    std::vector<std::string> names;
    std::unordered_map<std::string, std::size_t> index;
    std::vector<std::int64_t> times, histories;

    std::size_t at(const std::string& name) {
        const auto [entry, is_new] = index.try_emplace(name, names.size());
        if (is_new) {
            names.push_back(name);
            times.push_back(0);
            histories.push_back(0);
        }
        return entry->second;
    }
};

class Tallies {
  public:
    Tallies(Answers& answers, const PlacePrinter& place) : answers_(answers), place_(place) {}

    void add(const Counter& counter, std::int64_t count) {
        if (counter.name.empty() && is_of_instance(counter.kind)) {
            return;  // the row of a pair turned round, which an unordered family does not have
        }
        const auto times = static_cast<double>(count);
        const auto histories = static_cast<double>(answers_.histories);
        const Estimate share = share_of(static_cast<std::uint64_t>(count), answers_.histories);
        switch (counter.kind) {
            case CounterKind::EventHistories: {
                if (counter.declaration == DeclarationKind::Decision) {
                    decisions_.at(counter.name).share = share;
                } else {
                    EventAnswer& event = events_.at(counter.name);
                    event.share = share;
                    event.rule = counter.declaration == DeclarationKind::Rule;
                }
                break;
            }
            case CounterKind::EventTimes:
                if (counter.declaration == DeclarationKind::Decision) {
                    decisions_.at(counter.name).mean_times = times / histories;
                } else {
                    events_.at(counter.name).mean_times = times / histories;
                }
                break;
            case CounterKind::OptionHistories: {
                add_decision(counter);
                Options& options = options_[counter.name];
                options.histories[options.at(counter.option)] = count;
                break;
            }
            case CounterKind::OptionTimes: {
                add_decision(counter);
                Options& options = options_[counter.name];
                options.times[options.at(counter.option)] = count;
                break;
            }
            case CounterKind::VoteHeldHistories:
                votes_.at(counter.name).held = share;
                break;
            case CounterKind::VoteHeld:
                votes_.at(counter.name).mean_held = times / histories;
                break;
            case CounterKind::VoteCarriedHistories:
                votes_.at(counter.name).carried = share;
                break;
            case CounterKind::VoteCarried:
                votes_.at(counter.name).share_carried = times;  // divided in `finish`
                break;
            case CounterKind::Branch:
                if (count == 0) branches_.push_back(&counter);
                break;
            case CounterKind::Undone:
                break;
            case CounterKind::FiredInVain:
                answers_.fired_in_vain += static_cast<std::uint64_t>(count);
                break;
            case CounterKind::Saturated:
                if (count > 0)
                    answers_.saturations.push_back(
                        {counter.name, static_cast<std::uint64_t>(count)});
                break;
        }
    }

    /// Makes the entry of what takes options; of a vote that elects, of the times it elected.
    void add_decision(const Counter& counter) {
        DecisionAnswer& decision = decisions_.at(counter.name);
        if (counter.declaration == DeclarationKind::Vote) {
            const VoteAnswer& vote = votes_.at(counter.name);
            decision.share = vote.carried;
            decision.mean_times = vote.share_carried / static_cast<double>(answers_.histories);
        }
    }

    void finish() {
        answers_.events = events_.take();
        answers_.decisions = decisions_.take();
        answers_.votes = votes_.take();
        for (DecisionAnswer& decision : answers_.decisions) finish(decision);
        for (VoteAnswer& vote : answers_.votes) {
            const double held = vote.mean_held * static_cast<double>(answers_.histories);
            if (held > 0) vote.share_carried /= held;
        }
        list_never();
    }

  private:
    void finish(DecisionAnswer& decision) {
        const Options& options = options_[decision.name];
        std::int64_t taken = 0;
        for (const std::int64_t times : options.times) taken += times;
        for (std::size_t i = 0; i < options.names.size(); ++i) {
            const double share =
                taken > 0 ? static_cast<double>(options.times[i]) / static_cast<double>(taken) : 0;
            decision.options.push_back(
                {options.names[i], share,
                 share_of(static_cast<std::uint64_t>(options.histories[i]), answers_.histories)});
        }
    }

    /// What never happened. Of what was never reached at all, its parts are not listed.
    void list_never() {
        std::set<std::string> reached;
        for (const EventAnswer& event : answers_.events) {
            if (event.mean_times > 0) {
                reached.insert(event.family);
            } else {
                answers_.never.push_back(event.name);
            }
        }
        for (const DecisionAnswer& decision : answers_.decisions) {
            if (decision.mean_times > 0) {
                reached.insert(decision.family);
                for (const DecisionAnswer::Taken& option : decision.options) {
                    if (option.share == 0)
                        answers_.never.push_back(decision.name + ": " + option.option);
                }
            } else {
                answers_.never.push_back(decision.name);
            }
        }
        for (const VoteAnswer& vote : answers_.votes) {
            if (vote.mean_held == 0) {
                answers_.never.push_back(vote.name);
                continue;
            }
            reached.insert(vote.family);
            if (vote.share_carried == 0) answers_.never.push_back(vote.name + ": carried");
            if (vote.share_carried == 1) answers_.never.push_back(vote.name + ": lost");
        }
        for (const Counter* branch : branches_) {
            if (reached.count(family_of(branch->name)) != 0) {
                answers_.never.push_back(branch->name + ": " + branch->option + " at " +
                                         place_(branch->span));
            }
        }
    }

    Answers& answers_;
    const PlacePrinter& place_;
    ByName<EventAnswer> events_;
    ByName<DecisionAnswer> decisions_;
    ByName<VoteAnswer> votes_;
    std::unordered_map<std::string, Options> options_;
    std::vector<const Counter*> branches_;
};

}  // namespace

void add_tallies(Answers& answers, const program::Program& program,
                 const std::vector<std::int64_t>& counts, const PlacePrinter& place) {
    CHECK(counts.size() == program.counters.size());
    Tallies tallies(answers, place);
    for (std::size_t i = 0; i < counts.size(); ++i) tallies.add(program.counters[i], counts[i]);
    tallies.finish();
}

}  // namespace jonbar
