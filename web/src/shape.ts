// From what the engine says to what the page shows. Nothing here touches the page.

import type { ChangedOutcome, Cause, Claim, Estimate, Evidence, Flow, Outcome, RecordItem, Report, Rest, Timing } from './data';
import { moment, words } from './words';

export interface ValueRow { value: string; prior: Estimate | null; given: Estimate | null }

export interface OutcomeView {
    name: string;
    label: string;
    kind: Outcome['kind'];
    unit: string;
    prior: Outcome | null;
    given: Outcome | null;
}

/// Says an outcome as a reader would: by its label, or by its name in words.
export function outcomeLabel(name: string, outcome: { label?: string } | null | undefined): string {
    const label = outcome?.label;
    return label && label !== name ? label : words(name);
}

/// Sets the outcomes without the record beside those given it; what was asked comes first.
export function outcomeViews(report: Report): OutcomeView[] {
    const given = report.given?.outcomes ?? {};
    const prior = report.run?.outcomes ?? report.given?.given?.prior ?? {};
    const names = [...new Set([...Object.keys(prior), ...Object.keys(given)])];
    const asked = report.question?.outcome;
    names.sort((a, b) => Number(b === asked) - Number(a === asked));
    return names.map((name) => {
        const some = given[name] ?? prior[name]!;
        return {
            name,
            label: outcomeLabel(name, some),
            kind: some.kind,
            unit: some.unit ?? '',
            prior: prior[name] ?? null,
            given: given[name] ?? null,
        };
    });
}

/// Lists the values of a truth or a choice, the most probable first.
export function valueRows(view: OutcomeView): ValueRow[] {
    const names = new Set([...Object.keys(view.given?.values ?? {}), ...Object.keys(view.prior?.values ?? {})]);
    const rows = [...names].map((value) => ({
        value,
        prior: view.prior?.values?.[value] ?? null,
        given: view.given?.values?.[value] ?? null,
    }));
    const weight = (row: ValueRow): number => (row.given ?? row.prior)?.p ?? 0;
    if (view.kind === 'truth') return rows;
    return rows.sort((a, b) => weight(b) - weight(a) || (b.prior?.p ?? 0) - (a.prior?.p ?? 0));
}

export interface ByWhen { date: Date; text: string; p: number; share: number }

/// Adds up a date's shares: how probable it is that it has come by then.
export function byWhen(outcome: Outcome): ByWhen[] {
    const dated = Object.entries(outcome.values ?? {}).flatMap(([text, share]) => {
        const date = moment(text);
        return date ? [{ date, text, share: share.p }] : [];
    });
    dated.sort((a, b) => a.date.getTime() - b.date.getTime());
    let sum = 0;
    return dated.map((step) => ({ ...step, p: Math.min(1, sum += step.share) }));
}

/// Finds what a part of the scenario rests on, by the way the engine names it: "outcome fate", "trotsky.wariness".
export function restOf(evidence: Evidence | null | undefined, ...names: string[]): Rest | null {
    const wanted = new Set(names.flatMap((name) => [name, words(name)]));
    return evidence?.rests?.find((rest) => wanted.has(rest.what) || wanted.has(rest.what.replace(/\(.*$/s, ''))) ?? null;
}

/// Says a draw of the first step as the scenario does: `person.standing(boris)/either` is "boris.standing".
export function drawName(name: string): string {
    return name.replace(/^[\w.]+:(?=\S)/, '').replace(/\/either$/, '').replace(/^observe\s+/, '').replace(/^\w+\.(\w+)\((\w+)\)$/, '$2.$1');
}

/// Lists the claims of a part, those of its alternatives too, each once.
export function claimsOf(rest: Rest | null): string[] {
    if (!rest) return [];
    return [...new Set([...rest.cites, ...(rest.alternatives ?? []).flatMap((alternative) => alternative.cites)])];
}

/// Finds the claims that cannot all be true with these, by the name of their group.
export function contradictions(evidence: Evidence | null | undefined, claims: string[]): { name: string; state: string; sides: [string, Claim | null][] }[] {
    return Object.entries(evidence?.groups ?? {})
        .filter(([, group]) => group.claims.length > 1 && group.claims.some((claim) => claims.includes(claim)))
        .map(([name, group]) => ({
            name,
            state: group.state,
            sides: group.claims.map((claim): [string, Claim | null] => [claim, evidence?.claims?.[claim] ?? null]),
        }));
}

/// Ranks causes by what they add on average over all orders, the greatest first.
export function rankedCauses(causes: Cause[]): Cause[] {
    return [...causes].sort((a, b) => b.shapley.p - a.shapley.p);
}

export interface Lane { subject: string; label: string; items: RecordItem[] }

/// Takes a fact apart: whom or what it is about, and what is said of that.
export function factParts(text: string): { subject: string; said: string; kind: 'choice' | 'vote' | 'never' | 'other' } {
    const plain = text.replace(/^observe\s+/, '');
    const bare = plain.replace(/\s+ending$/, '')
        .replace(/\s+(?:in either|in|from|at|between)\s+(?:\{.*|…|\d{1,6}\b.*)$/s, '').replace(/\s+in either …$/, '');
    const never = /^never\s+(.+)$/s.exec(bare);
    if (never) return { subject: never[1]!, said: 'never', kind: 'never' };
    const chose = /^(.+?)\s+chose\s+(.+)$/s.exec(bare);
    if (chose) return { subject: chose[1]!, said: chose[2]!, kind: 'choice' };
    const vote = /^(.+?)\s+(carried|lost|elected\s+.+|held)$/s.exec(bare);
    if (vote) return { subject: vote[1]!, said: vote[2]!, kind: 'vote' };
    return { subject: bare, said: '', kind: 'other' };
}

/// Sorts the record by what its facts are about, in the order in which they begin.
export function recordLanes(record: RecordItem[]): Lane[] {
    const lanes = new Map<string, Lane>();
    for (const item of record) {
        const { subject } = factParts(item.text);
        const lane = lanes.get(subject) ?? { subject, label: words(subject), items: [] };
        lane.items.push(item);
        lanes.set(subject, lane);
    }
    const first = (lane: Lane): number => Math.min(...lane.items.map((item) =>
        factParts(item.text).kind === 'never' ? Infinity : moment(item.first)?.getTime() ?? Infinity));
    return [...lanes.values()].sort((a, b) => compare(first(a), first(b)));
}

function compare(a: number, b: number): number {
    return a === b ? 0 : a < b ? -1 : 1;
}

export interface Fork {
    decision: string;
    label: string;
    first: string | null;
    options: { option: string; share: number; chosen: boolean }[];
    items: RecordItem[];
}

/// Sets each choice on record beside the odds of its options in all histories; the same choice of the same
/// decision at several dates is one fork, at the first of them.
export function forks(report: Report): Fork[] {
    const byName = new Map(Object.entries(report.run?.decisions ?? {}).map(([name, odds]) => [words(name), { name, odds }]));
    const found = new Map<string, Fork>();
    for (const item of report.record ?? []) {
        const fact = factParts(item.text);
        const decision = byName.get(words(fact.subject));
        if (fact.kind !== 'choice' || !decision) continue;
        const key = `${decision.name} ${words(fact.said)}`;
        const fork = found.get(key) ?? {
            decision: decision.name,
            label: words(decision.name),
            first: item.first,
            options: Object.entries(decision.odds).map(([option, share]) => ({ option, share, chosen: words(option) === words(fact.said) })),
            items: [],
        };
        if ((moment(item.first)?.getTime() ?? -Infinity) < (moment(fork.first)?.getTime() ?? -Infinity)) fork.first = item.first;
        fork.items.push(item);
        found.set(key, fork);
    }
    const start = (fork: Fork): number => moment(fork.first)?.getTime() ?? -Infinity;
    return [...found.values()].sort((a, b) => compare(start(a), start(b)));
}

/// Gives the flow from actual to altered values of an outcome: as handed over, or as the what-if tells it.
export function flowOf(report: Report, whatif: string, outcome: string): Flow | null {
    const made = report.flows?.find((flow) => flow.whatif === whatif && flow.outcome === outcome);
    if (made) return made;
    const told = report.whatif?.whatifs?.[whatif]?.outcomes?.[outcome]?.flow;
    if (!told) return null;
    const from = Object.keys(told);
    const to = [...new Set(from.flatMap((value) => Object.keys(told[value] ?? {})))];
    const share = from.map((before) => to.map((after) => {
        const cell = told[before]?.[after];
        return typeof cell === 'number' ? cell : cell?.p ?? 0;
    }));
    return { whatif, outcome, from, to, share };
}

/// Lists the outcomes of a what-if that have a flow, what was asked first, then what changes most.
export function flowingOutcomes(report: Report, whatif: string): string[] {
    const outcomes = report.whatif?.whatifs?.[whatif]?.outcomes ?? {};
    const names = Object.keys(outcomes).filter((name) => flowOf(report, whatif, name));
    const changed = (name: string): number => (outcomes[name] as ChangedOutcome | undefined)?.changed?.p ?? 0;
    const asked = report.question?.outcome;
    return names.sort((a, b) => Number(b === asked) - Number(a === asked) || changed(b) - changed(a));
}

/// Says what mostly becomes of a happening in the altered world.
export function mostly(timing: Timing): 'sooner' | 'later' | 'gained' | 'lost' {
    const kinds = ['lost', 'gained', 'later', 'sooner'] as const;
    return kinds.reduce((best, kind) => (timing[kind] > timing[best] ? kind : best));
}

/// Orders members so that those who stand together stand side by side: from the pair that is most together,
/// each next is put to the end it is nearer to.
export function seriate(together: number[][]): number[] {
    const size = together.length;
    if (size < 3) return together.map((_row, index) => index);
    let [first, second, most] = [0, 1, -Infinity];
    for (let i = 0; i < size; ++i) {
        for (let j = i + 1; j < size; ++j) {
            if ((together[i]![j] ?? 0) > most) [first, second, most] = [i, j, together[i]![j] ?? 0];
        }
    }
    const order = [first, second];
    const left = new Set(together.map((_row, index) => index).filter((index) => index !== first && index !== second));
    while (left.size > 0) {
        let best = { index: -1, share: -Infinity, front: false };
        for (const index of left) {
            const front = together[index]![order[0]!] ?? 0;
            const back = together[index]![order[order.length - 1]!] ?? 0;
            if (back > best.share) best = { index, share: back, front: false };
            if (front > best.share) best = { index, share: front, front: true };
        }
        if (best.front) order.unshift(best.index);
        else order.push(best.index);
        left.delete(best.index);
    }
    return order;
}

/// The mean of matrices of one size.
export function meanMatrix(matrices: number[][][]): number[][] {
    const first = matrices[0] ?? [];
    return first.map((row, i) => row.map((_cell, j) =>
        matrices.reduce((sum, matrix) => sum + (matrix[i]?.[j] ?? 0), 0) / matrices.length));
}

export interface Answer { label: string; value: string; kind: Outcome['kind']; given: Estimate | null; prior: Estimate | null }

/// Answers what was asked, or says null if nothing was asked that is counted.
export function answer(report: Report): Answer | null {
    const views = outcomeViews(report);
    const view = views.find((each) => each.name === report.question?.outcome)
        ?? views.find((each) => each.kind === 'choice' || each.kind === 'truth');
    if (!view || (view.kind !== 'choice' && view.kind !== 'truth')) return null;
    const rows = valueRows(view);
    const row = rows.find((each) => each.value === report.question?.value)
        ?? [...rows].sort((a, b) => ((b.given ?? b.prior)?.p ?? 0) - ((a.given ?? a.prior)?.p ?? 0))[0];
    return row ? { label: view.label, value: row.value, kind: view.kind, given: row.given, prior: row.prior } : null;
}
