// The tab Questions: what is asked at one side, what comes of it at the other.

import { h } from '../dom';
import { mountChronicle } from './answers/chronicle';
import { mountDepth } from './answers/depth';
import { mountLead } from './answers/lead';
import { mountOutcomes } from './answers/outcomes';
import { mountSources } from './answers/sources';
import { mountStatus } from './answers/status';
import type { Api } from './api';
import { amountControl } from './controls/amount';
import { causesControl } from './controls/causes';
import { paramsControl } from './controls/params';
import { recordControl } from './controls/record';
import { worldsControl } from './controls/worlds';
import { Drawer } from './evidence';
import { Inquiry } from './inquiry';
import type { LabState } from './state';

export function mountQuestions(host: HTMLElement, state: LabState, api: Api, goTo: (line: number, column: number) => void): void {
    const drawer = new Drawer(state, api, (line) => goTo(line, 1));
    const inquiry = new Inquiry(state, api);
    const wide = matchMedia('(min-width: 1000px)').matches;
    const group = (title: string, content: HTMLElement, open: boolean): HTMLElement =>
        h('details', { class: 'group', open }, h('summary', null, h('h2', null, title)), content);
    const status = h('div');
    const answers = h('div', { class: 'answers' });
    const empty = h('p', { class: 'nothing' }, 'The text has errors: they are named above. When they are mended, the questions can be asked again.');
    const side = h('div', { class: 'side', role: 'group', 'aria-label': 'What is asked' },
        group('What if', worldsControl(state, drawer), true),
        group('Causes', causesControl(state, drawer), wide),
        group('The record', recordControl(state, drawer), wide),
        group('What nobody knows', paramsControl(state, drawer), false),
        group('How many histories', amountControl(state), false));
    mountStatus(status, state, inquiry, goTo);
    mountLead(answers, state, inquiry);
    answers.append(status);
    mountOutcomes(answers, state, inquiry, drawer);
    mountDepth(answers, state, api, inquiry, drawer);
    mountChronicle(answers, state, api, inquiry);
    mountSources(answers, state, drawer);
    const columns = h('div', { class: 'columns' }, side, answers);
    host.append(empty, columns);
    const show = (): void => {
        empty.hidden = state.problem === null;
        columns.hidden = state.problem !== null;
    };
    state.subscribe('model', show);
    state.subscribe('scenario', show);
    show();
}
