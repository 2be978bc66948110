// A chart with its caption, drawn again when its width changes, and the same as a table.

import { h } from './dom';

export type Draw = (width: number) => Element;

export interface Figure {
    element: HTMLElement;
    redraw: () => void;
}

/// Frames a chart. `label` is what a screen reader says of it, asked anew with each drawing; the table tells the rest.
export function figure(caption: Node | string, label: string | (() => string), draw: Draw, makeTable: () => HTMLElement): Figure {
    const place = h('div', { class: 'chart' });
    const body = h('div');
    const details = h('details', { class: 'as-table' }, h('summary', null, 'As a table'), body);
    let drawnWidth = 0;
    const redraw = (): void => {
        const width = Math.floor(place.clientWidth);
        if (width < 40) return;
        drawnWidth = width;
        const chart = draw(width);
        const image = chart.matches('svg') ? chart : chart.querySelector('svg');
        // An image is one thing to a screen reader: its parts have no names of their own.
        for (const part of chart.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
        image?.setAttribute('role', 'img');
        image?.setAttribute('aria-label', typeof label === 'string' ? label : label());
        allowStyles(chart);
        place.replaceChildren(chart);
        if (details.open) fill();
    };
    const fill = (): void => body.replaceChildren(makeTable());
    details.addEventListener('toggle', () => { if (details.open && !body.firstChild) fill(); });
    new ResizeObserver(() => { if (Math.abs(place.clientWidth - drawnWidth) > 1) redraw(); }).observe(place);
    return {
        element: h('figure', null, h('figcaption', null, caption), place, details),
        redraw: () => { body.replaceChildren(); redraw(); },
    };
}

/// Gives a chart's own rules the nonce of the page's, where its policy asks for one.
function allowStyles(chart: Element): void {
    const nonce = document.querySelector<HTMLElement>('style[nonce]')?.nonce;
    if (nonce) for (const style of chart.querySelectorAll<SVGStyleElement>('style')) style.nonce = nonce;
}
