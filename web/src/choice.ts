// One choice that several parts of the report share: which altered world is shown.

import { h } from './dom';

export class Choice {
    private listeners: (() => void)[] = [];
    private selects: HTMLSelectElement[] = [];

    constructor(readonly options: { value: string; label: string }[], public value: string) {}

    get label(): string {
        return this.options.find((option) => option.value === this.value)?.label ?? '';
    }

    onChange(listener: () => void): void {
        this.listeners.push(listener);
    }

    choose(value: string): void {
        this.value = value;
        for (const select of this.selects) select.value = value;
        for (const listener of this.listeners) listener();
    }

    /// Makes a control for it; all its controls agree.
    control(label: string): HTMLElement {
        const select = h('select', { change: () => this.choose(select.value) },
            this.options.map((option) => h('option', { value: option.value }, option.label)));
        select.value = this.value;
        this.selects.push(select);
        return h('label', null, `${label} `, select);
    }
}
