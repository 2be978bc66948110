// The notices that the packages carried in a page ask to be kept with them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/// Returns the folder of the package that a module belongs to, or nothing where it is our own.
function packageOf(module: string): string | undefined {
    return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module.replace(/^\0/, ''))?.[0];
}

/// Returns one text for the packages of these modules, those of the same words together. Throws where a package
/// states no licence.
export function noticesOf(modules: readonly string[]): string {
    const folders = [...new Set(modules.map(packageOf).filter(folder => folder !== undefined))].sort();
    const byText = new Map<string, string[]>();
    for (const folder of folders) {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
        const file = readdirSync(folder).find(entry => /^licen[cs]e(\.|$)/i.test(entry));
        if (!file && !license) throw new Error(`${name} states no licence`);
        const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
        byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
    }
    return [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n\n');
}
