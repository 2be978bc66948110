// The same history again with one other choice: later choices are made as before, as long as they fit.

import type { Choice, End, Place, Saved, Stop } from './game';

/// What is played again, and how it came out before.
export interface Replay {
    at: number;          // the choice that is made anew, from 0
    before: Choice[];    // all choices of the game before
    outcomes: Record<string, string>;  // as played before
    again: boolean;      // the later choices are made again
}

/// The saved game as it stood before a choice.
export function savedBefore(saved: Saved, at: number): Saved {
    return { ...saved, choices: saved.choices.slice(0, at) };
}

export function replayOf(place: Place, end: End, at: number, again: boolean): Replay {
    return {
        at, again, before: place.saved.choices,
        outcomes: Object.fromEntries(Object.entries(end.outcomes).map(([name, outcome]) => [name, outcome.played])),
    };
}

/// The option that was chosen before at this decision, if it is the same one and the option is open.
export function chosenBefore(replay: Replay | null, stop: Stop): string | null {
    const before = replay?.before[stop.number - 1];
    if (!before || before.date !== stop.date || before.decision !== stop.decision) return null;
    return stop.options.some((option) => option.name === before.option) ? before.option : null;
}

/// What is to be chosen without asking: behind the choice made anew, what was chosen before.
export function chosenAgain(replay: Replay | null, stop: Stop): string | null {
    return replay?.again && stop.number - 1 > replay.at ? chosenBefore(replay, stop) : null;
}
