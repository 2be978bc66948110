// Builds the report from the data that stands in the page.

import './style.css';
import type { Report } from './data';
import { Claims } from './cite';
import { apart, h, nothing } from './dom';
import { causes } from './sections/causes';
import { evidence } from './sections/evidence';
import { maps } from './sections/maps';
import { method } from './sections/method';
import { outcomes } from './sections/outcomes';
import { sensitivity } from './sections/sensitivity';
import { scenarioText } from './sections/text';
import { timeline } from './sections/timeline';
import { worldChoice, worlds } from './sections/worlds';
import { answer } from './shape';
import { themeSwitch } from './theme';
import { interval, percent, words } from './words';

const kFormat = 'jonbar-report-1';

function lead(report: Report, claims: Claims): HTMLElement {
    const told = answer(report);
    if (!told) return h('p', { class: 'lead' }, 'This report asks no question of one outcome; all of them are below.');
    const what = told.kind === 'truth' ? h('strong', null, told.value === 'yes' ? told.label : `not: ${told.label}`)
        : [`${told.label} is `, h('strong', null, words(told.value))];
    const main = told.given ?? told.prior;
    const refused = report.given_refused;
    return h('div', { class: 'lead' },
        h('p', { class: 'question' }, told.kind === 'truth' ? `How probable is it: ${told.label}?` : `How probable is it that ${told.label} is ${words(told.value)}?`,
            ' ', report.question && claims.of(`outcome ${report.question.outcome}`)),
        h('p', { class: 'answer' },
            told.given ? 'Of the histories that meet the record, ' : 'Of all histories of this scenario, ',
            h('strong', { class: 'share' }, percent(main?.p)), ` (${interval(main?.low, main?.high)}) end so: `, what, '. ',
            told.given && told.prior && `Before the record it was ${percent(told.prior.p)} (${interval(told.prior.low, told.prior.high)}).`),
        refused && h('p', { class: 'warning' }, `The record is left out: ${refused.message} (${refused.code}).`));
}

function contents(sections: HTMLElement[]): HTMLElement {
    return h('nav', { 'aria-label': 'Contents', class: 'contents' }, h('ul', null, sections.map((part) =>
        h('li', null, h('a', { href: `#${part.id}` }, part.querySelector('h2')?.textContent ?? part.id)))));
}

function show(report: Report, page: HTMLElement): void {
    document.title = report.title ? `${report.title} – Jonbar report` : 'Jonbar report';
    const claims = new Claims(report);
    const head = lead(report, claims);
    const choice = worldChoice(report);
    const sections = [
        outcomes(report, claims), timeline(report, claims, choice), worlds(report, claims, choice), causes(report, claims),
        sensitivity(report, claims), maps(report), evidence(report, claims), method(report), scenarioText(report),
    ].filter((part) => part !== null);
    page.replaceChildren(
        h('header', { class: 'masthead' },
            h('div', { class: 'bar' }, h('p', { class: 'kind' }, 'Jonbar report'), themeSwitch()),
            h('h1', null, apart(report.title ?? report.file ?? 'Report'))),
        contents(sections),
        h('main', { id: 'main', tabindex: -1 }, head, sections, claims.notes()));
    openTarget();
    addEventListener('hashchange', openTarget);
    openOnPaper();
}

/// Opens what is folded around the line or part that the address names.
function openTarget(): void {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest('details');
    if (folded && !folded.open) folded.open = true;
    target?.scrollIntoView();
}

/// Unfolds lists while the report is printed.
function openOnPaper(): void {
    let folded: HTMLDetailsElement[] = [];
    addEventListener('beforeprint', () => {
        folded = [...document.querySelectorAll<HTMLDetailsElement>('details.listed:not([open])')];
        for (const details of folded) details.open = true;
    });
    addEventListener('afterprint', () => { for (const details of folded) details.open = false; });
}

const page = document.getElementById('page')!;
try {
    const report = JSON.parse(document.getElementById('report-data')?.textContent ?? 'null') as Report | null;
    if (!report) page.replaceChildren(h('main', { id: 'main' }, h('h1', null, 'Jonbar report'), nothing('There is no report in this page yet. It is filled by', 'jonbar report FILE')));
    else if (report.format !== kFormat) page.replaceChildren(h('main', { id: 'main' }, h('h1', null, 'Jonbar report'), nothing(`This page reads ${kFormat}; its data say ${String(report.format)}. Make the report again.`)));
    else show(report, page);
} catch (error) {
    page.replaceChildren(h('main', { id: 'main' }, h('h1', null, 'Jonbar report'), nothing(`The data of this report cannot be read: ${error instanceof Error ? error.message : String(error)}.`)));
    throw error;
}
