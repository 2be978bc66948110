// Light, dark, or as the system has it.

import { h } from './dom';

const kChoices = ['system', 'light', 'dark'] as const;
const kKey = 'jonbar-theme';

export function themeSwitch(): HTMLElement {
    const select = h('select', { id: 'theme', change: () => { apply(select.value); keep(select.value); } },
        kChoices.map((choice) => h('option', { value: choice }, choice)));
    select.value = kept();
    apply(select.value);
    return h('p', { class: 'theme' }, h('label', { for: 'theme' }, 'Colours'), ' ', select);
}

function apply(choice: string): void {
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
}

// A page opened from a file may be refused storage: then the choice lasts as long as the page.
function kept(): string {
    try {
        const choice = localStorage.getItem(kKey);
        return kChoices.find((each) => each === choice) ?? 'system';
    } catch { return 'system'; }
}

function keep(choice: string): void {
    try { localStorage.setItem(kKey, choice); } catch { /* see above */ }
}
