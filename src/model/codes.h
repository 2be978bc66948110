// Numbers of what the checker finds wrong; base/codes.h has their titles, docs/errors.md their
// pages.

#pragma once

namespace jonbar {

// Native functions.
constexpr int kWrongNative = 1600;
constexpr int kWrongMajority = 3021;
constexpr int kTooManyMembers = 3022;

// Names.
constexpr int kUnknownName = 2001;
constexpr int kDeclaredTwice = 2002;
constexpr int kAmbiguous = 2003;
constexpr int kNoModule = 2004;
constexpr int kUseCycle = 2005;
constexpr int kWrongThing = 2006;
constexpr int kUnknownAttribute = 2007;
constexpr int kUnknownOption = 2008;
constexpr int kNothingToReplace = 2009;
constexpr int kOtherSignature = 2010;
constexpr int kWrongContinue = 2040;
constexpr int kNoCounterpart = 2041;
constexpr int kContinueCycle = 2042;
constexpr int kNeverUsed = 2050;

// Series.
constexpr int kWrongDate = 4640;
constexpr int kFigureTwice = 3641;
constexpr int kNoFigure = 4641;

// Types.
constexpr int kTooMany = 3951;
constexpr int kWrongType = 3001;
constexpr int kMayBeNone = 3002;
constexpr int kWrongCount = 3003;
constexpr int kUnitsDiffer = 3004;
constexpr int kRateWithoutPer = 3005;
constexpr int kUntypedNone = 3006;
constexpr int kNotConstant = 3007;
constexpr int kNotAnIndex = 3008;
constexpr int kWrongBounds = 3009;
constexpr int kTooLarge = 3010;
constexpr int kDefinedByItself = 3011;
constexpr int kInitialCycle = 3012;
constexpr int kFireCycle = 3013;
constexpr int kNotHere = 3014;
constexpr int kComparesNone = 3015;
constexpr int kWrongTable = 3016;
constexpr int kOutcomeForm = 3017;
constexpr int kNoDefaultDraw = 3018;
constexpr int kCannotCross = 3642;
constexpr int kOddsCircle = 3020;
constexpr int kLeavesItsRange = 3050;
constexpr int kBareNumber = 3051;

constexpr int kQuantityForm = 6001;

// Time and draws.
constexpr int kOutsideHistory = 4001;
constexpr int kFinerThanStep = 4002;
constexpr int kNoDrawHere = 4003;
constexpr int kDrawNeedsName = 4004;
constexpr int kFireTwice = 4005;
constexpr int kSameHash = 4006;
constexpr int kPlacementCycle = 4007;
constexpr int kWrongDistribution = 4008;
constexpr int kWrongLag = 4009;
constexpr int kPastAtStart = 4010;
constexpr int kWrongClause = 4011;
constexpr int kEmptyWindow = 4012;
constexpr int kWrongWindow = 4013;
constexpr int kOnlyAtStart = 4014;
constexpr int kAgainstDates = 4050;
constexpr int kFinerWindow = 4051;

// Evidence.
constexpr int kUnknownClaim = 5001;
constexpr int kUnknownSource = 5002;
constexpr int kWrongField = 5003;
constexpr int kNoSingleDraw = 5004;
constexpr int kImpossibleFact = 5005;
constexpr int kCausesMeet = 5006;
constexpr int kFollowingFact = 5050;

}  // namespace jonbar
