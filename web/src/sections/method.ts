// How the figures were made, so that they can be made again.

import type { Report } from '../data';
import { h, section } from '../dom';
import { count, dateWords, number } from '../words';

export function method(report: Report): HTMLElement {
    const given = report.given?.given;
    const settings = { ...given, ...withoutNull(report.settings ?? {}) } as NonNullable<Report['settings']>;
    const evidence = settings.log_evidence;
    const rows: [string, string][] = [
        ['Scenario', [report.title, report.file && `(${report.file})`].filter(Boolean).join(' ')],
        ['Calendar', report.calendar ? `${dateWords(report.calendar.first)} to ${dateWords(report.calendar.last)}, by ${report.calendar.unit}` : ''],
        ['Seed', settings.seed != null ? String(settings.seed) : String(report.run?.seed ?? '')],
        ['Histories without the record', report.run?.histories != null ? number(report.run.histories) : ''],
        ['Histories that follow the record', report.given?.histories != null ? number(report.given.histories) : ''],
        ['The record up to', settings.until ? dateWords(settings.until) : ''],
        ['Islands', settings.islands ? `${settings.islands} of ${number(settings.island_size)} histories; ${count(settings.moves ?? 0, 'move')}` : ''],
        ['Islands that carry the answer', settings.effective_islands != null ? number(settings.effective_islands) : ''],
        ['Different draws of what nobody knows', settings.distinct_vectors != null ? number(settings.distinct_vectors) : ''],
        ['Log evidence of the record', evidence?.value != null ? `${number(evidence.value)} (${number(evidence.low)} to ${number(evidence.high)})` : ''],
        ['Params held', (settings.set ?? report.run?.settings ?? []).join(', ')],
        ['Made by', report.version ? `Jonbar ${report.version}` : ''],
    ];
    return section('method', 'Method and settings',
        h('p', null, 'Every figure is counted from simulated histories of the scenario below: its rules run many times, each time with other chance and other values of what nobody knows. ',
            given && 'Histories that do not meet the record count less or not at all. ',
            'Intervals cover 95 % and tell the error of counting, not whether the scenario is right. The same seed and settings give the same figures on any machine.'),
        h('dl', { class: 'settings' }, rows.filter(([, value]) => value).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
        report.command && [h('h3', null, 'To make it again'), h('pre', { class: 'command', tabindex: 0 }, h('code', null, report.command))]);
}

function withoutNull<T extends object>(value: T): Partial<T> {
    return Object.fromEntries(Object.entries(value).filter(([, each]) => each != null)) as Partial<T>;
}
