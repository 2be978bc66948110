// The laboratory's own tests: a server with small scenarios, and a page at a link. JONBAR names the program.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf } from './chromium';
import { serve, withPage, type Served } from './laboratory_server';

const kSample = resolve(fileURLToPath(new URL('.', import.meta.url)), 'sample/letter.jon');

export const program = process.env.JONBAR ?? '';

/// Serves the sample, the sample over three centuries (long), one whose record cannot be met, a part, and one that is wrong.
export function serveSmall(): Promise<Served> {
    const text = readFileSync(kSample, 'utf8');
    return serve(program, [kSample], {
        'long.jon': text.replace('to 1903-12 by month', 'to 2200-12 by month').replace('"The letter that was kept"', '"The long wait"').replace(/^observe .*\n/gm, ''),
        'impossible.jon': text.replace('observe election carried', 'observe (chair == anna) at 1902-01'),
        'part.jon': 'param share: real = 0.5\n',
        'wrong.jon': 'history "Wrong" from 1900-01 to 1900-12 by month\nvar a: real = nobody\n',
    }, ['--threads', '2']);
}

export interface Opened { page: Page; complaints: string[] }

/// Opens the laboratory at a link; `complaints` are what the browser says of errors and of the page's policy.
export async function open(browser: Browser, address: string, link: string, width = 1200, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    page.setDefaultTimeout(20_000);  // so that what was waited for is named
    const complaints = complaintsOf(page);
    await withPage(page, address);
    await page.goto(`${address}/${link}`);
    return { page, complaints };
}

/// Waits until nothing is computed, everything that was asked has been answered, and the answers are drawn.
export async function settled(page: Page, timeout = 30_000): Promise<void> {
    await page.waitForFunction(() => document.querySelector('[data-state=done] .state')?.textContent?.startsWith('Counted')
        && !document.querySelector('.card.stale') && document.querySelector('.card .chart svg'), undefined, { timeout });
}

/// What a card says of its chart, which is what it shows.
export async function said(page: Page, outcome: string): Promise<string> {
    return (await page.locator(`[data-outcome=${outcome}] .chart svg`).first().getAttribute('aria-label')) ?? '';
}

/// Opens all that is folded.
export async function unfold(page: Page): Promise<void> {
    await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
}
