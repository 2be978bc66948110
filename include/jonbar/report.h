// Answers as text for a terminal and as JSON.

#pragma once

#include <string>

#include "jonbar/answers.h"
#include "jonbar/backtest.h"
#include "jonbar/causes.h"
#include "jonbar/solve.h"
#include "jonbar/what_if.h"

namespace jonbar {

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

/// As above, of how well the ends of cases were foretold; `all` prints every fact.
std::string to_text(const BacktestAnswer& answer, const TextOptions& options = {});
std::string to_json(const BacktestAnswer& answer);

/// As above, of what the ends of cases say of the params they share.
std::string to_text(const FitAnswer& answer, const TextOptions& options = {});
std::string to_json(const FitAnswer& answer);

}  // namespace jonbar
