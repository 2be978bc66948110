// The text editor of the laboratory in a browser, against the program that JONBAR names.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faults, launch } from './chromium';
import { serve, withPage, type Served } from './laboratory_server';

const kProgram = process.env.JONBAR ?? '';
const kSample = join(resolve(fileURLToPath(new URL('.', import.meta.url))), 'sample/letter.jon');
const kLetter = kProgram === '' ? '' : readFileSync(kSample, 'utf8');
const kPersian = `history "کشاکش" from 1303 SH to 1304 SH by month
kind شخص { نفوذ: real in 0..1 = 0.5 }
شخص لنین "😀 ولادیمیر 😀", کامنف "لئو کامنف"
rule رشد every month { کامنف.نفوذ += 0.01 }
outcome پیشتاز = argmax(پ in شخص: پ.نفوذ) at end
`;
// Long, for a text that must stay smooth: a thousand rules more than the flagship has lines.
const kLong = `${kLetter}\n${Array.from({ length: 1500 }, (_, index) => `rule grows_${index} every month {\n    boris.standing += 0.001  # "${index}"\n}\n`).join('')}`;

let browser: Browser;
let served: Served;
let context: BrowserContext;
let complaints: string[] = [];
const sent = new WeakMap<Page, string>();

describe.skipIf(kProgram === '')('the editor', () => {
    beforeAll(async () => {
        served = await serve(kProgram, [kSample], { 'persian.jon': kPersian, 'long.jon': kLong, 'crlf.jon': kPersian.replaceAll('\n', '\r\n'), 
            'part.jon': '# What the part says.\nparam share: real ~ beta(2, 2) assumed "so"\nsource paper "A paper"\nclaim written in paper "It was written"\n',
            'whole.jon': kPersian.replace('\n', '\nuse part\n'),
        });
        browser = await launch();
    });
    afterAll(async () => {
        await browser?.close();
        served?.stop();
    });
    beforeEach(async () => {
        complaints = [];
        context = await browser.newContext({ viewport: { width: 1024, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
    });
    afterEach(async () => {
        await context.close();
        expect(complaints).toEqual([]);
    });

    async function open(scenario = 'letter.jon', within = context): Promise<Page> {
        const page = await within.newPage();
        page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => { if (request.url().endsWith('/api/check')) sent.set(page, request.postDataJSON().text); });
        await withPage(page, served.address);
        await page.goto(`${served.address}/#v=1&scenario=${scenario}&tab=text`);
        await checked(page);
        return page;
    }

    /// Waits until the check has told of the text as it is.
    async function checked(page: Page): Promise<void> {
        await page.waitForFunction(() => document.querySelector('.checked')?.getAttribute('aria-busy') === 'false');
    }

    /// The text as the editor has it: what it last had checked.
    async function text(page: Page): Promise<string> {
        await checked(page);
        return sent.get(page) ?? '';
    }

    async function typeAtEnd(page: Page, typed: string): Promise<void> {
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+End');
        await page.keyboard.insertText(typed);
        await checked(page);
    }

    async function post(path: string, body: unknown): Promise<any> {
        const answer = await fetch(served.address + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
        return answer.json();
    }

    it('shows the text of the file in the colours of its words', async () => {
        const page = await open();
        expect(await text(page)).toBe(kLetter);
        expect(await page.locator('.cm-line').nth(3).locator('.word-keyword').allTextContents()).toEqual(['history', 'from', 'to', 'by', 'month']);
        expect(await page.locator('.cm-content').getAttribute('aria-label')).toBe('Text of letter.jon');
        expect(await page.locator('.standing').textContent()).toMatch(/^This is the text of the file\. Questions are asked of it\./);
    });

    it.each(['letter.jon', 'persian.jon'])('marks what the check says of %s at its place, and lists it', async (scenario) => {
        const page = await open(scenario);
        await typeAtEnd(page, 'شخص "😀😀😀" = qqq');
        const { findings } = await post('/api/check', { text: await text(page), name: scenario });
        const errors = findings.filter((each: { severity: string }) => each.severity === 'error');
        expect(errors.length).toBeGreaterThan(0);
        const { line, column, end_column: end } = errors[0];
        // What is underlined, and what stands on its line before it, counted in code points.
        const shown = await page.locator('.cm-lintRange-error').first().evaluate((mark) => {
            const within = mark.closest('.cm-line')!;
            const before = document.createRange();
            before.setStart(within, 0);
            before.setEndBefore(mark);
            return { column: [...before.toString()].length + 1, length: [...mark.textContent!].length, line: within.textContent };
        });
        expect(shown.column).toBe(column);
        expect(shown.length).toBe(end - column);
        expect(shown.line).toBe((await text(page)).split('\n')[line - 1]);
        expect(await page.locator('.cm-gutter-lint .cm-lint-marker-error').count()).toBeGreaterThan(0);
        expect(await page.locator('.findings .place').first().textContent()).toBe(`${line}:${column}`);
        const said = await page.locator('.findings li').first().textContent();
        expect(said).toContain(errors[0].code);
        expect(said).toContain(errors[0].message);
        expect(said).toContain(errors[0].hint);
        await page.locator('.cm-lintRange-error').first().hover();
        expect(await page.locator('.cm-tooltip .finding').textContent()).toContain(errors[0].message);
    });

    it('leads from the list to the place, by keyboard too', async () => {
        const page = await open('long.jon');
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+Home');
        await page.keyboard.insertText('zzz\n');
        await checked(page);
        await page.locator('.cm-scroller').evaluate((scroller) => { scroller.scrollTop = scroller.scrollHeight; });
        await page.locator('.findings button').first().focus();
        await page.keyboard.press('Enter');
        const { findings } = await post('/api/check', { text: await text(page), name: 'long.jon' });
        await page.locator('.cm-activeLineGutter', { hasText: String(findings[0].line) }).first().waitFor();
        expect(await page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
        await page.keyboard.insertText('HERE');
        const line = (await text(page)).split('\n')[findings[0].line - 1]!;
        expect([...line].slice(0, findings[0].column - 1 + 4).join('')).toMatch(/HERE$/);
    });

    it('completes a name, with what is known of it', async () => {
        const page = await open();
        await typeAtEnd(page, 'rule grows every month { ');
        await page.keyboard.type('bor');
        const offered = page.locator('.cm-tooltip-autocomplete li', { hasText: /^boris/ }).first();
        await offered.waitFor();
        await offered.click();
        await page.keyboard.type('.st');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'standing' }).first().waitFor();
        expect(await page.locator('.cm-completionInfo').textContent()).toContain('of person');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'standing' }).first().click();
        await page.keyboard.type(' += 1 }');
        expect((await text(page)).split('\n').at(-1)).toContain('boris.standing += 1');
        await checked(page);
        expect(await page.locator('.count').textContent()).toBe('No errors');
    });

    it('completes modules after use, and words with their meaning', async () => {
        const page = await open();
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+End');
        await page.keyboard.type('use pa');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: /^part/ }).first().click();
        expect((await text(page)).split('\n').at(-1)).toBe('use part');
        await page.keyboard.press('Enter');
        await page.keyboard.type('use politics.cont');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'politics.contest' }).first().click();
        expect((await text(page)).split('\n').at(-1)).toBe('use politics.contest');
        await page.keyboard.type(' whati');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'whatif' }).first().waitFor();
        expect(await page.locator('.cm-completionInfo').textContent()).toContain('another world');
    });

    it('completes what the modules declare that are used', async () => {
        const page = await open('whole.jon');
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+End');
        await page.keyboard.type('var x: real = sha');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'share' }).first().click();
        await page.keyboard.type(' cites ');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'written' }).first().waitFor();
        expect(await page.locator('.cm-completionInfo').textContent()).toContain('It was written');
        await page.locator('.cm-tooltip-autocomplete li', { hasText: 'written' }).first().click();
        expect((await text(page)).split('\n').at(-1)).toBe('var x: real = share cites written');
        await checked(page);
        expect(await page.locator('.count').textContent()).not.toContain('error');
    });

    it('has questions asked of the edited text once it has no error, and else of the last that had none', async () => {
        const page = await open();
        const asked = (): Promise<string> => page.locator('.standing').textContent().then((said) => said ?? '');
        await typeAtEnd(page, 'zzz');
        expect(await asked()).toContain('Questions are asked of the file until');
        await page.keyboard.press('Control+z');
        await typeAtEnd(page, 'outcome other = boris.standing at end');
        expect(await asked()).toContain('Questions are asked of it.');
        expect(await page.locator('.dates').textContent()).toContain('as you edited it');
        await typeAtEnd(page, ' zzz');
        expect(await asked()).toContain('Questions are asked of the last text without an error');
    });

    it('keeps a draft through a reload, and offers it to another page', async () => {
        const page = await open();
        await typeAtEnd(page, '# mine');
        await page.reload();
        await checked(page);
        expect(await text(page)).toBe(`${kLetter}# mine`);
        expect(await page.locator('.standing .differs').count()).toBe(1);
        await page.getByRole('tab', { name: 'Questions' }).click();
        await page.reload();
        await page.waitForFunction(() => document.querySelector('.dates')?.textContent?.includes('as you edited it'));
        const other = await open();
        expect(await text(other)).toBe(kLetter);
        await other.getByRole('button', { name: 'Take it up' }).click();
        await checked(other);
        expect(await text(other)).toBe(`${kLetter}# mine`);
        expect(await other.locator('.offer').isVisible()).toBe(false);
    });

    it('goes back to the file, from which undo comes back, and the draft stays on offer', async () => {
        const page = await open();
        expect(await page.getByRole('button', { name: 'Back to the file' }).isDisabled()).toBe(true);
        await typeAtEnd(page, '# mine');
        await page.getByRole('button', { name: 'Back to the file' }).click();
        await checked(page);
        expect(await text(page)).toBe(kLetter);
        expect(await page.locator('.offer').isVisible()).toBe(true);
        await page.keyboard.press('Control+z');
        expect(await text(page)).toBe(`${kLetter}# mine`);
        await page.getByRole('button', { name: 'Back to the file' }).click();
        await page.reload();
        await checked(page);
        expect(await text(page)).toBe(kLetter);
        while (await page.getByRole('button', { name: 'Throw it away' }).isVisible()) await page.getByRole('button', { name: 'Throw it away' }).click();
        await page.reload();
        await checked(page);
        expect(await page.locator('.offer').isVisible()).toBe(false);
    });

    it('formats as the program does, in one step that can be undone', async () => {
        const page = await open();
        await typeAtEnd(page, 'rule   grows every month {boris.standing+=1}');
        const before = await text(page);
        await page.getByRole('button', { name: 'Format' }).click();
        await page.waitForFunction(() => document.querySelector('.said-of-text')?.textContent !== '');
        const { text: formatted } = await post('/api/format', { text: before, name: 'letter.jon' });
        expect(formatted).not.toBe(before);
        expect(await text(page)).toBe(formatted);
        await page.keyboard.press('Control+z');
        expect(await text(page)).toBe(before);
        await typeAtEnd(page, ' "no end');
        await page.getByRole('button', { name: 'Format' }).click();
        await page.waitForFunction(() => document.querySelector('.said-of-text')?.textContent?.includes('mend'));
        complaints = complaints.filter((each) => !each.includes('422'));  // the browser's own note of it
    });

    it('downloads the text as it is edited, with the ends of line that the file has', async () => {
        const page = await open('crlf.jon');
        await typeAtEnd(page, '# end');
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
        expect(download.suggestedFilename()).toBe('crlf.jon');
        expect(readFileSync(await download.path(), 'utf8')).toBe(`${kPersian}# end`.replaceAll('\n', '\r\n'));
    });

    it('is left by Escape and Tab, and a Tab alone indents', async () => {
        const page = await open();
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+Home');
        await page.keyboard.press('Tab');
        expect((await text(page)).startsWith('    #')).toBe(true);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true);
        expect(await page.locator('#editor-keys').textContent()).toContain('Escape, then Tab');
    });

    it('shows lines from right to left each for itself', async () => {
        const page = await open('persian.jon');
        const directions = await page.locator('.cm-line').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction));
        expect(directions.slice(0, 5)).toEqual(['ltr', 'ltr', 'rtl', 'ltr', 'ltr']);
        // Names keep the order in which they are written: پ in شخص: پ.نفوذ
        const lefts = await page.locator('.cm-line').nth(4).locator('.cm-iso').evaluateAll((names) => names.map((name) => name.getBoundingClientRect().left));
        expect(lefts.length).toBe(5);
        expect([...lefts].sort((a, b) => a - b)).toEqual(lefts);
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+Home');
        for (let line = 0; line < 2; ++line) await page.keyboard.press('ArrowDown');
        await page.keyboard.press('End');
        await page.keyboard.insertText('# x');
        expect((await text(page)).split('\n')[2]).toBe(`${kPersian.split('\n')[2]}# x`);
    });

    it('stays smooth in a long text', async () => {
        const page = await open('long.jon');
        expect(await page.locator('.cm-line').count()).toBeLessThan(300);
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+End');
        const took = await page.evaluate(async () => {
            const each: number[] = [];
            for (let letter = 0; letter < 41; ++letter) {
                const before = performance.now();
                document.execCommand('insertText', false, 'x');
                await new Promise((done) => requestAnimationFrame(done));
                each.push(performance.now() - before);
            }
            return each.sort((a, b) => a - b)[20]!;
        });
        expect(took).toBeLessThan(150);
    });

    it('searches, and wraps lines or not, as was chosen', async () => {
        const page = await open();
        await page.getByRole('button', { name: 'Search' }).click();
        await page.keyboard.type('anna_died');
        await page.locator('.cm-searchMatch').first().waitFor();
        await page.getByLabel('Wrap lines').uncheck();
        expect(await page.locator('.cm-lineWrapping').count()).toBe(0);
        await page.reload();
        await checked(page);
        expect(await page.locator('.cm-lineWrapping').count()).toBe(0);
        expect(await page.getByLabel('Wrap lines').isChecked()).toBe(false);
    });

    it.each(['light', 'dark'] as const)('has nothing that axe calls serious in %s', async (colorScheme) => {
        await context.close();
        context = await browser.newContext({ viewport: { width: 1024, height: 900 }, reducedMotion: 'reduce', colorScheme });
        const page = await open();
        await typeAtEnd(page, 'zzz');
        await page.getByRole('button', { name: 'Search' }).click();
        await page.keyboard.type('anna');
        expect(await faults(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+End');
        await page.keyboard.type(' bo');
        await page.locator('.cm-tooltip-autocomplete').waitFor();
        expect(await faults(page)).toEqual([]);
    });

    it('has no sideways scroll on a telephone', async () => {
        const page = await open();
        await page.setViewportSize({ width: 375, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    });
});
