// Everything a program needs to run scenarios.

#pragma once

#include "jonbar/answers.h"
#include "jonbar/backtest.h"
#include "jonbar/journal.h"
#include "jonbar/play.h"
#include "jonbar/report.h"
#include "jonbar/result_file.h"
#include "jonbar/scenario.h"
#include "jonbar/solve.h"
