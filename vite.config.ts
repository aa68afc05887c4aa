import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const isDemo = process.env['DEMO'] === '1';
const noBar = fileURLToPath(new URL('./src/lib/demo/NoBar.svelte', import.meta.url));

export default defineConfig({
  // The demo's bar is not in any other build: not hidden, absent.
  resolve: { alias: isDemo ? [] : [{ find: '#lib/demo/DemoBar.svelte', replacement: noBar }] },
  plugins: [
    sveltekit({
      adapter: adapter({ out: isDemo ? 'build-demo' : 'build' }),
      // One stylesheet with a hash in its name, fetched once: a policy without inline styles, and a cache that holds.
      inlineStyleThreshold: 0,
      paths: { relative: false },
    }),
  ],
});
