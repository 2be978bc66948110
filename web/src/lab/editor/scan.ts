// The words of the language as the eye should find them, one line at a time.
//
// This reads a text as src/language/lexer.cpp does and guesses, from the few words before, what each
// name is there for: it is declared, it is a claim, a type, a unit. It is no parser; what it guesses
// wrongly has another colour, and only `check` says what is wrong.

import type { StreamParser, StringStream } from '@codemirror/language';
import { isWordOfPlace } from './place';

export type Token = 'comment' | 'text' | 'mark' | 'number' | 'unit' | 'date' | 'keyword' | 'truth' | 'declared' | 'typeName'
    | 'distribution' | 'claim' | 'module' | 'propertyName' | 'name' | 'sign' | 'bracket' | 'unknown';

/// What is open: a brace by what it holds, a parenthesis or a bracket likewise.
type Open = 'body' | 'kind' | 'enum' | 'scale' | 'table' | 'fields' | 'worlds' | 'vote' | 'hole' | 'paren' | 'heading' | 'unit' | 'claims';

export interface Scan {
    open: Open[];
    declares: string;     // the keyword of the declaration that began last
    entities: boolean;    // `person anna, boris`: what follows a comma is declared
    before: string;       // the word or sign before
    kind: Token | '';     // what that was
    earlier: Token | '';  // what stood before that
    saying: boolean;      // within the text of `say`, which may have holes
    below: number;        // how much was open outside that text's hole
}

const kBlank = /^[\p{Zs}\t\r\u200e\u200f\u061c\ufeff]+/u;
const kWord = /^[\p{XIDS}_](?:\p{XIDC}|(?<=[\u0600-\u077f])\u200c(?=[\u0600-\u077f]))*/u;
const kDate = /^\d{4}-(?:Q[1-4]|(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?!\p{XIDC}|-\d)/u;
const kCalendar = /^(?:[ \t]+(?:SH|OS)(?!\p{XIDC}))?(?:[ \t]+bc(?!\p{XIDC}))?/u;
const kNumber = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\p{XIDC})/u;
const kSign = /^(?:\.\.|[+\-*]=|[=!<>]=|[{}()[\],:.?~=<>+\-*/|&])/;
const kText = /^"(?:\\.|[^"\\])*"/;
const kNameNext = /^[\p{Zs}\t]+([\p{XIDS}_]\p{XIDC}*)/u;

const kDeclaring = new Set(['kind', 'enum', 'var', 'let', 'param', 'strength', 'relation', 'scale', 'series', 'source', 'claim', 'rule',
    'event', 'decision', 'vote', 'option', 'outcome', 'whatif', 'cause']);
const kHeaded = new Set(['let', 'param', 'strength', 'relation', 'series']);
const kBeginning = new Set([...kDeclaring, 'history', 'use', 'table', 'race', 'observe', 'coupling', 'continue', 'for', 'if', 'replace', 'extend']);
const kWantOperand = new Set(['in', 'among', 'where', 'when', 'if', 'and', 'or', 'not', 'then', 'else', 'by', 'worth', 'of']);
const kTypes = new Set(['real', 'int', 'bool', 'date', 'set']);
const kDistributions = new Set(['uniform', 'normal', 'lognormal', 'halfnormal', 'beta', 'gamma', 'exponential', 'triangular', 'bernoulli',
    'binomial', 'poisson']);
const kPeriods = new Set(['day', 'days', 'week', 'weeks', 'month', 'months', 'quarter', 'quarters', 'year', 'years']);
const kBraces: Record<string, Open> = { kind: 'kind', enum: 'enum', scale: 'scale', table: 'table', source: 'fields', claim: 'fields',
    whatif: 'worlds', cause: 'worlds', vote: 'vote' };

/// Makes the reader of lines, which knows these keywords.
export function scanner(keywords: readonly string[]): StreamParser<Scan> {
    const reserved = new Set(keywords);
    return {
        name: 'jonbar',
        startState: () => ({ open: [], declares: '', entities: false, before: '', kind: '', earlier: '', saying: false, below: 0 }),
        token(stream, scan) {
            if (stream.sol()) leaveText(scan);
            if (scan.saying && scan.open.length === scan.below) return textOfSay(stream, scan);
            if (stream.match(kBlank)) return null;
            if (stream.peek() === '#') {
                stream.skipToEnd();
                return 'comment';
            }
            const from = stream.pos;
            const token = read(stream, scan, reserved);
            scan.earlier = scan.kind;
            scan.kind = token;
            scan.before = stream.string.slice(from, stream.pos);
            return token;
        },
        indent(scan, after, context) {
            const closes = /^[\p{Zs}\t]*[})\]]/u.test(after);
            return Math.max(0, scan.open.length - (closes ? 1 : 0)) * context.unit;
        },
        languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] }, indentOnInput: /^\s*[})\]]$/ },
    };
}

function read(stream: StringStream, scan: Scan, reserved: Set<string>): Token {
    if (stream.peek() === '"') return text(stream, scan);
    if (stream.match(kDate)) {
        stream.match(kCalendar);
        return 'date';
    }
    if (stream.match(kNumber)) return number(stream, scan);
    const first = firstOnLine(stream);
    const word = stream.match(kWord) as RegExpMatchArray | null;
    if (word) return reserved.has(word[0]) ? keyword(scan, word[0]) : name(stream.string.slice(stream.pos), scan, word[0], reserved, first);
    const sign = stream.match(kSign) as RegExpMatchArray | null;
    if (sign) return signed(stream, scan, sign[0]);
    stream.match(/^\d[\p{XIDC}.]*|^./su);
    return 'unknown';
}

function firstOnLine(stream: StringStream): boolean {
    return stream.string.slice(0, stream.pos).trim() === '';
}

// A text ends on its line; one that does not is marked to the end of the line.
function text(stream: StringStream, scan: Scan): Token {
    const whole = kText.exec(stream.string.slice(stream.pos));
    if (!whole) {
        stream.skipToEnd();
        return 'unknown';
    }
    if (scan.before === 'say') {
        stream.next();
        scan.saying = true;
        scan.below = scan.open.length;
        return 'text';
    }
    stream.pos += whole[0].length;
    return 'text';
}

// Within the text of `say`: {value:.1f}, {{ and }} are no letters of it.
function textOfSay(stream: StringStream, scan: Scan): Token {
    if (stream.match(/^(?:\{\{|\}\}|\\.)/)) return 'mark';
    if (stream.match('{')) {
        scan.open.push('hole');
        scan.before = '';
        return 'mark';
    }
    if (stream.match(/^"/)) {
        leaveText(scan);
        scan.before = '"';
        return 'text';
    }
    stream.match(/^(?:[^"{}\\]+|.)/su);
    return 'text';
}

function leaveText(scan: Scan): void {
    if (!scan.saying) return;
    scan.saying = false;
    scan.open.length = Math.min(scan.open.length, scan.below);
}

function number(stream: StringStream, scan: Scan): Token {
    const digits = stream.current();
    if (!/^\d{4}$/.test(digits)) return 'number';
    const calendar = stream.string.slice(stream.pos).match(kCalendar)?.[0] ?? '';
    const year = calendar !== '' || scan.before === 'from'
        || (scan.before === 'at' && scan.declares !== 'claim') || ((scan.before === 'to' || scan.before === '..') && scan.earlier === 'date')
        || (scan.declares === 'observe' && ['in', 'by'].includes(scan.before));
    if (!year) return 'number';
    stream.pos += calendar.length;
    return 'date';
}

function keyword(scan: Scan, word: string): Token {
    const inside = scan.open.at(-1);
    if (inside === 'fields') return fieldWord(scan);
    if (inside === 'unit' || (word === 'per' && ['number', 'typeName', 'unit', 'bracket', 'name', 'propertyName'].includes(scan.kind))) return 'unit';
    if (kPeriods.has(word) && ['number', 'unit'].includes(scan.kind)) return 'unit';
    if (['yes', 'no', 'none', 'now'].includes(word) && !(word === 'yes' && scan.before === ':' && inside === 'vote')) return 'truth';
    const within = inside === 'worlds' && word === 'scale';
    if (kBeginning.has(word) && !within && scan.before !== 'as' && inside !== 'paren') {
        scan.declares = word;
        scan.entities = false;
    }
    if (['cites', 'assumed', 'hindsight', 'exception'].includes(word)) scan.entities = scan.entities && scan.open.length > 0;
    return 'keyword';
}

// In the braces of a source or a claim, words and their values take turns.
function fieldWord(scan: Scan): Token {
    return scan.kind === 'propertyName' || scan.before === ',' ? 'name' : 'propertyName';
}

function name(rest: string, scan: Scan, word: string, reserved: Set<string>, first: boolean): Token {
    const inside = scan.open.at(-1);
    if (inside === 'fields') return fieldWord(scan);
    if (inside === 'unit') return 'unit';
    if (inside === 'claims' || scan.before === 'cites' || (scan.before === ',' && scan.earlier === 'claim')) return 'claim';
    if (scan.declares === 'use' && (scan.before === 'use' || (scan.before === '.' && scan.earlier === 'module'))) return 'module';
    if (declaresHere(scan, rest)) return 'declared';
    if (isWordOfPlace(word, scan, rest)) return 'keyword';
    if (scan.before === ':' && isType(scan, word)) return 'typeName';
    if (scan.before === 'of' && inside !== 'paren' && scan.earlier === 'typeName') return 'typeName';
    if (['~', 'draw', 'swing', '='].includes(scan.before) && kDistributions.has(word)) return 'distribution';
    if (scan.before === '.') return 'propertyName';
    if (first && scan.open.length === 0) {
        scan.declares = '';
        const next = kNameNext.exec(rest);
        if (next && !reserved.has(next[1]!)) {
            scan.entities = true;
            return 'typeName';
        }
        scan.entities = scan.entities && scan.before === ',';
    }
    return 'name';
}

// What follows a colon is a type behind a name that is declared, and behind its heading.
function isType(scan: Scan, word: string): boolean {
    const inside = scan.open.at(-1);
    const behindHeading = scan.earlier === 'bracket' && inside === undefined && kHeaded.has(scan.declares);
    return kTypes.has(word) || inside === 'heading' || inside === 'kind' || scan.earlier === 'declared' || behindHeading;
}

function declaresHere(scan: Scan, rest: string): boolean {
    const inside = scan.open.at(-1);
    const declaring = scan.kind === 'keyword' && kDeclaring.has(scan.before) && scan.declares === scan.before;
    if (declaring || (scan.before === 'as' && scan.declares === 'use')) return true;
    if (scan.before === 'draw' && /^\s*=(?!=)/.test(rest)) return true;
    if (inside === 'enum') return scan.before === '{' || scan.before === ',';
    if (inside === 'kind') return /^\s*:/.test(rest);
    if (inside === 'scale') return /^\s*~/.test(rest);
    return scan.entities && scan.open.length === 0 && (scan.before === ',' || scan.kind === 'typeName');
}

function signed(stream: StringStream, scan: Scan, sign: string): Token {
    if (sign === '{') scan.open.push(braceOf(scan));
    else if (sign === '(') scan.open.push(scan.kind === 'declared' ? 'heading' : 'paren');
    else if (sign === '[') scan.open.push(scan.open.at(-1) === 'table' ? 'claims' : 'unit');
    else if ('})]'.includes(sign)) return closed(scan, sign);
    else if (sign === ':' && scan.open.at(-1) === 'hole') {
        stream.match(/^[^}"]*/);
        return 'mark';
    } else return 'sign';
    return 'bracket';
}

function braceOf(scan: Scan): Open {
    const inside = scan.open.at(-1);
    const isSet = scan.kind === 'sign' || kWantOperand.has(scan.before) || ['paren', 'heading', 'hole'].includes(inside ?? '');
    if (isSet || scan.before === 'either' || inside === 'worlds') return 'body';
    const held = kBraces[scan.declares] ?? 'body';
    scan.declares = '';
    return held;
}

function closed(scan: Scan, sign: string): Token {
    const opened = scan.open.at(-1);
    const shape = opened === 'paren' || opened === 'heading' ? ')' : opened === 'unit' || opened === 'claims' ? ']' : '}';
    if (opened === undefined || shape !== sign) return 'bracket';
    scan.open.pop();
    if (opened === 'hole') return 'mark';
    return 'bracket';
}
