// A server with a folder of its own for tests of the laboratory in a browser.

import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

export interface Served {
    address: string;
    folder: string;
    write: (name: string, text: string) => void;
    stop: () => void;
}

/// Serves copies of `files` with `program`; resolves once it can be asked.
export function serve(program: string, files: string[], texts: Record<string, string> = {}, flags: string[] = []): Promise<Served> {
    const folder = mkdtempSync(join(tmpdir(), 'jonbar-served-'));
    const write = (name: string, text: string): void => { writeFileSync(join(folder, name), text); };
    for (const file of files) cpSync(file, join(folder, file.slice(dirname(file).length + 1)));
    for (const [name, text] of Object.entries(texts)) write(name, text);
    const server: ChildProcess = spawn(program, ['serve', folder, '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): void => {
        server.kill('SIGTERM');
        rmSync(folder, { recursive: true, force: true });
    };
    return new Promise((resolve, reject) => {
        let said = '';
        const hear = (part: Buffer): void => {
            said += part.toString();
            const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
            if (address) resolve({ address, folder, write, stop });
        };
        server.stdout!.on('data', hear);
        server.stderr!.on('data', hear);
        server.on('exit', (status) => { reject(new Error(`the server ended with ${status}: ${said}`)); });
        server.on('error', reject);
    });
}

/// Has the page that LABORATORY_HTML names, if any, stand in place of the program's own: one just built.
export async function withPage(page: Page, address: string): Promise<void> {
    const built = process.env.LABORATORY_HTML;
    if (!built) return;
    await page.route(`${address}/`, async (route) => {
        const answer = await route.fetch();
        const nonce = /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? '';
        await route.fulfill({ response: answer, body: readFileSync(built, 'utf8').replaceAll('{{nonce}}', nonce) });
    });
}
