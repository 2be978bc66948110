// Words that mean something at one place only and are free as names everywhere else.

import type { Scan } from './scan';

const kAfter: Record<string, readonly string[]> = {
    someone: ['is'], time: ['mean'], shared: ['worth'], rate: ['worth', 'shared'], more: ['by'], most: ['by'], than: ['more'],
    cast: ['of'], never: ['observe'], record: ['given'], ordered: ['coupling'], gumbel: ['coupling'], independent: ['coupling'],
};
const kName = /^[\p{Zs}\t]+[\p{XIDS}_]/u;

/// Tells whether a word that is no keyword stands for one here; `rest` is what follows it on its line.
export function isWordOfPlace(word: string, scan: Scan, rest: string): boolean {
    if (kAfter[word]?.includes(scan.before)) return true;
    const inside = scan.open.at(-1);
    switch (word) {
        case 'absent':
        case 'present': return inside === 'worlds' && /^\s*:/.test(rest);
        case 'set':
        case 'hold':
        case 'block':
        case 'force':
        case 'choose':
        case 'redraw': return inside === 'worlds' && kName.test(rest) && !['=', '.', '(', ','].includes(scan.before);
        case 'ending': return scan.declares === 'observe' && ['date', 'name', 'bracket', 'keyword'].includes(scan.kind);
        case 'unordered': return scan.open.length === 0;
        case 'first': return /^\s+date\s+when\b/.test(rest);
        case 'date': return scan.before === 'first';
        case 'size':
        case 'weight': return inside === 'vote' && /^\s+[\p{XIDS}\d(]/u.test(rest);
        case 'abstain': return /^\s+worth\b/.test(rest);
        case 'lost': return inside === 'vote' && /^\s*\{/.test(rest);
        case 'run': return inside === 'vote' && /^-off\b/.test(rest);
        case 'off': return inside === 'vote' && scan.before === '-';
        case 'unconditioned':
        case 'alone':
        case 'given': return scan.declares === 'continue' && scan.open.length === 0;
        default: return false;
    }
}
