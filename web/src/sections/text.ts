// The text of the scenario, line by line; every line can be linked to.

import type { Report } from '../data';
import { lastPart, lineId } from '../cite';
import { direction } from '../words';
import { h, nothing, section } from '../dom';

const kToken = /(#.*$)|("(?:\\.|[^"\\])*")|\b(history|from|to|by|kind|enum|scale|relation|var|param|let|event|rule|decision|option|vote|worth|when|outcome|observe|cause|whatif|claim|source|use|extend|replace|table|office|strength|absent|present|choose|block|force|hold|set|redraw|cites|assumed|either|for|in|where|if|then|else|and|or|not|at|on|every|hazard|mean|time|repeatable|say|chose|never|carried|lost|ending)\b/g;

export function scenarioText(report: Report): HTMLElement {
    const files = report.text?.files ?? [];
    if (files.length === 0) return section('text', 'The scenario', nothing('The text of the scenario is not in this report.'));
    return section('text', 'The scenario', files.map((file, index) => {
        const body = h('details', { class: 'text', open: index === 0 },
            h('summary', null, h('h3', null, lastPart(file.path))),
            h('div', { class: 'code', role: 'region', 'aria-label': `Text of ${lastPart(file.path)}`, tabindex: 0 }, lines(file.path, file.text)));
        return body;
    }));
}

function lines(path: string, text: string): HTMLElement {
    const all = text.replace(/\n$/, '').split('\n');
    return h('ol', { class: 'lines' }, all.map((line, index) => {
        const id = lineId(path, index + 1);
        return h('li', { id, class: 'line' },
            h('a', { href: `#${id}`, class: 'number', 'aria-label': `Line ${index + 1}`, 'data-number': index + 1 }),
            h('code', { dir: direction(line) === 'rtl' ? 'auto' : null }, coloured(line)));
    }));
}

function coloured(line: string): (Node | string)[] {
    const parts: (Node | string)[] = [];
    let end = 0;
    for (const found of line.matchAll(kToken)) {
        if (found.index > end) parts.push(line.slice(end, found.index));
        const kind = found[1] ? 'comment' : found[2] ? 'string' : 'keyword';
        parts.push(kind === 'string' ? h('bdi', { class: kind }, found[0]) : h('span', { class: kind }, found[0]));
        end = found.index + found[0].length;
    }
    if (end < line.length) parts.push(line.slice(end));
    return parts.length > 0 ? parts : ['\n'];
}
