// What can be completed: the words of the language, the names of the model and of the texts it is read from.

import type { Model } from '../model';
import type { Name } from './names';
import { kDistributionNotes, kFunctionNotes, kPlaceNotes, kTypeNotes, keywordNote } from './notes';

export interface Offer {
    name: string;
    sort: 'keyword' | 'type' | 'distribution' | 'function' | 'name' | 'attribute' | 'scale' | 'claim' | 'source' | 'module';
    detail: string;
    note: string;
}

/// Returns the words of the language.
export function wordOffers(keywords: readonly string[]): Offer[] {
    const of = (sort: Offer['sort'], notes: Record<string, string>): Offer[] =>
        Object.entries(notes).map(([name, note]) => ({ name, sort, detail: sort === 'keyword' ? '' : sort, note }));
    return [
        ...keywords.map((name) => ({ name, sort: 'keyword' as const, detail: '', note: keywordNote(name) })),
        ...of('keyword', kPlaceNotes), ...of('type', kTypeNotes), ...of('distribution', kDistributionNotes), ...of('function', kFunctionNotes),
    ];
}

/// Returns the names of a model and of texts, each once; what the model says of a name goes before what its text does.
export function nameOffers(model: Model | null, declared: readonly Name[]): Offer[] {
    const found = new Map<string, Offer>();
    const add = (offer: Offer): void => {
        const key = `${offer.sort}:${offer.name}`;
        const known = found.get(key);
        if (!known) found.set(key, offer);
        else found.set(key, { ...known, detail: known.detail || offer.detail, note: longer(known.note, offer.note) });
    };
    if (model) for (const offer of modelOffers(model)) add(offer);
    for (const each of declared) add(declaredOffer(each));
    return [...found.values()];
}

function longer(first: string, second: string): string {
    if (first === '' || second.includes(first)) return second;
    return second === '' || first.includes(second) ? first : `${first}\n${second}`;
}

function modelOffers(model: Model): Offer[] {
    const name = (text: string, detail: string, note = ''): Offer => ({ name: text.replace(/\(.*$/, ''), sort: 'name', detail, note });
    return [
        ...model.domains.flatMap((domain) => [
            name(domain.name, domain.enum ? 'enum' : 'kind', listed(domain.members.map((each) => each.name))),
            ...domain.members.map((each) => name(each.name, domain.name, each.label === each.name ? '' : each.label)),
        ]),
        ...model.states.map((each) => each.kind === 'attribute'
            ? { name: each.name.slice(each.name.lastIndexOf('.') + 1), sort: 'attribute' as const, detail: typeWords(each), note: `of ${each.indices.join(', ')}` }
            : name(each.name, `${each.kind} ${indexWords(each.indices)}${typeWords(each)}`)),
        ...model.happenings.flatMap((each) => [
            name(each.name, `${each.kind} ${indexWords(each.indices)}`.trim(), each.options.length === 0 ? '' : `options: ${listed(each.options.map((option) => option.name))}`),
            ...each.options.map((option) => name(option.name, `option of ${each.name}`)),
        ]),
        ...model.params.map((each) => name(each.name, [each.strength ? 'strength' : 'param', each.type, each.unit].filter((part) => part !== '').join(' '),
            [each.prior === '' ? '' : `~ ${priorWords(each.prior)}`, each.assumed].filter((part) => part !== '').join('\n'))),
    ];
}

// The program prints a prior to the last digit, and with the place where it is drawn.
function priorWords(prior: string): string {
    return prior.replace(/ at \[[^\]]*\]$/, '').replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toPrecision(3))));
}

function typeWords(state: Model['states'][number]): string {
    const bounds = state.low === null && state.high === null ? '' : `in ${state.low ?? ''}..${state.high ?? ''}`;
    return [state.type, state.unit, bounds].filter((part) => part !== '').join(' ');
}

function indexWords(indices: string[]): string { return indices.length === 0 ? '' : `(${indices.join(', ')}) `; }

function listed(names: string[]): string { return names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', '); }

function declaredOffer(each: Name): Offer {
    const sort = each.kind === 'attribute' ? 'attribute' : each.kind === 'claim' || each.kind === 'source' || each.kind === 'scale' ? each.kind : 'name';
    return { name: each.name.replace(/^\./, ''), sort, detail: [each.kind, each.detail].filter((part) => part !== '' && part !== 'attribute').join(' '), note: each.note };
}
