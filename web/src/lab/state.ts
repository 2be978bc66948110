// What is chosen: the scenario, its text as it is being edited, and what is looked at. The address follows it.

import { ApiError, asApiError, type Api, type Subject } from './api';
import type { Model } from './model';
import { fitted, kFirstView, readView, writeView, type View } from './view';

// `scenario`: another one; `text`: it was edited, or taken back; `model`: its parts are known, or cannot be (then
// `problem` says why); `view`: anything else that is looked at, the tab among it.
export type Topic = 'scenario' | 'text' | 'model' | 'view';

export class LabState {
    view: View = readView(location.hash);
    /// The text as edited; null while it is that of the file.
    text: string | null = null;
    /// The parts of what subject() names; null until they are known, and where the text is wrong.
    model: Model | null = null;
    problem: ApiError | null = null;
    private readonly listeners = new Map<Topic, Set<() => void>>();
    private reading: AbortController | null = null;
    /// The last change was a passing one.
    passing = false;

    constructor(private readonly api: Api) {
        addEventListener('popstate', () => this.restore());
        addEventListener('hashchange', () => this.restore());
    }

    /// What a question is about: the file, or the text as edited under the file's name. Null before a choice.
    subject(): Subject | null {
        if (!this.view.scenario) return null;
        return this.text === null ? { scenario: this.view.scenario } : { text: this.text, name: this.view.scenario };
    }

    /// Calls the listener whenever the topic changes; gives what ends that.
    subscribe(topic: Topic, listener: () => void): () => void {
        const all = this.listeners.get(topic) ?? new Set();
        this.listeners.set(topic, all.add(listener));
        return () => all.delete(listener);
    }

    /// Looks at a scenario for the first time: as the address says if it names this one.
    open(scenario: string): void {
        this.turnTo(scenario === this.view.scenario ? this.view : { ...structuredClone(kFirstView), scenario });
        history.replaceState(null, '', writeView(this.view));
    }

    /// Chooses another scenario; what was looked at of the last one is given up, but for the tab.
    choose(scenario: string): void {
        if (scenario === this.view.scenario) return;
        this.turnTo({ ...structuredClone(kFirstView), scenario, tab: this.view.tab });
        history.pushState(null, '', writeView(this.view));
    }

    /// Changes what is looked at. `passing` changes, as of a slider on its way, are one step to go back over until
    /// they are settled.
    change(change: Partial<View>, passing = false): void {
        const before = writeView(this.view);
        this.view = { ...this.view, ...change };
        const after = writeView(this.view);
        if (after === before) return;
        if (passing && this.passing) history.replaceState(null, '', after);
        else history.pushState(null, '', after);
        this.passing = passing;
        this.say('view');
    }

    /// Ends a row of passing changes.
    settle(): void {
        this.passing = false;
    }

    /// Takes the text as edited; null is that of the file. The parts are read anew.
    setText(text: string | null): void {
        if (text === this.text) return;
        this.text = text;
        this.say('text');
        void this.readModel();
    }

    /// Reads the parts of the scenario. A later call overtakes an earlier one.
    async readModel(): Promise<void> {
        this.reading?.abort();
        const reading = new AbortController();
        this.reading = reading;
        const subject = this.subject();
        if (!subject) return;
        try {
            const model = await this.api.post<Model>('/api/model', subject, reading.signal);
            if (reading.signal.aborted) return;
            this.model = model;
            this.problem = null;
            this.view = fitted(this.view, model);
            history.replaceState(null, '', writeView(this.view));
        } catch (error) {
            if (reading.signal.aborted) return;
            this.model = null;
            this.problem = asApiError(error);
        }
        this.say('model');
    }

    /// Looks at what the address says: after back, forward, and a link that was pasted.
    private restore(): void {
        if (location.hash === writeView(this.view) || !location.hash.startsWith('#v=')) return;
        const view = readView(location.hash);
        if (view.scenario && view.scenario !== this.view.scenario) return this.turnTo(view);
        this.view = this.model ? fitted({ ...view, scenario: this.view.scenario }, this.model) : view;
        this.say('view');
    }

    private turnTo(view: View): void {
        this.view = view;
        this.text = null;
        this.model = null;
        this.problem = null;
        this.say('scenario');
        void this.readModel();
    }

    private say(topic: Topic): void {
        for (const listener of [...this.listeners.get(topic) ?? []]) listener();
    }
}
