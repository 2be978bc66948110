// What stands around the text: what can be done with it, how it stands to the file, what the check says.

import { h } from '../../dom';
import type { Finding } from '../api';
import type { Draft } from './drafts';
import { countWords, findingList } from './findings';

export interface Actions {
    format: () => void;
    back: () => void;
    download: () => void;
    search: () => void;
    wrap: (on: boolean) => void;
    takeUp: (draft: Draft) => void;
    throwAway: (draft: Draft) => void;
    lead: (finding: Finding) => void;
}

/// How the text stands to the file, and to what is asked.
export interface Standing { differs: boolean; asked: 'this' | 'file' | 'earlier'; kept: boolean }

export class Panel {
    readonly text = h('div', { class: 'text-of-scenario' });
    private readonly back: HTMLButtonElement;
    private readonly standing = h('p', { class: 'standing', role: 'status' });
    private readonly said = h('p', { class: 'said-of-text quiet', role: 'status' });
    private readonly offer = h('div', { class: 'offer', hidden: true });
    private readonly count = h('p', { class: 'count', role: 'status' });
    private readonly list = h('div', { class: 'checked', 'aria-busy': 'true' });

    constructor(host: HTMLElement, private readonly actions: Actions, wraps: boolean) {
        this.back = button('Back to the file', actions.back);
        host.replaceChildren(h('div', { class: 'editor' },
            h('div', { class: 'editor-bar', role: 'group', 'aria-label': 'The text' },
                button('Format', actions.format), this.back, button('Download', actions.download), button('Search', actions.search),
                h('label', null, h('input', { type: 'checkbox', checked: wraps, change: (event) => { actions.wrap((event.target as HTMLInputElement).checked); } }), ' Wrap lines'), this.count),
            this.standing, this.offer, this.text,
            h('p', { class: 'keys quiet', id: kKeysId }, 'Tab indents; press Escape, then Tab, to leave the text. Ctrl+Space completes, Ctrl+F searches, F8 goes to the next finding.'),
            this.said,
            h('h3', null, 'What the check says'), this.list));
    }

    show(standing: Standing): void {
        this.back.disabled = !standing.differs;
        const parts = [standing.differs ? 'This text differs from the file.' : 'This is the text of the file.'];
        if (standing.asked === 'this') parts.push('Questions are asked of it.');
        else if (standing.asked === 'file') parts.push('Questions are asked of the file until the check finds no error.');
        else parts.push('Questions are asked of the last text without an error until the check finds none.');
        if (standing.differs) parts.push(standing.kept ? 'Your browser keeps it; the server writes nothing.' : 'Your browser keeps nothing: download the text before you leave.');
        this.standing.replaceChildren(h('span', { class: standing.differs ? 'differs' : 'same' }, parts[0]!), ` ${parts.slice(1).join(' ')}`);
    }

    /// Says what came of an action.
    say(sentence: string): void { this.said.textContent = sentence; }

    /// Says that what the check says is of an earlier text.
    checking(): void { this.list.ariaBusy = 'true'; }

    findings(findings: readonly Finding[], name: string): void {
        this.list.ariaBusy = 'false';
        this.count.textContent = countWords(findings);
        this.list.replaceChildren(findings.length > 0 ? findingList(findings, name, this.actions.lead) : h('p', { class: 'quiet' }, 'Nothing.'));
    }

    /// Says why there are no findings.
    unchecked(why: string): void {
        this.list.ariaBusy = 'false';
        this.count.textContent = why;
        this.list.replaceChildren();
    }

    offerDraft(draft: Draft | undefined): void {
        this.offer.hidden = draft === undefined;
        this.offer.replaceChildren(...(draft ? [
            h('p', null, `A text that differs from the file was left here on ${whenWords(draft.when)}. `,
                button('Take it up', () => { this.actions.takeUp(draft); }), ' ', button('Throw it away', () => { this.actions.throwAway(draft); })),
        ] : []));
    }
}

export const kKeysId = 'editor-keys';

function button(label: string, click: () => void): HTMLButtonElement {
    return h('button', { type: 'button', class: 'button', click }, label);
}

function whenWords(when: number): string {
    return new Date(when).toLocaleString('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
}
