// Interventions in the language, made from what the scenario has (docs/language.md, section 6). No page needed.

import type { Happening, Model, StatePart } from '../model';

export type Verb = 'block' | 'force' | 'choose' | 'set';

export interface Draft { verb: Verb; what: string; indices: string[]; option: string; over: string; value: string; from: string; to: string }

export type Part = { happening: Happening } | { state: StatePart };

export interface Choice { value: string; label: string }

/// What a verb can be said of: `choose` of decisions, `set` of states, the others of all that happens.
export function subjects(model: Model, verb: Verb): Choice[] {
    if (verb === 'set') return model.states.map((state) => ({ value: state.name, label: state.name }));
    const kinds: Record<Exclude<Verb, 'set'>, string[]> = { block: ['event', 'decision', 'vote', 'rule'], force: ['event', 'decision', 'vote'], choose: ['decision'] };
    const fitting = model.happenings.filter((each) => kinds[verb].includes(each.kind));
    const own = (each: Happening): number => Number(each.module !== '');
    return [...fitting].sort((a, b) => own(a) - own(b) || kinds[verb].indexOf(a.kind) - kinds[verb].indexOf(b.kind))
        .map((each) => ({ value: each.name, label: verb === 'choose' ? each.name : `${each.name} – ${each.kind}` }));
}

export function partOf(model: Model, verb: Verb, what: string): Part | null {
    const state = verb === 'set' ? model.states.find((each) => each.name === what) : undefined;
    if (state) return { state };
    const happening = verb === 'set' ? undefined : model.happenings.find((each) => each.name === what);
    return happening ? { happening } : null;
}

export function indicesOf(part: Part): string[] {
    return 'state' in part ? part.state.indices : part.happening.indices;
}

export function members(model: Model, domain: string): Choice[] {
    const known = model.domains.find((each) => each.name === domain);
    return (known?.members ?? []).map((member) => ({ value: member.name, label: member.label || member.name }));
}

/// The values that a state can be set to, or null where it is a number or a date that is written.
export function valuesOf(model: Model, state: StatePart): Choice[] | null {
    const none = state.type.endsWith('?') ? [{ value: 'none', label: 'none' }] : [];
    if (state.type.replace('?', '') === 'bool') return [{ value: 'yes', label: 'yes' }, { value: 'no', label: 'no' }, ...none];
    if (state.domain) return [...members(model, state.domain), ...none];
    return null;
}

/// The dates of a scenario by month, quarter or year, or null where there are too many to choose from.
export function datesOf(model: Model): string[] | null {
    const read = (date: string): [number, number] | null => {
        const found = /^(\d{4})(?:-(?:Q(\d)|(\d\d)))?$/.exec(date);
        return found ? [Number(found[1]), Number(found[2] ?? found[3] ?? 1)] : null;
    };
    const parts = { month: 12, quarter: 4, year: 1 }[model.by];
    const [from, to] = [read(model.from), read(model.to)];
    if (!parts || !from || !to) return null;
    const dates: string[] = [];
    for (let at = from[0] * parts + from[1] - 1; at <= to[0] * parts + to[1] - 1 && dates.length <= 600; ++at) {
        const year = String(Math.floor(at / parts)).padStart(4, '0');
        const part = at % parts + 1;
        dates.push(parts === 12 ? `${year}-${String(part).padStart(2, '0')}` : parts === 4 ? `${year}-Q${part}` : year);
    }
    return dates.length > 600 ? null : dates;
}

/// Writes an intervention as the language has it, or says what is still missing.
export function write(model: Model, draft: Draft): { text: string } | { missing: string } {
    const part = partOf(model, draft.verb, draft.what);
    if (!part) return { missing: 'Choose what it is about.' };
    const indices = indicesOf(part);
    if (indices.some((_domain, index) => !draft.indices[index])) return { missing: 'Choose whom it is about.' };
    if ('state' in part) {
        if (!draft.value.trim()) return { missing: 'Give it a value.' };
        return { text: `set ${place(part.state, draft.indices)} = ${draft.value.trim()}${draft.from ? ` at ${draft.from}` : ''}` };
    }
    const named = call(draft.what, draft.indices.slice(0, indices.length));
    const during = draft.from || draft.to ? ` from ${draft.from || model.from} to ${draft.to || model.to}` : '';
    if (draft.verb === 'force') return draft.from ? { text: `force ${named} at ${draft.from}` } : { missing: 'Choose when it is forced.' };
    if (draft.verb === 'block') return { text: `block ${named}${during}` };
    const option = part.happening.options.find((each) => each.name === draft.option);
    if (!option) return { missing: 'Choose an option.' };
    if (option.over && !draft.over) return { missing: 'Choose which.' };
    return { text: `choose ${named} = ${option.over ? call(option.name, [draft.over]) : option.name}${during}` };
}

/// An attribute stands behind its entity, `boris.standing`; all else has its indices in parentheses.
function place(state: StatePart, indices: string[]): string {
    if (state.kind === 'attribute') return `${indices[0]}.${state.name.split('.').pop()}`;
    return call(state.name, indices.slice(0, state.indices.length));
}

function call(name: string, indices: string[]): string {
    return indices.length > 0 ? `${name}(${indices.join(', ')})` : name;
}
