// How far the outcome hangs on what nobody knows: the draws of the first step, ranked.

import type { Report } from '../data';
import type { Claims } from '../cite';
import { bars, roundShare } from '../charts';
import { h, nothing, section, table } from '../dom';
import { figure } from '../figure';
import { drawName, outcomeLabel } from '../shape';
import { interval, percent, words } from '../words';

const kMostShown = 12;
const kLeastTotal = 0.002;

export function sensitivity(report: Report, claims: Claims): HTMLElement {
    const told = report.sensitivity;
    if (!told?.indices) return section('sensitivity', 'Sensitivity', nothing('It was not asked what the outcome depends on.', `jonbar sensitivity ${report.file ?? 'FILE'} OUTCOME`));
    const said = `${outcomeLabel(told.outcome, report.run?.outcomes?.[told.outcome])}${told.value === 'yes' ? '' : `: ${words(told.value)}`}`;
    const ranked = [...told.indices].sort((a, b) => b.total.p - a.total.p);
    const shown = ranked.filter((index) => index.total.p >= kLeastTotal).slice(0, kMostShown);
    const explained = told.explained && h('p', null, `What nobody knows at the start explains ${percent(told.explained.p)} (${interval(told.explained.low, told.explained.high)}) of how “${said}” varies between histories; the rest is later chance.`);
    if (shown.length === 0) return section('sensitivity', 'Sensitivity', explained, h('p', { class: 'nothing' }, `“${said}” hardly varies between the histories asked, so nothing is left for it to depend on.`));
    return section('sensitivity', 'Sensitivity', explained,
        h('p', { class: 'legend' }, h('span', { class: 'key actual' }, 'total: with all that it does together with others'), h('span', { class: 'key before' }, 'first order: by itself')),
        figure(ranked.length > shown.length ? `The ${shown.length} that matter most, of ${ranked.length}; shares of the variance. Lines are 95 % intervals.` : 'Shares of the variance. Lines are 95 % intervals.',
            `Sensitivity of ${said}: ${shown.slice(0, 3).map((index) => `${words(drawName(index.name))} ${percent(index.total.p)}`).join(', ')}.`,
            (width) => bars(shown.map((index) => ({ label: words(drawName(index.name)), main: index.total, beside: index.first_order })), width, roundShare(shown.flatMap((index) => [index.total.high, index.first_order.high]))),
            () => table(`Sensitivity of ${said}`, [
                { title: 'What nobody knows', cell: (index) => [words(drawName(index.name)), ' ', claims.of(drawName(index.name))] },
                { title: 'Total', figure: true, cell: (index) => percent(index.total.p) },
                { title: '95 % interval', figure: true, cell: (index) => interval(index.total.low, index.total.high) },
                { title: 'First order', figure: true, cell: (index) => percent(index.first_order.p) },
                { title: '95 % interval', figure: true, cell: (index) => interval(index.first_order.low, index.first_order.high) },
            ], ranked)).element,
        cited(shown.map((index) => drawName(index.name)), claims));
}

function cited(names: string[], claims: Claims): HTMLElement | null {
    const buttons = names.flatMap((name) => { const button = claims.of(name); return button ? [{ name, button }] : []; });
    return buttons.length === 0 ? null : h('details', { class: 'listed', open: true }, h('summary', null, 'What is claimed or assumed of them'),
        h('ul', { class: 'rows' }, buttons.map(({ name, button }) => h('li', null, words(name), ' ', button))));
}
