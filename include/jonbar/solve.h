// Formal models of politics, each asked of a table of its own.

#pragma once

#include "jonbar/solve_alignment.h"
#include "jonbar/solve_bargain.h"
#include "jonbar/solve_campaign.h"
#include "jonbar/solve_cascade.h"
#include "jonbar/solve_coalition.h"
#include "jonbar/solve_opinion.h"
#include "jonbar/solve_power.h"
