// Claims: a button that opens them, the drawer they open in, and the notes they become on paper.

import type { Claim, Report, Rest } from './data';
import { apart, h } from './dom';
import { claimsOf, contradictions, restOf } from './shape';
import { count, dateWords, direction, languageName, list, words } from './words';

const kStates: Record<string, string> = {
    weighed: 'The scenario weighs these claims against each other: each has its alternative, with a weight.',
    cited: 'The scenario cites all of these claims.',
    explained: 'The scenario follows one side and says why.',
    silent: 'The scenario follows one side and does not say why.',
    unused: 'Nothing rests on these claims.',
};

export class Claims {
    private readonly numbers = new Map<string, number>();
    private readonly drawer = h('dialog', { class: 'drawer', 'aria-labelledby': 'drawer-title' });

    constructor(private readonly report: Report) {
        this.drawer.addEventListener('click', (event) => { if (event.target === this.drawer) this.drawer.close(); });
        document.body.append(this.drawer);
    }

    /// Makes the button behind a figure: it opens the claims that the named part rests on. Null if there are none.
    of(...names: string[]): HTMLElement | null {
        const rest = restOf(this.report.evidence, ...names);
        return rest ? this.button(claimsOf(rest), words(rest.what), rest) : null;
    }

    /// Makes a button for these claims, or null if the report tells none of them.
    button(names: string[], about: string, rest: Rest | null = null): HTMLElement | null {
        const known = names.filter((name) => this.report.evidence?.claims?.[name]);
        if (known.length === 0) {
            return rest?.assumed ? h('button', {
                type: 'button', class: 'cite', 'aria-haspopup': 'dialog', 'aria-label': `What is assumed of ${about}`,
                click: () => this.open(about, [], rest),
            }, h('span', { class: 'on-screen' }, 'assumed')) : null;
        }
        const numbers = known.map((name) => this.numberOf(name));
        return h('button', {
            type: 'button', class: 'cite', 'aria-haspopup': 'dialog',
            'aria-label': `${count(known.length, 'claim')} behind ${about}`,
            click: () => this.open(about, known, rest),
        }, h('span', { class: 'on-screen' }, count(known.length, 'claim')), h('sup', { class: 'on-paper' }, numbers.join(', ')));
    }

    /// The notes that stand for the buttons on paper; to be asked for when all else is made.
    notes(): HTMLElement | null {
        if (this.numbers.size === 0) return null;
        return h('section', { class: 'on-paper notes' }, h('h2', null, 'Notes'),
            h('ol', null, [...this.numbers].map(([name, number]) => {
                const claim = this.report.evidence?.claims?.[name];
                return h('li', { value: number }, claim ? [claim.text, ' ', h('span', { class: 'quiet' }, this.placesInWords(claim))] : name);
            })));
    }

    private numberOf(name: string): number {
        const number = this.numbers.get(name) ?? this.numbers.size + 1;
        this.numbers.set(name, number);
        return number;
    }

    private placesInWords(claim: Claim): (Node | string)[] {
        return (claim.places ?? []).flatMap((place, index) => [
            index > 0 ? '; ' : '',
            apart(this.report.evidence?.sources?.[place.source]?.title ?? place.source),
            linesInWords(place.lines) && `, ${linesInWords(place.lines)}`,
        ]);
    }

    /// Opens the drawer. It is modal: the focus stays in it, Escape closes it, and the focus goes back.
    open(about: string, names: string[], rest: Rest | null): void {
        const groups = contradictions(this.report.evidence, names);
        const inGroups = new Set(groups.flatMap((group) => group.sides.map(([name]) => name)));
        const alone = names.filter((name) => !inGroups.has(name));
        this.drawer.replaceChildren(
            h('header', null,
                h('h2', { id: 'drawer-title', tabindex: -1 }, about),
                h('button', { type: 'button', class: 'close', click: () => this.drawer.close() }, 'Close')),
            h('div', { class: 'drawer-body', tabindex: 0, role: 'region', 'aria-label': 'What it rests on' },
                rest?.place && h('p', { class: 'quiet' }, 'In the scenario at ', this.placeLink(rest.place), '.'),
                rest?.assumed && h('p', null, h('strong', null, 'Assumed: '), apart(rest.assumed)),
                rest?.hindsight && h('p', { class: 'warning' }, 'Known only from how it ended: hindsight.'),
                this.alternatives(rest),
                alone.map((name) => this.claim(name)),
                groups.map((group) => h('section', { class: 'contradiction' },
                    h('h3', null, 'Sources disagree: ', words(group.name)),
                    h('p', { class: 'quiet' }, kStates[group.state] ?? group.state),
                    h('div', { class: 'sides' }, group.sides.map(([name]) => this.claim(name, rest !== null && names.includes(name))))))));
        this.drawer.showModal();
        this.drawer.querySelector<HTMLElement>('.close')?.focus();
    }

    /// A link to a line of the scenario's text, where the report has it.
    placeLink(place: string): Node {
        const found = /^(.*):(\d+)$/.exec(place);
        const file = found && this.report.text?.files.find((each) => lastPart(each.path) === lastPart(found[1]!));
        if (!found || !file) return h('span', null, place);
        return h('a', { href: `#${lineId(file.path, Number(found[2]))}`, click: () => this.drawer.close() }, `${lastPart(file.path)}, line ${found[2]}`);
    }

    private alternatives(rest: Rest | null): HTMLElement | null {
        const several = rest?.alternatives ?? [];
        if (several.length === 0) return null;
        const all = several.reduce((sum, each) => sum + (Number(each.weight) || 0), 0);
        return h('div', null, h('h3', null, 'Alternatives in the scenario'), h('ul', { class: 'plain' }, several.map((each) =>
            h('li', null, h('code', null, each.text), all > 0 && ` weighs ${each.weight} of ${all}`,
                each.cites.length > 0 && [' – ', list(each.cites.map((name) => this.report.evidence?.claims?.[name]?.text.replace(/\.$/, '') ?? words(name)))]))));
    }

    private claim(name: string, marked = false): HTMLElement {
        const claim = this.report.evidence?.claims?.[name];
        if (!claim) return h('article', { class: 'claim' }, h('p', null, words(name)), h('p', { class: 'quiet' }, 'Its text is not in this report.'));
        const about = [claim.kind, claim.strength, claim.when && `dated ${dateWords(claim.when)}`].filter(Boolean).join(', ');
        return h('article', { class: marked ? 'claim here' : 'claim' },
            h('p', { class: 'claim-text' }, apart(claim.text)),
            (about || marked) && h('p', { class: 'quiet' }, [about, marked && 'cited here'].filter(Boolean).join(' · ')),
            (claim.places ?? []).map((place) => {
                const source = this.report.evidence?.sources?.[place.source];
                return h('div', { class: 'place' },
                    h('p', { class: 'source' }, apart(source?.title ?? place.source), ' ',
                        h('span', { class: 'quiet' }, [languageName(place.language), source?.kind, linesInWords(place.lines)].filter(Boolean).join(', '))),
                    (place.quotes ?? []).filter(Boolean).map((quote) =>
                        h('blockquote', { lang: place.language, dir: direction(quote, place.language) }, quote)));
            }));
    }
}

export function linesInWords(lines: number[]): string {
    if (lines.length === 0) return '';
    return `${lines.length === 1 ? 'line' : 'lines'} ${list(lines.map(String))}`;
}

export function lastPart(path: string): string {
    return path.split(/[\\/]/).pop() ?? path;
}

export function lineId(path: string, line: number): string {
    return `${lastPart(path).replace(/[^\w.-]/g, '_')}-${line}`;
}
