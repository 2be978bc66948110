// The game of each scenario that was played last, kept by the browser: a page that is loaded again goes on with it.

import type { Store } from '../editor/drafts';
import { readSaved, type Saved } from './game';
import type { Replay } from './replay';

/// `left`: the player went to begin another one; it is offered, not gone on with.
export interface Kept { saved: Saved; replay: Replay | null; left?: boolean }

export class KeptGames {
    constructor(private readonly store: Store) {}

    of(scenario: string): Kept | null {
        try {
            const kept = JSON.parse(this.store.getItem(key(scenario)) ?? 'null') as Kept | null;
            return kept ? { saved: readSaved(JSON.stringify(kept.saved)), replay: kept.replay ?? null, left: kept.left === true } : null;
        } catch { return null; }
    }

    /// Tells whether the browser kept it.
    keep(scenario: string, game: Kept): boolean {
        try {
            this.store.setItem(key(scenario), JSON.stringify(game));
            return true;
        } catch { return false; }
    }
}

function key(scenario: string): string { return `jonbar-play:${scenario}`; }
