// Worlds beside each other: shares as bars, means as dots, each with its interval and in its world's colour.

import * as Plot from '@observablehq/plot';
import { kStyle, shareTicks } from '../../charts';
import type { Estimate } from '../../data';
import { number, percent } from '../../words';

export interface WorldBar { colour: string; world: string; value: Estimate | null }
export interface WorldRow { label: string; bars: WorldBar[] }

const kHead = 24;
const kBar = 16;
const kGap = 8;

/// For each row its label and below it a bar a world; the figures stand at the right.
export function worldBars(rows: WorldRow[], width: number): Element {
    const count = Math.max(1, ...rows.map((row) => row.bars.length));
    const height = kHead + count * kBar + kGap;
    const right = 52;
    const data = rows.flatMap((row, at) => row.bars.flatMap((bar, index) => (bar.value ? [{ at: String(at), ...bar, value: bar.value, dy: kHead + index * kBar }] : [])));
    return Plot.plot({
        width, height: height * rows.length + 26, marginLeft: 1, marginRight: right, marginTop: 0, marginBottom: 26, style: kStyle,
        x: { domain: [0, 1], axis: null, clamp: true },
        y: { axis: null, type: 'band', domain: rows.map((_row, index) => String(index)), padding: 0 },
        marks: [
            ...shareTicks(width),
            Plot.text(rows.map((row, index) => ({ at: String(index), label: row.label })), { y: 'at', x: 0, text: 'label', textAnchor: 'start', dy: 12 - height / 2, fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3, textOverflow: 'ellipsis', lineWidth: (width - right) / 13 }),
            ...Array.from({ length: count }, (_none, index) => {
                const mine = data.filter((bar) => bar.dy === kHead + index * kBar);
                const top = kHead + index * kBar;
                return [
                    Plot.barX(mine, { y: 'at', x1: 0, x2: (bar) => bar.value.p, fill: 'colour', insetTop: top, insetBottom: height - top - kBar + 5 }),
                    Plot.ruleY(mine.filter((bar) => bar.value.low !== null && bar.value.high !== null), { y: 'at', x1: (bar) => bar.value.low, x2: (bar) => bar.value.high, stroke: 'var(--ink)', strokeWidth: 1.5, dy: top + 5.5 - height / 2 }),
                    Plot.text(mine, { y: 'at', frameAnchor: 'right', dx: right - 2, dy: top + 6 - height / 2, text: (bar) => percent(bar.value.p), textAnchor: 'end', fill: 'colour', fontWeight: 600, fontVariant: 'tabular-nums' }),
                ];
            }).flat(),
        ],
    });
}

/// A dot and its interval a world, on one scale.
export function worldMeans(bars: WorldBar[], width: number, unit: string): Element {
    const data = bars.flatMap((bar, index) => (bar.value ? [{ ...bar, at: String(index), value: bar.value }] : []));
    return Plot.plot({
        width, height: 24 * bars.length + 44, marginLeft: 12, marginRight: 70, marginTop: 2, marginBottom: 40, style: kStyle,
        x: { nice: true, label: unit || null, labelAnchor: 'right', labelArrow: 'none', ticks: Math.max(2, Math.min(6, width / 90)), tickFormat: (value: number) => number(value), tickSize: 0, grid: true },
        y: { axis: null, type: 'band', domain: bars.map((_bar, index) => String(index)), padding: 0 },
        marks: [
            Plot.ruleY(data.filter((bar) => bar.value.low !== null && bar.value.high !== null), { y: 'at', x1: (bar) => bar.value.low, x2: (bar) => bar.value.high, stroke: 'colour', strokeWidth: 2 }),
            Plot.dot(data, { y: 'at', x: (bar) => bar.value.p, r: 5, fill: 'colour' }),
            Plot.text(data, { y: 'at', frameAnchor: 'right', dx: 68, text: (bar) => number(bar.value.p), textAnchor: 'end', fill: 'colour', fontWeight: 600, fontVariant: 'tabular-nums' }),
        ],
    });
}
