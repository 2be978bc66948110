// A page that is loaded again goes on with the text that was edited in it, also where that is not looked at.

import type { Api, Finding } from '../api';
import type { LabState } from '../state';
import { Drafts } from './drafts';
import { hasError } from './findings';
import { browserStore } from './store';

/// Has questions asked of this page's own draft of a scenario, where that has no error.
export function restoreDrafts(state: LabState, api: Api): void {
    const drafts = new Drafts(browserStore('localStorage'), browserStore('sessionStorage'));
    state.subscribe('scenario', () => {
        const name = state.view.scenario;
        const text = drafts.mine(name)?.text;
        if (text === undefined) return;
        api.post<{ findings: Finding[] }>('/api/check', { text, name }).then(({ findings }) => {
            const still = state.view.scenario === name && state.text === null && drafts.mine(name)?.text === text;
            if (still && !hasError(findings)) state.setText(text);
        }).catch(() => undefined);  // then they are asked of the file, and the page says of what they are
    });
}
