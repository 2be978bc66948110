#include "jonbar/solve_bargain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "interface/solve_bargain_table.h"
#include "interface/solve_choice.h"
#include "politics/bargain.h"
#include "politics/median.h"
#include "politics/spatial.h"

namespace jonbar {
namespace {

constexpr std::size_t kActorsMax = 200;
constexpr std::size_t kRoundsMax = 1000;

constexpr Choices<bool, 2> kModels = {{{"expected-utility", false}, {"spatial", true}}};
constexpr Choices<politics::WinProbability, 2> kWins = {
    {{"program", politics::WinProbability::Program},
     {"printed", politics::WinProbability::Printed}}};
constexpr Choices<politics::PositionRange, 2> kRanges = {
    {{"initial", politics::PositionRange::Initial}, {"current", politics::PositionRange::Current}}};
constexpr Choices<politics::CompromiseChoice, 2> kCompromises = {
    {{"lowest", politics::CompromiseChoice::LowestPosition},
     {"least-move", politics::CompromiseChoice::LeastMove}}};
enum class Risk : std::uint8_t { Mover, Challenger, Neutral };
constexpr Choices<Risk, 3> kRisks = {
    {{"mover", Risk::Mover}, {"challenger", Risk::Challenger}, {"neutral", Risk::Neutral}}};
constexpr Choices<politics::VotingRule, 5> kVotings = {
    {{"proportional", politics::VotingRule::Proportional},
     {"binary", politics::VotingRule::Binary},
     {"cubic", politics::VotingRule::Cubic},
     {"proportional-binary", politics::VotingRule::ProportionalBinary},
     {"proportional-cubic", politics::VotingRule::ProportionalCubic}}};
constexpr Choices<politics::VictoryRule, 4> kVictories = {
    {{"linear", politics::VictoryRule::Linear},
     {"square", politics::VictoryRule::Square},
     {"quartic", politics::VictoryRule::Quartic},
     {"octic", politics::VictoryRule::Octic}}};
constexpr Choices<politics::ElectionRule, 3> kElections = {
    {{"conditional", politics::ElectionRule::Conditional},
     {"markov-uniform", politics::ElectionRule::MarkovUniform},
     {"markov-incentive", politics::ElectionRule::MarkovIncentive}}};
constexpr Choices<politics::RiskRange, 3> kRiskRanges = {{{"low", politics::RiskRange::Low},
                                                          {"middle", politics::RiskRange::Middle},
                                                          {"high", politics::RiskRange::High}}};
constexpr Choices<politics::RiskInsight, 5> kInsights = {
    {{"none", politics::RiskInsight::None},
     {"third", politics::RiskInsight::Third},
     {"half", politics::RiskInsight::Half},
     {"two-thirds", politics::RiskInsight::TwoThirds},
     {"full", politics::RiskInsight::Full}}};
constexpr Choices<politics::Interpolation, 3> kInterpolations = {
    {{"linear", politics::Interpolation::Linear},
     {"squared", politics::Interpolation::Squared},
     {"surplus", politics::Interpolation::Surplus}}};
constexpr Choices<politics::Proposer, 3> kProposers = {
    {{"initiator", politics::Proposer::Initiator},
     {"both", politics::Proposer::Both},
     {"power-weighted", politics::Proposer::PowerWeighted}}};
constexpr Choices<politics::Resolution, 2> kResolutions = {
    {{"most-likely", politics::Resolution::MostLikely}, {"drawn", politics::Resolution::Drawn}}};

/// Reads options, each once, and remembers what is in force for the answer to tell.
class Options {
  public:
    explicit Options(std::vector<std::string>& told) : told_(told) {}

    /// An option of the model that is asked for.
    template <class T, std::size_t kCount>
    T word(const std::string& name, const std::string& given, const Choices<T, kCount>& choices) {
        const std::string word = given.empty() ? std::string(choices.front().first) : given;
        told_.push_back(name + " " + word);
        return chosen("--" + name, word, choices);
    }

    /// An option of the other model, which must not be given.
    static void none(const char* name, bool given, const char* model) {
        if (given) {
            throw QuestionError(
                fmt::format("--{} belongs to the other model; the table is answered by --model {}",
                            name, model));
        }
    }

  private:
    std::vector<std::string>& told_;
};

BargainRound round_of(std::vector<std::vector<double>> positions, const Contest& contest) {
    BargainRound round;
    round.positions = std::move(positions);
    for (std::size_t d = 0; d < contest.positions.size(); ++d) {
        std::vector<double> line;
        std::vector<double> weights;
        double sum = 0;
        double whole = 0;
        for (std::size_t i = 0; i < contest.influences.size(); ++i) {
            line.push_back(round.positions[i][d]);
            weights.push_back(contest.influences[i] * contest.saliences[d][i]);
            sum += weights[i] * line[i];
            whole += weights[i];
        }
        round.medians.push_back(politics::weighted_median(line, weights));
        round.means.push_back(sum / whole);
    }
    return round;
}

/// The one dimension that expected utility is asked about.
std::size_t asked_dimension(const BargainQuestion& question, const BargainAnswer& answer) {
    const std::size_t count = answer.dimensions.size();
    if (!question.dimension && count > 1) {
        throw QuestionError(fmt::format(
            "expected utility knows one dimension and the scenario has {}: choose one with "
            "--dimension 1 to {}, or ask --model spatial",
            count, count));
    }
    const std::size_t number = question.dimension.value_or(1);
    if (number < 1 || number > count) {
        throw QuestionError(
            fmt::format("--dimension takes a number from 1 to {}, not {}", count, number));
    }
    return number - 1;
}

void ask_expected_utility(Contest contest, const BargainQuestion& question, BargainAnswer& answer) {
    constexpr const char* kModel = "expected-utility";
    Options::none("voting", !question.voting.empty(), kModel);
    Options::none("victory", !question.victory.empty(), kModel);
    Options::none("election", !question.election.empty(), kModel);
    Options::none("risk-range", !question.risk_range.empty(), kModel);
    Options::none("insight", !question.insight.empty(), kModel);
    Options::none("interpolation", !question.interpolation.empty(), kModel);
    Options::none("proposer", !question.proposer.empty(), kModel);
    Options::none("resolution", !question.resolution.empty(), kModel);
    Options::none("scale", !question.scale.empty(), kModel);
    Options::none("seed", question.seed.has_value(), kModel);
    Options::none("no-third-parties", question.no_third_parties, kModel);
    Options read(answer.choices);
    politics::BargainOptions options;
    options.win = read.word("win", question.win, kWins);
    options.range = read.word("range", question.range, kRanges);
    options.compromise = read.word("compromise", question.compromise, kCompromises);
    const Risk risk = read.word("risk", question.risk, kRisks);
    options.risk =
        risk == Risk::Challenger ? politics::RiskOf::Challenger : politics::RiskOf::Mover;
    options.risk_attitudes = risk != Risk::Neutral;
    options.capitulation = question.capitulation;
    options.stay = question.stay.value_or(1);
    if (!(options.stay >= 0 && options.stay <= 1)) {
        throw QuestionError(fmt::format("--stay takes a probability, not {}", options.stay));
    }
    answer.choices.push_back(fmt::format("stay {}", options.stay));
    if (options.capitulation) answer.choices.emplace_back("capitulation");

    const std::size_t dimension = asked_dimension(question, answer);
    answer.dimensions = {answer.dimensions[dimension]};
    contest.positions = {contest.positions[dimension]};
    contest.saliences = {contest.saliences[dimension]};
    for (std::size_t i = 0; i < answer.actors.size(); ++i)
        answer.actors[i].saliences = {contest.saliences[0][i]};
    const politics::BargainTrace trace =
        politics::bargain({contest.positions[0], contest.influences, contest.saliences[0]}, options,
                          question.rounds.value_or(10));
    for (std::size_t number = 0; number < trace.positions.size(); ++number) {
        std::vector<std::vector<double>> positions;
        for (const double position : trace.positions[number]) positions.push_back({position});
        BargainRound round = round_of(std::move(positions), contest);
        round.medians = {trace.medians[number]};
        if (number == 0) round.risks = trace.first_exponents;
        answer.rounds.push_back(std::move(round));
    }
    const auto [low, high] =
        std::minmax_element(contest.positions[0].begin(), contest.positions[0].end());
    answer.low = *low;
    answer.high = *high;
}

/// Reads "LOW:HIGH".
void read_scale(const std::string& text, BargainAnswer& answer) {
    const char* end = text.data() + text.size();
    const auto [colon, wrong] = std::from_chars(text.data(), end, answer.low);
    bool right = wrong == std::errc{} && colon != end && *colon == ':';
    if (right) {
        const auto [stop, failure] = std::from_chars(colon + 1, end, answer.high);
        right = failure == std::errc{} && stop == end && answer.low < answer.high &&
                answer.low >= -kPositionMax && answer.high <= kPositionMax;
    }
    if (!right) {
        throw QuestionError(fmt::format(
            "--scale takes the two ends of the scale of positions, as 0:100, not \"{}\"", text));
    }
}

/// Finds the scale of positions: as asked for, 0 to 100 for a scenario, else from end to end.
void find_scale(SolveTable& table, const Contest& contest, const BargainQuestion& question,
                BargainAnswer& answer) {
    if (!question.scale.empty()) {
        read_scale(question.scale, answer);
    } else if (contest.scenario) {
        answer.low = 0;
        answer.high = 100;
    } else {
        const auto& line = contest.positions[0];
        const auto [low, high] = std::minmax_element(line.begin(), line.end());
        answer.low = *low;
        answer.high = *high > *low ? *high : *low + 1;
    }
    for (std::size_t d = 0; d < contest.positions.size(); ++d) {
        for (std::size_t row = 0; row < contest.influences.size(); ++row) {
            const double position = contest.positions[d][row];
            if (position >= answer.low && position <= answer.high) continue;
            table.error(kWrongNumber, row, contest.scenario ? 3 + 2 * d : table.column("position"),
                        fmt::format("the position {} is outside the scale from {} to {}", position,
                                    answer.low, answer.high),
                        "widen the scale with --scale LOW:HIGH");
        }
    }
}

/// What the spatial model cannot do without.
void check_spatial(SolveTable& table, const Contest& contest) {
    for (std::size_t row = 0; row < contest.influences.size(); ++row) {
        const std::size_t influence =
            contest.scenario ? 2
                             : table.column(table.has("influence") ? "influence" : "capability");
        if (contest.influences[row] <= 0) {
            table.error(kWrongNumber, row, influence, "an actor without influence takes no part",
                        "give it some, or leave it out");
        }
        double sum = 0;
        for (const auto& saliences : contest.saliences) sum += saliences[row];
        if (sum > 0 && sum <= 1 + 1e-9) continue;
        table.error(kWrongNumber, row, contest.scenario ? 4 : table.column("salience"),
                    fmt::format("the saliences of the actor sum to {:.4g} %", 100 * sum),
                    "expected more than 0 and at most 100 % over all dimensions");
    }
    table.throw_if_wrong();
}

politics::SpatialOptions spatial_options(const BargainQuestion& question, BargainAnswer& answer) {
    constexpr const char* kModel = "spatial";
    Options::none("win", !question.win.empty(), kModel);
    Options::none("range", !question.range.empty(), kModel);
    Options::none("compromise", !question.compromise.empty(), kModel);
    Options::none("risk", !question.risk.empty(), kModel);
    Options::none("stay", question.stay.has_value(), kModel);
    Options::none("capitulation", question.capitulation, kModel);
    Options::none("dimension", question.dimension.has_value(), kModel);
    Options read(answer.choices);
    politics::SpatialOptions options;
    options.voting = read.word("voting", question.voting, kVotings);
    options.victory = read.word("victory", question.victory, kVictories);
    options.election = read.word("election", question.election, kElections);
    options.risk_range = read.word(
        "risk-range", question.risk_range.empty() ? "middle" : question.risk_range, kRiskRanges);
    options.insight =
        read.word("insight", question.insight.empty() ? "third" : question.insight, kInsights);
    options.interpolation = read.word(
        "interpolation", question.interpolation.empty() ? "squared" : question.interpolation,
        kInterpolations);
    options.proposer = read.word("proposer", question.proposer, kProposers);
    options.resolution = read.word("resolution", question.resolution, kResolutions);
    options.third_parties = !question.no_third_parties;
    if (question.no_third_parties) answer.choices.emplace_back("no-third-parties");
    if (options.resolution == politics::Resolution::Drawn) {
        options.seed = question.seed.value_or(1);
        answer.choices.push_back(fmt::format("seed {}", options.seed));
    } else if (question.seed) {
        throw QuestionError("--seed is of use with --resolution drawn only");
    }
    options.most_turns = static_cast<int>(question.rounds.value_or(100));
    options.least_turns = std::min(options.least_turns, options.most_turns);
    return options;
}

/// A turn in the table's units.
BargainRound told_turn(const politics::SpatialTurn& turn, const Contest& contest,
                       const BargainAnswer& answer) {
    const std::size_t dimensions = contest.positions.size();
    const double width = answer.high - answer.low;
    const auto in_units = [&](const double* first) {
        std::vector<double> place;
        for (std::size_t d = 0; d < dimensions; ++d) place.push_back(answer.low + width * first[d]);
        return place;
    };
    std::vector<std::vector<double>> positions;
    for (std::size_t i = 0; i < contest.influences.size(); ++i)
        positions.push_back(in_units(&turn.positions[i * dimensions]));
    BargainRound round = round_of(std::move(positions), contest);
    round.risks = turn.risks;
    round.chances = turn.chances;
    for (const politics::SpatialProposal& proposal : turn.proposals) {
        round.proposals.push_back({proposal.initiator, proposal.receiver, proposal.win,
                                   proposal.gain, in_units(proposal.initiator_to.data()),
                                   in_units(proposal.receiver_to.data()), proposal.by_initiator,
                                   proposal.by_receiver});
    }
    return round;
}

void ask_spatial(SolveTable& table, const Contest& contest, const BargainQuestion& question,
                 BargainAnswer& answer) {
    const politics::SpatialOptions options = spatial_options(question, answer);
    find_scale(table, contest, question, answer);
    check_spatial(table, contest);
    const std::size_t dimensions = contest.positions.size();
    std::vector<double> positions;
    std::vector<double> saliences;
    for (std::size_t i = 0; i < contest.influences.size(); ++i) {
        for (std::size_t d = 0; d < dimensions; ++d) {
            positions.push_back((contest.positions[d][i] - answer.low) /
                                (answer.high - answer.low));
            saliences.push_back(contest.saliences[d][i]);
            answer.actors[i].saliences.push_back(contest.saliences[d][i]);
        }
    }
    const std::vector<politics::SpatialTurn> turns =
        politics::spatial_model({dimensions, contest.influences, positions, saliences}, options);
    for (const politics::SpatialTurn& turn : turns)
        answer.rounds.push_back(told_turn(turn, contest, answer));
    // The table's own numbers, not what is left of them after scaling.
    for (std::size_t i = 0; i < contest.influences.size(); ++i) {
        for (std::size_t d = 0; d < dimensions; ++d)
            answer.rounds[0].positions[i][d] = contest.positions[d][i];
    }
    std::vector<std::vector<double>> start = answer.rounds[0].positions;
    const BargainRound exact = round_of(std::move(start), contest);
    answer.rounds[0].medians = exact.medians;
    answer.rounds[0].means = exact.means;
    answer.settled = turns.size() <= static_cast<std::size_t>(options.most_turns);
}

}  // namespace

BargainAnswer solve_bargain(const std::string& path, const BargainQuestion& question) {
    if (question.rounds && *question.rounds > kRoundsMax) {
        throw QuestionError(fmt::format("--rounds takes a number from 0 to {}, not {}", kRoundsMax,
                                        *question.rounds));
    }
    SolveTable table(path, {.least = 1, .most = kActorsMax}, TitleLine::Possible);
    BargainAnswer answer;
    answer.table = path;
    const bool scenario = !table.title().empty();
    const std::string by_default = scenario ? "spatial" : "expected-utility";
    answer.spatial =
        chosen("--model", question.model.empty() ? by_default : question.model, kModels);
    Contest contest = read_contest(table, answer);
    if (answer.spatial) {
        ask_spatial(table, contest, question, answer);
    } else {
        ask_expected_utility(std::move(contest), question, answer);
    }
    return answer;
}

}  // namespace jonbar
