// How it came out: without the record and given it.

import type { Outcome, Report } from '../data';
import type { Claims } from '../cite';
import { bars, courses, kActual, kBefore, spreads } from '../charts';
import { h, nothing, section, table } from '../dom';
import { figure } from '../figure';
import { byWhen, outcomeViews, valueRows, type OutcomeView } from '../shape';
import { count, dateWords, interval, moment, number, percent, words } from '../words';

const kGivenWords = 'given the record';
const kPriorWords = 'before the record';
const kMostBars = 10;
const kLeastShown = 0.0005;

export function outcomes(report: Report, claims: Claims): HTMLElement {
    const views = outcomeViews(report);
    if (views.length === 0) return section('outcomes', 'Outcomes', nothing('This report counts no outcome: the scenario has none, or the run was left out.', `jonbar run ${report.file ?? 'FILE'}`));
    const both = views.some((view) => view.given && view.prior);
    const legend = both
        ? h('p', { class: 'legend' }, h('span', { class: 'key actual' }, kGivenWords), h('span', { class: 'key before' }, kPriorWords),
            h('span', { class: 'quiet' }, 'Thin lines are 95 % intervals.'))
        : h('p', { class: 'legend' }, h('span', { class: 'key actual' }, 'all histories of the scenario'), h('span', { class: 'quiet' }, 'Thin lines are 95 % intervals. The scenario tells no record, or it was left out.'));
    return section('outcomes', 'Outcomes', legend, h('div', { class: 'cards' }, views.map((view) => card(report, view, claims))));
}

function card(report: Report, view: OutcomeView, claims: Claims): HTMLElement {
    const heading = h('h3', null, view.label, ' ', claims.of(`outcome ${view.name}`));
    const asked = view.name === report.question?.outcome;
    const body = view.kind === 'number' ? numberFigure(view) : view.kind === 'date' ? dateFigure(report, view) : valueFigure(report, view);
    return h('article', { class: asked ? 'card asked' : 'card' }, heading, body);
}

function valueFigure(report: Report, view: OutcomeView): HTMLElement {
    const all = valueRows(view);
    const asked = view.name === report.question?.outcome ? report.question.value : null;
    const seen = all.filter((row) => row.value === asked || (row.given?.p ?? 0) >= kLeastShown || (row.prior?.p ?? 0) >= kLeastShown);
    const rows = seen.slice(0, kMostBars);
    const caption = all.length > rows.length ? `The ${rows.length} most probable of ${all.length} values.` : '';
    return figure(caption, `Bars: ${view.label}. ${rows.slice(0, 3).map((row) => `${words(row.value)} ${percent((row.given ?? row.prior)?.p)}`).join(', ')}.`,
        (width) => bars(rows.map((row) => ({ label: words(row.value), main: row.given, beside: row.prior, marked: row.value === asked })), width),
        () => table(view.label, [
            { title: 'Value', cell: (row) => words(row.value) },
            ...(view.given ? [
                { title: 'Given the record', figure: true, cell: (row: typeof all[0]) => percent(row.given?.p) },
                { title: '95 % interval', figure: true, cell: (row: typeof all[0]) => interval(row.given?.low, row.given?.high) }] : []),
            ...(view.prior ? [
                { title: 'Before the record', figure: true, cell: (row: typeof all[0]) => percent(row.prior?.p) },
                { title: '95 % interval', figure: true, cell: (row: typeof all[0]) => interval(row.prior?.low, row.prior?.high) }] : []),
        ], all)).element;
}

function worlds(view: OutcomeView): { label: string; colour: string; outcome: Outcome }[] {
    return [
        ...(view.given ? [{ label: kGivenWords, colour: kActual, outcome: view.given }] : []),
        ...(view.prior ? [{ label: view.given ? kPriorWords : 'all histories', colour: view.given ? kBefore : kActual, outcome: view.prior }] : []),
    ];
}

function dateFigure(report: Report, view: OutcomeView): HTMLElement {
    const told = worlds(view).map((world) => ({ ...world, steps: byWhen(world.outcome) }));
    const moments = told.flatMap((world) => world.steps.map((step) => step.date));
    const ends = told.map((world) => {
        const middle = world.outcome.quantiles?.['0.5'];
        const ever = world.steps[world.steps.length - 1]?.p ?? 0;
        return `${world.label}: ${percent(ever)}${middle ? `, half of these by ${dateWords(String(middle))}` : ''}`;
    });
    if (moments.length === 0) return h('p', null, 'It came in no history.');
    const from = moment(report.calendar?.first) ?? new Date(Math.min(...moments.map(Number)));
    const to = moment(report.calendar?.last, true) ?? new Date(Math.max(...moments.map(Number)));
    return figure(`Has it come by then? ${ends.join('; ')}.`, `Lines: the share of histories in which ${view.label} has come, by date. ${ends.join('; ')}.`,
        (width) => courses(told, width, from, to),
        () => h('div', null, told.map((world) => table(`${view.label}, ${world.label}`, [
            { title: 'Date', cell: (step) => dateWords(step.text) },
            { title: 'Then', figure: true, cell: (step) => percent(step.share) },
            { title: 'By then', figure: true, cell: (step) => percent(step.p) },
        ], world.steps)))).element;
}

function numberFigure(view: OutcomeView): HTMLElement {
    const told = worlds(view).filter((world) => world.outcome.quantiles);
    if (told.length === 0) return h('p', null, 'It has no value in any history.');
    const means = told.map((world) => `${world.label} ${number(world.outcome.mean)} (${number(world.outcome.mean_low)} to ${number(world.outcome.mean_high)})`);
    return figure(`Mean ${means.join('; ')}${view.unit ? ` ${view.unit}` : ''}.`, `Ranges: ${view.label}. Mean ${means.join('; ')}.`,
        (width) => spreads(told.map((world) => ({ label: world.label, colour: world.colour, quantiles: world.outcome.quantiles ?? {} })), width, view.unit),
        () => table(view.label, [
            { title: 'World', cell: (world) => world.label },
            { title: 'Mean', figure: true, cell: (world) => number(world.outcome.mean) },
            ...['0.05', '0.25', '0.5', '0.75', '0.95'].map((key) => ({
                title: `${count(Number(key) * 100, '%', '%')} below`, figure: true,
                cell: (world: typeof told[0]) => number(world.outcome.quantiles?.[key]),
            })),
        ], told)).element;
}
