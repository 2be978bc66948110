// The laboratory's shell: choose a scenario, then look at it in one of three ways.

import '../style.css';
import './lab.css';
import { apart, h } from '../dom';
import { themeSwitch } from '../theme';
import { dateWords } from '../words';
import { api, asApiError } from './api';
import { mountEditor, type MountedEditor } from './editor/editor';
import { restoreDrafts } from './editor/restore';
import { shareLink } from './link';
import type { Listed } from './model';
import { problem } from './problem';
import { mountPlay } from './play/play';
import { mountQuestions } from './questions';
import { LabState } from './state';
import { Tabs, type TabPart } from './tabs';
import { type Tab } from './view';

const state = new LabState(api);

let editor: MountedEditor | null = null;

const parts: TabPart<Tab>[] = [
    { id: 'questions', label: 'Questions', mount: (host) => mountQuestions(host, state, api, showPlace) },
    { id: 'text', label: 'Text', mount: (host) => { editor = mountEditor(host, state, api); } },
    { id: 'play', label: 'Play', mount: (host) => mountPlay(host, state, api) },
];

const tabs = new Tabs<Tab>(parts, (tab) => state.change({ tab }));
const title = h('h1', { id: 'title' });
const dates = h('p', { class: 'dates quiet' });
const note = h('div');
const wrong = h('div');
const choice = h('select', { id: 'scenario', change: () => { note.replaceChildren(); state.choose(choice.value); } });
const body = h('main', { id: 'main', tabindex: -1 });

function showTab(): void {
    const known = parts.find((part) => part.id === state.view.tab) ?? parts[0]!;
    tabs.show(known.id);
}

/// Shows a place of the scenario's own text.
function showPlace(line: number, column: number): void {
    state.change({ tab: 'text' });
    editor?.focusAt(line, column);
}

function showScenario(): void {
    const { model } = state;
    choice.value = state.view.scenario;
    const listed = choice.selectedOptions[0];
    const named = model?.title || listed?.dataset.title || state.view.scenario;
    title.replaceChildren(apart(named));
    document.title = `${named} – Jonbar laboratory`;
    dates.textContent = model ? `${dateWords(model.from)} to ${dateWords(model.to)}, ${model.by} by ${model.by}${state.text === null ? '' : ' · the text as you edited it'}` : '';
    wrong.replaceChildren(...(state.problem ? [problem(state.problem, showPlace)] : []));
}

/// Lists the scenarios and opens the one that the address names, or the first.
async function begin(): Promise<void> {
    const { scenarios, modules } = await api.get<{ scenarios: Listed[]; modules: string[] }>('/api/scenarios');
    if (scenarios.length === 0) {
        body.replaceChildren(h('h1', null, 'No scenarios'), h('p', { class: 'nothing' }, 'There is no scenario in the folder that the server was started with. Put a .jon file into it and load this page again.'));
        return;
    }
    choice.replaceChildren(...scenarios.map((each) => h('option', { value: each.file, 'data-title': each.title || null }, each.title ? `${each.title} (${each.file})` : each.file)));
    const wanted = scenarios.find((each) => each.file === state.view.scenario);
    if (state.view.scenario && !wanted) {
        note.replaceChildren(h('div', { class: 'problem', role: 'alert' }, h('p', null, modules.includes(state.view.scenario)
            ? `“${state.view.scenario}” has no history, so it is no scenario by itself; this is the first there is.`
            : `There is no scenario “${state.view.scenario}” here; this is the first there is.`)));
    }
    state.open((wanted ?? scenarios[0]!).file);
}

function show(page: HTMLElement): void {
    body.append(h('div', { class: 'heading' }, title, dates), note, wrong, tabs.bar, ...tabs.panels);
    page.replaceChildren(
        h('header', { class: 'masthead lab' },
            h('div', { class: 'bar' },
                h('p', { class: 'kind' }, 'Jonbar laboratory'),
                h('div', { class: 'tools' }, h('p', { class: 'choose' }, h('label', { for: 'scenario' }, 'Scenario'), ' ', choice), shareLink(state), themeSwitch()))),
        body);
    state.subscribe('scenario', () => { showScenario(); showTab(); });
    state.subscribe('model', showScenario);
    state.subscribe('view', showTab);
    state.subscribe('text', showScenario);
    restoreDrafts(state, api);
    begin().catch((error: unknown) => body.replaceChildren(h('h1', null, 'Jonbar laboratory'), problem(asApiError(error)),
        h('p', null, h('button', { type: 'button', class: 'button', click: () => location.reload() }, 'Try again'))));
}

show(document.getElementById('page')!);
// A page that the browser kept whole has given up its questions.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
