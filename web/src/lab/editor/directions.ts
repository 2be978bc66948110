// Lines that are written from right to left are shown so, each for itself; names, texts and comments
// that are so written are set apart within a line, so that the signs between them keep their order.

import { syntaxTree } from '@codemirror/language';
import { Prec, RangeSetBuilder, type Extension, type Range, type Text } from '@codemirror/state';
import { Decoration, Direction, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { direction } from '../../words';

const kLine = Decoration.line({ attributes: { dir: 'auto' } });
// By class, not by attribute: a line that is `auto` does not look into what has a `dir` of its own.
const kApart = {
    rtl: Decoration.mark({ class: 'cm-iso from-right', bidiIsolate: Direction.RTL }),
    ltr: Decoration.mark({ class: 'cm-iso', bidiIsolate: Direction.LTR }),
};
const kText = /^"(?:\\.|[^"\\])*"/;
const kHole = /\{[^{}]*\}/g;
const kSigns = new Set(['sign', 'bracket', 'mark']);
const kRightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

class Directions {
    lines: DecorationSet;
    parts: DecorationSet;

    constructor(view: EditorView) {
        this.lines = linesOf(view);
        this.parts = partsOf(view);
    }

    update(update: ViewUpdate): void {
        const moved = update.docChanged || update.viewportChanged;
        if (moved) this.lines = linesOf(update.view);
        if (moved || syntaxTree(update.startState) !== syntaxTree(update.state)) this.parts = partsOf(update.view);
    }
}

function linesOf(view: EditorView): DecorationSet {
    const made = new RangeSetBuilder<Decoration>();
    for (const { from, to } of view.visibleRanges) {
        for (let line = view.state.doc.lineAt(from); ; line = view.state.doc.line(line.number + 1)) {
            made.add(line.from, line.from, kLine);
            if (line.to >= to) break;
        }
    }
    return made.finish();
}

// A text with holes is several parts of the tree and one to the reader; in the holes stands no prose.
function partsOf(view: EditorView): DecorationSet {
    const made: Range<Decoration>[] = [];
    const text: Text = view.state.doc;
    const apart = (from: number, part: string, way = direction(part)): void => {
        if (kRightToLeft.test(part)) made.push(kApart[way].range(from, from + part.length));
    };
    for (const visible of view.visibleRanges) {
        let end = visible.from;  // of the text that was met last
        syntaxTree(view.state).iterate({
            from: visible.from, to: visible.to,
            enter(node) {
                if (node.node.firstChild || kSigns.has(node.name) || (node.name === 'text' && node.from < end)) return;
                if (node.name !== 'text') return apart(node.from, text.sliceString(node.from, node.to));
                const line = text.lineAt(node.from);
                const whole = kText.exec(line.text.slice(node.from - line.from))?.[0] ?? text.sliceString(node.from, node.to);
                end = node.from + whole.length;
                apart(node.from, whole, direction(whole.replace(kHole, '')));
                for (const hole of whole.matchAll(kHole)) apart(node.from + hole.index, hole[0], 'ltr');
            },
        });
    }
    return Decoration.set(made, true);
}

const kDirections = ViewPlugin.fromClass(Directions, {
    provide: (plugin) => [
        EditorView.decorations.of((view) => view.plugin(plugin)?.lines ?? Decoration.none),
        EditorView.outerDecorations.of((view) => view.plugin(plugin)?.parts ?? Decoration.none),
        Prec.lowest(EditorView.bidiIsolatedRanges.of((view) => view.plugin(plugin)?.parts ?? Decoration.none)),
    ],
});

export const directions: Extension = [EditorView.perLineTextDirection.of(true), kDirections];
