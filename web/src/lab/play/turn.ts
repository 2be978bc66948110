// A decision: what is known, the options, and what may be asked before one is chosen.

import { apart, h } from '../../dom';
import { dateWords, percent } from '../../words';
import type { Game, Stop } from './game';
import { OddsPart } from './odds';
import { allKnown, kAbout, news, type KnownGroup, type Names } from './shape';

export interface TurnActions {
    choose: (option: string) => void;
    chooseOwn: (times: number) => void;
}

const kToTheEnd = 10_000;

export interface Turn { element: HTMLElement; odds: OddsPart }

/// Shows it. `before`: what was chosen here in the game that is played again.
export function turn(game: Game, stop: Stop, before: string | null, names: Names, actions: TurnActions): Turn {
    const { label } = game.place;
    const odds = new OddsPart(game, stop, names);
    const fresh = news(stop);
    const whole = allKnown(stop);
    const element = h('section', { class: 'turn', 'aria-labelledby': 'turn-title' },
        h('h3', { id: 'turn-title', tabindex: -1 }, `${dateWords(stop.date)}: `, apart(names.said(stop.decision))),
        fresh.length > 0 && h('div', { class: 'known' }, h('h4', null, stop.number === 1 ? 'What you know' : 'What is new to you'), knownList(fresh, names)),
        h('h4', { id: 'options-title' }, 'You decide'),
        h('ol', { class: 'options', 'aria-labelledby': 'options-title' }, stop.options.map((option, index) => {
            const bar = h('span', { class: 'option-bar', 'aria-hidden': 'true' });
            bar.style.inlineSize = `${Math.max(option.share, 0.002) * 100}%`;
            return h('li', null, h('button', { type: 'button', class: 'option', 'data-option': option.name, 'aria-keyshortcuts': index < 9 ? String(index + 1) : null, click: () => actions.choose(option.name) },
                h('span', { class: 'option-number', 'aria-hidden': 'true' }, index < 9 ? String(index + 1) : ''),
                h('span', { class: 'option-name' }, apart(names.option(option.name)), before === option.name && h('span', { class: 'quiet' }, ' (as before)')),
                h('span', { class: 'option-share', title: `how likely ${label} is to choose this` }, percent(option.share)), bar));
        })),
        h('p', { class: 'quiet keys' }, `The shares say how likely ${label} is to choose so. The keys 1 to ${Math.min(stop.options.length, 9)} choose, and U goes back.`),
        h('p', { class: 'play-actions' },
            h('button', { type: 'button', class: 'button own', click: () => actions.chooseOwn(1) }, 'Do as ', apart(label), ' would'), ' ',
            h('button', { type: 'button', class: 'button own-all', click: () => actions.chooseOwn(kToTheEnd) }, 'Let ', apart(label), ' decide to the end')),
        odds.element,
        h('details', { class: 'record' }, h('summary', null, 'What the record says of this decision'), recordList(stop, names)),
        whole.length > 0 && h('details', null, h('summary', null, 'All that you know'), knownList(whole, names)));
    return { element, odds };
}

function recordList(stop: Stop, names: Names): HTMLElement {
    if (stop.record.length === 0) return h('p', { class: 'nothing' }, 'The record says nothing of it.');
    return h('ul', { class: 'rows' }, stop.record.map((advice) =>
        h('li', null, h('strong', null, advice.chosen ? '' : 'not ', apart(names.option(advice.option))), ' – ', apart(advice.text))));
}

function knownList(groups: KnownGroup[], names: Names): HTMLElement {
    return h('dl', { class: 'known-list' }, groups.map((group) => h('div', null, h('dt', null, kAbout[group.about]),
        h('dd', null, h('ul', null, group.items.map((item) => h('li', null, apart(names.said(item.name.replace(/\.holder$/, ''))), ' ', h('strong', null, apart(/^\d+-\w+$/.test(item.value) ? dateWords(item.value) : item.value)))))))));
}
