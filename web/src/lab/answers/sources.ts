// What the scenario rests on: its sources, and where they disagree.

import type { Source } from '../../data';
import { apart, h, table } from '../../dom';
import { count, languageName, words } from '../../words';
import { asApiError } from '../api';
import type { Drawer } from '../evidence';
import { problem } from '../problem';
import type { LabState } from '../state';

export function mountSources(host: HTMLElement, state: LabState, drawer: Drawer): void {
    const place = h('div');
    const open = h('details', { class: 'sources', toggle: () => { if (open.open && !place.firstChild) void show(); } }, h('summary', null, h('h2', null, 'Sources')), place);
    host.append(h('section', null, open));
    const show = async (): Promise<void> => {
        place.replaceChildren(h('p', { class: 'nothing' }, 'Reading …'));
        try {
            const told = await drawer.overview();
            const used = Object.entries(told.sources ?? {}).filter(([, source]) => source.used > 0);
            const groups = Object.entries(told.groups ?? {}).filter(([, group]) => group.claims.length > 1 && group.state !== 'unused');
            place.replaceChildren(
                h('p', null, used.length === 0 ? 'The scenario cites no sources.' : `The scenario uses ${told.claims.used} of ${count(told.claims.all, 'claim')} from ${count(used.length, 'source')}.`),
                ...(groups.length > 0 ? [h('h3', null, 'Where sources disagree'), h('ul', { class: 'rows' }, groups.map(([name, group]) => h('li', null, words(name), ' ', drawer.button(group.claims, words(name)))))] : []),
                ...(used.length > 0 ? [table('Sources that something rests on', [
                    { title: 'Source', cell: ([, source]: [string, Source]) => apart(source.title, source.language) },
                    { title: 'Language', cell: ([, source]) => languageName(source.language) },
                    { title: 'Kind', cell: ([, source]) => source.kind || '–' },
                    { title: 'Claims in use', figure: true, cell: ([, source]) => `${source.used} of ${source.claims}` },
                ], used)] : []));
        } catch (error) {
            place.replaceChildren(problem(asApiError(error)));
        }
    };
    const again = (): void => {
        place.replaceChildren();
        if (open.open && state.model) void show();
    };
    state.subscribe('model', again);
}
