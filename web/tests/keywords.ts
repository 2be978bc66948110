// The keywords as the program has them, and where its sources stand, for tests of the editor.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/// The folder of the project: the tests may run in a copy of web/ below it.
export const source = sourceFolder();
export const keywords = wordsOf(readFileSync(join(source, 'src/language/keywords.h'), 'utf8'));

function sourceFolder(): string {
    for (let at = process.cwd(); at !== dirname(at); at = dirname(at)) if (existsSync(join(at, 'src/language/keywords.h'))) return at;
    throw new Error(`no sources of Jonbar above ${process.cwd()}`);
}

function wordsOf(header: string): string[] {
    const table = /kKeywords = \{([^}]*)\}/.exec(header)?.[1] ?? '';
    return [...table.matchAll(/"([a-z]+)"/g)].map((found) => found[1]!);
}
