// Texts that were changed here and stand in no file, kept by the browser.
//
// Each page that edits a scenario keeps a draft of its own, so that two pages, or a text begun anew,
// overwrite nothing. A page that is loaded again finds its own; another one is offered the latest.
// A browser that refuses to keep anything loses them with the page; the page says so.

export interface Draft {
    id: string;
    when: number;  // milliseconds since 1970
    text: string;
}

/// What keeps: localStorage, sessionStorage, or a map in tests.
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

// Of one scenario; the oldest goes first.
const kKept = 5;

export class Drafts {
    /// `lasting` outlives the page, `own` belongs to this one, also when it is loaded again.
    constructor(private readonly lasting: Store, private readonly own: Store, private readonly clock: () => number = Date.now) {}

    /// Returns the drafts of a scenario, the latest first.
    all(scenario: string): Draft[] {
        try {
            const kept: unknown = JSON.parse(this.lasting.getItem(key(scenario)) ?? '[]');
            return Array.isArray(kept) ? kept.filter(isDraft).sort((a, b) => b.when - a.when) : [];
        } catch { return []; }
    }

    /// Returns the draft that this page made or took up.
    mine(scenario: string): Draft | undefined {
        const id = this.id(scenario);
        return this.all(scenario).find((each) => each.id === id);
    }

    /// Returns the latest draft that is not this page's own and says other than each of `texts`.
    offered(scenario: string, ...texts: string[]): Draft | undefined {
        const id = this.id(scenario);
        return this.all(scenario).find((each) => each.id !== id && !texts.includes(each.text));
    }

    /// Keeps the text as this page's draft; false where the browser refuses.
    keep(scenario: string, text: string): boolean {
        const when = this.clock();
        const id = this.id(scenario) ?? `${when.toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
        const others = this.all(scenario).filter((each) => each.id !== id);
        return this.adopt(scenario, id) && this.write(scenario, [{ id, when, text }, ...others].slice(0, kKept));
    }

    /// Makes a draft this page's own.
    adopt(scenario: string, id: string): boolean {
        return attempt(() => { this.own.setItem(key(scenario), id); });
    }

    /// Keeps this page's draft, but as one that is offered.
    release(scenario: string): boolean {
        return attempt(() => { this.own.removeItem(key(scenario)); });
    }

    /// Forgets a draft.
    drop(scenario: string, id: string): boolean {
        if (this.id(scenario) === id) this.release(scenario);
        return this.write(scenario, this.all(scenario).filter((each) => each.id !== id));
    }

    private id(scenario: string): string | undefined {
        try { return this.own.getItem(key(scenario)) ?? undefined; } catch { return undefined; }
    }

    private write(scenario: string, drafts: Draft[]): boolean {
        return attempt(() => {
            if (drafts.length === 0) this.lasting.removeItem(key(scenario));
            else this.lasting.setItem(key(scenario), JSON.stringify(drafts));
        });
    }
}

function key(scenario: string): string { return `jonbar-draft:${scenario}`; }

function isDraft(value: unknown): value is Draft {
    const draft = value as Draft | null;
    return typeof draft?.id === 'string' && typeof draft.when === 'number' && typeof draft.text === 'string';
}

function attempt(act: () => void): boolean {
    try {
        act();
        return true;
    } catch { return false; }
}
