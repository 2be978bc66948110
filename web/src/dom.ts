// Elements, made in one line each.

import { direction } from './words';

type Child = Node | string | number | null | undefined | false | Child[];
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/// Makes an element; an attribute that is a function listens to the event of that name.
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes | null, ...children: Child[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value == null || value === false) continue;
        if (typeof value === 'function') element.addEventListener(name, value);
        else element.setAttribute(name, value === true ? '' : String(value));
    }
    append(element, children);
    return element;
}

function append(parent: Node, children: Child[]): void {
    for (const child of children) {
        if (child == null || child === false) continue;
        if (Array.isArray(child)) append(parent, child);
        else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
    }
}

/// Sets a text apart from what stands beside it, in its own direction and language.
export function apart(text: string, language = ''): HTMLElement {
    return h('bdi', { lang: language || null, dir: direction(text, language) }, text);
}

/// A part of the report: a heading, an anchor, and what is in it.
export function section(id: string, title: string, ...children: Child[]): HTMLElement {
    return h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title`, tabindex: -1 }, title), ...children);
}

/// The sentence that stands where a part has nothing to show.
export function nothing(sentence: string, command = ''): HTMLElement {
    return h('p', { class: 'nothing' }, sentence, command && [' ', h('code', null, command)]);
}

export interface Column<Row> {
    title: string;
    cell: (row: Row) => Child;
    figure?: boolean;
}

/// A real table; the first column names its row.
export function table<Row>(caption: string, columns: Column<Row>[], rows: Row[]): HTMLElement {
    return h('div', { class: 'table', role: 'region', 'aria-label': caption, tabindex: 0 },
        h('table', null,
            h('caption', null, caption),
            h('thead', null, h('tr', null, columns.map((column) => h('th', { scope: 'col', class: column.figure ? 'figure' : null }, column.title)))),
            h('tbody', null, rows.map((row) => h('tr', null, columns.map((column, index) =>
                index === 0 ? h('th', { scope: 'row' }, column.cell(row))
                    : h('td', { class: column.figure ? 'figure' : null }, column.cell(row))))))));
}
