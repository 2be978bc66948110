// The source drawer: what a part of the scenario rests on, asked of the server when it is opened.
//
// It is the report's drawer. The report carries all claims; here those that the drawer shows are asked for first: what
// has the name, the claims it cites, and those that contradict them.

import { Claims } from '../cite';
import type { Claim, Evidence, Report, Rest } from '../data';
import { h } from '../dom';
import { words } from '../words';
import { ApiError, type Api } from './api';
import type { LabState } from './state';

interface Overview {
    sources: Evidence['sources'];
    groups: Evidence['groups'];
    claims: { all: number; used: number };
    params: Evidence['params'];
    observations: Evidence['observations'];
}

interface Told {
    claims: Record<string, Claim>;
    rests: Rest[];
    supported: Rest[];
    conflicts: Record<string, { state: string; claims: string[] }>;
}

export class Drawer extends Claims {
    private known: Promise<Overview> | null = null;

    constructor(private readonly state: LabState, private readonly api: Api, private readonly goTo: (line: number) => void) {
        const evidence: Report = { evidence: { claims: {}, sources: {}, groups: {}, rests: [] } } as unknown as Report;
        super(evidence);
        this.shown = evidence.evidence!;
        const forget = (): void => {
            this.known = null;
            Object.assign(this.shown, { claims: {}, sources: {}, groups: {}, rests: [] });
        };
        state.subscribe('scenario', forget);
        state.subscribe('text', forget);
    }

    private readonly shown: Evidence;

    /// The button that opens what a named part rests on, as "outcome fate", "cause silence" or "boris.standing".
    override of(...names: string[]): HTMLElement | null {
        const name = names[0];
        return name ? this.opener('sources', words(name), () => this.part(name.replace(/^(outcome|cause|whatif|param) /, ''), words(name))) : null;
    }

    /// The button that opens these claims.
    override button(names: string[], about: string): HTMLElement | null {
        const several = [...new Set(names)];
        if (several.length === 0) return null;
        return this.opener(several.length === 1 ? '1 claim' : `${several.length} claims`, about, () => this.named(several, about));
    }

    /// What the scenario's evidence is, in numbers, sources and contradictions.
    overview(): Promise<Overview> {
        this.known ??= this.ask<Overview>().catch((error: unknown) => { this.known = null; throw error; });
        return this.known;
    }

    /// A line of the text is shown in its tab, where it is this scenario's.
    override placeLink(place: string): Node {
        const found = /^(.*):(\d+)$/.exec(place);
        if (!found || found[1] !== this.state.view.scenario) return h('span', null, place.replace(/^library:\//, ''));
        return h('button', { type: 'button', class: 'cite', click: () => { document.querySelector<HTMLDialogElement>('dialog.drawer')?.close(); this.goTo(Number(found[2])); } }, `line ${found[2]}`);
    }

    private opener(text: string, about: string, open: () => Promise<void>): HTMLElement {
        const button = h('button', { type: 'button', class: 'cite', 'aria-haspopup': 'dialog', 'aria-label': `${text}: ${about}`, click: () => {
            button.setAttribute('aria-busy', 'true');
            open().catch((error: unknown) => this.say(about, error instanceof Error ? error.message : String(error)))
                .finally(() => button.removeAttribute('aria-busy'));
        } }, text);
        return button;
    }

    private async part(name: string, about: string): Promise<void> {
        let told: Told;
        try {
            told = await this.ask<Told>(name);
        } catch (error) {
            if (error instanceof ApiError && error.kind === 'question') return this.say(about, 'The scenario cites nothing for it, and says of no assumption.');
            throw error;
        }
        const rest = told.supported[0] ?? null;
        await this.take(told);
        this.open(about, Object.keys(told.claims), rest);
        if (Object.keys(told.claims).length === 0 && !rest?.assumed) this.add('The scenario cites nothing for it.');
    }

    private async named(names: string[], about: string): Promise<void> {
        for (const told of await Promise.all(names.map((name) => this.ask<Told>(name)))) await this.take(told);
        this.open(about, names, null);
    }

    /// Keeps what was told, and asks for the claims on the other side of each contradiction.
    private async take(told: Told): Promise<void> {
        const { sources } = await this.overview();
        Object.assign(this.shown.sources!, sources);
        Object.assign(this.shown.claims!, told.claims);
        Object.assign(this.shown.groups!, told.conflicts);
        const others = Object.values(told.conflicts).flatMap((group) => group.claims).filter((name) => !this.shown.claims![name]);
        for (const other of await Promise.all([...new Set(others)].map((name) => this.ask<Told>(name)))) Object.assign(this.shown.claims!, other.claims);
    }

    private say(about: string, sentence: string): void {
        this.open(about, [], null);
        this.add(sentence);
    }

    private add(sentence: string): void {
        document.querySelector('dialog.drawer .drawer-body')?.append(h('p', { class: 'nothing' }, sentence));
    }

    private ask<Answer>(of?: string): Promise<Answer> {
        const subject = this.state.subject();
        if (!subject) return Promise.reject(new Error('No scenario is chosen.'));
        return new Promise((done, failed) => this.api.ask<Answer>({ ...subject, kind: 'evidence', options: of === undefined ? {} : { of } },
            { done, failed, cancelled: () => failed(new Error('The question was cancelled.')) }));
    }
}
