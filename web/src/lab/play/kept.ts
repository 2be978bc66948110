// The game of each scenario that was played last, kept by the browser: a page that is loaded again goes on with it.

import type { Store } from '../editor/drafts';
import { readSaved, type Saved } from './game';
import type { Replay } from './replay';

export interface Kept { saved: Saved; replay: Replay | null }

export class KeptGames {
    constructor(private readonly store: Store) {}

    of(scenario: string): Kept | null {
        try {
            const kept = JSON.parse(this.store.getItem(key(scenario)) ?? 'null') as Kept | null;
            return kept ? { saved: readSaved(JSON.stringify(kept.saved)), replay: kept.replay ?? null } : null;
        } catch { return null; }
    }

    /// Tells whether the browser kept it.
    keep(scenario: string, game: Kept): boolean {
        try {
            this.store.setItem(key(scenario), JSON.stringify(game));
            return true;
        } catch { return false; }
    }

    forget(scenario: string): void {
        try { this.store.removeItem(key(scenario)); } catch { /* it kept nothing */ }
    }
}

function key(scenario: string): string { return `jonbar-play:${scenario}`; }
