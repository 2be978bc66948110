// The smallest change that makes one text of another, so that the cursor and what is undone stay where they were.

export interface Change { from: number; to: number; insert: string }

/// Gives the part in which two texts differ, or null where they are one.
export function changeTo(before: string, after: string): Change | null {
    if (before === after) return null;
    const shorter = Math.min(before.length, after.length);
    let from = 0;
    while (from < shorter && before[from] === after[from]) ++from;
    let end = 0;
    while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) ++end;
    // A character of two units is one.
    if (from > 0 && isHigh(before, from - 1)) --from;
    if (end > 0 && isLow(before, before.length - end)) --end;
    return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

function isHigh(text: string, index: number): boolean { return (text.charCodeAt(index) & 0xfc00) === 0xd800; }
function isLow(text: string, index: number): boolean { return (text.charCodeAt(index) & 0xfc00) === 0xdc00; }
