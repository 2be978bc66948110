// One question as it stands: what was answered so far, and whether that is the answer to what is asked now.

import type { Api, ApiError, Asked, Progress, Question } from './api';

export class Asking<Answer> {
    answer: Answer | null = null;
    /// The answer is to the question asked last; else it is the one before, shown until the first new one comes.
    fresh = false;
    final = false;
    running = false;
    stopped = false;
    progress: Progress | null = null;
    error: ApiError | null = null;
    waits = '';
    private key = '';
    private asked: Asked | null = null;

    constructor(private readonly api: Api, private readonly changed: () => void) {}

    /// Asks, unless this is what was asked last. Null asks nothing and forgets.
    ask(question: Question | null): void {
        const key = question ? JSON.stringify(question) : '';
        if (key === this.key) return;
        this.asked?.cancel();
        this.key = key;
        Object.assign(this, { fresh: false, final: false, running: question !== null, stopped: false, progress: null, error: null, waits: '' });
        if (!question) this.answer = null;
        this.asked = question && this.api.ask<Answer>(question, {
            progress: (progress) => { this.progress = progress; this.waits = ''; this.changed(); },
            partial: (answer) => { this.answer = answer; this.fresh = true; this.waits = ''; this.changed(); },
            done: (answer) => { this.answer = answer; this.fresh = true; this.end(true); },
            failed: (error) => { this.error = error; this.answer = null; this.end(false); },
            cancelled: () => { this.stopped = true; this.end(false); },
            waits: (why) => { this.waits = why; this.changed(); },
        });
        this.changed();
    }

    /// Stops the computing; what was answered so far stays.
    stop(): void {
        if (!this.running) return;
        this.asked?.cancel();
        this.stopped = true;
        this.end(false);
    }

    /// Forgets what was asked, so that the same can be asked again.
    forget(): void {
        this.asked?.cancel();
        this.key = '';
        this.running = false;
        this.stopped = false;
    }

    private end(final: boolean): void {
        this.final = final;
        this.running = false;
        this.waits = '';
        this.asked = null;
        this.changed();
    }
}
