import { roomRules } from './tools/rooms.ts';

/** For those who want to draw the house with dependency-cruiser's own command; `npm run check` reads the same rules. */
export default {
  forbidden: roomRules(),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^build/|^\\.svelte-kit/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
