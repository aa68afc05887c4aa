import path from 'node:path';

/** The project's folder, absolute. */
export const project = path.dirname(import.meta.dirname);

/** Where everything generated at run time lives: removed by `npm run reset`. */
export const dataFolder = path.join(project, '.data');

/** A path inside the project. */
export function inProject(...parts: readonly string[]): string {
  return path.join(project, ...parts);
}

/** A path inside the folder of run-time data. */
export function inData(...parts: readonly string[]): string {
  return path.join(dataFolder, ...parts);
}
