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
    const worlds = several ? body.shift()!.split(kColumn).map((part) => part.trim()) : ['What happened'];
    const rows: Row[] = [];
    for (const line of body) {
        const found = /^(\S+(?: bc)?)?(\s+)(.*)$/i.exec(line);
        const date = found?.[1] ?? '';
        const start = line.length - (found?.[3] ?? '').length;
        const rest = several ? line.slice(Math.min(start, line.indexOf(kColumn))) : line.slice(start);
        const cells = several ? rest.split(kColumn) : [rest];
        const last = rows[rows.length - 1];
        const row = last && (date === '' || date === last.date) ? last : { date, cells: worlds.map((): string[] => []), differs: false };
        if (row !== last) rows.push(row);
        worlds.forEach((_world, index) => add(row.cells[index]!, cells[index] ?? '', several && index === 0 && date === '' ? start - dateWidth(body) : undefined));
    }
    for (const row of rows) row.differs = several && row.cells.some((cell) => cell.join('\n') !== row.cells[0]!.join('\n'));
    return { title, worlds, rows, same: false };
}

/// Where what happened begins: behind the dates and their space.
function dateWidth(lines: string[]): number {
    const dated = lines.find((line) => /^\S/.test(line));
    return dated ? /^\S+(?: bc)?\s+/i.exec(dated)![0].length : 0;
}

/// Adds a line of a cell; one that is indented goes on with the line before.
function add(cell: string[], text: string, indent?: number): void {
    const line = text.trim();
    if (!line) return;
    const deep = indent ?? text.length - text.trimStart().length - 1;
    if (deep >= 2 && cell.length > 0) cell[cell.length - 1] += ` ${line}`;
    else cell.push(line);
}
