// Tabs, as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them: arrows choose, one tab stop.

import { h } from '../dom';

export interface TabPart<Id extends string> {
    id: Id;
    label: string;
    /// Fills the panel when it is first shown.
    mount: (host: HTMLElement) => void;
}

export class Tabs<Id extends string> {
    readonly bar = h('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Parts of the laboratory', keydown: (event) => this.key(event as KeyboardEvent) });
    readonly panels: HTMLElement[];
    private readonly buttons: HTMLButtonElement[];
    private readonly mounted = new Set<Id>();

    constructor(private readonly parts: TabPart<Id>[], private readonly chosen: (id: Id) => void) {
        this.buttons = parts.map((part) => h('button', { type: 'button', role: 'tab', id: `tab-${part.id}`, 'aria-controls': `panel-${part.id}`, click: () => chosen(part.id) }, part.label));
        this.panels = parts.map((part) => h('div', { role: 'tabpanel', id: `panel-${part.id}`, 'aria-labelledby': `tab-${part.id}`, class: 'panel', hidden: true }));
        this.bar.append(...this.buttons);
    }

    show(id: Id): void {
        this.parts.forEach((part, index) => {
            const here = part.id === id;
            this.buttons[index]!.setAttribute('aria-selected', String(here));
            this.buttons[index]!.tabIndex = here ? 0 : -1;
            this.panels[index]!.hidden = !here;
            if (here && !this.mounted.has(id)) {
                this.mounted.add(id);
                part.mount(this.panels[index]!);
            }
        });
    }

    private key(event: KeyboardEvent): void {
        const at = this.buttons.indexOf(event.target as HTMLButtonElement);
        const last = this.buttons.length - 1;
        const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (at < 0 || to === undefined) return;
        event.preventDefault();
        this.buttons[to]!.focus();
        this.chosen(this.parts[to]!.id);
    }
}
