// Reads a chronicle as the program prints it: dates at the left, what happened behind them, worlds in columns.

export interface Row { date: string; cells: string[][]; differs: boolean }
export interface Chronicle { title: string; worlds: string[]; rows: Row[]; same: boolean }

const kColumn = '│';

export function readChronicle(text: string): Chronicle {
    const lines = text.replace(/\s+$/, '').split('\n');
    const title = lines[0] ?? '';
    const body = lines.slice(1).filter((line) => line.trim() !== '');
    if (body.length === 1 && /^The two chronicles are the same/.test(body[0]!)) return { title, worlds: [], rows: [], same: true };
    const several = body[0]?.includes(kColumn) ?? false;
    // Two worlds have their names above them, which may take several lines; what happened begins with a date.
    const first = Math.max(0, several ? body.findIndex((line) => /^\S/.test(line)) : 0);
    const worlds = several ? named(body.slice(0, first)) : ['What happened'];
    const width = dateWidth(body);
    const rows: Row[] = [];
    for (const line of body.slice(first)) {
        const date = /^\S+(?: bc)?(?=\s)/i.exec(line)?.[0] ?? '';
        const cells = several ? line.slice(width).split(kColumn) : [line.slice(width)];
        const last = rows[rows.length - 1];
        const row = last && (date === '' || date === last.date) ? last : { date, cells: worlds.map((): string[] => []), differs: false };
        if (row !== last) rows.push(row);
        worlds.forEach((_world, index) => add(row.cells[index]!, cells[index] ?? '', index > 0 ? 1 : 0));
    }
    for (const row of rows) row.differs = several && row.cells.some((cell) => cell.join('\n') !== row.cells[0]!.join('\n'));
    return { title, worlds, rows, same: false };
}

function named(lines: string[]): string[] {
    const parts = lines.map((line) => line.split(kColumn).map((part) => part.trim()));
    return (parts[0] ?? []).map((_part, index) => parts.map((part) => part[index] ?? '').join(' ').trim());
}

/// Where what happened begins: behind the dates and their space.
function dateWidth(lines: string[]): number {
    const dated = lines.find((line) => /^\S/.test(line));
    return dated ? /^\S+(?: bc)?\s+/i.exec(dated)![0].length : 0;
}

/// Adds a line of a cell; one that is indented deeper than the cell goes on with the line before.
function add(cell: string[], text: string, indent: number): void {
    const line = text.trim();
    if (!line) return;
    const deep = text.length - text.trimStart().length - indent;
    if (deep >= 2 && cell.length > 0) cell[cell.length - 1] += ` ${line}`;
    else cell.push(line);
}
