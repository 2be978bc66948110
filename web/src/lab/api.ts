// What the laboratory says to its server (docs/serving.md).
//
// A question is asked once and listened to until it ends, whatever becomes of the line: a stream that drops is taken
// up again, a server that is busy is asked later, a ticket that is forgotten is asked anew. Only a server that stays
// away for half a minute, or one that refuses, ends a question from here.

export interface Finding {
    severity: 'error' | 'warning' | 'note';
    code: string;
    file: string;
    line: number;
    column: number;
    end_line: number;
    end_column: number;
    message: string;
    hint: string;
}

export type Subject = { scenario: string } | { text: string; name: string };

export interface Options {
    whatifs?: string[];
    do?: string[];
    without_causes?: string[];
    set?: Record<string, number | string>;
    left_out?: number[];
    until?: string;
    seed?: number;
    histories?: number;
    particles?: number;
    island_size?: number;
    moves?: number;
    outcome?: string;
    value?: string;
    history?: number;
    of?: string;
    sources?: string[];
    claims?: string[];
    prior?: boolean;
    interventional?: boolean;
    couplings?: boolean;
    bounds?: boolean;
}

export type Kind = 'run' | 'given' | 'whatif' | 'why' | 'sensitivity' | 'tell' | 'evidence' | 'without';
export type Question = Subject & { kind: Kind; options: Options };

export interface Progress { what: string; done: number; all: number }

export interface Listeners<Answer> {
    progress?: (progress: Progress) => void;
    partial?: (answer: Answer) => void;
    done?: (answer: Answer) => void;
    failed?: (error: ApiError) => void;
    cancelled?: () => void;
    waits?: (why: string) => void;
}

export interface Asked { cancel: () => void }

/// What the server refused, or that it is not there (status 0).
export class ApiError extends Error {
    constructor(readonly status: number, message: string, readonly kind = '', readonly findings: Finding[] = [], readonly retrySeconds = 0) {
        super(message);
    }
}

export interface Api {
    get: <Answer>(path: string) => Promise<Answer>;
    post: <Answer>(path: string, body: unknown, signal?: AbortSignal) => Promise<Answer>;
    /// Of a question, or what is asked at another address that gives tickets.
    ask: <Answer>(question: object, listeners: Listeners<Answer>, path?: string) => Asked;
}

const kGone = 'The server does not answer. Is jonbar serve still running?';
const kBusy = 'The server is busy with other questions; this one waits.';
const kAwaySeconds = 30;
// A browser has six lines to a server, for all pages together, and a stream holds one for as long as it runs. So a
// page has two streams, none while it is hidden, and looks at its other tickets from time to time.
const kMostStreams = 2;
const kLookMilliseconds = 700;

async function fetchJson<Answer>(path: string, init: RequestInit): Promise<Answer> {
    let answer: Response;
    try {
        answer = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
    } catch (error) {
        if (init.signal?.aborted) throw error;
        throw new ApiError(0, kGone);
    }
    const text = await answer.text();
    let told: unknown;
    try { told = JSON.parse(text); } catch { told = null; }
    if (answer.ok && told !== null) return told as Answer;
    const refusal = (told ?? {}) as { error?: string; kind?: string; findings?: Finding[] };
    const said = refusal.error ?? (answer.ok ? 'The server sent something that is not JSON.' : `The server says ${answer.status} ${answer.statusText}.`);
    throw new ApiError(answer.status, said, refusal.kind, refusal.findings, Number(answer.headers.get('Retry-After')) || 0);
}

export function get<Answer>(path: string): Promise<Answer> {
    return fetchJson<Answer>(path, {});
}

export function post<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
    return fetchJson<Answer>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal });
}

interface Ticket { id: string; events: string; known: boolean; joined: boolean }

/// Asks, and calls the listeners until one of done, failed and cancelled has been called; after cancel() none is.
export function ask<Answer>(question: object, listeners: Listeners<Answer>, path = '/api/questions'): Asked {
    const asking = new Asking(question, listeners as Listeners<unknown>, path);
    void asking.begin();
    return { cancel: () => asking.cancel() };
}

const kRunning = new Set<Asking>();
// A page that is left wants no answers any more.
if (typeof addEventListener === 'function') {
    addEventListener('pagehide', () => { for (const asking of kRunning) asking.cancel(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden) for (const asking of kRunning) asking.putDown(); });
}

class Asking {
    private ticket: Ticket | null = null;
    private stream: EventSource | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private over = false;
    private awaySince = 0;
    private tries = 0;

    constructor(private readonly question: object, private readonly listeners: Listeners<unknown>, private readonly path: string) {
        kRunning.add(this);
    }

    cancel(): void {
        if (this.over) return;
        this.end();
        this.giveBack();
    }

    async begin(): Promise<void> {
        try {
            this.ticket = await post<Ticket>(this.path, this.question);
            if (this.over) this.giveBack();
            else this.listen();
        } catch (error) {
            if (this.over) return;
            const refusal = asApiError(error);
            if (refusal.status === 429 || refusal.status === 503) {
                this.listeners.waits?.(kBusy);
                this.later(Math.max(refusal.retrySeconds * 1000, 500), () => void this.begin());
            } else if (refusal.status === 0) this.whileAway(() => void this.begin());
            else this.finish(() => this.listeners.failed?.(refusal));
        }
    }

    /// Lets go of the stream, and looks at the ticket from time to time.
    putDown(): void {
        if (!this.stream) return;
        this.stream.close();
        this.stream = null;
        this.later(kLookMilliseconds, () => void this.look());
    }

    private listen(): void {
        const streams = [...kRunning].filter((asking) => asking.stream !== null).length;
        if (document.hidden || streams >= kMostStreams) return this.later(kLookMilliseconds, () => void this.look());
        const stream = new EventSource(this.ticket!.events);
        this.stream = stream;
        const hear = (name: string, then: (data: unknown) => void): void => stream.addEventListener(name, (event) => {
            if (this.over || this.stream !== stream || !(event instanceof MessageEvent)) return;
            this.awaySince = 0;
            this.tries = 0;
            this.tell(event.data as string, then);
        });
        hear('progress', (data) => this.listeners.progress?.(data as Progress));
        hear('partial', (data) => this.listeners.partial?.(data));
        for (const name of ['done', 'error', 'cancelled']) hear(name, (data) => this.conclude(name, data));
        // The line's own errors have no data.
        stream.addEventListener('error', (event) => {
            if (this.over || this.stream !== stream || event instanceof MessageEvent) return;
            stream.close();
            this.stream = null;
            void this.takeUp();
        });
    }

    private tell(data: string, then: (data: unknown) => void): void {
        let told: unknown;
        try { told = JSON.parse(data); } catch { return this.finish(() => this.listeners.failed?.(new ApiError(0, 'The server sent something that is not JSON.'))); }
        then(told);
    }

    private conclude(name: string, data: unknown): void {
        if (name === 'done') this.finish(() => this.listeners.done?.(data));
        else if (name === 'cancelled') this.finish(() => this.listeners.cancelled?.());
        else {
            const { message, kind, findings } = data as { message?: string; kind?: string; findings?: Finding[] };
            this.finish(() => this.listeners.failed?.(new ApiError(200, message ?? 'The question failed.', kind, findings)));
        }
    }

    /// After the line dropped: the ticket tells whether the question has ended meanwhile.
    private async takeUp(): Promise<void> {
        if (++this.tries > 5) return this.whileAway(() => void this.look());
        await this.look();
    }

    /// Asks how the ticket stands, and goes on listening if it has not ended.
    private async look(): Promise<void> {
        try {
            const { ended, events } = await get<{ ended: boolean; events: { event: string; data: unknown }[] }>(`/api/questions/${this.ticket!.id}`);
            if (this.over) return;
            this.awaySince = 0;
            const of = (name: string): unknown => events.find((each) => each.event === name)?.data;
            const last = events.find((each) => ['done', 'error', 'cancelled'].includes(each.event));
            if (ended && last) return this.conclude(last.event, last.data);
            if (of('progress')) this.listeners.progress?.(of('progress') as Progress);
            if (of('partial')) this.listeners.partial?.(of('partial'));
            this.listen();
        } catch (error) {
            if (this.over) return;
            if (asApiError(error).status === 404) {
                this.ticket = null;
                void this.begin();
            } else this.whileAway(() => void this.look());
        }
    }

    private whileAway(again: () => void): void {
        const now = Date.now();
        this.awaySince ||= now;
        if (now - this.awaySince > kAwaySeconds * 1000) return this.finish(() => this.listeners.failed?.(new ApiError(0, kGone)));
        this.listeners.waits?.('The server does not answer; trying again.');
        this.later(1000, again);
    }

    private later(milliseconds: number, again: () => void): void {
        this.timer = setTimeout(() => { if (!this.over) again(); }, milliseconds);
    }

    private finish(say: () => void): void {
        if (this.over) return;
        this.end();
        say();
    }

    private end(): void {
        this.over = true;
        kRunning.delete(this);
        clearTimeout(this.timer);
        this.stream?.close();
        this.stream = null;
    }

    /// Says that nobody waits here any more; the server stops computing unless others do.
    private giveBack(): void {
        if (this.ticket) void fetch(`/api/questions/${this.ticket.id}`, { method: 'DELETE', keepalive: true, credentials: 'same-origin' }).catch(() => undefined);
    }
}

export function asApiError(error: unknown): ApiError {
    return error instanceof ApiError ? error : new ApiError(0, error instanceof Error ? error.message : String(error));
}

export const api: Api = { get, post, ask };
