// Where the options lead: asked for, drawn an outcome at a time, given up with the decision.

import * as Plot from '@observablehq/plot';
import { kStyle, shareTicks } from '../../charts';
import { h, table } from '../../dom';
import { figure } from '../../figure';
import { count, dateWords, interval, number, percent } from '../../words';
import type { Asked } from '../api';
import { problem } from '../problem';
import type { Game, Odds, Stop } from './game';
import { medianDate, oddsGroups, oddsMeans, oddsOutcomes, type Names, type OddsGroup } from './shape';

const kColours = ['var(--actual)', 'var(--altered)', 'var(--third)', 'var(--fourth)'];

export class OddsPart {
    readonly element = h('div', { class: 'odds' });
    private asked: Asked | null = null;
    private readonly status = h('p', { class: 'quiet', role: 'status' });
    private readonly body = h('div');

    constructor(private readonly game: Game, private readonly stop: Stop, private readonly names: Names) {
        this.offer();
    }

    /// Gives up what is being computed.
    cancel(): void {
        this.asked?.cancel();
        this.asked = null;
    }

    private offer(): void {
        this.element.replaceChildren(h('button', { type: 'button', class: 'button', click: () => this.ask() }, 'Where would each lead?'), this.status, this.body);
    }

    private ask(): void {
        const giveUp = h('button', { type: 'button', class: 'button', click: () => { this.cancel(); this.status.textContent = 'Given up.'; this.offer(); } }, 'Give up');
        this.element.replaceChildren(giveUp, this.status, this.body);
        giveUp.focus();
        this.status.textContent = 'Histories go on from here, for each option …';
        this.asked = this.game.odds({
            waits: (why) => { this.status.textContent = why; },
            done: (odds) => { this.asked = null; this.show(odds); },
            failed: (error) => { this.asked = null; this.status.textContent = ''; this.offer(); this.body.replaceChildren(problem(error)); },
            cancelled: () => { this.asked = null; this.status.textContent = 'Given up.'; this.offer(); },
        });
    }

    private show(odds: Odds): void {
        const name = (option: string): string => this.names.option(option);
        const told = Object.keys(odds.options).length;
        this.status.textContent = `${count(odds.histories, 'history', 'histories')} for each option, all the same until now; later ${this.game.place.label} chooses without you.${odds.partial ? ` The time sufficed for ${told} of ${this.stop.options.length} options.` : ''}`;
        const outcomes = oddsOutcomes(odds);
        const place = h('div');
        const select = h('select', { change: () => draw() }, outcomes.map((outcome) => h('option', { value: outcome.name }, outcome.label)));
        const draw = (): void => place.replaceChildren(...this.outcome(odds, select.value, outcomes.find((each) => each.name === select.value)?.label ?? '', name));
        const title = h('h4', { tabindex: -1 }, 'Where each leads');
        this.element.replaceChildren(title, h('p', { class: 'controls' }, h('label', null, 'What becomes of ', select)), place, this.status);
        if (outcomes.length > 0) draw();
        title.focus();
    }

    private outcome(odds: Odds, outcome: string, label: string, name: (option: string) => string): HTMLElement[] {
        const means = oddsMeans(odds, outcome);
        if (means.length > 0) {
            return [table(label, [
                { title: 'Option', cell: (row: (typeof means)[number]) => name(row.option) },
                { title: 'Mean, with 95 % interval', figure: true, cell: (row) => `${number(row.p)} (${number(row.low)} to ${number(row.high)})${row.unit ? ` ${row.unit}` : ''}` },
            ], means)];
        }
        const groups = oddsGroups(odds, outcome).map((group) => ({ ...group, value: this.names.value(outcome, group.value) }));
        const dated = Object.values(odds.options).some((outcomes) => outcomes[outcome]?.kind === 'date');
        const medians = dated ? Object.entries(odds.options).flatMap(([option, outcomes]) => {
            const median = medianDate(outcomes[outcome]!);
            return median ? [`${name(option)}: half of these by ${dateWords(median)}`] : [];
        }) : [];
        const best = groups[0];
        const chart = figure(medians.join('; '), `${label}: ${best ? `${best.value}: ${best.rows.map((row) => `${name(row.option)} ${percent(row.p)}`).join(', ')}` : ''}.`,
            (width) => oddsBars(groups, name, width),
            () => h('div', null, groups.map((group) => table(`${label}: ${group.value}`, [
                { title: 'Option', cell: (row: OddsGroup['rows'][number]) => name(row.option) },
                { title: 'Share, with 95 % interval', figure: true, cell: (row) => `${percent(row.p)} (${interval(row.low, row.high)})` },
            ], group.rows))));
        return [chart.element];
    }
}

/// A bar an option with its interval, under each value.
function oddsBars(groups: OddsGroup[], name: (option: string) => string, width: number): Element {
    const rows = groups.flatMap((group, at) => group.rows.map((row, index) => ({ ...row, key: `${at} ${index}`, label: name(row.option), colour: kColours[index % kColours.length]! })));
    const heads = groups.map((group, at) => ({ key: `${at}`, text: group.value }));
    const domain = groups.flatMap((group, at) => [`${at}`, ...group.rows.map((_row, index) => `${at} ${index}`)]);
    const height = 34;
    return Plot.plot({
        width, height: height * domain.length + 26, marginLeft: 1, marginRight: 2, marginTop: 0, marginBottom: 26, style: kStyle,
        x: { domain: [0, 1], axis: null, clamp: true },
        y: { axis: null, type: 'band', domain, padding: 0 },
        marks: [
            ...shareTicks(width),
            Plot.barX(rows, { y: 'key', x1: 0, x2: 'p', fill: 'colour', insetTop: 19, insetBottom: 5 }),
            Plot.ruleY(rows, { y: 'key', x1: 'low', x2: 'high', stroke: 'var(--ink)', strokeWidth: 1.5, dy: 7 }),
            Plot.text(heads, { y: 'key', x: 0, text: 'text', textAnchor: 'start', dy: 8, fill: 'var(--ink)', fontWeight: 700, stroke: 'var(--paper)', strokeWidth: 3 }),
            Plot.text(rows, { y: 'key', x: 0, text: 'label', textAnchor: 'start', dy: -8, fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3, textOverflow: 'ellipsis', lineWidth: Math.max(8, (width - 80) / 13) }),
            Plot.text(rows, { y: 'key', x: 1, text: (row: { p: number }) => percent(row.p), textAnchor: 'end', dy: -8, fill: 'var(--ink)', fontVariant: 'tabular-nums', stroke: 'var(--paper)', strokeWidth: 3 }),
        ],
    });
}
