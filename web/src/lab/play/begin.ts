// Before a game: whose decisions are made, and in which history.

import { apart, h } from '../../dom';
import { count, list, number, words } from '../../words';
import type { Model, Player } from '../model';
import type { Beginning } from './game';

export interface BeginActions {
    begin: (beginning: Beginning) => void;
    load: (text: string) => void;
}

/// Shows the form. `set`: the params that the questions hold at one value.
export function beginForm(model: Model, set: Record<string, number>, seed: number, chosen: string, actions: BeginActions): HTMLElement {
    const { players } = model;
    if (players.length === 0) {
        return h('div', null, h('p', { class: 'nothing' }, 'Nobody decides anything in this scenario: it has no decision by anyone. Its histories can be read on the tab Questions.'));
    }
    const person = h('select', { id: 'play-person', change: () => describe() }, players.map((player) => h('option', { value: player.name }, player.label || words(player.name))));
    if (players.some((player) => player.name === chosen)) person.value = chosen;
    const history = h('input', { id: 'play-history', type: 'number', min: 0, max: 9_007_199_254_740_991, step: 1, inputmode: 'numeric', placeholder: 'first', 'aria-describedby': 'play-history-note' });
    const seeded = h('input', { id: 'play-seed', type: 'number', min: 0, max: 9_007_199_254_740_991, step: 1, inputmode: 'numeric', value: seed });
    const decides = h('p', { class: 'quiet', id: 'play-decides' });
    const describe = (): void => decides.replaceChildren(...decisionWords(players.find((player) => player.name === person.value) ?? players[0]!));
    person.setAttribute('aria-describedby', 'play-decides');
    describe();
    const held = Object.entries(set);
    const submit = (event: Event): void => {
        event.preventDefault();
        const options: Beginning['options'] = {};
        if (history.value !== '') options.history = history.valueAsNumber;
        if (seeded.value !== '') options.seed = seeded.valueAsNumber;
        if (held.length > 0) options.set = set;
        actions.begin({ as: person.value, options });
    };
    return h('form', { class: 'play-begin', submit },
        h('p', null, 'One history runs, and stops at each decision of the person you choose. All others decide by their own chance, so another choice is another course of the same world.'),
        h('p', { class: 'play-field' }, h('label', { for: 'play-person' }, 'You are'), ' ', person),
        decides,
        h('p', { class: 'play-field' }, h('label', { for: 'play-history' }, 'History'), ' ', history, ' ', h('label', { for: 'play-seed' }, 'Seed'), ' ', seeded),
        h('p', { class: 'quiet', id: 'play-history-note' }, 'Without a number it is the first history in which the person has something to decide.'),
        held.length > 0 && h('p', { class: 'quiet' }, `Held as on the tab Questions: ${list(held.map(([name, value]) => `${words(name)} ${number(value)}`))}.`),
        h('p', { class: 'play-actions' }, h('button', { type: 'submit', class: 'button chief' }, 'Begin'), ' ', loadButton(actions.load)));
}

/// Says what a player decides: "Decides letter, vote of confidence (up to 17 times)."
function decisionWords(player: Player): Node[] {
    const names = player.decisions.map(words);
    const shown = names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} others`] : names;
    return [document.createTextNode('Decides: '), apart(list(shown)), document.createTextNode(player.count > player.decisions.length ? `, ${count(player.count, 'decision')} of these in all, each as often as it comes up.` : '.')];
}

/// A button that reads a saved game.
export function loadButton(load: (text: string) => void): HTMLElement {
    const file = h('input', { type: 'file', accept: '.json,application/json', class: 'unseen', tabindex: -1, 'aria-label': 'A saved game' });
    file.addEventListener('change', () => {
        void file.files?.[0]?.text().then(load);
        file.value = '';
    });
    return h('span', null, h('button', { type: 'button', class: 'button', click: () => file.click() }, 'Load a saved game'), file);
}
