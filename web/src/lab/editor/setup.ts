// The editor's own behaviour: keys, search, brackets, what a screen reader hears. Nothing here knows of scenarios.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, foldService, indentOnInput } from '@codemirror/language';
import { lintGutter, nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
    EditorView, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
    rectangularSelection,
} from '@codemirror/view';
import { directions } from './directions';

/// What every text is edited with. `nonce` is that of the page, without which it allows no styles.
export function behaviour(complete: CompletionSource, nonce: string): Extension {
    return [
        nonce === '' ? [] : EditorView.cspNonce.of(nonce),
        // Lines end as the program counts them, also in what is pasted.
        EditorState.lineSeparator.of('\n'),
        EditorView.clipboardInputFilter.of(oneLineEnd),
        EditorState.allowMultipleSelections.of(true),
        EditorState.tabSize.of(4),
        lineNumbers(), lintGutter(), foldGutter(), codeFolding(), foldService.of(blockFrom),
        highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), highlightSelectionMatches(),
        history(), drawSelection(), dropCursor(), rectangularSelection(),
        indentOnInput(), bracketMatching(), closeBrackets(), search({ top: true }),
        autocompletion({ override: [complete], icons: false }),
        directions,
        keymap.of([
            ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap,
            { key: 'F8', run: nextDiagnostic }, { key: 'Shift-F8', run: previousDiagnostic },
            indentWithTab,
        ]),
    ];
}

/// A text with the line ends of the program.
export function oneLineEnd(text: string): string { return text.replace(/\r\n?/g, '\n'); }

// What a line opens with its last brace, down to the line that stands in no deeper.
function blockFrom(state: EditorState, begin: number, end: number): { from: number; to: number } | null {
    const first = state.doc.lineAt(begin);
    if (!/[{([]\s*(?:#.*)?$/.test(first.text)) return null;
    const margin = marginOf(first.text);
    for (let number = first.number + 1; number <= state.doc.lines; ++number) {
        const line = state.doc.line(number);
        if (line.text.trim() === '' || marginOf(line.text) > margin) continue;
        return line.from - 1 > end ? { from: end, to: line.from - 1 } : null;
    }
    return null;
}

function marginOf(line: string): number { return /^\s*/.exec(line)![0].length; }
