// The question and its answer in a sentence, as it stands: of all histories, of those that meet the record, of each
// altered world.

import type { Estimate, WhatIf } from '../../data';
import { h } from '../../dom';
import { interval, percent } from '../../words';
import type { Inquiry } from '../inquiry';
import type { ModelOutcome } from '../model';
import type { LabState } from '../state';
import { alteredWorlds, answerOf } from '../worlds';
import { keyed } from './outcomes';
import { outcomeName, seenOf, valueName } from './shape';

/// The outcomes that a question can be asked of.
export function counted(state: LabState): ModelOutcome[] {
    return (state.model?.outcomes ?? []).filter((each) => each.kind === 'truth' || each.kind === 'choice');
}

export function mountLead(host: HTMLElement, state: LabState, inquiry: Inquiry): void {
    const outcome = h('select', { id: 'asked-outcome', 'aria-label': 'Outcome', change: () => state.change({ outcome: outcome.value, value: counted(state).find((each) => each.name === outcome.value)?.values[0]?.name ?? '' }) });
    const value = h('select', { id: 'asked-value', 'aria-label': 'Value', change: () => state.change({ value: value.value }) });
    const answer = h('p', { class: 'answer' });
    const others = h('ul', { class: 'others' });
    const section = h('section', { class: 'lead', 'aria-label': 'The question' }, h('p', { class: 'question' }, 'How probable is it: ', outcome, ' is ', value, '?'), answer, others);
    host.append(section);

    const choose = (): void => {
        const { view } = state;
        outcome.value = view.outcome;
        const known = counted(state).find((each) => each.name === view.outcome);
        value.replaceChildren(...(known?.values ?? []).map((each) => h('option', { value: each.name }, valueName(known!, each.name))));
        value.value = view.value;
        show();
    };
    const make = (): void => {
        outcome.replaceChildren(...counted(state).map((each) => h('option', { value: each.name }, outcomeName(each))));
        section.hidden = counted(state).length === 0;
        choose();
    };
    const show = (): void => {
        const { view, model } = state;
        const { prior, given } = seenOf(view.outcome, inquiry.run.answer, view.follow ? inquiry.given.answer : null);
        const [first, second] = [given?.values?.[view.value], prior?.values?.[view.value]];
        const main = first ?? (view.follow ? undefined : second);
        answer.replaceChildren(...(main ? [first ? 'Of the histories that meet the record, ' : 'Of all histories of the scenario, ', share(main), ' end so. ', ...(first && second ? [`Without the record it is ${percent(second.p)}.`] : [])]
            : second ? ['Without the record, ', share(second), ` of histories end so. ${recordState(inquiry)}`] : ['…']));
        const told = inquiry.worlds.answer?.whatifs ?? {};
        others.replaceChildren(...(model ? alteredWorlds(view, model) : []).flatMap((world) => {
            const answered = answerOf(world, view, told);
            const changed = answered?.outcomes?.[view.outcome]?.values?.[view.value];
            return changed ? [h('li', null, keyed(world), ' ', share(changed.altered, world.colour), h('span', { class: 'quiet' }, without(answered)))] : [];
        }));
        section.classList.toggle('stale', Object.keys(told).length > 0 && !inquiry.worlds.fresh && inquiry.worlds.running);
    };
    state.subscribe('view', choose);
    state.subscribe('model', make);
    state.subscribe('scenario', make);
    inquiry.onChange(show);
    make();
}

/// What becomes of the histories that meet the record while none are there.
function recordState({ given }: Inquiry): string {
    if (given.error) return 'Those that meet it cannot be counted, for the reason below.';
    return given.stopped ? 'The counting of those that meet it was stopped.' : 'Those that meet it are being counted.';
}

/// In how many histories the altered world is the actual one, and in how many its choice was never there.
function without(answered: WhatIf | null): string {
    const never = answered?.never_offered && answered.never_offered.p > 0 ? ` In ${percent(answered.never_offered.p)} of histories the choice was never there.` : '';
    return answered?.unchanged && answered.unchanged.p > 0 ? ` – in ${percent(answered.unchanged.p)} of histories nothing changes.${never}` : never && ` –${never}`;
}

function share(estimate: Estimate, colour = ''): HTMLElement {
    const range = estimate.low === null || estimate.high === null ? '' : ` (${interval(estimate.low, estimate.high)})`;
    const figure = h('strong', { class: 'share' }, percent(estimate.p));
    if (colour) figure.style.color = colour;
    return h('span', null, figure, range);
}
