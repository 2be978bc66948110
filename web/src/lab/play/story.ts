// The chronicle of a game, the newest at the bottom.

import { apart, h } from '../../dom';
import { dateWords } from '../../words';
import type { Place } from './game';
import { story, type Names, type Told } from './shape';

export class Story {
    readonly element: HTMLElement;
    private readonly lines = h('div', { class: 'story-lines', tabindex: 0, role: 'region', 'aria-label': 'What has happened' });
    private readonly bare = h('input', { type: 'checkbox', change: () => this.show(null) });
    private place: Place | null = null;

    constructor(private readonly names: Names) {
        this.element = h('section', { class: 'story', 'aria-labelledby': 'story-title' },
            h('h3', { id: 'story-title' }, 'What has happened'), this.lines,
            h('p', { class: 'story-choice' }, h('label', null, this.bare, ' also what has no words of its own')));
    }

    show(place: Place | null): void {
        if (place) this.place = place;
        if (!this.place) return;
        const { chronicle, choices, stop, end } = this.place;
        const days = story(chronicle, (stop ?? end)?.told.length ?? 0, choices)
            .map((day) => ({ ...day, lines: day.lines.filter((line) => line.kind !== 'bare' || this.bare.checked) }))
            .filter((day) => day.lines.length > 0);
        this.element.querySelector<HTMLElement>('.story-choice')!.hidden = !story(chronicle, 0, choices).some((day) => day.lines.some((line) => line.kind === 'bare'));
        let parted = choices.length === 0;
        this.lines.replaceChildren(...days.length === 0 ? [h('p', { class: 'nothing' }, 'Nothing yet.')] : days.flatMap((day) => {
            const mark = day.fresh && !parted ? [h('p', { class: 'story-since' }, 'Since your choice')] : [];
            parted ||= day.fresh;
            return [...mark, h('div', { class: day.fresh ? 'day fresh' : 'day' }, h('h4', null, dateWords(day.date)), h('ul', null, day.lines.map((line) => h('li', { class: line.kind === 'choice' && line.mine ? 'line-mine' : `line-${line.kind}` }, ...lineParts(line, this.names)))))];
        }));
        this.lines.scrollTop = this.lines.scrollHeight;
    }
}

export function lineParts(line: Told, names: Names): (Node | string)[] {
    if (line.kind !== 'choice') return [apart(line.kind === 'bare' ? names.said(line.text) : line.text)];
    return [
        line.mine ? h('strong', null, 'You: ') : '', apart(names.said(line.decision)), ': ', h('strong', null, apart(names.option(line.option))), ' ',
        line.share ? h('span', { class: 'quiet' }, line.others ? ['(', line.share, '; not ', apart(names.options(line.others)), ')'] : `(${line.share})`) : '',
    ];
}
