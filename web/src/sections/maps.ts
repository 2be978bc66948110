// Who stands with whom, year by year.

import * as Plot from '@observablehq/plot';
import type { CoalitionMap, Report } from '../data';
import { kStyle } from '../charts';
import { h, section, table } from '../dom';
import { figure } from '../figure';
import { meanMatrix, seriate } from '../shape';
import { percent, words } from '../words';

/// Makes the section, or null where the report has no map: most scenarios have no such relation.
export function maps(report: Report): HTMLElement | null {
    const told = (report.maps ?? []).filter((map) => map.members.length > 1 && map.together.length > 0);
    if (told.length === 0) return null;
    return section('maps', 'Coalitions', told.map((map, index) => one(map, index)));
}

function one(map: CoalitionMap, place: number): HTMLElement {
    const order = seriate(meanMatrix(map.together));
    let year = map.years.length - 1;
    const caption = h('span');
    const say = (): void => { caption.textContent = `${words(map.name)} in ${map.years[year] ?? ''}: the share of histories in which the two stand together.`; };
    say();
    const part = figure(caption, `Who stands with whom: ${words(map.name)}, a square of shares.`,
        (width) => draw(map, order, year, width),
        () => table(`${words(map.name)}, ${map.years[year] ?? ''}`, [
            { title: 'With', cell: (row) => map.members[row] ?? '' },
            ...order.map((column) => ({ title: map.members[column] ?? '', figure: true, cell: (row: number) => (row === column ? '' : percent(map.together[year]?.[row]?.[column])) })),
        ], order));
    const output = h('output', { for: `year-${place}` }, map.years[year] ?? '');
    const slider = h('input', { type: 'range', id: `year-${place}`, min: 0, max: map.years.length - 1, value: year, step: 1, 'aria-valuetext': map.years[year] ?? '', input: () => {
        year = Number(slider.value);
        output.textContent = map.years[year] ?? '';
        slider.setAttribute('aria-valuetext', map.years[year] ?? '');
        say();
        part.redraw();
    } });
    return h('div', { class: 'map' }, map.years.length > 1 && h('p', { class: 'controls' }, h('label', { for: `year-${place}` }, 'Year'), slider, output), part.element);
}

function draw(map: CoalitionMap, order: number[], year: number, width: number): Element {
    const names = order.map((member) => map.members[member] ?? '');
    const longest = Math.max(...names.map((name) => name.length)) * 7.2 + 12;
    const margin = Math.min(longest, width * 0.36);
    const size = Math.min(width - margin - 4, names.length * 64);
    const cell = size / names.length;
    const cells = order.flatMap((row) => order.flatMap((column) => {
        const share = map.together[year]?.[row]?.[column];
        return row === column || share == null ? [] : [{ row: map.members[row]!, column: map.members[column]!, share }];
    }));
    return Plot.plot({
        width: margin + size + 4, height: size + Math.min(longest, 110) + 4, marginLeft: margin, marginTop: Math.min(longest, 110), marginRight: 4, marginBottom: 4, style: kStyle,
        x: { type: 'band', domain: names, axis: 'top', label: null, tickSize: 0, tickRotate: -90, padding: 0.04 },
        y: { type: 'band', domain: names, label: null, tickSize: 0, padding: 0.04 },
        opacity: { type: 'identity' },
        marks: [
            Plot.cell(cells, { x: 'column', y: 'row', fill: 'var(--actual)', fillOpacity: (each) => each.share, stroke: 'var(--rule)', title: (each) => `${each.row} and ${each.column}: ${percent(each.share)}` }),
            ...(cell < 30 ? [] : [true, false].map((dark) => Plot.text(cells.filter((each) => each.share >= 0.6 === dark), { x: 'column', y: 'row', text: (each: { share: number }) => (each.share * 100).toFixed(0), fill: dark ? 'var(--paper)' : 'var(--ink)', fontSize: Math.min(13, cell / 2.6) }))),
        ],
    });
}
