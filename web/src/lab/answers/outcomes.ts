// How it comes out: a card an outcome, drawn again as the answers come.

import { bars, courses, kActual, kBefore, spreads } from '../../charts';
import type { ChangedOutcome, Estimate, Outcome } from '../../data';
import { apart, h, table } from '../../dom';
import { figure, type Figure } from '../../figure';
import { byWhen } from '../../shape';
import { dateWords, interval, moment, number, percent } from '../../words';
import type { Drawer } from '../evidence';
import type { Inquiry } from '../inquiry';
import type { ModelOutcome } from '../model';
import type { LabState } from '../state';
import { alteredWorlds, answerOf, type World } from '../worlds';
import { worldBars, worldMeans, type WorldBar } from './charts';
import { greatestDifference, outcomeName, points, seenOf, shownValues, valueName } from './shape';

const kGiven = 'given the record';
const kPrior = 'without the record';

interface Compared { world: World; changed: ChangedOutcome }

class Card {
    readonly element: HTMLElement;
    private readonly caption = h('span');
    private readonly chart: Figure;
    private readonly notes = h('ul', { class: 'differences' });
    private readonly waiting = h('p', { class: 'nothing' }, 'Computing …');

    constructor(private readonly outcome: ModelOutcome, private readonly state: LabState, private readonly inquiry: Inquiry, drawer: Drawer) {
        this.chart = figure(this.caption, () => this.label(), (width) => this.draw(width), () => this.table());
        this.element = h('article', { class: 'card', 'data-outcome': outcome.name },
            h('h3', null, apart(outcomeName(outcome)), ' ', drawer.of(`outcome ${outcome.name}`)), this.waiting, this.chart.element, this.notes);
        this.show();
    }

    show(): void {
        const { prior, given } = this.seen();
        const compared = this.compared();
        const some = prior !== null || given !== null || compared.length > 0;
        this.waiting.hidden = some;
        this.chart.element.hidden = !some;
        this.element.dataset.histories = String(this.inquiry.run.answer?.histories ?? 0);
        const stale = compared.length > 0 ? !this.inquiry.worlds.fresh : this.state.view.follow && given ? !this.inquiry.given.fresh : !this.inquiry.run.fresh;
        this.element.classList.toggle('stale', stale);
        this.notes.replaceChildren(...compared.map(({ world, changed }) => h('li', null, keyed(world), ' ', h('strong', null, greatestDifference(this.outcome, changed)))));
        if (!some) return;
        this.caption.textContent = this.sentence();
        this.chart.redraw();
    }

    private seen(): { prior: Outcome | null; given: Outcome | null } {
        const seen = seenOf(this.outcome.name, this.inquiry.run.answer, this.inquiry.given.answer);
        return this.state.view.follow ? seen : { ...seen, given: null };
    }

    private compared(): Compared[] {
        const { model, view } = this.state;
        const told = this.inquiry.worlds.answer?.whatifs;
        if (!model || !told) return [];
        return alteredWorlds(view, model).flatMap((world) => {
            const changed = answerOf(world, view, told)?.outcomes?.[this.outcome.name];
            return changed ? [{ world, changed }] : [];
        });
    }

    /// A share in each world: the actual one first.
    private inWorlds(compared: Compared[], value: string): WorldBar[] {
        const of = (changed: ChangedOutcome): { actual: Estimate; altered: Estimate } | undefined => (this.outcome.kind === 'number' ? changed.mean : changed.values?.[value]);
        const first = of(compared[0]!.changed);
        return [
            { colour: kActual, world: 'as it was', value: first?.actual ?? null },
            ...compared.map(({ world, changed }) => ({ colour: world.colour, world: world.label, value: of(changed)?.altered ?? null })),
        ];
    }

    private values(compared: Compared[]): { shown: string[]; all: number } {
        if (this.outcome.kind === 'date') return { shown: ['ever'], all: 1 };
        const { prior, given } = this.seen();
        const shares = compared.length > 0
            ? [pick(compared[0]!.changed, 'actual'), ...compared.map(({ changed }) => pick(changed, 'altered'))]
            : [given?.values, prior?.values].filter((values) => values !== undefined);
        return shownValues(this.outcome, shares, compared.length > 0);
    }

    private draw(width: number): Element {
        const compared = this.compared();
        const { outcome } = this;
        if (compared.length > 0) {
            if (outcome.kind === 'number') return worldMeans(this.inWorlds(compared, ''), width, outcome.unit);
            return worldBars(this.values(compared).shown.map((value) => ({
                label: outcome.kind === 'truth' ? 'yes' : outcome.kind === 'date' ? 'it comes' : valueName(outcome, value), bars: this.inWorlds(compared, value),
            })), width);
        }
        const { prior, given } = this.seen();
        if (outcome.kind === 'number') return spreads(this.told().flatMap(({ label, colour, outcome: { quantiles } }) => (quantiles ? [{ label, colour, quantiles }] : [])), width, outcome.unit);
        if (outcome.kind === 'date') {
            const { model } = this.state;
            return courses(this.told().map(({ label, colour, outcome: told }) => ({ label, colour, steps: byWhen(told) })), width, moment(model?.from) ?? new Date(0), moment(model?.to, true) ?? new Date());
        }
        return bars(this.values([]).shown.map((value) => ({
            label: outcome.kind === 'truth' ? 'yes' : valueName(outcome, value), main: whole(given?.values?.[value]), beside: whole(prior?.values?.[value]),
        })), width);
    }

    private told(): { label: string; colour: string; outcome: Outcome }[] {
        const { prior, given } = this.seen();
        return [
            ...(given ? [{ label: kGiven, colour: kActual, outcome: given }] : []),
            ...(prior ? [{ label: kPrior, colour: given ? kBefore : kActual, outcome: prior }] : []),
        ];
    }

    private sentence(): string {
        const compared = this.compared();
        const { outcome } = this;
        if (outcome.kind === 'date') {
            const half = (median: unknown): string => (median ? `half of these by ${dateWords(String(median))}` : 'never');
            if (compared.length > 0) return compared.map(({ world, changed }, index) => `${index === 0 ? `As it was: ${half(changed.median?.actual)}. ` : ''}${world.label}: ${half(changed.median?.altered)}.`).join(' ');
            return `Has it come by then? ${this.told().map((world) => `${world.label}: ${percent(byWhen(world.outcome).at(-1)?.p ?? 0)}, ${half(world.outcome.quantiles?.['0.5'])}`).join('; ')}.`;
        }
        if (outcome.kind === 'number') {
            if (compared.length > 0) return 'Means and their 95 % intervals.';
            return `Mean ${this.told().map((world) => `${world.label} ${number(world.outcome.mean)} (${number(world.outcome.mean_low)} to ${number(world.outcome.mean_high)})`).join('; ')}${outcome.unit ? ` ${outcome.unit}` : ''}.`;
        }
        const { shown, all } = this.values(compared);
        return all > shown.length ? `The ${shown.length} most probable of ${all} values.` : '';
    }

    private label(): string {
        const compared = this.compared();
        const name = outcomeName(this.outcome);
        if (compared.length > 0) return `${name}: ${compared.map(({ world, changed }) => `${world.label} ${greatestDifference(this.outcome, changed)}`).join('; ')}.`;
        const { prior, given } = this.seen();
        if (this.outcome.kind === 'truth' || this.outcome.kind === 'choice') {
            return `${name}: ${this.values([]).shown.slice(0, 3).map((value) => `${valueName(this.outcome, value)} ${percent((given ?? prior)?.values?.[value]?.p)}`).join(', ')}.`;
        }
        return `${name}. ${this.sentence()}`;
    }

    private table(): HTMLElement {
        const compared = this.compared();
        const { outcome } = this;
        if (compared.length > 0) {
            const values = outcome.kind === 'number' ? [''] : this.values(compared).shown;
            const said = (estimate: Estimate | null): string => (outcome.kind === 'number' ? `${number(estimate?.p)} (${number(estimate?.low)} to ${number(estimate?.high)})` : `${percent(estimate?.p)} (${interval(estimate?.low, estimate?.high)})`);
            return h('div', null, values.map((value) => table(value && outcome.kind === 'choice' ? `${outcomeName(outcome)}: ${valueName(outcome, value)}` : outcomeName(outcome), [
                { title: 'World', cell: (row: { label: string; value: Estimate | null; difference: string }) => row.label },
                { title: 'With 95 % interval', figure: true, cell: (row) => said(row.value) },
                { title: 'Less as it was', figure: true, cell: (row) => row.difference },
            ], this.inWorlds(compared, value).map((bar, index) => {
                const changed = compared[index - 1]?.changed;
                const difference = outcome.kind === 'number' ? changed?.mean?.difference : changed?.values?.[value]?.difference;
                return { label: bar.world, value: bar.value, difference: difference ? (outcome.kind === 'number' ? said(difference) : points(difference)) : '' };
            }))));
        }
        return h('div', null, this.told().map((world) => table(`${outcomeName(outcome)}, ${world.label}`, outcome.kind === 'number'
            ? [{ title: 'Share below', cell: ([key]: [string, string]) => percent(Number(key)) }, { title: 'Value', figure: true, cell: ([, value]: [string, string]) => value }]
            : [{ title: outcome.kind === 'date' ? 'Date' : 'Value', cell: ([key]: [string, string]) => (outcome.kind === 'date' ? dateWords(key) : valueName(outcome, key)) },
                { title: 'Share, with 95 % interval', figure: true, cell: ([, value]: [string, string]) => value }],
        outcome.kind === 'number' ? Object.entries(world.outcome.quantiles ?? {}).map(([key, value]): [string, string] => [key, number(value)])
            : Object.entries(world.outcome.values ?? {}).map(([key, value]): [string, string] => [key, `${percent(value.p)} (${interval(value.low, value.high)})`]))));
    }
}

/// An estimate whose interval is known; with too few islands for one, its interval is the point.
function whole(estimate: Estimate | undefined): Estimate | null {
    return estimate ? { p: estimate.p, low: estimate.low ?? estimate.p, high: estimate.high ?? estimate.p } : null;
}

function pick(changed: ChangedOutcome, which: 'actual' | 'altered'): Record<string, Estimate> {
    return Object.fromEntries(Object.entries(changed.values ?? {}).map(([name, value]) => [name, value[which]]));
}

/// A world's name behind its colour.
export function keyed(world: { label: string; colour: string }): HTMLElement {
    const key = h('span', { class: 'key' }, apart(world.label));
    key.style.setProperty('--key', world.colour);
    return key;
}

export function mountOutcomes(host: HTMLElement, state: LabState, inquiry: Inquiry, drawer: Drawer): void {
    const legend = h('p', { class: 'legend' });
    const cards = h('div', { class: 'lab-cards' });
    let all: Card[] = [];
    let drawn: unknown[] = [];
    host.append(h('section', { class: 'outcomes', 'aria-labelledby': 'outcomes-title' }, h('h2', { id: 'outcomes-title' }, 'How it comes out'), legend, cards));
    const make = (): void => {
        drawn = [];
        all = (state.model?.outcomes ?? []).map((outcome) => new Card(outcome, state, inquiry, drawer));
        cards.replaceChildren(...all.map((card) => card.element));
        show();
    };
    const show = (): void => {
        const { model, view } = state;
        // Progress alone draws nothing anew.
        const parts = [inquiry.run, inquiry.given, inquiry.worlds];
        const now = [model, view.follow, view.whatifs, view.built, view.without, ...parts.flatMap((part) => [part.answer, part.fresh])];
        if (now.length === drawn.length && now.every((each, index) => each === drawn[index])) return;
        drawn = now;
        const altered = model ? alteredWorlds(view, model) : [];
        const keys = altered.length > 0 && inquiry.worlds.answer
            ? [{ label: 'as it was', colour: kActual }, ...altered]
            : view.follow ? [{ label: kGiven, colour: kActual }, { label: kPrior, colour: kBefore }] : [{ label: 'all histories of the scenario', colour: kActual }];
        legend.replaceChildren(...keys.map(keyed), h('span', { class: 'quiet' }, 'Thin lines are 95 % intervals.'));
        for (const card of all) card.show();
    };
    state.subscribe('model', make);
    state.subscribe('scenario', make);
    inquiry.onChange(show);
    make();
}
