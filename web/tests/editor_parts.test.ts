// The editor's parts that need no page: places, changes, drafts, when the check is asked.

import { readFileSync } from 'node:fs';
import { Text } from '@codemirror/state';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Finding } from '../src/lab/api';
import { changeTo } from '../src/lab/editor/change';
import { Checker, type Answer } from '../src/lab/editor/checker';
import { Drafts, type Store } from '../src/lab/editor/drafts';
import { countWords, diagnostics, hasError } from '../src/lab/editor/findings';
import { offsetOf, placeOf, rangeOf } from '../src/lab/editor/positions';

describe('places', () => {
    const text = Text.of(['kind person {}', 'شخص لنین "😀😀" zzz', '', 'a\tb', '👩‍👧e\u0301x']);
    it.each([
        [{ line: 1, column: 1 }, 'k'], [{ line: 1, column: 6 }, 'p'], [{ line: 2, column: 1 }, 'ش'], [{ line: 2, column: 5 }, 'ل'],
        [{ line: 2, column: 11 }, '😀'], [{ line: 2, column: 12 }, '😀'], [{ line: 2, column: 13 }, '"'], [{ line: 2, column: 15 }, 'z'],
        [{ line: 4, column: 3 }, 'b'], [{ line: 5, column: 4 }, 'e'], [{ line: 5, column: 6 }, 'x'],
    ])('count code points: %o is before %s', (place, letter) => {
        const offset = offsetOf(text, place);
        expect(text.sliceString(offset, offset + letter.length)).toBe(letter);
        expect(placeOf(text, offset)).toEqual(place);
    });
    it('beyond the end are the end', () => {
        expect(offsetOf(text, { line: 1, column: 99 })).toBe(text.line(1).to);
        expect(offsetOf(text, { line: 99, column: 1 })).toBe(text.length);
        expect(offsetOf(text, { line: 3, column: 7 })).toBe(text.line(3).from);
        expect(offsetOf(text, { line: 0, column: 1 })).toBe(0);
    });
    it('that span nothing are widened by a whole character of their line', () => {
        const shown = (line: number, column: number): string => {
            const { from, to } = rangeOf(text, { line, column }, { line, column });
            return text.sliceString(from, to);
        };
        expect([shown(2, 11), shown(1, 15), shown(3, 1), shown(2, 18)]).toEqual(['😀', '}', '', 'z']);
    });
});

describe('the smallest change', () => {
    it.each([
        ['abc', 'abc', null], ['abc', 'abxc', { from: 2, to: 2, insert: 'x' }], ['aaa', 'aa', { from: 2, to: 3, insert: '' }], ['', 'x', { from: 0, to: 0, insert: 'x' }],
        ['a😀b', 'a😁b', { from: 1, to: 3, insert: '😁' }], ['😀', '🐀', { from: 0, to: 2, insert: '🐀' }],
    ])('of %s to %s', (before, after, change) => {
        expect(changeTo(before, after)).toEqual(change);
    });
    it('gives the other text', () => {
        const words = ['', 'rule', '😀', 'ab😀', 'ba', 'abab😀ab', '😁ab'];
        for (const before of words) for (const after of words) {
            const change = changeTo(before, after) ?? { from: 0, to: 0, insert: '' };
            expect(before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
        }
    });
});

describe('findings', () => {
    const finding = (part: Partial<Finding>): Finding => ({
        severity: 'error', code: 'J1012', file: 'a.jon', line: 1, column: 1, end_line: 1, end_column: 3, message: 'no', hint: 'yes', ...part });
    it('of other files are not marked in this one', () => {
        const marks = diagnostics([finding({ file: 'library:/b.jon' }), finding({ line: 2, end_line: 2, severity: 'note', code: '', hint: '' })], 'a.jon', Text.of(['ab', 'cd']));
        expect(marks.map(({ from, to, severity, message }) => ({ from, to, severity, message }))).toEqual([{ from: 3, to: 5, severity: 'info', message: 'note no' }]);
    });
    it('are counted by what they are', () => {
        expect(countWords([])).toBe('No errors');
        expect(countWords([finding({}), finding({ severity: 'note' }), finding({})])).toBe('2 errors, 1 note');
        expect([hasError([finding({ severity: 'warning' })]), hasError([finding({})])]).toEqual([false, true]);
    });
});

describe('the check', () => {
    beforeEach(() => { vi.useFakeTimers(); });
    afterEach(() => { vi.useRealTimers(); });

    function checker(): { checker: Checker<string>; asked: string[]; told: Answer<string>[]; answers: ((found: string | Error) => void)[] } {
        const asked: string[] = [], told: Answer<string>[] = [], answers: ((found: string | Error) => void)[] = [];
        const ask = (text: string): Promise<string> => {
            asked.push(text);
            return new Promise((resolve, reject) => answers.push((found) => { if (found instanceof Error) reject(found); else resolve(found); }));
        };
        return { asked, told, answers, checker: new Checker(ask, (answer) => told.push(answer), { typing: 400, again: 2000, busy: (failure) => String(failure).includes('busy') }) };
    }

    it('is asked when nobody has typed for a while', () => {
        const made = checker();
        made.checker.changed('a');
        vi.advanceTimersByTime(300);
        made.checker.changed('ab');
        vi.advanceTimersByTime(399);
        expect(made.asked).toEqual([]);
        vi.advanceTimersByTime(1);
        expect(made.asked).toEqual(['ab']);
    });
    it('tells nothing of a text that was overtaken', async () => {
        const made = checker();
        made.checker.now('a');
        await vi.advanceTimersByTimeAsync(0);
        made.checker.now('b');
        await vi.advanceTimersByTimeAsync(0);
        made.answers[1]!('of b');
        made.answers[0]!('of a');
        await vi.advanceTimersByTimeAsync(0);
        expect(made.told).toEqual([{ text: 'b', found: 'of b' }]);
    });
    it('is asked again where the server is busy, and tells of other failures', async () => {
        const made = checker();
        made.checker.now('a');
        await vi.advanceTimersByTimeAsync(0);
        made.answers[0]!(new Error('busy'));
        await vi.advanceTimersByTimeAsync(2000);
        made.answers[1]!(new Error('gone'));
        await vi.advanceTimersByTimeAsync(0);
        expect(made.asked).toEqual(['a', 'a']);
        expect(made.told).toEqual([{ text: 'a', failure: 'gone' }]);
    });
    it('tells nothing once it is stopped', async () => {
        const made = checker();
        made.checker.now('a');
        await vi.advanceTimersByTimeAsync(0);
        made.checker.stop();
        made.answers[0]!('of a');
        await vi.advanceTimersByTimeAsync(3000);
        expect(made.told).toEqual([]);
    });
});

describe('drafts', () => {
    function store(): Store {
        const kept = new Map<string, string>();
        return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
    }
    let clock = 0;
    const tick = (): number => ++clock;

    it('are found again by the page that made them, and offered to others', () => {
        const [lasting, own] = [store(), store()];
        expect(new Drafts(lasting, own, tick).keep('a.jon', 'first')).toBe(true);
        expect(new Drafts(lasting, own, tick).mine('a.jon')?.text).toBe('first');
        const other = new Drafts(lasting, store(), tick);
        expect(other.mine('a.jon')).toBeUndefined();
        expect(other.offered('a.jon', 'file')?.text).toBe('first');
        expect(other.offered('a.jon', 'first')).toBeUndefined();
        expect(other.offered('b.jon', 'file')).toBeUndefined();
    });
    it('overwrite their own page’s only', () => {
        const [lasting, own] = [store(), store()];
        const [here, there] = [new Drafts(lasting, own, tick), new Drafts(lasting, store(), tick)];
        here.keep('a.jon', 'one');
        there.keep('a.jon', 'two');
        here.keep('a.jon', 'three');
        expect(here.all('a.jon').map((each) => each.text)).toEqual(['three', 'two']);
        expect(here.mine('a.jon')?.text).toBe('three');
    });
    it('that are released are offered, those that are dropped gone', () => {
        const drafts = new Drafts(store(), store(), tick);
        drafts.keep('a.jon', 'one');
        const { id } = drafts.mine('a.jon')!;
        drafts.release('a.jon');
        expect(drafts.mine('a.jon')).toBeUndefined();
        expect(drafts.offered('a.jon', 'file')?.id).toBe(id);
        drafts.adopt('a.jon', id);
        expect(drafts.mine('a.jon')?.text).toBe('one');
        drafts.drop('a.jon', id);
        expect(drafts.all('a.jon')).toEqual([]);
    });
    it('are five at most, the latest', () => {
        const lasting = store();
        for (let page = 1; page <= 7; ++page) new Drafts(lasting, store(), tick).keep('a.jon', String(page));
        expect(new Drafts(lasting, store(), tick).all('a.jon').map((each) => each.text)).toEqual(['7', '6', '5', '4', '3']);
    });
    it('say so where the browser keeps nothing, and forgive what is no draft', () => {
        const refusing: Store = { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('no'); }, removeItem: () => undefined };
        expect(new Drafts(refusing, refusing, tick).keep('a.jon', 'x')).toBe(false);
        expect(new Drafts(refusing, refusing, tick).mine('a.jon')).toBeUndefined();
        const broken = store();
        for (const value of ['{', '{}', '[1,null,{"id":"x"}]']) {
            broken.setItem('jonbar-draft:a.jon', value);
            expect(new Drafts(broken, store(), tick).all('a.jon')).toEqual([]);
        }
    });
});

describe('the colours', () => {
    const sheet = ['style.css', 'lab/editor/editor.css'].map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8')).join('\n');
    const colours = (dark: boolean): Map<string, string> => {
        const screen = sheet.replace(/@media print[\s\S]*?\n\}/g, '');
        const blocks = [...screen.matchAll(/^:root(\[data-theme='dark'\])? \{([^}]*)\}/gm)].filter((block) => dark || !block[1]).map((block) => block[2]!);
        return new Map(blocks.flatMap((block) => [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map((found): [string, string] => [found[1]!, found[2]!])));
    };
    const light = (colour: string): number => {
        const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    const contrast = (one: string, other: string): number => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high! + 0.05) / (low! + 0.05);
    };
    it.each([false, true])('of words stand out from what is behind them (dark: %s)', (dark) => {
        const all = colours(dark);
        const words = [...new Set([...sheet.matchAll(/\.word-[\w-]+ \{ color: var\((--[\w-]+)\)/g)].map((found) => found[1]!))];
        expect(words.length).toBeGreaterThan(5);
        const faint = [...words, '--ink'].flatMap((word) => ['--paper', '--raised', '--selected', '--found'].map((behind) => `${word} on ${behind}: ${contrast(all.get(word)!, all.get(behind)!).toFixed(2)}`))
            .filter((said) => Number(said.split(': ')[1]) < 4.5);
        expect(faint).toEqual([]);
    });
});
