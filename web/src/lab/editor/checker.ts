// Asks for the findings of a text as it is typed: not at every letter, and of two answers the later.

export interface Answer<Found> {
    text: string;
    found?: Found;
    failure?: string;  // why there is no answer: the server is gone, or refuses
}

export class Checker<Found> {
    private timer: ReturnType<typeof setTimeout> | undefined;
    private latest = 0;

    /// `told` hears of the last text that was given only; `busy` is asked whether to try a failure again.
    constructor(private readonly ask: (text: string) => Promise<Found>, private readonly told: (answer: Answer<Found>) => void,
        private readonly waits: { typing: number; again: number; busy: (failure: unknown) => boolean }) {}

    /// Asks of a text when no other is given for a while.
    changed(text: string): void { this.later(text, this.waits.typing); }

    /// Asks of a text at once.
    now(text: string): void { this.later(text, 0); }

    /// Asks no more, and tells of nothing that was asked.
    stop(): void {
        clearTimeout(this.timer);
        ++this.latest;
    }

    private later(text: string, wait: number): void {
        this.stop();
        const number = this.latest;
        this.timer = setTimeout(() => { void this.run(text, number); }, wait);
    }

    private async run(text: string, number: number): Promise<void> {
        let answer: Answer<Found>;
        try {
            answer = { text, found: await this.ask(text) };
        } catch (failure) {
            if (number !== this.latest) return;
            if (this.waits.busy(failure)) return this.later(text, this.waits.again);
            answer = { text, failure: failure instanceof Error ? failure.message : String(failure) };
        }
        if (number === this.latest) this.told(answer);
    }
}
