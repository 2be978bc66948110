// Which altered worlds are compared: those that the scenario tells, and what the reader builds.

import { apart, h } from '../../dom';
import { words } from '../../words';
import type { Drawer } from '../evidence';
import type { LabState } from '../state';
import { keep } from './kept';
import { alteredCount, kMostWorlds } from '../view';
import { alteredWorlds } from '../worlds';
import { builder } from './builder';

export function worldsControl(state: LabState, drawer: Drawer): HTMLElement {
    const chosen = h('ul', { class: 'chosen', 'aria-label': 'Worlds that are compared' });
    const list = h('ul', { class: 'choices' });
    const full = h('p', { class: 'quiet small', role: 'status' });
    const build = builder(state);
    const show = (): void => {
        const { model, view } = state;
        const isFull = alteredCount(view) >= kMostWorlds - 1;
        full.textContent = isFull ? 'Four worlds are compared at most: take one out to choose another.' : '';
        chosen.replaceChildren(...(model ? [{ key: '', label: 'As it was', interventions: [], colour: 'var(--actual)' }, ...alteredWorlds(view, model)] : []).map((world) => {
            const item = h('li', { class: 'key' }, h('span', { title: world.interventions.join('\n') || null }, apart(world.label)),
                world.key && h('button', { type: 'button', class: 'remove', 'aria-label': `Take out: ${world.label}`, click: () => remove(world.key) }, '×'));
            item.style.setProperty('--key', world.colour);
            return item;
        }));
        for (const box of list.querySelectorAll<HTMLInputElement>('input')) {
            box.checked = view.whatifs.includes(box.value);
            box.disabled = isFull && !box.checked;
        }
        build.allow(!isFull);
    };
    const remove = (key: string): void => {
        const { view } = state;
        if (key === 'without') state.change({ without: [] });
        else state.change({ whatifs: view.whatifs.filter((name) => key !== `whatif ${name}`), built: view.built.filter((text) => key !== `do ${text}`) });
        // The button that was pressed is gone: on to the next one, or to the list.
        (chosen.querySelector<HTMLElement>('.remove') ?? list.querySelector<HTMLElement>('input'))?.focus();
    };
    const make = (): void => {
        list.replaceChildren(...(state.model?.whatifs ?? []).map((whatif) => {
            const box = h('input', { type: 'checkbox', value: whatif.name, change: () => {
                const others = state.view.whatifs.filter((name) => name !== whatif.name);
                state.change({ whatifs: box.checked ? [...others, whatif.name] : others });
            } });
            return h('li', null, h('label', null, box, h('span', null, apart(whatif.label || words(whatif.name)), h('code', { class: 'under' }, whatif.interventions.join('; ')))), drawer.of(`whatif ${whatif.name}`));
        }));
        if (!list.firstChild) list.append(h('li', { class: 'nothing' }, 'The scenario tells no what-if. Build one below.'));
        show();
    };
    keep(state, make, show);
    return h('div', null, chosen, full, h('div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': 'What-ifs of the scenario' }, list), build.element);
}
