// Numbers that nobody knows: each varies between histories as the scenario says, until a slider holds it at a value.

import { h } from '../../dom';
import { number, words } from '../../words';
import type { Drawer } from '../evidence';
import type { Param } from '../model';
import type { LabState } from '../state';
import { keep } from './kept';

const kSteps = 100;

export function paramsControl(state: LabState, drawer: Drawer): HTMLElement {
    const host = h('div');
    let rows: { show: () => void }[] = [];
    const show = (): void => { for (const row of rows) row.show(); };
    const make = (): void => {
        const params = (state.model?.params ?? []).filter((param) => range(param));
        rows = [];
        const list = (some: Param[]): HTMLElement => h('ul', { class: 'sliders' }, some.map((param) => {
            const made = slider(param, state, drawer);
            rows.push(made);
            return made.element;
        }));
        const own = params.filter((param) => param.module === '');
        const modules = [...new Set(params.filter((param) => param.module !== '').map((param) => param.module))];
        host.replaceChildren(params.length === 0 ? h('p', { class: 'nothing' }, 'The scenario has no such number.') : h('p', { class: 'quiet small' }, 'A slider holds its number at one value in every history.'),
            ...(own.length > 0 ? [list(own)] : []),
            ...modules.map((name) => h('details', null, h('summary', null, `of ${name}`), list(params.filter((param) => param.module === name)))));
        show();
    };
    keep(state, make, show);
    return host;
}

/// Where a slider begins and ends: the middle 90 % of what the scenario draws, or the bounds of what it fixes.
function range(param: Param): { low: number; high: number; middle: number } | null {
    const [least, , half, , most] = param.quantiles ?? [];
    const low = Math.max(least ?? param.low ?? NaN, param.low ?? -Infinity);
    const high = Math.min(most ?? param.high ?? NaN, param.high ?? Infinity);
    const middle = half ?? param.value ?? (low + high) / 2;
    return Number.isFinite(low) && Number.isFinite(high) && low < high ? { low, high, middle: Math.min(high, Math.max(low, middle)) } : null;
}

function slider(param: Param, state: LabState, drawer: Drawer): { element: HTMLElement; show: () => void } {
    const { low, high, middle } = range(param)!;
    const whole = param.type === 'int';
    const step = whole ? Math.max(1, Math.round((high - low) / kSteps)) : (high - low) / kSteps;
    const id = `param-${param.name.replace(/\W/g, '-')}`;
    const said = h('output', { for: id });
    const take = (): void => {
        const value = whole ? Math.round(Number(input.value)) : Number(Number(input.value).toPrecision(4));
        state.change({ set: { ...state.view.set, [param.name]: value } }, true);
    };
    const input = h('input', { type: 'range', id, min: low, max: high, step, input: take, change: () => { take(); state.settle(); } });
    const reset = h('button', { type: 'button', class: 'cite', 'aria-label': `Let ${words(param.name)} vary again`, click: () => {
        const { [param.name]: _held, ...set } = state.view.set;
        state.change({ set });
        input.focus();
    } }, 'let it vary');
    const show = (): void => {
        const held = state.view.set[param.name];
        if (document.activeElement !== input || held === undefined) input.value = String(held ?? middle);
        const unit = param.unit ? ` ${param.unit}` : '';
        const varies = param.quantiles ? `${number(low)} to ${number(high)}${unit}` : `${number(param.value)}${unit}`;
        said.textContent = held === undefined ? varies : `${number(held)}${unit}`;
        input.setAttribute('aria-valuetext', held === undefined ? `varies, ${varies}` : `held at ${number(held)}${unit}`);
        reset.hidden = held === undefined;
        element.classList.toggle('held', held !== undefined);
    };
    const element = h('li', null,
        h('div', { class: 'slider-head' }, h('label', { for: id }, words(param.name)), said),
        input,
        h('div', { class: 'slider-foot' }, drawer.of(`param ${param.name}`), reset));
    return { element, show };
}
