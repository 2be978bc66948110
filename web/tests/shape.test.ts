import { describe, expect, it } from 'vitest';
import type { Cause, Evidence, Report } from '../src/data';
import * as shape from '../src/shape';

const estimate = (p: number) => ({ p, low: p - 0.01, high: p + 0.01 });
const truth = (p: number) => ({ kind: 'truth' as const, values: { yes: estimate(p), no: estimate(1 - p) } });
const report = (parts: Partial<Report>): Report => ({ format: 'jonbar-report-1', ...parts });

describe('outcomes', () => {
    it('stand without the record beside given it, the question first', () => {
        const views = shape.outcomeViews(report({
            question: { outcome: 'b', value: 'yes' },
            run: { outcomes: { a: truth(0.2), b: truth(0.3) } },
            given: { outcomes: { a: truth(0.5), b: truth(0.6) } },
        }));
        expect(views.map((view) => [view.name, view.prior?.values?.yes?.p, view.given?.values?.yes?.p])).toEqual([['b', 0.3, 0.6], ['a', 0.2, 0.5]]);
    });
    it('take the prior from the conditioned run where nothing else tells it', () => {
        const views = shape.outcomeViews(report({ given: { outcomes: { a: truth(0.5) }, given: { prior: { a: truth(0.1) } } } }));
        expect(views[0]?.prior?.values?.yes?.p).toBe(0.1);
    });
    it('say a label only where it is not the name again', () => {
        expect(shape.outcomeLabel('home_at_end', { label: 'home_at_end' })).toBe('home at end');
        expect(shape.outcomeLabel('x', { label: 'Who leads' })).toBe('Who leads');
    });
    it('list values by probability given the record, and a truth as it is', () => {
        const choice = { kind: 'choice' as const, values: { x: estimate(0.2), y: estimate(0.8) } };
        const view = { name: 'a', label: 'a', unit: '', kind: 'choice' as const, prior: null, given: choice };
        expect(shape.valueRows(view).map((row) => row.value)).toEqual(['y', 'x']);
        expect(shape.valueRows({ ...view, kind: 'truth', given: truth(0.1) }).map((row) => row.value)).toEqual(['yes', 'no']);
    });
    it('add up dates in order and leave out never', () => {
        const steps = shape.byWhen({ kind: 'date', values: { '1901-02': estimate(0.3), never: estimate(0.5), '1900-12': estimate(0.2) } });
        expect(steps.map((step) => [step.text, step.p])).toEqual([['1900-12', 0.2], ['1901-02', 0.5]]);
    });
    it('answer the question, or the first outcome there is', () => {
        const run = { outcomes: { n: { kind: 'number' as const }, a: truth(0.2) } };
        expect(shape.answer(report({ run, question: { outcome: 'a', value: 'no' } }))).toMatchObject({ value: 'no', prior: { p: 0.8 }, given: null });
        expect(shape.answer(report({ run }))).toMatchObject({ label: 'a', value: 'no' });
        expect(shape.answer(report({}))).toBeNull();
    });
});

describe('evidence', () => {
    const evidence: Evidence = {
        rests: [
            { kind: 'outcome', what: 'outcome fate', place: 'x.jon:3', cites: ['one'] },
            { kind: 'value', what: 'boris.standing', place: 'x.jon:4', cites: [], alternatives: [{ text: 'a', weight: '1', cites: ['one', 'two'] }, { text: 'b', weight: '1', cites: ['two'] }] },
        ],
        claims: { one: { text: 'One.' }, two: { text: 'Two.' } },
        groups: { which: { state: 'weighed', claims: ['two', 'three'] }, alone: { state: 'cited', claims: ['one'] } },
    };
    it('is found by the name of what rests on it', () => {
        expect(shape.restOf(evidence, 'outcome fate')?.place).toBe('x.jon:3');
        expect(shape.restOf(evidence, 'outcome other')).toBeNull();
        expect(shape.restOf(evidence, shape.drawName('person.standing(boris)/either'))?.place).toBe('x.jon:4');
    });
    it('counts the claims of alternatives once', () => expect(shape.claimsOf(evidence.rests![1]!)).toEqual(['one', 'two']));
    it('tells contradictions of claims, also of those whose text is not there', () => {
        expect(shape.contradictions(evidence, ['one', 'two']).map((group) => [group.name, group.sides.map(([name, claim]) => [name, claim?.text ?? null])]))
            .toEqual([['which', [['two', 'Two.'], ['three', null]]]]);
    });
});

describe('the record', () => {
    it.each([
        ['dispose(moscow, trotsky) chose send_abroad(turkey) in 1929-02', 'dispose(moscow, trotsky)', 'send_abroad(turkey)', 'choice'],
        ['never friends_come(norway) in 1928-01..1935-02', 'friends_come(norway)', 'never', 'never'],
        ['rising(bolsheviks) carried in 1917-Q4 ending', 'rising(bolsheviks)', 'carried', 'vote'],
        ['observe publishes(trotsky) in either …', 'publishes(trotsky)', '', 'other'],
        ['publishes(trotsky) in either { 1935-01..1935-12: 1  1936-05..1936-08: 2 }', 'publishes(trotsky)', '', 'other'],
        ['letter chose keeps', 'letter', 'keeps', 'choice'],
        ['grant(trotsky, spain) chose refuse from 1929-01 to 1939-02', 'grant(trotsky, spain)', 'refuse', 'choice'],
    ])('takes "%s" apart', (text, subject, said, kind) => expect(shape.factParts(text)).toEqual({ subject, said, kind }));

    it('has a lane for each thing, in the order in which they begin', () => {
        const lanes = shape.recordLanes([
            { first: '1905-01', last: '1905-01', text: 'revolt in 1905-Q1' },
            { first: '1900-01', last: '1903-01', text: 'never revolt in 1900-01..1903-01' },
            { first: '1901-01', last: '1901-01', text: 'split in 1901-01' },
            { first: null, last: null, text: 'never dies(anna)' },
        ]);
        expect(lanes.map((lane) => [lane.label, lane.items.length])).toEqual([['split', 1], ['revolt', 2], ['dies(anna)', 1]]);
    });
    it('sets a choice beside the odds of its options, once for the same choice', () => {
        const forks = shape.forks(report({
            run: { decisions: { 'politics.pursuit:grant(t, f)': { refuse: 0.7, take_in: 0.3 } } },
            record: [
                { first: '1935-07', last: '1940-05', text: 'grant(t, f) chose refuse from 1935-07 to 1940-05' },
                { first: '1929-01', last: '1933-06', text: 'grant(t, f) chose refuse from 1929-01 to 1933-06' },
                { first: '1933-07', last: '1933-07', text: 'grant(t, f) chose take_in in 1933-07' },
                { first: '1933-07', last: '1933-07', text: 'unknown chose x in 1933-07' },
            ],
        }));
        expect(forks.map((fork) => [fork.first, fork.items.length, fork.options.filter((option) => option.chosen).map((option) => option.share)]))
            .toEqual([['1929-01', 2, [0.7]], ['1933-07', 1, [0.3]]]);
    });
});

describe('altered worlds', () => {
    const told = report({
        question: { outcome: 'b', value: 'x' },
        whatif: { whatifs: { w: { outcomes: {
            a: { kind: 'choice', changed: estimate(0.9), flow: { x: { x: 0.1, y: 0.9 } } },
            b: { kind: 'choice', changed: estimate(0.1), flow: { x: { x: estimate(0.6) }, y: { x: estimate(0.1), y: estimate(0.3) } } },
            c: { kind: 'number' },
        } } } },
    });
    it('flow from what the what-if tells', () => {
        expect(shape.flowOf(told, 'w', 'b')).toEqual({ whatif: 'w', outcome: 'b', from: ['x', 'y'], to: ['x', 'y'], share: [[0.6, 0], [0.1, 0.3]] });
        expect(shape.flowOf(told, 'w', 'c')).toBeNull();
    });
    it('flow as handed over where that is there', () => {
        const flow = { whatif: 'w', outcome: 'b', from: ['x'], to: ['y'], share: [[1]] };
        expect(shape.flowOf({ ...told, flows: [flow] }, 'w', 'b')).toBe(flow);
    });
    it('list what was asked first', () => expect(shape.flowingOutcomes(told, 'w')).toEqual(['b', 'a']));
    it('say what mostly becomes of a happening', () => {
        expect(shape.mostly({ name: 'x', changed: estimate(1), sooner: 0.1, later: 0.5, gained: 0, lost: 0.4, median: '1900' })).toBe('later');
    });
});

describe('order', () => {
    it('ranks causes by what they add', () => {
        const cause = (name: string, p: number): Cause => ({ name, shapley: estimate(p), necessity: null, sufficiency: null });
        expect(shape.rankedCauses([cause('a', 0.1), cause('b', 0.4)]).map((each) => each.name)).toEqual(['b', 'a']);
    });
    it('puts those who stand together side by side', () => {
        const together = [[1, 0.1, 0.9, 0.1], [0.1, 1, 0.1, 0.8], [0.9, 0.1, 1, 0.2], [0.1, 0.8, 0.2, 1]];
        const order = shape.seriate(together);
        expect([...order].sort()).toEqual([0, 1, 2, 3]);
        expect(Math.abs(order.indexOf(0) - order.indexOf(2))).toBe(1);
        expect(Math.abs(order.indexOf(1) - order.indexOf(3))).toBe(1);
        expect(shape.seriate([[1]])).toEqual([0]);
    });
    it('averages matrices', () => expect(shape.meanMatrix([[[0, 1]], [[1, 0]]])).toEqual([[0.5, 0.5]]));
});
