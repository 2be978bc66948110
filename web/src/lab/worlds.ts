// The worlds that are compared: the actual one, then the altered ones in the order of their colours.

import type { WhatIf } from '../data';
import type { Model } from './model';
import type { View } from './view';

export interface World {
    /// `actual`, `whatif NAME`, `do TEXT` or `without`.
    key: string;
    label: string;
    /// In the language; empty for the actual world.
    interventions: string[];
    colour: string;
}

export const kColours = ['var(--actual)', 'var(--altered)', 'var(--third)', 'var(--fourth)'] as const;

/// Lists the altered worlds.
export function alteredWorlds(view: View, model: Model): World[] {
    const made: Omit<World, 'colour'>[] = [
        ...view.whatifs.map((name) => {
            const told = model.whatifs.find((each) => each.name === name);
            return { key: `whatif ${name}`, label: told?.label || name, interventions: told?.interventions ?? [] };
        }),
        ...view.built.map((text) => ({ key: `do ${text}`, label: text.split('\n').join('; '), interventions: text.split('\n') })),
    ];
    if (view.without.length > 0) {
        const causes = model.causes.filter((each) => view.without.includes(each.name));
        made.push({ key: 'without', label: `Without: ${causes.map((each) => each.label || each.name).join(', ')}`, interventions: causes.flatMap((each) => each.interventions) });
    }
    return made.map((world, index) => ({ ...world, colour: kColours[index + 1]! }));
}

/// Finds a world's part of the answer: what was built goes by its number there, causes by what they begin with.
export function answerOf(world: World, view: View, whatifs: Record<string, WhatIf>): WhatIf | null {
    if (world.key.startsWith('whatif ')) return whatifs[world.key.slice(7)] ?? null;
    if (world.key.startsWith('do ')) return whatifs[`do ${view.built.indexOf(world.key.slice(3)) + 1}`] ?? null;
    const name = Object.keys(whatifs).find((each) => each.startsWith('without '));
    return name === undefined ? null : whatifs[name]!;
}

/// What to ask so as to get these worlds.
export function askedWorlds(view: View): { whatifs?: string[]; do?: string[]; without_causes?: string[] } {
    return {
        ...(view.whatifs.length > 0 ? { whatifs: view.whatifs } : {}),
        ...(view.built.length > 0 ? { do: view.built.map(onOneLine) } : {}),
        ...(view.without.length > 0 ? { without_causes: view.without } : {}),
    };
}

/// A world's text as it is sent: a line break in it would stand in its name.
export function onOneLine(text: string): string {
    return text.replace(/\s+/g, ' ');
}
