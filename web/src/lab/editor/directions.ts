// Lines that are written from right to left are shown so, each for itself; texts and comments within
// a line are set apart, so that what stands beside them keeps its place.

import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

const kLine = Decoration.line({ attributes: { dir: 'auto' } });
const kApart = Decoration.mark({ class: 'apart', bidiIsolate: null });
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

function partsOf(view: EditorView): DecorationSet {
    const made = new RangeSetBuilder<Decoration>();
    const text: Text = view.state.doc;
    for (const { from, to } of view.visibleRanges) {
        syntaxTree(view.state).iterate({
            from, to,
            enter(node) {
                if ((node.name === 'text' || node.name === 'comment') && kRightToLeft.test(text.sliceString(node.from, node.to))) {
                    made.add(node.from, node.to, kApart);
                }
            },
        });
    }
    return made.finish();
}

const kDirections = ViewPlugin.fromClass(Directions, {
    provide: (plugin) => [
        EditorView.decorations.of((view) => view.plugin(plugin)?.lines ?? Decoration.none),
        EditorView.decorations.of((view) => view.plugin(plugin)?.parts ?? Decoration.none),
        EditorView.bidiIsolatedRanges.of((view) => view.plugin(plugin)?.parts ?? Decoration.none),
    ],
});

export const directions: Extension = [EditorView.perLineTextDirection.of(true), kDirections];
