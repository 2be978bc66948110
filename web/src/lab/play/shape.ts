// From what a game tells to what is shown of it. Nothing here touches the page.

import { words } from '../../words';
import type { Choice, End, EndOutcome, Known, Line, Odds, OddsOutcome, Stop } from './game';

interface NamedParts { domains: { members: { name: string; label: string }[] }[]; outcomes: { name: string; values: { name: string; label: string }[] }[] }

/// How parts of the scenario are said: by their labels where they have any, in words where not.
export class Names {
    private readonly members: Map<string, string>;
    private readonly values: Map<string, string>;

    constructor(parts: NamedParts | null) {
        const labelled = ({ name, label }: { name: string; label: string }): [string, string] => [name, label || words(name)];
        this.members = new Map(parts?.domains.flatMap((domain) => domain.members.map(labelled)));
        this.values = new Map(parts?.outcomes.flatMap((outcome) => outcome.values.map((value): [string, string] => [`${outcome.name} ${value.name}`, labelled(value)[1]])));
    }

    /// Says a decision or a happening with whom it is about: "letter", "offer (Anna, Boris)".
    said(name: string): string {
        const found = /^([^()]+)\((.*)\)$/s.exec(name);
        if (!found) return words(name);
        const about = found[2]!.split(/, ?/).map((member) => this.members.get(member) ?? words(member));
        return `${words(found[1]!)} (${about.join(', ')})`;
    }

    /// Says an option: "strike at Rykov".
    option(name: string): string {
        const found = /^([^()]+)\(([^(),]*)\)$/s.exec(name);
        return found ? `${words(found[1]!)} ${this.members.get(found[2]!) ?? words(found[2]!)}` : this.said(name);
    }

    /// Says the options in a list with shares: "wait 61.7 %, strike_at(rykov) 10 %".
    options(list: string): string {
        return list.replace(/[\p{L}_][\p{L}\p{N}_]*(?:\([^()]*\))?(?= [\d.]+ %)/gu, (name) => this.option(name));
    }

    /// Says a value of an outcome.
    value(outcome: string, value: string): string {
        return this.values.get(`${outcome} ${value}`) ?? words(value);
    }
}

/// A line of the chronicle, taken apart.
export type Told =
    | { kind: 'choice'; decision: string; option: string; share: string; others: string; mine: boolean }
    | { kind: 'bare'; text: string }   // a happening that the scenario has no words for
    | { kind: 'said'; text: string };

const kChoice = /^([^\s:()]+(?:\([^()]*\))?): ([^\s:()]+(?:\([^()]*\))?) \(([\d.]+ %|no other way)\)(?:; not (.*))?$/s;
// As the end tells it: without how likely it was.
const kBareChoice = /^([\p{Ll}_][\p{L}\p{N}_.]*(?:\([^()]*\))?): ([\p{Ll}_][\p{L}\p{N}_]*(?:\([^()]*\))?)$/u;
const kBare = /^[\p{L}_][\p{L}\p{N}_.:]*(?:\([^()]*\))?$/u;

export function readLine(line: Line, choices: Choice[]): Told {
    const found = kChoice.exec(line.text) ?? kBareChoice.exec(line.text);
    if (found) {
        const [, decision, option, share, others] = found;
        return {
            kind: 'choice', decision: decision!, option: option!, share: share ?? '', others: others ?? '',
            mine: choices.some((each) => each.date === line.date && each.decision === decision && each.option === option),
        };
    }
    return { kind: kBare.test(line.text) ? 'bare' : 'said', text: line.text };
}

export interface Day { date: string; lines: Told[]; fresh: boolean }

/// The chronicle by date. What was told since the decision before is fresh.
export function story(chronicle: Line[], freshCount: number, choices: Choice[]): Day[] {
    const days: Day[] = [];
    chronicle.forEach((line, index) => {
        const fresh = index >= chronicle.length - freshCount;
        const last = days[days.length - 1];
        const told = readLine(line, choices);
        if (last && last.date === line.date && last.fresh === fresh) last.lines.push(told);
        else days.push({ date: line.date, lines: [told], fresh });
    });
    return days;
}

export const kAbout: Record<Known['about'], string> = { self: 'You', ties: 'You and others', holders: 'Who holds what', world: 'Known to all' };
const kNewsMost = 12;

export interface KnownGroup { about: Known['about']; items: Known[] }

function grouped(known: Known[]): KnownGroup[] {
    return (Object.keys(kAbout) as Known['about'][]).flatMap((about) => {
        const items = known.filter((each) => each.about === about);
        return items.length > 0 ? [{ about, items }] : [];
    });
}

/// What is new to the player, as far as there is room: of much, numbers of himself and his relations are left to `allKnown`.
export function news(stop: Stop): KnownGroup[] {
    const fresh = stop.known.filter((each) => each.changed && !(stop.number === 1 && each.empty));
    return grouped(fresh.length > kNewsMost ? fresh.filter((each) => !each.number || each.about === 'world') : fresh);
}

export function allKnown(stop: Stop): KnownGroup[] {
    return grouped(stop.known);
}

/// A sentence for those who hear the page: where it stands and what can be done.
export function announced(stop: Stop, date: string, names: Names): string {
    const since = stop.told.length === 0 ? '' : ` Since then ${stop.told.length === 1 ? 'one thing has' : `${stop.told.length} things have`} happened.`;
    return `Decision ${stop.number}, ${date}: ${names.said(stop.decision)}.${since} ${stop.options.length} options: ${stop.options.map((option, index) => `${index + 1}, ${names.option(option.name)}`).join('; ')}.`;
}

export interface OddsRow { option: string; p: number; low: number; high: number }
export interface OddsGroup { value: string; rows: OddsRow[] }

const kRowsMost = 24;
const kSeldom = 0.005;

/// The outcomes that odds tell, what the options change most first.
export function oddsOutcomes(odds: Odds): { name: string; kind: OddsOutcome['kind']; label: string; unit: string }[] {
    const first = Object.values(odds.options)[0] ?? {};
    const spread = (name: string): number => Math.max(0, ...oddsGroups(odds, name).map(({ rows }) => Math.max(...rows.map((row) => row.p)) - Math.min(...rows.map((row) => row.p))));
    return Object.entries(first)
        .map(([name, outcome]) => ({ name, kind: outcome.kind, label: outcome.label && outcome.label !== name ? outcome.label : words(name), unit: outcome.unit ?? '', spread: outcome.kind === 'number' ? -1 : spread(name) }))
        .sort((a, b) => b.spread - a.spread)
        .map(({ spread: _spread, ...rest }) => rest);
}

/// The shares of an outcome's values, each value with a row an option: of a truth its yes, of a date that it comes at all.
export function oddsGroups(odds: Odds, name: string): OddsGroup[] {
    const told = Object.entries(odds.options).flatMap(([option, outcomes]) => (outcomes[name] ? [{ option, outcome: outcomes[name] }] : []));
    const kind = told[0]?.outcome.kind;
    const none = { p: 0, low: 0, high: 0 };
    if (kind === undefined || kind === 'number') return [];
    if (kind === 'date') {
        return [{ value: 'it comes', rows: told.map(({ option, outcome }) => {
            const never = outcome.values?.never ?? none;
            return { option, p: 1 - never.p, low: 1 - never.high, high: 1 - never.low };
        }) }];
    }
    const rows = (value: string): OddsRow[] => told.map(({ option, outcome }) => ({ option, ...(outcome.values?.[value] ?? none) }));
    if (kind === 'truth') return [{ value: 'yes', rows: rows('yes') }];
    const values = [...new Set(told.flatMap(({ outcome }) => Object.keys(outcome.values ?? {})))];
    const groups = values.map((value) => ({ value, rows: rows(value), most: 0 }));
    for (const group of groups) group.most = Math.max(...group.rows.map((row) => row.p));
    const shown = groups.filter((group) => group.most >= kSeldom).sort((a, b) => b.most - a.most);
    return shown.slice(0, Math.max(1, Math.min(5, Math.floor(kRowsMost / told.length)))).map(({ value, rows: all }) => ({ value, rows: all }));
}

/// The means of an outcome that is a number.
export function oddsMeans(odds: Odds, name: string): (OddsRow & { unit: string })[] {
    return Object.entries(odds.options).flatMap(([option, outcomes]) => {
        const outcome = outcomes[name];
        return outcome?.kind === 'number' && outcome.mean ? [{ option, ...outcome.mean, unit: outcome.unit ?? '' }] : [];
    });
}

/// The date by which half of the histories in which it comes have come to it; empty where none does.
export function medianDate(outcome: OddsOutcome): string {
    const dated = Object.entries(outcome.values ?? {}).filter(([value]) => value !== 'never').sort(([a], [b]) => (a < b ? -1 : 1));
    const all = dated.reduce((sum, [, share]) => sum + share.p, 0);
    let sum = 0;
    return dated.find(([, share]) => (sum += share.p) >= all / 2 - 1e-12)?.[0] ?? '';
}

export interface Compared extends EndOutcome { name: string; before: string | null; differs: boolean }

/// The outcomes in both histories, and in the one played before this; those that differ first.
export function compared(end: End, before: Record<string, string> | null): Compared[] {
    const rows = Object.entries(end.outcomes).map(([name, outcome]) => {
        const earlier = before?.[name] ?? null;
        return { name, ...outcome, label: outcome.label && outcome.label !== name ? outcome.label : words(name), before: earlier,
            differs: outcome.played !== outcome.own || (earlier !== null && earlier !== outcome.played) };
    });
    return [...rows.filter((row) => row.differs), ...rows.filter((row) => !row.differs)];
}

/// How the end is told in a sentence or two.
export function endSentence(end: End, label: string, date: (date: string) => string): string {
    const all = end.choices.length;
    const others = end.choices.filter((choice) => choice.option !== choice.own).length;
    if (all === 0) return `${label} had nothing to decide in this history.`;
    const decisions = all === 1 ? 'the one decision' : `all ${all} decisions`;
    if (others === 0) return `You chose as ${label} would have in ${decisions}: it is the very same history.`;
    const parted = end.parted ? ` The two histories part in ${date(end.parted)}.` : ' It made no difference that the chronicle tells.';
    return `You chose otherwise than ${label} would have in ${all === 1 ? 'the one decision' : `${others} of ${all} decisions`}.${parted}`;
}

export interface FactCount { told: number; played: number; own: number }

export function factCount(end: End): FactCount {
    const told = end.facts.filter((fact) => fact.played !== null);
    return { told: told.length, played: told.filter((fact) => fact.played).length, own: told.filter((fact) => fact.own).length };
}

/// Facts worth a row: all, or of many those that came out in one of the histories.
export function shownFacts(end: End, most = 12): End['facts'] {
    const told = end.facts.filter((fact) => fact.played !== null);
    return told.length > most ? told.filter((fact) => fact.played || fact.own) : told;
}
