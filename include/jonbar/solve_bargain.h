// Bargaining over a policy: where positions end when actors challenge each other and give way.
//
// Two models: expected utility, after Scholz, Calbert and Smith (2011), and the spatial model of
// politics of KTAB, after Efird, Lester and Wise (2016); docs/solve.md tells them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jonbar {

/// How a table is bargained over. Words left empty stand for the model's default; one that the
/// chosen model does not know is an error.
struct BargainQuestion {
    std::string model{};  // "expected-utility" (default), "spatial" (default for KTAB's scenarios)
    /// How many (10); at most how many in the spatial model (100).
    std::optional<std::size_t> rounds{};
    // Expected utility.
    std::string win{};                       // "program", "printed"
    std::string range{};                     // "initial", "current"
    std::string compromise{};                // "lowest", "least-move"
    std::string risk{};                      // "mover", "challenger", "neutral"
    std::optional<double> stay{};            // Q, 0 to 1 (1)
    std::optional<std::size_t> dimension{};  // of a scenario with several: its number, from 1
    bool capitulation = false;
    // Spatial.
    std::string voting{};         // "proportional", "binary", "cubic", "proportional-binary",
                                  // "proportional-cubic"
    std::string victory{};        // "linear", "square", "quartic", "octic"
    std::string election{};       // "conditional", "markov-uniform", "markov-incentive"
    std::string risk_range{};     // "low", "middle", "high"
    std::string insight{};        // "none", "third", "half", "two-thirds", "full"
    std::string interpolation{};  // "linear", "squared", "surplus"
    std::string proposer{};       // "initiator", "both", "power-weighted"
    std::string resolution{};     // "most-likely", "drawn"
    std::string scale{};          // "LOW:HIGH", the ends of the scale of positions
    std::optional<std::uint64_t> seed{};  // of drawn proposals (1)
    bool no_third_parties = false;
};

struct BargainActor {
    std::string name;
    std::string description;
    double influence = 0;
    std::vector<double> saliences;  // shares, one a dimension
};

/// Somebody moves or proposes: one pair of a round.
struct BargainProposal {
    std::size_t initiator = 0;
    std::size_t receiver = 0;
    double win = 0;  // the initiator's estimate
    double gain = 0;
    std::vector<double> initiator_to;
    std::vector<double> receiver_to;
    bool by_initiator = false;  // who moved there
    bool by_receiver = false;
};

/// The state after a number of rounds; of the proposals, those of the round that follows.
struct BargainRound {
    std::vector<std::vector<double>> positions;  // actor by actor, one a dimension
    std::vector<double> medians;                 // weighted, one a dimension
    std::vector<double> means;
    std::vector<double> risks;    // spatial: -1 seeking to 1 averse; expected utility: exponents
    std::vector<double> chances;  // spatial only: of each one's position in an election
    std::vector<BargainProposal> proposals;  // spatial only
};

struct BargainAnswer {
    std::string table;
    std::string title;        // of a scenario
    std::string description;  // of a scenario
    bool spatial = false;
    std::vector<std::string> choices;  // the options in force, "win program"
    double low = 0;                    // the scale of positions
    double high = 0;
    std::vector<std::string> dimensions;
    std::vector<BargainActor> actors;
    std::vector<BargainRound> rounds;  // the first is the table
    bool settled = false;              // spatial: it ended because little moved
};

/// Answers from the table at `path`: a scenario of KTAB, or columns name, capability or influence,
/// position and salience; to 200 actors. Throws ScenarioError if the table is wrong, QuestionError
/// if the options are, std::runtime_error if the file cannot be read.
BargainAnswer solve_bargain(const std::string& path, const BargainQuestion& question = {});

}  // namespace jonbar
