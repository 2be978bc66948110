// Takes the pictures of the laboratory: of a server that runs, at three widths, light and dark, and two parts.
// usage: node tools/laboratory.mjs ADDRESS LINK FOLDER      LINK as behind the # of the address

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium.mjs';

const [address, link, folder] = process.argv.slice(2);
if (!address || !link || !folder) throw new Error('usage: node tools/laboratory.mjs ADDRESS LINK FOLDER');
mkdirSync(folder, { recursive: true });
const browser = await launch();

async function open(width, height, colorScheme) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${address.replace(/\/$/, '')}/#${link.replace(/^#/, '')}`);
    await page.waitForFunction(() => document.querySelector('[data-state=done] .state')?.textContent?.startsWith('Counted')
        && !document.querySelector('.card.stale') && document.querySelector('.card .chart svg'), undefined, { timeout: 600_000 });
    return page;
}

for (const [width, height, scheme] of [[375, 1600, 'light'], [1024, 1100, 'dark'], [1600, 1100, 'light']]) {
    const page = await open(width, height, scheme);
    await page.screenshot({ path: join(folder, `laboratory-${width}.png`) });
    await page.close();
}
const page = await open(1200, 900, 'dark');
await page.locator('.builder > summary').click();
await page.locator('.chronicle > summary').click();
await page.locator('.chronicle-table').waitFor();
await page.locator('.chronicle').screenshot({ path: join(folder, 'laboratory-chronicle.png') });
await page.close();
await browser.close();
