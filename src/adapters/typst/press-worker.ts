import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Sheet } from '#server/ports.ts';
import { type Order, pictureOf } from './order.ts';

/** The press itself, in a thread of its own: setting a page takes tens of milliseconds, in which the server would answer nobody. */
const fonts = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: ['400Regular', '700Bold'].map((weight) => path.join(fonts, weight)) }] });
const template = readFileSync(path.join(import.meta.dirname, 'sheet.typ'), 'utf8');
const cacheAge = 10;

function print(sheet: Sheet): Uint8Array {
  const said = { ...sheet, proof: { ...sheet.proof, qr: pictureOf(sheet.proof.qr) } };
  const pdf = compiler.pdf({ mainFileContent: template, inputs: { sheet: JSON.stringify(said) } }, { pdfStandard: 'a-2b' });
  // What was set for one family need not be remembered for the next.
  compiler.evictCache(cacheAge);
  return pdf;
}

parentPort?.on('message', ({ id, sheet }: Order) => {
  try {
    parentPort?.postMessage({ id, pdf: print(sheet) });
  } catch (fault) {
    parentPort?.postMessage({ id, fault: fault instanceof Error ? fault.message : String(fault) });
  }
});
