// Takes the pictures of docs/images/ from a report: the top at three widths, light and dark, and some of its parts.
// usage: node tools/screenshots.mjs REPORT.html FOLDER NAME [PART...]      a part is the id of a section, or `evidence-open`

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './chromium.mjs';

const [report, folder, name, ...parts] = process.argv.slice(2);
if (!report || !folder || !name) throw new Error('usage: node tools/screenshots.mjs REPORT.html FOLDER NAME [PART...]');
mkdirSync(folder, { recursive: true });
const browser = await launch();

async function open(width, height, colorScheme) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    await page.goto(pathToFileURL(resolve(report)).href);
    await page.waitForSelector('main .chart svg');
    return page;
}

for (const [width, height, scheme] of [[375, 812, 'light'], [1024, 900, 'dark'], [1600, 1000, 'light']]) {
    const page = await open(width, height, scheme);
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
    await page.close();
}
for (const part of parts) {
    const page = await open(1024, 900, 'light');
    if (part === 'evidence-open') {
        await page.locator('#evidence .cite').first().click();
        await page.screenshot({ path: join(folder, `${name}-${part}.png`) });
    } else await page.locator(`#${part}`).screenshot({ path: join(folder, `${name}-${part}.png`) });
    await page.close();
}
await browser.close();
