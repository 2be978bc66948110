// Light, dark, or as the system has it.

import { h } from './dom';

const kChoices = ['system', 'light', 'dark'] as const;
const kKey = 'jonbar-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export function themeSwitch(): HTMLElement {
    const select = h('select', { id: 'theme', change: () => { apply(select.value); keep(select.value); } },
        kChoices.map((choice) => h('option', { value: choice }, choice)));
    select.value = kept();
    apply(select.value);
    system.addEventListener('change', () => { apply(select.value); });
    return h('p', { class: 'theme' }, h('label', { for: 'theme' }, 'Colours'), ' ', select);
}

function apply(choice: string): void {
    const dark = choice === 'dark' || (choice === 'system' && system.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
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
