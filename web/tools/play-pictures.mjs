// Takes the pictures of the tab Play: a decision of the flagship with its odds at three widths, and an end.
// usage: node tools/play-pictures.mjs JONBAR SCENARIOS FOLDER

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [program, scenarios, folder] = process.argv.slice(2);
if (!program || !scenarios || !folder) throw new Error('usage: node tools/play-pictures.mjs JONBAR SCENARIOS FOLDER');
mkdirSync(folder, { recursive: true });
const server = spawn(program, ['serve', scenarios, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((done) => {
    server.stdout.on('data', (said) => {
        const found = /http:\S+/.exec(said.toString());
        if (found) done(found[0]);
    });
});
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
    for (const [width, height, colorScheme] of [[375, 812, 'light'], [1024, 900, 'dark'], [1600, 1000, 'light']]) {
        const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
        await page.goto(`${address}#v=1&scenario=lenin-succession.jon&tab=play`);
        await page.waitForSelector('#play-person');
        await page.selectOption('#play-person', 'trotsky');
        await page.fill('#play-history', '16');
        await page.click('#panel-play [type=submit]');
        for (let decision = 1; decision <= 5; ++decision) {
            await page.waitForFunction((number) => document.querySelector('#panel-play [aria-live]')?.textContent?.startsWith(`Decision ${number},`), decision);
            await page.click('#panel-play .own');
        }
        await page.waitForFunction(() => document.querySelector('#panel-play [aria-live]')?.textContent?.startsWith('Decision 6,'));
        if (width > 375) {
            await page.click('text=Where would each lead?');
            await page.waitForSelector('#panel-play .odds svg');
        }
        await page.locator('#panel-play h2').evaluate((title) => title.scrollIntoView({ block: 'start' }));
        await page.screenshot({ path: join(folder, `play-${width}.png`) });
        if (width === 1024) {
            await page.keyboard.press('1');
            await page.waitForFunction(() => document.querySelector('#panel-play [aria-live]')?.textContent?.startsWith('Decision 7,'));
            await page.click('#panel-play .own-all');
            await page.waitForSelector('#end-title');
            await page.locator('#end-title').evaluate((title) => title.scrollIntoView({ block: 'start' }));
            await page.screenshot({ path: join(folder, 'play-end.png') });
        }
        await page.close();
    }
} finally {
    await browser.close();
    server.kill();
}
