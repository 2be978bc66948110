// What the scenario rests on: sources, contradictions, and all claims in use.

import type { Claim, Report, Source } from '../data';
import type { Claims } from '../cite';
import { linesInWords } from '../cite';
import { apart, h, nothing, section, table } from '../dom';
import { count, languageName, words } from '../words';

const kStates: Record<string, string> = {
    weighed: 'weighed against each other', cited: 'all cited', explained: 'one side followed, and said why',
    silent: 'one side followed silently', unused: 'not used',
};

export function evidence(report: Report, claims: Claims): HTMLElement {
    const told = report.evidence;
    const sources = Object.entries(told?.sources ?? {}).filter(([, source]) => source.used > 0);
    const used = Object.entries(told?.claims ?? {}).filter(([, claim]) => claim.used !== false);
    if (!told || (sources.length === 0 && used.length === 0)) {
        return section('evidence', 'Evidence', nothing('The scenario cites no sources.', `jonbar evidence ${report.file ?? 'FILE'}`));
    }
    const groups = Object.entries(told.groups ?? {}).filter(([, group]) => group.state !== 'unused');
    return section('evidence', 'Evidence',
        h('p', null, [
            told.claim_counts && `The scenario uses ${told.claim_counts.used} of ${count(told.claim_counts.all, 'claim')} from ${count(sources.length, 'source')}.`,
            told.params && `Of ${count(told.params.all, 'unknown number')}, ${told.params.cited} cite a claim and ${told.params.assumed} say why they are assumed.`,
            told.observations && `Of ${count(told.observations.all, 'fact')} of the record, ${told.observations.cited} cite a claim.`,
        ].filter(Boolean).join(' ')),
        groups.length > 0 && [
            h('h3', { id: 'contradictions' }, 'Where sources disagree'),
            h('ul', { class: 'rows' }, groups.map(([name, group]) => h('li', null,
                h('strong', null, words(name)), ` – ${kStates[group.state] ?? group.state}. `,
                claims.button(group.claims, words(name))))),
        ],
        h('h3', null, 'Sources'),
        table('Sources that something rests on', [
            { title: 'Source', cell: ([, source]: [string, Source]) => apart(source.title) },
            { title: 'Language', cell: ([, source]) => languageName(source.language) },
            { title: 'Kind', cell: ([, source]) => source.kind || '–' },
            { title: 'Claims', figure: true, cell: ([, source]) => String(source.claims) },
            { title: 'Used', figure: true, cell: ([, source]) => String(source.used) },
        ], sources),
        h('details', { class: 'listed on-screen' }, h('summary', null, `All ${count(used.length, 'claim')} in use`),
            table('Claims in use', [
                { title: 'Claim', cell: ([, claim]: [string, Claim]) => apart(claim.text) },
                { title: 'Source', cell: ([, claim]) => (claim.places ?? []).map((place, index) => [
                    index > 0 && '; ', apart(told.sources?.[place.source]?.title ?? place.source),
                    linesInWords(place.lines) && `, ${linesInWords(place.lines)}`]) },
                { title: 'Says', cell: ([name, claim]) => claims.button([name], claim.text) },
            ], used)));
}
