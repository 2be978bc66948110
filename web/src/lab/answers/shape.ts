// From the answers to what stands in an outcome's card. Nothing here touches the page.

import type { ChangedOutcome, ChangedValue, Estimate, Outcome, Run } from '../../data';
import { interval, number, percent, words } from '../../words';
import type { ModelOutcome } from '../model';

const kLeastShown = 0.0005;
const kMostBars = 10;
const kMostCompared = 6;

export interface Seen { prior: Outcome | null; given: Outcome | null }

/// An outcome as the histories say so far: those without the record, and those that meet it. What the conditioned
/// answer tells of the prior stands in until the other is there.
export function seenOf(name: string, run: Run | null, given: Run | null): Seen {
    return { prior: run?.outcomes?.[name] ?? given?.given?.prior?.[name] ?? null, given: given?.outcomes?.[name] ?? null };
}

export function outcomeName(outcome: ModelOutcome): string {
    return outcome.label && outcome.label !== outcome.name ? outcome.label : words(outcome.name);
}

export function valueName(outcome: ModelOutcome, value: string): string {
    const label = outcome.values.find((each) => each.name === value)?.label;
    return label ? words(label) : words(value);
}

/// The values that stand in a card: of a truth only that it holds, of a choice the most probable ones, most first.
export function shownValues(outcome: ModelOutcome, shares: Record<string, Estimate>[], compared: boolean): { shown: string[]; all: number } {
    if (outcome.kind === 'truth') return { shown: ['yes'], all: 1 };
    const names = [...new Set([...outcome.values.map((each) => each.name), ...shares.flatMap((each) => Object.keys(each))])];
    const most = (name: string): number => Math.max(0, ...shares.map((each) => each[name]?.p ?? 0));
    const first = shares[0] ?? {};
    const seen = names.filter((name) => most(name) >= kLeastShown);
    seen.sort((a, b) => (compared ? most(b) - most(a) : (first[b]?.p ?? 0) - (first[a]?.p ?? 0)) || most(b) - most(a));
    return { shown: seen.slice(0, compared ? kMostCompared : kMostBars), all: seen.length };
}

/// The greatest difference of an altered world, in words: "Boris −27 points (−28 to −25)".
export function greatestDifference(outcome: ModelOutcome, changed: ChangedOutcome | undefined): string {
    if (!changed) return '';
    if (outcome.kind === 'number') return changed.mean ? `${signed(number(changed.mean.difference.p))} (${number(changed.mean.difference.low)} to ${number(changed.mean.difference.high)})` : '';
    const entries = Object.entries(changed.values ?? {}).filter(([name]) => outcome.kind !== 'truth' || name === 'yes');
    const size = ([, value]: [string, ChangedValue]): number => Math.abs(value.difference.p);
    const most = entries.sort((a, b) => size(b) - size(a))[0];
    if (!most || size(most) === 0) return 'no difference';
    const name = outcome.kind === 'choice' ? `${valueName(outcome, most[0])} ` : '';
    return `${name}${points(most[1].difference)}`;
}

/// A difference of shares: "+12 points (10 to 14)".
export function points(difference: Estimate): string {
    const plain = (text: string): string => text.replace(/\s*%$/u, '');
    return `${signed(plain(percent(difference.p)))} points (${plain(interval(difference.low, difference.high)).replace('–', ' to ')})`;
}

function signed(text: string): string {
    return /^[−-]|^0$/.test(text) ? text : `+${text}`;
}
