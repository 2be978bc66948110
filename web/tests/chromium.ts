// Debian's Chromium for tests, and what is asked of every page in it.

import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

export function launch(): Promise<Browser> {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
}

/// Gathers what the browser says of errors and of the page's policy.
export function complaintsOf(page: Page): string[] {
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    return complaints;
}

/// Returns what axe finds serious or critical. A page's policy lets no other script in: axe comes with the browser's
/// own means.
export async function faults(page: Page, part = 'html'): Promise<string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async (where) => {
        const found = await (window as unknown as { axe: typeof axe }).axe.run(where, { resultTypes: ['violations'] });
        return found.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
            .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(' | ')}`);
    }, part);
}
