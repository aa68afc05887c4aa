/** Loaded before the server when a broken build is asked for: exchanges lines of the product as its files are read. The files stay as they are. */
import { registerHooks } from 'node:module';
import { brokenBuild } from './broken-builds.ts';

const name = process.env['STORM_BROKEN'] ?? '';
const build = brokenBuild(name);
if (build === null) throw new Error(`there is no broken build ${name}`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const patches = build.patches.filter(({ file }) => url.endsWith(`/${file}`));
    if (patches.length === 0) return loaded;
    let source = typeof loaded.source === 'string' ? loaded.source : Buffer.from((loaded.source ?? '') as Uint8Array).toString('utf8');
    for (const { from, to } of patches) {
      if (!source.includes(from)) throw new Error(`the line to break is not there any more: ${from}`);
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  },
});
