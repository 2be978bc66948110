// What of the laboratory needs no page: its link, the language it writes, and what it reads.

import { describe, expect, it } from 'vitest';
import { greatestDifference, points, shownValues } from '../src/lab/answers/shape';
import { readChronicle } from '../src/lab/answers/told';
import { datesOf, subjects, valuesOf, write, type Draft } from '../src/lab/controls/grammar';
import type { Model, ModelOutcome } from '../src/lab/model';
import { fitted, kFirstView, readView, writeView, type View } from '../src/lab/view';
import { alteredWorlds, answerOf, askedWorlds } from '../src/lab/worlds';

const stands = { file: 'x.jon', line: 1 };
const person = { name: 'person', enum: false, members: [{ name: 'anna', label: 'Anna' }, { name: 'boris', label: 'Boris' }] };
const model: Model = {
    scenario: 'x.jon', title: 'X', from: '1900-11', to: '1901-02', by: 'month', files: [], continues: [], players: [],
    outcomes: [
        { ...stands, name: 'leads', label: 'leads', unit: '', kind: 'truth', values: [{ name: 'yes', label: 'yes' }, { name: 'no', label: 'no' }] },
        { ...stands, name: 'when', label: 'when', unit: '', kind: 'date', values: [] },
    ],
    params: [{ ...stands, name: 'push(a)', module: '', type: 'real', unit: '', strength: true, low: null, high: null, value: null, quantiles: [0, 1, 2, 3, 4], prior: '', cites: [], assumed: '' }],
    causes: [{ ...stands, name: 'death', label: 'Her death', group: '', interventions: ['block dies'] }],
    whatifs: [{ ...stands, name: 'lives', label: 'She lives', group: '', interventions: ['block dies'] }],
    record: [{ ...stands, number: 0, text: 'dies', first: '', last: '', accounts: 1, ending: false, cites: [], assumed: '' }],
    domains: [person],
    happenings: [
        { ...stands, kind: 'event', name: 'dies', module: '', indices: ['person'], unordered: false, options: [] },
        { ...stands, kind: 'decision', name: 'side', module: '', indices: [], unordered: false, options: [{ name: 'none_of_them', over: '' }, { name: 'with', over: 'person' }] },
        { ...stands, kind: 'rule', name: 'drift', module: 'm', indices: [], unordered: false, options: [] },
    ],
    states: [
        { ...stands, kind: 'attribute', name: 'person.standing', module: '', type: 'real', domain: '', unit: '', indices: ['person'], low: null, high: null },
        { ...stands, kind: 'relation', name: 'tie', module: '', type: 'real', domain: '', unit: '', indices: ['person', 'person'], low: -1, high: 1 },
        { ...stands, kind: 'variable', name: 'chair', module: '', type: 'person?', domain: 'person', unit: '', indices: [], low: null, high: null },
        { ...stands, kind: 'variable', name: 'read', module: '', type: 'bool', domain: '', unit: '', indices: [], low: null, high: null },
    ],
};
const view = (change: Partial<View>): View => ({ ...structuredClone(kFirstView), ...change });

describe('a link', () => {
    const full = view({
        scenario: 'a/ب b.jon', tab: 'text', follow: false, whatifs: ['lives'], built: ['block dies(anna) from 1900-12 to 1901-01\nset read = yes'], without: ['death'],
        set: { 'push(a)': 1.25, x: -3e-5 }, leftOut: [0, 12], until: '1901-01', effort: 'fine', seed: 7, outcome: 'leads', value: 'no', history: 31,
    });
    it('brings everything back', () => expect(readView(writeView(full))).toEqual(full));
    it('is short for what is first seen', () => expect(writeView(view({ scenario: 'x.jon' }))).toBe('#v=1&scenario=x.jon'));
    it.each(['', '#', '#v=2&scenario=x.jon', '#causes', '#v=', `#${'%'.repeat(40)}`, '#v=9e9', '#\u0000'])('%j is the first view', (hash) => expect(readView(hash)).toEqual(kFirstView));
    it('keeps what can be read of a damaged one', () => {
        const read = readView('#v=1&scenario=x.jon&tab=nowhere&effort=all&seed=-3&history=1e9x&left_out=2+a+1+2+-1&set=x&set==1&set=y=NaN&set=z=0.5&%zz&&=&record=maybe&whatif=&whatif=+lives+');
        expect(read).toEqual(view({ scenario: 'x.jon', leftOut: [1, 2], set: { z: 0.5 }, whatifs: ['lives'] }));
    });
    it('has room for four worlds', () => {
        const read = readView('#v=1&whatif=a&whatif=b&whatif=c&whatif=d&do=e&off=x');
        expect([read.whatifs, read.built, read.without]).toEqual([['a', 'b'], [], ['x']]);
        expect(readView('#v=1&do=a&do=b&do=c&do=d').built).toEqual(['a', 'b', 'c']);
    });
    it('leaves out what the scenario does not have', () => {
        const fit = fitted(view({ whatifs: ['lives', 'gone'], without: ['gone'], set: { 'push(a)': 1, gone: 2 }, leftOut: [0, 5], outcome: 'when', value: 'maybe' }), model);
        expect(fit).toEqual(view({ whatifs: ['lives'], set: { 'push(a)': 1 }, leftOut: [0], outcome: 'leads', value: 'yes' }));
        expect(fitted(view({}), { ...model, record: [] }).follow).toBe(false);
    });
});

describe('the builder', () => {
    const draft = (change: Partial<Draft>): Draft => ({ verb: 'block', what: '', indices: [], option: '', over: '', value: '', from: '', to: '', ...change });
    it.each([
        [{ what: 'dies', indices: ['anna'] }, 'block dies(anna)'],
        [{ what: 'dies', indices: ['anna'], from: '1900-12' }, 'block dies(anna) from 1900-12 to 1901-02'],
        [{ what: 'dies', indices: ['anna'], to: '1900-12' }, 'block dies(anna) from 1900-11 to 1900-12'],
        [{ verb: 'force', what: 'dies', indices: ['boris'], from: '1901-01' }, 'force dies(boris) at 1901-01'],
        [{ verb: 'choose', what: 'side', option: 'none_of_them' }, 'choose side = none_of_them'],
        [{ verb: 'choose', what: 'side', option: 'with', over: 'anna', from: '1900-12', to: '1901-01' }, 'choose side = with(anna) from 1900-12 to 1901-01'],
        [{ verb: 'set', what: 'person.standing', indices: ['boris'], value: ' -1.5 ', from: '1901-01' }, 'set boris.standing = -1.5 at 1901-01'],
        [{ verb: 'set', what: 'tie', indices: ['anna', 'boris'], value: '0.3' }, 'set tie(anna, boris) = 0.3'],
        [{ verb: 'set', what: 'chair', value: 'none' }, 'set chair = none'],
    ] as [Partial<Draft>, string][])('writes %j', (change, text) => expect(write(model, draft(change))).toEqual({ text }));
    it.each([
        {}, { what: 'dies' }, { verb: 'force', what: 'dies', indices: ['anna'] }, { verb: 'choose', what: 'side' }, { verb: 'choose', what: 'side', option: 'with' },
        { verb: 'set', what: 'tie', indices: ['anna'], value: '1' }, { verb: 'set', what: 'chair' }, { what: 'gone' },
    ] as Partial<Draft>[])('says what is missing of %j', (change) => expect(write(model, draft(change))).toHaveProperty('missing'));
    it('offers what a verb can be said of', () => {
        expect(subjects(model, 'choose').map((each) => each.value)).toEqual(['side']);
        expect(subjects(model, 'force').map((each) => each.value)).toEqual(['dies', 'side']);
        expect(subjects(model, 'block').map((each) => each.value)).toEqual(['dies', 'side', 'drift']);
        expect(subjects(model, 'set').length).toBe(4);
    });
    it('offers the values of a state', () => {
        expect(valuesOf(model, model.states[2]!)?.map((each) => each.value)).toEqual(['anna', 'boris', 'none']);
        expect(valuesOf(model, model.states[3]!)?.map((each) => each.value)).toEqual(['yes', 'no']);
        expect(valuesOf(model, model.states[1]!)).toBeNull();
    });
    it('lists the dates of a calendar', () => {
        expect(datesOf(model)).toEqual(['1900-11', '1900-12', '1901-01', '1901-02']);
        expect(datesOf({ ...model, by: 'quarter', from: '1900-Q3', to: '1901-Q1' })).toEqual(['1900-Q3', '1900-Q4', '1901-Q1']);
        expect(datesOf({ ...model, by: 'week', from: '1900-11-01', to: '1901-02-01' })).toBeNull();
        expect(datesOf({ ...model, from: '0045-01 bc', to: '0044-03 bc' })).toBeNull();
    });
});

describe('worlds', () => {
    const asked = view({ whatifs: ['lives'], built: ['block dies(anna)\nset read = yes'], without: ['death'] });
    it('are asked for together, a text each on one line', () => {
        expect(askedWorlds(asked)).toEqual({ whatifs: ['lives'], do: ['block dies(anna) set read = yes'], without_causes: ['death'] });
        expect(askedWorlds(view({}))).toEqual({});
    });
    it('are found in the answer', () => {
        const told = { lives: { label: 'a' }, 'do 1': { label: 'b' }, 'without death': { label: 'c' } };
        expect(alteredWorlds(asked, model).map((world) => [world.label, answerOf(world, asked, told)?.label])).toEqual([
            ['She lives', 'a'], ['block dies(anna); set read = yes', 'b'], ['Without: Her death', 'c']]);
        expect(alteredWorlds(asked, model).map((world) => answerOf(world, asked, {}))).toEqual([null, null, null]);
    });
});

describe('an outcome', () => {
    const choice: ModelOutcome = { ...stands, name: 'who', label: 'who', unit: '', kind: 'choice', values: [{ name: 'a', label: 'A' }, { name: 'b', label: 'B' }, { name: 'c', label: 'C' }] };
    const share = (p: number) => ({ p, low: p - 0.01, high: p + 0.01 });
    const plain = (text: string): string => text.replaceAll(/[\u00a0\u2060]/g, ' ').replaceAll('  ', ' ');
    it('shows its values, the most probable first, and not those that never come', () => {
        expect(shownValues(choice, [{ a: share(0.2), b: share(0.8), c: share(0) }], false)).toEqual({ shown: ['b', 'a'], all: 2 });
        expect(shownValues(choice, [{ a: share(0.2), b: share(0.8), c: share(0) }, { a: share(0.9), c: share(0.05) }], true).shown).toEqual(['a', 'b', 'c']);
        expect(shownValues(model.outcomes[0]!, [], false).shown).toEqual(['yes']);
    });
    it('says the greatest difference, with its sign', () => {
        const changed = (p: number) => ({ actual: share(0.5), altered: share(0.5 + p), difference: { p, low: p - 0.02, high: p + 0.02 } });
        expect(plain(greatestDifference(choice, { kind: 'choice', values: { a: changed(0.1), b: changed(-0.3) } }))).toBe('B −30 points (−32 to −28)');
        expect(plain(greatestDifference(model.outcomes[0]!, { kind: 'truth', values: { yes: changed(0.25), no: changed(-0.25) } }))).toBe('+25 points (23 to 27)');
        expect(greatestDifference(choice, { kind: 'choice', values: { a: { actual: share(0.5), altered: share(0.5), difference: { p: 0, low: 0, high: 0 } } } })).toBe('no difference');
        expect(plain(points({ p: 0.004, low: -0.01, high: 0.02 }))).toBe('+0.4 points (−1 to 2)');
    });
});

describe('a chronicle', () => {
    it('of one world is read by date', () => {
        const read = readChronicle('T, history 3, seed 1\n\n1901-01  dies\n1901-01  Anna dies.\n1901-03  letter: keeps\n');
        expect(read.rows).toEqual([{ date: '1901-01', cells: [['dies', 'Anna dies.']], differs: false }, { date: '1901-03', cells: [['letter: keeps']], differs: false }]);
    });
    it('of two worlds is read by columns, lines that were broken put together', () => {
        const read = readChronicle([
            'T, history 3 of the record, seed 1', '',
            '         as it was                      │ Anna lives on', '                                        │   for years',
            '1900-09  dies                           │', '         Anna dies.                     │',
            '1901-01  vote carried: 2 yes of 3, more │ vote lost: 1 yes of 3, more than', '           than 1.5 needed              │   1.5 needed', '         Boris is elected.              │ Clara is elected.',
            '1901-02  he walks                       │ he walks', ''].join('\n'));
        expect(read.worlds).toEqual(['as it was', 'Anna lives on for years']);
        expect(read.rows).toEqual([
            { date: '1900-09', cells: [['dies', 'Anna dies.'], []], differs: true },
            { date: '1901-01', cells: [['vote carried: 2 yes of 3, more than 1.5 needed', 'Boris is elected.'], ['vote lost: 1 yes of 3, more than 1.5 needed', 'Clara is elected.']], differs: true },
            { date: '1901-02', cells: [['he walks'], ['he walks']], differs: false }]);
    });
    it('says where two are the same', () => expect(readChronicle('T\n\nThe two chronicles are the same.\n').same).toBe(true));
});
