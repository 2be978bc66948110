// The questions that the view asks by itself: the histories without the record, those that meet it, the altered worlds.
//
// Altered worlds are asked of the histories that meet the record, so they wait until these are there: the server
// keeps them, and the worlds then cost no more than themselves.

import type { Run, WhatIf } from '../data';
import { Asking } from './asking';
import type { Api, Options, Question } from './api';
import { followed, free, sampled } from './effort';
import type { LabState } from './state';
import { alteredCount } from './view';
import { askedWorlds } from './worlds';

export interface WhatIfs { whatifs: Record<string, WhatIf>; histories?: number; islands?: number; partial?: boolean }

const kPauseMilliseconds = 200;
const kDrawMilliseconds = 250;

export class Inquiry {
    readonly run: Asking<Run>;
    readonly given: Asking<Run>;
    readonly worlds: Asking<WhatIfs>;
    private readonly listeners: (() => void)[] = [];
    private pause: ReturnType<typeof setTimeout> | undefined;
    private draw: ReturnType<typeof setTimeout> | undefined;
    private drawn = 0;

    constructor(private readonly state: LabState, api: Api) {
        const changed = (): void => { this.askWorlds(); this.soon(); };
        this.run = new Asking<Run>(api, changed);
        this.given = new Asking<Run>(api, changed);
        this.worlds = new Asking<WhatIfs>(api, () => this.soon());
        state.subscribe('scenario', () => this.leave());
        state.subscribe('text', () => this.stop());
        state.subscribe('model', () => this.ask());
        state.subscribe('view', () => {
            clearTimeout(this.pause);
            this.pause = setTimeout(() => this.ask(), state.passing ? kPauseMilliseconds : 0);
        });
        this.ask();
    }

    /// Calls the listener when there is something new, but not oftener than can be seen.
    onChange(listener: () => void): void {
        this.listeners.push(listener);
    }

    get running(): boolean {
        return this.parts.some((part) => part.running);
    }

    get stopped(): boolean {
        return this.parts.some((part) => part.stopped);
    }

    stop(): void {
        clearTimeout(this.pause);
        for (const part of this.parts) part.stop();
    }

    again(): void {
        for (const part of this.parts) if (part.stopped || part.error) part.forget();
        this.ask();
    }

    private get parts(): Asking<unknown>[] {
        return [this.run, this.given, this.worlds];
    }

    private leave(): void {
        clearTimeout(this.pause);
        for (const part of this.parts) part.ask(null);
    }

    private ask(): void {
        if (!this.state.model) {
            this.stop();
            return;
        }
        const { view } = this.state;
        this.run.ask(this.question('run', { ...this.held(), ...free(view.effort) }));
        this.given.ask(view.follow ? this.question('given', { ...this.held(), ...this.record(), ...followed(view.effort) }) : null);
        this.askWorlds();
    }

    private askWorlds(): void {
        const { view } = this.state;
        if (!this.state.model || alteredCount(view) === 0) return this.worlds.ask(null);
        if (view.follow && !this.given.final) return;
        this.worlds.ask(this.question('whatif', { ...this.held(), ...this.record(), ...askedWorlds(view), ...sampled(view.effort, view.follow) }));
    }

    private question(kind: Question['kind'], options: Options): Question {
        return { ...this.state.subject()!, kind, options: { ...options, seed: this.state.view.seed } };
    }

    /// The numbers that are held at a value.
    held(): Options {
        const { set } = this.state.view;
        return Object.keys(set).length > 0 ? { set } : {};
    }

    /// What of the record is followed.
    record(): Options {
        const { follow, leftOut, until } = this.state.view;
        if (!follow) return {};
        return { ...(leftOut.length > 0 ? { left_out: leftOut } : {}), ...(until ? { until } : {}) };
    }

    private soon(): void {
        if (this.draw !== undefined) return;
        const wait = Math.max(0, this.drawn + kDrawMilliseconds - Date.now());
        this.draw = setTimeout(() => {
            this.draw = undefined;
            this.drawn = Date.now();
            for (const listener of this.listeners) listener();
        }, wait);
    }
}
