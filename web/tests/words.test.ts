import { describe, expect, it } from 'vitest';
import { dateWords, direction, interval, list, moment, number, percent, words } from '../src/words';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '');

describe('figures', () => {
    it.each([
        [0, '0 %'], [1, '100 %'], [0.384, '38 %'], [0.0421, '4.2 %'], [0.0004, '< 0.1 %'], [0.9995, '99.9 %'], [0.99999, '99.9 %'],
        [0.05, '5 %'], [-0.26, '−26 %'], [null, '–'], [Number.NaN, '–'],
    ])('says the share %s as %s', (share, said) => expect(plain(percent(share))).toBe(plain(said).replace('<0', '< 0')));

    it('never says that what happened sometimes happened never or always', () => {
        expect(plain(percent(1e-9))).not.toBe('0 %');
        expect(plain(percent(1 - 1e-9))).not.toBe('100 %');
    });
    it('says an interval once where both ends are the same', () => {
        expect(plain(interval(0.121, 0.154))).toBe('12–15 %');
        expect(plain(interval(0.121, 0.122))).toBe('12 %');
        expect(plain(interval(-0.1, 0.2))).toBe('−10 to 20 %');
        expect(interval(null, 0.2)).toBe('–');
    });
    it.each([[0.19204, '0.192'], [-0.257, '−0.257'], [12345.6, '12,346'], [1234567, '1,234,567'], [0, '0'], ['1924-05', '1924-05'], [null, '–']])(
        'says the number %s as %s', (value, said) => expect(number(value)).toBe(said));
});

describe('names', () => {
    it('drops modules and underscores', () => {
        expect(words('politics.pursuit:grant(trotsky, norway)')).toBe('grant(trotsky, norway)');
        expect(words('executed_')).toBe('executed');
        expect(words('tie(anna,boris)')).toBe('tie(anna, boris)');
    });
    it('joins as a sentence does', () => {
        expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
    });
});

describe('dates', () => {
    it.each([['1924-05', 'May 1924'], ['1917-Q4', 'Q4 1917'], ['1924-12-26', '26 December 1924'], ['1922', '1922'], ['0044-03-15 bc', '15 March 44 BC'], ['never', 'never'], [null, '–']])(
        'says %s as %s', (date, said) => expect(dateWords(date)).toBe(said));
    it('knows where a date begins and ends', () => {
        expect(moment('1917-Q4')?.toISOString()).toBe('1917-10-01T00:00:00.000Z');
        expect(moment('1917-Q4', true)?.toISOString()).toBe('1918-01-01T00:00:00.000Z');
        expect(moment('1924-12', true)?.toISOString()).toBe('1925-01-01T00:00:00.000Z');
        expect(moment('1924-02-28', true)?.toISOString()).toBe('1924-02-29T00:00:00.000Z');
        expect(moment('0044 bc')?.getUTCFullYear()).toBe(-43);
        expect(moment('0050')?.getUTCFullYear()).toBe(50);
        expect(moment('never')).toBeNull();
    });
});

describe('direction', () => {
    it('goes by the first letter that tells', () => {
        expect(direction('۱۳۰۴: نامه را خواندم', 'fa')).toBe('rtl');
        expect(direction('Trotsky در ۱۹۴۰', 'fa')).toBe('ltr');
        expect(direction('1940', 'fa')).toBe('rtl');
        expect(direction('1940', 'en')).toBe('ltr');
    });
});
