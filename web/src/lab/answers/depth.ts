// What an outcome came from, and what it depends on: asked on a button, shown as in the report.

import type { Report, Sensitivity, Why } from '../../data';
import { h } from '../../dom';
import { causes } from '../../sections/causes';
import { sensitivity } from '../../sections/sensitivity';
import type { Api, Kind } from '../api';
import { Asking } from '../asking';
import { sampled } from '../effort';
import type { Drawer } from '../evidence';
import type { Inquiry } from '../inquiry';
import { problem } from '../problem';
import type { LabState } from '../state';
import { outcomeName, valueName } from './shape';
import { progressLine, showLine } from './status';

export function mountDepth(host: HTMLElement, state: LabState, api: Api, inquiry: Inquiry, drawer: Drawer): void {
    const outcome = h('select', { id: 'asked-outcome', change: () => state.change({ outcome: outcome.value, value: counted().find((each) => each.name === outcome.value)?.values[0]?.name ?? '' }) });
    const value = h('select', { id: 'asked-value', change: () => state.change({ value: value.value }) });
    const counted = () => (state.model?.outcomes ?? []).filter((each) => each.kind === 'truth' || each.kind === 'choice');
    const asked = [
        deep<Why>('why', 'Ask for its causes', 'Causes', (answer, run) => causes({ why: answer, run } as unknown as Report, drawer)),
        deep<Sensitivity>('sensitivity', 'Ask what it depends on', 'Sensitivity', (answer, run) => sensitivity({ sensitivity: answer, run } as unknown as Report, drawer)),
    ];

    function deep<Answer>(kind: Kind, button: string, name: string, draw: (answer: Answer, run: unknown) => HTMLElement) {
        const place = h('div');
        let drawn: Answer | null = null;
        const part = new Asking<Answer>(api, () => show());
        const line = progressLine(name, part);
        const begin = h('button', { type: 'button', class: 'button', 'data-ask': kind, click: () => {
            part.forget();
            const { view } = state;
            part.ask({ ...state.subject()!, kind, options: { ...inquiry.held(), ...inquiry.record(), ...sampled(view.effort, view.follow), seed: view.seed, outcome: view.outcome, value: view.value } });
        } }, button);
        const stop = h('button', { type: 'button', class: 'button', click: () => { part.stop(); begin.focus(); } }, 'Stop');
        const show = (): void => {
            showLine(line);
            begin.disabled = part.running || !state.model;
            stop.hidden = !part.running;
            if (part.answer && part.answer !== drawn) {
                place.replaceChildren(draw(part.answer, inquiry.run.answer));
                // A section of the report is headed as one; here it stands below one.
                for (const list of place.querySelectorAll<HTMLDetailsElement>('#sensitivity details.listed')) list.open = false;
                for (const heading of place.querySelectorAll('h2')) heading.replaceWith(h('h3', { id: heading.id }, heading.textContent));
            } else if (part.error) place.replaceChildren(problem(part.error));
            else if (!part.answer) place.replaceChildren();
            drawn = part.answer;
        };
        return { begin, stop, line, place, show, clear: () => { part.ask(null); show(); } };
    }

    const section = h('section', { 'aria-labelledby': 'depth-title' },
        h('h2', { id: 'depth-title' }, 'Why'),
        h('p', { class: 'controls' }, h('label', { for: 'asked-outcome' }, 'Of'), outcome, h('label', { for: 'asked-value' }, 'that it is'), value),
        h('p', { class: 'buttons' }, asked.flatMap((each) => [each.begin, each.stop])),
        asked.map((each) => [each.line.element, each.place]));
    host.append(section);

    const choose = (): void => {
        const { view } = state;
        outcome.value = view.outcome;
        const known = counted().find((each) => each.name === view.outcome);
        value.replaceChildren(...(known?.values ?? []).map((each) => h('option', { value: each.name }, valueName(known!, each.name))));
        value.value = view.value;
    };
    const make = (): void => {
        outcome.replaceChildren(...counted().map((each) => h('option', { value: each.name }, outcomeName(each))));
        section.hidden = counted().length === 0;
        choose();
        for (const each of asked) each.clear();
    };
    let about = '';
    state.subscribe('view', () => {
        choose();
        // What the answers below rest on: with another world or tab they stay.
        const { set, leftOut, until, follow, outcome: name, value: wanted } = state.view;
        const now = JSON.stringify([set, leftOut, until, follow, name, wanted]);
        if (now !== about && about) for (const each of asked) each.clear();
        about = now;
    });
    state.subscribe('model', make);
    state.subscribe('scenario', make);
    make();
}
