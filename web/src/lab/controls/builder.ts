// A world of the reader's own: interventions made by drop-downs, one after the other, shown as the language writes them.

import { h } from '../../dom';
import { dateWords } from '../../words';
import type { LabState } from '../state';
import { datesOf, indicesOf, members, partOf, subjects, valuesOf, write, type Choice, type Draft, type Verb } from './grammar';

const kVerbs: { value: Verb; label: string }[] = [
    { value: 'block', label: 'it does not happen' }, { value: 'force', label: 'it happens' },
    { value: 'choose', label: 'the choice is' }, { value: 'set', label: 'it is' },
];

const kEmpty: Draft = { verb: 'block', what: '', indices: [], option: '', over: '', value: '', from: '', to: '' };

export function builder(state: LabState): { element: HTMLElement; allow: (allowed: boolean) => void } {
    let draft: Draft = structuredClone(kEmpty);
    let kept: string[] = [];
    let allowed = true;
    const fields = h('div', { class: 'fields' });
    const shown = h('pre', { class: 'command', 'aria-label': 'In the language' });
    const missing = h('p', { class: 'quiet small', role: 'status' });
    const add = h('button', { type: 'button', class: 'button', click: () => { keep(); } }, 'And also …');
    const make = h('button', { type: 'button', class: 'button', click: () => { finish(); } }, 'Show this world');
    const clear = h('button', { type: 'button', class: 'button', click: () => { kept = []; draft = structuredClone(kEmpty); show(); } }, 'Start over');

    const written = (): string => {
        const made = state.model && draft.what ? write(state.model, draft) : null;
        return made && 'text' in made ? made.text : '';
    };
    const keep = (): void => {
        const text = written();
        if (!text) return;
        kept.push(text);
        draft = { ...structuredClone(kEmpty), verb: draft.verb };
        show();
        fields.querySelector<HTMLElement>('select')?.focus();
    };
    const finish = (): void => {
        const text = [...kept, written()].filter(Boolean).join('\n');
        if (!text || !allowed) return;
        kept = [];
        draft = structuredClone(kEmpty);
        if (!state.view.built.includes(text)) state.change({ built: [...state.view.built, text] });
        show();
    };
    const change = (to: Partial<Draft>, again = true): void => {
        draft = { ...draft, ...to };
        if (again) show();
        else tell();
    };
    const select = (label: string, choices: Choice[], value: string, then: (value: string) => void, empty = 'choose …'): HTMLElement => {
        const control = h('select', { 'data-field': label, change: () => then(control.value) }, h('option', { value: '' }, empty), choices.map((each) => h('option', { value: each.value }, each.label)));
        control.value = value;
        return h('label', null, h('span', null, label), control);
    };
    const date = (label: string, value: string, then: (value: string) => void, empty: string): HTMLElement => {
        const dates = state.model && datesOf(state.model);
        if (dates) return select(label, dates.map((each) => ({ value: each, label: dateWords(each) })), value, then, empty);
        const control = h('input', { type: 'text', 'data-field': label, value, placeholder: state.model?.from ?? '', input: () => then(control.value.trim()) });
        return h('label', null, h('span', null, label), control);
    };

    const tell = (): void => {
        const made = state.model && draft.what ? write(state.model, draft) : null;
        const lines = [...kept, written()].filter(Boolean);
        shown.textContent = lines.join('\n');
        shown.hidden = lines.length === 0;
        missing.textContent = made && 'missing' in made ? made.missing : '';
        add.disabled = !written();
        make.disabled = lines.length === 0 || !allowed || (made !== null && 'missing' in made);
        clear.disabled = lines.length === 0 && !draft.what;
    };
    const show = (): void => {
        const { model } = state;
        const focused = (document.activeElement as HTMLElement | null)?.dataset.field;
        const held = fields.contains(document.activeElement);
        fields.replaceChildren();
        if (model) {
            const part = partOf(model, draft.verb, draft.what);
            fields.append(select('What', kVerbs.map((verb) => ({ value: verb.value, label: `${verb.value} – ${verb.label}` })), draft.verb, (verb) => change({ ...structuredClone(kEmpty), verb: (verb || 'block') as Verb })));
            fields.append(select('Of', subjects(model, draft.verb), draft.what, (what) => change({ ...structuredClone(kEmpty), verb: draft.verb, what })));
            if (part) {
                indicesOf(part).forEach((domain, index) => fields.append(select(indicesOf(part).length > 1 ? `${domain} ${index + 1}` : domain, members(model, domain), draft.indices[index] ?? '', (value) => {
                    const indices = [...draft.indices];
                    indices[index] = value;
                    change({ indices });
                })));
                if ('state' in part) {
                    const values = valuesOf(model, part.state);
                    if (values) fields.append(select('Value', values, draft.value, (value) => change({ value })));
                    else {
                        const bounds = [part.state.low, part.state.high].every((bound) => bound !== null) ? `${part.state.low} to ${part.state.high}` : part.state.type;
                        const control = h('input', { type: 'text', 'data-field': 'Value', value: draft.value, placeholder: `${bounds} ${part.state.unit}`.trim(), input: () => change({ value: control.value }, false) });
                        fields.append(h('label', null, h('span', null, 'Value'), control));
                    }
                    fields.append(date('When', draft.from, (from) => change({ from }), 'from the start'));
                } else {
                    if (draft.verb === 'choose') {
                        fields.append(select('Option', part.happening.options.map((option) => ({ value: option.name, label: option.name })), draft.option, (option) => change({ option, over: '' })));
                        const option = part.happening.options.find((each) => each.name === draft.option);
                        if (option?.over) fields.append(select(option.over, members(model, option.over), draft.over, (over) => change({ over })));
                    }
                    if (draft.verb === 'force') fields.append(date('When', draft.from, (from) => change({ from }, datesOf(model) !== null), 'choose …'));
                    else fields.append(
                        date('From', draft.from, (from) => change({ from }, datesOf(model) !== null), 'the start'),
                        date('To', draft.to, (to) => change({ to }, datesOf(model) !== null), 'the end'));
                }
            }
        }
        if (held && focused) fields.querySelector<HTMLElement>(`[data-field="${CSS.escape(focused)}"]`)?.focus();
        tell();
    };
    const reset = (): void => { kept = []; draft = structuredClone(kEmpty); show(); };
    state.subscribe('scenario', reset);
    state.subscribe('model', reset);
    show();
    return {
        element: h('details', { class: 'builder' }, h('summary', null, 'Build a what-if'), fields, shown, missing, h('p', { class: 'buttons' }, make, add, clear)),
        allow: (can) => { allowed = can; tell(); },
    };
}
