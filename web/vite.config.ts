// Builds the pages, each into one file: that of `jonbar report`, and with `--mode laboratory` that of `jonbar serve`.
//
// The script and the style sheet are put into the page itself. The policy of the report names its script by its
// hash; the laboratory's stands in the server's answer, which puts a new nonce into the page each time. Nothing else
// runs, and nothing is fetched but from the server.

import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { noticesOf } from './licences';

function oneFile(page: string, nonce: string): Plugin {
    return {
        name: 'one-file',
        enforce: 'post',
        generateBundle(_options, bundle) {
            const built = bundle[page];
            if (built?.type !== 'asset') throw new Error(`${page} is not among what was built`);
            let html = String(built.source);
            const modules: string[] = [];
            for (const [name, part] of Object.entries(bundle)) {
                if (part.type === 'chunk') {
                    modules.push(...Object.keys(part.modules));
                    const code = part.code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
                    const hash = createHash('sha256').update(code).digest('base64');
                    if (nonce && code.includes(nonce)) throw new Error(`the script of ${page} holds the place of the nonce`);
                    html = html
                        .replace(/<script type="module"[^>]*src=[^>]*><\/script>/, '')
                        .replace('</body>', () => `<script type="module"${attribute(nonce)}>${code}</script>\n</body>`)
                        .replace("script-src 'none'", `script-src 'sha256-${hash}'`);
                } else if (name.endsWith('.css')) {
                    const rules = String(part.source).trim();
                    html = html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style${attribute(nonce)}>${rules}</style>`);
                } else continue;
                delete bundle[name];
            }
            const notices = noticesOf(modules).replaceAll('--', '- -');
            html = html.replace('</html>', () => `</html>\n<!--\nThis page carries parts of these packages.\n\n${notices}\n-->`);
            if (/<script[^>]*\ssrc=|<link[^>]*rel="(stylesheet|modulepreload)"/.test(html)) throw new Error('the page still asks for a file');
            built.source = html;
        },
    };
}

function attribute(nonce: string): string {
    return nonce ? ` nonce="${nonce}"` : '';
}

export default defineConfig(({ mode }) => {
    const laboratory = mode === 'laboratory';
    const page = laboratory ? 'laboratory.html' : 'report.html';
    return {
        base: './',
        build: {
            target: 'es2022',
            modulePreload: false,
            assetsInlineLimit: 0,
            cssCodeSplit: false,
            chunkSizeWarningLimit: 1500,
            emptyOutDir: false,
            rollupOptions: { input: page, output: { inlineDynamicImports: true } },
        },
        plugins: [oneFile(page, laboratory ? '{{nonce}}' : '')],
        test: { include: ['tests/*.test.ts'], testTimeout: 30000, hookTimeout: 60000 },
    };
});
