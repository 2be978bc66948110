// The record: whether it is followed, which of its items, and until when.

import { apart, h } from '../../dom';
import { dateWords } from '../../words';
import type { Drawer } from '../evidence';
import type { Observation } from '../model';
import type { LabState } from '../state';
import { keep } from './kept';
import { datesOf } from './grammar';

export function recordControl(state: LabState, drawer: Drawer): HTMLElement {
    const host = h('div');
    const follow = h('input', { type: 'checkbox', role: 'switch', change: () => state.change({ follow: follow.checked }) });
    const list = h('ul', { class: 'choices' });
    const until = h('div');
    const many = h('p', { class: 'quiet small', role: 'status' });
    let control: HTMLSelectElement | HTMLInputElement | null = null;
    const show = (): void => {
        const { view, model } = state;
        follow.checked = view.follow;
        for (const box of list.querySelectorAll<HTMLInputElement>('input')) {
            box.checked = !view.leftOut.includes(Number(box.value));
            box.disabled = !view.follow;
        }
        if (control) {
            control.disabled = !view.follow;
            if (document.activeElement !== control) control.value = view.until;
        }
        const all = model?.record.length ?? 0;
        many.textContent = view.follow ? `${all - view.leftOut.length} of ${all} items are followed${view.until ? `, until ${dateWords(view.until)}` : ''}.` : 'All histories of the scenario count.';
    };
    const make = (): void => {
        const { model } = state;
        const record = model?.record ?? [];
        if (!model || record.length === 0) {
            host.replaceChildren(h('p', { class: 'nothing' }, 'The scenario has no record.'));
            return;
        }
        list.replaceChildren(...record.map((item) => row(item)));
        const dates = datesOf(model);
        control = dates
            ? h('select', { id: 'until', change: () => state.change({ until: control!.value }) }, h('option', { value: '' }, 'the end'), dates.map((date) => h('option', { value: date }, dateWords(date))))
            : h('input', { type: 'text', id: 'until', placeholder: model.to, change: () => state.change({ until: control!.value.trim() }) });
        until.replaceChildren(h('p', { class: 'controls' }, h('label', { for: 'until' }, 'Until'), control));
        host.replaceChildren(h('label', { class: 'switch' }, follow, h('span', null, 'Only histories that meet it')), many, until,
            h('div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': 'Items of the record' }, list));
        show();
    };
    const row = (item: Observation): HTMLElement => {
        const box = h('input', { type: 'checkbox', value: item.number, change: () => {
            const others = state.view.leftOut.filter((number) => number !== item.number);
            state.change({ leftOut: box.checked ? others : [...others, item.number].sort((a, b) => a - b) });
        } });
        return h('li', null, h('label', null, box, h('span', null, apart(item.text), item.accounts > 1 && h('span', { class: 'quiet' }, ` – ${item.accounts} accounts`))), drawer.button(item.cites, item.text));
    };
    keep(state, make, show);
    return host;
}
