// Altered worlds beside the actual one: how far each moves the answer, and what flows where.

import * as Plot from '@observablehq/plot';
import { select } from 'd3-selection';
import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import type { ChangedValue, Flow, Report, WhatIf } from '../data';
import { Choice } from '../choice';
import type { Claims } from '../cite';
import { kActual, kAltered, kStyle, shareTicks } from '../charts';
import { h, nothing, section, table } from '../dom';
import { figure } from '../figure';
import { flowingOutcomes, flowOf, outcomeLabel } from '../shape';
import { interval, percent, words } from '../words';

/// The altered worlds of a report, or null if it has none; the first that moves the answer is chosen.
export function worldChoice(report: Report): Choice | null {
    const told = Object.entries(report.whatif?.whatifs ?? {}).filter(([, whatif]) => whatif.outcomes || whatif.timings);
    if (told.length === 0) return null;
    const options = told.map(([name, whatif]) => ({ value: name, label: whatif.label || words(name) }));
    const moved = ([, whatif]: [string, WhatIf]): number => whatif.outcomes?.[report.question?.outcome ?? '']?.changed?.p ?? 0;
    const most = told.reduce((best, each) => (moved(each) > moved(best) ? each : best));
    return new Choice(options, most[0]);
}

export function worlds(report: Report, claims: Claims, choice: Choice | null): HTMLElement {
    if (!choice) return section('worlds', 'Altered worlds', nothing('No what-if was asked, or the scenario has none.', `jonbar whatif ${report.file ?? 'FILE'} NAME`));
    return section('worlds', 'Altered worlds', overview(report, choice), flows(report, claims, choice));
}

interface Moved { name: string; label: string; value: ChangedValue }

function overview(report: Report, choice: Choice): HTMLElement | null {
    const asked = report.question;
    const rows = choice.options.flatMap((option): Moved[] => {
        const value = asked && report.whatif?.whatifs?.[option.value]?.outcomes?.[asked.outcome]?.values?.[asked.value];
        return value ? [{ name: option.value, label: option.label, value }] : [];
    });
    if (!asked || rows.length === 0) return null;
    const said = `${outcomeLabel(asked.outcome, report.run?.outcomes?.[asked.outcome])}${asked.value === 'yes' ? '' : `: ${words(asked.value)}`}`;
    rows.sort((a, b) => Math.abs(b.value.difference.p) - Math.abs(a.value.difference.p));
    return h('div', null, h('h3', null, `How far each moves “${said}”`), figure(
        h('span', { class: 'legend' }, h('span', { class: 'key actual' }, 'actual'), h('span', { class: 'key altered' }, 'altered'), 'The same histories with one thing changed. Lines are 95 % intervals.'),
        `Altered worlds and ${said}: ${rows.slice(0, 3).map((row) => `${row.label} ${percent(row.value.altered.p)}`).join(', ')}.`,
        (width) => drawOverview(rows, width),
        () => table(`${said} in each altered world`, [
            { title: 'What if', cell: (row) => row.label },
            { title: 'Actual', figure: true, cell: (row) => percent(row.value.actual.p) },
            { title: 'Altered', figure: true, cell: (row) => percent(row.value.altered.p) },
            { title: 'Difference (points)', figure: true, cell: (row) => percent(row.value.difference.p) },
            { title: '95 % interval', figure: true, cell: (row) => interval(row.value.difference.low, row.value.difference.high) },
        ], rows)).element);
}

function drawOverview(rows: Moved[], width: number): Element {
    const height = 42;
    const data = rows.map((row, index) => ({ row: String(index), label: row.label, ...row.value }));
    const limit = Math.floor((width - 130) / 7.6);
    return Plot.plot({
        width, height: height * rows.length + 26, marginLeft: 7, marginRight: 7, marginTop: 0, marginBottom: 26, style: kStyle,
        x: { domain: [0, 1], axis: null },
        y: { type: 'band', axis: null, domain: data.map((row) => row.row), padding: 0 },
        marks: [
            ...shareTicks(width),
            Plot.ruleY(data, { y: 'row', x1: (row) => row.actual.p, x2: (row) => row.altered.p, stroke: 'var(--before)', strokeWidth: 3, dy: 9 }),
            Plot.ruleY(data, { y: 'row', x1: (row) => row.actual.low, x2: (row) => row.actual.high, stroke: kActual, strokeWidth: 2, dy: 9 }),
            Plot.ruleY(data, { y: 'row', x1: (row) => row.altered.low, x2: (row) => row.altered.high, stroke: kAltered, strokeWidth: 2, dy: 9 }),
            Plot.dot(data, { y: 'row', x: (row) => row.actual.p, r: 5, fill: 'var(--paper)', stroke: kActual, strokeWidth: 2.5, dy: 9 }),
            Plot.dot(data, { y: 'row', x: (row) => row.altered.p, r: 5.5, fill: kAltered, dy: 9 }),
            Plot.text(data, { y: 'row', frameAnchor: 'left', dx: -6, dy: -9, text: (row) => (row.label.length > limit ? `${row.label.slice(0, limit - 1)}…` : row.label), textAnchor: 'start', fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3, title: 'label' }),
            Plot.text(data, { y: 'row', frameAnchor: 'right', dx: 6, dy: -9, text: (row) => `${percent(row.actual.p)} → ${percent(row.altered.p)}`, textAnchor: 'end', fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3 }),
        ],
    });
}

function flows(report: Report, claims: Claims, choice: Choice): HTMLElement | null {
    const outcomesOf = (): string[] => flowingOutcomes(report, choice.value);
    const first = choice.options.map((option) => flowingOutcomes(report, option.value)[0]).find(Boolean);
    if (!first) return null;
    const labelOf = (name: string): string => outcomeLabel(name, report.whatif?.whatifs?.[choice.value]?.outcomes?.[name]);
    const outcomeNames = [...new Set(choice.options.flatMap((option) => flowingOutcomes(report, option.value)))];
    const outcome = new Choice(outcomeNames.map((name) => ({ value: name, label: labelOf(name) })), first);
    const says = h('div');
    const current = (): Flow | null => flowOf(report, choice.value, outcomesOf().includes(outcome.value) ? outcome.value : outcomesOf()[0] ?? '');
    const part = figure(h('span', { class: 'legend' }, h('span', { class: 'key actual' }, 'left: actual'), h('span', { class: 'key altered' }, 'right: altered'), 'A band is the share of histories that go from one to the other.'),
        'Flow between the actual and the altered outcome.',
        (width) => drawFlow(current(), width),
        () => {
            const flow = current();
            return flow ? table(`${labelOf(flow.outcome)}: share of histories, actual by altered`, [
                { title: 'Actual', cell: (row) => words(flow.from[row] ?? '') },
                ...flow.to.map((value, column) => ({ title: `→ ${words(value)}`, figure: true, cell: (row: number) => percent(flow.share[row]?.[column]) })),
            ], flow.from.map((_value, index) => index)) : h('p', null, 'There is no flow to tell.');
        });
    const update = (): void => {
        const whatif = report.whatif?.whatifs?.[choice.value];
        says.replaceChildren(h('p', null, h('strong', null, choice.label), '. ',
            whatif?.interventions?.length ? [h('code', null, whatif.interventions.join('; ')), '. '] : null,
            whatif?.unchanged && `In ${percent(whatif.unchanged.p)} of histories (${interval(whatif.unchanged.low, whatif.unchanged.high)}) nothing at all changes. `,
            whatif?.never_offered && whatif.never_offered.p > 0 && `In ${percent(whatif.never_offered.p)} the option was never there. `,
            claims.of(`whatif ${choice.value}`)), h('p', { class: 'on-paper' }, `Outcome: ${labelOf(current()?.outcome ?? outcome.value)}.`));
    };
    update();
    choice.onChange(() => { update(); part.redraw(); });
    outcome.onChange(() => { update(); part.redraw(); });
    return h('div', null, h('h3', null, 'From actual to altered'),
        h('p', { class: 'controls' }, choice.control('Altered world:'), outcome.control('Outcome:')), says, part.element);
}

interface FlowNode { name: string; side: 0 | 1 }
interface FlowLink { source: number; target: number; value: number; same: boolean }

const kLeastFlow = 0.0005;
const kCharacter = 7.8;

function drawFlow(flow: Flow | null, width: number): Element {
    if (!flow) return h('p', { class: 'nothing' }, 'There is no flow to tell of this outcome.');
    const from = flow.from.map((_value, row) => row).filter((row) => flow.share[row]!.some((share) => share >= kLeastFlow));
    const to = flow.to.map((_value, column) => column).filter((column) => flow.share.some((shares) => (shares[column] ?? 0) >= kLeastFlow));
    const nodes: FlowNode[] = [...from.map((row) => ({ name: flow.from[row]!, side: 0 as const })), ...to.map((column) => ({ name: flow.to[column]!, side: 1 as const }))];
    const links: FlowLink[] = from.flatMap((row, i) => to.flatMap((column, j) => {
        const value = flow.share[row]![column] ?? 0;
        return value >= kLeastFlow ? [{ source: i, target: from.length + j, value, same: flow.from[row] === flow.to[column] }] : [];
    }));
    const narrow = width < 480;
    const height = Math.max(200, Math.max(from.length, to.length) * (narrow ? 56 : 46));
    const longest = Math.max(...nodes.map((node) => words(node.name).length), 6) * kCharacter;
    const share = narrow ? 12 : 66;
    const margin = Math.min(width * 0.38, longest + share);
    const graph = sankey<FlowNode, FlowLink>().nodeWidth(10).nodePadding(narrow ? 34 : 22).nodeSort(null)
        .extent([[margin, 16], [width - margin, height - 16]])({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) });
    const svg = select(document.createElementNS('http://www.w3.org/2000/svg', 'svg'))
        .attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`).attr('font-size', 13).attr('fill', 'var(--ink)');
    svg.append('g').attr('fill', 'none').selectAll('path').data(graph.links).join('path')
        .attr('d', sankeyLinkHorizontal()).attr('stroke', (link) => (link.same ? 'var(--before)' : kAltered)).attr('stroke-opacity', (link) => (link.same ? 0.45 : 0.38))
        .attr('stroke-width', (link) => Math.max(1, link.width ?? 1))
        .append('title').text((link) => `${words((link.source as FlowNode).name)} → ${words((link.target as FlowNode).name)}: ${percent(link.value)}`);
    svg.append('g').selectAll('rect').data(graph.nodes).join('rect')
        .attr('x', (node) => node.x0 ?? 0).attr('y', (node) => node.y0 ?? 0).attr('width', (node) => (node.x1 ?? 0) - (node.x0 ?? 0))
        .attr('height', (node) => Math.max(1, (node.y1 ?? 0) - (node.y0 ?? 0))).attr('fill', (node) => (node.side === 0 ? kActual : kAltered));
    const textAt = (node: { side: 0 | 1; x0?: number; x1?: number }): number => (node.side === 0 ? (node.x0 ?? 0) - 8 : (node.x1 ?? 0) + 8);
    const limit = Math.max(4, Math.floor((margin - share + 4) / kCharacter));
    const label = svg.append('g').selectAll('text').data(graph.nodes).join('text')
        .attr('x', textAt).attr('y', (node) => ((node.y0 ?? 0) + (node.y1 ?? 0)) / 2)
        .attr('dy', narrow ? '-0.2em' : '0.35em').attr('text-anchor', (node) => (node.side === 0 ? 'end' : 'start'));
    label.append('tspan').text((node) => (words(node.name).length > limit ? `${words(node.name).slice(0, limit - 1)}…` : words(node.name)));
    const shares = label.append('tspan').attr('fill', 'var(--quiet)').attr('font-size', 12).text((node) => percent(node.value));
    if (narrow) shares.attr('x', textAt).attr('dy', '1.2em');
    else shares.attr('dx', '0.5em');
    label.append('title').text((node) => `${words(node.name)}: ${percent(node.value)}`);
    return svg.node()!;
}
