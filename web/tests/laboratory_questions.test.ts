// The laboratory asks its server: what comes, how it changes, and what goes wrong. JONBAR names the program.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './chromium';
import { open, program, said, serveSmall, settled } from './laboratory_open';
import { withPage, type Served } from './laboratory_server';

const kLetter = '#v=1&scenario=letter.jon';

let browser: Browser;
let served: Served;

async function at(link: string, width = 1200): Promise<Page> {
    const { page } = await open(browser, served.address, link, width);
    return page;
}

async function computing(): Promise<number> {
    const told = await (await fetch(`${served.address}/api`)).json() as { computing: number; waiting: number };
    return told.computing + told.waiting;
}

describe.skipIf(!program)('the laboratory', () => {
    beforeAll(async () => { [served, browser] = await Promise.all([serveSmall(), launch()]); });
    afterAll(async () => {
        await browser?.close();
        served?.stop();
    });

    it('shows bars soon, and sharpens them', async () => {
        const page = await browser.newPage();
        await page.addInitScript(() => {
            const seen: { histories: number; text: string; time: number }[] = [];
            Object.assign(window, { seen });
            new MutationObserver(() => {
                const card = document.querySelector<HTMLElement>('[data-outcome=boris_leads]');
                const histories = Number(card?.dataset.histories ?? 0);
                if (histories > 0 && seen.at(-1)?.histories !== histories) seen.push({ histories, text: card!.textContent ?? '', time: performance.now() });
            }).observe(document, { subtree: true, childList: true, attributes: true });
        });
        await withPage(page, served.address);
        await page.goto(`${served.address}/#v=1&scenario=long.jon&effort=fine`);
        await settled(page);
        const seen = await page.evaluate(() => (window as unknown as { seen: { histories: number; time: number }[] }).seen);
        expect(seen.length).toBeGreaterThan(2);
        expect(seen.map((each) => each.histories)).toEqual([...seen.map((each) => each.histories)].sort((a, b) => a - b));
        expect(seen[0]!.histories).toBeLessThan(100_000);
        expect(seen.at(-1)!.histories).toBe(100_000);
        expect(seen[0]!.time).toBeLessThan(5000);
        await page.close();
    });

    it('sets what follows the record beside what does not', async () => {
        const page = await at(kLetter);
        await settled(page);
        await page.locator('[data-outcome=boris_leads] summary').click();
        const tables = page.locator('[data-outcome=boris_leads] table');
        await tables.nth(1).waitFor();
        const [given, prior] = await Promise.all([0, 1].map((index) => tables.nth(index).locator('tr', { hasText: 'yes' }).textContent()));
        expect(given).toMatch(/^yes5\d\s%/);
        expect(prior).toMatch(/^yes2\d\s%/);
        await page.close();
    });

    it('changes the bars when a cause is switched off, and back', async () => {
        const page = await at(kLetter);
        await settled(page);
        const before = await said(page, 'boris_leads');
        await page.getByLabel("Clara's silence", { exact: true }).click();
        await page.waitForFunction(() => document.querySelector('.outcomes .legend')?.textContent?.includes('Without'));
        await settled(page);
        expect(await said(page, 'boris_leads')).toMatch(/Without: Clara's silence −\d+ points/);
        expect(await page.locator('[data-outcome=boris_leads] .differences').textContent()).toMatch(/−4\d points/);
        await page.getByLabel("Clara's silence", { exact: true }).click();
        await page.waitForFunction((text) => document.querySelector('[data-outcome=boris_leads] svg')?.getAttribute('aria-label') === text, before);
        await page.close();
    });

    it('builds a what-if of several interventions, and answers it', async () => {
        const page = await at(kLetter);
        await settled(page);
        await page.locator('.builder > summary').click();
        const field = (name: string) => page.locator(`.builder [data-field="${name}"]`);
        await field('What').selectOption('set');
        await field('Of').selectOption('person.standing');
        await field('person').selectOption('boris');
        await field('Value').fill('3');
        await field('When').selectOption('1900-10');
        await page.getByRole('button', { name: 'And also …' }).click();
        await field('What').selectOption('choose');
        await field('Of').selectOption('letter');
        await field('Option').selectOption('keeps');
        expect(await page.locator('.builder pre').textContent()).toBe('set boris.standing = 3 at 1900-10\nchoose letter = keeps');
        await page.getByRole('button', { name: 'Show this world' }).click();
        await page.waitForFunction(() => document.querySelector('[data-outcome=boris_leads] .differences')?.textContent?.includes('points'));
        await settled(page);
        expect(await said(page, 'boris_leads')).toMatch(/set boris\.standing = 3 at 1900-10; choose letter = keeps \+\d+ points/);
        await page.close();
    });

    it('compares four worlds and no more', async () => {
        const page = await at(`${kLetter}&whatif=lives&do=force+falls(boris)+at+1902-01`);
        await settled(page);
        await page.getByRole('checkbox', { name: /The letter is read out/ }).check();
        await page.waitForFunction(() => document.querySelectorAll('[data-outcome=boris_leads] .differences li').length === 3);
        await settled(page);
        expect(await page.locator('.outcomes .legend .key').allTextContents()).toEqual(['as it was', 'The letter is read out', 'Anna lives on', 'force falls(boris) at 1902-01'].sort((a, b) => order(a) - order(b)));
        const bars = page.locator('[data-outcome=boris_leads] svg g[aria-label=bar] rect, [data-outcome=boris_leads] svg rect');
        expect(await bars.count()).toBe(4);
        expect(await page.getByRole('checkbox', { name: /A duller letter/ }).isDisabled()).toBe(true);
        expect(await page.getByLabel("Anna's death", { exact: true }).isDisabled()).toBe(true);
        await page.getByRole('button', { name: 'Take out: Anna lives on' }).click();
        await page.waitForFunction(() => document.querySelectorAll('[data-outcome=boris_leads] .differences li').length === 2);
        await page.close();
    });
    const order = (name: string): number => ['as it was', 'Anna lives on', 'The letter is read out', 'force falls(boris) at 1902-01'].indexOf(name);

    it('holds a number, leaves out an item of the record, and goes back', async () => {
        const page = await at(kLetter);
        await settled(page);
        const first = await said(page, 'boris_leads');
        await page.getByRole('checkbox', { name: /election carried/ }).uncheck();
        await page.waitForFunction((text) => document.querySelector('[data-outcome=boris_leads] svg')?.getAttribute('aria-label') !== text, first);
        await settled(page);
        const second = await said(page, 'boris_leads');
        await page.getByText('What nobody knows').click();
        await page.getByLabel('caution', { exact: true }).press('Home');
        await page.waitForFunction(() => location.hash.includes('set=caution%3D-0.64'));
        await settled(page);
        await page.getByRole('button', { name: 'Let caution vary again' }).click();
        await page.waitForFunction(() => !location.hash.includes('set='));
        await page.goBack();
        await page.goBack();
        await page.goBack();
        await page.waitForFunction(() => !location.hash.includes('left_out'));
        await page.waitForFunction((text) => document.querySelector('[data-outcome=boris_leads] svg')?.getAttribute('aria-label') === text, first);
        await page.goForward();
        await page.waitForFunction((text) => document.querySelector('[data-outcome=boris_leads] svg')?.getAttribute('aria-label') === text, second);
        await page.close();
    });

    it('ranks causes and tells a history, actual beside altered', async () => {
        const page = await at(`${kLetter}&whatif=read_out&history=3`);
        await settled(page);
        await page.getByRole('button', { name: 'Ask for its causes' }).click();
        await page.locator('#causes svg').first().waitFor();
        expect(await page.locator('#causes svg').first().getAttribute('aria-label')).toMatch(/^Causes of boris leads, ranked: Clara's silence \d+/);
        await page.locator('.chronicle > summary').click();
        await page.locator('.chronicle-table').waitFor();
        expect(await page.locator('.chronicle-table thead').textContent()).toContain('The letter is read out');
        expect(await page.locator('.chronicle-table').textContent()).toContain('Clara reads the letter out.');
        await page.getByRole('button', { name: 'next →' }).click();
        await page.waitForFunction(() => document.querySelector('.chronicle-table caption')?.textContent?.includes('history 4'));
        await page.close();
    });

    it('brings a view back from its link, in a page of its own', async () => {
        const page = await at(kLetter);
        await settled(page);
        await page.getByRole('checkbox', { name: /Anna lives on/ }).check();
        await page.getByLabel('The committee\'s regard for Boris', { exact: true }).click();
        await page.locator('#asked-value').selectOption('no');
        await page.waitForFunction(() => document.querySelectorAll('[data-outcome=boris_leads] .differences li').length === 2);
        await settled(page);
        const [shown, link] = [await said(page, 'boris_leads'), page.url()];
        await page.close();
        const other = await (await browser.newContext()).newPage();
        await withPage(other, served.address);
        await other.goto(link);
        await settled(other);
        expect(await said(other, 'boris_leads')).toBe(shown);
        expect(await other.locator('#asked-value').inputValue()).toBe('no');
        expect(await other.getByRole('checkbox', { name: /Anna lives on/ }).isChecked()).toBe(true);
        await other.close();
    });

    it('stops computing when told to, and begins again', async () => {
        const page = await at('#v=1&scenario=long.jon&effort=fine&seed=5');
        await page.waitForSelector('[data-state=running] .state');
        await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-outcome=boris_leads]')?.dataset.histories) > 0);
        // However much is asked at once, a line to the server is left for this.
        await page.locator('.chronicle > summary').click();
        for (const name of ['Ask for its causes', 'Ask what it depends on']) await page.getByRole('button', { name }).click();
        await page.getByRole('button', { name: 'Stop computing' }).click();
        await page.waitForSelector('[data-state=stopped]');
        for (const name of ['Stop', 'Stop']) await page.getByRole('button', { name, exact: true }).first().click();
        const histories = Number(await page.locator('[data-outcome=boris_leads]').getAttribute('data-histories'));
        expect(histories).toBeLessThan(100_000);
        await expect.poll(computing, { timeout: 5000 }).toBe(0);
        await page.getByRole('button', { name: 'Ask again' }).click();
        await settled(page);
        expect(await page.locator('[data-outcome=boris_leads]').getAttribute('data-histories')).toBe('100000');
        await page.close();
    });

    it('stops computing when the page is left', async () => {
        const page = await at('#v=1&scenario=long.jon&effort=fine&seed=6');
        await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-outcome=boris_leads]')?.dataset.histories) > 0);
        await page.goto('about:blank');
        await expect.poll(computing, { timeout: 5000 }).toBe(0);
        await page.close();
    });

    it('takes up a stream that drops, and asks again where the server is busy', async () => {
        const page = await browser.newPage();
        let [dropped, busy] = [0, 0];
        await page.route('**/events', (route) => (++dropped <= 2 ? route.abort() : route.continue()));
        await page.route('**/api/questions', (route) => (++busy === 1 ? route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, contentType: 'application/json', body: '{"error": "come again later"}' }) : route.continue()));
        await withPage(page, served.address);
        await page.goto(`${served.address}/${kLetter}`);
        await settled(page);
        expect(dropped).toBeGreaterThanOrEqual(2);
        expect(await page.locator('.problem').count()).toBe(0);
        await page.close();
    });

    it('says what is wrong where it belongs', async () => {
        const impossible = await at('#v=1&scenario=impossible.jon');
        await impossible.locator('.wrongs .problem').waitFor();
        expect(await impossible.locator('.wrongs .problem').textContent()).toMatch(/No history of the scenario meets the whole record/);
        expect(await impossible.locator('[data-outcome=boris_leads] svg').count()).toBe(1);
        expect(await impossible.locator('.lead .answer').textContent()).toMatch(/Those that meet it cannot be counted, for the reason below\.$/);
        await impossible.getByRole('button', { name: 'Leave the record aside' }).click();
        await impossible.waitForFunction(() => document.querySelectorAll('.wrongs .problem').length === 0);
        await impossible.close();

        const built = await at(`${kLetter}&do=block+nobody`);
        await built.locator('.wrongs .problem').waitFor();
        expect(await built.locator('.wrongs .problem').textContent()).toContain('`nobody`');
        await built.getByRole('button', { name: 'Take out: block nobody' }).click();
        await built.waitForFunction(() => document.querySelectorAll('.wrongs .problem').length === 0);
        await built.close();

        const wrong = await at('#v=1&scenario=wrong.jon');
        await wrong.locator('.problem').first().waitFor();
        expect(await wrong.locator('.problem').first().textContent()).toContain('nobody');
        expect(await wrong.locator('.columns').isVisible()).toBe(false);
        await wrong.close();

        const part = await at('#v=1&scenario=part.jon');
        await part.getByText('is no scenario by itself').waitFor();
        expect(await part.locator('main > div > .problem').first().textContent()).toContain('“part.jon” has no history');
        await part.close();

        const missing = await at('#v=1&scenario=../../etc/passwd');
        await missing.getByText('There is no scenario').waitFor();
        expect(await missing.locator('main > div > .problem').first().textContent()).toContain('There is no scenario “../../etc/passwd” here');
        await missing.close();
    });
});
