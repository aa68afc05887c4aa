import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      // One stylesheet with a hash in its name, fetched once: a policy without inline styles, and a cache that holds.
      inlineStyleThreshold: 0,
      paths: { relative: false },
    }),
  ],
});
