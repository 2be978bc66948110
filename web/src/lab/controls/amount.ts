// How many histories are asked, and from which seed.

import { h } from '../../dom';
import { number } from '../../words';
import { amountOf } from '../effort';
import type { LabState } from '../state';
import { kEfforts, type Effort } from '../view';

const kNames: Record<Effort, string> = { quick: 'Quick', usual: 'Closer', fine: 'Closest' };

export function amountControl(state: LabState): HTMLElement {
    const boxes = kEfforts.map((effort) => h('input', { type: 'radio', name: 'effort', value: effort, change: () => state.change({ effort }) }));
    const seed = h('input', { type: 'number', id: 'seed', min: 0, step: 1, change: () => {
        const value = Number(seed.value);
        if (Number.isSafeInteger(value) && value >= 0) state.change({ seed: value });
        else show();
    } });
    const show = (): void => {
        for (const box of boxes) box.checked = box.value === state.view.effort;
        if (document.activeElement !== seed) seed.value = String(state.view.seed);
    };
    state.subscribe('view', show);
    state.subscribe('scenario', show);
    state.subscribe('model', show);
    show();
    return h('div', null,
        h('fieldset', { class: 'amount' }, h('legend', { class: 'quiet small' }, 'More histories narrow the intervals and take longer.'),
            boxes.map((box) => {
                const amount = amountOf(box.value as Effort);
                return h('label', null, box, h('span', null, kNames[box.value as Effort], h('span', { class: 'under quiet' }, `${number(amount.histories)} histories; ${number(amount.particles)} that meet the record, ${amount.says}`)));
            })),
        h('p', { class: 'controls' }, h('label', { for: 'seed' }, 'Seed'), seed));
}
