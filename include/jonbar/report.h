// Answers as text for a terminal and as JSON.

#pragma once

#include <string>
#include <vector>

#include "jonbar/answers.h"
#include "jonbar/backtest.h"
#include "jonbar/causes.h"
#include "jonbar/cost.h"
#include "jonbar/solve.h"
#include "jonbar/what_if.h"

namespace jonbar {

struct PlayStop;  // jonbar/play.h
struct PlayKnown;
struct PlayLine;
struct PlayOdds;
struct PlayEnd;

struct TextOptions {
    int columns = 80;     // width of the terminal
    bool colour = false;  // ANSI colours
    bool all = false;     // every event, option and vote, however rare
};

/// Renders answers as aligned text, UTF-8, at most `columns` wide where names allow.
std::string to_text(const Answers& answers, const TextOptions& options = {});

/// Renders answers as one JSON object; docs/json.md describes it.
std::string to_json(const Answers& answers);

/// As above, of what would have been.
std::string to_text(const WhatIfAnswers& answers, const TextOptions& options = {});
std::string to_json(const WhatIfAnswers& answers);

/// As above, of why an outcome came about.
std::string to_text(const WhyAnswer& answer, const TextOptions& options = {});
std::string to_json(const WhyAnswer& answer);

/// As above, of what an outcome depends on.
std::string to_text(const SensitivityAnswer& answer, const TextOptions& options = {});
std::string to_json(const SensitivityAnswer& answer);

/// As above, of what a scenario costs to run.
std::string to_text(const CostAnswer& answer, const TextOptions& options = {});
std::string to_json(const CostAnswer& answer);

/// As above, of the questions that `solve` asks of a table.
std::string to_text(const CoalitionAnswer& answer, const TextOptions& options = {});
std::string to_json(const CoalitionAnswer& answer);
std::string to_text(const PowerAnswer& answer, const TextOptions& options = {});
std::string to_json(const PowerAnswer& answer);
std::string to_text(const BargainAnswer& answer, const TextOptions& options = {});
std::string to_json(const BargainAnswer& answer);
std::string to_text(const OpinionAnswer& answer, const TextOptions& options = {});
std::string to_json(const OpinionAnswer& answer);
std::string to_text(const CascadeAnswer& answer, const TextOptions& options = {});
std::string to_json(const CascadeAnswer& answer);
std::string to_text(const CampaignAnswer& answer, const TextOptions& options = {});
std::string to_json(const CampaignAnswer& answer);
std::string to_text(const AlignmentAnswer& answer, const TextOptions& options = {});
std::string to_json(const AlignmentAnswer& answer);

/// As above, of a game: what was told and what is to be decided, what is known (`all`: also what is
/// little to tell), where the options lead, how it ended. JSON is one line each.
std::string to_text(const PlayStop& stop, const TextOptions& options = {});
std::string to_text(const std::vector<PlayKnown>& known, const TextOptions& options = {});
std::string to_text(const std::vector<PlayLine>& lines, const TextOptions& options = {});
std::string to_text(const PlayOdds& odds, const TextOptions& options = {});
std::string to_text(const PlayEnd& end, const std::string& label, const TextOptions& options = {});
std::string to_json(const PlayStop& stop);
std::string to_json(const PlayOdds& odds);
std::string to_json(const PlayEnd& end);

/// As above, of how well the ends of cases were foretold; `all` prints every fact.
std::string to_text(const BacktestAnswer& answer, const TextOptions& options = {});
std::string to_json(const BacktestAnswer& answer);

/// As above, of what the ends of cases say of the params they share.
std::string to_text(const FitAnswer& answer, const TextOptions& options = {});
std::string to_json(const FitAnswer& answer);

}  // namespace jonbar
