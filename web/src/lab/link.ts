// The button that copies the link of this view.

import { h } from '../dom';
import type { LabState } from './state';

export function shareLink(state: LabState): HTMLElement {
    const said = h('span', { class: 'quiet', role: 'status' });
    const copy = async (): Promise<void> => {
        const edited = state.text === null ? '' : ' The edited text is not in it.';
        try {
            await navigator.clipboard.writeText(location.href);
            said.textContent = `Copied.${edited}`;
        } catch {
            said.textContent = `Copy it from the address bar.${edited}`;
        }
        setTimeout(() => { said.textContent = ''; }, 6000);
    };
    return h('p', { class: 'share-link' }, h('button', { type: 'button', class: 'button', click: () => void copy() }, 'Copy link'), ' ', said);
}
