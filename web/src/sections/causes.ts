// What an outcome came from: causes, ranked, with what they are needed and enough for.

import * as Plot from '@observablehq/plot';
import type { Cause, Estimate, Report } from '../data';
import type { Claims } from '../cite';
import { kStyle } from '../charts';
import { h, nothing, section, table } from '../dom';
import { figure } from '../figure';
import { outcomeLabel, rankedCauses } from '../shape';
import { count, interval, percent, words } from '../words';

const kMeasures = [
    { key: 'shapley', title: 'Shapley value', colour: 'var(--actual)', says: 'what it adds, on average over all orders in which the causes could come' },
    { key: 'necessity', title: 'Necessity', colour: 'var(--altered)', says: 'the share of histories with the outcome that lose it when the cause is away' },
    { key: 'sufficiency', title: 'Sufficiency', colour: 'var(--third)', says: 'the share of histories without the outcome that gain it when the cause is there' },
] as const;

export function causes(report: Report, claims: Claims): HTMLElement {
    const why = report.why;
    const ranked = rankedCauses(why?.causes ?? []);
    if (!why || ranked.length === 0) return section('causes', 'Causes', nothing('No causes were asked after, or the scenario names none.', `jonbar why ${report.file ?? 'FILE'} OUTCOME`));
    const said = `${outcomeLabel(why.outcome, report.run?.outcomes?.[why.outcome])}${why.value === 'yes' ? '' : `: ${words(why.value)}`}`;
    const labels = (cause: Cause): string => cause.label || words(cause.name);
    const chart = figure(
        h('span', null, `What “${said}” came from. Lines are 95 % intervals.`),
        `Causes of ${said}, ranked: ${ranked.slice(0, 3).map((cause) => `${labels(cause)} ${percent(cause.shapley.p)}`).join(', ')}.`,
        (width) => draw(ranked, labels, width),
        () => table(`Causes of ${said}`, [
            { title: 'Cause', cell: labels },
            { title: 'Group', cell: (cause) => words(cause.group ?? '') },
            ...kMeasures.flatMap((measure) => [
                { title: measure.title, figure: true, cell: (cause: Cause) => percent(cause[measure.key]?.p) },
                { title: '95 % interval', figure: true, cell: (cause: Cause) => interval(cause[measure.key]?.low, cause[measure.key]?.high) },
            ]),
        ], ranked));
    return section('causes', 'Causes',
        h('dl', { class: 'measures' }, kMeasures.map((measure) => h('div', null, h('dt', null, measure.title), h('dd', null, measure.says, '.')))),
        chart.element,
        h('p', null, sentence(report)),
        h('details', { class: 'listed', open: true }, h('summary', null, 'What is compared with what'),
            h('ol', { class: 'rows' }, ranked.map((cause) => h('li', null,
                h('strong', null, labels(cause)), ' ', claims.of(`cause ${cause.name}`),
                cause.absence && [' – without it: ', h('code', null, cause.absence)],
                cause.tied && h('span', { class: 'quiet' }, ' Its rank is not certain: the next one’s interval overlaps.'))))),
        groups(report));
}

function sentence(report: Report): string {
    const why = report.why!;
    const parts = [
        why.with_all && why.without_any && `With all causes the outcome holds in ${percent(why.with_all.p)} of histories, without any in ${percent(why.without_any.p)}.`,
        why.first_stays_first != null && (why.causes?.length ?? 0) > 1 && `The first cause stays the first in ${percent(why.first_stays_first)} of the draws of what nobody knows.`,
        why.histories != null && `${count(why.histories, 'history', 'histories')}${why.conditioned ? ' that follow the record' : ''}; ${why.exact ? 'all subsets of the causes' : 'sampled orders of the causes'}.`,
    ];
    return parts.filter(Boolean).join(' ');
}

function groups(report: Report): HTMLElement | null {
    const told = (report.why?.groups ?? []).filter((group) => group.name);
    if (told.length < 2) return null;
    return h('details', { class: 'listed' }, h('summary', null, 'By group of causes'), table('Groups of causes (Owen values)', [
        { title: 'Group', cell: (group) => words(group.name) },
        { title: 'Owen value', figure: true, cell: (group) => percent(group.owen.p) },
        { title: '95 % interval', figure: true, cell: (group) => interval(group.owen.low, group.owen.high) },
        { title: 'Causes', figure: true, cell: (group) => String(group.causes) },
    ], told));
}

function draw(ranked: Cause[], labels: (cause: Cause) => string, width: number): Element {
    const rows = ranked.flatMap((cause, index) => kMeasures.flatMap((measure) => {
        const estimate: Estimate | null = cause[measure.key];
        return estimate ? [{ at: String(index), measure: measure.title, colour: measure.colour, ...estimate }] : [];
    }));
    const names = ranked.map((cause, index) => ({ at: String(index), text: labels(cause) }));
    const least = Math.min(0, ...rows.map((row) => row.low));
    const most = Math.max(...rows.map((row) => row.high), 0.1);
    const domain = names.map((name) => name.at);
    const share = (value: number): string => percent(value);
    if (width < 620) {
        const height = 64;
        const order = kMeasures.map((measure) => measure.title);
        const at = (row: { measure: string }): number => 30 + 11 * order.indexOf(row.measure as typeof order[number]) - height / 2;
        return Plot.plot({
            width, height: height * names.length + 64, marginLeft: 16, marginRight: 24, marginTop: 34, marginBottom: 28, style: kStyle,
            x: { domain: [least, most], tickFormat: share, ticks: 4, label: null, tickSize: 0, grid: true },
            y: { axis: null, type: 'band', domain, padding: 0 },
            marks: [
                Plot.ruleX([0], { stroke: 'var(--quiet)' }),
                Plot.text(names, { y: 'at', frameAnchor: 'left', text: 'text', dx: -14, dy: 12 - height / 2, fill: 'var(--ink)', textAnchor: 'start', stroke: 'var(--paper)', strokeWidth: 4, textOverflow: 'ellipsis', lineWidth: width / 13.5 }),
                ...kMeasures.flatMap((measure) => {
                    const mine = rows.filter((row) => row.measure === measure.title);
                    return [
                        Plot.ruleY(mine, { y: 'at', x1: 'low', x2: 'high', stroke: measure.colour, strokeWidth: 2, dy: at({ measure: measure.title }) }),
                        Plot.dot(mine, { y: 'at', x: 'p', r: 4, fill: measure.colour, dy: at({ measure: measure.title }) }),
                    ];
                }),
                ...kMeasures.map((measure, index) => Plot.text([measure.title], { frameAnchor: 'top-left', text: (title: string) => `● ${title}`, dx: [-14, 98, 196][index], dy: -28, fill: measure.colour, fontSize: 12 })),
            ],
        });
    }
    const longest = Math.max(...names.map((name) => name.text.length));
    const margin = Math.min(width * 0.36, longest * 7 + 18);
    return Plot.plot({
        width, height: 30 * names.length + 62, marginLeft: margin, marginRight: 26, marginTop: 30, marginBottom: 28, style: kStyle,
        x: { domain: [least, most], tickFormat: share, ticks: width < 900 ? 3 : 5, label: null, tickSize: 0, grid: true, insetLeft: 6, insetRight: 6 },
        y: { domain, label: null, tickSize: 0, tickFormat: (at: string) => names[Number(at)]?.text ?? '', axis: null },
        fx: { domain: kMeasures.map((measure) => measure.title), label: null, padding: 0.08, axis: null },
        marks: [
            Plot.frame({ stroke: 'var(--rule)' }),
            Plot.ruleX([0], { stroke: 'var(--quiet)' }),
            Plot.axisY({ label: null, tickSize: 0, tickFormat: (at: string) => names[Number(at)]?.text ?? '', lineWidth: margin / 13, textOverflow: 'ellipsis', fx: kMeasures[0].title }),
            Plot.text(kMeasures.map((measure) => measure.title), { fx: (title: string) => title, frameAnchor: 'top-left', text: (title: string) => title, dy: -20, fontWeight: 600, fill: 'var(--ink)' }),
            Plot.ruleY(rows, { fx: 'measure', y: 'at', x1: 'low', x2: 'high', stroke: 'colour', strokeWidth: 2 }),
            Plot.dot(rows, { fx: 'measure', y: 'at', x: 'p', r: 4.5, fill: 'colour' }),
        ],
    });
}
