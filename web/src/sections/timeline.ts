// The timeline: what is on record, how the decisions might have gone, what the altered world does to it,
// and how the quantities go in both.

import * as Plot from '@observablehq/plot';
import type { Quantity, RecordItem, Report, Timing, World } from '../data';
import type { Choice } from '../choice';
import type { Claims } from '../cite';
import { kActual, kAltered, kBefore, kStyle } from '../charts';
import { h, nothing, section, table } from '../dom';
import { figure } from '../figure';
import { lanes, type LaneRow, type Span } from '../lanes';
import { factParts, forks, mostly, recordLanes, type Fork } from '../shape';
import { dateWords, moment, number, percent, words } from '../words';

const kLeastChanged = 0.01;
const kMostTimings = 24;

interface Frame { from: Date; to: Date }

export function timeline(report: Report, claims: Claims, choice: Choice | null): HTMLElement {
    const record = report.record ?? [];
    const frame = frameOf(report);
    const quantities = report.quantities ?? [];
    const timed = choice?.options.some((option) => (report.whatif?.whatifs?.[option.value]?.timings ?? []).length > 0);
    if (!frame || (record.length === 0 && quantities.length === 0 && !timed)) {
        return section('timeline', 'Timeline', nothing('The scenario puts nothing on record, and no quantity was asked for.', `jonbar report ${report.file ?? 'FILE'} --quantity NAME`));
    }
    return section('timeline', 'Timeline',
        record.length > 0 ? recordPart(report, record, frame, claims) : h('p', { class: 'nothing' }, 'The scenario puts nothing on record.'),
        choice && timed ? alteredPart(report, frame, choice) : null,
        forkPart(report, claims),
        quantities.length > 0 ? quantityPart(quantities, frame, choice) : null);
}

function frameOf(report: Report): Frame | null {
    const dates = [...(report.record ?? []).flatMap((item) => [moment(item.first), moment(item.last, true)]),
        ...(report.quantities ?? []).flatMap((quantity) => quantity.dates.map((date) => moment(date)))].flatMap((date) => date ?? []);
    const from = moment(report.calendar?.first) ?? (dates.length > 0 ? new Date(Math.min(...dates.map(Number))) : null);
    const to = moment(report.calendar?.last, true) ?? (dates.length > 0 ? new Date(Math.max(...dates.map(Number))) : null);
    return from && to && from < to ? { from, to } : null;
}

/// The longest name of all lanes, so that the record and the altered world stand on the same axis.
function labelLength(report: Report): number {
    const names = [...(report.record ?? []).map((item) => factParts(item.text).subject),
        ...Object.values(report.whatif?.whatifs ?? {}).flatMap((whatif) => (whatif.timings ?? []).filter((timing) => timing.changed.p >= kLeastChanged).map((timing) => timing.name))];
    return Math.max(0, ...names.map((name) => words(name).length));
}

function when(item: RecordItem): string {
    if (!item.first) return 'throughout';
    return item.last && item.last !== item.first ? `${dateWords(item.first)} to ${dateWords(item.last)}` : dateWords(item.first);
}

function recordPart(report: Report, record: RecordItem[], frame: Frame, claims: Claims): HTMLElement {
    const rows: LaneRow[] = recordLanes(record).map((lane) => ({ label: lane.label, spans: lane.items.map((item) => span(item, frame)) }));
    const chances = record.some((item) => item.probability != null);
    const part = figure(
        h('span', { class: 'legend' }, h('span', { class: 'key actual' }, 'happened, or was decided so'), h('span', { class: 'key dashed' }, 'did not happen'),
            'Each line is one thing of which the record tells.'),
        `The record: ${record.length} facts about ${rows.length} things, by date.`,
        (width) => lanes(rows, width, frame.from, frame.to, labelLength(report)),
        () => recordTable(report, record, claims, chances));
    return h('div', null, h('h3', null, 'What is on record'), part.element,
        h('details', { class: 'listed' }, h('summary', null, `The ${record.length} facts and what they rest on`), recordTable(report, record, claims, chances)));
}

function recordTable(_report: Report, record: RecordItem[], claims: Claims, chances: boolean): HTMLElement {
    return table(chances ? 'The record. The chance is that of the fact in this scenario, given the facts before it.' : 'The record', [
        { title: 'Fact', cell: (item: RecordItem) => bare(item) },
        { title: 'When', cell: when },
        ...(chances ? [{ title: 'Chance', figure: true, cell: (item: RecordItem) => (item.density ? 'a density' : percent(item.probability)) }] : []),
        { title: 'Rests on', cell: (item) => [claims.button(item.claims ?? [], words(item.text)), item.assumed ? ` Assumed: ${item.assumed}` : null] },
        { title: 'Line', figure: true, cell: (item) => (item.line ? claims.placeLink(`${item.file ?? ''}:${item.line}`) : '–') },
    ], record);
}

/// Says a fact without its dates, which stand beside it.
function bare(item: RecordItem): string {
    const fact = factParts(item.text);
    const said = { choice: ` chose ${fact.said}`, vote: ` ${fact.said}`, never: '', other: '' }[fact.kind];
    return words(`${fact.kind === 'never' ? 'never ' : ''}${words(fact.subject)}${said}`);
}

function span(item: RecordItem, frame: Frame): Span {
    const fact = factParts(item.text);
    const from = moment(item.first) ?? frame.from;
    const to = moment(item.last, true) ?? (item.first ? moment(item.first, true) ?? frame.to : frame.to);
    const said = words(fact.said);
    const shape = fact.kind === 'never' ? 'never' : fact.kind === 'choice' || fact.kind === 'vote' ? 'bar' : item.first !== item.last ? 'bar' : 'dot';
    return {
        from, to, shape,
        colour: shape === 'never' ? 'var(--quiet)' : kActual,
        text: shape === 'never' ? '' : said,
        says: `${words(item.text)}: ${when(item)}${item.probability != null ? `, chance ${percent(item.probability)}` : ''}`,
    };
}

const kTurns = {
    sooner: { colour: 'var(--third)', says: 'sooner' }, later: { colour: 'var(--fourth)', says: 'later' },
    gained: { colour: 'var(--actual)', says: 'happens only here' }, lost: { colour: 'var(--altered)', says: 'happens no more' },
} as const;

function alteredPart(report: Report, frame: Frame, choice: Choice): HTMLElement {
    const told = (): Timing[] => (report.whatif?.whatifs?.[choice.value]?.timings ?? [])
        .filter((timing) => timing.changed.p >= kLeastChanged && moment(timing.median))
        .sort((a, b) => b.changed.p - a.changed.p).slice(0, kMostTimings)
        .sort((a, b) => moment(a.median)!.getTime() - moment(b.median)!.getTime());
    const label = h('strong');
    const none = h('p', { class: 'nothing' }, 'Nothing happens there at another time in more than 1 % of histories.');
    const part = figure(
        h('span', { class: 'legend' }, Object.values(kTurns).map((turn) => h('span', { class: 'key', style: `--key: ${turn.colour}` }, turn.says)),
            'Each dot stands at the middle of the dates from which the two worlds differ.'),
        'The altered world: what happens sooner, later, only there, or no more.',
        (width) => {
            const timings = told();
            return timings.length === 0 ? h('div') : lanes(timings.map((timing) => {
                const turn = mostly(timing);
                const from = moment(timing.median)!;
                return {
                    label: words(timing.name),
                    spans: [{ from, to: from, shape: 'dot' as const, size: 3.5 + 4 * Math.sqrt(timing.changed.p), colour: kTurns[turn].colour, text: `${kTurns[turn].says}: ${percent(timing[turn])}`, says: `${words(timing.name)}: ${percent(timing.changed.p)} otherwise` }],
                };
            }), width, frame.from, frame.to, labelLength(report));
        },
        () => table(`In the altered world: ${choice.label}`, [
            { title: 'What', cell: (timing) => words(timing.name) },
            { title: 'From about', cell: (timing) => dateWords(timing.median) },
            { title: 'Changed', figure: true, cell: (timing) => percent(timing.changed.p) },
            ...(['sooner', 'later', 'gained', 'lost'] as const).map((kind) => ({ title: kTurns[kind].says, figure: true, cell: (timing: Timing) => percent(timing[kind]) })),
        ], told()));
    const update = (): void => {
        label.textContent = choice.label;
        none.hidden = told().length > 0;
        part.element.hidden = told().length === 0;
        part.redraw();
    };
    choice.onChange(update);
    label.textContent = choice.label;
    none.hidden = told().length > 0;
    part.element.hidden = told().length === 0;
    return h('div', null, h('h3', null, 'What the altered world does to it'),
        h('p', { class: 'controls' }, choice.control('Altered world:')),
        h('p', { class: 'on-paper' }, 'Altered world: ', label), none, part.element);
}

function forkPart(report: Report, claims: Claims): HTMLElement | null {
    const told = forks(report);
    if (told.length === 0) return null;
    const dated = (fork: Fork): string => (fork.first ? `${dateWords(fork.first)} · ` : '');
    const part = figure(
        'The decisions of the record, and how often each option is taken in all histories of the scenario, record or not. What was chosen is blue.',
        `Forks: ${told.length} decisions with the odds of their options.`,
        (width) => drawForks(told, dated, width),
        () => h('div', null, table('Decisions and their options', [
            { title: 'Decision', cell: (row) => row.label },
            { title: 'Option', cell: (row) => words(row.option) },
            { title: 'Taken in', figure: true, cell: (row) => percent(row.share) },
            { title: 'On record', cell: (row) => (row.chosen ? 'yes' : '') },
        ], told.flatMap((fork) => fork.options.map((option) => ({ label: `${dated(fork)}${fork.label}`, ...option }))))));
    const cited = told.map((fork) => claims.button([...new Set(fork.items.flatMap((item) => item.claims ?? []))], fork.label));
    return h('div', null, h('h3', null, 'Decisions as forks'), part.element,
        cited.some(Boolean) && h('details', { class: 'listed' }, h('summary', null, 'What the record of each decision rests on'),
            h('ul', { class: 'rows' }, told.map((fork, index) => h('li', null, `${dated(fork)}${fork.label} `, cited[index] ?? h('span', { class: 'quiet' }, 'nothing'))))));
}

function drawForks(told: Fork[], dated: (fork: Fork) => string, width: number): Element {
    const height = 50;
    const segments = told.flatMap((fork, index) => {
        let sum = 0;
        const ordered = [...fork.options].sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.share - a.share);
        return ordered.map((option, place) => {
            const start = sum;
            sum += option.share;
            const name = words(option.option);
            const room = option.share * (width - 2) / 7.6;
            const full = `${name} ${percent(option.share)}`;
            const text = full.length < room - 1 ? full : name.length < room - 1 ? name : '';
            return { row: String(index), x1: start, x2: Math.min(1, sum), text, chosen: option.chosen, opacity: option.chosen ? 1 : place % 2 ? 0.3 : 0.48, says: full };
        });
    });
    const chosen = (fork: Fork): string => percent(fork.options.find((option) => option.chosen)?.share);
    const limit = Math.floor((width - 60) / 7.6);
    const names = told.map((fork, index) => {
        const text = `${dated(fork)}${fork.label}`;
        return { row: String(index), text: text.length > limit ? `${text.slice(0, limit - 1)}…` : text, says: text, share: chosen(fork) };
    });
    const shift = 17 - height / 2;
    return Plot.plot({
        width, height: height * told.length, margin: 0, marginLeft: 1, marginRight: 1, style: kStyle,
        x: { domain: [0, 1], axis: null },
        y: { type: 'band', axis: null, domain: told.map((_fork, index) => String(index)), padding: 0 },
        marks: [
            Plot.barX(segments.filter((segment) => !segment.chosen), { y: 'row', x1: 'x1', x2: 'x2', fill: kBefore, fillOpacity: 'opacity', insetTop: 20, insetBottom: 10, insetRight: 1, title: 'says' }),
            Plot.barX(segments.filter((segment) => segment.chosen), { y: 'row', x1: 'x1', x2: 'x2', fill: kActual, insetTop: 20, insetBottom: 10, insetRight: 1, title: 'says' }),
            ...[true, false].map((mine) => Plot.text(segments.filter((segment) => segment.text && segment.chosen === mine), { y: 'row', x: 'x1', dx: 6, dy: 5, text: 'text', textAnchor: 'start', fontSize: 12, fill: mine ? 'var(--paper)' : 'var(--ink)' })),
            Plot.text(names, { y: 'row', x: 0, dy: shift - 6, text: 'text', textAnchor: 'start', fill: 'var(--ink)', title: 'says' }),
            Plot.text(names, { y: 'row', x: 1, dy: shift - 6, text: 'share', textAnchor: 'end', fill: kActual, fontWeight: 600 }),
        ],
        opacity: { type: 'identity' },
    });
}

function quantityPart(quantities: Quantity[], frame: Frame, choice: Choice | null): HTMLElement {
    const worldsOf = (quantity: Quantity): Shown[] => {
        const [actual, ...others] = quantity.worlds;
        const altered = others.find((world) => world.whatif && world.whatif === choice?.value);
        const before = others.find((world) => !world.whatif);
        return [
            ...(before ? [{ world: before, colour: kBefore, dash: '2 3', band: false }] : []),
            ...(actual ? [{ world: actual, colour: kActual, dash: '', band: true }] : []),
            ...(altered ? [{ world: altered, colour: kAltered, dash: '6 3', band: true }] : []),
        ];
    };
    const before = quantities[0]?.worlds.slice(1).find((world) => !world.whatif);
    const forked = quantities.some((quantity) => quantity.worlds.some((world) => world.whatif));
    const title = h('span');
    const say = (): void => { title.textContent = forked && choice ? choice.label : ''; };
    say();
    const figures = quantities.map((quantity) => {
        const part = figure(quantity.expression && quantity.expression !== quantity.name ? h('code', null, quantity.expression) : '',
            quantity.kind === 'truth' ? `By date: the share of histories in which ${quantity.name} holds.`
                : `By date: ${quantity.name}, the middle history and the ranges that hold half and nine tenths of them.`,
            (width) => fan(quantity, worldsOf(quantity), width, frame),
            () => h('div', null, worldsOf(quantity).map(({ world }) => table(`${quantity.name}, ${world.name}`, [
                { title: 'Date', cell: (row) => dateWords(row.date) },
                ...(quantity.kind === 'truth' ? (['mean'] as const) : (['mean', 'q05', 'q25', 'q50', 'q75', 'q95'] as const)).map((key) => ({
                    title: { mean: 'Mean', q05: '5 % below', q25: '25 %', q50: 'Half', q75: '75 %', q95: '95 %' }[key], figure: true,
                    cell: (row: { index: number }) => (quantity.kind === 'truth' ? percent(world[key]?.[row.index]) : number(world[key]?.[row.index])),
                })),
            ], quantity.dates.map((date, index) => ({ date, index }))))));
        return { part, element: h('article', { class: 'card' }, h('h3', null, quantity.name, quantity.unit && h('span', { class: 'quiet' }, ` (${quantity.unit})`)), part.element) };
    });
    choice?.onChange(() => { say(); for (const each of figures) each.part.redraw(); });
    return h('div', null, h('h3', null, 'How it went on'),
        h('p', { class: 'legend' }, h('span', { class: 'key actual' }, quantities[0]?.worlds[0]?.name ?? 'as it was'),
            forked && choice && h('span', { class: 'key altered' }, title),
            before && h('span', { class: 'key before' }, before.name),
            h('span', { class: 'quiet' }, [
                quantities.some((quantity) => quantity.kind !== 'truth') && 'The line is the middle history; half of them lie in the dark band, nine tenths in the light one.',
                quantities.some((quantity) => quantity.kind === 'truth') && 'Of what is true or not, the line is the share of histories in which it is.',
            ].filter(Boolean).join(' '))),
        forked && choice ? h('p', { class: 'controls' }, choice.control('Altered world:')) : null,
        h('div', { class: 'cards wide' }, figures.map((each) => each.element)));
}

interface Shown { world: World; colour: string; dash: string; band: boolean }

function fan(quantity: Quantity, worlds: Shown[], width: number, frame: Frame): Element {
    const truth = quantity.kind === 'truth';
    const points = worlds.map(({ world, colour, dash, band }) => ({
        colour, dash, band,
        points: quantity.dates.map((date, index) => ({
            date: moment(date)!, mean: world.mean[index] ?? NaN, q05: world.q05[index] ?? NaN, q25: world.q25[index] ?? NaN, q50: world.q50[index] ?? NaN,
            q75: world.q75[index] ?? NaN, q95: world.q95[index] ?? NaN,
        })),
    }));
    return Plot.plot({
        width, height: Math.min(300, 140 + width * 0.18), marginLeft: 52, marginRight: 22, marginTop: 12, marginBottom: 36, style: kStyle,
        x: { type: 'utc', domain: [frame.from, frame.to], label: null, ticks: Math.max(2, Math.floor(width / 90)), tickSize: 4 },
        y: { label: null, nice: true, ticks: 5, tickSize: 0, grid: true, tickFormat: (value: number) => (truth ? percent(value) : number(value)), ...(truth ? { domain: [0, 1] } : {}) },
        marks: [
            ...points.filter((world) => world.band && !truth).flatMap((world) => [
                Plot.areaY(world.points, { x: 'date', y1: 'q05', y2: 'q95', fill: world.colour, fillOpacity: 0.14 }),
                Plot.areaY(world.points, { x: 'date', y1: 'q25', y2: 'q75', fill: world.colour, fillOpacity: 0.26 }),
            ]),
            ...points.map((world) => Plot.lineY(world.points, { x: 'date', y: truth ? 'mean' : 'q50', stroke: world.colour, strokeWidth: 2.25, strokeDasharray: world.dash || undefined })),
        ],
    });
}
