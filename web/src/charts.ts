// The charts that several sections draw. Colours are the page's variables, so that light, dark and paper agree.

import * as Plot from '@observablehq/plot';
import type { Estimate, Quantiles } from './data';
import { number, percent } from './words';

export const kActual = 'var(--actual)';
export const kAltered = 'var(--altered)';
export const kBefore = 'var(--before)';
const kInk = 'var(--ink)';
const kQuiet = 'var(--quiet)';

export const kStyle = { fontSize: '13px', fontFamily: 'inherit', background: 'transparent', color: kInk, overflow: 'visible' } as const;

export interface Bar { label: string; main: Estimate | null; beside: Estimate | null; marked?: boolean }

/// Bars with their intervals on one scale from 0 to `most`, the label above each; beside it, thinner, the other estimate.
export function bars(rows: Bar[], width: number, most = 1): Element {
    const several = rows.some((row) => row.beside && row.main);
    const height = several ? 54 : 44;
    const domain = rows.map((_row, index) => String(index));
    const data = rows.map((row, index) => ({ ...row, at: String(index), main: row.main ?? row.beside!, beside: row.main ? row.beside : null }));
    const besides = data.filter((row) => row.beside);
    const top = 22;
    const second = several ? 14 : 0;
    return Plot.plot({
        width, height: height * rows.length + 26, marginLeft: 1, marginRight: 2, marginTop: 0, marginBottom: 26, style: kStyle,
        x: { domain: [0, most], axis: null, clamp: true },
        y: { axis: null, type: 'band', domain, padding: 0 },
        marks: [
            ...shareTicks(width, most),
            Plot.barX(data, { y: 'at', x1: 0, x2: (row) => row.main.p, fill: kActual, insetTop: top, insetBottom: height - top - 12 }),
            Plot.barX(besides, { y: 'at', x1: 0, x2: (row) => row.beside!.p, fill: kBefore, insetTop: top + second, insetBottom: height - top - second - 7 }),
            Plot.ruleY(data, { y: 'at', x1: (row) => row.main.low, x2: (row) => row.main.high, stroke: kInk, strokeWidth: 1.5, dy: top + 6 - height / 2 }),
            Plot.ruleY(besides, { y: 'at', x1: (row) => row.beside!.low, x2: (row) => row.beside!.high, stroke: kInk, strokeWidth: 1, dy: top + second + 3.5 - height / 2 }),
            ...[false, true].map((marked) => Plot.text(data.filter((row) => (row.marked ?? false) === marked), { y: 'at', x: 0, text: 'label', textAnchor: 'start', dy: 11 - height / 2, fill: kInk, fontWeight: marked ? 700 : 400,
                stroke: 'var(--paper)', strokeWidth: 3, textOverflow: 'ellipsis', lineWidth: Math.max(8, (width - 135) / 13) })),
            Plot.text(data, { y: 'at', x: most, dx: several ? -62 : 0, text: (row) => percent(row.main.p), textAnchor: 'end', dy: 11 - height / 2, fill: kActual, fontWeight: 600, fontVariant: 'tabular-nums', stroke: 'var(--paper)', strokeWidth: 3 }),
            Plot.text(besides, { y: 'at', x: most, text: (row) => percent(row.beside!.p), textAnchor: 'end', dy: 11 - height / 2, fill: kQuiet, fontVariant: 'tabular-nums', stroke: 'var(--paper)', strokeWidth: 3 }),
        ],
    });
}

/// A grid of shares whose first and last label stay within the chart.
export function shareTicks(width: number, most = 1): Plot.Markish[] {
    const ticks = (width < 300 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map((part) => part * most);
    const anchor = (tick: number): 'start' | 'middle' | 'end' => (tick === 0 ? 'start' : tick === most ? 'end' : 'middle');
    return [
        Plot.ruleX(ticks, { stroke: 'var(--rule)' }),
        ...ticks.map((tick) => Plot.text([tick], { x: tick, frameAnchor: 'bottom', dy: 18, text: (share: number) => percent(share), textAnchor: anchor(tick), fill: kQuiet })),
    ];
}

/// The least of a few round shares that all of these fit under.
export function roundShare(shares: number[]): number {
    const most = Math.max(...shares);
    return [0.02, 0.04, 0.08, 0.2, 0.4, 0.6, 0.8].find((round) => most <= round) ?? 1;
}

export interface Spread { label: string; quantiles: Quantiles; colour: string }

/// Where a number lies: 90 % of histories in the thin line, half in the thick one, the middle one at the dot.
export function spreads(rows: Spread[], width: number, unit: string): Element {
    const at = (row: Spread, key: string): number => Number(row.quantiles[key]);
    const known = rows.filter((row) => ['0.05', '0.25', '0.5', '0.75', '0.95'].every((key) => Number.isFinite(at(row, key)) && row.quantiles[key] !== null));
    const height = 46;
    return Plot.plot({
        width, height: height * known.length + 42, marginLeft: 14, marginRight: 14, marginTop: 0, marginBottom: 40, style: kStyle,
        x: { nice: true, label: unit || null, labelAnchor: 'right', labelArrow: 'none', ticks: Math.max(2, Math.min(7, width / 80)), tickFormat: (value: number) => number(value), tickSize: 0, grid: true },
        y: { axis: null, type: 'band', domain: known.map((row) => row.label), padding: 0 },
        marks: [
            Plot.ruleY(known, { y: 'label', x1: (row) => at(row, '0.05'), x2: (row) => at(row, '0.95'), stroke: 'colour', strokeWidth: 1.5, dy: 10 }),
            Plot.ruleY(known, { y: 'label', x1: (row) => at(row, '0.25'), x2: (row) => at(row, '0.75'), stroke: 'colour', strokeWidth: 8, dy: 10 }),
            Plot.dot(known, { y: 'label', x: (row) => at(row, '0.5'), r: 5, fill: 'var(--paper)', stroke: 'colour', strokeWidth: 2, dy: 10 }),
            Plot.text(known, { y: 'label', frameAnchor: 'left', text: (row) => `${row.label}: ${number(at(row, '0.5'))}`, dx: -12, dy: -10, fill: kInk, textAnchor: 'start', stroke: 'var(--paper)', strokeWidth: 3 }),
        ],
    });
}

export interface Course { label: string; colour: string; steps: { date: Date; p: number }[] }

/// How probable it is that something has come, by date.
export function courses(rows: Course[], width: number, from: Date, to: Date): Element {
    const points = rows.flatMap((row) => {
        const last = row.steps[row.steps.length - 1]?.p ?? 0;
        return [{ row, date: from, p: 0 }, ...row.steps.map((step) => ({ row, ...step })), { row, date: to, p: last }];
    });
    const ends = rows.map((row) => ({ row, p: row.steps[row.steps.length - 1]?.p ?? 0 }));
    return Plot.plot({
        width, height: 218, marginLeft: 52, marginRight: 22, marginTop: 12, marginBottom: 36, style: kStyle,
        x: { type: 'utc', domain: [from, to], ticks: Math.max(2, Math.floor(width / 90)), label: null, tickSize: 4 },
        y: { domain: [0, 1], ticks: 5, tickFormat: (share: number) => percent(share), label: null, tickSize: 0, grid: true },
        marks: [
            Plot.line(points, { x: 'date', y: 'p', z: (point) => point.row.label, stroke: (point) => point.row.colour, strokeWidth: 2.25, curve: 'step-after' }),
            Plot.dot(ends, { x: to, y: 'p', fill: (end) => end.row.colour, r: 3.5 }),
        ],
    });
}

