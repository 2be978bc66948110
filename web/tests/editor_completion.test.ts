// What the editor offers to complete, and where; without a page.

import { CompletionContext } from '@codemirror/autocomplete';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { completion } from '../src/lab/editor/completion';
import { jonbar, jonbarLanguage } from '../src/lab/editor/language';
import { declaredIn } from '../src/lab/editor/names';
import { keywordNote } from '../src/lab/editor/notes';
import { nameOffers, wordOffers, type Offer } from '../src/lab/editor/offers';
import type { Model } from '../src/lab/model';
import { keywords } from './keywords';

const parser = jonbarLanguage(keywords).parser;

const kText = `source diary "A diary"
# How long she was ill.
claim anna_ill in diary at 12 "Anna had been ill" { kind event }
kind person { alive: bool = yes  # breathing
    nerve: real in 0..1 ~ middle }
person anna "Anna", boris "Boris \\"the Bear\\"" { nerve = 0.4 }
enum line { left, right "the Right" }
scale degree { low ~ beta(3, 7)  middle ~ beta(5, 5) }
param frailty: real ~ lognormal 0.1 to 0.4 per year cites anna_ill
# Who comes
# after her.
decision letter(p: person) at 1924-06 by p {
    option reads worth 1 {}
    option keeps worth 0 {}
}
`;

const kModel = {
    files: ['a.jon'],
    domains: [{ name: 'person', enum: false, members: [{ name: 'anna', label: 'Anna' }, { name: 'boris', label: 'Boris' }] }],
    happenings: [{ kind: 'decision', name: 'letter', module: '', indices: ['person'], unordered: false, options: [{ name: 'reads', over: '' }], file: 'a.jon', line: 12 }],
    states: [
        { kind: 'attribute', name: 'person.nerve', module: '', type: 'real', domain: '', unit: '', indices: ['person'], low: 0, high: 1, file: 'a.jon', line: 5 },
        { kind: 'relation', name: 'tie', module: '', type: 'real', domain: '', unit: '', indices: ['person', 'person'], low: -1, high: 1, file: 'a.jon', line: 5 },
    ],
    params: [{ name: 'frailty', type: 'real', unit: 'per year', prior: 'lognormal(-1, 0.42140356394179923) at [frailty]', assumed: '', strength: false }],
} as unknown as Model;

const offers: Offer[] = [...wordOffers(keywords), { name: 'politics.contest', sort: 'module', detail: '', note: '' },
    ...nameOffers(kModel, declaredIn(kText, parser))];

/// What is offered at the | of a text.
function offeredAt(marked: string, explicit = false): { from: number; names: string[] } | null {
    const at = marked.indexOf('|');
    const state = EditorState.create({ doc: marked.replace('|', ''), extensions: [jonbar(keywords)] });
    ensureSyntaxTree(state, state.doc.length, 1000);
    const found = completion(() => offers)(new CompletionContext(state, at, explicit));
    if (found instanceof Promise) throw new Error('not at once');
    return found && { from: found.from, names: found.options.map((each) => each.label) };
}

describe('names', () => {
    it('are those that a text declares, with their kind and note', () => {
        const names = declaredIn(kText, parser).map(({ name, kind, detail, note }) => [name, kind, detail, note].join('|'));
        expect(names).toEqual([
            'diary|source||A diary', 'anna_ill|claim||Anna had been ill\nHow long she was ill.', 'person|kind||', '.alive|attribute|bool|breathing', '.nerve|attribute|real in 0..1|',
            'anna|person||Anna', 'boris|person||Boris "the Bear"', 'line|enum||', 'left|enum||', 'right|enum||the Right', 'degree|scale||', 'low|scale||', 'middle|scale||',
            'frailty|param|real|', 'letter|decision|(p: person)|Who comes after her.', 'reads|option||', 'keeps|option||',
        ]);
    });
    it('are offered once, with what model and text say', () => {
        const of = (name: string): Offer[] => offers.filter((each) => each.name === name);
        expect(of('nerve')).toEqual([{ name: 'nerve', sort: 'attribute', detail: 'real in 0..1', note: 'of person' }]);
        expect(of('letter')).toEqual([{ name: 'letter', sort: 'name', detail: 'decision (person)', note: 'options: reads\nWho comes after her.' }]);
        expect(of('frailty')).toEqual([{ name: 'frailty', sort: 'name', detail: 'param real per year', note: '~ lognormal(-1, 0.421)' }]);
        expect(of('boris')).toEqual([{ name: 'boris', sort: 'name', detail: 'person', note: 'Boris "the Bear"' }]);
        expect(of('tie')).toEqual([{ name: 'tie', sort: 'name', detail: 'relation (person, person) real in -1..1', note: '' }]);
    });
});

describe('words', () => {
    it('have a sentence each', () => { expect(keywords.filter((word) => keywordNote(word) === '')).toEqual([]); });
});

describe('completion', () => {
    it('offers words and names, from the beginning of the word', () => {
        const found = offeredAt('rule x every month { chair = bo| }')!;
        expect(found.from).toBe(29);
        expect(found.names).toEqual(expect.arrayContaining(['boris', 'tie', 'frailty', 'argmax', 'exp', 'real']));
        expect(found.names).not.toContain('anna_ill');
        expect(found.names).not.toContain('nerve');
    });
    it('offers modules after use, over the points in their names', () => {
        expect(offeredAt('use |', true)).toEqual({ from: 4, names: ['politics.contest'] });
        expect(offeredAt('use politics.con|')).toEqual({ from: 4, names: ['politics.contest'] });
    });
    it('offers claims where something is cited, and sources where they are claimed', () => {
        expect(offeredAt('var x: real = 1 cites |')?.names).toEqual(['anna_ill']);
        expect(offeredAt('var x: real = 1 cites other, an|')).toEqual({ from: 29, names: ['anna_ill'] });
        expect(offeredAt('claim c in d|')?.names).toEqual(['diary']);
    });
    it('offers attributes after a point, distributions after ~', () => {
        expect(offeredAt('x = anna.|')!.names).toContain('nerve');
        expect(offeredAt('x = anna.|')!.names).not.toContain('rule');
        expect(offeredAt('param p: real ~ l|')!.names).toEqual(expect.arrayContaining(['lognormal', 'low', 'middle']));
        expect(offeredAt('param p: real ~ l|')!.names).not.toContain('rule');
        expect(offeredAt('x = 0..|')).toBeNull();
        expect(offeredAt('x = 12|')).toBeNull();
    });
    it('keeps silent in comments and texts, but not in the holes of what is said', () => {
        expect(offeredAt('# so bo|')).toBeNull();
        expect(offeredAt('whatif w "so bo|" {}')).toBeNull();
        expect(offeredAt('say "so bo|"')).toBeNull();
        expect(offeredAt('say "{p} so bo|"')).toBeNull();
        expect(offeredAt('say "so {bo|}"')!.names).toContain('boris');
    });
    it('keeps silent where a name is invented, unless it is asked', () => {
        expect(offeredAt('var fr|')).toBeNull();
        expect(offeredAt('var fr|', true)!.names).toContain('frailty');
        expect(offeredAt('x = |')).toBeNull();
        expect(offeredAt('x = |', true)!.names).toContain('boris');
    });
    it('reads names of any script as one word', () => {
        expect(offeredAt('x = می\u200cر|')!.from).toBe(4);
    });
});
