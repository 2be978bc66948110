// What is being computed, how far it is, and what went wrong.

import { h } from '../../dom';
import { count, number } from '../../words';
import type { Asking } from '../asking';
import type { Inquiry } from '../inquiry';
import { problem } from '../problem';
import type { LabState } from '../state';
import { alteredCount, kEfforts } from '../view';

interface Line { part: Asking<unknown>; name: string; element: HTMLElement; bar: HTMLProgressElement; text: HTMLElement; wrong: HTMLElement; error: unknown }

/// How far one question is: a bar and a sentence.
export function progressLine(name: string, part: Asking<unknown>): Line {
    const bar = h('progress', { max: 1, 'aria-label': name });
    const text = h('span', { class: 'quiet' });
    const wrong = h('div');
    return { part, name, bar, text, wrong, error: null, element: h('div', { class: 'progress-line' }, h('span', { class: 'what' }, name), bar, text) };
}

export function showLine(line: Line): void {
    const { part, bar, text } = line;
    line.element.hidden = !part.running;
    if (!part.running) return;
    const { progress } = part;
    if (progress && progress.all > 0) bar.value = progress.done / progress.all;
    else bar.removeAttribute('value');
    text.textContent = part.waits || (progress ? `${number(progress.done)} of ${number(progress.all)}` : 'waits for its turn');
    text.title = progress?.what ?? '';
}

export function mountStatus(host: HTMLElement, state: LabState, inquiry: Inquiry, goTo: (line: number, column: number) => void): void {
    const lines = [
        progressLine('All histories', inquiry.run), progressLine('Histories that meet the record', inquiry.given), progressLine('Altered worlds', inquiry.worlds),
    ];
    const said = h('p', { class: 'state', role: 'status' });
    const stop = h('button', { type: 'button', class: 'button', click: () => { inquiry.stop(); again.focus(); } }, 'Stop computing');
    const again = h('button', { type: 'button', class: 'button', click: () => inquiry.again() }, 'Ask again');
    host.append(h('section', { class: 'status', 'aria-label': 'Computing' },
        said, stop, again, lines.map((line) => line.element)), h('div', { class: 'wrongs' }, lines.map((line) => line.wrong)));

    const actions = (kind: string): HTMLElement[] => {
        const { view } = state;
        const next = kEfforts[kEfforts.indexOf(view.effort) + 1];
        return [
            ...(next && ['degenerate', 'record'].includes(kind) ? [h('button', { type: 'button', class: 'button', click: () => state.change({ effort: next }) }, 'Ask for more histories')] : []),
            ...(view.follow && ['degenerate', 'record', 'time', 'memory'].includes(kind) ? [h('button', { type: 'button', class: 'button', click: () => state.change({ follow: false }) }, 'Leave the record aside')] : []),
            ...(kind === '' ? [h('button', { type: 'button', class: 'button', click: () => inquiry.again() }, 'Ask again')] : []),
        ];
    };
    const show = (): void => {
        for (const line of lines) {
            showLine(line);
            const { error } = line.part;
            if (error === line.error) continue;
            line.error = error;
            line.wrong.replaceChildren(...(error ? [problem(error, goTo, actions(error.kind))] : []));
        }
        const { running } = inquiry;
        const histories = inquiry.run.answer?.histories ?? 0;
        const followed = state.view.follow && inquiry.given.answer && !inquiry.given.error ? `; ${count(inquiry.given.answer.histories ?? 0, 'history', 'histories')} that ${inquiry.given.answer.histories === 1 ? 'meets' : 'meet'} the record` : '';
        const altered = alteredCount(state.view) > 0 && inquiry.worlds.answer ? `; altered worlds of ${number(inquiry.worlds.answer.histories)}` : '';
        const now = !state.model ? '' : running ? 'Computing …' : inquiry.stopped ? 'Stopped. What was counted so far stands below.' : histories > 0 ? `Counted: ${count(histories, 'history', 'histories')}${followed}${altered}.` : '';
        if (said.textContent !== now) said.textContent = now;
        stop.hidden = !running;
        again.hidden = running || !inquiry.stopped;
        host.dataset.state = running ? 'running' : inquiry.stopped ? 'stopped' : 'done';
    };
    inquiry.onChange(show);
    state.subscribe('scenario', show);
    state.subscribe('model', show);
    show();
}
