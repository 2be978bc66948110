// Places in a text as the program counts them, and as the editor does.
//
// The program counts lines and columns from 1, and columns in code points; the editor counts the
// units of UTF-16 from the beginning, of which an emoji takes two.

import type { Text } from '@codemirror/state';

export interface Place { line: number; column: number }

/// Gives the place of an offset, as the program says it.
export function placeOf(text: Text, offset: number): Place {
    const line = text.lineAt(offset);
    return { line: line.number, column: [...line.text.slice(0, offset - line.from)].length + 1 };
}

/// Gives the offset of a place; beyond the end of its line or text, that end.
export function offsetOf(text: Text, place: Place): number {
    if (place.line > text.lines) return text.length;
    const line = text.line(Math.max(1, place.line));
    let units = 0;
    for (let column = 1; column < place.column && units < line.length; ++column) units += unitsAt(line.text, units);
    return line.from + units;
}

/// Gives the offsets of what stands between two places, which is never nothing unless its line is empty.
export function rangeOf(text: Text, begin: Place, end: Place): { from: number; to: number } {
    const from = offsetOf(text, begin);
    const to = Math.max(from, offsetOf(text, end));
    if (to > from) return { from, to };
    const line = text.lineAt(from);
    if (from < line.to) return { from, to: from + unitsAt(line.text, from - line.from) };
    const last = [...line.text].at(-1) ?? '';
    return { from: from - last.length, to };
}

function unitsAt(line: string, index: number): number {
    return (line.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
