// How soon the laboratory answers a what-if of a large scenario, once the histories that meet its record are there.
// It takes minutes, so it runs only where FLAGSHIP names the scenario, and JONBAR the program.

import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { launch } from './chromium';
import { open, program, settled } from './laboratory_open';
import { serve } from './laboratory_server';

const kFlagship = process.env.FLAGSHIP ?? '';
const kMinutes = 40;
const kMostSeconds = 2;

it.skipIf(!program || !kFlagship)('answers a what-if of the flagship within two seconds', async () => {
    const served = await serve(program, [kFlagship], {}, ['--threads', '2', '--max-seconds', '2400']);
    const browser = await launch();
    try {
        const began = Date.now();
        const { page } = await open(browser, served.address, `#v=1&scenario=${basename(kFlagship)}&effort=fine`);
        await settled(page, kMinutes * 60_000);
        const conditioned = (Date.now() - began) / 1000;
        const took: { first: number; last: number; error: string }[] = [];
        for (const index of [0, 3]) {
            const asked = Date.now();
            await page.locator('.choices input[type=checkbox]').nth(index).check();
            await page.waitForFunction(() => document.querySelector('.card:not(.stale) .differences li'), undefined, { timeout: 60_000 });
            const first = (Date.now() - asked) / 1000;
            await settled(page, 120_000);
            took.push({ first, last: (Date.now() - asked) / 1000, error: await page.locator('.wrongs').textContent() ?? '' });
            await page.locator('.choices input[type=checkbox]').nth(index).uncheck();
            await page.waitForFunction(() => !document.querySelector('.differences li'));
        }
        console.log(JSON.stringify({ conditioned, took }));
        for (const each of took) expect(each.first).toBeLessThan(kMostSeconds);
    } finally {
        await browser.close();
        served.stop();
    }
}, kMinutes * 120_000);
