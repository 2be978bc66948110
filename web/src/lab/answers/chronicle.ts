// One history told from beginning to end, beside the same history altered.

import { h } from '../../dom';
import { dateWords } from '../../words';
import type { Api } from '../api';
import { Asking } from '../asking';
import { sampled } from '../effort';
import type { Inquiry } from '../inquiry';
import { problem } from '../problem';
import type { LabState } from '../state';
import { alteredWorlds, onOneLine } from '../worlds';
import { readChronicle } from './told';

interface Told { text: string }

export function mountChronicle(host: HTMLElement, state: LabState, api: Api, inquiry: Inquiry): void {
    const number = h('input', { type: 'number', id: 'history', min: 0, step: 1, change: () => go(Number(number.value)) });
    const beside = h('select', { id: 'beside', change: () => { if (open.open) ask(); } });
    const place = h('div', { class: 'told' });
    const part = new Asking<Told>(api, () => show());
    const plain = new Asking<Told>(api, () => show());
    const open = h('details', { class: 'chronicle', toggle: () => { if (open.open) ask(); } }, h('summary', null, h('h2', null, 'One history, told')));
    const go = (to: number): void => {
        if (Number.isSafeInteger(to) && to >= 0) state.change({ history: to });
        else number.value = String(state.view.history);
    };
    const step = (by: number, label: string): HTMLElement => h('button', { type: 'button', class: 'button', click: () => go(state.view.history + by) }, label);
    open.append(
        h('p', { class: 'controls' }, h('label', { for: 'history' }, 'History number'), number, step(-1, '← before'), step(1, 'next →'), h('label', { for: 'beside' }, 'beside it'), beside),
        place);
    host.append(h('section', null, open));

    const ask = (): void => {
        const { view, model } = state;
        if (!model || !open.open) return;
        const world = alteredWorlds(view, model).find((each) => each.key === beside.value);
        const { histories: _count, ...sample } = sampled(view.effort, view.follow);
        const base = { ...inquiry.held(), ...inquiry.record(), ...sample, seed: view.seed, history: view.history };
        const subject = state.subject()!;
        const worlds = !world ? {} : world.key === 'without' ? { without_causes: view.without } : world.key.startsWith('do ') ? { do: [onOneLine(world.key.slice(3))] } : { whatifs: [world.key.slice(7)] };
        part.ask({ ...subject, kind: 'tell', options: { ...base, ...worlds } });
        plain.ask(world ? { ...subject, kind: 'tell', options: base } : null);
    };
    const show = (): void => {
        place.setAttribute('aria-busy', String(part.running));
        if (part.error) place.replaceChildren(problem(part.error));
        else if (part.running && !part.answer) place.replaceChildren(h('p', { class: 'nothing' }, part.progress ? `${part.progress.what}: ${part.progress.done} of ${part.progress.all}` : 'Computing …'));
        else if (part.answer && part.fresh) draw(part.answer.text);
    };
    const draw = (text: string): void => {
        const read = readChronicle(text);
        if (read.same) {
            const alone = plain.answer && plain.fresh ? readChronicle(plain.answer.text) : null;
            place.replaceChildren(h('p', null, 'In this history the altered world is the same as the actual one.'), ...(alone ? [table(alone)] : []));
        } else place.replaceChildren(table(read));
    };
    const choose = (): void => {
        const { view, model } = state;
        const worlds = model ? alteredWorlds(view, model) : [];
        const kept = worlds.some((world) => world.key === beside.value) ? beside.value : worlds[0]?.key ?? '';
        beside.replaceChildren(h('option', { value: '' }, 'nothing'), ...worlds.map((world) => h('option', { value: world.key }, world.label)));
        beside.value = kept;
        number.value = String(view.history);
        ask();
    };
    state.subscribe('view', choose);
    state.subscribe('model', () => { part.ask(null); plain.ask(null); place.replaceChildren(); choose(); });
    state.subscribe('scenario', () => { part.ask(null); plain.ask(null); place.replaceChildren(); });
    choose();
}

function table(read: ReturnType<typeof readChronicle>): HTMLElement {
    if (read.rows.length === 0) return h('p', { class: 'nothing' }, 'Nothing is told of this history.');
    return h('div', { class: 'table', role: 'region', 'aria-label': 'The chronicle', tabindex: 0 }, h('table', { class: 'chronicle-table' },
        h('caption', null, read.title),
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Date'), read.worlds.map((world) => h('th', { scope: 'col' }, world)))),
        h('tbody', null, read.rows.map((row) => h('tr', { class: row.differs ? 'differs' : null }, h('th', { scope: 'row' }, row.date ? dateWords(row.date) : ''),
            row.cells.map((cell) => h('td', null, cell.map((line) => h('p', null, line)))))))));
}
