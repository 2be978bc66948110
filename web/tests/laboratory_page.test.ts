// The laboratory as a page: its policy, its widths, its keyboard, its drawer. JONBAR names the program.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, launch } from './chromium';
import { open, program, serveSmall, settled, unfold } from './laboratory_open';
import { withPage, type Served } from './laboratory_server';

const kEverything = '#v=1&scenario=letter.jon&whatif=read_out&whatif=lives&off=regard';

let browser: Browser;
let served: Served;

describe.skipIf(!program)('the page of the laboratory', () => {
    beforeAll(async () => { [served, browser] = await Promise.all([serveSmall(), launch()]); });
    afterAll(async () => {
        await browser?.close();
        served?.stop();
    });

    it('complains of nothing and asks nobody else', async () => {
        const asked: string[] = [];
        const context = await browser.newContext();
        context.on('request', (request) => asked.push(request.url()));
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        await withPage(page, served.address);
        await page.goto(`${served.address}/${kEverything}`);
        await settled(page);
        await page.getByRole('tab', { name: 'Text' }).click();
        await page.getByRole('tab', { name: 'Questions' }).click();
        expect(complaints).toEqual([]);
        expect(asked.filter((url) => !url.startsWith(served.address) && !url.startsWith('data:'))).toEqual([]);
        await context.close();
    });

    it.each([375, 1024, 1600])('has no sideways scroll at %i pixels', async (width) => {
        const { page } = await open(browser, served.address, kEverything, width);
        await settled(page);
        await unfold(page);
        await page.locator('.chronicle-table').waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.close();
    });

    it.each(['light', 'dark'] as const)('has nothing serious for axe in %s, with all parts open', async (scheme) => {
        const { page } = await open(browser, served.address, kEverything, 1200, scheme);
        await settled(page);
        await page.getByRole('button', { name: 'Ask for its causes' }).click();
        await page.locator('#causes svg').first().waitFor();
        await unfold(page);
        await page.locator('.chronicle-table').waitFor();
        await page.locator('.sources table').waitFor();
        expect(await faults(page)).toEqual([]);
        await page.close();
    });

    it('opens sources in the drawer: contradictions side by side, Persian from right to left', async () => {
        const { page } = await open(browser, served.address, '#v=1&scenario=letter.jon');
        await settled(page);
        const opener = page.locator('[data-outcome=boris_stands] .cite');
        await opener.focus();
        await page.keyboard.press('Enter');
        const sides = page.locator('dialog[open] .sides .claim');
        await sides.nth(1).waitFor();
        const [first, second] = await Promise.all([sides.nth(0).boundingBox(), sides.nth(1).boundingBox()]);
        expect(second!.x).toBeGreaterThan(first!.x + first!.width);
        expect(await page.locator('dialog').textContent()).toMatch(/Persian, memoir, line 4/);
        expect(await page.locator('dialog bdi[dir=rtl]').textContent()).toBe('دفتر خاطرات کلارا');
        expect(await faults(page, 'dialog')).toEqual([]);
        await page.keyboard.press('Escape');
        expect(await page.locator('dialog[open]').count()).toBe(0);
        expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
        await page.close();
    });

    it('opens what a cause, a what-if, a number and a fact rest on', async () => {
        const { page } = await open(browser, served.address, '#v=1&scenario=letter.jon');
        await settled(page);
        await page.getByText('What nobody knows').click();
        for (const [label, claim] of [["sources: cause silence", 'Clara kept the letter to herself.'], ['sources: whatif lives', 'Anna had been ill since the winter.'],
            ['sources: param frailty', 'Anna had been ill since the winter.'], ['1 claim: election carried', 'Boris was elected in January 1901.'], ['sources: param sting', 'Assumed: what the letter would do']] as const) {
            await page.getByRole('button', { name: label, exact: true }).first().click();
            await page.locator('dialog[open]', { hasText: claim }).waitFor();
            await page.keyboard.press('Escape');
        }
        await page.close();
    });

    it('is worked by keyboard', async () => {
        const { page } = await open(browser, served.address, '#v=1&scenario=letter.jon');
        await settled(page);
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the scenario');
        await page.getByRole('tab', { name: 'Questions' }).focus();
        await page.keyboard.press('ArrowRight');
        expect(await page.getByRole('tab', { name: 'Text' }).getAttribute('aria-selected')).toBe('true');
        expect(page.url()).toContain('tab=text');
        await page.keyboard.press('Home');
        await page.getByRole('checkbox', { name: /Anna lives on/ }).focus();
        await page.keyboard.press('Space');
        await page.waitForFunction(() => document.querySelector('[data-outcome=boris_leads] .differences')?.textContent?.includes('points'));
        await page.close();
    });

    it('copies the link of the view', async () => {
        const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
        const page = await context.newPage();
        await withPage(page, served.address);
        await page.goto(`${served.address}/${kEverything}`);
        await settled(page);
        await page.getByRole('button', { name: 'Copy link' }).click();
        await page.getByText('Copied.').waitFor();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
        await context.close();
    });
});
