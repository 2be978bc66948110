// Builds the page of `jonbar report` into one file.
//
// The script and the style sheet are put into the page itself, and the policy of the page names
// the script by its hash: nothing else runs, and nothing is fetched.

import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const kPage = 'report.html';

function oneFile(): Plugin {
    return {
        name: 'one-file',
        enforce: 'post',
        generateBundle(_options, bundle) {
            const page = bundle[kPage];
            if (page?.type !== 'asset') throw new Error(`${kPage} is not among what was built`);
            let html = String(page.source);
            for (const [name, part] of Object.entries(bundle)) {
                if (part.type === 'chunk') {
                    const code = part.code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
                    const hash = createHash('sha256').update(code).digest('base64');
                    html = html
                        .replace(/<script type="module"[^>]*src=[^>]*><\/script>/, '')
                        .replace('</body>', () => `<script type="module">${code}</script>\n</body>`)
                        .replace("script-src 'none'", `script-src 'sha256-${hash}'`);
                } else if (name.endsWith('.css')) {
                    const rules = String(part.source).trim();
                    html = html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${rules}</style>`);
                } else continue;
                delete bundle[name];
            }
            if (/<script[^>]*\ssrc=|<link[^>]*rel="(stylesheet|modulepreload)"/.test(html)) throw new Error('the page still asks for a file');
            page.source = html;
        },
    };
}

export default defineConfig({
    base: './',
    build: {
        target: 'es2022',
        modulePreload: false,
        assetsInlineLimit: 0,
        cssCodeSplit: false,
        chunkSizeWarningLimit: 1000,
        rollupOptions: { input: kPage },
    },
    plugins: [oneFile()],
    test: { include: ['tests/*.test.ts'], testTimeout: 30000, hookTimeout: 60000 },
});
