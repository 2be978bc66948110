// What `check` says of a text: as the editor marks it, and as a list below the text.

import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import { apart, h } from '../../dom';
import type { Finding } from '../api';
import { rangeOf } from './positions';

// A list of more is not read; the text itself marks them all.
const kListed = 200;

export function hasError(findings: readonly Finding[]): boolean {
    return findings.some((each) => each.severity === 'error');
}

/// Gives the marks of those findings that stand in this text and not in what it uses.
export function diagnostics(findings: readonly Finding[], name: string, text: Text): Diagnostic[] {
    return findings.filter((each) => each.file === name).map((each) => ({
        ...rangeOf(text, { line: each.line, column: each.column }, { line: each.end_line, column: each.end_column }),
        severity: each.severity === 'note' ? 'info' as const : each.severity,
        message: sentence(each),
        renderMessage: () => message(each),
    })).sort((a, b) => a.from - b.from);
}

function message(finding: Finding): HTMLElement {
    return h('div', { class: 'finding' },
        h('p', null, label(finding), ' ', apart(finding.message)),
        finding.hint !== '' && h('p', { class: 'remedy' }, apart(finding.hint)));
}

function label(finding: Finding): HTMLElement {
    return h('strong', { class: finding.severity }, finding.code === '' ? finding.severity : `${finding.severity} ${finding.code}`);
}

function sentence(finding: Finding): string {
    return [finding.severity, finding.code, finding.message, finding.hint].filter((part) => part !== '').join(' ');
}

/// Says how many there are of each sort: "2 errors, 1 note".
export function countWords(findings: readonly Finding[]): string {
    const counts = (['error', 'warning', 'note'] as const).map((severity) => {
        const count = findings.filter((each) => each.severity === severity).length;
        return count === 0 ? '' : `${count} ${severity}${count === 1 ? '' : 's'}`;
    }).filter((part) => part !== '');
    return counts.length === 0 ? 'No errors' : counts.join(', ');
}

/// Makes the list; a finding of this text is a button that leads to its place.
export function findingList(findings: readonly Finding[], name: string, lead: (finding: Finding) => void): HTMLElement {
    const listed = findings.slice(0, kListed);
    return h('div', null,
        h('ol', { class: 'findings', 'aria-label': 'What the text’s check says' }, listed.map((each) => h('li', null, item(each, name, lead)))),
        findings.length > kListed && h('p', { class: 'quiet' }, `and ${findings.length - kListed} more`));
}

function item(finding: Finding, name: string, lead: (finding: Finding) => void): HTMLElement {
    const place = `${finding.line}:${finding.column}`;
    const here = finding.file === name;
    return h(here ? 'button' : 'div', here ? { type: 'button', class: 'to-place', click: () => { lead(finding); } } : { class: 'to-place' },
        h('span', { class: 'place' }, here ? place : `${finding.file.replace(/^library:\//, '')}:${place}`),
        message(finding));
}
