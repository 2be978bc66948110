// The report in a browser: as a file, without a network, by keyboard, on paper.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, faults, launch } from './chromium';

const kRoot = resolve(fileURLToPath(new URL('.', import.meta.url)), '..');
const kPageLimit = 600_000;
const kReportLimit = 2_000_000;
const kMark = '<script type="application/json" id="report-data">null</script>';

let browser: Browser;
let folder: string;
let report: string;
let built: string;  // the page before its data are put in

/// The data of the report to be tested. That of the sample scenario has everything; another may not.
const data = JSON.parse(process.env.REPORT_HTML
    ? /<script type="application\/json" id="report-data">(.*?)<\/script>/s.exec(readFileSync(process.env.REPORT_HTML, 'utf8'))![1]!
    : readFileSync(join(kRoot, 'tests/sample/letter.json'), 'utf8'));
const whole = /(^|\/)letter\.jon$/.test(data.file);
const cited = Object.keys(data.evidence?.claims ?? {}).length > 0;

/// Writes the report to be tested: the one that is named, or the sample put into the page as just built.
beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jonbar-web-'));
    if (process.env.REPORT_HTML) {
        report = resolve(process.env.REPORT_HTML);
        built = readFileSync(report, 'utf8').replace(/(id="report-data">).*?(<\/script>)/s, '$1null$2');
    } else {
        execFileSync(process.execPath, [join(kRoot, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', join(folder, 'dist'), '--logLevel', 'error'], { cwd: kRoot });
        built = readFileSync(join(folder, 'dist', 'report.html'), 'utf8');
        report = join(folder, 'letter.html');
        writeFileSync(report, built.replace(kMark, () => kMark.replace('null', () => JSON.stringify(data).replaceAll('<', '\\u003c'))));
    }
    browser = await launch();
});

afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
});

interface Opened { page: Page; requests: string[]; complaints: string[] }

async function open(width = 1024, colorScheme: 'light' | 'dark' = 'light', file = report, hash = ''): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const complaints = complaintsOf(page);
    await page.goto(pathToFileURL(file).href + hash);
    await page.waitForSelector('main');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return { page, requests, complaints };
}

describe('the file', () => {
    it('asks for nothing and complains of nothing', async () => {
        const { page, requests, complaints } = await open();
        expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(report).href]);
        expect(complaints).toEqual([]);
        await page.close();
    });
    it('forbids what it does not need, and is not too large', () => {
        const html = readFileSync(report, 'utf8');
        expect(html).toMatch(/http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; /);
        expect(html.split('<body>')[1]).not.toMatch(/<[a-z][^>]*\son[a-z]+=/);
        expect(statSync(report).size).toBeLessThan(kReportLimit);
    });
    it('has the place for the data once', () => {
        expect(built.split(kMark).length).toBe(2);
        expect(Buffer.byteLength(built)).toBeLessThan(kPageLimit);
    });
    it('says so where there are no data, or data of another format', async () => {
        for (const [other, said] of [['null', 'no report in this page yet'], ['{"format":"jonbar-report-9"}', 'jonbar-report-9'], ['{"format"', 'cannot be read']] as const) {
            const file = join(folder, 'other.html');
            writeFileSync(file, built.replace(kMark, () => kMark.replace('null', other)));
            const { page } = await open(1024, 'light', file);
            expect(await page.textContent('main')).toContain(said);
            await page.close();
        }
    });
    it('stands with nothing but a title, and says what brings the rest', async () => {
        const file = join(folder, 'bare.html');
        writeFileSync(file, built.replace(kMark, () => kMark.replace('null', '{"format":"jonbar-report-1","title":"Bare","file":"bare.jon"}')));
        const { page, complaints } = await open(375, 'light', file);
        const text = await page.textContent('main');
        for (const command of ['jonbar run bare.jon', 'jonbar whatif bare.jon NAME', 'jonbar why bare.jon OUTCOME', 'jonbar sensitivity bare.jon OUTCOME', 'jonbar evidence bare.jon']) expect(text).toContain(command);
        expect(complaints).toEqual([]);
        await page.close();
    });
});

describe('the page', () => {
    it('shows every section, each with a chart that is drawn and its table', async () => {
        const { page } = await open();
        const sections = ['outcomes', 'timeline', 'worlds', 'causes', 'sensitivity', ...(whole ? ['maps'] : []), 'evidence', 'method', 'text'];
        for (const id of sections) expect(await page.locator(`section#${id} h2`).textContent(), id).toBeTruthy();
        for (const id of whole ? sections.slice(0, 6) : ['outcomes']) expect(await page.locator(`section#${id} .chart svg`).count(), id).toBeGreaterThan(0);
        const figures = page.locator('main figure:has(> .chart > *):visible');
        const many = await figures.count();
        expect(many).toBeGreaterThan(0);
        for (let index = 0; index < many; ++index) {
            const each = figures.nth(index);
            await each.locator('details.as-table > summary').click();
            await each.locator('details.as-table table tbody tr').first().waitFor({ state: 'attached' });  // filled when opened
            expect(await each.locator('.chart > svg, .chart > figure > svg').first().getAttribute('aria-label')).toBeTruthy();
        }
        await page.close();
    });
    it('leads to every section from the contents', async () => {
        const { page } = await open();
        for (const link of await page.locator('nav.contents a').all()) {
            const target = (await link.getAttribute('href'))!;
            expect(await page.locator(target).count(), target).toBe(1);
        }
        await page.close();
    });
    it.runIf(whole)('says the answer that the data hold', async () => {
        const share = data.given.outcomes[data.question.outcome].values[data.question.value].p;
        const { page } = await open();
        expect(await page.locator('.answer .share').textContent()).toBe(`${(share * 100).toFixed(0)}\u00a0%`);
        await page.close();
    });
    it.each([375, 1024, 1600])('has no sideways scroll at %i pixels', async (width) => {
        const { page } = await open(width);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const wide = await page.evaluate(() => [...document.querySelectorAll('.chart')].filter((chart) => chart.firstElementChild && chart.firstElementChild.getBoundingClientRect().width > chart.getBoundingClientRect().width + 1).length);
        expect(wide).toBe(0);
        await page.close();
    });
    it('draws its charts again when the window narrows', async () => {
        const { page } = await open(1600);
        await page.setViewportSize({ width: 375, height: 900 });
        await page.waitForFunction(() => [...document.querySelectorAll('.chart > *')].every((chart) => chart.getBoundingClientRect().right <= 376));
        await page.close();
    });
    it('links to a line of the text', async () => {
        const { page } = await open(1024, 'light', report, whole ? '#letter.jon-3' : '');
        const line = page.locator('.line').nth(2);
        if (whole) expect(await line.evaluate((element) => element.matches(':target'))).toBe(true);
        expect(await line.locator('a.number').getAttribute('href')).toBe(`#${await line.getAttribute('id')}`);
        await page.close();
    });
    it.runIf(whole)('changes all that tells of the altered world together', async () => {
        const { page } = await open();
        const selects = page.locator('label:has-text("Altered world:") select');
        expect(await selects.count()).toBeGreaterThan(1);
        const before = await page.locator('#worlds figure').last().locator('svg').innerHTML();
        await selects.first().selectOption({ label: 'Anna lives on' });
        for (const select of await selects.all()) expect(await select.inputValue()).toBe('lives');
        expect(await page.locator('#worlds').textContent()).toContain('block dies');
        expect(await page.locator('#worlds figure').last().locator('svg').innerHTML()).not.toBe(before);
        await page.close();
    });
    it('turns dark when told to', async () => {
        const { page } = await open();
        const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        const light = await paper();
        await page.selectOption('#theme', 'dark');
        expect(await paper()).not.toBe(light);
        await page.selectOption('#theme', 'light');
        expect(await paper()).toBe(light);
        await page.close();
    });
});

describe('the evidence', () => {
    it.runIf(cited)('opens and closes by keyboard, and the focus goes back', async () => {
        const { page } = await open();
        const cite = page.locator('.cite').first();
        await cite.focus();
        await page.keyboard.press('Enter');
        expect(await page.locator('dialog.drawer[open]').count()).toBe(1);
        expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
        for (let presses = 0; presses < 12; ++presses) {
            await page.keyboard.press('Tab');
            expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
        }
        await page.keyboard.press('Escape');
        expect(await page.locator('dialog.drawer[open]').count()).toBe(0);
        expect(await cite.evaluate((element) => element === document.activeElement)).toBe(true);
        await page.close();
    });
    it.runIf(whole)('sets contradictions side by side, with document, line and language', async () => {
        const { page } = await open();
        await page.locator('#evidence .cite').first().click();
        const sides = page.locator('dialog .sides .claim');
        expect(await sides.count()).toBe(2);
        const [first, second] = await Promise.all([sides.nth(0).boundingBox(), sides.nth(1).boundingBox()]);
        expect(Math.abs(first!.y - second!.y)).toBeLessThan(2);
        expect(second!.x).toBeGreaterThan(first!.x + first!.width);
        expect(await page.locator('dialog').textContent()).toMatch(/Persian, memoir, line 4/);
        await page.close();
    });
    it.runIf(whole)('shows Persian from right to left, set apart', async () => {
        const { page } = await open();
        await page.locator('#evidence .cite').first().click();
        const quote = page.locator('dialog blockquote[lang=fa]').first();
        expect(await quote.getAttribute('dir')).toBe('rtl');
        expect(await quote.evaluate((element) => [getComputedStyle(element).direction, getComputedStyle(element).unicodeBidi])).toEqual(['rtl', 'isolate']);
        expect(await quote.textContent()).toBe('بوریس را کمتر کسی دوست داشت.');
        expect(await page.locator('#evidence bdi[dir=rtl]').count()).toBeGreaterThan(0);
        await page.close();
    });
    it.runIf(whole)('shows the letters of a quotation as they are', async () => {
        const { page } = await open();
        await page.locator('#evidence .cite').first().click();
        expect(await page.locator('dialog').textContent()).toContain('keeps his word & is never < late');
        await page.close();
    });
});

describe('axe', () => {
    it.each(['light', 'dark'] as const)('finds nothing serious in %s, with tables and the evidence open', async (scheme) => {
        const { page } = await open(1024, scheme);
        await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true;
            for (const line of document.querySelectorAll('.line:nth-child(n + 20)')) line.remove();  // a thousand lines alike take long
        });
        expect(await faults(page)).toEqual([]);
        if (cited) {
            await page.locator('#evidence .cite').first().click();
            expect(await faults(page, 'dialog')).toEqual([]);
        }
        await page.close();
    });
    it('finds nothing serious on a telephone', async () => {
        const { page } = await open(375);
        expect(await faults(page)).toEqual([]);
        await page.close();
    });
});

describe('paper', () => {
    it('is A4, with notes for the claims', async () => {
        const { page } = await open(1024, 'dark');
        const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
        const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)];
        expect(boxes.length).toBeGreaterThan(1);
        for (const [, width, height] of boxes) {
            expect(Math.abs(Number(width) - 595.28)).toBeLessThan(1.5);
            expect(Math.abs(Number(height) - 841.89)).toBeLessThan(1.5);
        }
        await page.emulateMedia({ media: 'print' });
        expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(255, 255, 255)');
        expect(await page.locator('nav.contents').isVisible()).toBe(false);
        const notes = await page.locator('.notes li').count();
        const numbers = (await page.locator('.cite sup').allTextContents()).flatMap((text) => text.split(', ').map(Number));
        expect(Math.max(0, ...numbers)).toBe(notes);
        if (notes > 0) expect(await page.locator('.notes').isVisible()).toBe(true);
        await page.close();
    });
});
