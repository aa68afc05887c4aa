import { findText } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

const NAMED_COLOURS =
  'black|white|red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|silver|maroon|navy|teal|olive|lime|aqua|fuchsia|gold|crimson|indigo|beige|ivory|tomato|salmon|coral';
const isMarkup = (path: string) => path.endsWith('.svelte') || path.endsWith('.html');

/** A page says what a thing is; the library says how it looks. */
export const noColourInPages: StyleRule = {
  name: 'no page knows a colour',
  why: 'The look lives in src/lib, so that it changes in one place.',
  holdsFor: (path) => path.startsWith('src/routes/'),
  find: ({ text }) => [
    ...findText(text, /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b/gi, 'a colour'),
    ...findText(text, /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color-mix|color)\(/g, 'a colour'),
    ...findText(
      text,
      new RegExp(
        `\\b(?:color|background|background-color|fill|stroke|bgcolor|border[\\w-]*|outline)\\s*[=:]\\s*["'{]?\\s*(?:[\\w.]+ )*(?:${NAMED_COLOURS})\\b`,
        'gi',
      ),
      'a colour',
    ),
    ...findText(text, /<style\b/g, 'styles live in src/lib'),
  ],
  bad: [
    '<p style="color: #b00">…</p>',
    '<path fill="red" />',
    '<p style="background: rgb(0, 0, 0)">…</p>',
    '<style>p { border: 1px solid navy }</style>',
    '<style>p { margin: 0 }</style>',
  ].map((text) => ({ path: 'src/routes/+page.svelte', text })),
  good: [
    {
      path: 'src/routes/+page.svelte',
      text: '<script lang="ts">\n  import { day } from \'#domain/core/day.ts\';\n</script>\n{#each data.children as child (child.id)}<a href="#reasons">{child.name}</a>{/each}\n',
    },
  ],
};

/** What a page may not carry under a strict content security policy. */
export const nothingInline: StyleRule = {
  name: 'no inline script, no inline style, no raw HTML',
  why: 'The content security policy allows none, and raw HTML is how a stranger’s text becomes code.',
  holdsFor: isMarkup,
  find: ({ path, text }) => [
    ...findText(text, /\{@html\b/g),
    ...findText(text, /\sstyle(?::[\w-]+)?\s*=/g),
    ...findText(text, /\son[a-z]+="/g),
    ...findText(text, /<script\b(?![^>]*\bsrc=)/g).filter(() => path.endsWith('.html')),
    ...findText(text, /<svelte:head>[\s\S]*?<script\b(?![^>]*\bsrc=)[\s\S]*?<\/svelte:head>/g, 'a script in the head'),
    ...findText(text, /href="javascript:/g),
  ],
  bad: [
    { path: 'src/lib/Notice.svelte', text: '<div>{@html text}</div>' },
    { path: 'src/lib/Notice.svelte', text: '<div style="margin: 0"></div>' },
    { path: 'src/lib/Notice.svelte', text: '<div style:margin={size}></div>' },
    { path: 'src/lib/Notice.svelte', text: '<button onclick="go()">…</button>' },
    { path: 'src/lib/Notice.svelte', text: '<svelte:head><script>go()</script></svelte:head>' },
    { path: 'src/app.html', text: '<body><script>go()</script></body>' },
    { path: 'src/app.html', text: '<body style="display: contents"></body>' },
  ],
  good: [
    {
      path: 'src/lib/Notice.svelte',
      text: '<script lang="ts">\n  let { text }: { text: string } = $props();\n</script>\n<button onclick={go}>{text}</button>\n<svelte:head><script src="/nicer.js" defer></script></svelte:head>\n',
    },
  ],
};
