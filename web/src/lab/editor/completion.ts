// What is offered at a place: after `use` modules, after `cites` claims, after a point attributes, else words and names.

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { apart, h } from '../../dom';
import type { Offer } from './offers';

type Sort = Offer['sort'];

const kName = '[\\p{XIDS}_][\\p{XIDC}\\u200c]*';
const kWord = new RegExp(`(?:${kName})?$`, 'u');
const kWhole = /^[\p{XIDC}\u200c]*$/u;
const kGeneral: readonly Sort[] = ['keyword', 'type', 'function', 'name', 'scale'];

// What may stand before the word that is completed, and what is then offered; the first that fits.
const kPlaces: [RegExp, readonly Sort[]][] = [
    [new RegExp(`\\bcites\\s+(?:${kName}\\s*,\\s*)*$`, 'u'), ['claim']],
    [new RegExp(`\\bclaim\\s+${kName}\\s.*\\bin\\s+$`, 'u'), ['source']],
    [/(?:~|\bdraw|\bswing)\s*$/, ['distribution', 'scale']],
    [/(?<![\d.])\.$/, ['attribute', 'name']],
];
const kInvents = /\b(?:kind|enum|var|let|param|strength|relation|series|source|claim|rule|event|decision|vote|option|outcome|whatif|cause)\s+$/;

/// Offers what `offers` says there is now.
export function completion(offers: () => readonly Offer[]): CompletionSource {
    return (context) => {
        const line = context.state.doc.lineAt(context.pos);
        const before = line.text.slice(0, context.pos - line.from);
        if (isLetters(context)) return null;
        const module = /\buse\s+([\p{XIDC}.]*)$/u.exec(before);
        if (module) return result(context.pos - module[1]!.length, offers(), ['module'], /^[\p{XIDC}.]*$/u);
        const word = kWord.exec(before)![0];
        const rest = before.slice(0, before.length - word.length);
        const sorts = kPlaces.find(([place]) => place.test(rest))?.[1];
        if (!context.explicit && (kInvents.test(rest) || (word === '' && !isPrompt(sorts)))) return null;
        if (/\d$/.test(rest)) return null;
        return result(context.pos - word.length, offers(), sorts ?? kGeneral, kWhole);
    };
}

// After a point and after `cites` a list is welcome before the first letter.
function isPrompt(sorts: readonly Sort[] | undefined): boolean {
    return sorts?.[0] === 'attribute' || sorts?.[0] === 'claim';
}

// Within a comment or a text nothing is completed, but in the holes of what is said.
function isLetters(context: CompletionContext): boolean {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (node.name !== 'text' && node.name !== 'comment') return false;
    return context.pos < node.to || node.name === 'comment' || !context.state.sliceDoc(node.from, node.to).endsWith('"')
        || node.to - node.from === 1;
}

function result(from: number, offers: readonly Offer[], sorts: readonly Sort[], validFor: RegExp): CompletionResult | null {
    const options = offers.filter((each) => sorts.includes(each.sort)).map((each) => option(each));
    return options.length === 0 ? null : { from, options, validFor };
}

function option(offer: Offer): Completion {
    return {
        label: offer.name,
        type: offer.sort,
        detail: offer.detail,
        boost: offer.sort === 'keyword' || offer.sort === 'function' ? -1 : 0,
        ...(offer.note === '' ? {} : { info: () => h('div', null, offer.note.split('\n').map((line) => h('p', null, apart(line)))) }),
    };
}
