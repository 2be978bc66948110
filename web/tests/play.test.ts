// The tab Play in a browser, asked of the program that JONBAR names: `npm test` builds none.

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../src/lab/play/game';
import { complaintsOf, faults, launch } from './chromium';
import { serve, withPage, type Served } from './laboratory_server';

const kSample = join(resolve(fileURLToPath(new URL('.', import.meta.url))), 'sample/letter.jon');
const kProgram = process.env.JONBAR ?? '';

// Two decisions of one person, and one that nobody comes to.
const kPersian = `history "نامه" from 1900-01 to 1901-12 by month
kind person { luck: int = 0 }
person anna "آنا", boris "بوریس"
decision wager every year by anna {
    option bold worth 0 { anna.luck += 1  say "آنا می‌برد." }
    option shy worth 0 { say "آنا صبر می‌کند." }
}
event flood at 1901-06 chance 0 {}
decision flee at on(flood) by boris { option goes worth 0 {}  option stays worth 0 {} }
outcome luck = anna.luck at end
outcome lucky = anna.luck > 0 at end
`;

let browser: Browser;
let served: Served;

interface Opened { page: Page; complaints: string[] }

async function open(scenario = 'letter.jon', context: Browser | BrowserContext = browser, width = 1024, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
    const page = await context.newPage(context === browser ? { viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' } : undefined);
    const complaints = complaintsOf(page);
    await withPage(page, served.address);
    await page.goto(`${served.address}/#v=1&scenario=${scenario}&tab=play`);
    await page.waitForSelector('#panel-play form, #panel-play .turn, #panel-play .play-end');
    return { page, complaints };
}

async function begin(page: Page, history: string, person = ''): Promise<void> {
    if (person) await page.selectOption('#play-person', person);
    await page.fill('#play-history', history);
    await page.click('#panel-play button[type=submit]');
    await settled(page);
}

/// Waits until the tab has done what it was asked.
async function settled(page: Page): Promise<void> {
    await page.waitForSelector('#panel-play [aria-busy=false] >> :is(#turn-title, #end-title), #panel-play .problem');
}

async function text(page: Page, part: string): Promise<string> {
    return (await page.locator(`#panel-play ${part}`).allTextContents()).join('\n').replace(/\s+/g, ' ').trim();
}

async function overflow(page: Page): Promise<number> {
    return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.skipIf(kProgram === '')('play', () => {
    beforeAll(async () => {
        served = await serve(kProgram, [kSample], { 'persian.jon': kPersian }, ['--max-plays', '1']);
        browser = await launch();
    });
    afterAll(async () => {
        await browser?.close();
        served?.stop();
    });

    it('plays the sample to its end, by keyboard, and compares', async () => {
        const { page, complaints } = await open();
        expect(await text(page, '#play-decides')).toBe('Decides: letter.');
        await begin(page, '19');
        expect(await text(page, '#turn-title')).toBe('January 1901: letter');
        expect(await text(page, '.option-name')).toBe('reads keeps');
        expect(await text(page, '[aria-live]')).toBe('Decision 1, January 1901: letter. Since then 2 things have happened. 2 options: 1, reads; 2, keeps.');
        expect(await text(page, '.story-lines')).toContain('Anna dies.');
        expect(await page.evaluate(() => document.activeElement?.id)).toBe('turn-title');
        await page.keyboard.press('1');
        await page.waitForSelector('#end-title');
        expect(await text(page, '.line-mine')).toContain('You: letter: reads');
        expect(await text(page, '.story-lines')).toContain('Clara reads the letter out.');
        expect(await text(page, '.end-sentence')).toBe('You chose otherwise than Clara would have in the one decision. The two histories part in January 1901.');
        expect(await text(page, '.end-choices tbody tr')).toContain('January 1901letterreadskeeps');
        const [yours, own] = await page.locator('#panel-play .apart .sides > div').allTextContents();
        expect(yours).toContain('Clara reads the letter out.');
        expect(own).toContain('letter: keeps');
        expect(own).not.toContain('reads the letter');
        expect(await text(page, '.against-record tbody tr:has-text("letter chose keeps")')).toBe('letter chose keeps✗ no✓ yes');
        expect(await page.evaluate(() => document.activeElement?.id)).toBe('end-title');
        expect(complaints).toEqual([]);
        await page.close();
    });

    it('plays along to the very same history', async () => {
        const { page } = await open();
        await begin(page, '19');
        await page.click('text=Do as Clara would');
        await page.waitForSelector('#end-title');
        expect(await text(page, '.end-sentence')).toContain('it is the very same history');
        expect(await page.locator('#panel-play .apart').count()).toBe(0);
        await page.close();
    });

    it('goes back to the same place', async () => {
        const { page } = await open();
        await begin(page, '19');
        const before = await text(page, '.turn');
        await page.click('.option[data-option=reads]');
        await page.waitForSelector('#end-title');
        await page.keyboard.press('u');
        await page.waitForSelector('#turn-title');
        expect(await text(page, '.turn')).toBe(before);
        expect(await page.locator('#panel-play .undo').isDisabled()).toBe(true);
        await page.close();
    });

    it('tells where the options lead, and the record, only when asked', async () => {
        const { page, complaints } = await open();
        await begin(page, '19');
        expect(await page.locator('#panel-play .odds svg').count()).toBe(0);
        expect(await page.locator('#panel-play .record .rows').isVisible()).toBe(false);
        await page.click('text=Where would each lead?');
        await page.waitForSelector('#panel-play .odds svg');
        expect(await text(page, '.odds [role=status]')).toContain('512 histories for each option');
        await page.selectOption('#panel-play .odds select', 'boris_leads');
        await page.click('#panel-play .odds summary');
        await page.waitForFunction(() => document.querySelectorAll('#panel-play .odds tbody tr').length === 2);
        const rows = await page.locator('#panel-play .odds tbody tr').allTextContents();
        for (const row of rows) expect(row).toMatch(/^(reads|keeps)[<\d.\s]+%\s?\([\d.<\s–\u2060]+%\)$/u);
        await page.click('text=What the record says of this decision');
        expect(await text(page, '.record .rows')).toBe('keeps – letter chose keeps');
        expect(complaints).toEqual([]);
        await page.close();
    });

    it('plays again with one other choice, the later ones as before', async () => {
        const { page } = await open('persian.jon');
        await begin(page, '4', 'anna');
        for (const key of ['2', '2']) {
            const title = await text(page, '#turn-title');
            await page.keyboard.press(key);
            await page.waitForFunction((before) => document.querySelector('#panel-play :is(#turn-title, #end-title)')?.textContent?.trim() !== before, title);
        }
        await page.waitForSelector('#end-title');
        await page.locator('.end-choices button').first().click();
        await page.waitForSelector('#turn-title');
        expect(await text(page, '.option[data-option=shy]')).toContain('(as before)');
        await page.click('.option[data-option=bold]');
        await page.waitForSelector('#end-title');  // the second choice was made again
        expect(await text(page, '.end-choices tbody td:nth-of-type(2)')).toBe('bold shy');
        expect(await text(page, '.end-outcomes thead').then((head) => head.includes('Your world before'))).toBe(true);
        expect(await text(page, '.end-outcomes tbody tr:has-text("lucky")')).toContain('luckyyesno');
        await page.close();
    });

    it('saves to a file and goes on with it in a new page', async () => {
        const { page } = await open('persian.jon');
        await begin(page, '4', 'anna');
        const first = await text(page, '#turn-title');
        await page.keyboard.press('1');
        await page.waitForFunction((before) => document.querySelector('#turn-title')?.textContent?.trim() !== before, first);
        const told = await text(page, '.story-lines');
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Save to a file')]);
        expect(download.suggestedFilename()).toBe('anna-persian.json');
        const file = join(served.folder, 'game.json');
        await download.saveAs(file);
        const saved = JSON.parse(readFileSync(file, 'utf8')) as Saved;
        expect(saved.choices.map((choice) => choice.option)).toEqual(['bold']);
        await page.close();
        // It is another browser's, and stands at another scenario.
        const { page: other } = await open('letter.jon');
        await other.setInputFiles('#panel-play input[type=file]', file);
        await other.waitForSelector('#turn-title');
        expect(await other.inputValue('#scenario')).toBe('persian.jon');
        expect(await text(other, '.story-lines')).toBe(told);
        writeFileSync(file, 'no game');
        await other.setInputFiles('#panel-play input[type=file]', file);
        await other.waitForSelector('#panel-play .problem');
        expect(await text(other, '.problem')).toContain('no saved game');
        expect(await other.locator('#turn-title').count()).toBe(1);
        await other.close();
    });

    it('goes on after the page was loaded again, and after the server forgot it', async () => {
        const context = await browser.newContext({ viewport: { width: 1024, height: 900 } });
        const { page } = await open('persian.jon', context);
        await begin(page, '4', 'anna');
        const first = await text(page, '#turn-title');
        await page.keyboard.press('2');
        await page.waitForFunction((before) => document.querySelector('#turn-title')?.textContent?.trim() !== before, first);
        const second = await text(page, '#turn-title');
        await page.reload();
        await page.waitForSelector('#turn-title');
        expect(await text(page, '#turn-title')).toBe(second);
        expect(await text(page, '.line-mine')).toContain('shy');
        const { page: other } = await open('letter.jon');  // the server keeps one game
        await begin(other, '19');
        await page.keyboard.press('1');
        await page.waitForSelector('#end-title');
        expect(await text(page, '.end-choices tbody td:nth-of-type(2)')).toBe('shy bold');
        await other.close();
        await page.click('text=Begin another game');
        await page.reload();
        await page.waitForSelector('#panel-play form');
        expect(await page.locator('#turn-title, #end-title').count()).toBe(0);
        expect(await text(page, '.go-on')).toBe('Go on as آنا, 2 choices made');
        await page.click('.go-on');
        await page.waitForSelector('#end-title');
        await context.close();
    });

    it('says so where a person decides nothing', async () => {
        const { page } = await open('persian.jon');
        await page.selectOption('#play-person', 'boris');
        await page.click('#panel-play button[type=submit]');
        await page.waitForSelector('#end-title');
        expect(await text(page, '')).toContain('بوریس decides nothing in this history');
        expect(await text(page, '.end-sentence')).toBe('بوریس had nothing to decide in this history.');
        await page.close();
    });

    it('shows how likely the end was', async () => {
        const { page, complaints } = await open();
        await begin(page, '19');
        await page.keyboard.press('1');
        await page.waitForSelector('#end-title');
        await page.click('text=How likely was this end?');
        await page.waitForFunction(() => document.querySelector('.how-likely')?.textContent?.includes('Of 16,384 histories')
            && document.querySelectorAll('.how-likely svg[role=img]').length === 2);
        expect(await page.locator('.how-likely article').count()).toBe(2);
        expect(complaints).toEqual([]);
        await page.close();
    });

    for (const [width, scheme] of [[375, 'light'], [1024, 'dark'], [1600, 'light']] as const) {
        it(`stands at ${width} pixels, ${scheme}, and axe finds nothing serious`, async () => {
            for (const scenario of width === 375 ? ['letter.jon', 'persian.jon'] : ['letter.jon']) {
                const { page, complaints } = await open(scenario, browser, width, scheme);
                expect(await faults(page), `${scenario} form`).toEqual([]);
                await begin(page, scenario === 'letter.jon' ? '19' : '4');
                await page.click('text=Where would each lead?');
                await page.waitForSelector('#panel-play .odds :is(svg, table)');
                for (const summary of await page.locator('#panel-play details > summary').all()) await summary.click();
                expect(await faults(page), `${scenario} turn`).toEqual([]);
                expect(await overflow(page), `${scenario} turn`).toBeLessThanOrEqual(0);
                if (scenario === 'persian.jon') expect(await page.locator('#panel-play h2 bdi').getAttribute('dir')).toBe('rtl');
                await page.click('.own-all');
                await page.waitForSelector('#end-title');
                expect(await faults(page), `${scenario} end`).toEqual([]);
                expect(await overflow(page), `${scenario} end`).toBeLessThanOrEqual(0);
                expect(complaints).toEqual([]);
                await page.close();
            }
        });
    }
});
