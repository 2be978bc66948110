// The text of a scenario, edited in the page.
//
// What is edited becomes what questions are asked of, once the check finds no error in it; until then
// they keep the last text that had none, or the file. The server writes nothing: drafts stay in the
// browser, and a text leaves the page by its download.

import './editor.css';
import { openSearchPanel } from '@codemirror/search';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { ApiError, type Api, type Finding } from '../api';
import type { LabState } from '../state';
import { changeTo } from './change';
import { Checker, type Answer } from './checker';
import { completion } from './completion';
import { Drafts, type Draft } from './drafts';
import { diagnostics, hasError } from './findings';
import { jonbar, jonbarLanguage } from './language';
import { kKeysId, Panel } from './panel';
import { offsetOf } from './positions';
import { behaviour, oneLineEnd } from './setup';
import { browserStore } from './store';
import { Vocabulary } from './vocabulary';

export interface MountedEditor {
    /// Leads to a place of the text, as the program says it.
    focusAt: (line: number, column: number) => void;
}

const kWaits = {
    typing: 400,
    again: 2000,
    busy: (failure: unknown): boolean => failure instanceof ApiError && (failure.status === 429 || failure.status === 503),
};
const kKeepWait = 250;
const kWrapKey = 'jonbar-wrap';

/// Shows the chosen scenario's text, and every other that is chosen.
export function mountEditor(host: HTMLElement, state: LabState, api: Api): MountedEditor {
    const editor = new Editor(host, state, api);
    return { focusAt: (line, column) => { editor.focusAt(line, column); } };
}

class Editor {
    private readonly panel: Panel;
    private readonly view: EditorView;
    private readonly checker: Checker<Finding[]>;
    private readonly vocabulary: Vocabulary;
    private readonly drafts = new Drafts(browserStore('localStorage'), browserStore('sessionStorage'));
    private readonly settings = browserStore('localStorage');
    private readonly language = new Compartment();
    private readonly wrapping = new Compartment();
    private keywords: readonly string[] = [];
    private name = '';
    private file: string | null = null;  // its text, once it is known
    private lineEnd = '\n';              // as the file has it
    private wraps: boolean;
    private kept = true;
    private keeping: ReturnType<typeof setTimeout> | undefined;
    private awaited: { line: number; column: number } | null = null;

    constructor(host: HTMLElement, private readonly state: LabState, private readonly api: Api) {
        this.wraps = read(() => this.settings.getItem(kWrapKey)) !== 'no';
        this.panel = new Panel(host, {
            format: () => void this.format(),
            back: () => { this.backToFile(); },
            download: () => { this.download(); },
            search: () => { openSearchPanel(this.view); },
            wrap: (on) => { this.wrap(on); },
            takeUp: (draft) => { this.takeUp(draft); },
            throwAway: (draft) => { this.throwAway(draft); },
            lead: (finding) => { this.focusAt(finding.line, finding.column); },
        }, this.wraps);
        this.vocabulary = new Vocabulary(api, jonbarLanguage([]).parser);
        this.checker = new Checker((text) => this.check(text), (answer) => { this.told(answer); }, kWaits);
        this.view = new EditorView({ state: this.begun(''), parent: this.panel.text });
        state.subscribe('scenario', () => void this.open());
        state.subscribe('model', () => void this.vocabulary.known(state.model));
        addEventListener('pagehide', () => { this.keepNow(); });
        void this.vocabulary.known(state.model);
        this.vocabulary.list().catch(() => undefined);
        void this.readWords();
        void this.open();
    }

    focusAt(line: number, column: number): void {
        if (this.file === null) {
            this.awaited = { line, column };
            return;
        }
        const at = offsetOf(this.view.state.doc, { line, column });
        this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
        this.view.focus();
    }

    private text(): string { return this.view.state.doc.toString(); }

    private begun(text: string): EditorState {
        return EditorState.create({
            doc: text,
            extensions: [
                behaviour(completion(() => this.vocabulary.offers()), nonce()),
                this.language.of(jonbar(this.keywords)),
                this.wrapping.of(this.wraps ? EditorView.lineWrapping : []),
                EditorState.readOnly.of(this.file === null),
                EditorView.contentAttributes.of({ 'aria-label': `Text of ${this.name || 'the scenario'}`, 'aria-describedby': kKeysId, spellcheck: 'false', tabindex: '0' }),
                EditorView.updateListener.of((update) => { if (update.docChanged) this.changed(); }),
            ],
        });
    }

    private async readWords(): Promise<void> {
        try {
            this.keywords = (await this.api.get<{ keywords: string[] }>('/api')).keywords;
        } catch { return; }
        this.vocabulary.words(this.keywords, jonbarLanguage(this.keywords).parser);
        this.view.dispatch({ effects: this.language.reconfigure(jonbar(this.keywords)) });
    }

    /// Opens the chosen scenario: with this page's own draft of it, else as the file has it.
    private async open(): Promise<void> {
        this.keepNow();
        this.panel.checking();
        this.checker.stop();
        const name = this.state.view.scenario;
        this.name = name;
        this.file = null;
        if (name === '') return;
        let whole: string;
        try {
            whole = (await this.api.get<{ text: string }>(`/api/text?scenario=${encodeURIComponent(name)}`)).text;
        } catch (failure) {
            if (name === this.name) this.panel.unchecked(`The text cannot be read: ${words(failure)}`);
            return;
        }
        if (name !== this.name) return;
        this.lineEnd = /\r\n/.test(whole) ? '\r\n' : '\n';
        this.file = oneLineEnd(whole);
        this.begin(this.drafts.mine(name)?.text ?? this.file);
    }

    private begin(text: string): void {
        this.view.setState(this.begun(text));
        this.panel.say('');
        this.panel.checking();
        this.vocabulary.edited(text);
        this.checker.now(text);
        this.show();
        this.offer();
        if (this.awaited) this.focusAt(this.awaited.line, this.awaited.column);
        this.awaited = null;
    }

    private changed(): void {
        const text = this.text();
        this.panel.checking();
        this.checker.changed(text);
        clearTimeout(this.keeping);
        this.keeping = setTimeout(() => { this.keepNow(); }, kKeepWait);
        this.show();
    }

    /// Keeps the text where it differs from the file, and forgets the draft where it no longer does.
    private keepNow(): void {
        clearTimeout(this.keeping);
        if (this.file === null) return;
        const text = this.text();
        const mine = this.drafts.mine(this.name);
        if (text !== this.file) this.kept = this.drafts.keep(this.name, text);
        else if (mine) this.drafts.drop(this.name, mine.id);
        this.show();
        this.offer();
    }

    private async check(text: string): Promise<Finding[]> {
        return (await this.api.post<{ findings: Finding[] }>('/api/check', { text, name: this.name })).findings;
    }

    private told(answer: Answer<Finding[]>): void {
        if (!answer.found) {
            this.panel.unchecked(`The text could not be checked: ${answer.failure ?? ''}`);
            return;
        }
        this.vocabulary.edited(answer.text);
        this.view.dispatch(setDiagnostics(this.view.state, diagnostics(answer.found, this.name, this.view.state.doc)));
        this.panel.findings(answer.found, this.name);
        if (answer.text === this.file) this.state.setText(null);
        else if (!hasError(answer.found)) this.state.setText(answer.text);
        this.show();
    }

    private show(): void {
        if (this.file === null) return;
        const text = this.text();
        const asked = this.state.text ?? this.file;
        this.panel.show({ differs: text !== this.file, asked: text === asked ? 'this' : this.state.text === null ? 'file' : 'earlier', kept: this.kept });
    }

    private offer(): void {
        if (this.file !== null) this.panel.offerDraft(this.drafts.offered(this.name, this.text(), this.file));
    }

    private replace(text: string, what: string): void {
        const change = changeTo(this.text(), text);
        if (change) this.view.dispatch({ changes: change, userEvent: what, scrollIntoView: true });
    }

    private async format(): Promise<void> {
        const before = this.text();
        try {
            const { text } = await this.api.post<{ text: string }>('/api/format', { text: before, name: this.name });
            if (this.text() !== before) return this.panel.say('The text was changed meanwhile; it was not formatted.');
            this.replace(oneLineEnd(text), 'input.format');
            this.panel.say(text === before ? 'The text already has its layout.' : 'The text is formatted; undo brings back how it was.');
        } catch (failure) {
            this.panel.say(failure instanceof ApiError && failure.status === 422 ? 'Only a text that can be read can be formatted: mend what the check says first.' : `It cannot be formatted: ${words(failure)}`);
        }
        this.view.focus();
    }

    private backToFile(): void {
        if (this.file === null) return;
        this.keepNow();
        this.drafts.release(this.name);
        this.replace(this.file, 'input.back');
        this.offer();
        this.panel.say('This is the file’s text again; undo brings yours back.');
        this.view.focus();
    }

    private takeUp(draft: Draft): void {
        this.keepNow();
        this.drafts.adopt(this.name, draft.id);
        this.replace(draft.text, 'input.draft');
        this.offer();
        this.view.focus();
    }

    private throwAway(draft: Draft): void {
        this.drafts.drop(this.name, draft.id);
        this.offer();
        this.view.focus();
    }

    private download(): void {
        const text = this.lineEnd === '\n' ? this.text() : this.text().replaceAll('\n', this.lineEnd);
        const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
        const link = document.createElement('a');
        link.href = address;
        link.download = this.name.slice(this.name.lastIndexOf('/') + 1);
        link.click();
        setTimeout(() => { URL.revokeObjectURL(address); }, 10_000);
        this.panel.say(`${link.download} goes to your downloads; the file that is served stays as it is.`);
    }

    private wrap(on: boolean): void {
        this.wraps = on;
        read(() => { this.settings.setItem(kWrapKey, on ? 'yes' : 'no'); });
        this.view.dispatch({ effects: this.wrapping.reconfigure(on ? EditorView.lineWrapping : []) });
    }
}

// The page's policy allows styles with its nonce only; scripts may read it from the element's property.
function nonce(): string {
    return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

function words(failure: unknown): string { return failure instanceof Error ? failure.message : String(failure); }

function read<Value>(from: () => Value): Value | undefined {
    try { return from(); } catch { return undefined; }
}
