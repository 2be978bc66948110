// How the editor reads the words of the language, without a page.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EditorState } from '@codemirror/state';
import { ensureSyntaxTree, getIndentation } from '@codemirror/language';
import { describe, expect, it } from 'vitest';
import { jonbar, jonbarLanguage } from '../src/lab/editor/language';
import { keywords, source } from './keywords';

const language = jonbarLanguage(keywords);

function scenarios(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
        each.isDirectory() ? (each.name === 'errors' ? [] : scenarios(join(folder, each.name)))
            : each.name.endsWith('.jon') ? [join(folder, each.name)] : []);
}

/// Every token of a text as `kind:text`, without signs and brackets.
function tokens(text: string, all = false): string[] {
    const found: string[] = [];
    language.parser.parse(text).iterate({
        enter(node) {
            if (node.node.firstChild || node.name === 'Document') return;
            if (all || !['sign', 'bracket'].includes(node.name)) found.push(`${node.name}:${text.slice(node.from, node.to)}`);
        },
    });
    return found;
}

describe('the words of the language', () => {
    it('are all read as keywords, units or truths', () => {
        expect(keywords.length).toBe(102);
        for (const word of keywords) {
            expect(tokens(word), word).toEqual([`${['yes', 'no', 'none', 'now'].includes(word) ? 'truth' : 'keyword'}:${word}`]);
        }
    });
    it('leave nothing unknown in any scenario and module that the project has', () => {
        const files = [...scenarios(join(source, 'scenarios')), ...scenarios(join(source, 'library')), ...scenarios(join(source, 'tests/scenarios'))];
        expect(files.length).toBeGreaterThan(40);
        for (const file of files) {
            const unknown = tokens(readFileSync(file, 'utf8')).filter((token) => token.startsWith('unknown:'));
            expect(unknown, file).toEqual([]);
        }
    });
    it('lose and double no letter', () => {
        const text = readFileSync(join(source, 'tests/scenarios/persian.jon'), 'utf8');
        const letters = (whole: string): string => whole.replace(/[\s\u200e\u200f\u061c\ufeff]/gu, '');
        expect(letters(tokens(text, true).map((token) => token.slice(token.indexOf(':') + 1)).join(''))).toBe(letters(text));
    });
});

describe('numbers and dates', () => {
    it.each([
        ['1922-04-03', ['date:1922-04-03']],
        ['1922-Q4', ['date:1922-Q4']],
        ['1304-09-24 SH', ['date:1304-09-24 SH']],
        ['0044-03-15 bc', ['date:0044-03-15 bc']],
        ['1917-10-25 OS bc', ['date:1917-10-25 OS bc']],
        ['1304 SH', ['date:1304 SH']],
        ['1304 SHORT', ['number:1304', 'name:SHORT']],
        ['from 1922 to 1930', ['keyword:from', 'date:1922', 'keyword:to', 'date:1930']],
        ['uniform 1000 to 3000', ['name:uniform', 'number:1000', 'keyword:to', 'number:3000']],
        ['2024 - 12', ['number:2024', 'number:12']],
        ['1922-13', ['number:1922', 'number:13']],
        ['1e3 1.5e-3 0.5', ['number:1e3', 'number:1.5e-3', 'number:0.5']],
        ['0..1', ['number:0', 'number:1']],
        ['12th', ['unknown:12th']],
        ['18 months', ['number:18', 'unit:months']],
        ['0.2 per year', ['number:0.2', 'unit:per', 'unit:year']],
        ['4 [thousand men]', ['number:4', 'unit:thousand', 'unit:men']],
        ['by month', ['keyword:by', 'keyword:month']],
    ])('%s', (text, expected) => { expect(tokens(text)).toEqual(expected); });
});

describe('texts', () => {
    it('have holes in what is said, and only there', () => {
        expect(tokens('say "{p} leads {{so}} with {share:.1f}, {sum(q in S: q.w)}." x')).toEqual([
            'keyword:say', 'text:"', 'mark:{', 'name:p', 'mark:}', 'text: leads ', 'mark:{{', 'text:so', 'mark:}}', 'text: with ', 'mark:{', 'name:share', 'mark::.1f}',
            'text:, ', 'mark:{', 'keyword:sum', 'name:q', 'keyword:in', 'name:S', 'name:q', 'propertyName:w', 'mark:}', 'text:."', 'name:x',
        ]);
        expect(tokens('whatif a "A {b}" {')).toEqual(['keyword:whatif', 'declared:a', 'text:"A {b}"']);
    });
    it('that do not end are marked to the end of their line only', () => {
        expect(tokens('say "{p\nrule r {')).toEqual(['keyword:say', 'unknown:"{p', 'keyword:rule', 'declared:r']);
        expect(tokens('say "{p"\nrule r {')).toEqual(['keyword:say', 'text:"', 'mark:{', 'name:p', 'unknown:"', 'keyword:rule', 'declared:r']);
    });
    it('hold quotation marks and comments', () => {
        expect(tokens('source d "A \\"diary\\" # no" # yes')).toEqual(['keyword:source', 'declared:d', 'text:"A \\"diary\\" # no"', 'comment:# yes']);
    });
});

describe('names', () => {
    it.each([
        ['param frailty: real ~ lognormal 0.1 to 0.4 per year cites a, b',
            'keyword:param declared:frailty typeName:real distribution:lognormal number:0.1 keyword:to number:0.4 unit:per unit:year keyword:cites claim:a claim:b'],
        ['person anna "Anna" { skill = 0.7 cites x }, boris',
            'typeName:person declared:anna text:"Anna" name:skill number:0.7 keyword:cites claim:x declared:boris'],
        ['relation tie(a, b: person): real in -1..1 = 0', 'keyword:relation declared:tie name:a name:b typeName:person typeName:real keyword:in number:1 number:1 number:0'],
        ['kind person { alive: bool = yes  friends: set of person }',
            'keyword:kind declared:person declared:alive typeName:bool truth:yes declared:friends typeName:set keyword:of typeName:person'],
        ['whatif w "W" { set x = 1  block dies(anna) }\nvar set: real = 1',
            'keyword:whatif declared:w text:"W" keyword:set name:x number:1 keyword:block name:dies name:anna keyword:var declared:set typeName:real number:1'],
        ['observe never dies(anna)\nvar never: bool = no', 'keyword:observe keyword:never name:dies name:anna keyword:var declared:never typeName:bool truth:no'],
        ['claim c in d at 12 "So" { kind event  strength asserted }', 'keyword:claim declared:c keyword:in name:d keyword:at number:12 text:"So" propertyName:kind name:event propertyName:strength name:asserted'],
        ['use politics.contest as p', 'keyword:use module:politics module:contest keyword:as declared:p'],
        ['table person (skill, cites) { anna high [letter] }', 'keyword:table name:person name:skill keyword:cites name:anna name:high claim:letter'],
        ['scale degree { low ~ beta(3, 7) }', 'keyword:scale declared:degree declared:low distribution:beta number:3 number:7'],
        ['شخص لنین "ولادیمیر", می‌رود', 'typeName:شخص declared:لنین text:"ولادیمیر" declared:می‌رود'],
        ['vote v at 1924 among {anna, boris} {\n for m size n: yes worth 1\n carried by more than 1/2 of cast {} lost {}\n}',
            'keyword:vote declared:v keyword:at date:1924 keyword:among name:anna name:boris keyword:for name:m keyword:size name:n keyword:yes keyword:worth number:1 '
            + 'keyword:carried keyword:by keyword:more keyword:than number:1 number:2 keyword:of keyword:cast keyword:lost'],
        ['x = “y”', 'name:x unknown:“ name:y unknown:”'],
    ])('%s', (text, expected) => { expect(tokens(text).join(' ')).toBe(expected); });
});

describe('a new line', () => {
    it('stands in by what is open', () => {
        const state = EditorState.create({ doc: 'event a {\n\n}\n', extensions: [jonbar(keywords)] });
        ensureSyntaxTree(state, state.doc.length, 1000);
        expect([2, 3, 4].map((line) => getIndentation(state, state.doc.line(line).from))).toEqual([4, 0, 0]);
    });
});
