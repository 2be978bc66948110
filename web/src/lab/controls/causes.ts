// Causes on and off: all that are off are absent together, in one world beside the actual one.

import { apart, h } from '../../dom';
import { words } from '../../words';
import type { Drawer } from '../evidence';
import type { Question } from '../model';
import type { LabState } from '../state';
import { alteredCount, kMostWorlds } from '../view';
import { keep } from './kept';

export function causesControl(state: LabState, drawer: Drawer): HTMLElement {
    const host = h('div');
    const show = (): void => {
        const { view } = state;
        const full = view.without.length === 0 && alteredCount(view) >= kMostWorlds - 1;
        for (const box of host.querySelectorAll<HTMLInputElement>('input')) {
            box.checked = !view.without.includes(box.value);
            box.disabled = full;
        }
    };
    const row = (cause: Question): HTMLElement => {
        const box = h('input', { type: 'checkbox', role: 'switch', value: cause.name, change: () => {
            const others = state.view.without.filter((name) => name !== cause.name);
            state.change({ without: box.checked ? others : [...others, cause.name] });
        } });
        return h('li', null, h('label', null, box, h('span', null, apart(cause.label || words(cause.name)))), drawer.of(`cause ${cause.name}`));
    };
    const make = (): void => {
        const causes = state.model?.causes ?? [];
        const groups = [...new Set(causes.map((cause) => cause.group))];
        host.replaceChildren(causes.length === 0 ? h('p', { class: 'nothing' }, 'The scenario names no causes.') : h('p', { class: 'quiet small' }, 'Switch one off to see the world without it.'),
            ...groups.flatMap((group) => [
                ...(groups.length > 1 || group ? [h('h4', null, words(group) || 'others')] : []),
                h('ul', { class: 'choices' }, causes.filter((cause) => cause.group === group).map(row)),
            ]));
        show();
    };
    keep(state, make, show);
    return host;
}
