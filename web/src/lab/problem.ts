// What went wrong, said where it belongs, with what can be done about it.

import { h } from '../dom';
import type { ApiError, Finding } from './api';

const kRemedies: Record<string, string> = {
    record: 'No history of the scenario meets the whole record. Switch off the item that it names, set “until” to an earlier date, or give numbers that are held back their range again.',
    degenerate: 'Too few histories meet the record for an honest answer. Ask for more histories, or switch off the item that fewest of them meet.',
    time: 'It took longer than the server allows. Ask for fewer histories, or start the server with a larger --max-seconds.',
    memory: 'The server has not enough memory free for so many histories. Ask for fewer.',
};

/// Frames an error. `goTo` makes a place in the scenario's own text something to click; actions are buttons that mend it.
export function problem(error: ApiError, goTo?: (line: number, column: number) => void, actions: HTMLElement[] = []): HTMLElement {
    return h('div', { class: 'problem', role: 'alert' },
        h('p', null, h('strong', null, kRemedies[error.kind] ? 'This cannot be answered so. ' : ''), kRemedies[error.kind] ?? sentence(error)),
        error.findings.length > 0 && h('ul', { class: 'rows' }, error.findings.slice(0, 8).map((finding) => h('li', null, found(finding, goTo)))),
        kRemedies[error.kind] ? h('details', { class: 'listed' }, h('summary', null, 'What the program says'), h('pre', { class: 'said', tabindex: 0 }, error.message.trim())) : null,
        actions.length > 0 && h('p', { class: 'buttons' }, actions));
}

function sentence(error: ApiError): string {
    const count = error.findings.length;
    const said = count > 0 ? `The text has ${count === 1 ? 'an error' : `${count} errors`}:` : error.message.trim();
    return said.charAt(0).toUpperCase() + said.slice(1);
}

function found(finding: Finding, goTo?: (line: number, column: number) => void): (Node | string)[] {
    const place = finding.line > 0 ? `${finding.file ? `${finding.file}, ` : ''}line ${finding.line}` : '';
    const where = place && goTo && !finding.file.startsWith('--do') && !finding.file.startsWith('library:')
        ? h('button', { type: 'button', class: 'cite', click: () => goTo(finding.line, finding.column) }, place)
        : h('span', { class: 'quiet' }, place);
    return [`${finding.message.charAt(0).toUpperCase()}${finding.message.slice(1)}${finding.hint ? ` – ${finding.hint}` : ''} `, h('span', { class: 'quiet' }, `(${finding.code}) `), where];
}
