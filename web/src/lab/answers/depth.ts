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
import { counted } from './lead';
import { outcomeName, valueName } from './shape';
import { progressLine, showLine } from './status';

export function mountDepth(host: HTMLElement, state: LabState, api: Api, inquiry: Inquiry, drawer: Drawer): void {
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

    const about = h('p', { class: 'quiet' });
    const section = h('section', { 'aria-labelledby': 'depth-title' },
        h('h2', { id: 'depth-title' }, 'Why'), about,
        h('p', { class: 'buttons' }, asked.flatMap((each) => [each.begin, each.stop])),
        asked.map((each) => [each.line.element, each.place]));
    host.append(section);

    let restsOn = '';
    const show = (): void => {
        const { set, leftOut, until, follow, outcome, value } = state.view;
        const known = counted(state).find((each) => each.name === outcome);
        about.textContent = known ? `Of “${outcomeName(known)}${known.kind === 'truth' && value === 'yes' ? '' : `: ${valueName(known, value)}`}”, the question above.` : '';
        // What the answers below rest on: with another world or tab they stay.
        const now = JSON.stringify([set, leftOut, until, follow, outcome, value]);
        if (now !== restsOn) for (const each of asked) each.clear();
        restsOn = now;
    };
    const make = (): void => {
        section.hidden = counted(state).length === 0;
        for (const each of asked) each.clear();
        show();
    };
    state.subscribe('view', show);
    state.subscribe('model', make);
    state.subscribe('scenario', make);
    make();
}
