// The end: what was chosen otherwise, what became of it, and the record.

import { bars } from '../../charts';
import type { Outcome } from '../../data';
import { apart, h, table } from '../../dom';
import { figure } from '../../figure';
import { count, dateWords, interval, number, percent } from '../../words';
import type { Api, Asked, Subject } from '../api';
import { problem } from '../problem';
import type { End, Fact, Line, Place } from './game';
import type { Replay } from './replay';
import { compared, endSentence, factCount, readLine, shownFacts, type Compared, type Names } from './shape';
import { lineParts } from './story';

const kHistories = 16_384;
const kBarsMost = 6;

export interface EndActions {
    /// Goes back to the choice of this number, from 0, to make it anew.
    again: (at: number, withLater: boolean) => void;
}

export interface EndPart { element: HTMLElement; cancel: () => void }

/// Shows it. `subject` is what the game is of, `replay` the game before it if this one was played again.
export function endPart(place: Place, end: End, replay: Replay | null, names: Names, api: Api, subject: Subject, actions: EndActions): EndPart {
    const { label } = place;
    const how = howLikely(place, end, names, api, subject);
    const facts = factCount(end);
    const element = h('section', { class: 'play-end', 'aria-labelledby': 'end-title' },
        h('h3', { id: 'end-title', tabindex: -1 }, 'The end'),
        h('p', { class: 'end-sentence' }, endSentence(end, label, dateWords)),
        outcomes(compared(end, replay?.outcomes ?? null), label, replay !== null),
        end.choices.length > 0 && choices(end, label, names, actions),
        (end.only_played.length > 0 || end.only_own.length > 0) && h('section', { class: 'apart', 'aria-labelledby': 'apart-title' },
            h('h4', { id: 'apart-title' }, 'What happened in one of the two only'),
            h('div', { class: 'sides' }, only('Your world', end.only_played, place, names), only(['As ', apart(label), ' would have chosen'], end.only_own, place, names))),
        facts.told > 0 && h('section', { class: 'against-record', 'aria-labelledby': 'record-title' },
            h('h4', { id: 'record-title' }, 'The record'),
            h('p', null, `Of ${count(facts.told, 'fact')} of the record that can be told ${facts.played} came out in your world, ${facts.own} as `, apart(label), ' would have chosen.'),
            factTable(shownFacts(end), label)),
        how.element);
    return { element, cancel: how.cancel };
}

function outcomes(rows: Compared[], label: string, again: boolean): HTMLElement {
    const columns = (differs: boolean): Parameters<typeof table<Compared>>[1] => [
        { title: 'Outcome', cell: (row) => apart(row.label) },
        { title: 'Your world', cell: (row) => value(row.played, row.unit, differs && row.played !== row.own) },
        ...(again ? [{ title: 'Your world before', cell: (row: Compared) => (row.before === null ? '' : value(row.before, row.unit, differs && row.before !== row.played)) }] : []),
        { title: `As ${label} would have`, cell: (row) => value(row.own, row.unit, false) },
    ];
    const differing = rows.filter((row) => row.differs);
    const same = rows.filter((row) => !row.differs);
    return h('div', { class: 'end-outcomes' },
        differing.length > 0 ? table('What came out otherwise', columns(true), differing) : h('p', null, 'All outcomes are the same.'),
        same.length > 0 && h('details', { open: differing.length === 0 }, h('summary', null, `${count(same.length, 'outcome')} the same`), table('What came out the same', columns(false), same)));
}

function value(text: string, unit: string, marked: boolean): HTMLElement {
    const rounded = /^-?\d+\.\d+(e[-+]\d+)?$/.test(text) ? number(Number(text)) : /^\d+-/.test(text) ? dateWords(text) : text;
    const shown = apart(`${rounded || '–'}${unit && text ? ` ${unit}` : ''}`);
    return marked ? h('strong', { class: 'yours' }, shown) : shown;
}

function choices(end: End, label: string, names: Names, actions: EndActions): HTMLElement {
    const later = h('input', { type: 'checkbox', checked: true });
    return h('section', { class: 'end-choices', 'aria-labelledby': 'choices-title' },
        h('h4', { id: 'choices-title' }, 'Your choices'),
        table('Each can be made anew; until then the history is the same', [
            { title: 'Date', cell: (row: { choice: End['choices'][number]; at: number }) => dateWords(row.choice.date) },
            { title: 'Decision', cell: ({ choice }) => apart(names.said(choice.decision)) },
            { title: 'You chose', cell: ({ choice }) => (choice.option === choice.own ? apart(names.option(choice.option)) : h('strong', { class: 'yours' }, apart(names.option(choice.option)))) },
            { title: `${label} would have`, cell: ({ choice }) => apart(names.option(choice.own)) },
            { title: 'Play again', cell: ({ choice, at }) => h('button', { type: 'button', class: 'cite', 'aria-label': `Choose anew: ${names.said(choice.decision)}, ${dateWords(choice.date)}`, click: () => actions.again(at, later.checked) }, 'Choose anew') },
        ], end.choices.map((choice, at) => ({ choice, at }))),
        end.choices.length > 1 && h('p', { class: 'controls' }, h('label', null, later, ' Make my later choices again, as long as they fit')));
}

function only(title: Parameters<typeof h>[2], lines: Line[], place: Place, names: Names): HTMLElement {
    const told = lines.map((line) => ({ date: line.date, parts: readLine(line, place.choices) }));
    return h('div', null, h('h5', null, title), told.length === 0 ? h('p', { class: 'nothing' }, 'Nothing.')
        : h('ul', { class: 'rows' }, told.map(({ date, parts }) => h('li', null, h('span', { class: 'quiet' }, `${dateWords(date)} `), ...lineParts(parts, names)))));
}

function factTable(facts: Fact[], label: string): HTMLElement {
    const met = (here: boolean | null): HTMLElement => h('span', { class: here ? 'met' : 'missed' }, here === null ? '–' : here ? '✓ yes' : '✗ no');
    return table('What is on record, and whether it came out', [
        { title: 'On record', cell: (fact: Fact) => apart(fact.text) },
        { title: 'Your world', cell: (fact) => met(fact.played) },
        { title: `As ${label} would have`, cell: (fact) => met(fact.own) },
    ], facts);
}

/// Asked for: how often the histories of the scenario end like this one.
function howLikely(place: Place, end: End, names: Names, api: Api, subject: Subject): EndPart {
    let asked: Asked | null = null;
    const status = h('p', { class: 'quiet', role: 'status' });
    const body = h('div', { class: 'lab-cards' });
    const button = h('button', { type: 'button', class: 'button', click: () => ask() }, 'How likely was this end?');
    const set = Object.fromEntries(place.settings.map((setting): [string, string] => {
        const at = setting.indexOf('=');
        return [setting.slice(0, at), setting.slice(at + 1)];
    }));
    const ask = (): void => {
        button.disabled = true;
        status.textContent = 'Histories are being drawn …';
        asked = api.ask<{ histories: number; outcomes: Record<string, Outcome> }>({ ...subject, kind: 'run', options: { histories: kHistories, seed: place.seed, set } }, {
            waits: (why) => { status.textContent = why; },
            partial: (answer) => show(answer.histories, answer.outcomes),
            done: (answer) => { asked = null; button.hidden = true; show(answer.histories, answer.outcomes); },
            failed: (error) => { asked = null; button.disabled = false; status.textContent = ''; body.replaceChildren(problem(error)); },
            cancelled: () => { asked = null; button.disabled = false; status.textContent = 'Given up.'; },
        });
    };
    const show = (histories: number, all: Record<string, Outcome>): void => {
        status.textContent = `Of ${count(histories, 'history', 'histories')} of the scenario, without the record; yours is in bold.`;
        const shown = compared(end, null).filter((row) => all[row.name]?.kind === 'truth' || all[row.name]?.kind === 'choice').slice(0, kBarsMost);
        body.replaceChildren(...shown.map((row) => {
            const values = valueRows(all[row.name]!, row.played, (each) => names.value(row.name, each));
            return h('article', { class: 'card' }, h('h5', null, apart(row.label)), figure('', `${row.label}: ${values.map((each) => `${each.label} ${percent(each.main.p)}`).join(', ')}; yours is ${row.played}.`,
                (width) => bars(values.map((each) => ({ ...each, beside: null })), width),
                () => table(row.label, [
                    { title: 'Value', cell: (each: (typeof values)[number]) => (each.marked ? h('strong', null, apart(each.label), ' (yours)') : apart(each.label)) },
                    { title: 'Share, with 95 % interval', figure: true, cell: (each) => `${percent(each.main.p)} (${interval(each.main.low, each.main.high)})` },
                ], values)).element);
        }));
    };
    return { element: h('section', { class: 'how-likely' }, button, status, body), cancel: () => { asked?.cancel(); asked = null; } };
}

interface ValueRow { label: string; main: { p: number; low: number; high: number }; marked: boolean }

/// The most frequent values of an outcome, and the one that came out.
function valueRows(outcome: Outcome, played: string, label: (value: string) => string): ValueRow[] {
    const rows = Object.entries(outcome.values ?? {}).map(([name, share]) => {
        return { label: label(name), main: { p: share.p, low: share.low ?? share.p, high: share.high ?? share.p }, marked: played === name || played === label(name) };
    }).sort((a, b) => b.main.p - a.main.p);
    return rows.filter((row, index) => row.marked || (index < 4 && row.main.p > 0));
}
