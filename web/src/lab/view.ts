// What is looked at, and how it is written behind the # of the address so that a link brings it back.
//
// The link is a list of `key=value`, as of a form, that begins with its version: what another version wrote, what is
// damaged and what does not exist is left out, never an error. What names a part of a scenario is checked against the
// scenario once that is known (`fitted`).

import type { Model } from './model';

export const kTabs = ['questions', 'text', 'play'] as const;
export type Tab = (typeof kTabs)[number];
export const kEfforts = ['quick', 'usual', 'fine'] as const;
export type Effort = (typeof kEfforts)[number];

export const kMostWorlds = 4;  // the actual one and three altered ones

export interface View {
    scenario: string;
    tab: Tab;
    follow: boolean;  // the record
    whatifs: string[];
    built: string[];  // interventions in the language, one text a world
    without: string[];  // causes that are switched off, all in one world
    set: Record<string, number>;
    leftOut: number[];
    until: string;
    effort: Effort;
    seed: number;
    outcome: string;
    value: string;
    history: number;
}

export const kFirstView: View = {
    scenario: '', tab: 'questions', follow: true, whatifs: [], built: [], without: [], set: {}, leftOut: [], until: '',
    effort: 'quick', seed: 1, outcome: '', value: '', history: 0,
};

const kVersion = '1';
const kMostLength = 60_000;

/// How many altered worlds a view has.
export function alteredCount(view: View): number {
    return view.whatifs.length + view.built.length + (view.without.length > 0 ? 1 : 0);
}

export function writeView(view: View): string {
    const link = new URLSearchParams({ v: kVersion, scenario: view.scenario });
    if (view.tab !== 'questions') link.set('tab', view.tab);
    if (!view.follow) link.set('record', 'no');
    for (const name of view.whatifs) link.append('whatif', name);
    for (const text of view.built) link.append('do', text);
    for (const name of view.without) link.append('off', name);
    for (const [name, value] of Object.entries(view.set)) link.append('set', `${name}=${value}`);
    if (view.leftOut.length > 0) link.set('left_out', view.leftOut.join(' '));
    if (view.until) link.set('until', view.until);
    if (view.effort !== kFirstView.effort) link.set('effort', view.effort);
    if (view.seed !== kFirstView.seed) link.set('seed', String(view.seed));
    if (view.outcome) link.set('outcome', view.outcome);
    if (view.value) link.set('value', view.value);
    if (view.history > 0) link.set('history', String(view.history));
    return `#${link.toString()}`;
}

/// Reads a link; what cannot be read is as in the first view.
export function readView(hash: string): View {
    const link = new URLSearchParams(hash.slice(0, kMostLength).replace(/^#/, ''));
    if (link.get('v') !== kVersion) return structuredClone(kFirstView);
    const one = <T extends string>(key: string, among: readonly T[], otherwise: T): T => among.find((each) => each === link.get(key)) ?? otherwise;
    const whole = (key: string, otherwise: number): number => (/^\d{1,15}$/.test(link.get(key) ?? '') ? Number(link.get(key)) : otherwise);
    const several = (key: string): string[] => [...new Set(link.getAll(key).map((text) => text.trim()).filter(Boolean))];
    const set = several('set').flatMap((text): [string, number][] => {
        const at = text.lastIndexOf('=');
        const value = text.slice(at + 1).trim();
        return at > 0 && value !== '' && Number.isFinite(Number(value)) ? [[text.slice(0, at), Number(value)]] : [];
    });
    const view: View = {
        scenario: link.get('scenario') ?? '',
        tab: one('tab', kTabs, kFirstView.tab),
        follow: link.get('record') !== 'no',
        whatifs: several('whatif'),
        built: several('do'),
        without: several('off'),
        set: Object.fromEntries(set),
        leftOut: [...new Set((link.get('left_out') ?? '').split(' ').filter((text) => /^\d{1,6}$/.test(text)).map(Number))].sort((a, b) => a - b),
        until: link.get('until') ?? '',
        effort: one('effort', kEfforts, kFirstView.effort),
        seed: whole('seed', kFirstView.seed),
        outcome: link.get('outcome') ?? '',
        value: link.get('value') ?? '',
        history: whole('history', 0),
    };
    return fewWorlds(view);
}

/// Leaves out the altered worlds beyond those that have a place.
function fewWorlds(view: View): View {
    const most = kMostWorlds - 1 - (view.without.length > 0 ? 1 : 0);
    const whatifs = view.whatifs.slice(0, most);
    return { ...view, whatifs, built: view.built.slice(0, most - whatifs.length) };
}

/// The same view with what the scenario does not have left out, and its question asked of an outcome that there is.
export function fitted(view: View, model: Model): View {
    const has = (parts: { name: string }[]) => (name: string): boolean => parts.some((part) => part.name === name);
    const counted = model.outcomes.filter((each) => each.kind === 'truth' || each.kind === 'choice');
    const asked = counted.find((each) => each.name === view.outcome) ?? counted.find((each) => each.kind === 'truth') ?? counted[0];
    const value = asked?.values.find((each) => each.name === view.value) ?? asked?.values[0];
    return {
        ...view,
        follow: view.follow && model.record.length > 0,
        whatifs: view.whatifs.filter(has(model.whatifs)),
        without: view.without.filter(has(model.causes)),
        set: Object.fromEntries(Object.entries(view.set).filter(([name]) => has(model.params)(name))),
        leftOut: view.leftOut.filter((number) => model.record.some((each) => each.number === number)),
        outcome: asked?.name ?? '',
        value: value?.name ?? '',
    };
}
