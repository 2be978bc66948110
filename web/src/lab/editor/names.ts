// The names that texts declare, as completion offers them.
//
// They are read from the words of a text, so that a name is offered as soon as it is written, before
// the whole is right; what the model says of a name (its type, its bounds) comes from the server.

import type { Parser } from '@lezer/common';

export interface Name {
    name: string;
    kind: string;    // the word that declares it: param, event, person, ...
    detail: string;  // its type or indices, shortly
    note: string;    // its label, and the comment beside it
}

// Between the name and the label of these stands where they belong: `claim c in d at 12 "…"`.
const kLabelApart = new Set(['claim', 'cause']);

/// Returns what a text declares, in its order; attributes as `.name`.
export function declaredIn(text: string, parser: Parser): Name[] {
    const found: Name[] = [];
    let keyword = '', keywordAt = -1, depth = 0, inKind = false;
    parser.parse(text).iterate({
        enter(node) {
            const word = text.slice(node.from, node.to);
            if (node.name === 'keyword' || (node.name === 'typeName' && depth === 0 && firstOnLine(text, node.from))) {
                if (node.name === 'typeName' || depth === 0 || word === 'option') [keyword, keywordAt] = [word, node.from];
                if (depth === 0) inKind = word === 'kind';
            } else if (node.name === 'bracket') {
                for (const sign of word) depth += '{(['.includes(sign) ? 1 : -1;
                depth = Math.max(0, depth);
            } else if (node.name === 'declared') {
                const attribute = inKind && depth > 0;
                found.push({
                    name: (attribute ? '.' : '') + word,
                    kind: attribute ? 'attribute' : keyword,
                    detail: detailAt(text, node.to),
                    note: noteOf(text, attribute ? node.from : keywordAt, node.to, kLabelApart.has(keyword)),
                });
            }
        },
    });
    return found;
}

function firstOnLine(text: string, at: number): boolean {
    return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

function restOfLine(text: string, from: number): string {
    const end = text.indexOf('\n', from);
    return text.slice(from, end < 0 ? text.length : end);
}

// `(p: person): real in 0..1`, as far as it stands on the line.
function detailAt(text: string, from: number): string {
    return /^\s*((?:\([^)]*\))?(?:\s*:\s*[^=~"{}#]*[^=~"{}#\s])?)/.exec(restOfLine(text, from))?.[1]?.replace(/^:\s*/, '') ?? '';
}

// The label behind the name, the comment on its line or on the lines above.
function noteOf(text: string, begin: number, end: number, labelApart: boolean): string {
    const rest = restOfLine(text, end);
    const label = (labelApart ? /^[^"{}#=]*"((?:\\.|[^"\\])*)"/ : /^\s*"((?:\\.|[^"\\])*)"/).exec(rest)?.[1]?.replace(/\\(.)/g, '$1') ?? '';
    const beside = /^(?:"(?:\\.|[^"\\])*"|[^"#{])*#\s*(.*)$/.exec(rest)?.[1] ?? '';
    return [label, beside === '' ? commentAbove(text, begin) : beside].filter((part) => part !== '').join('\n');
}

function commentAbove(text: string, begin: number): string {
    const lines: string[] = [];
    let end = text.lastIndexOf('\n', begin - 1);
    while (end > 0) {
        const start = text.lastIndexOf('\n', end - 1) + 1;
        const found = /^\s*#\s?(.*)$/.exec(text.slice(start, end));
        if (!found || lines.length === 8) break;
        lines.unshift(found[1]!);
        end = start - 1;
    }
    return lines.join(' ').trim();
}
