// How names, figures and dates are said to a reader.

const kNoBreak = '\u00a0';
const kJoin = '\u2060';

/// Says a name of the scenario in words: `politics.pursuit:murdered_abroad` is "murdered abroad".
export function words(name: string): string {
    return name.replace(/^[\w.]+:(?=\S)/, '').replace(/_+/g, ' ').replace(/,(?=\S)/g, ', ').trim();
}

/// Says a share as a percentage with the digits that matter: 0.0042 is "0.4 %".
export function percent(share: number | null | undefined): string {
    if (share == null || !Number.isFinite(share)) return '–';
    return `${percentNumber(share)}${kNoBreak}%`;
}

function percentNumber(share: number): string {
    const size = Math.abs(share) * 100;
    const sign = share < 0 ? '−' : '';
    if (size === 0) return '0';
    if (size < 0.1) return `${sign}<${kNoBreak}0.1`;
    if (size < 10) return sign + size.toFixed(1).replace(/\.0$/, '');
    if (size > 99 && size < 100) return sign + (Math.floor(size * 10) / 10).toFixed(1).replace(/\.0$/, '');
    return sign + size.toFixed(0);
}

/// Says an interval of shares: "12–15 %".
export function interval(low: number | null | undefined, high: number | null | undefined): string {
    if (low == null || high == null) return '–';
    const [first, second] = [percentNumber(low), percentNumber(high)];
    return first === second ? `${first}${kNoBreak}%` : `${first}${low < 0 || high < 0 ? ' to ' : `–${kJoin}`}${second}${kNoBreak}%`;
}

/// Says a number with three significant digits, thousands apart.
export function number(value: number | string | null | undefined): string {
    if (value == null) return '–';
    if (typeof value === 'string') return value;
    if (!Number.isFinite(value)) return '–';
    const size = Math.abs(value);
    const text = size >= 1000 ? Math.round(size).toString().replace(/\B(?=(\d{3})+$)/g, ',')
        : size >= 100 ? size.toFixed(0) : String(Number(size.toPrecision(3)));
    return (value < 0 && Number(text.replace(/,/g, '')) !== 0 ? '−' : '') + text;
}

const kMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
    'November', 'December'];

/// Says a date of the engine: "1924-05" is "May 1924", "1917-Q4" is "the fourth quarter of 1917", short "Q4 1917".
export function dateWords(date: string | null | undefined): string {
    if (!date) return '–';
    const read = readDate(date);
    if (!read) return date;
    const year = `${read.year}${read.before ? ' BC' : ''}`;
    if (read.quarter) return `Q${read.quarter} ${year}`;
    if (!read.month) return year;
    const month = kMonths[read.month - 1] ?? '';
    return read.day ? `${read.day} ${month} ${year}` : `${month} ${year}`;
}

interface DateParts { year: number; month?: number; quarter?: number; day?: number; before: boolean }

function readDate(date: string): DateParts | null {
    const found = /^(\d{1,6})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?( bc)?$/i.exec(date.trim());
    if (!found) return null;
    return {
        year: Number(found[1]),
        quarter: found[2] ? Number(found[2]) : undefined,
        month: found[3] ? Number(found[3]) : undefined,
        day: found[4] ? Number(found[4]) : undefined,
        before: found[5] !== undefined,
    };
}

/// Gives the first moment of a date, or with `end` the first moment behind it; null if it is none.
export function moment(date: string | null | undefined, end = false): Date | null {
    const read = date ? readDate(date) : null;
    if (!read) return null;
    const month = read.quarter ? (read.quarter - 1) * 3 : (read.month ?? 1) - 1;
    const made = new Date(0);
    const year = read.before ? 1 - read.year : read.year;
    if (!end) made.setUTCFullYear(year, month, read.day ?? 1);
    else if (read.day) made.setUTCFullYear(year, month, read.day + 1);
    else if (read.month) made.setUTCFullYear(year, month + 1, 1);
    else if (read.quarter) made.setUTCFullYear(year, month + 3, 1);
    else made.setUTCFullYear(year + 1, 0, 1);
    return made;
}

const kLanguages: Record<string, string> = {
    ar: 'Arabic', de: 'German', el: 'Greek', en: 'English', es: 'Spanish', fa: 'Persian', fr: 'French', he: 'Hebrew',
    it: 'Italian', la: 'Latin', ps: 'Pashto', ru: 'Russian', tr: 'Turkish', uk: 'Ukrainian', ur: 'Urdu', zh: 'Chinese',
};
const kRightToLeft = new Set(['ar', 'fa', 'he', 'ps', 'ur', 'yi', 'ckb', 'sd', 'ug']);

export function languageName(code: string): string {
    return kLanguages[code] ?? code;
}

/// Says which way a text runs: by its letters, and where it has none that tell, by its language.
export function direction(text: string, language = ''): 'rtl' | 'ltr' {
    const strong = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[A-Za-z\u00c0-\u024f\u0370-\u052f]/u.exec(text);
    if (strong) return /[A-Za-z\u00c0-\u024f\u0370-\u052f]/u.test(strong[0]) ? 'ltr' : 'rtl';
    return kRightToLeft.has(language) ? 'rtl' : 'ltr';
}

/// Joins words as a sentence does: "a, b and c".
export function list(parts: string[]): string {
    if (parts.length < 2) return parts.join('');
    return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

export function count(many: number, one: string, more = `${one}s`): string {
    return `${number(many)} ${many === 1 ? one : more}`;
}
