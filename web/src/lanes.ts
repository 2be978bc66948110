// Lanes over time: a row for each thing, with what is known of it at its dates.

import * as Plot from '@observablehq/plot';
import { kStyle } from './charts';

export interface Span {
    from: Date;
    to: Date;
    shape: 'bar' | 'dot' | 'never';
    colour: string;
    text: string;
    says: string;
    size?: number;
}

export interface LaneRow { label: string; spans: Span[] }

const kCharacter = 7.6;

/// Draws lanes; charts with the same `labelLength` have the same axis. Names stand to the left where there is room, above their lane where there is not.
export function lanes(rows: LaneRow[], width: number, from: Date, to: Date, labelLength = 0): Element {
    const narrow = width < 620;
    const height = narrow ? 38 : 26;
    const longest = Math.max(...rows.map((row) => row.label.length), labelLength);
    const margin = narrow ? 2 : Math.min(width * 0.32, longest * kCharacter + 14);
    const right = 22;
    const plotWidth = width - margin - right;
    const at = (date: Date): number => ((date.getTime() - from.getTime()) / (to.getTime() - from.getTime())) * plotWidth;
    const limit = Math.floor((narrow ? plotWidth : margin - 14) / kCharacter);
    const spans = rows.flatMap((row, index) => {
        const sorted = [...row.spans].sort((a, b) => a.from.getTime() - b.from.getTime());
        return sorted.map((span, place) => {
            const end = sorted[place + 1] ? at(sorted[place + 1]!.from) : plotWidth + right;
            const wide = span.shape === 'bar' && at(span.to) - at(span.from) > 10;
            const start = wide ? at(span.from) : at(span.from) + 12;
            const fits = span.text.length * kCharacter + 6 <= end - start;
            const before = !fits && sorted.length === 1 && span.text.length * kCharacter + 14 <= at(span.from);
            return { ...span, row: String(index), wide, text: fits || before ? span.text : '', before };
        });
    });
    const labels = rows.map((row, index) => ({ row: String(index), text: row.label.length > limit ? `${row.label.slice(0, Math.max(1, limit - 1))}…` : row.label, says: row.label }));
    const dy = narrow ? 8 : 0;
    const bar = spans.filter((span) => span.shape === 'bar' && span.wide);
    const never = spans.filter((span) => span.shape === 'never');
    const dot = spans.filter((span) => span.shape === 'dot' || (span.shape === 'bar' && !span.wide));
    return Plot.plot({
        width, height: rows.length * height + 58, marginLeft: margin, marginRight: right, marginTop: 22, marginBottom: 36, style: kStyle,
        x: { type: 'utc', domain: [from, to], axis: null },
        y: { type: 'band', axis: null, domain: rows.map((_row, index) => String(index)), padding: 0 },
        marks: [
            Plot.axisX({ anchor: 'bottom', ticks: Math.max(2, Math.floor(plotWidth / 90)), tickSize: 0, label: null }),
            ...(rows.length > 12 ? [Plot.axisX({ anchor: 'top', ticks: Math.max(2, Math.floor(plotWidth / 90)), tickSize: 0, label: null })] : []),
            Plot.gridX({ ticks: Math.max(2, Math.floor(plotWidth / 90)), stroke: 'var(--rule)', strokeOpacity: 1 }),
            Plot.ruleY(never, { y: 'row', x1: 'from', x2: 'to', stroke: 'colour', strokeWidth: 1.5, strokeDasharray: '2 4', dy, title: 'says' }),
            Plot.barX(bar, { y: 'row', x1: 'from', x2: 'to', fill: 'colour', fillOpacity: 0.28, insetTop: height / 2 - 9 + dy, insetBottom: height / 2 - 9 - dy, insetRight: 1, title: 'says' }),
            Plot.ruleX(bar, { y: 'row', x: 'from', stroke: 'colour', strokeWidth: 3, insetTop: height / 2 - 9 + dy, insetBottom: height / 2 - 9 - dy, title: 'says' }),
            Plot.dot(dot, { y: 'row', x: 'from', r: (span) => span.size ?? 5, fill: 'colour', symbol: (span: Span) => (span.shape === 'bar' ? 'diamond' : 'circle'), stroke: 'var(--paper)', strokeWidth: 1, dy, title: 'says' }),
            ...[false, true].map((before) => Plot.text(spans.filter((span) => span.text && span.before === before), {
                y: 'row', x: 'from', text: 'text', textAnchor: before ? 'end' : 'start', dx: before ? -12 : 12, dy, fill: 'var(--ink)', fontSize: 12, stroke: 'var(--paper)', strokeWidth: 3, strokeOpacity: 0.7,
            })),
            Plot.text(labels, narrow
                ? { y: 'row', frameAnchor: 'left', text: 'text', textAnchor: 'start', dy: 8 - height / 2 + 2, fill: 'var(--quiet)', fontSize: 12, stroke: 'var(--paper)', strokeWidth: 3, title: 'says' }
                : { y: 'row', frameAnchor: 'left', text: 'text', textAnchor: 'end', dx: -10, fill: 'var(--ink)', title: 'says' }),
        ],
        symbol: { type: 'identity' },
        r: { type: 'identity' },
    });
}
