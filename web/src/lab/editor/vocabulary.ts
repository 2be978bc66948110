// What can be completed now, gathered when it is asked for: from the text, the model, and the modules it uses.

import type { Parser } from '@lezer/common';
import type { Api } from '../api';
import type { Model } from '../model';
import { declaredIn, type Name } from './names';
import { nameOffers, wordOffers, type Offer } from './offers';

export class Vocabulary {
    private keywords: readonly string[] = [];
    private modules: Offer[] = [];
    private model: Model | null = null;
    private text = '';
    private readonly texts = new Map<string, string>();           // of modules, by file
    private readonly read = new Map<string, readonly Name[]>();  // of those texts
    private gathered: Offer[] | null = null;

    constructor(private readonly api: Api, private parser: Parser) {}

    words(keywords: readonly string[], parser: Parser): void {
        this.keywords = keywords;
        this.parser = parser;
        this.read.clear();
        this.gathered = null;
    }

    /// Takes a text, of which names are offered as they are written.
    edited(text: string): void {
        this.text = text;
        this.gathered = null;
    }

    /// Takes the model of the last right text, and reads the modules that it names. Null leaves the last one.
    async known(model: Model | null): Promise<void> {
        if (!model || model === this.model) return;
        this.model = model;
        this.gathered = null;
        await Promise.all(model.files.filter((file) => file !== model.scenario && file.endsWith('.jon') && !this.texts.has(file)).map(async (file) => {
            this.texts.set(file, '');
            try {
                this.texts.set(file, (await this.api.get<{ text: string }>(`/api/text?scenario=${encodeURIComponent(file)}`)).text);
            } catch { this.texts.delete(file); }
            this.read.delete(file);
            this.gathered = null;
        }));
    }

    async list(): Promise<void> {
        const { modules, library } = await this.api.get<{ modules: string[]; library?: string[] }>('/api/scenarios');
        const offers = (files: string[], detail: string): Offer[] => files.map((file) => ({ name: moduleName(file), sort: 'module', detail, note: '' }));
        this.modules = [...offers(modules, 'beside the scenarios'), ...offers(library ?? [], 'of the library')];
        this.gathered = null;
    }

    offers(): readonly Offer[] {
        this.gathered ??= [...wordOffers(this.keywords), ...this.modules, ...nameOffers(this.model, [...declaredIn(this.text, this.parser), ...this.ofFiles()])];
        return this.gathered;
    }

    private ofFiles(): Name[] {
        return (this.model?.files ?? []).flatMap((file) => {
            const names = this.read.get(file) ?? declaredIn(this.texts.get(file) ?? '', this.parser);
            this.read.set(file, names);
            return names;
        });
    }
}

/// `politics/contest.jon` is used as `politics.contest`.
function moduleName(file: string): string { return file.replace(/\.jon$/, '').replaceAll('/', '.'); }
