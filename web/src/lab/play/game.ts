// A game as the server tells of it (docs/serving.md, Games), and what can be done with one.
//
// The server may forget a game at any time: the saved game that each answer brings is enough to go on, so a game that
// is gone is begun again from there and asked once more. A request that the server was too busy for waits.

import type { Api, Asked, Listeners, Subject } from '../api';
import { ApiError, asApiError } from '../api';

export interface Line { date: string; text: string }
export interface Known { about: 'self' | 'ties' | 'holders' | 'world'; name: string; value: string; number: boolean; empty: boolean; changed: boolean }
export interface Option { name: string; label: string; share: number }
export interface Advice { text: string; option: string; chosen: boolean }
export interface Choice { date: string; decision: string; option: string }

export interface Stop {
    number: number;
    date: string;
    decision: string;
    told: Line[];
    known: Known[];
    options: Option[];
    record: Advice[];
}

export interface EndOutcome { label: string; unit: string; played: string; own: string }
export interface Fact { text: string; played: boolean | null; own: boolean | null }

export interface End {
    told: Line[];
    outcomes: Record<string, EndOutcome>;
    choices: (Choice & { own: string })[];
    parted: string;
    only_played: Line[];
    only_own: Line[];
    facts: Fact[];
}

/// The file of `jonbar play --save`; only what is read here.
export interface Saved {
    format: string;
    scenario: string;
    title: string;
    person: string;
    history: number;
    seed: number;
    settings: string[];
    choices: Choice[];
    [more: string]: unknown;
}

export interface Place {
    id: string;
    scenario: string;
    title: string;
    person: string;
    label: string;
    history: number;
    first: boolean;
    seed: number;
    settings: string[];
    choices: Choice[];
    chronicle: Line[];
    saved: Saved;
    stop?: Stop;
    end?: End;
}

export interface Estimate { p: number; low: number; high: number }
export interface OddsOutcome { kind: 'truth' | 'choice' | 'date' | 'number'; label?: string; unit?: string; values?: Record<string, Estimate>; mean?: Estimate }
export interface Odds { histories: number; partial: boolean; options: Record<string, Record<string, OddsOutcome>> }

export interface Beginning { as: string; options: { history?: number; seed?: number; set?: Record<string, number> } }

const kPlays = '/api/plays';
const kTries = 5;

/// What stands between a busy server and the next try; tests have another.
export type Wait = (milliseconds: number) => Promise<void>;
const kWait: Wait = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

export class Game {
    private constructor(private readonly api: Api, private readonly subject: Subject, public place: Place, private readonly wait: Wait) {}

    static async begin(api: Api, subject: Subject, beginning: Beginning | { saved: Saved }, wait: Wait = kWait): Promise<Game> {
        const place = await patiently(() => api.post<Place>(kPlays, { ...subject, ...beginning }), wait);
        return new Game(api, subject, place, wait);
    }

    async choose(option: string): Promise<void> {
        await this.act('choose', { option });
    }

    async chooseOwn(times = 1): Promise<void> {
        await this.act('choose-own', { times });
    }

    async undo(): Promise<void> {
        await this.act('undo', {});
    }

    /// Asks where the options lead. Cancel before the next choice.
    odds(listeners: Listeners<Odds>): Asked {
        return this.api.ask<Odds>({}, {
            ...listeners,
            failed: (error) => {
                if (error.status !== 404) return listeners.failed?.(error);
                this.revive().then(() => this.odds(listeners), (again: unknown) => listeners.failed?.(asApiError(again)));
            },
        }, `${this.address()}/odds`);
    }

    /// Says that it is not played on; what was saved still leads to its place.
    forget(): void {
        void fetch(this.address(), { method: 'DELETE', keepalive: true, credentials: 'same-origin' }).catch(() => undefined);
    }

    private address(): string {
        return `${kPlays}/${this.place.id}`;
    }

    private async act(verb: string, what: object): Promise<void> {
        const number = this.place.choices.length + 1;
        const once = (): Promise<Place> => patiently(() => this.api.post<Place>(`${this.address()}/${verb}`, { ...what, number }), this.wait);
        try {
            this.place = await once();
        } catch (error) {
            const { status } = asApiError(error);
            if (status === 409) this.place = await this.api.get<Place>(this.address());  // an answer was lost
            else if (status === 404) {
                await this.revive();
                this.place = await once();
            } else throw error;
        }
    }

    private async revive(): Promise<void> {
        this.place = await patiently(() => this.api.post<Place>(kPlays, { ...this.subject, saved: this.place.saved }), this.wait);
    }
}

async function patiently<Answer>(act: () => Promise<Answer>, wait: Wait): Promise<Answer> {
    for (let tries = 1; ; ++tries) {
        try {
            return await act();
        } catch (error) {
            const busy = error instanceof ApiError && (error.status === 429 || error.status === 503);
            if (!busy || tries === kTries) throw error;
            await wait(Math.max(error.retrySeconds * 1000, 500));
        }
    }
}

/// Reads a file of `jonbar play --save`; says what is wrong with it.
export function readSaved(text: string): Saved {
    let read: unknown;
    try { read = JSON.parse(text); } catch { throw new ApiError(0, 'This file is no saved game: it is not JSON, or breaks off.'); }
    const saved = read as Saved | null;
    if (saved?.format !== 'jonbar-play' || !Array.isArray(saved.choices) || typeof saved.scenario !== 'string') {
        throw new ApiError(0, 'This file is no saved game of Jonbar.');
    }
    return saved;
}

/// Writes it as the program does.
export function writeSaved(saved: Saved): string {
    return `${JSON.stringify(saved, null, 2)}\n`;
}
