// The tab Questions.

import { h } from '../dom';
import type { Api } from './api';
import type { LabState } from './state';

export function mountQuestions(host: HTMLElement, state: LabState, _api: Api): void {
    const list = h('ul');
    host.append(list);
    const show = (): void => list.replaceChildren(...(state.model?.outcomes ?? []).map((outcome) => h('li', null, outcome.label)));
    state.subscribe('model', show);
    show();
}
