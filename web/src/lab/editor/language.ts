// The language as the editor knows it: its words, their classes, its brackets and indentation.

import { HighlightStyle, LanguageSupport, StreamLanguage, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Tag, tags } from '@lezer/highlight';
import { scanner, type Scan, type Token } from './scan';

const kUnit = Tag.define('unit', tags.literal), kDate = Tag.define('date', tags.literal), kDistribution = Tag.define('distribution', tags.variableName);

const kTags: Record<Token, Tag> = {
    comment: tags.lineComment,
    text: tags.string,
    mark: tags.escape,
    number: tags.number,
    unit: kUnit,
    date: kDate,
    keyword: tags.keyword,
    truth: tags.bool,
    declared: tags.definition(tags.variableName),
    typeName: tags.typeName,
    distribution: kDistribution,
    claim: tags.labelName,
    module: tags.namespace,
    propertyName: tags.propertyName,
    name: tags.variableName,
    sign: tags.operator,
    bracket: tags.bracket,
    unknown: tags.invalid,
};

// The classes have their colours in editor.css, which follow those of the page.
const kLook = HighlightStyle.define(Object.entries(kTags).map(([token, tag]) => ({ tag, class: `word-${token}` })));

/// The language with these keywords.
export function jonbarLanguage(keywords: readonly string[]): StreamLanguage<Scan> {
    return StreamLanguage.define<Scan>({ ...scanner(keywords), tokenTable: kTags });
}

/// What the editor needs to show it.
export function jonbar(keywords: readonly string[]): LanguageSupport {
    return new LanguageSupport(jonbarLanguage(keywords), [syntaxHighlighting(kLook), indentUnit.of('    ')]);
}
